# test-timeout: 120 s
# weft test --no-isolate: files that a worker runs share globals and modules; tests, hooks and snapshots are each one's own.
import json

from process import absent, equal, files, match, test, weft

COUNT = """
globalThis.evaluations = (globalThis.evaluations ?? 0) + 1;
export const state = { files: [] };
"""
ONE = """
import { state } from "./state.js";
state.files.push(NAME);
test("sees those before", () => { expect(globalThis.evaluations).toBe(1); console.log("files", state.files.join()); });
"""


def run(tree, *arguments, **env):
    root = files({"package.json": '{"type":"module"}', **tree})
    result = weft("test", *arguments, cwd=root, env={"CI": "", "GITHUB_ACTIONS": "", **env}, timeout=60)
    return root, result


def shared(tree, *arguments, **env):
    return run(tree, "--no-isolate", "--max-workers=1", *arguments, **env)


@test("globals and modules are shared; without the option they are not")
def _():
    tree = {"state.js": COUNT, **{f"{name}.test.js": ONE.replace("NAME", f"'{name}'") for name in "abc"}}
    _, result = shared(tree)
    equal(result.code, 0, result.out)
    said = [line.split()[1] for line in result.out.splitlines() if line.startswith("files ") and line[6] in "abc"]
    equal(sorted(len(it.split(",")) for it in said), [1, 2, 3])
    _, result = run(tree, "--max-workers=1")
    equal(result.code, 0, result.out)
    absent(result.out, "a,b|b,a")


@test("tests, hooks, only, failures and counts are each file's own")
def _():
    tree = {
        "a.test.js": "let n = 0; beforeEach(() => { n++; }); test('one', () => { expect(n).toBe(1); }); test('two', () => { expect(1).toBe(2); });",
        "b.test.js": "test.only('only', () => {}); test('other', () => { throw 1; });",
        "c.test.js": "test('three', () => {}); test('four', () => {});",
        "d.test.js": "throw new Error('at load');",
        "e.test.js": "test('five', () => {});",
    }
    _, result = shared(tree, "--reporter=json")
    report = json.loads(result.out)
    statuses = {}
    for file in report["testResults"]:
        for it in file["assertionResults"]:
            statuses[it["fullName"]] = it["status"]
    equal(statuses, {"one": "passed", "two": "failed", "only": "passed", "other": "pending", "three": "passed", "four": "passed", "five": "passed"})
    equal(report["numFailedTestSuites"], 2)
    equal(result.code, 1)


@test("set-up files register their hooks for each file, and what they import is evaluated once")
def _():
    setup = "import './once.js'; globalThis.ran = (globalThis.ran ?? 0) + 1; beforeEach(() => { globalThis.hooks = (globalThis.hooks ?? 0) + 1; });"
    body = "test('one', () => { console.log('seen', globalThis.ran, globalThis.hooks, globalThis.once); });"
    for name in ("setup.js", "setup.cjs"):
        text = setup if name.endswith(".js") else setup.replace("import './once.js'", "require('./once.cjs')")
        _, result = shared({name: text, "once.js": "globalThis.once = (globalThis.once ?? 0) + 1;", "once.cjs": "globalThis.once = (globalThis.once ?? 0) + 1;",
                            "a.test.js": body, "b.test.js": body}, f"--preload=./{name}")
        equal(result.code, 0, result.out)
        equal(sorted(line for line in result.out.splitlines() if line.startswith("seen")), ["seen 1 1 1", "seen 2 2 1"])


@test("snapshots, fake timers, mocks and retries do not leak into the next file")
def _():
    one = "test('NAME', () => { expect('NAME').toMatchSnapshot(); jest.useFakeTimers(); jest.setTimeout(60000); });\n"
    two = "jest.retryTimes(1); test('NAME timers', async () => { await new Promise((done) => setTimeout(done, 5)); });"
    tree = {f"{name}.test.js": (two + "\n" + one).replace("NAME", name) for name in "abc"}
    root, result = shared(tree)
    equal(result.code, 0, result.out)
    for name in "abc":
        text = (root / f"__snapshots__/{name}.test.js.snap").read_text()
        equal(text.count("exports["), 1)
        match(text, f"exports\\[`{name} 1`\\]")


@test("an endless loop and a crash: the file is blamed, those that come after run in a new realm")
def _():
    tree = {"state.js": COUNT, "a.test.js": "test('kills', () => { process.kill(process.pid, 'SIGSEGV'); return new Promise(() => {}); });",
            **{f"{name}.test.js": ONE.replace("NAME", f"'{name}'") for name in "bc"}}
    _, result = shared(tree)
    equal(result.code, 1)
    match(result.out, r"^✗ a\.test\.js")
    match(result.out, r"^tests     1 failed, 2 passed$")


@test("--cached has no effect with it, and --isolate takes it back")
def _():
    _, result = shared({"a.test.js": "test('one', () => {});"}, "--cached")
    match(result.err, r"--cached has no effect: files that share a realm")
    tree = {"state.js": COUNT, **{f"{name}.test.js": ONE.replace("NAME", f"'{name}'") for name in "ab"}}
    _, result = shared(tree, "--isolate")
    equal(result.code, 0, result.out)


@test("a configuration may say it: isolate of weft's and of Vitest's; the command line is over it")
def _():
    tree = {"state.js": COUNT, **{f"{name}.test.js": ONE.replace("NAME", f"'{name}'") for name in "ab"}}
    shares = r"files (a,b|b,a)"
    for config, text in (("weft.toml", "[test]\nisolate = false\n"), ("vitest.config.js", "export default { test: { isolate: false, globals: true } };"),
                         ("vitest.config.js", "export default { test: { poolOptions: { forks: { isolate: false } }, globals: true } };")):
        _, result = run({**tree, config: text}, "--max-workers=1")
        equal(result.code, 0, result.out + result.err)
        match(result.out, shares)
        _, result = run({**tree, config: text}, "--max-workers=1", "--isolate")
        absent(result.out, shares)


@test("many workers: each has a realm, and every file runs once")
def _():
    tree = {"state.js": "export const state = {};", **{f"{i}.test.js": f"import './state.js'; test('t{i}', () => {{}});" for i in range(40)}}
    _, result = run(tree, "--no-isolate", "--max-workers=3", "--reporter=json")
    report = json.loads(result.out)
    equal([report["numPassedTests"], report["numFailedTests"]], [40, 0])
