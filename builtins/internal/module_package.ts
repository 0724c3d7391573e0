// module.findPackageJSON, module.stripTypeScriptTypes and what module says of the compile cache.
import {
  ObjectFreeze, RegExpPrototypeExec, StringPrototypeLastIndexOf, StringPrototypeSlice,
  StringPrototypeStartsWith, SyntaxError,
} from "internal/primordials";
import { codes, stampCode } from "internal/errors";
import { validateBoolean, validateObject, validateOneOf, validateString } from "internal/validators";

interface ModulesNative {
  resolveImport(specifier: string, referrer: string): string;
  builtin(request: string): unknown;
  isBuiltin(request: string): boolean;
  workingDirectory(): string;
  /** undefined: there is no cache. */
  cacheDirectory(): string | undefined;
  flushCache(): void;
}
const binding = native("modules") as ModulesNative;

function isFile(path: string): boolean {
  return require("node:fs").default.statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function parentOf(path: string): string {
  const slash = StringPrototypeLastIndexOf(path, "/");
  return slash <= 0 ? "/" : StringPrototypeSlice(path, 0, slash);
}

/** The nearest package.json at or above a folder. */
function nearest(folder: string): string | undefined {
  for (let at = folder; ; at = parentOf(at)) {
    const path = at === "/" ? "/package.json" : `${at}/package.json`;
    if (isFile(path)) return path;
    if (at === "/") return undefined;
  }
}

function toPath(value: any, name: string): string {
  const isUrl = typeof value === "object" && value !== null && typeof value.href === "string";
  if (!isUrl) validateString(value, name);
  const text: string = isUrl ? value.href : value;
  if (!StringPrototypeStartsWith(text, "file:")) return text;
  return require("node:url").default.fileURLToPath(text);
}

/** https://nodejs.org/api/module.html#modulefindpackagejsonspecifier-base */
export function findPackageJSON(specifier: any, base: any = `${binding.workingDirectory()}/`): string | undefined {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("specifier");
  const request = toPath(specifier, "specifier");
  const from = toPath(base, "base");
  const isPath = RegExpPrototypeExec(/^(?:\.{1,2}(?:\/|$)|\/)/, request) !== null;
  if (isPath) {
    const { resolve } = require("node:path").default;
    const path: string = resolve(from[from.length - 1] === "/" ? from : parentOf(from), request);
    const isFolder = require("node:fs").default.statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    return nearest(isFolder ? path : parentOf(path));
  }
  if (binding.isBuiltin(request)) return undefined;
  return packageOf(request, from);
}

/** The package.json at the root of the package that a bare specifier names. */
function packageOf(request: string, from: string): string | undefined {
  const name = RegExpPrototypeExec(/^(?:@[^/]+\/)?[^/]+/, request)?.[0];
  if (name === undefined) throw new codes.ERR_INVALID_ARG_VALUE("specifier", request, "is not a valid package name");
  for (let at = from[from.length - 1] === "/" ? StringPrototypeSlice(from, 0, -1) || "/" : parentOf(from); ; at = parentOf(at)) {
    const path = `${at === "/" ? "" : at}/node_modules/${name}/package.json`;
    if (isFile(path)) return require("node:fs").default.realpathSync(path);
    if (at === "/") break;
  }
  throw new codes.ERR_MODULE_NOT_FOUND(name, from, "package");
}

/** https://nodejs.org/api/module.html#modulestriptypescripttypescode-options */
export function stripTypeScriptTypes(code: unknown, options: any = { __proto__: null }): string {
  validateString(code, "code");
  validateObject(options, "options");
  const { mode = "strip", sourceUrl = "", sourceMap = false } = options;
  validateOneOf(mode, "options.mode", ["strip", "transform"]);
  validateString(sourceUrl, "options.sourceUrl");
  if (mode === "strip") validateOneOf(sourceMap, "options.sourceMap", [false, undefined]);
  else validateBoolean(sourceMap, "options.sourceMap");
  if (sourceMap) throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("options.sourceMap");
  const text = mode === "strip" ? stripped(code) : transformed(code);
  return sourceUrl === "" ? text : `${text}\n\n//# sourceURL=${sourceUrl}`;
}

function stripped(code: string): string {
  let text: string | undefined;
  try {
    text = native("transpiler").strip(code);
  } catch (error: any) {
    throw stampCode(error, "ERR_INVALID_TYPESCRIPT_SYNTAX");
  }
  if (text !== undefined) return text;
  throw stampCode(
    new SyntaxError("Enums, namespaces with values, parameter properties and the like are not supported in strip-only mode"),
    "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX");
}

function transformed(code: string): string {
  const kTypeScriptVerbatim = 1 | 256;
  try {
    return native("transpiler").transform(code, kTypeScriptVerbatim, [["", "", "", ""], [], [], []]);
  } catch (error: any) {
    throw stampCode(error, "ERR_INVALID_TYPESCRIPT_SYNTAX");
  }
}

// ---- the cache on disk, which weft has without being asked

export const constants = ObjectFreeze({
  __proto__: null,
  compileCacheStatus: ObjectFreeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
}) as any;

/** https://nodejs.org/api/module.html#moduleenablecompilecachecachedir */
export function enableCompileCache(_directory?: unknown): { status: number; directory?: string } {
  const directory = binding.cacheDirectory();
  const { ALREADY_ENABLED, DISABLED } = constants.compileCacheStatus;
  return directory === undefined ? { status: DISABLED } : { status: ALREADY_ENABLED, directory };
}

export function getCompileCacheDir(): string | undefined {
  return binding.cacheDirectory();
}

export function flushCompileCache(): void {
  binding.flushCache();
}
