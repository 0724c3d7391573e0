/** What holds where a configuration says nothing. */
import type { CoveragePlan, Discovery, Plan, ProjectPlan } from "internal/test_plan";
import type { Settings } from "internal/test_settings";

/** Jest's. */
export const kJestMatch = ["**/__tests__/**/*.?([mc])[jt]s?(x)", "**/?(*.)+(spec|test).?([mc])[jt]s?(x)"];
/** Bun's names of test files: "x.test.ts", "x_spec.js". */
export const kBunMatch = ["**/*{.,_}{test,spec}.{js,jsx,ts,tsx,cjs,mjs,cts,mts}"];
/** The names that the supervisor takes for tests by itself: Jest's and Bun's. */
export const kOwnMatch: string[] = [];
export const kVitestMatch = ["**/*.{test,spec}.?(c|m)[jt]s?(x)"];
export const kVitestExclude = [
  "**/node_modules/**", "**/dist/**", "**/cypress/**", "**/.{idea,git,cache,output,temp}/**",
  "**/{karma,rollup,webpack,vite,vitest,jest,ava,babel,nyc,cypress,tsup,build,eslint,prettier}.config.*",
];
export const kIgnore = ["/node_modules/"];
export const kExtensions = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "json", "node"];

export function emptyDiscovery(rootDir: string): Discovery {
  return { roots: [rootDir], match: kOwnMatch, regex: [], exclude: [], ignore: kIgnore, source: [], dot: false };
}

export function emptyCoverage(rootDir: string): CoveragePlan {
  return {
    enabled: false, directory: require("node:path").default.join(rootDir, "coverage"), include: [], exclude: [], ignore: kIgnore,
    reporters: [], thresholds: [], reportOnFailure: true, includeTests: false,
  };
}

export function emptyProject(rootDir: string, settings: Partial<Settings> = {}): ProjectPlan {
  return {
    settings: { rootDir, ...settings }, discovery: emptyDiscovery(rootDir), name: "", color: "", globalSetup: [], globalTeardown: [],
    watchIgnore: [], order: 0, serial: false,
  };
}

export function emptyPlan(rootDir: string): Plan {
  return {
    file: "", inputs: [], rootDir, warnings: [], projects: [], coverage: emptyCoverage(rootDir), reporters: [], maxWorkers: 0, bail: 0, verbose: null,
    silent: false, passWithNoTests: false, isolate: true, failureExitCode: 1, slowTestThreshold: 5000, randomize: null, seed: 0, forceExit: false,
    detectOpenHandles: false,
  };
}
