// Buffer's methods that search, compare, copy and fill
// (https://nodejs.org/api/buffer.html#bufcomparetarget-targetstart-targetend-sourcestart-sourceend).
import {
  MathFloor,
  NumberIsInteger,
  NumberIsNaN,
  NumberMAX_SAFE_INTEGER,
  NumberMIN_SAFE_INTEGER,
  StringPrototypeCharCodeAt,
  TypedArrayPrototypeFill,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateBuffer, validateInteger, validateString } from "internal/validators";
import { type BufferNative, encodingOf, kLatin1, kUtf8 } from "internal/buffer_native";
import { isUint8Array } from "internal/buffer_types";

// Not through an import, which would be a getter at every use.
const binding: BufferNative = native("buffer");

type Bytes = Uint8Array & Record<string, any>;

function checkOffset(value: unknown, name: string, min = 0, max = binding.kMaxLength): void {
  validateInteger(value, name, min, max);
}

/** Throws for what is not a Uint8Array, of any realm. */
export function checkBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isUint8Array(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, ["Buffer", "Uint8Array"], value);
}

/** copy() takes anything for an index and makes of it what it can. */
function toIndex(value: any): number {
  if (NumberIsInteger(value)) return value;
  const n = +value;
  if (NumberIsNaN(n) || n < NumberMIN_SAFE_INTEGER || n > NumberMAX_SAFE_INTEGER) return 0;
  return MathFloor(n);
}

export function compare(a: unknown, b: unknown): number {
  checkBytes(a, "buf1");
  checkBytes(b, "buf2");
  return a === b ? 0 : binding.compare(a, b);
}

