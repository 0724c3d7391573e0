// CompressionStream and DecompressionStream.
import zlib from "node:zlib";
import { test, assert } from "../harness.mjs";

const through = async (stream, chunks) => {
  const source = new ReadableStream({ start(c) { for (const chunk of chunks) c.enqueue(chunk); c.close(); } });
  const parts = [];
  for await (const part of source.pipeThrough(stream)) {
    assert.equal(Object.getPrototypeOf(part), Uint8Array.prototype);
    parts.push(part);
  }
  return Buffer.concat(parts);
};
const text = Buffer.from(Array.from({ length: 60000 }, (_, i) => `line ${i * i}`).join("\n"));
const formats = { gzip: "gunzipSync", deflate: "inflateSync", "deflate-raw": "inflateRawSync" };

for (const [format, decompress] of Object.entries(formats)) {
  test(`${format}, in small chunks and large ones`, async () => {
    const pieces = [text.subarray(0, 3), text.subarray(3, 1000), text.subarray(1000)];
    const packed = await through(new CompressionStream(format), pieces);
    assert.equal(Buffer.compare(zlib[decompress](packed), text), 0);
    assert.equal(Buffer.compare(await through(new DecompressionStream(format), [packed]), text), 0);
    const bytes = Array.from({ length: packed.length }, (_, i) => packed.subarray(i, i + 1)).slice(0, 3000);
    bytes.push(packed.subarray(3000));
    assert.equal(Buffer.compare(await through(new DecompressionStream(format), bytes), text), 0);
  });
  test(`${format}: nothing, and truncated or trailing data`, async () => {
    const empty = await through(new CompressionStream(format), []);
    assert.equal((await through(new DecompressionStream(format), [empty])).length, 0);
    const packed = await through(new CompressionStream(format), [text]);
    await assert.rejects(through(new DecompressionStream(format), [packed.subarray(0, -1)]), TypeError);
    await assert.rejects(through(new DecompressionStream(format), []), TypeError);
    const junk = format === "gzip" ? Buffer.alloc(2) : Buffer.from("junk");
    await assert.rejects(through(new DecompressionStream(format), [packed, junk]), TypeError);
    await assert.rejects(through(new DecompressionStream(format), [Buffer.concat([packed, junk])]), TypeError);
  });
}
test("chunks are BufferSources", async () => {
  for (const chunk of ["text", 5, null, {}, new SharedArrayBuffer(4), new Uint8Array(new SharedArrayBuffer(4))]) {
    await assert.rejects(through(new CompressionStream("gzip"), [chunk]), TypeError);
  }
  const packed = await through(new CompressionStream("gzip"), [new ArrayBuffer(2), new DataView(new ArrayBuffer(3), 1)]);
  assert.equal(zlib.gunzipSync(packed).length, 4);
});
test("formats", () => {
  for (const format of ["", "GZIP", "zstd", undefined]) {
    assert.throws(() => new CompressionStream(format), { name: "TypeError" });
    assert.throws(() => new DecompressionStream(format), { name: "TypeError" });
  }
  assert.throws(() => CompressionStream("gzip"), TypeError);
});
test("damaged data errs both sides", async () => {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const reading = stream.readable.getReader().read();
  writer.write(Buffer.from("garbage")).catch(() => {});
  await assert.rejects(reading, TypeError);
  await assert.rejects(writer.closed, TypeError);
});
test("a bomb waits for its reader", async () => {
  const bomb = zlib.gzipSync(Buffer.alloc(30_000_000));
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  writer.write(bomb);
  writer.close();
  let size = 0;
  for await (const part of stream.readable) size += part.length;
  assert.equal(size, 30_000_000);
});
test("cancelled while it works", async () => {
  const stream = new CompressionStream("gzip");
  const writer = stream.writable.getWriter();
  writer.write(Buffer.alloc(1e6)).catch(() => {});
  await stream.readable.cancel("enough");
  await assert.rejects(writer.write(Buffer.alloc(1)));
});
