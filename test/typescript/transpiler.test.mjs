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
