// http.OutgoingMessage (https://nodejs.org/api/http.html#class-httpoutgoingmessage): what a server's response and a
// client's request have in common. Its fields, its head, and its body by length, in chunks, or until the end.
//
// Invariant: `_header` is the text of the head from the moment that it is settled; it goes out with the first bytes
// of the body, or at the end. What is written before there is a connection waits in `outputData`.
import {
  ArrayIsArray, ArrayPrototypeJoin, ArrayPrototypePush, FunctionPrototypeCall, NumberPrototypeToString, ObjectDefineProperty,
  ObjectHasOwn, ObjectKeys, ObjectSetPrototypeOf, String, StringPrototypeIndexOf, StringPrototypeToLowerCase, Symbol, SymbolFor,
  TypedArrayPrototypeGetLength,
} from "internal/primordials";
import { codes } from "internal/errors";
import { checkInvalidHeaderChar, kOutHeaders, utcDate, validateHeaderName, validateHeaderValue } from "internal/http_common";
import { writeBoth, writeTo } from "internal/http_write";
import { isUint8Array, validateString } from "internal/validators";
import { nextTick } from "internal/next_tick";
import { Stream } from "internal/stream_legacy";
import { getDefaultHighWaterMark } from "internal/stream_water_mark";

export const kUniqueHeaders = Symbol("kUniqueHeaders");
export const kHighWaterMark = Symbol("kHighWaterMark");
/** Called when the message has been handed to the system, before 'finish'. */
export const kOnFinish = Symbol("onFinish");
/** What waits for a connection; null if nothing does. */
export const kOutput = Symbol("output");
const kBytesWritten = Symbol("kBytesWritten");
const kErrored = Symbol("errored");
const kCorked = Symbol("corked");
const kCorkedChunks = Symbol("corkedChunks");
const kCorkedBytes = Symbol("corkedBytes");
const kNeedDrain = Symbol("kNeedDrain");
const kRejectNonStandardBodyWrites = Symbol("kRejectNonStandardBodyWrites");
export { kErrored, kNeedDrain, kRejectNonStandardBodyWrites, kBytesWritten };

type Callback = ((error?: any) => void) | undefined;

function noop(): void {}

/** A function and not a class: `OutgoingMessage.call(this)` must work. */
export function OutgoingMessage(this: any, options?: any): void {
  FunctionPrototypeCall(Stream as any, this, options);
  this[kOutput] = null;
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = false;
  this[kBytesWritten] = 0;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = "";
  this[kNeedDrain] = false;
  this.finished = false;
  this._headerSent = false;
  this[kCorked] = 0;
  this[kCorkedChunks] = null;
  this._closed = false;
  this.socket = null;
  this._header = null;
  this[kOutHeaders] = null;
  this._keepAliveTimeout = 0;
  this._onPendingData = noop;
  this[kErrored] = null;
  this[kHighWaterMark] = options?.highWaterMark ?? getDefaultHighWaterMark();
  this[kOnFinish] = null;
}
ObjectSetPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
ObjectSetPrototypeOf(OutgoingMessage, Stream);

const proto: any = OutgoingMessage.prototype;
proto[kUniqueHeaders] = null;
proto[kRejectNonStandardBodyWrites] = false;

function define(name: string, get: (this: any) => unknown, set?: (this: any, value: any) => void): void {
  ObjectDefineProperty(proto, name, { __proto__: null, configurable: true, enumerable: false, get, set } as any);
}

