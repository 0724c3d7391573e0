// Error.prepareStackTrace: https://v8.dev/docs/stack-trace-api#customizing-stack-traces
import { test, assert } from "../harness.mjs";

function withPrepare(prepare, body) {
  Error.prepareStackTrace = prepare;
  try {
    return body();
  } finally {
    delete Error.prepareStackTrace;
  }
}

test("it is called when the stack is first read, once, with the error and its call sites", () => {
  const calls = [];
  const error = new Error("late");
  withPrepare(function (...args) { calls.push([this, ...args]); return { any: "value" }; }, () => {
    assert.equal(calls.length, 0);
    assert.deepEqual(error.stack, { any: "value" });
    assert.equal(error.stack, error.stack);
  });
  assert.equal(calls.length, 1);
  assert.equal(calls[0][0], Error);
  assert.equal(calls[0][1], error);
  assert(Array.isArray(calls[0][2]));
  assert.deepEqual(error.stack, { any: "value" }, "and the value stays");
});

test("setting, deleting or listing the stack does not call it", () => {
  let calls = 0;
  withPrepare(() => { calls++; return "prepared"; }, () => {
    const set = new Error("set");
    set.stack = "mine";
    assert.equal(set.stack, "mine");
    const deleted = new Error("deleted");
    delete deleted.stack;
    assert.equal(deleted.stack, undefined);
    const listed = new Error("listed");
    assert(Object.getOwnPropertyNames(listed).includes("stack"));
    assert.equal(Object.keys(listed).length, 0);
    assert.equal(calls, 0);
    assert.deepEqual(Object.getOwnPropertyDescriptor(listed, "stack"),
      { value: "prepared", writable: true, enumerable: false, configurable: true });
  });
});

test("what it throws is thrown by the read, and the next read asks again", () => {
  const error = new Error("x");
  withPrepare(() => { throw new RangeError("from prepare"); }, () => assert.throws(() => error.stack, RangeError));
  withPrepare(() => "second", () => assert.equal(error.stack, "second"));
});

test("errors that are read while it runs have the default form", () => {
  withPrepare((error) => `outer, ${new TypeError("inner").stack.split("\n")[0]}, ${typeof error.stack}`, () => {
    assert.equal(new Error("x").stack, "outer, TypeError: inner, string");
  });
});

test("what the program does to the stack meanwhile: its result wins, unless the property is gone or an accessor", () => {
  const read = (change) => {
    const error = new Error("x");
    return withPrepare(() => { change(error); return "result"; }, () => [error.stack, error.stack]);
  };
  assert.deepEqual(read((error) => { error.stack = "set"; }), ["result", "result"]);
  assert.deepEqual(read((error) => Object.freeze(error)), ["result", "result"]);
  assert.deepEqual(read((error) => delete error.stack), ["result", undefined]);
  assert.deepEqual(read((error) => Object.defineProperty(error, "stack", { get: () => "got" })), ["result", "got"]);
});

test("a value that is no function counts as none", () => {
  for (const value of [undefined, null, 5, "text", {}])
    withPrepare(value, () => assert.match(new Error("plain").stack, /^Error: plain\n {4}at /));
});

test("reads from compiled code, object after object", () => {
  const read = (object) => object.stack;
  let prepared = 0;
  withPrepare(() => ++prepared, () => {
    for (let i = 1; i <= 20000; i++) {
      const object = i % 2 ? new Error("x") : {};
      if (!(i % 2)) Error.captureStackTrace(object);
      assert.equal(read(object), i);
      assert.equal(read(object), i);
    }
  });
});

test("errors whose functions were collected before their stack was read", () => {
  const errors = [];
  for (let i = 0; i < 500; i++) errors.push(new Function("return (function lost() { return new Error('kept') })()")());
  let garbage = [];
  for (let i = 0; i < 200; i++) garbage.push(new Uint8Array(1 << 20));
  for (let i = 0; i < 1e6; i++) garbage = [garbage.length, { i }];
  withPrepare((_, sites) => sites[0].getFunctionName(), () =>
    assert.equal(errors.filter((error) => error.stack !== "lost").length, 0));
});
