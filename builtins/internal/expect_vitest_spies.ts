/**
 * Matchers of mock functions that only Vitest has (https://vitest.dev/api/expect): of what promises that a mock gave
 * were settled with, of the order of calls, and of a single call.
 */
import { Error } from "internal/primordials";
import { paintReceived } from "internal/expect_colors";
import { equals } from "internal/expect_equals";
import { hintOptions, type Matcher, type MatcherContext, type Outcome, notText } from "internal/expect_matcher";
import { matcherErrorMessage, matcherHint, printExpected, printReceived, printWithType } from "internal/expect_print";
import { withUserTesters } from "internal/expect_state";
import { iterableEquality } from "internal/expect_testers";

interface Settled { type: "fulfilled" | "rejected" | "incomplete"; value: unknown }

const isEqual = (a: unknown, b: unknown) => equals(a, b, withUserTesters([iterableEquality as any]));

function mockOf(context: MatcherContext, name: string, received: any, expected = "expected"): any {
  if (received != null && received._isMockFunction === true) return received.mock;
  throw new Error(matcherErrorMessage(
    matcherHint(name, undefined, expected, hintOptions(context)), `${paintReceived("received")} value must be a mock function`,
    printWithType("Received", received, printReceived)));
}

function answer(context: MatcherContext, name: string, pass: boolean, expected: string, received: string, argument = "expected"): Outcome {
  return { pass, message: () => `${matcherHint(name, undefined, argument, hintOptions(context))}\n\nExpected: ${notText(context)}${expected}\nReceived: ${received}` };
}

const fulfilledOf = (mock: any): Settled[] => (mock.settledResults ?? []).filter((result: Settled) => result.type === "fulfilled");

const toHaveBeenCalledExactlyOnceWith: Matcher = function (received, ...expected) {
  const { calls } = mockOf(this, "toHaveBeenCalledExactlyOnceWith", received, "...expected");
  const pass = calls.length === 1 && isEqual([...calls[0]], expected);
  return answer(this, "toHaveBeenCalledExactlyOnceWith", pass, `one call with ${printExpected(expected)}`, printReceived(calls), "...expected");
};

const toHaveResolved: Matcher = function (received) {
  const found = fulfilledOf(mockOf(this, "toHaveResolved", received, ""));
  return answer(this, "toHaveResolved", found.length > 0, "a promise that was fulfilled", `${printReceived(found.length)} of them`, "");
};

const toHaveResolvedTimes: Matcher = function (received, expected) {
  const found = fulfilledOf(mockOf(this, "toHaveResolvedTimes", received));
  return answer(this, "toHaveResolvedTimes", found.length === expected, printExpected(expected), printReceived(found.length));
};

const toHaveResolvedWith: Matcher = function (received, expected) {
  const found = fulfilledOf(mockOf(this, "toHaveResolvedWith", received));
  const pass = found.some((result) => isEqual(result.value, expected));
  return answer(this, "toHaveResolvedWith", pass, printExpected(expected), printReceived(found.map((result) => result.value)));
};

function resolvedAt(context: MatcherContext, name: string, received: any, index: (results: Settled[]) => number, expected: unknown): Outcome {
  const results: Settled[] = mockOf(context, name, received).settledResults ?? [];
  const one = results[index(results)];
  const pass = one !== undefined && one.type === "fulfilled" && isEqual(one.value, expected);
  return answer(context, name, pass, printExpected(expected), one === undefined ? "no call" : `${one.type}: ${printReceived(one.value)}`);
}

const toHaveLastResolvedWith: Matcher = function (received, expected) {
  return resolvedAt(this, "toHaveLastResolvedWith", received, (results) => results.length - 1, expected);
};

const toHaveNthResolvedWith: Matcher = function (received, n, expected) {
  return resolvedAt(this, "toHaveNthResolvedWith", received, () => n - 1, expected);
};

/** @param failsUncalled What is asked of a mock that was never called fails; else it holds. */
function ordered(name: string, isInOrder: (own: number[], other: number[], failsUncalled: boolean) => boolean): Matcher {
  return function (received, other, failsUncalled = true) {
    const own: number[] = mockOf(this, name, received).invocationCallOrder;
    const others: number[] = mockOf(this, name, other).invocationCallOrder;
    return answer(this, name, isInOrder(own, others, failsUncalled), `calls ${name === "toHaveBeenCalledBefore" ? "before" : "after"} ${printExpected(others)}`, printReceived(own));
  };
}

const last = (list: number[]) => list[list.length - 1]!;

export const vitestSpyMatchers: Record<string, Matcher> = {
  toHaveBeenCalledAfter: ordered("toHaveBeenCalledAfter", (own, other, fails) => (other.length === 0 ? !fails : own.length > 0 && last(own) > other[0]!)),
  toHaveBeenCalledBefore: ordered("toHaveBeenCalledBefore", (own, other, fails) => (own.length === 0 ? !fails : other.length > 0 && own[0]! < last(other))),
  toHaveBeenCalledExactlyOnceWith,
  toHaveLastResolvedWith,
  toHaveNthResolvedWith,
  toHaveResolved,
  toHaveResolvedTimes,
  toHaveResolvedWith,
};
