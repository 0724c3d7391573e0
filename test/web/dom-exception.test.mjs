import { test, assert } from "../harness.mjs";

test("a DOMException is an error with a name and a legacy code", () => {
  const error = new DOMException("text", "NotFoundError");
  assert(error instanceof Error);
  assert.deepEqual([error.name, error.message, error.code], ["NotFoundError", "text", 8]);
  assert.equal(String(error), "NotFoundError: text");
  assert.match(error.stack, /dom-exception\.test\.mjs/);
  assert.equal(Object.prototype.toString.call(error), "[object DOMException]");
});

test("defaults, Node's options and unknown names", () => {
  const error = new DOMException();
  assert.deepEqual([error.name, error.message, error.code], ["Error", "", 0]);
  const cause = {};
  assert.equal(new DOMException("m", { name: "AbortError", cause }).cause, cause);
  assert.equal(new DOMException("m", "Other").code, 0);
  assert.equal(Object.hasOwn(error, "cause"), false);
});

test("the constants are on both the class and its prototype", () => {
  assert.equal(DOMException.ABORT_ERR, 20);
  assert.equal(DOMException.prototype.INDEX_SIZE_ERR, 1);
  assert.equal(Object.getPrototypeOf(DOMException.prototype), Error.prototype);
  assert.throws(() => DOMException(), TypeError);
  assert.throws(() => DOMException.prototype.name, TypeError);
});

// Serializable by Web IDL; Node 20 clones it as an empty object.
test("it can be cloned", () => {
  const copy = structuredClone(new DOMException("m", "AbortError"));
  assert(copy instanceof DOMException);
  assert.deepEqual([copy.name, copy.message, copy.code], ["AbortError", "m", 20]);
});
