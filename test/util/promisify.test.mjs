import { test, assert } from "../harness.mjs";
import { callbackify, promisify } from "node:util";

test("promisify resolves with the value and rejects with the error", async () => {
  const add = (a, b, done) => done(null, a + b);
  assert.equal(await promisify(add)(1, 2), 3);
  await assert.rejects(promisify((done) => done(new RangeError("no")))(), RangeError);
});
test("this, name and properties are kept", async () => {
  function read(done) { done(null, this.value); }
  read.extra = 1;
  const reads = promisify(read);
  assert.equal(await reads.call({ value: 7 }), 7);
  assert.equal(reads.name, "read");
  assert.equal(reads.extra, 1);
});
test("a function's own promise form is used", () => {
  const own = () => {};
  assert.equal(promisify(Object.assign(() => {}, { [promisify.custom]: own })), own);
  assert.equal(promisify.custom, Symbol.for("nodejs.util.promisify.custom"));
});
test("callbackify calls back in a later turn", async () => {
  let called = false;
  const result = new Promise((resolve) => {
    callbackify(async (x) => x + 1)(1, (error, value) => {
      called = true;
      resolve([error, value]);
    });
  });
  assert.equal(called, false);
  assert.deepEqual(await result, [null, 2]);
});
test("a falsy rejection becomes an error", async () => {
  const error = await new Promise((resolve) => callbackify(async () => { throw null; })(resolve));
  assert.equal(error.code, "ERR_FALSY_VALUE_REJECTION");
  assert.equal(error.reason, null);
});
test("wrong arguments", () => {
  assert.throws(() => promisify(5), { code: "ERR_INVALID_ARG_TYPE", message: /"original" argument must be of type function\. Received type number \(5\)/ });
  assert.throws(() => callbackify(async () => {})(), { code: "ERR_INVALID_ARG_TYPE" });
});
