import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

const shape = (error) => inspect(error).replaceAll(/\n +at [^\n{]+/g, "");

test("an error is its stack", () => {
  const error = new TypeError("bad");
  assert.equal(inspect(error), error.stack);
  assert.match(inspect(error), /^TypeError: bad\n    at .*inspect_errors\.test\.mjs:\d+:\d+/);
});
test("extra properties and causes follow", () => {
  assert.equal(shape(Object.assign(new Error("x"), { code: "E" })), "Error: x{\n  code: 'E'\n}");
  assert.equal(shape(new Error("outer", { cause: "why" })), "Error: outer{\n  [cause]: 'why'\n}");
  const nested = inspect(new Error("outer", { cause: new RangeError("inner") }));
  assert.match(nested, /^Error: outer\n[^]*\[cause\]: RangeError: inner\n      +at /);
});
test("AggregateError lists its parts", () => {
  assert.match(inspect(new AggregateError([new Error("one"), 2], "many")), /^AggregateError: many\n[^]*\[errors\]: \[\n    Error: one\n[^]*,\n    2\n  \]\n\}$/);
});
test("the class stands in the first line", () => {
  class ValidationError extends Error {}
  class Failure extends Error {}
  assert.equal(shape(new ValidationError("m")), "ValidationError: m");
  assert.equal(shape(new Failure("m")), "Failure [Error]: m");
});
test("an error without frames stands in brackets", () => {
  const error = new Error("m");
  error.stack = "Error: m";
  assert.equal(inspect(error), "[Error: m]");
  assert.equal(inspect({ error }), "{ error: [Error: m] }");
});
test("frames shared with the cause are left out", () => {
  const stack = (name) => `Error: ${name}\n    at own_${name} (f:1:1)\n    at a (f:1:1)\n    at b (f:2:1)\n    at c (f:3:1)\n    at d (f:4:1)`;
  const cause = new Error("in");
  cause.stack = stack("in");
  const error = new Error("out", { cause });
  error.stack = stack("out");
  assert.equal(inspect(error).split("\n").slice(0, 5).join("\n"),
    "Error: out\n    at own_out (f:1:1)\n    at a (f:1:1)\n    ... 2 lines matching cause stack trace ...\n    at d (f:4:1) {");
});
// Node throws here: a console must not.
test("getters that refuse do not stop inspection", () => {
  class Odd extends Error { get name() { throw new Error("no"); } get [Symbol.toStringTag]() { throw new Error("no"); } }
  assert.match(inspect(new Odd("m")), /m/);
  assert.equal(typeof inspect(DOMException.prototype), "string");
  assert.equal(typeof inspect(globalThis, { showHidden: true, getters: true, depth: 1 }), "string");
});
