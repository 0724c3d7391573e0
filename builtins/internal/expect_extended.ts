/** The matchers of jest-extended that Bun's `expect` has (https://bun.com/reference/bun/test), and two of Vitest's. */
import {
  ArrayFrom, ArrayIsArray, DatePrototypeGetTime, Error, FunctionPrototypeCall, NumberIsFinite, NumberIsInteger, NumberIsNaN, ObjectGetPrototypeOf, ObjectKeys,
  ObjectPrototype, ObjectPrototypeHasOwnProperty, ObjectPrototypeToString, ReflectOwnKeys, StringPrototypeEndsWith, StringPrototypeIncludes,
  StringPrototypeIndexOf, StringPrototypeReplace, StringPrototypeStartsWith, SymbolIterator,
} from "internal/primordials";
import { paintExpected, paintReceived } from "internal/expect_colors";
import { equals, type Tester } from "internal/expect_equals";
import { hintOptions, type Matcher, type MatcherContext, type Matchers } from "internal/expect_matcher";
import { ensureExpectedIsNonNegativeInteger, matcherErrorMessage, matcherHint, printExpected, printReceived, printWithType } from "internal/expect_print";
import { withUserTesters } from "internal/expect_state";
import { iterableEquality } from "internal/expect_testers";

const kDeep: Tester[] = [iterableEquality as Tester];
const isEqual = (a: unknown, b: unknown) => equals(a, b, withUserTesters(kDeep));

function refuse(context: MatcherContext, name: string, what: string, label: "Expected" | "Received", value: unknown): Error {
  const [paint, print] = label === "Expected" ? [paintExpected, printExpected] as const : [paintReceived, printReceived] as const;
  return new Error(matcherErrorMessage(
    matcherHint(name, undefined, undefined, hintOptions(context)), `${paint(label === "Expected" ? "expected" : "received")} value must be ${what}`,
    printWithType(label, value, print)));
}

/** `toBeX()`: a question to the value alone. */
function quality(name: string, test: (value: any) => boolean): Matcher {
  return function (received) {
    const options = hintOptions(this);
    return {
      pass: !!test(received),
      message: () => `${matcherHint(name, undefined, "", options)}\n\nReceived: ${printReceived(received)}`,
    };
  };
}

/** A matcher with one expected value. */
function relation(name: string, test: (this: MatcherContext, received: any, expected: any) => boolean): Matcher {
  return function (received, expected) {
    const options = hintOptions(this);
    const { isNot } = this;
    return {
      pass: !!FunctionPrototypeCall(test, this, received, expected),
      message: () =>
        `${matcherHint(name, undefined, undefined, options)}\n\nExpected: ${isNot ? "not " : ""}${printExpected(expected)}\n` +
        `Received: ${isNot ? "    " : ""}${printReceived(received)}`,
    };
  };
}

const isObject = (value: unknown): value is any => value !== null && (typeof value === "object" || typeof value === "function");
const isString = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): boolean => typeof value === "number" || typeof value === "bigint";
const isDate = (value: unknown): value is Date => value instanceof Date && ObjectPrototypeToString(value) === "[object Date]";
const isPlain = (value: unknown): boolean => isObject(value) && (ObjectGetPrototypeOf(value) === null || ObjectGetPrototypeOf(value) === ObjectPrototype);

function isEven(value: any): boolean {
  return typeof value === "bigint" ? value % 2n === 0n : NumberIsInteger(value) && value % 2 === 0;
}

function isOdd(value: any): boolean {
  return typeof value === "bigint" ? value % 2n !== 0n : NumberIsInteger(value) && value % 2 !== 0;
}

