// tls.Server (https://nodejs.org/api/tls.html#class-tlsserver): a net.Server that hands over each connection when its
// handshake is done.
import {
  ArrayPrototypeJoin, ArrayPrototypePush, FunctionPrototypeCall, ObjectSetPrototypeOf, RegExp, RegExpPrototypeTest,
  ReflectApply, StringPrototypeReplace, StringPrototypeSlice, Symbol, SymbolFor,
} from "internal/primordials";
import { codes } from "internal/errors";
import { connResetException } from "internal/http_common";
import { Server as NetServer } from "internal/net_server";
import { kErrorEmitted, TLSSocket } from "internal/tls_socket";
import { protocolBytes } from "internal/tls_hello";
import { SecureContext, setTicketKeys } from "internal/tls_context";
import { validateBoolean, validateBuffer, validateFunction, validateNumber } from "internal/validators";

const kContexts = Symbol("contexts");

function ignore(): void {}

/** A function and not a class: it works without `new`. */
export function Server(this: any, options?: any, listener?: any): any {
  if (!(this instanceof (Server as any))) return new (Server as any)(options, listener);
  if (typeof options === "function") {
    listener = options;
    options = {};
  } else if (options == null || typeof options === "object") {
    options ??= {};
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
  }
  this[kContexts] = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  if (options.ALPNProtocols) this.ALPNProtocols = protocolBytes(options.ALPNProtocols);
  if (options.ALPNCallback != null) {
    validateFunction(options.ALPNCallback, "options.ALPNCallback");
    if (this.ALPNProtocols) throw new codes.ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
    this.ALPNCallback = options.ALPNCallback;
  }
  for (const name of ["pskCallback", "pskIdentityHint"])
    if (options[name] != null) throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`options.${name}`);
  if (options.sessionTimeout) this.sessionTimeout = options.sessionTimeout;
  if (options.ticketKeys) this.ticketKeys = options.ticketKeys;
  this.setSecureContext(options);
  this._handshakeTimeout = options.handshakeTimeout || 120_000;
  validateNumber(this._handshakeTimeout, "options.handshakeTimeout");
  if (options.SNICallback != null) validateFunction(options.SNICallback, "options.SNICallback");
  this._SNICallback = options.SNICallback || null;
  this._pauseOnConnectTls = options.pauseOnConnect;
  if (options.enableTrace !== undefined) {
    validateBoolean(options.enableTrace, "options.enableTrace");
    if (options.enableTrace) throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("options.enableTrace");
  }
  // What net.Server does with a connection is for the one below, which TLS reads by itself.
  FunctionPrototypeCall(NetServer as any, this, { ...options, pauseOnConnect: true }, onConnection);
  this.pauseOnTlsConnect = !!options.pauseOnConnect;
  if (listener) this.on("secureConnection", listener);
}
ObjectSetPrototypeOf(Server.prototype, NetServer.prototype);
ObjectSetPrototypeOf(Server, NetServer);

const proto: any = Server.prototype;

/** What the handshakes to come use. */
proto.setSecureContext = function setSecureContext(this: any, options: any): void {
  if (options === null || typeof options !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
  const sessionIdContext = options.sessionIdContext || defaultIdContext();
  const keys = options.ticketKeys || this.ticketKeys;
  const settings: any = { honorCipherOrder: true, ...options, sessionIdContext };
  if (settings.honorCipherOrder === undefined) settings.honorCipherOrder = true;
  if (keys) settings.ticketKeys = keys;
  this._sharedCreds = new SecureContext(settings);
};

/** The same for the processes of one program, which can take each other's sessions up. */
function defaultIdContext(): string {
  const { createHash } = require("node:crypto").default;
  return StringPrototypeSlice(createHash("sha1").update(ArrayPrototypeJoin(process.argv, " ")).digest("hex"), 0, 32);
}

proto.getTicketKeys = function getTicketKeys(this: any): any {
  return this._sharedCreds.context.ticketKeys();
};
/** An async listener that rejects. */
proto[SymbolFor("nodejs.rejection")] = function (this: any, error: any, event: any, ...args: any[]): void {
  if (event === "secureConnection") args[0].destroy(error);
  else ReflectApply((NetServer as any).prototype[SymbolFor("nodejs.rejection")], this, [error, event, ...args]);
};

proto.setTicketKeys = function setKeys(this: any, keys: any): void {
  validateBuffer(keys);
  if (keys.byteLength !== 48) throw new codes.ERR_INTERNAL_ASSERTION("Session ticket keys must be a 48-byte buffer");
  setTicketKeys(this._sharedCreds.context, keys);
};

/** The last one that fits a name counts; `*` stands for one label. */
proto.addContext = function addContext(this: any, servername: any, context: any): void {
  if (!servername) throw new codes.ERR_TLS_REQUIRED_SERVER_NAME();
  const escaped = StringPrototypeReplace(servername, /[.^$+?\-\\[\]{}()|]/g, "\\$&");
  const pattern = new RegExp(`^${StringPrototypeReplace(escaped, /\*/g, "[^.]*")}$`);
  ArrayPrototypePush(this[kContexts], [pattern, context instanceof SecureContext ? context : new SecureContext(context)]);
};

function contextOf(this: any, servername: string, callback: any): void {
  const contexts = this[kContexts];
  for (let i = contexts.length - 1; i >= 0; i--) {
    if (!RegExpPrototypeTest(contexts[i][0], servername)) continue;
    callback(null, contexts[i][1]);
    return;
  }
  callback(null, undefined);
}

// ---- connections

function onConnection(this: any, below: any): void {
  // A connection that breaks before it is secure is told of as one of TLS.
  const server = this;
  const hasNames = server._SNICallback !== null || server[kContexts].length > 0;
  const socket = new (TLSSocket as any)(below, {
    secureContext: server._sharedCreds,
    isServer: true,
    server,
    requestCert: server.requestCert,
    rejectUnauthorized: server.rejectUnauthorized,
    handshakeTimeout: server._handshakeTimeout,
    ALPNProtocols: server.ALPNProtocols,
    ALPNCallback: server.ALPNCallback,
    SNICallback: hasNames ? server._SNICallback ?? ((name: string, callback: any) => FunctionPrototypeCall(contextOf, server, name, callback)) : null,
    pauseOnConnect: server.pauseOnTlsConnect,
    highWaterMark: server.highWaterMark,
  });
  socket.server = server;
  socket.on("secure", onSecure);
  socket.on("error", onError);
  socket.on("_tlsError", onError);
  socket.on("close", onClose);
  if (server._handshakeTimeout > 0) socket.setTimeout(server._handshakeTimeout, socket._handleTimeout);
}

function onSecure(this: any): void {
  const { server } = this._tlsOptions;
  if (this._requestCert) {
    const error = this._verifyError();
    if (error) {
      this.authorizationError = error.code;
      if (this._rejectUnauthorized) this.destroy();
    } else {
      this.authorized = true;
    }
  }
  if (this.destroyed || !this._releaseControl()) return;
  this.secureConnecting = false;
  server.emit("secureConnection", this);
}

function fail(socket: any, error: any): void {
  if (socket._controlReleased || socket[kErrorEmitted]) return;
  socket[kErrorEmitted] = true;
  socket._tlsOptions.server.emit("tlsClientError", error, socket);
}

function onError(this: any, error: any): void {
  const isBefore = !this._controlReleased;
  fail(this, error);
  if (isBefore && !this.destroyed) this.destroy();
}

function onClose(this: any): void {
  fail(this, connResetException("socket hang up"));
  this.removeListener("error", onError);
  this.on("error", ignore);
}
