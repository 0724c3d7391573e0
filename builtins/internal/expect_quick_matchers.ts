/** The matchers that suites use most have a short way for an assertion that holds; the rest is for failures. */
import {
  ArrayIsArray, ArrayPrototypeIncludes, NumberIsNaN, NumberIsSafeInteger, ObjectIs, StringPrototypeIncludes,
} from "internal/primordials";
import { addQuickMatcher } from "internal/expect_assertion";
import { equals } from "internal/expect_equals";
import { deepTesters, strictTesters } from "internal/expect_testers";
import type { Matcher } from "internal/expect_matcher";
import { getCustomEqualityTesters, withUserTesters } from "internal/expect_state";

type Test = (actual: any, expected: any) => boolean | undefined;

const none: Record<string, Test> = {
  __proto__: null as any,
  toBeDefined: (actual) => actual !== undefined,
  toBeFalsy: (actual) => !actual,
  toBeNaN: (actual) => NumberIsNaN(actual),
  toBeNull: (actual) => actual === null,
  toBeTruthy: (actual) => !!actual,
  toBeUndefined: (actual) => actual === undefined,
};

const areNumbers = (actual: unknown, expected: unknown) => typeof actual === "number" && typeof expected === "number";

/** As indexOf: NaN is in no list. */
function contains(actual: any, expected: any): boolean | undefined {
  if (typeof actual === "string") return typeof expected === "string" ? StringPrototypeIncludes(actual, expected) : undefined;
  return ArrayIsArray(actual) && expected === expected && expected !== undefined ? ArrayPrototypeIncludes(actual, expected) : undefined;
}

const one: Record<string, Test> = {
  __proto__: null as any,
  toBe: ObjectIs,
  toBeGreaterThan: (actual, expected) => (areNumbers(actual, expected) ? actual > expected : undefined),
  toBeGreaterThanOrEqual: (actual, expected) => (areNumbers(actual, expected) ? actual >= expected : undefined),
  toBeInstanceOf: (actual, expected) => (typeof expected === "function" ? actual instanceof expected : undefined),
  toBeLessThan: (actual, expected) => (areNumbers(actual, expected) ? actual < expected : undefined),
  toBeLessThanOrEqual: (actual, expected) => (areNumbers(actual, expected) ? actual <= expected : undefined),
  toContain: contains,
  toEqual: (actual, expected) =>
    equals(actual, expected, getCustomEqualityTesters().length === 0 ? deepTesters : withUserTesters(deepTesters)),
  toHaveLength: (actual, expected) =>
    (typeof actual?.length === "number" && NumberIsSafeInteger(expected) && expected >= 0 ? actual.length === expected : undefined),
  toMatch: (actual, expected) => (typeof actual === "string" && typeof expected === "string" ? StringPrototypeIncludes(actual, expected) : undefined),
  toStrictEqual: (actual, expected) =>
    equals(actual, expected, getCustomEqualityTesters().length === 0 ? strictTesters : withUserTesters(strictTesters), true),
};

/** @returns Whether the matcher has a short way: it is added with it. */
export function addQuickly(name: string, load: () => Matcher): boolean {
  const test = none[name] ?? one[name];
  if (test === undefined) return false;
  addQuickMatcher(name, load, none[name] === undefined ? 1 : 0, test);
  return true;
}
