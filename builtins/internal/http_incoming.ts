// http.IncomingMessage (https://nodejs.org/api/http.html#class-httpincomingmessage): a request as a server has it, a
// response as a client has it.
//
// Most requests have no body and nobody reads them. So what makes a message a stream, its state, is made when it is
// first asked for; `headers` are, too.
import {
  ObjectDefineProperty, ObjectHasOwn, ObjectSetPrototypeOf, StringPrototypeToLowerCase, Symbol,
} from "internal/primordials";
import { nextTick } from "internal/next_tick";
import * as streamFlags from "internal/stream_flags";
import { finished } from "internal/stream_finished";
import { Readable } from "internal/stream_readable";
import { ReadableState } from "internal/stream_readable_state";

const kHeaders = Symbol("kHeaders");
const kHeadersDistinct = Symbol("kHeadersDistinct");
const kHeadersCount = Symbol("kHeadersCount");
const kTrailers = Symbol("kTrailers");
const kTrailersDistinct = Symbol("kTrailersDistinct");
const kTrailersCount = Symbol("kTrailersCount");
/** What a server or client has of the connection: asked to read on, and told when the message is destroyed. */
export const kSource = Symbol("source");
const kIsWhole = Symbol("isWhole");

/** A function and not a class: `IncomingMessage.call(this, socket)` must work. */
export function IncomingMessage(this: any, socket?: any): void {
  this.aborted = false;
  this.socket = socket;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this.rawHeaders = [];
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.upgrade = null;
  // Of requests.
  this.url = "";
  this.method = null;
  // Of responses.
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  this._consumed = false;
  this._dumped = false;
  this[kSource] = null;
  this[kHeaders] = null;
}
ObjectSetPrototypeOf(IncomingMessage.prototype, Readable.prototype);
ObjectSetPrototypeOf(IncomingMessage, Readable);

const proto: any = IncomingMessage.prototype;

