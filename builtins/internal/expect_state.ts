/** What `expect` knows between assertions: counts, the test that runs, testers of the user. */
import { ArrayIsArray, ArrayPrototypePush, ObjectAssign, TypeError } from "internal/primordials";
import type { Tester } from "internal/expect_equals";
import { typeName } from "internal/expect_types";

export interface ExpectState {
  assertionCalls: number;
  numPassingAsserts: number;
  expectedAssertionsNumber: number | null;
  expectedAssertionsNumberError?: Error;
  isExpectingAssertions: boolean;
  isExpectingAssertionsError?: Error;
  suppressedErrors: Error[];
  currentTestName?: string;
  testPath?: string;
  expand?: boolean;
  [name: string]: unknown;
}

export const state: ExpectState = {
  assertionCalls: 0,
  expectedAssertionsNumber: null,
  isExpectingAssertions: false,
  numPassingAsserts: 0,
  suppressedErrors: [],
};

let find: (() => ExpectState | undefined) | undefined;

/** Tests that run at the same time have a state each; it inherits from `state`. */
export function findState(finder: () => ExpectState | undefined): void {
  find = finder;
}

export function getState(): ExpectState {
  return find === undefined ? state : find() ?? state;
}

export function setState(changes: Partial<ExpectState>): void {
  ObjectAssign(getState(), changes);
}

const testers: Tester[] = [];

export function getCustomEqualityTesters(): Tester[] {
  return testers;
}

/** @throws A TypeError unless `added` is an array. */
export function addEqualityTesters(added: Tester[]): void {
  if (!ArrayIsArray(added)) {
    throw new TypeError(`expect.customEqualityTesters: Must be set to an array of Testers. Was given "${typeName(added)}"`);
  }
  for (let i = 0; i < added.length; i++) ArrayPrototypePush(testers, added[i]!);
}

/** The testers of the user before those of a matcher. */
export function withUserTesters(own: readonly Tester[]): Tester[] {
  const all: Tester[] = [];
  for (let i = 0; i < testers.length; i++) ArrayPrototypePush(all, testers[i]!);
  for (let i = 0; i < own.length; i++) ArrayPrototypePush(all, own[i]!);
  return all;
}
