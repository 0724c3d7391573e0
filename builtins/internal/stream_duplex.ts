// Duplex: readable and writable (https://nodejs.org/api/stream.html#class-streamduplex). It inherits from Readable and
// takes over Writable's methods; `instanceof Writable` holds by its state.
import { FunctionPrototypeCall, ObjectKeys, ObjectSetPrototypeOf, SymbolAsyncDispose } from "internal/primordials";
import { construct } from "internal/stream_destroy";
import { Stream } from "internal/stream_legacy";
import { defineDuplexProperties } from "internal/stream_properties";
import { Readable, resumeReading } from "internal/stream_readable";
import { ReadableState } from "internal/stream_readable_state";
import { onWritten, resumeWriting, Writable } from "internal/stream_writable";
import { WritableState } from "internal/stream_writable_state";

/** A function and not a class: `Duplex.call(this)` and `util.inherits` must work. */
export function Duplex(this: any, options?: any): any {
  if (!(this instanceof (Duplex as any))) return new (Duplex as any)(options);
  this._events ??= {
    __proto__: null,
    close: undefined,
    error: undefined,
    prefinish: undefined,
    finish: undefined,
    drain: undefined,
    data: undefined,
    end: undefined,
    readable: undefined,
  };
  this._readableState = new ReadableState(options, true);
  this._writableState = new WritableState(options, this, true, onWritten);
  this.allowHalfOpen = true;
  if (options) applyOptions(this, options);
  FunctionPrototypeCall(Stream as any, this, options);
  if (this._construct !== undefined) {
    construct(this, () => {
      resumeReading(this);
      resumeWriting(this);
    });
  }
}

function applyOptions(stream: any, options: any): void {
  stream.allowHalfOpen = options.allowHalfOpen !== false;
  if (options.readable === false) {
    const state = stream._readableState;
    state.readable = false;
    state.ended = true;
    state.endEmitted = true;
  }
  if (options.writable === false) {
    const state = stream._writableState;
    state.writable = false;
    state.ending = true;
    state.ended = true;
    state.finished = true;
  }
  if (typeof options.read === "function") stream._read = options.read;
  if (typeof options.write === "function") stream._write = options.write;
  if (typeof options.writev === "function") stream._writev = options.writev;
  if (typeof options.destroy === "function") stream._destroy = options.destroy;
  if (typeof options.final === "function") stream._final = options.final;
  if (typeof options.construct === "function") stream._construct = options.construct;
  if (options.signal) require("internal/stream_abort").addAbortSignal(options.signal, stream);
}

ObjectSetPrototypeOf(Duplex.prototype, Readable.prototype);
ObjectSetPrototypeOf(Duplex, Readable);

const proto: any = Duplex.prototype;
const writableMethods = ObjectKeys(Writable.prototype);
for (let i = 0; i < writableMethods.length; i++) {
  const name = writableMethods[i]!;
  // pipe() and the reading side's own stay; destroy() must be the one that drops what was written.
  if (!proto[name] || name === "destroy") proto[name] = (Writable.prototype as any)[name];
}
proto[SymbolAsyncDispose] = (Readable.prototype as any)[SymbolAsyncDispose];

defineDuplexProperties(proto);

(Duplex as any).from = function (body: any): any {
  return require("internal/stream_duplex_from").from(body);
};
