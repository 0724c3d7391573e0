# test-timeout: 90 s
# Reporters of one's own: from the command line and from configurations, what their methods are given, how they fail.
import json

from process import absent, check, equal, files, match, test, weft

TEST = 'test("one", () => { console.log("said"); }); describe("in", () => { test.skip("two", () => {}); test.todo("three"); });'
FAILS = 'test("four", () => { expect(1).toBe(2); });'

# Notes each call as a line of JSON.
NOTES = """
import { appendFileSync } from "node:fs";
const names = ["onRunStart", "onTestFileStart", "onTestCaseStart", "onTestCaseResult", "onTestFileResult", "onRunComplete"];
export default class Notes {
  constructor(config: object, options: { outputFile?: string }, context: object) {
    const note = (name: string, args: unknown[]) => appendFileSync(options.outputFile ?? "notes", JSON.stringify([name, ...args]) + "\\n");
    note("constructor", [config, options, context]);
    for (const name of names) (this as any)[name] = async (...args: unknown[]) => { await 0; note(name, args); };
  }
}
"""


def run(tree, *arguments, **env):
    root = files({"package.json": "{}", **tree})
    result = weft("test", *arguments, cwd=root, env={"CI": "", "GITHUB_ACTIONS": "", **env}, timeout=60)
    return root, result


def notes(root, name="notes"):
    return [json.loads(line) for line in (root / name).read_text().splitlines()]


@test("a module on the command line: its methods in their order, and what they are given")
def _():
    root, result = run({"a.test.js": TEST, "b.test.js": FAILS, "notes.ts": NOTES}, "--reporter", "./notes.ts", "--max-workers=1")
    equal(result.code, 1)
    equal(result.out, "")
    calls = notes(root)
    equal([call[0] for call in calls[:3]], ["constructor", "onRunStart", "onTestFileStart"])
    equal(calls[-1][0], "onRunComplete")
    equal(calls[0][1]["rootDir"], str(root.resolve()))
    results, options = calls[1][1:]
    equal([results["numTotalTestSuites"], results["testResults"], options], [2, [], {"estimatedTime": 0, "showStatus": True}])
    started = [call[2] for call in calls if call[0] == "onTestCaseStart"]
    check({"ancestorTitles": [], "fullName": "one", "mode": "run", "title": "one"} in started, str(started))
    ended = {call[2]["fullName"]: call[2] for call in calls if call[0] == "onTestCaseResult"}
    equal({name: it["status"] for name, it in ended.items()}, {"one": "passed", "in two": "pending", "in three": "todo", "four": "failed"})
    match(ended["four"]["failureMessages"][0], r"toBe\(")
    file = {call[1]["path"].rsplit("/")[-1]: call for call in calls if call[0] == "onTestFileResult"}
    a, b = file["a.test.js"][2], file["b.test.js"][2]
    equal([a["numPassingTests"], a["numPendingTests"], a["numTodoTests"], a["failureMessage"], len(a["testResults"])], [1, 1, 1, None, 3])
    equal([it["type"] for it in a["console"]], ["log"])
    equal(a["console"][0]["message"], "said\n")
    match(b["failureMessage"], "four")
    equal(b["console"], None)
    check(a["perfStats"]["runtime"] >= 0, "a time")
    equal(file["a.test.js"][1]["context"]["config"]["rootDir"], str(root.resolve()))
    last = [call for call in calls if call[0] == "onTestFileResult"][-1][3]
    equal([last["numPassedTests"], last["numFailedTests"], last["numTotalTests"]], [1, 1, 4])
    all = calls[-1][2]
    equal([all["success"], all["numFailedTests"], len(all["testResults"])], [False, 1, 2])
    check(all["testResults"][0]["testResults"], "tests")


