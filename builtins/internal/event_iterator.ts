// events.on: an asynchronous iterator over an emitter's events
// (https://nodejs.org/api/events.html#eventsonemitter-eventname-options).
//
// Invariant: either events wait for a call of next(), or calls of next() wait for an event; never both.
import {
  AsyncIteratorPrototype,
  Error,
  NumberMAX_SAFE_INTEGER,
  ObjectSetPrototypeOf,
  Promise,
  PromiseReject,
  PromiseResolve,
  SymbolAsyncIterator,
  SymbolDispose,
} from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { validateAbortSignal, validateInteger, validateObject } from "internal/validators";
import { addAbortListener, attach, detach } from "internal/event_helpers";

/** First in, first out, without moving what waits at every step. */
class Queue<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items[this.#items.length] = item;
  }

  shift(): T | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head === 1024) {
      // Compact now and then, so that a reader slower than the emitter does not keep what it took.
      const rest: (T | undefined)[] = [];
      for (let i = this.#head; i < this.#items.length; i++) rest[i - this.#head] = this.#items[i];
      this.#items = rest;
      this.#head = 0;
    }
    return item;
  }
}

interface Waiter {
  resolve(result: IteratorResult<unknown>): void;
  reject(reason: unknown): void;
}

function iterResult(value: unknown, done: boolean): IteratorResult<unknown> {
  return { value, done } as IteratorResult<unknown>;
}

export function on(emitter: any, event: string | symbol, options: any = {}): any {
  validateObject(options, "options");
  const signal = options.signal;
  validateAbortSignal(signal, "options.signal");
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  // The names with a small m are those of Node's first version of these options.
  const highWaterMark = options.highWaterMark ?? options.highWatermark ?? NumberMAX_SAFE_INTEGER;
  const lowWaterMark = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(highWaterMark, "options.highWaterMark", 1);
  validateInteger(lowWaterMark, "options.lowWaterMark", 1);

  const events = new Queue<unknown>();
  const waiters = new Queue<Waiter>();
  const attached: { name: string | symbol; listener: (...args: any[]) => void }[] = [];
  let paused = false;
  let failure: { error: unknown } | undefined;
  let finished = false;

  function listen(name: string | symbol, listener: (...args: any[]) => void): void {
    attach(emitter, name, listener, false);
    attached[attached.length] = { name, listener };
  }

  function onEvent(...args: unknown[]): void {
    const waiter = waiters.shift();
    if (waiter !== undefined) {
      waiter.resolve(iterResult(args, false));
      return;
    }
    events.push(args);
    if (!paused && events.length > highWaterMark) {
      paused = true;
      emitter.pause();
    }
  }

  function onError(error: unknown): void {
    const waiter = waiters.shift();
    if (waiter === undefined) failure = { error };
    else waiter.reject(error);
    close();
  }

  function onAbort(): void {
    onError(new AbortError(undefined, { cause: signal?.reason }));
  }

  function close(): Promise<IteratorResult<unknown>> {
    abortListener?.[SymbolDispose]();
    for (let i = 0; i < attached.length; i++) detach(emitter, attached[i].name, attached[i].listener);
    attached.length = 0;
    finished = true;
    let waiter: Waiter | undefined;
    while ((waiter = waiters.shift()) !== undefined) waiter.resolve(iterResult(undefined, true));
    return PromiseResolve(iterResult(undefined, true));
  }

  const iterator = ObjectSetPrototypeOf(
    {
      next(): Promise<IteratorResult<unknown>> {
        if (events.length > 0) {
          const args = events.shift();
          if (paused && events.length < lowWaterMark) {
            emitter.resume();
            paused = false;
          }
          return PromiseResolve(iterResult(args, false));
        }
        if (failure !== undefined) {
          const rejected = PromiseReject(failure.error);
          failure = undefined;
          return rejected;
        }
        if (finished) return close();
        return new Promise((resolve: any, reject: any) => waiters.push({ resolve, reject }));
      },

      return(): Promise<IteratorResult<unknown>> {
        return close();
      },

      throw(error: unknown): void {
        if (!(error instanceof Error)) {
          throw new codes.ERR_INVALID_ARG_TYPE("EventEmitter.AsyncIterator", "Error", error);
        }
        onError(error);
      },

      [SymbolAsyncIterator]() {
        return this;
      },
    },
    AsyncIteratorPrototype,
  );

  listen(event, onEvent);
  if (event !== "error" && typeof emitter.on === "function") listen("error", onError);
  const closeEvents = options.close;
  for (let i = 0; i < (closeEvents?.length ?? 0); i++) listen(closeEvents[i], close);
  const abortListener: any = signal ? addAbortListener(signal, onAbort) : undefined;
  return iterator;
}
