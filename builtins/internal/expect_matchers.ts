/** Jest's matchers of equality, truth, numbers, texts and types (https://jestjs.io/docs/expect). */
import {
  ArrayIsArray, Error, MathAbs, MathPow, NumberIsNaN, NumberPrototypeToExponential, NumberPrototypeToFixed, ObjectGetPrototypeOf, ObjectIs, RegExp, RegExpPrototypeExec,
  StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeSlice,
} from "internal/primordials";
import { dim, inverse, paintExpected, paintReceived } from "internal/expect_colors";
import { equals } from "internal/expect_equals";
import { hintOptions, type Matcher, type Matchers } from "internal/expect_matcher";
import {
  ensureExpectedIsNonNegativeInteger, ensureNoExpected, ensureNumbers, getLabelPrinter, matcherErrorMessage, matcherHint, printDiffOrStringify,
  printExpected, printReceived, printWithType, stringify, type HintOptions,
} from "internal/expect_print";
import { withUserTesters } from "internal/expect_state";
import {
  arrayBufferEquality, deepTesters, getObjectSubset, iterableEquality, strictTesters, subsetEquality,
} from "internal/expect_testers";
import type { Tester } from "internal/expect_equals";

const kSubset: Tester[] = [iterableEquality as Tester, subsetEquality as Tester, arrayBufferEquality];

/** `Expected: not …`, and what was received where it prints as something else. */
function notEqualText(hint: string, expected: unknown, received: unknown): string {
  const differs = stringify(expected) !== stringify(received);
  return `${hint}\n\nExpected: not ${printExpected(expected)}\n${differs ? `Received:     ${printReceived(received)}` : ""}`;
}

const toBe: Matcher = function (received, expected) {
  const options = hintOptions(this, { comment: "Object.is equality" });
  const { expand } = this;
  if (ObjectIs(received, expected)) {
    return {
      pass: true, name: "toBe", actual: received, expected,
      message: () => `${matcherHint("toBe", undefined, undefined, options)}\n\nExpected: not ${printExpected(expected)}`,
    };
  }
  const message = () => {
    let advice = "";
    if (typeof expected === "object" && expected !== null && typeof received === "object" && received !== null) {
      const deep = equals(received, expected, withUserTesters(strictTesters), true) ? "toStrictEqual"
        : equals(received, expected, withUserTesters(deepTesters)) ? "toEqual" : null;
      if (deep !== null) advice = `${dim(`If it should pass with deep equality, replace "toBe" with "${deep}"`)}\n\n`;
    }
    const hint = matcherHint("toBe", undefined, undefined, options);
    return `${hint}\n\n${advice}${printDiffOrStringify(expected, received, "Expected", "Received", expand)}`;
  };
  return { pass: false, name: "toBe", actual: received, expected, message };
};

function deepMatcher(name: string, testers: Tester[], strict: boolean): Matcher {
  return function (received, expected) {
    const options = hintOptions(this, { comment: "deep equality" });
    const { expand } = this;
    const pass = equals(received, expected, withUserTesters(testers), strict);
    const message = () => {
      const hint = matcherHint(name, undefined, undefined, options);
      return pass ? notEqualText(hint, expected, received)
        : `${hint}\n\n${printDiffOrStringify(expected, received, "Expected", "Received", expand)}`;
    };
    return { pass, name, actual: received, expected, message };
  };
}

const toMatchObject: Matcher = function (received, expected) {
  const name = "toMatchObject";
  const options = hintOptions(this);
  if (typeof received !== "object" || received === null) {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintReceived("received")} value must be a non-null object`,
      printWithType("Received", received, printReceived)));
  }
  if (typeof expected !== "object" || expected === null) {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintExpected("expected")} value must be a non-null object`,
      printWithType("Expected", expected, printExpected)));
  }
  const { expand } = this;
  const pass = equals(received, expected, withUserTesters(kSubset));
  const message = () => {
    const hint = matcherHint(name, undefined, undefined, options);
    if (pass) {
      const differs = stringify(expected) !== stringify(received);
      return `${hint}\n\nExpected: not ${printExpected(expected)}${differs ? `\nReceived:     ${printReceived(received)}` : ""}`;
    }
    const part = getObjectSubset(received, expected, withUserTesters([]));
    return `${hint}\n\n${printDiffOrStringify(expected, part, "Expected", "Received", expand)}`;
  };
  return { pass, message };
};

/** A matcher without an argument, whose message shows the value only. */
function plainMatcher(name: string, test: (received: any) => boolean): Matcher {
  return function (received, expected) {
    const options = hintOptions(this);
    ensureNoExpected(expected, name, options);
    return {
      pass: test(received),
      message: () => `${matcherHint(name, undefined, "", options)}\n\nReceived: ${printReceived(received)}`,
    };
  };
}

