// Readable's methods that work on its chunks as on a list's entries: map, filter, reduce and their kin.
// https://nodejs.org/api/stream.html#readablemapfn-options and the entries after it
//
// All of them read by iteration, so that leaving one early destroys the stream.
import {
  ArrayPrototypePush, ArrayPrototypeShift, MathFloor, Number, NumberIsNaN, Promise,
  PromisePrototypeThen, PromiseReject, PromiseResolve, Symbol,
} from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { validateAbortSignal, validateInteger, validateObject } from "internal/validators";
import { finishedPromise } from "internal/stream_finished";
import { noop } from "internal/stream_utils";

type Options = { signal?: any; concurrency?: number; highWaterMark?: number } | null | undefined;
type Fn = (value: any, options?: { signal: any }) => any;

const kEnd = Symbol("end");
/** What filter() leaves out. */
const kNothing = Symbol("nothing");

function checkFunction(fn: unknown, name = "fn"): asserts fn is Fn {
  if (typeof fn !== "function") throw new codes.ERR_INVALID_ARG_TYPE(name, ["Function", "AsyncFunction"], fn);
}

function checkOptions(options: Options): void {
  if (options !== null && options !== undefined) validateObject(options, "options");
  if (options?.signal !== null && options?.signal !== undefined) validateAbortSignal(options.signal, "options.signal");
}

function abortError(signal: any): Error {
  return new AbortError(undefined, { cause: signal.reason });
}

/**
 * Calls the function ahead of whoever reads: at most `concurrency` calls run at a time, and at most `mostWaiting`
 * results, in order, wait.
 */
class Mapping {
  stream: any;
  fn: Fn;
  concurrency: number;
  mostWaiting: number;
  signal: any;
  results: Promise<any>[] = [];
  running = 0;
  /** Nothing more will be read: the end, a fault, or a reader who left. */
  stopped = false;
  wakeReader: (() => void) | undefined;
  wakeSource: (() => void) | undefined;

  constructor(stream: any, fn: Fn, concurrency: number, mostWaiting: number, signal: any) {
    this.stream = stream;
    this.fn = fn;
    this.concurrency = concurrency;
    this.mostWaiting = mostWaiting;
    this.signal = require("web/abort").AbortSignal.any(signal ? [signal] : []);
  }

  async run(): Promise<void> {
    const options = { signal: this.signal };
    try {
      for await (const value of this.stream) {
        if (this.stopped) return;
        if (this.signal.aborted) throw new AbortError();
        let result: any;
        try {
          result = PromiseResolve(this.fn(value, options));
        } catch (error) {
          result = PromiseReject(error);
        }
        this.add(result);
        if (!this.stopped && this.isFull()) await new Promise<void>((resolve) => { this.wakeSource = resolve as any; });
      }
      ArrayPrototypePush(this.results, PromiseResolve(kEnd) as Promise<any>);
    } catch (error) {
      this.add(PromiseReject(error) as Promise<any>);
    } finally {
      this.stopped = true;
      this.stirReader();
    }
  }

  isFull(): boolean {
    return this.results.length >= this.mostWaiting || this.running >= this.concurrency;
  }

  add(result: Promise<any>): void {
    this.running++;
    PromisePrototypeThen(result, this.onResult, this.onFault);
    ArrayPrototypePush(this.results, result);
    this.stirReader();
  }

  onResult = (): void => {
    this.running--;
    this.stirSource();
  };

  onFault = (): void => {
    this.stopped = true;
    this.onResult();
  };

  stirReader(): void {
    const wake = this.wakeReader;
    this.wakeReader = undefined;
    wake?.();
  }

  stirSource(): void {
    const wake = this.wakeSource;
    if (wake === undefined || this.stopped || this.isFull()) return;
    this.wakeSource = undefined;
    wake();
  }

  async *values(): AsyncGenerator<any, void> {
    this.run();
    try {
      for (;;) {
        while (this.results.length > 0) {
          const value = await this.results[0];
          if (value === kEnd) return;
          if (this.signal.aborted) throw new AbortError();
          if (value !== kNothing) yield value;
          // Not before it has been taken: until then it waits.
          ArrayPrototypeShift(this.results);
          this.stirSource();
        }
        await new Promise<void>((resolve) => { this.wakeReader = resolve as any; });
      }
    } finally {
      this.stopped = true;
      const wake = this.wakeSource;
      this.wakeSource = undefined;
      wake?.();
    }
  }
}

