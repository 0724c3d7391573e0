// http.ClientRequest (https://nodejs.org/api/http.html#class-httpclientrequest). What comes back on its connection is
// in http_client_connection.ts.
import {
  ArrayIsArray, Boolean, FunctionPrototypeCall, NumberIsFinite, ObjectAssign, ObjectKeys, ObjectSetPrototypeOf,
  RegExpPrototypeExec, RegExpPrototypeTest, String, StringPrototypeCharCodeAt, StringPrototypeToUpperCase,
} from "internal/primordials";
import { callInFrame, getFrame, kFrame } from "internal/async_context";
import { publish, subscribed } from "internal/diagnostics";
import { codes } from "internal/errors";
import { globalAgent } from "internal/http_agent";
import { takeSocket } from "internal/http_client_connection";
import { checkIsHttpToken, connResetException, kOutHeaders } from "internal/http_common";
import { kErrored, kUniqueHeaders, OutgoingMessage } from "internal/http_outgoing";
import { uniqueFields } from "internal/http_response";
import { nextTick } from "internal/next_tick";
import { kEntry, observed, startEntry } from "internal/performance_hook";
import { finished } from "internal/stream_finished";
import { getTimerDuration } from "internal/timers";
import { validateBoolean, validateInteger } from "internal/validators";

const kInvalidPath = /[^\u0021-\u00ff]/;

/** Of a URL, the options that http.request() takes (https://nodejs.org/api/url.html#urlurltohttpoptionsurl). */
function optionsOf(url: any): any {
  return require("node:url").default.urlToHttpOptions(url);
}

function checkHost(value: any, name: string): any {
  if (value !== null && value !== undefined && typeof value !== "string")
    throw new codes.ERR_INVALID_ARG_TYPE(`options.${name}`, ["string", "undefined", "null"], value);
  return value;
}

