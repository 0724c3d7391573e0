// How a Buffer shows itself.
import { Buffer } from "node:buffer";
import buffer from "node:buffer";
import { inspect } from "node:util";
import { test, assert } from "../harness.mjs";

test("as hexadecimal", () => {
  assert.equal(inspect(Buffer.from("hi")), "<Buffer 68 69>");
  assert.equal(inspect(Buffer.alloc(0)), "<Buffer >");
});
test("fifty bytes at most", () => {
  assert.match(inspect(Buffer.alloc(52)), /^<Buffer( 00){50} \.\.\. 2 more bytes>$/);
  assert.match(inspect(Buffer.alloc(51)), / 1 more byte>$/);
  const before = buffer.INSPECT_MAX_BYTES;
  buffer.INSPECT_MAX_BYTES = 1;
  assert.equal(inspect(Buffer.from("hi")), "<Buffer 68 ... 1 more byte>");
  buffer.INSPECT_MAX_BYTES = before;
});
test("with its own properties", () => {
  const value = Buffer.from("h");
  value.note = { a: 1 };
  assert.equal(inspect(value), "<Buffer 68, note: { a: 1 }>");
});
