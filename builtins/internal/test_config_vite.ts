/**
 * What a configuration file imports of `vitest/config` and `vite`, in the setup realm. A function of Vite's that does
 * something else than describe a configuration throws when it is called.
 */
import { loadEnv } from "internal/test_config_alias";
import { kVitestExclude, kVitestMatch } from "internal/test_config_defaults";

const { dirname, join, posix } = require("node:path").default;

type Config = Record<string, any>;

export function defineConfig(config: unknown): unknown {
  return config;
}
export const defineProject = defineConfig;
export const defineWorkspace = defineConfig;

function isTable(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof RegExp) && Object.getPrototypeOf(value) !== null
    && (Object.getPrototypeOf(value) === Object.prototype || value.constructor?.name === "Object");
}

function asAliases(alias: any): { find: unknown; replacement: unknown }[] {
  return Array.isArray(alias) ? alias : Object.entries(alias).map(([find, replacement]) => ({ find, replacement }));
}

function mergeAlias(a: any, b: any): any {
  if (!a || !b) return a || b;
  if (isTable(a) && isTable(b)) return { ...a, ...b };
  // The one that is to win stands first.
  return [...asAliases(b), ...asAliases(a)];
}

function mergeTables(defaults: Config, overrides: Config, path: string): Config {
  const merged: Config = { ...defaults };
  for (const key of Object.keys(overrides)) {
    const value = overrides[key];
    if (value === undefined || value === null) continue;
    const existing = merged[key];
    const at = path === "" ? key : `${path}.${key}`;
    if (existing === undefined || existing === null) merged[key] = value;
    else if (at === "resolve.alias" || at === "test.alias") merged[key] = mergeAlias(existing, value);
    else if (key === "assetsInclude") merged[key] = [].concat(existing, value);
    else if (Array.isArray(existing) || Array.isArray(value)) merged[key] = [...[].concat(existing), ...[].concat(value)];
    else if (isTable(existing) && isTable(value)) merged[key] = mergeTables(existing, value, at);
    else merged[key] = value;
  }
  return merged;
}

/** https://vite.dev/guide/api-javascript.html#mergeconfig */
export function mergeConfig(defaults: Config, overrides: Config, isRoot = true): Config {
  if (typeof defaults === "function" || typeof overrides === "function") throw new Error("Cannot merge config in form of callback");
  return mergeTables(defaults, overrides, isRoot ? "" : ".");
}

export function normalizePath(path: string): string {
  return posix.normalize(path.replace(/\\/g, "/"));
}

/** The folder of the workspace that a folder belongs to, else the folder itself. */
export function searchForWorkspaceRoot(current: string, root = current): string {
  const { existsSync, readFileSync } = require("node:fs").default;
  for (let at = current; ; at = dirname(at)) {
    if (existsSync(join(at, "pnpm-workspace.yaml")) || existsSync(join(at, "lerna.json"))) return at;
    const file = join(at, "package.json");
    if (existsSync(file)) {
      try {
        if (JSON.parse(readFileSync(file, "utf8")).workspaces) return at;
      } catch {
        // No workspace is named by a file that cannot be read.
      }
    }
    if (at === dirname(at)) return root;
  }
}

/** https://vite.dev/guide/api-plugin.html#filtering-include-exclude-pattern */
export function createFilter(include?: any, exclude?: any): (id: unknown) => boolean {
  const { matchesGlob, resolve } = require("node:path").default;
  const list = (given: any): any[] => (given === undefined || given === null ? [] : Array.isArray(given) ? given : [given]);
  const fits = (pattern: any, id: string): boolean =>
    pattern instanceof RegExp ? pattern.test(id) : matchesGlob(id, pattern.startsWith("**") || pattern.startsWith("/") ? pattern : resolve(pattern));
  const [included, excluded] = [list(include), list(exclude)];
  return (id) => {
    if (typeof id !== "string" || id.includes("\0")) return false;
    if (excluded.some((pattern) => fits(pattern, id))) return false;
    return included.length === 0 || included.some((pattern) => fits(pattern, id));
  };
}

export function isCSSRequest(request: string): boolean {
  return /\.(css|less|sass|scss|styl|stylus|pcss|postcss|sss)(?:$|\?)/.test(request);
}

