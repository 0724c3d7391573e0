// One connection of an HTTP server: requests as they come, responses in the same order.
//
// Invariant: `incoming` holds the requests that have not been answered; the first one's response has the socket
// (socket._httpMessage), the responses of the others wait in `outgoing`.
import {
  ArrayPrototypePush, ArrayPrototypeShift, FunctionPrototypeCall, ObjectGetPrototypeOf, ObjectHasOwn, ReflectApply, RegExpPrototypeTest,
} from "internal/primordials";
import { getFrame } from "internal/async_context";
import { publish, subscribed } from "internal/diagnostics";
import { codes } from "internal/errors";
import { connResetException, kIsLenient } from "internal/http_common";
import { kConnection, kConnections, kIncomingMessage, kIsClosing, kServerResponse } from "internal/http_connections";
import { kSource, markWhole } from "internal/http_incoming";
import {
  createParser, type HttpParser, kBody, kHasExpect, kHasHost, kKeepAlive, kOtherProtocol, kUpgrade, kWhole, majorOf, methodNames, minorOf,
  type ParserOwner,
  tellInFrame,
} from "internal/http_native";
import { kNeedDrain, kOnFinish } from "internal/http_outgoing";
import { applySettings, onConnectionClosed } from "internal/http_response";
import { nextTick } from "internal/next_tick";
import { finishEntry, kEntry, observed, startEntry } from "internal/performance_hook";

const kContinue = /(?:^|\W)100-continue(?:$|\W)/i;

function noop(): void {}

/** The parser wants bytes. */
function refuseEncoding(): never {
  throw new codes.ERR_HTTP_SOCKET_ENCODING();
}

export class ServerConnection implements ParserOwner {
  server: any;
  socket: any;
  parser: HttpParser;
  incoming: any[] = [];
  outgoing: any[] = [];
  /** Bytes of responses that wait for their turn. */
  outgoingBytes = 0;
  requests = 0;
  /** Whose body is being read. */
  reading: any = null;
  upgraded: any = null;
  consumes = false;
  isPaused = false;
  isIdle = false;
  idleUntil = 0;
  previousIdle: any = null;
  nextIdle: any = null;
  onResponseFinish: (response: any) => void;
  onPendingData: (bytes: number) => void;

  constructor(server: any, socket: any) {
    this.server = server;
    this.socket = socket;
    this.onResponseFinish = (response) => {
      if (subscribed.size !== 0) publish("http.server.response.finish", { request: response.req, response, socket, server });
      this.finishResponse(response);
    };
    this.onPendingData = (bytes) => this.countPending(bytes);
    this.parser = createParser(this, true, server.maxHeaderSize, server.insecureHTTPParser ?? kIsLenient);
    tellInFrame(this, getFrame());
    server[kConnections].add(this);

    socket.server = server;
    socket.parser = this.parser;
    socket._httpMessage = null;
    socket._paused = false;
    if (server.timeout && typeof socket.setTimeout === "function") socket.setTimeout(server.timeout);
    socket[kConnection] = this;
    socket.setEncoding = refuseEncoding;
    socket.on("timeout", onTimeout);
    socket.on("error", onError);
    socket.on("end", onEnd);
    socket.on("close", onClose);
    socket.on("drain", onDrain);
    this.attach();
  }

  /** Bytes go from the system to the parser, if the socket is one of ours; else as 'data'. */
  attach(): void {
    const { socket } = this;
    const handle = socket._handle;
    if (handle && handle.useBuffer !== undefined && socket.readableLength === 0) {
      this.consumes = true;
      this.parser.consume(handle);
      if (!handle.reading) handle.readStart();
      // Whoever listens for bytes gets them, and the parser after him.
      socket.on = onOwnData;
      socket.addListener = addOwnData;
      socket.prependListener = prependOwnData;
    } else {
      socket.on("data", onData);
    }
  }

