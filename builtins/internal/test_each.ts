/**
 * The rows of `each` and `for`, and their titles (https://jestjs.io/docs/api#1-testeachtablename-fn-timeout,
 * https://vitest.dev/api/#test-each).
 */
import {
  ArrayIsArray, ArrayPrototypeEvery, ArrayPrototypeFilter, ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeSort, BigIntPrototypeToString, Error, JSONStringify, ObjectHasOwn, ObjectIs,
  ObjectKeys, RegExp, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, RegExpPrototypeTest, String, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeReplaceAll, StringPrototypeSlice,
  StringPrototypeSplit, StringPrototypeTrim, TypeError,
} from "internal/primordials";
import { isPrimitive } from "internal/expect_types";
import type { Library } from "internal/test_tree";

export interface Row {
  title: string;
  args: unknown[];
}

function print(value: unknown): string {
  return require("internal/pretty_format").format(value, { maxDepth: 1, min: true });
}

function pluralize(word: string, count: number): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

// ---- tables

const kHeadings = /^\n\s*[^\s]+\s*(\|\s*[^\s]+\s*)*\n/;

/** Objects by the headings of a tagged template. */
function rowsOfTemplate(strings: readonly string[], data: unknown[], isStrict: boolean): Record<string, unknown>[] {
  const found = RegExpPrototypeExec(kHeadings, strings[0]!);
  let line: string;
  if (found !== null) {
    line = found[0]!;
  } else {
    if (isStrict) throw new Error(`Table headings do not conform to expected format:\n\nheading1 | headingN\n\nReceived:\n\n${JSONStringify(strings[0])}`);
    line = StringPrototypeTrim(strings[0]!);
  }
  const headings = StringPrototypeSplit(RegExpPrototypeSymbolReplace(/\s/g, line, ""), "|");
  const { length } = headings;
  const left = data.length % length;
  if (left > 0) {
    throw new Error(`Not enough arguments supplied for given headings:\n${ArrayPrototypeJoin(headings, " | ")}\n\nReceived:\n` +
      `${require("internal/pretty_format").format(data)}\n\nMissing ${pluralize("argument", length - left)}`);
  }
  const rows: Record<string, unknown>[] = [];
  for (let i = 0; i < data.length; i += length) {
    const row: Record<string, unknown> = {};
    for (let j = 0; j < length; j++) row[headings[j]!] = data[i + j];
    ArrayPrototypePush(rows, row);
  }
  return rows;
}

function checkTable(table: any): void {
  if (!ArrayIsArray(table)) throw new TypeError(`\`.each\` must be called with an Array or Tagged Template Literal.\n\nInstead was called with: ${print(table)}\n`);
  if ((table as any).raw !== undefined) {
    if (StringPrototypeTrim(table[0]) === "") throw new Error("Error: `.each` called with an empty Tagged Template Literal of table data.\n");
    throw new Error("Error: `.each` called with a Tagged Template Literal with no data, remember to interpolate with ${expression} syntax.\n");
  }
  if (table.length === 0) throw new Error("Error: `.each` called with an empty Array of table data.\n");
}

// ---- Jest's titles

