import { test, assert } from "../harness.mjs";

const decode = (label, ...list) => new TextDecoder(label).decode(new Uint8Array(list));

test("labels name encodings, whatever their case and surrounding space", () => {
  const name = (label) => new TextDecoder(label).encoding;
  assert.equal(name(" Latin1\n"), "windows-1252");
  assert.equal(name("ASCII"), "windows-1252");
  assert.equal(name("shift-jis"), "shift_jis");
  assert.equal(name("gb2312"), "gbk");
  assert.equal(name("unicode-1-1-utf-8"), "utf-8");
  assert.throws(() => new TextDecoder("utf-7"), { name: "RangeError", code: "ERR_ENCODING_NOT_SUPPORTED" });
  assert.throws(() => new TextDecoder("hz-gb-2312"), RangeError);
});

// Node 20 decodes windows-1252 as Latin-1.
test("single-byte encodings follow the standard's tables", () => {
  assert.equal(decode("windows-1252", 0x80, 0x81, 0xe9), "€\x81é");
  assert.equal(decode("iso-8859-2", 0xb1), "ą");
  assert.equal(decode("koi8-r", 0xf0, 0xd2), "Пр");
  assert.equal(decode("koi8-u", 0xae), "ў");
  assert.equal(decode("windows-1251", 0xcf, 0xf0), "Пр");
  assert.equal(decode("macintosh", 0x8e), "é");
  assert.equal(decode("windows-1253", 0xaa), "\ufffd");
});

test("East Asian encodings are decoded", () => {
  assert.equal(decode("shift_jis", 0x82, 0xa0, 0x41), "あA");
  assert.equal(decode("euc-jp", 0xa4, 0xa2), "あ");
  assert.equal(decode("iso-2022-jp", 0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42, 0x41), "あA");
  assert.equal(decode("gbk", 0xc4, 0xe3), "你");
  assert.equal(decode("gb18030", 0x94, 0x39, 0xda, 0x33), "💩");
  assert.equal(decode("big5", 0xa7, 0x41), "你");
  assert.equal(decode("euc-kr", 0xb0, 0xa1), "가");
});

test("a character of two bytes may be split over chunks", () => {
  const decoder = new TextDecoder("gbk");
  const first = decoder.decode(new Uint8Array([0x61, 0xc4]), { stream: true });
  assert.equal(first + decoder.decode(new Uint8Array([0xe3])), "a你");
});
