# TypeScript files run with their types erased, and every position stays what it was.
from process import test, weft, files, equal, match

PACKAGE = '{"type":"module"}'


@test("a module with types, interfaces and generics")
def _():
    tree = files({
        "package.json": PACKAGE,
        "app.ts": """import { type Shape, area } from "./shapes.ts";
import { Unused } from "./types.ts";
abstract class Base<T> {
  protected readonly items: T[] = [];
  declare later: string;
  abstract size(): number;
  add(this: Base<T>, item: T): this { this.items.push(item); return this; }
}
class List<T extends Shape> extends Base<T> implements Iterable<T> {
  size(): number { return this.items.length; }
  *[Symbol.iterator](): Iterator<T> { yield* this.items; }
}
const list = new List<Shape>().add({ width: 2, height: 3 } as Shape).add(<Shape>{ width: 1, height: 1 });
let total = 0;
for (const shape of list) total += area(shape)!;
function over(a: string): string;
function over(a: number): number;
function over(a: any) { return a; }
type Answer = Unused | undefined;
const answer = over(total) satisfies number;
console.log(answer, Object.keys(list).join(), list.size());
""",
        "shapes.ts": "export interface Shape { width: number; height: number }\n"
                     "export const area = (s: Shape): number | undefined => s.width * s.height;\n",
        "types.ts": "export type Unused = 1;\nthrow new Error('a module that only gives types is not run');\n",
    })
    result = weft(tree / "app.ts").ok()
    equal(result.out, "7 items 2\n")


@test("CommonJS: .cts, and .ts whose syntax or package says so")
def _():
    tree = files({
        "main.cts": "const { double }: { double: (n: number) => number } = require('./lib');\n"
                    "console.log(double(21), require('./other.js').name, typeof module);\n",
        "lib.ts": "exports.double = (n: number): number => n * 2;\n",
        "other.ts": "exports.name = 'other' as const;\n",
    })
    equal(weft(tree / "main.cts").ok().out, "42 other object\n")


@test("TypeScript may name x.ts as ./x.js or ./x, JavaScript may not")
def _():
    tree = files({
        "package.json": PACKAGE,
        "a.ts": "import { x } from './x.js';\nimport { y } from './folder';\nimport { x as z } from './x';\n"
                "console.log(x, y, z === x);\n",
        "x.ts": "export const x: string = 'x';\n",
        "folder/index.ts": "export const y: number = 1;\n",
        "b.js": "import './x.js';\n",
    })
    equal(weft(tree / "a.ts").ok().out, "x 1 true\n")
    result = weft(tree / "b.js")
    equal(result.code, 1)
    match(result.err, "ERR_MODULE_NOT_FOUND")


@test("an error shows the line as it was written, and its stack the column")
def _():
    tree = files({
        "package.json": PACKAGE,
        "app.ts": "type A = { b: string };\nfunction f<T extends A>(a: T): never { throw new Error(`no ${a.b}`); }\n"
                  "\nf<A>({ b: 'x' } as A);\n",
    })
    result = weft(tree / "app.ts")
    equal(result.code, 1)
    match(result.err, r"function f<T extends A>\(a: T\): never")
    match(result.err, r"app\.ts:2:46")
    match(result.err, r"app\.ts:4:\d+")


@test("what does not parse is named with its place")
def _():
    tree = files({
        "bad.ts": "let x: = 1;\n",
        "importer.mjs": "await import('./bad.ts').catch((e) => console.log(e instanceof SyntaxError, e.code));\n",
    })
    bad = weft(tree / "bad.ts")
    equal(bad.code, 1)
    match(bad.err, r"bad\.ts:1:8")
    for importer in ("import './bad.ts'", "await import('./bad.ts')", "import.meta.dirname; process.getBuiltinModule('node:module').createRequire(import.meta.url)('./bad.ts')"):
        (tree / "again.mjs").write_text(importer)
        err = weft(tree / "again.mjs").err
        equal((err.count("let x: = 1;"), err.count("bad.ts:1:8"), "SyntaxError: " in err), (1, 1, True), err)
    equal(weft(tree / "importer.mjs").ok().out, "true ERR_INVALID_TYPESCRIPT_SYNTAX\n")


@test("a byte order mark, CRLF and characters beyond ASCII")
def _():
    tree = files({
        "package.json": PACKAGE,
        "app.ts": "\ufefftype É = '😀';\r\nconst é: É = '😀';\r\nconsole.log(é, new Error().stack.includes('app.ts:3:16'));\r\n",
    })
    equal(weft(tree / "app.ts").ok().out, "😀 true\n")
