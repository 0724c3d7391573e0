import { test, assert } from "../harness.mjs";
import timers from "node:timers";
import { scheduler, setInterval as every, setTimeout as delay } from "node:timers/promises";

test("a timeout is an object that converts to its number", () => {
  const timeout = setTimeout(() => {}, 1e6);
  assert.equal(typeof +timeout, "number");
  assert.equal(+timeout, +timeout);
  assert.equal(timeout.hasRef(), true);
  assert.equal(timeout.unref(), timeout);
  assert.equal(timeout.hasRef(), false);
  assert.equal(timeout.close(), timeout);
  assert.equal(timeout.constructor.name, "Timeout");
});

test("a cleared timer does not come back by refresh, a fired one does", async () => {
  let count = 0;
  const cleared = setTimeout(() => count++, 1);
  clearTimeout(cleared);
  cleared.refresh();
  await delay(10);
  assert.equal(count, 0);
  const fired = setTimeout(() => count++, 1);
  await delay(10);
  fired.refresh();
  await delay(10);
  assert.equal(count, 2);
});

test("refresh puts a timer off", async () => {
  const start = performance.now();
  let at;
  const timer = setTimeout(() => { at = performance.now(); }, 40);
  await delay(25);
  timer.refresh();
  await delay(60);
  assert(at - start >= 64, String(at - start));
});

test("a timer is never early", async () => {
  for (const milliseconds of [1, 2, 5, 11, 20]) {
    const start = performance.now();
    await delay(milliseconds);
    assert(performance.now() - start >= milliseconds - 1);
  }
});

test("a thousand timers of mixed durations, a third of them cleared", async () => {
  const fired = [];
  const expected = [];
  for (let i = 0; i < 1000; i++) {
    const duration = 1 + ((i * 7919) % 40);
    const timer = setTimeout(() => fired.push(i), duration);
    if (i % 3 === 0) clearTimeout(timer);
    else expected.push(i);
  }
  await delay(80);
  assert.deepEqual(fired.toSorted((a, b) => a - b), expected);
});

test("using disposes of timers", async () => {
  let count = 0;
  const timeout = setTimeout(() => count++, 1);
  const immediate = setImmediate(() => count++);
  timeout[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  immediate[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  await delay(5);
  assert.equal(count, 0);
});

test("this of a callback is its timer", async () => {
  const pair = await new Promise((resolve) => {
    const timer = setTimeout(function () { resolve([this, timer]); }, 1);
  });
  assert.equal(pair[0], pair[1]);
});

test("only a function can be called back", () => {
  for (const set of [setTimeout, setInterval, setImmediate]) {
    assert.throws(() => set("text"), { code: "ERR_INVALID_ARG_TYPE", message: /"callback"/ });
  }
});

test("node:timers has the globals", () => {
  for (const name of ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"]) {
    assert.equal(timers[name], globalThis[name], name);
  }
  assert.equal(timers.promises.setTimeout, delay);
});

test("promises: abort, bad arguments, scheduler", async () => {
  const reason = new Error("because");
  const aborted = AbortSignal.abort(reason);
  assert.equal((await assert.rejects(delay(1, 0, { signal: aborted }), { code: "ABORT_ERR", name: "AbortError" })).cause, reason);
  await assert.rejects(delay("1"), { code: "ERR_INVALID_ARG_TYPE" });
  await assert.rejects(delay(1, 0, { ref: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
  await scheduler.wait(1);
  await scheduler.yield();
  const controller = new AbortController();
  const seen = [];
  await assert.rejects(async () => {
    for await (const value of every(1, "beat", { signal: controller.signal })) {
      if (seen.push(value) === 3) controller.abort();
    }
  }, { name: "AbortError" });
  assert.deepEqual(seen, ["beat", "beat", "beat"]);
});
