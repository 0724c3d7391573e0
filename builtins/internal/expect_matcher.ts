/** What a matcher is given and what it answers. */
import type { equals, Tester } from "internal/expect_equals";
import type { HintOptions } from "internal/expect_print";
import type { ExpectState } from "internal/expect_state";
import type { matcherUtils } from "internal/expect_utils";

export interface MatcherContext extends ExpectState {
  customTesters: Tester[];
  dontThrow(): void;
  equals: typeof equals;
  error?: Error;
  isNot: boolean;
  /** "", "resolves" or "rejects". */
  promise: string;
  utils: typeof matcherUtils;
}

export interface Outcome {
  pass: boolean;
  message: string | (() => string);
  [extra: string]: unknown;
}

export type Matcher = (this: MatcherContext, received: any, ...expected: any[]) => Outcome;
export type Matchers = Record<string, Matcher>;

export function hintOptions(context: MatcherContext, more?: HintOptions): HintOptions {
  return { isNot: context.isNot, promise: context.promise, ...more };
}

/** "not " in what a message says was expected. */
export function notText(context: MatcherContext): string {
  return context.isNot ? "not " : "";
}
