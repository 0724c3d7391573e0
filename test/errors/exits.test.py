"""Exit codes: top-level await that never settles, signals, exit(), a broken pipe."""
import os
import signal
import subprocess
import time

from process import SCALE, WEFT, check, environment, equal, files, match, spawn, test, weft


@test("a top-level await that never settles exits 13 and names the line")
def _():
    root = files({"x.mjs": "console.log('start');\n\nconst never = new Promise(() => {});\nawait never;\nconsole.log('unreachable');\n"})
    result = weft("x.mjs", cwd=root)
    equal((result.code, result.out), (13, "start\n"))
    match(result.err, r"x\.mjs:4")
    match(result.err, r"(?i)await")
    match(result.err, r"await never;")


@test("one in an imported module names that module; it does not spin")
def _():
    root = files({"main.mjs": "import './lib.mjs';", "lib.mjs": "\nfor await (const x of { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }) {}"})
    started = time.monotonic()
    result = weft("main.mjs", cwd=root)
    equal(result.code, 13)
    match(result.err, r"lib\.mjs:2")
    check(time.monotonic() - started < 3 * SCALE, "it ends at once")


@test("an exit handler has the last word over 13")
def _():
    root = files({"x.mjs": "process.on('exit', () => { process.exitCode = 42; }); await new Promise(() => {});"})
    result = weft("x.mjs", cwd=root)
    equal((result.code, result.out), (42, ""))


@test("process.exit(n), process.exitCode and their conversions")
def _():
    for code, expected in [("process.exit(3)", 3), ("process.exitCode = 4", 4), ("process.exitCode = 4; process.exit()", 4), ("process.exitCode = 4; process.exit(5)", 5),
                           ("process.exit('6')", 6), ("process.exit(256 + 7)", 7), ("", 0), ("process.exit(undefined)", 0),
                           ("process.on('exit', () => { process.exitCode = 8 })", 8), ("process.on('exit', () => process.exit(9))", 9)]:
        equal(weft("-e", code).code, expected, code)


@test("SIGINT and SIGTERM end the process as a shell expects: 130 and 143")
def _():
    for name, code in (("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)):
        with spawn("-e", "setInterval(() => {}, 1000); console.log('up')") as child:
            equal(child.stdout.readline(), b"up\n")
            child.send_signal(getattr(signal, name))
            status = child.wait(10)
            equal(status if status >= 0 else 128 - status, code, name)
            equal(child.stderr.read(), b"")


@test("a busy loop ends with SIGINT and SIGTERM, too")
def _():
    for number in (signal.SIGINT, signal.SIGTERM):
        with spawn("-e", "console.log('up'); for (;;) {}") as child:
            child.stdout.readline()
            child.send_signal(number)
            status = child.wait(10)
            equal(status if status >= 0 else 128 - status, 128 + number)


@test("a reader that closes the pipe early ends the process quietly")
def _():
    for code in ("for (let i = 0; ; i++) console.log('line ' + i)", "setInterval(() => console.log('x'.repeat(100000)), 1)",
                 "(function f() { process.stdout.write('y\\n'.repeat(10000), f); })()"):
        child = subprocess.Popen([WEFT, "-e", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        child.stdout.read(20)
        child.stdout.close()
        try:
            status = child.wait(10 * SCALE)
        finally:
            child.kill()
        equal(child.stderr.read(), b"", code)
        check(status in (0, 1, 141, -13, 13), f"{code}: exit status {status}")


@test("a stdout that is closed from the start, or full, does not crash")
def _():
    equal(subprocess.run(["sh", "-c", f'"{WEFT}" -e "console.log(1); process.exitCode = 5" >&-'], stderr=subprocess.PIPE, timeout=10).returncode, 5)
    if os.path.exists("/dev/full"):
        done = subprocess.run(["sh", "-c", f'"{WEFT}" -e "console.log(1)" >/dev/full'], stderr=subprocess.PIPE, timeout=10)
        check(done.returncode >= 0, f"signal {done.returncode}")


@test("everything written before process.exit arrives, on a pipe with a slow reader")
def _():
    with spawn("-e", "for (let i = 0; i < 20000; i++) console.log('line ' + i); process.exit(0)") as child:
        time.sleep(0.3)
        lines = child.stdout.read().split(b"\n")
        equal((len(lines), lines[-2], child.wait(10)), (20001, b"line 19999", 0))
