// Fake timers of Jest's kind: what is faked, in what order it runs, what comes back.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";
import timers from "node:timers";
import { performance as hooksPerformance } from "node:perf_hooks";

const { FakeTimers } = await builtin("test_fake_timers");
const real = { setTimeout, Date, performance, Intl, nextTick: process.nextTick, queueMicrotask };

function fake(run, options) {
  const jest = new FakeTimers(globalThis);
  jest.useFakeTimers(options);
  try {
    return run(jest);
  } finally {
    jest.useRealTimers();
  }
}

test("timers run in order of their time, immediates first, then as they were started", () => fake((jest) => {
  const order = [];
  setTimeout(order.push.bind(order, "b"), 10);
  setTimeout(() => { order.push("a"); setTimeout(() => order.push("nested"), 0); }, 5, "x");
  setTimeout(() => order.push("zero"));
  setImmediate(() => order.push("immediate"));
  const interval = setInterval(() => order.push("i"), 4);
  jest.advanceTimersByTime(9);
  clearInterval(interval);
  assert.deepEqual(order, ["immediate", "zero", "i", "a", "nested", "i"]);
  jest.runAllTimers();
  assert.equal(order.at(-1), "b");
  assert.equal(jest.getTimerCount(), 0);
}));
test("Date, performance, hrtime and Intl show the clock", () => fake((jest) => {
  assert.equal(Date.now(), 86_400_000);
  assert.equal(new Date().toISOString(), "1970-01-02T00:00:00.000Z");
  assert.equal(new Date(5).getTime(), 5);
  assert(new Date() instanceof Date && new Date() instanceof real.Date);
  class Later extends Date {}
  assert(new Later() instanceof Later);
  assert.equal(Date().slice(0, 3), new real.Date(86_400_000).toString().slice(0, 3));
  assert.equal(new Intl.DateTimeFormat("en", { timeZone: "UTC", year: "numeric" }).format(), "1970");
  assert(new Intl.DateTimeFormat() instanceof real.Intl.DateTimeFormat);
  jest.advanceTimersByTime(1500);
  assert.equal(performance.now(), 1500);
  assert.equal(hooksPerformance.now(), 1500);
  assert.deepEqual(process.hrtime(), [1, 500_000_000]);
  assert.equal(process.hrtime.bigint(), 1_500_000_000n);
  jest.setSystemTime(new real.Date("2020-01-01"));
  assert.equal(Date.now(), 1_577_836_800_000);
  assert.equal(performance.now(), 1500);
  assert(jest.getRealSystemTime() > 1_600_000_000_000);
}, { now: 86_400_000 }));
test("ticks and microtasks wait for runAllTicks", () => fake((jest) => {
  const order = [];
  process.nextTick((x) => order.push(x), "tick");
  queueMicrotask(() => order.push("microtask"));
  assert.deepEqual(order, []);
  jest.runAllTicks();
  assert.deepEqual(order, ["tick", "microtask"]);
}));
test("all is as it was before", () => {
  fake(() => {
    assert.notEqual(setTimeout, real.setTimeout);
    assert(Object.hasOwn(setTimeout, "clock"));
    assert.equal(setTimeout.name, "setTimeout");
    assert.equal(Date.isFake, true);
    assert.equal(timers.setTimeout, setTimeout);
  });
  for (const name of ["setTimeout", "Date", "performance", "Intl", "queueMicrotask"]) assert.equal(globalThis[name], real[name], name);
  assert.equal(process.nextTick, real.nextTick);
  assert.equal(timers.setTimeout, real.setTimeout);
  assert(Math.abs(hooksPerformance.now() - performance.now()) < 1000);
});
test("doNotFake leaves out; a timer of before is cleared for real", () => {
  const early = setTimeout(() => assert.fail("it was cleared"), 1);
  fake(() => {
    assert.equal(process.nextTick, real.nextTick);
    assert.equal(Date, real.Date);
    assert.notEqual(setTimeout, real.setTimeout);
    clearTimeout(early);
  }, { doNotFake: ["nextTick", "Date"] });
});
test("a handle can be refreshed, unreferenced and made a number", () => fake((jest) => {
  let ran = 0;
  const timer = setTimeout(() => ran++, 100);
  assert.equal(timer.hasRef(), true);
  assert.equal(timer.unref().hasRef(), false);
  jest.advanceTimersByTime(60);
  timer.refresh();
  jest.advanceTimersByTime(60);
  assert.equal(ran, 0);
  jest.advanceTimersByTime(40);
  assert.equal(ran, 1);
  const other = setTimeout(() => ran++);
  clearTimeout(+other);
  assert.equal(jest.getTimerCount(), 0);
  assert.throws(() => clearTimeout(setImmediate(() => {})), { message: "Cannot clear timer: timer created with setImmediate() but cleared with clearTimeout()" });
}));
test("an endless chain of timers ends with an error that names it", () => fake((jest) => {
  setTimeout(function again() { setTimeout(again, 1); }, 1);
  const error = assert.throws(() => jest.runAllTimers(), { message: "Aborting after running 50 timers, assuming an infinite loop!" });
  assert.match(error.stack, /\nTimeout - again\n/);
  assert.match(error.stack, /timers\.test/);
  assert.throws(() => {
    process.nextTick(function tick() { process.nextTick(tick); });
    jest.runAllTicks();
  }, { message: /Aborting after running 50 timers/ });
}, { timerLimit: 50 }));
test("an error of a timer comes out, the clock goes on", () => fake((jest) => {
  let after = false;
  setTimeout(() => { throw new Error("in a timer"); }, 1);
  setTimeout(() => { after = true; }, 2);
  assert.throws(() => jest.advanceTimersByTime(5), { message: "in a timer" });
  assert.equal(after, true);
  assert.throws(() => setTimeout("code", 1), { name: "TypeError", message: /ERR_INVALID_CALLBACK/ });
}));
test("intervals of no length end, pending timers run alone", () => fake((jest) => {
  let ran = 0;
  const interval = setInterval(() => ran++, 0);
  jest.advanceTimersByTime(5);
  assert.equal(ran, 6);
  clearInterval(interval);
  const order = [];
  setTimeout(() => { order.push(1); setTimeout(() => order.push("later"), 50); }, 10);
  setTimeout(() => order.push(2), 20);
  jest.runOnlyPendingTimers();
  assert.deepEqual(order, [1, 2]);
  jest.advanceTimersToNextTimer();
  assert.deepEqual(order, [1, 2, "later"]);
  jest.clearAllTimers();
}));
test("without fake timers there is a warning", () => {
  const said = [];
  const global = { Date, setTimeout, clearTimeout, setInterval, clearInterval, console: { warn: (text) => said.push(text) } };
  const jest = new FakeTimers(global);
  jest.runAllTimers();
  assert.match(said[0], /^A function to advance timers was called but the timers APIs are not replaced with fake timers\. Call `jest\.useFakeTimers\(\)`/);
  assert.throws(() => jest.useFakeTimers({ legacyFakeTimers: true }), { message: /not supported/ });
  jest.useRealTimers();
});
test("frames and idle callbacks where a program has them", () => {
  const global = { Date, setTimeout, clearTimeout, setInterval, clearInterval, performance, requestAnimationFrame() {}, cancelAnimationFrame() {}, requestIdleCallback() {}, cancelIdleCallback() {} };
  const jest = new FakeTimers(global);
  jest.useFakeTimers({ now: 0 });
  const seen = [];
  global.requestAnimationFrame((time) => seen.push(time));
  global.cancelAnimationFrame(global.requestAnimationFrame(() => seen.push("no")));
  jest.advanceTimersToNextFrame();
  assert.deepEqual(seen, [16]);
  global.requestIdleCallback(({ didTimeout }) => seen.push(didTimeout));
  jest.advanceTimersByTime(1);
  assert.deepEqual(seen, [16, true]);
  jest.useRealTimers();
});
