import { test, assert } from "../harness.mjs";
import { format, plugins } from "weft:expect";

test("values", () => {
  class Foo { constructor() { this.b = [1, , "x"]; this.a = new Map([[{}, new Set([null])]]); } }
  assert.equal(format(new Foo()), `Foo {
  "a": Map {
    Object {} => Set {
      null,
    },
  },
  "b": Array [
    1,
    ,
    "x",
  ],
}`);
  assert.equal(format([-0, 1n, undefined, Symbol("s"), () => {}, function f() {}, new Date(0), new Date(NaN), /a\/b/g, new Error("e"), new WeakMap()], { min: true }),
    "[-0, 1n, undefined, Symbol(s), [Function anonymous], [Function f], 1970-01-01T00:00:00.000Z, Date { NaN }, /a\\/b/g, [Error: e], WeakMap {}]");
  assert.equal(format(new Uint8Array([1, 2])), "Uint8Array [\n  1,\n  2,\n]");
  assert.equal(format('a"b\\'), '"a\\"b\\\\"');
});

test("options", () => {
  const value = { b: { c: {} }, a: [1, 2, 3], toJSON: undefined };
  assert.equal(format(value, { maxDepth: 1, min: true }), '{"a": [Array], "b": [Object], "toJSON": undefined}');
  assert.equal(format([1, 2, 3], { maxWidth: 2, min: true }), "[1, 2, …]");
  assert.equal(format({ b: 1, a: 2 }, { compareKeys: null, min: true }), '{"b": 1, "a": 2}');
  assert.equal(format({ a: [] }, { printBasicPrototype: false, indent: 1 }), '{\n "a": [],\n}');
  assert.equal(format('"', { escapeString: false }), '"""');
  assert.equal(format(/a.b/, { escapeRegex: true }), "/a\\.b/");
  assert.equal(format({ toJSON: () => ({ x: 1 }) }, { min: true }), '{"x": 1}');
  assert.equal(format(() => {}, { printFunctionName: false }), "[Function]");
  const cycle = {};
  cycle.self = cycle;
  assert.equal(format(cycle, { min: true }), '{"self": [Circular]}');
  assert.throws(() => format(1, { unknown: 1 }), { message: 'pretty-format: Unknown option "unknown".' });
  assert.throws(() => format(1, { min: true, indent: 2 }), { message: /cannot be used together/ });
  assert.throws(() => format(1, { theme: null }), { message: /must not be null/ });
});

test("plugins, old and new", () => {
  const isPoint = (value) => value?.kind === "point";
  const modern = { test: isPoint, serialize: (value, config, indentation, depth, refs, printer) => `P(${printer(value.x, config, indentation, depth, refs)})` };
  const old = { test: isPoint, print: (value, print, indent) => `P\n${indent(print(value.x))}` };
  assert.equal(format([{ kind: "point", x: [1] }], { plugins: [modern], min: true }), "[P([1])]");
  assert.equal(format({ kind: "point", x: 1 }, { plugins: [old] }), "P\n  1");
  assert.throws(() => format({ kind: "point" }, { plugins: [{ test: isPoint, serialize: () => 1 }] }), { message: /must return type "string"/ });
});

test("elements of React and of its test renderer", () => {
  const type = Symbol.for("react.transitional.element");
  const element = { $$typeof: type, type: "div", key: null, props: { id: "a", onClick: () => {}, children: ["text <", { $$typeof: type, type: "br", props: {} }, null, false] } };
  assert.equal(format(element, { plugins: [plugins.ReactElement] }), `<div
  id="a"
  onClick={[Function]}
>
  text &lt;
  <br />
</div>`.replace("[Function]", "[Function onClick]"));
  const tree = { $$typeof: Symbol.for("react.test.json"), type: "p", props: { a: { b: 1 } }, children: ["x"] };
  assert.equal(format(tree, { plugins: [plugins.ReactTestComponent] }), `<p
  a={
    Object {
      "b": 1,
    }
  }
>
  x
</p>`);
});
