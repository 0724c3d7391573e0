# test-timeout: 60 s
"""Options of `weft build` that change what the code says, and what stands around it."""

import base64
import json

from process import absent, check, equal, files, match, test, weft


def build(tree, *options, entry="main.mjs", out="out.mjs"):
    built = weft("build", *options, "--outfile", out, entry, cwd=tree)
    equal(built.code, 0, str(built))
    return (tree / out).read_text()


@test("code that is dropped: the console, debugger, labels")
def _():
    tree = files({"main.mjs": "DEV: { console.log('dev'); } debugger; const x = console.info('gone') ?? 1; process.stdout.write(`${x} ${typeof console}\\n`);\n"
                              "{ const console = { log: (text) => process.stdout.write(text) }; console.log('own\\n'); } LABEL: for (;;) break LABEL; console.table.bind(console);"})
    text = build(tree, "--drop", "console", "--drop=debugger", "--drop-labels", "DEV")
    equal(weft("out.mjs", cwd=tree).ok().out, "1 object\nown\n")
    for gone in "debugger", "dev", "gone", "DEV":
        absent(text, gone)
    match(build(tree), "debugger")


@test("calls that are pure go when no one uses what they give; annotations can be ignored")
def _():
    tree = files({"main.mjs": "const a = make(1), b = lib.make(2), c = /* @__PURE__ */ other(3), d = unlike(4);"})
    text = build(tree, "--pure", "make,lib.make")
    for gone in "make", "other":
        absent(text, gone)
    match(text, "unlike")
    match(build(tree, "--ignore-annotations"), r"other\(3\)")


@test("other modules under a package's name")
def _():
    tree = files({"main.mjs": "import { x } from 'lib'; import { y } from 'lib/deep/y.js'; console.log(x, y);",
                  "own/index.js": "export const x = 'own x';", "own/deep/y.js": "export const y = 'own y';", "package.json": {"type": "module"}})
    build(tree, "--alias", "lib=./own", "--alias", "other=x")
    equal(weft("out.mjs", cwd=tree).ok().out, "own x own y\n")


@test("the environment's variables with a prefix become values")
def _():
    tree = files({"main.mjs": "console.log(process.env.PUBLIC_A, import.meta.env.PUBLIC_A, typeof process.env.SECRET_A);"})
    built = weft("build", "--env", "PUBLIC_*", "--outfile", "out.mjs", "main.mjs", cwd=tree, env={"PUBLIC_A": "it's \"a\"", "SECRET_A": "s"})
    equal(built.code, 0, str(built))
    equal(weft("out.mjs", cwd=tree).ok().out, "it's \"a\" it's \"a\" undefined\n")
    match((tree / "out.mjs").read_text(), "SECRET_A")


@test("what stands before and after each script")
def _():
    tree = files({"main.mjs": "#!/usr/bin/env weft\nconsole.log(typeof banner);"})
    text = build(tree, "--banner", "var banner = 1;", "--footer", "// the end", "--format", "iife", "--minify")
    check(text.startswith("#!/usr/bin/env weft\nvar banner = 1;\n") and text.endswith("// the end\n"), text)
    equal(weft("out.mjs", cwd=tree).ok().out, "number\n")


@test("licences go to the end, once, or into a file of their own")
def _():
    tree = files({"main.mjs": "/*! licence A */\nimport './b.mjs'; console.log(1);", "b.mjs": "/*! licence A */\n/** @license B */\nconsole.log(2);"})
    text = build(tree, "--minify")
    check(text.endswith("/*! licence A */\n/** @license B */\n"), text)
    equal(text.count("licence A"), 1)
    absent(build(tree, "--legal-comments", "none"), "licen")
    match(build(tree, "--legal-comments", "linked", "--minify"), r"/\*! For license information please see out\.mjs\.LEGAL\.txt \*/\n$")
    equal((tree / "out.mjs.LEGAL.txt").read_text(), "/*! licence A */\n/** @license B */\n")
    absent(build(tree, "--legal-comments", "external"), "LEGAL")
    equal(build(tree, "--legal-comments", "inline", "--minify").count("licence A"), 2)


@test("what went in and what came out, as esbuild says it")
def _():
    tree = files({"package.json": {"type": "module"}, "a.js": "import { s } from './s.js'; console.log(s); import('./late.js');", "b.js": "import { s } from './s.js'; import fs from 'node:fs'; console.log(s, fs);\nexport const b = 1;",
                  "s.js": "export const s = ['shared'];", "late.js": "export default require;"})
    built = weft("build", "--platform", "node", "--outdir", "out", "--metafile", "meta/file.json", "--sourcemap", "linked", "a.js", "b.js", cwd=tree)
    equal(built.code, 0, str(built))
    meta = json.loads((tree / "meta/file.json").read_text())
    equal(sorted(meta["inputs"]), ["a.js", "b.js", "late.js", "s.js"])
    equal(meta["inputs"]["a.js"]["imports"], [{"path": "s.js", "kind": "import-statement", "original": "./s.js"}, {"path": "late.js", "kind": "dynamic-import", "original": "./late.js"}])
    equal(meta["inputs"]["s.js"], {"bytes": 28, "imports": [], "format": "esm"})
    b = meta["outputs"]["out/b.js"]
    equal((b["entryPoint"], b["exports"], list(b["inputs"])), ("b.js", ["b"], ["b.js"]))
    shared = next(name for name in meta["outputs"] if "chunk" in name and not name.endswith(".map"))
    equal(b["imports"], [{"path": shared, "kind": "import-statement"}, {"path": "node:fs", "kind": "import-statement", "external": True}])
    for name, output in meta["outputs"].items():
        equal(output["bytes"], len((tree / name).read_bytes()), name)


