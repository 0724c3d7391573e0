// Readable (https://nodejs.org/api/stream.html#class-streamreadable): how chunks go in, by push(), and come out, by
// read() or as 'data'.
//
// What programs see, and what must therefore stay as it is: a chunk that arrives asynchronously while the stream
// flows, with nothing before it, is emitted at once; 'readable' and the reading ahead come on the next tick; so
// does 'end', after the last chunk has been taken.
import {
  FunctionPrototypeCall, NumberIsInteger, NumberParseInt, ObjectDefineProperty, ObjectSetPrototypeOf, Promise, ReflectApply,
  SymbolAsyncDispose, SymbolAsyncIterator, SymbolFor,
} from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { isArrayBufferView } from "internal/buffer_types";
import { construct, destroy, errorOrDestroy, undestroy } from "internal/stream_destroy";
import * as flags from "internal/stream_flags";
import { Stream } from "internal/stream_legacy";
import { defineReadableProperties } from "internal/stream_properties";
import { newDecoder, ReadableState } from "internal/stream_readable_state";

const {
  kObjectMode, kEnded, kConstructed, kSync, kErrorEmitted, kAutoDestroy, kDestroyed, kCloseEmitted, kEndEmitted, kReading,
  kNeedReadable, kEmittedReadable, kReadableListening, kResumeScheduled, kReadingMore, kDataEmitted, kFlowChosen,
  kFlowing, kPauseChosen, kPaused,
} = flags;
const tick = nextTick;
const on = (Stream.prototype as any).on;
const removeListener = (Stream.prototype as any).removeListener;
const removeAllListeners = (Stream.prototype as any).removeAllListeners;

let BufferClass: any;
function getBuffer(): any {
  return BufferClass ??= require("node:buffer").Buffer;
}

/** A function and not a class: `Readable.call(this)` and `util.inherits` must work. */
export function Readable(this: any, options?: any): any {
  if (!(this instanceof (Readable as any))) return new (Readable as any)(options);
  // Laid out beforehand, so that the events of all readables have one shape; and in this order for eventNames().
  this._events ??= { __proto__: null, close: undefined, error: undefined, data: undefined, end: undefined, readable: undefined };
  this._readableState = new ReadableState(options, false);
  if (options) {
    if (typeof options.read === "function") this._read = options.read;
    if (typeof options.destroy === "function") this._destroy = options.destroy;
    if (typeof options.construct === "function") this._construct = options.construct;
    if (options.signal) require("internal/stream_abort").addAbortSignal(options.signal, this);
  }
  FunctionPrototypeCall(Stream as any, this, options);
  if (this._construct !== undefined) construct(this, () => resumeReading(this));
}
ObjectSetPrototypeOf(Readable.prototype, Stream.prototype);
ObjectSetPrototypeOf(Readable, Stream);

const proto: any = Readable.prototype;
defineReadableProperties(proto);

/** After _construct(): what was asked for meanwhile is read now. */
export function resumeReading(stream: any): void {
  const state: ReadableState = stream._readableState;
  if ((state.flags & kNeedReadable) !== 0) readAhead(stream, state);
}

proto.destroy = destroy;
proto._undestroy = undestroy;
proto._destroy = function _destroy(error: any, callback: (error?: any) => void): void {
  callback(error);
};
proto[SymbolFor("nodejs.rejection")] = function (this: any, error: any): void {
  this.destroy(error);
};

/** https://nodejs.org/api/stream.html#readablesymbolasyncdispose */
proto[SymbolAsyncDispose] = function (this: any): Promise<void> {
  let error: any;
  if (!this.destroyed) {
    error = this.readableEnded ? null : new AbortError();
    this.destroy(error);
  }
  return new Promise<void>((resolve, reject) => {
    require("internal/stream_finished").finished(this, (reason: any) => {
      if (reason && reason !== error) reject(reason);
      else resolve(undefined as void);
    });
  });
};

// ---- chunks go in

proto.push = function push(this: any, chunk: any, encoding?: string): boolean {
  const state: ReadableState = this._readableState;
  return (state.flags & kObjectMode) !== 0
    ? pushObject(this, state, chunk, encoding)
    : pushBytes(this, state, chunk, encoding);
};