  /** From now on bytes come as 'data'. */
  giveBack(): void {
    if (!this.consumes) return;
    this.consumes = false;
    this.parser.release();
    const { socket } = this;
    delete socket.on;
    delete socket.addListener;
    delete socket.prependListener;
  }

  detach(): void {
    const { socket } = this;
    this.giveBack();
    this.parser.close();
    socket.parser = null;
    socket.removeListener("data", onData);
    socket.removeListener("timeout", onTimeout);
    socket.removeListener("error", onError);
    socket.removeListener("end", onEnd);
    socket.removeListener("close", onClose);
    socket.removeListener("drain", onDrain);
    this.server[kConnections].remove(this);
  }

  isBusy(): boolean {
    return this.incoming.length > 0 || this.socket._httpMessage !== null || (this.requests > 0 && this.parser.begunAt !== 0);
  }

  // ---- requests

  onHead(fields: string[], url: string, method: number, flags: number): number {
    const { server, socket } = this;
    this.requests++;
    if (this.isIdle) server[kConnections].setBusy(this);
    if (socket.timeout) socket._unrefTimer?.();

    const request = new server[kIncomingMessage](socket);
    const major = request.httpVersionMajor = majorOf(flags);
    const minor = request.httpVersionMinor = minorOf(flags);
    const isCurrent = major === 1 && minor === 1;
    request.httpVersion = isCurrent ? "1.1" : `${major}.${minor}`;
    request.url = url;
    request.method = methodNames[method];
    const most = server.maxHeadersCount;
    if (typeof most === "number" && most > 0 && fields.length > most * 2) fields.length = most * 2;
    request.rawHeaders = fields;
    request.upgrade = false;
    if (server.joinDuplicateHeaders) request.joinDuplicateHeaders = true;
    request[kSource] = this;

    if ((flags & kWhole) !== 0) markWhole(request);
    else this.reading = request;

    if ((flags & kUpgrade) !== 0 && (request.method === "CONNECT" || server.listenerCount("upgrade") > 0)) {
      request.upgrade = true;
      this.upgraded = request;
      return kOtherProtocol;
    }

    ArrayPrototypePush(this.incoming, request);
    this.pauseIfFull();

    const response = new server[kServerResponse](request, { highWaterMark: socket.writableHighWaterMark });
    response._keepAliveTimeout = server.keepAliveTimeout;
    response._maxRequestsPerSocket = server.maxRequestsPerSocket;
    response._onPendingData = this.onPendingData;
    response[kOnFinish] = this.onResponseFinish;
    response.shouldKeepAlive = (flags & kKeepAlive) !== 0 && !server[kIsClosing];
    applySettings(response, server);
    if (observed.http !== 0) {
      const { method, url, headers } = request;
      response[kEntry] = startEntry("http", "HttpRequest", { req: { method, url, headers } });
    }
    if (socket._httpMessage) ArrayPrototypePush(this.outgoing, response);
    else this.assign(response);

    if (subscribed.size !== 0) publish("http.server.request.start", { request, response, socket, server });
    if (isCurrent && this.handleSpecially(request, response, flags)) return kBody;
    server.emit("request", request, response);
    return kBody;
  }

  /** Requests that the program is not asked about, or differently. */
  handleSpecially(request: any, response: any, flags: number): boolean {
    const { server, socket } = this;
    if ((flags & kHasHost) === 0 && server.requireHostHeader) {
      response.writeHead(400, ["Connection", "close"]);
      response.end();
      return true;
    }
    const most = server.maxRequestsPerSocket;
    if (typeof most === "number" && most > 0) {
      response.maxRequestsOnConnectionReached = most <= this.requests;
      if (most < this.requests) {
        server.emit("dropRequest", request, socket);
        response.writeHead(503);
        response.end();
        return true;
      }
    }
    if ((flags & kHasExpect) === 0) return false;
    if (RegExpPrototypeTest(kContinue, request.headers.expect)) {
      response._expect_continue = true;
      if (server.listenerCount("checkContinue") > 0) server.emit("checkContinue", request, response);
      else {
        response.writeContinue();
        server.emit("request", request, response);
      }
    } else if (server.listenerCount("checkExpectation") > 0) {
      server.emit("checkExpectation", request, response);
    } else {
      response.writeHead(417);
      response.end();
    }
    return true;
  }

