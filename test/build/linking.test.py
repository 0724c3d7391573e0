# test-timeout: 170 s
"""Random graphs of small modules: what a bundle prints is what the program prints without one."""

import os

from process import Failure, absent, equal, files, match, test, weft
from random_program import Program, show

SEED = int(os.environ.get("WEFT_LINK_SEED", "1"))
PROGRAMS = int(os.environ.get("WEFT_LINK_PROGRAMS", "40"))


FORMS = (["--format", "esm"], ["--format", "esm", "--minify"], ["--format", "cjs"], ["--format", "esm", "--no-tree-shaking"])


@test("bundles print what the program prints")
def _():
    for number in range(PROGRAMS):
        seed = SEED * 1000 + number
        program = Program(seed)
        tree = files(program.files)
        plain = weft("m0.mjs", cwd=tree)
        for form in FORMS:
            is_cjs = "cjs" in form
            if is_cjs and any("await " in text.replace("await import", "") for text in program.files.values()):
                continue
            out = "out.cjs" if is_cjs else "out.mjs"
            built = weft("build", "--platform", "node", *form, "--outfile", out, "m0.mjs", cwd=tree)
            if plain.code != 0 and built.code != 0:
                continue  # the program has faults that a build finds, too
            if is_cjs and "Top-level await needs" in built.err:
                continue
            if built.code != 0:
                raise Failure(f"seed {seed}, {form}: {built}\n{show(program)}")
            result = weft(out, cwd=tree)
            if (result.out, result.code) != (plain.out, plain.code):
                raise Failure(f"seed {seed}, {form}\n--- expected ({plain.code})\n{plain.out}{plain.err}\n--- printed ({result.code})\n{result.out}{result.err}\n{show(program)}\n--- bundle\n{(tree / out).read_text()}")


def same(tree, *options, entry="main.mjs", out="out.mjs"):
    """What the program prints, with and without a bundle; the bundle."""
    plain = weft(entry, cwd=tree).ok().out
    built = weft("build", "--platform", "node", *options, "--outfile", out, entry, cwd=tree)
    equal(built.code, 0, f"exit code\n{built}")
    equal(weft(out, cwd=tree).ok().out, plain, f"{options}\n{(tree / out).read_text()}")
    return (tree / out).read_text()


@test("modules that await: the others go on, cycles do not wait for themselves")
def _():
    tree = files({
        "main.mjs": "import { a } from './a.mjs'; import { b } from './b.mjs'; import './c.mjs'; import { d } from './d.cjs';\n"
                    "console.log('main', a, b, d); const ns = await import('./late.mjs'); console.log(ns.late, (await import('./late.mjs')) === ns);",
        "a.mjs": "import { b } from './b.mjs'; console.log('a1'); await 0; console.log('a2'); export const a = 'A'; export const peek = () => b;",
        "b.mjs": "import { peek } from './a.mjs'; console.log('b1'); await 0; console.log('b2'); await 0; console.log('b3'); export const b = 'B';",
        "c.mjs": "console.log('c');", "d.cjs": "console.log('d'); exports.d = 'D';",
        "late.mjs": "import './late2.mjs'; console.log('late'); await 0; export const late = 'L'; import('./late2.mjs').then((x) => console.log(x.l2));",
        "late2.mjs": "import './late.mjs'; console.log('late2'); await 0; export const l2 = 'L2'; import './c.mjs';",
    })
    for options in [], ["--minify"]:
        same(tree, *options)


@test("a module that fails while others wait")
def _():
    tree = files({
        "main.mjs": "for (const name of ['a', 'b', 'a']) await (name === 'a' ? import('./a.mjs') : import('./b.mjs')).then(() => console.log(name), (error) => console.log(name, error));",
        "a.mjs": "import './fails.mjs'; console.log('never');",
        "b.mjs": "import './a.mjs'; import './other.mjs'; console.log('never');",
        "fails.mjs": "import './other.mjs'; await 0; console.log('fails'); throw 'failure';",
        "other.mjs": "console.log('other'); await 0; console.log('other goes on');",
    })
    for options in [], ["--minify"]:
        same(tree, *options)


@test("modules that await one after the other stay in the output's own scope")
def _():
    tree = files({"main.mjs": "import { a } from './a.mjs'; import './b.mjs'; console.log(a);",
                  "a.mjs": "export const a = await 'A';", "b.mjs": "import { a } from './a.mjs'; await 0; console.log('b', a);"})
    absent(same(tree), "__lazy")


