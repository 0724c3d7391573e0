import vm from "node:vm";
import { test, assert } from "../harness.mjs";

test("globals are the sandbox's properties, both ways", () => {
  const sandbox = vm.createContext({ x: 1, list: [] });
  assert.equal(vm.runInContext("x += 41; y = 'new'; list.push(x); x", sandbox), 42);
  assert.deepEqual([sandbox.x, sandbox.y, sandbox.list], [42, "new", [42]]);
  sandbox.z = 5;
  assert.equal(vm.runInContext("z + globalThis.z + this.z", sandbox), 15);
  assert.equal(vm.runInContext("typeof missing", sandbox), "undefined");
  assert.throws(() => vm.runInContext("missing", sandbox), { name: "ReferenceError" });
});
test("var and function are the sandbox's, let and const are the context's", () => {
  const sandbox = vm.createContext({});
  vm.runInContext("var a = 1; function f() { return ++a; } let l = 10; const c = 20; for (var i = 0; i < 3; i++); if (true) { var deep = 1; }", sandbox);
  assert.deepEqual(Object.keys(sandbox).sort(), ["a", "deep", "f", "i"]);
  assert.equal(sandbox.f(), 2);
  assert.equal(sandbox.a, 2);
  sandbox.a = 10;
  assert.equal(vm.runInContext("f()", sandbox), 11);
  assert.equal(vm.runInContext("l + c", sandbox), 30);
  assert.equal("l" in sandbox, false);
  vm.runInContext("var a; function f() { return 'second'; }", sandbox);
  assert.deepEqual([sandbox.a, sandbox.f()], [11, "second"]);
});
test("delete, define, describe, list", () => {
  const sandbox = vm.createContext({ gone: 1, kept: 2 });
  assert.equal(vm.runInContext("delete globalThis.gone", sandbox), true);
  assert.equal("gone" in sandbox, false);
  vm.runInContext("Object.defineProperty(globalThis, 'fixed', { value: 3, enumerable: false })", sandbox);
  assert.deepEqual(Object.getOwnPropertyDescriptor(sandbox, "fixed"), { value: 3, writable: false, enumerable: false, configurable: false });
  assert.deepEqual(JSON.parse(vm.runInContext("JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'kept'))", sandbox)),
    { value: 2, writable: true, enumerable: true, configurable: true });
  assert.equal(vm.runInContext("'kept' in globalThis && Object.keys(globalThis).includes('kept')", sandbox), true);
  assert.throws(() => vm.runInContext("'use strict'; fixed = 4", sandbox), { name: "TypeError" });
});
test("accessors and prototypes of the sandbox", () => {
  let value = 1;
  const sandbox = vm.createContext(Object.create({ inherited: "i" }, {
    live: { get: () => value, set(next) { value = next; }, enumerable: true },
  }));
  assert.equal(vm.runInContext("live = live + 1; live", sandbox), 2);
  assert.equal(value, 2);
  assert.equal(vm.runInContext("inherited", sandbox), "i");
});
test("a context has builtins of its own", () => {
  const sandbox = vm.createContext({ outer: [] });
  assert.equal(vm.runInContext("outer instanceof Array", sandbox), false);
  assert.equal(vm.runInContext("[] instanceof Array", sandbox), true);
  assert.equal(vm.runInContext("[]", sandbox) instanceof Array, false);
  assert.equal(vm.runInContext("typeof process + typeof require + typeof setTimeout", sandbox), "undefinedundefinedundefined");
  assert.equal(vm.runInContext("new Function('return this')() === globalThis", sandbox), true);
  assert.equal(vm.runInContext("eval('var e = 5; e')", sandbox), 5);
  vm.runInContext("Array = 'mine'", sandbox);
  assert.equal(sandbox.Array, "mine");
  assert.equal(Array.isArray([]), true);
});
test("hot code sees changes of the sandbox", () => {
  const sandbox = vm.createContext({ n: 0, step: 1 });
  const run = vm.runInContext("(function (count) { for (let i = 0; i < count; i++) n += step; return n; })", sandbox);
  assert.equal(run(20000), 20000);
  sandbox.step = 2;
  sandbox.n = 0;
  assert.equal(run(20000), 40000);
  assert.equal(sandbox.n, 40000);
});
test("isContext and createContext", () => {
  const sandbox = {};
  assert.equal(vm.isContext(sandbox), false);
  assert.equal(vm.createContext(sandbox), sandbox);
  assert.equal(vm.createContext(sandbox), sandbox);
  assert.equal(vm.isContext(sandbox), true);
  assert.equal(vm.isContext(vm.createContext()), true);
  assert.throws(() => vm.isContext(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => vm.createContext(1), { code: "ERR_INVALID_ARG_TYPE", message: /"object"/ });
  assert.throws(() => vm.createContext({}, { name: 1 }), { code: "ERR_INVALID_ARG_TYPE", message: /"options.name"/ });
  assert.throws(() => vm.runInContext("1", {}), { code: "ERR_INVALID_ARG_TYPE", message: /"contextifiedObject" argument must be an vm.Context/ });
});
test("codeGeneration.strings: false refuses eval", () => {
  const sandbox = vm.createContext({}, { codeGeneration: { strings: false } });
  assert.equal(vm.runInContext("try { eval('1') } catch (e) { e.name }", sandbox), "EvalError");
});
test("indices and symbols are properties like others", () => {
  const sandbox = vm.createContext({ 1: "one" });
  assert.deepEqual([...vm.runInContext("globalThis[0] = 5; [globalThis[0], globalThis[1], 2 in globalThis, delete globalThis[0], delete globalThis[7]]", sandbox)],
    [5, "one", false, true, true]);
  assert.deepEqual(Object.keys(sandbox), ["1"]);
  vm.runInContext("globalThis[Symbol.for('s')] = 1; Object.create(globalThis)[3] = 4", sandbox);
  assert.equal(sandbox[Symbol.for("s")], 1);
});
test("sandboxes that refuse or throw", () => {
  assert.throws(() => vm.runInNewContext("'use strict'; globalThis.x = 1", Object.freeze({})), { name: "TypeError" });
  assert.equal(assert.throws(() => vm.runInNewContext("x", { get x() { throw new Error("mine"); } })).message, "mine");
  const { proxy, revoke } = Proxy.revocable({}, {});
  const sandbox = vm.createContext(proxy);
  revoke();
  assert.throws(() => vm.runInContext("var a = 1; a", sandbox), { name: "TypeError" });
});
test("a proxy can be a sandbox", () => {
  const seen = [];
  const sandbox = vm.createContext(new Proxy({ x: 1 }, { get(target, name) { seen.push(name); return target[name]; } }));
  assert.equal(vm.runInContext("x", sandbox), 1);
});
test("promises and async functions of a context", async () => {
  assert.equal(await vm.runInNewContext("(async () => { await null; return value; })()", { value: 7 }), 7);
});
test("many contexts come and go", () => {
  for (let i = 0; i < 60; i++) assert.equal(vm.runInNewContext("var x = n * 2; x", { n: i }), i * 2);
});
test("a context's globalThis takes another prototype, and so does the program's own", () => {
  const sandbox = vm.createContext({});
  const prototype = { inherited: 7 };
  const globalOfContext = vm.runInContext("globalThis", sandbox);
  Object.setPrototypeOf(globalOfContext, prototype);
  assert.equal(Object.getPrototypeOf(globalOfContext), prototype);
  assert.equal(vm.runInContext("inherited + ('inherited' in globalThis ? 1 : 0)", sandbox), 8);
  assert.equal(vm.runInContext("var inherited = 9; inherited", sandbox), 9);
  assert.equal(prototype.inherited, 7);
  assert.throws(() => Object.setPrototypeOf(globalOfContext, Object.create(globalOfContext)), TypeError);
  const proxy = new Proxy({}, { get: (target, name) => (name === "fromProxy" ? 3 : undefined), has: (target, name) => name === "fromProxy" });
  Object.setPrototypeOf(globalOfContext, proxy);
  assert.equal(vm.runInContext("let lexical = fromProxy; function declared() { return fromProxy + lexical } declared()", sandbox), 6);
  assert.equal(vm.runInContext("typeof absent", sandbox), "undefined");
  Object.setPrototypeOf(globalOfContext, null);
  assert.equal(vm.runInContext("typeof fromProxy + ' ' + typeof Array", sandbox), "undefined function");
  const plain = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  Object.setPrototypeOf(plain, { inherited: 5 });
  assert.equal(vm.runInContext("var own = 1; const fixed = 2; own + fixed + inherited", plain), 8);
  Object.setPrototypeOf(plain, Object.create(proxy));
  assert.equal(vm.runInContext("own + fixed + fromProxy", plain), 6);
  const before = Object.getPrototypeOf(globalThis);
  Object.setPrototypeOf(globalThis, Object.create(before, { ofTheChain: { value: 1 } }));
  assert.equal(ofTheChain, 1);
  Object.setPrototypeOf(globalThis, before);
  assert.equal(typeof ofTheChain, "undefined");
});
test("a context without WebAssembly's code", () => {
  const empty = "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])";
  const code = `try { new WebAssembly.Instance(new WebAssembly.Module(${empty})); "made" } catch (error) { error.name + ": " + error.message }`;
  assert.match(vm.runInNewContext(code, {}, { contextCodeGeneration: { wasm: false } }), /^CompileError: .*Wasm code generation disallowed by embedder/);
  assert.equal(vm.runInNewContext(code), "made");
});
