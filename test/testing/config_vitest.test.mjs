// Vitest's configuration, and Vite's around it, become a plan.
import { test, assert } from "../harness.mjs";
import { builtin } from "../mock/fixtures/builtins.mjs";
import { planOf } from "./fixtures/plan.mjs";

const vitest = { "package.json": { devDependencies: { vitest: "3" } } };
async function plan(config, files = {}) {
  return planOf({ ...vitest, "vitest.config.ts": `export default ${config}`, ...files });
}
const only = async (config, files) => (await plan(config, files)).projects[0];

test("without options, Vitest's defaults", async () => {
  const { settings, discovery } = await only("{}");
  assert.equal(settings.flavour, "vitest");
  assert.equal(settings.globals, false);
  assert.equal(settings.hookTimeout, 10_000);
  assert.equal(settings.hookOrder, "stack");
  assert.equal(settings.assets, "vite");
  assert.deepEqual(discovery.match, ["**/*.{test,spec}.?(c|m)[jt]s?(x)"]);
  assert(discovery.exclude.includes("**/node_modules/**"));
  assert.equal(settings.env.VITEST, "true");
});
test("the common keys", async () => {
  const { settings, discovery, globalSetup, serial } = await only(`{ test: {
    globals: true, environment: "happy-dom", environmentOptions: { happyDOM: { width: 3 } }, setupFiles: ["./s.ts"], globalSetup: "./g.ts",
    include: ["t/**"], exclude: ["x/**"], testTimeout: 1, hookTimeout: 2, retry: 3, maxConcurrency: 4, mockReset: true, unstubEnvs: true,
    sequence: { shuffle: { tests: true }, concurrent: true, seed: 5, hooks: "list" }, env: { A: 1 }, fakeTimers: { toFake: ["Date"] },
    expect: { requireAssertions: true }, provide: { k: [1] }, allowOnly: false, fileParallelism: false, pool: "threads", css: { modules: { classNameStrategy: "non-scoped" } },
  } }`, { "s.ts": "", "g.ts": "" });
  assert.equal(settings.environment, "happy-dom");
  assert.deepEqual(settings.environmentOptions, { happyDOM: { width: 3 } });
  assert.deepEqual(settings.setupFilesAfterEnv, ["ROOT/s.ts"]);
  assert.deepEqual([globalSetup, serial], [["ROOT/g.ts"], true]);
  assert.deepEqual([discovery.match, discovery.exclude], [["t/**"], ["x/**"]]);
  const { testTimeout, hookTimeout, retry, maxConcurrency, seed, hookOrder, forbidOnly, cssModules } = settings;
  assert.deepEqual([testTimeout, hookTimeout, retry, maxConcurrency, seed, hookOrder, forbidOnly, cssModules], [1, 2, 3, 4, 5, "list", true, "non-scoped"]);
  assert.deepEqual([settings.globals, settings.resetMocks, settings.unstubEnvs, settings.concurrent, settings.randomize], [true, true, true, true, true]);
  assert.deepEqual([settings.env.A, settings.provided, settings.fakeTimers], ["1", { k: [1] }, { toFake: ["Date"] }]);
});
test("aliases, defines, .env files, conditions, extensions", async () => {
  const { settings } = await only(`{
    define: { __V__: '"1"', "process.env.X": '"y"' }, base: "/b/",
    resolve: { alias: [{ find: "@", replacement: "/src" }, { find: /^~(.*)$/i, replacement: "lib$1" }], conditions: ["custom"], extensions: [".ts", ".js"] },
    test: { alias: { "@/": "/first/" } },
  }`, { ".env": "VITE_A=1\nSECRET=2", ".env.test": "VITE_A=3" });
  assert.deepEqual(settings.alias, [["^@\\/", "", "/first/"], ["^@(?=/|$)", "", "/src"], ["^~(.*)$", "i", "lib$1"]]);
  assert.deepEqual(settings.globalValues, { __V__: "1" });
  assert.deepEqual([settings.env.X, settings.env.VITE_A, settings.env.SECRET, settings.env.BASE_URL], ["y", "3", undefined, "/b/"]);
  assert.deepEqual(settings.conditions, ["node", "module-sync", "node-addons", "custom"]);
  assert.deepEqual(settings.moduleFileExtensions, ["ts", "js"]);
});
test("functions get the mode, plugins add to the configuration", async () => {
  const { projects: [{ settings }], warnings } = await plan(`async ({ mode }) => ({
    plugins: [[Promise.resolve({ name: "late", enforce: "post", config: (c) => ({ test: { retry: c.test.retry + 1 } }) })],
      { name: "early", config: { handler: () => ({ test: { retry: 4 } }) } }, null, { name: "code", transform() {} }],
    test: { env: { MODE_WAS: mode } },
  })`);
  assert.equal(settings.env.MODE_WAS, "test");
  assert.equal(settings.retry, 5);
  assert.deepEqual(warnings, ["ROOT/vitest.config.ts: the plugin code finds and transforms no modules in weft test"]);
});
test("projects: globs, options in place, extends, a workspace's file", async () => {
  const files = { "packages/a/vite.config.ts": "export default { test: { testTimeout: 9 } }", "packages/a/package.json": { name: "@x/a" }, "packages/b/x.ts": "", "base.ts": "export default { test: { retry: 7 } }" };
  const { projects } = await plan(`{ test: { retry: 1, globals: true, projects: ["packages/*", { extends: true, test: { name: "in" } }, { extends: "./base.ts", test: { name: { label: "base", color: "red" }, root: "./sub" } }] } }`, files);
  assert.deepEqual(projects.map(({ name, color, settings }) => [name, color, settings.rootDir, settings.retry, settings.globals, settings.testTimeout]), [
    ["@x/a", "", "ROOT/packages/a", 0, false, 9], ["b", "", "ROOT/packages/b", 0, false, 5000], ["in", "", "ROOT", 1, true, 5000], ["base", "red", "ROOT/sub", 7, false, 5000],
  ]);
  const workspace = await planOf({ ...vitest, ...files, "vitest.workspace.ts": "export default ['packages/a', { test: { name: 'w' } }]" });
  assert.deepEqual(workspace.projects.map(({ name }) => name), ["@x/a", "w"]);
  await assert.rejects(plan(`{ test: { projects: [{ test: { name: "a" } }, { test: { name: "a" } }] } }`), { message: /two projects are called "a"/ });
});
test("wrong keys and types", async () => {
  const { warnings } = await plan(`{ test: { enviroment: "jsdom", coverage: { treshold: 1 }, runner: "./x" } }`);
  assert.deepEqual(warnings, [
    'ROOT/vitest.config.ts: there is no option "test.enviroment"; did you mean "test.environment"?',
    'ROOT/vitest.config.ts: "test.runner" is ignored: the runner is weft\'s own',
    'ROOT/vitest.config.ts: there is no option "test.coverage.treshold"; did you mean "test.coverage.thresholds"?',
  ]);
  await assert.rejects(plan(`{ test: { testTimeout: "1" } }`), { name: "ConfigurationError", message: 'ROOT/vitest.config.ts: "test.testTimeout" must be a number, not "1"' });
  await assert.rejects(plan(`{ test: { setupFiles: "./none.ts" } }`), { message: /"test.setupFiles" names "\.\/none\.ts"/ });
});
test("coverage and reporters", async () => {
  const { coverage, reporters, slowTestThreshold } = await plan(`{ test: {
    coverage: { enabled: true, include: ["src/**"], exclude: ["src/x"], reporter: ["lcov"], thresholds: { lines: 9, perFile: true, "src/**": { 100: true } } },
    reporters: ["dot", ["junit", { suiteName: "s" }], "json"], outputFile: { junit: "j.xml" },
  } }`);
  assert.deepEqual(coverage.thresholds, [
    { files: "global", lines: 9, perFile: true }, { files: "src/**", perFile: true, statements: 100, branches: 100, functions: 100, lines: 100 },
  ]);
  assert.deepEqual([coverage.enabled, coverage.include, coverage.exclude, coverage.reporters], [true, ["src/**"], ["src/x"], [["lcov", {}]]]);
  assert.deepEqual(reporters.map(({ name, outputFile }) => [name, outputFile]), [["dots", ""], ["junit", "ROOT/j.xml"], ["json", ""]]);
  assert.equal(slowTestThreshold, 300);
});
test("what files import of vitest/config and vite", async () => {
  const vite = await builtin("test_config_vite");
  const config = { test: { globals: true } };
  assert.equal(vite.defineConfig(config), config);
  assert.deepEqual(vite.mergeConfig({ plugins: [1], test: { include: ["a"], retry: 1 }, resolve: { alias: { a: "1" } } }, { plugins: [2], test: { include: ["b"], retry: 2 }, resolve: { alias: [{ find: "b", replacement: "2" }] } }), {
    plugins: [1, 2], test: { include: ["a", "b"], retry: 2 }, resolve: { alias: [{ find: "b", replacement: "2" }, { find: "a", replacement: "1" }] },
  });
  assert.throws(() => vite.createServer({}), { message: /createServer\(\) cannot be called/ });
  assert(vite.createFilter(["**/*.ts"], /x/)("/a/b.ts"));
  assert(!vite.createFilter(["**/*.ts"], /x/)("/x/b.ts"));
  assert(vite.configDefaults.exclude.includes("**/dist/**"));
});
