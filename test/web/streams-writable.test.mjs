import { test, assert } from "../harness.mjs";

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

test("chunks reach the sink one after another, then close", async () => {
  const log = [];
  let running = 0;
  const stream = new WritableStream({
    start() { log.push("start"); },
    async write(chunk) { assert.equal(++running, 1); await later(); running--; log.push(chunk); },
    close() { log.push("close"); },
  });
  const writer = stream.getWriter();
  writer.write(1);
  writer.write(2);
  await writer.close();
  assert.deepEqual(log, ["start", 1, 2, "close"]);
  assert.equal(await writer.closed, undefined);
});

test("desiredSize and ready tell of backpressure", async () => {
  let release;
  const stream = new WritableStream({ write: () => new Promise((resolve) => { release = resolve; }) }, new CountQueuingStrategy({ highWaterMark: 2 }));
  const writer = stream.getWriter();
  await writer.ready;
  writer.write("a");
  assert.equal(writer.desiredSize, 1);
  const before = writer.ready;
  const written = writer.write("b");
  assert.equal(writer.desiredSize, 0);
  assert.notEqual(writer.ready, before);
  let isReady = false;
  writer.ready.then(() => { isReady = true; });
  await later();
  assert.equal(isReady, false);
  release();
  await later();
  assert.deepEqual([isReady, writer.desiredSize], [true, 1]);
  release();
  await written;
});

test("a failing write fails the stream and what waits", async () => {
  const reason = new Error("disk full");
  const writer = new WritableStream({ write() { throw reason; } }).getWriter();
  const writes = [writer.write(1), writer.write(2)];
  for (const promise of [...writes, writer.closed]) assert.equal(await promise.catch((e) => e), reason);
  assert.equal(writer.desiredSize, null);
  assert.equal(await writer.write(3).catch((e) => e), reason);
});

test("abort drops the queue, and reaches the sink after the write in flight", async () => {
  const log = [];
  let finish, signal;
  const stream = new WritableStream({
    start(controller) { signal = controller.signal; },
    write(chunk) { log.push(chunk); return new Promise((resolve) => { finish = resolve; }); },
    abort(reason) { log.push(reason); },
  });
  const writer = stream.getWriter();
  await writer.ready;
  const first = writer.write("a");
  const second = writer.write("b");
  const aborted = writer.abort("stop");
  assert.deepEqual([signal.aborted, signal.reason], [true, "stop"]);
  await later();
  assert.deepEqual(log, ["a"]);
  finish();
  await first;
  assert.equal(await second.catch((e) => e), "stop");
  await aborted;
  assert.deepEqual(log, ["a", "stop"]);
});

test("the signal can be asked for after the abort", async () => {
  let control;
  const stream = new WritableStream({ start(c) { control = c; } });
  await stream.abort();
  assert.equal(control.signal.aborted, true);
  assert.equal(control.signal.reason.name, "AbortError");
  assert.equal(control.signal, control.signal);
});

test("a locked stream answers only its writer", async () => {
  const stream = new WritableStream();
  const writer = stream.getWriter();
  assert.throws(() => stream.getWriter(), TypeError);
  await assert.rejects(stream.close(), TypeError);
  await assert.rejects(stream.abort(), TypeError);
  writer.releaseLock();
  await assert.rejects(writer.write(1), TypeError);
  await assert.rejects(writer.ready, TypeError);
  assert.throws(() => writer.desiredSize, TypeError);
  await stream.close();
  await assert.rejects(stream.close(), TypeError);
});
