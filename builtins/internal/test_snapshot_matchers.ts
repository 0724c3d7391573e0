/**
 * toMatchSnapshot and its kin, for `expect.extend` (https://jestjs.io/docs/expect#tomatchsnapshotpropertymatchers-hint,
 * https://vitest.dev/api/expect#tomatchsnapshot). They find in their context, beside what `expect` puts there:
 *
 *   snapshotState     the SnapshotState of the file, with its format
 *   currentTestName   the names of the groups and the test: joined by " " for Jest, by " > " for Vitest
 *   testAttempt       the attempt at the test, if it may be repeated
 *   testFailing       the test is expected to fail
 */
import type { Answer, SnapshotState } from "internal/test_snapshot_state";
import { stripIndentation } from "internal/test_snapshot_text";
import {
  ArrayIsArray, Error, ObjectAssign, ObjectKeys, ObjectPrototypeToString, SymbolFor,
  StringPrototypeIncludes,
} from "internal/primordials";

interface Context {
  snapshotState?: SnapshotState;
  currentTestName?: string;
  currentConcurrentTestName?: () => string | undefined;
  testAttempt?: object;
  testFailing?: boolean;
  testPath?: string;
  error?: Error;
  isNot: boolean;
  promise: string;
  expand?: boolean;
  equals(a: unknown, b: unknown, testers?: unknown[]): boolean;
  dontThrow?(): void;
  utils: any;
}

interface Outcome {
  pass: boolean;
  message(): string;
  name?: string;
  actual?: unknown;
  expected?: unknown;
}

interface Asked {
  context: Context;
  matcher: string;
  received: any;
  properties?: object;
  hint?: string;
  inline?: { expected: string | undefined };
  file?: string;
}

const kAsymmetric = SymbolFor("jest.asymmetricMatcher");
const same = (text: string) => text;

function isObject(value: any): boolean {
  return value !== null && typeof value === "object" && !ArrayIsArray(value);
}

function isAny(value: any): boolean {
  return isObject(value) && value.$$typeof === kAsymmetric && (value.constructor.name === "Any" || value.constructor.name === "Anything");
}

function mergeLists(target: any[], source: any[]): any[] {
  const merged = [...target];
  for (let i = 0; i < source.length; i++) {
    if (ArrayIsArray(merged[i]) && ArrayIsArray(source[i])) merged[i] = mergeLists(merged[i], source[i]);
    else if (isObject(merged[i]) && !isAny(source[i])) merged[i] = mergeProperties(merged[i], source[i]);
    else merged[i] = source[i];
  }
  return merged;
}

/** `target` with its properties in the place of which there are matchers shown as the matchers. */
export function mergeProperties(target: any, source: any): any {
  if (ArrayIsArray(target) && ArrayIsArray(source)) return mergeLists(target, source);
  if (!isObject(target) || !isObject(source)) return target;
  const merged = { ...target };
  const keys = ObjectKeys(source);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const value = source[key];
    if (isObject(value) && !value.$$typeof && key in target) merged[key] = mergeProperties(target[key], value);
    else if (ArrayIsArray(value) && ArrayIsArray(target[key])) merged[key] = mergeLists(target[key], value);
    else merged[key] = value;
  }
  return merged;
}

/** The call of the matcher, for the first line of a message. */
function hintOf({ context, matcher, properties, hint, inline }: Asked): string {
  const { utils } = context;
  const options: any = { isNot: context.isNot, promise: context.promise };
  const hasHint = typeof hint === "string" && hint.length > 0;
  const hasSnapshot = typeof inline?.expected === "string";
  let argument = "";
  if (properties) {
    argument = "properties";
    if (hasHint) ObjectAssign(options, { secondArgument: "hint", secondArgumentColor: utils.BOLD_WEIGHT });
    else if (hasSnapshot) ObjectAssign(options, { secondArgument: "snapshot", secondArgumentColor: same });
  } else if (hasHint) {
    argument = "hint";
    options.expectedColor = utils.BOLD_WEIGHT;
  } else if (hasSnapshot) {
    argument = "snapshot";
  }
  return utils.matcherHint(matcher, undefined, argument, options);
}

/** A mistake in how a matcher is called. */
function misuse(context: Context, matcher: string, argument: string, options: object, generic: string, specific?: string): Error {
  const { utils } = context;
  const hint = utils.matcherHint(matcher, undefined, argument, { isNot: context.isNot, promise: context.promise, ...options });
  return new Error(utils.matcherErrorMessage(hint, generic, specific));
}

