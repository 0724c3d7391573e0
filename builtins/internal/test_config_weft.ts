/**
 * weft's own configuration (weft.config.*, [test] of weft.toml) and Bun's ([test] of bunfig.toml). weft's keys are
 * Jest's, and those below, which Vitest and Bun have beside them; with `flavour = "vitest"` they are Vitest's.
 */
import type { Plan, ProjectPlan } from "internal/test_plan";
import type { Settings } from "internal/test_settings";
import { aliasesOf } from "internal/test_config_alias";
import { type Context, needModule } from "internal/test_config_context";
import { bunThresholds, coverageReporters, folderOf } from "internal/test_config_coverage";
import { emptyPlan, kBunMatch, kJestMatch, kOwnMatch } from "internal/test_config_defaults";
import { jestProject, jestRoot, jestRun, jestRunSettings, checkJest } from "internal/test_config_jest";
import { withPreset } from "internal/test_config_preset";
import { projectList } from "internal/test_config_projects";
import { type Schema, ConfigurationError, check, textList, wrongType } from "internal/test_config_schema";
import { checkVitest, vitestProject, vitestRun } from "internal/test_config_vitest";

const { dirname, join, resolve } = require("node:path").default;

type Options = Record<string, any>;

const kOwn: Schema = {
  __proto__: null as any,
  alias: "table list",
  assets: "text",
  concurrent: "flag",
  conditions: "list text",
  coverage: "flag",
  env: "table",
  environment: "text",
  environmentOptions: "table",
  exclude: "list text",
  flavour: "text",
  forbidOnly: "flag",
  hookTimeout: "number",
  include: "list text",
  isolate: "flag",
  preload: "list text",
  provide: "table",
  repeats: "number",
  retry: "number",
  root: "text",
  timeout: "number",
  unstubEnvs: "flag",
  unstubGlobals: "flag",
};

/** Other names of Jest's options. */
function asJest(options: Options, file: string): Options {
  const known: Options = {};
  for (const key of Object.keys(options)) if (!(key in kOwn)) known[key] = options[key];
  const renamed: [string, string][] = [["environment", "testEnvironment"], ["environmentOptions", "testEnvironmentOptions"], ["include", "testMatch"],
    ["root", "rootDir"], ["timeout", "testTimeout"], ["coverage", "collectCoverage"]];
  for (const [own, jest] of renamed) if (options[own] !== undefined) known[jest] = options[own];
  if (options.preload !== undefined) known.setupFilesAfterEnv = [...textList(options.preload, file, "preload"), ...textList(options.setupFilesAfterEnv, file, "setupFilesAfterEnv")];
  return known;
}

function addOwn(project: ProjectPlan, options: Options, context: Context, file: string): ProjectPlan {
  const { settings, discovery } = project;
  for (const key of ["retry", "repeats", "hookTimeout", "concurrent", "forbidOnly", "unstubEnvs", "unstubGlobals"] as const) {
    if (options[key] !== undefined) (settings as any)[key] = options[key];
  }
  if (options.env) settings.env = Object.fromEntries(Object.entries(options.env).map(([key, value]) => [key, `${value}`]));
  if (options.provide) settings.provided = JSON.parse(JSON.stringify(options.provide));
  if (options.alias) settings.alias = aliasesOf(options.alias, context, file);
  if (options.conditions) settings.conditions = ["node", "module-sync", "node-addons", ...textList(options.conditions, file, "conditions")];
  if (options.exclude) discovery.exclude = textList(options.exclude, file, "exclude");
  if (options.assets !== undefined) {
    if (options.assets !== "vite" && options.assets !== "none") throw new ConfigurationError(file, '"assets" must be "vite" or "none"');
    settings.assets = options.assets;
  }
  if (discovery.match === kJestMatch) discovery.match = kOwnMatch;
  settings.flavour = options.flavour ?? "jest";
  return project;
}