function isEmpty(value: any): boolean {
  if (isString(value) || ArrayIsArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  if (typeof value.size === "number") return value.size === 0;
  if (typeof value[SymbolIterator] === "function") return !!value[SymbolIterator]().next().done;
  return ObjectKeys(value).length === 0;
}

function hasKey(value: any, key: PropertyKey): boolean {
  return isObject(value) && ObjectPrototypeHasOwnProperty(value, key);
}

function ensureKeys(context: MatcherContext, name: string, keys: unknown): asserts keys is PropertyKey[] {
  if (!ArrayIsArray(keys)) throw refuse(context, name, "an array", "Expected", keys);
}

function countKeys(value: any, keys: PropertyKey[]): number {
  let count = 0;
  for (let i = 0; i < keys.length; i++) if (hasKey(value, keys[i]!)) count++;
  return count;
}

function hasValue(value: any, expected: unknown): boolean {
  if (!isObject(value)) return false;
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) if (isEqual(value[keys[i]!], expected)) return true;
  return false;
}

function countValues(value: any, expected: unknown[]): number {
  let count = 0;
  for (let i = 0; i < expected.length; i++) if (hasValue(value, expected[i])) count++;
  return count;
}

/** Spaces, tabs and line breaks do not count. */
function withoutSpace(text: string): string {
  return StringPrototypeReplace(text, /\s+/g, "");
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = StringPrototypeIndexOf(text, part); at !== -1; at = StringPrototypeIndexOf(text, part, at + part.length)) count++;
  return count;
}

const toBeWithin: Matcher = function (received, start, end) {
  const name = "toBeWithin";
  if (!isNumber(received)) throw refuse(this, name, "a number or bigint", "Received", received);
  if (!isNumber(start)) throw refuse(this, name, "a number or bigint", "Expected", start);
  if (!isNumber(end)) throw refuse(this, name, "a number or bigint", "Expected", end);
  const options = hintOptions(this, { secondArgument: "end" });
  const { isNot } = this;
  return {
    pass: received >= start && received < end,
    message: () =>
      `${matcherHint(name, undefined, "start", options)}\n\nExpected: ${isNot ? "not " : ""}>= ${printExpected(start)} and < ${printExpected(end)}\n` +
      `Received: ${isNot ? "    " : ""}${printReceived(received)}`,
  };
};

const toIncludeRepeated: Matcher = function (received, part, times) {
  const name = "toIncludeRepeated";
  if (!isString(received)) throw refuse(this, name, "a string", "Received", received);
  if (!isString(part) || part === "") throw refuse(this, name, "a string that is not empty", "Expected", part);
  ensureExpectedIsNonNegativeInteger(times, name, hintOptions(this));
  const count = occurrences(received, part);
  const options = hintOptions(this, { secondArgument: "times" });
  const { isNot } = this;
  return {
    pass: count === times,
    message: () =>
      `${matcherHint(name, undefined, undefined, options)}\n\nExpected: ${isNot ? "not " : ""}${printExpected(part)} ${printExpected(times)} times\n` +
      `Received: ${printReceived(count)} times in ${printReceived(received)}`,
  };
};

const toSatisfy: Matcher = function (received, predicate) {
  const name = "toSatisfy";
  if (typeof predicate !== "function") throw refuse(this, name, "a function", "Expected", predicate);
  const options = hintOptions(this);
  const { isNot } = this;
  return {
    pass: !!predicate(received),
    message: () =>
      `${matcherHint(name, undefined, undefined, options)}\n\nExpected: ${isNot ? "not " : ""}to satisfy ${printExpected(predicate)}\nReceived: ${printReceived(received)}`,
  };
};

/** A matcher of texts, which needs one to compare with; what is received may be anything. */
function textRelation(name: string, test: (received: string, expected: string) => boolean): Matcher {
  return relation(name, function (received, expected) {
    if (!isString(expected)) throw refuse(this, name, "a string", "Expected", expected);
    return isString(received) && test(received, expected);
  });
}

function keysRelation(name: string, test: (received: any, keys: PropertyKey[]) => boolean): Matcher {
  return relation(name, function (received, keys) {
    ensureKeys(this, name, keys);
    return test(received, keys);
  });
}

/** `pass("message")` and `fail("message")`. */
function verdict(name: string, pass: boolean): Matcher {
  return function (_received, message) {
    return { pass, message: () => (isString(message) ? message : pass ? "passes by .pass() assertion" : "fails by .fail() assertion") };
  };
}

