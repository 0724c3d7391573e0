import { test, assert } from "../harness.mjs";

const { Transpiler } = Weft;

test("transformSync and transform give JavaScript", async () => {
  const transpiler = new Transpiler({ loader: "tsx" });
  assert.equal(transpiler.transformSync("let a: number = b!;"), "let a = b;\n");
  assert.equal(await transpiler.transform("let a = <B>c;", "ts"), "let a = c;\n");
  assert.equal(new Transpiler().transformSync(new TextEncoder().encode("a()")), "a();\n");
});

test("what is no module may be sloppy code", () => {
  const transpiler = new Transpiler();
  assert.equal(transpiler.transformSync("with (a) b; return 1"), "with (a) b;\nreturn 1;\n");
  assert.throws(() => transpiler.transformSync("import 'a'; with (a) b"), { name: "SyntaxError", message: /with may not/ });
  assert.throws(() => transpiler.transformSync("async(a = (await) => {}) => {}; with (a) b"), { name: "SyntaxError" });
});

test("tsconfig's compiler options are followed, as an object or as JSON", () => {
  const compilerOptions = { jsx: "react", jsxFactory: "h", experimentalDecorators: true, useDefineForClassFields: false };
  for (const tsconfig of [{ compilerOptions }, JSON.stringify({ compilerOptions })]) {
    const code = new Transpiler({ loader: "tsx", tsconfig }).transformSync("@d class A { b = <i/> }");
    assert.match(code, /this\.b = .* h\("i", null\)/);
    assert.match(code, /A = __decorate\(\[d\], A\)/);
  }
  const keeping = new Transpiler({ loader: "ts", trimUnusedImports: false });
  assert.equal(keeping.transformSync("import { a, type B } from 'm'"), "import { a } from \"m\";\n");
});

test("scan names imports and exports that are left at run time", () => {
  const code = "import a, { type T } from 'a'; import U from 'u'; export const { b, c: [d] } = a; require('x');" +
    "import('y'); export * as z from 'z'; export default 1; export type { T };";
  const transpiler = new Transpiler({ loader: "ts" });
  assert.deepEqual(transpiler.scan(code), {
    exports: ["b", "d", "z", "default"],
    imports: [
      { kind: "import-statement", path: "a" },
      { kind: "require-call", path: "x" },
      { kind: "dynamic-import", path: "y" },
      { kind: "import-statement", path: "z" },
    ],
  });
  assert.deepEqual(transpiler.scanImports("import 'q'"), [{ kind: "import-statement", path: "q" }]);
});