export function createLogger(): Config {
  const { console } = globalThis as any;
  return {
    info() {}, clearScreen() {}, hasErrorLogged: () => false, hasWarned: false,
    warn: (text: string) => console.warn(text), warnOnce: (text: string) => console.warn(text), error: (text: string) => console.error(text),
  };
}

export const version = "7.0.0";
export const esbuildVersion = "";
export const rollupVersion = "";
export const coverageConfigDefaults = {
  provider: "v8", enabled: false, all: true, clean: true, cleanOnRerun: true, reportsDirectory: "./coverage", allowExternal: false,
  exclude: ["coverage/**", "dist/**", "**/node_modules/**", "**/[.]**", "packages/*/test?(s)/**", "**/*.d.ts", "**/virtual:*", "**/__x00__*", "cypress/**",
    "test?(s)/**", "test?(-*).?(c|m)[jt]s?(x)", "**/*{.,-}{test,spec,bench,benchmark}?(-d).?(c|m)[jt]s?(x)", "**/__tests__/**",
    "**/{karma,rollup,webpack,vite,vitest,jest,ava,babel,nyc,cypress,tsup,build,eslint,prettier}.config.*", "**/vitest.{workspace,projects}.[jt]s?(on)",
    "**/.{eslint,mocha,prettier}rc.{?(c|m)js,yml}"],
  reportOnFailure: false, reporter: [["text", {}], ["html", {}], ["clover", {}], ["json", {}]], extension: [".js", ".cjs", ".mjs", ".ts", ".mts", ".tsx", ".jsx"],
};
export const configDefaults = Object.freeze({
  allowOnly: true, isolate: true, watch: false, globals: false, environment: "node", pool: "forks", clearMocks: false, restoreMocks: false,
  mockReset: false, unstubGlobals: false, unstubEnvs: false, include: kVitestMatch, exclude: kVitestExclude, teardownTimeout: 10_000,
  forceRerunTriggers: ["**/package.json/**", "**/{vitest,vite}.config.*/**"], reporters: [], silent: false, hideSkippedTests: false,
  slowTestThreshold: 300, disableConsoleIntercept: false, includeSource: [], coverage: coverageConfigDefaults,
});
export const defaultInclude = kVitestMatch;
export const defaultExclude = kVitestExclude;
export const defaultClientConditions = ["module", "browser", "development|production"];
export const defaultServerConditions = ["module", "node", "development|production"];
export const defaultClientMainFields = ["browser", "module", "jsnext:main", "jsnext"];
export const defaultServerMainFields = ["module", "jsnext:main", "jsnext"];
export const defaultAllowedOrigins = /^https?:\/\/(?:(?:[^:]+\.)?localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
export { loadEnv };

function absent(name: string): (...args: unknown[]) => never {
  return () => {
    throw new Error(`vite's ${name}() cannot be called in the configuration of weft test: there is no Vite behind it`);
  };
}
export const build = absent("build");
export const createServer = absent("createServer");
export const createBuilder = absent("createBuilder");
export const preview = absent("preview");
export const resolveConfig = absent("resolveConfig");
export const loadConfigFromFile = absent("loadConfigFromFile");
export const transformWithEsbuild = absent("transformWithEsbuild");
export const transformWithOxc = absent("transformWithOxc");
export const optimizeDeps = absent("optimizeDeps");
export const preprocessCSS = absent("preprocessCSS");
export const formatPostcssSourceMap = absent("formatPostcssSourceMap");
export const parseAst = absent("parseAst");
export const parseAstAsync = absent("parseAstAsync");
export const parseSync = absent("parseSync");
export const runnerImport = absent("runnerImport");
export const send = absent("send");
export const splitVendorChunk = absent("splitVendorChunk");
export const splitVendorChunkPlugin = absent("splitVendorChunkPlugin");
export const createIdResolver = absent("createIdResolver");
export const perEnvironmentPlugin = absent("perEnvironmentPlugin");
export const perEnvironmentState = absent("perEnvironmentState");
export const withFilter = (plugin: unknown): unknown => plugin;
export const buildErrorMessage = (error: any): string => `${error?.message ?? error}`;
