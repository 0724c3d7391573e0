/** A project from Jest's options (https://jestjs.io/docs/configuration). */
import type { Plan, ProjectPlan } from "internal/test_plan";
import type { FakeTimersSettings, Settings } from "internal/test_settings";
import { type Context, needModule, patternWithRoot, withRoot } from "internal/test_config_context";
import { kExtensions, kIgnore, kJestMatch } from "internal/test_config_defaults";
import { coverageReporters, folderOf, jestThresholds } from "internal/test_config_coverage";
import { environmentOf } from "internal/test_config_environment";
import { kJestProject, kJestRun, kRenamed } from "internal/test_config_jest_schema";
import { reportersOf } from "internal/test_config_reporters";
import { ConfigurationError, check, checkPattern, textList } from "internal/test_config_schema";
import { nameMapperOf, transformsOf } from "internal/test_config_transform";
import { workersOf } from "internal/test_config_values";

const { dirname, resolve } = require("node:path").default;

type Options = Record<string, any>;

/** Throws for what is wrong, warns of what is unknown. `isWhole`: options of the run are its own, too. */
export function checkJest(options: Options, context: Context, file: string, isWhole: boolean, others = {}): void {
  const known: Options = {};
  for (const key of Object.keys(options)) {
    if (kRenamed[key] !== undefined && !(key in others)) context.warn(`${file}: there is no option "${key}" any more: ${kRenamed[key]}`);
    else known[key] = options[key];
  }
  check(known, isWhole ? { ...kJestProject, ...kJestRun, ...others } : { ...ignoredInProjects(), ...kJestProject, ...others }, context, file);
}

/** Jest takes no notice of them in a project of several. */
function ignoredInProjects(): Record<string, string> {
  return Object.fromEntries(Object.keys(kJestRun).map((key) => [key, "-"]));
}

function patterns(options: Options, key: string, rootDir: string, file: string, without: string[]): string[] {
  if (options[key] === undefined || options[key] === null) return without;
  return textList(options[key], file, key).map((text) => checkPattern(patternWithRoot(text, rootDir), file, key));
}

function paths(options: Options, key: string, rootDir: string, file: string): string[] {
  return textList(options[key], file, key).map((text) => resolve(rootDir, withRoot(text, rootDir)));
}

function modules(options: Options, key: string, rootDir: string, file: string): string[] {
  return textList(options[key], file, key).map((name) => needModule(name, rootDir, file, key));
}

/** "<rootDir>/x" as an absolute glob; "./x" and "x" as they are. */
function globWithRoot(glob: string, rootDir: string): string {
  const isNegative = glob.startsWith("!");
  const text = isNegative ? glob.slice(1) : glob;
  const rooted = text.startsWith("<rootDir>") ? `${rootDir}/${text.slice("<rootDir>".length).replace(/^\/+/, "")}` : text;
  return isNegative ? `!${rooted}` : rooted;
}

function discoveryOf(options: Options, rootDir: string, file: string): ProjectPlan["discovery"] {
  const given = options.testRegex;
  const list = given === undefined || given === null ? [] : Array.isArray(given) ? given : [given];
  const regex = list.map((item: unknown) => (item instanceof RegExp ? item.source : textList(item, file, "testRegex")[0]!))
    .filter((text: string) => text !== "").map((text: string) => checkPattern(patternWithRoot(text, rootDir), file, "testRegex"));
  if (regex.length > 0 && options.testMatch?.length > 0) throw new ConfigurationError(file, '"testMatch" and "testRegex" cannot both be there');
  const match = options.testMatch === undefined ? kJestMatch : textList(options.testMatch, file, "testMatch").map((glob) => globWithRoot(glob, rootDir));
  const roots = options.roots === undefined ? [rootDir] : paths(options, "roots", rootDir, file);
  const ignore = patterns(options, "testPathIgnorePatterns", rootDir, file, kIgnore);
  ignore.push(...patterns(options, "modulePathIgnorePatterns", rootDir, file, []));
  return { roots, match: regex.length > 0 ? [] : match, regex, exclude: [], ignore: [...new Set(ignore)], source: [], dot: true };
}

