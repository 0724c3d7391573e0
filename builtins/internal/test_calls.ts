/** Calls a test or a hook as its library would: with `done`, with a context, with fixtures. */
import { Error, FunctionPrototypeCall, Promise, PromisePrototypeThen, PromiseResolve } from "internal/primordials";
import { isError, isPromiseLike } from "internal/expect_types";
import type { Fixtures } from "internal/test_fixtures";
import type { Hook, Library, Test } from "internal/test_tree";
import { PromiseWait, runGenerator } from "internal/test_waits";
import { binding, functionKinds } from "internal/util_binding";

function print(value: unknown): string {
  return require("internal/pretty_format").format(value, { maxDepth: 3 });
}

/** A promise for when `done` has been called. */
function callWithDone(fn: any, self: unknown, isStrict: boolean): Promise<unknown> {
  return new Promise((resolve: any, reject: any) => {
    let wasCalled = false;
    let isOver = false;
    let returned: unknown;
    const end = (settle: (value?: unknown) => void, value?: unknown) => {
      isOver = true;
      settle(value);
    };
    const done: any = (reason?: unknown) => {
      const here = new Error();
      Error.captureStackTrace(here, done);
      if (wasCalled && !isOver) {
        here.message = `Expected done to be called once, but it was called multiple times.${reason ? ` Reason: ${print(reason)}` : ""}`;
        end(reject, here);
        throw here;
      }
      wasCalled = true;
      PromisePrototypeThen(PromiseResolve(), () => {
        if (isStrict && returned !== undefined) {
          return end(reject, new Error("Test functions cannot both take a 'done' callback and return something. Either use a 'done' callback, or " +
            `return a promise.\nReturned value: ${print(returned)}`));
        }
        if (!reason) return end(resolve);
        let error: any = reason;
        if (!isError(reason)) {
          here.message = `Failed: ${print(reason)}`;
          error = here;
        }
        if (isOver) {
          error.message = `Caught error after test environment was torn down\n\n${error.message}`;
          throw error;
        }
        end(reject, error);
      });
    };
    // As in Jasmine.
    done.fail = (reason?: unknown) => done(reason ?? new Error("done.fail() was called"));
    returned = FunctionPrototypeCall(fn, self, done);
    // An asynchronous function with `done`: what it throws counts.
    if (!isStrict && isPromiseLike(returned)) (returned as Promise<unknown>).then(() => {}, (error) => end(reject, error));
  });
}

function settle(result: unknown, fn: any, timeout: number): unknown {
  if (isPromiseLike(result)) return new PromiseWait(result, timeout);
  if (typeof result === "object" && result !== null && (binding.functionKind(fn) & functionKinds.generator) !== 0) return new PromiseWait(runGenerator(result), timeout);
  return result;
}

function callPlainly(fn: any, self: unknown): unknown {
  return fn.length > 0 ? callWithDone(fn, self, false) : FunctionPrototypeCall(fn, self);
}

/** With the context, and the fixtures in it that the function asks for. */
function callWithContext(fixtures: Fixtures | undefined, fn: any, context: unknown): unknown {
  return fixtures === undefined ? FunctionPrototypeCall(fn, undefined, context) : require("internal/test_fixtures").useFixtures(fixtures, fn, context);
}

/** @returns What the test gave, or a Wait for it. */
export function callTest(test: Test, self: unknown, timeout: number): unknown {
  const { fn, library, fixtures } = test;
  if (library === "vitest" || fixtures !== undefined) return settle(callWithContext(fixtures, fn, test.context), fn, timeout);
  if (library === "mocha") {
    const called = require("internal/test_mocha").inTest(test, timeout, (context: unknown) => callPlainly(fn, context));
    return settle(called.result, fn, called.timeout);
  }
  if (fn.length > 0) return new PromiseWait(callWithDone(fn, self, library === "jest"), timeout);
  const result = settle(FunctionPrototypeCall(fn, self), fn, timeout);
  if (library === "jest" && result !== undefined && !(result instanceof PromiseWait))
    throw new Error(`test functions can only return Promise or undefined.\nReturned value: ${print(result)}`);
  return result;
}

/** @param argument What Vitest gives the hook: the test's context, or the block. */
export function callHook(hook: Hook, test: Test | undefined, self: unknown, argument: unknown, timeout: number): unknown {
  const { fn, library } = hook;
  if (library === "vitest") {
    return settle(callWithContext(test === undefined ? undefined : test.fixtures ?? hook.fixtures, fn, argument), fn, timeout);
  }
  if (library === "mocha") {
    const called = require("internal/test_mocha").inHook(hook, test, timeout, (context: unknown) => callPlainly(fn, context));
    return settle(called.result, fn, called.timeout);
  }
  if (fn.length > 0) return new PromiseWait(callWithDone(fn, self, library === "jest"), timeout);
  return settle(FunctionPrototypeCall(fn, self), fn, timeout);
}

export function timeoutMessage(library: Library, isHook: boolean, milliseconds: number, takesDone: boolean): string {
  const what = isHook ? "hook" : "test";
  if (library === "vitest") {
    return `${isHook ? "Hook" : "Test"} timed out in ${milliseconds}ms.\nIf this is a long-running ${what}, pass a timeout value as the last argument or ` +
      `configure it globally with "${isHook ? "hookTimeout" : "testTimeout"}".`;
  }
  if (library === "node") return `test timed out after ${milliseconds}ms`;
  return `Exceeded timeout of ${milliseconds} ms for a ${what}${takesDone ? " while waiting for `done()` to be called" : ""}.\n` +
    "Add a timeout value to this test to increase the timeout, if this is a long-running test. See https://jestjs.io/docs/api#testname-fn-timeout.";
}
