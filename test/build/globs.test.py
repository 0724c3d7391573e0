# test-timeout: 60 s
"""import() and require() of names that are put together, and import() that no one needs."""

from process import absent, equal, files, match, test, weft

PAGES = {
    "main.mjs": "const load = (name) => import(`./pages/${name}.mjs`), plain = (name) => import('./pages/page-' + name);\n"
                "for (const name of ['a', 'deep/b', 'none']) await load(name).then((ns) => console.log(ns.default), (error) => console.log(error.code));\n"
                "await plain('c.mjs').then((ns) => console.log(ns.default)); await plain('d/e.mjs').catch((error) => console.log(error.code));",
    "pages/a.mjs": "import { shared } from '../shared.mjs'; export default 'A' + shared;", "pages/deep/b.mjs": "import { shared } from '../../shared.mjs'; export default 'B' + shared;",
    "pages/page-c.mjs": "export default 'C';", "pages/page-d/e.mjs": "export default 'E';", "pages/.hidden.mjs": "syntax error", "pages/node_modules/x.mjs": "syntax error",
    "pages/other.txt": "OTHER TEXT", "shared.mjs": "export const shared = '!';",
}
EXPECTED = "A!\nB!\nMODULE_NOT_FOUND\nC\nMODULE_NOT_FOUND\n"


@test("import() of a template, and of texts that are added: all files that it can mean, and no others")
def _():
    tree = files(PAGES)
    for options in [], ["--minify"]:
        built = weft("build", "--platform", "node", *options, "--outfile", "out.mjs", "main.mjs", cwd=tree)
        equal((built.code, built.err.count("warning")), (0, 0), str(built))
        equal(weft("out.mjs", cwd=tree).ok().out, EXPECTED)
        absent((tree / "out.mjs").read_text(), "OTHER")
        built = weft("build", "--platform", "node", *options, "--outdir", "out", "--out-extension", ".js=.mjs", "main.mjs", cwd=tree)
        equal(built.code, 0, str(built))
        equal(weft("out/main.mjs", cwd=tree).ok().out, EXPECTED)


@test("require() of such a name")
def _():
    tree = files({"main.cjs": "for (const name of ['a.cjs', 'b.json', 'c']) try { console.log(require('./parts/' + name)); } catch (error) { console.log(error.code); }",
                  "parts/a.cjs": "module.exports = 'A';", "parts/b.json": '{ "b": 1 }'})
    for options in ["--format", "cjs"], ["--minify"]:
        built = weft("build", "--platform", "node", *options, "--outfile", "out." + ("cjs" if "cjs" in options else "mjs"), "main.cjs", cwd=tree)
        equal(built.code, 0, str(built))
        equal(weft("out." + ("cjs" if "cjs" in options else "mjs"), cwd=tree).ok().out, "A\n{ b: 1 }\nMODULE_NOT_FOUND\n")


@test("a name that no file has is a warning")
def _():
    tree = files({"main.mjs": "import(`./none/${name}.js`);"})
    built = weft("build", "--outfile", "out.mjs", "main.mjs", cwd=tree)
    equal(built.code, 0)
    match(built.err, r"main\.mjs:1:8: warning: No file has such a name")


@test("import() for nothing of what has no side effects is left out")
def _():
    tree = files({"main.mjs": "import('silent'); import('loud'); console.log(1);", **{f"node_modules/{name}/{file}": text for name in ("silent", "loud")
                  for file, text in (("index.mjs", f"console.log('{name.upper()}');"), ("package.json", '{ "exports": "./index.mjs"%s }' % (', "sideEffects": false' if name == "silent" else "")))}})
    built = weft("build", "--outdir", "out", "main.mjs", cwd=tree)
    equal(built.code, 0, str(built))
    equal(len(list((tree / "out").iterdir())), 2)
    absent((tree / "out/main.js").read_text(), "silent")
