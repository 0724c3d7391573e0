// Options are checked, and what they say happens.
import zlib from "node:zlib";
import { test, assert } from "../harness.mjs";

const { constants } = zlib;

test("numbers out of range", () => {
  for (const [options, text] of [
    [{ level: 10 }, '"options.level" is out of range. It must be >= -1 and <= 9. Received 10'],
    [{ windowBits: 7 }, '"options.windowBits" is out of range. It must be >= 8 and <= 15. Received 7'],
    [{ memLevel: 0 }, '"options.memLevel" is out of range. It must be >= 1 and <= 9. Received 0'],
    [{ strategy: 5 }, '"options.strategy" is out of range. It must be >= 0 and <= 4. Received 5'],
    [{ chunkSize: 63 }, '"options.chunkSize" is out of range. It must be >= 64. Received 63'],
    [{ chunkSize: Infinity }, '"options.chunkSize" is out of range. It must be a finite number. Received Infinity'],
    [{ flush: 7 }, '"options.flush" is out of range. It must be >= 0 and <= 5. Received 7'],
    [{ finishFlush: -1 }, '"options.finishFlush" is out of range. It must be >= 0 and <= 5. Received -1'],
  ]) {
    const error = { name: "RangeError", code: "ERR_OUT_OF_RANGE", message: `The value of ${text}` };
    assert.throws(() => zlib.deflateSync("x", options), error);
    assert.throws(() => zlib.createDeflate(options), error);
  }
  assert.throws(() => zlib.gzipSync("x", { windowBits: 8 }), { code: "ERR_OUT_OF_RANGE" });
});
test("types", () => {
  assert.throws(() => zlib.deflateSync("x", { level: "1" }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => zlib.deflateSync("x", { dictionary: "text" }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => zlib.gzipSync(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => zlib.gzip("x"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => zlib.gzip("x", {}, 5), { code: "ERR_INVALID_ARG_TYPE" });
});
test("NaN is as nothing", () => assert(zlib.deflateSync("x", { level: NaN, chunkSize: NaN }).length > 0));
test("level", () => {
  const text = Buffer.from(Array.from({ length: 9000 }, (_, i) => `line ${i * i % 9973} of ${i % 77}`).join("\n"));
  const size = (level) => zlib.deflateSync(text, { level }).length;
  assert(size(0) > text.length && size(1) > size(9));
});
test("brotli's parameters", () => {
  const { BROTLI_PARAM_QUALITY: quality, BROTLI_PARAM_LGWIN: window } = constants;
  const invalid = { name: "RangeError", code: "ERR_BROTLI_INVALID_PARAM" };
  assert.throws(() => zlib.brotliCompressSync("x", { params: { 999: 1 } }), { ...invalid, message: "999 is not a valid Brotli parameter" });
  assert.throws(() => zlib.createBrotliCompress({ params: { abc: 1 } }), invalid);
  assert.throws(() => zlib.brotliCompressSync("x", { params: { [quality]: "x" } }), { code: "ERR_INVALID_ARG_TYPE" });
  const text = Buffer.from("a text of words and words of text ".repeat(500));
  const packed = zlib.brotliCompressSync(text, { params: { [quality]: 1, [window]: 16 } });
  assert.equal(Buffer.compare(zlib.brotliDecompressSync(packed), text), 0);
});
test("zstd's parameters", () => {
  if (!zlib.zstdCompressSync) return;
  assert.throws(() => zlib.zstdCompressSync("x", { params: { 99999: 1 } }), { code: "ERR_ZSTD_INVALID_PARAM" });
  const plain = zlib.zstdCompressSync("x").length;
  assert.equal(zlib.zstdCompressSync("x", { params: { [constants.ZSTD_c_checksumFlag]: 1 } }).length, plain + 4);
  const packed = zlib.zstdCompressSync("hello", { params: { [constants.ZSTD_c_compressionLevel]: 19 }, pledgedSrcSize: 5 });
  assert.equal(zlib.zstdDecompressSync(packed).toString(), "hello");
});
test("constants cannot be changed", () => {
  assert.equal(zlib.codes[0], "Z_OK");
  assert.equal(zlib.codes.Z_BUF_ERROR, -5);
  assert.throws(() => { constants.Z_OK = 1; }, TypeError);
  assert.throws(() => { zlib.codes.Z_OK = 1; }, TypeError);
});
