// node:path/posix, which is node:path on this platform (https://nodejs.org/api/path.html).
import {
  ObjectDefineProperty,
  StringPrototypeIndexOf,
  StringPrototypeLastIndexOf,
  StringPrototypeSlice,
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

const isSeparator = (character: string) => character === "/";

const currentDirectory = (): string => require("node:process").default.cwd();

/** Whether normalising changes nothing: the usual case, and cheap to see. */
function isNormal(path: string): boolean {
  return (
    StringPrototypeIndexOf(path, "//") < 0 &&
    StringPrototypeIndexOf(path, "/.") < 0 &&
    path[0] !== "."
  );
}

const posix: any = {
  resolve(...paths: string[]): string {
    let resolved = "";
    let isAbsolute = false;
    for (let i = paths.length - 1; i >= 0 && !isAbsolute; i--) {
      const path = paths[i];
      validateString(path, `paths[${i}]`);
      if (path.length === 0) continue;
      resolved = resolved === "" ? path : `${path}/${resolved}`;
      isAbsolute = path[0] === "/";
    }
    if (!isAbsolute) {
      const cwd = currentDirectory();
      resolved = resolved === "" ? cwd : `${cwd}/${resolved}`;
      isAbsolute = cwd[0] === "/";
    }
    const normal = normalizeSegments(resolved, !isAbsolute, "/", isSeparator);
    return isAbsolute ? `/${normal}` : normal || ".";
  },

  normalize(path: string): string {
    validateString(path, "path");
    if (path.length === 0) return ".";
    if (isNormal(path)) return path;
    const isAbsolute = path[0] === "/";
    const endsInSlash = path[path.length - 1] === "/";
    const normal = normalizeSegments(path, !isAbsolute, "/", isSeparator);
    if (normal === "") return isAbsolute ? "/" : endsInSlash ? "./" : ".";
    return `${isAbsolute ? "/" : ""}${normal}${endsInSlash ? "/" : ""}`;
  },

  isAbsolute(path: string): boolean {
    validateString(path, "path");
    return path.length > 0 && path[0] === "/";
  },

  join(...paths: string[]): string {
    let joined = "";
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      validateString(path, "path");
      if (path.length > 0) joined = joined === "" ? path : `${joined}/${path}`;
    }
    return joined === "" ? "." : posix.normalize(joined);
  },

  relative(from: string, to: string): string {
    validateString(from, "from");
    validateString(to, "to");
    if (from === to) return "";
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return "";

    // Both without their last slash, so that what is common ends at a segment's end.
    const a = from === "/" ? "" : from;
    const b = to === "/" ? "" : to;
    const shorter = a.length < b.length ? a.length : b.length;
    let common = 0; // length of the common segments
    let i = 0;
    for (; i < shorter; i++) {
      if (a[i] !== b[i]) break;
      if (a[i] === "/") common = i;
    }
    if (i === shorter) {
      const longer = a.length > b.length ? a : b;
      if (longer.length === shorter || longer[shorter] === "/") common = shorter;
    }

    let result = "";
    for (let j = common; j < a.length; j++) {
      if (a[j] === "/") result = result === "" ? ".." : `${result}/..`;
    }
    const rest = StringPrototypeSlice(b, common);
    return result === "" ? StringPrototypeSlice(rest, 1) : result + rest;
  },

  toNamespacedPath(path: string): string {
    return path;
  },

  dirname(path: string): string {
    validateString(path, "path");
    if (path.length === 0) return ".";
    const { start, end } = lastSegment(path, 1, isSeparator);
    const hasRoot = path[0] === "/";
    if (end < 0 || start === 1) return hasRoot ? "/" : ".";
    const dirEnd = start - 1;
    if (hasRoot && dirEnd === 1) return "//";
    return StringPrototypeSlice(path, 0, dirEnd);
  },

  basename(path: string, suffix?: string): string {
    if (suffix !== undefined) validateString(suffix, "suffix");
    validateString(path, "path");
    return baseName(path, suffix, 0, isSeparator);
  },

  extname(path: string): string {
    validateString(path, "path");
    const { start, end } = lastSegment(path, 0, isSeparator);
    if (end < 0 || StringPrototypeLastIndexOf(path, ".", end) < start) return "";
    return extensionOf(StringPrototypeSlice(path, start, end));
  },

  format(pathObject: Partial<ParsedPath>): string {
    return formatPath("/", pathObject);
  },

  parse(path: string): ParsedPath {
    validateString(path, "path");
    const parsed: ParsedPath = { root: "", dir: "", base: "", ext: "", name: "" };
    if (path.length === 0) return parsed;
    const isAbsolute = path[0] === "/";
    if (isAbsolute) parsed.root = "/";
    const rootEnd = isAbsolute ? 1 : 0;
    const start = fillParsed(parsed, path, rootEnd, isSeparator);
    if (start > rootEnd) parsed.dir = StringPrototypeSlice(path, 0, start - 1);
    else if (isAbsolute) parsed.dir = "/";
    return parsed;
  },

  /** https://nodejs.org/api/path.html#pathmatchesglobpath-pattern */
  matchesGlob(path: string, pattern: string): boolean {
    validateString(path, "path");
    validateString(pattern, "pattern");
    return require("internal/glob_pattern").matchesPattern(path, pattern);
  },

  sep: "/",
  delimiter: ":",
};

/** The other flavour is loaded when somebody asks for it. */
ObjectDefineProperty(posix, "win32", {
  __proto__: null,
  get: () => require("node:path/win32").default,
  enumerable: true,
  configurable: true,
} as any);
posix.posix = posix;
posix._makeLong = posix.toNamespacedPath;

export default posix;
