// Writable (https://nodejs.org/api/stream.html#class-streamwritable): one write at a time goes to _write(), the others
// wait; the end comes when all have been written and _final() has been asked.
//
// What programs see, and what must therefore stay as it is: a write that ends within _write() is told of on the next
// tick, one that ends later at once; 'drain' comes before the callbacks of the writes that made it; 'finish' waits
// for all callbacks.
import {
  ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeSplice, Error, FunctionPrototypeCall,
  FunctionPrototypeSymbolHasInstance, ObjectDefineProperty, ObjectSetPrototypeOf, Promise, StringPrototypeToLowerCase,
  SymbolAsyncDispose, SymbolFor, SymbolHasInstance,
} from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { isArrayBufferView } from "internal/buffer_types";
import { construct, destroy, errorOrDestroy, undestroy } from "internal/stream_destroy";
import * as flags from "internal/stream_flags";
import { Stream } from "internal/stream_legacy";
import { defineWritableProperties } from "internal/stream_properties";
import { type AfterWrite, type BufferedWrite, WritableState, type WriteCallback } from "internal/stream_writable_state";

const {
  kObjectMode, kEnded, kConstructed, kSync, kErrorEmitted, kAutoDestroy, kDestroyed, kCloseEmitted, kFinalCalled,
  kNeedDrain, kEnding, kFinished, kDecodeStrings, kWriting, kBufferProcessing, kPrefinished, kAllBuffers, kAllNoop,
  kAfterWritePending,
} = flags;
const tick = nextTick;
const noop: WriteCallback = () => {};

/** Written chunks stay in the array until there are so many, since moving the rest costs. */
const kMostWritten = 256;

let BufferClass: any;
function getBuffer(): any {
  return BufferClass ??= require("node:buffer").Buffer;
}

/** A function and not a class: `Writable.call(this)` and `util.inherits` must work. */
export function Writable(this: any, options?: any): any {
  if (!(this instanceof (Writable as any))) return new (Writable as any)(options);
  // Laid out beforehand, so that the events of all writables have one shape; and in this order for eventNames().
  this._events ??= { __proto__: null, close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined };
  this._writableState = new WritableState(options, this, false, onWritten);
  if (options) {
    if (typeof options.write === "function") this._write = options.write;
    if (typeof options.writev === "function") this._writev = options.writev;
    if (typeof options.destroy === "function") this._destroy = options.destroy;
    if (typeof options.final === "function") this._final = options.final;
    if (typeof options.construct === "function") this._construct = options.construct;
    if (options.signal) require("internal/stream_abort").addAbortSignal(options.signal, this);
  }
  FunctionPrototypeCall(Stream as any, this, options);
  if (this._construct !== undefined) construct(this, () => resumeWriting(this));
}
ObjectSetPrototypeOf(Writable.prototype, Stream.prototype);
ObjectSetPrototypeOf(Writable, Stream);

// A duplex inherits from Readable, and is a Writable by what it has.
ObjectDefineProperty(Writable, SymbolHasInstance, {
  __proto__: null,
  value(this: unknown, object: any): boolean {
    if (FunctionPrototypeSymbolHasInstance(this, object)) return true;
    return this === Writable && !!object && object._writableState instanceof WritableState;
  },
} as any);

const proto: any = Writable.prototype;
defineWritableProperties(proto);
(Writable as any).WritableState = WritableState;

/** A writable cannot be read. */
proto.pipe = function pipe(this: any): void {
  errorOrDestroy(this, new codes.ERR_STREAM_CANNOT_PIPE());
};

// ---- chunks go in

type Refusal = Error | undefined;
/** Why the last writeChunk() was refused for good, if it was. */
let refusal: Refusal;

/** What write() does, and end() with its chunk. */
function writeChunk(stream: any, chunk: any, encoding: any, callback: any): boolean {
  const state: WritableState = stream._writableState;
  if (typeof encoding === "function") {
    callback = encoding;
    encoding = null;
  } else if (typeof callback !== "function") {
    callback = noop;
  }

  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if ((state.flags & kObjectMode) === 0) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== "buffer" && !getBuffer().isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    if (typeof chunk !== "string") {
      chunk = toBytes(chunk);
      encoding = "buffer";
    } else if ((state.flags & kDecodeStrings) !== 0) {
      chunk = getBuffer().from(chunk, encoding);
      encoding = "buffer";
    }
  }

  if ((state.flags & (kEnding | kDestroyed)) !== 0) {
    refuse(stream, state, callback);
    return false;
  }
  state.pendingcb++;
  const hasRoom = writeOrWait(stream, state, chunk, encoding, callback);
  // Within _write() another stream may have refused something.
  refusal = undefined;
  return hasRoom;
}

