/**
 * Matchers of mock functions (https://jestjs.io/docs/expect#tohavebeencalled): of their `mock.calls` and
 * `mock.results`, or, for calls, of a spy's `calls.all()` and `calls.count()`.
 */
import {
  ArrayIsArray, ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSlice, Error, MathMax, NumberIsSafeInteger, String, StringPrototypeIncludes, StringPrototypeIndexOf,
  StringPrototypeRepeat, StringPrototypeReplace, StringPrototypeSlice, StringPrototypeSplit, StringPrototypeTrim,
} from "internal/primordials";
import { dim, green, paintReceived, red } from "internal/expect_colors";
import { diffValues } from "internal/expect_diff";
import { equals, type Tester } from "internal/expect_equals";
import { hintOptions, type Matcher, type MatcherContext, type Outcome } from "internal/expect_matcher";
import {
  areLinesUseful, ensureExpectedIsNonNegativeInteger, ensureNoExpected, matcherErrorMessage, matcherHint, printExpected, printReceived, printWithType,
  stringify, type HintOptions,
} from "internal/expect_print";
import { withUserTesters } from "internal/expect_state";
import { iterableEquality } from "internal/expect_testers";
import { isAsymmetric } from "internal/expect_types";

type Args = unknown[];
interface Result { type: "return" | "throw" | "incomplete"; value: unknown }
type Indexed<T> = [index: number, item: T];

/** So many calls are shown. */
const kMost = 3;
/** A difference among several calls stands to the right of their numbers. */
const kIndent = "        ";
const kDeep: Tester[] = [iterableEquality as Tester];

const isMock = (value: any) => value != null && value._isMockFunction === true;
const isSpy = (value: any) => value != null && value.calls != null && typeof value.calls.all === "function" && typeof value.calls.count === "function";

function ensureMock(received: any, name: string, expected: string, options: HintOptions, allowSpy: boolean): void {
  if (isMock(received) || (allowSpy && isSpy(received))) return;
  throw new Error(matcherErrorMessage(
    matcherHint(name, undefined, expected, options), `${paintReceived("received")} value must be a mock${allowSpy ? " or spy" : ""} function`,
    printWithType("Received", received, printReceived)));
}

function nameOf(received: any): string {
  return isMock(received) ? received.getMockName?.() || "jest.fn()" : "spy";
}

function callsOf(received: any): Args[] {
  if (isMock(received)) return received.mock.calls;
  const calls: Args[] = [];
  const all = received.calls.all();
  for (let i = 0; i < all.length; i++) ArrayPrototypePush(calls, all[i].args);
  return calls;
}

const isEqual = (a: unknown, b: unknown) => equals(a, b, withUserTesters(kDeep));

function isCalledWith(args: Args, expected: Args): boolean {
  return args.length === expected.length && isEqual(args, expected);
}

function printExpectedArgs(args: Args): string {
  if (args.length === 0) return "called with 0 arguments";
  let text = "";
  for (let i = 0; i < args.length; i++) text += (i > 0 ? ", " : "") + printExpected(args[i]);
  return text;
}

/** Those that are as expected are dim. */
function printReceivedArgs(args: Args, expected?: Args): string {
  if (args.length === 0) return "called with 0 arguments";
  let text = "";
  for (let i = 0; i < args.length; i++) {
    const isCommon = ArrayIsArray(expected) && i < expected.length && isEqual(expected[i], args[i]);
    text += (i > 0 ? ", " : "") + (isCommon ? dim(stringify(args[i])) : printReceived(args[i]));
  }
  return text;
}

/** Numbers of calls under a label; an arrow points to the one that is meant. */
function numberPrinter(label: string): (index: number, isMeant: boolean) => string {
  const width = StringPrototypeIndexOf(label, ":");
  const rest = StringPrototypeSlice(label, width);
  return (index, isMeant) => {
    const text = String(index + 1);
    return (isMeant ? `->${StringPrototypeRepeat(" ", MathMax(0, width - 2 - text.length))}` : StringPrototypeRepeat(" ", MathMax(0, width - text.length))) + text + rest;
  };
}

function isDiffable(expected: any, received: unknown): boolean {
  return areLinesUseful(expected, received) && !isAsymmetric(expected);
}

