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


@test("syntax errors are told one by one, with their lines, and nothing that follows from them")
def _():
    root = files({"a.ts": "export function f(a: number) {\n  let b = ;\n  if (a {\n    return 1;\n  }\n"
                          "  return b + ;\n}\nconst c = { d: 1 e: 2 };\nexport { f, nothing };\n",
                  "b.mjs": "".join(f"let a{i} = ;\n" for i in range(100))})
    expected = """\
a.ts:2:11: error: Unexpected ";"
   2 |   let b = ;
     |           ^
a.ts:3:9: error: Expected ")", but there is "{"
   3 |   if (a {
     |         ^
a.ts:6:14: error: Unexpected ";"
   6 |   return b + ;
     |              ^
a.ts:8:18: error: Expected ",", but there is "e"
   8 | const c = { d: 1 e: 2 };
     |                  ^
"""
    for command in (["--check"], ["transpile"]):
        result = weft(*command, "a.ts", cwd=root)
        equal((result.code, result.out, result.err.replace(f"{root}/", "")), (1, "", expected))
    ran = weft("a.ts", cwd=root)
    match(ran.err, r'a\.ts:2:11\n.*let b = ;\n.*\n\nSyntaxError: Unexpected ";"\nAlso 3:9: Expected .*\nAlso 6:14: .*\nAlso 8:18: ')
    equal(weft("--check", "b.mjs", cwd=root).err.count("error: "), 10)


@test("running JavaScript shows the engine's error, and the faults of the lines after it")
def _():
    root = files({"a.mjs": "const a = 1;\nlet b = ;\nconst c = (1 2);\n", "b.cjs": "return (1 2);\nwith (a b) c;\n"})
    err = weft("a.mjs", cwd=root).err.replace(f"{root}/", "")
    match(err, r"\Aa\.mjs:2:9\n   2 \| let b = ;\n.*\n\nSyntaxError: .*\n\n"
               r"a\.mjs:3:14: error: Expected \"\)\".*\n   3 \| const c = \(1 2\);\n.*\^\n\Z")
    err = weft("b.cjs", cwd=root).err
    equal((err.count("b.cjs:2:9: error"), err.count("error: ")), (1, 1))
    equal(weft("-e", "import a from './none.mjs'", cwd=root).err.count("error: "), 0)


@test("a missing file, and no file")
def _():
    result = weft("--check", "nope.js", cwd=files({}))
    equal(result.code, 1)
    match(result.err, r"ENOENT.*nope\.js")
    equal(weft("--check").code, 9)
