# test-timeout: 60 s
"""The runner itself: that what fails is shown to fail."""
import os
import pathlib
import subprocess
import sys

from process import WEFT, check, equal, files, match, test

HERE = pathlib.Path(__file__).resolve().parent.parent
IMPORT = f'import {{ test, assert }} from {str(HERE / "harness.mjs")!r};\n'


def run(tree, *options):
    root = files(tree)
    child = subprocess.run([sys.executable, str(HERE / "run"), "--root", str(root), "--weft", WEFT, *options],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=30)
    return child.returncode, child.stdout, child.stdout.rstrip().split("\n")[-1]


@test("a passing test passes, by name with -v")
def _():
    code, out, last = run({"a/x.test.mjs": IMPORT + 'test("one", () => assert.equal(1, 1));'}, "-v")
    equal((code, last), (0, "1 passed, 0 failed"), out)
    match(out, r"^    ok one$")


@test("a failing test fails the run, and shows actual and expected")
def _():
    code, out, last = run({"x.test.mjs": IMPORT + """
        test("good", () => assert.deepEqual({ a: [1] }, { a: [1] }));
        test("bad", () => assert.deepEqual({ a: [1] }, { a: [2] }, "the list"));
        test("late", async () => { await null; assert.fail("late it came"); });"""})
    equal((code, last), (1, "1 passed, 2 failed"), out)
    match(out, r"FAILED: bad\n.*the list: differ at \.a\.0\n(.*\n)*.*actual: +\{a: \[1\]\}\n.*expected: \{a: \[2\]\}")
    match(out, r"late it came")


@test("every assertion can fail")
def _():
    failing = ["assert(0)", "assert.equal(0, -0)", "assert.notEqual(NaN, NaN)", "assert.match('a', /b/)",
               "assert.includes([1], 2)", "assert.throws(() => {})", "assert.throws(() => { throw new Error('a') }, /b/)",
               "assert.throws(() => { throw new Error('a') }, { code: 'X' })", "assert.throws(() => { throw 1 }, TypeError)",
               "await assert.rejects(Promise.resolve(1))", "await assert.rejects(Promise.reject(new Error('a')), { message: 'b' })",
               "assert.deepEqual([1, , 2], [1, undefined, 2])", "assert.deepEqual(new Map([[1, 2]]), new Map([[1, 3]]))",
               "assert.deepEqual({}, Object.create(null))", "assert.deepEqual(new Date(0), new Date(1))",
               "assert.deepEqual({ a: 1 }, { a: 1, b: undefined })", "assert.deepEqual(new Error('a'), new Error('b'))",
               "assert.deepEqual(new Uint8Array([1]), new Uint8Array([2]))", "assert.deepEqual(new Set([1]), new Set([2]))"]
    tests = [f"test({index!r:} + '', async () => {{ {code}; }});" for index, code in enumerate(failing)]
    _, out, last = run({"x.test.mjs": IMPORT + "\n".join(tests)})
    equal(last, f"0 passed, {len(failing)} failed", out)


@test("a crash, a hang, an early exit, a wrong exit code are failures of the file")
def _():
    prelude = "import os, time\nfrom process import test\n@test('t')\ndef _(): "
    code, out, last = run({
        "crash.test.py": prelude + "os.kill(os.getpid(), 11)",
        "exit.test.py": prelude + "pass\nos._exit(0)",
        "code.test.py": prelude + "pass\nimport atexit; atexit.register(lambda: os._exit(3), )\nprint('#weft done 1', flush=True)",
        "hang.test.py": "# test-timeout: 1 s\n" + prelude + "time.sleep(60)",
        "none.test.py": "from process import test",
        "error.test.py": prelude + "pass\nraise ValueError('boom')"})
    equal((code, last), (1, "3 passed, 6 failed"), out)
    for line in ("crash.test.py: the file crashed: SIGSEGV during “t”", "hang.test.py: the file hung: still ran after 1 s during “t”",
                 "exit.test.py: the file ended without its closing line, exit code 0", "code.test.py: the file exit code 3",
                 "none.test.py: the file has no test", "error.test.py: the file ended without its closing line, exit code 1"):
        check(line in out, f"missing: {line}\n{out}")


@test("a test that never settles is a failure")
def _():
    code, out, last = run({"x.test.mjs": IMPORT + 'test("stuck", () => new Promise(() => {}));'})
    equal((code, last), (1, "0 passed, 1 failed"), out)
    match(out, r"without its closing line.*“stuck”")


@test("skips are counted and shown; nothing run is a failure")
def _():
    tree = {"x.test.mjs": IMPORT + 'test.skip("not here", "no network"); test("b", () => {});'}
    code, out, last = run(tree)
    equal((code, last), (0, "1 passed, 0 failed, 1 skipped"), out)
    match(out, r"skipped: not here -- no network")
    equal(run(tree, "nothing-has-this-name")[::2], (1, "0 passed, 0 failed"))


@test("each file has a temporary folder of its own, removed afterwards")
def _():
    body = "import os, pathlib\nfrom process import test\n@test('t')\ndef _():\n  f = pathlib.Path(os.environ['TMPDIR'])\n"
    log = files({})
    note = f"  open({str(log / 'log')!r}, 'a').write(str(f) + '\\n'); assert not list(f.iterdir()); (f / 'x').write_text('')"
    code, out, last = run({"a.test.py": body + note, "b.test.py": body + note})
    equal(last, "2 passed, 0 failed", out)
    folders = set((log / "log").read_text().split())
    equal(len(folders), 2)
    check(not any(os.path.exists(f) for f in folders), "a temporary folder was left behind")
