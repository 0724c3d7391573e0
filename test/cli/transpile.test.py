# weft transpile: one file to JavaScript.
import json
from process import test, weft, files, equal, match


@test("prints to standard output or to a file, with a source map")
def _():
    tree = files({"a.ts": "enum E { A }\nconst b: number = E.A;\n"})
    code = 'var E = /* @__PURE__ */ ((E) => {\n  E[E["A"] = 0] = "A";\n  return E;\n})(E || {});\nconst b = E.A;\n'
    equal(weft("transpile", tree / "a.ts").ok().out, code)
    weft("transpile", tree / "a.ts", "--outfile", tree / "out.js", "--sourcemap=external").ok()
    equal((tree / "out.js").read_text(), code + "//# sourceMappingURL=out.js.map\n")
    source_map = json.loads((tree / "out.js.map").read_text())
    equal([source_map["version"], source_map["sources"], source_map["file"]], [3, ["a.ts"], "out.js"])
    match(weft("transpile", tree / "a.ts", "--sourcemap", "inline").ok().out, "sourceMappingURL=data:application/json;base64,")


@test("options choose how JSX and decorators are lowered")
def _():
    tree = files({"a.tsx": "export const v = <a b='c'/>;\n", "d.ts": "@entity class A { @column() name: string; x = 1 }\n"})
    match(weft("transpile", "--jsx=classic", "--jsx-factory", "h", tree / "a.tsx").ok().out, r'h\("a", \{ b: "c" \}\)')
    match(weft("transpile", "--jsx", "preserve", tree / "a.tsx").ok().out, "<a b='c' />")
    match(weft("transpile", "--jsx-dev", "--jsx-import-source=preact", tree / "a.tsx").ok().out, "preact/jsx-dev-runtime")
    legacy = weft("transpile", "--experimental-decorators", "--emit-decorator-metadata", "--no-define-for-class-fields",
                  tree / "d.ts").ok().out
    match(legacy, r'__metadata\("design:type", String\)')
    match(legacy, r"this\.x = 1")
    match(weft("transpile", "--target", "chrome60,es2020", "-", stdin="a ?? b?.c;\n").ok().out, r"null")
    equal(weft("transpile", "--target", "es5", tree / "d.ts").code, 9)
    equal(weft("transpile", "-", stdin="let a = b as C;\n").ok().out, "let a = b;\n")


@test("--define writes values for names")
def _():
    source = 'if (process.env.NODE_ENV !== "production") f(DEBUG, typeof VERSION);\n'
    define = ["--define", 'process.env.NODE_ENV="production"', "--define=DEBUG=false", "--define", "VERSION=a.b"]
    equal(weft("transpile", *define, "-", stdin=source).ok().out,
          'if ("production" !== "production") f(false, typeof a.b);\n')
    equal(weft("transpile", *define, "--minify", "-", stdin=source).ok().out, "")
    for wrong in ("A", "A=", "A=b c", "A=text'", "1a=1", "=1"):
        result = weft("transpile", "--define", wrong, "-", stdin="")
        equal(result.code, 9)
        match(result.err, "--define takes ")


@test("faults of the file and of the command line")
def _():
    tree = files({"bad.ts": "let x = ;\n"})
    bad = weft("transpile", tree / "bad.ts")
    equal(bad.code, 1)
    match(bad.err, r"bad\.ts:1:9")
    equal(weft("transpile", tree / "none.ts").code, 1)
    for arguments in (["--jsx=what", "a"], ["--nothing", "a"], [], ["a", "b"], ["--sourcemap=external", "a"], ["--outfile"]):
        equal(weft("transpile", *arguments).code, 9)
    match(weft("transpile", "--help").ok().out, "--outfile FILE")
