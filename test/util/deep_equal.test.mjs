import { test, assert } from "../harness.mjs";
import { isDeepStrictEqual as equal } from "node:util";

test("primitives by Object.is", () => {
  assert(equal(NaN, NaN));
  assert(!equal(0, -0));
  assert(!equal(1, "1"));
});
test("objects by own enumerable properties, symbols too", () => {
  assert(equal({ a: 1, b: [2, { c: 3 }] }, { b: [2, { c: 3 }], a: 1 }));
  assert(!equal({ a: undefined }, { b: undefined }));
  assert(!equal({ [Symbol.for("s")]: 1 }, { [Symbol.for("s")]: 2 }));
});
test("prototypes count", () => {
  class A {}
  assert(!equal(new A(), {}));
  assert(!equal(Object.create(null), {}));
});
test("holes are not undefined", () => {
  assert(!equal([, 1], [undefined, 1]));
  assert(!equal(Object.assign([1], { x: 1 }), [1]));
});
test("sets and maps, whatever their order", () => {
  assert(equal(new Set([{ a: 1 }, { b: 1 }]), new Set([{ b: 1 }, { a: 1 }])));
  assert(!equal(new Set([1]), new Set(["1"])));
  assert(equal(new Map([[{ k: 1 }, 1], [{ k: 1 }, 2]]), new Map([[{ k: 1 }, 2], [{ k: 1 }, 1]])));
  assert(!equal(new Map([[1, undefined]]), new Map([[2, undefined]])));
});
test("dates, expressions, bytes, boxes", () => {
  assert(equal(new Date(5), new Date(5)));
  assert(!equal(/a/g, /a/i));
  assert(equal(new Uint8Array([1, 2]), new Uint8Array([1, 2])));
  assert(!equal(new Uint8Array([1]), new Int8Array([1])));
  assert(!equal(new Number(1), new Number(2)));
});
test("errors by name, message and cause", () => {
  assert(equal(new Error("a"), new Error("a")));
  assert(!equal(new Error("a"), new TypeError("a")));
  assert(!equal(new Error("a", { cause: 1 }), new Error("a")));
});
test("cycles", () => {
  const loop = (n) => {
    const list = [n];
    list.push(list);
    return list;
  };
  assert(equal(loop(1), loop(1)));
  assert(!equal(loop(1), loop(2)));
});
