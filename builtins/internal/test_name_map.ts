/**
 * Jest's moduleNameMapper and Vite's aliases in a test file's realm: patterns are tried in JavaScript, but native code
 * asks only for names that begin and end as a pattern must (src/graph/name_map.h).
 */
import {
  ArrayPrototypePush, RegExp, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, RegExpPrototypeTest, StringPrototypeIncludes,
  StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeSplit, StringPrototypeStartsWith,
} from "internal/primordials";
import type { Settings } from "internal/test_settings";

const kMeta = "\\^$.*+?()[]{}|/";

/** How names must begin, and how they may end, for a pattern to match: [begin, ...ends]. */
export type Rule = string[];

/** The literal text at the start of a pattern's source; `end`: where it stops. */
function literalAt(source: string, start: number): { text: string; end: number } {
  let text = "";
  let i = start;
  while (i < source.length) {
    let c = source[i]!;
    let length = 1;
    if (c === "\\") {
      c = source[i + 1] ?? "";
      // (\d, \w, \b … are no characters.)
      if (c === "" || RegExpPrototypeTest(/[a-zA-Z0-9]/, c)) break;
      length = 2;
    } else if (c !== "/" && StringPrototypeIncludes(kMeta, c)) {
      break;
    }
    const next = source[i + length];
    if (next === "?" || next === "*" || next === "+" || next === "{") break;
    text += c;
    i += length;
  }
  return { text, end: i };
}

function hasAlternatives(source: string): boolean {
  let depth = 0;
  let isInSet = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === "\\") i++;
    else if (isInSet) isInSet = c !== "]";
    else if (c === "[") isInSet = true;
    else if (c === "(") depth++;
    else if (c === ")") depth--;
    else if (c === "|" && depth === 0) return true;
  }
  return false;
}

/** The ends of a pattern that is a text, or a text with a group of texts in it, and `$`: `\.(css|less)$`. */
function endsOf(source: string): string[] {
  const found = RegExpPrototypeExec(/((?:\\[^a-zA-Z0-9]|[\w\-@/])*)(?:\((?:\?:)?((?:\\[^a-zA-Z0-9]|[\w\-@/|])+)\)((?:\\[^a-zA-Z0-9]|[\w\-@/])*))?\$$/, source) as any;
  if (found === null) return [];
  const [whole, before, choices, after] = found as [string, string, string | undefined, string | undefined];
  const start = source.length - whole.length;
  // What stands in front must end before this text begins: no escape, no set.
  if (start > 0 && (source[start - 1] === "\\" || StringPrototypeIncludes(StringPrototypeSlice(source, 0, start), "["))) return [];
  if (choices === undefined) return before === "" ? [] : [unescaped(before)];
  const ends: string[] = [];
  const list = StringPrototypeSplit(choices, "|") as string[];
  for (let i = 0; i < list.length; i++) ArrayPrototypePush(ends, unescaped(before) + unescaped(list[i]!) + unescaped(after ?? ""));
  return ends;
}

function unescaped(text: string): string {
  return RegExpPrototypeSymbolReplace(/\\(.)/g, text, "$1" as any) as string;
}

export function ruleOf(source: string, flags = ""): Rule {
  if (StringPrototypeIncludes(flags, "i") || StringPrototypeIncludes(flags, "m") || hasAlternatives(source)) return [""];
  const begin = source[0] === "^" ? literalAt(source, 1).text : "";
  return [begin, ...endsOf(source)];
}

interface MapperEntry {
  pattern: RegExp;
  source: string;
  replacements: string[];
}

interface AliasEntry {
  pattern: RegExp;
  replacement: string;
}

export class NameMapper {
  rules: Rule[] = [];
  #mapper: MapperEntry[] = [];
  #aliases: AliasEntry[] = [];
  #root: string;
  #isVite: boolean;

  constructor({ moduleNameMapper, alias, rootDir, flavour }: Settings) {
    this.#root = rootDir;
    this.#isVite = flavour === "vitest";
    for (let i = 0; i < moduleNameMapper.length; i++) {
      const [source, replacements] = moduleNameMapper[i]!;
      ArrayPrototypePush(this.#mapper, { pattern: new RegExp(source), source, replacements });
      ArrayPrototypePush(this.rules, ruleOf(source));
    }
    for (let i = 0; i < alias.length; i++) {
      const [source, flags, replacement] = alias[i]!;
      ArrayPrototypePush(this.#aliases, { pattern: new RegExp(source, flags), replacement });
      ArrayPrototypePush(this.rules, ruleOf(source, flags));
    }
    // "/src/x" is seen from the root.
    if (this.#isVite) ArrayPrototypePush(this.rules, ["/"]);
  }

  /** What stands for a name, behind what errors call the rule; undefined: the name itself. */
  map(specifier: string): string[] | undefined {
    for (let i = 0; i < this.#mapper.length; i++) {
      const { pattern, source, replacements } = this.#mapper[i]!;
      const found = RegExpPrototypeExec(pattern, specifier) as RegExpExecArray | null;
      if (found === null) continue;
      const answer = [`moduleNameMapper's /${source}/`];
      for (let j = 0; j < replacements.length; j++) ArrayPrototypePush(answer, withGroups(replacements[j]!, found));
      return answer;
    }
    for (let i = 0; i < this.#aliases.length; i++) {
      const { pattern, replacement } = this.#aliases[i]!;
      if (!RegExpPrototypeTest(pattern, specifier)) continue;
      const name = RegExpPrototypeSymbolReplace(pattern, specifier, replacement as any) as string;
      return [`the alias /${pattern.source}/`, ...this.#places(name)];
    }
    if (this.#isVite && StringPrototypeStartsWith(specifier, "/") && !this.#isInRoot(specifier)) return ["Vite's root", ...this.#places(specifier)];
    return undefined;
  }

  #isInRoot(path: string): boolean {
    return StringPrototypeStartsWith(path, `${this.#root}/`);
  }

  #places(name: string): string[] {
    if (!this.#isVite || !StringPrototypeStartsWith(name, "/") || this.#isInRoot(name)) return [name];
    return [this.#root + name, name];
  }
}

/** "$1" in a replacement. */
function withGroups(replacement: string, found: RegExpExecArray): string {
  if (StringPrototypeIndexOf(replacement, "$") < 0) return replacement;
  return RegExpPrototypeSymbolReplace(/\$([1-9][0-9]*)/g, replacement, ((_: string, digits: string) => found[+digits] ?? "") as any) as string;
}
