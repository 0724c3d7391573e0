/** A project from Vitest's options (https://vitest.dev/config/). */
import type { Plan, ProjectPlan } from "internal/test_plan";
import type { Settings } from "internal/test_settings";
import { aliasesOf, definedValues, viteEnvironment } from "internal/test_config_alias";
import { type Context, needModule } from "internal/test_config_context";
import { coverageReporters, folderOf, vitestThresholds } from "internal/test_config_coverage";
import { kVitestExclude, kVitestMatch } from "internal/test_config_defaults";
import { environmentOf } from "internal/test_config_environment";
import { reportersOf } from "internal/test_config_reporters";
import { ConfigurationError, check, textList } from "internal/test_config_schema";
import { workersOf } from "internal/test_config_values";
import { kVitest, kVitestCoverage } from "internal/test_config_vitest_schema";

const { resolve } = require("node:path").default;

/** Vite's configuration as a whole, of which `test` is Vitest's. */
export interface ViteConfig extends Record<string, any> {
  test?: Record<string, any>;
}

export function checkVitest(test: Record<string, any>, context: Context, file: string): void {
  check(test, kVitest, context, file, "test.");
  if (test.coverage) check(test.coverage, kVitestCoverage, context, file, "test.coverage.");
  if (test.browser?.enabled) context.warn(`${file}: "test.browser" is ignored: there is no browser; "environment" may be jsdom or happy-dom`);
}

function modules(test: Record<string, any>, key: string, rootDir: string, file: string): string[] {
  return textList(test[key], file, `test.${key}`).map((name) => needModule(name, rootDir, file, `test.${key}`));
}

function jsonOf(value: unknown, key: string, file: string): any {
  try {
    return JSON.parse(JSON.stringify(value ?? {}));
  } catch (error: any) {
    throw new ConfigurationError(file, `"${key}" must be JSON: ${error.message}`);
  }
}

function textsOf(env: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== null).map(([key, value]) => [key, `${value}`]));
}

function runningOf(test: Record<string, any>, context: Context): Partial<Settings> {
  const { sequence = {}, expect = {} } = test;
  const shuffle = typeof sequence.shuffle === "object" && sequence.shuffle !== null ? sequence.shuffle.tests === true : sequence.shuffle === true;
  const pattern = test.testNamePattern;
  return {
    globals: test.globals === true,
    testTimeout: test.testTimeout ?? 5000,
    hookTimeout: test.hookTimeout ?? 10_000,
    retry: typeof test.retry === "object" && test.retry !== null ? test.retry.count ?? 0 : test.retry ?? 0,
    bail: test.bail ?? 0,
    maxConcurrency: test.maxConcurrency ?? 5,
    concurrent: sequence.concurrent === true,
    randomize: shuffle,
    ...(typeof sequence.seed === "number" ? { seed: sequence.seed } : {}),
    hookOrder: sequence.hooks ?? "stack",
    forbidOnly: !(test.allowOnly ?? !context.isCi),
    passWithNoTests: test.passWithNoTests === true,
    ignoreUnhandledErrors: test.dangerouslyIgnoreUnhandledErrors === true,
    ...(pattern === undefined || pattern === null ? {} : { namePattern: pattern instanceof RegExp ? pattern.source : pattern }),
    clearMocks: test.clearMocks === true,
    resetMocks: test.mockReset === true,
    restoreMocks: test.restoreMocks === true,
    unstubEnvs: test.unstubEnvs === true,
    unstubGlobals: test.unstubGlobals === true,
    fakeTimers: jsonOf(test.fakeTimers, "test.fakeTimers", ""),
    expect: { expand: false, requireAssertions: expect.requireAssertions === true, poll: expect.poll ?? {} },
    snapshotFormat: jsonOf(test.snapshotFormat, "test.snapshotFormat", ""),
  };
}

/** Conditions that Vite has beside Node's; those of its `resolve.conditions` first. */
function conditionsOf(config: ViteConfig): string[] {
  const given: string[] = config.ssr?.resolve?.conditions ?? config.resolve?.conditions ?? [];
  const list = given.filter((name) => typeof name === "string").map((name) => (name === "development|production" ? "development" : name));
  return list.length > 0 ? [...new Set(["node", "module-sync", "node-addons", ...list])] : [];
}

