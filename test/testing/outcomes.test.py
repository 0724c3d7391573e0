# What makes a test pass, fail, be skipped.
# test-timeout: 90 s
from process import test, equal, match
from tap import run_tests

kHead = 'import { test, it, describe, expect, jest, beforeEach } from "weft:test";\n'


@test("a throw, a rejection, done with an error, something that is no error")
def _():
    result = run_tests(kHead + """
test("throws", () => { throw new TypeError("no"); });
test("rejects", async () => { await null; throw new Error("later"); });
test("done", (done) => { setTimeout(done, 1); });
test("done with an error", (done) => { done(new Error("bad")); });
test("done with a text", (done) => { done("bad"); });
test("done twice", (done) => { done(); done(); });
test("done never", (done) => {}, 20);
test("hangs", () => new Promise(() => {}), { timeout: 20 });
test("text", () => { throw "text"; });
test("nothing", () => Promise.reject());
test("generator", function* () { expect(yield Promise.resolve(3)).toBe(3); });
""")
    equal([name for name, status in result.tests.items() if status == "ok"], ["done", "generator"])
    equal(result.errors["throws"], ["no"])
    equal(result.errors["rejects"], ["later"])
    equal(result.errors["done with an error"], ["bad"])
    equal(result.errors["done with a text"], ['Failed: "bad"'])
    equal(result.errors["done twice"], ["Expected done to be called once, but it was called multiple times."])
    match(result.errors["done never"][0], r"^Exceeded timeout of 20 ms for a test while waiting for `done\(\)` to be called\.\n")
    match(result.errors["hangs"][0], r"^Exceeded timeout of 20 ms for a test\.\n")
    equal(result.errors["text"], ['thrown: "text"'])
    equal(result.errors["nothing"], ["thrown: undefined"])
    equal(result.code, 1)


@test("only, within blocks that are marked or not")
def _():
    result = run_tests(kHead + """
test("plain", () => {});
describe.only("A", () => { test("a1", () => {}); test.only("a2", () => {}); describe("AA", () => { test("aa", () => {}); }); });
describe.only("B", () => { test("b1", () => {}); test.skip("b2", () => {}); test.todo("b3"); });
describe.skip("C", () => { test.only("c1", () => {}); });
describe("D", () => { it.only("d1", () => {}); it("d2", () => {}); });
""")
    equal(result.tests, {"plain": "skip", "A > a1": "skip", "A > a2": "ok", "A > AA > aa": "ok", "B > b1": "ok", "B > b2": "skip", "B > b3": "todo",
                         "C > c1": "skip", "D > d1": "ok", "D > d2": "skip"})


@test("skip, todo, failing, and their conditions")
def _():
    result = run_tests(kHead + """
test.skip("skip", () => { throw 1; });
test.todo("todo");
test.failing("failing", () => { throw new Error("as expected"); });
test.failing("failing passes", async () => {});
test.if(false)("if", () => { throw 1; });
test.skipIf(true)("skipIf", () => { throw 1; });
test.todoIf(true)("todoIf", () => { throw 1; });
test.runIf(true)("runIf", () => {});
describe.skipIf(true)("block", () => { test("in", () => { throw 1; }); });
test("options", { skip: true }, () => { throw 1; });
test.failing.each([1, 2])("each %i", (n) => { expect(n).toBe(1); });
""")
    equal(result.tests, {"skip": "skip", "todo": "todo", "failing": "ok", "failing passes": "not ok", "if": "skip", "skipIf": "skip", "todoIf": "todo",
                         "runIf": "ok", "block > in": "skip", "options": "skip", "each 1": "not ok", "each 2": "ok"})
    match(result.errors["failing passes"][0], "^Failing test passed even though it was supposed to fail")


@test("what nobody caught fails the test that runs; a rejection that is handled in time does not")
def _():
    result = run_tests(kHead + """
test("forgotten", () => { Promise.reject(new Error("forgotten")); });
test("handled", async () => { const p = Promise.reject(new Error("no")); await null; await p.catch(() => {}); });
test("in a timer", async () => { setTimeout(() => { throw new Error("timer"); }, 1); await new Promise((resolve) => setTimeout(resolve, 15)); });
test("in a tick", () => { process.nextTick(() => { throw new Error("tick"); }); });
test("after", () => {});
""")
    equal(result.errors, {"forgotten": ["forgotten"], "in a timer": ["timer"], "in a tick": ["tick"]})
    equal(result.tests["after"], "ok")


@test("assertions are counted for each test, also of those that run together")
def _():
    result = run_tests(kHead + """
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
test("too few", () => { expect.assertions(2); expect(1).toBe(1); });
test("none", () => { expect.hasAssertions(); });
test("soft", () => { expect.soft(1).toBe(2); expect.soft(3).toBe(4); });
test.concurrent("a", async () => { expect.assertions(2); expect(1).toBe(1); await wait(10); expect(1).toBe(1); });
test.concurrent("b", async () => { expect.assertions(1); await wait(5); expect(expect.getState().currentTestName).toBe("b"); });
test.concurrent("c", async () => { expect.assertions(1); await wait(2); });
""")
    equal({name: len(list_) for name, list_ in result.errors.items()}, {"too few": 1, "none": 1, "soft": 2, "c": 1})


@test("tests that are concurrent overlap, at most five of them; the rest keeps its order")
def _():
    result = run_tests(kHead + """
let open = 0, most = 0; const log = [];
test("first", () => { log.push("first"); });
for (let i = 0; i < 12; i++) test.concurrent("c" + i, async () => { most = Math.max(most, ++open); await new Promise((r) => setTimeout(r, 3)); open--; log.push("c"); });
test("last", () => { log.push("last"); console.log("LOG " + most + " " + log[0] + " " + log.at(-1) + " " + log.length); });
""")
    equal(result.out, ["5 first last 14"])


@test("a test is tried again: retry at once, jest.retryTimes after the others; repeats until one fails")
def _():
    result = run_tests(kHead + """
const log = [];
jest.retryTimes(2);
let n = 0, m = 0, k = 0;
test("later", () => { log.push("later"); expect(++n).toBe(3); });
test("at once", () => { log.push("now"); expect(++m).toBe(2); }, { retry: 1 });
test("repeats", () => { expect(++k).toBeLessThan(4); }, { repeats: 5 });
process.on("exit", () => console.log("LOG " + log.join(" ")));
""")
    equal(result.tests, {"later": "ok", "at once": "ok", "repeats": "not ok"})
    equal(result.out, ["later now now later later"])


@test("the microtasks and ticks of a test run before the next")
def _():
    result = run_tests(kHead + """
let seen = "";
test("one", () => { Promise.resolve().then(() => { seen += "microtask "; }); process.nextTick(() => { seen += "tick"; }); });
test("two", () => { expect(seen).toMatch(/microtask/); expect(seen).toMatch(/tick/); });
""")
    equal(result.tests, {"one": "ok", "two": "ok"})