function haveUsefulLines(expected: Args, received: Args): boolean {
  for (let i = 0; i < expected.length && i < received.length; i++) if (isDiffable(expected[i], received[i])) return true;
  return false;
}

/** Arguments one below another, with the difference of each. */
function diffArgs(expected: Args, received: Args, expand: boolean | undefined): string {
  const lines: string[] = [];
  const length = MathMax(expected.length, received.length);
  for (let i = 0; i < length; i++) {
    if (i < expected.length && i < received.length) {
      if (isEqual(expected[i], received[i])) {
        ArrayPrototypePush(lines, `${dim(`  ${stringify(received[i])}`)},`);
        continue;
      }
      if (isDiffable(expected[i], received[i])) {
        const difference = diffValues(expected[i], received[i], { expand });
        if (difference !== null && StringPrototypeIncludes(difference, "- Expected") && StringPrototypeIncludes(difference, "+ Received")) {
          ArrayPrototypePush(lines, `${ArrayPrototypeJoin(ArrayPrototypeSlice(StringPrototypeSplit(difference, "\n"), 3), "\n")},`);
          continue;
        }
      }
    }
    if (i < expected.length) ArrayPrototypePush(lines, `${green(`- ${stringify(expected[i])}`)},`);
    if (i < received.length) ArrayPrototypePush(lines, `${red(`+ ${stringify(received[i])}`)},`);
  }
  return `${ArrayPrototypeJoin(lines, "\n")}\n`;
}

function printCallsNegative(expected: Args, calls: Indexed<Args>[], isOnly: boolean, meant = -1): string {
  if (calls.length === 0) return "";
  const label = "Received:     ";
  if (isOnly) return `${label}${printReceivedArgs(calls[0]![1], expected)}\n`;
  const number = numberPrinter(label);
  let text = "Received\n";
  for (let i = 0; i < calls.length; i++) {
    const [index, args] = calls[i]!;
    text += `${number(index, index === meant)}${printReceivedArgs(args, expected)}\n`;
  }
  return text;
}

function printCallsPositive(expected: Args, calls: Indexed<Args>[], expand: boolean | undefined, isOnly: boolean, meant?: number): string {
  const head = `Expected: ${printExpectedArgs(expected)}\n`;
  if (calls.length === 0) return head;
  const label = "Received: ";
  if (isOnly && (meant === 0 || meant === undefined)) {
    const received = calls[0]![1];
    if (haveUsefulLines(expected, received)) return `${green("- Expected")}\n${red("+ Received")}\n\n${diffArgs(expected, received, expand)}`;
    return `${head}${label}${printReceivedArgs(received, expected)}\n`;
  }
  const number = numberPrinter(label);
  let text = `${head}Received\n`;
  for (let i = 0; i < calls.length; i++) {
    const [index, args] = calls[i]!;
    const start = number(index, index === meant);
    text += (index === meant || meant === undefined) && haveUsefulLines(expected, args)
      ? StringPrototypeReplace(start, ": ", "\n") + StringPrototypeReplace(diffArgs(expected, args, expand), /^(?=.)/gm, kIndent)
      : `${start}${printReceivedArgs(args, expected)}\n`;
  }
  return text;
}

function printResult(result: Result, expected: unknown): string {
  if (result.type === "throw") return "function call threw an error";
  if (result.type === "incomplete") return "function call has not returned yet";
  return isEqual(expected, result.value) ? dim(stringify(result.value)) : printReceived(result.value);
}

function printResults(label: string, expected: unknown, results: Indexed<Result>[], isOnly: boolean, meant?: number): string {
  if (results.length === 0) return "";
  if (isOnly && (meant === 0 || meant === undefined)) return `${label}${printResult(results[0]![1], expected)}\n`;
  const number = numberPrinter(label);
  let text = `${StringPrototypeTrim(StringPrototypeReplace(label, ":", ""))}\n`;
  for (let i = 0; i < results.length; i++) {
    const [index, result] = results[i]!;
    text += `${number(index, index === meant)}${printResult(result, expected)}\n`;
  }
  return text;
}

function isReturned(result: Result, expected: unknown): boolean {
  return result.type === "return" && isEqual(result.value, expected);
}

