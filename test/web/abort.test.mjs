import { test, assert } from "../harness.mjs";

test("abort fires once, with a reason", () => {
  const controller = new AbortController();
  const { signal } = controller;
  let events = 0;
  signal.onabort = (event) => {
    events++;
    assert.equal(event.type, "abort");
    assert.equal(event.target, signal);
    assert.equal(event.isTrusted, true);
  };
  assert.deepEqual([signal.aborted, signal.reason], [false, undefined]);
  controller.abort();
  controller.abort("again");
  assert.equal(events, 1);
  assert.equal(signal.reason.name, "AbortError");
  assert.equal(signal.reason.code, 20);
  assert.throws(() => signal.throwIfAborted(), { name: "AbortError" });
});

test("any reason is kept as it is", () => {
  const reason = { why: 1 };
  assert.equal(AbortSignal.abort(reason).reason, reason);
  const controller = new AbortController();
  controller.abort(null);
  assert.equal(controller.signal.reason, null);
});

test("timeout aborts later, and doesn't keep the process alive", async () => {
  const signal = AbortSignal.timeout(10);
  AbortSignal.timeout(1e6);
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve);
    setTimeout(() => {}, 100);
  });
  assert.equal(signal.reason.name, "TimeoutError");
  assert.throws(() => AbortSignal.timeout(-1), RangeError);
});

test("any follows the first of its sources, through others", () => {
  const first = new AbortController(), second = new AbortController();
  const inner = AbortSignal.any([first.signal, second.signal]);
  const outer = AbortSignal.any([inner]);
  const order = [];
  first.signal.addEventListener("abort", () => order.push("source", outer.aborted));
  outer.addEventListener("abort", () => order.push("outer"));
  inner.addEventListener("abort", () => order.push("inner"));
  second.abort("no");
  assert.deepEqual([inner.reason, outer.reason], ["no", "no"]);
  assert.deepEqual(order, ["inner", "outer"]);
  first.abort("late");
  assert.equal(outer.reason, "no");
  assert.equal(AbortSignal.any([]).aborted, false);
  assert.equal(AbortSignal.any([AbortSignal.abort(5), first.signal]).reason, 5);
});

test("signals cannot be constructed, nor any() of something else", () => {
  assert.throws(() => new AbortSignal(), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
  assert.throws(() => AbortSignal.any([1]), TypeError);
});