  onBody(chunk: Uint8Array): void {
    const request = this.reading;
    if (this.socket.timeout) this.socket._unrefTimer?.();
    if (request === null || request._dumped) return;
    if (!request.push(chunk)) this.pause();
  }

  onComplete(trailers: string[] | undefined): void {
    const request = this.reading;
    if (request === null) return;
    this.reading = null;
    request.complete = true;
    if (trailers !== undefined) request.rawTrailers = trailers;
    request.push(null);
  }

  onUpgrade(rest: Uint8Array): void {
    const { server, socket, upgraded: request } = this;
    this.detach();
    const event = request.method === "CONNECT" ? "connect" : "upgrade";
    if (server.listenerCount(event) > 0) {
      socket.readableFlowing = null;
      server.emit(event, request, socket, rest);
    } else {
      socket.destroy();
    }
  }

  onParseError(error: Error): void {
    this.parser.close();
    ReflectApply(onError, this.socket, [error]);
  }

  // ---- back-pressure

  pause(): void {
    this.isPaused = true;
    this.socket._paused = true;
    this.parser.pause();
    if (!this.consumes) this.socket.pause();
  }

  /** `request` wants to be read: it is asked once for all that it waits for. null: the next one may come. */
  readOn(request: any): void {
    if (!this.isPaused || (request === null && this.isFull())) return;
    this.isPaused = false;
    this.socket._paused = false;
    if (!this.consumes) this.socket.resume();
    this.parser.resume();
  }

  isFull(): boolean {
    const { socket } = this;
    return socket._writableState?.needDrain === true || this.outgoingBytes >= socket.writableHighWaterMark;
  }

  /** A client that sends requests and does not read the responses is not listened to. */
  pauseIfFull(): void {
    if (!this.isPaused && this.isFull()) this.pause();
  }

  countPending(bytes: number): void {
    this.outgoingBytes += bytes;
    if (this.isPaused && this.reading === null) this.readOn(null);
  }

  // ---- responses

  assign(response: any): void {
    const { socket } = this;
    socket._httpMessage = response;
    response.socket = socket;
    if (response._eventsCount !== 0) response.emit("socket", socket);
    if (response.outputSize > 0 || response.finished) response._flush();
  }

  finishResponse(response: any): void {
    const { server, socket } = this;
    if (observed.http !== 0 && response[kEntry] !== undefined) {
      const { statusCode, statusMessage } = response;
      finishEntry(response[kEntry], { res: { statusCode, statusMessage, headers: response.getHeaders() } });
    }
    const request = ArrayPrototypeShift(this.incoming) as any;
    // Nobody has read it: its body is pulled out of the way of the next request.
    if (request !== undefined && !isRead(request)) {
      request._dump();
      if (this.isPaused) this.readOn(request);
    }
    socket._httpMessage = null;
    response.detachSocket(socket);
    nextTick(emitClose, response);

    if (response._last || (server[kIsClosing] && this.outgoing.length === 0)) {
      if (typeof socket.destroySoon === "function") socket.destroySoon();
      else socket.end();
    } else if (this.outgoing.length > 0) {
      this.assign(ArrayPrototypeShift(this.outgoing));
    } else if (server.keepAliveTimeout && this.incoming.length === 0) {
      server[kConnections].setIdle(this, server.keepAliveTimeout);
    }
  }

  // ---- the end

  onTooSlow(error: Error): void {
    this.parser.close();
    ReflectApply(onError, this.socket, [error]);
  }

  onIdleTooLong(): void {
    if (this.isBusy()) return;
    ReflectApply(onTimeout, this.socket, []);
  }

  abortIncoming(): void {
    while (this.incoming.length > 0) (ArrayPrototypeShift(this.incoming) as any).destroy(connResetException("aborted"));
  }

