# test-timeout: 60 s
"""Constants and members of enums that stand for variables of other modules, and the branches that they decide."""

from process import absent, check, equal, files, match, test, weft


def bundle(tree, *options, entry="main.ts"):
    """(the text of the bundle, what it prints)."""
    built = weft("build", *options, "--outfile", "out.mjs", entry, cwd=tree)
    equal(built.code, 0, f"exit code\n{built}")
    return (tree / "out.mjs").read_text(), weft("out.mjs", cwd=tree).ok().out


PROGRAM = {
    "main.ts": """
      import { LIMIT, NONE, OFF, NAME, later } from "./values";
      import * as values from "./values";
      import { Color, Size, Mixed } from "./enums";
      console.log(LIMIT + 1, NONE, OFF, NAME, later, values.LIMIT, { LIMIT }, typeof LIMIT, -LIMIT, LIMIT.toFixed(1));
      console.log(Color.Red, Color.Blue, Size.Small, Size.Both, Mixed.Computed);
      function inner(LIMIT: number) { return LIMIT + values.LIMIT; }
      console.log(inner(1));
    """,
    "values.ts": "export const LIMIT = 41; export const NONE = undefined, OFF = false, NAME = 'a name that is long'; export let later = 1; later = 2;",
    "enums.ts": """
      export enum Color { Red = 7, Green, Blue }
      export const enum Size { Small = 's', Both = 1 << 3 | 2 }
      export enum Mixed { Computed = 'text'.length, Next = 5 }
    """,
}
PRINTED = """42 undefined false a name that is long 2 41 { LIMIT: 41 } number -41 41.0
7 9 s 10 4
42
"""


@test("constants and enums stand for themselves where syntax is minified")
def _():
    tree = files(PROGRAM)
    plain, out = bundle(tree)
    equal(out, PRINTED)
    match(plain, "LIMIT = 41")
    for options in ["--minify-syntax"], ["--minify"], ["--minify", "--format", "iife"]:
        text, out = bundle(tree, *options)
        equal(out, PRINTED, str(options))
        absent(text, "Green")
        match(text, "a name that is long")
    absent(bundle(tree, "--minify-syntax")[0], "LIMIT = 41")


@test("branches that constants of other modules decide go, with what only they need")
def _():
    tree = files({
        "main.mjs": """
          import { DEBUG, LEVEL, MODE } from "./mode.mjs";
          import { panel } from "./panel.mjs";
          import { Kind } from "./kind.ts";
          if (DEBUG) panel();
          console.log(DEBUG ? panel() : "quiet", LEVEL === 3 || panel(), DEBUG && panel());
          if (MODE === "production") console.log("prod"); else panel();
          if (Kind.A === 1 && !DEBUG) console.log("kind"); else panel();
          if (DEBUG) await import("./lazy.mjs");
        """,
        "mode.mjs": "export const DEBUG = false, LEVEL = 3, MODE = 'production';",
        "kind.ts": "export enum Kind { A = 1 }",
        "panel.mjs": "export function panel() { console.log('the panel'); }",
        "lazy.mjs": "console.log('lazily');",
    })
    plain, expected = bundle(tree, entry="main.mjs")
    match(plain, "the panel")
    text, out = bundle(tree, "--minify", entry="main.mjs")
    equal(out, expected)
    for gone in ("the panel", "lazily", "production"):
        absent(text, gone)


@test("what is assigned, exported, or of a namespace object keeps its variable")
def _():
    tree = files({
        "main.mjs": """
          import { A, B } from "./values.mjs";
          import * as all from "./values.mjs";
          import { E } from "./e.ts";
          export { A } from "./values.mjs";
          console.log(A, B(), Object.keys(all).join());
          E.X = 5;
          console.log(E.X, E[1]);
        """,
        "values.mjs": "export const A = 1; export function B() { return A + C; } const C = 2;",
        "e.ts": "export enum E { X = 1 }",
    })
    _, expected = bundle(tree, entry="main.mjs")
    text, out = bundle(tree, "--minify", entry="main.mjs")
    equal(out, expected)
    match(text, r"as A\b|export\{A")


@test("files that are shared hand over no constants")
def _():
    tree = files({
        "package.json": {"type": "module"},
        "a.js": "import { N, f } from './shared.js'; console.log(N, f());",
        "b.js": "import { N, f } from './shared.js'; console.log(N + 1, f());",
        "shared.js": "export const N = 3; export const f = () => 'shared';",
    })
    equal(weft("build", "--minify", "--outdir", "out", "a.js", "b.js", cwd=tree).code, 0)
    equal(weft("out/a.js", cwd=tree).ok().out, "3 shared\n")
    equal(weft("out/b.js", cwd=tree).ok().out, "4 shared\n")
    shared = next((tree / "out").glob("chunk-*.js")).read_text()
    absent(shared, "3")
    check("shared" in shared, shared)
