# node:test as a program of its own.
# test-timeout: 90 s
from process import test, equal, match
from tap import run_tests

kHead = """
import assert from "node:assert";
import test, { describe, it, suite, before, after, beforeEach, afterEach, mock } from "node:test";
const log = [];
process.on("exit", () => console.log("LOG " + log.join(" ")));
"""


@test("tests, suites, hooks, and subtests with hooks of their own")
def _():
    result = run_tests(kHead + """
before(() => log.push("b")); after(() => log.push("a")); beforeEach(() => log.push("bE")); afterEach(() => log.push("aE"));
test("outer", async (t) => {
  t.beforeEach(() => log.push("t.bE")); t.after(() => log.push("t.a"));
  log.push("outer");
  await t.test("one", () => { log.push("one"); });
  await t.test("two", async (t) => { await t.test("deep", () => { log.push("deep"); }); });
});
describe("suite", () => { before(() => log.push("s.b")); it("in", () => log.push("in")); });
""")
    equal(result.out[0], "b bE outer bE t.bE one aE bE t.bE bE t.bE deep aE aE t.a aE s.b bE in aE a")
    equal(result.tests, {"outer > one": "ok", "outer > two > deep": "ok", "outer > two": "ok", "outer": "ok", "suite > in": "ok"})
    equal(result.code, 0)


@test("what fails: a throw, a subtest, a callback, a timeout, a signal, a plan, what is never settled")
def _():
    result = run_tests(kHead + """
test("throws", () => { assert.strictEqual(1, 2); });
test("outer", async (t) => { await t.test("inner", () => { throw new Error("broke"); }); await t.test("fine", () => {}); });
test("done", (t, done) => { setTimeout(done, 1); });
test("done with an error", (t, done) => { done(new Error("bad")); });
test("slow", { timeout: 20 }, async () => { await new Promise((resolve) => setTimeout(resolve, 500)); });
test("aborted", { signal: AbortSignal.abort(new Error("aborted")) }, async () => { await new Promise(() => {}); });
test("plan", (t) => { t.plan(2); t.assert.ok(true); });
test("plan holds", async (t) => { t.plan(2); t.assert.ok(true); await t.test("counts", () => {}); });
test("left", (t) => { t.test("never ends", async () => { await new Promise((resolve) => setTimeout(resolve, 100)); }); });
test("hangs", async () => { await new Promise(() => {}); });
""")
    equal([name for name, status in result.tests.items() if status == "ok"], ["outer > fine", "done", "plan holds > counts", "plan holds"])
    match(result.errors["throws"][0], "^Expected values to be strictly equal")
    equal(result.errors["outer"], ['1 subtest failed: "inner"'])
    equal(result.errors["done with an error"], ["bad"])
    equal(result.errors["slow"], ["test timed out after 20ms"])
    equal(result.errors["aborted"], ["aborted"])
    equal(result.errors["plan"], ["plan expected 2 assertions but received 1"])
    match(result.errors["hangs"][0], "still pending")
    equal(result.code, 1)


@test("skip and todo, as options, as methods and from within")
def _():
    result = run_tests(kHead + """
test.skip("a", () => { throw 1; });
test("b", { skip: "why" }, () => { throw 1; });
test("c", (t) => { t.skip("later"); });
test.todo("d");
test("e", { todo: true }, () => { throw new Error("allowed"); });
test("f", (t) => { t.todo("soon"); throw new Error("allowed"); });
describe("g", { skip: true }, () => { it("in", () => { throw 1; }); });
it("h", { only: true }, () => {});
""")
    equal(result.tests, {"a": "skip", "b": "skip", "c": "skip", "d": "todo", "e": "todo", "f": "todo", "g > in": "skip", "h": "ok"})
    equal(result.code, 0)


@test("a program may wait for its tests at the top level")
def _():
    result = run_tests(kHead + """
await test("one", async () => { await null; log.push("one"); });
log.push("between");
await test("two", () => { log.push("two"); });
await new Promise((resolve) => setTimeout(resolve, 5));
await test("three", () => { log.push("three"); });
log.push("end");
""")
    equal(result.out[0], "one between two three end")
    equal(result.tests, {"one": "ok", "two": "ok", "three": "ok"})


@test("mocks: functions, methods, getters, how often; they end with the test")
def _():
    result = run_tests(kHead + """
const object = { value: 2, double(n) { return n * this.value; }, get size() { return 1; } };
test("mocks", (t) => {
  const fn = t.mock.fn((a) => a + 1);
  assert.strictEqual(fn(1), 2);
  assert.deepStrictEqual(fn.mock.calls[0].arguments, [1]);
  assert.strictEqual(fn.mock.callCount(), 1);
  const method = t.mock.method(object, "double", () => 0, { times: 2 });
  assert.deepStrictEqual([object.double(1), object.double(1), object.double(1)], [0, 0, 2]);
  assert.strictEqual(method.mock.calls[0].this, object);
  t.mock.getter(object, "size", () => 9);
  assert.strictEqual(object.size, 9);
  const once = t.mock.fn(() => "all");
  once.mock.mockImplementationOnce(() => "second", 1);
  assert.deepStrictEqual([once(), once(), once()], ["all", "second", "all"]);
  class A {}
  const Mock = t.mock.fn(A);
  assert.ok(new Mock() instanceof A);
});
test("they are gone", () => { assert.deepStrictEqual([object.double(3), object.size], [6, 1]); });
test("timers", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 });
  let rang = 0;
  setTimeout(() => { rang++; }, 50);
  mock.timers.tick(49);
  assert.strictEqual(rang, 0);
  mock.timers.tick(1);
  assert.deepStrictEqual([rang, Date.now()], [1, 1050]);
  mock.timers.reset();
  assert.ok(Date.now() > 1050);
});
""")
    equal(result.tests, {"mocks": "ok", "they are gone": "ok", "timers": "ok"})


@test("the report spec names what failed, and where")
def _():
    from process import files, weft
    tree = files({"a.mjs": 'import test from "node:test";\ntest("fine", () => {});\ntest("bad", (t) => { t.diagnostic("told"); throw new Error("broke"); });\n'})
    result = weft(tree / "a.mjs")
    equal(result.code, 1)
    for part in (r"✔ fine \(\d", r"✖ bad \(\d", "ℹ told", "ℹ tests 2", "ℹ pass 1", "ℹ fail 1", "✖ failing tests:", r"test at .*a\.mjs:3:\d+\n✖ bad\n  Error: broke"):
        match(result.out, part)


@test("the module goes by its whole name only")
def _():
    from process import files, weft
    tree = files({"a.cjs": 'console.log(require("test"), require("node:module").isBuiltin("test"), typeof require("node:test").describe);', "node_modules/test/index.js": "module.exports = 'own';"})
    equal(weft(tree / "a.cjs").ok().out, "own false function\n")
