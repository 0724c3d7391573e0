import { test, assert } from "../harness.mjs";

const bytes = (...list) => new Uint8Array(list);

test("malformed UTF-8 becomes U+FFFD, one for each maximal part", () => {
  const decode = (...list) => new TextDecoder().decode(bytes(...list));
  assert.equal(decode(0x61, 0xe9, 0x62), "a\ufffdb");
  assert.equal(decode(0xf0, 0x9f, 0x98, 0x62), "\ufffdb");
  assert.equal(decode(0xed, 0xa0, 0x80), "\ufffd\ufffd\ufffd");
  assert.equal(decode(0xc0, 0x80), "\ufffd\ufffd");
  assert.equal(decode(0xf0, 0x9f, 0x98, 0x80), "😀");
  assert.equal(decode(0xc3, 0xbf, 0x41), "ÿA");
});

test("a fatal decoder throws", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  assert.throws(() => decoder.decode(bytes(0xff)), { name: "TypeError", code: "ERR_ENCODING_INVALID_ENCODED_DATA" });
  assert.throws(() => decoder.decode(bytes(0xe2, 0x82)), TypeError);
  assert.equal(decoder.decode(bytes(0xe2, 0x82, 0xac)), "€");
});

test("characters may be split over chunks", () => {
  const decoder = new TextDecoder();
  const all = bytes(0x61, 0xf0, 0x9f, 0x98, 0x80, 0xe2, 0x82, 0xac);
  let text = "";
  for (const byte of all) text += decoder.decode(bytes(byte), { stream: true });
  assert.equal(text + decoder.decode(), "a😀€");
  assert.equal(decoder.decode(bytes(0xf0, 0x9f), { stream: true }), "");
  assert.equal(decoder.decode(), "\ufffd");
  assert.equal(decoder.decode(bytes(0x62)), "b");
});

test("a byte order mark is dropped once, unless it is asked for", () => {
  const mark = bytes(0xef, 0xbb, 0xbf, 0x61);
  assert.equal(new TextDecoder().decode(mark), "a");
  assert.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(mark), "\ufeffa");
  const decoder = new TextDecoder();
  assert.equal(decoder.decode(mark.subarray(0, 2), { stream: true }), "");
  assert.equal(decoder.decode(mark.subarray(2), { stream: true }), "a");
  assert.equal(decoder.decode(mark), "\ufeffa");
});

test("any buffer or view can be decoded", () => {
  const { buffer } = bytes(0x61, 0x62, 0x63, 0x64);
  const decoder = new TextDecoder();
  assert.equal(decoder.decode(buffer), "abcd");
  assert.equal(decoder.decode(new DataView(buffer, 1, 2)), "bc");
  assert.equal(decoder.decode(new Uint16Array(buffer, 2)), "cd");
  assert.throws(() => decoder.decode("text"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("UTF-16 is decoded in both byte orders", () => {
  assert.equal(new TextDecoder("utf-16le").decode(bytes(0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde)), "😀");
  assert.equal(new TextDecoder("utf-16be").decode(bytes(0xd8, 0x3d, 0xde, 0x00)), "😀");
  assert.equal(new TextDecoder("utf-16").decode(bytes(0x61, 0x00, 0x62)), "a\ufffd");
  assert.equal(new TextDecoder("utf-16le").decode(bytes(0x3d, 0xd8, 0x61, 0x00)), "\ufffda");
});
