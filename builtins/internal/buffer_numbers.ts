// Buffer's methods that read and write numbers (https://nodejs.org/api/buffer.html#bufreadbigint64beoffset).
//
// They are plain indexed accesses, which the JIT turns into loads and stores. An index outside gives
// undefined, and only then is it worked out what to say.
import { Float32Array, Float64Array, BigInt64Array, BigUint64Array, MathFloor, StringPrototypeReplace, Uint8Array } from "internal/primordials";
import { codes } from "internal/errors";
import { validateNumber } from "internal/validators";

type Bytes = Uint8Array & Record<string, any>;

// Numbers change their form through this memory; weft runs on little-endian machines only.
const float64 = new Float64Array(1);
const float32 = new Float32Array(float64.buffer, 0, 1);
const bigInt64 = new BigInt64Array(float64.buffer);
const bigUint64 = new BigUint64Array(float64.buffer);
const scratch = new Uint8Array(float64.buffer);

/** Throws for an index that has no byte; `last` is the greatest offset there may be. */
function outOfBounds(value: number, last: number, name = "offset"): never {
  if (MathFloor(value) !== value) {
    validateNumber(value, name);
    throw new codes.ERR_OUT_OF_RANGE(name, "an integer", value);
  }
  if (last < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS();
  throw new codes.ERR_OUT_OF_RANGE(name, `>= ${name === "offset" ? 0 : 1} and <= ${last}`, value);
}

/** Throws unless `size` bytes stand at `offset`. */
function checkRange(bytes: Uint8Array, offset: number, size: number): void {
  if (typeof offset !== "number") validateNumber(offset, "offset");
  if (bytes[offset] === undefined || bytes[offset + size - 1] === undefined) outOfBounds(offset, bytes.length - size);
}

function valueOutOfRange(value: number | bigint, min: number | bigint, max: number | bigint, size: number): never {
  const n = typeof min === "bigint" ? "n" : "";
  let range: string;
  if (size <= 4) range = `>= ${min}${n} and <= ${max}${n}`;
  else if (min == 0) range = `>= 0${n} and < 2${n} ** ${size * 8}${n}`;
  else range = `>= -(2${n} ** ${size * 8 - 1}${n}) and < 2${n} ** ${size * 8 - 1}${n}`;
  throw new codes.ERR_OUT_OF_RANGE("value", range, value);
}

function checkWrite(value: number, min: number, max: number, bytes: Uint8Array, offset: number, size: number): void {
  if (value > max || value < min) valueOutOfRange(value, min, max, size);
  checkRange(bytes, offset, size);
}

function checkByteLength(offset: unknown, byteLength: number): void {
  if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE("offset", "number", offset);
  if (!(byteLength >= 1 && byteLength <= 6) || MathFloor(byteLength) !== byteLength) outOfBounds(byteLength, 6, "byteLength");
}

// Of one to six bytes: longer than 32 bits, so arithmetic and not shifts.

function readLE(bytes: Bytes, offset: number, size: number): number {
  checkRange(bytes, offset, size);
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes[offset + i];
  return value;
}

function readBE(bytes: Bytes, offset: number, size: number): number {
  checkRange(bytes, offset, size);
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + bytes[offset + i];
  return value;
}

function signed(value: number, size: number): number {
  return value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
}

function writeLE(bytes: Bytes, value: number, offset: number, size: number): number {
  for (let i = 0; i < size; i++) {
    bytes[offset + i] = value;
    value = MathFloor(value / 256);
  }
  return offset + size;
}

function writeBE(bytes: Bytes, value: number, offset: number, size: number): number {
  for (let i = size - 1; i >= 0; i--) {
    bytes[offset + i] = value;
    value = MathFloor(value / 256);
  }
  return offset + size;
}

/** Writes of 1, 2 and 4 bytes, whose values fit what shifts can take. */
function writeSmallLE(bytes: Bytes, value: any, offset: number, min: number, max: number, size: number): number {
  value = +value;
  checkWrite(value, min, max, bytes, offset, size);
  bytes[offset] = value;
  bytes[offset + 1] = value >>> 8;
  if (size === 4) {
    bytes[offset + 2] = value >>> 16;
    bytes[offset + 3] = value >>> 24;
  }
  return offset + size;
}

function writeSmallBE(bytes: Bytes, value: any, offset: number, min: number, max: number, size: number): number {
  value = +value;
  checkWrite(value, min, max, bytes, offset, size);
  bytes[offset + size - 1] = value;
  bytes[offset + size - 2] = value >>> 8;
  if (size === 4) {
    bytes[offset + 1] = value >>> 16;
    bytes[offset] = value >>> 24;
  }
  return offset + size;
}

function writeByte(bytes: Bytes, value: any, offset: number, min: number, max: number): number {
  value = +value;
  if (typeof offset !== "number") validateNumber(offset, "offset");
  checkWrite(value, min, max, bytes, offset, 1);
  bytes[offset] = value;
  return offset + 1;
}

function writeVariable(bytes: Bytes, value: any, offset: any, size: number, isSigned: boolean, write: typeof writeLE): number {
  if (!(size >= 1 && size <= 6) || MathFloor(size) !== size) outOfBounds(size, 6, "byteLength");
  const max = isSigned ? 2 ** (size * 8 - 1) - 1 : 2 ** (size * 8) - 1;
  const min = isSigned ? -(2 ** (size * 8 - 1)) : 0;
  if (size === 1) return writeByte(bytes, value, offset, min, max);
  value = +value;
  checkWrite(value, min, max, bytes, offset, size);
  // The truncated value: what is written byte by byte below would round downwards.
  return write(bytes, value < 0 ? value - (value % 1) : value, offset, size);
}

function loadForwards(bytes: Bytes, offset: number, size: number): void {
  checkRange(bytes, offset, size);
  for (let i = 0; i < size; i++) scratch[i] = bytes[offset + i];
}

function loadBackwards(bytes: Bytes, offset: number, size: number): void {
  checkRange(bytes, offset, size);
  for (let i = 0; i < size; i++) scratch[i] = bytes[offset + size - 1 - i];
}

function storeForwards(bytes: Bytes, offset: number, size: number): number {
  for (let i = 0; i < size; i++) bytes[offset + i] = scratch[i];
  return offset + size;
}

function storeBackwards(bytes: Bytes, offset: number, size: number): number {
  for (let i = 0; i < size; i++) bytes[offset + size - 1 - i] = scratch[i];
  return offset + size;
}

function checkBigWrite(value: bigint, min: bigint, max: bigint, bytes: Bytes, offset: number): void {
  if (value > max || value < min) valueOutOfRange(value, min, max, 8);
  checkRange(bytes, offset, 8);
}

const kMaxUint64 = 0xffffffffffffffffn;
const kMaxInt64 = 0x7fffffffffffffffn;
const kMinInt64 = -0x8000000000000000n;

const methods = {
  readUInt8(this: Bytes, offset = 0): number {
    if (typeof offset !== "number") validateNumber(offset, "offset");
    const value = this[offset];
    if (value === undefined) outOfBounds(offset, this.length - 1);
    return value;
  },
  readUInt16LE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 2);
    return this[offset] | (this[offset + 1] << 8);
  },
  readUInt16BE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 2);
    return (this[offset] << 8) | this[offset + 1];
  },
  readUInt32LE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 4);
    return (this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24)) >>> 0;
  },
  readUInt32BE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 4);
    return ((this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3]) >>> 0;
  },
  readUIntLE(this: Bytes, offset: number, byteLength: number): number {
    checkByteLength(offset, byteLength);
    return readLE(this, offset, byteLength);
  },
  readUIntBE(this: Bytes, offset: number, byteLength: number): number {
    checkByteLength(offset, byteLength);
    return readBE(this, offset, byteLength);
  },
  readInt8(this: Bytes, offset = 0): number {
    if (typeof offset !== "number") validateNumber(offset, "offset");
    const value = this[offset];
    if (value === undefined) outOfBounds(offset, this.length - 1);
    return (value << 24) >> 24;
  },
  readInt16LE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 2);
    return ((this[offset] << 16) | (this[offset + 1] << 24)) >> 16;
  },
  readInt16BE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 2);
    return ((this[offset] << 24) | (this[offset + 1] << 16)) >> 16;
  },
  readInt32LE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 4);
    return this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24);
  },
  readInt32BE(this: Bytes, offset = 0): number {
    checkRange(this, offset, 4);
    return (this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3];
  },
  readIntLE(this: Bytes, offset: number, byteLength: number): number {
    checkByteLength(offset, byteLength);
    return signed(readLE(this, offset, byteLength), byteLength);
  },
  readIntBE(this: Bytes, offset: number, byteLength: number): number {
    checkByteLength(offset, byteLength);
    return signed(readBE(this, offset, byteLength), byteLength);
  },
  readBigUInt64LE(this: Bytes, offset = 0): bigint {
    loadForwards(this, offset, 8);
    return bigUint64[0];
  },
  readBigUInt64BE(this: Bytes, offset = 0): bigint {
    loadBackwards(this, offset, 8);
    return bigUint64[0];
  },
  readBigInt64LE(this: Bytes, offset = 0): bigint {
    loadForwards(this, offset, 8);
    return bigInt64[0];
  },
  readBigInt64BE(this: Bytes, offset = 0): bigint {
    loadBackwards(this, offset, 8);
    return bigInt64[0];
  },
  readFloatLE(this: Bytes, offset = 0): number {
    loadForwards(this, offset, 4);
    return float32[0];
  },
  readFloatBE(this: Bytes, offset = 0): number {
    loadBackwards(this, offset, 4);
    return float32[0];
  },
  readDoubleLE(this: Bytes, offset = 0): number {
    loadForwards(this, offset, 8);
    return float64[0];
  },
  readDoubleBE(this: Bytes, offset = 0): number {
    loadBackwards(this, offset, 8);
    return float64[0];
  },

  writeUInt8(this: Bytes, value: number, offset = 0): number {
    return writeByte(this, value, offset, 0, 0xff);
  },
  writeUInt16LE(this: Bytes, value: number, offset = 0): number {
    return writeSmallLE(this, value, offset, 0, 0xffff, 2);
  },
  writeUInt16BE(this: Bytes, value: number, offset = 0): number {
    return writeSmallBE(this, value, offset, 0, 0xffff, 2);
  },
  writeUInt32LE(this: Bytes, value: number, offset = 0): number {
    return writeSmallLE(this, value, offset, 0, 0xffffffff, 4);
  },
  writeUInt32BE(this: Bytes, value: number, offset = 0): number {
    return writeSmallBE(this, value, offset, 0, 0xffffffff, 4);
  },
  writeUIntLE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return writeVariable(this, value, offset, byteLength, false, writeLE);
  },
  writeUIntBE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return writeVariable(this, value, offset, byteLength, false, writeBE);
  },
  writeInt8(this: Bytes, value: number, offset = 0): number {
    return writeByte(this, value, offset, -0x80, 0x7f);
  },
  writeInt16LE(this: Bytes, value: number, offset = 0): number {
    return writeSmallLE(this, value, offset, -0x8000, 0x7fff, 2);
  },
  writeInt16BE(this: Bytes, value: number, offset = 0): number {
    return writeSmallBE(this, value, offset, -0x8000, 0x7fff, 2);
  },
  writeInt32LE(this: Bytes, value: number, offset = 0): number {
    return writeSmallLE(this, value, offset, -0x80000000, 0x7fffffff, 4);
  },
  writeInt32BE(this: Bytes, value: number, offset = 0): number {
    return writeSmallBE(this, value, offset, -0x80000000, 0x7fffffff, 4);
  },
  writeIntLE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return writeVariable(this, value, offset, byteLength, true, writeLE);
  },
  writeIntBE(this: Bytes, value: number, offset: number, byteLength: number): number {
    return writeVariable(this, value, offset, byteLength, true, writeBE);
  },
  writeBigUInt64LE(this: Bytes, value: bigint, offset = 0): number {
    checkBigWrite(value, 0n, kMaxUint64, this, offset);
    bigUint64[0] = value;
    return storeForwards(this, offset, 8);
  },
  writeBigUInt64BE(this: Bytes, value: bigint, offset = 0): number {
    checkBigWrite(value, 0n, kMaxUint64, this, offset);
    bigUint64[0] = value;
    return storeBackwards(this, offset, 8);
  },
  writeBigInt64LE(this: Bytes, value: bigint, offset = 0): number {
    checkBigWrite(value, kMinInt64, kMaxInt64, this, offset);
    bigInt64[0] = value;
    return storeForwards(this, offset, 8);
  },
  writeBigInt64BE(this: Bytes, value: bigint, offset = 0): number {
    checkBigWrite(value, kMinInt64, kMaxInt64, this, offset);
    bigInt64[0] = value;
    return storeBackwards(this, offset, 8);
  },
  writeFloatLE(this: Bytes, value: number, offset = 0): number {
    value = +value;
    checkRange(this, offset, 4);
    float32[0] = value;
    return storeForwards(this, offset, 4);
  },
  writeFloatBE(this: Bytes, value: number, offset = 0): number {
    value = +value;
    checkRange(this, offset, 4);
    float32[0] = value;
    return storeBackwards(this, offset, 4);
  },
  writeDoubleLE(this: Bytes, value: number, offset = 0): number {
    value = +value;
    checkRange(this, offset, 8);
    float64[0] = value;
    return storeForwards(this, offset, 8);
  },
  writeDoubleBE(this: Bytes, value: number, offset = 0): number {
    value = +value;
    checkRange(this, offset, 8);
    float64[0] = value;
    return storeBackwards(this, offset, 8);
  },
};

/** Names that Node also spells with a small i. */
const kAliased = [
  "BigUInt64LE", "BigUInt64BE", "UIntLE", "UIntBE", "UInt32LE", "UInt32BE", "UInt16LE", "UInt16BE", "UInt8",
];

export function addNumberMethods(prototype: any): void {
  for (const name in methods) prototype[name] = (methods as any)[name];
  for (let i = 0; i < kAliased.length; i++) {
    const alias = StringPrototypeReplace(kAliased[i], "UInt" as any, "Uint" as any);
    prototype[`read${alias}`] = prototype[`read${kAliased[i]}`];
    prototype[`write${alias}`] = prototype[`write${kAliased[i]}`];
  }
}