@test("modules that are asked for late, through one that is left out")
def _():
    tree = files({
        "main.mjs": "console.log((await import('./late.mjs')).late());",
        "late.mjs": "import { x } from 'barrel'; export const late = () => x;",
        "node_modules/barrel/package.json": {"type": "module", "exports": "./index.js", "sideEffects": False},
        "node_modules/barrel/index.js": "export { x } from './x.js'; export * from './y.js';",
        "node_modules/barrel/x.js": "export const x = ['x'].join();", "node_modules/barrel/y.js": "console.log('Y'); export const y = 1;",
    })
    plain = weft("build", "--platform", "node", "--outfile", "out.mjs", "main.mjs", cwd=tree)
    equal(plain.code, 0)
    equal(weft("out.mjs", cwd=tree).ok().out, "x\n")


@test("requests are followed in the order of the source, imports and reexports alike")
def _():
    tree = files({"main.mjs": "export * from './a.mjs'; import './b.mjs'; export { c } from './c.mjs';",
                  **{f"{name}.mjs": f"console.log('{name}'); export const {name} = 1;" for name in "abc"}})
    same(tree)


@test("an import that is assigned to is a fault; so is a constant that becomes a variable")
def _():
    tree = files({
        "main.mjs": "import { a } from './a.mjs';\nexport function f() { [{ x: a }] = []; }", "a.mjs": "export let a = 1;",
        "late.mjs": "import('./constant.mjs');", "constant.mjs": "const b = 1;\nfor (b of []);",
        "fine.mjs": "import { a } from './a.mjs'; ((a) => { a = 2; console.log(a); })(1); const k = 1; try { k = 2; } catch (error) { console.log(error.name, k); }",
    })
    for entry, message in ("main.mjs", r"main\.mjs:2:29: error: \"a\" is an import"), ("late.mjs", r"constant\.mjs:2:6: error: \"b\" is a constant"):
        built = weft("build", "--outfile", "out.mjs", entry, cwd=tree)
        equal(built.code, 1)
        match(built.err, message)
    for options in [], ["--minify"]:
        same(tree, *options, entry="fine.mjs")


@test("what a direct eval may name keeps its name")
def _():
    tree = files({
        "main.mjs": "import { run as a } from './a.mjs'; import { run as b } from './b.cjs'; const secret = 'main', run = 1; console.log(a('secret + inner'), b('secret + inner'), secret, run);",
        "a.mjs": "const secret = 'a'; export function run(code) { const inner = '!'; return eval(code); }",
        "b.cjs": "const secret = 'b'; exports.run = function (code) { const inner = '?'; return eval(code); };",
    })
    for options in [], ["--minify"]:
        same(tree, *options)


@test("what a module holds with `using` is let go when the module has run")
def _():
    tree = files({
        "main.mjs": "import { x } from './a.mjs'; using own = { [Symbol.dispose]() { console.log('main ends'); } }; console.log('main', x);",
        "a.mjs": "using held = { [Symbol.dispose]() { console.log('a ends'); } }; export const x = 'x'; console.log('a');",
    })
    for options in [], ["--minify"]:
        same(tree, *options)


@test("a hashbang is the first line, once")
def _():
    tree = files({"main.mjs": "#!/usr/bin/env weft\nconsole.log(1);"})
    for options in [], ["--minify"]:
        text = same(tree, *options)
        equal((text.startswith("#!/usr/bin/env weft\n"), text.count("#!")), (True, 1))


@test("for browsers, imports may leave out extensions and index files")
def _():
    tree = files({
        "main.js": "import { a } from './a'; import { b } from './folder'; import { c } from 'package/lib/c'; console.log(a, b, c);",
        "package.json": {"type": "module"}, "a.js": "export const a = 'a';", "folder/index.js": "export { b } from './b';", "folder/b.js": "export const b = 'b';",
        "node_modules/package/package.json": {"name": "package"}, "node_modules/package/lib/c.js": "exports.c = 'c';",
    })
    equal(weft("build", "--outfile", "out.mjs", "main.js", cwd=tree).code, 0)
    equal(weft("out.mjs", cwd=tree).ok().out, "a b c\n")
    built = weft("build", "--platform", "node", "--outfile", "out.mjs", "main.js", cwd=tree)
    equal(built.code, 1)
    match(built.err, r'Did you mean to import "\./a\.js"')


@test("what CommonJS exports is what a define has chosen")
def _():
    tree = files({
        "main.mjs": "import { name } from 'package'; import * as all from 'package'; console.log(name, all.name);",
        "node_modules/package/index.js": "if (process.env.NODE_ENV === 'production') {\n  module.exports = require('./production.js');\n} else {\n  module.exports = require('./development.js');\n}",
        "node_modules/package/production.js": "exports.name = 'production';", "node_modules/package/development.js": "exports.name = 'development';",
    })
    for options, expected in ([], "development"), (["--minify"], "production"), (["--define", "process.env.NODE_ENV='production'"], "production"):
        built = weft("build", *options, "--outfile", "out.mjs", "main.mjs", cwd=tree)
        equal((built.code, weft("out.mjs", cwd=tree).ok().out), (0, f"{expected} {expected}\n"), str(built))
