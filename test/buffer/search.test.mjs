// Buffer's indexOf, fill, copy, compare, slice and swap.
import { Buffer } from "node:buffer";
import { test, assert } from "../harness.mjs";

const buffer = Buffer.from("abcabcab");
test("indexOf and lastIndexOf", () => {
  const cases = [["b", undefined, 1, 7], ["bc", undefined, 1, 4], ["x", undefined, -1, -1], ["a", 1, 3, 0], ["a", -2, 6, 6], ["", 3, 3, 3], ["abc", 99, -1, 3], [97, 1, 3, 0]];
  for (const [value, offset, first, last] of cases) {
    assert.equal(buffer.indexOf(value, offset), first, `indexOf ${value} ${offset}`);
    assert.equal(buffer.lastIndexOf(value, offset), last, `lastIndexOf ${value} ${offset}`);
  }
  assert(buffer.includes(Buffer.from("ca")) && !buffer.includes("cb"));
  assert.equal(Buffer.from("616161ff", "hex").indexOf("ff", 0, "hex"), 3);
  assert.throws(() => buffer.indexOf({}), { code: "ERR_INVALID_ARG_TYPE" });
});
test("UTF-16 is found at whole characters only", () => {
  const text = Buffer.from("ab\u6100", "utf16le");
  assert.equal(text.indexOf("\u6200", 0, "utf16le"), -1);
  assert.equal(text.indexOf("b", 0, "utf16le"), 2);
});
test("fill repeats a pattern within a range", () => {
  assert.equal(Buffer.alloc(5).fill("ab").toString(), "ababa");
  assert.deepEqual([...Buffer.alloc(4).fill(1, 1, 3)], [0, 1, 1, 0]);
  assert.deepEqual([...Buffer.alloc(3).fill("é", "latin1")], [233, 233, 233]);
  assert.throws(() => Buffer.alloc(2).fill("zz", "hex"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => Buffer.alloc(2).fill(0, 0, 3), { code: "ERR_OUT_OF_RANGE" });
});
test("copy moves what fits, also within one Buffer", () => {
  const target = Buffer.alloc(4);
  assert.equal(buffer.copy(target, 1), 3);
  assert.equal(target.toString(), "\0abc");
  const same = Buffer.from("abcdef");
  same.copy(same, 2, 0, 4);
  assert.equal(same.toString(), "ababcd");
});
test("compare and equals", () => {
  const order = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  assert.deepEqual([order("a", "b"), order("b", "a"), order("a", "a"), order("a", "ab")], [-1, 1, 0, -1]);
  assert.equal(buffer.compare(Buffer.from("xbc"), 1, 3, 1, 3), 0);
  assert(buffer.equals(Buffer.from("abcabcab")) && !buffer.equals(Buffer.from("abc")));
});
test("slices share memory", () => {
  const source = Buffer.from("hello");
  const part = source.subarray(1, -1);
  assert.equal(part.toString(), "ell");
  part[0] = 65;
  assert.equal(source.toString(), "hAllo");
  assert.equal(source.slice(3, 1).length, 0);
  assert(Buffer.isBuffer(part));
});
test("swap", () => {
  assert.equal(Buffer.from("01020304", "hex").swap16().toString("hex"), "02010403");
  assert.equal(Buffer.from("0102030405060708", "hex").swap32().toString("hex"), "0403020108070605");
  assert.equal(Buffer.from("0102030405060708", "hex").swap64().toString("hex"), "0807060504030201");
  assert.throws(() => Buffer.alloc(3).swap16(), { code: "ERR_INVALID_BUFFER_SIZE" });
});
test("memory that changes its size, or goes away", () => {
  const memory = new ArrayBuffer(8, { maxByteLength: 16 });
  const resizable = Buffer.from(memory, 0, 8);
  assert.equal(resizable.subarray(1, 3).length, 2);
  memory.resize(2);
  assert.equal(resizable.toString("hex"), "", "a view that its memory no longer holds is empty");
  const gone = Buffer.from(new ArrayBuffer(8));
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  assert.equal(gone.toString(), "");
  assert.equal(gone.write("abc"), 0);
  assert.equal(gone.indexOf("a"), -1);
  // The memory goes while an argument is being converted; Node 20 reads on where it was.
  const taken = Buffer.from(new ArrayBuffer(100000));
  const thief = { valueOf: () => (structuredClone(taken.buffer, { transfer: [taken.buffer] }), 0) };
  assert.equal(taken.hexSlice(thief), "");
});
