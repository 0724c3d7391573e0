// Primes. https://nodejs.org/api/crypto.html#cryptogenerateprimesize-options-callback
import { NumberParseInt, RangeError, StringPrototypePadStart, StringPrototypeSlice, Uint8Array } from "internal/primordials";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { bigIntOf } from "internal/crypto_keys";
import { memoryOf } from "internal/crypto_kdf";
import { codes, stampCode } from "internal/errors";
import { validateBoolean, validateFunction, validateInt32, validateObject } from "internal/validators";

type Reply = (error: unknown, value?: any) => void;
interface PrimeNative {
  /** A Buffer of the size's bytes. */
  prime(bits: number, isSafe: boolean, add: object | undefined, rem: object | undefined, reply?: Reply): any;
  isPrime(candidate: object, checks: number, reply?: Reply): any;
}
const binding: PrimeNative = native("crypto_keygen");

const kMost = 2147483647;
const kNumberTypes = ["ArrayBuffer", "TypedArray", "Buffer", "DataView", "bigint"];

/** The bytes of a number that is not negative, the most significant first. */
function bytesOfBigInt(value: bigint, name: string): Uint8Array {
  if (value < 0n) throw new codes.ERR_OUT_OF_RANGE(name, ">= 0", value);
  const digits = value.toString(16);
  const even = StringPrototypePadStart(digits, digits.length + (digits.length & 1), "0");
  const bytes = new Uint8Array(even.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = NumberParseInt(StringPrototypeSlice(even, 2 * i, 2 * i + 2), 16);
  return bytes;
}

function numberOf(value: any, name: string): any {
  if (typeof value === "bigint") return bytesOfBigInt(value, name);
  if (!isArrayBufferView(value) && !isAnyArrayBuffer(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, kNumberTypes, value);
  return value;
}

function asUint8(bytes: any): Uint8Array {
  return isArrayBufferView(bytes) ? new Uint8Array((bytes as any).buffer, (bytes as any).byteOffset, (bytes as any).byteLength) : new Uint8Array(bytes);
}

function bitsOf(bytes: any): number {
  const value = bigIntOf(asUint8(bytes));
  return value === 0n ? 0 : value.toString(2).length;
}

interface PrimeOptions {
  isSafe: boolean;
  isBigInt: boolean;
  add: any;
  rem: any;
}

function outOfRange(text: string): Error {
  return stampCode(new RangeError(text), "ERR_OUT_OF_RANGE");
}

function primeOptions(size: any, options: any): PrimeOptions {
  validateInt32(size, "size", 1);
  validateObject(options, "options");
  const { safe = false, bigint = false, add, rem } = options;
  validateBoolean(safe, "options.safe");
  validateBoolean(bigint, "options.bigint");
  const step = add === undefined ? undefined : numberOf(add, "options.add");
  const rest = rem === undefined ? undefined : numberOf(rem, "options.rem");
  if (step !== undefined) {
    // A prime of that size can lie in the class of remainders, and the class exists.
    if (bitsOf(step) > size) throw outOfRange("invalid options.add");
    if (rest !== undefined && compare(step, rest) <= 0) throw outOfRange("invalid options.rem");
  }
  return { isSafe: safe, isBigInt: bigint, add: step, rem: step === undefined ? undefined : rest };
}

function compare(a: any, b: any): number {
  const left = bigIntOf(asUint8(a));
  const right = bigIntOf(asUint8(b));
  return left < right ? -1 : left > right ? 1 : 0;
}

function result(bytes: Uint8Array, isBigInt: boolean): bigint | ArrayBuffer {
  return isBigInt ? bigIntOf(bytes) : memoryOf(bytes);
}

export function generatePrime(size: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = {};
  }
  validateFunction(callback, "callback");
  const { isSafe, isBigInt, add, rem } = primeOptions(size, options);
  binding.prime(size, isSafe, add, rem, (error, bytes) => {
    if (error) callback(error);
    else callback(undefined, result(bytes, isBigInt));
  });
}

export function generatePrimeSync(size: any, options: any = {}): bigint | ArrayBuffer {
  const { isSafe, isBigInt, add, rem } = primeOptions(size, options);
  return result(binding.prime(size, isSafe, add, rem), isBigInt);
}

function checkOptions(candidate: any, options: any): [bytes: any, checks: number] {
  const bytes = numberOf(candidate, "candidate");
  validateObject(options, "options");
  const { checks = 0 } = options;
  validateInt32(checks, "options.checks", 0, kMost);
  return [bytes, checks];
}

export function checkPrime(candidate: any, options: any = {}, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = {};
  }
  validateFunction(callback, "callback");
  const { 0: bytes, 1: checks } = checkOptions(candidate, options);
  binding.isPrime(bytes, checks, callback);
}

export function checkPrimeSync(candidate: any, options: any = {}): boolean {
  const { 0: bytes, 1: checks } = checkOptions(candidate, options);
  return binding.isPrime(bytes, checks);
}
