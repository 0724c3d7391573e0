// The format is V8's: what weft writes, Node reads, and the other way round.
import v8 from "node:v8";
import { test, assert } from "../harness.mjs";

const cyclic = { name: "x" };
cyclic.self = cyclic;
const kValues = [
  undefined, null, true, false, 0, -0, 1, -1, 2 ** 31, 1.5, NaN, Infinity, 10n, -(2n ** 70n), "", "ascii", "ä", "日本", "\ud800",
  new Date(5), /x+/giu, [], [1, "two", null], [1, , 3], {}, { a: 1, b: { c: [2] } }, new Map([[1, { x: 1 }]]), new Set(["a", 1]),
  new Uint8Array([1, 2, 3]), new Float64Array([1.5]), new DataView(new ArrayBuffer(3)), new Uint8Array([1, 2]).buffer,
  Buffer.from("abc"), Object(1), Object("s"), Object(true), Object(5n), new Error("e"), new RangeError("r"),
];
for (const value of kValues) {
  const name = typeof value === "bigint" ? `${value}n` : Object.prototype.toString.call(value) + String(Object.is(value, -0) ? "-0" : typeof value === "object" ? "" : value);
  test(`round trip: ${name}`, () => { assert.deepEqual(v8.deserialize(v8.serialize(value)), value); });
}
test("a cycle stays one", () => {
  const copy = v8.deserialize(v8.serialize(cyclic));
  assert.equal(copy.self, copy);
});
test("bytes are those of V8's version 15", () => {
  assert.equal(v8.serialize({ a: 1, b: "x", c: [true] }).toString("hex"), "ff0f6f22016149022201622201782201634101542400017b03");
});
test("values written elsewhere are read", () => {
  assert.throws(() => v8.deserialize(new Uint8Array(0)));
  assert.deepEqual(v8.deserialize(Buffer.from("ff0f6f22016149022201622201782201634101542400017b03", "hex")), { a: 1, b: "x", c: [true] });
});
test("what cannot be cloned is named", () => {
  assert.throws(() => v8.serialize(() => {}), { message: /could not be cloned/ });
  assert.throws(() => v8.serialize(Symbol("x")), { message: /could not be cloned/ });
});
test("damaged input throws and never crashes", () => {
  const whole = v8.serialize({ map: new Map([[1, [1.5, "text", new Uint8Array(9)]]]), date: new Date(1), re: /x/ });
  for (let at = 0; at < whole.length; at++) {
    for (const byte of [0, 0x41, 0x7f, 0xff]) {
      const damaged = Buffer.from(whole);
      damaged[at] = byte;
      try { v8.deserialize(damaged); } catch (error) { assert(error instanceof Error); }
    }
    try { v8.deserialize(whole.subarray(0, at)); } catch (error) { assert(error instanceof Error); }
  }
});
test("Serializer and Deserializer, by hand", () => {
  const out = new v8.Serializer();
  out.writeHeader();
  out.writeUint32(7);
  out.writeUint64(1, 2);
  out.writeDouble(1.5);
  out.writeRawBytes(new Uint8Array([9]));
  out.writeValue("end");
  const into = new v8.Deserializer(out.releaseBuffer());
  assert.equal(into.readHeader(), true);
  assert.equal(into.getWireFormatVersion(), 15);
  assert.equal(into.readUint32(), 7);
  assert.deepEqual(into.readUint64(), [1, 2]);
  assert.equal(into.readDouble(), 1.5);
  assert.deepEqual([...into.readRawBytes(1)], [9]);
  assert.equal(into.readValue(), "end");
});
test("statistics of the heap are numbers of bytes", () => {
  const { total_heap_size, used_heap_size, heap_size_limit } = v8.getHeapStatistics();
  assert(used_heap_size > 0 && used_heap_size <= total_heap_size && heap_size_limit > used_heap_size);
  assert(v8.getHeapSpaceStatistics().some(({ space_size }) => space_size > 0));
  assert.equal(typeof v8.cachedDataVersionTag(), "number");
});
