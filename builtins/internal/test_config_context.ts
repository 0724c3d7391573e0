/** What one reading of a configuration collects, and how its modules are read and found. */
import { ConfigurationError } from "internal/test_config_schema";

const { dirname, join, resolve } = require("node:path").default;

export class Context {
  warnings: string[] = [];
  /** Files that were read. */
  inputs: string[] = [];
  /** Reporters of one's own: classes or objects, with their options. */
  reporters: { reporter: any; options: any; own?: any }[] = [];
  /** The continuous integration's surroundings (Jest's ci-info, Vitest's isCI). */
  isCi: boolean;

  constructor() {
    const { env } = require("node:process").default;
    this.isCi = env.CI !== undefined && env.CI !== "" && env.CI !== "false" && env.CI !== "0";
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }

  note(file: string): void {
    if (!this.inputs.includes(file)) this.inputs.push(file);
  }
}

export function isFile(path: string): boolean {
  return require("node:fs").default.statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
  return require("node:fs").default.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** So that a file that has changed is read again in the same realm. */
let readings = 0;

export function readAgain(): void {
  readings++;
}

/** What a file exports: its default export if it has one, else its exports, else the data that it holds. */
export async function readModule(file: string, context: Context): Promise<any> {
  context.note(file);
  if (file.endsWith(".json")) return readJson(file);
  const url = require("node:url").default.pathToFileURL(file).href + (readings > 0 ? `?${readings}` : "");
  giveFileNames(file);
  const namespace = await import(url) as any;
  if (!("default" in namespace)) return namespace;
  const exported = namespace.default;
  // CommonJS that was an ES module once.
  return exported?.__esModule && "default" in exported ? exported.default : exported;
}

/** What a file exports may be a function, and give a promise. */
export async function objectOf(exported: any, file: string, argument?: unknown): Promise<Record<string, any>> {
  const value = await (typeof exported === "function" ? exported(argument) : exported);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigurationError(file, "it must export an object, or a function that returns one");
  }
  return value;
}

const kFileNames = ["__dirname", "__filename", "require"];
let givenNames: string[] | undefined;

/**
 * Tools that turn configuration files into CommonJS or bundle them give ES modules `__dirname`, `__filename` and
 * `require`, and many files count on it: they are globals until the configuration has been read.
 */
function giveFileNames(file: string): void {
  givenNames ??= kFileNames.filter((name) => !(name in globalThis));
  const values: Record<string, unknown> = { __dirname: dirname(file), __filename: file, require: require("node:module").default.createRequire(file) };
  for (const name of givenNames) {
    Object.defineProperty(globalThis, name, { __proto__: null, value: values[name], writable: true, configurable: true, enumerable: false } as any);
  }
}

export function takeFileNames(): void {
  for (const name of givenNames ?? []) delete (globalThis as any)[name];
  givenNames = undefined;
}

export function readJson(file: string): any {
  const text = require("node:fs").default.readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    try {
      return (globalThis as any).Weft.JSONC.parse(text);
    } catch (error: any) {
      throw new ConfigurationError(file, error.message);
    }
  }
}

/** The nearest package.json at or above a folder, and the folder; undefined if there is none. */
export function packageAbove(folder: string): { file: string; folder: string; json: any } | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "package.json");
    if (isFile(file)) return { file, folder: at, json: readJson(file) };
    if (at === dirname(at)) return undefined;
  }
}

/** "<rootDir>/x" and what lies within; paths are made absolute if `isPath`. */
export function withRoot(text: string, rootDir: string): string {
  if (!text.startsWith("<rootDir>")) return text;
  return resolve(rootDir, `.${text.slice("<rootDir>".length).replace(/^\/?/, "/")}`);
}

/** A pattern in which "<rootDir>" stands for the folder's own characters. */
export function patternWithRoot(text: string, rootDir: string): string {
  return text.replaceAll("<rootDir>", () => rootDir.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
}

/** The file of a module that a configuration names; undefined if there is none. */
export function findModule(name: string, rootDir: string): string | undefined {
  const { createRequire } = require("node:module").default;
  const request = withRoot(name, rootDir);
  const from = createRequire(join(rootDir, "noop.js"));
  const candidates = /^\.{0,2}\//.test(request) ? [request] : [request, `./${request}`];
  for (const candidate of candidates) {
    try {
      return from.resolve(candidate);
    } catch {
      // The next one.
    }
  }
  const path = resolve(rootDir, request);
  for (const extension of ["", ".ts", ".tsx", ".mts", ".cts", ".mjs", ".cjs", ".jsx"]) if (isFile(path + extension)) return path + extension;
  return packageImport(request, rootDir);
}

/** Packages that only `import` finds. */
function packageImport(request: string, rootDir: string): string | undefined {
  try {
    const found: string = (globalThis as any).Weft.resolveSync(request, rootDir);
    return found.startsWith("/") ? found : undefined;
  } catch {
    return undefined;
  }
}

export function needModule(name: unknown, rootDir: string, file: string, key: string): string {
  if (typeof name !== "string") throw new ConfigurationError(file, `"${key}" must name modules`);
  const found = findModule(name, rootDir);
  if (found === undefined) throw new ConfigurationError(file, `"${key}" names ${JSON.stringify(name)}, which cannot be found from ${rootDir}`);
  return found;
}