function fakeTimersOf(given: any, file: string): FakeTimersSettings {
  if (given === undefined || given === null) return {};
  if (given.legacyFakeTimers) throw new ConfigurationError(file, '"fakeTimers.legacyFakeTimers" is not supported: take it out, and the modern ones are used');
  const now = given.now instanceof Date ? given.now.getTime() : given.now;
  return { ...given, ...(now === undefined ? {} : { now }) };
}

/** Global values come to a test file as JSON. */
function jsonOf(value: Options | undefined, key: string, file: string, context: Context): Record<string, unknown> {
  if (!value) return {};
  const kept: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    if (typeof item === "function" || typeof item === "symbol") context.warn(`${file}: "${key}.${name}" is left out: it must be JSON`);
    else kept[name] = item;
  }
  try {
    return JSON.parse(JSON.stringify(kept));
  } catch (error: any) {
    throw new ConfigurationError(file, `"${key}" must be JSON: ${error.message}`);
  }
}

function settingsOf(options: Options, rootDir: string, context: Context, file: string): Partial<Settings> {
  const settings: Partial<Settings> = { flavour: "jest", rootDir };
  const flags = ["automock", "clearMocks", "resetMocks", "restoreMocks", "resetModules", "errorOnDeprecated"] as const;
  for (const key of flags) if (typeof options[key] === "boolean") settings[key] = options[key];
  if (typeof options.injectGlobals === "boolean") settings.globals = options.injectGlobals;
  if (typeof options.testTimeout === "number") settings.testTimeout = options.testTimeout;
  settings.globalValues = jsonOf(options.globals, "globals", file, context);
  delete settings.globalValues["ts-jest"];
  settings.environment = environmentOf(options.testEnvironment ?? "node", "jest", rootDir, file);
  settings.environmentOptions = jsonOf(options.testEnvironmentOptions, "testEnvironmentOptions", file, context);
  settings.setupFiles = modules(options, "setupFiles", rootDir, file);
  settings.setupFilesAfterEnv = modules(options, "setupFilesAfterEnv", rootDir, file);
  settings.unmockedModulePathPatterns = patterns(options, "unmockedModulePathPatterns", rootDir, file, []);
  settings.fakeTimers = fakeTimersOf(options.fakeTimers, file);
  settings.moduleNameMapper = nameMapperOf(options.moduleNameMapper ?? {}, rootDir, file);
  settings.modulePaths = paths(options, "modulePaths", rootDir, file);
  if (options.moduleDirectories !== undefined) {
    settings.moduleDirectories = textList(options.moduleDirectories, file, "moduleDirectories").map((name) => withRoot(name, rootDir));
  }
  if (options.moduleFileExtensions !== undefined) settings.moduleFileExtensions = textList(options.moduleFileExtensions, file, "moduleFileExtensions");
  else settings.moduleFileExtensions = kExtensions;
  settings.roots = options.roots === undefined ? [rootDir] : paths(options, "roots", rootDir, file);
  settings.transform = transformsOf(options.transform ?? {}, rootDir, context, file);
  settings.transformIgnorePatterns = patterns(options, "transformIgnorePatterns", rootDir, file, ["/node_modules/", "\\.pnp\\.[^\\/]+$"]);
  settings.snapshotFormat = options.snapshotFormat ?? {};
  settings.snapshotSerializers = modules(options, "snapshotSerializers", rootDir, file);
  if (options.snapshotResolver) settings.snapshotResolver = needModule(options.snapshotResolver, rootDir, file, "snapshotResolver");
  return settings;
}

function nameOf(displayName: any, file: string): { name: string; color: string } {
  if (displayName === undefined || displayName === null) return { name: "", color: "" };
  if (typeof displayName === "string") return { name: displayName, color: "" };
  const { name, color = "" } = displayName;
  if (typeof name !== "string" || typeof color !== "string") throw new ConfigurationError(file, '"displayName" must be a string or { name, color }');
  return { name, color };
}

