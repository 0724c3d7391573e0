// util.format: printf-like text from a first string and the rest, with inspect for what is no string.
// https://nodejs.org/api/util.html#utilformatformat-args

import {
  JSONStringify, Number, NumberParseFloat, NumberParseInt, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf,
  ObjectPrototypeHasOwnProperty, String, StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeSlice,
  SymbolToPrimitive,
} from "internal/primordials";
import { validateObject, kValidateObjectAllowArray } from "internal/validators";
import { binding, kinds } from "internal/util_binding";
import { defaultOptions, inspect, stylizeNoColor, type InspectOptions } from "internal/inspect";
import { builtInNames } from "internal/inspect_names";
import { formatBigInt, formatNumber } from "internal/inspect_primitive";

type Options = Partial<InspectOptions> | undefined;

/** Whether String(value) would run the language's own conversion, which says less than inspect does. */
function hasBuiltInToString(value: any): boolean {
  while (binding.kindOf(value) === kinds.Proxy) {
    value = binding.proxyDetails(value)[0];
    if (value === null) return true;
  }
  const hasToString = typeof value.toString === "function";
  const hasToPrimitive = typeof value[SymbolToPrimitive] === "function";
  if (!hasToString && !hasToPrimitive) return true;
  let owner = value;
  while (owner !== null) {
    if ((hasToString && ObjectPrototypeHasOwnProperty(owner, "toString")) ||
        (hasToPrimitive && ObjectPrototypeHasOwnProperty(owner, SymbolToPrimitive))) break;
    owner = ObjectGetPrototypeOf(owner);
  }
  if (owner === value || owner === null) return false;
  const constructor = ObjectGetOwnPropertyDescriptor(owner, "constructor")?.value;
  return typeof constructor === "function" && builtInNames.has(constructor.name);
}

let circularMessage: string | undefined;

function firstLine(text: string): string {
  const end = StringPrototypeIndexOf(text, "\n");
  return end === -1 ? text : StringPrototypeSlice(text, 0, end);
}

/** What the engine says of a cycle, to tell that error from those of users' toJSON. */
function circularMessageOf(): string {
  if (circularMessage !== undefined) return circularMessage;
  const cycle: any = {};
  cycle.self = cycle;
  try {
    JSONStringify(cycle);
  } catch (error: any) {
    circularMessage = firstLine(error.message);
  }
  return circularMessage!;
}

function formatJSON(value: unknown): string {
  try {
    return JSONStringify(value) as string;
  } catch (error: any) {
    if (error.name === "TypeError" && firstLine(error.message) === circularMessageOf()) return "[Circular]";
    throw error;
  }
}

function plainNumber(number: number, options: Options): string {
  return formatNumber(stylizeNoColor, number, options?.numericSeparator ?? defaultOptions.numericSeparator);
}

function plainBigInt(bigint: bigint, options: Options): string {
  return formatBigInt(stylizeNoColor, bigint, options?.numericSeparator ?? defaultOptions.numericSeparator);
}

function formatAsString(value: unknown, options: Options): string {
  if (typeof value === "number") return plainNumber(value, options);
  if (typeof value === "bigint") return plainBigInt(value, options);
  if (typeof value !== "object" || value === null || !hasBuiltInToString(value)) return String(value);
  return inspect(value, { ...options, compact: 3, colors: false, depth: 0 });
}

function formatAsNumber(value: any, options: Options, convert: (value: any) => number, keepBigInt: boolean): string {
  if (typeof value === "bigint" && keepBigInt) return plainBigInt(value, options);
  return typeof value === "symbol" ? "NaN" : plainNumber(convert(value), options);
}

/** One placeholder's text; undefined if the letter is none. */
function formatPlaceholder(letter: number, value: unknown, options: Options): string | undefined {
  switch (letter) {
    case 115: return formatAsString(value, options); // s
    case 106: return `${formatJSON(value)}`; // j
    case 100: return formatAsNumber(value, options, Number, true); // d
    case 105: return formatAsNumber(value, options, NumberParseInt, true); // i
    case 102: return formatAsNumber(value, options, NumberParseFloat, false); // f
    case 79: return inspect(value, options); // O
    case 111: return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }); // o
    case 99: return ""; // c: CSS, for browsers
    default: return undefined;
  }
}

const kPercent = 37;

/** `args` joined by spaces, after the placeholders of the first, if it is a string, took theirs. */
export function formatList(options: Options, args: unknown[]): string {
  const first = args[0];
  let text = "";
  let next = 0;
  if (typeof first === "string") {
    if (args.length === 1) return first;
    let copied = 0;
    next = 1;
    for (let at = StringPrototypeIndexOf(first, "%"); at !== -1 && at < first.length - 1;) {
      const letter = StringPrototypeCharCodeAt(first, at + 1);
      const shown = letter === kPercent ? "%" : next < args.length ? formatPlaceholder(letter, args[next], options) : undefined;
      if (shown !== undefined) {
        if (letter !== kPercent) next++;
        text += StringPrototypeSlice(first, copied, at) + shown;
        copied = at + 2;
      }
      at = StringPrototypeIndexOf(first, "%", at + 2);
    }
    text += StringPrototypeSlice(first, copied);
  }
  for (let i = next; i < args.length; i++) {
    const value = args[i];
    if (i > 0) text += " ";
    text += typeof value === "string" ? value : inspect(value, options);
  }
  return text;
}

export function format(...args: unknown[]): string {
  return formatList(undefined, args);
}

export function formatWithOptions(inspectOptions: Options, ...args: unknown[]): string {
  validateObject(inspectOptions, "inspectOptions", kValidateObjectAllowArray);
  return formatList(inspectOptions, args);
}