@test("beside weft's own, with a file behind =, a package by its name")
def _():
    root, result = run({"a.test.js": TEST, "node_modules/my-notes/package.json": '{"type":"module","main":"index.ts"}',
                        "notes.mts": NOTES, "cjs.cjs": "exports.onRunComplete = (contexts, results) => { console.log('cjs', contexts instanceof Set, results.success); };",
                        "node_modules/plain/index.js": "module.exports = class { onRunStart() { console.log('plain starts'); } };"},
                       "--reporter=default", "--reporter=./notes.mts=sub.txt", "--reporter=plain", "--reporter=./cjs.cjs")
    equal(result.code, 0, result.out + result.err)
    match(result.out, r"^✓ a\.test\.js")
    match(result.out, r"^plain starts$")
    match(result.out, r"^cjs true true$")
    equal(notes(root, "sub.txt")[0][2], {"outputFile": str(root.resolve() / "sub.txt")})


@test("in a configuration, with options; Jest's older names")
def _():
    root, result = run({"a.test.js": TEST, "old.js": """
module.exports = class {
  constructor(config, options) { this.options = options; }
  onTestStart(test) { console.log("start", test.path.endsWith("a.test.js")); }
  onTestResult(test, result, all) { console.log("result", result.numPassingTests, all.numPassedTests, this.options.word); }
};""", "package.json": {"jest": {"reporters": [["<rootDir>/old.js", {"word": "yes"}]]}}})
    equal(result.code, 0, result.err)
    equal(result.out.splitlines(), ["start true", "result 1 1 yes"])


@test("getLastError, a method that throws, one that waits for ever after the rest: the run fails, or ends")
def _():
    _, result = run({"a.test.js": TEST, "r.js": "module.exports = class { getLastError() { return new Error('too slow'); } onRunStart() {} };"}, "--reporter=./r.js")
    equal(result.code, 1)
    match(result.out, r"the reporter r\.js: getLastError: too slow|r\.js: getLastError: too slow")
    _, result = run({"a.test.js": TEST, "r.js": "module.exports = { onTestFileResult() { throw new Error('oh'); }, onRunComplete() { console.log('complete'); } };"}, "--reporter=./r.js")
    equal(result.code, 1)
    match(result.out, r"r\.js: onTestFileResult: oh")
    match(result.out, r"complete")


@test("what is no reporter: a path that is not there, a module without methods, a name that is nearly one")
def _():
    _, result = run({"a.test.js": TEST}, "--reporter=./none.js")
    equal(result.code, 1)
    match(result.err + result.out, r'"--reporter" names "\./none\.js", which cannot be found')
    _, result = run({"a.test.js": TEST, "r.js": "exports.x = 1;"}, "--reporter=./r.js")
    equal(result.code, 1)
    match(result.err + result.out, r"The reporter \./r\.js must export a class, or an object")
    _, result = run({"a.test.js": TEST, "r.js": "module.exports = ("}, "--reporter=./r.js")
    equal(result.code, 1)
    match(result.err + result.out, r"r\.js")
    _, result = run({"a.test.js": TEST}, "--reporter=junti")
    equal(result.code, 9)
    match(result.err, r"did you mean junit\?")


@test("with --cached, what is not run is told as well")
def _():
    root, result = run({"a.test.js": TEST, "notes.ts": NOTES}, "--cached")
    cache = {"CI": "", "WEFT_CACHE_DIR": str(root / ".c")}
    for _ in range(2):
        equal(weft("test", "--cached", "--reporter=./notes.ts", cwd=root, env=cache).code, 0)
    calls = notes(root)
    half = len(calls) // 2
    equal([call[0] for call in calls[:half]], [call[0] for call in calls[half:]])


@test("a crash of a test: reporters go on")
def _():
    root, result = run({"a.test.js": "test('kills', () => { process.kill(process.pid, 'SIGSEGV'); return new Promise(() => {}); });",
                        "b.test.js": TEST, "notes.ts": NOTES}, "--reporter=./notes.ts", "--max-workers=1")
    equal(result.code, 1)
    calls = [call[0] for call in notes(root)]
    equal(calls[-1], "onRunComplete")
    equal(calls.count("constructor"), 2)
    equal(calls.count("onTestFileResult"), 2)
