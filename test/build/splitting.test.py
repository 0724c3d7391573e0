# test-timeout: 170 s
"""Several entries, and files for what they share and what import() loads: in whatever order the entries are loaded,
modules are evaluated as they are without a bundle."""

import os
import re
import shutil

from process import Failure, absent, check, equal, files, match, test, weft
from random_program import Program, show

SEED = int(os.environ.get("WEFT_LINK_SEED", "1"))
PROGRAMS = int(os.environ.get("WEFT_LINK_PROGRAMS", "25"))

DRIVER = """
const [folder, ...entries] = process.argv.slice(2);
for (const entry of entries) {
  const ns = await import(`${folder}/${entry}`).catch((error) => error);
  console.log('loaded', entry, ns instanceof Error ? ns.message : Object.keys(ns).filter((name) => name !== 'module.exports').join());
  for (const use of globalThis.uses?.splice(0) ?? []) use();
  await new Promise((done) => setTimeout(done, 20));
}
"""

FORMS = ([], ["--minify"], ["--no-tree-shaking"], ["--minify-identifiers", "--entry-names", "[dir]/[name]-[hash]"])


@test("entries print what they print without a bundle, in every order")
def _():
    for number in range(PROGRAMS):
        seed = SEED * 1000 + number
        program = Program(seed, entries=2 + number % 2)
        names = [program.file(i) for i in program.entries]
        tree = files({**program.files, "driver.mjs": DRIVER})
        orders = [[name] for name in names] + [names, names[::-1]]
        form = FORMS[number % len(FORMS)]
        built = weft("build", "--platform", "node", *form, "--outdir", "out", "--out-extension", ".js=.mjs", *names, cwd=tree)
        plain = [weft("driver.mjs", ".", *order, cwd=tree) for order in orders]
        if built.code != 0:
            if any(result.code != 0 or "loaded" in result.out and "export" in result.out for result in plain):
                continue  # the program has faults that a build finds, too
            raise Failure(f"seed {seed}, {form}: {built}\n{show(program)}")
        files_of = {name: next(path.name for path in (tree / "out").iterdir() if re.fullmatch(rf"{name[:-4]}(-[A-Z2-7]{{8}})?\.mjs", path.name)
                               and (path.name == name or "hash" in "".join(form))) for name in names}
        for order, expected in zip(orders, plain):
            result = weft("driver.mjs", "./out", *[files_of[name] for name in order], cwd=tree)
            out = re.sub(r"(?<=^loaded m\d)-[A-Z2-7]{8}", "", result.out, flags=re.M)
            if (out, result.code) != (expected.out, expected.code):
                texts = "\n".join(f"--- {path.name}\n{path.read_text()}" for path in sorted((tree / "out").iterdir()))
                raise Failure(f"seed {seed}, {form}, {order}\n--- expected ({expected.code})\n{expected.out}{expected.err}\n--- printed ({result.code})\n{result.out}{result.err}\n{show(program)}\n{texts}")


def build(tree, *words):
    shutil.rmtree(tree / "out", ignore_errors=True)
    built = weft("build", *words, cwd=tree)
    equal(built.code, 0, str(built))
    return {str(path.relative_to(tree / "out")): path.read_text() for path in sorted((tree / "out").rglob("*")) if path.is_file()}


SHARED = {
    "package.json": {"type": "module"},
    "a.js": "import { shared } from './lib/shared.js'; import './mid.js'; import { second } from './lib/second.js';\n"
            "console.log('a', shared(), second);\nimport('./lazy.js').then((ns) => console.log(ns.lazy(), Object.keys(ns)));",
    "b.js": "import { second } from './lib/second.js'; import { shared } from './lib/shared.js'; console.log('b', shared(), second);",
    "mid.js": "console.log('mid');",
    "lib/shared.js": "import { util } from './util.js'; export function shared() { return util + 1; }",
    "lib/util.js": "export const util = 41;",
    "lib/second.js": "console.log('second'); export const second = 'SECOND';",
    "lazy.js": "import { shared } from './lib/shared.js'; export const lazy = () => 'LAZY' + shared(); export default 1;",
}


@test("what entries share stands in one file, and import() loads a file of its own")
def _():
    tree = files(SHARED)
    for options in [], ["--minify"]:
        out = build(tree, *options, "--outdir", "out", "a.js", "b.js")
        equal([name for name, text in out.items() if "LAZY" in text], [name for name in out if name.startswith("lazy-")])
        equal(sum("41" in text for text in out.values()), 1)
        for entry in "a", "b":
            equal(weft(f"out/{entry}.js", cwd=tree).ok().out, weft(f"{entry}.js", cwd=tree).ok().out)


@test("modules with an effect between shared ones are evaluated between them")
def _():
    tree = files({"package.json": {"type": "module"}, "a.js": "import './one.js'; import './only.js'; import './two.js'; console.log('a');",
                  "b.js": "import './two.js'; import './one.js'; console.log('b');",
                  **{f"{name}.js": f"import './deep.js'; console.log('{name}');" for name in ("one", "two", "only")}, "deep.js": "console.log('deep');"})
    build(tree, "--outdir", "out", "a.js", "b.js")
    equal(weft("out/a.js", cwd=tree).ok().out, "deep\none\nonly\ntwo\na\n")
    equal(weft("out/b.js", cwd=tree).ok().out, "deep\ntwo\none\nb\n")


