// Transform and PassThrough: what is written comes out again, changed or not.
// https://nodejs.org/api/stream.html#class-streamtransform
import { FunctionPrototypeBind, FunctionPrototypeCall, ObjectSetPrototypeOf, Symbol } from "internal/primordials";
import { codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { Duplex } from "internal/stream_duplex";
import { highWaterMarkOf } from "internal/stream_water_mark";

type Callback = (error?: any, value?: any) => void;

/** The write that waits until somebody has read. */
const kWaiting: unique symbol = Symbol("waiting") as any;
/** What `_transform()` is given, one function for all chunks; and for the chunk at hand: the fill of the readable side. */
const kTransformed: unique symbol = Symbol("transformed") as any;
const kLengthBefore: unique symbol = Symbol("lengthBefore") as any;

/** A function and not a class: `Transform.call(this)` and `util.inherits` must work. */
export function Transform(this: any, options?: any): any {
  if (!(this instanceof (Transform as any))) return new (Transform as any)(options);
  const mark = options ? highWaterMarkOf(options, false, "readableHighWaterMark", true) : undefined;
  if (mark === 0) {
    // A readable side that holds nothing must not make the writable side refuse everything, too.
    options = {
      ...options,
      highWaterMark: null,
      readableHighWaterMark: 0,
      writableHighWaterMark: options.writableHighWaterMark || 0,
    };
  }
  FunctionPrototypeCall(Duplex as any, this, options);
  // What the first write pushes does not come from within _read().
  this._readableState.sync = false;
  this[kWaiting] = null;
  this[kLengthBefore] = 0;
  this[kTransformed] = FunctionPrototypeBind(onTransformed, undefined, this);
  if (options) {
    if (typeof options.transform === "function") this._transform = options.transform;
    if (typeof options.flush === "function") this._flush = options.flush;
  }
  this.on("prefinish", onPrefinish);
}
ObjectSetPrototypeOf(Transform.prototype, Duplex.prototype);
ObjectSetPrototypeOf(Transform, Duplex);

const proto: any = Transform.prototype;

proto._transform = function _transform(_chunk: any, _encoding: string, _callback: Callback): void {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED("_transform()");
};

proto._write = function _write(this: any, chunk: any, encoding: string, callback: Callback): void {
  const length = this._readableState.length;
  if (callback === this._writableState.onwrite) {
    this[kLengthBefore] = length;
    this._transform(chunk, encoding, this[kTransformed]);
  } else {
    // A subclass has put itself between.
    this._transform(chunk, encoding, (error: any, value: any) => settle(this, error, value, length, callback));
  }
};

function onTransformed(stream: any, error?: any, value?: any): void {
  settle(stream, error, value, stream[kLengthBefore], stream._writableState.onwrite);
}

/** Passes on what came of a chunk, and asks for the next one unless the readable side is full. */
function settle(stream: any, error: any, value: any, lengthBefore: number, callback: Callback): void {
  if (error) {
    callback(error);
    return;
  }
  if (value !== undefined && value !== null) stream.push(value);
  const readable = stream._readableState;
  if (readable.ended) {
    // Nothing can come out any more: what is still written is taken and lost, a chunk a tick.
    nextTick(callback);
    return;
  }
  // Once end() was called, or nothing came of the chunk, waiting for a reader could last for ever.
  if (stream._writableState.ended || lengthBefore === readable.length || readable.length < readable.highWaterMark) callback();
  else stream[kWaiting] = callback;
}

proto._read = function _read(this: any): void {
  const callback = this[kWaiting];
  if (callback === null || callback === undefined) return;
  this[kWaiting] = null;
  callback();
};

/** The end of what is written is the end of what is read, after what _flush() adds. */
function flush(stream: any, callback?: Callback): void {
  if (typeof stream._flush !== "function" || stream.destroyed) {
    stream.push(null);
    callback?.();
    return;
  }
  stream._flush((error: any, value: any) => {
    if (error) {
      if (callback) callback(error);
      else stream.destroy(error);
      return;
    }
    if (value !== undefined && value !== null) stream.push(value);
    stream.push(null);
    callback?.();
  });
}

function final(this: any, callback: Callback): void {
  flush(this, callback);
}
proto._final = final;

/** Where a subclass has a _final() of its own. */
function onPrefinish(this: any): void {
  if (this._final !== final) flush(this);
}

export function PassThrough(this: any, options?: any): any {
  if (!(this instanceof (PassThrough as any))) return new (PassThrough as any)(options);
  FunctionPrototypeCall(Transform as any, this, options);
}
ObjectSetPrototypeOf(PassThrough.prototype, Transform.prototype);
ObjectSetPrototypeOf(PassThrough, Transform);

(PassThrough.prototype as any)._transform = function _transform(chunk: any, _encoding: string, callback: Callback): void {
  callback(null, chunk);
};