@test("how much is said")
def _():
    tree = files({"main.mjs": "".join(f"import './missing{i}.mjs';\n" for i in range(9))})
    result = weft("build", "--outfile", "o", "main.mjs", cwd=tree)
    equal((result.err.count("error:"), result.code), (6, 1))
    match(result.err, "and 3 more errors")
    equal(weft("build", "--log-limit", "0", "--outfile", "o", "main.mjs", cwd=tree).err.count("error:"), 9)
    equal(weft("build", "--log-level", "silent", "--outfile", "o", "main.mjs", cwd=tree).err, "")
    equal(weft("build", "--log-level", "warning", "--outfile", "o.mjs", "fine.mjs", cwd=files({"fine.mjs": "1"})).err, "")


@test("maps inside and beside, without texts, with a root")
def _():
    tree = files({"main.mjs": "export const unique = 1;"})
    text = build(tree, "--sourcemap", "both", "--source-root", "https://example.com/src", "--no-sources-content")
    inline = json.loads(base64.b64decode(match(text, r"base64,(\S+)")[1]))
    beside = json.loads((tree / "out.mjs.map").read_text())
    equal(inline, beside)
    equal(beside["sourceRoot"], "https://example.com/src")
    check("sourcesContent" not in beside, beside)
    match(weft("build", "--sourcemap", "both", "main.mjs", cwd=tree).err, "need --outfile")


@test("names of style sheets, extensions that are tried, links that stay where they are")
def _():
    tree = files({"main.js": "import './a.css'; import x from './x'; console.log(x);", "a.css": "b { color: red }",
                  "x.web.js": "export default 'web';", "x.js": "export default 'plain';", "package.json": {"type": "module"}})
    equal(weft("build", "--outdir", "out", "--out-extension", ".css=.min.css", "--resolve-extensions", ".web.js,.js", "main.js", cwd=tree).code, 0)
    equal(sorted(path.name for path in (tree / "out").iterdir()), ["main.js", "main.min.css"])
    match((tree / "out/main.js").read_text(), "web")
    tree = files({"main.mjs": "import './linked/a.mjs';", "real/a.mjs": "import 'dep';", "node_modules/dep/index.js": "console.log('outer');",
                  "linked/node_modules/dep/index.js": "console.log('of the link');"})
    (tree / "linked/a.mjs").symlink_to("../real/a.mjs")
    match(build(tree), "outer")
    match(build(tree, "--preserve-symlinks"), "of the link")


@test("JSX as the command line says, before tsconfig.json")
def _():
    tree = files({"main.jsx": "export const x = <><b a={1}>text</b></>;", "tsconfig.json": {"compilerOptions": {"jsx": "react-jsx", "jsxImportSource": "other"}}})
    match(build(tree, "--external", "other", entry="main.jsx"), "other/jsx-runtime")
    match(build(tree, "--jsx-import-source", "third", "--external", "third", entry="main.jsx"), "third/jsx-runtime")
    match(build(tree, "--jsx-dev", "--external", "other", entry="main.jsx"), "jsxDEV")
    text = build(tree, "--jsx", "transform", "--jsx-factory", "h", "--jsx-fragment", "Part", entry="main.jsx")
    match(text, r'h\(Part, null, .*h\("b"')
    match(weft("build", "--jsx", "transfrm", "main.jsx", cwd=tree).err, "transform")


@test("CommonJS for Node names its exports; variables of exports are no one else's")
def _():
    tree = files({"main.mjs": "export const one = 1; export { one as 'no-name' }; export { sep } from 'node:path'; const $export = 'own'; console.log($export);",
                  "use.mjs": "import { one, sep } from './out.cjs'; console.log(one, sep);"})
    build(tree, "--format", "cjs", "--platform", "node", out="out.cjs")
    equal(weft("use.mjs", cwd=tree).ok().out, "own\n1 /\n")
    for options in [], ["--minify"]:
        build(tree, "--platform", "node", *options)
        equal(weft("-e", "import('./out.mjs').then((m) => console.log(m.sep, m.one))", cwd=tree).ok().out, "own\n/ 1\n")


@test("what CommonJS is given gets short names, and is what the module declares by these names")
def _():
    tree = files({"main.cjs": "require('./a.cjs'); console.log(require('./b.cjs'), require('./c.cjs')); module.exports = require('./d.cjs');",
                  "a.cjs": "console.log(typeof module, typeof exports);", "b.cjs": "var exports = exports || {}; exports.b = 1; var inner = (module) => module; inner(2);",
                  "c.cjs": "exports.c = function (exports) { return exports + (typeof module); }; exports.c = exports.c(1);", "d.cjs": "module.exports = eval('typeof exports');"})
    expected = weft("main.cjs", cwd=tree).ok().out
    for options in [], ["--minify"], ["--minify-identifiers"]:
        text = build(tree, "--platform", "node", *options, entry="main.cjs")
        equal(weft("out.mjs", cwd=tree).ok().out, expected, str(options))
    absent(build(tree, "--minify", entry="c.cjs"), r"function\(exports")
