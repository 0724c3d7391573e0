// node:assert (https://nodejs.org/api/assert.html).
import {
  ArrayPrototypeIndexOf,
  ArrayPrototypeJoin,
  ArrayPrototypeSlice,
  Error,
  NumberIsNaN,
  ObjectAssign,
  ObjectDefineProperty,
  ObjectIs,
  RegExpPrototypeExec,
  StringPrototypeIndexOf,
  StringPrototypeSlice,
  StringPrototypeSplit,
} from "internal/primordials";
import { codes } from "internal/errors";
import { AssertionError } from "internal/assert_error";
import { expectError, expectNoError, fail as failWith, isRegExp, rejectionOf, thrownBy } from "internal/assert_throws";

type Assertion = (...args: any[]) => any;

const inspect = (value: unknown): string => require("internal/inspect").inspect(value);
const deepEquality = () => require("internal/deep_equal");

function checkTruth(fn: Assertion, args: any[]): void {
  const [value, custom] = args;
  if (value) return;
  if (custom instanceof Error) throw custom;
  let message = custom;
  const isGenerated = args.length === 0 || custom == null;
  if (args.length === 0) message = "No value argument passed to `assert.ok()`";
  else if (isGenerated) message = require("internal/assert_source").falsyMessage(fn);
  const error = new AssertionError({ actual: value, expected: true, message, operator: "==", stackStartFn: fn });
  error.generatedMessage = isGenerated;
  throw error;
}

function assert(...args: any[]): void {
  checkTruth(assert, args);
}

function ok(...args: any[]): void {
  checkTruth(ok, args);
}

function checkCount(count: number): void {
  if (count < 2) throw new codes.ERR_MISSING_ARGS("actual", "expected");
}

/** == with NaN equal to itself. */
function isLooselyEqual(a: any, b: any): boolean {
  return a == b || (NumberIsNaN(a) && NumberIsNaN(b));
}

let hasWarned = false;

function fail(actual?: any, expected?: any, message?: any, operator?: string, stackStartFn?: Function): never {
  const count = arguments.length;
  let isGenerated = false;
  if (actual == null && count <= 1) {
    isGenerated = true;
    message = "Failed";
  } else if (count === 1) {
    message = actual;
    actual = undefined;
  } else {
    if (!hasWarned) {
      hasWarned = true;
      require("node:process").default.emitWarning(
        "assert.fail() with more than one argument is deprecated. Please use assert.strictEqual() instead " +
          "or only pass a message.",
        "DeprecationWarning",
        "DEP0094",
      );
    }
    if (count === 2) operator = "!=";
  }
  if (message instanceof Error) throw message;
  const options = { actual, expected, operator: operator ?? "fail", stackStartFn: stackStartFn || fail, message };
  const error = new AssertionError(options);
  if (isGenerated) error.generatedMessage = true;
  throw error;
}

function equal(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (!isLooselyEqual(actual, expected)) failWith({ actual, expected, message, operator: "==", stackStartFn: equal });
}

function notEqual(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (isLooselyEqual(actual, expected)) failWith({ actual, expected, message, operator: "!=", stackStartFn: notEqual });
}

function deepEqual(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (!deepEquality().isDeepEqual(actual, expected)) {
    failWith({ actual, expected, message, operator: "deepEqual", stackStartFn: deepEqual });
  }
}

function notDeepEqual(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (deepEquality().isDeepEqual(actual, expected)) {
    failWith({ actual, expected, message, operator: "notDeepEqual", stackStartFn: notDeepEqual });
  }
}

function deepStrictEqual(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (!deepEquality().isDeepStrictEqual(actual, expected)) {
    failWith({ actual, expected, message, operator: "deepStrictEqual", stackStartFn: deepStrictEqual });
  }
}

function notDeepStrictEqual(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (deepEquality().isDeepStrictEqual(actual, expected)) {
    failWith({ actual, expected, message, operator: "notDeepStrictEqual", stackStartFn: notDeepStrictEqual });
  }
}

function strictEqual(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (!ObjectIs(actual, expected)) {
    failWith({ actual, expected, message, operator: "strictEqual", stackStartFn: strictEqual });
  }
}

function notStrictEqual(actual: any, expected: any, message?: any): void {
  checkCount(arguments.length);
  if (ObjectIs(actual, expected)) {
    failWith({ actual, expected, message, operator: "notStrictEqual", stackStartFn: notStrictEqual });
  }
}

