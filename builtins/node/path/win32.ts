// node:path/win32 (https://nodejs.org/api/path.html#pathwin32).
import posix from "node:path/posix";
import {
  ArrayPrototypeIncludes,
  ArrayPrototypeJoin,
  ArrayPrototypeSlice,
  StringPrototypeIndexOf,
  StringPrototypeRepeat,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
  StringPrototypeSplit,
  StringPrototypeToLowerCase,
  StringPrototypeToUpperCase,
} from "internal/primordials";
import { validateString } from "internal/validators";
import {
  baseName,
  extensionOf,
  fillParsed,
  formatPath,
  lastSegment,
  normalizeSegments,
  type ParsedPath,
} from "internal/path_segments";

const isSeparator = (character: string) => character === "/" || character === "\\";
const isSeparatorAt = (path: string, i: number) => i < path.length && isSeparator(path[i]);

/** `c:` at the start of a path. */
function startsWithDrive(path: string): boolean {
  const letter = path[0];
  return path[1] === ":" && ((letter >= "a" && letter <= "z") || (letter >= "A" && letter <= "Z"));
}

const kReservedNames = [
  "CON", "PRN", "AUX", "NUL",
  "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM\xb9", "COM\xb2", "COM\xb3",
  "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT\xb9", "LPT\xb2", "LPT\xb3",
];

/** Names of devices, which Windows finds in every directory. */
function isReservedName(path: string, end: number): boolean {
  return ArrayPrototypeIncludes(kReservedNames, StringPrototypeToUpperCase(StringPrototypeSlice(path, 0, end)));
}

function skip(path: string, from: number, separators: boolean): number {
  let i = from;
  while (i < path.length && isSeparator(path[i]) === separators) i++;
  return i;
}

/** `\\server\share` at the start of a path, or `\\.\` and `\\?\` of devices. */
interface UncRoot {
  server: string;
  share: string;
  end: number;
}

function uncRoot(path: string): UncRoot | undefined {
  if (!isSeparatorAt(path, 0) || !isSeparatorAt(path, 1)) return undefined;
  const serverEnd = skip(path, 2, false);
  if (serverEnd === 2 || serverEnd === path.length) return undefined;
  const shareStart = skip(path, serverEnd, true);
  if (shareStart === path.length) return undefined;
  const end = skip(path, shareStart, false);
  return { server: StringPrototypeSlice(path, 2, serverEnd), share: StringPrototypeSlice(path, shareStart, end), end };
}

interface Root {
  device: string | undefined;
  end: number;
  isAbsolute: boolean;
  unc: UncRoot | undefined;
}

/** How a path starts, as resolve() and normalize() see it. */
function rootOf(path: string): Root {
  if (isSeparatorAt(path, 0)) {
    const unc = uncRoot(path);
    if (unc === undefined) {
      const end = path.length > 1 && isSeparatorAt(path, 1) ? 0 : 1;
      return { device: undefined, end, isAbsolute: true, unc };
    }
    if (unc.server === "." || unc.server === "?") return { device: `\\\\${unc.server}`, end: 4, isAbsolute: true, unc };
    return { device: `\\\\${unc.server}\\${unc.share}`, end: unc.end, isAbsolute: true, unc };
  }
  if (path.length > 1 && startsWithDrive(path)) {
    const isAbsolute = isSeparatorAt(path, 2);
    return { device: StringPrototypeSlice(path, 0, 2), end: isAbsolute ? 3 : 2, isAbsolute, unc: undefined };
  }
  return { device: undefined, end: 0, isAbsolute: false, unc: undefined };
}

/** The length of the root as dirname() and parse() see it: with the separator behind it. */
function rootLength(path: string): number {
  if (isSeparatorAt(path, 0)) {
    const unc = uncRoot(path);
    if (unc === undefined) return 1;
    return unc.end === path.length ? unc.end : unc.end + 1;
  }
  if (path.length > 1 && startsWithDrive(path)) return isSeparatorAt(path, 2) ? 3 : 2;
  return 0;
}

/** The directory that a path without root is relative to: each drive has its own. */
function currentDirectory(device: string): string {
  const process = require("node:process").default;
  if (device === "") return process.cwd();
  const path = process.env[`=${device}`] || process.cwd();
  const otherDrive =
    StringPrototypeToLowerCase(StringPrototypeSlice(path, 0, 2)) !== StringPrototypeToLowerCase(device) &&
    path[2] === "\\";
  return path === undefined || otherDrive ? `${device}\\` : path;
}

