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


def browser_program():
    return files({
        "app.js": "import 'dual'; import './server.js'; import 'fs'; require('cjs');\n",
        "package.json": '{"type":"module","browser":{"./server.js":"./client.js","fs":false}}',
        "client.js": "export {};\n",
        "node_modules/dual/package.json": '{"module":"./m.js","main":"./a.js","es":"./e.js"}',
        "node_modules/dual/m.js": "import './only.js';\n",
        "node_modules/dual/only.js": "",
        "node_modules/dual/e.js": "",
        "node_modules/dual/a.js": "",
        "node_modules/cjs/index.js": "",
        "both.cjs": "import('dual'); require('dual');\n",
        "node_modules/x/package.json": '{"exports":{"mine":"./m.js","browser":"./b.js","node":"./n.js"}}',
        "node_modules/x/m.js": "", "node_modules/x/b.js": "", "node_modules/x/n.js": "",
        "x.cjs": "require('x');\n",
    })


@test("--platform browser: module, maps of browser, disabled modules")
def _():
    tree = browser_program()
    out = weft("graph", "--platform", "browser", "app.js", cwd=tree).ok().out
    equal([line.split(" (")[0] for line in out.split("\n")[:6]],
          ["app.js", "├─ node_modules/dual/m.js", "│  └─ node_modules/dual/only.js", "├─ client.js", "├─ fs",
           "└─ node_modules/cjs/index.js"])
    match(out, r"├─ fs \(disabled\)\n")
    match(out, r"\n5 files, \d+ B\n$")
    graph = json.loads(weft("graph", "--platform=browser", "--json", "app.js", cwd=tree).ok().out)
    modules = {module["id"]: module for module in graph["modules"]}
    equal(modules["disabled:fs"], {"id": "disabled:fs", "path": "fs", "kind": "disabled", "bytes": 0, "imports": []})
    equal(weft("graph", "--platform=browser", "--why", "fs", "app.js", cwd=tree).ok().out,
          'app.js\n  import "fs" → disabled:fs\n')
    match(weft("graph", "--platform", "node", "app.js", cwd=tree).out, r"node_modules/dual/a\.js.*\n├─ .*not found")


@test("a package that is imported and required is there once, by its main")
def _():
    out = weft("graph", "--platform=browser", "both.cjs", cwd=browser_program()).ok().out
    match(out, r"├─ import\(\) node_modules/dual/a\.js .*\n└─ node_modules/dual/a\.js .*\n\n2 files")


@test("--main-fields and --conditions")
def _():
    tree = browser_program()
    match(weft("graph", "--main-fields", "es,main", "both.cjs", cwd=tree).ok().out, r"└─ node_modules/dual/e\.js")
    match(weft("graph", "--platform=browser", "--main-fields=module,main", "both.cjs", cwd=tree).ok().out,
          r"└─ node_modules/dual/m\.js")
    for options, file in ([], "n"), (["--platform=browser"], "b"), (["--conditions", "a,mine"], "m"), (["-C", "mine"], "m"):
        match(weft("graph", *options, "x.cjs", cwd=tree).ok().out, rf"└─ node_modules/x/{file}\.js")
    for arguments in (["--platform"], ["--platform", "deno", "x.cjs"], ["--main-fields"], ["--json=1", "x.cjs"]):
        equal(weft("graph", *arguments, cwd=tree).code, 9)


@test("long chains, help and wrong use")
def _():
    chain = {f"m{i}.cjs": f"require('./m{i + 1}.cjs');\n" for i in range(3000)}
    tree = files({**chain, "m3000.cjs": ""})
    match(weft("graph", "m0.cjs", cwd=tree).ok().out, "3001 files")
    match(weft("graph", "--help").ok().out, "weft graph --why MODULE ENTRY")
    for arguments in ([], ["a", "b"], ["--what", "a"], ["--why"]):
        equal(weft("graph", *arguments).code, 9)
    equal(weft("graph", "none.js", cwd=tree).code, 1)
