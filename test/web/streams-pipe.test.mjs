import { test, assert } from "../harness.mjs";

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

function sink(log, options = {}) {
  return new WritableStream({
    write(chunk) { log.push(chunk); return options.write?.(chunk); },
    close() { log.push("close"); },
    abort(reason) { log.push(["abort", reason]); },
  }, options.strategy);
}

test("pipeTo moves everything, closes, and unlocks both", async () => {
  const log = [];
  const source = ReadableStream.from([1, 2, 3]);
  const target = sink(log);
  const done = source.pipeTo(target);
  assert.deepEqual([source.locked, target.locked], [true, true]);
  assert.equal(await done, undefined);
  assert.deepEqual(log, [1, 2, 3, "close"]);
  assert.deepEqual([source.locked, target.locked], [false, false]);
});

test("preventClose leaves the destination open", async () => {
  const log = [];
  const target = sink(log);
  await ReadableStream.from(["a"]).pipeTo(target, { preventClose: true });
  await ReadableStream.from(["b"]).pipeTo(target);
  assert.deepEqual(log, ["a", "b", "close"]);
});

test("an error of the source aborts the destination, unless prevented", async () => {
  const reason = new Error("source");
  const failing = () => new ReadableStream({ start(c) { c.error(reason); } });
  const log = [];
  assert.equal(await failing().pipeTo(sink(log)).catch((e) => e), reason);
  assert.deepEqual(log, [["abort", reason]]);
  const kept = [];
  const target = sink(kept);
  assert.equal(await failing().pipeTo(target, { preventAbort: true }).catch((e) => e), reason);
  await target.getWriter().close();
  assert.deepEqual(kept, ["close"]);
});

test("an error of the destination cancels the source, unless prevented", async () => {
  const reason = new Error("sink");
  const cancelled = [];
  const make = () => new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { cancelled.push(r); } });
  const failing = () => new WritableStream({ write() { throw reason; } });
  assert.equal(await make().pipeTo(failing()).catch((e) => e), reason);
  assert.deepEqual(cancelled, [reason]);
  const source = make();
  assert.equal(await source.pipeTo(failing(), { preventCancel: true }).catch((e) => e), reason);
  assert.equal(cancelled.length, 1);
  assert.equal(source.locked, false);
});

test("a signal stops the pipe after the chunk in flight", async () => {
  const log = [];
  const cancelled = [];
  const controller = new AbortController();
  const source = new ReadableStream({ pull(c) { c.enqueue("x"); }, cancel(r) { cancelled.push(r); } });
  const done = source.pipeTo(sink(log, { write: later }), { signal: controller.signal });
  await later();
  controller.abort("stop");
  assert.equal(await done.catch((e) => e), "stop");
  assert.deepEqual(cancelled, ["stop"]);
  assert.deepEqual(log.at(-1), ["abort", "stop"]);
  const aborted = new ReadableStream().pipeTo(new WritableStream(), { signal: AbortSignal.abort("early") });
  assert.equal(await aborted.catch((e) => e), "early");
});

test("the destination's backpressure reaches the source", async () => {
  let pulled = 0;
  const source = new ReadableStream({ pull(c) { c.enqueue(pulled++); } }, { highWaterMark: 0 });
  const target = new WritableStream({ write: () => new Promise(() => {}) }, { highWaterMark: 3 });
  source.pipeTo(target);
  await later();
  assert.equal(pulled, 3);
});

// Node runs it there; the standard has it that enqueue calls nothing of the destination.
test("enqueue does not run the sink within itself", async () => {
  let control;
  let isEnqueueing = false;
  const source = new ReadableStream({ start(c) { control = c; } }, { highWaterMark: 0 });
  const done = source.pipeTo(new WritableStream({ write() { assert.equal(isEnqueueing, false); } }));
  await later();
  isEnqueueing = true;
  control.enqueue(1);
  isEnqueueing = false;
  control.close();
  await done;
});

test("bad arguments reject, or throw from pipeThrough", async () => {
  await assert.rejects(new ReadableStream().pipeTo({}), TypeError);
  await assert.rejects(new ReadableStream().pipeTo(new WritableStream(), { signal: {} }), TypeError);
  assert.throws(() => new ReadableStream().pipeThrough({ readable: new ReadableStream() }), TypeError);
  const locked = new ReadableStream();
  locked.getReader();
  assert.throws(() => locked.pipeThrough(new TransformStream()), TypeError);
});