export function map(stream: any, fn: Fn, options?: Options): AsyncGenerator<any, void> {
  checkFunction(fn);
  checkOptions(options);
  const concurrency = options?.concurrency != null ? MathFloor(options.concurrency) : 1;
  const highWaterMark = options?.highWaterMark != null ? MathFloor(options.highWaterMark) : concurrency - 1;
  validateInteger(concurrency, "options.concurrency", 1);
  validateInteger(highWaterMark, "options.highWaterMark", 0);
  return new Mapping(stream, fn, concurrency, highWaterMark + concurrency, options?.signal).values();
}

export function filter(stream: any, fn: Fn, options?: Options): AsyncGenerator<any, void> {
  checkFunction(fn);
  return map(stream, async (value, callOptions) => (await fn(value, callOptions)) ? value : kNothing, options);
}

export function flatMap(stream: any, fn: Fn, options?: Options): AsyncGenerator<any, void> {
  const lists = map(stream, fn, options);
  return (async function* () {
    for await (const list of lists) yield* list;
  })();
}

function toCount(value: any): number {
  const count = Number(value);
  if (NumberIsNaN(count)) return 0;
  if (count < 0) throw new codes.ERR_OUT_OF_RANGE("number", ">= 0", count);
  return count;
}

export function drop(stream: any, number: any, options?: Options): AsyncGenerator<any, void> {
  checkOptions(options);
  let left = toCount(number);
  const signal = options?.signal;
  return (async function* () {
    if (signal?.aborted) throw new AbortError();
    for await (const value of stream) {
      if (signal?.aborted) throw new AbortError();
      if (left-- <= 0) yield value;
    }
  })();
}

export function take(stream: any, number: any, options?: Options): AsyncGenerator<any, void> {
  checkOptions(options);
  let left = toCount(number);
  const signal = options?.signal;
  return (async function* () {
    if (signal?.aborted) throw new AbortError();
    for await (const value of stream) {
      if (signal?.aborted) throw new AbortError();
      if (left-- > 0) yield value;
      // Does not wait for a chunk that it will not give.
      if (left <= 0) return;
    }
  })();
}

export async function forEach(stream: any, fn: Fn, options?: Options): Promise<void> {
  checkFunction(fn);
  const call: Fn = async (value, callOptions) => {
    await fn(value, callOptions);
    return kNothing;
  };
  for await (const _ of map(stream, call, options)) void _;
}

export async function toArray(stream: any, options?: Options): Promise<any[]> {
  checkOptions(options);
  const signal = options?.signal;
  const list: any[] = [];
  for await (const value of stream) {
    if (signal?.aborted) throw abortError(signal);
    ArrayPrototypePush(list, value);
  }
  return list;
}

export async function some(stream: any, fn: Fn, options?: Options): Promise<boolean> {
  for await (const _ of filter(stream, fn, options)) return true;
  return false;
}

export async function every(stream: any, fn: Fn, options?: Options): Promise<boolean> {
  checkFunction(fn);
  return !(await some(stream, async (value, callOptions) => !(await fn(value, callOptions)), options));
}

export async function find(stream: any, fn: Fn, options?: Options): Promise<any> {
  for await (const value of filter(stream, fn, options)) return value;
  return undefined;
}

/** `args` are those after the reducer: whether there is a first value depends on their number. */
export async function reduce(stream: any, reducer: any, ...args: any[]): Promise<any> {
  checkFunction(reducer, "reducer");
  const options: Options = args[1];
  checkOptions(options);
  const outer = options?.signal;
  if (outer?.aborted) {
    const error = abortError(outer);
    // It is ours to report, and not the stream's.
    stream.once("error", noop);
    await finishedPromise(stream.destroy(error));
    throw error;
  }
  const controller = new (require("web/abort").AbortController)();
  const { signal } = controller;
  if (outer) outer.addEventListener("abort", () => controller.abort(), { __proto__: null, once: true });

  let hasValue = args.length > 0;
  let result = args[0];
  let isEmpty = true;
  try {
    for await (const value of stream) {
      isEmpty = false;
      if (outer?.aborted) throw new AbortError();
      if (hasValue) {
        result = await (reducer as any)(result, value, { signal });
      } else {
        result = value;
        hasValue = true;
      }
    }
    if (isEmpty && !hasValue) {
      const error: any = new codes.ERR_MISSING_ARGS("reduce");
      error.message = "Reduce of an empty stream requires an initial value";
      throw error;
    }
  } finally {
    controller.abort();
  }
  return result;
}