@test("files that share nothing that one can see the order of are not wrapped")
def _():
    tree = files({"package.json": {"type": "module"}, "a.js": "import { Base } from './base.js'; import './only.js'; import { Derived } from './derived.js'; console.log(new Derived() instanceof Base);",
                  "b.js": "import { Derived } from './derived.js'; console.log(Derived.name);", "only.js": "console.log('only');",
                  "base.js": "export class Base {}", "derived.js": "import { Base } from './base.js'; export class Derived extends Base { a = 1; static list = []; }"})
    out = build(tree, "--outdir", "out", "a.js", "b.js")
    absent("".join(out.values()), "__lazy")
    equal(weft("out/a.js", cwd=tree).ok().out, "only\ntrue\n")


@test("a file's hash follows its own text and the files that it names")
def _():
    tree = files(SHARED)
    names = ["--entry-names", "[name]-[hash]", "--chunk-names", "chunks/[name].[hash]"]
    first = build(tree, *names, "--outdir", "out", "a.js", "b.js")
    def named(out, start):
        return [name for name in out if name.startswith(start)]
    equal((len(named(first, "a-")), len(named(first, "b-")), len(named(first, "chunks/lazy."))), (1, 1, 1))
    (tree / "lazy.js").write_text(SHARED["lazy.js"].replace("LAZY", "OTHER"))
    second = build(tree, *names, "--outdir", "out", "a.js", "b.js")
    check(named(first, "a-") != named(second, "a-"), "the importer's name is the same")
    check(named(first, "chunks/lazy.") != named(second, "chunks/lazy."), "the name is the same")
    equal(named(first, "b-"), named(second, "b-"))
    equal(weft("out/" + named(second, "a-")[0], cwd=tree).ok().out, weft("a.js", cwd=tree).ok().out)


@test("CommonJS and data that import() loads are what they are without a bundle")
def _():
    tree = files({"main.mjs": "const shown = (ns) => console.log(Object.keys(ns).join(), ns.default);\n"
                              "shown(await import('./c.cjs')); shown(await import('./d.json', { with: { type: 'json' } })); await import('./fails.cjs').catch((error) => console.log(error.message));\n"
                              "await import('./missing.mjs').catch((error) => console.log('missing'));",
                  "c.cjs": "exports.x = 1; exports.require = typeof require('./other.cjs');", "other.cjs": "module.exports = 5;", "d.json": '{ "a": 1 }', "fails.cjs": "throw new Error('fails');"})
    for options in [], ["--minify"]:
        built = weft("build", "--platform", "node", *options, "--outdir", "out", "--out-extension", ".js=.mjs", "main.mjs", cwd=tree)
        equal(built.code, 0, str(built))
        equal(weft("out/main.mjs", cwd=tree).ok().out, weft("main.mjs", cwd=tree).ok().out)


@test("without splitting, and in formats that cannot import, every entry has all that it needs")
def _():
    tree = files(SHARED)
    for options in ["--no-splitting"], ["--format", "cjs", "--out-extension", ".js=.cjs"], ["--format", "iife"]:
        out = build(tree, *options, "--outdir", "out", "a.js", "b.js")
        extension = ".cjs" if "cjs" in options else ".js"
        equal(sorted(out), ["a" + extension, "b" + extension])
        equal(weft(f"out/a{extension}", cwd=tree).ok().out, weft("a.js", cwd=tree).ok().out)


@test("folders of entries are kept; URLs may begin with a public path")
def _():
    tree = files({"package.json": {"type": "module"}, "src/pages/one.js": "import('../lazy.js');", "src/two.js": "import './pages/one.js';", "src/lazy.js": "console.log('lazy');"})
    out = build(tree, "--outdir", "out", "--public-path", "https://cdn.example/x", "src/pages/one.js", "src/two.js")
    equal(sorted(name for name in out if "-" not in name), ["pages/one.js", "two.js"])
    match("".join(out.values()), r'import\("https://cdn\.example/x/lazy-[A-Z2-7]{8}\.js"\)')
    equal("src/pages/one.js" in build(tree, "--outdir", "out", "--outbase", ".", "src/pages/one.js"), True)
    built = weft("build", "--outdir", "out2", "--entry-names", "[name]", "--no-splitting", "src/lazy.js", "src/two.js", cwd=files({"src/lazy.js": "1", "src/two.js": "2"}))
    equal(built.code, 0)
    built = weft("build", "--outdir", "out2", "--entry-names", "same", "src/lazy.js", "src/two.js", cwd=tree)
    equal(built.code, 1)
    match(built.err, "have the name")


@test("nothing is written when one of the files cannot be")
def _():
    tree = files({**SHARED, "out/b.js/in the way": "x", "out/a.js": "old"})
    built = weft("build", "--outdir", "out", "a.js", "b.js", cwd=tree)
    equal(built.code, 1)
    match(built.err, "b.js")
    equal((tree / "out/a.js").read_text(), "old")
    equal(sorted(path.name for path in (tree / "out").iterdir()), ["a.js", "b.js"])


@test("two builds with shared files are the same")
def _():
    modules = {f"m{i}.js": f"export const v{i} = 'text {i}'; export const f = () => import('./m{(i * 7 + 1) % 30}.js');" for i in range(30)}
    entries = {f"e{k}.js": "".join(f"import {{ v{i}, f as f{i} }} from './m{i}.js'; console.log(v{i}, f{i});\n" for i in range(k, 30, k + 2)) for k in range(4)}
    tree = files({"package.json": {"type": "module"}, **modules, **entries})
    first = build(tree, "--minify", "--sourcemap", "linked", "--outdir", "out", *entries)
    equal(build(tree, "--minify", "--sourcemap", "linked", "--outdir", "out", *entries), first)