define("outputData", function () { return this[kOutput] ??= []; }, function (value) { this[kOutput] = value; });
define("errored", function () { return this[kErrored]; });
define("closed", function () { return this._closed; });
define("writableFinished", function () {
  return this.finished && this.outputSize === 0 && (!this.socket || this.socket.writableLength === 0);
});
define("writableObjectMode", function () { return false; });
define("writableLength", function () {
  return this.outputSize + (this[kCorkedChunks] === null ? 0 : this[kCorkedBytes]) + (this.socket ? this.socket.writableLength : 0);
});
define("writableHighWaterMark", function () { return this.socket ? this.socket.writableHighWaterMark : this[kHighWaterMark]; });
define("writableCorked", function () { return this[kCorked]; });
define("writableEnded", function () { return this.finished; });
define("writableNeedDrain", function () { return !this.destroyed && !this.finished && this[kNeedDrain]; });
define("headersSent", function () { return !!this._header; });
define("connection", function () { return this.socket; }, function (value) { this.socket = value; });
define("_headers", function () { return this.getHeaders(); }, function (value) {
  if (value === null) this[kOutHeaders] = null;
  else if (typeof value === "object") {
    this[kOutHeaders] = null;
    for (const name of ObjectKeys(value)) this.setHeader(name, value[name]);
  }
});
define("_headerNames", function () {
  const headers = this[kOutHeaders];
  if (headers === null) return null;
  const names: any = { __proto__: null };
  for (const key of ObjectKeys(headers)) names[key] = headers[key][0];
  return names;
});

// ---- fields

function refuseWhenSent(message: any, what: string): void {
  if (message._header) throw new codes.ERR_HTTP_HEADERS_SENT(what);
}

proto.setHeader = function setHeader(this: any, name: any, value: any): any {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT("set");
  validateHeaderName(name);
  validateHeaderValue(name, value);
  let headers = this[kOutHeaders];
  if (headers === null) this[kOutHeaders] = headers = { __proto__: null };
  headers[StringPrototypeToLowerCase(name)] = [name, value];
  return this;
};

proto.setHeaders = function setHeaders(this: any, headers: any): any {
  refuseWhenSent(this, "set");
  const isMap = headers && typeof headers.entries === "function" && typeof headers.get === "function" && !ArrayIsArray(headers);
  if (!isMap) throw new codes.ERR_INVALID_ARG_TYPE("headers", ["Headers", "Map"], headers);
  for (const entry of headers) {
    const key = entry[0];
    // Headers gives each cookie by itself.
    if (StringPrototypeToLowerCase(String(key)) === "set-cookie") this.appendHeader(key, entry[1]);
    else this.setHeader(key, entry[1]);
  }
  return this;
};

proto.appendHeader = function appendHeader(this: any, name: any, value: any): any {
  refuseWhenSent(this, "append");
  validateHeaderName(name);
  validateHeaderValue(name, value);
  const key = StringPrototypeToLowerCase(name);
  let headers = this[kOutHeaders];
  if (headers === null) this[kOutHeaders] = headers = { __proto__: null };
  const entry = headers[key];
  if (entry === undefined) {
    headers[key] = [name, value];
  } else {
    const list = ArrayIsArray(entry[1]) ? entry[1] : (entry[1] = [entry[1]]);
    if (ArrayIsArray(value)) for (let i = 0; i < value.length; i++) list[list.length] = value[i];
    else list[list.length] = value;
  }
  return this;
};

proto.getHeader = function getHeader(this: any, name: any): any {
  validateString(name, "name");
  const headers = this[kOutHeaders];
  if (headers === null) return undefined;
  const entry = headers[StringPrototypeToLowerCase(name)];
  return entry && entry[1];
};

proto.getHeaderNames = function getHeaderNames(this: any): string[] {
  return this[kOutHeaders] !== null ? ObjectKeys(this[kOutHeaders]) : [];
};

proto.getRawHeaderNames = function getRawHeaderNames(this: any): string[] {
  const headers = this[kOutHeaders];
  const names: string[] = [];
  if (headers !== null) for (const key of ObjectKeys(headers)) names[names.length] = headers[key][0];
  return names;
};

proto.getHeaders = function getHeaders(this: any): any {
  const headers = this[kOutHeaders];
  const result: any = { __proto__: null };
  if (headers !== null) for (const key of ObjectKeys(headers)) result[key] = headers[key][1];
  return result;
};

proto.hasHeader = function hasHeader(this: any, name: any): boolean {
  validateString(name, "name");
  return this[kOutHeaders] !== null && !!this[kOutHeaders][StringPrototypeToLowerCase(name)];
};

