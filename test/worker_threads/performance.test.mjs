import { test, assert } from "../harness.mjs";
import { once } from "node:events";
import { Worker } from "node:worker_threads";

test("worker.performance.eventLoopUtilization() tells how busy the worker's loop is", async () => {
  const worker = new Worker(`const { parentPort } = require("node:worker_threads");
    parentPort.on("message", (milliseconds) => {
      const end = Date.now() + milliseconds;
      while (Date.now() < end);
      parentPort.postMessage("done");
    });
    parentPort.postMessage("up")`, { eval: true });
  const { eventLoopUtilization } = worker.performance;
  assert.equal(worker.performance, worker.performance);
  await once(worker, "message");
  worker.postMessage(1);  // its answer comes from within the loop
  await once(worker, "message");

  const start = eventLoopUtilization();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const rested = eventLoopUtilization();
  worker.postMessage(100);
  await once(worker, "message");
  const rest = eventLoopUtilization(rested, start), work = eventLoopUtilization(rested);
  assert(rest.idle > 50, `idle for ${rest.idle} ms`);
  assert(work.active >= 95, `active for ${work.active} ms`);
  assert(work.utilization > rest.utilization && work.utilization <= 1, `${work.utilization}, ${rest.utilization}`);

  await worker.terminate();
  assert.deepEqual(eventLoopUtilization(), { idle: 0, active: 0, utilization: 0 });
});
