# Types in lists of exports, and TypeScript with imports in packages of CommonJS.
from process import test, equal, match, files, weft, program


@test("a type that is passed on without the word is left out, also through other files and in cycles")
def _():
    equal(program({
        "package.json": {"type": "module"},
        "main.mjs": "import * as all from './index.ts'; console.log(Object.keys(all).join());",
        "index.ts": "export { Shape, make, Alias } from './middle'; export * from './types';",
        "middle.ts": "import { Shape, Other as Alias } from './types'; import { make } from './make.ts'; export { Shape, Alias, make };",
        "make.ts": "import { Shape } from './index'; export const make = (): Shape => ({});",
        "types.ts": "export interface Shape {} export type Other = 1; export const real = 1;",
    }), ["make,real"])


@test("what no file has is an error where it is a value's, and where the other file is JavaScript")
def _():
    tree = files({"package.json": {"type": "module"}, "a.ts": "import { none } from './b'; console.log(none);", "b.ts": "export const b = 1;",
                  "c.ts": "export { none } from './d.js';", "d.js": "export const d = 1;"})
    match(weft(tree / "a.ts").err, r"does not provide an export named 'none'")
    match(weft(tree / "c.ts").err, r"does not provide an export named 'none'")


@test("a file of nothing but exported types is a module")
def _():
    equal(program({
        "package.json": {},
        "main.mjs": "import './main.ts';",
        "main.ts": "import * as types from './types'; import { Shape } from './types'; console.log(Object.keys(types).length, typeof module);",
        "types.ts": "export interface Shape { a: 1 } // the end",
    }), ["0 undefined"])


@test("a .ts or .tsx file with imports is a module in a package of type commonjs, one without is CommonJS")
def _():
    equal(program({
        "package.json": {"type": "commonjs"},
        "main.mjs": "import './first.ts'; import './second.ts';",
        "first.ts": "import { value } from './value'; console.log(value as number, typeof module);",
        "second.ts": "const { value }: any = require('./value'); console.log(value, typeof module);",
        "value.ts": "export const value: number = 1;",
    }), ["1 undefined", "1 object"])
