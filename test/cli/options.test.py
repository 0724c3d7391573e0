"""--version, --help, --licenses, unknown options."""
from process import absent, check, equal, match, test, weft


@test("--version and -v print one line")
def _():
    out = weft("--version").ok().out
    match(out, r"^(\S+ )?\S*\d+\.\d+\.\d+\S*$")
    equal(out.count("\n"), 1)
    equal(weft("-v").ok().out, out)


@test("--help and -h tell the usage and every option, on stdout")
def _():
    out = weft("--help").ok().out
    for part in ("weft", "-e", "-p", "--version", "--help", "--licenses"):
        check(part in out, f"--help does not mention {part}\n{out}")
    equal(weft("-h").ok().out, out)
    check(max(map(len, out.split("\n"))) <= 100, "lines of the help are short")


@test("--help without a terminal has no colour codes")
def _():
    absent(weft("--help").out, "\x1b")


@test("--licenses names what is linked in and its licence")
def _():
    out = weft("--licenses").ok().out
    for name in ("JavaScriptCore", "libuv", "ICU", "MIT", "LGPL"):
        check(name in out, f"--licenses does not mention {name}")


@test("an unknown option is one clear message, exit code 9, and nothing runs")
def _():
    for option in ("--no-such-option", "--versoin", "-Z"):
        result = weft(option, "-e", "console.log('must not run')")
        equal((result.code, result.out), (9, ""))
        check(option in result.err, result.err)
        check(result.err.count("\n") <= 3, f"short:\n{result.err}")


@test("a mistyped option gets a suggestion")
def _():
    match(weft("--versoin").err, "--version")


@test("--conditions and -C add conditions for exports and imports")
def _():
    from process import files
    root = files({"node_modules/p/package.json": {"exports": {"special": "./s.js", "other": "./o.js", "default": "./d.js"}},
                  "node_modules/p/s.js": "module.exports = 's';", "node_modules/p/o.js": "module.exports = 'o';", "node_modules/p/d.js": "module.exports = 'd';",
                  "main.mjs": "import p from 'p'; import { createRequire } from 'node:module'; console.log(p, createRequire(import.meta.url)('p'));"})
    for options, expected in (([], "d d"), (["--conditions=special"], "s s"), (["-C", "other"], "o o"), (["-C", "other", "-C", "special"], "s s")):
        equal(weft(*options, "main.mjs", cwd=root).ok().out, expected + "\n", str(options))
