/** What `expect` knows of the test that runs, and what the test's end asks it. */
import { ArrayPrototypePush, Error, ObjectCreate, SafeWeakMap } from "internal/primordials";
import { type ExpectState, findState, state } from "internal/expect_state";
import { registry } from "internal/test_registry";
import type { Library, Test } from "internal/test_tree";

const states = new SafeWeakMap<Test, ExpectState>();

function begin(own: ExpectState, test: Test): void {
  own.assertionCalls = 0;
  own.numPassingAsserts = 0;
  own.expectedAssertionsNumber = null;
  own.isExpectingAssertions = false;
  if (own.suppressedErrors.length > 0 || own !== state) own.suppressedErrors = [];
  own.currentTestName = undefined;
  own.testAttempt = test.attempt;
  own.testFailing = test.isFailing;
}

function separatorOf(library: Library): string {
  return library === "vitest" ? " > " : " ";
}

let looksForTest = false;

/** Before an attempt at a test. */
export function beginAssertions(test: Test, isConcurrent: boolean): void {
  let own = state;
  if (isConcurrent) {
    own = ObjectCreate(state) as ExpectState;
    states.set(test, own);
    if (!looksForTest) {
      looksForTest = true;
      findState(() => {
        const { running } = registry;
        return running === undefined ? undefined : states.get(running);
      });
    }
  }
  begin(own, test);
  own.currentTestName = test.fullName(separatorOf(test.library));
}

/** Adds what soft assertions and the counts of assertions have to say to the test's failures. */
export function endAssertions(test: Test, isConcurrent: boolean): void {
  const own = (isConcurrent ? states.get(test) : undefined) ?? state;
  const { suppressedErrors } = own;
  for (let i = 0; i < suppressedErrors.length; i++) ArrayPrototypePush(test.failures, { thrown: suppressedErrors[i], site: undefined });
  if (suppressedErrors.length > 0) own.suppressedErrors = [];
  if (own.expectedAssertionsNumber === null && !own.isExpectingAssertions) {
    if (registry.settings.expect.requireAssertions && own.assertionCalls === 0) {
      ArrayPrototypePush(test.failures, { thrown: new Error("expected any number of assertion, but got none"), site: test.site });
    }
    return;
  }
  const missed = require("internal/expect").missedAssertions(own) as { error: Error }[];
  for (let i = 0; i < missed.length; i++) ArrayPrototypePush(test.failures, { thrown: missed[i]!.error, site: undefined });
}