function compareMatcher(name: string, sign: string, test: (received: any, expected: any) => boolean): Matcher {
  return function (received, expected) {
    const options = hintOptions(this);
    ensureNumbers(received, expected, name, options);
    const { isNot } = this;
    return {
      pass: test(received, expected),
      message: () =>
        `${matcherHint(name, undefined, undefined, options)}\n\nExpected:${isNot ? " not" : ""} ${sign} ${printExpected(expected)}\n` +
        `Received:${isNot ? "    " : ""} ${sign.length === 2 ? "   " : "  "}${printReceived(received)}`,
    };
  };
}

/** Without the noise of binary fractions, and as an exponential where the other one is. */
function differenceText(expected: number, received: number, precision: number): string {
  if (StringPrototypeIncludes(stringify(received), "e")) return NumberPrototypeToExponential(expected, 0);
  return precision >= 0 && precision < 20 ? NumberPrototypeToFixed(expected, precision + 1) : stringify(expected);
}

const toBeCloseTo: Matcher = function (received, expected, precision = 2) {
  const name = "toBeCloseTo";
  const secondArgument = arguments.length === 3 ? "precision" : undefined;
  const options: HintOptions = hintOptions(this, { secondArgument, secondArgumentColor: (text) => text });
  if (typeof expected !== "number") {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintExpected("expected")} value must be a number`,
      printWithType("Expected", expected, printExpected)));
  }
  if (typeof received !== "number") {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintReceived("received")} value must be a number`,
      printWithType("Received", received, printReceived)));
  }
  let pass = false;
  let expectedDifference = 0;
  let receivedDifference = 0;
  if (received === Infinity && expected === Infinity) {
    pass = true;
  } else if (received === -Infinity && expected === -Infinity) {
    pass = true;
  } else {
    expectedDifference = MathPow(10, -precision) / 2;
    receivedDifference = MathAbs(expected - received);
    pass = receivedDifference < expectedDifference;
  }
  const message = () => {
    const hint = matcherHint(name, undefined, undefined, options);
    const pad = pass ? "    " : "";
    const precisely =
      `Expected precision:    ${pad}${stringify(precision)}\n` +
      `Expected difference: ${pass ? "not " : ""}< ${paintExpected(differenceText(expectedDifference, receivedDifference, precision))}\n` +
      `Received difference: ${pad}  ${printReceived(receivedDifference)}`;
    if (!pass) return `${hint}\n\nExpected: ${printExpected(expected)}\nReceived: ${printReceived(received)}\n\n${precisely}`;
    const same = receivedDifference === 0;
    return `${hint}\n\nExpected: not ${printExpected(expected)}\n${same ? "" : `Received:     ${printReceived(received)}\n\n${precisely}`}`;
  };
  return { pass, message };
};

function constructorName(constructor: any): string | null {
  return typeof constructor === "function" && typeof constructor.name === "string" ? constructor.name : null;
}

/** `label: Name`, or why there is none. A class that is not `expected` says how it extends it. */
export function constructorLine(label: string, constructor: any, isNot: boolean, isExpected: boolean, expected?: any): string {
  const name = constructorName(constructor);
  if (name === null) return `${label} name is not a string\n`;
  if (name === "") return `${label} name is an empty string\n`;
  const not = isNot ? (isExpected ? "not " : "    ") : "";
  let line = `${label}: ${not}${isExpected ? paintExpected(name) : paintReceived(name)}`;
  if (expected !== undefined && constructorName(expected)) {
    const isDirect = ObjectGetPrototypeOf(constructor) === expected;
    line += ` ${isDirect ? "extends" : "extends … extends"} ${paintExpected(expected.name)}`;
  }
  return `${line}\n`;
}

