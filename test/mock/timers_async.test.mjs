// Fake timers with promises between: the *Async functions, tick modes, node:timers/promises.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";
import promises from "node:timers/promises";
import { promisify } from "node:util";

const { FakeTimers } = await builtin("test_fake_timers");
const sleep = setTimeout;

async function fake(run, options) {
  const jest = new FakeTimers(globalThis);
  jest.useFakeTimers({ now: 0, ...options });
  try {
    await run(jest);
  } finally {
    jest.useRealTimers();
  }
}

test("promises settle between timers", () => fake(async (jest) => {
  const order = [];
  setTimeout(async () => {
    order.push(1);
    await null;
    setTimeout(() => order.push(2), 10);
  }, 10);
  await jest.advanceTimersByTimeAsync(20);
  assert.deepEqual(order, [1, 2]);
  assert.equal(jest.now(), 20);
  setTimeout(() => Promise.resolve().then(() => setTimeout(() => order.push(3), 5)), 5);
  await jest.runAllTimersAsync();
  assert.deepEqual(order, [1, 2, 3]);
  setTimeout(() => Promise.resolve().then(() => setTimeout(() => order.push("later"), 5)), 5);
  await jest.runOnlyPendingTimersAsync();
  assert.deepEqual(order, [1, 2, 3]);
  await jest.advanceTimersToNextTimerAsync();
  assert.equal(order.at(-1), "later");
}));
test("an error rejects, and the rest has run", () => fake(async (jest) => {
  let after = false;
  setTimeout(() => { throw new Error("late"); }, 1);
  setTimeout(() => { after = true; }, 2);
  await assert.rejects(jest.advanceTimersByTimeAsync(3), { message: "late" });
  assert.equal(after, true);
  setTimeout(function again() { setTimeout(again, 1); });
  await assert.rejects(jest.runAllTimersAsync(), { message: /Aborting after running 20 timers/ });
}, { timerLimit: 20 }));
test("promises of timers, with values and aborts", () => fake(async (jest) => {
  const order = [];
  promises.setTimeout(100, "timeout").then((value) => order.push(value));
  promises.setImmediate("immediate").then((value) => order.push(value));
  promisify(setTimeout)(50, "promisified").then((value) => order.push(value));
  await jest.advanceTimersByTimeAsync(100);
  assert.deepEqual(order, ["immediate", "promisified", "timeout"]);
  const controller = new AbortController();
  const waits = promises.setTimeout(100, null, { signal: controller.signal });
  controller.abort(new Error("stop"));
  await assert.rejects(waits, { message: "stop" });
  assert.equal(jest.getTimerCount(), 0);
}));
test("the interval of promises is iterated", () => fake(async (jest) => {
  const seen = [];
  const loop = (async () => {
    for await (const value of promises.setInterval(10, "x")) if (seen.push(value) === 3) break;
  })();
  await jest.advanceTimersByTimeAsync(35);
  await loop;
  assert.deepEqual(seen, ["x", "x", "x"]);
  assert.equal(jest.getTimerCount(), 0);
}));
test("the clock moves by itself when asked", async () => {
  await fake(async (jest) => {
    jest.setTimerTickMode({ mode: "nextAsync" });
    await new Promise((resolve) => setTimeout(resolve, 5_000_000));
    await new Promise((resolve) => setTimeout(resolve, 5_000_000));
    assert.equal(jest.now(), 10_000_000);
    jest.setTimerTickMode({ mode: "manual" });
  });
  await fake(async (jest) => {
    let ran = false;
    setTimeout(() => { ran = true; }, 30);
    await new Promise((resolve) => sleep(resolve, 100));
    assert.equal(ran, true);
    assert(jest.now() >= 30);
  }, { advanceTimers: 10 });
});
