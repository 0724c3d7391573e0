/** Presets of Jest's configuration (https://jestjs.io/docs/configuration#preset-string). */
import { type Context, findModule, isFile, readModule, withRoot } from "internal/test_config_context";
import { ConfigurationError } from "internal/test_config_schema";
import { isOurs } from "internal/test_config_transform";

const { dirname, join, resolve } = require("node:path").default;
const kExtensions = ["json", "js", "cjs", "mjs", "ts"];

type Options = Record<string, any>;

function fileOf(preset: string, rootDir: string): string | undefined {
  const name = withRoot(preset, rootDir);
  if (/^\.{0,2}\//.test(name)) {
    const path = resolve(rootDir, name);
    if (isFile(path)) return path;
    return kExtensions.map((extension) => join(path, `jest-preset.${extension}`)).find(isFile);
  }
  for (const extension of kExtensions) {
    const file = findModule(`${name}/jest-preset.${extension}`, rootDir);
    if (file !== undefined && file.includes("/node_modules/")) return file;
  }
  return findModule(`${name}/jest-preset`, rootDir) ?? folderOf(name, rootDir);
}

/** A package whose `exports` do not name its preset. */
function folderOf(name: string, rootDir: string): string | undefined {
  for (let at = rootDir; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    const file = kExtensions.map((extension) => join(folder, `jest-preset.${extension}`)).find(isFile);
    if (file !== undefined || at === dirname(at)) return file;
  }
}

function merged(own: Options, preset: Options, key: string): Options {
  return own[key] && preset[key] ? { ...own[key], ...preset[key], ...own[key] } : (own[key] ?? preset[key]);
}

/** What the options say over what their preset says. */
export async function withPreset(options: Options, rootDir: string, context: Context, file: string): Promise<Options> {
  const { preset } = options;
  if (preset === undefined || preset === null) return options;
  const name = withRoot(preset, rootDir);
  // (That of ts-jest and its like says what weft does by itself.)
  if (isOurs(name)) return { ...options, preset: undefined };
  const path = fileOf(preset, rootDir);
  if (path === undefined) throw new ConfigurationError(file, `"preset" names ${JSON.stringify(preset)}, and there is no jest-preset.js or .json of it`);
  const given: Options = await readModule(path, context);
  if (typeof given !== "object" || given === null) throw new ConfigurationError(path, "a preset must be an object");
  const result: Options = { ...given, ...options, preset: undefined };
  for (const key of ["setupFiles", "setupFilesAfterEnv"]) {
    if (options[key] && given[key]) result[key] = [...given[key], ...options[key]];
  }
  if (options.modulePathIgnorePatterns && given.modulePathIgnorePatterns) {
    result.modulePathIgnorePatterns = [...given.modulePathIgnorePatterns, ...options.modulePathIgnorePatterns];
  }
  for (const key of ["moduleNameMapper", "transform", "globals"]) result[key] = merged(options, given, key);
  return result;
}
