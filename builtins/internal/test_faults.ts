/** Errors as they are reported: `Fault` of test-runner/protocol.h. Whatever was thrown, no code of it can throw again here. */
import {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypePush, Number, ObjectPrototypeHasOwnProperty, RegExpPrototypeExec, StringPrototypeIncludes,
  StringPrototypeSlice, StringPrototypeSplit, StringPrototypeStartsWith, StringPrototypeTrim,
} from "internal/primordials";
import { isError as isErrorObject } from "internal/expect_types";
import { type Failure, type Place, isOwnFile, pathOf, placeOf } from "internal/test_tree";

export interface Fault {
  name: string;
  message: string;
  /** Its frames, a line each. */
  stack: string;
  /** Of the first frame of the user's; "" and 0: not known. */
  path: string;
  line: number;
  column: number;
  cause: string;
}

const kNowhere: Place = { path: "", line: 0, column: 0 };
const kFrame = /^\s+at (?:.*? \()?(.*?)(?::(\d+))?(?::(\d+))?\)?$/;
/** Errors within errors within … */
const kDeepest = 5;

/** A property of what may be a proxy or have a getter that throws. */
function read(value: any, name: string): unknown {
  try {
    return value[name];
  } catch {
    return undefined;
  }
}

function isError(value: unknown): value is Error {
  try {
    return isErrorObject(value);
  } catch {
    return false;
  }
}

function textOf(value: any, name: string): string {
  const text = read(value, name);
  return typeof text === "string" ? text : "";
}

interface Frames {
  stack: string;
  place: Place | undefined;
}

function framesOf(stack: string): Frames {
  const lines = StringPrototypeSplit(stack, "\n");
  let text = "";
  let place: Place | undefined;
  for (let i = 0; i < lines.length; i++) {
    const found = RegExpPrototypeExec(kFrame, lines[i]!);
    if (found === null) continue;
    const file = pathOf(found[1]!);
    if (isOwnFile(file) || file === "native" || file === "<anonymous>") continue;
    text += `${text === "" ? "" : "\n"}    ${StringPrototypeTrim(lines[i]!)}`;
    if (place === undefined && StringPrototypeStartsWith(file, "/") && found[2] !== undefined) place = { path: file, line: Number(found[2]), column: Number(found[3] ?? 0) };
  }
  return { stack: text, place };
}

function framesOfSite(site: Failure["site"]): string {
  let text = "";
  if (site === undefined) return text;
  for (let i = 0; i < site.length; i += 4) {
    const file = site[i + 1] as string;
    if (typeof file !== "string" || isOwnFile(file)) continue;
    const place = `${file}:${site[i + 2]}:${site[i + 3]}`;
    text += `${text === "" ? "" : "\n"}    at ${site[i] ? `${site[i]} (${place})` : place}`;
  }
  return text;
}

/** What the text of a stack says before its frames, if it begins as the error's own does; a syntax error's place is there, too. */
function placeOfSyntaxError(error: any): Place | undefined {
  const found = RegExpPrototypeExec(/^(\/[^\n]*?):(\d+)(?::(\d+))?\n/, textOf(error, "stack")) ?? RegExpPrototypeExec(/^(\/[^\n]*?):(\d+):(\d+):/, textOf(error, "message"));
  return found === null ? undefined : { path: found[1]!, line: Number(found[2]), column: Number(found[3] ?? 0) };
}

function print(value: unknown): string {
  try {
    return require("internal/pretty_format").format(value, { maxDepth: 3 });
  } catch {
    return "a value that can't be shown";
  }
}

function has(value: any, name: string): boolean {
  try {
    return ObjectPrototypeHasOwnProperty(value, name);
  } catch {
    return false;
  }
}

/** How the two values of an assertion's error differ, unless its message says so. */
function differenceOf(error: any, message: string): string {
  if (!has(error, "actual") || !has(error, "expected") || has(error, "matcherResult")) return "";
  const isAssertion = read(error, "code") === "ERR_ASSERTION";
  if (read(error, "showDiff") === false || (isAssertion && read(error, "generatedMessage") !== false)) return "";
  const operator = textOf(error, "operator");
  if (isAssertion && !ArrayPrototypeIncludes(["==", "deepEqual", "deepStrictEqual", "strictEqual", "partialDeepStrictEqual"], operator)) return "";
  if (StringPrototypeIncludes(message, "+ actual - expected") || (StringPrototypeIncludes(message, "Expected") && StringPrototypeIncludes(message, "Received"))) return "";
  try {
    const { printDiffOrStringify } = require("internal/expect_print");
    return `\n\n${printDiffOrStringify(error.expected, error.actual, "Expected", "Received", false)}`;
  } catch {
    return "";
  }
}

function messageOf(error: any): string {
  const message = textOf(error, "message");
  return message + differenceOf(error, message);
}

/** The cause and the errors within, one after another. */
function causesOf(error: any, depth: number): string {
  if (depth >= kDeepest) return "";
  let text = "";
  const add = (title: string, inner: unknown) => {
    const part = isError(inner) ? `${title}${headOf(inner)}` : `${title}${print(inner)}`;
    const frames = isError(inner) ? framesOf(textOf(inner, "stack")).stack : "";
    const deeper = isError(inner) ? causesOf(inner, depth + 1) : "";
    text += `${text === "" ? "" : "\n\n"}${part}${frames === "" ? "" : `\n${frames}`}${deeper === "" ? "" : `\n\n${deeper}`}`;
  };
  const cause = read(error, "cause");
  if (cause !== undefined && cause !== null && cause !== error) add(depth === 0 ? "" : "Cause: ", cause);
  const errors = read(error, "errors");
  if (ArrayIsArray(errors)) for (let i = 0; i < errors.length; i++) add(`Error ${i + 1} of ${errors.length}: `, errors[i]);
  return text;
}

function headOf(error: any): string {
  const name = nameOf(error);
  const message = messageOf(error);
  return message === "" ? name : name === "" ? message : `${name}: ${message}`;
}

function nameOf(error: any): string {
  return textOf(error, "name") || "Error";
}

/** @param failure What was thrown; `site` says where the test or hook is, for what has no place. */
export function faultOf(failure: Failure): Fault {
  const { thrown, site } = failure;
  const sitePlace = placeOf(site);
  const looksLikeError = isError(thrown) || (typeof thrown === "object" && thrown !== null && (typeof read(thrown, "stack") === "string" || textOf(thrown, "message") !== ""));
  if (!looksLikeError) return { name: failure.name ?? "", message: `thrown: ${print(thrown)}`, stack: framesOfSite(site), ...(sitePlace ?? kNowhere), cause: "" };
  const error = thrown as any;
  let { stack, place } = framesOf(textOf(error, "stack"));
  if (failure.name !== undefined || stack === "") {
    stack = framesOfSite(site) || stack;
    place = sitePlace ?? place;
  }
  const syntaxPlace = nameOf(error) === "SyntaxError" ? placeOfSyntaxError(error) : undefined;
  return { name: failure.name ?? nameOf(error), message: messageOf(error), stack, ...(syntaxPlace ?? place ?? sitePlace ?? kNowhere), cause: causesOf(error, 0) };
}

export function faultsOf(failures: readonly Failure[]): Fault[] {
  const faults: Fault[] = [];
  for (let i = 0; i < failures.length; i++) ArrayPrototypePush(faults, faultOf(failures[i]!));
  return faults;
}