proto.removeHeader = function removeHeader(this: any, name: any): void {
  validateString(name, "name");
  refuseWhenSent(this, "remove");
  const key = StringPrototypeToLowerCase(name);
  if (key === "connection") this._removedConnection = true;
  else if (key === "content-length") this._removedContLen = true;
  else if (key === "transfer-encoding") this._removedTE = true;
  else if (key === "date") this.sendDate = false;
  if (this[kOutHeaders] !== null) delete this[kOutHeaders][key];
};

proto._renderHeaders = function _renderHeaders(this: any): any {
  refuseWhenSent(this, "render");
  const headers = this[kOutHeaders];
  const result: any = {};
  if (headers !== null) for (const key of ObjectKeys(headers)) result[headers[key][0]] = headers[key][1];
  return result;
};

// ---- the head

/** What the fields that were given say, as far as the head depends on it. */
class HeadFacts {
  text: string;
  connection = false;
  contentLength = false;
  transferEncoding = false;
  date = false;
  expect = false;
  trailer = false;
  keepAlive = false;
  upgrade = false;
  constructor(firstLine: string) {
    this.text = firstLine;
  }
}

function isCookieField(name: string): boolean {
  return name.length === 6 && StringPrototypeToLowerCase(name) === "cookie";
}

function addField(message: any, facts: HeadFacts, name: any, value: any, validate: boolean): void {
  if (validate) validateHeaderName(name);
  if (ArrayIsArray(value)) {
    const key = StringPrototypeToLowerCase(name);
    const isUnique = message[kUniqueHeaders] !== null && message[kUniqueHeaders].has(key);
    if ((value.length < 2 || !isCookieField(name)) && !isUnique) {
      for (let i = 0; i < value.length; i++) storeField(message, facts, name, value[i], validate);
      return;
    }
    value = ArrayPrototypeJoin(value, "; ");
  }
  storeField(message, facts, name, value, validate);
}

function storeField(message: any, facts: HeadFacts, name: string, value: any, validate: boolean): void {
  if (validate) validateHeaderValue(name, value);
  facts.text += name + ": " + value + "\r\n";
  matchField(message, facts, name, value);
}

function matchField(message: any, facts: HeadFacts, field: string, value: any): void {
  const { length } = field;
  if (length < 4 || length > 17) return;
  switch (StringPrototypeToLowerCase(field)) {
    case "connection": {
      facts.connection = true;
      message._removedConnection = false;
      const text = StringPrototypeToLowerCase(String(value));
      if (hasWord(text, "close")) message._last = true;
      else message.shouldKeepAlive = true;
      if (hasWord(text, "upgrade")) facts.upgrade = true;
      break;
    }
    case "transfer-encoding":
      facts.transferEncoding = true;
      message._removedTE = false;
      if (hasWord(StringPrototypeToLowerCase(String(value)), "chunked")) message.chunkedEncoding = true;
      break;
    case "content-length":
      facts.contentLength = true;
      message._contentLength = +value;
      message._removedContLen = false;
      break;
    case "date":
      facts.date = true;
      break;
    case "expect":
      facts.expect = true;
      break;
    case "trailer":
      facts.trailer = true;
      break;
    case "keep-alive":
      facts.keepAlive = true;
      message._defaultKeepAlive = false;
      break;
  }
}

function isWordCharacter(c: string | undefined): boolean {
  return c !== undefined && ((c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c === "_");
}

/** Whether `word` stands in `text` with no letter beside it. */
function hasWord(text: string, word: string): boolean {
  if (text === word) return true;
  for (let at = 0; (at = StringPrototypeIndexOf(text, word, at)) >= 0; at++) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + word.length])) return true;
  }
  return false;
}

