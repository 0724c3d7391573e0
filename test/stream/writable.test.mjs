// Writable: one write at a time, buffering, cork, drain, and the end.
import { Writable } from "node:stream";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function recorder(options, seen) {
  const stream = new Writable(options);
  for (const name of ["drain", "prefinish", "finish", "close"]) stream.on(name, () => seen.push(name));
  stream.on("error", (error) => seen.push(`error ${error.code ?? error.message}`));
  return stream;
}

test("order of callbacks and events, writes that end at once", async () => {
  const seen = [];
  const stream = recorder({ write(chunk, encoding, done) { seen.push(`_write ${chunk} ${encoding}`); done(); } }, seen);
  stream.write("a", () => seen.push("a"));
  stream.write("b", () => seen.push("b"));
  stream.end("c", () => seen.push("ended"));
  seen.push("sync");
  await turn();
  assert.deepEqual(seen, [
    "_write a buffer", "_write b buffer", "_write c buffer", "prefinish", "sync", "a", "b", "ended", "finish", "close"]);
});
test("drain comes before the callback of the write that made it", async () => {
  const seen = [];
  const stream = recorder({ highWaterMark: 2, write(chunk, encoding, done) { setImmediate(done); } }, seen);
  assert.equal(stream.write("abc", () => seen.push("written")), false);
  assert.deepEqual([stream.writableNeedDrain, stream.writableLength], [true, 3]);
  await turn();
  await turn();
  assert.deepEqual(seen, ["drain", "written"]);
  assert.equal(stream.writableNeedDrain, false);
});
test("cork gathers, _writev gets all at once", async () => {
  const seen = [];
  const stream = recorder({
    decodeStrings: false,
    writev(chunks, done) { seen.push(chunks.map(({ chunk, encoding }) => `${chunk} ${encoding}`), chunks.allBuffers); done(); },
  }, seen);
  stream.cork();
  stream.cork();
  stream.write("61", "hex");
  stream.write(Buffer.from("b"));
  assert.deepEqual([stream.writableCorked, stream.writableBuffer.length], [2, 2]);
  stream.uncork();
  assert.deepEqual(seen, []);
  stream.uncork();
  assert.deepEqual(seen, [["61 hex", "b buffer"], false]);
});
test("final is waited for, and its error is the stream's", async () => {
  const seen = [];
  const stream = recorder({ write(c, e, done) { done(); }, final(done) { seen.push("final"); setImmediate(done); } }, seen);
  stream.end(() => seen.push("ended"));
  assert.equal(stream.writableFinished, false);
  await turn();
  await turn();
  assert.deepEqual(seen, ["final", "prefinish", "ended", "finish", "close"]);
  const bad = [];
  recorder({ final(done) { done(new Error("no")); } }, bad).end((error) => bad.push(`ended ${error.message}`));
  await turn();
  assert.deepEqual(bad, ["error no", "close", "ended no"]);
});
test("writes after the end, after destruction, of nothing, of the wrong kind", async () => {
  const seen = [];
  const stream = recorder({ write(c, e, done) { done(); } }, seen);
  assert.throws(() => stream.write(null), { code: "ERR_STREAM_NULL_VALUES" });
  assert.throws(() => stream.write(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => stream.write("a", "nope"), { code: "ERR_UNKNOWN_ENCODING", message: "Unknown encoding: nope" });
  stream.end();
  assert.equal(stream.write("late", (error) => seen.push(`callback ${error.code}`)), false);
  await turn();
  assert.deepEqual(seen, ["prefinish", "callback ERR_STREAM_WRITE_AFTER_END", "error ERR_STREAM_WRITE_AFTER_END", "close"]);
  const gone = [];
  const destroyed = recorder({ write(c, e, done) { done(); } }, gone);
  destroyed.destroy();
  destroyed.write("x", (error) => gone.push(error.code));
  await turn();
  assert.deepEqual(gone, ["close", "ERR_STREAM_DESTROYED"]);
});
test("an error of _write reaches its callback, those that wait, and 'error' once", async () => {
  const seen = [];
  const stream = recorder({ write(c, e, done) { setImmediate(() => done(new Error(`bad ${c}`))); } }, seen);
  stream.write("a", (error) => seen.push(`a ${error.message}`));
  stream.write("b", (error) => seen.push(`b ${error.message}`));
  stream.end((error) => seen.push(`end ${error.message}`));
  await turn();
  await turn();
  assert.deepEqual(seen, ["a bad a", "b bad a", "end bad a", "error bad a", "close"]);
  assert.equal(stream.errored.message, "bad a");
  assert.equal(stream.writableAborted, true);
});
test("a callback called twice", async () => {
  const seen = [];
  recorder({ write(c, e, done) { done(); done(); } }, seen).write("a");
  await turn();
  assert.deepEqual(seen, ["error ERR_MULTIPLE_CALLBACK", "close"]);
});
test("end twice", async () => {
  const seen = [];
  const stream = recorder({ write(c, e, done) { done(); } }, seen);
  stream.end();
  stream.end((error) => seen.push(error));
  await turn();
  stream.end((error) => seen.push(error.code));
  await turn();
  assert.deepEqual(seen, ["prefinish", null, "finish", "close", "ERR_STREAM_ALREADY_FINISHED"]);
});
test("a writable cannot be piped from", async () => {
  const seen = [];
  recorder({}, seen).pipe(new Writable());
  await turn();
  assert.deepEqual(seen, ["error ERR_STREAM_CANNOT_PIPE", "close"]);
});
test("without _write", () => {
  assert.throws(() => new Writable().write("a"), { code: "ERR_METHOD_NOT_IMPLEMENTED", message: "The _write() method is not implemented" });
});
test("default encoding, and text that is not decoded", () => {
  const seen = [];
  const stream = new Writable({ decodeStrings: false, write(chunk, encoding, done) { seen.push([chunk, encoding]); done(); } });
  stream.write("a");
  stream.setDefaultEncoding("HEX");
  stream.write("61");
  stream.write("b", "latin1");
  assert.deepEqual(seen, [["a", "utf8"], ["61", "hex"], ["b", "latin1"]]);
  assert.throws(() => stream.setDefaultEncoding({}), { code: "ERR_UNKNOWN_ENCODING", message: "Unknown encoding: {}" });
});
