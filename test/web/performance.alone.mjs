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

const timing = {
  startTime: 10, redirectStartTime: 0, redirectEndTime: 0, postRedirectStartTime: 11, finalServiceWorkerStartTime: 0,
  finalNetworkRequestStartTime: 12, finalNetworkResponseStartTime: 13, endTime: 20, encodedBodySize: 100, decodedBodySize: 200,
  finalConnectionTimingInfo: {
    domainLookupStartTime: 1, domainLookupEndTime: 2, connectionStartTime: 3, connectionEndTime: 4,
    secureConnectionStartTime: 5, ALPNNegotiatedProtocol: "h2",
  },
};
const mark = (name, cacheMode = "") => performance.markResourceTiming(timing, name, "fetch", globalThis, cacheMode, {}, 200);
const resources = () => performance.getEntriesByType("resource").map((entry) => entry.name);

test("a resource's timing is an entry, and observed", async () => {
  const observed = new Promise((resolve) => new PerformanceObserver((list, self) => {
    self.disconnect();
    resolve(list.getEntries());
  }).observe({ type: "resource" }));
  const entry = mark("http://weft.test/");
  assert(entry instanceof PerformanceResourceTiming);
  assert.deepEqual(entry.toJSON(), {
    name: "http://weft.test/", entryType: "resource", startTime: 10, duration: 10, initiatorType: "fetch",
    nextHopProtocol: "h2", workerStart: 0, redirectStart: 0, redirectEnd: 0, fetchStart: 11, domainLookupStart: 1,
    domainLookupEnd: 2, connectStart: 3, connectEnd: 4, secureConnectionStart: 5, requestStart: 12, responseStart: 13,
    responseEnd: 20, transferSize: 400, encodedBodySize: 100, decodedBodySize: 200, deliveryType: "", responseStatus: 200,
  });
  assert.equal(mark("local", "local").transferSize, 0);
  assert.equal((await observed)[0], entry);
  assert.throws(() => mark("other", "other"), { code: "ERR_INTERNAL_ASSERTION" });
  performance.clearResourceTimings("local");
  assert.deepEqual(resources(), ["http://weft.test/"]);
  performance.clearResourceTimings();
  assert.deepEqual(resources(), []);
});

test("a full buffer says so; a listener may make room", async () => {
  performance.setResourceTimingBufferSize(2);
  const seen = [];
  performance.onresourcetimingbufferfull = (event) => {
    seen.push(`${event.type} ${resources().join("")}`);
    if (seen.length === 1) performance.setResourceTimingBufferSize(4);
  };
  for (const name of ["a", "b", "c", "d"]) mark(name);
  assert.deepEqual(resources(), ["a", "b"]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(resources(), ["a", "b", "c", "d"]);
  mark("e");
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(resources(), ["a", "b", "c", "d"]);
  // Node fires it once more when listeners have just made as much room as is needed.
  assert.deepEqual([seen[0], seen.at(-1)], ["resourcetimingbufferfull ab", "resourcetimingbufferfull abcd"]);
  performance.onresourcetimingbufferfull = null;
});
