// node:assert's comparisons: what passes, what fails, and with which properties.
import assert, { AssertionError } from "node:assert";
import strict from "node:assert/strict";
import { test, assert as check } from "../harness.mjs";

const passes = (fn) => { try { fn(); return true; } catch (error) { if (error instanceof AssertionError) return false; throw error; } };

test("loose and strict", () => {
  const table = [
    // a, b, equal, strictEqual, deepEqual, deepStrictEqual
    [1, "1", true, false, true, false],
    [NaN, NaN, true, true, true, true],
    [0, -0, true, false, true, false],
    [null, undefined, true, false, true, false],
    [[1, [2]], [1, [2]], false, false, true, true],
    [{ a: 1 }, { a: "1" }, false, false, true, false],
    [new Map([[1, { x: 1 }]]), new Map([[1, { x: 1 }]]), false, false, true, true],
    [new Set([1]), new Set([2]), false, false, false, false],
    [new Date(1), new Date(2), false, false, false, false],
    [/a/g, /a/i, false, false, false, false],
  ];
  for (const [a, b, ...expected] of table) {
    ["equal", "strictEqual", "deepEqual", "deepStrictEqual"].forEach((name, i) => {
      check.equal(passes(() => assert[name](a, b)), expected[i], `${name} ${String(a)} ${String(b)}`);
      const opposite = `not${name[0].toUpperCase()}${name.slice(1)}`;
      check.equal(passes(() => assert[opposite](a, b)), !expected[i], `${opposite} ${String(a)} ${String(b)}`);
    });
  }
});
test("the error", () => {
  const error = check.throws(() => assert.strictEqual(1, 2), AssertionError);
  check.deepEqual([error.name, error.code, error.actual, error.expected, error.operator, error.generatedMessage],
    ["AssertionError", "ERR_ASSERTION", 1, 2, "strictEqual", true]);
  check.match(error.stack, /^AssertionError \[ERR_ASSERTION\]: Expected values to be strictly equal:/);
  const mine = new TypeError("mine");
  check.equal(check.throws(() => assert.equal(1, 2, mine)), mine);
});
test("strict mode", () => {
  check.equal(strict, assert.strict);
  check.equal(strict.equal, assert.strictEqual);
  check.equal(strict.deepEqual, assert.deepStrictEqual);
  check.equal(strict.strict, strict);
});
test("ok, fail, ifError, match", () => {
  assert(1);
  assert.ok("x");
  check.throws(() => assert(0, "said"), { message: "said", operator: "==" });
  check.throws(() => assert(), { message: "No value argument passed to `assert.ok()`" });
  check.throws(() => assert.fail(), { message: "Failed", operator: "fail" });
  assert.ifError(null);
  check.throws(() => assert.ifError(new Error("e")), { message: "ifError got unwanted exception: e" });
  assert.match("abc", /b/);
  check.throws(() => assert.match("abc", /x/), { message: "The input did not match the regular expression /x/. Input:\n\n'abc'\n" });
  check.throws(() => assert.doesNotMatch("abc", /b/), { operator: "doesNotMatch" });
  check.throws(() => assert.equal(1), { code: "ERR_MISSING_ARGS" });
});
