import { test, assert } from "../harness.mjs";
import { constants, performance } from "node:perf_hooks";

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const spin = (milliseconds) => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

test("eventLoopUtilization tells idle from active time", async () => {
  await wait(1);
  const before = performance.eventLoopUtilization();
  await wait(50);
  const idle = performance.eventLoopUtilization(before);
  assert(idle.idle > 35, `${idle.idle} ms idle`);
  assert(idle.utilization < 0.5, `${idle.utilization} used`);
  const middle = performance.eventLoopUtilization();
  spin(50);
  const busy = performance.eventLoopUtilization(middle);
  assert(busy.active >= 49, `${busy.active} ms active`);
  assert(busy.utilization > 0.9);
  const after = performance.eventLoopUtilization();
  const both = performance.eventLoopUtilization(after, before);
  assert(Math.abs(both.idle + both.active - 100) < 60);
});

test("nodeTiming has the milestones in their order", () => {
  const timing = performance.nodeTiming;
  assert.equal(timing.name, "node");
  assert.equal(timing.entryType, "node");
  assert.equal(timing.startTime, 0);
  const { nodeStart, v8Start, environment, bootstrapComplete, loopStart, loopExit, duration } = timing;
  assert(0 <= nodeStart && nodeStart <= v8Start && v8Start < environment && environment <= bootstrapComplete);
  assert(bootstrapComplete < loopStart && loopStart < duration, `${loopStart}`);
  assert.equal(loopExit, -1);
  assert(timing.idleTime >= 0);
  assert(timing instanceof PerformanceEntry);
});

test("toJSON", () => {
  const json = JSON.parse(JSON.stringify(performance));
  assert.deepEqual(Object.keys(json), ["nodeTiming", "timeOrigin", "eventLoopUtilization"]);
  assert.equal(json.nodeTiming.entryType, "node");
});

test("constants", () => {
  assert.equal(constants.NODE_PERFORMANCE_GC_MAJOR, 4);
  assert.equal(constants.NODE_PERFORMANCE_GC_FLAGS_FORCED, 4);
});

process.on("exit", () => {
  if (performance.nodeTiming.loopExit <= 0) throw new Error("the loop has not ended");
});
