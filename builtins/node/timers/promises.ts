// node:timers/promises: https://nodejs.org/api/timers.html#timers-promises-api

import { Promise, PromisePrototypeFinally, PromiseReject, Symbol } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { validateAbortSignal, validateBoolean, validateNumber, validateObject } from "internal/validators";
import {
  clearImmediate, clearTimeout, setImmediate as startImmediate, startTimer, Timeout,
} from "internal/timers";

interface Options {
  ref?: boolean;
  signal?: AbortSignalLike;
}

interface AbortSignalLike {
  aborted: boolean;
  reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: object): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

const kNoOptions: Options = {};

function validateOptions(options: Options): void {
  validateObject(options, "options");
  if (options.signal !== undefined) validateAbortSignal(options.signal, "options.signal");
  if (options.ref !== undefined) validateBoolean(options.ref, "options.ref");
}

function abortErrorOf(signal: AbortSignalLike): AbortError {
  return new AbortError(undefined, { cause: signal.reason });
}

/** A promise for what `start` settles; an abort calls what `start` returned, and rejects. */
function settleUnlessAborted<T>(signal: AbortSignalLike | undefined, start: (resolve: (value: T) => void) => () => void): Promise<T> {
  if (signal?.aborted) return PromiseReject(abortErrorOf(signal));
  let onAbort: (() => void) | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    const cancel = start(resolve);
    if (signal === undefined) return;
    onAbort = () => {
      cancel();
      reject(abortErrorOf(signal));
    };
    signal.addEventListener("abort", onAbort, { __proto__: null, once: true } as object);
  });
  if (onAbort === undefined) return promise;
  return PromisePrototypeFinally(promise, () => signal!.removeEventListener("abort", onAbort!)) as Promise<T>;
}

function setTimeout<T>(delay?: number, value?: T, options: Options = kNoOptions): Promise<T> {
  try {
    if (delay !== undefined) validateNumber(delay, "delay");
    validateOptions(options);
  } catch (error) {
    return PromiseReject(error);
  }
  return settleUnlessAborted<T>(options.signal, (resolve) => {
    const timer = startTimer(new Timeout(resolve, delay, [value], false, options.ref ?? true));
    return () => clearTimeout(timer);
  });
}

function setImmediate<T>(value?: T, options: Options = kNoOptions): Promise<T> {
  try {
    validateOptions(options);
  } catch (error) {
    return PromiseReject(error);
  }
  return settleUnlessAborted<T>(options.signal, (resolve) => {
    const immediate = startImmediate(resolve, value);
    if (options.ref === false) immediate.unref();
    return () => clearImmediate(immediate);
  });
}

/** Yields `value` every `delay` milliseconds; beats that nobody was waiting for are made up for. */
async function* setInterval<T>(delay?: number, value?: T, options: Options = kNoOptions): AsyncGenerator<T, void> {
  if (delay !== undefined) validateNumber(delay, "delay");
  validateOptions(options);
  const { signal } = options;
  if (signal?.aborted) throw abortErrorOf(signal);
  let due = 0;
  let wake: (() => void) | undefined;
  const beat = () => {
    due++;
    wake?.();
  };
  const onAbort = () => {
    clearTimeout(timer);
    wake?.();
  };
  const timer = startTimer(new Timeout(beat, delay, undefined, true, options.ref ?? true));
  signal?.addEventListener("abort", onAbort, { __proto__: null, once: true } as object);
  try {
    for (;;) {
      if (due === 0) await new Promise<void>((resolve) => { wake = resolve; });
      wake = undefined;
      if (signal?.aborted) throw abortErrorOf(signal);
      for (; due > 0; due--) yield value as T;
      if (signal?.aborted) throw abortErrorOf(signal);
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

const kScheduler = Symbol("kScheduler");

/** https://nodejs.org/api/timers.html#timerspromisesschedulerwaitdelay-options */
class Scheduler {
  [kScheduler] = true;

  constructor(key?: unknown) {
    if (key !== kScheduler) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  yield(): Promise<void> {
    if (!this[kScheduler]) throw new codes.ERR_INVALID_THIS("Scheduler");
    return setImmediate();
  }

  wait(delay: number, options?: Options): Promise<void> {
    if (!this[kScheduler]) throw new codes.ERR_INVALID_THIS("Scheduler");
    return setTimeout<void>(delay, undefined, options);
  }
}

export default { setTimeout, setImmediate, setInterval, scheduler: new Scheduler(kScheduler) };
