import { test, assert } from "../harness.mjs";
import { PerformanceObserver } from "node:perf_hooks";

test("now goes forward from the time origin", async () => {
  const before = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const after = performance.now();
  assert(after - before >= 4);
  const wall = performance.timeOrigin + after;
  assert(Math.abs(wall - Date.now()) < 1000);
});

test("marks and measures fill the timeline", () => {
  const mark = performance.mark("a", { startTime: 5, detail: { x: 1 } });
  performance.mark("b", { startTime: 10 });
  const measure = performance.measure("m", "a", "b");
  assert.deepEqual([mark.entryType, mark.startTime, mark.duration], ["mark", 5, 0]);
  assert.deepEqual(mark.detail, { x: 1 });
  assert.deepEqual([measure.startTime, measure.duration, measure.detail], [5, 5, null]);
  assert.deepEqual(performance.getEntries().map((entry) => entry.name), ["a", "m", "b"]);
  assert.equal(performance.getEntriesByName("a", "mark").length, 1);
  assert.equal(performance.getEntriesByType("measure").length, 1);
  assert.equal(performance.measure("o", { start: "b", duration: 3 }).duration, 3);
  performance.clearMarks("a");
  assert.equal(performance.getEntriesByName("a").length, 0);
  performance.clearMarks();
  performance.clearMeasures();
  assert.equal(performance.getEntries().length, 0);
});

test("wrong marks and options are refused", () => {
  assert.throws(() => performance.measure("x", "none"), { name: "SyntaxError", message: /has not been set/ });
  assert.throws(() => performance.mark("x", { startTime: -1 }), { code: "ERR_PERFORMANCE_INVALID_TIMESTAMP" });
  assert.throws(() => performance.measure("x", { start: 1, end: 2, duration: 1 }),
    { code: "ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS" });
});

test("observers get entries later, together", async () => {
  const seen = await new Promise((resolve) => {
    const observer = new PerformanceObserver((list, self) => {
      self.disconnect();
      resolve(list.getEntries().map((entry) => entry.name));
    });
    observer.observe({ entryTypes: ["mark"] });
    performance.mark("one");
    performance.mark("two");
  });
  assert.deepEqual(seen, ["one", "two"]);
});
