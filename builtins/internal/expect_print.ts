/** The parts that messages of assertions are made of. Their names are those of `this.utils` in a custom matcher. */
import {
  MathFloor, MathMax, NumberIsSafeInteger, StringPrototypeIncludes, StringPrototypeRepeat, StringPrototypeReplace,
} from "internal/primordials";
import { bold, dim, green, inverse, paintExpected, paintReceived, type Paint } from "internal/expect_colors";
import { diffPlugins, diffValues } from "internal/expect_diff";
import { diffTexts, type DiffOptions } from "internal/expect_diff_lines";
import { withoutMatched } from "internal/expect_replaceable";
import { Delete, Equal, Insert, textEdits, type Edit } from "internal/expect_text_edits";
import { isError, isPrimitive, typeName } from "internal/expect_types";
import { format } from "internal/pretty_format";

/** Longer texts are shown in part: more of them would hide the rest of a message. */
const kLongest = 10_000;
const kLongestToCompare = 20_000;

export interface HintOptions {
  comment?: string;
  expectedColor?: Paint;
  isDirectExpectCall?: boolean;
  isNot?: boolean;
  promise?: string;
  receivedColor?: Paint;
  secondArgument?: string;
  secondArgumentColor?: Paint;
}

/** The value on one line; less deep and wide if that is long. */
export function stringify(value: unknown, maxDepth = 10, maxWidth = 10): string {
  let text: string;
  try {
    text = format(value, { maxDepth, maxWidth, min: true, plugins: diffPlugins });
  } catch {
    text = format(value, { callToJSON: false, maxDepth, maxWidth, min: true, plugins: diffPlugins });
  }
  if (text.length >= kLongest && maxDepth > 1) return stringify(value, MathFloor(maxDepth / 2), maxWidth);
  if (text.length >= kLongest && maxWidth > 1) return stringify(value, maxDepth, MathFloor(maxWidth / 2));
  return text;
}

export function highlightTrailingWhitespace(text: string): string {
  return StringPrototypeReplace(text, /\s+$/gm, (spaces) => inverse(spaces));
}

/** Spaces at the end of a line would not be seen. */
function showTrailingSpaces(text: string): string {
  return StringPrototypeReplace(text, /\s+$/gm, (spaces) => StringPrototypeRepeat("·", spaces.length));
}

export function printReceived(value: unknown): string {
  return paintReceived(showTrailingSpaces(stringify(value)));
}

export function printExpected(value: unknown): string {
  return paintExpected(showTrailingSpaces(stringify(value)));
}

export function printWithType<T>(name: string, value: T, print: (value: T) => string): string {
  const type = typeName(value);
  const hasType = type !== "null" && type !== "undefined" ? `${name} has type:  ${type}\n` : "";
  return `${hasType}${name} has value: ${print(value)}`;
}

/** `expect(received).toBe(expected)`, the first line of a message. */
export function matcherHint(name: string, received = "received", expected = "expected", options: HintOptions = {}): string {
  const {
    comment = "", expectedColor = paintExpected, isDirectExpectCall = false, isNot = false, promise = "", receivedColor = paintReceived,
    secondArgument = "", secondArgumentColor = paintExpected,
  } = options;
  let hint = "";
  let dimmed = "expect";
  if (!isDirectExpectCall && received !== "") {
    hint += dim(`${dimmed}(`) + receivedColor(received);
    dimmed = ")";
  }
  if (promise !== "") {
    hint += dim(`${dimmed}.`) + promise;
    dimmed = "";
  }
  if (isNot) {
    hint += `${dim(`${dimmed}.`)}not`;
    dimmed = "";
  }
  if (StringPrototypeIncludes(name, ".")) {
    dimmed += name;
  } else {
    hint += dim(`${dimmed}.`) + name;
    dimmed = "";
  }
  if (expected === "") {
    dimmed += "()";
  } else {
    hint += dim(`${dimmed}(`) + expectedColor(expected);
    if (secondArgument) hint += dim(", ") + secondArgumentColor(secondArgument);
    dimmed = ")";
  }
  if (comment !== "") dimmed += ` // ${comment}`;
  return dimmed === "" ? hint : hint + dim(dimmed);
}

/** A message for an assertion that is no assertion: wrong arguments, values of the wrong kind. */
export function matcherErrorMessage(hint: string, generic: string, specific?: string): string {
  return `${hint}\n\n${bold("Matcher error")}: ${generic}${typeof specific === "string" ? `\n\n${specific}` : ""}`;
}

/** Labels of one length. */
export function getLabelPrinter(...labels: string[]): (label: string) => string {
  let width = 0;
  for (let i = 0; i < labels.length; i++) width = MathMax(width, labels[i]!.length);
  return (label) => `${label}: ${StringPrototypeRepeat(" ", width - label.length)}`;
}

export function pluralize(word: string, count: number): string {
  return `${kNumerals[count] ?? count} ${word}${count === 1 ? "" : "s"}`;
}

const kNumerals = [
  "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
];

