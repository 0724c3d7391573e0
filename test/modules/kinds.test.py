"""Which kind of module a file is: extension, package.json's type, then its syntax."""
from process import equal, files, program, test, weft

ESM = "export {}; console.log(typeof require);"
CJS = "console.log(typeof require);"


@test(".mjs and .cjs decide alone, also against package.json")
def _():
    equal(program({"package.json": {"type": "module"}, "a.cjs": CJS, "main.mjs": 'import "./a.cjs"; console.log(typeof require);'}),
          ["function", "undefined"])
    equal(program({"package.json": {"type": "commonjs"}, "main.mjs": "console.log(typeof require);"}), ["undefined"])


@test("a .js file follows the nearest package.json")
def _():
    equal(program({
        "package.json": {"type": "module"}, "sub/package.json": {"type": "commonjs"}, "sub/x.js": CJS,
        "plain/package.json": {}, "plain/y.js": CJS, "same/z.js": "console.log(typeof require);",
        "main.js": 'import "./sub/x.js"; import "./plain/y.js"; import "./same/z.js";'}, "main.js"),
        ["function", "function", "undefined"])


@test("without a type, ES module syntax decides")
def _():
    for source, expected in [
            (ESM, "undefined"), (CJS, "function"),
            ('import "node:path"; console.log(typeof require);', "undefined"),
            ("console.log(typeof require); import.meta.url;", "undefined"),
            ("await 0; console.log(typeof require);", "undefined"),
            ('import("node:path"); console.log(typeof require);', "function"),
            ("// import x from 'y'\nconst s = 'export default 1'; console.log(typeof require);", "function"),
            ("const await = 1; console.log(typeof require, await);", "function 1"),
            ("return console.log(typeof require);", "function")]:
        equal(program({"main.js": source}, "main.js"), [expected], source)


@test("type commonjs is binding: ES module syntax is an error there")
def _():
    root = files({"package.json": {"type": "commonjs"}, "main.js": "export {};"})
    result = weft("main.js", cwd=root)
    equal((result.code, result.out), (1, ""))
    equal("SyntaxError" in result.err, True)


@test("a package's type does not reach into node_modules")
def _():
    equal(program({"package.json": {"type": "module"}, "node_modules/p/package.json": {"main": "p.js"}, "node_modules/p/p.js": "exports.kind = typeof require;",
                   "main.js": 'import { kind } from "p"; console.log(kind);'}, "main.js"), ["function"])


@test("a file without extension is CommonJS, or an ES module where type or syntax says so")
def _():
    equal(program({"tool": CJS}, "tool"), ["function"])
    equal(program({"tool": ESM}, "tool"), ["undefined"])
    equal(program({"tool": "#!/usr/bin/env weft\n" + CJS}, "tool"), ["function"])


@test(".jsonc is JSON with comments and trailing commas, for import and require")
def _():
    tree = files({
        "config.jsonc": "{\n  // a comment\n  \"a\": [1, 2,], /* another */\n}\n",
        "bad.jsonc": "[1,, 2]\n",
        "app.mjs": "import config from './config.jsonc' with { type: 'json' };\nimport { createRequire } from 'node:module';\n"
                   "console.log(config.a, createRequire(import.meta.url)('./config.jsonc') === config);\n"
                   "await import('./bad.jsonc').catch((error) => console.log(error.name));\n",
    })
    equal(weft(tree / "app.mjs").ok().out.split("\n")[0].startswith("[ 1, 2 ]"), True)
    equal(weft(tree / "app.mjs").ok().out.split("\n")[1], "SyntaxError")
