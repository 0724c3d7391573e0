// Names of files that fit a pattern of Weft.$: `*`, `?`, `[...]`, `**` for folders of any depth.
//
// A pattern is a list of segments, each a list of characters of which some are quoted and mean themselves.
import {
  ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSort, RegExp, RegExpPrototypeSymbolReplace, RegExpPrototypeTest, StringPrototypeStartsWith,
} from "internal/primordials";
import { binding, kNamesAsText } from "internal/fs_native";

export interface GlobChar {
  text: string;
  isQuoted: boolean;
}

/** Whether there is a `*`, a `?`, or a `[` with its end. */
export function hasGlob(chars: GlobChar[]): boolean {
  for (let i = 0; i < chars.length; i++) {
    const { text, isQuoted } = chars[i];
    if (isQuoted) continue;
    if (text === "*" || text === "?" || (text === "[" && endOfSet(chars, i) >= 0)) return true;
  }
  return false;
}

function escaped(text: string): string {
  return RegExpPrototypeSymbolReplace(/[\\^$.*+?()[\]{}|/]/g, text, "\\$&" as any);
}

/** Anchored; never slower than the square of the name's length, since stars that follow each other are one. */
function patternOf(segment: GlobChar[]): RegExp {
  let source = "^";
  for (let i = 0; i < segment.length; i++) {
    const { text, isQuoted } = segment[i];
    if (isQuoted) source += escaped(text);
    else if (text === "*") {
      while (i + 1 < segment.length && !segment[i + 1].isQuoted && segment[i + 1].text === "*") i++;
      source += "[^]*?";
    } else if (text === "?") source += "[^]";
    else if (text === "[") {
      const end = endOfSet(segment, i);
      if (end < 0) source += "\\[";
      else {
        source += setOf(segment, i + 1, end);
        i = end;
      }
    } else source += escaped(text);
  }
  try {
    return new RegExp(`${source}$`, "u");
  } catch {
    // A range that ends before it begins: nothing fits.
    return /(?!)/u;
  }
}

function endOfSet(segment: GlobChar[], start: number): number {
  for (let i = start + 2; i < segment.length; i++) if (!segment[i].isQuoted && segment[i].text === "]") return i;
  return -1;
}

function setOf(segment: GlobChar[], start: number, end: number): string {
  let source = "[";
  let i = start;
  if (!segment[i].isQuoted && (segment[i].text === "!" || segment[i].text === "^")) {
    source += "^";
    i++;
  }
  for (; i < end; i++) {
    const isRange = !segment[i].isQuoted && segment[i].text === "-" && i > start && i + 1 < end;
    source += isRange ? "-" : segment[i].text === "-" ? "\\-" : escaped(segment[i].text);
  }
  return `${source}]`;
}

function namesIn(folder: string): [string[], Uint8Array] {
  try {
    return binding.readdir(folder, kNamesAsText, true, false);
  } catch {
    return [[], new Uint8Array(0)];
  }
}

const kFolder = 2;
const kLink = 3;

function isFolder(path: string, type: number): boolean {
  if (type === kFolder) return true;
  if (type !== kLink && type !== 0) return false;
  return binding.exists(`${path}/.`);
}

/** The names, sorted, relative as the pattern is; none if nothing fits. A name with a dot first needs one in the pattern. */
export function expandGlob(pattern: GlobChar[], cwd: string): string[] {
  const segments: GlobChar[][] = [[]];
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i].text === "/") ArrayPrototypePush(segments, []);
    else ArrayPrototypePush(segments[segments.length - 1], pattern[i]);
  }
  const found: string[] = [];
  const isAbsolute = segments.length > 1 && segments[0].length === 0;
  walk(segments, isAbsolute ? 1 : 0, isAbsolute ? "/" : "", cwd, found);
  return ArrayPrototypeSort(found) as string[];
}

function walk(segments: GlobChar[][], index: number, prefix: string, cwd: string, found: string[]): void {
  if (index === segments.length) {
    const whole = prefix[0] === "/" ? prefix : `${cwd}/${prefix}`;
    if (binding.exists(whole)) ArrayPrototypePush(found, prefix);
    return;
  }
  const segment = segments[index];
  const isLast = index === segments.length - 1;
  const plain = plainText(segment);
  if (plain !== undefined) {
    walk(segments, index + 1, joined(prefix, plain), cwd, found);
    return;
  }
  const folder = prefix === "" ? cwd : prefix[0] === "/" ? prefix : `${cwd}/${prefix}`;
  const [names, types] = namesIn(folder);
  const isAnyDepth = segment.length === 2 && segment.every((c) => !c.isQuoted && c.text === "*");
  if (isAnyDepth && !isLast) walk(segments, index + 1, prefix, cwd, found);
  const expression = patternOf(segment);
  const showsHidden = segment[0].text === ".";
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (!showsHidden && StringPrototypeStartsWith(name, ".")) continue;
    const path = joined(prefix, name);
    // Links are not followed to any depth: they may lead back.
    if (isAnyDepth && types[i] === kFolder) walk(segments, index, path, cwd, found);
    if (!RegExpPrototypeTest(expression, name)) continue;
    if (isLast) ArrayPrototypePush(found, path);
    else if (!isAnyDepth && isFolder(`${folder}/${name}`, types[i])) walk(segments, index + 1, path, cwd, found);
  }
}

function joined(prefix: string, name: string): string {
  return prefix === "" || prefix === "/" ? prefix + name : `${prefix}/${name}`;
}

function plainText(segment: GlobChar[]): string | undefined {
  if (hasGlob(segment)) return undefined;
  const texts: string[] = [];
  for (let i = 0; i < segment.length; i++) ArrayPrototypePush(texts, segment[i].text);
  return ArrayPrototypeJoin(texts, "");
}
