"""require() of ES modules."""
from process import check, equal, program, test


@test("it gives the namespace that import gives, synchronously")
def _():
    equal(program({"x.mjs": "console.log('x runs'); export const a = 1, b = 2;", "main.cjs": """
        const ns = require("./x.mjs");
        console.log(ns.a, ns.b, ns[Symbol.toStringTag], require("./x.mjs") === ns);
        import("./x.mjs").then((imported) => console.log(imported === ns));"""}, "main.cjs"),
        ["x runs", "1 2 Module true", "true"])


@test("static dependencies of both kinds come along, in order")
def _():
    equal(program({"x.mjs": 'import "./y.mjs"; import z from "./z.cjs"; console.log("x", z); export {};', "y.mjs": 'console.log("y");',
                   "z.cjs": 'console.log("z"); module.exports = "from z";', "main.cjs": 'require("./x.mjs"); console.log("main");'}, "main.cjs"),
          ["y", "z", "x from z", "main"])


@test("the export named module.exports is what require returns")
def _():
    equal(program({"x.mjs": 'class Only {} export { Only as "module.exports" }; export default 1;', "main.cjs": """
        console.log(require("./x.mjs").name);
        import("./x.mjs").then((ns) => console.log(Object.keys(ns).join()));"""}, "main.cjs"),
        ["Only", "default,module.exports"])


@test("top-level await anywhere in the graph throws ERR_REQUIRE_ASYNC_MODULE before anything runs")
def _():
    lines = program({"x.mjs": 'console.log("x must not run"); import "./deep.mjs";', "deep.mjs": "await 0;", "main.cjs": """
        try { require("./x.mjs"); } catch (error) { console.log(error.name, error.code, error.message.split("\\n")[0]); }
        """}, "main.cjs")
    equal(len(lines), 1)
    check(lines[0].startswith("Error ERR_REQUIRE_ASYNC_MODULE require() cannot be used on an ESM graph with top-level await. Use import() instead."), lines)


@test("after that error import() still runs the module")
def _():
    equal(program({"x.mjs": "await 0; export const x = 'ran';", "main.cjs": """
        try { require("./x.mjs"); } catch (error) { console.log(error.code); }
        import("./x.mjs").then((ns) => console.log(ns.x));"""}, "main.cjs"), ["ERR_REQUIRE_ASYNC_MODULE", "ran"])


@test("an ES module with top-level await that already ran can be required")
def _():
    lines = program({"x.mjs": "export const x = await 'done';", "main.mjs": """
        import { createRequire } from "node:module";
        const ns = await import("./x.mjs");
        try { console.log(createRequire(import.meta.url)("./x.mjs") === ns); } catch (error) { console.log(error.code); }"""})
    equal(lines, ["ERR_REQUIRE_ASYNC_MODULE"], "Node's answer")


@test("an error while it runs is thrown as it is, each time")
def _():
    equal(program({"x.mjs": "throw { mine: true };", "main.cjs": """
        const errors = [];
        for (let i = 0; i < 2; i++) try { require("./x.mjs"); } catch (error) { errors.push(error); }
        console.log(errors[0].mine, errors[0] === errors[1]);"""}, "main.cjs"), ["true true"])


@test("an ES module by syntax or by type can be required, too")
def _():
    equal(program({"syntax.js": "export const by = 'syntax';", "t/package.json": {"type": "module"}, "t/x.js": "export const by = 'type';",
                   "main.cjs": 'console.log(require("./syntax").by, require("./t/x").by);'}, "main.cjs"), ["syntax type"])


@test("with a default export, require gives a live view of the namespace that also has __esModule")
def _():
    equal(program({"d.mjs": "export let n = 1; export default 'd'; export const up = () => n++;", "n.mjs": "export const n = 1;",
                   "own.mjs": "export default 1; export const __esModule = 'own';", "main.cjs": """
        const d = require("./d.mjs"), n = require("./n.mjs"), own = require("./own.mjs");
        d.up();
        console.log(d.__esModule, n.__esModule, own.__esModule, d.default, d.n, require("./d.mjs") === d);
        console.log(Object.keys(d).join(), d[Symbol.toStringTag]);
        import("./d.mjs").then((imported) => console.log(imported === d, "__esModule" in imported));"""}, "main.cjs"),
        ["true undefined own d 2 true", "__esModule,default,n,up Module", "false false"])
