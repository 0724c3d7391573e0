"""import() in modules, scripts and -e."""
from process import equal, program, test, weft, files


@test("import() gives the namespace that a static import gives")
def _():
    equal(program({
        "x.mjs": "export const x = 1; export default 2;",
        "main.mjs": """
            import * as ns from "./x.mjs";
            const dynamic = await import("./x.mjs");
            console.log(dynamic === ns, dynamic === await import("./x.mjs"), dynamic.default, import("./x.mjs") instanceof Promise);"""}),
        ["true true 2 true"])


@test("the module is evaluated once, at the first import()")
def _():
    equal(program({
        "x.mjs": 'console.log("x runs");',
        "main.mjs": """
            console.log("before");
            await Promise.all([import("./x.mjs"), import("./x.mjs")]);
            console.log("after");"""}), ["before", "x runs", "after"])


@test("import() in CommonJS and in a nested folder resolves against its own file")
def _():
    equal(program({
        "lib/x.mjs": "export default 'lib/x';", "x.mjs": "export default 'x';",
        "lib/load.cjs": 'exports.load = () => import("./x.mjs"); exports.indirect = () => (0, eval)(\'import("./x.mjs")\');',
        "main.cjs": 'const { load } = require("./lib/load.cjs"); Promise.all([load(), import("./x.mjs")]).then((all) => console.log(...all.map((m) => m.default)));'},
        "main.cjs"), ["lib/x x"])


@test("import() in -e resolves against the working directory")
def _():
    tree = files({"x.mjs": "export default 'found';"})
    result = weft("-e", 'import("./x.mjs").then((m) => console.log(m.default))', cwd=tree).ok()
    equal(result.out, "found\n")


@test("the specifier is converted to a string; a failing conversion rejects")
def _():
    equal(program({
        "x.mjs": "export default 1;",
        "main.mjs": """
            console.log((await import({ toString: () => "./x.mjs" })).default);
            const p = import({ toString() { throw new RangeError("no string"); } });
            await p.catch((error) => console.log(error.message));
            await import(Symbol("s")).catch((error) => console.log(error.name));"""}),
        ["1", "no string", "TypeError"])


@test("a module that throws rejects each import() with the same error and runs once")
def _():
    equal(program({
        "bad.mjs": 'console.log("bad runs"); throw { my: "error" };',
        "main.mjs": """
            const errors = [];
            for (let i = 0; i < 2; i++) await import("./bad.mjs").catch((error) => errors.push(error));
            console.log(errors[0] === errors[1], errors[0].my);"""}), ["bad runs", "true error"])


@test("a syntax error or a missing file rejects and leaves the process alive")
def _():
    equal(program({
        "syntax.mjs": "let let = 1;",
        "main.mjs": """
            await import("./syntax.mjs").catch((error) => console.log(error.name));
            await import("./missing.mjs").catch((error) => console.log(error.code));
            console.log("alive");"""}), ["SyntaxError", "ERR_MODULE_NOT_FOUND", "alive"])


@test("a module that could not be found is looked for again")
def _():
    equal(program({
        "main.mjs": """
            import fs from "node:fs";
            await import("./later.mjs").catch((error) => console.log(error.code));
            fs.writeFileSync("later.mjs", "export default 'now';");
            console.log((await import("./later.mjs")).default);"""}), ["ERR_MODULE_NOT_FOUND", "now"])
