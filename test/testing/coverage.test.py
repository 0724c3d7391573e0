# weft test --coverage: what is counted, what is reported, what fails.
import json

from process import equal, files, match, test, weft

kTree = {
    "package.json": {"type": "module"},
    "src/price.ts": """export function price(net: number, isReduced = false): number {
  if (net < 0) {
    throw new RangeError("negative");
  }
  return isReduced ? net * 1.07 : net * 1.19;
}
export const unused = () => 1;
""",
    "src/view.tsx": "export const view = (name: string) => <b>{name ? name : 'nobody'}</b>;\n",
    "src/other.js": "export function other() { return 1; }\n",
    "price.test.ts": """import { price } from "./src/price";
import { test, expect } from "weft:test";
test("full", () => { expect(price(100)).toBe(119); });
""",
    "again.test.ts": """import { price } from "./src/price";
import { test, expect } from "weft:test";
test("reduced", () => { expect(price(100, true)).toBe(107); expect(price(1)).toBeGreaterThan(1); });
""",
}


def report(tree, *options):
    root = files(tree)
    result = weft("test", "--coverage", "--coverage-reporter=json", *options, cwd=root).ok()
    read = json.loads((root / "coverage/coverage-final.json").read_text())
    return {path.split("/")[-1]: file for path, file in read.items()}


@test("statements, functions and branches of all files' runs together, in the source as written")
def _():
    covered = report(kTree)
    equal(list(covered), ["price.ts"])
    price = covered["price.ts"]
    equal([it["name"] for it in price["fnMap"].values()], ["price", "(anonymous_0)"])
    equal(list(price["f"].values()), [3, 0])
    equal(list(price["b"].values()), [[0, 3], [1, 2]])
    starts = [(it["start"]["line"], it["start"]["column"]) for it in price["statementMap"].values()]
    equal(starts, [(2, 2), (3, 4), (5, 2), (7, 22), (7, 28)])
    equal([price["s"][k] > 0 for k in price["s"]], [True, False, True, True, False])


@test("files that no test loads count where they are asked for, and those that are left out do not")
def _():
    covered = report(kTree, "--coverage-include=src/**", "--coverage-exclude=**/price.ts")
    equal(sorted(covered), ["other.js", "view.tsx"])
    equal(list(covered["other.js"]["f"].values()), [0])


@test("what becomes other code is counted where it was written")
def _():
    tree = {**kTree, "tsconfig.json": {"compilerOptions": {"jsx": "react", "jsxFactory": "h"}}, "view.test.ts": """
globalThis.h = (...parts) => parts;
const { view } = await import("./src/view");
import { test, expect } from "weft:test";
test("somebody", () => { expect(view("a")).toEqual(["b", null, "a"]); });
"""}
    view = report(tree, "view")["view.tsx"]
    equal(list(view["f"].values()), [1])
    equal(list(view["b"].values()), [[1, 0]])


@test("the table, and files of every kind")
def _():
    root = files(kTree)
    kinds = ["text", "text-summary", "lcov", "json-summary", "cobertura", "html"]
    result = weft("test", "--coverage", *[f"--coverage-reporter={kind}" for kind in kinds], cwd=root).ok()
    match(result.out, r"price\.ts +\| +60 \| +75 \| +50 \|")
    match(result.out, r"Statements +: 60% \( 3/5 \)")
    match((root / "coverage/lcov.info").read_text(), r"SF:src/price\.ts\nFN:1,price\n")
    equal(json.loads((root / "coverage/coverage-summary.json").read_text())["total"]["branches"]["pct"], 75)
    match((root / "coverage/cobertura-coverage.xml").read_text(), r'<class name="price\.ts" filename="src/price\.ts"')
    match((root / "coverage/src/price.ts.html").read_text(), r'class="missed"')
    match((root / "coverage/index.html").read_text(), r'href="src/price\.ts\.html"')


@test("a threshold that is missed is a failure, and says so")
def _():
    root = files({**kTree, "jest.config.json": {"collectCoverage": True, "coverageReporters": ["text-summary"],
                                                "coverageThreshold": {"global": {"functions": 90, "lines": 10}}}})
    result = weft("test", cwd=root)
    equal(result.code, 1)
    match(result.out + result.err, r'"global": the coverage threshold for functions \(90%\) is not met: 50%')


@test("a report that there is none of is named")
def _():
    result = weft("test", "--coverage", "--coverage-reporter=pictures", cwd=files(kTree))
    equal(result.code, 9)
    match(result.err, "has no report pictures")
