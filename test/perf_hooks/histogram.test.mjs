import { test, assert } from "../harness.mjs";
import { createHistogram, monitorEventLoopDelay, performance } from "node:perf_hooks";

test("an empty histogram", () => {
  const histogram = createHistogram();
  assert.equal(histogram.count, 0);
  assert.equal(histogram.min, 9223372036854776000);
  assert.equal(histogram.minBigInt, 9223372036854775807n);
  assert.equal(histogram.max, 0);
  assert(Number.isNaN(histogram.mean) && Number.isNaN(histogram.stddev));
  assert.deepEqual([...histogram.percentiles], [[100, 0]]);
});

test("values stand for their bucket, in numbers and in bigints", () => {
  const histogram = createHistogram();
  histogram.record(5);
  histogram.record(1_000_000);
  histogram.record(123_456_789n);
  assert.deepEqual(histogram.toJSON(), {
    count: 3, min: 5, max: 123469823, mean: 41479084.333333336, exceeds: 0, stddev: 57954476.00369532,
    percentiles: { 0: 5, 50: 999936, 75: 123404288, 100: 123404288 },
  });
  assert.equal(histogram.percentile(50), 1000447);
  assert.equal(histogram.percentileBigInt(50), 1000447n);
  assert.equal(histogram.countBigInt, 3n);
  assert.equal(histogram.maxBigInt, 123469823n);
  assert.deepEqual([...histogram.percentilesBigInt][1], [50, 999936n]);
});

test("what exceeds the range is counted apart", () => {
  const histogram = createHistogram({ lowest: 1, highest: 1000 });
  histogram.record(5000);
  histogram.record(10);
  assert.equal(histogram.exceeds, 1);
  assert.equal(histogram.exceedsBigInt, 1n);
  assert.equal(histogram.count, 1);
  histogram.reset();
  assert.equal(histogram.exceeds, 0);
  assert.equal(histogram.count, 0);
});

test("histograms are added up", () => {
  const a = createHistogram();
  const b = createHistogram();
  a.record(1);
  b.record(2);
  b.record(2);
  a.add(b);
  assert.equal(a.count, 3);
  assert.equal(a.max, 2);
  a.add(a);
  assert.equal(a.count, 6);
});

test("recordDelta records the time between its calls", async () => {
  const histogram = createHistogram();
  histogram.recordDelta();
  assert.equal(histogram.count, 0);
  await new Promise((resolve) => setTimeout(resolve, 5));
  histogram.recordDelta();
  assert.equal(histogram.count, 1);
  assert(histogram.min > 3e6);
});

test("wrong values and options are refused", () => {
  const histogram = createHistogram();
  assert.throws(() => histogram.record(0), { code: "ERR_OUT_OF_RANGE", message: /"val".*>= 1/ });
  assert.throws(() => histogram.record(1.5), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => histogram.record("1"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => histogram.record(0n), { name: "RangeError", code: "ERR_OUT_OF_RANGE", message: "value is out of range" });
  assert.throws(() => histogram.record(2n ** 64n), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => histogram.percentile(0), { message: /must be > 0 && <= 100/ });
  assert.throws(() => histogram.percentile("a"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => histogram.add({}), { message: /"other" argument must be an instance of RecordableHistogram/ });
  assert.throws(() => createHistogram({ lowest: 0 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => createHistogram({ lowest: 10, highest: 11 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => createHistogram({ figures: 6 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => new histogram.constructor(), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
  assert.throws(() => Object.getPrototypeOf(histogram).record.call({}), { code: "ERR_INVALID_THIS" });
});

test("the delay of the event loop", async () => {
  const monitor = monitorEventLoopDelay({ resolution: 2 });
  assert.equal(monitor.enable(), true);
  assert.equal(monitor.enable(), false);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const until = performance.now() + 60;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(monitor.disable(), true);
  assert.equal(monitor.disable(), false);
  assert(monitor.count > 2, `${monitor.count} times`);
  assert(monitor.max >= 50e6, `at most ${monitor.max}`);
  assert(monitor.min > 0);
  const { count } = monitor;
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(monitor.count, count);
  assert.throws(() => monitorEventLoopDelay({ resolution: 0 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => monitorEventLoopDelay(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("timerify records into a histogram", async () => {
  const histogram = createHistogram();
  const add = performance.timerify((a, b) => a + b, { histogram });
  assert.equal(add(1, 2), 3);
  assert.equal(histogram.count, 1);
  const later = performance.timerify(async () => { await null; return 4; }, { histogram });
  assert.equal(await later(), 4);
  assert.equal(histogram.count, 2);
  class Point { constructor(x) { this.x = x; } }
  const Timed = performance.timerify(Point, { histogram });
  assert(new Timed(1) instanceof Point);
  assert.equal(Timed.name, "timerified Point");
  assert.equal(Timed.length, 1);
  assert.throws(() => performance.timerify(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => performance.timerify(() => 1, { histogram: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
});
