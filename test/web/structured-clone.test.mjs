import { test, assert } from "../harness.mjs";

test("primitives, boxed primitives and dates", () => {
  for (const value of [1, "s", null, undefined, true, 5n, NaN]) assert.equal(structuredClone(value), value);
  const boxed = structuredClone([new Number(3), new String("xy"), new Boolean(false), Object(7n)]);
  assert.deepEqual(boxed.map((value) => typeof value), ["object", "object", "object", "object"]);
  assert.equal(boxed[2].valueOf(), false);
  assert.equal(structuredClone(new Date(5)).getTime(), 5);
  const regexp = /a\/b/gi;
  regexp.lastIndex = 3;
  const copy = structuredClone(regexp);
  assert.deepEqual([copy.source, copy.flags, copy.lastIndex], ["a\\/b", "gi", 0]);
});

test("cycles and shared objects keep their identity", () => {
  const shared = { n: 1 };
  const value = { list: [shared, shared], map: new Map([[shared, new Set([shared])]]) };
  value.self = value;
  const copy = structuredClone(value);
  assert.notEqual(copy, value);
  assert.equal(copy.self, copy);
  assert.equal(copy.list[0], copy.list[1]);
  assert.equal([...copy.map.keys()][0], copy.list[0]);
  assert.equal(copy.map.get(copy.list[0]).has(copy.list[0]), true);
});

test("own enumerable properties are copied, prototypes and accessors not", () => {
  class Point { x = 1; #secret = 2; get y() { return 3; } }
  assert.deepEqual(structuredClone(new Point()), { x: 1 });
  assert.deepEqual(structuredClone({ get a() { return 1; } }), { a: 1 });
  assert.deepEqual(structuredClone({ __proto__: null, b: 2 }), { b: 2 });
  const odd = structuredClone(JSON.parse('{"__proto__":{"x":1}}'));
  assert.equal(Object.getPrototypeOf(odd), Object.prototype);
  assert.deepEqual(Object.keys(odd), ["__proto__"]);
});

test("arrays keep holes, length and other keys", () => {
  const copy = structuredClone(Object.assign([1, , 3], { extra: "x" }));
  assert.deepEqual([copy.length, 1 in copy, copy.extra], [3, false, "x"]);
  assert.equal(structuredClone(new Array(5)).length, 5);
});

test("errors keep name, message, stack and cause", () => {
  const error = new RangeError("out", { cause: { at: 1 } });
  const copy = structuredClone(error);
  assert(copy instanceof RangeError);
  assert.equal(copy.message, "out");
  assert.equal(copy.stack, error.stack);
  assert.deepEqual(copy.cause, { at: 1 });
  class Custom extends TypeError {}
  assert.equal(Object.getPrototypeOf(structuredClone(new Custom("x"))), TypeError.prototype);
});

test("what cannot be cloned is a DataCloneError", () => {
  for (const value of [() => {}, Symbol("s"), new WeakMap(), Promise.resolve(), new Proxy({}, {}), { a: [() => {}] }]) {
    const error = assert.throws(() => structuredClone(value), DOMException);
    assert.equal(error.name, "DataCloneError");
    assert.equal(error.code, DOMException.DATA_CLONE_ERR);
    assert.match(error.message, /could not be cloned/);
  }
  assert.throws(() => structuredClone(), { code: "ERR_MISSING_ARGS" });
});

test("process.env is cloned, as no other proxy is", () => {
  process.env.WEFT_CLONED = "1";
  const clone = structuredClone({ env: process.env }).env;
  assert.equal(clone.WEFT_CLONED, "1");
  clone.WEFT_CLONED = 2;
  assert.equal(process.env.WEFT_CLONED, "1");
  assert.throws(() => structuredClone(new Proxy({}, {})), { name: "DataCloneError" });
});
