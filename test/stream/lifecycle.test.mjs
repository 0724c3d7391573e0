// construct, destroy, 'error' and 'close'.
import { addAbortSignal, destroy, Duplex, isDestroyed, isErrored, Readable, Transform, Writable } from "node:stream";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function watch(stream, seen) {
  for (const name of ["end", "finish", "close"]) stream.on(name, () => seen.push(name));
  return stream.on("error", (error) => seen.push(`error ${error.message}`));
}

test("destroy: _destroy at once, 'error' and 'close' on the next tick", async () => {
  const seen = [];
  const stream = watch(new Readable({ read() {}, destroy(error, done) { seen.push(`_destroy ${error.message}`); done(error); } }), seen);
  assert.equal(stream.destroy(new Error("x")), stream);
  seen.push("sync");
  assert.deepEqual([stream.destroyed, stream.closed, stream.readable, stream.errored.message], [true, true, false, "x"]);
  stream.destroy(new Error("again"));
  await turn();
  assert.deepEqual(seen, ["_destroy x", "sync", "error x", "close"]);
  assert.deepEqual([isDestroyed(stream), isErrored(stream), stream.readableAborted], [true, true, true]);
});
test("nothing is emitted after destruction", async () => {
  const seen = [];
  const stream = watch(new Readable({ read() {} }), seen);
  stream.on("data", () => seen.push("data")).on("readable", () => seen.push("readable"));
  stream.push("a");
  stream.destroy();
  assert.equal(stream.push("b"), false);
  await turn();
  assert.deepEqual(seen, ["close"]);
});
test("_destroy may fail, and may throw", async () => {
  const seen = [];
  watch(new Writable({ destroy(error, done) { done(new Error("other")); } }), seen).destroy();
  watch(new Writable({ destroy() { throw new Error("thrown"); } }), seen).destroy();
  await turn();
  assert.deepEqual(seen, ["error other", "close", "error thrown", "close"]);
});
test("emitClose and autoDestroy can be turned off", async () => {
  const seen = [];
  watch(new Readable({ read() { this.push(null); }, emitClose: false }), seen).resume();
  await turn();
  const stream = watch(new Readable({ read() { this.push(null); }, autoDestroy: false }), seen);
  stream.resume();
  await turn();
  assert.deepEqual([seen, stream.destroyed], [["end", "end"], false]);
});
test("construct comes first; writes wait for it", async () => {
  const seen = [];
  const stream = watch(new Writable({
    construct(done) { seen.push("construct"); setImmediate(done); },
    write(chunk, encoding, done) { seen.push(`_write ${chunk}`); done(); },
  }), seen);
  stream.end("a");
  seen.push("sync");
  await turn();
  await turn();
  assert.deepEqual(seen, ["sync", "construct", "_write a", "finish", "close"]);
});
test("a failed construct destroys; destroy waits for construct", async () => {
  const seen = [];
  watch(new Readable({ construct(done) { done(new Error("no")); }, read() {} }), seen);
  await turn();
  assert.deepEqual(seen.splice(0), ["error no", "close"]);
  watch(new Duplex({ construct(done) { seen.push("construct"); setImmediate(done); }, destroy(e, done) { seen.push("_destroy"); done(e); } }), seen)
    .destroy(new Error("early"));
  await turn();
  await turn();
  assert.deepEqual(seen, ["construct", "_destroy", "error early", "close"]);
});
test("a transform's two sides are destroyed together", async () => {
  const seen = [];
  const stream = watch(new Transform({ transform(c, e, done) { done(); } }), seen);
  stream.destroy(new Error("t"));
  await turn();
  assert.deepEqual([seen, stream.readable, stream.writable], [["error t", "close"], false, false]);
});
test("stream.destroy ends an unfinished stream with an AbortError", async () => {
  const stream = new Readable({ read() {} });
  let error;
  stream.on("error", (e) => { error = e; });
  destroy(stream);
  await turn();
  assert.deepEqual([error.name, error.code, error.message], ["AbortError", "ABORT_ERR", "The operation was aborted"]);
});
test("an abort signal destroys", async () => {
  const controller = new AbortController();
  const seen = [];
  const stream = addAbortSignal(controller.signal, new Readable({ read() {} }));
  stream.on("error", (error) => seen.push(error.name, error.cause));
  const other = new Writable({ signal: controller.signal, write() {} }).on("error", (error) => seen.push(error.code));
  controller.abort("why");
  assert.deepEqual([stream.destroyed, other.destroyed], [true, true]);
  await turn();
  assert.deepEqual(seen, ["AbortError", "why", "ABORT_ERR"]);
  assert.throws(() => addAbortSignal(controller.signal, {}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => addAbortSignal("no", stream), { code: "ERR_INVALID_ARG_TYPE" });
});
test("Symbol.asyncDispose", async () => {
  const dispose = Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose");
  const stream = new Readable({ read() {} });
  stream.on("error", () => {});
  await stream[dispose]();
  assert.deepEqual([stream.destroyed, stream.errored.name], [true, "AbortError"]);
});
test("captured rejections destroy", async () => {
  const stream = new Readable({ captureRejections: true, read() {} });
  let error;
  stream.on("error", (e) => { error = e.message; });
  stream.on("data", async () => { throw new Error("late"); });
  stream.push("a");
  await turn();
  assert.equal(error, "late");
});
