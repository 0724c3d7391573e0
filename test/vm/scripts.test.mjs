import vm, { Script } from "node:vm";
import { test, assert } from "../harness.mjs";

test("a script runs again and again, anywhere", () => {
  const script = new Script("typeof n === 'undefined' ? 'none' : ++n");
  const sandbox = vm.createContext({ n: 1 });
  assert.deepEqual([script.runInContext(sandbox), script.runInContext(sandbox)], [2, 3]);
  assert.equal(script.runInNewContext({ n: 10 }), 11);
  assert.equal(script.runInThisContext(), "none");
});
test("runInThisContext sees the globals, not the scope", () => {
  const local = 1;
  assert.equal(vm.runInThisContext("typeof local"), "undefined");
  vm.runInThisContext("var vmTestGlobal = 5");
  assert.equal(globalThis.vmTestGlobal, 5);
  assert.equal(vm.runInThisContext("Array") === Array, true);
});
test("syntax errors come when the script is made", () => {
  assert.throws(() => new Script("let x = ;", "bad.js"), { name: "SyntaxError" });
  assert.throws(() => vm.runInNewContext("}"), { name: "SyntaxError" });
});
test("stacks name the file and count from the offsets", () => {
  const error = assert.throws(() => vm.runInThisContext("\nthrow new Error('x')", { filename: "named.js", lineOffset: 10 }));
  assert.match(error.stack, /named\.js:12:7/);
  const anonymous = assert.throws(() => vm.runInNewContext("throw new TypeError('x')"));
  assert.match(anonymous.stack, /evalmachine\.<anonymous>:1:7/);
  assert.equal(anonymous instanceof TypeError, false);
  assert.equal(anonymous.name, "TypeError");
});
test("timeout", () => {
  for (const run of [() => vm.runInNewContext("for (;;);", {}, { timeout: 40 }), () => vm.runInThisContext("while (true) {}", { timeout: 40 })])
    assert.throws(run, { code: "ERR_SCRIPT_EXECUTION_TIMEOUT", message: "Script execution timed out after 40ms" });
  assert.equal(vm.runInNewContext("1 + 1", {}, { timeout: 1000 }), 2);
  let sum = 0;
  for (let i = 0; i < 1e6; i++) sum += i;
  assert.equal(sum, 499999500000);
});
test("a time limit within another leaves that as it was", () => {
  const inner = () => vm.runInNewContext("for (;;);", {}, { timeout: 20 });
  const quick = () => vm.runInNewContext("1", {}, { timeout: 1000 });
  for (const f of [inner, quick])
    assert.throws(() => vm.runInNewContext("try { f() } catch {} for (;;);", { f }, { timeout: 100 }), { message: "Script execution timed out after 100ms" });
  assert.throws(() => vm.runInNewContext("f()", { f: inner }, { timeout: 1000 }), { message: "Script execution timed out after 20ms" });
});
test("options are checked", () => {
  assert.throws(() => new Script("1", 5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Script("1", { filename: 5 }), { code: "ERR_INVALID_ARG_TYPE", message: /"options.filename"/ });
  assert.throws(() => new Script("1", { lineOffset: 1.5 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => new Script("1", { cachedData: 5 }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Script("1").runInThisContext({ timeout: 0 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => new Script("1").runInThisContext(5), { code: "ERR_INVALID_ARG_TYPE" });
});
test("cached data", () => {
  const data = new Script("1 + 2").createCachedData();
  const same = new Script("1 + 2", { cachedData: data });
  assert.equal(same.cachedDataRejected, false);
  assert.equal(same.runInThisContext(), 3);
  assert.equal(new Script("1 + 2", { cachedData: Buffer.from("other") }).cachedDataRejected, true);
  assert.equal(new Script("1 + 2 + 3", { cachedData: data }).cachedDataRejected, true);
  assert.equal(new Script("1").cachedDataRejected, undefined);
});
test("sourceMapURL", () => {
  assert.equal(new Script("1\n//# sourceMappingURL=x.map").sourceMapURL, "x.map");
  assert.equal(new Script("1").sourceMapURL, undefined);
});
test("compileFunction", () => {
  assert.equal(vm.compileFunction("return a + b", ["a", "b"])(1, 2), 3);
  assert.equal(vm.compileFunction("return this")?.call(5) == 5, true);
  const sandbox = vm.createContext({ x: 9 });
  assert.equal(vm.compileFunction("return x", [], { parsingContext: sandbox })(), 9);
  assert.equal(vm.compileFunction("return y + z", [], { contextExtensions: [{ y: 1 }, { z: 2 }] })(), 3);
  const error = assert.throws(vm.compileFunction("throw new Error('x')", [], { filename: "made.js" }));
  assert.match(error.stack, /made\.js:1:7/);
  for (const body of ["}, function () {", "}); (function () {", "let = ;", "\n} //"]) assert.throws(() => vm.compileFunction(body), { name: "SyntaxError" });
  assert.throws(() => vm.compileFunction("", ["a) {} //"]), { name: "SyntaxError" });
  assert.throws(() => vm.compileFunction(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => vm.compileFunction("", "x"), { code: "ERR_INVALID_ARG_TYPE" });
});