function throws(fn: any, ...args: any[]): void {
  expectError(throws, "exception", thrownBy(fn), args);
}

async function rejects(promiseFn: any, ...args: any[]): Promise<void> {
  expectError(rejects, "rejection", await rejectionOf(promiseFn), args);
}

function doesNotThrow(fn: any, ...args: any[]): void {
  expectNoError(doesNotThrow, "exception", thrownBy(fn), args);
}

async function doesNotReject(promiseFn: any, ...args: any[]): Promise<void> {
  expectNoError(doesNotReject, "rejection", await rejectionOf(promiseFn), args);
}

/** The frames of the new error down to where the old one's begin, and then the old one's. */
function joinStacks(stack: string, original: string): string {
  const start = StringPrototypeIndexOf(original, "\n    at");
  if (start === -1) return stack;
  const frames = StringPrototypeSplit(StringPrototypeSlice(original, start + 1), "\n" as any) as string[];
  let own = StringPrototypeSplit(stack, "\n" as any) as string[];
  for (let i = 0; i < frames.length; i++) {
    const at = ArrayPrototypeIndexOf(own, frames[i]);
    if (at !== -1) {
      own = ArrayPrototypeSlice(own, 0, at);
      break;
    }
  }
  return `${ArrayPrototypeJoin(own, "\n")}\n${ArrayPrototypeJoin(frames, "\n")}`;
}

function ifError(value: any): void {
  if (value === null || value === undefined) return;
  let message = "ifError got unwanted exception: ";
  if (typeof value === "object" && typeof value.message === "string") {
    message += value.message.length === 0 && value.constructor ? value.constructor.name : value.message;
  } else {
    message += inspect(value);
  }
  const error = new AssertionError({ actual: value, expected: null, operator: "ifError", message, stackStartFn: ifError });
  if (typeof value.stack === "string") error.stack = joinStacks(error.stack!, value.stack);
  throw error;
}

enum Wanted {
  Match,
  NoMatch,
}

function checkMatch(string: any, regexp: any, message: any, fn: Assertion, wanted: Wanted): void {
  if (!isRegExp(regexp)) throw new codes.ERR_INVALID_ARG_TYPE("regexp", "RegExp", regexp);
  const isString = typeof string === "string";
  if (isString && (RegExpPrototypeExec(regexp, string) !== null) === (wanted === Wanted.Match)) return;
  if (message instanceof Error) throw message;
  let generated: string;
  if (!isString) {
    generated = `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
  } else {
    const text =
      wanted === Wanted.Match
        ? "The input did not match the regular expression "
        : "The input was expected to not match the regular expression ";
    generated = `${text}${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
  }
  const options = { actual: string, expected: regexp, message: message || generated, operator: fn.name, stackStartFn: fn };
  const error = new AssertionError(options);
  error.generatedMessage = !message;
  throw error;
}

function match(string: any, regexp: any, message?: any): void {
  checkMatch(string, regexp, message, match, Wanted.Match);
}

function doesNotMatch(string: any, regexp: any, message?: any): void {
  checkMatch(string, regexp, message, doesNotMatch, Wanted.NoMatch);
}

function strict(...args: any[]): void {
  checkTruth(strict, args);
}

const methods = {
  fail,
  AssertionError,
  ok,
  equal,
  notEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
  match,
  doesNotMatch,
};

ObjectAssign(assert, methods);
const strictAssert: any = ObjectAssign(strict, methods, {
  equal: strictEqual,
  deepEqual: deepStrictEqual,
  notEqual: notStrictEqual,
  notDeepEqual: notDeepStrictEqual,
});
// Deprecated, and so made when it is asked for.
let callTracker: any;
const callTrackerProperty: any = {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => callTracker ??= require("internal/deprecate").deprecate(
    require("internal/assert_calls").CallTracker, "assert.CallTracker is deprecated.", "DEP0173"),
  set(value: any) {
    callTracker = value;
  },
};
ObjectDefineProperty(assert, "CallTracker", callTrackerProperty);
ObjectDefineProperty(strictAssert, "CallTracker", callTrackerProperty);
(assert as any).strict = strictAssert;
strictAssert.strict = strictAssert;

export default assert;
