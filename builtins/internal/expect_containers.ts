/** toContain, toContainEqual and toHaveProperty. */
import {
  ArrayFrom, ArrayIsArray, ArrayPrototypeIndexOf, ArrayPrototypePush, Error, String, StringPrototypeIndexOf,
  StringPrototypeSplit, SymbolIterator,
} from "internal/primordials";
import { dim, inverse, paintExpected, paintReceived } from "internal/expect_colors";
import { equals, type Tester } from "internal/expect_equals";
import { hintOptions, type Matcher, type Matchers } from "internal/expect_matcher";
import { printReceivedWithin } from "internal/expect_matchers";
import {
  getLabelPrinter, matcherErrorMessage, matcherHint, printDiffOrStringify, printExpected, printReceived, printWithType, stringify,
  SUGGEST_TO_CONTAIN_EQUAL,
} from "internal/expect_print";
import { withUserTesters } from "internal/expect_state";
import { iterableEquality } from "internal/expect_testers";
import { isPrimitive, typeName } from "internal/expect_types";

const kDeep: Tester[] = [iterableEquality as Tester];

/** A list on one line with one of its items inverted. */
function printListWithItem(list: ArrayLike<unknown>, index: number): string {
  let text = "";
  for (let i = 0; i < list.length; i++) {
    const item = stringify(list[i]);
    text += (i > 0 ? ", " : "") + (i === index ? inverse(item) : item);
  }
  return paintReceived(`[${text}]`);
}

function ensureCollection(received: any, hint: () => string): void {
  if (received != null && (typeof received === "string" || typeof received[SymbolIterator] === "function")) return;
  const must = received == null ? "must not be null nor undefined" : "must be iterable";
  throw new Error(matcherErrorMessage(hint(), `${paintReceived("received")} value ${must}`, printWithType("Received", received, printReceived)));
}

const toContain: Matcher = function (received, expected) {
  const name = "toContain";
  const { isNot } = this;
  const options = hintOptions(this, { comment: "indexOf" });
  ensureCollection(received, () => matcherHint(name, undefined, undefined, options));
  if (typeof received === "string") {
    if (typeof expected !== "string") {
      throw new Error(matcherErrorMessage(
        matcherHint(name, received, String(expected), options),
        `${paintExpected("expected")} value must be a string if ${paintReceived("received")} value is a string`,
        `${printWithType("Expected", expected, printExpected)}\n${printWithType("Received", received, printReceived)}`));
    }
    const index = StringPrototypeIndexOf(received, expected);
    const message = () => {
      const label = `Expected ${typeof expected === "string" ? "substring" : "value"}`;
      const pad = getLabelPrinter(label, "Received string");
      const shown = isNot ? printReceivedWithin(received, index, expected.length) : printReceived(received);
      return `${matcherHint(name, undefined, undefined, options)}\n\n${pad(label)}${isNot ? "not " : ""}${printExpected(expected)}\n` +
        `${pad("Received string")}${isNot ? "    " : ""}${shown}`;
    };
    return { pass: index !== -1, message };
  }
  const list = ArrayFrom<unknown>(received);
  const index = ArrayPrototypeIndexOf(list, expected);
  const message = () => {
    const type = typeName(received);
    const pad = getLabelPrinter("Expected value", `Received ${type}`);
    let hasEqual = false;
    if (!isNot) for (let i = 0; i < list.length; i++) hasEqual ||= equals(list[i], expected, withUserTesters(kDeep));
    const shown = isNot && ArrayIsArray(received) ? printListWithItem(received, index) : printReceived(received);
    return `${matcherHint(name, undefined, undefined, options)}\n\n${pad("Expected value")}${isNot ? "not " : ""}${printExpected(expected)}\n` +
      `${pad(`Received ${type}`)}${isNot ? "    " : ""}${shown}${hasEqual ? `\n\n${dim(SUGGEST_TO_CONTAIN_EQUAL)}` : ""}`;
  };
  return { pass: index !== -1, message };
};

const toContainEqual: Matcher = function (received, expected) {
  const name = "toContainEqual";
  const { isNot } = this;
  const options = hintOptions(this, { comment: "deep equality" });
  ensureCollection(received, () => matcherHint(name, undefined, undefined, options));
  const list = ArrayFrom<unknown>(received);
  const testers = withUserTesters(kDeep);
  let index = -1;
  for (let i = 0; i < list.length && index < 0; i++) if (equals(list[i], expected, testers)) index = i;
  const message = () => {
    const type = typeName(received);
    const pad = getLabelPrinter("Expected value", `Received ${type}`);
    const shown = isNot && ArrayIsArray(received) ? printListWithItem(received, index) : printReceived(received);
    return `${matcherHint(name, undefined, undefined, options)}\n\n${pad("Expected value")}${isNot ? "not " : ""}${printExpected(expected)}\n` +
      `${pad(`Received ${type}`)}${isNot ? "    " : ""}${shown}`;
  };
  return { pass: index !== -1, message };
};

