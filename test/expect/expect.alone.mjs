import { test, assert } from "../harness.mjs";
import { expect } from "weft:expect";

test("asymmetric matchers stand for values, and for their opposites", () => {
  expect({ a: 1, b: "text", c: [1, 2, 3], d: { e: 1, f: 2 }, g: 0.30000000000000004, h: null }).toEqual({
    a: expect.any(Number), b: expect.stringContaining("ex"), c: expect.arrayContaining([3, 1]), d: expect.objectContaining({ e: 1 }),
    g: expect.closeTo(0.3), h: expect.not.stringMatching(/x/),
  });
  expect([1, 2]).toEqual(expect.arrayOf(expect.any(Number)));
  expect({ a: 1 }).not.toEqual({ a: expect.any(String) });
  expect({ a: 1 }).toEqual(expect.not.objectContaining({ b: 1 }));
  expect({}).not.toEqual({ a: expect.anything() });
  expect("ab").toEqual(expect.stringMatching("b"));
  expect({ n: 4 }).toEqual({ n: expect.toBeEven() });
  assert.throws(() => expect.any(), { name: "TypeError" });
});

test("resolves and rejects wait", async () => {
  await expect(Promise.resolve(1)).resolves.toBe(1);
  await expect(Promise.reject(new Error("no"))).rejects.toThrow("no");
  await expect(async () => { throw new TypeError("x"); }).rejects.toBeInstanceOf(TypeError);
  await expect(Promise.resolve(1)).resolves.not.toBe(2);
  await assert.rejects(expect(Promise.resolve(1)).rejects.toBe(1), { message: /Received promise resolved instead of rejected\nResolved to value: 1/ });
  await assert.rejects(expect(Promise.reject(1)).resolves.toBe(1), { message: /Received promise rejected instead of resolved\nRejected to value: 1/ });
  assert.throws(() => expect(1).resolves.toBe(1), { message: /received value must be a promise or a function returning a promise/ });
});

test("expect.extend: sync, async, with its context, and within values", async () => {
  expect.extend({
    toBeNear(received, expected) {
      assert.equal(typeof this.equals, "function");
      assert.equal(this.utils.stringify({ a: 1 }), '{"a": 1}');
      return { pass: Math.abs(received - expected) < 1, message: () => `${this.utils.matcherHint("toBeNear", undefined, undefined, { isNot: this.isNot })} ${this.promise}` };
    },
    async toBeLater(received, expected) {
      return { pass: (await received) === expected, message: "not later" };
    },
    toSayNothing: () => ({ pass: false }),
    toBeBroken: () => 1,
  });
  expect(1).toBeNear(1.5);
  expect(1).not.toBeNear(3);
  expect({ at: 1 }).toEqual({ at: expect.toBeNear(1.2) });
  expect({ at: 1 }).toEqual({ at: expect.not.toBeNear(9) });
  await expect(Promise.resolve(1)).toBeLater(1);
  await assert.rejects(expect(1).toBeLater(2), { message: "not later" });
  assert.throws(() => expect(1).not.toBeNear(1), { message: "expect(received).not.toBeNear(expected) " });
  await assert.rejects(expect(Promise.resolve(1)).resolves.toBeNear(5), { message: /resolves$/ });
  assert.throws(() => expect(1).toSayNothing(), { message: "No message was specified for this matcher." });
  assert.throws(() => expect(1).toBeBroken(), { message: /Unexpected return from a matcher function/ });
  assert.throws(() => expect.extend({ bad: 1 }), { name: "TypeError", message: /`bad` is not a valid matcher/ });
});

test("counts of assertions are kept for the end of a test", () => {
  expect.extractExpectedAssertionsErrors();
  expect.assertions(2);
  expect(1).toBe(1);
  const [missed] = expect.extractExpectedAssertionsErrors();
  assert.equal(missed.error.message, "expect.assertions(2)\n\nExpected two assertions to be called but received one assertion call.");
  expect.hasAssertions();
  assert.equal(expect.extractExpectedAssertionsErrors()[0].expected, "at least one");
  expect.assertions(2);
  expect([]).toEqual([]);
  expect(1).not.toBe(2);
  assert.deepEqual(expect.extractExpectedAssertionsErrors(), []);
});

test("soft keeps its failures", () => {
  expect.setState({ suppressedErrors: [] });
  expect.soft(1).toBe(2);
  expect.soft(1).not.toBe(1);
  expect.soft(1).toBe(1);
  assert.deepEqual(expect.getState().suppressedErrors.length, 2);
});

test("poll asks until it holds or time is over", async () => {
  let n = 0;
  await expect.poll(() => ++n, { interval: 1 }).toBeGreaterThan(3);
  assert.equal(n, 4);
  await assert.rejects(expect.poll(() => 1, { interval: 1, timeout: 20 }).toBe(2), { message: /Expected: 2/ });
  await expect.poll(async () => 1).not.toBe(2);
  assert.throws(() => expect.poll(1), { name: "TypeError" });
});

test("unreachable, and a message of one's own", () => {
  assert.throws(() => expect.unreachable("why"), { message: "why" });
  assert.throws(() => expect(1, "one is two").toBe(2), { message: /^one is two\n\nexpect\(received\)\.toBe/ });
});

test("an error's stack begins where the assertion is, and has its result", () => {
  const error = assert.throws(() => expect(1).toBe(2), { message: /toBe/ });
  assert.match(error.stack.split("\n").filter((line) => /^\s+at /.test(line))[0], /expect\.test\.mjs/);
  assert.equal(error.matcherResult.pass, false);
  assert.equal(error.matcherResult.expected, 2);
});
