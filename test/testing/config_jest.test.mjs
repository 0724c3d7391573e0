// Jest's configuration becomes a plan.
import { test, assert } from "../harness.mjs";
import { planOf } from "./fixtures/plan.mjs";

const empty = { "package.json": {} };
async function jest(options, files = {}) {
  return planOf({ ...empty, "jest.config.json": options, ...files });
}

test("without options, Jest's defaults", async () => {
  const { projects: [project], warnings, coverage, file } = await jest({});
  assert.equal(file, "ROOT/jest.config.json");
  assert.deepEqual(warnings, []);
  assert.deepEqual(project.discovery.match, ["**/__tests__/**/*.?([mc])[jt]s?(x)", "**/?(*.)+(spec|test).?([mc])[jt]s?(x)"]);
  assert.deepEqual(project.discovery.roots, ["ROOT"]);
  assert.deepEqual(project.discovery.ignore, ["/node_modules/"]);
  assert.equal(project.settings.environment, "node");
  assert.equal(project.settings.flavour, "jest");
  assert.equal(coverage.enabled, false);
  assert.equal(coverage.directory, "ROOT/coverage");
});
test("<rootDir>, set-up files, patterns of files", async () => {
  const { projects: [{ settings, discovery }] } = await jest({
    rootDir: "app", roots: ["<rootDir>/src"], setupFiles: ["<rootDir>/a.js"], setupFilesAfterEnv: ["./b"], testRegex: "\\.spec\\.js$",
    testPathIgnorePatterns: ["<rootDir>/old/"], moduleNameMapper: { "^@/(.*)$": "<rootDir>/src/$1", "\\.css$": ["x", "y"] },
    moduleDirectories: ["node_modules", "<rootDir>/lib"], modulePaths: ["<rootDir>/more"],
  }, { "app/a.js": "", "app/b.ts": "" });
  assert.equal(settings.rootDir, "ROOT/app");
  assert.deepEqual(discovery.roots, ["ROOT/app/src"]);
  assert.deepEqual(discovery.regex, ["\\.spec\\.js$"]);
  assert.deepEqual(discovery.match, []);
  assert.deepEqual(settings.setupFiles, ["ROOT/app/a.js"]);
  assert.deepEqual(settings.setupFilesAfterEnv, ["ROOT/app/b.ts"]);
  assert.deepEqual(settings.moduleNameMapper, [["^@/(.*)$", ["ROOT/app/src/$1"]], ["\\.css$", ["x", "y"]]]);
  assert.deepEqual(settings.moduleDirectories, ["node_modules", "ROOT/app/lib"]);
  assert.deepEqual(settings.modulePaths, ["ROOT/app/more"]);
  assert.match(discovery.ignore[0], /\/app\/old\/$/);
});
test("functions and promises, TypeScript, CommonJS, package.json", async () => {
  const texts = {
    "jest.config.ts": "type C = object; export default async (): Promise<C> => ({ testTimeout: 7, globals: { d: __dirname } });",
    "jest.config.js": "module.exports = { testTimeout: 7, globals: { d: __dirname } };",
    "jest.config.mjs": "export default () => ({ testTimeout: 7, globals: { d: __dirname } });",
    "jest.config.cjs": "module.exports = async () => ({ testTimeout: 7, globals: { d: __dirname } });",
  };
  for (const [name, text] of Object.entries(texts)) {
    const { projects: [{ settings }] } = await planOf({ ...empty, [name]: text });
    assert.equal(settings.testTimeout, 7);
    assert.equal(settings.globalValues.d, "ROOT");
  }
  const { projects: [{ settings }], file } = await planOf({ "package.json": { jest: { clearMocks: true } } });
  assert.equal(settings.clearMocks, true);
  assert.equal(file, "ROOT/package.json");
});
test("a key that does not exist is a warning with the nearest", async () => {
  const { warnings } = await jest({ testEnviroment: "jsdom", zzz: 1, setupTestFrameworkScriptFile: "x", workerIdleMemoryLimit: "1GB" });
  assert.deepEqual(warnings, [
    'ROOT/jest.config.json: there is no option "setupTestFrameworkScriptFile" any more: it is called "setupFilesAfterEnv"',
    'ROOT/jest.config.json: there is no option "testEnviroment"; did you mean "testEnvironment"?',
    'ROOT/jest.config.json: there is no option "zzz"',
    'ROOT/jest.config.json: "workerIdleMemoryLimit" is ignored: files run on threads whose memory is bounded',
  ]);
});
test("a wrong type is an error that names file and key", async () => {
  const wrong = [
    [{ testTimeout: "5s" }, 'ROOT/jest.config.json: "testTimeout" must be a number, not "5s"'],
    [{ roots: [1] }, 'ROOT/jest.config.json: "roots" must hold strings, not 1'],
    [{ moduleNameMapper: [] }, 'ROOT/jest.config.json: "moduleNameMapper" must be an object, not an array'],
    [{ maxWorkers: "many" }, 'ROOT/jest.config.json: "maxWorkers" must be a number or a percentage, not "many"'],
    [{ testMatch: ["a"], testRegex: "b" }, 'ROOT/jest.config.json: "testMatch" and "testRegex" cannot both be there'],
    [{ setupFiles: ["./none"] }, 'ROOT/jest.config.json: "setupFiles" names "./none", which cannot be found from ROOT'],
    [{ fakeTimers: { legacyFakeTimers: true } }, /legacyFakeTimers/],
    [{ testEnvironment: "moon" }, /neither an environment "moon" nor the package jest-environment-moon/],
  ];
  for (const [options, message] of wrong) await assert.rejects(jest(options), { name: "ConfigurationError", message });
  await assert.rejects(jest({ testRegex: "(" }), { message: /"testRegex" has the pattern "\(", which is no regular expression/ });
  await assert.rejects(planOf({ ...empty, "jest.config.js": "module.exports = 3" }), { message: /must export an object/ });
});
test("a preset stands below the options", async () => {
  const { projects: [{ settings }] } = await jest({ preset: "pack", setupFiles: ["./own.js"], moduleNameMapper: { b: "own" } }, {
    "own.js": "",
    "node_modules/pack/jest-preset.js": "module.exports = { setupFiles: [require.resolve('./set.js')], testTimeout: 3, moduleNameMapper: { a: 'p', b: 'p' } };",
    "node_modules/pack/set.js": "",
  });
  assert.deepEqual(settings.setupFiles, ["ROOT/node_modules/pack/set.js", "ROOT/own.js"]);
  assert.equal(settings.testTimeout, 3);
  assert.deepEqual(settings.moduleNameMapper.map(([key, [value]]) => key + value).sort(), ["ap", "bown"]);
  await assert.rejects(jest({ preset: "none" }), { message: /"preset" names "none"/ });
  const ours = await jest({ preset: "ts-jest/presets/default-esm" });
  assert.deepEqual(ours.warnings, []);
});
test("transformers: what weft does by itself is left out", async () => {
  const files = { "t.js": "", "node_modules/babel-jest/index.js": "" };
  const all = await jest({ transform: { "\\.tsx?$": ["ts-jest", { tsconfig: "x" }], "\\.jsx?$": "babel-jest" } }, files);
  assert.deepEqual(all.projects[0].settings.transform, []);
  const some = await jest({ transform: { "\\.js$": "babel-jest", "\\.txt$": ["<rootDir>/t.js", { a: 1 }] } }, files);
  assert.deepEqual(some.projects[0].settings.transform, [["\\.js$", { module: "" }], ["\\.txt$", { module: "ROOT/t.js", options: { a: 1 } }]]);
});
test("projects: folders, files, globs and options in place", async () => {
  const plan = await jest({ bail: 2, ci: true, projects: ["<rootDir>/packages/*", "./other.config.js", { displayName: { name: "in", color: "red" }, rootDir: "in" }] }, {
    "packages/a/package.json": { jest: { displayName: "a" } }, "packages/b/x.js": "", "in/x.js": "",
    "other.config.js": "module.exports = { displayName: 'other', testEnvironment: 'jsdom' };",
  });
  assert.equal(plan.bail, 2);
  assert.deepEqual(plan.projects.map(({ name, color, settings }) => [name, color, settings.rootDir, settings.environment, settings.ci]), [
    ["a", "", "ROOT/packages/a", "node", true], ["", "", "ROOT/packages/b", "node", true], ["other", "", "ROOT", "jsdom", true], ["in", "red", "ROOT/in", "node", true],
  ]);
  const one = await planOf({ ...empty, "jest.config.json": { projects: [{ displayName: "x" }, { displayName: "y" }] } }, { projects: ["y"] });
  assert.deepEqual(one.projects.map(({ name }) => name), ["y"]);
  await assert.rejects(planOf({ ...empty, "jest.config.json": { projects: [{ displayName: "x" }] } }, { projects: ["z"] }), { message: /there is no such project; there are x/ });
  await assert.rejects(jest({ projects: ["nowhere"] }), { message: /ROOT\/nowhere, which does not exist/ });
});
test("coverage and reporters", async () => {
  const { coverage, reporters } = await jest({
    collectCoverage: true, collectCoverageFrom: ["src/**", "!**/x.js"], coverageReporters: ["lcov", ["text", { skipFull: true }]],
    coverageThreshold: { global: { lines: 80, branches: -2 }, "./src/a/": { functions: 100 } }, coverageDirectory: "out",
    reporters: ["default", ["jest-junit", { outputDirectory: "out", outputName: "j.xml" }], ["./mine.js", { a: 1 }], ["github-actions", { silent: false }]],
  }, { "mine.js": "module.exports = class { constructor(config, options) { this.o = options; } onDone(x) { return [this.o.a, x]; } };" });
  assert.equal(coverage.enabled, true);
  assert.deepEqual([coverage.include, coverage.exclude, coverage.directory], [["src/**"], ["**/x.js"], "ROOT/out"]);
  assert.deepEqual(coverage.reporters, [["lcov", {}], ["text", { skipFull: true }]]);
  assert.deepEqual(coverage.thresholds, [{ files: "global", branches: -2, lines: 80 }, { files: "./src/a/", functions: 100 }]);
  assert.deepEqual(reporters.map(({ name, index, outputFile }) => [name, index, outputFile]), [
    ["default", undefined, ""], ["junit", undefined, "ROOT/out/j.xml"], ["", 0, ""], ["github", undefined, ""],
  ]);
  const { config } = await import("./fixtures/plan.mjs");
  assert.deepEqual(await config.reporter({ index: 0, method: "onDone", arguments: [2] }), [1, 2]);
  assert.equal(await config.reporter({ index: 0, method: "none", arguments: [] }), undefined);
});
test("what the command line says is over everything", async () => {
  const plan = await planOf({ ...empty, "jest.config.json": { testTimeout: 1, projects: [{ testTimeout: 2 }] } }, { overrides: { testTimeout: 3 } });
  assert.equal(plan.projects[0].settings.testTimeout, 3);
  const inline = await planOf(empty, { file: '{"testTimeout": 4}' });
  assert.equal(inline.projects[0].settings.testTimeout, 4);
  await assert.rejects(planOf(empty, { file: "none.js" }), { message: /--config names a file that does not exist: ROOT\/none.js/ });
});
