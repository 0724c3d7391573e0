/** TOML from objects (https://toml.io/en/v1.0.0): in each table values first, then tables, then arrays of tables. */
import {
  ArrayIsArray, ArrayPrototypePush, DatePrototypeGetTime, DatePrototypeToISOString, Error, JSONStringify, NumberIsNaN, ObjectIs, ObjectKeys,
  RegExpPrototypeExec, RegExpPrototypeSymbolReplace, TypeError,
} from "internal/primordials";
import { isLeftOut, Path, refuseBigInt, unwrapped } from "internal/stringify_input";
import { binding, kinds } from "internal/util_binding";

const kBareKey = /^[A-Za-z0-9_-]+$/;

/** JSON's escapes are TOML's, but for DEL, which TOML wants escaped, and surrogates, which have no meaning alone. */
function quoted(text: string): string {
  return RegExpPrototypeSymbolReplace(/\x7f|\\ud[89a-f][0-9a-f]{2}/g, JSONStringify(text),
    ((part: string) => (part === "\x7f" ? "\\u007f" : "\ufffd")) as any) as string;
}

function keyOf(key: string): string {
  return RegExpPrototypeExec(kBareKey, key) === null ? quoted(key) : key;
}

function isDate(value: unknown): boolean {
  return typeof value === "object" && value !== null && binding.kindOf(value) === kinds.Date;
}

function isTable(value: unknown): boolean {
  return typeof value === "object" && value !== null && !ArrayIsArray(value) && !isDate(value);
}

function numberText(value: number): string {
  if (NumberIsNaN(value)) return "nan";
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  return ObjectIs(value, -0) ? "-0.0" : `${value}`;
}

class Writer {
  text = "";
  #path = new Path("TOML");

  table(object: any, name: string): void {
    this.#path.enter(object);
    const keys = ObjectKeys(object);
    const tables: [string, any][] = [];
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const value = isDate(object[key]) ? object[key] : unwrapped(object[key], key);
      if (isLeftOut(value)) continue;
      if (value === null) throw new Error(`TOML cannot represent null (key '${key}'); remove the key or use a sentinel value`);
      if (isTable(value) || this.#isArrayOfTables(value)) ArrayPrototypePush(tables, [key, value]);
      else this.text += `${keyOf(key)} = ${this.#value(value, key)}\n`;
    }
    for (let i = 0; i < tables.length; i++) {
      const { 0: key, 1: value } = tables[i]!;
      const path = name === "" ? keyOf(key) : `${name}.${keyOf(key)}`;
      if (ArrayIsArray(value)) this.#arrayOfTables(value, path);
      else this.#subtable(value, path);
    }
    this.#path.leave();
  }

  #isArrayOfTables(value: unknown): boolean {
    if (!ArrayIsArray(value) || value.length === 0) return false;
    for (let i = 0; i < value.length; i++) if (!isTable(unwrapped(value[i], `${i}`))) return false;
    return true;
  }

  #header(line: string): void {
    this.text += this.text === "" ? `${line}\n` : `\n${line}\n`;
  }

  #subtable(value: any, path: string): void {
    // A table that holds nothing but tables is named by them.
    const keys = ObjectKeys(value);
    let isNeeded = keys.length === 0;
    for (let i = 0; i < keys.length; i++) {
      const member = isDate(value[keys[i]!]) ? value[keys[i]!] : unwrapped(value[keys[i]!], keys[i]!);
      isNeeded ||= !isTable(member) && !this.#isArrayOfTables(member);
    }
    if (isNeeded) this.#header(`[${path}]`);
    this.table(value, path);
  }

  #arrayOfTables(list: any[], path: string): void {
    this.#path.enter(list);
    for (let i = 0; i < list.length; i++) {
      this.#header(`[[${path}]]`);
      this.table(unwrapped(list[i], `${i}`), path);
    }
    this.#path.leave();
  }

  #value(value: any, key: string): string {
    switch (typeof value) {
      case "string": return quoted(value);
      case "number": return numberText(value);
      case "boolean": return `${value}`;
      case "bigint": return refuseBigInt("TOML");
    }
    if (isDate(value)) {
      if (NumberIsNaN(DatePrototypeGetTime(value))) throw new Error(`TOML cannot represent an invalid date (key '${key}')`);
      return RegExpPrototypeSymbolReplace(/\.000Z$/, DatePrototypeToISOString(value), "Z" as any) as string;
    }
    this.#path.enter(value);
    const text = ArrayIsArray(value) ? this.#array(value, key) : this.#inlineTable(value);
    this.#path.leave();
    return text;
  }

  #array(list: unknown[], key: string): string {
    let text = "";
    for (let i = 0; i < list.length; i++) {
      const value = isDate(list[i]) ? list[i] : unwrapped(list[i], `${i}`);
      if (value === null || isLeftOut(value)) throw new Error(`TOML cannot represent ${value === null ? "null" : typeof value} in an array`);
      text += `${i === 0 ? "" : ", "}${this.#value(value, key)}`;
    }
    return `[${text}]`;
  }

  #inlineTable(object: any): string {
    let text = "";
    const keys = ObjectKeys(object);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const value = isDate(object[key]) ? object[key] : unwrapped(object[key], key);
      if (isLeftOut(value)) continue;
      if (value === null) throw new Error(`TOML cannot represent null (key '${key}'); remove the key or use a sentinel value`);
      text += `${text === "" ? "" : ", "}${keyOf(key)} = ${this.#value(value, key)}`;
    }
    return text === "" ? "{}" : `{ ${text} }`;
  }
}

/** @throws For what TOML has no word for: null, BigInts, what is no object. */
export function stringifyToml(value: unknown): string {
  const root = isDate(value) ? undefined : unwrapped(value, "");
  if (!isTable(root)) throw new TypeError("TOML.stringify expects an object at the top level (a TOML document is a table)");
  const writer = new Writer();
  writer.table(root, "");
  return writer.text;
}
