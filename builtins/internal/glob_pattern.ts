// Patterns of paths: `*`, `?`, `[a-z]`, `{a,b}`, `**` for any directories, and `+(a|b)` and its like.
// https://nodejs.org/api/fs.html#fspromisesglobpattern-options
//
// Braces are spelt out first; what is left is a list of segments, and each is text, a regular expression, or `**`.
import {
  ArrayPrototypeConcat, ArrayPrototypePush, ArrayPrototypeSlice, MathAbs, RegExp, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, StringFromCharCode,
  StringPrototypeCharCodeAt, StringPrototypeIncludes, StringPrototypeIndexOf, StringPrototypeReplaceAll, StringPrototypeSlice,
  StringPrototypeSplit, StringPrototypeStartsWith,
} from "internal/primordials";

export const kAnyDirectories = null;
export type Segment = string | RegExp | typeof kAnyDirectories;

/** More patterns than these come of no sensible braces. */
export const kMostAlternatives = 10_000;
const kSets: Record<string, string> = {
  __proto__: null as any,
  alnum: "\\p{L}\\p{Nl}\\p{Nd}", alpha: "\\p{L}\\p{Nl}", ascii: "\\x00-\\x7f", blank: "\\p{Zs}\\t", cntrl: "\\p{Cc}",
  digit: "\\p{Nd}", graph: "\\x21-\\x7e", lower: "\\p{Ll}", print: "\\x20-\\x7e", punct: "\\p{P}", space: "\\p{Z}\\t\\r\\n\\v\\f",
  upper: "\\p{Lu}", word: "\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}", xdigit: "A-Fa-f0-9",
};

/** Where the bracket that opens at `open` closes; -1 if it doesn't. */
function closing(text: string, open: number, left: string, right: string): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === left) depth++;
    else if (text[i] === right && --depth === 0) return i;
  }
  return -1;
}

/** The parts of `a,b,{c,d}` between commas of its own. */
function splitAt(text: string, separator: string, left: string, right: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === left) depth++;
    else if (c === right) depth--;
    else if (c === separator && depth === 0) {
      ArrayPrototypePush(parts, StringPrototypeSlice(text, start, i));
      start = i + 1;
    }
  }
  ArrayPrototypePush(parts, StringPrototypeSlice(text, start));
  return parts;
}

/** `1..3` and `a..e`, with a step if there is one; undefined if it is neither. */
function rangeOf(text: string): string[] | undefined {
  const numbers = RegExpPrototypeExec(/^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/, text) as any;
  const letters = numbers ?? (RegExpPrototypeExec(/^([a-zA-Z])\.\.([a-zA-Z])(?:\.\.(-?\d+))?$/, text) as any);
  if (letters === null) return undefined;
  const from = numbers ? +letters[1] : StringPrototypeCharCodeAt(letters[1], 0);
  const to = numbers ? +letters[2] : StringPrototypeCharCodeAt(letters[2], 0);
  const step = MathAbs(+(letters[3] ?? 1)) || 1;
  const width = numbers && (padded(letters[1]) || padded(letters[2])) ? widest(letters[1], letters[2]) : 0;
  const values: string[] = [];
  for (let n = from; from <= to ? n <= to : n >= to; n += from <= to ? step : -step) {
    if (values.length >= kMostAlternatives) return undefined;
    ArrayPrototypePush(values, numbers ? pad(n, width) : StringFromCharCode(n));
  }
  return values;
}

function padded(digits: string): boolean {
  return RegExpPrototypeExec(/^-?0\d/, digits) !== null;
}
function widest(a: string, b: string): number {
  return a.length > b.length ? a.length : b.length;
}
function pad(n: number, width: number): string {
  let digits = `${n < 0 ? -n : n}`;
  const sign = n < 0 ? "-" : "";
  while (digits.length + sign.length < width) digits = `0${digits}`;
  return `${sign}${digits}`;
}

/** `a{b,c}d` → `abd`, `acd`. */
export function expandBraces(pattern: string, budget: { left: number }): string[] {
  for (let open = StringPrototypeIndexOf(pattern, "{"); open >= 0; open = StringPrototypeIndexOf(pattern, "{", open + 1)) {
    if (pattern[open - 1] === "\\" || pattern[open - 1] === "$") continue;
    const close = closing(pattern, open, "{", "}");
    if (close < 0) return [pattern];
    const inner = StringPrototypeSlice(pattern, open + 1, close);
    const alternatives = splitAt(inner, ",", "{", "}");
    const choices = alternatives.length > 1 ? alternatives : rangeOf(inner);
    if (choices === undefined) continue;
    budget.left -= choices.length;
    if (budget.left < 0) return [pattern];
    let expanded: string[] = [];
    for (let i = 0; i < choices.length; i++) {
      const one = `${StringPrototypeSlice(pattern, 0, open)}${choices[i]}${StringPrototypeSlice(pattern, close + 1)}`;
      expanded = ArrayPrototypeConcat(expanded, expandBraces(one, budget)) as string[];
    }
    return expanded;
  }
  return [pattern];
}

function escaped(text: string): string {
  return RegExpPrototypeSymbolReplace(/[|\\{}()[\]^$+*?.\/]/g, text, "\\$&" as any) as string;
}

/** In a set, where a hyphen has a meaning. */
function escapedInSet(text: string): string {
  return text === "-" ? "\\-" : escaped(text);
}

