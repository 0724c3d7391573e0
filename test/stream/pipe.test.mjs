// pipe() and unpipe().
import { PassThrough, Readable, Stream, Writable } from "node:stream";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function sink(options = {}) {
  const chunks = [];
  const stream = new Writable({ write(chunk, encoding, done) { chunks.push(String(chunk)); done(); }, ...options });
  stream.chunks = chunks;
  return stream;
}

test("everything arrives, in order, and the end too", async () => {
  const seen = [];
  const from = Readable.from(["a", "b", "c"]);
  const to = sink();
  to.on("pipe", (source) => seen.push("pipe", source === from)).on("unpipe", () => seen.push("unpipe")).on("finish", () => seen.push("finish"));
  assert.equal(from.pipe(to), to);
  await new Promise((resolve) => to.on("close", resolve));
  assert.deepEqual(to.chunks, ["a", "b", "c"]);
  assert.deepEqual(seen, ["pipe", true, "finish", "unpipe"]);
});
test("end: false leaves the destination open", async () => {
  const to = sink();
  const from = Readable.from(["a"]);
  from.pipe(to, { end: false });
  await new Promise((resolve) => from.on("close", resolve));
  assert.equal(to.writableEnded, false);
});
test("a full destination stops the source until it drains", async () => {
  const seen = [];
  let go;
  const to = new Writable({ highWaterMark: 1, write(chunk, encoding, done) { seen.push(String(chunk)); go = done; } });
  const from = new Readable({ read() {} });
  from.on("pause", () => seen.push("pause")).on("resume", () => seen.push("resume"));
  from.pipe(to);
  from.push("a");
  await turn();
  from.push("b");
  await turn();
  assert.deepEqual(seen, ["resume", "a", "pause"]);
  assert.equal(from._readableState.awaitDrainWriters, to);
  go();
  await turn();
  assert.deepEqual(seen, ["resume", "a", "pause", "resume", "b", "pause"]);
});
test("two destinations: the slower one sets the pace", async () => {
  const fast = sink();
  let go;
  const slow = new Writable({ highWaterMark: 1, write(c, e, done) { go = done; } });
  const from = new Readable({ read() {} });
  from.pipe(fast);
  from.pipe(slow);
  assert.equal(from._readableState.pipes.length, 2);
  from.push("a");
  await turn();
  from.push("b");
  await turn();
  assert.deepEqual(fast.chunks, ["a"]);
  go();
  await turn();
  assert.deepEqual(fast.chunks, ["a", "b"]);
});
test("unpipe one, and all", async () => {
  const from = new Readable({ read() {} });
  const [a, b] = [sink(), sink()];
  from.pipe(a);
  from.pipe(b);
  from.unpipe(a);
  from.push("x");
  await turn();
  assert.deepEqual([a.chunks, b.chunks], [[], ["x"]]);
  from.unpipe();
  assert.equal(from.readableFlowing, false);
  assert.equal(from._readableState.pipes.length, 0);
});
test("an error of the destination unpipes, and is thrown unless somebody listens", async () => {
  const from = new Readable({ read() {} });
  const to = sink();
  let caught;
  to.on("error", (error) => { caught = error.message; });
  from.pipe(to);
  to.destroy(new Error("gone"));
  await turn();
  assert.deepEqual([caught, from._readableState.pipes.length, from.destroyed], ["gone", 0, false]);
});
test("a stream of the first kind pipes, too", () => {
  const from = new Stream();
  from.readable = true;
  const to = new PassThrough({ encoding: "utf8" });
  from.pipe(to);
  from.emit("data", "a");
  from.emit("end");
  assert.equal(to.read(), "a");
  assert.equal(to.writableEnded, true);
});
