// http.Server (https://nodejs.org/api/http.html#class-httpserver): a net.Server whose connections speak HTTP.
import {
  FunctionPrototypeCall, MathMin, ObjectSetPrototypeOf, Promise, ReflectApply, SymbolAsyncDispose, SymbolFor,
} from "internal/primordials";
import { codes } from "internal/errors";
import { kMaxHeaderBytes } from "internal/http_common";
import { Connections, kConnections, kIncomingMessage, kIsClosing, kServerResponse } from "internal/http_connections";
import { IncomingMessage } from "internal/http_incoming";
import { kUniqueHeaders } from "internal/http_outgoing";
import { ServerResponse, uniqueFields } from "internal/http_response";
import { ServerConnection } from "internal/http_server_connection";
import { Server as NetServer } from "internal/net_server";
import { validateBoolean, validateInteger, validateObject } from "internal/validators";

/** Those of both http.Server and https.Server. */
export function takeServerOptions(server: any, options: any): void {
  server[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  server[kServerResponse] = options.ServerResponse || ServerResponse;

  const { maxHeaderSize, insecureHTTPParser, requestTimeout, headersTimeout, keepAliveTimeout } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, "maxHeaderSize", 0);
  server.maxHeaderSize = maxHeaderSize || kMaxHeaderBytes;
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, "options.insecureHTTPParser");
  server.insecureHTTPParser = insecureHTTPParser;

  if (requestTimeout !== undefined) validateInteger(requestTimeout, "requestTimeout", 0);
  server.requestTimeout = requestTimeout ?? 300_000;
  if (headersTimeout !== undefined) validateInteger(headersTimeout, "headersTimeout", 0);
  server.headersTimeout = headersTimeout ?? MathMin(60_000, server.requestTimeout);
  if (server.requestTimeout > 0 && server.headersTimeout > 0 && server.headersTimeout > server.requestTimeout)
    throw new codes.ERR_OUT_OF_RANGE("headersTimeout", "<= requestTimeout", headersTimeout);
  if (keepAliveTimeout !== undefined) validateInteger(keepAliveTimeout, "keepAliveTimeout", 0);
  server.keepAliveTimeout = keepAliveTimeout ?? 5_000;
  if (options.connectionsCheckingInterval !== undefined)
    validateInteger(options.connectionsCheckingInterval, "connectionsCheckingInterval", 0);
  server.connectionsCheckingInterval = options.connectionsCheckingInterval ?? 30_000;

  if (options.requireHostHeader !== undefined) validateBoolean(options.requireHostHeader, "options.requireHostHeader");
  server.requireHostHeader = options.requireHostHeader ?? true;
  if (options.joinDuplicateHeaders !== undefined) validateBoolean(options.joinDuplicateHeaders, "options.joinDuplicateHeaders");
  server.joinDuplicateHeaders = options.joinDuplicateHeaders;
  if (options.rejectNonStandardBodyWrites !== undefined)
    validateBoolean(options.rejectNonStandardBodyWrites, "options.rejectNonStandardBodyWrites");
  server.rejectNonStandardBodyWrites = options.rejectNonStandardBodyWrites ?? false;
  server[kUniqueHeaders] = uniqueFields(options.uniqueHeaders);

  server.httpAllowHalfOpen = false;
  server.timeout = 0;
  server.maxHeadersCount = null;
  server.maxRequestsPerSocket = 0;
  server[kIsClosing] = false;
  server[kConnections] = new Connections(server);
}

/** A function and not a class: it works without `new`. */
export function Server(this: any, options?: any, requestListener?: any): any {
  if (!(this instanceof (Server as any))) return new (Server as any)(options, requestListener);
  if (typeof options === "function") {
    requestListener = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, "options");
  }
  takeServerOptions(this, options);
  FunctionPrototypeCall(NetServer as any, this, {
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
  });
  if (requestListener) this.on("request", requestListener);
  this.on("connection", connectionListener);
  this.on("listening", onListening);
}
ObjectSetPrototypeOf(Server.prototype, NetServer.prototype);
ObjectSetPrototypeOf(Server, NetServer);

/** `this` is the server. */
export function connectionListener(this: any, socket: any): void {
  new ServerConnection(this, socket);
}

export function onListening(this: any): void {
  this[kIsClosing] = false;
  this[kConnections].watch(this.connectionsCheckingInterval);
}

/** Both servers have these. */
export function defineServerMethods(proto: any, Base: any): void {
  proto.close = function close(this: any, ...args: any[]): any {
    this[kIsClosing] = true;
    this[kConnections].stopWatching();
    ReflectApply(Base.prototype.close, this, args);
    this.closeIdleConnections();
    return this;
  };

  proto[SymbolAsyncDispose] = async function (this: any): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.close((error: any) => error ? reject(error) : resolve(undefined as void));
    });
  };

  proto.closeAllConnections = function closeAllConnections(this: any): void {
    for (const connection of this[kConnections].all) connection.socket.destroy();
  };

  proto.closeIdleConnections = function closeIdleConnections(this: any): void {
    for (const connection of this[kConnections].all) if (!connection.isBusy()) connection.socket.destroy();
  };

  proto.setTimeout = function setTimeout(this: any, milliseconds: any, callback?: any): any {
    this.timeout = milliseconds;
    if (callback) this.on("timeout", callback);
    return this;
  };

  proto[SymbolFor("nodejs.rejection")] = function (this: any, error: any, event: any, ...args: any[]): void {
    if (event !== "request") {
      ReflectApply(Base.prototype[SymbolFor("nodejs.rejection")], this, [error, event, ...args]);
      return;
    }
    const response = args[1];
    if (!response.headersSent && !response.writableEnded) {
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      response.statusCode = 500;
      response.end("Internal Server Error");
    } else {
      response.destroy();
    }
  };
}
defineServerMethods(Server.prototype, NetServer);
