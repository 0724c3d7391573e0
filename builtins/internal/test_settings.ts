/**
 * The settings of a project of `weft test`, as they come to a test file's realm: the JSON of `Configure`
 * (test-runner/protocol.h). `internal/test_config` makes them of a configuration file and the command line.
 *
 * Everything may be left out; `completeSettings` says what then holds. Paths are absolute. A pattern is the source of
 * a regular expression; a module is an absolute path or what a file in `rootDir` would import.
 */
import { ArrayIsArray, ObjectAssign } from "internal/primordials";

/** Whose names and meanings hold where the libraries differ. All names are importable whatever the flavour. */
export type Flavour = "jest" | "vitest" | "bun" | "mocha";

/** A module and what it is given: `["module", {…}]` in Jest's configuration. */
export interface ConfiguredModule {
  module: string;
  options?: unknown;
}

export interface FakeTimersSettings {
  /** Jest's `enableGlobally`: faked in each file from its start. */
  enableGlobally?: boolean;
  advanceTimers?: boolean | number;
  doNotFake?: string[];
  /** Vitest's. */
  toFake?: string[];
  now?: number;
  timerLimit?: number;
  loopLimit?: number;
  shouldAdvanceTime?: boolean;
  advanceTimeDelta?: number;
  shouldClearNativeTimers?: boolean;
}

/** `expect` and its texts. */
export interface ExpectSettings {
  /** Jest's `expand`: whole diffs. */
  expand: boolean;
  /** Vitest's `expect.requireAssertions`. */
  requireAssertions: boolean;
  /** Vitest's `expect.poll`, in milliseconds. */
  poll: { interval?: number; timeout?: number };
}

export interface Settings {
  // ---- the project
  flavour: Flavour;
  /** Of the project; what is relative is relative to it. */
  rootDir: string;
  /** `displayName`; "" without. */
  name: string;
  /** Messages may be coloured. */
  colors: boolean;
  /** --ci. What follows from it for snapshots stands in `updateSnapshots`. */
  ci: boolean;
  /** What a snapshot may do: be compared only, be added, be written anew. */
  updateSnapshots: "none" | "new" | "all";

  // ---- which tests run
  /** -t: of a test's whole name, blocks and test with a space between. null: all. */
  namePattern: string | null;
  /** --only: tests that are not marked `only` are left out, in files without any mark, too. */
  only: boolean;
  /** --todo: tests marked todo run, and one that passes fails. */
  todo: boolean;
  /** `test.only` and `describe.only` are errors (Vitest's allowOnly: false; Bun in CI). */
  forbidOnly: boolean;
  /** A file without a test passes (Vitest's passWithNoTests; never Jest's). */
  passWithNoTests: boolean;
  /** After how many failed tests of a file the rest of it is left out; 0: never. */
  bail: number;

  // ---- how they run
  /** Milliseconds; 0: no limit. */
  testTimeout: number;
  /** Of hooks; null: as testTimeout (Jest's; Vitest has 10,000). */
  hookTimeout: number | null;
  /** Attempts after the first for a test that fails. */
  retry: number;
  /** How often a test runs again after it passed. */
  repeats: number;
  /** Tests that are concurrent run at most so many at a time. */
  maxConcurrency: number;
  /** All tests are concurrent unless they say `sequential` (Vitest's sequence.concurrent, Bun's --concurrent). */
  concurrent: boolean;
  /** A random order of tests and blocks, by `seed`. */
  randomize: boolean;
  /** jest.getSeed(); also of `randomize`. */
  seed: number;
  /** The order of after-hooks: "stack" is Vitest's, last first; null: the flavour's own (Jest's afterAll and afterEach run in order). */
  hookOrder: "stack" | "list" | "parallel" | null;
  /** Functions that Jest calls deprecated throw. */
  errorOnDeprecated: boolean;
  /** What is thrown outside of any test is no failure (Vitest's dangerouslyIgnoreUnhandledErrors). */
  ignoreUnhandledErrors: boolean;

