# What Vitest's projects count on: when blocks are described, aliases, globs, matchers, defaults.
# test-timeout: 90 s
import json

from process import test, equal, files, weft


def outcomes(tree, *arguments):
    result = weft("test", "--json", *arguments, cwd=tree)
    report = json.loads(result.out)
    return {" > ".join([*one["ancestorTitles"], one["title"]]): one["status"] for file in report["testResults"] for one in file["assertionResults"]}


@test("callbacks of describe run when the file is done, each level after the one around it")
def _():
    tree = files({"package.json": "{}", "vitest.config.mjs": "export default {};", "a.test.mjs": """
import { describe, expect, test } from "vitest";
const order = [];
describe("first", () => {
  order.push("first");
  describe("inner", () => { order.push("inner"); test("sees what comes later", () => { expect(later).toBe(1); }); });
  order.push("end of first");
  test("order", () => { expect(order).toEqual(["file", "first", "end of first", "inner", "async", "second"]); });
});
describe("async", async () => { await null; order.push("async"); test("is waited for", () => {}); });
describe.each(rows())("row %s", (row) => { order.push("second"); test("runs", () => { expect(row).toBe(2); }); });
const later = 1;
function rows() { return [[2]]; }
order.push("file");
"""})
    found = outcomes(tree)
    equal(found, {"first > inner > sees what comes later": "passed", "first > order": "passed", "async > is waited for": "passed",
                  "row 2 > runs": "passed"})


@test("include may begin with ./ and have groups without a sign; aliases are relative to the configuration")
def _():
    tree = files({
        "package.json": {"type": "module"},
        "vitest.config.ts": """
import { configDefaults, defineConfig } from "vitest/config";
export default defineConfig({ test: {
  globals: true, include: ["./checks/**/(*.)+(case|check).[jt]s?(x)"], alias: { lib: "./source/lib.ts", "@own/": "./source/" },
  coverage: { enabled: true, exclude: [...(configDefaults.coverage.exclude ?? [])] },
} });
""",
        "source/lib.ts": "export const one = 1;",
        "checks/deep/a.case.ts": "import { one } from 'lib'; import * as own from '@own/lib'; test('a', () => { expect(own.one).toBe(one); });",
        "checks/b.check.js": "test('b', () => {});",
        "checks/c.test.js": "test('c', () => {});",
    })
    equal(outcomes(tree, "--no-coverage"), {"a": "passed", "b": "passed"})
    equal(weft("test", "--coverage=maybe", cwd=tree).code, 9)


@test("matchers of settled promises, of the order of calls and of sizes")
def _():
    tree = files({"package.json": "{}", "vitest.config.mjs": "export default {};", "a.test.mjs": """
import { expect, test, vi } from "vitest";
const fails = (fn) => { expect(fn).toThrow(); };
test("calls", () => {
  const first = vi.fn(), second = vi.fn();
  first("a", 1); second();
  expect(first).toHaveBeenCalledExactlyOnceWith("a", 1);
  expect(first).toHaveBeenCalledBefore(second); expect(second).toHaveBeenCalledAfter(first);
  fails(() => expect(first).toHaveBeenCalledExactlyOnceWith("b"));
  fails(() => expect(second).toHaveBeenCalledBefore(first));
  second();
  fails(() => expect(second).toHaveBeenCalledExactlyOnceWith());
  fails(() => expect(() => {}).toHaveBeenCalledExactlyOnceWith());
});
test("promises", async () => {
  const spy = vi.fn(async (value) => { if (value < 0) throw new Error("no"); return { value }; });
  await spy(1); await spy(2); await spy(-1).catch(() => {});
  expect(spy).toHaveResolved(); expect(spy).toHaveResolvedTimes(2); expect(spy).toHaveResolvedWith({ value: 2 });
  expect(spy).toHaveNthResolvedWith(1, { value: 1 }); expect(spy).not.toHaveLastResolvedWith({ value: 2 });
  fails(() => expect(spy).toHaveResolvedTimes(3));
});
test("sizes", () => {
  expect(new Set([1, 2])).toHaveLength(2); expect(new Map()).toHaveLength(0);
  fails(() => expect(new Set()).toHaveLength(1));
});
"""})
    equal(outcomes(tree), {"calls": "passed", "promises": "passed", "sizes": "passed"})


@test("ES modules of the project have require, __dirname and __filename of their own; those of packages have no names")
def _():
    tree = files({
        "package.json": {"type": "module"}, "vitest.config.mjs": "export default {};",
        "data.json": '{"here": "root"}', "lib/data.json": '{"here": "lib"}',
        "lib/helper.mjs": "export const folder = __dirname, here = require('./data.json').here;",
        "node_modules/pack/index.js": "export const kind = typeof __dirname;", "node_modules/pack/package.json": {"type": "module", "exports": "./index.js"},
        "a.test.mjs": """
import { expect, test } from "vitest";
import { folder, here } from "./lib/helper.mjs";
import { kind } from "pack";
test("own", () => {
  expect(__filename).toBe(__dirname + "/a.test.mjs"); expect(require("./data.json").here).toBe("root");
  expect(folder).toBe(__dirname + "/lib"); expect(here).toBe("lib"); expect(kind).toBe("undefined");
});
""",
    })
    equal(outcomes(tree), {"own": "passed"})
