import { test, assert } from "../harness.mjs";

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test("chunks come in order, and pull keeps the queue filled to its mark", async () => {
  const log = [];
  let next = 0;
  const stream = new ReadableStream({
    start(controller) { log.push(["start", controller.desiredSize]); },
    pull(controller) {
      log.push(["pull", controller.desiredSize]);
      controller.enqueue(next++);
      if (next === 4) controller.close();
    },
  }, { highWaterMark: 2 });
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(log, [["start", 2], ["pull", 2], ["pull", 1]]);
  const reader = stream.getReader();
  assert.equal(stream.locked, true);
  for (let i = 0; i < 4; i++) assert.deepEqual(await reader.read(), { value: i, done: false });
  assert.deepEqual(await reader.read(), { value: undefined, done: true });
  assert.equal(await reader.closed, undefined);
});

test("a strategy's size decides, and what it throws fails the stream", async () => {
  let control;
  const stream = new ReadableStream({ start(c) { control = c; } }, { highWaterMark: 10, size: (chunk) => chunk.length });
  control.enqueue("abc");
  assert.equal(control.desiredSize, 7);
  const error = assert.throws(() => control.enqueue(null), TypeError);
  const seen = await assert.rejects(stream.getReader().read(), TypeError);
  assert.equal(seen, error);
  assert.throws(() => new ReadableStream({ start(c) { c.enqueue(1); } }, { size: () => -1 }), RangeError);
  assert.throws(() => new ReadableStream({}, { highWaterMark: NaN }), RangeError);
});

test("an error rejects waiting and later reads, and drops the queue", async () => {
  let control;
  const stream = new ReadableStream({ start(c) { control = c; } });
  const reader = stream.getReader();
  const waiting = reader.read();
  const reason = { why: "no" };
  control.error(reason);
  for (const promise of [waiting, reader.read(), reader.closed, reader.cancel()]) {
    assert.equal(await promise.then(() => "fulfilled", (e) => e), reason);
  }
  assert.equal(control.desiredSize, null);
});

test("cancel reaches the source with its reason, once", async () => {
  const reasons = [];
  const stream = new ReadableStream({ cancel(reason) { reasons.push(reason); return "ignored"; } });
  assert.equal(await stream.cancel("enough"), undefined);
  assert.equal(await stream.cancel("again"), undefined);
  assert.deepEqual(reasons, ["enough"]);
  const locked = new ReadableStream();
  locked.getReader();
  await assert.rejects(locked.cancel(), TypeError);
});

test("releasing the lock fails reads that wait, and another reader goes on", async () => {
  let control;
  const stream = new ReadableStream({ start(c) { control = c; } });
  const first = stream.getReader();
  const waiting = first.read();
  first.releaseLock();
  await assert.rejects(waiting, TypeError);
  await assert.rejects(first.closed, TypeError);
  control.enqueue("x");
  assert.deepEqual(await stream.getReader().read(), { value: "x", done: false });
});

test("for await cancels when it is left early, unless told not to", async () => {
  const make = (log) => new ReadableStream({ pull(c) { c.enqueue(1); }, cancel() { log.push("cancelled"); } });
  const log = [];
  for await (const chunk of make(log)) { assert.equal(chunk, 1); break; }
  assert.deepEqual(log, ["cancelled"]);
  const kept = make(log);
  for await (const chunk of kept.values({ preventCancel: true })) { assert.equal(chunk, 1); break; }
  assert.equal(kept.locked, false);
  assert.deepEqual(log, ["cancelled"]);
});

test("next() calls that overlap are answered in order", async () => {
  const iterator = ReadableStream.from([1, 2, 3])[Symbol.asyncIterator]();
  const results = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()]);
  assert.deepEqual(results.map((r) => r.value), [1, 2, 3, undefined]);
  assert.equal(results[3].done, true);
  assert.deepEqual(await iterator.return("r"), { value: "r", done: true });
});

test("from() takes iterables of both kinds, and waits for promises in them", async () => {
  assert.deepEqual(await collect(ReadableStream.from([1, Promise.resolve(2)])), [1, 2]);
  assert.deepEqual(await collect(ReadableStream.from("ab")), ["a", "b"]);
  async function* slowly() { yield "x"; await null; yield "y"; }
  assert.deepEqual(await collect(ReadableStream.from(slowly())), ["x", "y"]);
  for (const value of [null, undefined, 5, {}]) assert.throws(() => ReadableStream.from(value), TypeError);
  // Node does not call a synchronous iterator's return.
  const log = [];
  const iterator = { next: () => ({ done: false, value: 1 }), return(reason) { log.push(reason); return {}; }, [Symbol.iterator]() { return this; } };
  await ReadableStream.from(iterator).cancel("stop");
  assert.deepEqual(log, ["stop"]);
});

test("both branches of a tee get every chunk, and cancel only together", async () => {
  const reasons = [];
  const make = () => new ReadableStream({
    start(c) { c.enqueue("a"); c.enqueue("b"); c.close(); },
    cancel(reason) { reasons.push(reason); },
  });
  const [first, second] = make().tee();
  assert.deepEqual(await Promise.all([collect(first), collect(second)]), [["a", "b"], ["a", "b"]]);
  const [one, two] = make().tee();
  const cancelled = one.cancel("one");
  assert.deepEqual(reasons, []);
  await two.cancel("two");
  await cancelled;
  assert.deepEqual(reasons, [["one", "two"]]);
});

test("thousands of chunks in the queue", async () => {
  const stream = new ReadableStream({ start(c) { for (let i = 0; i < 5000; i++) c.enqueue(i); c.close(); } });
  const chunks = await collect(stream);
  assert.equal(chunks.length, 5000);
  assert.equal(chunks.every((chunk, i) => chunk === i), true);
});
