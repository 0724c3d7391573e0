# test-timeout: 60 s
"""`weft build style.css`: one file of a style sheet and all that it imports."""

import json
import os

from process import absent, check, equal, files, match, test, weft


def built(tree, *options, entry="a.css"):
    """The text that comes out, and what is said."""
    folder = files(tree)
    run = weft("build", *options, entry, cwd=folder)
    equal(run.code, 0, run.err)
    return run.out, run.err


def minified(tree, *options):
    return built(tree, "--minify", *options)[0].rstrip("\n")


@test("imports take the place of what they name, the last of them")
def _():
    tree = {
        "a.css": '@import "b.css"; @import url(./c.css); a { top: 0 }',
        "b.css": '@import "d.css"; b { top: 1px }',
        "c.css": '@import "d.css"; c { top: 2px }',
        "d.css": "d { top: 3px }",
    }
    equal(minified(tree), "b{top:1px}d{top:3px}c{top:2px}a{top:0}")
    equal(built(tree)[0], "/* b.css */\nb {\n  top: 1px;\n}\n\n/* d.css */\nd {\n  top: 3px;\n}\n\n"
                          "/* c.css */\nc {\n  top: 2px;\n}\n\n/* a.css */\na {\n  top: 0;\n}\n")


@test("cycles end where they close")
def _():
    tree = {"a.css": '@import "b.css"; a { top: 0 }', "b.css": '@import "a.css"; @import "b.css" print; b { top: 0 }'}
    equal(minified(tree), "b{top:0}a{top:0}")


@test("conditions of imports nest")
def _():
    tree = {
        "a.css": '@import "b.css" layer(x) supports(display: grid) screen; a { top: 0 }',
        "b.css": '@import "c.css" print; @import "https://h/x.css" layer; b { top: 0 }',
        "c.css": "c { top: 0 }",
    }
    text = minified(tree)
    match(text, r'^@import"data:text/css;base64,[\w=+/]+" layer\(x\) supports\(display: grid\) screen;')
    check(text.endswith("@media screen{@supports (display:grid){@layer x{@media print{c{top:0}}}}}"
                        "@media screen{@supports (display:grid){@layer x{b{top:0}}}}a{top:0}".replace("supports (", "supports(")), text)


@test("layers keep their order where the last import counts")
def _():
    tree = {
        "a.css": '@import "b.css" layer(one); @import "c.css" layer(two); @import "b.css" layer(one);',
        "b.css": "b { top: 0 }",
        "c.css": "c { top: 0 }",
    }
    equal(minified(tree), "@layer one;@layer two{c{top:0}}@layer one{b{top:0}}")


@test("addresses of the network stay, at the beginning")
def _():
    tree = {"a.css": '@import "b.css"; @import "https://h/x.css" print; a { b: url(https://h/i.png) url(//h/j) url(#k) }',
            "b.css": '@import "//h/y.css"; b { top: 0 }'}
    equal(minified(tree), '@import"//h/y.css";@import"https://h/x.css" print;b{top:0}a{b:url(https://h/i.png)url(//h/j)url(#k)}')


@test("files that url() names go beside the output")
def _():
    tree = {"a.css": "@import 'in/b.css'; a { b: url('i.png') }", "in/b.css": "b { c: url(../i.png?x#y) url(j.svg) }",
            "i.png": "I", "in/j.svg": "J"}
    folder = files(tree)
    run = weft("build", "--minify", "--outfile", "out/x.css", "a.css", cwd=folder)
    equal(run.code, 0, run.err)
    text = open(os.path.join(folder, "out/x.css")).read()
    found = match(text, r"^b\{c:url\(\./(i-\w{8}\.png)\?x#y\)url\(\./(j-\w{8}\.svg)\)\}a\{b:url\(\./(i-\w{8}\.png)\)\}\n$")
    equal(found[1], found[3])
    equal(open(os.path.join(folder, "out", found[1])).read(), "I")
    equal(open(os.path.join(folder, "out", found[2])).read(), "J")


@test("packages name their sheet in package.json")
def _():
    tree = {"a.css": '@import "p"; @import "p/x.css"; @import "q"; a { top: 0 }',
            "node_modules/p/package.json": '{"style": "s.css", "main": "m.js"}',
            "node_modules/p/s.css": "p { top: 0 }", "node_modules/p/x.css": "x { top: 0 }",
            "node_modules/q/package.json": '{"exports": {".": {"style": "./t.css", "default": "./m.js"}}}',
            "node_modules/q/t.css": "q { top: 0 }"}
    equal(minified(tree), "p,x,q{top:0}".replace(",", "{top:0}") + "a{top:0}")


@test("what is not there is a fault, and what is not to the letter a warning")
def _():
    folder = files({"a.css": 'a { top: 0 }\n@import "x.css";', "b.css": '@import "x.css";', "c.css": "a { b: url(no.png) }",
                "d.css": "a { b: c; d }"})
    run = weft("build", "--minify", "a.css", cwd=folder)
    equal((run.code, run.out), (0, "a{top:0}\n"))
    match(run.err, r"a\.css:2:1: warning: An @import has to stand before all other rules")
    for name, what in (("b.css", "x.css"), ("c.css", "no.png")):
        run = weft("build", name, cwd=folder)
        equal((run.code, run.out), (1, ""))
        match(run.err, rf'{name}:1:\d+: error: Cannot find "{what}"')
    run = weft("build", "--minify", "d.css", cwd=folder)
    equal((run.code, run.out), (0, "a{b:c}\n"))
    match(run.err, r"d\.css:1:11: warning: This is neither a declaration nor a rule")


