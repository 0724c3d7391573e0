# The cache on disk, as a user meets it.
import os
import time
from process import test, weft, files, equal, match

# Programs of less than 16 KB are not kept.
PADDING = "".join(f"export function f{i}(a) {{ return [a, {i}].join('-'); }}\n" for i in range(400))


def program():
    tree = files({
        "package.json": '{"type":"module"}',
        "main.ts": "import { f1, Level } from './lib.ts';\nimport old from './old.cjs';\n"
                   "import { table } from './data.mjs';\nconsole.log(f1('x'), Level.High, old.name, table.size);\n",
        "lib.ts": "export enum Level { Low, High }\nexport { f1 } from './plain.js';\n",
        "plain.js": PADDING,
        "old.cjs": "exports.name = (() => 'old')();\n",
        "data.mjs": "export const table = new Map([[1, 2]]);\nexport default function () {}\n",
    })
    past = time.time() - 100
    for name in os.listdir(tree):
        os.utime(tree / name, (past, past))
    return tree


def environment(tree):
    return {"WEFT_CACHE_DIR": str(tree / "cache")}


@test("a second start gives the same, from the cache")
def _():
    tree = program()
    env = environment(tree)
    for _ in range(3):
        equal(weft(tree / "main.ts", env=env).ok().out, "x-1 1 old 1\n")
    match(weft("cache", "stats", env=env).ok().out, r"^\S+/cache\n5 modules, \d")
    equal(weft("cache", "path", env=env).ok().out, str(tree / "cache") + "\n")
    equal(weft("--no-cache", tree / "main.ts", env=env).ok().out, "x-1 1 old 1\n")
    weft("cache", "clean", env=env).ok()
    equal((tree / "cache").exists(), False)
    equal(weft("--no-cache", tree / "main.ts", env=env).ok().out, "x-1 1 old 1\n")
    equal((tree / "cache").exists(), False)


@test("every kind of export is the same from the cache: default values, classes, functions, namespaces, strings")
def _():
    tree = files({
        "package.json": '{"type":"module"}',
        "main.js": PADDING + "import value, * as all from './value.js';\nimport Class from './class.js';\n"
                   "import fn from './function.js';\nimport arrow, { 'a name' as named, live, change } from './arrow.js';\n"
                   "import * as through from './through.js';\n"
                   "change();\nconsole.log(value, all.default, new Class().x, Class.name, fn(), fn.name, arrow(), arrow.name, named, live,\n"
                   "  Object.keys(through).join(), through.ns.default, through.renamed);\n",
        "value.js": "export default [1, 2].join();\n",
        "class.js": "export default class { x = 3 }\n",
        "function.js": "export default function () { return 4 }\n",
        "arrow.js": "export default () => 5;\nconst q = 6;\nexport { q as 'a name' };\nexport let live = 7;\nexport function change() { live = 8 }\n",
        "through.js": "export * as ns from './value.js';\nexport * from './arrow.js';\nexport { default as renamed } from './value.js';\nexport { default } from './class.js';\n",
        "require.cjs": "const all = require('./value.js');\nconsole.log(all.default, all.__esModule, require('./class.js').default.name);\n",
    })
    expected = "1,2 1,2 3 default 4 default 5 default 6 8 a name,change,default,live,ns,renamed 1,2 1,2\n"
    for name, out in (("main.js", expected), ("require.cjs", "1,2 true default\n")):
        for _ in range(3):
            equal(weft(tree / name, env=environment(tree)).ok().out, out)


