// Text to bytes and back, in every encoding.
import { Buffer, isAscii, isUtf8, transcode } from "node:buffer";
import { test, assert } from "../harness.mjs";

const table = [
  // text, encoding, bytes as hex
  ["héllo €🎉", "utf8", "68c3a96c6c6f20e282acf09f8e89"],
  ["héllo €🎉", "utf16le", "6800e9006c006c006f002000ac203cd889df"],
  ["hé€", "latin1", "68e9ac"],
  ["hé", "ascii", "68e9"],
  ["68656c6C6f", "hex", "68656c6c6f"],
  ["aGVsbG8=", "base64", "68656c6c6f"],
  ["_-8", "base64url", "ffef"],
];
test("encode", () => {
  for (const [text, encoding, hex] of table) assert.equal(Buffer.from(text, encoding).toString("hex"), hex, encoding);
});
test("decode", () => {
  assert.equal(Buffer.from("68c3a96c6c6f20e282acf09f8e89", "hex").toString(), "héllo €🎉");
  assert.equal(Buffer.from("6800e900ff", "hex").toString("utf16le"), "hé");
  assert.equal(Buffer.from("68e9ff", "hex").toString("latin1"), "hé\xff");
  assert.equal(Buffer.from("68e9ff", "hex").toString("ascii"), "hi\x7f");
  assert.equal(Buffer.from("ffef", "hex").toString("base64"), "/+8=");
  assert.equal(Buffer.from("ffef", "hex").toString("base64url"), "_-8");
});
test("broken UTF-8 becomes U+FFFD, one for each maximal part", () => {
  assert.equal(Buffer.from("ff41e282", "hex").toString(), "\ufffdA\ufffd");
  assert.equal(Buffer.from("eda080c080", "hex").toString(), "\ufffd".repeat(5));
  assert.equal(Buffer.from("a\ud800b").toString("hex"), "61efbfbd62");
});
test("hex ends at the first wrong digit, base64 skips what it does not know", () => {
  assert.equal(Buffer.from("abxx12", "hex").length, 1);
  assert.equal(Buffer.from("abc", "hex").length, 1);
  assert.equal(Buffer.from(" a G\nk= ", "base64").toString(), "hi");
  assert.equal(Buffer.from("_-8", "base64").toString("hex"), "ffef");
});
test("ranges are clamped", () => {
  const buffer = Buffer.from("abcdef");
  assert.equal(buffer.toString("utf8", 1, 3), "bc");
  assert.equal(buffer.toString("utf8", -5, 2), "ab");
  assert.equal(buffer.toString("utf8", 4, 99), "ef");
  assert.equal(buffer.toString("utf8", 3, 1), "");
  assert.throws(() => buffer.toString("nope"), { code: "ERR_UNKNOWN_ENCODING" });
});
test("write stops before a character that does not fit", () => {
  const buffer = Buffer.alloc(4);
  assert.equal(buffer.write("a€b"), 4);
  assert.equal(buffer.fill(0).write("ab€"), 2);
  assert.equal(buffer.write("hello", 2, 1), 1);
  assert.equal(buffer.write("ff", 1, "hex"), 1);
  assert.throws(() => buffer.write("a", 9), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => buffer.write(5), { code: "ERR_INVALID_ARG_TYPE" });
});
test("byteLength", () => {
  const cases = [["héé", "utf8", 5], ["🎉", "utf8", 4], ["ab", "utf16le", 4], ["abcd", "hex", 2], ["aGk=", "base64", 2], ["hé", "latin1", 2]];
  for (const [text, encoding, length] of cases) assert.equal(Buffer.byteLength(text, encoding), length, encoding);
  assert.equal(Buffer.byteLength(new ArrayBuffer(3)), 3);
});
test("isUtf8, isAscii, transcode", () => {
  assert.deepEqual([isUtf8(Buffer.from("é")), isUtf8(Buffer.from([255])), isAscii(Buffer.from("a")), isAscii(Buffer.from("é"))], [true, false, true, false]);
  assert.equal(transcode(Buffer.from("€a"), "utf8", "latin1").toString("latin1"), "?a");
  assert.equal(transcode(Buffer.from("é"), "utf8", "utf16le").toString("hex"), "e900");
});
test("long text keeps every character", () => {
  for (const piece of ["x", "é", "€", "🎉"]) {
    const text = piece.repeat(20000);
    assert(Buffer.from(text).toString() === text, piece);
    assert(Buffer.from(Buffer.from(text).toString("base64"), "base64").toString() === text, piece);
  }
});
