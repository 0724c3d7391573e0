import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("functions", () => {
  const arrow = (() => () => {})();
  assert.equal(inspect([function f() {}, arrow, async () => {}, function* g() {}, async function* h() {}]),
    "[\n  [Function: f],\n  [Function (anonymous)],\n  [AsyncFunction (anonymous)],\n  [GeneratorFunction: g],\n  [AsyncGeneratorFunction: h]\n]");
  assert.equal(inspect(Math.max), "[Function: max]");
  assert.equal(inspect(function f() {}.bind(null)), "[Function: bound f]");
  assert.equal(inspect(Object.assign(function f() {}, { a: 1 })), "[Function: f] { a: 1 }");
  assert.equal(inspect(Object.setPrototypeOf(function f() {}, null)), "[Function (null prototype): f]");
});
test("classes", () => {
  class A { static x = 1; }
  assert.equal(inspect(A), "[class A] { x: 1 }");
  assert.equal(inspect(class B extends A {}), "[class B extends A]");
  assert.equal(inspect([class {}, class extends null {}]), "[ [class (anonymous)], [class (anonymous)] ]");
});
test("instances", () => {
  class Point { #z = 0; constructor() { this.x = 1; } }
  assert.equal(inspect(new Point()), "Point { x: 1 }");
  assert.equal(inspect(new (class Point3 extends Point {})()), "Point3 { x: 1 }");
  assert.equal(inspect(Object.create(Point.prototype)), "Point {}");
  assert.equal(inspect(Point.prototype), "{}");
});
test("dates and regular expressions", () => {
  assert.equal(inspect([new Date(0), new Date(NaN), /a\/b/gi]), "[ 1970-01-01T00:00:00.000Z, Invalid Date, /a\\/b/gi ]");
  assert.equal(inspect(Object.assign(new (class Day extends Date {})(0), { note: 1 })), "Day 1970-01-01T00:00:00.000Z { note: 1 }");
});
test("proxies are seen through, or shown", () => {
  const proxy = new Proxy({ a: 1 }, { get() { throw new Error("trap"); } });
  assert.equal(inspect(proxy), "{ a: 1 }");
  assert.equal(inspect(new Proxy([1], {}), { showProxy: true }), "Proxy [ [ 1 ], {} ]");
  const { proxy: dead, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.equal(inspect(dead), "<Revoked Proxy>");
});
