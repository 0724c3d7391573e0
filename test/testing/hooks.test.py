# The order of hooks, and what follows from one that fails: as jest-circus has it.
# test-timeout: 90 s
from process import test, equal, match
from tap import run_tests

kHead = """
import { test, describe, expect, beforeAll, beforeEach, afterAll, afterEach } from "weft:test";
const log = [];
const say = (word) => { log.push(word); };
process.on("exit", () => console.log("LOG " + log.join(" ")));
"""


@test("outer hooks stand around inner ones; after-hooks run in order")
def _():
    result = run_tests(kHead + """
beforeAll(() => say("bA")); beforeEach(() => say("bE")); afterEach(() => say("aE")); afterAll(() => say("aA"));
test("one", () => say("one"));
describe("block", () => {
  beforeAll(async () => { await null; say("+bA"); }); afterAll(() => say("+aA1")); afterAll(() => say("+aA2"));
  beforeEach(async () => say("+bE")); afterEach(() => say("+aE1")); afterEach(() => say("+aE2"));
  test("two", async () => { await null; say("two"); });
  describe("deep", () => { beforeEach(() => say("++bE")); test("three", () => say("three")); });
  describe("none runs", () => { beforeAll(() => say("never")); test.skip("four", () => {}); });
});
""")
    equal(result.out[0], "bA bE one aE +bA bE +bE two +aE1 +aE2 aE bE +bE ++bE three +aE1 +aE2 aE +aA1 +aA2 aA")
    equal(result.tests, {"one": "ok", "block > two": "ok", "block > deep > three": "ok", "block > none runs > four": "skip"})
    equal(result.code, 0)


@test("a beforeAll that fails fails the tests beneath, which do not run; their afterEach do")
def _():
    result = run_tests(kHead + """
afterEach(() => say("aE"));
describe("block", () => {
  beforeAll(() => { throw new Error("broke"); }); beforeAll(() => say("bA2")); beforeEach(() => say("bE")); afterAll(() => say("aA"));
  test("one", () => say("one")); describe("deep", () => { test("two", () => say("two")); });
});
test("three", () => say("three"));
""")
    equal(result.out[0], "bA2 aE aE aA three aE")
    equal(result.tests, {"block > one": "not ok", "block > deep > two": "not ok", "three": "ok"})
    equal(result.errors, {"block > one": ["broke"], "block > deep > two": ["broke"]})


@test("after a beforeEach that fails no other runs; one afterEach that fails does not keep the next from running")
def _():
    result = run_tests(kHead + """
describe("before", () => {
  beforeEach(() => { throw new Error("broke"); }); beforeEach(() => say("no")); afterEach(() => say("aE"));
  test("one", () => say("no"));
});
describe("after", () => {
  afterEach(() => { throw new Error("a"); }); afterEach(() => { throw new Error("b"); });
  test("two", () => { throw new Error("c"); });
});
""")
    equal(result.out[0], "aE")
    equal(result.errors, {"before > one": ["broke"], "after > two": ["c", "a", "b"]})


@test("an afterAll that fails belongs to the file")
def _():
    result = run_tests(kHead + """
describe("block", () => { afterAll(() => { throw new Error("broke"); }); test("one", () => {}); });
""")
    equal((result.tests, result.outside, result.code), ({"block > one": "ok"}, ["Error: broke"], 1))


@test("a hook that hangs fails by its timeout, and names itself")
def _():
    result = run_tests(kHead + """
beforeEach(() => new Promise(() => {}), 20);
test("one", () => say("no"));
""")
    match(result.errors["one"][0], r"^Exceeded timeout of 20 ms for a hook\.\n")
    equal(result.places["one"], ["main.test.mjs:7:1"])


@test("hooks and tests within tests are errors of the test; tests that come too late are the file's")
def _():
    result = run_tests(kHead + """
test("one", () => { beforeEach(() => {}); });
test("two", () => { test("inner", () => {}); });
test("three", () => { describe("inner", () => {}); });
afterAll(() => { test("late", () => {}); });
""")
    match(result.errors["one"][0], r'^Hooks cannot be defined inside tests\. Hook of type "beforeEach" is nested within "one"\.')
    match(result.errors["two"][0], r'^Tests cannot be nested\. Test "inner" cannot run because it is nested within "two"\.')
    match(result.errors["three"][0], r'^Cannot nest a describe inside a test\.')
    match(result.outside[0], r"^Error: Cannot add a test after tests have started running")
