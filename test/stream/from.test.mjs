// Readable.from and Duplex.from.
import { Duplex, PassThrough, Readable, Writable } from "node:stream";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));
async function list(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test("iterables, asynchronous ones, promises among their values", async () => {
  assert.deepEqual(await list(Readable.from([1, Promise.resolve(2), 3])), [1, 2, 3]);
  assert.deepEqual(await list(Readable.from((async function* () { yield "a"; yield "b"; })())), ["a", "b"]);
  const stream = Readable.from(["x"]);
  assert.deepEqual([stream.readableObjectMode, stream.readableHighWaterMark], [true, 1]);
});
test("text and bytes are one chunk", async () => {
  assert.deepEqual(await list(Readable.from("abc")), ["abc"]);
  assert.equal((await list(Readable.from(Buffer.from("abc"))))[0].toString(), "abc");
});
test("only as far as it is read, and closed when it is destroyed", async () => {
  const seen = [];
  const stream = Readable.from((function* () { try { for (let i = 0; ; i++) { seen.push(i); yield i; } } finally { seen.push("closed"); } })());
  stream.once("readable", () => stream.destroy());
  await turn();
  await turn();
  assert.deepEqual(seen, [0, "closed"]);
});
test("errors of the iterable, null values, what is no iterable", async () => {
  await assert.rejects(list(Readable.from((function* () { throw new Error("bad"); })())), /bad/);
  await assert.rejects(list(Readable.from([null])), { code: "ERR_STREAM_NULL_VALUES" });
  assert.throws(() => Readable.from(5), { code: "ERR_INVALID_ARG_TYPE", message: 'The "iterable" argument must be an instance of Iterable. Received type number (5)' });
});
test("Duplex.from a function", async () => {
  const duplex = Duplex.from(async function* (source) { for await (const chunk of source) yield String(chunk).toUpperCase(); });
  duplex.write("a");
  duplex.end("b");
  assert.deepEqual(await list(duplex), ["A", "B"]);
  let sum = 0;
  const sink = Duplex.from(async (source) => { for await (const n of source) sum += n; });
  assert.equal(sink.readable, false);
  sink.write(1);
  sink.end(2);
  await new Promise((resolve) => sink.on("finish", resolve));
  assert.equal(sum, 3);
});
test("Duplex.from streams, pairs, iterables, promises", async () => {
  assert(Duplex.from(new Readable({ read() {} })).writable === false);
  const through = new PassThrough();
  assert.equal(Duplex.from(through), through);
  const written = [];
  const pair = Duplex.from({
    readable: Readable.from(["r"]),
    writable: new Writable({ objectMode: true, write(chunk, e, done) { written.push(chunk); done(); } }),
  });
  pair.end("w");
  assert.deepEqual([await list(pair), written], [["r"], ["w"]]);
  assert.deepEqual(await list(Duplex.from(["a", "b"])), ["a", "b"]);
  assert.deepEqual(await list(Duplex.from(Promise.resolve("p"))), ["p"]);
  assert.throws(() => Duplex.from(5), { code: "ERR_INVALID_ARG_TYPE" });
});
