import { test, assert } from "../harness.mjs";
import { Worker } from "node:worker_threads";
import { once } from "node:events";

const move = (stream) => structuredClone(stream, { transfer: [stream] });
const all = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
const failure = (promise) => promise.then(() => assert.fail("it should fail"), (error) => error);

test("a readable stream goes on elsewhere, and stays locked here", async () => {
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue("a");
      controller.enqueue({ list: [1] });
      controller.close();
    },
  });
  const moved = move(source);
  assert.equal(moved instanceof ReadableStream, true);
  assert.equal(source.locked, true);
  assert.deepEqual(await all(moved), ["a", { list: [1] }]);
});

test("chunks are asked for one at a time", async () => {
  let pulls = 0;
  const source = new ReadableStream({ pull: (controller) => controller.enqueue(++pulls) }, { highWaterMark: 0 });
  const reader = move(source).getReader();
  assert.equal((await reader.read()).value, 1);
  assert.equal((await reader.read()).value, 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(pulls <= 4, true, `pulled ${pulls} times`);
  await reader.cancel("enough");
});

test("a byte stream arrives as a stream of its chunks", async () => {
  const source = new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(new Uint8Array([1, 2]));
      controller.close();
    },
  });
  assert.deepEqual((await all(move(source))).map((chunk) => [...chunk]), [[1, 2]]);
});

test("cancel reaches the source, and errors of the source the reader", async () => {
  let cancelled;
  const source = new ReadableStream({ cancel: (reason) => void (cancelled = reason) });
  await move(source).cancel({ why: "done" });
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(cancelled, { why: "done" });

  const failing = new ReadableStream({ pull: (controller) => controller.error(new RangeError("broken")) });
  const error = await failure(move(failing).getReader().read());
  assert.deepEqual([error.name, error.message], ["RangeError", "broken"]);
});

test("a chunk that cannot be cloned fails both sides", async () => {
  let cancelled;
  const source = new ReadableStream({
    start: (controller) => controller.enqueue(() => {}),
    cancel: (reason) => void (cancelled = reason),
  });
  const error = await failure(move(source).getReader().read());
  assert.equal(error.name, "DataCloneError");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(cancelled?.name, "DataCloneError");
});

test("a writable stream takes what is written elsewhere", async () => {
  const written = [];
  let isClosed = false;
  const sink = new WritableStream({
    write: (chunk) => void written.push(chunk),
    close: () => void (isClosed = true),
  });
  const writer = move(sink).getWriter();
  assert.equal(sink.locked, true);
  for (const chunk of ["a", new Map([[1, 2]]), undefined]) await writer.write(chunk);
  await writer.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(written, ["a", new Map([[1, 2]]), undefined]);
  assert.equal(isClosed, true);
});

test("abort reaches the sink, and errors of the sink the writer", async () => {
  let aborted;
  const writer = move(new WritableStream({ abort: (reason) => void (aborted = reason) })).getWriter();
  await writer.write(1);
  await writer.abort("stop");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(aborted, "stop");

  const failing = move(new WritableStream({ write() { throw new TypeError("full"); } })).getWriter();
  await failing.write(1);
  assert.equal((await failure(failing.closed)).message, "full");
});

test("a transform stream is two streams", async () => {
  const upper = new TransformStream({ transform: (chunk, controller) => controller.enqueue(chunk.toUpperCase()) });
  const moved = move(upper);
  assert.deepEqual([upper.readable.locked, upper.writable.locked], [true, true]);
  assert.deepEqual([moved.readable.locked, moved.writable.locked], [false, false]);
  assert.deepEqual(await all(ReadableStream.from(["a", "b"]).pipeThrough(moved)), ["A", "B"]);
});

test("what cannot be transferred is left as it is", () => {
  const locked = new ReadableStream();
  locked.getReader();
  const other = new ReadableStream();
  const error = assert.throws(() => structuredClone(0, { transfer: [other, locked] }), DOMException);
  assert.equal(error.name, "DataCloneError");
  assert.equal(other.locked, false);
  const sink = new WritableStream();
  sink.getWriter();
  assert.throws(() => move(sink), { name: "DataCloneError" });
  const transform = new TransformStream();
  transform.writable.getWriter();
  assert.throws(() => move(transform), { name: "DataCloneError" });
  for (const stream of [other, new WritableStream(), new TransformStream()])
    assert.throws(() => structuredClone(stream), { code: "ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST" });
});

test("streams go through ports, also more than once", async () => {
  const { port1, port2 } = new MessageChannel();
  const source = ReadableStream.from(["x", "y"]);
  const again = move(source);
  port1.postMessage({ stream: again }, [again]);
  const { data, ports } = await new Promise((resolve) => (port2.onmessage = resolve));
  assert.equal(ports.length, 0);
  assert.deepEqual(await all(data.stream), ["x", "y"]);
  port2.close();
});

test("a worker reads one stream and writes another", async () => {
  const source = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      controller.enqueue(++this.count);
      if (this.count === 3) controller.close();
    },
    count: 0,
  });
  const got = [];
  const sink = new WritableStream({ write: (chunk) => void got.push(chunk) });
  const worker = new Worker(`const { workerData: { source, sink } } = require("worker_threads");
    source.pipeThrough(new TransformStream({ transform: (n, controller) => controller.enqueue(n * 10) })).pipeTo(sink);`,
    { eval: true, workerData: { source, sink }, transferList: [source, sink] });
  const [code] = await once(worker, "exit");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(code, 0);
  assert.deepEqual(got, [10, 20, 30]);
});

test("the end of a thread fails its streams", async () => {
  const worker = new Worker(`const { parentPort } = require("worker_threads");
    const stream = new ReadableStream({ pull: () => new Promise(() => {}) });
    parentPort.postMessage(stream, [stream]);
    setInterval(() => {}, 1000);`, { eval: true });
  const [stream] = await once(worker, "message");
  const reading = failure(stream.getReader().read());
  await worker.terminate();
  assert.equal((await reading).name, "AbortError");
});

test("a stream that nobody reads does not keep the process", async () => {
  const { execFileSync } = await import("node:child_process");
  const code = `const stream = new ReadableStream({ start: (c) => c.enqueue(1) });
    structuredClone(stream, { transfer: [stream] });
    const { port1 } = new MessageChannel();
    const other = new WritableStream();
    port1.postMessage(other, [other]);`;
  execFileSync(process.execPath, ["-e", code], { timeout: 10_000 });
});