/** A function and not a class: packages inherit from it. */
export function ClientRequest(this: any, input: any, options?: any, callback?: any): void {
  FunctionPrototypeCall(OutgoingMessage as any, this);
  if (typeof input === "string") {
    input = optionsOf(new URL(input));
  } else if (input instanceof URL) {
    input = optionsOf(input);
  } else {
    callback = options;
    options = input;
    input = null;
  }
  if (typeof options === "function") {
    callback = options;
    options = input || {};
  } else {
    options = ObjectAssign(input || {}, options);
  }

  let agent = options.agent;
  const defaultAgent = options._defaultAgent || globalAgent;
  if (agent === false) agent = new defaultAgent.constructor();
  else if (agent === null || agent === undefined) {
    if (typeof options.createConnection !== "function") agent = defaultAgent;
  } else if (typeof agent.addRequest !== "function") {
    throw new codes.ERR_INVALID_ARG_TYPE("options.agent", ["Agent-like Object", "undefined", "false"], agent);
  }
  this.agent = agent;

  const protocol = options.protocol || defaultAgent.protocol;
  const expected = this.agent?.protocol || defaultAgent.protocol;
  if (options.path) {
    const path = String(options.path);
    if (RegExpPrototypeTest(kInvalidPath, path)) throw new codes.ERR_UNESCAPED_CHARACTERS("Request path");
  }
  if (protocol !== expected) throw new codes.ERR_INVALID_PROTOCOL(protocol, expected);

  const defaultPort = options.defaultPort || this.agent?.defaultPort;
  const port = options.port = options.port || defaultPort || 80;
  const host = options.host = checkHost(options.hostname, "hostname") || checkHost(options.host, "host") || "localhost";
  const setHost = options.setHost !== undefined ? Boolean(options.setHost) : true;

  this.socketPath = options.socketPath;
  if (options.timeout !== undefined) this.timeout = getTimerDuration(options.timeout, "timeout");
  const { signal } = options;
  if (signal) require("internal/stream_abort").addAbortSignal(signal, this);

  let { method } = options;
  if (method !== null && method !== undefined && typeof method !== "string")
    throw new codes.ERR_INVALID_ARG_TYPE("options.method", "string", method);
  if (method) {
    if (!checkIsHttpToken(method)) throw new codes.ERR_INVALID_HTTP_TOKEN("Method", method);
    method = this.method = StringPrototypeToUpperCase(method);
  } else {
    method = this.method = "GET";
  }

  const { maxHeaderSize, insecureHTTPParser, joinDuplicateHeaders } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, "maxHeaderSize", 0);
  this.maxHeaderSize = maxHeaderSize;
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, "options.insecureHTTPParser");
  this.insecureHTTPParser = insecureHTTPParser;
  if (joinDuplicateHeaders !== undefined) validateBoolean(joinDuplicateHeaders, "options.joinDuplicateHeaders");
  this.joinDuplicateHeaders = joinDuplicateHeaders;

  this.path = options.path || "/";
  if (callback) this.once("response", callback);

  // Methods that seldom have a body send none unless one is written.
  this.useChunkedEncodingByDefault = !(method === "GET" || method === "HEAD" || method === "DELETE" || method === "OPTIONS" ||
    method === "TRACE" || method === "CONNECT");

  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this[kFrame] = getFrame();
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this.protocol = protocol;
  if (subscribed.size !== 0) publish("http.client.request.created", { request: this });

  if (this.agent) {
    // A connection that is not kept is closed after the response.
    if (!this.agent.keepAlive && !NumberIsFinite(this.agent.maxSockets)) {
      this._last = true;
      this.shouldKeepAlive = false;
    } else {
      this._last = false;
      this.shouldKeepAlive = true;
    }
  }

  const headers = options.headers;
  const isList = ArrayIsArray(headers);
  if (!isList) {
    if (headers) for (const key of ObjectKeys(headers)) this.setHeader(key, headers[key]);
    if (host && !this.getHeader("host") && setHost) this.setHeader("Host", hostField(host, port, defaultPort));
    if (options.auth && !this.getHeader("Authorization")) {
      this.setHeader("Authorization", "Basic " + require("node:buffer").Buffer.from(options.auth).toString("base64"));
    }
    if (this.getHeader("expect")) {
      if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT("render");
      this._storeHeader(this.method + " " + this.path + " HTTP/1.1\r\n", this[kOutHeaders]);
    }
  } else {
    this._storeHeader(this.method + " " + this.path + " HTTP/1.1\r\n", headers);
  }
  this[kUniqueHeaders] = uniqueFields(options.uniqueHeaders);

  // The request listens to the signal; its socket ends with it.
  if (signal) {
    options = { ...options };
    delete options.signal;
  }
  // With an agent or without, the socket comes on a later tick.
  if (this.agent) {
    this.agent.addRequest(this, options);
    return;
  }
  this._last = true;
  this.shouldKeepAlive = false;
  if (typeof options.createConnection === "function") {
    let called = false;
    const onCreated = (error: any, socket?: any) => {
      if (called) return;
      called = true;
      if (error) nextTick(emitRequestError, this, error);
      else this.onSocket(socket);
    };
    try {
      const socket = options.createConnection(options, onCreated);
      if (socket) onCreated(null, socket);
    } catch (error) {
      onCreated(error);
    }
  } else {
    this.onSocket(require("node:net").default.createConnection(options));
  }
}
ObjectSetPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
ObjectSetPrototypeOf(ClientRequest, OutgoingMessage);

function hostField(host: string, port: any, defaultPort: any): string {
  // An IPv6 address stands in brackets.
  const first = StringPrototypeCharCodeAt(host, 0);
  let field = host;
  if (first !== 91 && RegExpPrototypeExec(/:[^:]*:/, host) !== null) field = `[${host}]`;
  if (port && +port !== defaultPort) field += ":" + port;
  return field;
}

const proto: any = ClientRequest.prototype;

function emitRequestError(request: any, error: any): void {
  require("internal/http_client_connection").emitError(request, error);
}

proto._implicitHeader = function _implicitHeader(this: any): void {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT("render");
  this._storeHeader(this.method + " " + this.path + " HTTP/1.1\r\n", this[kOutHeaders]);
};

// ---- the connection