function toBytes(chunk: any): any {
  const Buffer = getBuffer();
  if (chunk instanceof Buffer) return chunk;
  if (isArrayBufferView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new codes.ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk);
}

function refuse(stream: any, state: WritableState, callback: WriteCallback): void {
  const error = (state.flags & kEnding) !== 0 ? new codes.ERR_STREAM_WRITE_AFTER_END() : new codes.ERR_STREAM_DESTROYED("write");
  tick(callback, error);
  errorOrDestroy(stream, error, true);
  refusal = error;
}

proto.write = function write(this: any, chunk: any, encoding?: any, callback?: any): boolean {
  return writeChunk(this, chunk, encoding, callback);
};

function writeOrWait(stream: any, state: WritableState, chunk: any, encoding: string, callback: WriteCallback): boolean {
  const size = (state.flags & kObjectMode) !== 0 ? 1 : chunk.length;
  state.length += size;
  if ((state.flags & (kWriting | kConstructed)) !== kConstructed || state.corked > 0 || state.errored !== null) {
    const { buffered } = state;
    buffered[buffered.length] = { chunk, encoding, callback };
    if (encoding !== "buffer") state.flags &= ~kAllBuffers;
    if (callback !== noop) state.flags &= ~kAllNoop;
  } else {
    state.writelen = size;
    state.writecb = callback;
    state.flags |= kWriting | kSync;
    stream._write(chunk, encoding, state.onwrite);
    state.flags &= ~kSync;
  }
  // What _write() has done with at once takes no room; and it may have met a fault.
  const hasRoom = state.length < state.highWaterMark || state.length === 0;
  if (!hasRoom) state.flags |= kNeedDrain;
  return hasRoom && (state.flags & kDestroyed) === 0 && state.errored === null;
}

proto._write = function _write(this: any, chunk: any, encoding: string, callback: WriteCallback): void {
  if (!this._writev) throw new codes.ERR_METHOD_NOT_IMPLEMENTED("_write()");
  this._writev([{ chunk, encoding }], callback);
};
proto._writev = null;

function beginWrite(state: WritableState, size: number, callback: WriteCallback): void {
  state.writelen = size;
  state.writecb = callback;
  state.flags |= kWriting | kSync;
}

function writeBuffered(stream: any, state: WritableState): void {
  if ((state.flags & (kBufferProcessing | kDestroyed | kConstructed)) !== kConstructed || state.corked > 0) return;
  const count = state.buffered.length - state.bufferedIndex;
  if (count === 0) return;
  state.flags |= kBufferProcessing;
  if (count > 1 && stream._writev) writeTogether(stream, state, count);
  else writeOneByOne(stream, state);
  state.flags &= ~kBufferProcessing;
}

function writeTogether(stream: any, state: WritableState, count: number): void {
  const { buffered, bufferedIndex } = state;
  // One callback stands for all of them.
  state.pendingcb -= count - 1;
  const isSilent = (state.flags & kAllNoop) !== 0;
  const callback = isSilent ? noop : (error?: any) => {
    for (let i = bufferedIndex; i < buffered.length; i++) buffered[i]!.callback(error);
  };
  const chunks: any = isSilent && bufferedIndex === 0 ? buffered : ArrayPrototypeSlice(buffered, bufferedIndex);
  chunks.allBuffers = (state.flags & kAllBuffers) !== 0;
  beginWrite(state, state.length, callback);
  if ((state.flags & kDestroyed) !== 0) state.onwrite(new codes.ERR_STREAM_DESTROYED("write"));
  else stream._writev(chunks, state.onwrite);
  state.flags &= ~kSync;
  state.resetBuffer();
}

function writeOneByOne(stream: any, state: WritableState): void {
  const { buffered } = state;
  const isObjectMode = (state.flags & kObjectMode) !== 0;
  let index = state.bufferedIndex;
  do {
    const { chunk, encoding, callback } = buffered[index]!;
    buffered[index++] = null as any;
    beginWrite(state, isObjectMode ? 1 : chunk.length, callback);
    if ((state.flags & kDestroyed) !== 0) state.onwrite(new codes.ERR_STREAM_DESTROYED("write"));
    else stream._write(chunk, encoding, state.onwrite);
    state.flags &= ~kSync;
  } while (index < buffered.length && (state.flags & kWriting) === 0);

  if (index === buffered.length) {
    state.resetBuffer();
  } else if (index > kMostWritten) {
    ArrayPrototypeSplice(buffered, 0, index);
    state.bufferedIndex = 0;
  } else {
    state.bufferedIndex = index;
  }
}

