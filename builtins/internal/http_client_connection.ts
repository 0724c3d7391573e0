// The connection of one client's request: from the moment that it has the socket to the one where it gives it back.
import { ReflectApply, Symbol } from "internal/primordials";
import { callInFrame, kFrame } from "internal/async_context";
import { publish, subscribed } from "internal/diagnostics";
import { connResetException, kIsLenient, kMaxHeaderBytes } from "internal/http_common";
import { IncomingMessage, kSource, markWhole } from "internal/http_incoming";
import {
  createParser, type HttpParser, kBody, kKeepAlive, kNoBody, kOtherProtocol, kUpgrade, majorOf, minorOf, type ParserOwner,
  tellInFrame,
} from "internal/http_native";
import { kNeedDrain, kOnFinish } from "internal/http_outgoing";
import { nextTick } from "internal/next_tick";
import { finishEntry, kEntry, observed } from "internal/performance_hook";

const kParser = Symbol("parser");
/** All of the request has been handed to the system. */
const kIsSent = Symbol("isSent");

export function emitError(request: any, error: any): void {
  if (subscribed.size !== 0) publish("http.client.request.error", { request, error });
  request.emit("error", error);
}

class ClientConnection implements ParserOwner {
  request: any;
  socket: any;
  parser: HttpParser;
  response: any = null;
  consumes = false;
  isPaused = false;

  constructor(request: any, socket: any) {
    this.request = request;
    this.socket = socket;
    const most = request.maxHeaderSize || kMaxHeaderBytes;
    const lenient = request.insecureHTTPParser ?? kIsLenient;
    let parser: HttpParser | undefined = socket[kParser];
    if (parser === undefined) {
      parser = socket[kParser] = createParser(this, false, most, lenient);
    } else {
      parser.owner = this;
      parser.reset(false, most, lenient);
    }
    this.parser = parser;
    tellInFrame(this, request[kFrame]);
  }

  attach(): void {
    const { socket } = this;
    const handle = socket._handle;
    if (handle && handle.useBuffer !== undefined && !socket.connecting && socket.readableLength === 0) this.consume();
    else if (handle && handle.useBuffer !== undefined && socket.connecting) socket.once("connect", onConnect);
    else socket.on("data", onData);
  }

  consume(): void {
    const { socket } = this;
    this.consumes = true;
    this.parser.consume(socket._handle);
    if (!socket._handle.reading) socket._handle.readStart();
  }

  detach(): void {
    const { socket } = this;
    if (this.consumes) {
      this.consumes = false;
      this.parser.release();
    }
    this.parser.close();
    socket.parser = null;
    this.request.parser = null;
    socket.removeListener("connect", onConnect);
    socket.removeListener("data", onData);
    socket.removeListener("error", onError);
    socket.removeListener("end", onEnd);
    socket.removeListener("close", onClose);
    socket.removeListener("drain", onDrain);
    socket.removeListener("timeout", onTimeout);
  }

  // ---- the response

