// test-timeout: 60 s
// Nothing a script does may crash the process: the engine's limits are RangeErrors.
import { test, assert } from "../harness.mjs";

test("endless recursion is a RangeError, and the program goes on", () => {
  const recurse = (n) => recurse(n + 1) + 1;
  const error = assert.throws(() => recurse(0), RangeError);
  assert.match(error.message, /Maximum call stack size exceeded/);
  assert.throws(() => recurse(0), RangeError);
});

test("endless recursion in tail position, too: no call replaces its caller", () => {
  const tail = () => tail();
  const [even, odd] = [(n) => odd(n + 1), (n) => even(n + 1)];
  for (const body of [tail, () => even(0)]) assert.throws(body, RangeError);
});

test("recursion through getters, proxies, toString, JSON, sort, replace, spread and generators", () => {
  const getter = { get again() { return this.again; } };
  const proxy = new Proxy({}, { get: (target, key, self) => self[key] });
  const text = { toString() { return `${this}`; } };
  const json = { toJSON() { return JSON.stringify(this); } };
  const sort = () => [2, 1].sort(sort);
  const replace = () => "x".replace(/x/, replace);
  const apply = (...all) => apply(...all, 1);
  const generate = function* () { yield* generate(); };
  for (const body of [() => getter.again, () => proxy.x, () => String(text), () => JSON.stringify(json), sort, replace, apply, () => generate().next()]) {
    assert.throws(body, RangeError);
  }
});

test("a class that constructs itself, and regular expressions with deep nesting", () => {
  class Self { constructor() { new Self(); } }
  assert.throws(() => new Self(), RangeError);
  // Either an answer or an error, but no crash.
  try { new RegExp("(".repeat(100000) + ")".repeat(100000)).test("x"); } catch (error) { assert(error instanceof Error); }
});

test("deeply nested source gives an answer or an error", () => {
  const depth = 100000;
  for (const source of ["(".repeat(depth) + "1" + ")".repeat(depth), "[".repeat(depth) + "]".repeat(depth), "!".repeat(depth) + "1",
    "1" + "+1".repeat(depth), "{".repeat(depth) + "}".repeat(depth), "`${".repeat(depth), "a?".repeat(depth), "x=>".repeat(depth) + "1"]) {
    try { new Function(source.startsWith("{") ? source : `return ${source}`)(); } catch (error) {
      assert(error instanceof RangeError || error instanceof SyntaxError, `${source.slice(0, 5)}: ${error}`);
    }
  }
});

test("JSON nested deeply", () => {
  const depth = 200000;
  try { JSON.parse("[".repeat(depth) + "]".repeat(depth)); } catch (error) { assert(error instanceof RangeError || error instanceof SyntaxError, String(error)); }
  let nested = [];
  for (let i = 0; i < depth; i++) nested = [nested];
  try { JSON.stringify(nested); } catch (error) { assert(error instanceof RangeError, String(error)); }
});

test("strings that are too long are RangeErrors", () => {
  assert.throws(() => "x".repeat(2 ** 32), RangeError);
  assert.throws(() => "x".repeat(-1), RangeError);
  assert.throws(() => "ab".padEnd(2 ** 32, "xyz"), RangeError);
  let long = "x".repeat(2 ** 28);
  assert.throws(() => { for (let i = 0; i < 8; i++) long += long; }, RangeError);
});

test("arrays and buffers that are too long are RangeErrors", () => {
  assert.throws(() => new Array(-1), RangeError);
  assert.throws(() => new Array(2 ** 32), RangeError);
  assert.throws(() => new ArrayBuffer(2 ** 53), RangeError);
  assert.throws(() => new ArrayBuffer(2 ** 45), RangeError);
  assert.throws(() => new Float64Array(2 ** 45), RangeError);
  assert.throws(() => Array.from({ length: 2 ** 53 }), Error);
});

test("console.log and structuredClone of something very deep", () => {
  let nested = {};
  for (let i = 0; i < 100000; i++) nested = { nested };
  try { structuredClone(nested); } catch (error) { assert(error instanceof RangeError, String(error)); }
  console.log(nested);
});