/** @param rootDir Absolute: what options.rootDir says has been followed. */
export function jestProject(options: Options, rootDir: string, context: Context, file: string): ProjectPlan {
  const settings = settingsOf(options, rootDir, context, file);
  const { name, color } = nameOf(options.displayName, file);
  settings.name = name;
  return {
    settings, discovery: discoveryOf(options, rootDir, file), name, color,
    globalSetup: modules(options, "globalSetup", rootDir, file),
    globalTeardown: modules(options, "globalTeardown", rootDir, file),
    watchIgnore: patterns(options, "watchPathIgnorePatterns", rootDir, file, []), order: 0, serial: false,
  };
}

/** What is said of the run. */
export async function jestRun(options: Options, plan: Plan, context: Context, file: string): Promise<void> {
  const { rootDir } = plan;
  if (options.bail !== undefined) plan.bail = typeof options.bail === "boolean" ? Number(options.bail) : options.bail;
  plan.maxWorkers = workersOf(options.maxWorkers, file);
  if (typeof options.verbose === "boolean") plan.verbose = options.verbose;
  if (typeof options.silent === "boolean") plan.silent = options.silent;
  if (typeof options.passWithNoTests === "boolean") plan.passWithNoTests = options.passWithNoTests;
  if (options.testFailureExitCode !== undefined) plan.failureExitCode = Number(options.testFailureExitCode);
  if (typeof options.slowTestThreshold === "number") plan.slowTestThreshold = options.slowTestThreshold * 1000;
  if (typeof options.randomize === "boolean") plan.randomize = options.randomize;
  if (typeof options.seed === "number") plan.seed = options.seed;
  plan.forceExit = options.forceExit === true;
  plan.detectOpenHandles = options.detectOpenHandles === true;
  plan.reporters = await reportersOf(options.reporters ?? [], rootDir, context, file);
  const { coverage } = plan;
  coverage.enabled = options.collectCoverage === true;
  if (options.coverageDirectory !== undefined) coverage.directory = folderOf(withRoot(options.coverageDirectory, rootDir), rootDir);
  const from = textList(options.collectCoverageFrom, file, "collectCoverageFrom").map((glob) => globWithRoot(glob, rootDir));
  coverage.include = from.filter((glob) => !glob.startsWith("!"));
  coverage.exclude = from.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  coverage.ignore = patterns(options, "coveragePathIgnorePatterns", rootDir, file, kIgnore);
  coverage.reporters = coverageReporters(options.coverageReporters ?? ["clover", "json", "lcov", "text"], context, file);
  coverage.thresholds = jestThresholds(options.coverageThreshold ?? {}, file);
}

/** What Jest says of the run that a file's realm must know. */
export function jestRunSettings(options: Options): Partial<Settings> {
  const settings: Partial<Settings> = {};
  if (typeof options.ci === "boolean") {
    settings.ci = options.ci;
    if (options.ci) settings.updateSnapshots = "none";
  }
  if (typeof options.maxConcurrency === "number") settings.maxConcurrency = options.maxConcurrency;
  if (typeof options.testNamePattern === "string") settings.namePattern = options.testNamePattern;
  if (typeof options.randomize === "boolean") settings.randomize = options.randomize;
  if (typeof options.seed === "number") settings.seed = options.seed;
  if (typeof options.expand === "boolean") settings.expect = { expand: options.expand, requireAssertions: false, poll: {} };
  if (typeof options.testTimeout === "number") settings.testTimeout = options.testTimeout;
  return settings;
}

/** The folder that a configuration speaks of. */
export function jestRoot(options: Options, file: string, folder = dirname(file)): string {
  if (options.rootDir === undefined || options.rootDir === null) return folder;
  if (typeof options.rootDir !== "string") throw new ConfigurationError(file, '"rootDir" must be a string');
  return resolve(folder, options.rootDir);
}
