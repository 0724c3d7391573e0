# each and for: their rows and titles.
# test-timeout: 90 s
from process import test, equal, match
from tap import run_tests


@test("titles of lists, in printf's way")
def _():
    result = run_tests("""
import { test } from "weft:test";
const f = () => {};
test.each([[1, 2], [3, 4]])("%i + %i", f);
test.each([1, "a", null, undefined, { a: 1 }, [1, 2]])("one %p", f);
test.each(["a"])("text %s %%", f);
test.each([{ a: 1 }])("json %j", f);
test.each([[{ a: 1 }, "%s"]])("row %p %s %j", f);
test.each([["a"], ["b"]])("index %# number %$ %s", f);
test.each([[NaN, () => {}, new Map([[1, 2]])]])("%p %p %p", f);
test.each([1n])("%s", f);
""")
    equal(list(result.tests), ["1 + 2", "3 + 4", "one 1", 'one "a"', "one null", "one undefined", 'one {"a": 1}', "one [1, 2]", "text a %", 'json {"a":1}',
                               'row {"a": 1} %s %j', "index 0 number 1 a", "index 1 number 2 b", "NaN [Function anonymous] Map {1 => 2}", "1n"])


@test("titles of objects and tables, by name")
def _():
    result = run_tests("""
import { test, describe, expect } from "weft:test";
const f = () => {};
test.each([{ a: 1, b: { c: "x" } }, { a: 2, b: { c: ["y"] } }])("$a $b.c $b $# $missing", f);
test.each`
  a           | b      | sum
  ${1}        | ${2}   | ${3}
  ${{ x: 1 }} | ${[1]} | ${"s"}
`("$a + $b = $sum $a.x", ({ a, sum }) => { expect(sum).toBeDefined(); });
describe.each`
  n
  ${1}
  ${2}
`("block $n", ({ n }) => { test("is one", () => { expect(n).toBe(1); }); });
""")
    equal(list(result.tests), ['1 x {"c": "x"} 0 $missing', '2 ["y"] {"c": [Array]} 1 $missing', "1 + 2 = 3 1", '{"x": 1} + [1] = s 1', "block 1 > is one",
                               "block 2 > is one"])
    equal(result.tests["block 2 > is one"], "not ok")


@test("a faulty table is a test that fails")
def _():
    result = run_tests("""
import { test } from "weft:test";
const f = () => {};
test.each([])("empty", f);
test.each(5)("no list", f);
test.each`
  a    | b
  ${1}
`("too few", f);
test.each`a`("no data", f);
""")
    equal(result.tests, {"empty": "not ok", "no list": "not ok", "too few": "not ok", "no data": "not ok"})
    match(result.errors["too few"][0], "Missing 1 argument$")
    match(result.errors["no list"][0], "must be called with an Array or Tagged Template Literal")


@test("arguments: the items of a row, then done; for gives the row")
def _():
    result = run_tests("""
import { test, expect } from "weft:test";
test.each([[1, 2]])("spread", (a, b, ...rest) => { expect([a, b, rest]).toEqual([1, 2, []]); });
test.each([[1]])("done", (a, done) => { expect(a).toBe(1); setTimeout(done, 1); });
test.for([[1, 2]])("for %i", (row) => { expect(row).toEqual([1, 2]); });
""")
    equal(result.tests, {"spread": "ok", "done": "ok", "for 1": "ok"})