function countReturns(results: Result[]): number {
  let count = 0;
  for (let i = 0; i < results.length; i++) if (results[i]!.type === "return") count++;
  return count;
}

function returnsText(returns: number, calls: number): string {
  return `\nNumber of returns: ${printReceived(returns)}${calls === returns ? "" : `\nNumber of calls:   ${printReceived(calls)}`}`;
}

/** The first items for which `fits` is true. */
function firstFitting<T>(items: T[], fits: (item: T) => boolean): Indexed<T>[] {
  const found: Indexed<T>[] = [];
  for (let i = 0; i < items.length && found.length < kMost; i++) if (fits(items[i]!)) ArrayPrototypePush(found, [i, items[i]!]);
  return found;
}

/**
 * The item at `index` and one to each side; where `fits` is given, the nearest for which it is true. Beyond the end,
 * the nearest before it.
 */
function around<T>(items: T[], index: number, fits?: (item: T) => boolean): Indexed<T>[] {
  const found: Indexed<T>[] = [];
  const look = (from: number, step: 1 | -1) => {
    let i = from;
    if (fits) while (i >= 0 && i < items.length && !fits(items[i]!)) i += step;
    if (i < 0 || i >= items.length) i = from;
    if (i >= 0 && i < items.length) ArrayPrototypePush(found, [i, items[i]!]);
  };
  if (index < 0) return found;
  look(index < items.length ? index - 1 : items.length - 1, -1);
  if (index >= items.length) return found;
  ArrayPrototypePush(found, [index, items[index]!]);
  look(index + 1, 1);
  return found;
}

interface Asked {
  hint: () => string;
  expand: boolean | undefined;
}

/** What all of the matchers begin with. */
function ask(context: MatcherContext, name: string, received: any, expected: string, allowSpy: boolean, more?: HintOptions): Asked {
  const options = hintOptions(context, more);
  ensureMock(received, name, expected, options, allowSpy);
  return { hint: () => matcherHint(name, nameOf(received), expected, options), expand: context.expand };
}

function ensureNth(n: unknown, name: string, expected: string, options: HintOptions): void {
  if (NumberIsSafeInteger(n) && (n as number) >= 1) return;
  throw new Error(matcherErrorMessage(matcherHint(name, undefined, expected, options), "n must be a positive integer", printWithType("n", n, stringify)));
}

function called(name: string): Matcher {
  return function (received, expected) {
    const options = hintOptions(this);
    ensureNoExpected(expected, name, { ...options });
    const { hint } = ask(this, name, received, "", true);
    const calls = callsOf(received);
    const pass = calls.length > 0;
    const message = () => {
      if (!pass) return `${hint()}\n\nExpected number of calls: >= ${printExpected(1)}\nReceived number of calls:    ${printReceived(calls.length)}`;
      const lines: string[] = [];
      for (let i = 0; i < calls.length && i < kMost; i++) ArrayPrototypePush(lines, `${i + 1}: ${printReceivedArgs(calls[i]!)}`);
      return `${hint()}\n\nExpected number of calls: ${printExpected(0)}\nReceived number of calls: ${printReceived(calls.length)}\n\n${ArrayPrototypeJoin(lines, "\n")}`;
    };
    return { pass, message };
  };
}

function countMatcher(name: string, fixed?: number): Matcher {
  return function (received, expected = fixed) {
    const { hint } = askForCount(this, name, received, expected, true, fixed !== undefined);
    const count = callsOf(received).length;
    const pass = count === expected;
    const message = () => pass
      ? `${hint()}\n\nExpected number of calls: not ${printExpected(expected)}`
      : `${hint()}\n\nExpected number of calls: ${printExpected(expected)}\nReceived number of calls: ${printReceived(count)}`;
    return { pass, message };
  };
}

function askForCount(context: MatcherContext, name: string, received: any, expected: unknown, allowSpy: boolean, isFixed = false): Asked {
  ensureExpectedIsNonNegativeInteger(expected, name, hintOptions(context));
  return ask(context, name, received, isFixed ? "" : "expected", allowSpy);
}