/** `a.b[0].c` as its keys. Nothing between two dots is an empty key. */
export function pathAsArray(path: string): string[] {
  if (path === "") return [""];
  const keys: string[] = [];
  const parts = StringPrototypeSplit(path, ".");
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part === "") {
      ArrayPrototypePush(keys, "");
      continue;
    }
    const names = StringPrototypeSplit(part, /[[\]]+/);
    for (let j = 0; j < names.length; j++) if (names[j] !== "") ArrayPrototypePush(keys, names[j]!);
  }
  return keys;
}

interface Found {
  value?: unknown;
  hasEndProp?: boolean;
  endPropIsDefined?: boolean;
  lastTraversedObject: unknown;
  traversedPath: PropertyKey[];
}

export function getPath(object: any, path: string | PropertyKey[]): Found {
  const keys = ArrayIsArray(path) ? path : pathAsArray(path);
  const traversed: PropertyKey[] = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const isLast = i === keys.length - 1;
    const value = object[key];
    if (!isLast) {
      // The path ends before its end.
      if (value == null) return { hasEndProp: false, lastTraversedObject: object, traversedPath: traversed };
      ArrayPrototypePush(traversed, key);
      object = value;
      continue;
    }
    const endPropIsDefined = !isPrimitive(object) && key in object;
    const hasEndProp = value !== undefined || endPropIsDefined;
    if (hasEndProp) ArrayPrototypePush(traversed, key);
    return { value, hasEndProp, endPropIsDefined, lastTraversedObject: object, traversedPath: traversed };
  }
  return { lastTraversedObject: null, traversedPath: [], value: object };
}

const toHaveProperty: Matcher = function (received, path, expectedValue) {
  const name = "toHaveProperty";
  const hasValue = arguments.length === 3;
  const { expand } = this;
  const options = hintOptions(this, { secondArgument: hasValue ? "value" : "" });
  const fail = (what: string, specific: string) =>
    new Error(matcherErrorMessage(matcherHint(name, undefined, "path", options), what, specific));
  if (received == null) throw fail(`${paintReceived("received")} value must not be null nor undefined`, printWithType("Received", received, printReceived));
  if (typeof path !== "string" && !ArrayIsArray(path))
    throw fail(`${paintExpected("expected")} path must be a string or array`, printWithType("Expected", path, printExpected));
  const expectedLength = typeof path === "string" ? pathAsArray(path).length : path.length;
  if (ArrayIsArray(path) && expectedLength === 0)
    throw fail(`${paintExpected("expected")} path must not be an empty array`, printWithType("Expected", path, printExpected));
  const found = getPath(received, path);
  const { lastTraversedObject, hasEndProp, value } = found;
  const receivedPath = found.traversedPath;
  const isComplete = receivedPath.length === expectedLength;
  const receivedValue = isComplete ? value : lastTraversedObject;
  const pass = !!hasEndProp && (!hasValue || equals(value, expectedValue, withUserTesters(kDeep)));
  const message = () => {
    const hint = matcherHint(name, undefined, "path", options);
    if (pass) {
      if (!hasValue) {
        return `${hint}\n\nExpected path: not ${printExpected(path)}\n\nReceived value: ${printReceived(receivedValue)}`;
      }
      const shown = stringify(expectedValue) === stringify(receivedValue) ? "" : `\nReceived value:     ${printReceived(receivedValue)}`;
      return `${hint}\n\nExpected path: ${printExpected(path)}\n\nExpected value: not ${printExpected(expectedValue)}${shown}`;
    }
    const receivedText = `Received path: ${printReceived(typeof path === "string" && receivedPath.length > 0 ? joinPath(receivedPath) : receivedPath)}`;
    const head = `${hint}\n\nExpected path: ${printExpected(path)}\n${isComplete ? "" : `${receivedText}\n`}`;
    if (hasValue) return `${head}\n${printDiffOrStringify(expectedValue, receivedValue, "Expected value", "Received value", expand)}`;
    return `${head}\n${isComplete ? "" : `Received value: ${printReceived(receivedValue)}`}`;
  };
  return { pass, message };
};

function joinPath(path: PropertyKey[]): string {
  let text = "";
  for (let i = 0; i < path.length; i++) text += (i > 0 ? "." : "") + String(path[i]);
  return text;
}

export const containerMatchers: Matchers = { toContain, toContainEqual, toHaveProperty };
