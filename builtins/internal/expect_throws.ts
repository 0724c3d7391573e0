/** toThrow (https://jestjs.io/docs/expect#tothrowerror). */
import {
  ArrayPrototypeJoin, ArrayPrototypePush, Error, JSONStringify, ObjectIs, RegExpPrototypeExec, RegExpPrototypeTest, String, StringPrototypeIncludes, StringPrototypeIndexOf,
  StringPrototypeSlice, StringPrototypeSplit, StringPrototypeStartsWith, StringPrototypeTrim,
} from "internal/primordials";
import { dim, paintExpected, paintReceived } from "internal/expect_colors";
import { equals, type Tester } from "internal/expect_equals";
import { hintOptions, type Matcher, type Outcome } from "internal/expect_matcher";
import { constructorLine, printReceivedWithin } from "internal/expect_matchers";
import { matcherErrorMessage, matcherHint, printDiffOrStringify, printExpected, printReceived, printWithType, stringify, type HintOptions } from "internal/expect_print";
import { iterableEquality } from "internal/expect_testers";
import { isError } from "internal/expect_types";

const kDidNotThrow = "Received function did not throw";
const kDeep: Tester[] = [iterableEquality as Tester];

interface Thrown {
  hasMessage: boolean;
  isError: boolean;
  message: string;
  value: any;
}

function thrownOf(value: any): Thrown {
  const hasMessage = value != null && typeof value.message === "string";
  const isWhole = hasMessage && typeof value.name === "string" && typeof value.stack === "string";
  return { hasMessage, isError: isWhole, message: hasMessage ? value.message : String(value), value };
}

/** The frames of what was thrown, without those of the runtime itself, with paths from the working directory. */
function stackText(thrown: Thrown | null): string {
  if (thrown === null || !thrown.isError) return "";
  const root = `${(globalThis as any).process?.cwd?.() ?? ""}/`;
  const lines = StringPrototypeSplit(thrown.value.stack, "\n");
  const shown: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = StringPrototypeTrim(lines[i]!);
    if (!StringPrototypeStartsWith(line, "at ") || RegExpPrototypeTest(/\((?:node:|internal\/|weft:|native\))|^at (?:node:|internal\/|weft:)/, line)) continue;
    const parts = RegExpPrototypeExec(/^(at .*?\()([^()]+?)(:\d+:\d+\)?)$/, line) ?? RegExpPrototypeExec(/^(at )([^()]+?)(:\d+:\d+)$/, line);
    if (parts === null) {
      ArrayPrototypePush(shown, `      ${dim(line)}`);
      continue;
    }
    const path = root.length > 1 && StringPrototypeStartsWith(parts[2]!, root) ? StringPrototypeSlice(parts[2]!, root.length) : parts[2]!;
    ArrayPrototypePush(shown, `      ${dim(parts[1]!)}${path}${dim(parts[3]!)}`);
  }
  return shown.length > 0 ? `\n${ArrayPrototypeJoin(shown, "\n")}` : "";
}

const expectedLine = (label: string, expected: unknown) => `${label}${printExpected(expected)}\n`;

/** The message that was thrown, with what was looked for inverted. */
function messageLine(label: string, thrown: Thrown, pattern?: string | RegExp): string {
  const { message } = thrown;
  if (typeof pattern === "string") {
    const index = StringPrototypeIndexOf(message, pattern);
    if (index !== -1) return `${label}${printReceivedWithin(message, index, pattern.length)}\n`;
  } else if (pattern !== undefined) {
    const match = RegExpPrototypeExec(new RegExp(pattern), message);
    if (match !== null) return `${label}${printReceivedWithin(message, match.index, match[0].length)}\n`;
  }
  return `${label}${printReceived(message)}\n`;
}

const nameLine = (label: string, thrown: Thrown) => (thrown.isError ? `${label}${printReceived(thrown.value.name)}\n` : "");
const valueLine = (label: string, thrown: Thrown) => (thrown.isError ? "" : `${label}${printReceived(thrown.value)}\n`);

function throwsAtAll(hint: (expected: string) => string, thrown: Thrown | null): Outcome {
  const message = () => {
    const head = `${hint("")}\n\n`;
    if (thrown === null) return head + kDidNotThrow;
    return head + (thrown.hasMessage
      ? nameLine("Error name:    ", thrown) + messageLine("Error message: ", thrown) + stackText(thrown)
      : valueLine("Thrown value: ", thrown));
  };
  return { pass: thrown !== null, message };
}

function throwsText(kind: "substring" | "pattern", hint: () => string, thrown: Thrown | null, expected: string | RegExp): Outcome {
  const pass = thrown !== null && (typeof expected === "string" ? StringPrototypeIncludes(thrown.message, expected) : expected.test(thrown.message));
  const pad = kind === "substring" ? "  " : "";
  const message = () => {
    if (pass) {
      return `${hint()}\n\n${expectedLine(`Expected ${kind}: not `, expected)}` + (thrown.hasMessage
        ? messageLine(`Received message:   ${pad}  `, thrown, expected) + stackText(thrown)
        : valueLine(`Received value:     ${pad}  `, thrown));
    }
    const head = `${hint()}\n\n${expectedLine(`Expected ${kind}: `, expected)}`;
    if (thrown === null) return `${head}\n${kDidNotThrow}`;
    return head + (thrown.hasMessage
      ? messageLine(`Received message: ${pad}`, thrown) + stackText(thrown)
      : valueLine(`Received value:   ${pad}`, thrown));
  };
  return { pass, message };
}