function calledWith(name: string): Matcher {
  return function (received, ...expected) {
    const { hint, expand } = ask(this, name, received, "...expected", true);
    const calls = callsOf(received);
    let pass = false;
    for (let i = 0; i < calls.length && !pass; i++) pass = isCalledWith(calls[i]!, expected);
    const message = () => {
      const count = `\nNumber of calls: ${printReceived(calls.length)}`;
      if (!pass) {
        const shown = firstFitting(calls, () => true);
        return `${hint()}\n\n${printCallsPositive(expected, shown, expand, calls.length === 1)}${count}`;
      }
      const shown = firstFitting(calls, (args) => isCalledWith(args, expected));
      const isSame = calls.length === 1 && stringify(calls[0]) === stringify(expected);
      return `${hint()}\n\nExpected: not ${printExpectedArgs(expected)}\n${isSame ? "" : printCallsNegative(expected, shown, calls.length === 1)}${count}`;
    };
    return { pass, message };
  };
}

/** Of the last call, or of the nth, which then comes first among the arguments. */
function oneCallWith(name: string, isNth: boolean): Matcher {
  return function (received, ...rest) {
    const expected: Args = isNth ? ArrayPrototypeSlice(rest, 1) : rest;
    const label = isNth ? "n" : "...expected";
    const more: HintOptions = isNth ? { expectedColor: (text) => text, secondArgument: "...expected" } : {};
    const { hint, expand } = ask(this, name, received, label, true, more);
    if (isNth) ensureNth(rest[0], name, label, hintOptions(this, more));
    const calls = callsOf(received);
    const index = isNth ? rest[0] - 1 : calls.length - 1;
    const pass = index >= 0 && index < calls.length && isCalledWith(calls[index]!, expected);
    const message = () => {
      const head = `${hint()}\n\n${isNth ? `n: ${rest[0]}\n` : ""}`;
      const count = `\nNumber of calls: ${printReceived(calls.length)}`;
      if (!pass) {
        const shown = around(calls, index, (args) => isCalledWith(args, expected));
        return `${head}${printCallsPositive(expected, shown, expand, calls.length === 1, index)}${count}`;
      }
      const isSame = calls.length === 1 && stringify(calls[0]) === stringify(expected);
      const shown = isSame ? "" : printCallsNegative(expected, around(calls, index), calls.length === 1, index);
      return `${head}Expected: not ${printExpectedArgs(expected)}\n${shown}${count}`;
    };
    return { pass, message };
  };
}

function returned(name: string): Matcher {
  return function (received, expected) {
    const options = hintOptions(this);
    ensureNoExpected(expected, name, options);
    const { hint } = ask(this, name, received, "", false);
    const results: Result[] = received.mock.results;
    const returns = countReturns(results);
    const calls: number = received.mock.calls.length;
    const pass = returns > 0;
    const message = () => {
      if (!pass) {
        return `${hint()}\n\nExpected number of returns: >= ${printExpected(1)}\nReceived number of returns:    ${printReceived(returns)}` +
          (calls === returns ? "" : `\nReceived number of calls:      ${printReceived(calls)}`);
      }
      const lines: string[] = [];
      for (let i = 0; i < results.length && lines.length < kMost; i++)
        if (results[i]!.type === "return") ArrayPrototypePush(lines, `${i + 1}: ${printReceived(results[i]!.value)}`);
      return `${hint()}\n\nExpected number of returns: ${printExpected(0)}\nReceived number of returns: ${printReceived(returns)}\n\n` +
        ArrayPrototypeJoin(lines, "\n") + (calls === returns ? "" : `\n\nReceived number of calls:   ${printReceived(calls)}`);
    };
    return { pass, message };
  };
}

function returnedTimes(name: string): Matcher {
  return function (received, expected) {
    const { hint } = askForCount(this, name, received, expected, false);
    const returns = countReturns(received.mock.results);
    const calls: number = received.mock.calls.length;
    const pass = returns === expected;
    const message = () => pass
      ? `${hint()}\n\nExpected number of returns: not ${printExpected(expected)}${calls === returns ? "" : `\n\nReceived number of calls:       ${printReceived(calls)}`}`
      : `${hint()}\n\nExpected number of returns: ${printExpected(expected)}\nReceived number of returns: ${printReceived(returns)}` +
        (calls === returns ? "" : `\nReceived number of calls:   ${printReceived(calls)}`);
    return { pass, message };
  };
}