const toBeInstanceOf: Matcher = function (received, expected) {
  const name = "toBeInstanceOf";
  const options = hintOptions(this);
  if (typeof expected !== "function") {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintExpected("expected")} value must be a function`,
      printWithType("Expected", expected, printExpected)));
  }
  const pass = received instanceof expected;
  const message = () => {
    let text = `${matcherHint(name, undefined, undefined, options)}\n\n`;
    text += constructorLine("Expected constructor", expected, pass, true);
    if (pass) {
      if (typeof received.constructor === "function" && received.constructor !== expected)
        text += constructorLine("Received constructor", received.constructor, !!constructorName(expected), false, expected);
      return text;
    }
    const isObject = (typeof received === "object" && received !== null) || typeof received === "function";
    if (!isObject || ObjectGetPrototypeOf(received) === null) return `${text}\nReceived value has no prototype\nReceived value: ${printReceived(received)}`;
    if (typeof received.constructor !== "function") return `${text}\nReceived value has no constructor\nReceived value: ${printReceived(received)}`;
    return text + constructorLine("Received constructor", received.constructor, false, false);
  };
  return { pass, message };
};

const toHaveLength: Matcher = function (received, expected) {
  const name = "toHaveLength";
  const options = hintOptions(this);
  // Vitest's takes collections, too.
  const length = received?.constructor === Map || received?.constructor === Set ? received.size : received?.length;
  if (typeof length !== "number") {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintReceived("received")} value must have a length property whose value must be a number`,
      printWithType("Received", received, printReceived)));
  }
  ensureExpectedIsNonNegativeInteger(expected, name, options);
  const pass = length === expected;
  const { isNot } = this;
  const message = () => {
    const type = typeOfReceived(received);
    const label = getLabelPrinter("Expected length", "Received length", `Received ${type}`);
    return `${matcherHint(name, undefined, undefined, options)}\n\n` +
      `${label("Expected length")}${isNot ? "not " : ""}${printExpected(expected)}\n` +
      (isNot ? "" : `${label("Received length")}${printReceived(length)}\n`) +
      `${label(`Received ${type}`)}${isNot ? "    " : ""}${printReceived(received)}`;
  };
  return { pass, message };
};

function typeOfReceived(received: unknown): string {
  return ArrayIsArray(received) ? "array" : received === null ? "null" : typeof received;
}

/** A text with a part of it inverted. */
export function printReceivedWithin(text: string, start: number, length: number): string {
  const shown = (from: number, to?: number) => {
    const quoted = stringify(StringPrototypeSlice(text, from, to));
    return StringPrototypeSlice(quoted, 1, -1);
  };
  return paintReceived(`"${shown(0, start)}${inverse(shown(start, start + length))}${shown(start + length)}"`);
}

const toMatch: Matcher = function (received, expected) {
  const name = "toMatch";
  const options = hintOptions(this);
  if (typeof received !== "string") {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintReceived("received")} value must be a string`,
      printWithType("Received", received, printReceived)));
  }
  const isText = typeof expected === "string";
  if (!isText && !(expected && typeof expected.test === "function")) {
    throw new Error(matcherErrorMessage(
      matcherHint(name, undefined, undefined, options), `${paintExpected("expected")} value must be a string or regular expression`,
      printWithType("Expected", expected, printExpected)));
  }
  const pass = isText ? StringPrototypeIncludes(received, expected) : new RegExp(expected).test(received);
  const message = () => {
    const hint = matcherHint(name, undefined, undefined, options);
    const label = `Expected ${isText ? "substring" : "pattern"}`;
    const pad = getLabelPrinter(label, "Received string");
    if (!pass) return `${hint}\n\n${pad(label)}${printExpected(expected)}\n${pad("Received string")}${printReceived(received)}`;
    const match = isText ? null : RegExpPrototypeExec(new RegExp(expected), received);
    const shown = isText ? printReceivedWithin(received, StringPrototypeIndexOf(received, expected), expected.length)
      : match === null ? printReceived(received) : printReceivedWithin(received, match.index, match[0].length);
    return `${hint}\n\n${pad(label)}not ${printExpected(expected)}\n${pad("Received string")}    ${shown}`;
  };
  return { pass, message };
};

export const basicMatchers: Matchers = {
  toBe,
  toBeCloseTo,
  toBeDefined: plainMatcher("toBeDefined", (value) => value !== undefined),
  toBeFalsy: plainMatcher("toBeFalsy", (value) => !value),
  toBeGreaterThan: compareMatcher("toBeGreaterThan", ">", (a, b) => a > b),
  toBeGreaterThanOrEqual: compareMatcher("toBeGreaterThanOrEqual", ">=", (a, b) => a >= b),
  toBeInstanceOf,
  toBeLessThan: compareMatcher("toBeLessThan", "<", (a, b) => a < b),
  toBeLessThanOrEqual: compareMatcher("toBeLessThanOrEqual", "<=", (a, b) => a <= b),
  toBeNaN: plainMatcher("toBeNaN", (value) => NumberIsNaN(value)),
  toBeNull: plainMatcher("toBeNull", (value) => value === null),
  toBeTruthy: plainMatcher("toBeTruthy", (value) => !!value),
  toBeUndefined: plainMatcher("toBeUndefined", (value) => value === undefined),
  toEqual: deepMatcher("toEqual", deepTesters, false),
  toHaveLength,
  toMatch,
  toMatchObject,
  toStrictEqual: deepMatcher("toStrictEqual", strictTesters, true),
};