export async function planOfWeft(options: Options, file: string, context: Context): Promise<Plan> {
  if (typeof options !== "object" || options === null) throw wrongType(file, "test", "table", options);
  const { flavour } = options;
  if (flavour !== undefined && !["jest", "vitest", "bun", "mocha"].includes(flavour)) {
    throw new ConfigurationError(file, `"flavour" must be "jest", "vitest", "bun" or "mocha", not ${JSON.stringify(flavour)}`);
  }
  if (flavour === "vitest") return vitestFlavoured(options, file, context);
  checkJest(options, context, file, true, kOwn);
  const jest = asJest(options, file);
  const rootDir = jestRoot(jest, file);
  const plan = { ...emptyPlan(rootDir), file };
  const whole = await withPreset(jest, rootDir, context, file);
  plan.projects = Array.isArray(options.projects) && options.projects.length > 0
    ? await projectList(jest, file, rootDir, context)
    : [addOwn(jestProject(whole, rootDir, context, file), options, context, file)];
  await jestRun(whole, plan, context, file);
  plan.isolate = options.isolate !== false;
  for (const { settings } of plan.projects) Object.assign(settings, { ...jestRunSettings(whole), ...settings });
  return plan;
}

async function vitestFlavoured(options: Options, file: string, context: Context): Promise<Plan> {
  const { flavour: _flavour, ...test } = options;
  checkVitest(test, context, file);
  const rootDir = resolve(dirname(file), test.root ?? ".");
  const plan = { ...emptyPlan(rootDir), file };
  await vitestRun({ test }, plan, context, file);
  plan.projects = [vitestProject({ test }, rootDir, context, file)];
  return plan;
}

/** https://bun.com/docs/runtime/bunfig#test-runner */
const kBun: Schema = {
  __proto__: null as any,
  concurrentTestGlob: "- mark tests as concurrent, or give --concurrent",
  coverage: "flag", coverageDir: "text", coverageIgnoreSourcemaps: "-", coveragePathIgnorePatterns: "text list", coverageReporter: "text list",
  coverageSkipTestFiles: "flag", coverageThreshold: "number table",
  onlyFailures: "- the default reporter shows failures whole and other files as a line",
  pathIgnorePatterns: "text list",
  preload: "text list", randomize: "flag", reporter: "table", rerunEach: "number", retry: "number", root: "text", seed: "number",
  smol: "-", timeout: "number", bail: "flag number",
};

export async function planOfBun(options: Options, file: string, context: Context): Promise<Plan> {
  if (typeof options !== "object" || options === null) throw wrongType(file, "test", "table", options);
  check(options, kBun, context, file, "test.");
  const rootDir: string = resolve(dirname(file), options.root ?? ".");
  const plan = { ...emptyPlan(rootDir), file };
  const settings: Partial<Settings> = {
    flavour: "bun", rootDir,
    setupFilesAfterEnv: textList(options.preload, file, "test.preload").map((name) => needModule(name, dirname(file), file, "test.preload")),
  };
  if (options.timeout !== undefined) settings.testTimeout = options.timeout;
  if (options.retry !== undefined) settings.retry = options.retry;
  if (options.rerunEach !== undefined) settings.repeats = Math.max(0, options.rerunEach - 1);
  if (options.randomize !== undefined) settings.randomize = plan.randomize = options.randomize;
  if (options.seed !== undefined) settings.seed = plan.seed = options.seed;
  plan.bail = Number(options.bail ?? 0);
  const discovery = {
    roots: [rootDir], match: kBunMatch, regex: [], exclude: textList(options.pathIgnorePatterns, file, "test.pathIgnorePatterns"), ignore: ["/node_modules/"],
    source: [], dot: false,
  };
  plan.projects = [{ settings, discovery, name: "", color: "", globalSetup: [], globalTeardown: [], watchIgnore: [], order: 0, serial: false }];
  plan.reporters = bunReporters(options.reporter ?? {}, rootDir);
  const { coverage } = plan;
  coverage.enabled = options.coverage === true;
  coverage.directory = folderOf(options.coverageDir ?? "coverage", rootDir);
  coverage.exclude = textList(options.coveragePathIgnorePatterns, file, "test.coveragePathIgnorePatterns");
  coverage.reporters = coverageReporters(options.coverageReporter ?? ["text"], context, file);
  if (options.coverageThreshold !== undefined) coverage.thresholds = bunThresholds(options.coverageThreshold, file);
  coverage.includeTests = options.coverageSkipTestFiles === false;
  return plan;
}

function bunReporters(reporter: Options, rootDir: string): Plan["reporters"] {
  const list: Plan["reporters"] = [];
  if (reporter.dots === true || reporter.dot === true) list.push({ name: "dots", module: "dots", options: {}, outputFile: "" });
  if (typeof reporter.junit === "string") list.push({ name: "junit", module: "junit", options: {}, outputFile: join(rootDir, reporter.junit) });
  return list;
}
