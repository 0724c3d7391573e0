# test-timeout: 60 s
"""`weft build` seen from outside: what it writes runs, what it leaves out, and what it says of faults."""

import os

from process import absent, check, equal, files, match, test, weft


def bundle(tree, *options, entry="main.mjs", out="out.mjs"):
    """(the text of the bundle, what it prints)."""
    built = weft("build", *options, "--outfile", out, entry, cwd=tree)
    equal(built.code, 0, f"exit code\n{built}")
    return (tree / out).read_text(), weft(out, cwd=tree).ok().out


@test("names of different modules that are alike stay apart, also in inner scopes")
def _():
    tree = files({
        "main.mjs": """
          import { value as a, show } from "./a.mjs";
          import { value as b } from "./b.mjs";
          function inner(value, value2) { return [a, b, value, value2].join(); }
          const value = "main";
          console.log(inner("x", "y"), value, show({ a }));
        """,
        "a.mjs": "export const value = 'a'; export const show = ({ a }) => { const value2 = a; return { a, value2, value }.value + value2; };",
        "b.mjs": "const value = 'b'; export { value };",
    })
    for options in [], ["--minify"], ["--format", "iife"]:
        equal(bundle(tree, *options)[1], "a,b,x,y main aa\n", str(options))


@test("what no one uses is left out, with what only it uses; what has effects stays")
def _():
    tree = files({
        "main.mjs": "import { used } from './lib.mjs'; console.log(used());",
        "lib.mjs": """
          import { helper } from './helper.mjs';
          export const used = () => 'used';
          export const unused = () => helper('UNUSED');
          export class Unused extends Array { static field = 'UNUSED'; }
          const table = /* @__PURE__ */ make('UNUSED');
          function make(x) { console.log('UNUSED'); return x; }
          const one = 'UNUSED', two = console.log('effect');
        """,
        "helper.mjs": "export const helper = (x) => 'UNUSED' + x;",
    })
    text, out = bundle(tree)
    equal(out, "effect\nused\n")
    absent(text, "UNUSED")
    match(bundle(tree, "--no-tree-shaking")[0], "UNUSED")


@test("a package that says it has no side effects is left out where no name of it is used")
def _():
    tree = files({
        "main.mjs": "import 'silent'; import { b } from 'some'; console.log(b);",
        "node_modules/silent/package.json": {"name": "silent", "main": "index.js", "sideEffects": False},
        "node_modules/silent/index.js": "console.log('SILENT')",
        "node_modules/some/package.json": {"name": "some", "type": "module", "exports": "./index.js", "sideEffects": ["./loud.js", "./index.js"]},
        "node_modules/some/index.js": "export * from './a.js'; export * from './b.js'; import './loud.js';",
        "node_modules/some/a.js": "console.log('A'); export const a = 1;",
        "node_modules/some/b.js": "console.log('B'); export const b = 2;",
        "node_modules/some/loud.js": "console.log('LOUD');",
    })
    equal(bundle(tree)[1], "B\nLOUD\n2\n")


@test("members of a namespace are taken one by one")
def _():
    tree = files({
        "main.mjs": "import * as lib from './lib.mjs'; console.log(lib.one, lib.none, lib.deep.two);",
        "lib.mjs": "export const one = 1; export const other = 'UNUSED'; export * as deep from './deep.mjs';",
        "deep.mjs": "export const two = 2; export const three = 3;",
    })
    text, out = bundle(tree)
    equal(out, "1 undefined 2\n")


@test("TypeScript and JSX, with the settings of the nearest tsconfig.json")
def _():
    tree = files({
        "main.tsx": """
          import { type Shape, Kind } from "./kind";
          const h = (...parts: unknown[]) => parts.flat().join(" ");
          const shape: Shape = { kind: Kind.Round };
          console.log(<b kind={shape.kind}>text</b>);
        """,
        "kind.ts": "export interface Shape { kind: Kind } export enum Kind { Flat, Round }",
        "tsconfig.json": {"compilerOptions": {"jsx": "react", "jsxFactory": "h"}},
    })
    equal(bundle(tree, entry="main.tsx")[1], "b [object Object] text\n")


