// node:stream/consumers.
import { Readable } from "node:stream";
import { arrayBuffer, buffer, json, text } from "node:stream/consumers";
import { test, assert } from "../harness.mjs";

const bytes = Buffer.from('{"a":"€"}');
const pieces = () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]);

test("text and json, over characters that a chunk cuts", async () => {
  assert.equal(await text(pieces()), '{"a":"€"}');
  assert.deepEqual(await json(pieces()), { a: "€" });
  assert.equal(await text(Readable.from(["a", "b"])), "ab");
});
test("buffer and arrayBuffer", async () => {
  assert.equal(String(await buffer(pieces())), '{"a":"€"}');
  const memory = await arrayBuffer(pieces());
  assert(memory instanceof ArrayBuffer);
  assert.equal(memory.byteLength, bytes.length);
});
test("errors", async () => {
  await assert.rejects(text(new Readable({ read() { this.destroy(new Error("bad")); } })), /bad/);
  await assert.rejects(json(Readable.from(["{"])), { name: "SyntaxError" });
});
