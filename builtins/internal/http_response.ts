// http.ServerResponse (https://nodejs.org/api/http.html#class-httpserverresponse).
import {
  ArrayIsArray, FunctionPrototypeCall, ObjectKeys, ObjectSetPrototypeOf, RegExpPrototypeTest, Set, StringPrototypeToLowerCase,
} from "internal/primordials";
import { publish, subscribed } from "internal/diagnostics";
import { codes } from "internal/errors";
import { checkInvalidHeaderChar, kOutHeaders, STATUS_CODES, validateHeaderName, validateHeaderValue } from "internal/http_common";
import { kRejectNonStandardBodyWrites, kUniqueHeaders, OutgoingMessage } from "internal/http_outgoing";
import { validateObject } from "internal/validators";

const kAcceptsChunks = /(?:^|\W)chunked(?:$|\W)/i;

/** A function and not a class: `ServerResponse.call(this, request)` must work. */
export function ServerResponse(this: any, request: any, options?: any): void {
  FunctionPrototypeCall(OutgoingMessage as any, this, options);
  if (request.method === "HEAD") this._hasBody = false;
  this.req = request;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if (request.httpVersionMajor < 1 || request.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = RegExpPrototypeTest(kAcceptsChunks, request.headers.te);
    this.shouldKeepAlive = false;
  }
  if (subscribed.size !== 0) publish("http.server.response.created", { request, response: this });
}
ObjectSetPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
ObjectSetPrototypeOf(ServerResponse, OutgoingMessage);

const proto: any = ServerResponse.prototype;
proto.statusCode = 200;
proto.statusMessage = undefined;

/** The server's settings of all its responses. */
export function applySettings(response: any, server: any): void {
  if (server.rejectNonStandardBodyWrites) response[kRejectNonStandardBodyWrites] = true;
  const unique = server[kUniqueHeaders];
  if (unique) response[kUniqueHeaders] = unique;
}

/** The connection has gone before the response was finished, or right after. */
export function onConnectionClosed(response: any): void {
  response.destroyed = true;
  response._closed = true;
  response.emit("close");
}

function onSocketClosed(this: any): void {
  if (this._httpMessage) onConnectionClosed(this._httpMessage);
}

/** For sockets of the program's own; the server gives its connections another way. */
proto.assignSocket = function assignSocket(this: any, socket: any): void {
  if (socket._httpMessage) throw new codes.ERR_HTTP_SOCKET_ASSIGNED();
  socket._httpMessage = this;
  socket.on("close", onSocketClosed);
  this.socket = socket;
  this.emit("socket", socket);
  this._flush();
};

proto.detachSocket = function detachSocket(this: any, socket: any): void {
  socket.removeListener("close", onSocketClosed);
  socket._httpMessage = null;
  this.socket = null;
};

// ---- informational responses

proto.writeContinue = function writeContinue(this: any, callback?: any): void {
  this._writeRaw("HTTP/1.1 100 Continue\r\n\r\n", "ascii", callback);
  this._sent100 = true;
};

proto.writeProcessing = function writeProcessing(this: any, callback?: any): void {
  this._writeRaw("HTTP/1.1 102 Processing\r\n\r\n", "ascii", callback);
};

const kLink = /^<[^>]*>(?:\s*;\s*[^;"\s]+(?:=(?:"[^"]*"|[^;"\s]+))?)*$/;

function linkValue(value: any): string {
  const links = ArrayIsArray(value) ? value : [value];
  let text = "";
  for (let i = 0; i < links.length; i++) {
    if (typeof links[i] !== "string" || !RegExpPrototypeTest(kLink, links[i])) {
      throw new codes.ERR_INVALID_ARG_VALUE("hints", links[i],
        'must be an array or string of format "</styles.css>; rel=preload; as=style"');
    }
    text += (i ? ", " : "") + links[i];
  }
  return text;
}

/** https://nodejs.org/api/http.html#responsewriteearlyhintshints-callback */
proto.writeEarlyHints = function writeEarlyHints(this: any, hints: any, callback?: any): void {
  validateObject(hints, "hints");
  if (hints.link === null || hints.link === undefined) return;
  const link = linkValue(hints.link);
  if (link.length === 0) return;
  let text = "HTTP/1.1 103 Early Hints\r\nLink: " + link + "\r\n";
  for (const key of ObjectKeys(hints)) {
    if (key === "link") continue;
    validateHeaderName(key);
    validateHeaderValue(key, hints[key]);
    text += `${key}: ${hints[key]}\r\n`;
  }
  this._writeRaw(text + "\r\n", "ascii", callback);
};

// ---- the head

proto._implicitHeader = function _implicitHeader(this: any): void {
  this.writeHead(this.statusCode);
};

proto.writeHead = function writeHead(this: any, statusCode: any, reason?: any, fields?: any): any {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT("write");
  const original = statusCode;
  statusCode |= 0;
  if (statusCode < 100 || statusCode > 999) throw new codes.ERR_HTTP_INVALID_STATUS_CODE(original);

  if (typeof reason === "string") {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[statusCode] || "unknown";
    fields ??= reason;
  }
  this.statusCode = statusCode;

  let headers = fields;
  if (this[kOutHeaders] !== null) {
    headers = this[kOutHeaders];
    if (fields) {
      mergeFields(this, fields);
      headers = this[kOutHeaders];
    }
  }
  if (checkInvalidHeaderChar(this.statusMessage)) throw new codes.ERR_INVALID_CHAR("statusMessage");

  if (statusCode === 204 || statusCode === 304 || (statusCode >= 100 && statusCode <= 199)) this._hasBody = false;
  // The client waits for a 100 that has not come: it may not send the body, and the connection cannot go on.
  if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
  this._storeHeader(`HTTP/1.1 ${statusCode} ${this.statusMessage}\r\n`, headers);
  return this;
};
proto.writeHeader = proto.writeHead;

/** Fields of writeHead() win over those that were set before. */
function mergeFields(response: any, fields: any): void {
  if (!ArrayIsArray(fields)) {
    for (const key of ObjectKeys(fields)) if (key) response.setHeader(key, fields[key]);
    return;
  }
  if (fields.length && ArrayIsArray(fields[0])) {
    for (let i = 0; i < fields.length; i++) response.removeHeader(fields[i][0]);
    for (let i = 0; i < fields.length; i++) response.appendHeader(fields[i][0], fields[i][1]);
    return;
  }
  if (fields.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE("headers", fields);
  for (let i = 0; i < fields.length; i += 2) response.removeHeader(fields[i]);
  for (let i = 0; i < fields.length; i += 2) if (fields[i]) response.appendHeader(fields[i], fields[i + 1]);
}

/** A set of names in lower case; null if there are none. */
export function uniqueFields(fields: any): Set<string> | null {
  if (!ArrayIsArray(fields)) return null;
  const set = new Set<string>();
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if (ArrayIsArray(field)) set.add(StringPrototypeToLowerCase(field[0]));
    else set.add(StringPrototypeToLowerCase(field));
  }
  return set;
}
