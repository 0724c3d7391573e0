/** Transformers of Jest's `transform`: those that do what weft does by itself are left out. */
import { type Context, needModule } from "internal/test_config_context";
import { ConfigurationError, checkPattern, wrongType } from "internal/test_config_schema";
import { patternWithRoot } from "internal/test_config_context";
import type { Settings } from "internal/test_settings";

/** Packages that only turn TypeScript, JSX and new syntax into what an engine runs. */
const kOurs = [
  "babel-jest", "ts-jest", "@swc/jest", "@swc-node/jest", "esbuild-jest", "jest-esbuild", "esbuild-jest-transform", "jest-transformer-esbuild",
  "@sucrase/jest-plugin", "@heartlandone/esbuild-jest", "next/dist/build/swc/jest-transformer", "jest-preset-preact",
];

export function isOurs(name: string): boolean {
  const at = name.lastIndexOf("/node_modules/");
  const short = at < 0 ? name : name.slice(at + "/node_modules/".length);
  return kOurs.some((known) => short === known || short.startsWith(`${known}/`));
}

/**
 * Patterns and modules, in order; an empty module name: what weft does by itself. Empty if nothing else is asked for.
 */
export function transformsOf(transform: Record<string, any>, rootDir: string, context: Context, file: string): Settings["transform"] {
  const list: Settings["transform"] = [];
  for (const [pattern, entry] of Object.entries(transform)) {
    const [name, options] = Array.isArray(entry) ? entry : [entry, undefined];
    if (typeof name !== "string") throw wrongType(file, `transform[${JSON.stringify(pattern)}]`, "text list", entry);
    const source = checkPattern(patternWithRoot(pattern, rootDir), file, "transform");
    if (isOurs(name)) {
      list.push([source, { module: "" }]);
      if (options?.astTransformers !== undefined || options?.presets !== undefined || options?.plugins !== undefined) {
        context.warn(`${file}: plugins of ${name} are ignored: weft transforms these files by itself`);
      }
      continue;
    }
    const module = needModule(name, rootDir, file, "transform");
    list.push([source, isOurs(module) ? { module: "" } : { module, options }]);
  }
  return list.some(([, { module }]) => module !== "") ? list : [];
}

/** `moduleNameMapper`. */
export function nameMapperOf(mapper: Record<string, any>, rootDir: string, file: string): Settings["moduleNameMapper"] {
  return Object.entries(mapper).map(([pattern, value]) => {
    const replacements: unknown[] = Array.isArray(value) ? value : [value];
    if (replacements.length === 0 || replacements.some((item) => typeof item !== "string")) {
      throw new ConfigurationError(file, `"moduleNameMapper" must give strings or arrays of strings for ${JSON.stringify(pattern)}`);
    }
    const source = checkPattern(patternWithRoot(pattern, rootDir), file, "moduleNameMapper");
    return [source, replacements.map((item) => (item as string).replaceAll("<rootDir>", () => rootDir))];
  });
}