  // ---- what there is
  /** `describe`, `test`, `expect`, `jest` / `vi` … are globals (Jest: injectGlobals). */
  globals: boolean;
  /** Global variables (Jest's `globals`), as JSON. */
  globalValues: Record<string, unknown>;
  /** `inject(key)` of Vitest: what the global set-up provided, as JSON. */
  provided: Record<string, unknown>;
  /** "node", "jsdom", "happy-dom", or the absolute path of a module of Jest's or Vitest's kind (internal/test_environment). */
  environment: string;
  environmentOptions: Record<string, unknown>;
  /** Vitest's environmentMatchGlobs as patterns of the absolute path; the first that matches. */
  environmentMatch: [pattern: string, environment: string][];
  /** Run before the globals of the test library exist (Jest's setupFiles). */
  setupFiles: string[];
  /** Run when they exist, before the test file (Jest's setupFilesAfterEnv, Vitest's setupFiles, --preload). */
  setupFilesAfterEnv: string[];
  /** Environment variables of the realm, over the process's (Vitest's `env`). */
  env: Record<string, string>;

  // ---- mocks
  clearMocks: boolean;
  resetMocks: boolean;
  restoreMocks: boolean;
  unstubEnvs: boolean;
  unstubGlobals: boolean;
  /** Jest's resetModules: the registry of modules is empty before each test. */
  resetModules: boolean;
  automock: boolean;
  unmockedModulePathPatterns: string[];
  fakeTimers: FakeTimersSettings;

  // ---- modules (read by internal/test_modules and native code)
  /** Pattern and what stands for it, "$1" for its groups; in order. */
  moduleNameMapper: [pattern: string, replacements: string[]][];
  /** Vite's resolve.alias: pattern, its flags and what stands for what it matches; each in turn, the first that matches. */
  alias: [pattern: string, flags: string, replacement: string][];
  modulePaths: string[];
  moduleDirectories: string[];
  /** What an import may leave out, in order, without dots. */
  moduleFileExtensions: string[];
  /** Conditions of `exports` in package.json besides import or require; empty: Node's. */
  conditions: string[];
  /** Where `__mocks__` of packages are looked for. */
  roots: string[];
  /** Pattern of a file's path and the module that transforms it; in order. */
  transform: [pattern: string, transformer: ConfiguredModule][];
  /** Patterns of paths that no transformer gets. */
  transformIgnorePatterns: string[];
  /** CSS and other assets that are imported are what Vite gives ("vite"), or errors unless they are mapped ("none"). */
  assets: "vite" | "none";
  /** How classes of *.module.css are named (Vitest's css.modules.classNameStrategy). */
  cssModules: "stable" | "scoped" | "non-scoped";

  // ---- expect and snapshots
  expect: ExpectSettings;
  /** Options of pretty-format. */
  snapshotFormat: Record<string, unknown>;
  /** Modules; the last is asked first (Jest). */
  snapshotSerializers: string[];
  /** A module of Jest's kind; null: `__snapshots__` beside the test. */
  snapshotResolver: string | null;

  /** "none", or who measures: "engine". */
  coverage: string;
}

const kDefaults: Settings = {
  flavour: "jest",
  rootDir: "/",
  name: "",
  colors: false,
  ci: false,
  updateSnapshots: "new",
  namePattern: null,
  only: false,
  todo: false,
  forbidOnly: false,
  passWithNoTests: false,
  bail: 0,
  testTimeout: 5000,
  hookTimeout: null,
  retry: 0,
  repeats: 0,
  maxConcurrency: 5,
  concurrent: false,
  randomize: false,
  seed: 1,
  hookOrder: null,
  errorOnDeprecated: false,
  ignoreUnhandledErrors: false,
  globals: true,
  globalValues: {},
  provided: {},
  environment: "node",
  environmentOptions: {},
  environmentMatch: [],
  setupFiles: [],
  setupFilesAfterEnv: [],
  env: {},
  clearMocks: false,
  resetMocks: false,
  restoreMocks: false,
  unstubEnvs: false,
  unstubGlobals: false,
  resetModules: false,
  automock: false,
  unmockedModulePathPatterns: [],
  fakeTimers: {},
  moduleNameMapper: [],
  alias: [],
  modulePaths: [],
  moduleDirectories: ["node_modules"],
  moduleFileExtensions: ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "json", "node"],
  conditions: [],
  roots: [],
  transform: [],
  transformIgnorePatterns: [],
  assets: "none",
  cssModules: "stable",
  expect: { expand: false, requireAssertions: false, poll: {} },
  snapshotFormat: {},
  snapshotSerializers: [],
  snapshotResolver: null,
  coverage: "none",
};

/** `given` over what holds without it. */
export function completeSettings(given: Partial<Settings>): Settings {
  const settings: Settings = ObjectAssign({}, kDefaults, given);
  settings.expect = ObjectAssign({}, kDefaults.expect, given.expect);
  if (!ArrayIsArray(given.roots) || given.roots.length === 0) settings.roots = [settings.rootDir];
  return settings;
}
