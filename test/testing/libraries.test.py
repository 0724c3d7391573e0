# The test libraries in test files of `weft test`: whose names they go by, and what each means.
# test-timeout: 90 s
import json

from process import test, equal, match, files, weft


def outcomes(tree, *arguments):
    """Full names to statuses, and the whole report."""
    result = weft("test", "--json", *arguments, cwd=tree)
    report = json.loads(result.out)
    found = {}
    for file in report["testResults"]:
        for one in file["assertionResults"]:
            found[" > ".join([*one["ancestorTitles"], one["title"]])] = one["status"]
    return found, report


@test("@jest/globals and globals mean what Jest means, vitest what Vitest does, bun:test what Bun does")
def _():
    tree = files({
        "package.json": "{}",
        "jest.test.js": """
const { test: named, expect: check, jest: object } = require("@jest/globals");
named("jest: a value", () => 5);
test("jest: done", (done) => { setTimeout(done, 1); });
test("jest: mock", () => { const f = object.fn(() => 1); check(f()).toBe(1); });
""",
        "vitest.test.mjs": """
import { expect, test, vi, beforeEach, afterEach } from "vitest";
const log = [];
beforeEach(() => { log.push("b"); return () => log.push("clean"); });
afterEach(() => log.push("a1")); afterEach(() => log.push("a2"));
test("vitest: a value", () => 5);
test("vitest: hooks", ({ task }) => { expect(log.join(" ")).toBe("b a2 a1 clean b"); expect(task.name).toBe("vitest: hooks"); });
test("vitest: skip", ({ skip }) => { skip("why"); });
test.fails("vitest: fails", () => { throw 1; });
const extended = test.extend({ one: 1, two: async ({ one }, use) => { await use(one + 1); } });
extended("vitest: fixtures", ({ two }) => { expect(two).toBe(2); });
""",
        "bun.test.ts": """
import { expect, mock, setSystemTime, spyOn, test } from "bun:test";
test("bun: mock", () => { const f = mock((a: number) => a + 1); expect(f(1)).toBe(2); });
test("bun: time", () => { setSystemTime(new Date("2020-01-01T00:00:00Z")); expect(new Date().getUTCFullYear()).toBe(2020); setSystemTime(); });
""",
        "node.test.mjs": """
import test from "node:test";
test("node: subtests", async (t) => { await t.test("inner", () => { throw new Error("broke"); }); });
""",
    })
    found, _report = outcomes(tree)
    equal({name: status for name, status in found.items() if status != "passed"},
          {"jest: a value": "failed", "vitest: skip": "pending", "node: subtests": "failed"})
    equal(len(found), 11)


@test("an exit, what is no error, and an error that cannot be read fail their test alone")
def _():
    tree = files({"package.json": "{}", "a.test.js": """
test("exits", () => { process.exit(3); });
test("exits and goes on", () => { try { process.exit(4); } catch {} });
test("proxy", () => { throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 1; } }); });
test("bare", () => { throw Object.create(null); });
test("fine", () => {});
"""})
    found, report = outcomes(tree)
    equal(found, {"exits": "failed", "exits and goes on": "failed", "proxy": "failed", "bare": "failed", "fine": "passed"})
    match(json.dumps(report), r"process\.exit\(3\) was called")
    match(json.dumps(report), "a value that can't be shown")


@test("a snapshot is written, then compared; an inline one goes into the source")
def _():
    tree = files({"package.json": "{}", "a.test.ts": 'test("s", () => { expect({ a: 1 as number }).toMatchSnapshot(); expect([1]).toMatchInlineSnapshot(); });\n'})
    outcomes(tree)
    match((tree / "__snapshots__/a.test.ts.snap").read_text(), r'exports\[`s 1`\] = `\n\{\n  "a": 1,\n\}\n`;')
    match((tree / "a.test.ts").read_text(), r"toMatchInlineSnapshot\(`\n\[\n  1,\n\]\n`\)|toMatchInlineSnapshot\(`\n  \[")
    equal(outcomes(tree, "--ci")[0], {"s": "passed"})
    source = (tree / "a.test.ts").read_text()
    (tree / "a.test.ts").write_text(source.replace("a: 1", "a: 2"))
    equal(outcomes(tree, "--ci")[0], {"s": "failed"})


@test("a file without tests, a throw in describe, and an afterAll that fails are the file's faults")
def _():
    tree = files({"package.json": "{}", "a.test.js": "1;", "b.test.js": 'describe("x", () => { throw new Error("in describe"); });',
                  "c.test.js": 'test("t", () => {}); afterAll(() => { throw new Error("at the end"); });'})
    found, report = outcomes(tree)
    text = json.dumps(report)
    equal((found, report["success"]), ({"t": "passed"}, False))
    for part in ("Your test suite must contain at least one test", "in describe", "at the end"):
        match(text, part)
