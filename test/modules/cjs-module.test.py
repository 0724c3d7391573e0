"""CommonJS: the wrapper's five arguments and the module object."""
from process import equal, files, program, test, weft


@test("exports, require, module, __filename, __dirname, and this")
def _():
    root = files({"main.cjs": """
        console.log(arguments.length, this === module.exports, exports === module.exports, arguments[1] === require);
        console.log(__filename); console.log(__dirname);
        console.log(typeof require.resolve, typeof require.cache, require.main === module, typeof require.extensions[".js"]);"""})
    equal(weft("main.cjs", cwd=root).ok().out.split("\n")[:-1],
          ["5 true true true", f"{root}/main.cjs", str(root), "function object true function"])


@test("module has id, path, filename, loaded, children, paths, parent")
def _():
    root = files({
        "sub/x.cjs": """
            console.log(module.id === __filename, module.path === __dirname, module.filename === __filename, module.loaded);
            exports.module = module;""",
        "main.cjs": """
            console.log(module.id, module.loaded, module.children.length, module.parent ?? "no parent");
            const x = require("./sub/x.cjs"); require("./sub/x.cjs");
            console.log(x.module.loaded, module.children.length, module.children[0] === x.module, x.module.parent === module);
            console.log(module.paths[0] === __dirname + "/node_modules", module.paths.at(-1), x.module instanceof module.constructor);
            setImmediate(() => console.log(module.loaded));"""})
    equal(weft("main.cjs", cwd=root).ok().out.split("\n")[:-1],
          [". false 0 no parent", "true true true false", "true 1 true true", "true /node_modules true", "true"])


@test("module.exports can be replaced by any value, and exports alone cannot")
def _():
    equal(program({
        "f.cjs": "module.exports = () => 'called';", "n.cjs": "module.exports = null;", "u.cjs": "module.exports = undefined;",
        "e.cjs": "exports = { lost: true }; module.exports.kept = true;", "r.cjs": "exports.a = 1; return; exports.b = 2;",
        "main.cjs": """
            console.log(require("./f.cjs")(), require("./n.cjs"), require("./u.cjs"));
            console.log(JSON.stringify([require("./e.cjs"), require("./r.cjs")]));"""}, "main.cjs"),
        ["called null undefined", '[{"kept":true},{"a":1}]'])


@test("module.require resolves against that module")
def _():
    equal(program({"sub/x.cjs": "module.exports = module;", "sub/y.cjs": "module.exports = 'sub y';", "y.cjs": "",
                   "main.cjs": 'console.log(require("./sub/x.cjs").require("./y.cjs"));'}, "main.cjs"), ["sub y"])


@test("a script is sloppy, and its top-level names are its own")
def _():
    equal(program({"x.cjs": "var shared = 1; function f() { return this === globalThis; } implicit = f();",
                   "main.cjs": 'require("./x.cjs"); console.log(typeof shared, implicit, typeof globalThis.f); delete globalThis.implicit;'},
                  "main.cjs"), ["undefined true undefined"])


@test("a script that is only a comment, ends in a comment, or has a hashbang")
def _():
    equal(program({"a.cjs": "// nothing", "b.cjs": "exports.b = 1; // end", "c.cjs": "#!/bin/sh\nexports.c = 2;", "d.cjs": "",
                   "main.cjs": 'console.log(JSON.stringify(["a", "b", "c", "d"].map((n) => require(`./${n}.cjs`))));'}, "main.cjs"),
          ['[{},{"b":1},{"c":2},{}]'])