export function ensureNoExpected(expected: unknown, name: string, options?: HintOptions): void {
  if (expected === undefined) return;
  const hint = matcherHint(options ? name : `[.not]${name}`, undefined, "", options);
  throw new Error(matcherErrorMessage(hint, "this matcher must not have an expected argument", printWithType("Expected", expected, printExpected)));
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

export function ensureActualIsNumber(actual: unknown, name: string, options?: HintOptions): void {
  if (isNumber(actual)) return;
  const hint = matcherHint(options ? name : `[.not]${name}`, undefined, options ? "expected" : "", options);
  throw new Error(matcherErrorMessage(hint, `${paintReceived("received")} value must be a number or bigint`, printWithType("Received", actual, printReceived)));
}

export function ensureExpectedIsNumber(expected: unknown, name: string, options?: HintOptions): void {
  if (isNumber(expected)) return;
  const hint = matcherHint(options ? name : `[.not]${name}`, undefined, options ? "expected" : "", options);
  throw new Error(matcherErrorMessage(hint, `${paintExpected("expected")} value must be a number or bigint`, printWithType("Expected", expected, printExpected)));
}

export function ensureNumbers(actual: unknown, expected: unknown, name: string, options?: HintOptions): void {
  ensureActualIsNumber(actual, name, options);
  ensureExpectedIsNumber(expected, name, options);
}

export function ensureExpectedIsNonNegativeInteger(expected: unknown, name: string, options?: HintOptions): void {
  if (NumberIsSafeInteger(expected) && (expected as number) >= 0) return;
  const hint = matcherHint(options ? name : `[.not]${name}`, undefined, options ? "expected" : "", options);
  throw new Error(matcherErrorMessage(
    hint, `${paintExpected("expected")} value must be a non-negative integer`, printWithType("Expected", expected, printExpected)));
}

/** One version of a text, with what differs inverted. */
function oneSide(edits: Edit[], op: -1 | 1, hasCommon: boolean): string {
  let text = "";
  for (let i = 0; i < edits.length; i++) {
    const part = edits[i]!;
    if (part.op === Equal) text += part.text;
    else if (part.op === op) text += hasCommon ? inverse(part.text) : part.text;
  }
  return text;
}

/** Whether the lines that two values print as tell more than the values on one line each. */
export function areLinesUseful(expected: any, received: any): boolean {
  const type = typeName(expected);
  if (type !== typeName(received) || isPrimitive(expected)) return false;
  if (type === "date" || type === "function" || type === "regexp") return false;
  if (isError(expected) && isError(received)) return false;
  return !(type === "object" && typeof received.asymmetricMatch === "function");
}

function diffShortTexts(expected: string, received: string, expectedLabel: string, receivedLabel: string): string {
  const edits = textEdits(expected, received);
  let hasCommon = false;
  for (let i = 0; i < edits.length; i++) hasCommon ||= edits[i]!.op === Equal;
  const label = getLabelPrinter(expectedLabel, receivedLabel);
  return `${label(expectedLabel)}${printExpected(oneSide(edits, Delete, hasCommon))}\n` +
    `${label(receivedLabel)}${printReceived(oneSide(edits, Insert, hasCommon))}`;
}

/** Expected and received: as a difference by lines where that helps, otherwise on one line each. */
export function printDiffOrStringify(expected: unknown, received: unknown, expectedLabel: string, receivedLabel: string, expand?: boolean): string {
  const options: DiffOptions = { aAnnotation: expectedLabel, bAnnotation: receivedLabel, expand, includeChangeCounts: true };
  if (
    typeof expected === "string" && typeof received === "string" && expected !== "" && received !== "" && expected !== received &&
    expected.length <= kLongestToCompare && received.length <= kLongestToCompare) {
    if (StringPrototypeIncludes(expected, "\n") || StringPrototypeIncludes(received, "\n"))
      return diffTexts(expected, received, { ...options, isText: true });
    return diffShortTexts(expected, received, expectedLabel, receivedLabel);
  }
  if (areLinesUseful(expected, received)) {
    const shown = withoutMatched(expected, received);
    const difference = diffValues(shown.expected, shown.received, options);
    if (difference !== null && StringPrototypeIncludes(difference, `- ${expectedLabel}`) && StringPrototypeIncludes(difference, `+ ${receivedLabel}`))
      return difference;
  }
  const label = getLabelPrinter(expectedLabel, receivedLabel);
  const isSame = stringify(expected) === stringify(received);
  return `${label(expectedLabel)}${printExpected(expected)}\n` +
    `${label(receivedLabel)}${isSame ? "serializes to the same string" : printReceived(received)}`;
}

/** The difference of two values for a custom matcher. */
export function diff(a: unknown, b: unknown, options: DiffOptions = {}): string | null {
  return diffValues(a, b, options);
}

/** What `print` gives for each item, one after another. */
export function joinPrinted<T>(list: readonly T[], separator: string, print: (item: T) => string): string {
  let text = "";
  for (let i = 0; i < list.length; i++) text += (i > 0 ? separator : "") + print(list[i]!);
  return text;
}

export { bold as BOLD_WEIGHT, dim as DIM_COLOR, green as EXPECTED_COLOR, inverse as INVERTED_COLOR, paintReceived as RECEIVED_COLOR };

/** Asked at the wrong strictness: equal, though not the same. */
export const SUGGEST_TO_CONTAIN_EQUAL =
  "Looks like you wanted to test for object/array equality with the stricter `toContain` matcher. You probably need to use `toContainEqual` instead.";
