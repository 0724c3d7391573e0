# test-timeout: 60 s
# weft --watch: the program runs again when what it loaded changes.
import os
import signal
import subprocess
import threading
import time
from process import test, spawn, weft, files, equal, match, check, SCALE


class Watched:
    """A `weft --watch` whose lines of output are waited for."""

    def __init__(self, tree, *arguments):
        self.child = spawn("--watch", *arguments, cwd=tree, stderr=subprocess.STDOUT)
        self.lines = []
        self.seen = 0
        self.condition = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.child.stdout:
            with self.condition:
                self.lines.append(line.decode().rstrip("\n"))
                self.condition.notify()

    def wait(self, text):
        """The next line that holds `text`."""
        limit = time.monotonic() + 15 * SCALE
        with self.condition:
            while True:
                while self.seen < len(self.lines):
                    self.seen += 1
                    if text in self.lines[self.seen - 1]:
                        return
                left = limit - time.monotonic()
                check(left > 0, f"no line with {text!r} in {self.lines}")
                self.condition.wait(left)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()


@test("restarts on changes of imported and required files, after a crash, and when a missing file appears")
def _():
    tree = files({
        "app.mts": "import { a } from './lib.ts';\nimport old from './old.cjs';\nconsole.log('run', a, old);\n"
                   "setInterval(() => {}, 1000);\n",
        "lib.ts": "export const a: number = 1;\n",
        "old.cjs": "module.exports = require('./inner.cjs');\n",
        "inner.cjs": "module.exports = 'x';\n",
    })
    with Watched(tree, "app.mts") as watched:
        watched.wait("run 1 x")
        (tree / "lib.ts").write_text("export const a: number = 2;\n")
        watched.wait("run 2 x")
        # As editors save: a new file takes the old one's place.
        (tree / "tmp").write_text("module.exports = 'y';\n")
        os.replace(tree / "tmp", tree / "inner.cjs")
        watched.wait("run 2 y")
        (tree / "lib.ts").write_text("export const a = 0;\nthrow new Error('broken');\n")
        watched.wait("Error: broken")
        watched.wait("ended with exit code 1; waiting for changes")
        (tree / "lib.ts").write_text("export { a } from './deep/er.ts';\n")
        watched.wait("Cannot find module")
        watched.wait("waiting for changes")
        (tree / "deep").mkdir()
        time.sleep(0.3)
        (tree / "deep/er.ts").write_text("export const a = 3;\n")
        watched.wait("run 3 y")


@test("the entry may appear later; .env files count")
def _():
    tree = files({".env": "NAME=one\n"})
    with Watched(tree, "late.cjs") as watched:
        watched.wait("waiting for changes")
        (tree / "late.cjs").write_text("console.log('name', process.env.NAME);\n")
        watched.wait("name one")
        watched.wait("ended with exit code 0")
        (tree / ".env").write_text("NAME=two\n")
        watched.wait("name two")


@test("signals reach the program, and its exit code is weft's")
def _():
    tree = files({"app.cjs": "process.on('SIGTERM', () => process.exit(7));\nconsole.log('up');\nsetInterval(() => {}, 1000);\n"})
    with Watched(tree, "app.cjs") as watched:
        watched.wait("up")
        watched.child.send_signal(signal.SIGTERM)
        equal(watched.child.wait(10 * SCALE), 7)


@test("--watch-path watches files and folders instead, also folders that come later")
def _():
    tree = files({"app.mjs": "import './lib.mjs';\nimport { readFileSync, existsSync } from 'fs';\n"
                             "const has = (p) => existsSync(p) ? readFileSync(p, 'utf8').trim() : '-';\n"
                             "console.log('run', has('src/a/b.txt'), has('src/new/c.txt'), has('one.txt'), process.execArgv.join());\n",
                  "lib.mjs": "console.log('lib');\n", "src/a/b.txt": "b1\n", "one.txt": "o1\n"})
    with Watched(tree, "--watch-path", "src", "--watch-path=one.txt", "--no-env-file", "app.mjs") as watched:
        watched.wait("run b1 - o1 --no-env-file")
        watched.wait("waiting for changes")
        (tree / "lib.mjs").write_text("console.log('never');\n")
        time.sleep(0.3)
        (tree / "src/a/b.txt").write_text("b2\n")
        watched.wait("run b2 - o1")
        check(sum("restarting" in line for line in watched.lines) == 1, f"what is imported counts: {watched.lines}")
        watched.wait("waiting for changes")
        (tree / "one.txt").write_text("o2\n")
        watched.wait("run b2 - o2")
        watched.wait("waiting for changes")
        (tree / "src/new").mkdir()
        watched.wait("run b2 - o2")
        watched.wait("waiting for changes")
        (tree / "src/new/c.txt").write_text("c1\n")
        watched.wait("run b2 c1 o2")


@test("--watch-path without --watch, and what is wrong with it; --watch-preserve-output alone does not watch")
def _():
    tree = files({"app.cjs": "console.log('up');\n"})
    child = spawn("--watch-path=.", "app.cjs", cwd=tree, stderr=subprocess.STDOUT)
    try:
        equal(child.stdout.readline(), b"up\n")
        match(child.stdout.readline().decode(), "waiting for changes")
    finally:
        child.kill()
        child.wait()
    missing = weft("--watch-path=none", "app.cjs", cwd=tree)
    equal(missing.code, 1)
    match(missing.err, "ENOENT: no such file or directory, stat '.*/none'")
    for arguments in (["--watch-path=", "app.cjs"], ["--watch-path"], ["--watch-path=.", "-e", "1"]):
        equal(weft(*arguments, cwd=tree).code, 9)
    equal(weft("--watch-preserve-output", "app.cjs", cwd=tree).ok().out, "up\n")


@test("--watch needs a file")
def _():
    equal(weft("--watch", "-e", "1").code, 9)
    match(weft("--help").ok().out, "--watch-preserve-output")
