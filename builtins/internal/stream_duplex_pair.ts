// duplexPair(): two streams back to back (https://nodejs.org/api/stream.html#streamduplexpairoptions).
import { FunctionPrototypeCall, ObjectSetPrototypeOf, Symbol } from "internal/primordials";
import { nextTick } from "internal/next_tick";
import { Duplex } from "internal/stream_duplex";

type Callback = (error?: any) => void;

const kOther: unique symbol = Symbol("other") as any;
/** The callback of a write whose chunk the other side has not read yet. */
const kUnread: unique symbol = Symbol("unread") as any;

function DuplexSide(this: any, options: any): void {
  FunctionPrototypeCall(Duplex as any, this, options);
  this[kOther] = null;
  this[kUnread] = null;
}
ObjectSetPrototypeOf(DuplexSide.prototype, Duplex.prototype);
ObjectSetPrototypeOf(DuplexSide, Duplex);

const proto: any = DuplexSide.prototype;

proto._read = function _read(this: any): void {
  const callback: Callback | null = this[kUnread];
  if (callback === null) return;
  this[kUnread] = null;
  callback();
};

proto._write = function _write(this: any, chunk: any, _encoding: string, callback: Callback): void {
  if (chunk.length === 0) {
    // Nothing that anybody could read.
    nextTick(callback);
    return;
  }
  const other = this[kOther];
  // Before the push, which may lead to a read at once.
  other[kUnread] = callback;
  other.push(chunk);
};

proto._final = function _final(this: any, callback: Callback): void {
  this[kOther].on("end", callback);
  this[kOther].push(null);
};

export function duplexPair(options?: any): [any, any] {
  const first = new (DuplexSide as any)(options);
  const second = new (DuplexSide as any)(options);
  first[kOther] = second;
  second[kOther] = first;
  return [first, second];
}