  onSocketClosed(): void {
    const { socket } = this;
    const response = socket._httpMessage;
    this.detach();
    this.abortIncoming();
    if (response) onConnectionClosed(response);
    for (let i = 0; i < this.outgoing.length; i++) onConnectionClosed(this.outgoing[i]);
    this.outgoing.length = 0;
  }
}

/** Whether somebody reads the request, or is about to. */
function isRead(request: any): boolean {
  return request._consumed || (ObjectHasOwn(request, "_readableState") && request._readableState.flowing !== null);
}

function emitClose(response: any): void {
  if (response._closed) return;
  response.destroyed = true;
  response._closed = true;
  if (response._eventsCount !== 0) response.emit("close");
}

// ---- events of the socket

function onData(this: any, chunk: Uint8Array): void {
  this[kConnection].parser.execute(chunk);
}

function onTimeout(this: any): void {
  const connection: ServerConnection = this[kConnection];
  const request = connection.reading;
  const requestHandles = request !== null && !request.complete && request.emit("timeout", this);
  const response = this._httpMessage;
  const responseHandles = response && response.emit("timeout", this);
  const serverHandles = connection.server.emit("timeout", this);
  if (!requestHandles && !responseHandles && !serverHandles) this.destroy();
}

const kResponses: Record<string, string> = {
  __proto__: null,
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
} as any;

function onError(this: any, error: any): void {
  this.removeListener("error", onError);
  if (this.listenerCount("error") === 0) this.on("error", noop);
  if (this[kConnection].server.emit("clientError", error, this)) return;
  // What is under way must not be mixed with an answer.
  if (this.writable && (!this._httpMessage || !this._httpMessage._headerSent)) {
    this.write(`HTTP/1.1 ${kResponses[error.code] ?? "400 Bad Request"}\r\nConnection: close\r\n\r\n`, "latin1");
  }
  this.destroy(error);
}

function onEnd(this: any): void {
  const connection: ServerConnection = this[kConnection];
  const error = connection.parser.finish();
  if (error !== undefined) {
    ReflectApply(onError, this, [error]);
    return;
  }
  const { server, outgoing } = connection;
  if (!server.httpAllowHalfOpen) {
    connection.abortIncoming();
    this.end();
  } else if (outgoing.length > 0) {
    outgoing[outgoing.length - 1]._last = true;
  } else if (this._httpMessage) {
    this._httpMessage._last = true;
  } else {
    this.end();
  }
}

function onClose(this: any): void {
  this[kConnection].onSocketClosed();
}

function onDrain(this: any): void {
  const connection: ServerConnection = this[kConnection];
  if (connection.isPaused && (connection.reading === null || connection.reading._dumped)) connection.readOn(null);
  const message = this._httpMessage;
  if (message && !message.finished && message[kNeedDrain]) {
    message[kNeedDrain] = false;
    message.emit("drain");
  }
}

// ---- listeners for bytes

function wantsBytes(event: unknown): boolean {
  return event === "data" || event === "readable";
}

function releaseFor(socket: any, event: unknown): void {
  if (!wantsBytes(event)) return;
  const connection: ServerConnection = socket[kConnection];
  connection.giveBack();
  socket.on("data", onData);
}
function onOwnData(this: any, event: any, listener: any): any {
  releaseFor(this, event);
  return FunctionPrototypeCall(socketMethod(this, "on"), this, event, listener);
}
function addOwnData(this: any, event: any, listener: any): any {
  releaseFor(this, event);
  return FunctionPrototypeCall(socketMethod(this, "addListener"), this, event, listener);
}
function prependOwnData(this: any, event: any, listener: any): any {
  releaseFor(this, event);
  return FunctionPrototypeCall(socketMethod(this, "prependListener"), this, event, listener);
}

/** The method that the socket would have without ours. */
function socketMethod(socket: any, name: string): any {
  return ObjectGetPrototypeOf(socket)[name];
}
