// toWeb and fromWeb: a Node stream as a web stream, and the reverse.
import { Readable, Writable, Duplex, PassThrough, Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { test, assert } from "../harness.mjs";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test("Readable.toWeb: chunks, the end, bytes without Buffer's methods", async () => {
  assert.deepEqual(await all(Readable.toWeb(Readable.from([1, 2, 3]))), [1, 2, 3]);
  const [bytes] = await all(Readable.toWeb(new Readable({ read() { this.push("ab"); this.push(null); } })));
  assert.equal(bytes.constructor, Uint8Array);
  assert.deepEqual([...bytes], [97, 98]);
  assert.deepEqual(await all(Readable.toWeb(new Readable({ encoding: "utf8", read() { this.push("é"); this.push(null); } }))), ["é"]);
});
test("Readable.toWeb: errors, premature ends, cancel", async () => {
  await assert.rejects(all(Readable.toWeb(new Readable({ read() { this.destroy(new Error("broken")); } }))), { message: "broken" });
  const cut = new Readable({ read() {} });
  const reading = all(Readable.toWeb(cut));
  cut.destroy();
  await assert.rejects(reading, { name: "AbortError" });
  const source = new Readable({ read() {} });
  source.on("error", () => {});
  await Readable.toWeb(source).cancel(new Error("enough"));
  assert(source.destroyed);
  const over = new Readable({ read() {} }).destroy();
  assert.deepEqual(await all(Readable.toWeb(over)), []);
  assert.throws(() => Readable.toWeb({}), { code: "ERR_INVALID_ARG_TYPE" });
});
test("Readable.toWeb reads no more than is wanted", async () => {
  let made = 0;
  const source = new Readable({ highWaterMark: 4, read() { made++; this.push(Buffer.alloc(4)); } });
  const reader = Readable.toWeb(source).getReader();
  await reader.read();
  await sleep(10);
  assert(made < 8, `${made}`);
  await reader.cancel();
});
test("Readable.fromWeb", async () => {
  const web = (chunks) => new ReadableStream({ start(c) { for (const chunk of chunks) c.enqueue(chunk); c.close(); } });
  assert.equal(await text(Readable.fromWeb(web(["a", new TextEncoder().encode("b")]))), "ab");
  assert.deepEqual(await all(Readable.fromWeb(web([1, { a: 2 }]), { objectMode: true })), [1, { a: 2 }]);
  assert.deepEqual(await all(Readable.fromWeb(web([Buffer.from("é")]), { encoding: "utf8" })), ["é"]);
  const broken = new ReadableStream({ start(c) { c.error(new Error("no")); } });
  await assert.rejects(all(Readable.fromWeb(broken)), { message: "no" });
  let reason;
  const stopped = Readable.fromWeb(new ReadableStream({ cancel(r) { reason = r; } }));
  stopped.on("error", () => {});
  stopped.destroy(new Error("stop"));
  await new Promise((resolve) => stopped.on("close", resolve));
  assert.equal(reason.message, "stop");
  assert.throws(() => Readable.fromWeb({}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Readable.fromWeb(web([]), { encoding: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
});
test("Writable.toWeb: writes, back-pressure, close, abort", async () => {
  const written = [];
  const node = new Writable({ highWaterMark: 2, write(chunk, _encoding, done) { written.push(String(chunk)); setTimeout(done, 1); } });
  const writer = Writable.toWeb(node).getWriter();
  for (const part of ["one", "two", "three"]) await writer.write(Buffer.from(part));
  await writer.close();
  assert.deepEqual(written, ["one", "two", "three"]);
  assert(node.writableFinished);
  const failing = new Writable({ write(_chunk, _encoding, done) { done(new Error("full")); } });
  const toFailing = Writable.toWeb(failing).getWriter();
  toFailing.write("x").catch(() => {});
  await assert.rejects(toFailing.closed, { message: "full" });
  const aborted = new Writable({ write() {} });
  aborted.on("error", () => {});
  await Writable.toWeb(aborted).abort(new Error("stop"));
  assert(aborted.destroyed);
  assert.throws(() => Writable.toWeb({}), { code: "ERR_INVALID_ARG_TYPE" });
});
test("Writable.fromWeb", async () => {
  const chunks = [];
  let closed = false;
  const node = Writable.fromWeb(new WritableStream({ write(chunk) { chunks.push(chunk); }, close() { closed = true; } }));
  node.write("text");
  node.cork();
  node.write(Buffer.from("b"));
  node.write("c");
  node.uncork();
  await new Promise((resolve) => node.end(resolve));
  assert(closed);
  assert.equal(chunks.map((chunk) => new TextDecoder().decode(chunk)).join("|"), "text|b|c");
  const objects = [];
  const objectNode = Writable.fromWeb(new WritableStream({ write(chunk) { objects.push(chunk); } }), { objectMode: true });
  objectNode.write({ a: 1 });
  await new Promise((resolve) => objectNode.end("text", resolve));
  assert.deepEqual(objects, [{ a: 1 }, "text"]);
  const failing = Writable.fromWeb(new WritableStream({ write() { throw new Error("full"); } }));
  failing.write("x");
  const error = await new Promise((resolve) => failing.on("error", resolve));
  assert.equal(error.message, "full");
  let reason;
  const destroyed = Writable.fromWeb(new WritableStream({ abort(r) { reason = r; } }));
  destroyed.on("error", () => {});
  destroyed.destroy(new Error("stop"));
  await new Promise((resolve) => destroyed.on("close", resolve));
  assert.equal(reason.message, "stop");
});
test("Duplex.toWeb and Duplex.fromWeb", async () => {
  const upper = new Transform({ transform(chunk, _encoding, done) { done(null, String(chunk).toUpperCase()); } });
  const { readable, writable } = Duplex.toWeb(upper);
  const writer = writable.getWriter();
  writer.write(Buffer.from("warp"));
  writer.close();
  assert.equal((await all(readable)).map((chunk) => Buffer.from(chunk).toString()).join(""), "WARP");
  const duplex = Duplex.fromWeb(new TransformStream({ transform(chunk, c) { c.enqueue(chunk); c.enqueue(chunk); } }), { encoding: "utf8" });
  duplex.end("weft");
  assert.equal(await text(duplex), "weftweft");
  const dead = new PassThrough();
  dead.destroy();
  const ended = Duplex.toWeb(dead);
  assert.deepEqual(await all(ended.readable), []);
  assert.throws(() => Duplex.fromWeb({}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Duplex.toWeb({}), { code: "ERR_INVALID_ARG_TYPE" });
});
test("there and back again, through a file's worth of bytes", async () => {
  const data = Buffer.alloc(1 << 20, "0123456789");
  const through = Readable.fromWeb(Readable.toWeb(Readable.from([data.subarray(0, 7), data.subarray(7)], { objectMode: false })));
  const received = Buffer.concat(await all(through));
  assert(received.equals(data));
});
