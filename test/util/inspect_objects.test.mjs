import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("keys are quoted where they are no identifiers", () => {
  assert.equal(inspect({ a: 1, "b-c": 2, 1: 3, [Symbol("s")]: 4 }), "{ '1': 3, a: 1, 'b-c': 2, [Symbol(s)]: 4 }");
  assert.equal(inspect(JSON.parse('{"__proto__": 1}')), "{ ['__proto__']: 1 }");
});
test("depth is two by default", () => {
  assert.equal(inspect({ a: { b: { c: {} } } }), "{ a: { b: { c: {} } } }");
  assert.equal(inspect({ a: { b: { c: { d: 1 } } } }), "{ a: { b: { c: [Object] } } }");
  assert.equal(inspect({ a: { b: 1 } }, { depth: 0 }), "{ a: [Object] }");
  assert.equal(inspect([[[[1]]]], { depth: Infinity }), "[\n  [ [ [ 1 ] ] ]\n]");
});
test("cycles are numbered", () => {
  const a = { x: 1 };
  a.self = a;
  assert.equal(inspect(a), "<ref *1> { x: 1, self: [Circular *1] }");
  const b = {};
  const c = { b };
  b.list = [b, c];
  assert.equal(inspect({ b, c }),
    "{\n  b: <ref *1> { list: [ [Circular *1], [Object] ] },\n  c: { b: <ref *1> { list: [Array] } }\n}");
});
test("accessors are not run unless that is asked for", () => {
  const object = { get a() { return { b: 1 }; }, set c(_) {}, get d() { return 1; }, set d(_) {}, get e() { throw new Error("oops"); } };
  assert.equal(inspect(object), "{ a: [Getter], c: [Setter], d: [Getter/Setter], e: [Getter] }");
  assert.equal(inspect(object, { getters: true }),
    "{\n  a: [Getter] { b: 1 },\n  c: [Setter],\n  d: [Getter/Setter: 1],\n  e: [Getter: <Inspection threw (oops)>]\n}");
});
test("null prototypes and tags", () => {
  assert.equal(inspect(Object.assign(Object.create(null), { a: 1 })), "[Object: null prototype] { a: 1 }");
  assert.equal(inspect({ [Symbol.toStringTag]: "T" }), "{ [Symbol(Symbol.toStringTag)]: 'T' }");
  assert.equal(inspect(new (class Foo { get [Symbol.toStringTag]() { return "Bar"; } })()), "Foo [Bar] {}");
  assert.equal(inspect(Object.create(Object.create(null))), "Object <[Object: null prototype] {}> {}");
});
test("objects break over lines when they are wide", () => {
  assert.equal(inspect({ a: "x".repeat(30), b: "y".repeat(40) }), `{\n  a: '${"x".repeat(30)}',\n  b: '${"y".repeat(40)}'\n}`);
  assert.equal(inspect({ a: "x".repeat(30), b: "y".repeat(24) }), `{ a: '${"x".repeat(30)}', b: '${"y".repeat(24)}' }`);
});
test("compact, sorted and breakLength", () => {
  assert.equal(inspect({ b: { c: 1 }, a: 2 }, { compact: false }), "{\n  b: {\n    c: 1\n  },\n  a: 2\n}");
  assert.equal(inspect({ b: 1, a: 2, c: [3, 2] }, { sorted: true }), "{ a: 2, b: 1, c: [ 3, 2 ] }");
  assert.equal(inspect({ a: { b: 1, c: { d: 2 } } }, { compact: true, breakLength: 12 }), "{ a:\n   { b: 1,\n     c: { d: 2 } } }");
});
test("arguments, global objects and wrappers of the language", () => {
  assert.equal(inspect((function () { return arguments; })(1, "x")), "[Arguments] { '0': 1, '1': 'x' }");
  assert.equal(inspect(JSON), "Object [JSON] {}");
  assert.match(inspect(globalThis), /^<ref \*1> Object \[global\] \{/);
});
