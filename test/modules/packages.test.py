"""Packages: main, exports, imports, conditions, self-reference, the walk up node_modules."""
from process import equal, program, test


def package(name, config, **sources):
    tree = {f"node_modules/{name}/package.json": {"name": name, **config}}
    for path, source in sources.items():
        tree[f"node_modules/{name}/{path.replace('__', '/').replace('_', '.')}"] = source
    return tree


@test("main, index.js and a folder as main, for require and for import")
def _():
    equal(program({
        **package("a", {"main": "./lib/entry"}, lib__entry_js="module.exports = 'a';"),
        **package("b", {}, index_js="module.exports = 'b';"),
        **package("c", {"main": "lib"}, lib__index_js="module.exports = 'c';"),
        **package("d", {"main": "gone.js"}, index_js="module.exports = 'd';"),
        "main.cjs": """
            const names = ["a", "b", "c", "d"];
            console.log(names.map((name) => require(name)).join());
            Promise.all(names.map((name) => import(name))).then((all) => console.log(all.map((ns) => ns.default).join()));"""},
        "main.cjs"), ["a,b,c,d", "a,b,c,d"])


@test("conditions: the first key that holds wins; import, require, node, default, module-sync")
def _():
    equal(program({
        **package("p", {"exports": {
            ".": {"browser": "./browser.js", "import": "./i.mjs", "require": "./r.cjs"},
            "./node": {"deno": "./no.js", "node": "./node.cjs", "default": "./no.js"},
            "./nested": {"node": {"import": "./i.mjs"}, "default": "./r.cjs"},
            "./sync": {"module-sync": "./i.mjs", "default": "./r.cjs"},
            "./list": ["not-relative", {"worker": "./no.js"}, "./r.cjs"]}},
            i_mjs="export default 'i';", r_cjs="module.exports = 'r';", node_cjs="module.exports = 'node';"),
        "main.cjs": """
            console.log(require("p"), require("p/node"), require("p/nested"), require("p/sync").default, require("p/list"));
            (async () => {
              const out = [];
              for (const s of ["p", "p/node", "p/nested", "p/sync", "p/list"]) out.push((await import(s)).default);
              console.log(out.join(" "));
            })();"""}, "main.cjs"), ["r node r i r", "i node i i r"])


@test("patterns: the longest prefix wins, a trailer must match, null closes")
def _():
    equal(program({
        **package("p", {"exports": {"./*": "./any/*.js", "./features/*": "./f/*.js", "./features/private/*": None,
                                    "./*.css": "./styles/*.css.js", "./twice/*": "./t/*/*.js"}},
                  any__x_js="module.exports = 'any x';", f__a__b_js="module.exports = 'f a/b';",
                  styles__s_css_js="module.exports = 'css s';", t__q__q_js="module.exports = 'q q';"),
        "main.cjs": """
            for (const s of ["p/x", "p/features/a/b", "p/s.css", "p/twice/q", "p/features/private/a"]) {
              try { console.log(require(s)); } catch (error) { console.log(error.code); }
            }"""}, "main.cjs"), ["any x", "f a/b", "css s", "q q", "ERR_PACKAGE_PATH_NOT_EXPORTED"])


@test("a string or a condition object for exports means the package's root; all else is closed")
def _():
    equal(program({
        **package("s", {"exports": "./s.cjs"}, s_cjs="module.exports = 's';"),
        **package("o", {"exports": {"default": "./o.cjs"}}, o_cjs="module.exports = 'o';"),
        "main.cjs": """
            console.log(require("s"), require("o"));
            for (const s of ["s/s.cjs", "s/package.json"]) try { require(s); } catch (error) { console.log(error.code); }"""},
        "main.cjs"), ["s o"] + ["ERR_PACKAGE_PATH_NOT_EXPORTED"] * 2)


@test("imports: files, packages, builtins, patterns, conditions")
def _():
    equal(program({
        **package("dep", {}, index_js="module.exports = 'dep';"),
        "package.json": {"imports": {"#file": "./x.cjs", "#dep": "dep", "#path": {"node": "path", "default": "./x.cjs"}, "#lib/*": "./lib/*.cjs"}},
        "x.cjs": "module.exports = 'x';", "lib/deep/y.cjs": "module.exports = require('#file') + 'y';",
        "main.mjs": """
            import x from "#file"; import dep from "#dep"; import path from "#path"; import y from "#lib/deep/y";
            console.log(x, dep, typeof path.join, y);"""}), ["x dep function xy"])


@test("a package can name itself when it has exports")
def _():
    equal(program({
        "package.json": {"name": "me", "exports": {".": "./main.mjs", "./tool": "./lib/tool.cjs"}},
        "lib/tool.cjs": "exports.again = () => require('me/tool') === exports;",
        "main.mjs": 'import { again } from "me/tool"; console.log(again());'}), ["true"])


@test("the nearest node_modules wins, and scopes and subpaths without exports are plain files")
def _():
    equal(program({
        "node_modules/p/index.js": "module.exports = 'outer';", "sub/node_modules/p/index.js": "module.exports = 'inner';",
        "node_modules/@s/q/lib/f.js": "module.exports = 'scoped';",
        "sub/x.cjs": "module.exports = require('p');",
        "main.mjs": 'import p from "p"; import x from "./sub/x.cjs"; import q from "@s/q/lib/f.js"; console.log(p, x, q);'}),
        ["outer inner scoped"])
