/**
 * Promises as the streams use them: reactions that leave no promise behind for the program to see, and promises
 * that come into being only when somebody asks for them.
 */
import { Promise, PromisePrototypeThen, PromiseReject, PromiseResolve } from "internal/primordials";

/** What an algorithm gives back: undefined stands for a promise that is resolved with undefined. */
export type Completion = Promise<unknown> | undefined;

/** Shared by all that have nothing to wait for; only ever reacted to, never handed out. */
const kResolved: Promise<undefined> = PromiseResolve(undefined);

export function noop(): void {}

/** https://webidl.spec.whatwg.org/#mark-a-promise-as-handled */
export function markHandled(promise: Promise<unknown>): void {
  PromisePrototypeThen(promise, undefined, noop);
}

/** https://webidl.spec.whatwg.org/#dfn-perform-steps-once-promise-is-settled; the handlers must not throw. */
export function react(
  completion: Completion,
  onFulfilled: (value: any) => void,
  onRejected: ((reason: unknown) => void) | undefined,
): void {
  PromisePrototypeThen(completion === undefined ? kResolved : completion, onFulfilled, onRejected);
}

/** https://webidl.spec.whatwg.org/#dfn-promise-react */
export function chain<T>(
  completion: Completion,
  onFulfilled: ((value: any) => T | PromiseLike<T>) | undefined,
  onRejected?: (reason: unknown) => any,
): Promise<T> {
  return PromisePrototypeThen(completion === undefined ? kResolved : completion, onFulfilled, onRejected) as any;
}

/** Calls a function in a microtask of its own. */
export function queueReaction(callback: () => void): void {
  PromisePrototypeThen(kResolved, callback);
}

/** A promise to hand out for what an algorithm gave back. */
export function toPromise(completion: Completion): Promise<unknown> {
  return completion === undefined ? PromiseResolve(undefined) : completion;
}

/**
 * What a callback of the program returned for one chunk; anything that isn't an object needs no waiting. Where the
 * callback is called once, `resolvedWith` is used as the standard has it; here a promise is followed as it is, two
 * microtasks and a promise sooner.
 */
export function completionOf(value: any): Completion {
  if (value === undefined || value === null || (typeof value !== "object" && typeof value !== "function")) {
    return undefined;
  }
  return PromiseResolve(value);
}

/**
 * A promise resolved with a value: for an object always a new one, which settles two microtasks after a promise
 * that it follows. https://webidl.spec.whatwg.org/#a-promise-resolved-with
 */
export function resolvedWith(value: any): Completion {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  return new Promise((resolve) => resolve(value));
}

export function rejection(reason: unknown): Promise<never> {
  return PromiseReject(reason) as Promise<never>;
}

let lastResolve: any;
let lastReject: any;
function keepBoth(resolve: unknown, reject: unknown): void {
  lastResolve = resolve;
  lastReject = reject;
}

/** A promise with the functions that settle it. */
export class Deferred<T = undefined> {
  promise: Promise<T> = new Promise(keepBoth);
  resolve: (value: T | PromiseLike<T>) => void = lastResolve;
  reject: (reason: unknown) => void = lastReject;

  constructor() {
    // They would keep the promise, and what it is resolved with, alive.
    lastResolve = undefined;
    lastReject = undefined;
  }
}

const kPending = 0;
const kFulfilled = 1;
const kRejected = 2;

/**
 * A promise of nothing that readers and writers show as a property: made when it is first read. A rejection counts
 * as handled, as the standard has it for all of these.
 */
export class LazyPromise {
  private state = kPending;
  private reason: unknown = undefined;
  private deferred: Deferred | undefined = undefined;
  private made: Promise<undefined> | undefined = undefined;

  get isPending(): boolean {
    return this.state === kPending;
  }

  get(): Promise<undefined> {
    if (this.made !== undefined) return this.made;
    if (this.state === kPending) this.made = (this.deferred = new Deferred()).promise;
    else if (this.state === kFulfilled) this.made = PromiseResolve(undefined);
    else markHandled((this.made = rejection(this.reason)));
    return this.made!;
  }

  /** Does nothing to a settled promise. */
  resolve(): void {
    if (this.state !== kPending) return;
    this.state = kFulfilled;
    if (this.deferred !== undefined) this.deferred.resolve(undefined);
    this.deferred = undefined;
  }

  /** Rejects the promise if it is pending, and otherwise puts a rejected one in its place. */
  reject(reason: unknown): void {
    const { deferred } = this;
    this.state = kRejected;
    this.reason = reason;
    this.deferred = undefined;
    if (deferred === undefined) {
      this.made = undefined;
      return;
    }
    markHandled(deferred.promise);
    deferred.reject(reason);
  }

  /** A new pending promise in the place of the settled one. */
  renew(): void {
    this.state = kPending;
    this.reason = undefined;
    this.deferred = undefined;
    this.made = undefined;
  }
}