test("minify: whole, or in parts", () => {
  const code = "export function f(argument) { if (argument) return true; return g(argument) }";
  const all = new Transpiler({ minify: true });
  assert.equal(all.transformSync(code), "export function f(n){return n?!0:g(n)}\n");
  assert.equal(new Transpiler({ minify: { syntax: true }, minifyWhitespace: true }).transformSync(code),
    "export function f(argument){return argument?!0:g(argument)}\n");
  assert.match(new Transpiler({ minify: false }).transformSync(code), /if \(argument\) return true;\n/);
  assert.throws(() => new Transpiler({ minify: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Transpiler({ minify: { syntax: 1 } }), { code: "ERR_INVALID_ARG_TYPE" });
});

test("faults are SyntaxErrors with their place, wrong options say which", () => {
  assert.throws(() => new Transpiler({ loader: "ts" }).transformSync("let x: ="), { name: "SyntaxError", message: /\(1:8\)/ });
  assert.throws(() => new Transpiler({ loader: "css" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => new Transpiler({ tsconfig: { compilerOptions: { jsx: 1 } } }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => new Transpiler().transformSync(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("define: names stand for values where no variable has them", () => {
  const define = { "process.env.NODE_ENV": '"production"', DEBUG: "false", "a.b.c": "x.y", "import.meta.env.MODE": '"dev"',
    O: '{"k":[1,-2]}', U: "undefined" };
  const t = new Transpiler({ define });
  const code = (text) => t.transformSync(text);
  assert.equal(code("f(process.env.NODE_ENV, process.env['NODE_ENV'], process.env.NODE_ENV.length, DEBUG, a.b.c(), U)"),
    'f("production", "production", "production".length, false, x.y(), undefined);\n');
  assert.equal(code("f(import.meta.env.MODE, { DEBUG }, `${DEBUG}`, typeof DEBUG, obj.DEBUG, a.b)"),
    'f("dev", { DEBUG: false }, `${false}`, typeof false, obj.DEBUG, a.b);\n');
  assert.equal(code("{ let DEBUG = 1; f(DEBUG) } (process) => process.env.NODE_ENV"),
    "{\n  let DEBUG = 1;\n  f(DEBUG);\n}\n(process) => process.env.NODE_ENV;\n");
  assert.equal(code("DEBUG = 1; DEBUG++; delete a.b.c; [DEBUG] = [DEBUG]; ({ DEBUG } = z); a?.b.c; for (DEBUG of DEBUG);"),
    "DEBUG = 1;\nDEBUG++;\ndelete a.b.c;\n[DEBUG] = [false];\n({ DEBUG } = z);\na?.b.c;\nfor (DEBUG of false) ;\n");
  assert.equal(code("f(O, O)"), "var define = { \"k\": [1, -2] };\nf(define, define);\n");
  assert.equal(new Transpiler({ define, minify: true }).transformSync("if (process.env.NODE_ENV !== 'production') f()"), "");
  assert.equal(new Transpiler({ loader: "tsx", define, tsconfig: { compilerOptions: { jsx: "react" } } })
    .transformSync("<A x={DEBUG as any}>{a.b.c}</A>"), '/* @__PURE__ */ React.createElement(A, { x: false }, x.y);\n');
});

test("define: what is no name, no JSON and no string is refused", () => {
  assert.throws(() => new Transpiler({ define: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Transpiler({ define: { A: 1 } }), { code: "ERR_INVALID_ARG_TYPE" });
  for (const [name, value] of [["A", "not json"], ["A", "f()"], ["A", "a?.b"], ["A", "1)+(2"], ["A", ""], ["a b", "1"], ["", "1"], ["a..b", "1"]])
    assert.throws(() => new Transpiler({ define: { [name]: value } }), { code: "ERR_INVALID_ARG_VALUE" }, `${name}=${value}`);
});

test("exports: eliminate and replace", () => {
  const code = 'import fs from "fs"; import { q } from "q"; import "side"; export const load = () => fs.read(q), size = 2;' +
    "export function config() {} export class K {} const z = 1; export { z as alias, z as other }; export default 5;";
  const gone = new Transpiler({ trimUnusedImports: true, exports: { eliminate: ["load", "K", "alias", "default"] } });
  assert.equal(gone.transformSync(code), 'import "side";\nexport const size = 2;\nexport function config() {}\nconst z = 1;\n' +
    "export { z as other };\n");
  const replace = { load: "hi", config: null, K: ["L", 7], alias: true, default: undefined };
  const changed = new Transpiler({ loader: "ts", exports: { eliminate: ["load"], replace } });
  assert.equal(changed.transformSync(code), 'import "side";\nexport const load = "hi", size = 2;\nexport var config = null;\n' +
    "export var L = 7;\nconst z = 1;\nexport { z as other };\nexport var alias = true;\nexport default undefined;\n");
  assert.deepEqual(changed.scan(code).exports, ["load", "size", "config", "L", "other", "alias", "default"]);
  assert.throws(() => new Transpiler({ exports: { eliminate: "a" } }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Transpiler({ exports: { replace: { a: {} } } }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Transpiler({ exports: { replace: { a: ["b c", 1] } } }), { code: "ERR_INVALID_ARG_VALUE" });
});

test("trimUnusedImports: in JavaScript only where it is asked for", () => {
  const code = 'import a, { b } from "m"; import * as c from "c"; import "s"; b();';
  assert.equal(new Transpiler().transformSync(code), 'import a, { b } from "m";\nimport * as c from "c";\nimport "s";\nb();\n');
  assert.equal(new Transpiler({ trimUnusedImports: true }).transformSync(code), 'import { b } from "m";\nimport "s";\nb();\n');
});

test("inline: constants at the head of their list", () => {
  const t = new Transpiler({ inline: true });
  assert.equal(t.transformSync("const a = 1, b = 'x'; f(a, { b }, () => a); { const c = -1; g(c); const d = 2; g(d) } let e = 1; h(e)"),
    'const a = 1, b = "x";\nf(1, { b: "x" }, () => 1);\n{\n  const c = -1;\n  g(-1);\n  const d = 2;\n  g(d);\n}\nlet e = 1;\nh(e);\n');
  assert.equal(t.transformSync("const a = 1; (a) => a; a = 2; ({ a } = 1); export { a };"),
    "const a = 1;\n(a) => a;\na = 2;\n({ a } = 1);\nexport { a };\n");
  assert.throws(() => new Transpiler({ inline: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
});

test("target: Bun's names, or what has to be written with older syntax", () => {
  for (const target of ["browser", "bun", "node"]) assert.equal(new Transpiler({ target }).transformSync("a ??= b"), "a ??= b;\n");
  assert.equal(new Transpiler({ target: "es2020" }).transformSync("a ??= b"), "a ?? (a = b);\n");
  assert.equal(new Transpiler({ target: "chrome79" }).transformSync("a ?? b"), "var _a;\n(_a = a) != null ? _a : b;\n");
  assert.throws(() => new Transpiler({ target: "es5" }), { code: "ERR_INVALID_ARG_VALUE", message: /es2015 is the oldest/ });
});