export const extendedMatchers: Matchers = {
  fail: verdict("fail", false),
  pass: verdict("pass", true),
  toBeArray: quality("toBeArray", ArrayIsArray),
  toBeArrayOfSize: relation("toBeArrayOfSize", (value, size) => ArrayIsArray(value) && value.length === size),
  toBeBoolean: quality("toBeBoolean", (value) => typeof value === "boolean" || value instanceof Boolean),
  toBeDate: quality("toBeDate", isDate),
  toBeEmpty: quality("toBeEmpty", isEmpty),
  toBeEmptyObject: quality("toBeEmptyObject", (value) => isPlain(value) && ReflectOwnKeys(value).length === 0),
  toBeEven: quality("toBeEven", isEven),
  toBeFalse: quality("toBeFalse", (value) => value === false),
  toBeFinite: quality("toBeFinite", (value) => typeof value === "bigint" || NumberIsFinite(value)),
  toBeFunction: quality("toBeFunction", (value) => typeof value === "function"),
  toBeInteger: quality("toBeInteger", (value) => typeof value === "bigint" || NumberIsInteger(value)),
  toBeNegative: quality("toBeNegative", (value) => isNumber(value) && value < 0),
  toBeNil: quality("toBeNil", (value) => value == null),
  toBeNumber: quality("toBeNumber", (value) => typeof value === "number" || value instanceof Number),
  toBeObject: quality("toBeObject", isObject),
  toBeOdd: quality("toBeOdd", isOdd),
  toBeOneOf: relation("toBeOneOf", function (value, list) {
    if (list == null || isString(list) || typeof list[SymbolIterator] !== "function") throw refuse(this, "toBeOneOf", "an array or an iterable", "Expected", list);
    const items: unknown[] = ArrayFrom(list);
    for (let i = 0; i < items.length; i++) if (isEqual(value, items[i])) return true;
    return false;
  }),
  toBePositive: quality("toBePositive", (value) => isNumber(value) && value > 0),
  toBeString: quality("toBeString", (value) => isString(value) || value instanceof String),
  toBeSymbol: quality("toBeSymbol", (value) => typeof value === "symbol"),
  toBeTrue: quality("toBeTrue", (value) => value === true),
  toBeTypeOf: relation("toBeTypeOf", (value, type) => typeof value === type),
  toBeValidDate: quality("toBeValidDate", (value) => isDate(value) && !NumberIsNaN(DatePrototypeGetTime(value))),
  toBeWithin,
  toContainAllKeys: keysRelation("toContainAllKeys", (value, keys) => isObject(value) && ObjectKeys(value).length === keys.length && countKeys(value, keys) === keys.length),
  toContainAllValues: keysRelation("toContainAllValues", (value, list) => isObject(value) && ObjectKeys(value).length === list.length && countValues(value, list) === list.length),
  toContainAnyKeys: keysRelation("toContainAnyKeys", (value, keys) => countKeys(value, keys) > 0),
  toContainAnyValues: keysRelation("toContainAnyValues", (value, list) => countValues(value, list) > 0),
  toContainKey: relation("toContainKey", hasKey),
  toContainKeys: keysRelation("toContainKeys", (value, keys) => isObject(value) && countKeys(value, keys) === keys.length),
  toContainValue: relation("toContainValue", hasValue),
  toContainValues: keysRelation("toContainValues", (value, list) => isObject(value) && countValues(value, list) === list.length),
  toEndWith: textRelation("toEndWith", (text, end) => StringPrototypeEndsWith(text, end)),
  toEqualIgnoringWhitespace: textRelation("toEqualIgnoringWhitespace", (text, other) => withoutSpace(text) === withoutSpace(other)),
  toInclude: textRelation("toInclude", (text, part) => StringPrototypeIncludes(text, part)),
  toIncludeRepeated,
  toSatisfy,
  toStartWith: textRelation("toStartWith", (text, start) => StringPrototypeStartsWith(text, start)),
};
