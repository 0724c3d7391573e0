// Truncated, damaged and hostile input.
import zlib from "node:zlib";
import { promisify } from "node:util";
import { test, assert } from "../harness.mjs";

const kinds = [
  ["gzip", "gunzip"], ["deflate", "inflate"], ["deflateRaw", "inflateRaw"], ["brotliCompress", "brotliDecompress"],
  ["zstdCompress", "zstdDecompress"],
].filter(([name]) => zlib[name]);
const text = Buffer.from("some text, some more text, and ".repeat(40));

for (const [compress, decompress] of kinds) {
  test(`${decompress}: every truncation is an unexpected end`, async () => {
    const packed = zlib[`${compress}Sync`](text);
    for (let size = 0; size < packed.length; size++) {
      const part = packed.subarray(0, size);
      assert.throws(() => zlib[`${decompress}Sync`](part),
        { code: "Z_BUF_ERROR", errno: -5, message: "unexpected end of file" });
    }
    await assert.rejects(promisify(zlib[decompress])(packed.subarray(0, 9)), { code: "Z_BUF_ERROR" });
  });
  test(`${decompress}: a flipped bit is an error or other text, never a crash`, () => {
    const packed = zlib[`${compress}Sync`](text);
    for (let bit = 0; bit < packed.length * 8; bit++) {
      const damaged = Buffer.from(packed);
      damaged[bit >> 3] ^= 1 << (bit & 7);
      try {
        zlib[`${decompress}Sync`](damaged, { maxOutputLength: 1 << 20 });
      } catch (error) {
        assert.match(error.code, /^(Z_|ERR_|ZSTD_error_)/);
      }
    }
  });
  test(`${decompress}: a bomb stops at maxOutputLength`, async () => {
    const bomb = zlib[`${compress}Sync`](Buffer.alloc(20_000_000));
    const expected = { name: "RangeError", code: "ERR_BUFFER_TOO_LARGE", message: "Cannot create a Buffer larger than 10000 bytes" };
    assert.throws(() => zlib[`${decompress}Sync`](bomb, { maxOutputLength: 10000 }), expected);
    await assert.rejects(promisify(zlib[decompress])(bomb, { maxOutputLength: 10000 }), expected);
    assert.equal(zlib[`${decompress}Sync`](bomb, { maxOutputLength: 20_000_000 }).length, 20_000_000);
  });
}
test("a gzip trailer that claims 4 GB", () => {
  const packed = zlib.gzipSync(text);
  packed.writeUInt32LE(0xffffffff, packed.length - 4);
  assert.throws(() => zlib.gunzipSync(packed), { code: "Z_DATA_ERROR", errno: -3, message: "incorrect length check" });
});
test("what is wrong is told as zlib tells it", async () => {
  const expected = { code: "Z_DATA_ERROR", errno: -3, message: "incorrect header check" };
  for (const name of ["gunzip", "inflate", "unzip"]) {
    assert.throws(() => zlib[`${name}Sync`]("garbage"), expected);
    await assert.rejects(promisify(zlib[name])("garbage"), expected);
  }
  assert.throws(() => zlib.brotliDecompressSync("garbage"), { message: "Decompression failed", code: /^ERR__ERROR_FORMAT/ });
});
test("members of a gzip file, padding, and garbage after it", () => {
  const one = zlib.gzipSync("one,");
  assert.equal(zlib.gunzipSync(Buffer.concat([one, zlib.gzipSync("two")])).toString(), "one,two");
  assert.equal(zlib.unzipSync(Buffer.concat([one, one, one])).toString(), "one,one,one,");
  assert.equal(zlib.gunzipSync(Buffer.concat([one, Buffer.alloc(10)])).toString(), "one,");
  assert.throws(() => zlib.gunzipSync(Buffer.concat([one, Buffer.alloc(10, 50)])), { message: "incorrect header check" });
  const magic = Buffer.concat([one, Buffer.from([0x1f, 0x8b, 0xff, 0xff]), Buffer.alloc(10)]);
  assert.throws(() => zlib.gunzipSync(magic), { code: "Z_DATA_ERROR", message: "unknown compression method" });
  assert.equal(zlib.inflateSync(Buffer.concat([zlib.deflateSync("abc"), Buffer.alloc(10, 50)])).toString(), "abc");
});
test("finishFlush takes what is there of a truncated input", () => {
  const part = zlib.gzipSync("hello world").subarray(0, 15);
  const { Z_SYNC_FLUSH } = zlib.constants;
  assert(zlib.gunzipSync(part, { finishFlush: Z_SYNC_FLUSH }).length > 0);
});
