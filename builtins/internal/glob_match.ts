/**
 * Patterns of paths as Weft.Glob knows them (https://bun.com/docs/runtime/glob): `*`, `?`, `**`, `[a-z]`, `[^a]`, `{a,b}`,
 * `!` before all of it, and a backslash before what is meant as it stands.
 *
 * They differ from those of node:fs (internal/glob_pattern) in escapes, in extended patterns, which there are none of, and
 * in names that begin with a dot, which only a scan leaves out.
 */
import {
  ArrayPrototypePush, StringPrototypeCharCodeAt, StringPrototypeCodePointAt, StringPrototypeEndsWith, StringPrototypeSlice,
  StringPrototypeSplit, StringPrototypeStartsWith, Symbol,
} from "internal/primordials";
import { codes } from "internal/errors";
import { expandBraces, kMostAlternatives } from "internal/glob_pattern";

export const kAnyDirectories: unique symbol = Symbol("**") as any;

const kAny = -1;
const kMany = -2;
/** Code points from and to, in turn. */
interface CharacterSet { isNegated: boolean; ranges: number[] }
type Token = number | CharacterSet;
/** What a name must look like. `*.ts` and its like, with one star alone, are known by their ends. */
interface Wildcard {
  tokens: Token[];
  prefix: string | undefined;
  suffix: string;
}
/** A name as it stands, or what it must look like, or any number of directories. */
export type Segment = string | Wildcard | typeof kAnyDirectories;

const kBackslash = 92;

/** The set that begins at `open`, and where it ends; undefined if it never does. */
function setAt(text: string, open: number): { set: CharacterSet; end: number } | undefined {
  let at = open + 1;
  const isNegated = text[at] === "^" || text[at] === "!";
  if (isNegated) at++;
  const ranges: number[] = [];
  const first = at;
  while (at < text.length && (text[at] !== "]" || at === first)) {
    const low = characterAt(text, at);
    at = low.end;
    if (text[at] === "-" && at + 1 < text.length && text[at + 1] !== "]") {
      const high = characterAt(text, at + 1);
      at = high.end;
      ArrayPrototypePush(ranges, low.code, high.code);
    } else {
      ArrayPrototypePush(ranges, low.code, low.code);
    }
  }
  return at < text.length ? { set: { isNegated, ranges }, end: at + 1 } : undefined;
}

/** A character, which a backslash may stand before. */
function characterAt(text: string, at: number): { code: number; end: number } {
  if (StringPrototypeCharCodeAt(text, at) === kBackslash && at + 1 < text.length) at++;
  const code = StringPrototypeCodePointAt(text, at)!;
  return { code, end: at + (code > 0xffff ? 2 : 1) };
}

function segmentOf(text: string): Segment {
  if (text === "**") return kAnyDirectories;
  const tokens: Token[] = [];
  let literal = "";
  let prefix: string | undefined;
  let isSimple = true;
  for (let at = 0; at < text.length;) {
    const c = text[at];
    const set = c === "[" ? setAt(text, at) : undefined;
    if (c === "*") {
      at++;
      if (tokens.length > 0 && tokens[tokens.length - 1] === kMany) continue;
      ArrayPrototypePush(tokens, kMany);
      isSimple &&= prefix === undefined;
      prefix = literal;
      literal = "";
    } else if (c === "?") {
      ArrayPrototypePush(tokens, kAny);
      isSimple = false;
      at++;
    } else if (set !== undefined) {
      ArrayPrototypePush(tokens, set.set);
      isSimple = false;
      at = set.end;
    } else {
      const { code, end } = characterAt(text, at);
      ArrayPrototypePush(tokens, code);
      literal += StringPrototypeSlice(text, end - (code > 0xffff ? 2 : 1), end);
      at = end;
    }
  }
  if (isSimple && prefix === undefined) return literal;
  return { tokens, prefix: isSimple ? prefix : undefined, suffix: literal };
}

function isOneOf(set: CharacterSet, code: number): boolean {
  const { ranges } = set;
  for (let i = 0; i < ranges.length; i += 2) if (code >= ranges[i]! && code <= ranges[i + 1]!) return !set.isNegated;
  return set.isNegated;
}