@test("--external leaves addresses as they are")
def _():
    tree = {"a.css": '@import "x/y"; a { b: url(fonts/z.woff2) }'}
    equal(minified(tree, "--external", "x,*.woff2"), '@import"x/y";a{b:url(fonts/z.woff2)}')


@test("text outside of ASCII says what it is written in")
def _():
    equal(minified({"a.css": "@charset 'x'; a { content: '\u00e9' }"}), '@charset "UTF-8";a{content:"\u00e9"}')
    equal(minified({"a.css": '@charset "utf-8"; a { content: "e" }'}), 'a{content:"e"}')


@test("--target decides what may be used")
def _():
    tree = {"a.css": "a { color: #11223344 }"}
    equal(minified(tree, "--target", "chrome61"), "a{color:rgba(17,34,51,.2667)}")
    equal(minified(tree, "--target", "chrome62,es2017,node18"), "a{color:#1234}")


@test("source maps lead to the sheets")
def _():
    tree = {"a.css": '@import "b.css";\na {\n  top: 0;\n}\n', "b.css": "\n\nb { left: 0 }"}
    folder = files(tree)
    run = weft("build", "--minify", "--sourcemap", "linked", "--outfile", "x.css", "a.css", cwd=folder)
    equal(run.code, 0, run.err)
    text = open(os.path.join(folder, "x.css")).read()
    equal(text, "b{left:0}a{top:0}\n/*# sourceMappingURL=x.css.map */\n")
    map = json.load(open(os.path.join(folder, "x.css.map")))
    equal(map["sources"], ["b.css", "a.css"])
    equal(map["sourcesContent"], [tree["b.css"], tree["a.css"]])
    # b at 2:0, left at 2:4; a at 1:0, top at 2:2 of the other.
    equal(map["mappings"], "AAEA,EAAI,OCDJ,EACE,M")
    run = weft("build", "--minify", "--sourcemap", "inline", "a.css", cwd=folder)
    match(run.out, r"/\*# sourceMappingURL=data:application/json;base64,[\w+/=]+ \*/\n$")


PROGRAM = {
    "main.mjs": 'import "./a.css"; import styles, { primary } from "./b.module.css"; import * as all from "./b.module.css";'
                'import { late } from "./late.mjs"; console.log(JSON.stringify([styles, primary, all.default === styles, late]));',
    "late.mjs": 'import "./a.css"; import "./c.css"; export const late = import("./d.mjs").then(() => 1) && 1;',
    "d.mjs": 'import "./d.css";',
    "a.css": "a { top: 0 }", "c.css": "c { top: 0 }", "d.css": "d { top: 0 }",
    "b.module.css": '.base { top: 1px } .primary { composes: base; composes: far from "./e.module.css"; composes: g from global }'
                    ':global(.dark) .primary { left: 0 } .has-minus, .__proto__ { left: 1px }',
    "e.module.css": ".far { composes: deep; right: 0 } .deep { right: 1px }",
}


def run_program(out, folder):
    return json.loads(weft(out, cwd=folder).ok().out)


@test("a program's sheets stand in one file beside it, in the order of its modules")
def _():
    folder = files(PROGRAM)
    run = weft("build", "--minify", "--platform", "node", "--outfile", "out.mjs", "main.mjs", cwd=folder)
    equal(run.code, 0, run.err)
    text = (folder / "out.css").read_text()
    match(text, r"^a\{top:0\}\.far_\w+\{right:0\}\.deep_\w+\{right:1px\}\.base_\w+\{top:1px\}\.dark \.primary_\w+\{left:0\}"
                r"\.has-minus_\w+,\.__proto___\w+\{left:1px\}c\{top:0\}d\{top:0\}$")
    styles, primary, is_same, late = run_program("out.mjs", folder)
    equal(list(styles), ["base", "primary", "has-minus", "__proto__"])
    equal((primary, is_same, late), (styles["primary"], True, 1))
    match(primary, r"^base_\w+ deep_\w+ far_\w+ g primary_\w+$")
    for name in primary.split():
        check(name == "g" or name in text or name == styles["primary"].split()[-1], name)
    equal(primary.split()[0], styles["base"])


@test("names depend on the sheet alone")
def _():
    first, second = files(PROGRAM), files({**PROGRAM, "other.mjs": 'import "./e.module.css"; import "./main.mjs";'})
    for folder, entry in ((first, "main.mjs"), (second, "other.mjs")):
        equal(weft("build", "--platform", "node", "--outfile", "out.mjs", entry, cwd=folder).code, 0)
    equal(run_program("out.mjs", first), run_program("out.mjs", second))


@test("several entries: each has its sheet")
def _():
    folder = files({"a.mjs": 'import "./s.css"; import "./x.css"; console.log(1)', "b.mjs": 'import "./s.css"; console.log(2)',
                    "s.css": "s { top: 0 }", "x.css": "x { top: 0 }", "z.css": '@import "s.css"; z { top: 0 }'})
    run = weft("build", "--minify", "--outdir", "out", "a.mjs", "b.mjs", "z.css", cwd=folder)
    equal(run.code, 0, run.err)
    equal((folder / "out/a.css").read_text(), "s{top:0}x{top:0}\n")
    equal((folder / "out/b.css").read_text(), "s{top:0}\n")
    equal((folder / "out/z.css").read_text(), "s{top:0}z{top:0}\n")


@test("a program with sheets needs a place for them")
def _():
    run = weft("build", "main.mjs", cwd=files(PROGRAM))
    equal((run.code, run.out), (9, ""))
    match(run.err, "needs --outfile or --outdir")