function checkProperties(context: Context, matcher: string, properties: unknown, options: object, advice = ""): void {
  if (typeof properties === "object" && properties !== null) return;
  const { utils } = context;
  throw misuse(context, matcher, "properties", options, `Expected ${utils.EXPECTED_COLOR("properties")} must be an object`,
    utils.printWithType("Expected properties", properties, utils.printExpected) + advice);
}

function nameLine(context: Context, name: string, hint: string | undefined, count: number): string {
  const separator = context.snapshotState!.format === "jest" ? ": " : " > ";
  const shown = hint ? `${name}${name ? separator : ""}${context.utils.BOLD_WEIGHT(hint)}` : name;
  return `Snapshot name: \`${shown} ${count}\``;
}

function mismatch(asked: Asked, name: string, { actual, expected, count }: Answer): string {
  const { context, hint } = asked;
  const { utils } = context;
  const head = `${hintOf(asked)}\n\n${nameLine(context, name, hint, count)}\n\n`;
  if (expected === undefined) {
    return `${head}New snapshot was ${utils.BOLD_WEIGHT("not written")}. The update flag must be explicitly passed to write a new snapshot.\n\n` +
      "This is likely because this test is run in a continuous integration (CI) environment in which snapshots are not written by default.\n\n" +
      `Received:${StringPrototypeIncludes(actual, "\n") ? "\n" : " "}${utils.RECEIVED_COLOR(actual)}`;
  }
  if (!StringPrototypeIncludes(actual, "\n") && !StringPrototypeIncludes(expected, "\n"))
    return `${head}Snapshot: ${utils.EXPECTED_COLOR(expected)}\nReceived: ${utils.RECEIVED_COLOR(actual)}`;
  const options = { aAnnotation: "Snapshot", bAnnotation: "Received", expand: context.expand, includeChangeCounts: true, emptyFirstOrLastLinePlaceholder: "\u21b5" };
  return head + utils.diff(expected, actual, options);
}

function unlike(asked: Asked, name: string, count: number): string {
  const { context, properties, received, hint } = asked;
  const { utils } = context;
  const { replacedExpected, replacedReceived } = utils.replaceMatchedToAsymmetricMatcher(properties, received, [], []);
  const options = { aAnnotation: "Expected properties", bAnnotation: "Received value", expand: context.expand, includeChangeCounts: true };
  return `${hintOf(asked)}\n\n${nameLine(context, name, hint, count)}\n\n${utils.diff(replacedExpected, replacedReceived, options)}`;
}

function stateOf(asked: Asked): SnapshotState {
  const { context } = asked;
  const { snapshotState, utils } = context;
  if (context.isNot) throw new Error(utils.matcherErrorMessage(hintOf(asked), "Snapshot matchers cannot be used with " + utils.BOLD_WEIGHT("not")));
  if (snapshotState == null) {
    throw new Error(`${hintOf(asked)}\n\nSnapshot state must be initialized\n\n${utils.printWithType("Snapshot state", snapshotState, utils.stringify)}`);
  }
  return snapshotState;
}

function match(asked: Asked): Outcome {
  const { context, hint, properties, inline, file, matcher } = asked;
  const { testAttempt, testFailing = false, error, utils } = context;
  // One snapshot that fails does not keep the next from being looked at.
  if (!testFailing) context.dontThrow?.();
  const state = stateOf(asked);
  const name = context.currentConcurrentTestName?.() ?? context.currentTestName ?? "";
  const testName = name && hint ? `${name}${state.format === "jest" ? ": " : " > "}${hint}` : name || (state.format === "vitest" && hint) || "";
  let { received } = asked;
  if (properties) {
    if (typeof received !== "object" || received === null) {
      throw new Error(utils.matcherErrorMessage(hintOf(asked),
        `${utils.RECEIVED_COLOR("received")} value must be an object when the matcher has ${utils.EXPECTED_COLOR("properties")}`,
        utils.printWithType("Received", received, utils.printReceived)));
    }
    if (!context.equals(received, properties, [utils.iterableEquality, utils.subsetEquality])) {
      const { count } = state.fail(testName, testAttempt);
      return { pass: false, message: () => unlike(asked, name, count), name: matcher };
    }
    received = mergeProperties(received, properties);
  }
  const answer = state.match({ testName, attempt: testAttempt, received, inline, file, error, failing: testFailing });
  if (answer.pass) return { pass: true, message: () => "" };
  return { pass: false, message: () => mismatch(asked, name, answer), name: matcher, actual: answer.actual, expected: answer.expected };
}

