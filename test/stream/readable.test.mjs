// Readable: push, read, 'readable', 'data', and the order in which they come.
import { Readable } from "node:stream";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("without new, with options or as a subclass", () => {
  assert(Readable() instanceof Readable);
  class Counter extends Readable {
    _read() { this.push("1"); this.push(null); }
  }
  assert.equal(String(new Counter().read()), "1");
});
test("data comes on later ticks, end after it, close last", async () => {
  const seen = [];
  const stream = new Readable({ read() { seen.push("_read"); this.push("a"); this.push(null); } });
  stream.on("data", (chunk) => seen.push(`data ${chunk}`));
  for (const name of ["readable", "resume", "pause", "end", "close"]) if (name !== "readable") stream.on(name, () => seen.push(name));
  seen.push("sync");
  process.nextTick(() => seen.push("tick"));
  await turn();
  assert.deepEqual(seen, ["sync", "_read", "resume", "data a", "tick", "end", "close"]);
});
test("a chunk that arrives while the stream flows is emitted at once", async () => {
  const stream = new Readable({ read() {} });
  const seen = [];
  stream.on("data", (chunk) => seen.push(String(chunk)));
  await turn();
  stream.push("a");
  seen.push("pushed");
  assert.deepEqual(seen, ["a", "pushed"]);
});
test("readableFlowing: null, true, false", () => {
  const stream = new Readable({ read() {} });
  assert.equal(stream.readableFlowing, null);
  assert.equal(stream.isPaused(), false);
  stream.resume();
  assert.equal(stream.readableFlowing, true);
  stream.pause();
  assert.deepEqual([stream.readableFlowing, stream.isPaused()], [false, true]);
  stream.on("data", () => {});
  assert.equal(stream.readableFlowing, false);
  const other = new Readable({ read() {} });
  other.on("readable", () => {});
  other.resume();
  assert.equal(other.readableFlowing, false);
});
test("'readable' takes precedence over 'data'", async () => {
  const seen = [];
  const stream = new Readable({ read() {} });
  stream.on("data", (chunk) => seen.push(`data ${chunk}`));
  stream.on("readable", () => { let c; while ((c = stream.read()) !== null) seen.push(`read ${c}`); });
  stream.push("a");
  stream.push("b");
  await turn();
  assert.deepEqual(seen, ["data ab", "read ab"]);
  stream.push(null);
  await turn();
  assert.equal(stream.readableEnded, true);
});
test("read(n) joins and splits chunks", async () => {
  const stream = new Readable({ read() {} });
  for (const chunk of ["ab", "cdef", "g"]) stream.push(chunk);
  assert.deepEqual([3, 1, 5].map((n) => stream.read(n)?.toString()), ["abc", "d", undefined]);
  assert.equal(String(stream.read()), "efg");
  assert.equal(stream.read(), null);
  stream.push("xy");
  stream.push(null);
  // After the end, what is left is given although it is less.
  assert.equal(String(stream.read(9)), "xy");
});
test("push tells whether there is room, and a large read raises the mark", () => {
  const stream = new Readable({ read() {}, highWaterMark: 4 });
  assert.deepEqual([stream.push("abc"), stream.push("d"), stream.push("e")], [true, false, false]);
  assert.equal(stream.readableLength, 5);
  stream.read(5);
  assert.equal(stream.readableHighWaterMark, 8);
  assert.throws(() => stream.read(2 ** 31), { code: "ERR_OUT_OF_RANGE" });
});
test("encodings: characters that a chunk cuts, and text as it is", () => {
  const stream = new Readable({ read() {}, encoding: "utf8" });
  const bytes = Buffer.from("h€!");
  stream.push(bytes.subarray(0, 2));
  stream.push(bytes.subarray(2));
  stream.push("ä");
  assert.equal(stream.read(), "h€!ä");
  const late = new Readable({ read() {} });
  late.push(bytes.subarray(0, 2));
  late.push(bytes.subarray(2));
  assert.equal(late.setEncoding("utf8").read(2), "h€");
  assert.equal(late.readableEncoding, "utf8");
  assert.throws(() => late.setEncoding("nope"), { code: "ERR_UNKNOWN_ENCODING" });
});
test("unshift puts back in front", () => {
  const stream = new Readable({ read() {} });
  stream.push("bc");
  assert.equal(stream.unshift("a"), true);
  assert.equal(String(stream.read(2)), "ab");
  stream.unshift(Buffer.from("ab"));
  assert.equal(String(stream.read()), "abc");
});
test("objects: one by one, falsy ones too", async () => {
  const seen = [];
  const stream = new Readable({ objectMode: true, read() {} });
  for (const value of [0, "", false, undefined, { a: 1 }, null]) stream.push(value);
  for await (const value of stream) seen.push(value);
  assert.deepEqual(seen, [0, "", false, undefined, { a: 1 }]);
});
test("what is no chunk is an error", async () => {
  const stream = new Readable({ read() {} });
  let error;
  stream.on("error", (e) => { error = e; });
  assert.equal(stream.push({}), false);
  await turn();
  assert.equal(error.code, "ERR_INVALID_ARG_TYPE");
  assert.equal(error.message, 'The "chunk" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received an instance of Object');
});
test("errors of the wrong moment", async () => {
  const codes = [];
  const keep = (stream) => stream.on("error", (e) => codes.push(e.code));
  const pushed = keep(new Readable({ read() {} }));
  pushed.push(null);
  pushed.push("late");
  const ended = keep(new Readable({ read() {}, autoDestroy: false }));
  ended.push(null);
  ended.resume();
  await turn();
  ended.unshift("late");
  keep(new Readable()).read();
  await turn();
  assert.deepEqual(codes, ["ERR_STREAM_PUSH_AFTER_EOF", "ERR_STREAM_UNSHIFT_AFTER_END_EVENT", "ERR_METHOD_NOT_IMPLEMENTED"]);
});
test("wrap reads an old stream", async () => {
  const { Stream } = await import("node:stream");
  const old = new Stream();
  let paused = 0;
  old.pause = () => { paused++; };
  old.resume = () => {};
  const stream = new Readable({ highWaterMark: 2 }).wrap(old);
  old.emit("data", Buffer.from("abc"));
  old.emit("end");
  const parts = [];
  for await (const chunk of stream) parts.push(String(chunk));
  assert.deepEqual([parts, paused], [["abc"], 1]);
});