@test("a changed file is read again, also when its size and time are the same")
def _():
    tree = program()
    env = environment(tree)
    for _ in range(2):
        weft(tree / "main.ts", env=env).ok()
    old = tree / "old.cjs"
    stat = old.stat()
    old.write_text("exports.name = (() => 'new')();\n")
    equal(weft(tree / "main.ts", env=env).ok().out, "x-1 1 new 1\n")
    (tree / "other.cjs").write_text("exports.name = (() => 'odd')();\n")
    os.utime(tree / "other.cjs", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.replace(tree / "other.cjs", old)
    equal(weft(tree / "main.ts", env=env).ok().out, "x-1 1 odd 1\n")
    (tree / "lib.ts").write_text("export enum Level { Low, Mid, High }\nexport { f2 as f1 } from './plain.js';\n")
    equal(weft(tree / "main.ts", env=env).ok().out, "x-2 2 odd 1\n")
    # Touched, and the same.
    os.utime(tree / "plain.js", (1000, 1000))
    equal(weft(tree / "main.ts", env=env).ok().out, "x-2 2 odd 1\n")


@test("settings of tsconfig.json are part of what is kept")
def _():
    tree = files({
        "package.json": '{"type":"module"}',
        "main.tsx": PADDING + "const h = (...a: unknown[]) => 'h' + a.length;\nconst g = () => 'g';\nconsole.log(<a/>);\n",
    })
    env = environment(tree)
    for factory in ("h", "g", "h"):
        (tree / "tsconfig.json").write_text('{"compilerOptions":{"jsx":"react","jsxFactory":"%s"}}' % factory)
        for _ in range(2):
            match(weft(tree / "main.tsx", env=env).ok().out, factory)


@test("stacks of a cached start show the file's own places and lines")
def _():
    tree = files({
        "package.json": '{"type":"module"}',
        "main.ts": PADDING + "enum A { B }\nfunction boom(a: A): never { throw new Error('at ' + a); }\nboom(A.B);\n",
    })
    env = environment(tree)
    first, second = (weft(tree / "main.ts", env=env) for _ in range(2))
    equal(first.code, 1)
    match(first.err, r"function boom\(a: A\): never")
    match(first.err, r"main\.ts:402:36")
    equal(second.err, first.err)


@test("a damaged cache is passed over and mended")
def _():
    tree = program()
    env = environment(tree)
    for _ in range(2):
        weft(tree / "main.ts", env=env).ok()
    folder = next(p for p in (tree / "cache").iterdir())
    for name in ("data", "index"):
        whole = (folder / name).read_bytes()
        for cut in (0, 1, len(whole) // 3, len(whole) - 1):
            (folder / name).write_bytes(whole[:cut])
            equal(weft(tree / "main.ts", env=env).ok().out, "x-1 1 old 1\n")
        (folder / name).write_bytes(whole)
    data = bytearray((folder / "data").read_bytes())
    for at in range(100, len(data), max(1, len(data) // 40)):
        data[at] ^= 0x10
    (folder / "data").write_bytes(data)
    for _ in range(2):
        equal(weft(tree / "main.ts", env=env).ok().out, "x-1 1 old 1\n")
    # The index's count of entries, met by a program that writes.
    index = bytearray((folder / "index").read_bytes())
    for at in range(16, 24):
        index[at] ^= 0x40
        (folder / "index").write_bytes(index)
        (tree / "old.cjs").write_text(f"exports.name = (() => 'old{at}')();\n")
        equal(weft(tree / "main.ts", env=env).ok().out, f"x-1 1 old{at} 1\n")


@test("a module that has left require.cache is read again, and kept with its own code")
def _():
    tree = files({
        "main.cjs": PADDING.replace("export ", "") +
                    "const fs = require('fs');\nconst name = __dirname + '/part.cjs';\n"
                    "const show = () => { delete require.cache[name]; return require('./part.cjs')(); };\n"
                    "const texts = [1, 2, 3].map((i) => { fs.writeFileSync(name, PADDED + `module.exports = () => ${i};`); return show(); });\n"
                    "console.log(...texts);\n",
    })
    main = tree / "main.cjs"
    main.write_text("const PADDED = '// padding\\n'.repeat(3000);\n" + main.read_text())
    for options in (["--no-cache"], [], []):
        equal(weft(*options, main, env=environment(tree)).ok().out, "1 2 3\n")
    (tree / "use.cjs").write_text("console.log(require('./part.cjs')());\n")
    equal(weft(tree / "use.cjs", env=environment(tree)).ok().out, "3\n")


@test("a folder that cannot be written, and no folder at all")
def _():
    tree = program()
    (tree / "file").write_text("")
    for place in (str(tree / "file" / "cache"), "/proc/none", ""):
        equal(weft(tree / "main.ts", env={"WEFT_CACHE_DIR": place}).ok().out, "x-1 1 old 1\n")
    equal(weft("cache", "path", env={"WEFT_CACHE_DIR": ""}).code, 1)


@test("weft cache: help and wrong use")
def _():
    match(weft("cache", "--help").ok().out, "weft cache clean")
    for arguments in ([], ["what"], ["stats", "more"]):
        equal(weft("cache", *arguments).code, 9)
