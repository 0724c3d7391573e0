/**
 * What `expect(value)` gives: one object whose class has a method for each matcher. `not`, `resolves`, `rejects` give
 * another one that knows it. An assertion that holds does nothing but count, as far as that can be.
 */
import {
  ArrayPrototypePush, DateNow, Error, ErrorCaptureStackTrace, FunctionPrototypeApply, ObjectDefineProperty, ObjectSetPrototypeOf, Promise, PromisePrototypeThen, PromiseResolve, SafeArrayIterator, SafeWeakSet, WeakSetPrototypeAdd,
  WeakSetPrototypeHas,
} from "internal/primordials";
import { equals } from "internal/expect_equals";
import type { Matcher, MatcherContext, Outcome } from "internal/expect_matcher";
import { getCustomEqualityTesters, getState, state } from "internal/expect_state";
import { isPromiseLike } from "internal/expect_types";
import type { matcherUtils } from "internal/expect_utils";

const { setTimeout } = globalThis as any;

export class ExpectationError extends Error {
  /** What the matcher answered, with its message as a text. */
  matcherResult?: { pass: boolean; message: string; [extra: string]: unknown };
}

/** Only failures print. */
function printing(): typeof import("internal/expect_print") {
  return require("internal/expect_print");
}

type How = "" | "resolves" | "rejects";

export interface PollOptions {
  /** Milliseconds between attempts, 50 unless given. */
  interval?: number;
  /** Milliseconds until the last failure is thrown, 1000 unless given. */
  timeout?: number;
  message?: string;
}

class Context {
  customTesters = getCustomEqualityTesters();
  equals = equals;
  error?: Error;
  mustNotThrow = false;

  constructor(readonly isNot: boolean, readonly promise: string) {}

  get utils(): typeof matcherUtils {
    return require("internal/expect_utils").matcherUtils;
  }

  /** A failure is kept for the end of the test instead of being thrown. */
  dontThrow = () => {
    this.mustNotThrow = true;
  };
}
// Whatever the state has is there too: `this.currentTestName`.
ObjectSetPrototypeOf(Context.prototype, state);

function isOutcome(result: any): result is Outcome {
  return typeof result === "object" && result !== null && typeof result.pass === "boolean" &&
    (result.message === undefined || typeof result.message === "string" || typeof result.message === "function");
}

/** The error that a matcher's answer calls for; null if the assertion holds. */
function judge(result: unknown, isNot: boolean, prefix: string | undefined, above: Function | null, ready?: Error): Error | null {
  if (!isOutcome(result)) {
    throw new Error(
      "Unexpected return from a matcher function.\nMatcher functions should return an object in the following format:\n" +
      `  {message?: string | function, pass: boolean}\n'${printing().stringify(result)}' was returned`);
  }
  const own = getState();
  own.assertionCalls++;
  if (result.pass !== isNot) {
    own.numPassingAsserts++;
    return null;
  }
  const given = typeof result.message === "function" ? result.message() : result.message;
  const text = given || printing().RECEIVED_COLOR("No message was specified for this matcher.");
  const error = (ready ?? new ExpectationError()) as ExpectationError;
  error.message = prefix ? `${prefix}\n\n${text}` : text;
  if (above !== null) ErrorCaptureStackTrace(error, above);
  error.matcherResult = { ...result, message: error.message };
  return error;
}

export class Assertion {
  readonly #actual: any;
  #isNot = false;
  #how: How = "";
  #isSoft = false;
  #poll: PollOptions | null = null;
  #prefix: string | undefined;
  /** Whether a passing assertion has nothing to do but count. */
  #isPlain = true;

  constructor(actual: unknown, prefix?: string) {
    this.#actual = actual;
    this.#prefix = prefix;
  }

  static soft(actual: unknown, prefix?: string): Assertion {
    const assertion = new Assertion(actual, prefix);
    assertion.#isSoft = true;
    return assertion;
  }

  static poll(attempt: unknown, options: PollOptions): Assertion {
    const assertion = new Assertion(attempt, options.message);
    assertion.#poll = options;
    assertion.#isPlain = false;
    return assertion;
  }

  #derive(isNot: boolean, how: How): Assertion {
    const next = new Assertion(this.#actual, this.#prefix);
    next.#isSoft = this.#isSoft;
    next.#poll = this.#poll;
    next.#isNot = isNot;
    next.#how = how;
    next.#isPlain = how === "" && this.#poll === null;
    return next;
  }

  get not(): Assertion {
    return this.#derive(!this.#isNot, this.#how);
  }

  get resolves(): Assertion {
    return this.#derive(this.#isNot, "resolves");
  }

  get rejects(): Assertion {
    return this.#derive(this.#isNot, "rejects");
  }

