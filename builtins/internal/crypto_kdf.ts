// Keys from passwords and from other keys: PBKDF2, scrypt, HKDF.
// https://nodejs.org/api/crypto.html#cryptopbkdf2password-salt-iterations-keylen-digest-callback
import { RangeError, TypedArrayPrototypeGetBuffer } from "internal/primordials";
import { bytesOf, kHandle } from "internal/crypto_util";
import { isKeyObject, secretBytesOf } from "internal/crypto_keys";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { codes, stampCode } from "internal/errors";
import { validateFunction, validateInt32, validateInteger, validateString, validateUint32 } from "internal/validators";

type Reply = (error: unknown, bytes?: any) => void;
type Bytes = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;
interface KdfNative {
  /** These give a Buffer, or undefined for a digest that the library lacks. With `reply` they run on the thread pool. */
  pbkdf2(password: Bytes, salt: Bytes, iterations: number, length: number, digest: string, reply?: Reply): any;
  hkdf(digest: string, secret: Bytes, salt: Bytes, info: Bytes, length: number, reply?: Reply): any;
  scrypt(password: Bytes, salt: Bytes, n: number, r: number, p: number, length: number, reply?: Reply): any;
  /** What is wrong with the parameters, or "". */
  scryptFault(n: number, r: number, p: number, maxMemory: number): string;
}
const binding: KdfNative = native("crypto_kdf");
const hashing = native("crypto_hash") as { digestSize(name: string): number };

function checkPbkdf2(password: any, salt: any, iterations: any, keylen: any, digest: any): [Bytes, Bytes] {
  validateString(digest, "digest");
  const secret = bytesOf(password, "password");
  const salted = bytesOf(salt, "salt");
  validateInt32(iterations, "iterations", 1);
  validateInt32(keylen, "keylen", 0);
  if (hashing.digestSize(digest) < 0) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  return [secret, salted];
}

export function pbkdf2(password: any, salt: any, iterations: any, keylen: any, digest: any, callback?: any): void {
  if (typeof digest === "function") {
    callback = digest;
    digest = undefined;
  }
  const { 0: secret, 1: salted } = checkPbkdf2(password, salt, iterations, keylen, digest);
  validateFunction(callback, "callback");
  binding.pbkdf2(secret, salted, iterations, keylen, digest, callback);
}

export function pbkdf2Sync(password: any, salt: any, iterations: any, keylen: any, digest: any): Uint8Array {
  const { 0: secret, 1: salted } = checkPbkdf2(password, salt, iterations, keylen, digest);
  return binding.pbkdf2(secret, salted, iterations, keylen, digest);
}

interface ScryptParameters {
  password: Bytes;
  salt: Bytes;
  n: number;
  r: number;
  p: number;
}

/** One option under its short or its long name, but not both. */
function costOption(options: any, short: string, long: string, fallback: number): number {
  let value = fallback;
  const given = options[short] !== undefined;
  if (given) {
    value = options[short];
    validateUint32(value, short);
  }
  if (options[long] !== undefined) {
    if (given) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR(short, long);
    value = options[long];
    validateUint32(value, long);
  }
  return value || fallback;
}

function checkScrypt(password: any, salt: any, keylen: any, options: any): ScryptParameters {
  const secret = bytesOf(password, "password");
  const salted = bytesOf(salt, "salt");
  validateInt32(keylen, "keylen", 0);
  let n = 16384;
  let r = 8;
  let p = 1;
  let maxMemory = 32 << 20;
  if (options && options !== true) {
    n = costOption(options, "N", "cost", n);
    r = costOption(options, "r", "blockSize", r);
    p = costOption(options, "p", "parallelization", p);
    if (options.maxmem !== undefined) {
      maxMemory = options.maxmem;
      validateInteger(maxMemory, "maxmem", 0);
      if (maxMemory === 0) maxMemory = 32 << 20;
    }
  }
  const fault = binding.scryptFault(n, r, p, maxMemory);
  if (fault !== "") throw stampCode(new RangeError(fault), "ERR_CRYPTO_INVALID_SCRYPT_PARAMS");
  return { password: secret, salt: salted, n, r, p };
}

export function scrypt(password: any, salt: any, keylen: any, options: any, callback?: any): void {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const { password: secret, salt: salted, n, r, p } = checkScrypt(password, salt, keylen, options);
  validateFunction(callback, "callback");
  binding.scrypt(secret, salted, n, r, p, keylen, callback);
}

export function scryptSync(password: any, salt: any, keylen: any, options?: any): Uint8Array {
  const { password: secret, salt: salted, n, r, p } = checkScrypt(password, salt, keylen, options);
  return binding.scrypt(secret, salted, n, r, p, keylen);
}

function hkdfSecret(key: any): Bytes {
  if (isKeyObject(key)) return secretBytesOf((key as any)[kHandle]);
  if (typeof key === "string" || isArrayBufferView(key) || isAnyArrayBuffer(key)) return bytesOf(key, "ikm");
  throw new codes.ERR_INVALID_ARG_TYPE("ikm", ["string", "SecretKeyObject", "ArrayBuffer", "TypedArray", "DataView", "Buffer"], key);
}

function hkdfBytes(value: any, name: string): Bytes {
  if (typeof value === "string" || isArrayBufferView(value) || isAnyArrayBuffer(value)) return bytesOf(value, name);
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "ArrayBuffer", "TypedArray", "DataView", "Buffer"], value);
}

function checkHkdf(digest: any, key: any, salt: any, info: any, length: any): [Bytes, Bytes, Bytes] {
  validateString(digest, "digest");
  const secret = hkdfSecret(key);
  const salted = hkdfBytes(salt, "salt");
  const context = hkdfBytes(info, "info");
  validateInteger(length, "length", 0, 2147483647);
  if ((context as ArrayBuffer).byteLength > 1024)
    throw new codes.ERR_OUT_OF_RANGE("info", "must not contain more than 1024 bytes", (context as ArrayBuffer).byteLength);
  const size = hashing.digestSize(digest);
  if (size < 0) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  if (length > 255 * size) throw new codes.ERR_CRYPTO_INVALID_KEYLEN();
  return [secret, salted, context];
}

export function hkdf(digest: any, key: any, salt: any, info: any, length: any, callback?: any): void {
  const { 0: secret, 1: salted, 2: context } = checkHkdf(digest, key, salt, info, length);
  validateFunction(callback, "callback");
  binding.hkdf(digest, secret, salted, context, length, (error, bytes) => {
    if (error) callback(error);
    else callback(null, memoryOf(bytes));
  });
}

export function hkdfSync(digest: any, key: any, salt: any, info: any, length: any): ArrayBuffer {
  const { 0: secret, 1: salted, 2: context } = checkHkdf(digest, key, salt, info, length);
  return memoryOf(binding.hkdf(digest, secret, salted, context, length));
}

/** The memory of a Buffer that has it for itself. */
export function memoryOf(bytes: Uint8Array): ArrayBuffer {
  return TypedArrayPrototypeGetBuffer(bytes);
}
