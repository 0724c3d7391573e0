"""process.stdin."""
import os
import subprocess
import time

from process import SCALE, WEFT, environment, equal, files, match, spawn, terminal, test, weft

BIG = "0123456789" * 50_000


def run(source, stdin="", **options):
    return weft("x.cjs", cwd=files({"x.cjs": source}), stdin=stdin, **options).ok().out


@test("'data' and 'end', from a pipe and from a file")
def _():
    source = "let n = 0; process.stdin.on('data', (d) => { n += d.length; if (!Buffer.isBuffer(d)) throw 1; }).on('end', () => console.log(n)).on('close', () => console.log('close'));"
    equal(run(source, BIG), "500000\nclose\n")
    folder = files({"x.cjs": source, "big": BIG})
    with open(folder / "big") as big:
        done = subprocess.run([WEFT, "x.cjs"], cwd=folder, stdin=big, stdout=subprocess.PIPE, env=environment())
        match(done.stdout.decode(), "^500000$")


@test("setEncoding joins what a chunk cuts")
def _():
    with spawn("-e", "process.stdin.setEncoding('utf8'); const l = []; process.stdin.on('data', (d) => l.push(d)).on('end', () => console.log(JSON.stringify(l.join('|'))));") as child:
        for part in (b"h\xc3", b"\xa9\xf0\x9f", b"\x98\x80!"):
            child.stdin.write(part)
            child.stdin.flush()
            time.sleep(0.1)
        child.stdin.close()
        equal(child.stdout.read().decode().replace("|", ""), '"hé😀!"\n')


@test("async iteration, to the end and out of it")
def _():
    equal(run("(async () => { let n = 0; for await (const c of process.stdin) n += c.length; console.log(n); })();", BIG), "500000\n")
    equal(run("(async () => { for await (const c of process.stdin) break; console.log(process.stdin.destroyed); })();", BIG), "true\n")
    equal(run("(async () => { for await (const c of process.stdin) console.log('never'); console.log('end'); })();"), "end\n")


@test("'readable' and read()")
def _():
    equal(run("""
        const { stdin } = process; let n = 0;
        stdin.on("readable", () => { for (let c; (c = stdin.read(7)) !== null;) n += c.length; }).on("end", () => console.log(n));""", BIG), "500000\n")
    equal(run("""
        const { stdin } = process; stdin.setEncoding("utf8");
        stdin.once("readable", () => { const first = stdin.read(3); stdin.unshift("X"); console.log(first, stdin.read()); });""", "abcdef"), "abc Xdef\n")


@test("pause and resume")
def _():
    equal(run("""
        const { stdin } = process; let n = 0;
        stdin.on("data", (d) => { n += d.length; stdin.pause(); setTimeout(() => stdin.resume(), 1); }).on("end", () => console.log(n, stdin.isPaused()));""", BIG),
        "500000 false\n")


@test("pipe")
def _():
    equal(run("process.stdin.pipe(process.stdout);", BIG), BIG)
    equal(run("""
        let n = 0; const sink = new (require("events"))(); sink.write = (c) => { n += c.length; setTimeout(() => sink.emit("drain"), 1); return false; };
        sink.end = () => console.log("end", n); process.stdin.pipe(sink);""", BIG), "end 500000\n")


@test("to have touched it keeps nothing alive; paused, unread or unreferenced input does not, either")
def _():
    for source in ("process.stdin;", "process.stdin.on('end', () => {});", "process.stdin.on('data', () => {}).pause();",
                   "process.stdin.on('data', () => {}).unref();", "process.stdin.resume(); setTimeout(() => process.stdin.pause(), 10);"):
        child = spawn("-e", source)
        try:
            equal(child.wait(10 * SCALE), 0, source)
        finally:
            child.kill()
            child.communicate()


@test("the descriptor's flags are found again as they were")
def _():
    read, write = os.pipe()
    child = subprocess.Popen([WEFT, "-e", "process.stdin.on('data', () => process.exit())"], stdin=read, env=environment())
    os.write(write, b"x")
    equal(child.wait(10 * SCALE), 0)
    equal(os.get_blocking(read), True)
    child = subprocess.Popen([WEFT, "-e", "process.stdin.on('data', () => process.kill(process.pid, 'SIGTERM'))"], stdin=read, env=environment())
    os.write(write, b"x")
    equal(child.wait(10 * SCALE), -15)
    equal(os.get_blocking(read), True)


@test("a terminal: lines, raw keys, and its modes given back")
def _():
    done = terminal("-e", """
        const { stdin } = process; console.log(`${stdin.isTTY} ${stdin.isRaw}`); stdin.setRawMode(true); console.log(`${stdin.isRaw}`);
        stdin.once("data", (d) => { console.log("key", JSON.stringify(`${d}`)); stdin.setRawMode(false); process.exit(); });""", typed=b"q")
    equal(done.code, 0)
    match(done.out, "true false")
    match(done.out, 'key "q"')
    equal(run("console.log(process.stdin.isTTY, process.stdin.setRawMode)"), "undefined undefined\n")


@test("without a stdin at all there is an end")
def _():
    done = subprocess.run(["sh", "-c", f'"{WEFT}" -e "process.stdin.on(\'end\', () => console.log(\'end\')).resume()" <&-'],
                          stdout=subprocess.PIPE, env=environment(), timeout=10 * SCALE)
    equal((done.returncode, done.stdout), (0, b"end\n"))