/** The set that begins at `open`, and where it ends; undefined if it is no set. */
function setOf(text: string, open: number): { source: string; end: number } | undefined {
  let i = open + 1;
  const isNegated = text[i] === "!" || text[i] === "^";
  if (isNegated) i++;
  let source = "";
  const first = i;
  for (; i < text.length; i++) {
    if (text[i] === "]" && i > first) {
      return { source: `[${isNegated ? "^" : ""}${source}]`, end: i };
    }
    const named = text[i] === "[" ? RegExpPrototypeExec(/^\[:(\w+):\]/, StringPrototypeSlice(text, i)) as any : null;
    if (named !== null && kSets[named[1]] !== undefined) {
      source += kSets[named[1]];
      i += named[0].length - 1;
    } else if (text[i] === "\\" && i + 1 < text.length) {
      source += escapedInSet(text[++i]!);
    } else if (text[i] === "-" && i > first && text[i + 1] !== "]") {
      source += "-";
    } else {
      source += escapedInSet(text[i]!);
    }
  }
  return undefined;
}

/** A segment's regular expression, without anchors. */
function sourceOf(text: string): string {
  let source = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (text[i + 1] === "(" && StringPrototypeIncludes("?*+@!", c)) {
      const close = closing(text, i + 1, "(", ")");
      if (close >= 0) {
        const parts = splitAt(StringPrototypeSlice(text, i + 2, close), "|", "(", ")");
        let list = "";
        for (let k = 0; k < parts.length; k++) list += `${k > 0 ? "|" : ""}${sourceOf(parts[k]!)}`;
        if (c === "!") source += `(?!(?:${list})${sourceOf(StringPrototypeSlice(text, close + 1))}$)[^/]*`;
        else source += `(?:${list})${c === "@" ? "" : c}`;
        i = close;
        continue;
      }
    }
    const set = c === "[" ? setOf(text, i) : undefined;
    if (set !== undefined) {
      source += set.source;
      i = set.end;
    } else if (c === "*") {
      while (text[i + 1] === "*" && text[i + 2] !== "(") i++;
      source += "[^/]*";
    } else if (c === "?") {
      source += "[^/]";
    } else if (c === "\\" && i + 1 < text.length) {
      source += escaped(text[++i]!);
    } else {
      source += escaped(c);
    }
  }
  return source;
}

/** A name that begins with a dot is only meant by a pattern that does so, too. */
function namesHidden(text: string): boolean {
  return text[0] === "." || StringPrototypeStartsWith(text, "\\.") || RegExpPrototypeExec(/^[?*+@]\((?:.*\|)?\./, text) !== null;
}

/** Whether `**` leaves out an entry and all below it. */
export function isHidden(name: string): boolean {
  return name[0] === ".";
}

function segmentOf(text: string): Segment {
  if (text === "**") return kAnyDirectories;
  if (RegExpPrototypeExec(/[*?[\\]|[+@!]\(/, text) === null) return text;
  try {
    return new RegExp(`^(?=.)${namesHidden(text) ? "(?!\\.\\.?$)" : "(?!\\.)"}(?:${sourceOf(text)})$`, "us");
  } catch {
    // A set that no characters can be in, such as [z-a].
    return new RegExp("^(?!)", "");
  }
}

/** The patterns that one pattern stands for, each as its segments; "" as the first is the root. */
export function parsePattern(pattern: string, keepsFirstDot = false): Segment[][] {
  // A backslash is a slash, as in Node: there are no escapes but sets of one, [*].
  const expanded = expandBraces(StringPrototypeReplaceAll(pattern, "\\", "/" as any), { left: kMostAlternatives });
  const patterns: Segment[][] = [];
  for (let i = 0; i < expanded.length; i++) {
    const words = StringPrototypeSplit(expanded[i]!, "/");
    const segments: Segment[] = [];
    for (let k = 0; k < words.length; k++) {
      const word = words[k]!;
      const isRepeated = word === "" && k > 0 && k < words.length - 1;
      if (isRepeated || (word === "." && words.length > 1 && !(keepsFirstDot && k === 0))) continue;
      const segment = segmentOf(word);
      // Two of them say no more than one.
      if (segment === kAnyDirectories && segments[segments.length - 1] === kAnyDirectories && segments.length > 0) continue;
      ArrayPrototypePush(segments, segment);
    }
    ArrayPrototypePush(patterns, segments);
  }
  return patterns;
}

export function matchesSegment(segment: Segment, name: string): boolean {
  if (segment === kAnyDirectories) return true;
  return typeof segment === "string" ? segment === name : RegExpPrototypeExec(segment, name) !== null;
}

/** Whether the names from `at` on are what the segments from `from` on mean. */
function matchesFrom(segments: Segment[], names: string[]): boolean {
  let from = 0;
  let at = 0;
  let retryFrom = -1;
  let retryAt = -1;
  while (at < names.length) {
    if (from < segments.length && segments[from] === kAnyDirectories) {
      // As few as do; more when what follows does not fit.
      retryFrom = ++from;
      retryAt = at;
    } else if (from < segments.length && matchesSegment(segments[from]!, names[at]!)) {
      from++;
      at++;
    } else if (retryFrom >= 0 && !isHidden(names[retryAt]!)) {
      from = retryFrom;
      at = ++retryAt;
    } else {
      return false;
    }
  }
  return from === segments.length;
}

/** Whether a path, whose separators are slashes, is what a pattern means. */
export function matchesPattern(path: string, pattern: string): boolean {
  const names: string[] = [];
  const words = StringPrototypeSplit(path, "/");
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word !== "" || i === 0 || i === words.length - 1) ArrayPrototypePush(names, word);
  }
  const patterns = parsePattern(pattern, true);
  for (let i = 0; i < patterns.length; i++) {
    const segments = patterns[i]!;
    if (matchesFrom(segments, names)) return true;
    // A slash at the path's end is no name of its own.
    if (names.length > 1 && names[names.length - 1] === "" && matchesFrom(segments, ArrayPrototypeSlice(names, 0, -1))) return true;
  }
  return false;
}
