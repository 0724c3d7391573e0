import { test, assert } from "../harness.mjs";
import { Worker } from "node:worker_threads";

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

test("shared memory: wait, notify and waitAsync meet across threads", async () => {
  const cells = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(`const { workerData: cells, parentPort } = require("worker_threads");
    Atomics.store(cells, 1, 1);
    Atomics.notify(cells, 1);
    const woken = Atomics.wait(cells, 0, 0);
    parentPort.postMessage(woken);`, { eval: true, workerData: cells });
  const { async, value } = Atomics.waitAsync(cells, 1, 0);
  if (async) assert.equal(await value, "ok");
  assert.equal(Atomics.load(cells, 1), 1);
  const message = once(worker, "message");
  while (Atomics.notify(cells, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(await message, "ok");
});

test("the main thread may wait, too", () => {
  const cells = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(`const cells = require("worker_threads").workerData;
    Atomics.store(cells, 0, 1); Atomics.notify(cells, 0);`, { eval: true, workerData: cells });
  const outcome = Atomics.wait(cells, 0, 0, 10_000);
  assert(outcome === "ok" || outcome === "not-equal");
  return once(worker, "exit");
});

test("a heap that outgrows its limit ends the worker", async () => {
  const worker = new Worker("const kept = []; for (;;) kept.push({ a: [1, 2, 3, kept.length] })",
    { eval: true, resourceLimits: { maxOldGenerationSizeMb: 30, maxYoungGenerationSizeMb: 2 } });
  assert.equal(worker.resourceLimits.maxOldGenerationSizeMb, 30);
  const error = once(worker, "error");
  assert.equal(await once(worker, "exit"), 1);
  assert.equal((await error).code, "ERR_WORKER_OUT_OF_MEMORY");
  assert.deepEqual(worker.resourceLimits, {});
});

test("stackSizeMb bounds the stack", async () => {
  const depth = async (stackSizeMb) => {
    const worker = new Worker(`let depth = 0; const down = () => { depth++; down(); };
      try { down(); } catch {} require("worker_threads").parentPort.postMessage(depth)`,
      { eval: true, resourceLimits: { stackSizeMb } });
    return once(worker, "message");
  };
  const small = await depth(1);
  const large = await depth(4);
  assert(small > 500, `${small}`);
  assert(large > 2 * small, `${large} ${small}`);
});
