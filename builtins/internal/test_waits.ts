/**
 * What a lane of the executor waits for. A test or hook that is done when its function returns waits for nothing.
 *
 * After each wait the lane goes on from the loop, not from a microtask: what the test left in the queues has run by then,
 * and rejections that nobody handled have been told.
 */
import { FunctionPrototypeCall, Promise, PromisePrototypeThen, PromiseResolve, SafeSet } from "internal/primordials";
import { type Due, addDeadline, now, removeDeadline } from "internal/test_deadlines";
import { Timeout, setImmediate, startTimer } from "internal/timers";

export interface Waiter {
  resume(value: unknown, failed: boolean): void;
}

export abstract class Wait {
  abstract begin(waiter: Waiter): void;
}

/** Thrown by `skip()`: the test ends there. */
export class SkipSignal {
  #isSignal = true;

  constructor(readonly note: string) {}

  /** Whatever was thrown, no code of it runs. */
  static is(value: unknown): value is SkipSignal {
    return typeof value === "object" && value !== null && #isSignal in value;
  }
}

/** A test or hook took too long. */
export class TimeoutSignal {
  #isSignal = true;

  constructor(readonly milliseconds: number) {}

  static is(value: unknown): value is TimeoutSignal {
    return typeof value === "object" && value !== null && #isSignal in value;
  }
}

/** Those that have no limit. */
const unlimited = new SafeSet<PromiseWait>();

/** Nothing is left that could settle them. @returns Whether there were any. */
export function cancelUnlimited(error: unknown): boolean {
  const all: PromiseWait[] = [];
  unlimited.forEach((wait) => { all[all.length] = wait; });
  for (let i = 0; i < all.length; i++) all[i]!.cancel(error);
  return all.length > 0;
}

export class PromiseWait extends Wait implements Due {
  deadline = Infinity;
  #promise: PromiseLike<unknown>;
  #timeout: number;
  #waiter: Waiter | undefined;

  constructor(promise: PromiseLike<unknown>, timeout: number) {
    super();
    this.#promise = promise;
    this.#timeout = timeout;
  }

  begin(waiter: Waiter): void {
    this.#waiter = waiter;
    const timeout = this.#timeout;
    if (timeout > 0 && timeout < Infinity) {
      this.deadline = now() + timeout;
      addDeadline(this);
    } else {
      unlimited.add(this);
    }
    const done = (value: unknown) => this.#settle(value, false);
    const fail = (error: unknown) => this.#settle(error, true);
    if (this.#promise instanceof Promise) PromisePrototypeThen(this.#promise, done, fail);
    else this.#promise.then(done, fail);
  }

  #settle(value: unknown, failed: boolean): void {
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    this.#waiter = undefined;
    if (this.deadline < Infinity) removeDeadline(this);
    else unlimited.delete(this);
    setImmediate(() => waiter.resume(value, failed));
  }

  cancel(error: unknown): void {
    this.#settle(error, true);
  }

  expire(): void {
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    this.#waiter = undefined;
    waiter.resume(new TimeoutSignal(this.#timeout), true);
  }
}

export class Pause extends Wait {
  constructor(readonly milliseconds: number) {
    super();
  }

  begin(waiter: Waiter): void {
    startTimer(new Timeout(() => waiter.resume(undefined, false), this.milliseconds, undefined, false, true));
  }
}

/** One turn of the loop. */
export class Turn extends Wait {
  begin(waiter: Waiter): void {
    setImmediate(() => waiter.resume(undefined, false));
  }
}

/** A function that yields promises (https://jestjs.io/docs/api#testname-fn-timeout: generator functions). */
export function runGenerator(generator: any): Promise<unknown> {
  return new Promise((resolve: any, reject: any) => {
    const step = (method: "next" | "throw", given: unknown) => {
      let result: any;
      try {
        result = FunctionPrototypeCall(generator[method], generator, given);
      } catch (error) {
        return reject(error);
      }
      if (result.done) return resolve(result.value);
      PromisePrototypeThen(PromiseResolve(result.value), (value: unknown) => step("next", value), (error: unknown) => step("throw", error));
    };
    step("next", undefined);
  });
}
