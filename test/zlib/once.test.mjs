// Whole buffers: there and back, at once and on the thread pool.
import zlib from "node:zlib";
import { promisify } from "node:util";
import { test, assert } from "../harness.mjs";

const pairs = [
  ["gzip", "gunzip"], ["deflate", "inflate"], ["deflateRaw", "inflateRaw"], ["brotliCompress", "brotliDecompress"],
  ["gzip", "unzip"], ["deflate", "unzip"], ["zstdCompress", "zstdDecompress"],
].filter(([name]) => zlib[name]);
const inputs = [Buffer.alloc(0), Buffer.from("x"), Buffer.from("hello world ".repeat(10000)), Buffer.alloc(3_000_000)];

for (const [compress, decompress] of pairs) {
  test(`${compress} and ${decompress}`, async () => {
    for (const input of inputs) {
      const now = zlib[`${compress}Sync`](input);
      const later = await promisify(zlib[compress])(input);
      assert(Buffer.isBuffer(now) && Buffer.isBuffer(later));
      assert.equal(Buffer.compare(zlib[`${decompress}Sync`](later), input), 0);
      assert.equal(Buffer.compare(await promisify(zlib[decompress])(now), input), 0);
      if (input.length > 1000) assert(now.length < input.length / 100);
    }
  });
}
test("bytes as zlib writes them", () => {
  assert.equal(zlib.gzipSync("hello").toString("hex"), "1f8b0800000000000003cb48cdc9c9070086a6103605000000");
  assert.equal(zlib.deflateSync("hello").toString("hex"), "789ccb48cdc9c90700062c0215");
});
test("strings, views and ArrayBuffers", () => {
  const back = (data) => zlib.gunzipSync(zlib.gzipSync(data)).toString("latin1");
  assert.equal(back("é"), Buffer.from("é").toString("latin1"));
  assert.equal(back(new ArrayBuffer(3)), "\0\0\0");
  assert.equal(back(new Uint16Array([65, 66])), "A\0B\0");
  assert.equal(back(new DataView(new ArrayBuffer(8), 2, 3)), "\0\0\0");
});
test("nothing is an empty input for the functions with a callback", async () => {
  assert.equal(zlib.gunzipSync(await promisify(zlib.gzip)(undefined)).length, 0);
});
test("the input may be detached, or change, meanwhile", async () => {
  const input = new Uint8Array(1_000_000).fill(7);
  const done = promisify(zlib.gzip)(input);
  input.fill(9);
  assert.equal(zlib.gunzipSync(await done).length, 1_000_000);
});
test("info gives the stream and how much it read", async () => {
  const { buffer, engine } = zlib.gzipSync("hello", { info: true });
  assert.equal(zlib.gunzipSync(buffer).toString(), "hello");
  assert(engine instanceof zlib.Gzip);
  assert.equal(engine.bytesWritten, 5);
  const padded = Buffer.concat([zlib.deflateSync("abc"), Buffer.alloc(10, 50)]);
  const told = await promisify(zlib.inflate)(padded, { info: true });
  assert.equal(told.buffer.toString(), "abc");
  assert.equal(told.engine.bytesWritten, padded.length - 10);
});
test("a dictionary", () => {
  const dictionary = Buffer.from("hello world this is a dictionary");
  for (const [compress, decompress] of [["deflateSync", "inflateSync"], ["deflateRawSync", "inflateRawSync"]]) {
    const packed = zlib[compress]("hello dictionary", { dictionary });
    assert.equal(zlib[decompress](packed, { dictionary }).toString(), "hello dictionary");
  }
  const packed = zlib.deflateSync("hello dictionary", { dictionary });
  assert.throws(() => zlib.inflateSync(packed), { message: "Missing dictionary", code: "Z_NEED_DICT", errno: 2 });
  assert.throws(() => zlib.inflateSync(packed, { dictionary: Buffer.from("other") }), { message: "Bad dictionary" });
});
test("crc32", () => {
  if (!zlib.crc32) return;
  assert.equal(zlib.crc32("hello"), 0x3610a686);
  assert.equal(zlib.crc32(Buffer.from("lo"), zlib.crc32("hel")), 0x3610a686);
  assert.equal(zlib.crc32(""), 0);
  assert.throws(() => zlib.crc32(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => zlib.crc32("a", 2 ** 32), { code: "ERR_OUT_OF_RANGE" });
});
