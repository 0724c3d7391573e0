"""Specifiers that are URLs: file:, data:, queries and fragments; absolute paths; symlinks."""
from process import Link, equal, files, program, test, weft


@test("a query or a fragment makes a module of its own, evaluated once each")
def _():
    equal(program({
        "x.mjs": 'console.log("runs", import.meta.url.split("/").pop()); export const key = {};',
        "main.mjs": """
            const [a, b, c, d, again] = await Promise.all(["./x.mjs", "./x.mjs?1", "./x.mjs?2", "./x.mjs#1", "./x.mjs?1"].map((s) => import(s)));
            console.log(new Set([a.key, b.key, c.key, d.key]).size, again === b);"""}),
        ["runs x.mjs", "runs x.mjs?1", "runs x.mjs?2", "runs x.mjs#1", "4 true"])


@test("data: URLs of JavaScript, base64 and JSON")
def _():
    equal(program({"main.mjs": """
        const plain = await import("data:text/javascript,export default 1 %2B 1");
        const base64 = await import("data:text/javascript;charset=utf-8;base64,ZXhwb3J0IGRlZmF1bHQgImI2NCI7");
        const json = await import("data:application/json,[1]", { with: { type: "json" } });
        const chained = await import("data:text/javascript,export { join } from 'node:path'; export const url = import.meta.url");
        console.log(plain.default, base64.default, json.default.length, typeof chained.join, chained.url.slice(0, 20));
        await import("data:text/plain,hi").catch((error) => console.log(error.code));
        await import("data:text/javascript,import './x.mjs'").catch((error) => console.log(error.code ?? error.name));"""}),
        ["2 b64 1 function data:text/javascript", "ERR_UNKNOWN_MODULE_FORMAT", "ERR_UNSUPPORTED_RESOLVE_REQUEST"])


@test("file: URLs and absolute paths give the module that a relative path gives")
def _():
    equal(program({"a b.mjs": "export default 1;", "main.mjs": """
        const relative = await import("./a%20b.mjs");
        const url = await import(new URL("./a b.mjs", import.meta.url).href);
        const path = await import(import.meta.dirname + "/a%20b.mjs");
        const dots = await import("./sub/../a%20b.mjs");
        console.log(url === relative, path === relative, dots === relative);"""}), ["true true true"])


@test("a symlink and its target are one module, whose URL is the target's")
def _():
    equal(program({
        "real/x.mjs": "export default import.meta.url.split('/').slice(-2).join('/');", "real/y.cjs": "exports.f = __filename.split('/').slice(-2).join('/');",
        "link": Link("real"), "x2.mjs": Link("real/x.mjs"),
        "main.mjs": """
            import { createRequire } from "node:module";
            const require = createRequire(import.meta.url);
            const all = await Promise.all(["./real/x.mjs", "./link/x.mjs", "./x2.mjs"].map((s) => import(s)));
            console.log(all[0] === all[1], all[1] === all[2], all[2].default);
            console.log(require("./link/y.cjs") === require("./real/y.cjs"), require("./link/y.cjs").f);"""}),
        ["true true real/x.mjs", "true real/y.cjs"])


@test("a package linked into node_modules finds its own dependencies where it really is")
def _():
    equal(program({
        "node_modules/linked": Link("../elsewhere/linked"),
        "elsewhere/linked/index.js": "module.exports = require('dep');",
        "elsewhere/node_modules/dep/index.js": "module.exports = 'real neighbour';",
        "main.mjs": 'import linked from "linked"; console.log(linked);'}), ["real neighbour"])


@test("the entry may be a symlink; a link's name decides nothing")
def _():
    root = files({"bin/tool": Link("../lib/tool.mjs"), "lib/tool.mjs": 'import "./dep.mjs"; console.log(import.meta.main, import.meta.url.split("/").pop());',
                  "lib/dep.mjs": 'console.log("dep");'})
    equal(weft("bin/tool", cwd=root).ok().out, "dep\ntrue tool.mjs\n")
