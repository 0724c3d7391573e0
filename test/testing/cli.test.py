# test-timeout: 120 s
# weft test as a command: which files, options, reports, exit codes, what tests do to their process.
import json
import os
import signal
import subprocess
import time
import xml.etree.ElementTree as xml
from process import test, spawn, weft, files, equal, match, absent, check, terminal, SCALE

PASSES = "test('one', () => { expect(1).toBe(1); });"
FAILS = "test('one', () => { expect(1).toBe(2); });"


def project(tree):
    return files({"package.json": "{}", **tree})


def run(tree, *arguments, **options):
    env = {"CI": "", "GITHUB_ACTIONS": "", "WEFT_CACHE_DIR": str(tree / ".cache"), **options.pop("env", {})}
    return weft("test", *arguments, cwd=tree, env=env, timeout=60, **options)


@test("tests that pass: a line a file, a summary, exit code 0, nothing on stderr")
def _():
    tree = project({"a.test.ts": "const n: number = 1; test('one', () => { expect(n).toBe(1); });", "b/c.spec.js": PASSES})
    result = run(tree)
    equal(result.code, 0, result.out + result.err)
    match(result.out, r"^✓ a\.test\.ts \(1 test\)")
    match(result.out, r"^✓ b/c\.spec\.js \(1 test\)")
    match(result.out, r"^tests     2 passed$")
    equal(result.err, "")


@test("a test that fails: its line of the source, the others run, exit code 1")
def _():
    tree = project({"a.test.js": f"{PASSES}\n{FAILS.replace('one', 'two')}", "b.test.js": PASSES})
    result = run(tree)
    equal(result.code, 1)
    match(result.out, r"✗ two")
    match(result.out, r"2 \| test\('two'")
    match(result.out, r"a\.test\.js:2:\d+")
    match(result.out, r"^tests     1 failed, 2 passed$")
    absent(result.out, "\x1b")


@test("a test that ends the process: process.exit, a crash, an uncaught error later; the rest runs")
def _():
    tree = project({
        "exit.test.js": "test('leaves', () => { process.exit(3); });\ntest('stays', () => {});",
        "late.test.js": "test('throws later', () => { setTimeout(() => { throw new Error('late one'); }); });\n"
                        "test('waits', () => new Promise((done) => setTimeout(done, 20)));",
        "kill.test.js": "test('before', () => {});\ntest('kills', () => { process.kill(process.pid, 'SIGSEGV'); "
                        "return new Promise(() => {}); });\ntest('after', () => {});",
        "z.test.js": PASSES,
    })
    result = run(tree, "--max-workers=1")
    equal(result.code, 1, result.out)
    match(result.out, r"process\.exit\(3\)|exit code 3|process\.exit")
    match(result.out, r"late one")
    match(result.out, r"✗ kills")
    match(result.out, r"SIGSEGV")
    absent(result.out, r"✗ (before|after|stays)")
    match(result.out, r"✓ z\.test\.js")


@test("an import that is missing and a syntax error are their file's")
def _():
    tree = project({"a.test.js": "import './none.js';", "b.test.js": "test('x', () => { ;", "c.test.js": PASSES})
    result = run(tree)
    equal(result.code, 1)
    match(result.out, r"none\.js")
    match(result.out, r"^files     2 failed, 1 passed$")


@test("no files: exit code 1 and what is looked for; --pass-with-no-tests")
def _():
    tree = project({"a.js": "", "package.json": "{}"})
    result = run(tree)
    equal(result.code, 1)
    match(result.err, r"no test files found")
    equal(run(tree, "--passWithNoTests").code, 0)


@test("a wrong command line: exit code 9 and the nearest option")
def _():
    tree = project({"a.test.js": PASSES})
    result = run(tree, "--testNamPattern=x")
    equal(result.code, 9)
    match(result.err, r"did you mean --test-name-pattern\?")
    equal(run(tree, "--shard=3/2").code, 9)
    equal(run(tree, "--retry=x").code, 9)
    equal(run(tree, "--reporter=none").code, 9)
    match(run(tree, "--inspect").err, r"no debugger can be had")
    match(run(tree, "--help").out, r"--update-snapshots")


@test("filters and patterns of names")
def _():
    tree = project({"a.test.js": "test('alpha', () => {}); test('beta', () => { throw 1; });", "b.test.js": FAILS, "odd.js": PASSES})
    equal(run(tree, "a.test", "-t", "alph").code, 0)
    equal(run(tree, "--testPathPattern", "/a\\.test\\.js$", "--testNamePattern=alph").code, 0)
    equal(run(tree, "odd.js").code, 0)
    result = run(tree, "a.test", "-t", "alph")
    match(result.out, r"1 passed, 1 skipped|1 skipped.*1 passed|1 passed")
    equal(run(tree, "--list").out, "a.test.js\nb.test.js\n")


