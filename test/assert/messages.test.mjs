// The texts of failed comparisons, as Node 22 writes them.
import assert from "node:assert";
import { test, assert as check } from "../harness.mjs";

const messageOf = (fn) => check.throws(fn).message;

test("short values stand in one line", () => {
  check.equal(messageOf(() => assert.strictEqual(1, 2)), "Expected values to be strictly equal:\n\n1 !== 2\n");
  check.equal(messageOf(() => assert.strictEqual("a", "b")), "Expected values to be strictly equal:\n\n'a' !== 'b'\n");
  check.equal(messageOf(() => assert.equal(1, 2)), "1 == 2");
});
test("objects are compared line by line", () => {
  check.equal(
    messageOf(() => assert.deepStrictEqual({ a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 3] } })).trimEnd(),
    "Expected values to be strictly deep-equal:\n+ actual - expected\n\n  {\n    a: 1,\n    b: {\n      c: [\n        1,\n+       2\n-       3\n      ]\n    }\n  }");
});
test("equal runs are cut", () => {
  const list = Array.from({ length: 30 }, (_, i) => i);
  const message = messageOf(() => assert.deepStrictEqual([...list, 1], [...list, 2]));
  check.match(message, /Skipped lines|Lines skipped/);
  check.match(message, /\+   1\n-   2\n/);
  check(message.split("\n").length < 20);
});
test("reference equality", () => {
  check.includes(messageOf(() => assert.strictEqual({ a: 1 }, { a: 1 })), "Values have same structure but are not reference-equal:\n\n{\n  a: 1\n}\n");
  check.equal(messageOf(() => assert.notStrictEqual(1, 1)), 'Expected "actual" to be strictly unequal to: 1');
});
test("loose comparison shows both values", () => {
  check.equal(messageOf(() => assert.deepEqual([1], [2])), "Expected values to be loosely deep-equal:\n\n[\n  1\n]\n\nshould loosely deep-equal\n\n[\n  2\n]");
});
test("a falsy expression is shown", () => {
  const zero = 0;
  check.equal(messageOf(() => assert(zero)), "The expression evaluated to a falsy value:\n\n  assert(zero)\n");
  check.equal(messageOf(() => assert.ok(zero === "(" || [").length" === 1][0])),
    'The expression evaluated to a falsy value:\n\n  assert.ok(zero === "(" || [").length" === 1][0])\n');
});
