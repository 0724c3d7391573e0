// Making Buffers.
import { Buffer, constants, kMaxLength } from "node:buffer";
import { test, assert } from "../harness.mjs";

const bytes = (buffer) => [...buffer];

test("from every kind of source", () => {
  assert.deepEqual(bytes(Buffer.from([1, 256, -1, "3", 1.9])), [1, 0, 255, 3, 1]);
  assert.deepEqual(bytes(Buffer.from("hé")), [104, 195, 169]);
  assert.deepEqual(bytes(Buffer.from("6869", "hex")), [104, 105]);
  assert.deepEqual(bytes(Buffer.from(new Uint16Array([1, 258]))), [1, 2]);
  assert.deepEqual(bytes(Buffer.from({ length: 2, 0: 5 })), [5, 0]);
  assert.deepEqual(bytes(Buffer.from(new String("a"))), [97]);
  assert.deepEqual(bytes(Buffer.from({ type: "Buffer", data: [7] })), [7]);
  assert.deepEqual(bytes(Buffer.from({ [Symbol.toPrimitive]: () => "p" })), [112]);
});
test("an ArrayBuffer is shared, an array is copied", () => {
  const memory = new ArrayBuffer(4);
  const view = Buffer.from(memory, 1, 2);
  view[0] = 9;
  assert.equal(new Uint8Array(memory)[1], 9);
  const source = Buffer.from([1]);
  const copy = Buffer.from(source);
  copy[0] = 2;
  assert.equal(source[0], 1);
});
test("what makes no Buffer", () => {
  for (const bad of [undefined, null, 5, true, Symbol("s"), () => {}, {}]) {
    assert.throws(() => Buffer.from(bad), { code: "ERR_INVALID_ARG_TYPE" });
  }
  assert.throws(() => Buffer.from("a", "bogus"), { code: "ERR_UNKNOWN_ENCODING", message: "Unknown encoding: bogus" });
  assert.throws(() => Buffer.from(new ArrayBuffer(2), 3), { code: "ERR_BUFFER_OUT_OF_BOUNDS", message: '"offset" is outside of buffer bounds' });
  for (const bad of [-1, NaN, kMaxLength + 1]) assert.throws(() => Buffer.alloc(bad), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => Buffer.alloc("5"), { code: "ERR_INVALID_ARG_TYPE" });
});
test("alloc is zeroed or filled", () => {
  assert.deepEqual(bytes(Buffer.alloc(3)), [0, 0, 0]);
  assert.equal(Buffer.alloc(5, "abc").toString(), "abcab");
  assert.deepEqual(bytes(Buffer.alloc(3, "ff", "hex")), [255, 255, 255]);
  assert.equal(Buffer.allocUnsafe(10).length, 10);
});
test("concat joins, cuts and pads", () => {
  const parts = [Buffer.from("ab"), new Uint8Array([99])];
  assert.equal(Buffer.concat(parts).toString(), "abc");
  assert.equal(Buffer.concat(parts, 2).toString(), "ab");
  assert.deepEqual(bytes(Buffer.concat(parts, 5)), [97, 98, 99, 0, 0]);
  assert.throws(() => Buffer.concat(["a"]), { code: "ERR_INVALID_ARG_TYPE", message: /"list\[0\]"/ });
});
test("identity", () => {
  const buffer = Buffer.from("a");
  assert(Buffer.isBuffer(buffer) && buffer instanceof Uint8Array && buffer instanceof Buffer);
  assert(!Buffer.isBuffer(new Uint8Array(1)));
  assert.equal(Buffer.name, "Buffer");
  assert(Buffer.isBuffer(buffer.map((n) => n + 1)));
  assert.equal(Buffer, globalThis.Buffer);
  assert.equal(constants.MAX_LENGTH, kMaxLength);
  assert.equal(JSON.stringify(buffer), '{"type":"Buffer","data":[97]}');
});