/** `headers` is an object, a list of pairs, or a flat list. */
proto._storeHeader = function _storeHeader(this: any, firstLine: string, headers: any): void {
  const facts = new HeadFacts(firstLine);
  if (headers) {
    if (headers === this[kOutHeaders]) {
      // Checked when they were set.
      for (const key in headers) addField(this, facts, headers[key][0], headers[key][1], false);
    } else if (ArrayIsArray(headers)) {
      if (headers.length && ArrayIsArray(headers[0])) {
        for (let i = 0; i < headers.length; i++) addField(this, facts, headers[i][0], headers[i][1], true);
      } else {
        if (headers.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE("headers", headers);
        for (let i = 0; i < headers.length; i += 2) addField(this, facts, headers[i], headers[i + 1], true);
      }
    } else {
      for (const key in headers) {
        if (ObjectHasOwn(headers, key)) addField(this, facts, key, headers[key], true);
      }
    }
  }
  completeHead(this, facts);
};

/** The fields that follow from the others. */
function completeHead(message: any, facts: HeadFacts): void {
  let text = facts.text;
  if (message.sendDate && !facts.date) text += "Date: " + utcDate() + "\r\n";

  // A status that has no body must not say that one comes in chunks.
  if (message.chunkedEncoding && (message.statusCode === 204 || message.statusCode === 304)) {
    message.chunkedEncoding = false;
    message.shouldKeepAlive = false;
  }

  if (message._removedConnection) {
    // The program has taken the field away; the connection goes on if the message ends by itself.
    message._last = !message.shouldKeepAlive;
  } else if (!facts.connection) {
    const endsByItself = facts.contentLength || message.useChunkedEncodingByDefault || message.agent;
    if (message.shouldKeepAlive && endsByItself && !message.maxRequestsOnConnectionReached) {
      text += "Connection: keep-alive\r\n";
      if (message._keepAliveTimeout && message._defaultKeepAlive && !facts.keepAlive) {
        const seconds = (message._keepAliveTimeout / 1000) | 0;
        const max = ~~message._maxRequestsPerSocket > 0 ? `, max=${message._maxRequestsPerSocket}` : "";
        text += `Keep-Alive: timeout=${seconds}${max}\r\n`;
      }
    } else {
      message._last = true;
      text += "Connection: close\r\n";
    }
  }

  if (!facts.contentLength && !facts.transferEncoding) {
    if (!message._hasBody) {
      message.chunkedEncoding = false;
    } else if (!message.useChunkedEncodingByDefault) {
      message._last = true;
    } else if (!facts.trailer && !message._removedContLen && typeof message._contentLength === "number") {
      text += "Content-Length: " + message._contentLength + "\r\n";
    } else if (!message._removedTE) {
      text += "Transfer-Encoding: chunked\r\n";
      message.chunkedEncoding = true;
    } else {
      // Neither is wanted: the end of the connection is the end of the message.
      message._last = true;
    }
  }

  if (message.chunkedEncoding !== true && facts.trailer) throw new codes.ERR_HTTP_TRAILER_INVALID();

  message._header = text + "\r\n";
  message._headerSent = false;
  // Whoever expects an answer to the head gets the head now.
  if (facts.expect) message._send("");
}

proto._implicitHeader = function _implicitHeader(this: any): void {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED("_implicitHeader()");
};

proto.flushHeaders = function flushHeaders(this: any): void {
  if (!this._header) this._implicitHeader();
  this._send("");
};

// ---- the way out

proto._send = function _send(this: any, data: any, encoding?: any, callback?: any, _byteLength?: number): boolean {
  if (typeof encoding === "function") {
    callback = encoding;
    encoding = null;
  }
  if (!this._headerSent && this._header !== null) {
    this._headerSent = true;
    const header = this._header;
    if (typeof data === "string" && (encoding === "utf8" || encoding === "latin1" || !encoding)) {
      // A head is ASCII or Latin-1; in UTF-8 the latter would be two bytes.
      if (encoding === "latin1" || data.length === 0) return this._writeRaw(header + data, "latin1", callback);
    }
    return this._writeHead(header, data, encoding, callback);
  }
  return this._writeRaw(data, encoding, callback);
};

function hasOutput(message: any): boolean {
  return message[kOutput] !== null && message[kOutput].length > 0;
}

function canWrite(message: any, socket: any): boolean {
  return socket && socket._httpMessage === message && socket.writable;
}

proto._writeHead = function _writeHead(this: any, head: string, data: any, encoding: any, callback: Callback): boolean {
  const { socket } = this;
  if (!canWrite(this, socket) || (socket && socket.destroyed) || hasOutput(this)) {
    this._writeRaw(head, "latin1");
    return this._writeRaw(data, encoding, callback);
  }
  return writeBoth(socket, head, data, encoding, callback);
};

proto._writeRaw = function _writeRaw(this: any, data: any, encoding?: any, callback?: any): boolean {
  const { socket } = this;
  if (socket && socket.destroyed) {
    // Like a socket that has been destroyed, it swallows what comes.
    if (typeof callback === "function" && this._closed) nextTick(callback);
    return false;
  }
  if (typeof encoding === "function") {
    callback = encoding;
    encoding = null;
  }
  if (canWrite(this, socket)) {
    if (hasOutput(this)) this._flushOutput(socket);
    return writeTo(socket, data, encoding, callback ?? undefined);
  }
  if (this[kOutput] === null) this[kOutput] = [];
  ArrayPrototypePush(this[kOutput], { data, encoding, callback });
  this.outputSize += data.length;
  this._onPendingData(data.length);
  return this.outputSize < this[kHighWaterMark];
};

/** What waited for a connection goes out over `socket`. */
proto._flushOutput = function _flushOutput(this: any, socket: any): boolean | undefined {
  const waiting = this[kOutput];
  if (waiting === null || waiting.length === 0) return undefined;
  this[kOutput] = null;
  this._onPendingData(-this.outputSize);
  this.outputSize = 0;
  socket.cork();
  let result: boolean | undefined;
  for (let i = 0; i < waiting.length; i++) result = socket.write(waiting[i].data, waiting[i].encoding, waiting[i].callback);
  socket.uncork();
  return result;
};

proto._flush = function _flush(this: any): void {
  const { socket } = this;
  if (!socket || !socket.writable) return;
  const result = this._flushOutput(socket);
  if (this.finished) this._finish();
  else if (result && this[kNeedDrain]) {
    this[kNeedDrain] = false;
    this.emit("drain");
  }
};

proto._finish = function _finish(this: any): void {
  this.emit("prefinish");
};

// ---- the body

proto.cork = function cork(this: any): void {
  this[kCorked]++;
  if (this.socket) this.socket.cork();
};

proto.uncork = function uncork(this: any): void {
  if (this[kCorked]) this[kCorked]--;
  if (this.socket) this.socket.uncork();
  if (this[kCorked] || this[kCorkedChunks] === null) return;
  sendCorkedChunks(this);
};

/** What was written while it was corked is one chunk. */
function sendCorkedChunks(message: any): void {
  const list = message[kCorkedChunks];
  const size = message[kCorkedBytes];
  message[kCorkedChunks] = null;
  if (list.length === 0) return;
  const callbacks: Callback[] = [];
  message._send(NumberPrototypeToString(size, 16) + "\r\n", "latin1");
  for (let i = 0; i < list.length; i += 3) {
    message._send(list[i], list[i + 1]);
    if (list[i + 2]) callbacks[callbacks.length] = list[i + 2];
  }
  message._send("\r\n", "latin1", callbacks.length ? (error: any) => {
    for (let i = 0; i < callbacks.length; i++) callbacks[i]!(error);
  } : undefined);
}

let BufferClass: any;
function byteLengthOf(chunk: any, encoding: any): number {
  if (typeof chunk !== "string") return TypedArrayPrototypeGetLength(chunk);
  BufferClass ??= require("node:buffer").Buffer;
  return BufferClass.byteLength(chunk, encoding);
}

function writeAfterEnd(message: any, callback: any): void {
  fail(message, new codes.ERR_STREAM_WRITE_AFTER_END(), callback);
}

function fail(message: any, error: any, callback: any): void {
  nextTick(emitError, message, error, callback);
}

function emitError(message: any, error: any, callback: any): void {
  if (typeof callback === "function") callback(error);
  if (typeof message.emit === "function" && !message.destroyed) message.emit("error", error);
}

proto.write = function write(this: any, chunk: any, encoding?: any, callback?: any): boolean {
  if (typeof encoding === "function") {
    callback = encoding;
    encoding = null;
  }
  const result = writeChunk(this, chunk, encoding, callback, false);
  if (!result) this[kNeedDrain] = true;
  return result;
};

function uncorkSoon(socket: any): void {
  socket.uncork();
}

function writeChunk(message: any, chunk: any, encoding: any, callback: any, isEnd: boolean): boolean {
  if (typeof callback !== "function") callback = noop;
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== "string" && !isUint8Array(chunk))
    throw new codes.ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "Uint8Array"], chunk);

  if (message.finished || message.destroyed) {
    const error = message.finished ? new codes.ERR_STREAM_WRITE_AFTER_END() : new codes.ERR_STREAM_DESTROYED("write");
    if (message.destroyed) nextTick(callback, error);
    else writeAfterEnd(message, callback);
    return false;
  }

  let size: number | undefined;
  if (message.strictContentLength) {
    size = byteLengthOf(chunk, encoding);
    const total = message[kBytesWritten] + size;
    if (message._contentLength !== null && (isEnd ? total !== message._contentLength : total > message._contentLength))
      throw new codes.ERR_HTTP_CONTENT_LENGTH_MISMATCH(total, message._contentLength);
    message[kBytesWritten] = total;
  }

  if (!message._header) {
    if (isEnd) {
      size ??= byteLengthOf(chunk, encoding);
      message._contentLength = size;
    }
    message._implicitHeader();
  }

  if (!message._hasBody) {
    if (message[kRejectNonStandardBodyWrites]) throw new codes.ERR_HTTP_BODY_NOT_ALLOWED();
    nextTick(callback);
    return true;
  }

  const { socket } = message;
  if (!isEnd && socket && !socket.writableCorked) {
    // Several writes in one go become one write of the system.
    socket.cork();
    nextTick(uncorkSoon, socket);
  }

  if (message.chunkedEncoding && chunk.length !== 0) {
    size ??= byteLengthOf(chunk, encoding);
    if (message[kCorked] && message._headerSent) {
      if (message[kCorkedChunks] === null) {
        message[kCorkedChunks] = [];
        message[kCorkedBytes] = 0;
      }
      ArrayPrototypePush(message[kCorkedChunks], chunk, encoding, callback === noop ? undefined : callback);
      message[kCorkedBytes] += size;
      return message[kCorkedBytes] < message[kHighWaterMark];
    }
    const sizeLine = NumberPrototypeToString(size, 16) + "\r\n";
    if (typeof chunk === "string" && (!encoding || encoding === "utf8" || encoding === "utf-8" || encoding === "latin1"))
      return message._send(sizeLine + chunk + "\r\n", encoding || "utf8", callback);
    message._send(sizeLine, "latin1");
    message._send(chunk, encoding);
    return message._send("\r\n", "latin1", callback);
  }
  return message._send(chunk, encoding, callback);
}