function throwsMatching(hint: () => string, thrown: Thrown | null, expected: any): Outcome {
  const pass = thrown !== null && !!expected.asymmetricMatch(thrown.value);
  const message = () => {
    const head = `${hint()}\n\n${expectedLine(`Expected asymmetric matcher: ${pass ? "not " : ""}`, expected)}\n`;
    if (thrown === null) return head + kDidNotThrow;
    return head + (thrown.hasMessage
      ? nameLine("Received name:    ", thrown) + messageLine("Received message: ", thrown) + stackText(thrown)
      : valueLine("Thrown value: ", thrown));
  };
  return { pass, message };
}

function throwsInstance(hint: () => string, thrown: Thrown | null, expected: any): Outcome {
  const pass = thrown !== null && thrown.value instanceof expected;
  const message = () => {
    const head = `${hint()}\n\n${constructorLine("Expected constructor", expected, pass, true)}`;
    if (thrown === null) return `${head}\n${kDidNotThrow}`;
    const constructor = thrown.value?.constructor;
    const received = typeof constructor === "function" && (!pass || constructor !== expected)
      ? constructorLine("Received constructor", constructor, pass, false, pass ? expected : undefined) : "";
    return `${head}${received}\n` + (thrown.hasMessage
      ? messageLine("Received message: ", thrown) + stackText(thrown)
      : valueLine("Received value: ", thrown));
  };
  return { pass, message };
}

function hasCause(value: any): boolean {
  return value !== null && typeof value === "object" && value.cause !== undefined;
}

function areCausesEqual(expected: any, received: any): boolean {
  if (expected === undefined || received === undefined || expected === null || typeof expected !== "object") return ObjectIs(expected, received);
  if (typeof expected.message !== "string") return equals(received, expected, kDeep);
  return received !== null && typeof received === "object" && expected.message === received.message && areCausesEqual(expected.cause, received.cause);
}

function causeParts(value: any): unknown {
  if (value === null || typeof value !== "object" || typeof value.message !== "string") return typeof value === "bigint" ? `${value}n` : value;
  return hasCause(value) ? { cause: causeParts(value.cause), message: value.message } : { message: value.message };
}

/** The message of an error; with those of the errors that caused it, as JSON. */
function causeText(value: any): string {
  if (!hasCause(value)) return value.message;
  try {
    return JSONStringify(causeParts(value))!;
  } catch {
    return stringify(value);
  }
}

function throwsLike(hint: () => string, thrown: Thrown | null, expected: any): Outcome {
  // An error's class counts, but a subclass of it will do.
  const isOfClass = !(expected instanceof Error) || (thrown !== null && thrown.value instanceof (expected.constructor as any));
  const pass = thrown !== null && thrown.message === expected.message && areCausesEqual(expected.cause, thrown.value?.cause) && isOfClass;
  const labelOf = (value: any) => (hasCause(value) ? "message and cause" : "message");
  const what = labelOf(expected);
  const wanted = causeText(expected);
  const message = () => {
    if (pass) {
      return `${hint()}\n\n${expectedLine(`Expected ${what}: not `, wanted)}` +
        (thrown.hasMessage ? stackText(thrown) : valueLine("Received value:       ", thrown));
    }
    if (thrown === null) return `${hint()}\n\n${expectedLine(`Expected ${what}: `, wanted)}\n${kDidNotThrow}`;
    if (!thrown.hasMessage) return `${hint()}\n\n${expectedLine(`Expected ${what}: `, wanted)}${valueLine("Received value:   ", thrown)}`;
    const difference = printDiffOrStringify(wanted, causeText(thrown.value), `Expected ${what}`, `Received ${labelOf(thrown.value)}`, true);
    return `${hint()}\n\n${difference}\n${stackText(thrown)}`;
  };
  return { pass, message };
}

/** The matcher by one of its names. */
export function throwMatcher(name: string): Matcher {
  return function (received, expected) {
    const options: HintOptions = hintOptions(this);
    const hint = () => matcherHint(name, undefined, undefined, options);
    let thrown: Thrown | null = null;
    if (this.promise !== "" && isError(received)) {
      // A promise's error is what was thrown.
      thrown = thrownOf(received);
    } else if (typeof received !== "function") {
      if (this.promise === "") {
        const empty = expected === undefined ? "" : "expected";
        throw new Error(matcherErrorMessage(
          matcherHint(name, undefined, empty, options), `${paintReceived("received")} value must be a function`,
          printWithType("Received", received, printReceived)));
      }
    } else {
      thrown = callThrown(received);
    }
    if (expected === undefined) return throwsAtAll((text) => matcherHint(name, undefined, text, options), thrown);
    if (typeof expected === "function") return throwsInstance(hint, thrown, expected);
    if (typeof expected === "string") return throwsText("substring", hint, thrown, expected);
    if (expected !== null && typeof expected.test === "function") return throwsText("pattern", hint, thrown, expected);
    if (expected !== null && typeof expected.asymmetricMatch === "function") return throwsMatching(hint, thrown, expected);
    if (expected !== null && typeof expected === "object") return throwsLike(hint, thrown, expected);
    throw new Error(matcherErrorMessage(
      hint(), `${paintExpected("expected")} value must be a string or regular expression or class or error`,
      printWithType("Expected", expected, printExpected)));
  };
}

function callThrown(fn: Function): Thrown | null {
  try {
    fn();
    return null;
  } catch (error) {
    return thrownOf(error);
  }
}

export const throwMatchers = { toThrow: throwMatcher("toThrow"), toThrowError: throwMatcher("toThrowError") };
