// The streams: pieces, flushing, parameters, the end and errors.
import zlib from "node:zlib";
import { Readable } from "node:stream";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { test, assert } from "../harness.mjs";

/** What happens to a stream until it closes; data by their sizes. */
async function history(stream, run) {
  const seen = [];
  for (const name of ["end", "finish"]) stream.on(name, () => seen.push(name));
  stream.on("error", (error) => seen.push(error.code));
  stream.on("data", (data) => seen.push(String(data)));
  run(stream);
  await new Promise((resolve) => stream.on("close", resolve));
  return seen.join();
}
async function collected(stream, run) {
  const chunks = [];
  stream.on("data", (data) => chunks.push(data));
  await run(stream);
  if (!stream.closed) await once(stream, "close");
  return Buffer.concat(chunks);
}

test("every kind through a pipeline, in pieces", async () => {
  const text = "a line of text, and its number\n".repeat(20000);
  for (const [compress, decompress] of [["Gzip", "Gunzip"], ["Deflate", "Inflate"], ["DeflateRaw", "InflateRaw"],
    ["Gzip", "Unzip"], ["BrotliCompress", "BrotliDecompress"], ["ZstdCompress", "ZstdDecompress"]]) {
    if (!zlib[compress]) continue;
    let out = "";
    await pipeline(Readable.from(text.match(/[^]{1,9999}/g)), zlib[`create${compress}`]({ chunkSize: 100 }),
      zlib[`create${decompress}`]({ chunkSize: 64 }), async (source) => { for await (const part of source) out += part; });
    assert.equal(out, text);
  }
});
test("members of a gzip file, byte by byte", async () => {
  const bytes = Buffer.concat([zlib.gzipSync("hello"), zlib.gzipSync("you")]);
  const stream = zlib.createUnzip();
  const out = await history(stream, () => {
    for (const byte of bytes) stream.write(Buffer.from([byte]));
    stream.end();
  });
  assert.equal(out, "h,e,l,l,o,y,o,u,finish,end");
  assert.equal(stream.bytesWritten, bytes.length);
});
test("errors", async () => {
  assert.equal(await history(zlib.createGunzip(), (s) => s.end("garbage")), "Z_DATA_ERROR");
  const cut = zlib.gzipSync("hello").subarray(0, 10);
  assert.equal(await history(zlib.createGunzip(), (s) => s.end(cut)), "finish,Z_BUF_ERROR");
  assert.equal(await history(zlib.createUnzip(), (s) => s.end()), "finish,Z_BUF_ERROR");
  await assert.rejects(pipeline(Readable.from(["abc"]), zlib.createGunzip(), async (s) => { for await (const _ of s); }),
    { code: "Z_DATA_ERROR" });
});
test("what follows the end of the data is left alone", async () => {
  const stream = zlib.createInflate();
  const out = await history(stream, (s) => {
    s.write(zlib.deflateSync("hello"));
    s.write("more");
    s.end("and more");
  });
  assert.equal(out, "hello,end,finish");
  assert.equal(stream.bytesWritten, 13);
});
test("flush brings out what was written", async () => {
  const stream = zlib.createGzip();
  const back = zlib.createGunzip();
  stream.pipe(back);
  stream.write("first");
  await new Promise((resolve) => stream.flush(resolve));
  assert.equal(String((await once(back, "data"))[0]), "first");
  stream.end("second");
  assert.equal(String((await once(back, "data"))[0]), "second");
});
test("params", async () => {
  const stream = zlib.createDeflate({ level: 9 });
  const packed = await collected(stream, async () => {
    stream.write("a".repeat(1000));
    await new Promise((resolve) => stream.params(0, zlib.constants.Z_DEFAULT_STRATEGY, resolve));
    stream.end("b".repeat(1000));
  });
  assert(packed.length > 1000 && packed.length < 1100);
  assert.equal(zlib.inflateSync(packed).toString(), "a".repeat(1000) + "b".repeat(1000));
  assert.throws(() => stream.params(10, 0), { code: "ERR_OUT_OF_RANGE" });
});
test("reset, close, destroy while it works", async () => {
  const reset = zlib.createGzip();
  reset.reset();
  assert.equal(zlib.gunzipSync(await collected(reset, () => { reset.end("x"); })).toString(), "x");
  const stream = zlib.createGzip();
  const called = [];
  stream.write("a".repeat(1e6), (error) => called.push(error?.code));
  stream.write("b", (error) => called.push(error?.code));
  stream.close(() => called.push("closed"));
  assert.equal(stream.destroyed, true);
  await once(stream, "close");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(called.length, 3);
  assert.throws(() => stream.reset(), { code: "ERR_INTERNAL_ASSERTION" });
});
test("classes work without new, and can be extended", () => {
  assert(zlib.Gzip() instanceof zlib.Gzip);
  class Mine extends zlib.Gzip {}
  assert(new Mine() instanceof zlib.Gzip);
  assert.equal(Object.getPrototypeOf(zlib.Gzip).name, "Zlib");
});
