# test-timeout: 170 s
"""Random graphs of small modules: what a bundle prints is what the program prints without one."""

import os
import random

from process import Failure, absent, equal, files, match, test, weft

SEED = int(os.environ.get("WEFT_LINK_SEED", "1"))
PROGRAMS = int(os.environ.get("WEFT_LINK_PROGRAMS", "40"))


class Program:
    """Modules m0 … mN that log what they do. Which names a module exports is decided first; the code follows."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        count = self.random.randint(2, 8)
        self.has_await = self.random.random() < 0.3
        self.kinds = ["esm"] + [self.random.choice(["esm"] * 5 + ["cjs"] * 2 + ["json"]) for _ in range(count - 1)]
        self.names = [self.exported(i) for i in range(count)]
        # Modules to ask for, by import or require, and by import() in the end: who awaits what imports him waits for ever.
        self.edges = [self.others(i, 2 if kind == "cjs" else 4) if kind != "json" else [] for i, kind in enumerate(self.kinds)]
        self.late = [i for i in self.others(0, 3) if not self.reaches(i, 0)]
        self.files = {self.file(i): getattr(self, self.kinds[i])(i) for i in range(count)}

    def file(self, i):
        return f"m{i}" + {"esm": ".mjs", "cjs": ".cjs", "json": ".json"}[self.kinds[i]]

    def exported(self, i):
        """{name: kind}"""
        if self.kinds[i] == "json":
            return {"default": "value"}
        if self.kinds[i] == "cjs":
            return {"default": "object", **{f"c{i}_{k}": self.random.choice(["value", "function"]) for k in range(self.random.randint(0, 2))}}
        kinds = ["function", "let", "const", "class", "var", "pattern", "same"]
        out = {f"e{i}_{k}": self.random.choice(kinds) for k in range(self.random.randint(0, 4))}
        if self.random.random() < 0.3:
            out["value"] = "let"  # a name that several modules have
        if self.random.random() < 0.5:
            out["default"] = self.random.choice(["expression", "function", "class", "anonymous", "name"])
        return out

    def json(self, i):
        return '{ "json": %d, "list": [1, 2] }' % i

    def others(self, i, most=4):
        """Modules to ask for: most of them further down, some make cycles."""
        all = [k for k in range(len(self.kinds)) if k != i]
        later = [k for k in all if k > i] or all
        return [self.random.choice(later if self.random.random() < 0.8 else all) for _ in range(self.random.randint(0, most))]

    def cjs(self, i):
        log = f"console.log('m{i}"
        lines = [self.random.choice(["", "'use strict';"]), f"{log} begin', typeof module, typeof exports, this === exports);"]
        inner = ["var value = 'inner';", f"function helper(require) {{ return typeof require; }} console.log(helper(1));", "var require_m1 = 1, import_m1 = 2, init_m1 = 3;"]
        lines += self.random.sample(inner, self.random.randint(0, 2))
        for name, kind in self.names[i].items():
            if name != "default":
                lines.append(f"exports.{name} = " + (f"function () {{ return '{name}'; }};" if kind == "function" else f"'{name} value';"))
        for k, other in enumerate(self.edges[i]):
            if self.kinds[other] == "esm" and (self.has_await or other == 0 or self.reaches(other, i)):
                continue  # is refused, with one error or another
            lines.append(f"try {{ const r{k} = require('./{self.file(other)}'); {log} got', {self.shown(other, f'r{k}')}); }} catch (error) {{ console.log(/ERR_REQUIRE_/.test(error.code) ? 'refused' : error.code || error.message); }}")
        lines.append(f"{log} end');")
        return "\n".join(lines)

    def shown(self, other, object):
        if self.kinds[other] == "cjs":
            return f"typeof {object}, Object.keys(Object({object})).join()"
        if self.kinds[other] == "json":
            return f"JSON.stringify({object})"
        return f"typeof {object}"

    def esm(self, i):
        pick = self.random
        head, body, late = [], [], []
        body.append(f"console.log('m{i} begin');")
        for name, kind in self.names[i].items():
            local = name if name != "default" else f"d{i}"
            value = f"'{name} of m{i}'"
            if name == "default":
                body.append({"expression": f"export default ({value}, {{ text: {value} }});", "function": f"export default function {local}() {{ return {value}; }}",
                             "class": f"export default class {local} {{ static self = {local}; toString() {{ return {value}; }} }}",
                             "anonymous": f"export default () => {value};", "name": f"let {local} = {value}; export {{ {local} as default }}; {local} += '!';"}[kind])
                continue
            body.append({
                "function": f"export function {name}(x = {value}) {{ let value = x; return value; }}",
                "let": f"export let {name} = {value}; {name} += ' (changed)';",
                "const": f"export const {name} = {value};",
                "var": f"for (var {name} = 0; {name} < 2; {name}++); export {{ {name} }};",
                "class": f"export class {name} {{ static self = {name}; static #p = {value}; static p() {{ return {name}.#p; }} }}",
                "pattern": f"export const {{ {name} = {value}, ...{name}_rest }} = {{ other: {i} }};",
                "same": f"const shared = {value}; export {{ shared as {name} }};" if f"shared" not in "".join(body) else f"export const {name} = {value};",
            }[kind])
        if pick.random() < 0.3:
            body.append("{ let value = 'block', e0_0 = 1, e1_0 = 2; console.log(value, e0_0, e1_0); }")
        if pick.random() < 0.3:
            body.append("outer: for (const value of [1, 2]) { for (;;) { if (value > 1) break outer; continue outer; } }")
        if pick.random() < 0.2:
            body.append("const scoped = ((value, e1_0) => { var m1_exports = value; return m1_exports + e1_0; })(1, 2); console.log(scoped);")
        uses = []
        for k, other in enumerate(self.edges[i]):
            file = f"'./{self.file(other)}'" + (" with { type: 'json' }" if self.kinds[other] == "json" else "")
            names = [name for name in self.names[other] if not (self.kinds[other] == "cjs" and name == "default" and pick.random() < 0.3)]
            form = pick.choice(["side", "named", "named", "named", "namespace", "star", "from", "as"])
            if form in ("star", "from", "as") and self.kinds[other] == "json":
                form = "side"
            if form == "named" and names:
                chosen = pick.sample(names, pick.randint(1, min(3, len(names))))
                locals = [f"i{k}_{n}" if pick.random() < 0.5 or name in ("default", "value") or name in self.names[i] or name in "".join(head) else name for n, name in enumerate(chosen)]
                head.append(f"import {{ {', '.join(a if a == b else f'{a} as {b}' for a, b in zip(chosen, locals))} }} from {file};")
                uses += [(other, name, local) for name, local in zip(chosen, locals)]
            elif form == "namespace":
                head.append(f"import * as n{k} from {file};")
                uses.append((other, None, f"n{k}"))
                if names and pick.random() < 0.7:
                    uses.append((other, name := pick.choice(names), f"n{k}.{name}"))
            elif form == "star":
                head.append(f"export * from {file};")
            elif form == "from" and names:
                name = pick.choice(names)
                head.append(f"export {{ {name} as r{i}_{k} }} from {file};")
            elif form == "as":
                head.append(f"export * as a{i}_{k} from {file};")
            else:
                head.append(f"import {file};" if self.kinds[other] != "json" else f"import {file};")
        for other, name, local in uses:
            shown = f"try {{ console.log('m{i} sees', {self.value(local, self.names[other].get(name), name)}); }} catch (error) {{ console.log(error.constructor.name); }}"
            # In a cycle, what is not ready yet throws here, and is undefined in a module that was wrapped.
            if not self.reaches(other, i):
                body.append(shown)
            late.append(f"(globalThis.uses ??= []).push(() => {{ {shown} }});")
        if self.has_await and pick.random() < 0.4:
            body.insert(pick.randint(0, len(body)), f"console.log('m{i} waits'); await {pick.choice(['0', 'null', 'new Promise((done) => setTimeout(done, 5))'])}; console.log('m{i} goes on');")
        if i == 0:
            for other in self.late:
                load = f"import('./{self.file(other)}')" if self.kinds[other] != "json" else f"import('./{self.file(other)}', {{ with: {{ type: 'json' }} }})"
                late.append(f"await {load}.then((ns) => console.log('m{i} loads', {self.shown_namespace('ns')}), (error) => console.log('fails', error.message));")
            late.append("for (const use of globalThis.uses ?? []) use();")
        if pick.random() < 0.05:
            body.append(f"globalThis.failed ??= 0; if (!globalThis.failed++) console.log('m{i} once');")
        body.append(f"console.log('m{i} end');")
        pick.shuffle(head)
        return "\n".join(head + body + late) + "\n"

    def reaches(self, a, b):
        seen, waiting = set(), [a]
        while waiting:
            at = waiting.pop()
            if at == b:
                return True
            if at not in seen:
                seen.add(at)
                waiting += self.edges[at]
        return False

    def shown_namespace(self, object):
        return f"Object.keys({object}).filter((name) => name !== 'module.exports').join(), {object}[Symbol.toStringTag], Object.getPrototypeOf({object})"

    def value(self, local, kind, name):
        if name is None:
            return self.shown_namespace(local)
        if kind in ("function", "anonymous"):
            return f"{local}(), typeof {local}"
        if kind in ("class", "object"):
            return f"typeof {local}"
        return f"typeof {local}, String({local})" if kind not in ("expression",) else f"{local}.text"


FORMS = (["--format", "esm"], ["--format", "esm", "--minify"], ["--format", "cjs"], ["--format", "esm", "--no-tree-shaking"])


def show(program):
    return "\n".join(f"--- {name}\n{text}" for name, text in program.files.items())


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