  onHead(fields: string[], reason: string, status: number, flags: number): number {
    const { request, socket } = this;
    if (socket.timeout) socket._unrefTimer?.();
    if (request.res) {
      // A second response to one request.
      this.parser.close();
      socket.destroy();
      return kBody;
    }
    const response = new (IncomingMessage as any)(socket);
    const major = response.httpVersionMajor = majorOf(flags);
    const minor = response.httpVersionMinor = minorOf(flags);
    response.httpVersion = major === 1 && minor === 1 ? "1.1" : `${major}.${minor}`;
    response.statusCode = status;
    response.statusMessage = reason;
    const most = request.maxHeadersCount;
    if (typeof most === "number" && most > 0 && fields.length > most * 2) fields.length = most * 2;
    response.rawHeaders = fields;
    response.joinDuplicateHeaders = request.joinDuplicateHeaders;
    response.upgrade = false;
    response[kSource] = this;
    response.req = request;

    if (request.method === "CONNECT" || (status === 101 && (flags & kUpgrade) !== 0)) {
      request.res = response;
      response.upgrade = true;
      return kOtherProtocol;
    }
    if (status >= 100 && status < 200 && status !== 101) {
      if (status === 100) request.emit("continue");
      request.emit("information", {
        statusCode: status,
        statusMessage: reason,
        httpVersion: response.httpVersion,
        httpVersionMajor: major,
        httpVersionMinor: minor,
        headers: response.headers,
        rawHeaders: fields,
      });
      return kNoBody;
    }
    request.res = response;
    this.response = response;
    if (subscribed.size !== 0) publish("http.client.response.finish", { request, response });
    if (observed.http !== 0) finishRequestEntry(request, response);
    if ((flags & kKeepAlive) === 0 && !request.upgradeOrConnect) request.shouldKeepAlive = false;

    response.on("end", onResponseEnd);
    this.socket.on("timeout", onTimeout);
    const hasNoBody = request.method === "HEAD" || status === 304 || status === 204;
    if (hasNoBody) markWhole(response);
    // Whoever has not asked for it cannot read it.
    if (request.aborted || !request.emit("response", response)) response._dump();
    return request.method === "HEAD" || status === 304 ? kNoBody : kBody;
  }

  onBody(chunk: Uint8Array): void {
    const { response, socket } = this;
    if (socket.timeout) socket._unrefTimer?.();
    if (response === null || response._dumped) return;
    if (!response.push(chunk)) {
      this.isPaused = true;
      this.parser.pause();
      if (!this.consumes) socket.pause();
    }
  }

  onComplete(trailers: string[] | undefined): void {
    const { response } = this;
    if (response === null) return;
    response.complete = true;
    if (trailers !== undefined) response.rawTrailers = trailers;
    response.push(null);
    // Nothing has been pushed that a read would follow.
    if (response.readableFlowing === null && response.listenerCount("readable") === 0) response.read(0);
  }

  onUpgrade(rest: Uint8Array): void {
    const { request, socket } = this;
    const response = request.res;
    request.upgradeOrConnect = true;
    this.detach();
    if (request.timeoutCb) socket.removeListener("timeout", request.timeoutCb);
    response.complete = true;
    const event = request.method === "CONNECT" ? "connect" : "upgrade";
    if (request.listenerCount(event) === 0) {
      // Requested an upgrade, and there is nobody to speak the other protocol.
      socket.destroy();
      return;
    }
    socket.emit("agentRemove");
    socket._httpMessage = null;
    socket.readableFlowing = null;
    request.emit(event, response, socket, rest);
    request.destroyed = true;
    request._closed = true;
    request.emit("close");
  }

  onParseError(error: Error): void {
    const { request, socket } = this;
    this.detach();
    socket._hadError = true;
    socket.on("error", ignore);
    emitError(request, error);
    socket.destroy(error);
    closeRequest(request);
  }

  /** Nothing more comes: completes a response that only the end delimits. Of any other onClose() sees that it is cut. */
  finishResponse(): void {
    void this.parser.finish();
  }

  readOn(_response: any): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    if (!this.consumes) this.socket.resume();
    this.parser.resume();
  }
}

const kConnection = Symbol("connection");

function ignore(): void {}

/** `request` has `socket` from now on. */
export function takeSocket(request: any, socket: any): void {
  const connection = new ClientConnection(request, socket);
  request.socket = socket;
  request.parser = socket.parser = connection.parser;
  socket._httpMessage = request;
  socket[kConnection] = connection;
  request[kOnFinish] = onRequestFinish;
  socket.on("error", onError);
  socket.on("end", onEnd);
  socket.on("close", onClose);
  socket.on("drain", onDrain);
  connection.attach();
  if (request.timeout !== undefined || request.agent?.options?.timeout) require("internal/http_client").listenForTimeout(request);
  request.emit("socket", socket);
}

// ---- when both halves are done, the socket is free