/** Whether dropping segments could have made a relative path look like one that names a drive. */
function needsDotPrefix(path: string, tail: string): boolean {
  if (tail.length >= 2 && startsWithDrive(tail)) return true;
  let colon = StringPrototypeIndexOf(path, ":");
  while (colon !== -1) {
    if (colon === path.length - 1 || isSeparatorAt(path, colon + 1)) return true;
    colon = StringPrototypeIndexOf(path, ":", colon + 1);
  }
  return false;
}

/** Drops one empty segment at the end, which a root leaves. */
function segmentsOf(path: string): string[] {
  const parts = StringPrototypeSplit(path, "\\" as any) as string[];
  if (parts[parts.length - 1] === "") parts.length--;
  return parts;
}

/** relative() of paths whose lower case has another length: compared segment by segment. */
function relativeBySegments(from: string, to: string): string {
  const a = segmentsOf(from);
  const b = segmentsOf(to);
  const shorter = a.length < b.length ? a.length : b.length;
  let common = 0;
  while (common < shorter && StringPrototypeToLowerCase(a[common]) === StringPrototypeToLowerCase(b[common])) common++;
  if (common === 0) return to;
  const rest = ArrayPrototypeJoin(ArrayPrototypeSlice(b, common), "\\");
  if (common < shorter) return StringPrototypeRepeat("..\\", a.length - common) + rest;
  if (b.length > shorter) return rest;
  return a.length > shorter ? `${StringPrototypeRepeat("..\\", a.length - 1 - common)}..` : "";
}

/** The part of `path` between the separators at its ends, and where it starts. */
function trimSeparators(path: string): { start: number; text: string } {
  let start = 0;
  while (start < path.length && path[start] === "\\") start++;
  let end = path.length;
  while (end - 1 > start && path[end - 1] === "\\") end--;
  return { start, text: StringPrototypeSlice(path, start, end) };
}

