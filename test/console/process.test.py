"""The global console, seen from outside."""
from process import test, weft, terminal, equal, match


@test("log goes to standard output, error to standard error")
def _():
    result = weft("-e", "console.log('a', 1, { b: [2] }); console.error('e\\n%s', null); console.log(); console.log('%')")
    equal(result.out, "a 1 { b: [ 2 ] }\n\n%\n")
    equal(result.err, "e\nnull\n")


@test("text of any characters arrives as UTF-8")
def _():
    equal(weft("-e", "console.log('ä 日本 😀 \\ud800|')").out, "ä 日本 😀 \ufffd|\n")


@test("a replaced process.stdout.write is used")
def _():
    script = "const o = process.stdout.write; const seen = []; process.stdout.write = (t) => seen.push(t); " \
             "console.log('x', 1); console.table([]); process.stdout.write = o; console.log(JSON.stringify(seen[0]))"
    equal(weft("-e", script).out, '"x 1\\n"\n')


@test("nothing is coloured in a pipe, unless that is forced")
def _():
    equal(weft("-e", "console.log(1)").out, "1\n")
    equal(weft("-e", "console.log(1)", env={"FORCE_COLOR": "1"}).out, "\x1b[33m1\x1b[39m\n")
    equal(weft("-e", "console.log('text')", env={"FORCE_COLOR": "1"}).out, "text\n")


@test("a terminal gets colours, unless they are disabled")
def _():
    for env, expected in (({"TERM": "xterm"}, "\x1b[33m1\x1b[39m"), ({"TERM": "dumb"}, "1"),
                          ({"TERM": "xterm", "NO_COLOR": "1"}, "1"), ({"TERM": "xterm", "NODE_DISABLE_COLORS": "1"}, "1")):
        result = terminal("-e", "console.log(1)", env=env)
        equal(result.out.replace("\r", ""), expected + "\n", str(env))


@test("warnings for labels that are wrong")
def _():
    result = weft("-e", "console.timeEnd('none'); console.countReset('none'); console.time('t'); console.time('t')")
    match(result.err, r"Warning: No such label 'none' for console.timeEnd\(\)")
    match(result.err, r"Warning: Count for 'none' does not exist")
    match(result.err, r"Warning: Label 't' already exists for console.time\(\)")


@test("node:console is the global console")
def _():
    equal(weft("-p", "require('console') === console && console[Symbol.toStringTag]").out, "console\n")