function own(object: any, key: PropertyKey, value: unknown): void {
  ObjectDefineProperty(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
}

ObjectDefineProperty(proto, "_readableState", {
  __proto__: null,
  configurable: true,
  get(this: any) {
    if (this === proto) return undefined;
    const highWaterMark = this.socket?.readableHighWaterMark;
    const state = new ReadableState(highWaterMark === undefined ? undefined : { highWaterMark }, false);
    own(this, "_readableState", state);
    if (this[kIsWhole]) {
      state.flags |= streamFlags.kEnded;
      if (this._dumped) {
        state.flags |= streamFlags.kEndEmitted | streamFlags.kDestroyed | streamFlags.kClosed | streamFlags.kCloseEmitted;
      }
    }
    return state;
  },
  set(this: any, value: unknown) {
    own(this, "_readableState", value);
  },
} as any);

/** There is nothing to read. */
export function markWhole(message: any): void {
  message.complete = true;
  message[kIsWhole] = true;
}
proto[kIsWhole] = false;

function define(name: string, get: (this: any) => unknown, set?: (this: any, value: any) => void): void {
  ObjectDefineProperty(proto, name, { __proto__: null, configurable: true, enumerable: false, get, set } as any);
}

define("connection", function () { return this.socket; }, function (value) { this.socket = value; });

// ---- fields

/** How a field that comes again is treated: `0` by joining, `1` dropped, `2` a list, `3` cookies. */
const repeated: Record<string, number> = {
  __proto__: null,
  age: 1,
  authorization: 1,
  "content-length": 1,
  "content-type": 1,
  etag: 1,
  expires: 1,
  from: 1,
  host: 1,
  "if-modified-since": 1,
  "if-unmodified-since": 1,
  "last-modified": 1,
  location: 1,
  "max-forwards": 1,
  "proxy-authorization": 1,
  referer: 1,
  "retry-after": 1,
  server: 1,
  "user-agent": 1,
  "set-cookie": 2,
  cookie: 3,
} as any;

function addField(fields: any, name: string, value: string, joins: boolean): void {
  const key = StringPrototypeToLowerCase(name);
  const before = fields[key];
  const how = repeated[key];
  if (how === 2) {
    if (before === undefined) fields[key] = [value];
    else before[before.length] = value;
  } else if (before === undefined || typeof before !== "string") {
    if (key === "__proto__") own(fields, key, value);
    else fields[key] = value;
  } else if (how === 3) {
    fields[key] = before + "; " + value;
  } else if (how === undefined || joins) {
    fields[key] = before + ", " + value;
  }
}

function collect(list: string[], joins: boolean): any {
  const fields: any = {};
  for (let i = 0; i + 1 < list.length; i += 2) addField(fields, list[i], list[i + 1], joins);
  return fields;
}

function collectDistinct(list: string[]): any {
  const fields: any = { __proto__: null };
  for (let i = 0; i + 1 < list.length; i += 2) {
    const key = StringPrototypeToLowerCase(list[i]);
    const before = fields[key];
    if (before === undefined) fields[key] = [list[i + 1]];
    else before[before.length] = list[i + 1];
  }
  return fields;
}

define("headers", function () {
  return this[kHeaders] ??= collect(this.rawHeaders, this.joinDuplicateHeaders);
}, function (value) { this[kHeaders] = value; });
define("headersDistinct", function () {
  return this[kHeadersDistinct] ??= collectDistinct(this.rawHeaders);
}, function (value) { this[kHeadersDistinct] = value; });
define("trailers", function () {
  return this[kTrailers] ??= collect(this.rawTrailers, this.joinDuplicateHeaders);
}, function (value) { this[kTrailers] = value; });
define("trailersDistinct", function () {
  return this[kTrailersDistinct] ??= collectDistinct(this.rawTrailers);
}, function (value) { this[kTrailersDistinct] = value; });
proto[kHeadersDistinct] = null;
proto[kTrailers] = null;
proto[kTrailersDistinct] = null;
proto[kHeadersCount] = 0;
proto[kTrailersCount] = 0;

/** Programs that make messages of their own call this. */
proto._addHeaderLines = function _addHeaderLines(this: any, headers: any, count: number): void {
  if (!headers?.length) return;
  if (this.complete) this.rawTrailers = headers;
  else this.rawHeaders = headers;
  if (count < headers.length) headers.length = count;
};
proto._addHeaderLine = function _addHeaderLine(this: any, field: string, value: string, destination: any): void {
  addField(destination, field, value, this.joinDuplicateHeaders);
};
proto._addHeaderLineDistinct = function _addHeaderLineDistinct(this: any, field: string, value: string, destination: any): void {
  const key = StringPrototypeToLowerCase(field);
  if (!destination[key]) destination[key] = [value];
  else destination[key].push(value);
};

// ---- the stream

proto._read = function _read(this: any): void {
  this._consumed = true;
  this[kSource]?.readOn(this);
};

proto.setTimeout = function setTimeout(this: any, milliseconds: any, callback?: any): any {
  if (callback) this.on("timeout", callback);
  this.socket?.setTimeout(milliseconds);
  return this;
};

proto._destroy = function _destroy(this: any, error: any, callback: (error?: any) => void): void {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit("aborted");
  }
  const { socket } = this;
  if (socket && !socket.destroyed && this.aborted) {
    socket.destroy(error);
    const detach = finished(socket, (reason: any) => {
      if (reason?.code === "ERR_STREAM_PREMATURE_CLOSE") reason = null;
      detach();
      nextTick(onError, this, error || reason, callback);
    });
  } else {
    nextTick(onError, this, error, callback);
  }
};

/** Without a listener it would be an uncaught error that the peer went away. */
function onError(message: any, error: any, callback: (error?: any) => void): void {
  callback(message.listenerCount("error") === 0 ? null : error);
}

/** Whatever is left of it is thrown away: nobody has asked for it. */
proto._dump = function _dump(this: any): void {
  if (this._dumped) return;
  this._dumped = true;
  // Never looked at: its end needs no telling.
  if (this[kIsWhole] && this._eventsCount === 0 && !hasState(this)) return;
  this.resume();
};

function hasState(message: any): boolean {
  return ObjectHasOwn(message, "_readableState");
}