@test("import() and require() evaluate a module when they are asked for, once")
def _():
    tree = files({
        "main.mjs": """
          console.log("begin");
          const [a, b] = await Promise.all([import("./late.mjs"), import("./late.mjs")]);
          console.log(a === b, a.count, a.up(), a.count, a.Thing.self === a.Thing, [...a.list]);
        """,
        "late.mjs": """
          import { log } from "./log.mjs";
          log("late");
          export let count = 0;
          export const up = () => ++count, { length, ...rest } = [1], list = [];
          export class Thing { static self = Thing; }
          for (var i = 0, last; i < 2; i++) list.push(last = i);
          for (var key in { k: 1 }) list.push(key);
          export const sum = () => total(i);
          function total(n) { return n + last; }
          list.push(sum());
        """,
        "log.mjs": "console.log('log'); export const log = (text) => console.log(text);",
    })
    for options in [], ["--minify"]:
        equal(bundle(tree, *options)[1], "begin\nlog\nlate\ntrue 0 1 1 true [ 0, 1, 'k', 3 ]\n")


@test("cycles of ES modules: functions are ready, variables are not")
def _():
    tree = files({
        "main.mjs": "import { a } from './a.mjs'; console.log(a());",
        "a.mjs": "import { b } from './b.mjs'; export function a() { return 'a' + b(); }",
        "b.mjs": "import { a } from './a.mjs'; export const early = typeof a; export function b() { return 'b' + early; }",
    })
    equal(bundle(tree)[1], "abfunction\n")


@test("JSON, text and data files")
def _():
    tree = files({
        "main.mjs": """
          import json from "./x.json" with { type: "json" };
          import toml from "./x.toml";
          import text from "./x.txt" with { type: "text" };
          console.log(json["__proto__"], json.a, toml.b.c, text);
        """,
        "x.json": '{ "a": [1], "__proto__": "own" }',
        "x.toml": "[b]\nc = 2\n",
        "x.txt": "line ` ${x}\n\u2028",
    })
    equal(bundle(tree)[1], "own [ 1 ] 2 line ` ${x}\n\u2028\n")


@test("exports of the entry, in each format")
def _():
    tree = files({"main.mjs": "export default class {} export const a = 1; export * from './b.cjs'; export * as all from './c.mjs';",
                  "b.cjs": "exports.b = 2;", "c.mjs": "export const c = 3;"})
    show = "console.log(typeof out.default, out.a, out.b, out.all.c, Object.keys(out).filter((k) => k !== '__esModule').join())"
    expected = "function 1 2 3 a,all,b,default\n"
    bundle(tree, out="out.mjs")
    equal(weft("-e", f"import * as out from './out.mjs'; {show}", cwd=tree).ok().out, expected)
    bundle(tree, "--format", "cjs", out="out.cjs")
    equal(weft("-e", f"const out = require('./out.cjs'); {show}", cwd=tree).ok().out, expected)
    text, _ = bundle(tree, "--global-name", "out", out="out.js")
    (tree / "use.cjs").write_text(text + show)
    equal(weft("use.cjs", cwd=tree).ok().out, expected)


@test("what is external stays an import")
def _():
    tree = files({"main.mjs": "import { basename } from 'node:path'; import x, { y } from 'left-out/sub'; import z from 'kept'; console.log(basename('/a/b'), x, y, z);",
                  "node_modules/kept/index.js": "module.exports = 'kept'",
                  "node_modules/left-out/package.json": {"exports": {"./sub": "./sub.cjs"}},
                  "node_modules/left-out/sub.cjs": "exports.y = 'y'"})
    for options in [], ["--format", "cjs"]:
        out = "out.cjs" if options else "out.mjs"
        text, printed = bundle(tree, "--platform", "node", "--external", "left-out", *options, out=out)
        equal(printed, "b { y: 'y' } y kept\n")
        match(text, "left-out/sub")
        absent(text, "module.exports = 'y'")
    match(bundle(tree, "--platform", "node", "--packages", "external")[0], 'from "kept"')