proto._finish = function _finish(this: any): void {
  FunctionPrototypeCall((OutgoingMessage as any).prototype._finish, this);
  if (subscribed.size !== 0) publish("http.client.request.start", { request: this });
  if (observed.http === 0) return;
  const { method, protocol, host, path } = this;
  this[kEntry] = startEntry("http", "HttpClient", {
    req: { method, url: `${protocol}//${host}${path}`, headers: this.getHeaders() },
  });
};

/** `error`: why there is none. */
proto.onSocket = function onSocket(this: any, socket: any, error?: any): void {
  nextTick(onSocketNext, this, socket, error);
};

function onSocketNext(request: any, socket: any, error: any): void {
  const frame = request[kFrame];
  if (frame !== getFrame() && frame !== undefined) {
    callInFrame(frame, onSocketNext, undefined, [request, socket, error]);
    return;
  }
  if (!request.destroyed && !error) {
    takeSocket(request, socket);
    request._flush();
    return;
  }
  failWithoutResponse(request, request.errored || error);
  if (!socket) return;
  if (!error && request.agent && !socket.destroyed) socket.emit("free");
  else finished(socket.destroy(error || request.errored), () => {});
}

function failWithoutResponse(request: any, error: any): void {
  request.destroyed = true;
  if (request.agent && !request.socket) {
    if (!error && !request.res) error = connResetException("socket hang up");
    if (error && !request.aborted) emitRequestError(request, error);
    request._closed = true;
    request.emit("close");
    return;
  }
  if (request.socket) {
    request.socket.destroy(error);
    return;
  }
  if (error && !request.aborted) emitRequestError(request, error);
  else if (!error && !request.res && !request.aborted) emitRequestError(request, connResetException("socket hang up"));
  request._closed = true;
  request.emit("close");
}

proto._deferToConnect = function _deferToConnect(this: any, method: any, args: any): void {
  const call = () => {
    if (typeof method === "function") FunctionPrototypeCall(method, null);
    else if (typeof method === "string") this.socket[method](...(args ?? []));
  };
  const onSocket = () => {
    if (this.socket.writable) call();
    else this.socket.once("connect", call);
  };
  if (this.socket) onSocket();
  else this.once("socket", onSocket);
};

// ---- the end

proto.abort = function abort(this: any): void {
  if (this.aborted) return;
  this.aborted = true;
  nextTick(emitAbort, this);
  this.destroy();
};

function emitAbort(request: any): void {
  request.emit("abort");
}

proto.destroy = function destroy(this: any, error?: any): any {
  if (this.destroyed) return this;
  this.destroyed = true;
  // Nobody reads the response any more.
  if (this.res) this.res._dump();
  this[kErrored] = error;
  this.socket?.destroy(error);
  return this;
};

// ---- settings

proto.setTimeout = function setTimeout(this: any, milliseconds: any, callback?: any): any {
  if (this._ended) return this;
  listenForTimeout(this);
  milliseconds = getTimerDuration(milliseconds, "msecs");
  if (callback) this.once("timeout", callback);
  if (this.socket) setSocketTimeout(this.socket, milliseconds);
  else this.once("socket", (socket: any) => setSocketTimeout(socket, milliseconds));
  return this;
};

function setSocketTimeout(socket: any, milliseconds: any): void {
  if (socket.connecting) socket.once("connect", function (this: any) { this.setTimeout(milliseconds); });
  else socket.setTimeout(milliseconds);
}

/** 'timeout' of the socket is the request's. */
export function listenForTimeout(request: any): void {
  if (request.timeoutCb) return;
  request.timeoutCb = () => request.emit("timeout");
  if (request.socket) request.socket.once("timeout", request.timeoutCb);
  else request.on("socket", (socket: any) => socket.once("timeout", request.timeoutCb));
}

proto.setNoDelay = function setNoDelay(this: any, noDelay: any): void {
  this._deferToConnect("setNoDelay", [noDelay]);
};
proto.setSocketKeepAlive = function setSocketKeepAlive(this: any, enable: any, initialDelay: any): void {
  this._deferToConnect("setKeepAlive", [enable, initialDelay]);
};
proto.clearTimeout = function clearTimeout(this: any, callback: any): void {
  this.setTimeout(0, callback);
};
