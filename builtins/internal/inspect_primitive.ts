// How inspect writes strings, numbers and the other primitives, and property names.

import {
  ArrayPrototypeJoin, ArrayPrototypePush, MathTrunc, NumberIsFinite, NumberPrototypeToString, ObjectIs,
  RegExpPrototypeExec, String, StringPrototypeCharCodeAt, StringPrototypeIncludes, StringPrototypeIndexOf,
  StringPrototypeRepeat, StringPrototypeSlice, SymbolPrototypeToString,
} from "internal/primordials";
import type { Context, Style } from "internal/inspect_context";

type Stylize = (text: string, style: Style) => string;

const kApostrophe = 39;
const kBackslash = 92;
const kMayNeedEscape = /[\x00-\x1f\x27\x5c\x7f-\x9f\ud800-\udfff]/;
const kShortEscapes: Record<number, string> = {
  8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", [kApostrophe]: "\\'", [kBackslash]: "\\\\",
};

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function escapeOf(code: number): string {
  const short = kShortEscapes[code];
  if (short !== undefined) return short;
  const hex = NumberPrototypeToString(code, 16);
  if (code > 0xff) return `\\u${hex}`;
  return `\\x${code < 16 ? "0" : ""}${hex === "" ? "" : upperHex(hex)}`;
}

function upperHex(hex: string): string {
  let upper = "";
  for (let i = 0; i < hex.length; i++) {
    const code = StringPrototypeCharCodeAt(hex, i);
    upper += code >= 97 ? "ABCDEF"[code - 97] : hex[i];
  }
  return upper;
}

/** Escapes control characters, lone surrogates, backslashes and, on request, apostrophes. */
export function escapeText(text: string, escapeApostrophe = true): string {
  if (RegExpPrototypeExec(kMayNeedEscape, text) === null) return text;
  let escaped = "";
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    if (code >= 0xd800 && code <= 0xdfff) {
      if (isHighSurrogate(code) && i + 1 < text.length && isLowSurrogate(StringPrototypeCharCodeAt(text, i + 1))) {
        i++;
        continue;
      }
    } else if (code >= 32 && (code < 127 || code > 159) && code !== kBackslash &&
               (code !== kApostrophe || !escapeApostrophe)) {
      continue;
    }
    escaped += StringPrototypeSlice(text, copied, i) + escapeOf(code);
    copied = i + 1;
  }
  return escaped + StringPrototypeSlice(text, copied);
}

/** A string literal, in the first of '…', "…" and `…` that needs no escape for its own quote. */
export function quote(text: string): string {
  if (!StringPrototypeIncludes(text, "'")) return `'${escapeText(text)}'`;
  if (!StringPrototypeIncludes(text, "\"")) return `"${escapeText(text, false)}"`;
  if (!StringPrototypeIncludes(text, "`") && !StringPrototypeIncludes(text, "${")) return `\`${escapeText(text, false)}\``;
  return `'${escapeText(text)}'`;
}

/** 1234567 → 1_234_567. */
function separateFromEnd(digits: string): string {
  const start = digits[0] === "-" ? 1 : 0;
  let grouped = "";
  let end = digits.length;
  for (; end >= start + 4; end -= 3) grouped = `_${StringPrototypeSlice(digits, end - 3, end)}${grouped}`;
  return `${StringPrototypeSlice(digits, 0, end)}${grouped}`;
}

/** 1234567 → 123_456_7, for what follows a decimal point. */
function separateFromStart(digits: string): string {
  let grouped = "";
  let start = 0;
  for (; start < digits.length - 3; start += 3) grouped += `${StringPrototypeSlice(digits, start, start + 3)}_`;
  return `${grouped}${StringPrototypeSlice(digits, start)}`;
}

function separateNumber(number: number): string {
  const text = String(number);
  if (!NumberIsFinite(number)) return text;
  if (MathTrunc(number) === number) return StringPrototypeIncludes(text, "e") ? text : separateFromEnd(text);
  const point = StringPrototypeIndexOf(text, ".");
  const whole = separateFromEnd(StringPrototypeSlice(text, 0, point));
  return `${whole}.${separateFromStart(StringPrototypeSlice(text, point + 1))}`;
}

export function formatNumber(stylize: Stylize, number: number, numericSeparator: boolean): string {
  if (ObjectIs(number, -0)) return stylize("-0", "number");
  return stylize(numericSeparator ? separateNumber(number) : `${number}`, "number");
}

export function formatBigInt(stylize: Stylize, bigint: bigint, numericSeparator: boolean): string {
  const text = String(bigint);
  return stylize(`${numericSeparator ? separateFromEnd(text) : text}n`, "bigint");
}

/** The lines of a text, each with the line feed that ends it. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let feed = StringPrototypeIndexOf(text, "\n"); feed !== -1; feed = StringPrototypeIndexOf(text, "\n", start)) {
    ArrayPrototypePush(lines, StringPrototypeSlice(text, start, feed + 1));
    start = feed + 1;
  }
  if (start < text.length) ArrayPrototypePush(lines, StringPrototypeSlice(text, start));
  return lines;
}

/** Strings shorter than this stay on their line. */
const kShortString = 16;

function formatString(stylize: Stylize, text: string, ctx: Context): string {
  let trailer = "";
  if (text.length > ctx.maxStringLength) {
    const remaining = text.length - ctx.maxStringLength;
    text = StringPrototypeSlice(text, 0, ctx.maxStringLength);
    trailer = `... ${remaining} more character${remaining > 1 ? "s" : ""}`;
  }
  const isLong = text.length > kShortString && text.length > ctx.breakLength - ctx.indentation - 4;
  if (ctx.compact === true || !isLong) return stylize(quote(text), "string") + trailer;
  const lines = linesOf(text);
  for (let i = 0; i < lines.length; i++) lines[i] = stylize(quote(lines[i]!), "string");
  return ArrayPrototypeJoin(lines, ` +\n${StringPrototypeRepeat(" ", ctx.indentation + 2)}`) + trailer;
}

export function formatPrimitive(stylize: Stylize, value: unknown, ctx: Context): string {
  switch (typeof value) {
    case "string": return formatString(stylize, value, ctx);
    case "number": return formatNumber(stylize, value, ctx.numericSeparator);
    case "bigint": return formatBigInt(stylize, value, ctx.numericSeparator);
    case "boolean": return stylize(`${value}`, "boolean");
    case "undefined": return stylize("undefined", "undefined");
    case "symbol": return stylize(SymbolPrototypeToString(value), "symbol");
    default: return stylize(`${value}`, "null");
  }
}

const kIdentifier = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

/** What stands before a property's colon: `name`, `'na-me'`, `[hidden]`, `[Symbol(s)]`. */
export function formatPropertyName(ctx: Context, key: PropertyKey, enumerable: boolean): string {
  if (typeof key === "symbol") {
    const name = `${ctx.stylize(escapeText(SymbolPrototypeToString(key)), "symbol")}`;
    return `[${name}]`;
  }
  key = `${key}`;
  if (key === "__proto__") return "['__proto__']";
  if (!enumerable) return `[${escapeText(key)}]`;
  if (RegExpPrototypeExec(kIdentifier, key) !== null) return ctx.stylize(key, "name");
  return ctx.stylize(quote(key), "string");
}
