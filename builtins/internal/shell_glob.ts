// Names of files that fit a pattern of Weft.$: `*`, `?`, `[...]`, `**` for folders of any depth.
//
// A pattern is a list of segments, each a list of characters of which some are quoted and mean themselves.
import { ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSort, StringPrototypeCodePointAt, StringPrototypeStartsWith } from "internal/primordials";
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

/** One step of a segment: a character, or a predicate; `undefined` is a star. */
type Step = string | ((character: string) => boolean) | undefined;

function stepsOf(segment: GlobChar[]): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < segment.length; i++) {
    const { text, isQuoted } = segment[i];
    const end = !isQuoted && text === "[" ? endOfSet(segment, i) : -1;
    if (end >= 0) {
      ArrayPrototypePush(steps, setOf(segment, i + 1, end));
      i = end;
    } else if (!isQuoted && text === "*") {
      if (steps.length === 0 || steps[steps.length - 1] !== undefined) ArrayPrototypePush(steps, undefined);
    } else {
      ArrayPrototypePush(steps, !isQuoted && text === "?" ? () => true : text);
    }
  }
  return steps;
}

/** Only the last star is ever lengthened, so time is at most the product of both lengths. */
function fits(steps: Step[], name: string[]): boolean {
  let at = 0;
  let step = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const wanted = steps[step];
    if (step < steps.length && wanted === undefined) {
      star = step++;
      starAt = at;
    } else if (step < steps.length && (typeof wanted === "string" ? wanted === name[at] : wanted!(name[at]))) {
      at++;
      step++;
    } else if (star >= 0) {
      step = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (step < steps.length && steps[step] === undefined) step++;
  return step === steps.length;
}

function endOfSet(segment: GlobChar[], start: number): number {
  for (let i = start + 2; i < segment.length; i++) if (!segment[i].isQuoted && segment[i].text === "]") return i;
  return -1;
}

/** `[abc]`, `[a-z]`, and with `!` or `^` first, all other characters. */
function setOf(segment: GlobChar[], start: number, end: number): (character: string) => boolean {
  let i = start;
  const isNegated = !segment[i].isQuoted && (segment[i].text === "!" || segment[i].text === "^");
  if (isNegated) i++;
  const ranges: [number, number][] = [];
  while (i < end) {
    const first = codeOf(segment[i]);
    const isRange = i + 2 < end && !segment[i + 1].isQuoted && segment[i + 1].text === "-";
    ArrayPrototypePush(ranges, [first, isRange ? codeOf(segment[i + 2]) : first]);
    i += isRange ? 3 : 1;
  }
  return (character) => {
    const code = StringPrototypeCodePointAt(character, 0)!;
    for (let j = 0; j < ranges.length; j++) if (code >= ranges[j][0] && code <= ranges[j][1]) return !isNegated;
    return isNegated;
  };
}

function codeOf({ text }: GlobChar): number {
  return StringPrototypeCodePointAt(text, 0) ?? -1;
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
  const steps = stepsOf(segment);
  const showsHidden = segment[0].text === ".";
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    if (!showsHidden && StringPrototypeStartsWith(name, ".")) continue;
    const path = joined(prefix, name);
    // Links are not followed to any depth: they may lead back.
    if (isAnyDepth && types[i] === kFolder) walk(segments, index, path, cwd, found);
    if (!fits(steps, [...name])) continue;
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