/** After _construct(). */
export function resumeWriting(stream: any): void {
  const state: WritableState = stream._writableState;
  if ((state.flags & kWriting) === 0) writeBuffered(stream, state);
  finishMaybe(stream, state, false);
}

proto.cork = function cork(this: any): void {
  this._writableState.corked++;
};

proto.uncork = function uncork(this: any): void {
  const state: WritableState = this._writableState;
  if (state.corked === 0) return;
  state.corked--;
  if ((state.flags & kWriting) === 0) writeBuffered(this, state);
};

proto.setDefaultEncoding = function setDefaultEncoding(this: any, encoding: any): any {
  if (typeof encoding === "string") encoding = StringPrototypeToLowerCase(encoding);
  if (!getBuffer().isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

// ---- a write has ended

/** What _write(), _writev() call when they have done, or failed. */
export function onWritten(stream: any, error?: any): void {
  const state: WritableState = stream._writableState;
  const callback = state.writecb;
  if (typeof callback !== "function") {
    errorOrDestroy(stream, new codes.ERR_MULTIPLE_CALLBACK());
    return;
  }
  const isSync = (state.flags & kSync) !== 0;
  state.flags &= ~kWriting;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;

  if (error) {
    if (!state.errored) state.errored = error;
    if (stream._readableState && !stream._readableState.errored) stream._readableState.errored = error;
    if (isSync) tick(failWrite, stream, state, error, callback);
    else failWrite(stream, state, error, callback);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) writeBuffered(stream, state);
  if (isSync) settleLater(stream, state, callback);
  else settleWrites(stream, state, 1, callback);
}

function failWrite(stream: any, state: WritableState, error: any, callback: WriteCallback): void {
  --state.pendingcb;
  callback(error);
  failBuffered(state);
  errorOrDestroy(stream, error);
}

/** Gathers what a run of synchronous writes has to tell into one tick. */
function settleLater(stream: any, state: WritableState, callback: WriteCallback): void {
  if (callback === noop) {
    // Streams of objects always wait a tick, as Node's do: it delays their 'finish'.
    const waits = (state.flags & kObjectMode) !== 0 || ((state.flags & kNeedDrain) !== 0 && state.length === 0);
    if ((state.flags & kAfterWritePending) === 0 && waits) {
      state.flags |= kAfterWritePending;
      tick(settleWrites, stream, state, 1, noop);
    } else {
      state.pendingcb--;
      if ((state.flags & kEnding) !== 0) finishMaybe(stream, state, true);
    }
    return;
  }
  const waiting = state.afterWriteTickInfo;
  if (waiting !== null && waiting.callback === callback) {
    waiting.count++;
    return;
  }
  const after: AfterWrite = { count: 1, callback };
  state.afterWriteTickInfo = after;
  state.flags |= kAfterWritePending;
  tick(settleGathered, stream, state, after);
}

function settleGathered(stream: any, state: WritableState, after: AfterWrite): void {
  state.afterWriteTickInfo = null;
  settleWrites(stream, state, after.count, after.callback);
}

function settleWrites(stream: any, state: WritableState, count: number, callback: WriteCallback): void {
  state.flags &= ~kAfterWritePending;
  if ((state.flags & (kEnding | kDestroyed | kNeedDrain)) === kNeedDrain && state.length === 0) {
    state.flags &= ~kNeedDrain;
    stream.emit("drain");
  }
  while (count-- > 0) {
    state.pendingcb--;
    callback(null);
  }
  if ((state.flags & kDestroyed) !== 0) failBuffered(state);
  finishMaybe(stream, state, true);
}

/** Tells those whose writes will not come, and those who wait for the end. */
function failBuffered(state: WritableState): void {
  if ((state.flags & kWriting) !== 0) return;
  const isObjectMode = (state.flags & kObjectMode) !== 0;
  const { buffered } = state;
  for (let i = state.bufferedIndex; i < buffered.length; i++) {
    const { chunk, callback }: BufferedWrite = buffered[i]!;
    state.length -= isObjectMode ? 1 : chunk.length;
    callback(state.errored ?? new codes.ERR_STREAM_DESTROYED("write"));
  }
  callFinishCallbacks(state, state.errored ?? new codes.ERR_STREAM_DESTROYED("end"));
  state.resetBuffer();
}

function callFinishCallbacks(state: WritableState, error: any): void {
  const callbacks = state.finishCallbacks;
  if (callbacks.length === 0) return;
  state.finishCallbacks = [];
  for (let i = 0; i < callbacks.length; i++) callbacks[i]!(error);
}

// ---- the end

proto.end = function end(this: any, chunk?: any, encoding?: any, callback?: any): any {
  const state: WritableState = this._writableState;
  if (typeof chunk === "function") {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === "function") {
    callback = encoding;
    encoding = null;
  }

  let error: Refusal;
  if (chunk !== null && chunk !== undefined) {
    writeChunk(this, chunk, encoding, undefined);
    error = refusal;
    refusal = undefined;
  }
  if (state.corked > 0) {
    state.corked = 1;
    this.uncork();
  }

  if (error === undefined) {
    if ((state.flags & kEnding) === 0 && state.errored === null) {
      state.flags |= kEnding;
      finishMaybe(this, state, true);
      state.flags |= kEnded;
    } else if ((state.flags & kFinished) !== 0) {
      error = new codes.ERR_STREAM_ALREADY_FINISHED("end");
    } else if ((state.flags & kDestroyed) !== 0) {
      error = new codes.ERR_STREAM_DESTROYED("end");
    }
  }
  if (typeof callback === "function") {
    if (error !== undefined) tick(callback, error);
    else if (state.errored !== null) tick(callback, state.errored);
    else if ((state.flags & kFinished) !== 0) tick(callback);
    else ArrayPrototypePush(state.finishCallbacks, callback);
  }
  return this;
};

function canFinish(state: WritableState): boolean {
  const mask = kEnding | kDestroyed | kConstructed | kFinished | kWriting | kErrorEmitted | kCloseEmitted;
  return (state.flags & mask) === (kEnding | kConstructed) && state.errored === null && state.length === 0 &&
    state.buffered.length === 0;
}

/** `isSync`: whoever calls is not to be surprised by 'finish' before the next tick. */
function finishMaybe(stream: any, state: WritableState, isSync: boolean): void {
  if (!canFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (isSync) {
    state.pendingcb++;
    tick(finishIfStillDue, stream, state);
  } else if (canFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishIfStillDue(stream: any, state: WritableState): void {
  if (canFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function prefinish(stream: any, state: WritableState): void {
  if ((state.flags & (kPrefinished | kFinalCalled)) !== 0) return;
  if (typeof stream._final === "function" && (state.flags & kDestroyed) === 0) {
    state.flags |= kFinalCalled;
    callFinal(stream, state);
  } else {
    state.flags |= kFinalCalled | kPrefinished;
    stream.emit("prefinish");
  }
}

function callFinal(stream: any, state: WritableState): void {
  let called = false;
  const onFinal = (error?: any) => {
    if (called) {
      errorOrDestroy(stream, error ?? new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    state.pendingcb--;
    if (error) {
      callFinishCallbacks(state, error);
      errorOrDestroy(stream, error, (state.flags & kSync) !== 0);
    } else if (canFinish(state)) {
      state.flags |= kPrefinished;
      stream.emit("prefinish");
      // Not at once: a stream that waits for 'prefinish' may write on.
      state.pendingcb++;
      tick(finish, stream, state);
    }
  };
  state.flags |= kSync;
  state.pendingcb++;
  try {
    stream._final(onFinal);
  } catch (error) {
    onFinal(error);
  }
  state.flags &= ~kSync;
}

function finish(stream: any, state: WritableState): void {
  state.pendingcb--;
  state.flags |= kFinished;
  callFinishCallbacks(state, null);
  stream.emit("finish");
  if ((state.flags & kAutoDestroy) === 0) return;
  const other = stream._readableState;
  // A duplex lives until its readable side has ended, too.
  if (!other || (other.autoDestroy && (other.endEmitted || other.readable === false))) stream.destroy();
}

// ---- destruction

proto.destroy = function (this: any, error?: any, callback?: (error?: any) => void): any {
  const state: WritableState = this._writableState;
  if ((state.flags & kDestroyed) === 0 && (state.bufferedIndex < state.buffered.length || state.finishCallbacks.length > 0)) {
    tick(failBuffered, state);
  }
  FunctionPrototypeCall(destroy, this, error, callback);
  return this;
};
proto._undestroy = undestroy;
proto._destroy = function _destroy(error: any, callback: (error?: any) => void): void {
  callback(error);
};
proto[SymbolFor("nodejs.rejection")] = function (this: any, error: any): void {
  this.destroy(error);
};

/** https://nodejs.org/api/stream.html#writablesymbolasyncdispose */
proto[SymbolAsyncDispose] = function (this: any): Promise<void> {
  let error: any;
  if (!this.destroyed) {
    error = this.writableFinished ? null : new AbortError();
    this.destroy(error);
  }
  return new Promise<void>((resolve, reject) => {
    require("internal/stream_finished").finished(this, (reason: any) => {
      if (reason && reason.name !== "AbortError") reject(reason);
      else resolve(undefined as void);
    });
  });
};