proto.addTrailers = function addTrailers(this: any, headers: any): void {
  this._trailer = "";
  const isList = ArrayIsArray(headers);
  const keys: any[] = ObjectKeys(headers);
  for (let i = 0; i < keys.length; i++) {
    const field = isList ? headers[keys[i]][0] : keys[i];
    const value = isList ? headers[keys[i]][1] : headers[keys[i]];
    validateHeaderName(field, "Trailer name");
    const values = ArrayIsArray(value) && value.length > 1 && !(this[kUniqueHeaders]?.has(StringPrototypeToLowerCase(field)))
      ? value : [ArrayIsArray(value) ? ArrayPrototypeJoin(value, "; ") : value];
    for (let j = 0; j < values.length; j++) {
      if (checkInvalidHeaderChar(values[j])) throw new codes.ERR_INVALID_CHAR("trailer content", field);
      this._trailer += `${field}: ${values[j]}\r\n`;
    }
  }
};

function finish(message: any): void {
  const { socket } = message;
  if (socket && socket._hadError) return;
  if (message[kOnFinish] !== null) message[kOnFinish](message);
  if (message._eventsCount !== 0) message.emit("finish");
}

proto.end = function end(this: any, chunk?: any, encoding?: any, callback?: any): any {
  if (typeof chunk === "function") {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === "function") {
    callback = encoding;
    encoding = null;
  }

  if (chunk) {
    if (this.finished) {
      writeAfterEnd(this, typeof callback !== "function" ? noop : callback);
      return this;
    }
    if (this[kCorkedChunks] !== null) sendCorkedChunks(this);
    if (!this._header && typeof callback !== "function" && this._contentLength === null && typeof chunk === "string") {
      if (endAtOnce(this, chunk, encoding)) return this;
    }
    if (this.socket) this.socket.cork();
    writeChunk(this, chunk, encoding, undefined, true);
  } else if (this.finished) {
    if (typeof callback === "function") {
      if (!this.writableFinished) this.on("finish", callback);
      else callback(new codes.ERR_STREAM_ALREADY_FINISHED("end"));
    }
    return this;
  } else if (!this._header) {
    if (this.socket) this.socket.cork();
    this._contentLength = 0;
    this._implicitHeader();
  } else if (this.socket) {
    this.socket.cork();
  }

  if (typeof callback === "function") this.once("finish", callback);
  if (this.strictContentLength && this._hasBody && this._contentLength !== null && this[kBytesWritten] !== this._contentLength)
    throw new codes.ERR_HTTP_CONTENT_LENGTH_MISMATCH(this[kBytesWritten], this._contentLength);

  if (this[kCorkedChunks] !== null) sendCorkedChunks(this);
  const onFinish = () => finish(this);
  if (this._hasBody && this.chunkedEncoding) this._send("0\r\n" + this._trailer + "\r\n", "latin1", onFinish);
  else if (!this._headerSent || this.writableLength || chunk) this._send("", "latin1", onFinish);
  else nextTick(onFinish);

  if (this.socket) {
    // Everything at once: the corks of the message, and the one of its writes in this turn.
    this.socket._writableState.corked = 1;
    this.socket.uncork();
  }
  this[kCorked] = 1;
  this.uncork();
  this.finished = true;

  // Nothing is queued behind it: it has gone out, or will without us.
  if (!hasOutput(this) && this.socket && this.socket._httpMessage === this) this._finish();
  return this;
};