function wantsMore(state: ReadableState): boolean {
  return (state.flags & kEnded) === 0 && (state.length < state.highWaterMark || state.length === 0);
}

/** Bytes, or text in its own encoding, as a Buffer; undefined for what is neither. */
function toBytes(chunk: any): any {
  const Buffer = getBuffer();
  if (chunk instanceof Buffer) return chunk;
  return isArrayBufferView(chunk) ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : undefined;
}

function refuseChunk(stream: any, chunk: any): boolean {
  errorOrDestroy(stream, new codes.ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk));
  return false;
}

function pushBytes(stream: any, state: ReadableState, chunk: any, encoding: string | undefined): boolean {
  if (chunk === null) return pushEnd(stream, state);
  // Text in the encoding that is read passes as it is; everything else becomes bytes first.
  let isRead = false;
  if (typeof chunk === "string") {
    encoding = encoding || state.defaultEncoding;
    if (state.encoding === encoding) isRead = true;
    else chunk = getBuffer().from(chunk, encoding);
  } else if (chunk !== undefined) {
    const bytes = toBytes(chunk);
    if (bytes === undefined) return refuseChunk(stream, chunk);
    chunk = bytes;
  }

  if (!chunk || chunk.length <= 0) {
    // Nothing came, but the call of _read() has been answered.
    state.flags &= ~kReading;
    readAhead(stream, state);
    return wantsMore(state);
  }
  if ((state.flags & (kEnded | kDestroyed)) !== 0 || state.errored !== null) return pushTooLate(stream, state);
  state.flags &= ~kReading;
  if (!isRead && state.decoder !== null) {
    chunk = state.decoder.write(chunk);
    if (chunk.length === 0) {
      readAhead(stream, state);
      return wantsMore(state);
    }
  }
  deliver(stream, state, chunk, Place.Back);
  return wantsMore(state);
}

function pushObject(stream: any, state: ReadableState, chunk: any, encoding: string | undefined): boolean {
  if (chunk === null) return pushEnd(stream, state);
  if ((state.flags & (kEnded | kDestroyed)) !== 0 || state.errored !== null) return pushTooLate(stream, state);
  state.flags &= ~kReading;
  if (state.decoder !== null && !encoding) chunk = state.decoder.write(chunk);
  deliver(stream, state, chunk, Place.Back);
  return wantsMore(state);
}

function pushTooLate(stream: any, state: ReadableState): false {
  if ((state.flags & kEnded) !== 0) errorOrDestroy(stream, new codes.ERR_STREAM_PUSH_AFTER_EOF());
  return false;
}

enum Place {
  Back,
  Front,
}

/** The chunk goes to whoever listens for 'data', or else waits. */
function deliver(stream: any, state: ReadableState, chunk: any, place: Place): void {
  if ((state.flags & (kFlowing | kSync)) === kFlowing && state.length === 0 && stream.listenerCount("data") > 0) {
    state.clearAwaitDrain();
    state.flags |= kDataEmitted;
    stream.emit("data", chunk);
  } else {
    if (place === Place.Back) state.append(chunk);
    else state.prepend(chunk);
    if ((state.flags & kNeedReadable) !== 0) emitReadable(stream, state);
  }
  readAhead(stream, state);
}

function pushEnd(stream: any, state: ReadableState): false {
  state.flags &= ~kReading;
  if ((state.flags & kEnded) !== 0) return false;
  if (state.decoder !== null) {
    const text = state.decoder.end();
    if (text) state.append(text);
  }
  state.flags |= kEnded;
  if ((state.flags & kSync) !== 0) {
    // Within _read(): whoever called read() gets what is there first.
    emitReadable(stream, state);
  } else {
    state.flags = (state.flags & ~kNeedReadable) | kEmittedReadable;
    emitReadableNow(stream, state);
  }
  return false;
}

