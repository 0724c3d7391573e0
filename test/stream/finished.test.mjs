// finished(), and the questions about a stream.
import { finished, isDisturbed, isReadable, isWritable, PassThrough, Readable, Stream, Writable } from "node:stream";
import promises, { finished as finishedPromise } from "node:stream/promises";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const outcome = (stream, options = {}) => new Promise((resolve) => finished(stream, options, function (...args) { resolve([this === stream, ...args]); }));

test("the end of a readable and of a writable; no argument where all is well", async () => {
  const readable = Readable.from(["a"]);
  readable.resume();
  assert.deepEqual(await outcome(readable), [true]);
  const writable = new Writable({ write(c, e, done) { done(); } });
  writable.end("x");
  assert.deepEqual(await outcome(writable), [true]);
});
test("errors, and a close before the end", async () => {
  const readable = new Readable({ read() {} });
  readable.destroy(new Error("x"));
  assert.equal((await outcome(readable))[1].message, "x");
  const early = new Readable({ read() {} });
  early.destroy();
  assert.equal((await outcome(early))[1].code, "ERR_STREAM_PREMATURE_CLOSE");
});
test("streams that have ended before", async () => {
  const readable = Readable.from(["a"]);
  readable.resume();
  await new Promise((resolve) => readable.on("close", resolve));
  assert.deepEqual(await outcome(readable), [true]);
  const failed = new Readable({ read() {} }).on("error", () => {});
  failed.destroy(new Error("past"));
  await turn();
  assert.equal((await outcome(failed))[1].message, "past");
});
test("one side of a duplex", async () => {
  const duplex = new PassThrough();
  duplex.end();
  assert.deepEqual(await outcome(duplex, { readable: false }), [true]);
  assert.equal(duplex.readableEnded, false);
});
test("a signal, and the function that stops watching", async () => {
  const controller = new AbortController();
  const stream = new Readable({ read() {} });
  const result = outcome(stream, { signal: controller.signal });
  controller.abort();
  assert.equal((await result)[1].name, "AbortError");
  assert.equal(stream.destroyed, false);
  let called = false;
  const stop = finished(stream, () => { called = true; });
  stop();
  stream.destroy();
  await turn();
  assert.equal(called, false);
});
test("listeners stay unless the promise cleans up", async () => {
  const stream = Readable.from(["a"]);
  const before = stream.listenerCount("end");
  stream.resume();
  await finishedPromise(stream, { cleanup: true });
  assert.equal(stream.listenerCount("end"), before);
  assert.equal((await import("node:stream")).default.promises, promises);
});
test("what is no stream", () => {
  assert.throws(() => finished({}, () => {}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => finished(new Stream(), {}), { code: "ERR_INVALID_ARG_TYPE" });
});
test("isReadable, isWritable, isDisturbed", async () => {
  const stream = new PassThrough();
  assert.deepEqual([isReadable(stream), isWritable(stream), isDisturbed(stream)], [true, true, false]);
  stream.end("a");
  stream.read();
  assert.deepEqual([isWritable(stream), isDisturbed(stream)], [false, true]);
  stream.resume();
  await turn();
  assert.equal(isReadable(stream), false);
  assert.equal(isReadable({}), null);
});
