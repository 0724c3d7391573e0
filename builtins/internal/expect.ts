/** `expect`: its own functions around the matchers (https://jestjs.io/docs/expect). */
import { Error, ErrorCaptureStackTrace, ObjectAssign, ObjectKeys, String, TypeError } from "internal/primordials";
import { addMatcher, addOwnMatcher, Assertion, ExpectationError, type PollOptions } from "internal/expect_assertion";
import * as asymmetric from "internal/expect_asymmetric";
import type { Tester } from "internal/expect_equals";
import type { Matcher, Matchers } from "internal/expect_matcher";
import { type Part, parts } from "internal/expect_parts";
import { addQuickly } from "internal/expect_quick_matchers";
import { type ExpectState, addEqualityTesters, getState, setState } from "internal/expect_state";
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
function addAsymmetric(name: string, load: () => Matcher): void {
  (expect as any)[name] = (...sample: unknown[]) => new ExtendedMatcher(name, load(), sample);
  opposites[name] = (...sample: unknown[]) => new ExtendedMatcher(name, load(), sample, true);
}

/** @throws A TypeError for what is no function. */
function extend(matchers: Matchers): void {
  const names = ObjectKeys(matchers);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const matcher = matchers[name]!;
    if (typeof matcher !== "function")
      throw new TypeError(`expect.extend: \`${name}\` is not a valid matcher. Must be a function, is "${typeName(matcher)}"`);
    addMatcher(name, matcher);
    addAsymmetric(name, () => matcher);
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
  if (expected !== undefined) require("internal/expect_print").ensureNoExpected(expected, ".hasAssertions");
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
  const isMissed = typeof expectedAssertionsNumber === "number" && assertionCalls !== expectedAssertionsNumber;
  const hasNone = isExpectingAssertions && assertionCalls === 0;
  if (!isMissed && !hasNone) return missed;
  const { EXPECTED_COLOR: paintExpected, RECEIVED_COLOR: paintReceived, matcherHint, pluralize } = require("internal/expect_print");
  if (isMissed) {
    const error = expectedAssertionsNumberError!;
    const hint = matcherHint(".assertions", "", String(expectedAssertionsNumber), { isDirectExpectCall: true });
    error.message = `${hint}\n\nExpected ${paintExpected(pluralize("assertion", expectedAssertionsNumber))} to be called but received ` +
      `${paintReceived(pluralize("assertion call", assertionCalls))}.`;
    missed[missed.length] = { actual: String(assertionCalls), error, expected: String(expectedAssertionsNumber) };
  }
  if (hasNone) {
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

function addPart(part: Part): void {
  const { names, areAsymmetric } = part;
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const load = () => part.load()[name]!;
    if (!addQuickly(name, load)) addOwnMatcher(name, load);
    if (areAsymmetric) addAsymmetric(name, load);
  }
}

for (let i = 0; i < parts.length; i++) addPart(parts[i]!);