/** First or last match of a string, bytes or a byte. */
function search(bytes: any, value: any, byteOffset: any, encoding: any, forward: boolean): number {
  validateBuffer(bytes);
  if (typeof byteOffset === "string") {
    encoding = byteOffset;
    byteOffset = undefined;
  } else if (byteOffset > 0x7fffffff) {
    byteOffset = 0x7fffffff;
  } else if (byteOffset < -0x80000000) {
    byteOffset = -0x80000000;
  }
  byteOffset = +byteOffset;
  // undefined, "foo", {}: the whole buffer.
  if (NumberIsNaN(byteOffset)) byteOffset = forward ? 0 : (bytes as any).length || bytes.byteLength;

  if (typeof value === "number") return binding.indexOf(bytes as any, value >>> 0, byteOffset, kUtf8, forward);
  const known = encoding === undefined ? kUtf8 : encodingOf(encoding);
  if (typeof value === "string") {
    if (known === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    return binding.indexOf(bytes as any, value, byteOffset, known, forward);
  }
  if (isUint8Array(value)) return binding.indexOf(bytes as any, value, byteOffset, known ?? kUtf8, forward);
  throw new codes.ERR_INVALID_ARG_TYPE("value", ["number", "string", "Buffer", "Uint8Array"], value);
}

/** The encoding that fill() was given, and a number for a string of one byte. */
function fillValue(value: string, encoding: any): { value: string | number; encoding: number } {
  const known = encoding === undefined || encoding === null || encoding === "" ? kUtf8 : encodingOf(encoding);
  if (known === undefined) {
    validateString(encoding, "encoding");
    throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  }
  if (value.length === 0) return { value: 0, encoding: known };
  if (value.length === 1) {
    const code = StringPrototypeCharCodeAt(value, 0);
    if (known === kLatin1 || (known === kUtf8 && code < 128)) return { value: code, encoding: known };
  }
  return { value, encoding: known };
}

export const methods = {
  copy(this: Bytes, target: any, targetStart?: any, sourceStart?: any, sourceEnd?: any): number {
    if (!isUint8Array(this)) throw new codes.ERR_INVALID_ARG_TYPE("source", ["Buffer", "Uint8Array"], this);
    checkBytes(target, "target");
    targetStart = targetStart === undefined ? 0 : toIndex(targetStart);
    if (targetStart < 0) throw new codes.ERR_OUT_OF_RANGE("targetStart", ">= 0", targetStart);
    sourceStart = sourceStart === undefined ? 0 : toIndex(sourceStart);
    if (sourceStart < 0 || sourceStart > this.length) {
      throw new codes.ERR_OUT_OF_RANGE("sourceStart", `>= 0 && <= ${this.length}`, sourceStart);
    }
    sourceEnd = sourceEnd === undefined ? this.length : toIndex(sourceEnd);
    if (sourceEnd < 0) throw new codes.ERR_OUT_OF_RANGE("sourceEnd", ">= 0", sourceEnd);
    if (targetStart >= target.length || sourceStart >= sourceEnd) return 0;
    return binding.copy(this, target, targetStart, sourceStart, sourceEnd);
  },

  equals(this: Bytes, otherBuffer: any): boolean {
    checkBytes(otherBuffer, "otherBuffer");
    if (this === otherBuffer) return true;
    if (this.byteLength !== otherBuffer.byteLength) return false;
    return this.byteLength === 0 || binding.compare(this, otherBuffer) === 0;
  },

  compare(this: Bytes, target: any, targetStart?: any, targetEnd?: any, sourceStart?: any, sourceEnd?: any): number {
    checkBytes(target, "target");
    if (arguments.length === 1) return binding.compare(this, target);
    if (targetStart === undefined) targetStart = 0;
    else checkOffset(targetStart, "targetStart");
    if (targetEnd === undefined) targetEnd = target.length;
    else checkOffset(targetEnd, "targetEnd", 0, target.length);
    if (sourceStart === undefined) sourceStart = 0;
    else checkOffset(sourceStart, "sourceStart");
    if (sourceEnd === undefined) sourceEnd = this.length;
    else checkOffset(sourceEnd, "sourceEnd", 0, this.length);

    if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return binding.compareRange(this, target, targetStart, sourceStart, targetEnd, sourceEnd);
  },

  indexOf(this: Bytes, value: any, byteOffset?: any, encoding?: any): number {
    return search(this, value, byteOffset, encoding, true);
  },

  lastIndexOf(this: Bytes, value: any, byteOffset?: any, encoding?: any): number {
    return search(this, value, byteOffset, encoding, false);
  },

  includes(this: Bytes, value: any, byteOffset?: any, encoding?: any): boolean {
    return (this as any).indexOf(value, byteOffset, encoding) !== -1;
  },

  fill(this: Bytes, value: any, offset?: any, end?: any, encoding?: any): Bytes {
    let known = kUtf8;
    if (typeof value === "string") {
      if (offset === undefined || typeof offset === "string") {
        encoding = offset;
        offset = undefined;
      } else if (typeof end === "string") {
        encoding = end;
        end = undefined;
      }
      ({ value, encoding: known } = fillValue(value, encoding));
    }
    if (offset === undefined) {
      offset = 0;
      end = this.length;
    } else {
      checkOffset(offset, "offset");
      if (end === undefined) end = this.length;
      else checkOffset(end, "end", 0, this.length);
      if (offset >= end) return this;
    }

    if (typeof value === "string" || isUint8Array(value)) {
      if (!binding.fill(this, value, offset, end, known)) throw new codes.ERR_INVALID_ARG_VALUE("value", value);
    } else {
      TypedArrayPrototypeFill(this, typeof value === "number" ? value : (value >>> 0) & 255, offset, end);
    }
    return this;
  },

  swap16(this: Bytes): Bytes {
    if (this.length % 2 !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE("16-bits");
    binding.swap(this, 2);
    return this;
  },

  swap32(this: Bytes): Bytes {
    if (this.length % 4 !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE("32-bits");
    binding.swap(this, 4);
    return this;
  },

  swap64(this: Bytes): Bytes {
    if (this.length % 8 !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE("64-bits");
    binding.swap(this, 8);
    return this;
  },
};
