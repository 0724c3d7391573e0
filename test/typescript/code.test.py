# TypeScript and JSX that need code of their own run, and places stay those of the file.
from process import test, weft, files, equal, match

PACKAGE = '{"type":"module"}'


@test("enums, namespaces, parameter properties and accessors")
def _():
    tree = files({
        "package.json": PACKAGE,
        "app.ts": """import { Level, Names, size } from "./enums.ts";
namespace Shapes {
  export const unit = 1;
  export namespace Deep { export const value = unit + 1; }
  export class Box { constructor(readonly width: number, private height = unit) {} get area() { return this.width * this.height; } }
}
namespace Shapes { export const twice = Deep.value * 2; }
function counter() { return counter.count++; }
namespace counter { export let count = 5; }
class Temperature { accessor celsius = 20; static accessor made = 0; }
counter();
const temperature = new Temperature();
temperature.celsius += 1;
Temperature.made++;
console.log(Level.High, Level[1], Names.A, size, Shapes.twice, new Shapes.Box(3, 4).area, counter.count);
console.log(temperature.celsius, Temperature.made, Object.keys(new Shapes.Box(1)));
""",
        "enums.ts": """export enum Level { Low = 1, High = Low << 3 }
export const enum Names { A = "a" }
const enum Size { S = 2, M = S * 10 }
export const size = Size.M;
""",
    })
    equal(weft(tree / "app.ts").ok().out, "8 Low a 20 4 12 6\n21 1 [ 'width', 'height' ]\n")


@test("const enums that are only declared are their values; declared enums are objects of others")
def _():
    tree = files({
        "app.ts": "declare const enum Level { Low = 1, High = Low << 3 }\n"
                  "declare namespace Lib { const enum Names { A = 'a' } }\n"
                  "declare enum Real { A }\n"
                  "globalThis.Real = { A: 'real' };\n"
                  "console.log(Level.High, Lib.Names.A, Real.A, typeof Level);\n"
                  "throw new Error('here');\n",
    })
    result = weft(tree / "app.ts")
    equal(result.out, "8 a real undefined\n")
    match(result.err, r"app\.ts:6")


@test("import = and export = in CommonJS, and import = in an ES module")
def _():
    tree = files({
        "lib.cts": "import path = require('node:path');\nclass Lib { name = path.basename('/a/b'); }\nexport = Lib;\n",
        "typeless.ts": "import Lib = require('./lib.cts');\nimport Base = Lib;\nexport = new Base().name;\n",
        "app.mts": "import Lib = require('./lib.cts');\nimport name from './typeless.ts';\nconsole.log(new Lib().name, name);\n",
    })
    equal(weft(tree / "app.mts").ok().out, "b b\n")


@test("JSX calls the automatic runtime, in modules and in CommonJS")
def _():
    runtime = """exports.Fragment = "fragment";
exports.jsx = exports.jsxs = (type, props, key) => ({ type, props, key });
"""
    tree = files({
        "node_modules/react/package.json": '{"name":"react","exports":{"./jsx-runtime":"./jsx-runtime.js"}}',
        "node_modules/react/jsx-runtime.js": runtime,
        "view.tsx": "type P = { n: number };\nexport const View = ({ n }: P) => <><b key=\"k\">{n} &lt;</b></>;\n",
        "old.jsx": "module.exports = <i title='t'/>;\n",
        "app.mjs": """import { View } from "./view.tsx";
import old from "./old.jsx";
console.log(JSON.stringify([View({ n: 1 }), old]));
""",
    })
    equal(weft(tree / "app.mjs").ok().out,
          '[{"type":"fragment","props":{"children":{"type":"b","props":{"children":[1," <"]},"key":"k"}}},'
          '{"type":"i","props":{"title":"t"}}]\n')


@test("stacks and uncaught errors of lowered files show the file's own places")
def _():
    body = """enum Color { Red, Green }
class Painter { constructor(private color: Color) {}

  paint(): never { const what: string = Color[this.color];   throw new Error(`no ${what}`); }
}
"""
    tree = files({
        "package.json": PACKAGE,
        "app.ts": body + "  new Painter(Color.Green).paint();\n",
        "main.cts": body + "  new Painter(Color.Green).paint();\n",
        "missing.ts": "enum A { B }\n\nimport { nothing } from './empty.ts';\nnothing(A.B);\n",
        "empty.ts": "export {};\n",
    })
    for name in ("app.ts", "main.cts"):
        result = weft(tree / name)
        equal(result.code, 1)
        match(result.err, r"const what: string = Color\[this\.color\];   throw new Error")
        match(result.err, name + r":4:68")
        match(result.err, name + r":6:28")
    match(weft(tree / "missing.ts").err, r"missing\.ts:3:1")
