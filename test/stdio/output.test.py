"""process.stdout and process.stderr as streams."""
import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import termios

from process import SCALE, WEFT, environment, equal, files, match, spawn, terminal, test, weft


def run(source, **options):
    return weft("x.cjs", cwd=files({"x.cjs": source}), **options)


@test("text, bytes and other encodings arrive in order, mixed with console.log")
def _():
    result = run("""
        process.stdout.write("a"); console.log("b"); process.stdout.write(Buffer.from("c\\n")); process.stdout.write(new Uint8Array([100, 10]));
        process.stdout.write("650a", "hex"); process.stdout.write("é€😀\\n"); console.log("f");""").ok()
    equal(result.out, "ab\nc\nd\ne\né€😀\nf\n")


@test("write calls back later and returns true; end finishes")
def _():
    result = run("""
        const log = (...a) => require("fs").writeSync(2, a.join(" ") + "\\n");
        log(process.stdout.write("x", () => log("written"))); log("sync");
        process.stdout.on("finish", () => log("finish"));
        process.stdout.end("y", () => log("ended"));""")
    equal((result.code, result.out), (0, "xy"))
    equal(result.err, "true\nsync\nwritten\nended\nfinish\n")


@test("a write after the end is an error")
def _():
    result = run("""
        process.stdout.on("error", (e) => console.error(e.code)); process.stdout.end();
        process.stdout.write("z", (e) => console.error("callback", e.code));""")
    equal((result.code, result.out), (0, ""))
    equal(result.err, "callback ERR_STREAM_WRITE_AFTER_END\nERR_STREAM_WRITE_AFTER_END\n")


@test("wrong chunks throw")
def _():
    result = run("for (const c of [null, 5, {}, undefined]) try { process.stdout.write(c); } catch (e) { console.log(e.code); }").ok()
    equal(result.out.split(), ["ERR_STREAM_NULL_VALUES"] + ["ERR_INVALID_ARG_TYPE"] * 3)


@test("cork gathers writes into one")
def _():
    result = run("""
        process.stdout.cork(); process.stdout.write("a"); process.stdout.write(Buffer.from("b"));
        require("fs").writeSync(1, "first "); process.stdout.uncork();""").ok()
    equal(result.out, "first ab")


@test("nothing is lost on exit, however slow the reader")
def _():
    code = "for (let i = 0; i < 50; i++) process.stdout.write('x'.repeat(20000)); process.exit(0)"
    reader = subprocess.run(["sh", "-c", f'"{WEFT}" -e "{code}" | (sleep 0.3; wc -c)'], stdout=subprocess.PIPE, env=environment(), timeout=20 * SCALE)
    equal(reader.stdout.strip(), b"1000000")


@test("a pipe that somebody made non-blocking loses nothing, either")
def _():
    read, write = os.pipe()
    os.set_blocking(write, False)
    child = subprocess.Popen([WEFT, "-e", "console.log('x'.repeat(1000000))"], stdout=write, env=environment())
    os.close(write)
    with os.fdopen(read, "rb") as source:
        equal(len(source.read()), 1000001)
    equal(child.wait(10 * SCALE), 0)


@test("a broken pipe reaches a listener for 'error'")
def _():
    with spawn("-e", """
        process.stdout.on("error", (e) => { console.error(e.code, e.syscall, e.errno, e.message); process.exit(4); });
        process.stdin.on("data", () => process.stdout.write("x"));""") as child:
        child.stdout.close()
        child.stdin.write(b"go")
        child.stdin.close()
        equal(child.stderr.read(), b"EPIPE write -32 write EPIPE\n")
        equal(child.wait(10 * SCALE), 4)


@test("on a pipe and a file it is no terminal")
def _():
    source = "const s = process.stdout; console.log(JSON.stringify([s.isTTY, s.columns, s.hasColors, s.fd, s.writable, s._type]))"
    equal(json.loads(run(source).ok().out), [None, None, None, 1, True, "pipe"])
    folder = files({"x.cjs": source})
    subprocess.run(["sh", "-c", f'"{WEFT}" x.cjs > out'], cwd=folder, check=True, env=environment())
    equal(json.loads((folder / "out").read_text())[5], "fs")


@test("on a terminal it has a size, colours and a cursor")
def _():
    shown = terminal("-e", """
        const s = process.stdout;
        console.log([s.isTTY, s.columns, s.rows, s.getWindowSize(), s.hasColors(), s.hasColors(2 ** 24), s.getColorDepth(), process.stderr.isTTY].join());
        s.cursorTo(3); s.cursorTo(1, 2); s.moveCursor(-1, 2); s.clearLine(0); s.clearScreenDown(); console.log();
        try { s.cursorTo(NaN); } catch (e) { console.log(e.code); }
        """, columns=100, rows=30, env={"CI": None, "COLORTERM": None, "TMUX": None, "TERM_PROGRAM": None}).out
    match(shown, r"true,100,30,100,30,true,false,8,true")
    match(shown, "\x1b\\[4G\x1b\\[3;2H\x1b\\[1D\x1b\\[2B\x1b\\[2K\x1b\\[0J")
    match(shown, "ERR_INVALID_ARG_VALUE")


@test("'resize' is told when the terminal changes, and only then")
def _():
    def set_columns(columns):
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    master, slave = pty.openpty()
    set_columns(90)
    child = spawn("-e", """
        const { stdout } = process; process.on("SIGUSR1", () => console.log("same"));
        stdout.on("resize", () => { console.log(`now ${stdout.columns}`); process.exit(); });
        console.log(`${stdout.columns}`); setInterval(() => {}, 1000);""", stdout=slave)
    os.close(slave)
    with os.fdopen(master, "rb", buffering=0) as shown:
        equal(shown.read(100), b"90\r\n")
        child.send_signal(signal.SIGWINCH)
        child.send_signal(signal.SIGUSR1)
        equal(shown.read(100), b"same\r\n")
        set_columns(70)
        child.send_signal(signal.SIGWINCH)
        equal(shown.read(100), b"now 70\r\n")
        equal(child.wait(10 * SCALE), 0)


@test("writing to a stream that a program has replaced goes to the program")
def _():
    result = run("""
        const lines = []; const { write } = process.stdout; process.stdout.write = (text) => { lines.push(text); return true; };
        console.log("caught"); process.stdout.write = write; console.log(JSON.stringify(lines));""").ok()
    equal(result.out, '["caught\\n"]\n')


@test("a broken pipe that console.log meets reaches the stream's listener, too")
def _():
    with spawn("-e", """
        process.stdout.on("error", (e) => { console.error(e.code); process.exit(7); });
        setInterval(() => console.log("x".repeat(10000)), 1);""") as child:
        child.stdout.close()
        equal((child.stderr.read(), child.wait(10 * SCALE)), (b"EPIPE\n", 7))
