// assert.throws, rejects and their opposites (https://nodejs.org/api/assert.html#assertthrowsfn-error-message).
import {
  ArrayPrototypePush,
  Error,
  ObjectKeys,
  ObjectPrototypeIsPrototypeOf,
  ReflectApply,
  RegExpPrototypeExec,
  String,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateFunction } from "internal/validators";
import { AssertionError } from "internal/assert_error";

type Assertion = (...args: any[]) => any;

const inspect = (value: unknown, options?: object): string => require("internal/inspect").inspect(value, options);
const isDeepStrictEqual = (a: unknown, b: unknown): boolean => require("internal/deep_equal").isDeepStrictEqual(a, b);
export const isRegExp = (value: unknown): value is RegExp => require("node:util/types").default.isRegExp(value);

/** Nothing was thrown. */
export const kNothing = { __proto__: null };

export function thrownBy(fn: unknown): unknown {
  validateFunction(fn, "fn");
  try {
    fn();
  } catch (error) {
    return error;
  }
  return kNothing;
}

function isPromiseLike(value: any): boolean {
  return value !== null && typeof value === "object" && typeof value.then === "function" && typeof value.catch === "function";
}

export async function rejectionOf(promiseFn: any): Promise<unknown> {
  let promise = promiseFn;
  if (typeof promiseFn === "function") {
    promise = promiseFn();
    if (!isPromiseLike(promise)) {
      throw new codes.ERR_INVALID_RETURN_VALUE("instance of Promise", "promiseFn", promise);
    }
  } else if (!isPromiseLike(promiseFn)) {
    throw new codes.ERR_INVALID_ARG_TYPE("promiseFn", ["Function", "Promise"], promiseFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return kNothing;
}

export function fail(options: any): never {
  if (options.message instanceof Error) throw options.message;
  throw new AssertionError(options);
}

/** Throws an assertion's error whose message was made up here, unless the caller gave one. */
function failWith(actual: unknown, expected: unknown, custom: any, generated: string, fn: Assertion): never {
  const error = new AssertionError({ actual, expected, message: custom || generated, operator: fn.name, stackStartFn: fn });
  error.generatedMessage = !custom;
  throw error;
}

/** What two errors are compared by, laid out for a readable difference. */
class Comparison {
  [key: string]: unknown;
  constructor(source: any, keys: string[], matched?: any) {
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (!(key in source)) continue;
      const isMatch = matched !== undefined && typeof matched[key] === "string" && isRegExp(source[key]) &&
        RegExpPrototypeExec(source[key], matched[key]) !== null;
      this[key] = isMatch ? matched[key] : source[key];
    }
  }
}

function compareKey(actual: any, expected: any, key: string, message: any, keys: string[], fn: Assertion): void {
  if (key in actual && isDeepStrictEqual(actual[key], expected[key])) return;
  if (message) fail({ actual, expected, message, operator: fn.name, stackStartFn: fn });
  const error = new AssertionError({
    actual: new Comparison(actual, keys),
    expected: new Comparison(expected, keys, actual),
    operator: "deepStrictEqual",
    stackStartFn: fn,
  });
  error.actual = actual;
  error.expected = expected;
  error.operator = fn.name;
  throw error;
}

/** `expected` is an object whose properties the error must have. */
function compareObject(actual: any, expected: any, message: any, fn: Assertion): void {
  if (typeof actual !== "object" || actual === null) {
    const error = new AssertionError({ actual, expected, message, operator: "deepStrictEqual", stackStartFn: fn });
    error.operator = fn.name;
    throw error;
  }
  const keys = ObjectKeys(expected);
  if (expected instanceof Error) ArrayPrototypePush(keys, "name", "message");
  else if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE("error", expected, "may not be an empty object");
  for (let i = 0; i < keys.length; i++) {
    const value = expected[keys[i]];
    const isMatch = typeof actual[keys[i]] === "string" && isRegExp(value) && RegExpPrototypeExec(value, actual[keys[i]]) !== null;
    if (!isMatch) compareKey(actual, expected, keys[i], message, keys, fn);
  }
}

function wrongClassMessage(actual: any, expected: any): string {
  let text = `The error is expected to be an instance of "${expected.name}". Received `;
  if (!(actual instanceof Error)) return `${text}"${inspect(actual, { depth: -1 })}"`;
  const name = (actual.constructor && actual.constructor.name) || actual.name;
  text += expected.name === name ? "an error with identical name but a different prototype." : `"${name}"`;
  return actual.message ? `${text}\n\nError message:\n\n${actual.message}` : text;
}

function validationMessage(actual: any, expected: any, result: unknown): string {
  const name = expected.name ? `"${expected.name}" ` : "";
  const text = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
  return actual instanceof Error ? `${text}\n\nCaught error:\n\n${actual}` : text;
}

function checkExpected(actual: any, expected: any, message: any, fn: Assertion): void {
  if (typeof expected !== "function") {
    if (!isRegExp(expected)) return compareObject(actual, expected, message, fn);
    const text = String(actual);
    if (RegExpPrototypeExec(expected, text) !== null) return;
    const generated = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    failWith(actual, expected, message, generated, fn);
  }
  // An arrow function has no prototype, and can't be a class.
  if (expected.prototype !== undefined && actual instanceof expected) return;
  if (ObjectPrototypeIsPrototypeOf(Error, expected)) {
    failWith(actual, expected, message, wrongClassMessage(actual, expected), fn);
  }
  const result = ReflectApply(expected, {}, [actual]);
  if (result !== true) failWith(actual, expected, message, validationMessage(actual, expected, result), fn);
}

/** A string where an error may be given is the message; it must not look like a check of the error. */
function checkAmbiguity(actual: any, text: string): void {
  if (typeof actual === "object" && actual !== null) {
    if (actual.message === text) {
      const reason = `The error message "${actual.message}" is identical to the message.`;
      throw new codes.ERR_AMBIGUOUS_ARGUMENT("error/message", reason);
    }
  } else if (actual === text) {
    throw new codes.ERR_AMBIGUOUS_ARGUMENT("error/message", `The error "${actual}" is identical to the message.`);
  }
}

export function expectError(fn: Assertion, kind: string, actual: any, args: any[]): void {
  let [error, message] = args;
  if (typeof error === "string") {
    if (args.length === 2) {
      throw new codes.ERR_INVALID_ARG_TYPE("error", ["Object", "Error", "Function", "RegExp"], error);
    }
    checkAmbiguity(actual, error);
    message = error;
    error = undefined;
  } else if (error != null && typeof error !== "object" && typeof error !== "function") {
    throw new codes.ERR_INVALID_ARG_TYPE("error", ["Object", "Error", "Function", "RegExp"], error);
  }
  if (actual === kNothing) {
    const details = (error && error.name ? ` (${error.name})` : "") + (message ? `: ${message}` : ".");
    const text = `Missing expected ${kind}${details}`;
    fail({ actual: undefined, expected: error, operator: fn.name, message: text, stackStartFn: fn });
  }
  if (error) checkExpected(actual, error, message, fn);
}

function matches(actual: unknown, expected: any): boolean {
  if (typeof expected !== "function") {
    if (isRegExp(expected)) return RegExpPrototypeExec(expected, String(actual)) !== null;
    throw new codes.ERR_INVALID_ARG_TYPE("expected", ["Function", "RegExp"], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (ObjectPrototypeIsPrototypeOf(Error, expected)) return false;
  return ReflectApply(expected, {}, [actual]) === true;
}

export function expectNoError(fn: Assertion, kind: string, actual: any, args: any[]): void {
  if (actual === kNothing) return;
  let [error, message] = args;
  if (typeof error === "string") {
    message = error;
    error = undefined;
  }
  if (error && !matches(actual, error)) throw actual;
  const text = `Got unwanted ${kind}${message ? `: ${message}` : "."}\nActual message: "${actual && actual.message}"`;
  fail({ actual, expected: error, operator: fn.name, message: text, stackStartFn: fn });
}
