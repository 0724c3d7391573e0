// Weft.deepEquals, Weft.deepMatch and Weft.semver.
import { test, assert } from "../harness.mjs";

const { deepEquals, deepMatch, semver } = Weft;
class A { x = 1; }
class B { x = 1; }
const mark = Symbol("mark");

test("deepEquals: both ways alike", () => {
  const equal = [[NaN, NaN], [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }], [new Map([[{ k: 1 }, [1]]]), new Map([[{ k: 1 }, [1]]])], [new Set([{ a: 1 }, 2]), new Set([2, { a: 1 }])],
    [new Date(1), new Date(1)], [/a/g, /a/g], [new Error("x"), new Error("x")], [new Uint8Array([1]), new Uint8Array([1])], [new Number(1), new Number(1)], [{ [mark]: 1 }, { [mark]: 1 }],
    [Object.create(null), {}], [new URL("http://a"), new URL("http://a")], [new Headers({ a: "1" }), new Headers({ a: "1" })], [1n, 1n]];
  const other = [[0, -0], [1, "1"], [/a/g, /a/i], [new Error("x"), new Error("y")], [new Uint8Array([1]), new Int8Array([1])], [new Number(1), 1], [() => {}, () => {}], [null, undefined], [[1], { 0: 1 }],
    [{ [mark]: 1 }, { [mark]: 2 }], [{ [mark]: 1 }, {}], [new URL("http://a"), new URL("http://b")], [new Headers({ a: "1" }), new Headers({ a: "2" })], [new Map([[1, 2]]), new Map([[1, 3]])], [new Set([1]), new Set([2])],
    [new Float64Array([0]), new Float64Array([-0])], [{}, new Headers()], [{}, new URL("http://a")], [[undefined], [null]]];
  for (const strict of [false, true]) {
    for (const [i, [a, b]] of equal.entries()) assert.equal(deepEquals(a, b, strict) && deepEquals(b, a, strict), true, `equal ${i}`);
    for (const [i, [a, b]] of other.entries()) assert.equal(deepEquals(a, b, strict) || deepEquals(b, a, strict), false, `other ${i}`);
  }
});

test("deepEquals: what strictness tells apart", () => {
  const pairs = [[{ a: 1, b: undefined }, { a: 1 }], [[1, , 2], [1, undefined, 2]], [new A(), new B()], [new A(), { x: 1 }], [{ a: undefined }, { b: undefined }], [[undefined], []]];
  for (const [a, b] of pairs) {
    assert.equal(deepEquals(a, b) && deepEquals(b, a), true);
    assert.equal(deepEquals(a, b, true) || deepEquals(b, a, true), false);
  }
});

test("deepEquals: circles", () => {
  const make = (value) => { const o = { value, list: [] }; o.list.push(o); return o; };
  assert.equal(deepEquals(make(1), make(1)), true);
  assert.equal(deepEquals(make(1), make(2)), false);
});

test("deepMatch", () => {
  const yes = [[{ a: 1 }, { a: 1, b: 2 }], [{ a: { x: 1 } }, { a: { x: 1, y: 2 } }], [{}, { a: 1 }], [{ a: [{ x: 1 }] }, { a: [{ x: 1, y: 1 }] }], [{ a: NaN }, { a: NaN }], [new A(), { x: 1 }], [{ a: new Map([[1, 2]]) }, { a: new Map([[1, 2]]) }]];
  const no = [[{ a: 1, b: 2 }, { a: 1 }], [[1], [1, 2]], [{ a: undefined }, {}], [{ a: 0 }, { a: -0 }], [{ a: null }, { a: {} }], [{ a: {} }, { a: null }], [{ a: "x" }, { a: /x/ }]];
  for (const [part, whole] of yes) assert.equal(deepMatch(part, whole), true, JSON.stringify(part));
  for (const [part, whole] of no) assert.equal(deepMatch(part, whole), false, JSON.stringify(part));
  assert.throws(() => deepMatch(1, 1), TypeError);
});

test("semver.satisfies", () => {
  const yes = [["1.2.3", "^1.0.0"], ["1.2.3", "~1.2"], ["1.2.3", ">=1.0.0 <2"], ["1.2.3-beta", "^1.2.3-alpha"], ["1.2.3", "1.x"], ["1.2.3", "*"], ["1.2.3", ""], ["1.2.3", "1.2.3 - 2.0"], ["2.0.5", "1.2.3 - 2.0"],
    ["1.2.3", "^0.1 || ^1"], ["0.2.3", "^0.2.0"], ["0.0.3", "^0.0.3"], ["v1.2.3", "=1.2.3"], ["1.2.3+build", "1.2.3"], ["1.0.0-alpha", ">=1.0.0-alpha"], ["1.3.0", ">1.2"], ["1.2.3", "<=1.2"], ["1.2.3", "~>1.2"], ["1.2.3", ">= 1.2.3"],
    ["1.2.3-rc.2", ">1.2.3-rc.1 <1.2.3"], ["1.2.3-0", "1.2.3-0"]];
  const no = [["1.2.4-beta", "^1.2.3-alpha"], ["0.3.0", "^0.2.0"], ["0.0.4", "^0.0.3"], ["nope", "*"], ["1.2.3", "nope"], ["1.0.0-alpha", "*"], ["1.2.3", ">1.2"], ["2.0.0-rc.1", ">1.0.0 <2.0.0"], ["2.0.0-0", "^1.0.0"], ["1.2", "1.2.0"], ["1.2.3", "<*"]];
  for (const [version, range] of yes) assert.equal(semver.satisfies(version, range), true, `${version} ${range}`);
  for (const [version, range] of no) assert.equal(semver.satisfies(version, range), false, `${version} ${range}`);
});

test("semver.order", () => {
  const sorted = ["1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta", "1.0.0", "1.0.1", "1.10.0", "2.0.0"];
  assert.deepEqual(sorted.toReversed().sort(semver.order), sorted);
  assert.equal(semver.order("v1.0.0+a", "1.0.0+b"), 0);
  assert.throws(() => semver.order("nope", "1.0.0"), /Invalid SemVer/);
});
