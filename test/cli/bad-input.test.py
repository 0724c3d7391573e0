"""Files that cannot be run: one clear message, no stack of ours, no output."""
from process import absent, check, equal, files, match, test, weft


def refused(result, *patterns, code=1):
    equal((result.code, result.signal, result.out), (code, None, ""), str(result))
    for pattern in patterns:
        match(result.err, pattern)
    absent(result.err, r"^\s+at |internal[/:]|native code", "the message (it must have no stack)")
    check(result.err.strip().count("\n") <= 6, f"a short message:\n{result.err}")


@test("a missing file")
def _():
    root = files({"real.mjs": ""})
    refused(weft("nope.mjs", cwd=root), r"nope\.mjs", r"(?i)not found|cannot find|no such")
    refused(weft("gone/nope.mjs", cwd=root), r"gone/nope\.mjs")
    refused(weft("real.mjs/x", cwd=root), r"real\.mjs/x")


@test("a directory without anything to run")
def _():
    refused(weft("dir", cwd=files({"dir": None})), r"dir", r"(?i)directory|folder|index")


@test("a binary file")
def _():
    root = files({"x.bin": bytes(range(256)) * 40, "elf": b"\x7fELF\x02\x01\x01\x00" + bytes(5000), "image.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(100)})
    for name in ("x.bin", "elf", "image.png"):
        refused(weft(name, cwd=root), name.replace(".", r"\."), r"(?i)binary")


@test("a file that may not be read")
def _():
    import os
    if os.geteuid() == 0:
        from process import Skip
        raise Skip("root may read everything")
    root = files({"secret.mjs": ""})
    (root / "secret.mjs").chmod(0)
    refused(weft("secret.mjs", cwd=root), r"secret\.mjs", r"EACCES|(?i:permission)")


@test("a syntax error shows the file, line, column and code, and no stack")
def _():
    for name in ("x.mjs", "x.cjs", "x.js"):
        root = files({name: "const a = 1;\n  let b = a +* 2;\n"})
        refused(weft(name, cwd=root), rf"{name.replace('.', '[.]')}:2", r"let b = a \+\* 2;", r"^\s+(\|\s*)?\s*\^", r"^SyntaxError: ")


@test("a syntax error in an imported or required module names that module")
def _():
    root = files({"main.mjs": 'import "./bad.mjs";', "bad.mjs": "\n\nfunction (", "main.cjs": "require('./bad.cjs');", "bad.cjs": "\n}"})
    result = weft("main.mjs", cwd=root)
    equal((result.code, result.out), (1, ""))
    match(result.err, r"bad\.mjs:3")
    match(weft("main.cjs", cwd=root).err, r"bad\.cjs:2")


@test("an unterminated file, an unterminated comment, string, template and regular expression")
def _():
    for source in ("function f() {", "/* no end", "let s = 'no end", "`no end ${", "let r = /no end", "if (", "class A {", "x = [1, 2"):
        refused(weft("x.mjs", cwd=files({"x.mjs": source})), r"x\.mjs:1", r"^SyntaxError: ")


@test("an empty file, and one of only white space, run")
def _():
    for source in ("", "\n\n  \t", "\ufeff", "// only a comment", ";"):
        weft("x.mjs", cwd=files({"x.mjs": source})).ok()
        weft("x.js", cwd=files({"x.js": source})).ok()


@test("invalid UTF-8 in a comment or a string is replaced, as Node does")
def _():
    equal(weft("x.mjs", cwd=files({"x.mjs": b"// \xff\xfe\nconsole.log('\xe9'.charCodeAt(0));"})).ok().out, "65533\n")


@test("NUL in a string literal is a character")
def _():
    equal(weft("x.mjs", cwd=files({"x.mjs": b"console.log('a\x00b'.length);"})).ok().out, "3\n")


@test("a missing module of the program says what was looked for and from where")
def _():
    root = files({"main.mjs": "import './helper.mjs';", "main.cjs": "require('no-such-package');"})
    result = weft("main.mjs", cwd=root)
    equal((result.code, result.out), (1, ""))
    match(result.err, rf"Cannot find module '{root}/helper\.mjs' imported from {root}/main\.mjs")
    match(result.err, "ERR_MODULE_NOT_FOUND")
    match(weft("main.cjs", cwd=root).err, r"Cannot find module 'no-such-package'\nRequire stack:\n- .*main\.cjs")
