/** JSON5 from values (https://spec.json5.org): names bare where they can be, single quotes, trailing commas when indented. */
import {
  ArrayIsArray, NumberPrototypeToString, ObjectKeys, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, StringPrototypeCharCodeAt, StringPrototypePadStart,
} from "internal/primordials";
import { indentOf, isLeftOut, Path, refuseBigInt, refuseReplacer, unwrapped } from "internal/stringify_input";

const kName = /^[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$_\u200c\u200d]*$/u;
const kEscaped = /['\\\0-\x1f\x7f\u2028\u2029]/g;
const kEscapes: Record<string, string> = {
  __proto__: null as any,
  "'": "\\'", "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v",
  "\u2028": "\\u2028", "\u2029": "\\u2029",
};

function quoted(text: string): string {
  const escape = (c: string): string =>
    kEscapes[c] ?? `\\x${StringPrototypePadStart(NumberPrototypeToString(StringPrototypeCharCodeAt(c, 0), 16), 2, "0")}`;
  return `'${RegExpPrototypeSymbolReplace(kEscaped, text, escape as any)}'`;
}

class Writer {
  #indent: string;
  #path = new Path("JSON5");

  constructor(indent: string) {
    this.#indent = indent;
  }

  /** Undefined for what is left out. */
  value(given: unknown, key: string, margin: string): string | undefined {
    const value: any = unwrapped(given, key);
    if (isLeftOut(value)) return undefined;
    switch (typeof value) {
      case "string": return quoted(value);
      case "bigint": return refuseBigInt("JSON5");
      case "object": break;
      default: return `${value}`;
    }
    if (value === null) return "null";
    this.#path.enter(value);
    const inner = margin + this.#indent;
    const text = ArrayIsArray(value) ? this.#array(value, margin, inner) : this.#object(value, margin, inner);
    this.#path.leave();
    return text;
  }

  #list(parts: string, open: string, close: string, margin: string): string {
    if (parts === "") return open + close;
    return this.#indent === "" ? `${open}${parts}${close}` : `${open}\n${parts}${margin}${close}`;
  }

  #part(parts: string, text: string, inner: string): string {
    if (this.#indent !== "") return `${parts}${inner}${text},\n`;
    return parts === "" ? text : `${parts},${text}`;
  }

  #array(list: unknown[], margin: string, inner: string): string {
    let parts = "";
    for (let i = 0; i < list.length; i++) parts = this.#part(parts, this.value(list[i], `${i}`, inner) ?? "null", inner);
    return this.#list(parts, "[", "]", margin);
  }

  #object(object: any, margin: string, inner: string): string {
    let parts = "";
    const keys = ObjectKeys(object);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const text = this.value(object[key], key, inner);
      if (text === undefined) continue;
      const name = RegExpPrototypeExec(kName, key) === null ? quoted(key) : key;
      parts = this.#part(parts, `${name}:${this.#indent === "" ? "" : " "}${text}`, inner);
    }
    return this.#list(parts, "{", "}", margin);
  }
}

/** As JSON.stringify, but a replacer there is not. */
export function stringifyJson5(value: unknown, replacer: unknown, space: unknown): string | undefined {
  refuseReplacer(replacer, "JSON5");
  return new Writer(indentOf(space)).value(value, "", "");
}