export function vitestProject(config: ViteConfig, rootDir: string, context: Context, file: string): ProjectPlan {
  const test = config.test ?? {};
  const { css } = test;
  const mode = test.mode ?? config.mode ?? "test";
  const defined = definedValues(config.define, context, file);
  const settings: Partial<Settings> = {
    flavour: "vitest", rootDir, ...runningOf(test, context),
    environment: environmentOf(test.environment ?? "node", "vitest", rootDir, file),
    environmentOptions: jsonOf(test.environmentOptions, "test.environmentOptions", file),
    environmentMatch: (test.environmentMatchGlobs ?? []).map(([glob, name]: [string, string]) => [glob, environmentOf(name, "vitest", rootDir, file)]),
    setupFiles: [],
    setupFilesAfterEnv: modules(test, "setupFiles", rootDir, file),
    env: { ...viteEnvironment(config, mode, rootDir), ...defined.env, ...textsOf(test.env ?? {}) },
    globalValues: defined.globals,
    provided: jsonOf(test.provide, "test.provide", file),
    alias: [...aliasesOf(test.alias, context, file), ...aliasesOf(config.resolve?.alias, context, file)],
    snapshotSerializers: modules(test, "snapshotSerializers", rootDir, file),
    assets: "vite",
    cssModules: (typeof css === "object" && css !== null ? css.modules?.classNameStrategy : undefined) ?? "stable",
    conditions: conditionsOf(config),
  };
  const extensions = config.resolve?.extensions;
  if (extensions !== undefined) settings.moduleFileExtensions = textList(extensions, file, "resolve.extensions").map((text) => text.replace(/^\./, ""));
  const name = typeof test.name === "object" && test.name !== null ? test.name.label ?? "" : test.name ?? "";
  settings.name = name;
  const dir = test.dir === undefined ? rootDir : resolve(rootDir, test.dir);
  return {
    settings, name, color: typeof test.name === "object" && test.name !== null ? test.name.color ?? "" : "",
    discovery: {
      roots: [dir], match: textList(test.include ?? kVitestMatch, file, "test.include"), regex: [],
      exclude: textList(test.exclude ?? kVitestExclude, file, "test.exclude"), ignore: [],
      source: textList(test.includeSource, file, "test.includeSource"), dot: true,
    },
    globalSetup: modules(test, "globalSetup", rootDir, file), globalTeardown: [], watchIgnore: [],
    order: test.sequence?.groupOrder ?? 0, serial: test.fileParallelism === false,
  };
}

/** What is said of the run. */
export async function vitestRun(config: ViteConfig, plan: Plan, context: Context, file: string): Promise<void> {
  const test = config.test ?? {};
  const { rootDir } = plan;
  plan.bail = test.bail ?? 0;
  plan.maxWorkers = workersOf(test.maxWorkers, file);
  plan.silent = test.silent === true;
  plan.passWithNoTests = test.passWithNoTests === true;
  plan.isolate = isIsolated(test);
  plan.slowTestThreshold = test.slowTestThreshold ?? 300;
  const shuffle = test.sequence?.shuffle;
  if (shuffle !== undefined) plan.randomize = shuffle === true || (typeof shuffle === "object" && shuffle !== null && (shuffle.files === true || shuffle.tests === true));
  if (typeof test.sequence?.seed === "number") plan.seed = test.sequence.seed;
  const reporters = test.reporters ?? test.reporter ?? [];
  plan.reporters = await reportersOf(Array.isArray(reporters) ? reporters : [reporters], rootDir, context, file, test.outputFile);
  plan.verbose = null;
  const given = test.coverage ?? {};
  const { coverage } = plan;
  coverage.enabled = given.enabled === true;
  coverage.ignore = ["/node_modules/"];
  coverage.directory = folderOf(given.reportsDirectory ?? "./coverage", rootDir);
  coverage.include = given.include === undefined ? (given.all === true ? ["**"] : []) : textList(given.include, file, "test.coverage.include");
  coverage.exclude = textList(given.exclude, file, "test.coverage.exclude");
  coverage.reporters = coverageReporters(given.reporter ?? ["text", "html", "clover", "json"], context, file);
  coverage.thresholds = vitestThresholds(given.thresholds ?? {}, file);
  coverage.reportOnFailure = given.reportOnFailure === true;
  coverage.includeTests = false;
}

/** `isolate`, also where Vitest had it before: in poolOptions, by pool. */
function isIsolated(test: Record<string, any>): boolean {
  const { isolate, pool, poolOptions } = test;
  const ofPool = poolOptions?.[pool ?? "forks"]?.isolate;
  return (isolate ?? ofPool) !== false;
}
