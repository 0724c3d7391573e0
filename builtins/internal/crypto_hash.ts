// Hash and Hmac. https://nodejs.org/api/crypto.html#class-hash
import { Error, FunctionPrototypeCall, StringPrototypeToLowerCase, Symbol } from "internal/primordials";
import { FastBuffer } from "internal/buffer_create";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { bytesOf, hide, inherit, inputEncoding, kHandle, libraryError, outputEncoding, stringOption } from "internal/crypto_util";
import { LazyTransform } from "internal/crypto_lazy_transform";
import { secretHandleOf } from "internal/crypto_keys";
import { codes } from "internal/errors";
import { validateEncoding, validateString, validateUint32 } from "internal/validators";

interface HashHandle {
  update(data: string | ArrayBufferView, encoding: number): void;
  digest(encoding: number): any;
  /** `size` of the digest, for one of any length; -1 for the usual. */
  copy(size: number): HashHandle;
  size: number;
  /** Whether the digest may have any length. */
  isExtendable: boolean;
}
interface HashNative {
  /** Undefined for a digest that there is not. */
  createHash(name: string, size: number): HashHandle | undefined;
  createHmac(name: string, secret: object): Omit<HashHandle, "copy" | "isExtendable"> | undefined;
  hash(name: string, data: string | ArrayBufferView | ArrayBuffer | SharedArrayBuffer, encoding: number): any;
}
const binding: HashNative = native("crypto_hash");

const kFinalized: unique symbol = Symbol("finalized") as any;

function requireDigest(handle: HashHandle | undefined): HashHandle {
  if (handle === undefined) throw new Error("Digest method not supported");
  return handle;
}

function checkLength(handle: HashHandle, length: number | undefined): void {
  if (length === undefined) return;
  if (!handle.isExtendable && length !== handle.size)
    throw libraryError("ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH", "030000B2", "digital envelope routines", "not XOF or invalid length");
}

export function Hash(this: any, algorithm: any, options?: any): any {
  if (!new.target) return new (Hash as any)(algorithm, options);
  const length = options == null ? undefined : options.outputLength;
  if (length !== undefined) validateUint32(length, "options.outputLength");
  if (algorithm === null || typeof algorithm !== "object" || !(kHandle in algorithm)) {
    validateString(algorithm, "algorithm");
    hide(this, kHandle, requireDigest(binding.createHash(algorithm, length ?? -1)));
  } else {
    hide(this, kHandle, algorithm[kHandle].copy(length ?? -1));
  }
  checkLength(this[kHandle], length);
  hide(this, kFinalized, false);
  FunctionPrototypeCall(LazyTransform as any, this, options);
}
inherit(Hash, LazyTransform);

const hashMethods = Hash.prototype as any;

hashMethods.copy = function copy(this: any, options?: any): any {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  return new (Hash as any)(this, options);
};

hashMethods._transform = function _transform(this: any, chunk: any, encoding: string, callback: () => void): void {
  this[kHandle].update(chunk, inputEncoding(encoding));
  callback();
};

hashMethods._flush = function _flush(this: any, callback: () => void): void {
  this.push(this[kHandle].digest(-1));
  callback();
};

function checkData(data: any, encoding: any): void {
  if (typeof data === "string") {
    if (encoding !== undefined) validateEncoding(data, encoding);
  } else if (!isArrayBufferView(data)) {
    throw new codes.ERR_INVALID_ARG_TYPE("data", ["string", "Buffer", "TypedArray", "DataView"], data);
  }
}

function update(this: any, data: any, encoding?: string): any {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  checkData(data, encoding);
  this[kHandle].update(data, inputEncoding(encoding));
  return this;
}
hashMethods.update = update;

hashMethods.digest = function digest(this: any, encoding?: any): any {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  const result = this[kHandle].digest(outputEncoding(encoding && `${encoding}`));
  this[kFinalized] = true;
  return result;
};

export function Hmac(this: any, algorithm: any, key: any, options?: any): any {
  if (!new.target) return new (Hmac as any)(algorithm, key, options);
  validateString(algorithm, "hmac");
  const encoding = stringOption(options, "encoding");
  const secret = typeof key === "string" ? bytesOf(key, "key", encoding) : isArrayBufferView(key) ? key : secretHandleOf(key, "key", encoding);
  const handle = binding.createHmac(algorithm, secret);
  if (handle === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
  hide(this, kHandle, handle);
  hide(this, kFinalized, false);
  FunctionPrototypeCall(LazyTransform as any, this, options);
}
inherit(Hmac, LazyTransform);

const hmacMethods = Hmac.prototype as any;

hmacMethods.update = update;

hmacMethods.digest = function digest(this: any, encoding?: any): any {
  const asText = outputEncoding(encoding && `${encoding}`);
  // A second call has nothing to give.
  if (this[kFinalized]) return asText < 0 ? new FastBuffer(0) : "";
  const result = this[kHandle].digest(asText);
  this[kFinalized] = true;
  return result;
};

hmacMethods._flush = hashMethods._flush;
hmacMethods._transform = hashMethods._transform;

export function createHash(algorithm: string, options?: object): any {
  return new (Hash as any)(algorithm, options);
}

export function createHmac(algorithm: string, key: any, options?: object): any {
  return new (Hmac as any)(algorithm, key, options);
}

/** A digest in one call: no object is made. */
export function hash(algorithm: any, input: any, options: any = "hex"): any {
  validateString(algorithm, "algorithm");
  if (typeof input !== "string" && !isArrayBufferView(input) && !isAnyArrayBuffer(input))
    throw new codes.ERR_INVALID_ARG_TYPE("input", ["Buffer", "TypedArray", "DataView", "string"], input);
  const encoding = options !== null && typeof options === "object" ? options.outputEncoding ?? "hex" : options;
  validateString(encoding, "outputEncoding");
  const asText = outputEncoding(encoding);
  if (asText < 0 && StringPrototypeToLowerCase(encoding) !== "buffer")
    throw new codes.ERR_INVALID_ARG_VALUE("outputEncoding", encoding);
  const result = binding.hash(algorithm, input, asText);
  if (result === undefined) throw new Error("Digest method not supported");
  return result;
}
