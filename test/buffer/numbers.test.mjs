// Numbers read from and written to Buffers.
import { Buffer } from "node:buffer";
import { test, assert } from "../harness.mjs";

test("what is written is read again", () => {
  const cases = [
    ["UInt8", 200], ["Int8", -100], ["UInt16LE", 65535], ["UInt16BE", 258], ["Int16LE", -2], ["Int16BE", -32768],
    ["UInt32LE", 4294967295], ["UInt32BE", 16909060], ["Int32LE", -2147483648], ["Int32BE", -1],
    ["BigUInt64LE", 2n ** 64n - 1n], ["BigUInt64BE", 1n], ["BigInt64LE", -1n], ["BigInt64BE", -(2n ** 63n)],
    ["FloatLE", 1.5], ["FloatBE", -0.25], ["DoubleLE", Math.PI], ["DoubleBE", -1e300],
  ];
  for (const [name, value] of cases) {
    const buffer = Buffer.alloc(12, 7);
    const end = buffer[`write${name}`](value, 2);
    assert.equal(buffer[`read${name}`](2), value, name);
    assert.equal(end, 2 + Number(/\d+/.exec(name)?.[0] ?? (name.startsWith("F") ? 32 : 64)) / 8, name);
    assert.equal(buffer[1], 7, name);
  }
});
test("byte order", () => {
  const buffer = Buffer.from([1, 2, 3, 4, 5, 6]);
  assert.equal(buffer.readUInt32LE(), 0x04030201);
  assert.equal(buffer.readUInt32BE(), 0x01020304);
  assert.equal(buffer.readUIntLE(0, 6), 0x060504030201);
  assert.equal(buffer.readUIntBE(0, 3), 0x010203);
  assert.equal(Buffer.from([0xff, 0xff, 0xfe]).readIntBE(0, 3), -2);
});
test("one to six bytes", () => {
  for (let size = 1; size <= 6; size++) {
    const buffer = Buffer.alloc(6);
    const low = -(2 ** (size * 8 - 1));
    buffer.writeIntLE(low, 0, size);
    assert.equal(buffer.readIntLE(0, size), low);
    buffer.writeUIntBE(2 ** (size * 8) - 1, 0, size);
    assert.equal(buffer.readUIntBE(0, size), 2 ** (size * 8) - 1);
  }
  assert.throws(() => Buffer.alloc(8).readUIntLE(0, 7), { code: "ERR_OUT_OF_RANGE", message: /"byteLength" is out of range\. It must be >= 1 and <= 6/ });
});
test("values and offsets out of range", () => {
  const buffer = Buffer.alloc(4);
  assert.throws(() => buffer.writeUInt8(256), { code: "ERR_OUT_OF_RANGE", message: 'The value of "value" is out of range. It must be >= 0 and <= 255. Received 256' });
  assert.throws(() => buffer.writeIntLE(2 ** 40, 0, 5), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => buffer.readUInt32LE(1), { code: "ERR_OUT_OF_RANGE", message: 'The value of "offset" is out of range. It must be >= 0 and <= 0. Received 1' });
  assert.throws(() => buffer.readUInt8(1.5), { message: /It must be an integer/ });
  assert.throws(() => buffer.readUInt8("1"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => buffer.readDoubleLE(), { code: "ERR_BUFFER_OUT_OF_BOUNDS" });
});
test("both spellings", () => {
  assert.equal(Buffer.prototype.readUint16LE, Buffer.prototype.readUInt16LE);
  assert.equal(Buffer.prototype.writeBigUint64BE, Buffer.prototype.writeBigUInt64BE);
});
