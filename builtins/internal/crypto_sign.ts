// Signatures: Sign and Verify, and both in one call. https://nodejs.org/api/crypto.html#class-sign
import { Error, FunctionPrototypeCall, TypeError } from "internal/primordials";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { binding as keys, privateHandleOf, publicHandleOf, type Handle } from "internal/crypto_keys";
import { bytesOf, hide, inherit, inputEncoding, kHandle, outputEncoding } from "internal/crypto_util";
import { codes, stampCode } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { Writable } from "internal/stream_writable";
import { isInt32, validateEncoding, validateFunction, validateString } from "internal/validators";

type Reply = (error: unknown, value?: any) => void;
interface SignNative {
  /** `digest` undefined: the key's own way. `isDigest`: the data is a digest already. */
  sign(key: Handle, digest: string | undefined, data: object, isDigest: boolean, padding: number, saltLength: number, isP1363: boolean, reply?: Reply | true): any;
  verify(key: Handle, digest: string | undefined, data: object, signature: object, isDigest: boolean, padding: number, saltLength: number, isP1363: boolean, reply?: Reply | true): any;
}
export const signing: SignNative = native("crypto_sign");
const hashing = native("crypto_hash") as {
  createHash(name: string): { update(data: unknown, encoding: number): void; digest(encoding: number): Uint8Array } | undefined;
  digestSize(name: string): number;
};

/** For the native: an option that was not given. */
export const kNotSaid = -1000;

interface Options {
  padding: number;
  saltLength: number;
  isP1363: boolean;
}

function integerOption(options: any, name: string): number {
  const value = options[name];
  if (value === undefined) return kNotSaid;
  if (!isInt32(value)) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  return value;
}

function optionsOf(key: any): Options {
  if (key === null || typeof key !== "object") return { padding: kNotSaid, saltLength: kNotSaid, isP1363: false };
  const padding = integerOption(key, "padding");
  const saltLength = integerOption(key, "saltLength");
  const { dsaEncoding } = key;
  if (dsaEncoding !== undefined && dsaEncoding !== "der" && dsaEncoding !== "ieee-p1363")
    throw new codes.ERR_INVALID_ARG_VALUE("options.dsaEncoding", dsaEncoding);
  return { padding, saltLength, isP1363: dsaEncoding === "ieee-p1363" };
}

const kDigestName = "_algorithm";

function construct(self: any, algorithm: any, options: any): void {
  validateString(algorithm, "algorithm");
  const handle = hashing.createHash(algorithm);
  if (handle === undefined) throw stampCode(new TypeError("Invalid digest"), "ERR_CRYPTO_INVALID_DIGEST");
  hide(self, kHandle, handle);
  hide(self, kDigestName, algorithm);
  FunctionPrototypeCall(Writable as any, self, options);
}

/** The digest of all that was added; nothing can be added after it. */
function takeDigest(self: any): Uint8Array {
  const handle = self[kHandle];
  if (handle === null) throw stampCode(new Error("Not initialised"), "ERR_CRYPTO_INVALID_STATE");
  self[kHandle] = null;
  return handle.digest(-1);
}

/** A key that signs a message itself has no use for a digest of it. */
function requireDigestKey(key: Handle): void {
  if (keys.typeName(key) === "ed25519") throw new codes.ERR_CRYPTO_UNSUPPORTED_OPERATION();
}

function addMethods(methods: any): void {
  methods._write = function _write(this: any, chunk: any, encoding: string, callback: () => void): void {
    this.update(chunk, encoding);
    callback();
  };

  methods.update = function update(this: any, data: any, encoding?: string): any {
    if (typeof data === "string") {
      if (encoding !== undefined) validateEncoding(data, encoding);
    } else if (!isArrayBufferView(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE("data", ["string", "Buffer", "TypedArray", "DataView"], data);
    }
    if (this[kHandle] === null) throw stampCode(new Error("Not initialised"), "ERR_CRYPTO_INVALID_STATE");
    this[kHandle].update(data, inputEncoding(encoding));
    return this;
  };
}

export function Sign(this: any, algorithm: any, options?: any): any {
  if (!new.target) return new (Sign as any)(algorithm, options);
  construct(this, algorithm, options);
}
inherit(Sign, Writable);
addMethods(Sign.prototype);

(Sign.prototype as any).sign = function sign(this: any, options: any, encoding?: string): any {
  if (!options) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const key = privateHandleOf(options);
  const { padding, saltLength, isP1363 } = optionsOf(options);
  const digest = takeDigest(this);
  requireDigestKey(key);
  const signature = signing.sign(key, this[kDigestName], digest, true, padding, saltLength, isP1363);
  return outputEncoding(encoding) < 0 ? signature : signature.toString(encoding);
};

export function Verify(this: any, algorithm: any, options?: any): any {
  if (!new.target) return new (Verify as any)(algorithm, options);
  construct(this, algorithm, options);
}
inherit(Verify, Writable);
addMethods(Verify.prototype);

(Verify.prototype as any).verify = function verify(this: any, options: any, signature: any, encoding?: string): boolean {
  const key = publicHandleOf(options);
  const { padding, saltLength, isP1363 } = optionsOf(options);
  const bytes = bytesOf(signature, "signature", encoding);
  const digest = takeDigest(this);
  requireDigestKey(key);
  return signing.verify(key, this[kDigestName], digest, bytes, true, padding, saltLength, isP1363);
};

export function createSign(algorithm: any, options?: any): any {
  return new (Sign as any)(algorithm, options);
}

export function createVerify(algorithm: any, options?: any): any {
  return new (Verify as any)(algorithm, options);
}

/** What goes wrong before the work begins is told to the callback, too, as what goes wrong in it. */
function start(callback: Reply, begin: () => void): void {
  try {
    begin();
  } catch (error) {
    nextTick(callback, error);
  }
}

function checkAlgorithm(algorithm: any): string | undefined {
  if (algorithm == null) return undefined;
  validateString(algorithm, "algorithm");
  return algorithm;
}

function requireDigest(algorithm: string | undefined): void {
  if (algorithm !== undefined && hashing.digestSize(algorithm) < 0) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
}

export function sign(algorithm: any, data: any, key: any, callback?: any): any {
  const digest = checkAlgorithm(algorithm);
  if (callback !== undefined) validateFunction(callback, "callback");
  const bytes = bytesOf(data, "data");
  if (!key) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const { padding, saltLength, isP1363 } = optionsOf(key);
  const handle = privateHandleOf(key);
  requireDigest(digest);
  if (callback === undefined) return signing.sign(handle, digest, bytes, false, padding, saltLength, isP1363);
  start(callback, () => signing.sign(handle, digest, bytes, false, padding, saltLength, isP1363, callback));
}

export function verify(algorithm: any, data: any, key: any, signature: any, callback?: any): any {
  const digest = checkAlgorithm(algorithm);
  if (callback !== undefined) validateFunction(callback, "callback");
  const bytes = bytesOf(data, "data");
  const { padding, saltLength, isP1363 } = optionsOf(key);
  if (!isArrayBufferView(signature) && !isAnyArrayBuffer(signature))
    throw new codes.ERR_INVALID_ARG_TYPE("signature", ["Buffer", "TypedArray", "DataView"], signature);
  const handle = publicHandleOf(key);
  requireDigest(digest);
  if (callback === undefined) return signing.verify(handle, digest, bytes, signature, false, padding, saltLength, isP1363);
  start(callback, () => signing.verify(handle, digest, bytes, signature, false, padding, saltLength, isP1363, callback));
}