proto.unshift = function unshift(this: any, chunk: any, encoding?: string): boolean {
  const state: ReadableState = this._readableState;
  if (chunk === null) return pushEnd(this, state);
  if ((state.flags & kObjectMode) === 0) {
    if (typeof chunk === "string") {
      encoding = encoding || state.defaultEncoding;
      if (state.encoding !== encoding) {
        const bytes = getBuffer().from(chunk, encoding);
        chunk = state.encoding ? bytes.toString(state.encoding) : bytes;
      }
    } else if (chunk !== undefined) {
      const bytes = toBytes(chunk);
      if (bytes === undefined) return refuseChunk(this, chunk);
      chunk = bytes;
    }
    if (!chunk || chunk.length <= 0) return wantsMore(state);
  }
  if ((state.flags & kEndEmitted) !== 0) {
    errorOrDestroy(this, new codes.ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
    return wantsMore(state);
  }
  if ((state.flags & kDestroyed) !== 0 || state.errored !== null) return false;
  deliver(this, state, chunk, Place.Front);
  return wantsMore(state);
};

// ---- 'readable', and reading ahead

function emitReadable(stream: any, state: ReadableState): void {
  state.flags &= ~kNeedReadable;
  if ((state.flags & kEmittedReadable) !== 0) return;
  state.flags |= kEmittedReadable;
  tick(emitReadableNow, stream, state);
}

function emitReadableNow(stream: any, state: ReadableState): void {
  if ((state.flags & kDestroyed) === 0 && state.errored === null && (state.length > 0 || (state.flags & kEnded) !== 0)) {
    stream.emit("readable");
    state.flags &= ~kEmittedReadable;
  }
  if ((state.flags & (kFlowing | kEnded)) === 0 && state.length <= state.highWaterMark) state.flags |= kNeedReadable;
  flow(stream);
}

/** Fills the buffer up to the mark, on the next tick, whether somebody reads or not. */
function readAhead(stream: any, state: ReadableState): void {
  if ((state.flags & (kReadingMore | kConstructed)) !== kConstructed) return;
  state.flags |= kReadingMore;
  tick(readAheadNow, stream, state);
}

function readAheadNow(stream: any, state: ReadableState): void {
  while ((state.flags & (kReading | kEnded)) === 0 &&
    (state.length < state.highWaterMark || ((state.flags & kFlowing) !== 0 && state.length === 0))) {
    const before = state.length;
    stream.read(0);
    // The source has nothing just now.
    if (before === state.length) break;
  }
  state.flags &= ~kReadingMore;
}

// ---- chunks come out

proto.read = function read(this: any, size?: any): any {
  let n: number = size === undefined ? NaN : NumberIsInteger(size) ? size : NumberParseInt(size, 10);
  const state: ReadableState = this._readableState;
  const asked = n;
  if (n > state.highWaterMark) state.raiseHighWaterMark(n);
  if (n !== 0) state.flags &= ~kEmittedReadable;

  // read(0) only starts something: 'readable' if there is enough, else _read().
  if (n === 0 && (state.flags & kNeedReadable) !== 0) {
    const isFull = state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
    if (isFull || (state.flags & kEnded) !== 0) {
      if (state.length === 0 && (state.flags & kEnded) !== 0) endReadable(this, state);
      else emitReadable(this, state);
      return null;
    }
  }
  n = state.readableAmount(n);
  if (n === 0 && (state.flags & kEnded) !== 0) {
    if (state.length === 0) endReadable(this, state);
    return null;
  }

  const leavesTooLittle = state.length === 0 || state.length - n < state.highWaterMark;
  if ((leavesTooLittle || (state.flags & kNeedReadable) !== 0) && canCallRead(state)) {
    callRead(this, state);
    // It may have pushed at once.
    if ((state.flags & kReading) === 0) n = state.readableAmount(asked);
  }

  const chunk = n > 0 ? state.take(n) : null;
  if (chunk === null) {
    if (state.length <= state.highWaterMark) state.flags |= kNeedReadable;
    n = 0;
  } else {
    state.length -= n;
    state.clearAwaitDrain();
  }
  if (state.length === 0) {
    if ((state.flags & kEnded) === 0) state.flags |= kNeedReadable;
    // The last of it was read and there is no more.
    else if (asked !== n) endReadable(this, state);
  }
  if (chunk !== null && (state.flags & (kErrorEmitted | kCloseEmitted)) === 0) {
    state.flags |= kDataEmitted;
    this.emit("data", chunk);
  }
  return chunk;
};

function canCallRead(state: ReadableState): boolean {
  return (state.flags & (kEnded | kReading | kDestroyed | kConstructed)) === kConstructed && state.errored === null;
}

function callRead(stream: any, state: ReadableState): void {
  state.flags |= kReading | kSync;
  if (state.length === 0) state.flags |= kNeedReadable;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.flags &= ~kSync;
}

proto._read = function _read(_size: number): void {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED("_read()");
};

// ---- the end

function endReadable(stream: any, state: ReadableState): void {
  if ((state.flags & kEndEmitted) !== 0) return;
  state.flags |= kEnded;
  tick(endReadableNow, stream, state);
}

function endReadableNow(stream: any, state: ReadableState): void {
  if ((state.flags & (kCloseEmitted | kEndEmitted)) !== 0 || state.errored !== null || state.length !== 0) return;
  state.flags |= kEndEmitted;
  stream.emit("end");
  if (stream.writable && stream.allowHalfOpen === false) {
    tick(endWritable, stream);
  } else if ((state.flags & kAutoDestroy) !== 0) {
    const other = stream._writableState;
    // A duplex lives until its writable side has finished, too.
    if (!other || (other.autoDestroy && (other.finished || other.writable === false))) stream.destroy();
  }
}

function endWritable(stream: any): void {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

// ---- flowing and waiting

proto.on = function (this: any, event: string | symbol, listener: (...args: any[]) => void): any {
  const result = FunctionPrototypeCall(on, this, event, listener);
  const state: ReadableState = this._readableState;
  if (event === "data") {
    if (this.listenerCount("readable") > 0) state.flags |= kReadableListening;
    // Unless the program has paused it, to listen is to want the data.
    if ((state.flags & (kFlowChosen | kFlowing)) !== kFlowChosen) this.resume();
  } else if (event === "readable" && (state.flags & (kEndEmitted | kReadableListening)) === 0) {
    state.flags |= kReadableListening | kNeedReadable | kFlowChosen;
    state.flags &= ~(kFlowing | kEmittedReadable);
    if (state.length > 0) emitReadable(this, state);
    else if ((state.flags & kReading) === 0) tick(readNothing, this);
  }
  return result;
};
proto.addListener = proto.on;

function readNothing(stream: any): void {
  stream.read(0);
}

proto.removeListener = function (this: any, event: string | symbol, listener: (...args: any[]) => void): any {
  const result = FunctionPrototypeCall(removeListener, this, event, listener);
  // On a later tick: once() removes before it calls, and a listener may be put in its place.
  if (event === "readable") tick(updateReadableListening, this);
  return result;
};
proto.off = proto.removeListener;

proto.removeAllListeners = function (this: any, event?: string | symbol): any {
  const result = ReflectApply(removeAllListeners, this, arguments as any);
  if (event === "readable" || event === undefined) tick(updateReadableListening, this);
  return result;
};

function updateReadableListening(stream: any): void {
  const state: ReadableState = stream._readableState;
  const isListening = stream.listenerCount("readable") > 0;
  if (isListening) state.flags |= kReadableListening;
  else state.flags &= ~kReadableListening;
  if ((state.flags & (kResumeScheduled | kPauseChosen | kPaused)) === (kResumeScheduled | kPauseChosen)) {
    // resume() was called while somebody still listened for 'readable'.
    state.flowing = true;
  } else if (stream.listenerCount("data") > 0) {
    stream.resume();
  } else if (!isListening) {
    state.flowing = null;
  }
}

proto.resume = function resume(this: any): any {
  const state: ReadableState = this._readableState;
  if ((state.flags & kFlowing) === 0) {
    // Who listens for 'readable' does the reading.
    state.flowing = (state.flags & kReadableListening) === 0;
    if ((state.flags & kResumeScheduled) === 0) {
      state.flags |= kResumeScheduled;
      tick(resumeNow, this, state);
    }
  }
  state.paused = false;
  return this;
};

function resumeNow(stream: any, state: ReadableState): void {
  if ((state.flags & kReading) === 0) stream.read(0);
  state.flags &= ~kResumeScheduled;
  stream.emit("resume");
  flow(stream);
  if ((state.flags & (kFlowing | kReading)) === kFlowing) stream.read(0);
}

function flow(stream: any): void {
  const state: ReadableState = stream._readableState;
  while ((state.flags & kFlowing) !== 0 && stream.read() !== null);
}

proto.pause = function pause(this: any): any {
  const state: ReadableState = this._readableState;
  if ((state.flags & (kFlowChosen | kFlowing)) !== kFlowChosen) {
    state.flowing = false;
    this.emit("pause");
  }
  state.paused = true;
  return this;
};

proto.isPaused = function isPaused(this: any): boolean {
  const state: ReadableState = this._readableState;
  return state.paused === true || state.flowing === false;
};

proto.setEncoding = function setEncoding(this: any, encoding?: string): any {
  const state: ReadableState = this._readableState;
  const decoder = newDecoder(encoding);
  state.decodeAs(decoder, decoder.encoding);
  let text = "";
  for (let i = state.bufferIndex; i < state.buffer.length; i++) text += decoder.write(state.buffer[i]);
  state.buffer.length = 0;
  state.bufferIndex = 0;
  state.length = 0;
  if (text !== "") state.append(text);
  return this;
};

// ---- what is rarely used is loaded when it is

proto.pipe = function pipe(this: any, destination: any, options?: any): any {
  return require("internal/stream_pipe").pipe(this, destination, options);
};

proto.unpipe = function unpipe(this: any, destination?: any): any {
  return require("internal/stream_pipe").unpipe(this, destination);
};

proto.wrap = function wrap(this: any, stream: any): any {
  return require("internal/stream_wrap").wrap(this, stream);
};

proto.iterator = function iterator(this: any, options?: any): any {
  return require("internal/stream_iterator").iterator(this, options);
};

(Readable as any).ReadableState = ReadableState;
(Readable as any)._fromList = function (n: number, state: ReadableState): any {
  return state.take(n);
};
(Readable as any).from = function (iterable: any, options?: any): any {
  return require("internal/stream_from").from(Readable, iterable, options);
};
(Readable as any).wrap = function (source: any, options?: any): any {
  return require("internal/stream_wrap").wrapNew(source, options);
};

const kStreamOperators = ["drop", "filter", "flatMap", "map", "take"];
const kPromiseOperators = ["every", "forEach", "reduce", "toArray", "some", "find"];

function defineMethod(name: string, length: number, method: (this: any, ...args: any[]) => any): void {
  ObjectDefineProperty(method, "name", { __proto__: null, value: name } as any);
  ObjectDefineProperty(method, "length", { __proto__: null, value: length } as any);
  ObjectDefineProperty(proto, name, { __proto__: null, value: method, enumerable: false, configurable: true, writable: true } as any);
}

for (let i = 0; i < kStreamOperators.length; i++) {
  const name = kStreamOperators[i]!;
  defineMethod(name, 2, function (this: any, ...args: any[]): any {
    if (new.target) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    return (Readable as any).from(require("internal/stream_operators")[name](this, ...args));
  });
}
for (let i = 0; i < kPromiseOperators.length; i++) {
  const name = kPromiseOperators[i]!;
  defineMethod(name, name === "toArray" ? 1 : name === "reduce" ? 3 : 2, function (this: any, ...args: any[]): any {
    if (new.target) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    return require("internal/stream_operators")[name](this, ...args);
  });
}
defineMethod("compose", 2, function (this: any, stream: any, options?: any): any {
  if (new.target) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  return require("internal/stream_compose").composeWith(this, stream, options);
});

/** https://nodejs.org/api/stream.html#readablesymbolasynciterator */
proto[SymbolAsyncIterator] = function (this: any): any {
  return require("internal/stream_iterator").iterator(this);
};
