// AssertionError (https://nodejs.org/api/assert.html#class-assertassertionerror) and its messages.
import {
  ArrayPrototypeJoin,
  Error,
  ErrorCaptureStackTrace,
  ObjectAssign,
  ObjectDefineProperty,
  ObjectGetPrototypeOf,
  String,
  StringPrototypeSlice,
  StringPrototypeSplit,
  SymbolFor,
} from "internal/primordials";
import { validateObject } from "internal/validators";
import { diffLines, firstLines, printLines, stackedLines } from "internal/assert_diff";

const kHeadings: Record<string, string> = {
  deepStrictEqual: "Expected values to be strictly deep-equal:",
  strictEqual: "Expected values to be strictly equal:",
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: "Expected values to be loosely deep-equal:",
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: "Values have same structure but are not reference-equal:",
  notDeepEqualUnequal: "Expected values not to be loosely deep-equal:",
};

/** Together this short, two values are shown as `1 !== 2`. */
const kShort = 12;
const kMostLines = 50;
const kMostCharacters = 512;

const kNoColors = { green: "", red: "", blue: "", white: "" };
const kColors = { green: "\x1b[32m", red: "\x1b[31m", blue: "\x1b[34m", white: "\x1b[39m" };

function colors() {
  const { stderr, env } = require("node:process").default;
  return stderr?.isTTY && env.NO_COLOR === undefined && stderr.getColorDepth?.() > 2 ? kColors : kNoColors;
}

