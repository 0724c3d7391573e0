"""require: extensions, folders, JSON, the cache, require.resolve, NODE_PATH."""
from process import equal, files, program, test, weft


@test("the order: exact file, .js, .json, folder's package.json main, index.js, index.json")
def _():
    equal(program({
        "a": "module.exports = 'a';", "a.js": "module.exports = 'a.js';", "b.js": "module.exports = 'b.js';", "b.json": '"b.json"', "b/index.js": "module.exports = 'b/';",
        "c.json": '"c.json"', "d/package.json": {"main": "m.js"}, "d/m.js": "module.exports = 'd/m';", "d/index.js": "", "e/index.json": '"e/index.json"',
        "main.cjs": 'console.log(["./a", "./b", "./b/", "./c", "./d", "./e", "./d/../e"].map((s) => require(s)).join());'}, "main.cjs"),
        ["a,b.js,b/,c.json,d/m,e/index.json,e/index.json"])


@test(". and .. are folders")
def _():
    equal(program({"index.js": "module.exports = 'top';", "sub/index.js": "module.exports = require('..') + require('../');",
                   "main.cjs": 'console.log(require("."), require("./sub"));'}, "main.cjs"), ["top toptop"])


@test("a module runs once; the cache is keyed by file name, and entries can be removed or replaced")
def _():
    equal(program({
        "x.cjs": "console.log('x runs'); module.exports = {};",
        "main.cjs": """
            const first = require("./x.cjs"), path = require.resolve("./x.cjs");
            console.log(require("./sub/../x.cjs") === first, require.cache[path].exports === first, path in require.cache);
            delete require.cache[path];
            console.log(require("./x.cjs") === first);
            require.cache[path].exports = "replaced";
            console.log(require("./x.cjs"), Object.getPrototypeOf(require.cache));"""}, "main.cjs"),
        ["x runs", "true true true", "x runs", "false", "replaced null"])


@test("a module that throws is not cached")
def _():
    equal(program({
        "bad.cjs": "globalThis.times = (globalThis.times ?? 0) + 1; if (times < 3) throw new Error('try ' + times); module.exports = 'good';",
        "syntax.cjs": "let let = 1;",
        "main.cjs": """
            for (let i = 0; i < 2; i++) try { require("./bad.cjs"); } catch (error) { console.log(error.message); }
            console.log(require("./bad.cjs"), module.children.length);
            for (let i = 0; i < 2; i++) try { require("./syntax.cjs"); } catch (error) { console.log(error.name); }"""}, "main.cjs"),
        ["try 1", "try 2", "good 1", "SyntaxError", "SyntaxError"])


@test("JSON: a value, cached and mutable; an error names the file")
def _():
    lines = program({"d.json": '\ufeff{"a": 1}', "bad.json": "{ oops", "main.cjs": """
        require("./d.json").a = 2; console.log(require("./d").a);
        try { require("./bad.json"); } catch (error) { console.log(error.name, error.message.includes("bad.json")); }"""}, "main.cjs")
    equal(lines, ["2", "SyntaxError true"])


@test("require.resolve, with paths; require.resolve.paths")
def _():
    root = files({"other/node_modules/p/index.js": "", "other/f.cjs": "", "x.cjs": "", "main.cjs": """
        console.log(require.resolve("./x.cjs"), require.resolve("fs"), require.resolve("node:fs"));
        console.log(require.resolve("p", { paths: [__dirname + "/other"] }), require.resolve("./f.cjs", { paths: ["other", "./other"] }));
        try { require.resolve("p"); } catch (error) { console.log(error.code); }
        console.log(require.resolve.paths("p")[0], require.resolve.paths("fs"), require.resolve.paths("./x").join());"""})
    equal(weft("main.cjs", cwd=root).ok().out.replace(str(root), "R").split("\n")[:-1],
          ["R/x.cjs fs node:fs", "R/other/node_modules/p/index.js R/other/f.cjs", "MODULE_NOT_FOUND", "R/node_modules null R"])


@test("NODE_PATH is searched last, folder by folder")
def _():
    root = files({"one/p/index.js": "module.exports = 'one p';", "two/p.js": "module.exports = 'two p';", "two/q.js": "module.exports = 'two q';",
                  "two/local.js": "module.exports = 'two local';", "node_modules/local.js": "module.exports = 'local';",
                  "main.cjs": 'console.log(require("p"), require("q"), require("local")); import("q").catch((e) => console.log(e.code));'})
    equal(weft("main.cjs", cwd=root, env={"NODE_PATH": f"{root}/one:{root}/two"}).ok().out,
          "one p two q local\nERR_MODULE_NOT_FOUND\n")


@test("require.extensions: a handler of one's own compiles a new extension")
def _():
    equal(program({"x.shout": "hello", "main.cjs": """
        const fs = require("node:fs");
        require.extensions[".shout"] = (module, file) => { module._compile(`module.exports = ${JSON.stringify(fs.readFileSync(file, "utf8").toUpperCase())}`, file); };
        console.log(require("./x.shout"), require("./x"));"""}, "main.cjs"), ["HELLO HELLO"])