  /** Whether `holds` is what was asked for and no more is to be done; it is counted then. */
  static settle(assertion: Assertion, holds: boolean | undefined): boolean {
    if (holds === undefined || holds === assertion.#isNot) return false;
    const own = getState();
    own.assertionCalls++;
    own.numPassingAsserts++;
    return true;
  }

  /** Whether the value is there and is asked about directly. */
  static isPlain(assertion: Assertion): boolean {
    return assertion.#isPlain;
  }

  static actual(assertion: Assertion): any {
    return assertion.#actual;
  }

  static run(assertion: Assertion, name: string, matcher: Matcher, args: unknown[], above: Function): unknown {
    if (assertion.#isPlain) return assertion.#check(matcher, assertion.#actual, args, above);
    if (assertion.#poll !== null) return assertion.#retry(matcher, args, above);
    return assertion.#settled(name, matcher, args, above);
  }

  /** Throws, or keeps the error, or gives a promise for a matcher that is asynchronous. */
  #check(matcher: Matcher, actual: unknown, args: unknown[], above: Function, ready?: Error): unknown {
    const context = new Context(this.#isNot, this.#how);
    const own = getState();
    if (own !== state) ObjectSetPrototypeOf(context, own);
    if (ready) context.error = ready;
    let result: unknown;
    try {
      result = FunctionPrototypeApply(matcher, context as unknown as MatcherContext, withFirst(actual, args));
    } catch (error: any) {
      // A matcher of our own that refuses its arguments: the assertion is at fault, not what is beneath it.
      if (WeakSetPrototypeHas(innate, matcher) && error instanceof Error) ErrorCaptureStackTrace(error, above);
      throw error;
    }
    if (isPromiseLike(result)) {
      const later = ready ?? new ExpectationError();
      if (!ready) ErrorCaptureStackTrace(later, above);
      return PromisePrototypeThen(PromiseResolve(result as any), (outcome) => this.#end(judge(outcome, this.#isNot, this.#prefix, null, later), context));
    }
    const error = judge(result, this.#isNot, this.#prefix, ready ? null : above, ready);
    if (error !== null) this.#end(error, context);
    return undefined;
  }

  #end(error: Error | null, context: Context): void {
    if (error === null) return;
    if (!this.#isSoft && !context.mustNotThrow) throw error;
    ArrayPrototypePush(getState().suppressedErrors, error);
  }

  /** Waits for the promise that was given. */
  #settled(name: string, matcher: Matcher, args: unknown[], above: Function): Promise<unknown> {
    const how = this.#how as "resolves" | "rejects";
    const error = new ExpectationError();
    ErrorCaptureStackTrace(error, above);
    const options = { isNot: this.#isNot, promise: how };
    const actual = typeof this.#actual === "function" ? this.#actual() : this.#actual;
    if (!isPromiseLike(actual)) {
      const { RECEIVED_COLOR, matcherErrorMessage, matcherHint, printReceived, printWithType } = printing();
      throw new ExpectationError(matcherErrorMessage(
        matcherHint(name, undefined, "", options), `${RECEIVED_COLOR("received")} value must be a promise or a function returning a promise`,
        printWithType("Received", this.#actual, printReceived)));
    }
    const check = (value: unknown) => this.#check(matcher, value, args, above, error);
    const refuse = (text: string, value: unknown) => {
      getState().assertionCalls++;
      const { matcherHint, printReceived } = printing();
      error.message = `${matcherHint(name, undefined, "", options)}\n\n${text}${printReceived(value)}`;
      ErrorCaptureStackTrace(error, above);
      throw error;
    };
    const promise = PromiseResolve(actual as any);
    return how === "resolves"
      ? PromisePrototypeThen(promise, check, (reason) => refuse("Received promise rejected instead of resolved\nRejected to value: ", reason))
      : PromisePrototypeThen(promise, (value) => refuse("Received promise resolved instead of rejected\nResolved to value: ", value), check);
  }

  /** Asks again until the assertion holds or the time is over. */
  async #retry(matcher: Matcher, args: unknown[], above: Function): Promise<void> {
    const { interval = 50, timeout = 1000 } = this.#poll!;
    const ready = new ExpectationError();
    ErrorCaptureStackTrace(ready, above);
    const end = DateNow() + timeout;
    const once = new Assertion(undefined, this.#prefix);
    once.#isNot = this.#isNot;
    const own = getState();
    const { assertionCalls } = own;
    for (;;) {
      try {
        await once.#check(matcher, await this.#actual(), args, above, ready);
        break;
      } catch (error: any) {
        if (DateNow() >= end) {
          own.assertionCalls = assertionCalls + 1;
          if (!this.#isSoft) throw error;
          ArrayPrototypePush(getState().suppressedErrors, error);
          return;
        }
      }
      await new Promise<void>((resolve) => setTimeout(resolve, interval));
    }
    own.assertionCalls = assertionCalls + 1;
  }
}

function withFirst(first: unknown, rest: unknown[]): unknown[] {
  const all = [first];
  for (let i = 0; i < rest.length; i++) all[i + 1] = rest[i];
  return all;
}

/** Matchers that came with weft. */
const innate = new SafeWeakSet<Function>();

export function addMatcher(name: string, matcher: Matcher): void {
  const method = function (this: Assertion, ...args: unknown[]): unknown {
    return Assertion.run(this, name, matcher, args, method);
  };
  defineMethod(name, method);
}

/** One of weft's own, which is loaded when it is called. */
export function addOwnMatcher(name: string, load: () => Matcher): void {
  const method = function (this: Assertion, ...args: unknown[]): unknown {
    return Assertion.run(this, name, own(load), args, method);
  };
  defineMethod(name, method);
}

function own(load: () => Matcher): Matcher {
  const matcher = load();
  WeakSetPrototypeAdd(innate, matcher);
  return matcher;
}

function defineMethod(name: string, method: Function): void {
  ObjectDefineProperty(method, "name", { value: name, configurable: true });
  ObjectDefineProperty(Assertion.prototype, name, { value: method, writable: true, configurable: true });
}

/**
 * A matcher with a short way for when it holds: `test` alone decides, unless it gives undefined.
 * @param count How many arguments the short way takes at most.
 */
export function addQuickMatcher(name: string, load: () => Matcher, count: number, test: (actual: any, expected: any) => boolean | undefined): void {
  const method = function (this: Assertion, expected: unknown): unknown {
    if (arguments.length <= count && Assertion.isPlain(this) && Assertion.settle(this, test(Assertion.actual(this), expected))) return undefined;
    return Assertion.run(this, name, own(load), [...new SafeArrayIterator(arguments as any)], method);
  };
  defineMethod(name, method);
}
