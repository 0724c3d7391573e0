/** node:timers/promises on a clock. */
import type { Clock } from "internal/test_clock";
import { ArrayPrototypePush, ArrayPrototypeShift, MapPrototypeDelete, MapPrototypeSet, Promise, SymbolAsyncIterator } from "internal/primordials";

interface Options {
  signal?: any;
}

/** Calls `abort` when the signal says so, until `forget`. The clock forgets all when it is taken away. */
function onAbort(clock: Clock, signal: any, abort: () => void): () => void {
  if (!signal) return () => {};
  const listener = () => {
    forget();
    abort();
  };
  const forget = () => {
    signal.removeEventListener("abort", listener);
    MapPrototypeDelete(clock.aborts, listener);
  };
  signal.addEventListener("abort", listener);
  MapPrototypeSet(clock.aborts, listener, forget);
  return forget;
}

function wait(clock: Clock, type: "Timeout" | "Immediate", delay: unknown, value: unknown, { signal }: Options): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = clock.add(type, () => {
      forget();
      resolve(value);
    }, delay, () => []);
    const forget = onAbort(clock, signal, () => {
      clock.clear(type, timer);
      reject(signal.reason);
    });
  });
}

class Ticks {
  #clock: Clock;
  #value: unknown;
  #signal: any;
  #timer: any;
  #forget: () => void = () => {};
  #done = false;
  #told = false;
  /** How often the interval ended with no one waiting. */
  #ready = 0;
  #waiting: (() => void)[] = [];
  #returns: (() => void)[] = [];

  constructor(clock: Clock, delay: unknown, value: unknown, { signal }: Options) {
    this.#clock = clock;
    this.#value = value;
    this.#signal = signal;
    this.#timer = clock.add("Interval", () => {
      const next = ArrayPrototypeShift(this.#waiting) as (() => void) | undefined;
      if (next) next();
      else this.#ready++;
    }, delay, () => []);
    if (signal?.aborted) this.#abort();
    else this.#forget = onAbort(clock, signal, () => this.#abort());
  }

  #abort(): void {
    this.#clock.clear("Interval", this.#timer);
    this.#done = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < waiting.length; i++) waiting[i]!();
  }

  #result(): { done: boolean; value: unknown } {
    if (this.#signal?.aborted && !this.#told) {
      this.#told = true;
      throw this.#signal.reason;
    }
    return this.#done ? { done: true, value: undefined } : { done: false, value: this.#value };
  }

  async next(): Promise<{ done: boolean; value: unknown }> {
    if (!this.#done && this.#ready === 0) {
      await new Promise<void>((resolve) => ArrayPrototypePush(this.#waiting, resolve));
      if (this.#waiting.length === 0) for (let end; (end = ArrayPrototypeShift(this.#returns) as any) !== undefined;) end();
    } else if (!this.#done) {
      this.#ready--;
    }
    return this.#result();
  }

  async return(): Promise<{ done: true; value: undefined }> {
    if (!this.#done) {
      if (this.#waiting.length > 0) await new Promise<void>((resolve) => ArrayPrototypePush(this.#returns, resolve));
      this.#clock.clear("Interval", this.#timer);
      this.#done = true;
      this.#forget();
    }
    return { done: true, value: undefined };
  }
}

/** Functions in the place of those of node:timers/promises. An abort rejects with the signal's reason. */
export function makePromises(clock: Clock): Record<string, Function> {
  return {
    setTimeout: (delay: unknown, value: unknown, options: Options = {}) => wait(clock, "Timeout", delay, value, options),
    setImmediate: (value: unknown, options: Options = {}) => wait(clock, "Immediate", undefined, value, options),
    setInterval: (delay: unknown, value: unknown, options: Options = {}) => ({ [SymbolAsyncIterator]: () => new Ticks(clock, delay, value, options) }),
  };
}
