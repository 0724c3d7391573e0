# test-timeout: 60 s
# weft test --watch: what a change affects runs again, in the same host; keys.
import re
import subprocess
import threading
import time
from process import test, spawn, files, equal, check, SCALE


class Watched:
    """A `weft test --watch` whose output is waited for."""

    def __init__(self, tree):
        env = {"CI": "", "GITHUB_ACTIONS": "", "WEFT_CACHE_DIR": str(tree / ".cache")}
        self.child = spawn("test", "--watch", cwd=tree, env=env, stdin=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.out = ""
        self.seen = 0
        self.condition = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.child.stdout:
            with self.condition:
                self.out += line.decode()
                self.condition.notify()

    def wait(self, pattern):
        """Gives what was written up to what matches."""
        limit = time.monotonic() + 15 * SCALE
        with self.condition:
            while True:
                found = re.compile(pattern, re.MULTILINE).search(self.out, self.seen)
                if found:
                    part = self.out[self.seen:found.end()]
                    self.seen = found.end()
                    return part
                left = limit - time.monotonic()
                check(left > 0, f"no {pattern!r} in {self.out[self.seen:]}")
                self.condition.wait(left)

    def press(self, keys):
        self.child.stdin.write(keys)
        self.child.stdin.flush()

    def __enter__(self):
        self.wait("^waiting for changes")
        return self

    def __exit__(self, *_):
        if self.child.poll() is None:
            self.press(b"q")
        self.child.wait(timeout=20)


def project():
    return files({
        "package.json": "{}",
        "a.test.js": "const { value } = require('./lib.js');\ntest('a', () => { expect(value).toBe(1); });",
        "b.test.js": "test('first b', () => {}); test('second b', () => {});",
        "lib.js": "exports.value = 1;",
    })


@test("a change of a module runs the tests that import it, and no other")
def _():
    tree = project()
    with Watched(tree) as watched:
        check("2 passed" in watched.out, watched.out)
        (tree / "lib.js").write_text("exports.value = 2;")
        part = watched.wait("^waiting for changes")
        check("✗ a.test.js" in part and "b.test.js" not in part, part)
        (tree / "lib.js").write_text("exports.value = 1;")
        part = watched.wait("^waiting for changes")
        check("✓ a.test.js" in part, part)


@test("a new test file runs; a file of no test starts nothing")
def _():
    tree = project()
    with Watched(tree) as watched:
        (tree / "other.txt").write_text("x")
        time.sleep(0.2)
        (tree / "c.test.js").write_text("test('c', () => {});")
        part = watched.wait("^waiting for changes")
        check("✓ c.test.js" in part and "a.test.js" not in part, part)


@test("keys: names, all, failed, the same again, quit")
def _():
    tree = project()
    (tree / "b.test.js").write_text("test('first b', () => {}); test('second b', () => { throw new Error('no'); });")
    with Watched(tree) as watched:
        watched.press(b"tfirst\n")
        part = watched.wait("^waiting for changes")
        check("1 passed, 2 skipped" in part, part)
        watched.press(b"a")
        part = watched.wait("^waiting for changes")
        check("1 failed, 2 passed" in part, part)
        watched.press(b"f")
        part = watched.wait("^waiting for changes")
        check("a.test.js" not in part and "✗ b.test.js" in part, part)
        watched.press(b"\n")
        part = watched.wait("^waiting for changes")
        check("a.test.js" not in part and "✗ b.test.js" in part, part)
        watched.press(b"q")
        equal(watched.child.wait(timeout=20), 1)


@test("a change of what a test reads by itself, lists or has looked for in vain runs it")
def _():
    tree = files({
        "package.json": "{}",
        "a.test.js": "const fs = require('fs'); test('a', () => { fs.readFileSync('data.txt'); fs.readdirSync('list'); fs.existsSync('none.txt'); });",
        "b.test.js": "test('b', () => {});",
        "data.txt": "1",
        "list/1": "",
    })
    with Watched(tree) as watched:
        for change in (lambda: (tree / "data.txt").write_text("2"), lambda: (tree / "list/2").write_text(""), lambda: (tree / "none.txt").write_text("")):
            change()
            part = watched.wait("^waiting for changes")
            check("✓ a.test.js" in part and "b.test.js" not in part, part)
