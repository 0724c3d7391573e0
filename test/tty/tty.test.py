"""Terminals: node:tty, and the standard streams on one."""
from process import dialogue, equal, files, match, terminal, test, weft


def show(source, **options):
    return terminal(files({"x.cjs": source}) / "x.cjs", env={"NO_COLOR": "1"}, **options)


@test("the standard streams of a terminal are tty streams")
def _():
    result = show("""
        const tty = require("tty");
        console.log(process.stdin instanceof tty.ReadStream, process.stdout instanceof tty.WriteStream, tty.isatty(0), process.stdout.isTTY);
        console.log(process.stdout.columns, process.stdout.rows, process.stdout.getWindowSize());""", columns=77, rows=11)
    match(result.out, "true true true true")
    match(result.out, r"77 11 \[ 77, 11 \]")


@test("streams of other descriptors")
def _():
    result = show("""
        const tty = require("tty");
        const out = new tty.WriteStream(1);
        out.write(`${out.columns} ${tty.WriteStream.name} ${out.getColorDepth({ TERM: "dumb" })} ${out.hasColors(16, { TERM: "xterm-256color" })}\\n`);""")
    match(result.out, "80 WriteStream 1 true")


@test("cursor and lines")
def _():
    result = show("""
        process.stdout.cursorTo(3); process.stdout.cursorTo(1, 2); process.stdout.moveCursor(-1, 2);
        process.stdout.clearLine(-1); process.stdout.clearLine(0); process.stdout.clearScreenDown();""")
    match(result.out, r"\x1b\[4G\x1b\[3;2H\x1b\[1D\x1b\[2B\x1b\[1K\x1b\[2K\x1b\[0J")


@test("raw mode gives each key at once")
def _():
    tree = files({"x.cjs": """
        process.stdin.setRawMode(true);
        process.stdin.once("data", (d) => { console.log([...d]); process.stdin.setRawMode(false); process.exit(); });
        console.log(`raw ${process.stdin.isRaw}`);"""})
    match(dialogue(tree / "x.cjs", steps=[("raw true", b"\x03")], env={"NO_COLOR": "1"}).out, r"\[ 3 \]")


@test("what is no terminal is refused")
def _():
    result = weft("-e", """
        const none = require("fs").openSync("/dev/null", "r+");
        const tty = require("tty");
        for (const [C, fd] of [[tty.ReadStream, -1], [tty.WriteStream, "x"], [tty.WriteStream, none], [tty.ReadStream, none]]) {
          try { new C(fd); } catch (e) { console.log(e.name, e.code); }
        }
        console.log(tty.isatty(1), tty.isatty(-1), tty.isatty("0"), process.stdout.isTTY);""").ok()
    equal(result.out, "RangeError ERR_INVALID_FD\nRangeError ERR_INVALID_FD\nSystemError ERR_TTY_INIT_FAILED\n"
          "SystemError ERR_TTY_INIT_FAILED\nfalse false false undefined\n")
