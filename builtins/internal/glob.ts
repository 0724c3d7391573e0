/** Weft.Glob: paths that match a pattern, and files found by one (https://bun.com/docs/runtime/glob). */
import { ArrayIsArray, ObjectDefineProperty, SymbolToStringTag } from "internal/primordials";
import { codes } from "internal/errors";
import { matchesPath, parsePattern, type Pattern } from "internal/glob_match";
import { walk, type Answer, type Question, type ScanOptions } from "internal/glob_scan";
import { validateString } from "internal/validators";

function optionsOf(options: any): ScanOptions {
  if (typeof options === "string") options = { cwd: options };
  else if (options === undefined || options === null) options = {};
  else if (typeof options !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options", ["string", "Object"], options);
  let { cwd } = options;
  if (cwd === undefined) cwd = ".";
  else validateString(cwd, "options.cwd");
  return {
    cwd: require("node:path").default.resolve(cwd),
    dot: !!options.dot,
    absolute: !!options.absolute,
    followSymlinks: !!options.followSymlinks,
    throwErrorOnBrokenSymlink: !!options.throwErrorOnBrokenSymlink,
    onlyFiles: options.onlyFiles === undefined || !!options.onlyFiles,
  };
}

function answerSync(fs: any, { kind, path }: Question): Answer {
  try {
    if (kind === "entries") return { value: fs.readdirSync(path, { withFileTypes: true }) };
    return { value: kind === "facts" ? fs.statSync(path) : fs.realpathSync(path) };
  } catch (error) {
    return { error };
  }
}

async function answer(fs: any, { kind, path }: Question): Promise<Answer> {
  try {
    if (kind === "entries") return { value: await fs.readdir(path, { withFileTypes: true }) };
    return { value: await (kind === "facts" ? fs.stat(path) : fs.realpath(path)) };
  } catch (error) {
    return { error };
  }
}

function* scanSync(pattern: Pattern, options: ScanOptions): Generator<string> {
  const fs = require("node:fs").default;
  const steps = walk(pattern, options);
  for (let step = steps.next({}); !step.done;) {
    if (ArrayIsArray(step.value)) {
      for (let i = 0; i < step.value.length; i++) yield step.value[i]!;
      step = steps.next({});
    } else {
      step = steps.next(answerSync(fs, step.value));
    }
  }
}

async function* scan(pattern: Pattern, options: ScanOptions): AsyncGenerator<string> {
  const fs = require("node:fs/promises").default;
  const steps = walk(pattern, options);
  for (let step = steps.next({}); !step.done;) {
    if (ArrayIsArray(step.value)) {
      for (let i = 0; i < step.value.length; i++) yield step.value[i]!;
      step = steps.next({});
    } else {
      step = steps.next(await answer(fs, step.value));
    }
  }
}

export class Glob {
  #pattern: Pattern;

  constructor(pattern: unknown) {
    validateString(pattern, "pattern");
    this.#pattern = parsePattern(pattern);
  }

  /** Whether the path is what the pattern means. The file system is not asked. */
  match(path: unknown): boolean {
    validateString(path, "path");
    return matchesPath(this.#pattern, path);
  }

  /**
   * Files that match, in no order.
   * @param options The folder to look in, or { cwd, dot, absolute, followSymlinks, throwErrorOnBrokenSymlink, onlyFiles }.
   */
  scan(options?: unknown): AsyncGenerator<string> {
    return scan(this.#pattern, optionsOf(options));
  }

  /** As scan, at once. */
  scanSync(options?: unknown): Generator<string> {
    return scanSync(this.#pattern, optionsOf(options));
  }
}
ObjectDefineProperty(Glob.prototype, SymbolToStringTag, { __proto__: null, value: "Glob", configurable: true } as any);