@test("faults name the file, the line and the nearest name, and nothing is written")
def _():
    tree = files({
        "main.mjs": "import { valeu } from './a.mjs';\nimport './nowhere.mjs';",
        "lost.mjs": "import { valeu } from './a.mjs';",
        "twice.mjs": "import { x } from './stars.mjs';",
        "stars.mjs": "export * from './p.mjs'; export * from './q.mjs';", "p.mjs": "export let x;", "q.mjs": "export let x;",
        "a.mjs": "export const value = 1;",
        "broken.mjs": "import './syntax.mjs';", "syntax.mjs": "let let = 1;",
        "tla.mjs": "await 1;",
        "out.mjs": "old",
    })

    def fails(entry, *patterns, options=()):
        built = weft("build", *options, "--outfile", "out.mjs", entry, cwd=tree)
        equal(built.code, 1)
        for pattern in patterns:
            match(built.err, pattern)
        equal((tree / "out.mjs").read_text(), "old")

    fails("main.mjs", r"main\.mjs:2:8: error: Cannot find module", r"import './nowhere\.mjs'")
    fails("lost.mjs", r"lost\.mjs:1:23: error: .*no export named \"valeu\"", r'Did you mean "value"\?')
    fails("twice.mjs", r"Two modules that .* have an export named \"x\"")
    fails("broken.mjs", r"syntax\.mjs:1:5: error")
    fails("none.mjs", "none.mjs")
    fails("tla.mjs", "Top-level await needs --format esm", options=["--format", "cjs"])


@test("a require() that leads nowhere is told, and fails when it runs")
def _():
    tree = files({"main.cjs": "try { require('not-there'); } catch (error) { console.log(error.code); }"})
    built = weft("build", "--outfile", "out.cjs", "--format", "cjs", "main.cjs", cwd=tree)
    match(built.err, "warning: Cannot find module 'not-there'")
    equal(weft("out.cjs", cwd=tree).ok().out, "MODULE_NOT_FOUND\n")


@test("wrong options")
def _():
    for words, message in [(["--formt", "esm", "x"], "did you mean --format"), (["--format", "amd", "x"], "esm, cjs, iife"), ([], "needs an entry"),
                           (["a", "b"], "--outdir"), (["--splitting", "a"], "--outdir"), (["--splitting", "--format", "cjs", "--outdir", "o", "a"], "esm"),
                           (["--entry-names", "[nam]", "a"], r"\[nam\]"), (["--outfile", "o", "--outdir", "p", "a"], "not both"), (["--global-name", "x", "--format", "cjs", "a"], "iife")]:
        result = weft("build", *words)
        equal(result.code, 9)
        match(result.err, message)
    match(weft("build", "--help").ok().out, "--minify-identifiers")


@test("a disk that is full leaves the old file")
def _():
    import resource
    import signal

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))

    tree = files({"main.mjs": "console.log('long enough to be more than the limit')", "out.mjs": "old"})
    built = weft("build", "--outfile", "out.mjs", "main.mjs", cwd=tree, preexec_fn=small_files)
    equal(built.code, 1)
    equal((tree / "out.mjs").read_text(), "old")
    check(len(list(tree.iterdir())) == 2, "something is left behind")


@test("two builds of the same program are the same")
def _():
    tree = files({"main.mjs": "".join(f"import {{ v as v{i} }} from './m{i}.mjs'; console.log(v{i});\n" for i in range(60)),
                  **{f"m{i}.mjs": f"const x = {i}; export const v = x + 1; export default () => v;" for i in range(60)}})
    equal(bundle(tree, "--minify")[0], bundle(tree, "--minify")[0])


@test("a build is the same on one processor and on all")
def _():
    tree = files({"main.mjs": "".join(f"import {{ v as v{i} }} from './m{i}.{'cjs' if i % 7 == 0 else 'mjs'}'; console.log(v{i});\n" for i in range(120)),
                  **{f"m{i}.mjs": f"import * as n from './m{(i * 5 + 2) % 120}.{'cjs' if (i * 5 + 2) % 120 % 7 == 0 else 'mjs'}'; export const v = {i}; export default () => n.v;" for i in range(120) if i % 7},
                  **{f"m{i}.cjs": f"exports.v = {i};" for i in range(0, 120, 7)}})
    words = ["build", "--minify", "--sourcemap", "linked", "--outdir", "out", "main.mjs"]

    def built(**more):
        equal(weft(*words, cwd=tree, **more).code, 0)
        return {path.name: path.read_text() for path in (tree / "out").iterdir()}

    alone = built(preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}))
    equal(built(), alone)
