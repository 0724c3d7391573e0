# weft graph: the modules of a program.
import json
from process import test, weft, files, equal, match


def program():
    return files({
        "package.json": '{"type":"module"}',
        "app.ts": "import { a, type T } from './lib.ts';\nimport './old.cjs';\nconst later = () => import('./gone.js');\na;\n",
        "lib.ts": "import 'node:fs';\nexport const a: number = 1;\n",
        "old.cjs": "if (0) require('./lib.ts'), require('pkg');\n",
        "node_modules/pkg/index.js": "require('./inner');\n",
        "node_modules/pkg/inner.js": "",
    })


@test("the tree shows kinds, sizes, repeats and what is not found")
def _():
    tree = program()
    result = weft("graph", "app.ts", cwd=tree)
    equal(result.code, 1)
    lines = result.out.split("\n")
    equal(lines[0], f"app.ts (module, {(tree / 'app.ts').stat().st_size} B)")
    equal(lines[1][:13], "├─ lib.ts (mo")
    equal(lines[2], "│  └─ node:fs")
    match(result.out, r"old\.cjs \(commonjs, 44 B\)\n│  ├─ lib\.ts \(module, \d+ B\)  \(above\)\n│  └─ node_modules/pkg/index\.js")
    match(result.out, r"import\(\) \./gone\.js  not found: Cannot find module")
    match(result.out, r"5 files, \d+ B, 1 not found\n$")


@test("--json is one object, and says how modules hang together")
def _():
    tree = program()
    graph = json.loads(weft("graph", "--json", "app.ts", cwd=tree).out)
    modules = {module["id"]: module for module in graph["modules"]}
    equal(graph["entry"], "app.ts")
    equal(modules["lib.ts"]["kind"], "module")
    equal(modules["node:fs"], {"id": "node:fs", "path": "node:fs", "kind": "builtin", "bytes": 0, "imports": []})
    equal([(i["kind"], i["specifier"], i.get("id")) for i in modules["app.ts"]["imports"]],
          [("import", "./lib.ts", "lib.ts"), ("import", "./old.cjs", "old.cjs"), ("dynamic-import", "./gone.js", None)])


@test("--why shows the shortest way to a file, a builtin and a package")
def _():
    tree = program()
    equal(weft("graph", "--why", "fs", "app.ts", cwd=tree).ok().out,
          'app.ts\n  import "./lib.ts" → lib.ts\n  import "node:fs" → node:fs\n')
    equal(weft("graph", "--why=pkg", "app.ts", cwd=tree).ok().out,
          'app.ts\n  import "./old.cjs" → old.cjs\n  require "pkg" → node_modules/pkg/index.js\n')
    equal(weft("graph", "--why", "none", "app.ts", cwd=tree).code, 1)


@test("long chains, help and wrong use")
def _():
    chain = {f"m{i}.cjs": f"require('./m{i + 1}.cjs');\n" for i in range(3000)}
    tree = files({**chain, "m3000.cjs": ""})
    match(weft("graph", "m0.cjs", cwd=tree).ok().out, "3001 files")
    match(weft("graph", "--help").ok().out, "weft graph --why MODULE ENTRY")
    for arguments in ([], ["a", "b"], ["--what", "a"], ["--why"]):
        equal(weft("graph", *arguments).code, 9)
    equal(weft("graph", "none.js", cwd=tree).code, 1)
