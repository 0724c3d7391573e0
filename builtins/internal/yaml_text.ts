/**
 * YAML from values (https://yaml.org/spec/1.2.2/): in block style when indented, in flow style on one line without. What
 * appears more than once is written once, with an anchor, and referred to by aliases.
 */
import {
  ArrayIsArray, ArrayPrototypePush, NumberIsNaN, NumberPrototypeToString, ObjectIs, ObjectKeys, RegExpPrototypeExec,
  RegExpPrototypeSymbolReplace, SafeMap, SafeSet, StringPrototypeCharCodeAt, StringPrototypePadStart, StringPrototypeSlice,
} from "internal/primordials";
import { indentOf, isLeftOut, refuseBigInt, refuseReplacer, unwrapped } from "internal/stringify_input";

/** What needs no quotes: it begins with a letter, or like a path, and has nothing that means something. */
const kPlain = /^[\p{L}_/\\$][\p{L}\p{N}\p{M}_ ./\\$@+=~()*^;-]*$/u;
/** Words that would be read as something else, also by readers of YAML 1.1. */
const kWords = /^(?:null|true|false|yes|no|on|off|y|n|nan|inf)$/i;
const kEscaped = /["\\\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]/gu;
const kEscapes: Record<string, string> = {
  __proto__: null as any,
  "\"": "\\\"", "\\": "\\\\", "\0": "\\0", "\x07": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f",
  "\r": "\\r", "\x1b": "\\e", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P",
};

function escapeOf(c: string): string {
  const code = StringPrototypeCharCodeAt(c, 0);
  const hex = NumberPrototypeToString(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code, 16);
  return kEscapes[c] ?? (code < 256 ? `\\x${StringPrototypePadStart(hex, 2, "0")}` : `\\u${StringPrototypePadStart(hex, 4, "0")}`);
}

function stringText(text: string): string {
  const isPlain = RegExpPrototypeExec(kPlain, text) !== null && text[text.length - 1] !== " " && RegExpPrototypeExec(kWords, text) === null;
  return isPlain ? text : `"${RegExpPrototypeSymbolReplace(kEscaped, text, escapeOf as any)}"`;
}

function numberText(value: number): string {
  if (NumberIsNaN(value)) return ".nan";
  if (value === Infinity) return ".inf";
  if (value === -Infinity) return "-.inf";
  return ObjectIs(value, -0) ? "-0" : `${value}`;
}

class Writer {
  #indent: string;
  /** Objects that appear more than once, and the names of those that have been written. */
  #repeated = new SafeSet<object>();
  #anchors = new SafeMap<object, string>();
  #names = new SafeSet<string>();

  constructor(indent: string) {
    this.#indent = indent;
  }

  document(root: unknown): string | undefined {
    const value: any = unwrapped(root, "");
    if (isLeftOut(value)) return undefined;
    this.#findRepeated(value, new SafeSet<object>());
    if (this.#indent === "") return this.#flow(value, "root");
    const text = this.#block(value, "", "root");
    // What stands alone needs no line break before it.
    return text[0] === "\n" ? StringPrototypeSlice(text, 1) : RegExpPrototypeSymbolReplace(/^ /, text, "" as any) as string;
  }

  #findRepeated(value: any, seen: Set<object>): void {
    if (typeof value !== "object" || value === null) return;
    if (seen.has(value)) {
      this.#repeated.add(value);
      return;
    }
    seen.add(value);
    const keys = ObjectKeys(value);
    for (let i = 0; i < keys.length; i++) this.#findRepeated(unwrapped(value[keys[i]!], keys[i]!), seen);
  }

  /** The alias of what was written already. */
  #aliasOf(value: object): string | undefined {
    const name = this.#anchors.get(value);
    return name === undefined ? undefined : `*${name}`;
  }

  /** The anchor of what will be referred to: named after its key, as far as that is a name. */
  #anchorOf(value: object, key: string): string {
    if (!this.#repeated.has(value)) return "";
    const base = RegExpPrototypeExec(/^[A-Za-z_][\w-]*$/, key) === null ? "value" : key;
    let name = base;
    for (let i = 1; this.#names.has(name); i++) name = `${base}${i}`;
    this.#names.add(name);
    this.#anchors.set(value, name);
    return `&${name}`;
  }

  #scalar(value: any): string {
    switch (typeof value) {
      case "string": return stringText(value);
      case "number": return numberText(value);
      case "bigint": return refuseBigInt("YAML");
      default: return `${value}`;
    }
  }

  #flow(value: any, key: string): string {
    if (typeof value !== "object" || value === null) return this.#scalar(value);
    const alias = this.#aliasOf(value);
    if (alias !== undefined) return alias;
    const anchor = this.#anchorOf(value, key);
    const members = membersOf(value);
    let text = "";
    for (let i = 0; i < members.length; i++) {
      const { key: name, value: member } = members[i]!;
      const body = this.#flow(member, name ?? "item");
      text += `${i === 0 ? "" : ", "}${name === undefined ? body : `${stringText(name)}: ${body}`}`;
    }
    return `${anchor === "" ? "" : `${anchor} `}${ArrayIsArray(value) ? `[${text}]` : `{${text}}`}`;
  }

  /** What follows a key's colon: a space and a value, or lines of their own. */
  #block(value: any, margin: string, key: string): string {
    if (typeof value !== "object" || value === null) return ` ${this.#scalar(value)}`;
    const alias = this.#aliasOf(value);
    if (alias !== undefined) return ` ${alias}`;
    const anchor = this.#anchorOf(value, key);
    const start = anchor === "" ? "" : ` ${anchor}`;
    const members = membersOf(value);
    if (members.length === 0) return `${start} ${ArrayIsArray(value) ? "[]" : "{}"}`;
    let text = start;
    for (let i = 0; i < members.length; i++) {
      const { key: name, value: member } = members[i]!;
      text += name === undefined ? `\n${margin}-${this.#item(member, margin)}` : `\n${margin}${stringText(name)}:${this.#member(member, margin, name)}`;
    }
    return text;
  }

  #member(value: any, margin: string, name: string): string {
    return this.#block(value, margin + this.#indent, name);
  }

  /** An item's own lines begin behind its hyphen. */
  #item(value: any, margin: string): string {
    const text = this.#block(value, `${margin}  `, "item");
    return text[0] === "\n" ? ` ${StringPrototypeSlice(text, margin.length + 3)}` : text;
  }
}

interface Member { key: string | undefined; value: unknown }

function membersOf(value: any): Member[] {
  const members: Member[] = [];
  if (ArrayIsArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item = unwrapped(value[i], `${i}`);
      ArrayPrototypePush(members, { key: undefined, value: isLeftOut(item) ? null : item });
    }
    return members;
  }
  const keys = ObjectKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const member = unwrapped(value[keys[i]!], keys[i]!);
    if (!isLeftOut(member)) ArrayPrototypePush(members, { key: keys[i]!, value: member });
  }
  return members;
}

/** @param space As JSON.stringify's; tabs can't indent YAML, and count as two spaces. */
export function stringifyYaml(value: unknown, replacer: unknown, space: unknown): string | undefined {
  refuseReplacer(replacer, "YAML");
  const indent = RegExpPrototypeSymbolReplace(/[^ ]/g, indentOf(space), "  " as any) as string;
  return new Writer(indent).document(value);
}
