// assert.CallTracker.
import assertModule from "node:assert";
import { test, assert } from "../harness.mjs";

test("counts, reports, resets and verifies calls", () => {
  const tracker = new assertModule.CallTracker();
  function add(a, b) { return this.base + a + b; }
  const tracked = tracker.calls(add, 2);
  assert.deepEqual([tracked.name, tracked.length], ["add", 2]);
  assert.equal(tracked.call({ base: 1 }, 2, 3), 6);
  assert.deepEqual(tracker.getCalls(tracked), [{ thisArg: { base: 1 }, arguments: [2, 3] }]);
  const [{ message, actual, expected, operator, stack }] = tracker.report();
  assert.equal(message, "Expected the add function to be executed 2 time(s) but was executed 1 time(s).");
  assert.deepEqual([actual, expected, operator, stack instanceof Error], [1, 2, "add", true]);
  assert.throws(() => tracker.verify(), { name: "AssertionError", message });
  const plain = tracker.calls();
  assert.throws(() => tracker.verify(), { message: "Functions were not called the expected number of times" });
  tracked.call({ base: 0 }, 1, 1);
  plain();
  tracker.verify();
  tracker.reset(tracked);
  assert.equal(tracker.getCalls(tracked).length, 0);
  assert.equal(tracker.report().length, 1);
  tracker.reset();
  assert.equal(tracker.report()[1].operator, "calls");
});
test("refuses what it does not track", () => {
  const tracker = new assertModule.CallTracker();
  assert.throws(() => tracker.getCalls(() => {}), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => tracker.reset(1), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => tracker.calls(() => {}, 0), { code: "ERR_OUT_OF_RANGE" });
});
