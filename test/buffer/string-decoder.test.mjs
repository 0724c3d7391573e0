// StringDecoder: text that comes in pieces is the text in one piece.
import { Buffer } from "node:buffer";
import { StringDecoder } from "node:string_decoder";
import { test, assert } from "../harness.mjs";

test("every way to cut a text in two", () => {
  const text = "aé€🎉z";
  for (const encoding of ["utf8", "utf16le", "base64", "base64url", "hex", "latin1"]) {
    const bytes = Buffer.from(text);
    const whole = bytes.toString(encoding);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const decoder = new StringDecoder(encoding);
      assert.equal(decoder.write(bytes.subarray(0, cut)) + decoder.end(bytes.subarray(cut)), whole, `${encoding} ${cut}`);
    }
  }
});
test("byte by byte, with what is broken", () => {
  const bytes = Buffer.from("e282ac" + "ff" + "e0a0" + "41" + "f09f8e", "hex");
  const decoder = new StringDecoder();
  let text = "";
  for (const byte of bytes) text += decoder.write(Buffer.from([byte]));
  assert.equal(text + decoder.end(), "€\ufffd\ufffdA\ufffd");
});
test("what it holds does not change with the chunk's memory", () => {
  const chunk = Buffer.from([0xe2, 0x82]);
  const decoder = new StringDecoder("utf8");
  assert.equal(decoder.write(chunk), "");
  assert.deepEqual([decoder.lastNeed, decoder.lastTotal], [1, 3]);
  chunk.fill(0);
  assert.equal(decoder.write(Buffer.from([0xac])), "€");
});
test("arguments", () => {
  assert.throws(() => new StringDecoder("x"), { code: "ERR_UNKNOWN_ENCODING" });
  assert.throws(() => new StringDecoder().write(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.equal(new StringDecoder("UCS2").encoding, "utf16le");
});
