// Random bytes, integers and identifiers. https://nodejs.org/api/crypto.html#cryptorandombytessize-callback
import {
  ArrayBufferIsView, Int32Array, NumberIsSafeInteger, TypeError, TypedArrayPrototypeGetSymbolToStringTag,
} from "internal/primordials";
import { allocUnsafe } from "internal/buffer_create";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes, stampCode } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { validateBoolean, validateFunction, validateNumber, validateObject } from "internal/validators";
import { nextUUID } from "web/crypto";

interface RandomNative {
  fill(view: ArrayBufferView): void;
  /** At once, or on the thread pool with a callback. Gives the view. */
  fillPart(view: object, offset: number, size: number, reply?: (error: unknown, view: any) => void): any;
}
const binding: RandomNative = native("random");
const hashing = native("crypto_hash") as { areEqual(a: object, b: object): boolean };

const kMost = 2147483647;

type Callback = (error: unknown, value?: any) => void;

function elementSize(view: any): number {
  return ArrayBufferIsView(view) && TypedArrayPrototypeGetSymbolToStringTag(view) !== undefined ? (view as any).BYTES_PER_ELEMENT : 1;
}

/** An offset or size in elements, as bytes. */
function toByteCount(value: unknown, name: string, element: number, least: number, most: number): number {
  validateNumber(value, name);
  const bytes = value * element;
  if (!NumberIsSafeInteger(bytes) && value !== value) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${least} && <= ${most}`, value);
  if (bytes < least || bytes > most) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${least} && <= ${most}`, bytes);
  return bytes >>> 0;
}

function checkSize(size: unknown, offset: number, element: number, length: number): number {
  validateNumber(size, "size");
  const bytes = size * element;
  if (!(bytes >= 0 && bytes <= kMost)) throw new codes.ERR_OUT_OF_RANGE("size", `>= 0 && <= ${kMost}`, bytes);
  if (bytes + offset > length) throw new codes.ERR_OUT_OF_RANGE("size + offset", `<= ${length}`, bytes + offset);
  return bytes >>> 0;
}

export function randomBytes(size: number, callback?: Callback): any {
  validateNumber(size, "size");
  if (!(size >= 0 && size <= kMost)) throw new codes.ERR_OUT_OF_RANGE("size", `>= 0 && <= ${kMost}`, size);
  if (callback !== undefined) validateFunction(callback, "callback");
  const bytes = allocUnsafe(size >>> 0);
  if (callback === undefined) {
    binding.fill(bytes);
    return bytes;
  }
  binding.fillPart(bytes, 0, bytes.length, callback);
}

function checkTarget(buffer: any): void {
  if (!ArrayBufferIsView(buffer) && !isAnyArrayBuffer(buffer))
    throw new codes.ERR_INVALID_ARG_TYPE("buf", ["ArrayBuffer", "ArrayBufferView"], buffer);
}

export function randomFillSync<T extends object>(buffer: T, offset: any = 0, size?: any): T {
  checkTarget(buffer);
  const element = elementSize(buffer);
  const length = (buffer as any).byteLength;
  const start = toByteCount(offset, "offset", element, 0, length);
  const count = size === undefined ? length - start : checkSize(size, start, element, length);
  return binding.fillPart(buffer, start, count);
}

export function randomFill(buffer: any, offset: any, size?: any, callback?: any): void {
  checkTarget(buffer);
  const element = elementSize(buffer);
  const length = buffer.byteLength;
  if (typeof offset === "function") {
    callback = offset;
    offset = 0;
    size = undefined;
  } else if (typeof size === "function") {
    callback = size;
    size = undefined;
  } else {
    validateFunction(callback, "callback");
  }
  offset = toByteCount(offset, "offset", element, 0, length);
  const count = size === undefined ? length - offset : checkSize(size, offset, element, length);
  binding.fillPart(buffer, offset, count, callback);
}

// Random words, from a store that is filled again when it is used up.
const kStore = 1024;
let store: Int32Array | undefined;
let used = kStore;

function nextWord(): number {
  if (used === kStore) {
    binding.fill((store ??= new Int32Array(kStore)));
    used = 0;
  }
  return store![used++];
}

function next48Bits(): number {
  return (nextWord() & 0xffff) * 0x1_0000_0000 + (nextWord() >>> 0);
}

const kRange = 0x1_0000_0000_0000;
const kSmallRange = 0x4000_0000;

// What would favour small remainders is thrown away.
function nextInteger(min: number, range: number): number {
  if (range <= kSmallRange) return nextSmall(range) + min;
  const limit = kRange - (kRange % range);
  let value = next48Bits();
  while (value >= limit) value = next48Bits();
  return value % range + min;
}

/** The same with small integers, which are reckoned with faster. */
function nextSmall(range: number): number {
  const limit = kSmallRange - (kSmallRange % range);
  let value = nextWord() & (kSmallRange - 1);
  while (value >= limit) value = nextWord() & (kSmallRange - 1);
  return value % range;
}

export function randomInt(min: any, max?: any, callback?: any): any {
  const hasMinimum = !(max === undefined || typeof max === "function");
  if (!hasMinimum) {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) validateFunction(callback, "callback");
  if (!NumberIsSafeInteger(min)) throw new codes.ERR_INVALID_ARG_TYPE("min", "a safe integer", min);
  if (!NumberIsSafeInteger(max)) throw new codes.ERR_INVALID_ARG_TYPE("max", "a safe integer", max);
  if (max <= min) throw new codes.ERR_OUT_OF_RANGE("max", `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (!(range <= kRange - 1))
    throw new codes.ERR_OUT_OF_RANGE(hasMinimum ? "max - min" : "max", `<= ${kRange - 1}`, range);
  const value = nextInteger(min, range);
  if (callback === undefined) return value;
  nextTick(callback, undefined, value);
}

export function randomUUID(options?: any): string {
  if (options !== undefined) {
    validateObject(options, "options");
    if (options.disableEntropyCache !== undefined) validateBoolean(options.disableEntropyCache, "options.disableEntropyCache");
  }
  return nextUUID();
}

function checkComparable(value: unknown, name: string): void {
  if (!ArrayBufferIsView(value) && !isAnyArrayBuffer(value))
    throw stampCode(new TypeError(`The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`), "ERR_INVALID_ARG_TYPE");
}

export function timingSafeEqual(a: any, b: any): boolean {
  checkComparable(a, "buf1");
  checkComparable(b, "buf2");
  if (a.byteLength !== b.byteLength) throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return hashing.areEqual(a, b);
}

