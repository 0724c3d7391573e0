import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("custom inspection gets depth, options and inspect", () => {
  let seen;
  const object = { [inspect.custom](depth, options, given) { seen = [depth, options.breakLength, given === inspect]; return "custom!"; } };
  assert.equal(inspect({ a: object }, { breakLength: 100 }), "{ a: custom! }");
  assert.deepEqual(seen, [1, 100, true]);
  assert.equal(inspect.custom, Symbol.for("nodejs.util.inspect.custom"));
});
test("a result that is no string is inspected in turn", () => {
  assert.equal(inspect({ [inspect.custom]() { return { x: 1 }; } }), "{ x: 1 }");
  assert.equal(inspect({ [inspect.custom]() { return 42; } }), "42");
});
test("its lines are indented", () => {
  assert.equal(inspect({ q: { [inspect.custom]: () => "a\nb" } }), "{\n  q: a\n  b\n}");
});
test("customInspect: false, and objects that give themselves", () => {
  assert.equal(inspect({ a: 1, [inspect.custom]() { return this; } }), "{\n  a: 1,\n  [Symbol(nodejs.util.inspect.custom)]: [Function: [nodejs.util.inspect.custom]]\n}");
  assert.match(inspect({ [inspect.custom]: () => "no" }, { customInspect: false }), /Symbol/);
});
test("a prototype with custom inspection is no instance", () => {
  class A { [inspect.custom]() { return "an A"; } }
  assert.equal(inspect([A.prototype, new A()]), "[ {}, an A ]");
});
test("colours and styles can be changed", () => {
  assert.equal(inspect({ a: 1, b: "x" }, { colors: true }), "{ a: \u001b[33m1\u001b[39m, b: \u001b[32m'x'\u001b[39m }");
  assert.equal(inspect(null, { colors: true }), "\u001b[1mnull\u001b[22m");
  inspect.styles.number = "red";
  assert.equal(inspect(1, { colors: true }), "\u001b[31m1\u001b[39m");
  assert.deepEqual(inspect.colors.grey, inspect.colors.gray);
});
test("defaultOptions apply to what follows", () => {
  inspect.defaultOptions.depth = 0;
  assert.equal(inspect({ a: { b: 1 } }), "{ a: [Object] }");
  inspect.defaultOptions = { depth: 2 };
  assert.equal(inspect({ a: { b: 1 } }), "{ a: { b: 1 } }");
});
test("deep recursion ends with a note", () => {
  let deep = {};
  for (let i = 0; i < 100000; i++) deep = { deep };
  assert.match(inspect(deep, { depth: Infinity, breakLength: Infinity, compact: true }), /Maximum call stack size exceeded/);
});