const kPlaceholder = /%[#Odfijops]/;
const kEscape = "\u0000percent\u0000";

function escapeRegExp(text: string): string {
  return RegExpPrototypeSymbolReplace(/[$()*+.?[\\\]^{|}]/g, text, "\\$&");
}

function valueAt(object: any, path: string[]): unknown {
  let value = object;
  for (let i = 0; i < path.length; i++) {
    if (value === null) return "null";
    if (value === undefined) return "undefined";
    if (!path[i] || !ObjectHasOwn(value, path[i]!)) return value;
    value = value[path[i]!];
  }
  return value;
}

/** `$name`, `$name.path` and `$#` of a row that is an object. */
function fillVariables(title: string, row: any, index: number): string {
  const keys = ArrayPrototypeSort(ArrayPrototypeFilter(ObjectKeys(row), (key: string) => key !== ""), (a: string, b: string) => b.length - a.length);
  let text = title;
  if (keys.length > 0) {
    let names = "";
    for (let i = 0; i < keys.length; i++) names += (i === 0 ? "" : "|") + escapeRegExp(keys[i]!);
    text = RegExpPrototypeSymbolReplace(new RegExp(`\\$(${names})[.\\w]*`, "g"), text, ((match: string) => {
      const value = valueAt(row, StringPrototypeSplit(StringPrototypeSlice(match, 1), "."));
      return isPrimitive(value) ? String(value) : print(value);
    }) as any);
  }
  return replaceFirst(text, "$#", String(index));
}

function replaceFirst(text: string, what: string, by: string): string {
  const at = StringPrototypeIndexOf(text, what);
  return at < 0 ? text : StringPrototypeSlice(text, 0, at) + by + StringPrototypeSlice(text, at + what.length);
}

function printJson(value: unknown): string {
  try {
    return String(JSONStringify(value, (_: string, inner: unknown) => (typeof inner === "bigint" ? `${BigIntPrototypeToString(inner)}n` : inner)));
  } catch {
    return "[Circular]";
  }
}

function jestTitle(title: string, row: unknown[], index: number): string {
  let text = StringPrototypeReplaceAll(title, "%%", kEscape);
  text = replaceFirst(text, "%#", String(index));
  text = replaceFirst(text, "%$", String(index + 1));
  for (let i = 0; i < row.length; i++) {
    const found = RegExpPrototypeExec(kPlaceholder, text);
    if (found === null) break;
    const value = typeof row[i] === "string" ? StringPrototypeReplaceAll(row[i] as string, "%", kEscape) : row[i];
    if (found[0] === "%p") text = replaceFirst(text, "%p", print(value));
    else if (found[0] === "%j") text = replaceFirst(text, "%j", printJson(value));
    else text = require("internal/format").format(text, value);
  }
  return StringPrototypeReplaceAll(text, kEscape, "%");
}

function jestRows(title: string, table: any, data: unknown[]): Row[] {
  const rows: Row[] = [];
  if (data.length > 0) {
    const objects = rowsOfTemplate(table, data, true);
    for (let i = 0; i < objects.length; i++) ArrayPrototypePush(rows, { title: fillVariables(title, objects[i], i), args: [objects[i]] });
    return rows;
  }
  checkTable(table);
  const isTable = ArrayPrototypeEvery(table, (row: unknown) => ArrayIsArray(row));
  const isOfObjects = !isTable && !RegExpPrototypeTest(kPlaceholder, StringPrototypeReplaceAll(title, "%%", "")) &&
    ArrayPrototypeEvery(table, (row: unknown) => row != null && typeof row === "object");
  for (let i = 0; i < table.length; i++) {
    const args = isTable ? table[i] : [table[i]];
    ArrayPrototypePush(rows, { title: isOfObjects ? StringPrototypeReplaceAll(fillVariables(title, table[i], i), "%%", "%") : jestTitle(title, args, i), args });
  }
  return rows;
}

// ---- Vitest's titles

function attributeOf(object: any, path: string): unknown {
  const parts = StringPrototypeSplit(RegExpPrototypeSymbolReplace(/\[(\d+)\]/g, path, ".$1"), ".");
  let value = object;
  for (let i = 0; i < parts.length; i++) {
    value = value == null ? undefined : Object(value)[parts[i]!];
    if (value === undefined) return undefined;
  }
  return value;
}

function show(value: unknown): string {
  return typeof value === "string" ? `'${value}'` : require("internal/inspect").inspect(value, { depth: 2, breakLength: Infinity });
}

function vitestTitle(title: string, row: unknown[], index: number): string {
  let text = title;
  if (StringPrototypeIncludes(text, "%#") || StringPrototypeIncludes(text, "%$")) {
    text = StringPrototypeReplaceAll(text, "%%", kEscape);
    text = StringPrototypeReplaceAll(StringPrototypeReplaceAll(text, "%#", String(index)), "%$", String(index + 1));
    text = StringPrototypeReplaceAll(text, kEscape, "%%");
  }
  const count = StringPrototypeSplit(text, "%").length - 1;
  let at = -1;
  text = RegExpPrototypeSymbolReplace(/%f/g, text, (() => (ObjectIs(row[++at], -0) ? "-%f" : "%f")) as any);
  text = require("internal/format").format(text, ...ArrayPrototypeSlice(row, 0, count));
  const isObject = typeof row[0] === "object" && row[0] !== null && !ArrayIsArray(row[0]);
  return RegExpPrototypeSymbolReplace(/\$([$\w.]+)/g, text, ((_: string, key: string) => {
    const isIndex = RegExpPrototypeTest(/^\d+$/, key);
    if (!isObject && !isIndex) return `$${key}`;
    const item = isIndex ? attributeOf(row, key) : undefined;
    return show(isObject ? attributeOf(row[0], key) ?? item : item);
  }) as any);
}

function vitestRows(title: string, table: any, data: unknown[], spreads: boolean): Row[] {
  const cases: any[] = data.length > 0 ? rowsOfTemplate(table, data, false) : table;
  if (!ArrayIsArray(cases)) throw new TypeError("`each` and `for` need a list of cases");
  const spreadsAll = spreads && ArrayPrototypeEvery(cases, (row: unknown) => ArrayIsArray(row));
  const rows: Row[] = [];
  for (let i = 0; i < cases.length; i++) {
    const items = ArrayIsArray(cases[i]) ? cases[i] : [cases[i]];
    ArrayPrototypePush(rows, { title: vitestTitle(title, items, i), args: spreadsAll ? items : [cases[i]] });
  }
  return rows;
}

/** @param spreads `each` gives the items of a row one by one, `for` the row. */
export function rowsOf(library: Library, title: string, table: any, data: unknown[], spreads: boolean): Row[] {
  if (library === "vitest" || !spreads) return vitestRows(title, table, data, spreads);
  return jestRows(title, table, data);
}
