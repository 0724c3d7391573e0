import { StringDecoder } from "node:string_decoder";
import { test, assert } from "../harness.mjs";

const decode = (...pieces) => {
  const decoder = new StringDecoder("utf16le");
  return [...pieces.map((hex) => decoder.write(Buffer.from(hex, "hex"))), decoder.end()];
};

test("halves of a surrogate pair, as Node holds them back", () => {
  assert.deepEqual(decode("3dd8", "4ddc"), ["", "\ud83d\udc4d", ""]);
  assert.deepEqual(decode("3dd84d"), ["\ud83d", ""]);
  assert.deepEqual(decode("3d", "d84d", "dc"), ["", "", "\ud83d\udc4d", ""]);
  assert.deepEqual(decode("3d"), ["", ""]);
});
