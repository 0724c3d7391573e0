# test-timeout: 60 s
"""Files that are no code: as values in the output, or beside it."""

import re

from process import absent, check, equal, files, match, test, weft

PNG = bytes([0x89, 0x50, 0x4E, 0x47, 0, 255])


def tree_with(main, extra=()):
    tree = files({"main.mjs": main, **dict(extra)})
    (tree / "pixel.png").write_bytes(PNG)
    return tree


def run(tree, *options):
    built = weft("build", *options, "--outdir", "out", "--out-extension", ".js=.mjs", "main.mjs", cwd=tree)
    equal(built.code, 0, str(built))
    return weft("out/main.mjs", cwd=tree).ok().out


@test("bytes as base64, a data: URL, an array")
def _():
    tree = tree_with("import a from './pixel.png'; import b from './pixel.png' with { type: 'dataurl' }; import c from './pixel.png' with { type: 'binary' };\n"
                     "import d from './pixel.png' with { type: 'bytes' }; console.log(a, b, c, c === d);")
    for options in [], ["--minify"]:
        equal(run(tree, "--loader", ".png=base64", *options), "iVBORwD/ data:image/png;base64,iVBORwD/ Uint8Array(6) [ 137, 80, 78, 71, 0, 255 ] true\n")


@test("a file beside the output, whose name follows its bytes")
def _():
    tree = tree_with("import url from './pixel.png'; import { readFileSync } from 'node:fs'; console.log(url, readFileSync(new URL(url, import.meta.url)).length);")
    match(run(tree, "--platform", "node", "--loader", ".png=file"), r"^\./pixel-[A-Z2-7]{8}\.png 6$")
    equal(run(tree, "--platform", "node", "--loader", ".png=file", "--asset-names", "media/[dir]/[name].[ext]"), "./media/pixel.png.png 6\n")
    built = weft("build", "--platform", "node", "--loader", ".png=file", "--public-path", "/static", "main.mjs", cwd=tree)
    match(built.ok().out, r'"/static/pixel-[A-Z2-7]{8}\.png"')


@test("new URL() of a file beside the module")
def _():
    main = "import { readFileSync } from 'node:fs'; console.log(readFileSync(new URL('./pixel.png', import.meta.url)).length, new URL('./none.png', import.meta.url).pathname.endsWith('/none.png'));\nexport const unused = () => new URL('./unused.txt', import.meta.url);"
    tree = tree_with(main, {"unused.txt": "unused"}.items())
    built = weft("build", "--platform", "node", "--outdir", "out", "--out-extension", ".js=.mjs", "main.mjs", cwd=tree)
    match(built.err, r'warning: There is no file "\./none\.png"')
    equal(weft("out/main.mjs", cwd=tree).ok().out, "6 true\n")
    equal(len([path for path in (tree / "out").iterdir() if path.name.startswith("pixel-")]), 1)
    text = weft("build", "--platform", "node", "--format", "cjs", "--outfile", "out/main.cjs", "main.mjs", cwd=tree)
    equal(weft("out/main.cjs", cwd=tree).ok().out, "6 true\n", str(text))


@test("code and data under other extensions")
def _():
    tree = tree_with("import a from './a.view'; import b from './b.conf'; import c from './c.inc'; import * as d from './d.skip'; import e from './e.module.txt'; console.log(a, b, c, Object.keys(d), e);",
                     {"a.view": "const h = (tag, props, text) => tag + text; export default (<b>text</b>) as string;", "b.conf": "[table]\nkey = 1\n", "c.inc": "text", "d.skip": "not code",
                      "e.module.txt": "e", "tsconfig.json": '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }'}.items())
    equal(run(tree, "--loader", ".view=tsx", "--loader", ".conf=toml", "--loader", ".inc=text", "--loader", ".skip=empty", "--loader", ".module.txt=base64"),
          "btext { table: { key: 1 } } text [ 'default', 'module.exports' ] ZQ==\n")


@test("a file that there is no loader for, and a loader that there is not")
def _():
    built = weft("build", "--outfile", "o", "main.mjs", cwd=tree_with("import './pixel.png';"))
    equal(built.code, 1)
    match(built.err, r'main\.mjs:1:8: error: There is no loader for "\.png" files')
    match(built.err, r"--loader \.png=file")
    match(weft("build", "--loader", ".png=flie", "x").err, "did you mean file")


@test("entries that share a file")
def _():
    tree = tree_with("import './other.mjs'; import url from './pixel.png'; console.log(url);", {"other.mjs": "import url from './pixel.png'; console.log(url);"}.items())
    for options in [], ["--no-splitting"]:
        built = weft("build", *options, "--loader", ".png=file", "--outdir", "out", "--out-extension", ".js=.mjs", "main.mjs", "other.mjs", cwd=tree)
        equal(built.code, 0, str(built))
        match(weft("out/main.mjs", cwd=tree).ok().out, r"^(\./pixel-[A-Z2-7]{8}\.png)\n\1\n$")
