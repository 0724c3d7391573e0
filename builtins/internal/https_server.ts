// https.Server (https://nodejs.org/api/https.html#class-httpsserver): a tls.Server whose connections speak HTTP.
import { FunctionPrototypeCall, ObjectSetPrototypeOf } from "internal/primordials";
import { connectionListener, defineServerMethods, onListening, takeServerOptions } from "internal/http_server";
import { Server as TlsServer } from "internal/tls_server";

/** A function and not a class: it works without `new`. */
export function Server(this: any, options?: any, requestListener?: any): any {
  if (!(this instanceof (Server as any))) return new (Server as any)(options, requestListener);
  if (typeof options === "function") {
    requestListener = options;
    options = undefined;
  }
  options = { noDelay: true, ...options };
  // Both ends of a request that is being answered may be open while the client's is shut.
  if (!options.ALPNProtocols && !options.ALPNCallback) options.ALPNProtocols = ["http/1.1"];
  takeServerOptions(this, options);
  FunctionPrototypeCall(TlsServer as any, this, options);
  if (requestListener) this.on("request", requestListener);
  this.on("secureConnection", connectionListener);
  this.on("tlsClientError", onTlsError);
  this.on("listening", onListening);
}
ObjectSetPrototypeOf(Server.prototype, TlsServer.prototype);
ObjectSetPrototypeOf(Server, TlsServer);
defineServerMethods(Server.prototype, TlsServer);

function onTlsError(this: any, error: any, socket: any): void {
  if (!this.emit("clientError", error, socket)) socket.destroy(error);
}
