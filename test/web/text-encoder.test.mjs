import { test, assert } from "../harness.mjs";

const encoder = new TextEncoder();

test("text becomes UTF-8, unpaired surrogates U+FFFD", () => {
  assert.deepEqual([...encoder.encode("aé€😀")], [97, 195, 169, 226, 130, 172, 240, 159, 152, 128]);
  assert.deepEqual([...encoder.encode("\ud800a\udc00")], [239, 191, 189, 97, 239, 191, 189]);
  assert.equal(encoder.encode().length, 0);
  assert.equal(encoder.encoding, "utf-8");
  assert.equal(encoder.encode("ÿ".repeat(1000)).length, 2000);
});

test("encodeInto writes whole characters and tells how far it came", () => {
  const into = (text, size) => {
    const bytes = new Uint8Array(size);
    const { read, written } = encoder.encodeInto(text, bytes);
    return [read, written, ...bytes];
  };
  assert.deepEqual(into("abc", 2), [2, 2, 97, 98]);
  assert.deepEqual(into("é€", 4), [1, 2, 195, 169, 0, 0]);
  assert.deepEqual(into("😀x", 5), [3, 5, 240, 159, 152, 128, 120]);
  assert.deepEqual(into("😀", 3), [0, 0, 0, 0, 0]);
  assert.deepEqual(into("\ud83d!", 4), [2, 4, 239, 191, 189, 33]);
  assert.throws(() => encoder.encodeInto("a", []), TypeError);
});