@test("documents: json on stdout, junit and html in files, tap")
def _():
    tree = project({"a.test.js": f"describe('block', () => {{ {PASSES} test.todo('later'); {FAILS.replace('one', 'two <&')} }});"})
    result = run(tree, "--json", "--reporter=junit=out/j.xml", "--reporter=html=h.html")
    equal(result.code, 1)
    document = json.loads(result.out)
    equal(document["numTotalTests"], 3)
    equal(document["numTodoTests"], 1)
    equal(document["success"], False)
    equal([t["status"] for t in document["testResults"][0]["assertionResults"]], ["passed", "todo", "failed"])
    equal(document["testResults"][0]["assertionResults"][0]["fullName"], "block one")
    suite = xml.parse(tree / "out/j.xml").getroot()
    equal((suite.get("tests"), suite.get("failures"), suite.get("skipped")), ("3", "1", "1"))
    check("two &lt;&amp;" in (tree / "h.html").read_text(), "the page has the test")
    tap = run(tree, "--reporter=tap")
    match(tap.out, r"\ATAP version 14\n1\.\.3\n")
    match(tap.err, r"✗ block > two <&")


@test("annotations in GitHub Actions; no colours and no progress where there is no terminal")
def _():
    tree = project({"a.test.js": "\n" + FAILS})
    result = run(tree, env={"GITHUB_ACTIONS": "true"})
    match(result.out, r"^::error file=a\.test\.js,line=2,col=\d+,title=a\.test\.js > one::")
    match(run(tree, "--color").out, "\x1b")


@test("what tests write stands before their file's line; --silent leaves it out")
def _():
    tree = project({"a.test.js": "test('x', () => { console.log('from a'); });", "b.test.js": "test('x', () => { console.error('from b'); });"})
    result = run(tree)
    match(result.out, r"from a\n(.*\n)*✓ a\.test\.js|a\.test\.js wrote:\nfrom a")
    match(result.err, r"from b")
    absent(run(tree, "--silent").out, "from")


@test("--bail, --shard, --only-failures, --seed")
def _():
    tree = project({**{f"{name}.test.js": PASSES for name in "abcdef"}, "x.test.js": FAILS})
    parts = [run(tree, "--list", f"--shard={i}/3").out for i in (1, 2, 3)]
    equal(sorted("".join(parts).split()), sorted(f"{n}.test.js" for n in "abcdefx"))
    run(tree)
    match(run(tree, "-f").out, r"^files     1 failed$")
    # What failed comes first.
    result = run(tree, "--bail", "-i")
    match(result.out, r"stopped after failures")
    match(result.out, r"not run")
    match(run(tree, "--randomize", "--seed=7").out, r"--seed=7")


@test("Ctrl-C: what ran is reported, nothing stays behind")
def _():
    tree = project({"a.test.js": "test('quick', () => {});\ntest('slow', async () => { require('fs').writeFileSync('pid', String(process.pid)); await new Promise((d) => setTimeout(d, 30000)); }, 60000);"})
    env = {"CI": "", "WEFT_CACHE_DIR": str(tree / ".cache")}
    child = spawn("test", cwd=tree, env=env, stderr=subprocess.STDOUT)
    limit = time.monotonic() + 20 * SCALE
    while not (tree / "pid").exists() or not (tree / "pid").read_text():
        check(time.monotonic() < limit, "the test began")
        time.sleep(0.02)
    time.sleep(0.1)
    host = int((tree / "pid").read_text())
    child.send_signal(signal.SIGINT)
    out = child.communicate(timeout=20)[0].decode()
    equal(child.returncode, 130, out)
    match(out, r"interrupted")
    match(out, r"1 passed, 1 not run")
    try:
        os.kill(host, 0)
        check(False, "the host is gone")
    except ProcessLookupError:
        pass


@test("--related and --changed")
def _():
    tree = project({"a.test.js": "import './lib.js'; " + PASSES, "b.test.js": PASSES, "lib.js": "", "package.json": {"type": "module"}})
    equal(run(tree, "--list", "--related", "lib.js").out, "a.test.js\n")
    equal(run(tree, "--listTests", "--findRelatedTests", "lib.js").out, "a.test.js\n")

    def git(*words):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *words], cwd=tree, check=True, capture_output=True)

    git("init")
    (tree / ".gitignore").write_text(".cache\n")
    git("add", "-A")
    git("commit", "-m", "x")
    equal(run(tree, "--changed").code, 1)
    (tree / "lib.js").write_text("export const x = 1;")
    equal(run(tree, "--list", "--changed").out, "a.test.js\n")


@test("a terminal has colours, and a line of progress that goes away")
def _():
    tree = project({"a.test.js": PASSES, "b.test.js": PASSES})
    os.environ.pop("CI", None)
    out = terminal("test", "--root", str(tree), "--no-config")
    text = out if isinstance(out, str) else out.out
    match(text, "\x1b\\[32m")
    match(text, r"2 passed")