/** Of an error, what Jest compares: its message and those of its causes. */
function messageOf(error: any): unknown {
  let text = error.message;
  while (typeof error === "object" && error !== null && "cause" in error) {
    error = error.cause;
    if (error instanceof Error || ObjectPrototypeToString(error) === "[object Error]") {
      text += `\nCause: ${(error as any).message}`;
    } else {
      if (typeof error === "string") text += `\nCause: ${error}`;
      break;
    }
  }
  return text;
}

function matchThrown(asked: Asked, fromPromise: boolean | undefined): Outcome {
  const { context, matcher } = asked;
  const { utils } = context;
  context.dontThrow?.();
  const state = stateOf(asked);
  let error: any;
  if (fromPromise || context.promise !== "") {
    error = asked.received;
  } else {
    if (typeof asked.received !== "function") {
      throw misuse(context, matcher, "", {}, `${utils.RECEIVED_COLOR("received")} value must be a function`,
        utils.printWithType("Received", asked.received, utils.printReceived));
    }
    try {
      asked.received();
    } catch (thrown) {
      error = thrown;
    }
  }
  if (error === undefined) throw new Error(`${hintOf(asked)}\n\nReceived function did not throw`);
  return match({ ...asked, received: state.format === "jest" ? messageOf(error) : error });
}

function inlineOf(text: string | undefined): { expected: string | undefined } {
  return { expected: text === undefined ? undefined : stripIndentation(text) };
}

export const snapshotMatchers = {
  toMatchSnapshot(this: Context, received: unknown, ...args: any[]): Outcome {
    const matcher = "toMatchSnapshot";
    let { 0: properties, 1: hint } = args;
    if (args.length === 1 && typeof properties === "string") {
      hint = properties;
      properties = undefined;
    } else if (args.length > 0 && !(properties === undefined && this.snapshotState?.format === "vitest")) {
      const hasHint = args.length === 2;
      const advice = hasHint && properties == null ? "\n\nTo provide a hint without properties: toMatchSnapshot('hint')" : "";
      checkProperties(this, matcher, properties, hasHint ? { secondArgument: "hint", secondArgumentColor: this.utils.BOLD_WEIGHT } : {}, advice);
    }
    return match({ context: this, matcher, received, properties, hint });
  },

  toMatchInlineSnapshot(this: Context, received: unknown, ...args: any[]): Outcome {
    const matcher = "toMatchInlineSnapshot";
    const { utils } = this;
    let { 0: properties, 1: snapshot, 2: hint } = args;
    if (typeof properties === "string") {
      hint = this.snapshotState?.format === "vitest" ? snapshot : undefined;
      snapshot = properties;
      properties = undefined;
    } else if (args.length > 0 && !(properties === undefined && this.snapshotState?.format === "vitest")) {
      checkProperties(this, matcher, properties, args.length === 2 ? { secondArgument: "snapshot", secondArgumentColor: same } : {});
      if (args.length >= 2 && snapshot !== undefined && typeof snapshot !== "string") {
        throw misuse(this, matcher, "properties", { secondArgument: "snapshot", secondArgumentColor: same }, "Inline snapshot must be a string",
          utils.printWithType("Inline snapshot", snapshot, utils.stringify));
      }
    }
    return match({ context: this, matcher, received, properties, hint, inline: inlineOf(snapshot) });
  },

  toThrowErrorMatchingSnapshot(this: Context, received: unknown, hint?: string, fromPromise?: boolean): Outcome {
    return matchThrown({ context: this, matcher: "toThrowErrorMatchingSnapshot", received, hint }, fromPromise);
  },

  toThrowErrorMatchingInlineSnapshot(this: Context, received: unknown, snapshot?: string, fromPromise?: boolean): Outcome {
    const matcher = "toThrowErrorMatchingInlineSnapshot";
    if (snapshot !== undefined && typeof snapshot !== "string") {
      throw misuse(this, matcher, "snapshot", { expectedColor: same }, "Inline snapshot must be a string",
        this.utils.printWithType("Inline snapshot", snapshot, this.utils.stringify));
    }
    return matchThrown({ context: this, matcher, received, inline: inlineOf(snapshot) }, fromPromise);
  },

  /** The whole of `file`, which is relative to the test's, is the snapshot; a text stands in it as it is. */
  async toMatchFileSnapshot(this: Context, received: unknown, file: string, hint?: string): Promise<Outcome> {
    const path = require("node:path").default;
    const whole = this.testPath === undefined ? path.resolve(file) : path.resolve(path.dirname(this.testPath), file);
    return match({ context: this, matcher: "toMatchFileSnapshot", received, hint, file: whole });
  },
};