function onRequestFinish(request: any): void {
  request[kIsSent] = true;
  if (request.shouldKeepAlive && request._ended) giveSocketBack(request);
}

function onResponseEnd(this: any): void {
  const request = this.req;
  const { socket } = request;
  request._ended = true;
  if (!request.shouldKeepAlive) {
    if (socket?.writable) socket.destroySoon?.();
    return;
  }
  if (request[kIsSent] && !this.aborted) giveSocketBack(request);
}

function giveSocketBack(request: any): void {
  const { socket } = request;
  if (!socket || socket._httpMessage !== request || request.upgradeOrConnect) return;
  if (request.timeoutCb) {
    socket.setTimeout(0);
    socket.removeListener("timeout", request.timeoutCb);
    request.timeoutCb = null;
  }
  socket[kConnection].detach();
  request.destroyed = true;
  nextTick(emitFree, request);
}

function emitFree(request: any): void {
  request._closed = true;
  request.emit("close");
  if (request.socket) request.socket.emit("free");
}

// ---- events of the socket

/** It may have been made for another request; what this one hears of runs as this one does. */
function ofRequest(handler: (this: any, ...args: any[]) => void): (this: any, ...args: any[]) => void {
  return function (this: any, ...args: any[]): void {
    const frame = this[kConnection]?.request[kFrame];
    if (frame === undefined) ReflectApply(handler, this, args);
    else callInFrame(frame, handler, this, args);
  };
}

function onConnect(this: any): void {
  const connection: ClientConnection = this[kConnection];
  if (this._handle?.useBuffer !== undefined) connection.consume();
  else this.on("data", onData);
}

function onData(this: any, chunk: Uint8Array): void {
  this[kConnection].parser.execute(chunk);
}

/** The response hears of it, too; the request has a listener of its own. */
const onTimeout = ofRequest(function (this: any): void {
  this._httpMessage?.res?.emit("timeout");
});

const onDrain = ofRequest(function (this: any): void {
  const request = this._httpMessage;
  if (request && !request.finished && request[kNeedDrain]) {
    request[kNeedDrain] = false;
    request.emit("drain");
  }
});

const onError = ofRequest(function (this: any, error: any): void {
  const connection: ClientConnection = this[kConnection];
  const { request } = connection;
  this._hadError = true;
  connection.detach();
  emitError(request, error);
  this.on("error", ignore);
  this.destroy();
  finishClose(connection);
});

const onEnd = ofRequest(function (this: any): void {
  const connection: ClientConnection = this[kConnection];
  const { request } = connection;
  if (!request.res && !this._hadError) {
    // The peer has gone without an answer.
    this._hadError = true;
    emitError(request, connResetException("socket hang up"));
  }
  connection.finishResponse();
  this.end();
});

const onClose = ofRequest(function (this: any): void {
  const connection: ClientConnection = this[kConnection];
  connection.finishResponse();
  connection.detach();
  finishClose(connection);
});

function finishClose(connection: ClientConnection): void {
  const { request, socket } = connection;
  const response = request.res;
  request.destroyed = true;
  if (response) {
    if (!response.complete) response.destroy(connResetException("aborted"));
    closeRequest(request);
    if (!response.aborted && response.readable) response.push(null);
  } else {
    if (!socket._hadError) {
      socket._hadError = true;
      emitError(request, request.errored ?? connResetException("socket hang up"));
    }
    closeRequest(request);
  }
  if (request.outputSize > 0) {
    request.outputData = null;
    request.outputSize = 0;
  }
}

function closeRequest(request: any): void {
  if (request._closed) return;
  request.destroyed = true;
  request._closed = true;
  request.emit("close");
}

function finishRequestEntry(request: any, response: any): void {
  const entry = request[kEntry];
  const { statusCode, statusMessage, headers } = response;
  if (entry !== undefined) finishEntry(entry, { res: { statusCode, statusMessage, headers } });
}
