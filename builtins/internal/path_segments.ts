// What the two flavours of node:path share: splitting at separators, `.` and `..`, base names and
// extensions. A flavour says what separates; everything else is the same.
import {
  StringPrototypeEndsWith,
  StringPrototypeLastIndexOf,
  StringPrototypeSlice,
} from "internal/primordials";
import { validateObject } from "internal/validators";

// Characters are read as `path[i]`, which runs no code that a program could have replaced and is fast in every
// tier of the engine.
export type IsSeparator = (character: string) => boolean;

export interface ParsedPath {
  root: string;
  dir: string;
  base: string;
  ext: string;
  name: string;
}

/**
 * Drops empty and `.` segments and lets `..` remove the segment before it. A `..` with nothing to
 * remove stays if `aboveRoot`, else it is dropped. No separator at either end of the result.
 */
export function normalizeSegments(path: string, aboveRoot: boolean, separator: string, isSeparator: IsSeparator): string {
  const length = path.length;
  let result = "";
  let removable = 0; // segments of `result` that a `..` may remove
  let start = 0;
  for (let i = 0; i <= length; i++) {
    if (i < length && !isSeparator(path[i])) continue;
    const size = i - start;
    const dots = size <= 2 && size > 0 && allDots(path, start, i) ? size : 0;
    if (dots === 2) {
      if (removable > 0) {
        const cut = StringPrototypeLastIndexOf(result, separator);
        result = cut < 0 ? "" : StringPrototypeSlice(result, 0, cut);
        removable--;
      } else if (aboveRoot) {
        result = result === "" ? ".." : result + separator + "..";
      }
    } else if (size > 0 && dots === 0) {
      const segment = StringPrototypeSlice(path, start, i);
      result = result === "" ? segment : result + separator + segment;
      removable++;
    }
    start = i + 1;
  }
  return result;
}

function allDots(path: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (path[i] !== ".") return false;
  return true;
}

/** Where the last segment at or after `from` starts and ends; `end` is -1 if there is none. */
export function lastSegment(path: string, from: number, isSeparator: IsSeparator): { start: number; end: number } {
  let end = path.length;
  while (end > from && isSeparator(path[end - 1])) end--;
  if (end === from) return { start: from, end: -1 };
  let start = end;
  while (start > from && !isSeparator(path[start - 1])) start--;
  return { start, end };
}

/** The last segment without `suffix`, which is kept if nothing else would be left. */
export function baseName(path: string, suffix: string | undefined, from: number, isSeparator: IsSeparator): string {
  if (suffix !== undefined && suffix !== "" && suffix === path) return "";
  const { start, end } = lastSegment(path, from, isSeparator);
  if (end < 0) {
    // A path of separators alone: Node gives it back whole when a suffix is given.
    return suffix !== undefined && suffix !== "" && suffix.length <= path.length ? StringPrototypeSlice(path, from) : "";
  }
  const base = StringPrototypeSlice(path, start, end);
  if (suffix === undefined || suffix === "" || base === suffix || !StringPrototypeEndsWith(base, suffix)) return base;
  return StringPrototypeSlice(base, 0, base.length - suffix.length);
}

/** From the last dot of a base name; `.profile`, `..` and names without a dot have none. */
export function extensionOf(base: string): string {
  const dot = StringPrototypeLastIndexOf(base, ".");
  return dot <= 0 || base === ".." ? "" : StringPrototypeSlice(base, dot);
}

/** The parts that follow the root. */
export function fillParsed(parsed: ParsedPath, path: string, from: number, isSeparator: IsSeparator): number {
  const { start, end } = lastSegment(path, from, isSeparator);
  if (end < 0) return from;
  parsed.base = StringPrototypeSlice(path, start, end);
  parsed.ext = extensionOf(parsed.base);
  parsed.name = StringPrototypeSlice(parsed.base, 0, parsed.base.length - parsed.ext.length);
  return start;
}

/** https://nodejs.org/api/path.html#pathformatpathobject */
export function formatPath(separator: string, parts: any): string {
  validateObject(parts, "pathObject");
  const dir = parts.dir || parts.root;
  const ext: string = parts.ext ? (parts.ext[0] === "." ? parts.ext : `.${parts.ext}`) : "";
  const base = parts.base || `${parts.name || ""}${ext}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}
