import { test, assert } from "../harness.mjs";
import { format, formatWithOptions } from "node:util";

test("each placeholder", () => {
  assert.equal(format("%s %d %i %f %j %%", "a", "0x10", 42.9, "1.50", { a: 1 }), 'a 16 42 1.5 {"a":1} %');
  assert.equal(format("%O", { a: { b: { c: { d: 1 } } } }), "{ a: { b: { c: [Object] } } }");
  assert.equal(format("%o", [1]), "[ 1, [length]: 1 ]");
  assert.equal(format("%cstyled", "color: red"), "styled");
});
test("%s asks objects for their own text", () => {
  class Own { toString() { return "own"; } }
  assert.equal(format("%s %s", new Own(), { toString: () => "literal" }), "own literal");
  assert.equal(format("%s", { a: { b: 1 } }), "{ a: [Object] }");
  assert.equal(format("%s %s %s %s", -0, 12n, Symbol("s"), null), "-0 12n Symbol(s) null");
  assert.equal(format("%s", () => 1), "() => 1");
  assert.equal(format("%s", new Date(0)), "1970-01-01T00:00:00.000Z");
});
test("what has no argument, or is no placeholder, stays", () => {
  assert.equal(format("%s:%s", "a"), "a:%s");
  assert.equal(format("100%", 1), "100% 1");
  assert.equal(format("%x%%", 1), "%x% 1");
  assert.equal(format("%%s"), "%%s");
});
test("further arguments are joined by spaces", () => {
  assert.equal(format("a", "b", { c: 1 }, [2]), "a b { c: 1 } [ 2 ]");
  assert.equal(format(1, "%s", "x"), "1 %s x");
  assert.equal(format(), "");
});
test("%d, %i and %f of what is no number", () => {
  assert.equal(format("%d %d %d", "x", Symbol("s"), 5n), "NaN NaN 5n");
  assert.equal(format("%i %f", {}, Symbol("s")), "NaN NaN");
});
test("%j of a cycle", () => {
  const cycle = {};
  cycle.self = cycle;
  assert.equal(format("%j", cycle), "[Circular]");
});
test("formatWithOptions", () => {
  assert.equal(formatWithOptions({ colors: true }, "%s %O", "a", 1), "a \u001b[33m1\u001b[39m");
  assert.equal(formatWithOptions({ numericSeparator: true }, "%d", 1234567), "1_234_567");
  assert.throws(() => formatWithOptions("x", 1), { code: "ERR_INVALID_ARG_TYPE" });
});