const win32: any = {
  resolve(...paths: string[]): string {
    let device = "";
    let tail = "";
    let isAbsolute = false;
    for (let i = paths.length - 1; i >= -1; i--) {
      let path: string;
      if (i >= 0) {
        path = paths[i];
        validateString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else {
        path = currentDirectory(device);
      }
      const root = rootOf(path);
      if (root.device !== undefined) {
        if (device === "") device = root.device;
        // A path on another device adds nothing.
        else if (StringPrototypeToLowerCase(root.device) !== StringPrototypeToLowerCase(device)) continue;
      }
      if (!isAbsolute) {
        tail = `${StringPrototypeSlice(path, root.end)}\\${tail}`;
        isAbsolute = root.isAbsolute;
      }
      if (isAbsolute && device !== "") break;
    }
    tail = normalizeSegments(tail, !isAbsolute, "\\", isSeparator);
    return isAbsolute ? `${device}\\${tail}` : `${device}${tail}` || ".";
  },

  normalize(path: string): string {
    validateString(path, "path");
    if (path.length === 0) return ".";
    if (path.length === 1) return path === "/" ? "\\" : path;
    let { device, end, isAbsolute, unc } = rootOf(path);
    const colon = StringPrototypeIndexOf(path, ":");
    if (unc !== undefined && unc.server !== "." && unc.server !== "?" && unc.end === path.length) return `${device}\\`;
    if (device === undefined && !isAbsolute && colon > 0 && isReservedName(path, colon)) {
      end = colon + 1;
      device = StringPrototypeSlice(path, 0, end);
    }

    let tail = end < path.length ? normalizeSegments(StringPrototypeSlice(path, end), !isAbsolute, "\\", isSeparator) : "";
    if (tail.length === 0 && !isAbsolute) tail = ".";
    if (tail.length > 0 && isSeparatorAt(path, path.length - 1)) tail += "\\";
    if (!isAbsolute && device === undefined && colon >= 0 && needsDotPrefix(path, tail)) return `.\\${tail}`;
    if (isReservedName(path, colon)) return `.\\${device ?? ""}${tail}`;
    return `${device ?? ""}${isAbsolute ? "\\" : ""}${tail}`;
  },

  isAbsolute(path: string): boolean {
    validateString(path, "path");
    return isSeparatorAt(path, 0) || (path.length > 2 && startsWithDrive(path) && isSeparatorAt(path, 2));
  },

  join(...paths: string[]): string {
    let joined: string | undefined;
    let first = "";
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      validateString(path, "path");
      if (path.length === 0) continue;
      if (joined === undefined) joined = first = path;
      else joined += `\\${path}`;
    }
    if (joined === undefined) return ".";
    // normalize() takes two separators at the start for a UNC root. That is meant only if the first
    // argument itself starts with exactly two of them and goes on.
    const meansUnc = skip(first, 0, true) === 2 && first.length > 2;
    if (!meansUnc) {
      const separators = skip(joined, 0, true);
      if (separators >= 2) joined = `\\${StringPrototypeSlice(joined, separators)}`;
    }
    return win32.normalize(joined);
  },

  relative(from: string, to: string): string {
    validateString(from, "from");
    validateString(to, "to");
    if (from === to) return "";
    const fromWhole: string = win32.resolve(from);
    const toWhole: string = win32.resolve(to);
    if (fromWhole === toWhole) return "";
    const fromLower = StringPrototypeToLowerCase(fromWhole);
    const toLower = StringPrototypeToLowerCase(toWhole);
    if (fromLower === toLower) return "";
    if (fromWhole.length !== fromLower.length || toWhole.length !== toLower.length) {
      return relativeBySegments(fromWhole, toWhole);
    }

    const a = trimSeparators(fromLower).text;
    const { start, text: b } = trimSeparators(toLower);
    const original = StringPrototypeSlice(toWhole, start, start + b.length);
    const shorter = a.length < b.length ? a.length : b.length;
    let common = -1; // index of the last separator that both have
    let i = 0;
    for (; i < shorter; i++) {
      if (a[i] !== b[i]) break;
      if (a[i] === "\\") common = i;
    }
    if (i !== shorter) {
      if (common === -1) return toWhole;
    } else {
      if (b.length > shorter) {
        if (b[i] === "\\") return StringPrototypeSlice(toWhole, start + i + 1);
        if (i === 2) return StringPrototypeSlice(toWhole, start + i);
      }
      if (a.length > shorter) {
        if (a[i] === "\\") common = i;
        else if (i === 2) common = 3;
      }
      if (common === -1) common = 0;
    }

    let up = "";
    for (let j = common + 1; j <= a.length; j++) {
      if (j === a.length || a[j] === "\\") up += up === "" ? ".." : "\\..";
    }
    const rest = StringPrototypeSlice(original, common);
    if (up !== "") return up + rest;
    return rest[0] === "\\" ? StringPrototypeSlice(rest, 1) : rest;
  },

  toNamespacedPath(path: string): string {
    if (typeof path !== "string" || path.length === 0) return path;
    const resolved: string = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved[0] === "\\") {
      if (resolved[1] !== "\\") return resolved;
      const third = resolved[2];
      return third === "?" || third === "." ? resolved : `\\\\?\\UNC\\${StringPrototypeSlice(resolved, 2)}`;
    }
    const isOnDrive = startsWithDrive(resolved) && resolved[2] === "\\";
    return isOnDrive ? `\\\\?\\${resolved}` : resolved;
  },

  dirname(path: string): string {
    validateString(path, "path");
    if (path.length === 0) return ".";
    if (path.length === 1) return isSeparatorAt(path, 0) ? path : ".";
    const root = rootLength(path);
    if (uncRoot(path)?.end === path.length) return path;
    const { start, end } = lastSegment(path, root, isSeparator);
    if (end < 0 || start === root) return root === 0 ? "." : StringPrototypeSlice(path, 0, root);
    return StringPrototypeSlice(path, 0, start - 1);
  },

  basename(path: string, suffix?: string): string {
    if (suffix !== undefined) validateString(suffix, "suffix");
    validateString(path, "path");
    return baseName(path, suffix, startsWithDrive(path) ? 2 : 0, isSeparator);
  },

  extname(path: string): string {
    validateString(path, "path");
    const { start, end } = lastSegment(path, startsWithDrive(path) ? 2 : 0, isSeparator);
    return end < 0 ? "" : extensionOf(StringPrototypeSlice(path, start, end));
  },

  format(pathObject: Partial<ParsedPath>): string {
    return formatPath("\\", pathObject);
  },

  parse(path: string): ParsedPath {
    validateString(path, "path");
    const parsed: ParsedPath = { root: "", dir: "", base: "", ext: "", name: "" };
    if (path.length === 0) return parsed;
    const rootEnd = rootLength(path);
    parsed.root = StringPrototypeSlice(path, 0, rootEnd);
    const start = fillParsed(parsed, path, rootEnd, isSeparator);
    parsed.dir = start > rootEnd ? StringPrototypeSlice(path, 0, start - 1) : parsed.root;
    return parsed;
  },

  /** https://nodejs.org/api/path.html#pathmatchesglobpath-pattern */
  matchesGlob(path: string, pattern: string): boolean {
    validateString(path, "path");
    validateString(pattern, "pattern");
    const slashed = (text: string): string => StringPrototypeReplaceAll(text, "\\", "/" as any);
    return require("internal/glob_pattern").matchesPattern(slashed(path), slashed(pattern));
  },

  sep: "\\",
  delimiter: ";",
  posix,
};

win32.win32 = win32;
win32._makeLong = win32.toNamespacedPath;

export default win32;
