// Duplex, Transform, PassThrough, duplexPair.
import { Duplex, duplexPair, PassThrough, Readable, Stream, Transform, Writable } from "node:stream";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? String(chunk) : chunk);
  return chunks;
}

test("a duplex is both, and neither side is the other", () => {
  const duplex = Duplex({ read() {}, write(c, e, done) { done(); }, readableHighWaterMark: 7, writableHighWaterMark: 9 });
  assert(duplex instanceof Duplex && duplex instanceof Readable && duplex instanceof Writable && duplex instanceof Stream);
  assert(!(new Readable() instanceof Writable));
  assert(!(new Readable() instanceof Duplex));
  assert.deepEqual([duplex.readableHighWaterMark, duplex.writableHighWaterMark, duplex.allowHalfOpen], [7, 9, true]);
});
test("it closes when both sides have ended", async () => {
  const seen = [];
  const duplex = new Duplex({ read() { this.push(null); }, write(c, e, done) { done(); } });
  for (const name of ["end", "finish", "close"]) duplex.on(name, () => seen.push(name));
  duplex.resume();
  await turn();
  assert.deepEqual(seen, ["end"]);
  duplex.end();
  await turn();
  assert.deepEqual(seen, ["end", "finish", "close"]);
});
test("allowHalfOpen: false ends the writable side with the readable", async () => {
  const seen = [];
  const duplex = new Duplex({ allowHalfOpen: false, read() { this.push(null); }, write(c, e, done) { done(); } });
  for (const name of ["end", "finish", "close"]) duplex.on(name, () => seen.push(name));
  duplex.resume();
  await turn();
  assert.deepEqual(seen, ["end", "finish", "close"]);
});
test("a side can be left out", async () => {
  const reads = new Duplex({ writable: false, read() { this.push("a"); this.push(null); } });
  assert.deepEqual([reads.readable, reads.writable], [true, false]);
  assert.deepEqual(await readAll(reads), ["a"]);
  const writes = new Duplex({ readable: false, write(c, e, done) { done(); } });
  assert.deepEqual([writes.readable, writes.writable], [false, true]);
});
test("a transform: values, pushes, flush", async () => {
  const doubled = new Transform({
    transform(chunk, encoding, done) { this.push(chunk); done(null, chunk); },
    flush(done) { done(null, "!"); },
  });
  doubled.write("a");
  doubled.end("b");
  assert.deepEqual(await readAll(doubled), ["aabb!"]);
});
test("its errors", async () => {
  const codes = [];
  const keep = (stream) => stream.on("error", (error) => codes.push(error.code ?? error.message));
  assert.throws(() => new Transform().write("a"), { code: "ERR_METHOD_NOT_IMPLEMENTED" });
  keep(new Transform({ transform(c, e, done) { done(new Error("bad")); } })).write("a");
  keep(new Transform({ transform(c, e, done) { done(); done(); } })).write("a");
  keep(new Transform({ flush(done) { done(new Error("flush")); } })).end();
  await turn();
  assert.deepEqual(codes.sort(), ["ERR_MULTIPLE_CALLBACK", "bad", "flush"]);
});
test("a transform waits for its reader", async () => {
  let transformed = 0;
  const stream = new Transform({ objectMode: true, highWaterMark: 2, transform(c, e, done) { transformed++; done(null, c); } });
  for (let i = 0; i < 9; i++) stream.write(i);
  await turn();
  assert.equal(transformed, 2);
  stream.end();
  assert.equal((await readAll(stream)).length, 9);
});
test("object mode of one side", async () => {
  const parse = new Transform({ readableObjectMode: true, transform(chunk, e, done) { done(null, JSON.parse(chunk)); } });
  parse.end('{"a":1}');
  assert.deepEqual(await readAll(parse), [{ a: 1 }]);
  assert.deepEqual([parse.readableObjectMode, parse.writableObjectMode], [true, false]);
});
test("pass-through", async () => {
  const stream = PassThrough();
  stream.end("same");
  assert.deepEqual(await readAll(stream), ["same"]);
});
test("a pair, back to back", async () => {
  const [a, b] = duplexPair({ encoding: "utf8" });
  a.write("to b");
  b.write("to a");
  assert.deepEqual([b.read(), a.read()], ["to b", "to a"]);
  a.end();
  b.resume();
  await turn();
  assert.equal(b.readableEnded, true);
});
