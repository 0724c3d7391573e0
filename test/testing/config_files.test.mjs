// Which file configures tests, weft's own and Bun's files.
import { test, assert } from "../harness.mjs";
import { config, planOf } from "./fixtures/plan.mjs";

const jest = { "jest.config.js": "module.exports = {}" };
const vitest = { "vitest.config.js": "export default {}" };

test("the first that is there, from the folder upward to a package.json", async () => {
  const toml = { "weft.toml": "[test]\ntimeout = 1\n" };
  const own = { "weft.config.ts": "export default { test: { timeout: 2 } }" };
  const bun = { "bunfig.toml": "[test]\ncoverage = true\n" };
  const fileOf = async (files, request) => (await planOf({ "package.json": {}, ...files }, request)).file.slice(5);
  assert.equal(await fileOf({ ...own, ...toml, ...jest, ...bun }), "weft.config.ts");
  assert.equal(await fileOf({ ...toml, ...jest, ...bun }), "weft.toml");
  assert.equal(await fileOf({ "weft.toml": "[run]\n", ...jest, ...bun }), "jest.config.js");
  assert.equal(await fileOf(bun), "bunfig.toml");
  assert.equal(await fileOf({ "bunfig.toml": "[install]\n" }), "");
  assert.equal(await fileOf({ ...jest, "src/deep/x.js": "" }, { from: "src/deep" }), "jest.config.js");
  assert.equal(await fileOf({ ...jest, "sub/package.json": {} }, { from: "sub" }), "");
  assert.equal(await fileOf({ "vite.config.js": "export default {}" }), "");
  assert.equal(await fileOf({ "vite.config.js": "export default { test: {} }" }), "vite.config.js");
  assert.equal(await fileOf({ ...jest, "other.json": { testTimeout: 1 } }, { file: "other.json" }), "other.json");
});
test("Jest's beside Vitest's: the script that runs tests decides", async () => {
  const both = async (script) => (await planOf({ "package.json": { scripts: { test: script } }, ...jest, ...vitest })).file.slice(5);
  assert.equal(await both("vitest run"), "vitest.config.js");
  assert.equal(await both("NODE_ENV=test jest --ci"), "jest.config.js");
});
test("without a file, what holds anyway", async () => {
  const { projects: [{ settings, discovery }], file, warnings } = await planOf({ "package.json": {} });
  assert.equal(file, "");
  assert.deepEqual(warnings, []);
  assert.deepEqual(settings, { rootDir: "ROOT" });
  assert.equal(discovery.match.length, 0);
});
test("weft.toml and weft.config: Jest's keys, and a few beside them", async () => {
  const { projects: [{ settings, discovery }], coverage, warnings } = await planOf({
    "package.json": {}, "set.ts": "",
    "weft.toml": '[test]\ntimeout = 5\nretry = 2\npreload = "./set.ts"\nenvironment = "jsdom"\ninclude = ["a/**"]\nexclude = ["b/**"]\ncoverage = true\ntimeot = 1\n[test.env]\nA = 1\n[test.alias]\n"@" = "/x"\n',
  });
  assert.deepEqual([settings.testTimeout, settings.retry, settings.environment, settings.env, settings.flavour], [5, 2, "jsdom", { A: "1" }, "jest"]);
  assert.deepEqual(settings.setupFilesAfterEnv, ["ROOT/set.ts"]);
  assert.deepEqual([discovery.match, discovery.exclude], [["a/**"], ["b/**"]]);
  assert.deepEqual(settings.alias, [["^@(?=/|$)", "", "/x"]]);
  assert.equal(coverage.enabled, true);
  assert.deepEqual(warnings, ['ROOT/weft.toml: there is no option "timeot"; did you mean "timeout"?']);
  const { projects: [asVitest] } = await planOf({ "package.json": {}, "weft.config.mjs": "export default { flavour: 'vitest', globals: true }" });
  assert.deepEqual([asVitest.settings.flavour, asVitest.settings.globals], ["vitest", true]);
  await assert.rejects(planOf({ "package.json": {}, "weft.config.json": { flavour: "jasmine" } }), { message: /"flavour" must be/ });
});
test("bunfig.toml", async () => {
  const { projects: [{ settings, discovery }], coverage, reporters, bail } = await planOf({
    "package.json": {}, "p.ts": "",
    "bunfig.toml": '[test]\nroot = "./t"\npreload = ["./p.ts"]\ntimeout = 9\nbail = 3\nrerunEach = 2\nsmol = true\ncoverageThreshold = 0.5\ncoverageReporter = ["lcov"]\n[test.reporter]\ndots = true\njunit = "j.xml"\n',
  });
  assert.deepEqual([settings.flavour, settings.rootDir, settings.testTimeout, settings.repeats, bail], ["bun", "ROOT/t", 9, 1, 3]);
  assert.deepEqual(settings.setupFilesAfterEnv, ["ROOT/p.ts"]);
  assert.deepEqual(discovery.roots, ["ROOT/t"]);
  assert.deepEqual(coverage.thresholds, [{ files: "global", lines: 50, functions: 50, statements: 50 }]);
  assert.deepEqual(reporters.map(({ name }) => name), ["dots", "junit"]);
});
test("patterns are tried for whoever has no JavaScript", () => {
  assert.deepEqual(config.selectPaths({ patterns: ["(?<=a)\\.js$", "^/x/"], paths: ["/a.js", "/b.js", "/x/y"] }), [0, 2]);
});
test("global set-up and tear-down, in order; what is provided", async () => {
  globalThis.seen = [];
  await planOf({
    "package.json": {}, "vitest.config.js": "export default { test: { provide: { a: 1 }, globalSetup: ['./one.js', './two.js', './three.js'] } }",
    "one.js": "export default ({ provide }) => { seen.push('up 1'); provide('port', 80); return () => { seen.push('down 1'); }; }",
    "two.js": "export const setup = async (project) => { seen.push(`up 2 ${project.config.flavour}`); }; export const teardown = () => { seen.push('down 2'); throw new Error('late'); };",
    "three.js": "export function teardown() { seen.push('down 3'); }",
  });
  assert.deepEqual(await config.setUp({}), { provided: [{ a: 1, port: 80 }] });
  await assert.rejects(config.tearDown(), { message: "late" });
  assert.deepEqual(globalThis.seen, ["up 1", "up 2 vitest", "down 3", "down 2", "down 1"]);
  globalThis.seen = [];
  await planOf({
    "package.json": {}, "jest.config.json": { globalSetup: "./up.ts", globalTeardown: "./down.cjs", displayName: "n" },
    "up.ts": "export default async (globals: any, project: any) => { seen.push(project.displayName.name); };", "down.cjs": "module.exports = () => { seen.push('down'); };",
  });
  await config.setUp({});
  await config.tearDown();
  await config.tearDown();
  assert.deepEqual(globalThis.seen, ["n", "down"]);
});
