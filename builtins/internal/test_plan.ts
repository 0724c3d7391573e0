/**
 * The plan of a run of `weft test`: what a configuration says, with nothing left to be looked up.
 *
 * The supervisor asks the host's setup realm for it: `Ask{module: "test_config", name: "load", argument}` with a
 * `LoadRequest`; the answer is a `Plan`. Both are JSON. Where none of the files below exists it need not ask: then
 * `defaultPlan` of internal/test_config says what holds, and the supervisor knows the same by itself.
 *
 * Names to look for, in the folder of the command (or --root) first and then in the folders above it, up to the first
 * that holds a package.json; the first that is there decides, in this order:
 *     weft.config.ts .js .mjs .cjs .json
 *     weft.toml                        with a [test] table
 *     jest.config.ts .js .mjs .cjs .json, "jest" in package.json
 *     vitest.config.ts .mts .cts .js .mjs .cjs, vitest.workspace.ts .js .json (each also as vitest.projects.*)
 *     vite.config.ts .mts .cts .js .mjs .cjs
 *     bunfig.toml                      with a [test] table
 *     .mocharc.cjs .js .yaml .yml .json .jsonc, "mocha" in package.json
 * If Jest's and Vitest's are there, the script "test" of package.json decides by naming one of them. `load` does all of
 * this: the supervisor only has to know whether one of the names exists (package.json: whether its text has "jest" or "mocha").
 *
 * Other questions to internal/test_config, all after `load`:
 *     selectPaths({ patterns, paths })       → numbers of the paths that one of the (JavaScript) patterns matches
 *     setUp({ projects: number[] })          → { provided: Record<string, unknown>[] } by project: settings.provided
 *     tearDown({})                           → null; also after a set-up that failed
 *     addReporters({ root, modules })        → numbers of reporters that the command line names
 *     reporter({ index, method, arguments }) → what a reporter of one's own returned
 */
import type { Settings } from "internal/test_settings";

/** Every name of a configuration file, most telling first. */
export const kConfigFiles: string[] = [
  "weft.config.ts", "weft.config.js", "weft.config.mjs", "weft.config.cjs", "weft.config.json", "weft.toml",
  "jest.config.ts", "jest.config.js", "jest.config.mjs", "jest.config.cjs", "jest.config.json",
  "vitest.config.ts", "vitest.config.mts", "vitest.config.cts", "vitest.config.js", "vitest.config.mjs", "vitest.config.cjs",
  "vitest.workspace.ts", "vitest.workspace.js", "vitest.workspace.json", "vitest.projects.ts", "vitest.projects.js", "vitest.projects.json",
  "vite.config.ts", "vite.config.mts", "vite.config.cts", "vite.config.js", "vite.config.mjs", "vite.config.cjs",
  "bunfig.toml", ".mocharc.cjs", ".mocharc.js", ".mocharc.yaml", ".mocharc.yml", ".mocharc.json", ".mocharc.jsonc", "package.json",
];

export interface LoadRequest {
  /** The folder to look in: absolute. */
  root: string;
  /** --config: a file, or JSON in braces. */
  file?: string;
  /** From the command line, over what the files say, in every project. */
  overrides?: Partial<Settings>;
  /** --project: names of projects; without, all. */
  projects?: string[];
}

/** Which files of a project are tests. A file is one if it is under a root, matches and is not ignored. */
export interface Discovery {
  /** Folders, absolute. */
  roots: string[];
  /** Empty, like `regex`: weft's usual names. Globs with micromatch's meaning (`**`, `?(x)`, `+(a|b)`, `{a,b}`, a leading `!`); absolute or for any folder ("**\/x"). */
  match: string[];
  /** JavaScript patterns of the absolute path; where there are some, `match` is empty. */
  regex: string[];
  /** Globs of paths relative to `rootDir` that are no tests, and folders not entered (Vitest's exclude). */
  exclude: string[];
  /** JavaScript patterns of absolute paths that are no tests (Jest's testPathIgnorePatterns). */
  ignore: string[];
  /** Files whose source holds tests behind `import.meta.vitest`. */
  source: string[];
  /** Names that begin with a dot are looked at, too. */
  dot: boolean;
}

/** What a set of files must reach, in percent; negative: how many may be uncovered. */
export interface Threshold {
  /** "global", a glob, or a path. */
  files: string;
  statements?: number;
  branches?: number;
  functions?: number;
  lines?: number;
  /** Each file must, rather than all together. */
  perFile?: boolean;
}

export interface CoveragePlan {
  enabled: boolean;
  /** Absolute. */
  directory: string;
  /** Globs relative to rootDir of files that count even if no test loads them. Empty: those that were loaded. */
  include: string[];
  /** Globs that do not count. */
  exclude: string[];
  /** JavaScript patterns of paths that do not count. */
  ignore: string[];
  /** Name and options. */
  reporters: [name: string, options: Record<string, unknown>][];
  thresholds: Threshold[];
  /** Vitest's: report when tests failed. */
  reportOnFailure: boolean;
  /** Test files count, too (Bun's coverageSkipTestFiles: false). */
  includeTests: boolean;
}

export interface ReporterPlan {
  /** One of weft's by its name ("default", "verbose", "dots", "junit", "tap", "json", "github", "html"), else "". */
  name: string;
  /** Of one's own: the number to ask internal/test_config.reporter with. */
  index?: number;
  /** What it is called in the configuration. */
  module: string;
  options: Record<string, unknown>;
  /** A file to write to; "" without. */
  outputFile: string;
}

export interface ProjectPlan {
  settings: Partial<Settings>;
  discovery: Discovery;
  /** In front of each file's name; "" without. */
  name: string;
  /** Of displayName; "" without. */
  color: string;
  /** Modules with a set-up, a tear-down or both, in order. */
  globalSetup: string[];
  globalTeardown: string[];
  /** JavaScript patterns: a change of these files starts no run. */
  watchIgnore: string[];
  /** Files are taken in order of `sequence` (Vitest's sequence.groupOrder). */
  order: number;
  /** Files of the project run one after another (Vitest's fileParallelism: false). */
  serial: boolean;
}

export interface Plan {
  /** Absolute; "" where there is none. */
  file: string;
  /** Every file that was read for it: a change of one makes the plan another. */
  inputs: string[];
  rootDir: string;
  /** For standard error, a line each. */
  warnings: string[];
  projects: ProjectPlan[];
  coverage: CoveragePlan;
  reporters: ReporterPlan[];
  /** 0: not said. */
  maxWorkers: number;
  /** Failed tests after which no other file begins; 0: never. */
  bail: number;
  verbose: boolean | null;
  silent: boolean;
  passWithNoTests: boolean;
  /** Each file has a realm of its own; else those share one that a worker runs. */
  isolate: boolean;
  /** Exit code of failed tests (Jest's testFailureExitCode). */
  failureExitCode: number;
  /** Milliseconds from which a test is shown as slow. */
  slowTestThreshold: number;
  randomize: boolean | null;
  /** 0: not said. */
  seed: number;
  /** Wait for nothing when tests are done (Jest's forceExit). */
  forceExit: boolean;
  /** Open handles are an error's worth of a note. */
  detectOpenHandles: boolean;
}
