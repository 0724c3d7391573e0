// Error.captureStackTrace and Error.stackTraceLimit: https://v8.dev/docs/stack-trace-api#stack-trace-collection-for-custom-exceptions
import { test, assert } from "../harness.mjs";

function withPrepare(prepare, body) {
  Error.prepareStackTrace = prepare;
  try {
    return body();
  } finally {
    delete Error.prepareStackTrace;
  }
}

test("captureStackTrace: an object's stack is prepared at its first read, too, and ends above the function", () => {
  const target = {};
  function inner() { Error.captureStackTrace(target, outer); }
  function outer() { inner(); }
  function caller() { outer(); }
  caller();
  withPrepare((object, sites) => [object === target, sites[0].getFunctionName()], () =>
    assert.deepEqual(target.stack, [true, "caller"]));
  class Custom extends Error {
    constructor(message) { super(message); Error.captureStackTrace(this, Custom); }
  }
  assert.match(new Custom("text").stack, /^Error: text\n {4}at .*capture-stack-trace/);
});

test("captureStackTrace: redefined, frozen and inherited stacks", () => {
  const object = { name: "N", message: "first" };
  Error.captureStackTrace(object);
  object.message = "second";
  assert.match(object.stack, /^N: second\n/);
  Error.captureStackTrace(object);
  Object.defineProperty(object, "stack", { enumerable: true });
  assert.deepEqual(Object.keys(object), ["name", "message", "stack"]);
  assert.throws(() => Error.captureStackTrace(Object.freeze({})), TypeError);
  assert.throws(() => Error.captureStackTrace(Object.freeze(new Error("x"))), TypeError);
  assert.throws(() => Error.captureStackTrace(1), TypeError);
  const base = {};
  Error.captureStackTrace(base);
  const heir = Object.create(base);
  assert.match(heir.stack, /^Error\n/);
  heir.stack = "own";
  assert.equal(heir.stack, "own");
  assert.match(base.stack, /^Error\n/);
  const defined = [];
  const proxy = new Proxy({}, { defineProperty: (...args) => defined.push(args[1]) && Reflect.defineProperty(...args) });
  Error.captureStackTrace(proxy);
  assert.deepEqual(defined, ["stack"]);
  assert.match(proxy.stack, /^Error\n {4}at /);
  const assigned = {};
  Error.captureStackTrace(assigned);
  assigned.stack = "assigned";
  assert.equal(assigned.stack, "assigned");
});

test("stackTraceLimit: numbers, and what is none", () => {
  const { stackTraceLimit } = Error;
  const count = () => new Error("x").stack?.split("\n").length - 1;
  const deep = (n) => (n ? deep(n - 1) : count());
  try {
    for (const [limit, expected] of [[0, 0], [2, 2], [2.7, 2], [-1, 0], [NaN, 0], [Infinity, Infinity]]) {
      Error.stackTraceLimit = limit;
      const got = deep(30);
      if (limit === Infinity) assert(got > 30, `all frames: ${got}`);
      else assert.equal(got, expected, String(limit));
    }
    for (const limit of ["3", undefined, null, {}]) {
      Error.stackTraceLimit = limit;
      const error = new Error("x");
      assert.equal(error.stack, undefined);
      assert(Object.hasOwn(error, "stack"));
      const object = {};
      Error.captureStackTrace(object);
      assert.equal(object.stack, undefined);
    }
    delete Error.stackTraceLimit;
    assert.equal(new Error("x").stack, undefined);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
});
