/** `expect`: its own functions around the matchers (https://jestjs.io/docs/expect). */
import { Error, ErrorCaptureStackTrace, ObjectAssign, ObjectKeys, String, TypeError } from "internal/primordials";
import { addMatcher, Assertion, ExpectationError, type PollOptions } from "internal/expect_assertion";
import * as asymmetric from "internal/expect_asymmetric";
import { paintExpected, paintReceived } from "internal/expect_colors";
import { containerMatchers } from "internal/expect_containers";
import type { Tester } from "internal/expect_equals";
import { extendedMatchers } from "internal/expect_extended";
import type { Matcher, Matchers } from "internal/expect_matcher";
import { basicMatchers } from "internal/expect_matchers";
import { ensureNoExpected, matcherHint, pluralize } from "internal/expect_print";
import { addQuickMatchers } from "internal/expect_quick_matchers";
import { spyMatchers } from "internal/expect_spies";
import { type ExpectState, addEqualityTesters, getState, setState } from "internal/expect_state";
import { throwMatcher } from "internal/expect_throws";
import { typeName } from "internal/expect_types";

const { any, anything, arrayContaining, arrayNotContaining, arrayOf, closeTo, ExtendedMatcher } = asymmetric;

/** @param message What a failure's message begins with. */
export function expect(actual: unknown, message?: string): any {
  return new Assertion(actual, message);
}

const opposites: Record<string, unknown> = {
  arrayContaining: arrayNotContaining,
  arrayOf: asymmetric.notArrayOf,
  closeTo: asymmetric.notCloseTo,
  objectContaining: asymmetric.objectNotContaining,
  stringContaining: asymmetric.stringNotContaining,
  stringMatching: asymmetric.stringNotMatching,
};

/** `expect.name(...)` and `expect.not.name(...)` within values. */
function addAsymmetric(name: string, matcher: Matcher): void {
  (expect as any)[name] = (...sample: unknown[]) => new ExtendedMatcher(name, matcher, sample);
  opposites[name] = (...sample: unknown[]) => new ExtendedMatcher(name, matcher, sample, true);
}

/** @throws A TypeError for what is no function. */
function extend(matchers: Matchers): void {
  const names = ObjectKeys(matchers);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const matcher = matchers[name]!;
    if (typeof matcher !== "function")
      throw new TypeError(`expect.extend: \`${name}\` is not a valid matcher. Must be a function, is "${typeName(matcher)}"`);
    addMatcher(name, matcher, false);
    addAsymmetric(name, matcher);
  }
}

function assertions(count: number): void {
  const error = new Error();
  ErrorCaptureStackTrace(error, assertions);
  setState({ expectedAssertionsNumber: count, expectedAssertionsNumberError: error });
}

function hasAssertions(expected?: undefined): void {
  const error = new Error();
  ErrorCaptureStackTrace(error, hasAssertions);
  ensureNoExpected(expected, ".hasAssertions");
  setState({ isExpectingAssertions: true, isExpectingAssertionsError: error });
}

interface MissedAssertions { actual: string; error: Error; expected: string }

/** What a test's end finds missing by `assertions` and `hasAssertions`; the next test begins anew. */
function extractExpectedAssertionsErrors(): MissedAssertions[] {
  return missedAssertions(getState());
}

export function missedAssertions(own: ExpectState): MissedAssertions[] {
  const { assertionCalls, expectedAssertionsNumber, expectedAssertionsNumberError, isExpectingAssertions, isExpectingAssertionsError } = own;
  ObjectAssign(own, { assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false, numPassingAsserts: 0 });
  const missed: MissedAssertions[] = [];
  if (typeof expectedAssertionsNumber === "number" && assertionCalls !== expectedAssertionsNumber) {
    const error = expectedAssertionsNumberError!;
    const hint = matcherHint(".assertions", "", String(expectedAssertionsNumber), { isDirectExpectCall: true });
    error.message = `${hint}\n\nExpected ${paintExpected(pluralize("assertion", expectedAssertionsNumber))} to be called but received ` +
      `${paintReceived(pluralize("assertion call", assertionCalls))}.`;
    missed[missed.length] = { actual: String(assertionCalls), error, expected: String(expectedAssertionsNumber) };
  }
  if (isExpectingAssertions && assertionCalls === 0) {
    const error = isExpectingAssertionsError!;
    const hint = matcherHint(".hasAssertions", "", "", { isDirectExpectCall: true });
    error.message = `${hint}\n\nExpected ${paintExpected("at least one assertion")} to be called but ${paintReceived("received none")}.`;
    missed[missed.length] = { actual: "none", error, expected: "at least one" };
  }
  return missed;
}

function poll(attempt: () => unknown, options: PollOptions = {}): any {
  if (typeof attempt !== "function") throw new TypeError(`expect.poll: the first argument must be a function, is "${typeName(attempt)}"`);
  return Assertion.poll(attempt, options);
}

/** Fails, whenever it is reached. */
function unreachable(reason?: unknown): never {
  if (reason instanceof Error) throw reason;
  const error = new ExpectationError(reason === undefined ? "reached unreachable code" : String(reason));
  ErrorCaptureStackTrace(error, unreachable);
  throw error;
}

ObjectAssign(expect, {
  addEqualityTesters: (testers: Tester[]) => addEqualityTesters(testers),
  any,
  anything,
  arrayContaining,
  arrayOf,
  assertions,
  closeTo,
  extend,
  extractExpectedAssertionsErrors,
  getState,
  hasAssertions,
  not: opposites,
  objectContaining: asymmetric.objectContaining,
  poll,
  setState,
  soft: (actual: unknown, message?: string) => Assertion.soft(actual, message),
  stringContaining: asymmetric.stringContaining,
  stringMatching: asymmetric.stringMatching,
  unreachable,
});

function addAll(matchers: Matchers, areAsymmetric: boolean): void {
  const names = ObjectKeys(matchers);
  for (let i = 0; i < names.length; i++) {
    addMatcher(names[i]!, matchers[names[i]!]!, true);
    if (areAsymmetric) addAsymmetric(names[i]!, matchers[names[i]!]!);
  }
}

addAll(basicMatchers, false);
addAll(containerMatchers, false);
addAll(spyMatchers, false);
addAll({ toThrow: throwMatcher("toThrow"), toThrowError: throwMatcher("toThrowError") }, false);
addAll(extendedMatchers, true);
addQuickMatchers();
