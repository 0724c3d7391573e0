// Fake timers of Vitest's kind, where they differ from Jest's.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";

const { VitestFakeTimers } = await builtin("test_vitest_timers");
const real = { Date, nextTick: process.nextTick, queueMicrotask };

test("ticks and microtasks are faked only when asked for", () => {
  const vi = new VitestFakeTimers(globalThis);
  vi.useFakeTimers();
  assert.equal(process.nextTick, real.nextTick);
  assert.equal(queueMicrotask, real.queueMicrotask);
  vi.useFakeTimers({ toFake: ["queueMicrotask", "setTimeout"] });
  assert.notEqual(queueMicrotask, real.queueMicrotask);
  assert.equal(Date, real.Date);
  vi.useRealTimers();
  assert.throws(() => vi.useFakeTimers({ toFake: ["Date"], toNotFake: ["Date"] }), { message: /cannot be used together/ });
});
test("advancing without fake timers is an error", () => {
  const vi = new VitestFakeTimers(globalThis);
  assert.throws(() => vi.advanceTimersByTime(1), { message: "Timers are not mocked. Try calling \"vi.useFakeTimers()\" first." });
  assert.equal(vi.isFakeTimers(), false);
});
test("setSystemTime without fake timers fakes Date alone", () => {
  const vi = new VitestFakeTimers(globalThis);
  vi.setSystemTime("2001-02-03T00:00:00Z");
  assert.equal(new Date().toISOString(), "2001-02-03T00:00:00.000Z");
  assert.equal(vi.getMockedSystemTime().getTime(), Date.now());
  assert.throws(() => vi.useFakeTimers(), { message: /"setSystemTime" was called already/ });
  vi.useRealTimers();
  assert.equal(Date, real.Date);
  assert.equal(vi.getMockedSystemTime(), null);
});
test("times as text, steps, and the clock", async () => {
  const vi = new VitestFakeTimers(globalThis);
  vi.useFakeTimers({ now: 0 });
  const seen = [];
  setTimeout(() => seen.push("minute"), 60_000);
  setTimeout(() => seen.push("hour"), 3_600_000);
  vi.advanceTimersByTime("01:00");
  assert.deepEqual(seen, ["minute"]);
  await vi.advanceTimersToNextTimerAsync();
  assert.deepEqual(seen, ["minute", "hour"]);
  assert.equal(Date.now(), 3_600_000);
  assert.throws(() => vi.advanceTimersByTime("1:2:3:4"), { message: /tick only understands numbers/ });
  assert.throws(() => vi.advanceTimersByTime(-1), { name: "TypeError", message: "Negative ticks are not supported" });
  assert.equal(vi.getTimerCount(), 0);
  vi.useRealTimers();
});
