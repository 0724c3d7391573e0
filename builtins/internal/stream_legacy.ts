// Stream, the base of every stream class: an EventEmitter with the pipe() of Node's first streams, which packages
// that only emit 'data' and 'end' still inherit. Readable has a pipe() of its own.
import { ArrayIsArray, FunctionPrototypeCall, ObjectSetPrototypeOf } from "internal/primordials";
import EventEmitter from "node:events";

type Listener = (...args: any[]) => void;

/** A function and not a class: `Stream.call(this)` and `util.inherits` must work. */
export function Stream(this: any, options?: any): void {
  FunctionPrototypeCall(EventEmitter as any, this, options);
}
ObjectSetPrototypeOf(Stream.prototype, EventEmitter.prototype);
ObjectSetPrototypeOf(Stream, EventEmitter);

/** Adds a listener before all others, to old emitters too. */
export function prependListener(emitter: any, event: string, listener: Listener): void {
  if (typeof emitter.prependListener === "function") {
    emitter.prependListener(event, listener);
    return;
  }
  const present = emitter._events?.[event];
  if (!present) emitter.on(event, listener);
  else if (ArrayIsArray(present)) emitter._events[event] = [listener, ...present];
  else emitter._events[event] = [listener, present];
}

Stream.prototype.pipe = function pipe(this: any, destination: any, options?: { end?: boolean }): any {
  const source = this;
  let ended = false;

  function onData(chunk: unknown): void {
    if (destination.writable && destination.write(chunk) === false && source.pause) source.pause();
  }
  function onDrain(): void {
    if (source.readable && source.resume) source.resume();
  }
  function onEnd(): void {
    if (ended) return;
    ended = true;
    destination.end();
  }
  function onClose(): void {
    if (ended) return;
    ended = true;
    if (typeof destination.destroy === "function") destination.destroy();
  }
  function onError(this: any, error: unknown): void {
    detach();
    // Still nobody's but ours: then it is thrown, as without pipe().
    if (EventEmitter.listenerCount(this, "error") === 0) this.emit("error", error);
  }
  function detach(): void {
    source.removeListener("data", onData);
    destination.removeListener("drain", onDrain);
    source.removeListener("end", onEnd);
    source.removeListener("close", onClose);
    source.removeListener("error", onError);
    destination.removeListener("error", onError);
    source.removeListener("end", detach);
    source.removeListener("close", detach);
    destination.removeListener("close", detach);
  }

  source.on("data", onData);
  destination.on("drain", onDrain);
  // The standard streams stay open for others.
  if (!destination._isStdio && (!options || options.end !== false)) {
    source.on("end", onEnd);
    source.on("close", onClose);
  }
  prependListener(source, "error", onError);
  prependListener(destination, "error", onError);
  source.on("end", detach);
  source.on("close", detach);
  destination.on("close", detach);
  destination.emit("pipe", source);
  return destination;
};
