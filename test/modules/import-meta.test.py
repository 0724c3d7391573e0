"""import.meta."""
from process import equal, files, program, test, weft


@test("url, filename and dirname name this module; the file name is percent-encoded in url")
def _():
    root = files({"a b#ü.mjs": 'console.log(import.meta.url.slice(-18)); console.log(import.meta.filename); console.log(import.meta.dirname);'})
    equal(weft("a b#ü.mjs", cwd=root).ok().out.split("\n")[:-1],
          ["a%20b%23%C3%BC.mjs", f"{root}/a b#ü.mjs", str(root)])


@test("main is true in the program's entry only")
def _():
    equal(program({"x.mjs": "console.log(import.meta.main);",
                   "main.mjs": 'import "./x.mjs"; await import("./x.mjs?again"); console.log(import.meta.main);'}),
          ["false", "false", "true"])


@test("it is one extensible object without prototype, different in each module")
def _():
    equal(program({"x.mjs": "export const meta = import.meta;", "main.mjs": """
        import { meta } from "./x.mjs";
        console.log(import.meta === import.meta, import.meta === meta, Object.getPrototypeOf(import.meta), Object.isExtensible(import.meta));
        import.meta.added = 1; console.log(import.meta.added, meta.added);"""}),
        ["true false null true", "1 undefined"])


@test("a query or fragment stays in url, and is not part of filename")
def _():
    root = files({"x.mjs": "export default [import.meta.url.replace(/.*\\//, ''), import.meta.filename.replace(/.*\\//, '')].join();",
                  "main.mjs": 'console.log((await import("./x.mjs?q=1#f")).default);'})
    equal(weft("main.mjs", cwd=root).ok().out, "x.mjs?q=1#f,x.mjs\n")


@test("resolve gives the URL that import would load, without loading it")
def _():
    root = files({"package.json": {"imports": {"#in": "./x.mjs"}}, "sub/main.mjs": """
        for (const s of ["./nope.mjs", "../up.mjs?q#f", "p", "p/sub", "#in", "node:fs", "fs", "data:text/javascript,1", "file:///abs"]) console.log(import.meta.resolve(s));""",
                  "node_modules/p/package.json": {"exports": {".": {"require": "./r.cjs", "import": "./i.mjs"}, "./sub": "./s.mjs"}},
                  "node_modules/p/i.mjs": "", "node_modules/p/s.mjs": "", "x.mjs": ""})
    equal(weft("sub/main.mjs", cwd=root).ok().out.replace(f"file://{root}", "R").split("\n")[:-1],
          ["R/sub/nope.mjs", "R/up.mjs?q#f", "R/node_modules/p/i.mjs", "R/node_modules/p/s.mjs", "R/x.mjs",
           "node:fs", "node:fs", "data:text/javascript,1", "file:///abs"])


@test("resolve throws for what cannot be resolved")
def _():
    equal(program({"node_modules/p/package.json": {"exports": {}}, "main.mjs": """
        for (const s of ["no-such-package", "p/none", "#none"]) {
          try { import.meta.resolve(s); } catch (error) { console.log(error.code); }
        }"""}), ["ERR_MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED", "ERR_PACKAGE_IMPORT_NOT_DEFINED"])


@test("import.meta outside a module is a SyntaxError")
def _():
    equal(program({"main.cjs": """
        for (const run of [() => eval("import.meta"), () => new Function("import.meta")]) {
          try { run(); } catch (error) { console.log(error.name); }
        }"""}, "main.cjs"), ["SyntaxError"] * 2)