/** Whether a name is what one segment means; `**` means any. */
export function matchesSegment(segment: Segment, name: string): boolean {
  if (typeof segment === "string") return segment === name;
  if (segment === kAnyDirectories) return true;
  const { prefix, suffix } = segment as Wildcard;
  if (prefix === undefined) return matchesTokens((segment as Wildcard).tokens, name);
  return name.length >= prefix.length + suffix.length && (suffix === "" || StringPrototypeEndsWith(name, suffix)) &&
    (prefix === "" || StringPrototypeStartsWith(name, prefix));
}

function matchesTokens(tokens: Token[], name: string): boolean {
  let token = 0;
  let at = 0;
  // Where to go on when what follows the last star does not fit.
  let retryToken = -1;
  let retryAt = 0;
  for (;;) {
    if (token < tokens.length && tokens[token] === kMany) {
      retryToken = ++token;
      retryAt = at;
      continue;
    }
    if (at === name.length) return token === tokens.length;
    if (token < tokens.length) {
      const wanted = tokens[token]!;
      const code = StringPrototypeCodePointAt(name, at)!;
      if (wanted === kAny || (typeof wanted === "number" ? wanted === code : isOneOf(wanted, code))) {
        token++;
        at += code > 0xffff ? 2 : 1;
        continue;
      }
    }
    if (retryToken < 0) return false;
    token = retryToken;
    at = ++retryAt;
  }
}

/** Whether the segment itself begins with the dot of hidden names. */
export function namesHidden(segment: Segment): boolean {
  if (segment === kAnyDirectories) return false;
  return typeof segment === "string" ? segment[0] === "." : (segment as Wildcard).tokens[0] === 46;
}

export interface Pattern {
  isNegated: boolean;
  /** One for each choice of braces. */
  alternatives: Segment[][];
}

export function parsePattern(text: string): Pattern {
  let start = 0;
  while (text[start] === "!") start++;
  const budget = { left: kMostAlternatives };
  const expanded = expandBraces(StringPrototypeSlice(text, start), budget);
  if (budget.left < 0) throw new codes.ERR_INVALID_ARG_VALUE("pattern", text, "has too many alternatives");
  const alternatives: Segment[][] = [];
  for (let i = 0; i < expanded.length; i++) {
    const words = StringPrototypeSplit(expanded[i]!, "/");
    const segments: Segment[] = [];
    for (let k = 0; k < words.length; k++) {
      const segment = segmentOf(words[k]!);
      // Two of them in a row say no more than one, but for the last, which wants something to mean.
      if (segment === kAnyDirectories && segments[segments.length - 1] === kAnyDirectories) continue;
      ArrayPrototypePush(segments, segment);
    }
    ArrayPrototypePush(alternatives, segments);
  }
  return { isNegated: start % 2 === 1, alternatives };
}

function matchesNames(segments: Segment[], names: string[]): boolean {
  let segment = 0;
  let at = 0;
  let retrySegment = -1;
  let retryAt = 0;
  const last = segments.length - 1;
  for (;;) {
    // At the end it means one name at least.
    if (segment === last && segments[segment] === kAnyDirectories) return at < names.length;
    if (segment < segments.length && segments[segment] === kAnyDirectories) {
      retrySegment = ++segment;
      retryAt = at;
      continue;
    }
    if (at === names.length) {
      if (segment === segments.length) return true;
    } else if (segment < segments.length && matchesSegment(segments[segment]!, names[at]!)) {
      segment++;
      at++;
      continue;
    }
    if (retrySegment < 0 || retryAt >= names.length) return false;
    segment = retrySegment;
    at = ++retryAt;
  }
}

export function matchesPath(pattern: Pattern, path: string): boolean {
  const names = StringPrototypeSplit(path, "/");
  for (let i = 0; i < pattern.alternatives.length; i++)
    if (matchesNames(pattern.alternatives[i]!, names)) return !pattern.isNegated;
  return pattern.isNegated;
}