/** As a program can't change it by inspect's defaults: what the comparison sees, and all of it. */
function inspectValue(value: unknown): string {
  return require("internal/inspect").inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;

/** Without its stack, which would be shown as a property. */
function copyError(source: Error): Error {
  const target = ObjectAssign({ __proto__: ObjectGetPrototypeOf(source) }, source);
  ObjectDefineProperty(target, "message", { __proto__: null, value: source.message } as any);
  return target;
}

/** The message of strictEqual and deepStrictEqual: a heading, and what differs. */
function differenceMessage(actual: unknown, expected: unknown, operator: string, custom: string | undefined): string {
  const areObjects = isObject(actual) && isObject(expected);
  const areFunctions = typeof actual === "function" && typeof expected === "function";
  if (operator === "strictEqual" && (areObjects || areFunctions)) operator = "strictEqualObject";

  const actualText = inspectValue(actual);
  const expectedText = inspectValue(expected);
  const actualLines = StringPrototypeSplit(actualText, "\n" as any) as string[];
  const expectedLines = StringPrototypeSplit(expectedText, "\n" as any) as string[];
  const palette = colors();
  let header = "+ actual - expected";
  let body: string;
  let skipped = false;
  if (actualLines.length === 1 && expectedLines.length === 1 && !areObjects) {
    const quotes = (typeof actual === "string" ? 2 : 0) + (typeof expected === "string" ? 2 : 0);
    if (actualText.length + expectedText.length - quotes <= kShort) {
      header = "";
      body = `${actualText} !== ${expectedText}`;
    } else {
      const { stderr } = require("node:process").default;
      body = stackedLines(actualText, expectedText, stderr?.isTTY ? stderr.columns : 80, palette);
    }
  } else if (actualText === expectedText) {
    operator = "notIdentical";
    header = "";
    const first = firstLines(actualLines, kMostLines);
    body = ArrayPrototypeJoin(first.lines, "\n") + (first.skipped ? "\n...}" : "");
    skipped = first.skipped;
  } else {
    ({ text: body, skipped } = printLines(diffLines(actualLines, expectedLines, isObject(actual)), palette));
  }
  return `${custom || kHeadings[operator]}\n${header}${skipped ? "\n... Skipped lines" : ""}\n${body}\n`;
}

/** The message of notStrictEqual and notDeepStrictEqual: one value, since both are the same. */
function sameMessage(actual: unknown, operator: string): string {
  const isReference = isObject(actual) || typeof actual === "function";
  const heading = kHeadings[operator === "notStrictEqual" && isReference ? "notStrictEqualObject" : operator];
  const lines = StringPrototypeSplit(inspectValue(actual), "\n" as any) as string[];
  if (lines.length > kMostLines) {
    const { blue, white } = colors();
    lines[46] = `${blue}...${white}`;
    lines.length = 47;
  }
  if (lines.length === 1) return `${heading}${lines[0].length > 5 ? "\n\n" : " "}${lines[0]}`;
  return `${heading}\n\n${ArrayPrototypeJoin(lines, "\n")}\n`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${StringPrototypeSlice(text, 0, most - 3)}...` : text;
}

/** The message of every other operator: both values and how they should compare. */
function looseMessage(actual: unknown, expected: unknown, operator: string): string {
  const left = inspectValue(actual);
  const right = inspectValue(expected);
  if (operator === "notDeepEqual" && left === right) return cut(`${kHeadings.notDeepEqual}\n\n${left}`, 1024);
  const leftCut = cut(left, kMostCharacters);
  const rightCut = cut(right, kMostCharacters);
  if (operator === "deepEqual") return `${kHeadings.deepEqual}\n\n${leftCut}\n\nshould loosely deep-equal\n\n${rightCut}`;
  const heading = kHeadings[`${operator}Unequal`];
  if (heading) return `${heading}\n\n${leftCut}\n\nshould not loosely deep-equal\n\n${rightCut}`;
  return `${leftCut} ${operator} ${rightCut}`;
}

function messageFor(actual: unknown, expected: unknown, operator: string, custom: unknown): string {
  const showsDifference = operator === "deepStrictEqual" || operator === "strictEqual";
  if (custom != null && !showsDifference) return String(custom);
  if (showsDifference) return differenceMessage(actual, expected, operator, custom as string | undefined);
  if (operator === "notDeepStrictEqual" || operator === "notStrictEqual") return sameMessage(actual, operator);
  return looseMessage(actual, expected, operator);
}

function shorten(text: string): string {
  const lines = StringPrototypeSplit(text, "\n" as any, 11) as string[];
  if (lines.length > 10) {
    lines.length = 10;
    return `${ArrayPrototypeJoin(lines, "\n")}\n...`;
  }
  return text.length > kMostCharacters ? `${StringPrototypeSlice(text, 0, kMostCharacters)}...` : text;
}

export interface AssertionErrorOptions {
  message?: any;
  actual?: unknown;
  expected?: unknown;
  operator?: string;
  stackStartFn?: Function;
  /** Node's older name of the one above. */
  stackStartFunction?: Function;
}

export class AssertionError extends Error {
  generatedMessage: boolean;
  code = "ERR_ASSERTION";
  actual: unknown;
  expected: unknown;
  operator: string | undefined;

  constructor(options: AssertionErrorOptions) {
    validateObject(options, "options");
    const { message, operator, stackStartFn, stackStartFunction } = options;
    let { actual, expected } = options;
    if (message == null && actual instanceof Error && expected instanceof Error) {
      actual = copyError(actual);
      expected = copyError(expected);
    }
    super(messageFor(actual, expected, operator as string, message));
    this.generatedMessage = !message;
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;

    // The stack begins with the code, the name is without it.
    const name = { __proto__: null, value: "AssertionError [ERR_ASSERTION]", enumerable: false, writable: true, configurable: true };
    ObjectDefineProperty(this, "name", name as any);
    ErrorCaptureStackTrace(this, (stackStartFn || stackStartFunction) as any);
    // Reading it fixes what it says.
    void this.stack;
    this.name = "AssertionError";
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [SymbolFor("nodejs.util.inspect.custom")](_depth: unknown, ctx: any, inspect = require("internal/inspect").inspect): string {
    const { actual, expected } = this;
    if (typeof actual === "string") this.actual = shorten(actual);
    if (typeof expected === "string") this.expected = shorten(expected);
    // The message has shown both values; here they are kept flat.
    const text = inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}
