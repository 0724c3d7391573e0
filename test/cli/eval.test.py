"""-e, -p and -."""
from process import equal, files, match, test, weft


@test("-e runs a script and prints nothing by itself")
def _():
    equal(weft("-e", "1 + 1").ok().out, "")
    equal(weft("-e", "console.log(typeof require, typeof module, __filename)").ok().out, "function object [eval]\n")
    equal(weft("--eval", "console.log(1)").ok().out, "1\n")


@test("-p prints the value of the last expression as console.log would")
def _():
    for code, shown in [("1 + 1", "2"), ("'text'", "text"), ("({ a: [1, 'x'] })", "{ a: [ 1, 'x' ] }"), ("undefined", "undefined"),
                        ("var x = 3; x * 2;", "6"), ("[1, 2].map((n) => n * 2)", "[ 2, 4 ]"), ("0 * -1", "-0"), ("null", "null")]:
        equal(weft("-p", code).ok().out, shown + "\n", code)
    equal(weft("--print", "1").ok().out, "1\n")
    equal(weft("-pe", "2").ok().out, "2\n")


@test("-e and -p see the process's arguments from argv[1] on")
def _():
    equal(weft("-p", "process.argv.slice(1).join()", "a", "b").ok().out, "a,b\n")
    equal(weft("-p", "process.argv.slice(1).join()", "--", "--x", "-y").ok().out, "--x,-y\n")


@test("-e resolves modules against the working directory")
def _():
    root = files({"x.cjs": "module.exports = 'x';", "node_modules/p/index.js": "module.exports = 'p';"})
    equal(weft("-p", "require('./x.cjs') + require('p')", cwd=root).ok().out, "xp\n")


@test("builtin modules are at hand as globals in -e and -p, unless declared")
def _():
    equal(weft("-p", "path.basename('/a/b') + typeof fs.readFileSync").ok().out, "bfunction\n")
    equal(weft("-p", "const path = 5; path").ok().out, "5\n")


@test("-e with import, export or top-level await is a module")
def _():
    equal(weft("-e", "import { sep } from 'node:path'; console.log(sep, typeof require);").ok().out, "/ undefined\n")
    equal(weft("-e", "console.log(await Promise.resolve('awaited'));").ok().out, "awaited\n")


@test("an error in -e names [eval] and its line")
def _():
    result = weft("-e", "\nnot.defined")
    equal((result.code, result.out), (1, ""))
    match(result.err, r"\[eval\]:2")
    match(result.err, r"^ReferenceError: ")
    match(weft("-e", "let x = ;").err, r"SyntaxError")


@test("- reads the program from stdin; so does a pipe without arguments")
def _():
    equal(weft("-", stdin="console.log('from stdin', __filename)").ok().out, "from stdin [stdin]\n")
    equal(weft("-", "a", "-b", stdin="console.log(process.argv.slice(2).join())").ok().out, "a,-b\n")
    equal(weft(stdin="console.log('piped')").ok().out, "piped\n")
    equal(weft("-", stdin="import 'node:fs'; console.log(await 'esm')").ok().out, "esm\n")
    equal(weft("-", stdin="").ok().out, "")


@test("an error in stdin's program names [stdin]")
def _():
    result = weft("-", stdin="throw new Error('piped')")
    equal(result.code, 1)
    match(result.err, r"\[stdin\]:1")


@test("-e without code is told so")
def _():
    result = weft("-e")
    equal((result.code, result.out), (9, ""))
    match(result.err, r"-e.*(needs|requires)")