/** The usual answer, one text that is there as a whole: one write, and no corks. */
function endAtOnce(message: any, text: string, encoding: any): boolean {
  const { socket } = message;
  if (!socket || socket.destroyed || message.destroyed || socket._httpMessage !== message || hasOutput(message) ||
    message[kCorked] !== 0 || !message._hasBody || message.strictContentLength || socket._writableState.corked !== 0) return false;
  message._contentLength = byteLengthOf(text, encoding);
  message._implicitHeader();
  if (!message._hasBody || message.chunkedEncoding || message._headerSent) {
    // The status or the fields that were set want it otherwise.
    if (message._hasBody) writeChunk(message, text, encoding, undefined, false);
    const onFinish = () => finish(message);
    if (message._hasBody && message.chunkedEncoding) message._send("0\r\n" + message._trailer + "\r\n", "latin1", onFinish);
    else message._send("", "latin1", onFinish);
  } else {
    message._headerSent = true;
    const isAscii = message._contentLength === text.length;
    const onFinish = () => finish(message);
    if (isAscii) writeTo(socket, message._header + text, "latin1", onFinish);
    else writeBoth(socket, message._header, text, encoding, onFinish);
  }
  message.finished = true;
  if (!hasOutput(message) && message.socket && message.socket._httpMessage === message) message._finish();
  return true;
}

// ---- the end

proto.destroy = function destroy(this: any, error?: any): any {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  if (this.socket) this.socket.destroy(error);
  else this.once("socket", (socket: any) => socket.destroy(error));
  return this;
};

proto.setTimeout = function setTimeout(this: any, milliseconds: any, callback?: any): any {
  if (callback) this.on("timeout", callback);
  if (!this.socket) this.once("socket", (socket: any) => socket.setTimeout(milliseconds));
  else this.socket.setTimeout(milliseconds);
  return this;
};

proto.pipe = function pipe(this: any): void {
  this.emit("error", new codes.ERR_STREAM_CANNOT_PIPE());
};

proto[SymbolFor("nodejs.rejection")] = function (this: any, error: any): void {
  this.destroy(error);
};
