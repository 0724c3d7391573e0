// assert.throws, rejects and their opposites.
import assert, { AssertionError } from "node:assert";
import { test, assert as check } from "../harness.mjs";

class Mine extends Error { code = "C"; }
const boom = () => { throw new Mine("hello"); };

test("what is accepted", async () => {
  assert.throws(boom);
  assert.throws(boom, Mine);
  assert.throws(boom, /hell/);
  assert.throws(boom, { message: "hello", code: "C" });
  assert.throws(boom, { message: /^he/ });
  assert.throws(boom, (error) => error instanceof Mine);
  await assert.rejects(async () => boom(), Mine);
  await assert.rejects(Promise.reject(new Mine("x")), /x/);
  assert.doesNotThrow(() => {});
  await assert.doesNotReject(async () => 1);
});
test("what is not", async () => {
  const missing = check.throws(() => assert.throws(() => {}, Mine, "why"), AssertionError);
  check.equal(missing.message, "Missing expected exception (Mine): why");
  check.equal((await check.rejects(assert.rejects(async () => 1), AssertionError)).message, "Missing expected rejection.");
  check.throws(() => assert.throws(boom, /nope/), { message: "The input did not match the regular expression /nope/. Input:\n\n'Error: hello'\n" });
  check.throws(() => assert.throws(boom, TypeError), { message: 'The error is expected to be an instance of "TypeError". Received "Mine"\n\nError message:\n\nhello' });
  check.throws(() => assert.throws(boom, () => false), { message: /validation function is expected to return "true"\. Received false/ });
  const differs = check.throws(() => assert.throws(boom, { code: "D" }), AssertionError);
  check.includes(differs.message, "+   code: 'C'\n-   code: 'D'");
  check.equal(differs.operator, "throws");
  check.throws(() => assert.doesNotThrow(boom), { message: 'Got unwanted exception.\nActual message: "hello"' });
});
test("arguments", async () => {
  check.throws(() => assert.throws(5), { code: "ERR_INVALID_ARG_TYPE" });
  check.throws(() => assert.throws(boom, 5), { code: "ERR_INVALID_ARG_TYPE" });
  check.throws(() => assert.throws(boom, {}), { code: "ERR_INVALID_ARG_VALUE" });
  check.throws(() => assert.throws(boom, "hello"), { code: "ERR_AMBIGUOUS_ARGUMENT" });
  await check.rejects(assert.rejects(() => 5), { code: "ERR_INVALID_RETURN_VALUE" });
  await check.rejects(assert.rejects(5), { code: "ERR_INVALID_ARG_TYPE" });
});
