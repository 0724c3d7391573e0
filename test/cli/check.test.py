"""weft --check parses files without running them."""
from process import equal, files, match, test, weft


@test("good files of every dialect are silent")
def _():
    root = files({"a.mjs": "export default await 1;", "b.cjs": "return require('x');", "c.ts": "let a: number = <any>1;",
                  "d.tsx": "const e = <T,>(x: T) => <b>{x}</b>;", "e.jsx": "<a b='c' />;", "f.js": "import 'x';"})
    result = weft("--check", "a.mjs", "b.cjs", "c.ts", "d.tsx", "e.jsx", "f.js", cwd=root).ok()
    equal((result.out, result.err), ("", ""))


@test("each bad file is named with the line and column, and nothing runs")
def _():
    root = files({"a.mjs": "console.log('ran');\nlet b = ;\n", "c.ts": "let a: = 1;"})
    result = weft("-c", "a.mjs", "c.ts", cwd=root)
    equal((result.code, result.out), (1, ""))
    match(result.err, r"a\.mjs:2:9: error: ")
    match(result.err, r"c\.ts:1:8: error: ")


@test("several early errors of a file are told at once")
def _():
    result = weft("--check", "a.mjs", cwd=files({"a.mjs": "let a; let a;\nbreak;\n"}))
    equal((result.code, result.err.count("error: ")), (1, 2))


@test("a missing file, and no file")
def _():
    result = weft("--check", "nope.js", cwd=files({}))
    equal(result.code, 1)
    match(result.err, r"ENOENT.*nope\.js")
    equal(weft("--check").code, 9)
