// What all streams of node:zlib have in common. A chunk goes to the codec on the thread pool, which writes into a
// buffer of `chunkSize` bytes; each piece of it is pushed, and the codec is called again until it leaves room.
// https://nodejs.org/api/zlib.html#class-zlibzlibbase
import {
  ArrayPrototypePush, FunctionPrototypeCall, ObjectDefineProperty, ObjectSetPrototypeOf, Symbol, Uint32Array,
} from "internal/primordials";
import { deprecate } from "internal/deprecate";
import { bindToFrame } from "internal/async_context";
import { codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { finished } from "internal/stream_finished";
import { Transform } from "internal/stream_transform";
import { checkRange, faultOf, type Codec } from "internal/zlib_codec";
import { constants } from "internal/zlib_constants";

type Callback = (error?: any) => void;

/** A write that waits until somebody has read. */
const kResume: unique symbol = Symbol("resume") as any;
/** On an empty buffer that flush() writes: how to flush. */
const kFlushFlag: unique symbol = Symbol("flushFlag") as any;
/** The chunk at the codec. */
const kCurrent: unique symbol = Symbol("current") as any;

interface Current {
  input: any;
  flush: number;
  offset: number;
  inSize: number;
  outSize: number;
  done: Callback;
}

function getBuffer(): any {
  return require("node:buffer").Buffer;
}

/** From the one that keeps most back to the one that keeps nothing. */
function flushiness(flush: number): number {
  if (flush === constants.Z_NO_FLUSH) return 0;
  return flush === constants.Z_BLOCK ? 1 : flush + 1;
}

const flushBuffers: any[] = [];
function flushBuffer(kind: number): any {
  if (flushBuffers[kind] === undefined) {
    flushBuffers[kind] = getBuffer().alloc(0);
    flushBuffers[kind][kFlushFlag] = kind;
  }
  return flushBuffers[kind];
}

/** A function, and the classes over it too: all of them work without `new`. */
export function ZlibBase(this: any, options: any, codec: Codec): void {
  if (options && (options.encoding || options.objectMode || options.writableObjectMode)) {
    options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
  }
  FunctionPrototypeCall(Transform as any, this, { autoDestroy: true, ...options });
  this._writeState = new Uint32Array(2);
  this.bytesWritten = 0;
  this._handle = codec.handle;
  this._outBuffer = getBuffer().allocUnsafe(codec.chunkSize);
  this._outOffset = 0;
  this._chunkSize = codec.chunkSize;
  this._defaultFlushFlag = codec.flush;
  this._finishFlushFlag = codec.finishFlush;
  this._defaultFullFlushFlag = codec.fullFlush;
  this._info = codec.wantsInfo;
  this._maxOutputLength = codec.maxOutputLength;
  this._level = codec.level;
  this._strategy = codec.strategy;
  this[kResume] = undefined;
  this[kCurrent] = undefined;
  codec.handle.init(bindToFrame(() => onWritten(this)), this._writeState);
}
ObjectSetPrototypeOf(ZlibBase.prototype, Transform.prototype);
ObjectSetPrototypeOf(ZlibBase, Transform);

const proto: any = ZlibBase.prototype;

ObjectDefineProperty(proto, "_closed", {
  __proto__: null, configurable: true, enumerable: true,
  get(this: any) { return !this._handle; },
} as any);
const kBytesRead =
  "zlib.bytesRead is deprecated and will change its meaning in the future. Use zlib.bytesWritten instead.";
/** The old name of bytesWritten. */
ObjectDefineProperty(proto, "bytesRead", {
  __proto__: null, configurable: true, enumerable: true,
  get: deprecate(function bytesRead(this: any) { return this.bytesWritten; }, kBytesRead, "DEP0108"),
  set: deprecate(function bytesRead(this: any, value: number) { this.bytesWritten = value; }, kBytesRead, "DEP0108"),
} as any);

function openHandle(stream: any): any {
  if (!stream._handle) throw new codes.ERR_INTERNAL_ASSERTION("zlib binding closed");
  return stream._handle;
}

proto.reset = function reset(this: any): void {
  const handle = openHandle(this);
  if (!handle.reset()) fail(this, faultOf(handle));
};

function fail(stream: any, error: any): void {
  if (error === undefined) return;
  closeHandle(stream);
  stream.destroy(error);
}

function closeHandle(stream: any): void {
  if (!stream._handle) return;
  stream._handle.close();
  stream._handle = null;
}

// ---- writing

proto._transform = function _transform(this: any, chunk: any, _encoding: string, callback: Callback): void {
  let flush = this._defaultFlushFlag;
  if (typeof chunk[kFlushFlag] === "number") {
    flush = chunk[kFlushFlag];
  }
  if (this.writableEnded && this.writableLength === chunk.byteLength) {
    // The last chunk.
    const last = this._finishFlushFlag;
    if (flushiness(last) > flushiness(flush)) flush = last;
  }
  process(this, chunk, flush, callback);
};

proto._flush = function _flush(this: any, callback: Callback): void {
  this._transform(getBuffer().alloc(0), "", callback);
};

function process(stream: any, input: any, flush: number, done: Callback): void {
  if (!stream._handle) {
    nextTick(done);
    return;
  }
  stream[kCurrent] = { input, flush, offset: 0, inSize: input.byteLength, outSize: 0, done };
  writeMore(stream);
}

function writeMore(stream: any): void {
  const current: Current = stream[kCurrent];
  if (!stream._handle) {
    stream[kCurrent] = undefined;
    current.done();
    return;
  }
  current.outSize = stream._chunkSize - stream._outOffset;
  stream._handle.write(
    current.flush, current.input, current.offset, current.inSize, stream._outBuffer, stream._outOffset, current.outSize);
}

/** Takes what the codec has written; returns whether the readable side has room for more. */
function pushOutput(stream: any, written: number): boolean {
  if (written === 0) return true;
  const from = stream._outOffset;
  stream._outOffset = from + written;
  return stream.push(stream._outBuffer.slice(from, from + written));
}

function onWritten(stream: any): void {
  const current: Current = stream[kCurrent];
  if (current === undefined) return;
  const { done } = current;
  if (stream.destroyed || !stream._handle) {
    stream[kCurrent] = undefined;
    done();
    return;
  }
  const fault = faultOf(stream._handle);
  if (fault !== undefined) {
    stream[kCurrent] = undefined;
    fail(stream, fault);
    return;
  }
  const outLeft = stream._writeState[0];
  const inLeft = stream._writeState[1];
  const read = current.inSize - inLeft;
  stream.bytesWritten += read;
  current.offset += read;
  current.inSize = inLeft;
  const hasRoom = pushOutput(stream, current.outSize - outLeft);
  if (stream.destroyed) {
    stream[kCurrent] = undefined;
    done();
    return;
  }
  if (outLeft === 0 || stream._outOffset >= stream._chunkSize) {
    stream._outOffset = 0;
    stream._outBuffer = getBuffer().allocUnsafe(stream._chunkSize);
  }
  if (outLeft === 0) {
    // There may be more to come.
    if (hasRoom) writeMore(stream);
    else stream[kResume] = writeMore;
    return;
  }
  stream[kCurrent] = undefined;
  // The codec is at its end and wants nothing more: what follows is not for it.
  if (inLeft > 0) stream.push(null);
  done();
}

proto._read = function _read(this: any, size: number): void {
  const resume = this[kResume];
  if (resume !== undefined) {
    this[kResume] = undefined;
    resume(this);
  }
  FunctionPrototypeCall((Transform.prototype as any)._read, this, size);
};

/** Without a callback, all of it now: packages call this. */
proto._processChunk = function _processChunk(this: any, chunk: any, flush: number, callback?: Callback): any {
  if (typeof callback === "function") return process(this, chunk, flush, callback);
  return processSync(this, chunk, flush);
};

function processSync(stream: any, input: any, flush: number): any {
  const handle = openHandle(stream);
  const chunks: any[] = [];
  let size = 0;
  let offset = 0;
  let inSize = input.byteLength;
  for (;;) {
    const room = stream._chunkSize - stream._outOffset;
    handle.writeSync(flush, input, offset, inSize, stream._outBuffer, stream._outOffset, room);
    const fault = faultOf(handle);
    if (fault !== undefined) {
      fail(stream, fault);
      throw fault;
    }
    const outLeft = stream._writeState[0];
    const inLeft = stream._writeState[1];
    offset += inSize - inLeft;
    inSize = inLeft;
    if (outLeft < room) {
      const from = stream._outOffset;
      stream._outOffset = from + room - outLeft;
      ArrayPrototypePush(chunks, stream._outBuffer.slice(from, stream._outOffset));
      size += room - outLeft;
    }
    if (size > stream._maxOutputLength) {
      closeHandle(stream);
      throw new codes.ERR_BUFFER_TOO_LARGE(stream._maxOutputLength);
    }
    if (outLeft === 0 || stream._outOffset >= stream._chunkSize) {
      stream._outOffset = 0;
      stream._outBuffer = getBuffer().allocUnsafe(stream._chunkSize);
    }
    if (outLeft !== 0) break;
  }
  stream.bytesWritten = offset;
  closeHandle(stream);
  return chunks.length === 1 ? chunks[0] : getBuffer().concat(chunks, size);
}

// ---- flushing and the end

proto._final = function _final(callback: Callback): void {
  callback();
};

/** Brings out what was written so far. */
proto.flush = function flush(this: any, kind: any, callback?: any): void {
  if (typeof kind === "function" || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  if (this.writableFinished) {
    if (callback) nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once("end", callback);
  } else {
    this.write(flushBuffer(kind), "", callback);
  }
};

proto.close = function close(this: any, callback?: any): void {
  if (callback) finished(this, callback);
  this.destroy();
};

proto._destroy = function _destroy(this: any, error: any, callback: Callback): void {
  closeHandle(this);
  callback(error);
};

/** zlib's own streams: another level and strategy from now on. */
export function params(this: any, level: number, strategy: number, callback?: Callback): void {
  checkRange(level, "level", constants.Z_MIN_LEVEL!, constants.Z_MAX_LEVEL!);
  checkRange(strategy, "strategy", constants.Z_DEFAULT_STRATEGY!, constants.Z_FIXED!);
  if (this._level === level && this._strategy === strategy) {
    if (callback) nextTick(callback);
    return;
  }
  this.flush(constants.Z_SYNC_FLUSH, () => {
    const handle = openHandle(this);
    if (!handle.params(level, strategy)) fail(this, faultOf(handle));
    if (this.destroyed) return;
    this._level = level;
    this._strategy = strategy;
    if (callback) callback();
  });
}