function notReturnedText(head: string, expected: unknown, results: Result[], shown: Indexed<Result>[], meant?: number): string {
  const isSame = results.length === 1 && results[0]!.type === "return" && stringify(results[0]!.value) === stringify(expected);
  return `${head}Expected: not ${printExpected(expected)}\n${isSame ? "" : printResults("Received:     ", expected, shown, results.length === 1, meant)}`;
}

function returnedWith(name: string): Matcher {
  return function (received, expected) {
    const { hint } = ask(this, name, received, "expected", false);
    const results: Result[] = received.mock.results;
    let pass = false;
    for (let i = 0; i < results.length && !pass; i++) pass = isReturned(results[i]!, expected);
    const message = () => {
      const counts = returnsText(countReturns(results), received.mock.calls.length);
      if (pass) return notReturnedText(`${hint()}\n\n`, expected, results, firstFitting(results, (result) => isReturned(result, expected))) + counts;
      const shown = firstFitting(results, () => true);
      return `${hint()}\n\nExpected: ${printExpected(expected)}\n${printResults("Received: ", expected, shown, results.length === 1)}${counts}`;
    };
    return { pass, message };
  };
}

function oneReturnedWith(name: string, isNth: boolean): Matcher {
  return function (received, ...rest): Outcome {
    const expected = rest[isNth ? 1 : 0];
    const label = isNth ? "n" : "expected";
    const more: HintOptions = isNth ? { expectedColor: (text) => text, secondArgument: "expected" } : {};
    const { hint } = ask(this, name, received, label, false, more);
    if (isNth) ensureNth(rest[0], name, label, hintOptions(this, more));
    const results: Result[] = received.mock.results;
    const index = isNth ? rest[0] - 1 : results.length - 1;
    const pass = index >= 0 && index < results.length && isReturned(results[index]!, expected);
    const message = () => {
      const head = `${hint()}\n\n${isNth ? `n: ${rest[0]}\n` : ""}`;
      const counts = returnsText(countReturns(results), received.mock.calls.length);
      if (pass) return notReturnedText(head, expected, results, around(results, index), index) + counts;
      const shown = around(results, index, (result) => isReturned(result, expected));
      return `${head}Expected: ${printExpected(expected)}\n${printResults("Received: ", expected, shown, results.length === 1, index)}${counts}`;
    };
    return { pass, message };
  };
}

/** Jest's names, and the shorter ones that it had until version 29. */
export const spyMatchers: Record<string, Matcher> = {
  lastCalledWith: oneCallWith("lastCalledWith", false),
  lastReturnedWith: oneReturnedWith("lastReturnedWith", false),
  nthCalledWith: oneCallWith("nthCalledWith", true),
  nthReturnedWith: oneReturnedWith("nthReturnedWith", true),
  toBeCalled: called("toBeCalled"),
  toBeCalledTimes: countMatcher("toBeCalledTimes"),
  toBeCalledWith: calledWith("toBeCalledWith"),
  toHaveBeenCalled: called("toHaveBeenCalled"),
  toHaveBeenCalledOnce: countMatcher("toHaveBeenCalledOnce", 1),
  toHaveBeenCalledTimes: countMatcher("toHaveBeenCalledTimes"),
  toHaveBeenCalledWith: calledWith("toHaveBeenCalledWith"),
  toHaveBeenLastCalledWith: oneCallWith("toHaveBeenLastCalledWith", false),
  toHaveBeenNthCalledWith: oneCallWith("toHaveBeenNthCalledWith", true),
  toHaveLastReturnedWith: oneReturnedWith("toHaveLastReturnedWith", false),
  toHaveNthReturnedWith: oneReturnedWith("toHaveNthReturnedWith", true),
  toHaveReturned: returned("toHaveReturned"),
  toHaveReturnedTimes: returnedTimes("toHaveReturnedTimes"),
  toHaveReturnedWith: returnedWith("toHaveReturnedWith"),
  toReturn: returned("toReturn"),
  toReturnTimes: returnedTimes("toReturnTimes"),
  toReturnWith: returnedWith("toReturnWith"),
};
