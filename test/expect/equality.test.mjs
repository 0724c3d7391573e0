import { test, assert } from "../harness.mjs";
import { expect, equals } from "weft:expect";

const holds = (fn) => { fn(); };
const fails = (fn) => assert.throws(fn, { message: /expect\(/ });

test("toEqual takes a property that is undefined for none, toStrictEqual does not", () => {
  holds(() => expect({ a: undefined, b: 1 }).toEqual({ b: 1 }));
  holds(() => expect([1, undefined]).toEqual([1]));
  fails(() => expect({ a: undefined, b: 1 }).toStrictEqual({ b: 1 }));
  fails(() => expect([1, undefined]).toStrictEqual([1]));
  fails(() => expect([, 1]).toStrictEqual([undefined, 1]));
  holds(() => expect([, 1]).toEqual([undefined, 1]));
});

test("zeros differ by sign, NaN equals itself", () => {
  fails(() => expect(0).toEqual(-0));
  fails(() => expect([0]).toEqual([-0]));
  holds(() => expect({ a: NaN }).toEqual({ a: NaN }));
  fails(() => expect(new Float64Array([0])).toEqual(new Float64Array([-0])));
});

test("types count in toStrictEqual only", () => {
  class A { constructor() { this.x = 1; } }
  holds(() => expect(new A()).toEqual({ x: 1 }));
  fails(() => expect(new A()).toStrictEqual({ x: 1 }));
  holds(() => expect(new A()).toStrictEqual(new A()));
});

test("sets and maps are equal in any order, deeply", () => {
  holds(() => expect(new Set([[1], { a: 2 }])).toEqual(new Set([{ a: 2 }, [1]])));
  fails(() => expect(new Set([[1]])).toEqual(new Set([[2]])));
  holds(() => expect(new Map([[{ k: 1 }, "v"], ["a", [1]]])).toEqual(new Map([["a", [1]], [{ k: 1 }, "v"]])));
  fails(() => expect(new Map([["a", 1]])).toEqual(new Map([["a", 2]])));
});

test("cycles end", () => {
  const one = { name: "x" };
  one.self = one;
  const other = { name: "x" };
  other.self = other;
  holds(() => expect(one).toEqual(other));
  other.name = "y";
  fails(() => expect(one).toEqual(other));
  const deep = (end) => { let value = end; for (let i = 0; i < 500; i++) value = { value }; return value; };
  holds(() => expect(deep(1)).toEqual(deep(1)));
  fails(() => expect(deep(1)).toEqual(deep(2)));
});

test("symbols as keys, dates, patterns, errors, bytes", () => {
  const key = Symbol("k");
  fails(() => expect({ [key]: 1 }).toEqual({ [key]: 2 }));
  fails(() => expect({ [key]: 1 }).toEqual({}));
  fails(() => expect(new Date(0)).toEqual(new Date(1)));
  fails(() => expect(/a/g).toEqual(/a/));
  holds(() => expect(new TypeError("a")).toEqual(new Error("a")));
  fails(() => expect(new TypeError("a")).toStrictEqual(new Error("a")));
  fails(() => expect(new Uint8Array([1])).toEqual(new Uint8Array([2])));
  fails(() => expect(new Uint8Array([1]).buffer).toEqual(new Uint8Array([2]).buffer));
});

test("what a quick look takes for equal is equal", () => {
  fails(() => expect({ toString: Object.prototype.toString }).toEqual({ x: 1 }));
  fails(() => expect(Object.assign([1], { extra: 1 })).toEqual([1]));
  fails(() => expect({ a: 1, b: 2 }).toEqual({ a: 1, c: 2 }));
  holds(() => expect({ a: 1, b: 2 }).toEqual({ b: 2, a: 1 }));
  holds(() => expect({ a: 5 }).toEqual({ a: { asymmetricMatch: (value) => value === 5 } }));
});

test("toMatchObject looks at the part that is expected", () => {
  holds(() => expect({ a: { b: 1, c: 2 }, d: 3 }).toMatchObject({ a: { b: 1 } }));
  fails(() => expect({ a: [{ x: 1 }, { x: 2 }] }).toMatchObject({ a: [{ x: 1 }] }));
  holds(() => expect({ a: [{ x: 1, y: 1 }] }).toMatchObject({ a: [{ x: 1 }] }));
  fails(() => expect({}).toMatchObject({ toString: expect.any(Function) }));
});

test("equality testers of the program come first", () => {
  class Length { constructor(n, unit) { this.n = n; this.unit = unit; } get metres() { return this.unit === "km" ? this.n * 1000 : this.n; } }
  expect.addEqualityTesters([(a, b) => (a instanceof Length && b instanceof Length ? a.metres === b.metres : undefined)]);
  holds(() => expect({ way: new Length(1, "km") }).toEqual({ way: new Length(1000, "m") }));
  fails(() => expect({ way: new Length(1, "km") }).toEqual({ way: new Length(1, "m") }));
  assert.throws(() => expect.addEqualityTesters(1), { name: "TypeError" });
});

test("equals is there by itself", () => {
  assert(equals({ a: [1] }, { a: [1] }));
  assert(!equals({ a: [1] }, { a: [2] }));
  assert(!equals([undefined], [], [], true));
});
