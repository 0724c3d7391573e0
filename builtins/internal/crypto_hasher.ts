/**
 * Weft.CryptoHasher, the classes of single algorithms (Weft.SHA256), and Weft.sha
 * (https://bun.com/docs/runtime/hashing#bun-cryptohasher).
 */
import "node:buffer";
import {
  ArrayBufferIsView, ArrayPrototypeSlice, Error, ObjectDefineProperty, StringPrototypeToLowerCase, SymbolToStringTag, TypedArrayPrototypeSet,
} from "internal/primordials";
import { FastBuffer } from "internal/buffer_create";
import { encodingOf } from "internal/buffer_native";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { viewBytes } from "internal/byte_tools";
import { codes } from "internal/errors";
import { hashInput, type HashInput } from "internal/hash_input";

interface Handle {
  update(data: HashInput, encoding: number): void;
  digest(encoding: number): any;
  copy(size?: number): Handle;
  size: number;
}
interface HashNative {
  createHash(name: string, size: number): Handle | undefined;
  createHmac(name: string, secret: object): Handle | undefined;
  hash(name: string, data: HashInput, encoding: number): any;
}
const binding: HashNative = native("crypto_hash");
const text: { fromString(text: string, encoding: number): Uint8Array } = native("buffer");

const kAlgorithms = [
  "blake2b256", "blake2b512", "blake2s256", "md4", "md5", "ripemd160", "sha1", "sha224", "sha256", "sha384", "sha512",
  "sha512-224", "sha512-256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "shake128", "shake256",
];
const kNames: Record<string, string> = {
  __proto__: null as any,
  rmd160: "ripemd160", "sha-1": "sha1", "sha-224": "sha224", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512",
  "sha-512/224": "sha512-224", "sha-512/256": "sha512-256", "sha512/224": "sha512-224", "sha512/256": "sha512-256",
};
for (let i = 0; i < kAlgorithms.length; i++) kNames[kAlgorithms[i]!] = kAlgorithms[i]!;

function nameOf(algorithm: unknown): string {
  if (typeof algorithm !== "string") throw new codes.ERR_INVALID_ARG_TYPE("algorithm", "string", algorithm);
  const name = kNames[algorithm] ?? kNames[StringPrototypeToLowerCase(algorithm)];
  if (name === undefined) throw new codes.ERR_INVALID_ARG_VALUE("algorithm", algorithm, "is not supported");
  return name;
}

function inputEncoding(encoding: unknown): number {
  return typeof encoding === "string" ? encodingOf(encoding) ?? 0 : 0;
}

/** The number of an encoding; -1 for bytes. */
function outputEncoding(encoding: unknown): number {
  if (encoding === undefined || encoding === null || encoding === "buffer") return -1;
  if (typeof encoding !== "string") throw new codes.ERR_INVALID_ARG_TYPE("output", ["string", "ArrayBuffer", "ArrayBufferView"], encoding);
  const known = encodingOf(encoding);
  if (known === undefined) throw new codes.ERR_INVALID_ARG_VALUE("encoding", encoding, "is not known");
  return known;
}

/** Room that was given for a digest, or undefined where an encoding may stand. */
function roomOf(output: unknown, size: number): Uint8Array | undefined {
  if (!ArrayBufferIsView(output) && !isAnyArrayBuffer(output)) return undefined;
  const bytes = viewBytes(output)!;
  if (bytes.length < size) throw new codes.ERR_INVALID_ARG_VALUE("output", output, `must have room for ${size} bytes`);
  return bytes;
}

function digestOf(handle: Handle, output: unknown): any {
  const room = roomOf(output, handle.size);
  if (room === undefined) return handle.digest(outputEncoding(output));
  TypedArrayPrototypeSet(room, handle.digest(-1), 0);
  return output;
}

function hashAtOnce(name: string, input: unknown, output: unknown): any {
  const data = hashInput(input, "input");
  if (output === undefined || typeof output === "string") return binding.hash(name, data, outputEncoding(output));
  const handle = binding.createHash(name, -1)!;
  handle.update(data, 0);
  return digestOf(handle, output);
}

export class CryptoHasher {
  #algorithm: string;
  /** Undefined after digest: the next use begins anew. */
  #handle: Handle | undefined;
  #byteLength: number;
  #isHmac = false;

  /**
   * @param algorithm One of CryptoHasher.algorithms.
   * @param hmacKey A text or bytes: HMAC with this key instead of the hash alone.
   */
  constructor(algorithm: unknown, hmacKey?: unknown) {
    this.#algorithm = nameOf(algorithm);
    this.#handle = hmacKey === undefined || hmacKey === null ? binding.createHash(this.#algorithm, -1) : this.#authenticate(hmacKey);
    this.#byteLength = this.#handle!.size;
  }

  #authenticate(key: unknown): Handle {
    this.#isHmac = true;
    const bytes = typeof key === "string" ? text.fromString(key, 0) : viewBytes(key);
    if (bytes === undefined) throw new codes.ERR_INVALID_ARG_TYPE("hmacKey", ["string", "ArrayBuffer", "ArrayBufferView"], key);
    const handle = binding.createHmac(this.#algorithm, bytes);
    if (handle === undefined) throw new Error(`There is no HMAC of ${this.#algorithm}`);
    return handle;
  }

  #current(): Handle {
    if (this.#handle !== undefined) return this.#handle;
    if (this.#isHmac) throw new Error("HMAC has been consumed and is no longer usable");
    return (this.#handle = binding.createHash(this.#algorithm, -1)!);
  }

  get algorithm(): string {
    return this.#algorithm;
  }
  get byteLength(): number {
    return this.#byteLength;
  }

  /** @param encoding What a text is in; UTF-8 without. */
  update(input: unknown, encoding?: unknown): this {
    this.#current().update(hashInput(input, "input"), inputEncoding(encoding));
    return this;
  }

  /**
   * The digest, after which the hasher begins anew; one with a key is at its end.
   * @param output An encoding for a text; bytes to write into; without, a Buffer is made.
   */
  digest(output?: unknown): any {
    const result = digestOf(this.#current(), output);
    this.#handle = undefined;
    return result;
  }

  /** Another one that goes on from here. */
  copy(): CryptoHasher {
    const other = new CryptoHasher(this.#algorithm);
    other.#handle = this.#current().copy(-1);
    other.#isHmac = this.#isHmac;
    return other;
  }

  static get algorithms(): string[] {
    return ArrayPrototypeSlice(kAlgorithms);
  }

  /** The digest of one input. */
  static hash(algorithm: unknown, input: unknown, output?: unknown): any {
    return hashAtOnce(nameOf(algorithm), input, output);
  }
}
ObjectDefineProperty(CryptoHasher.prototype, SymbolToStringTag, { __proto__: null, value: "CryptoHasher", configurable: true } as any);

/** A class of one algorithm. It is at its end after digest. */
function hasherClass(name: string, algorithm: string, size: number): any {
  const Hasher = class {
    #handle: Handle | undefined = binding.createHash(algorithm, -1);

    #current(task: string): Handle {
      if (this.#handle === undefined)
        throw new codes.ERR_INVALID_STATE(`${name} hasher already digested, create a new instance to ${task}`);
      return this.#handle;
    }
    get byteLength(): number {
      return size;
    }
    update(input: unknown): this {
      this.#current("update").update(hashInput(input, "input"), 0);
      return this;
    }
    digest(output?: unknown): any {
      const result = bare(digestOf(this.#current("digest again"), output));
      this.#handle = undefined;
      return result;
    }
    static get byteLength(): number {
      return size;
    }
    static hash(input: unknown, output?: unknown): any {
      return bare(hashAtOnce(algorithm, input, output));
    }
  };
  ObjectDefineProperty(Hasher, "name", { __proto__: null, value: name, configurable: true } as any);
  ObjectDefineProperty(Hasher.prototype, SymbolToStringTag, { __proto__: null, value: name, configurable: true } as any);
  return Hasher;
}

/** These classes give a Uint8Array where CryptoHasher gives a Buffer. */
function bare(result: any): any {
  return result instanceof FastBuffer ? viewBytes(result) : result;
}

export const MD4 = hasherClass("MD4", "md4", 16);
export const MD5 = hasherClass("MD5", "md5", 16);
export const SHA1 = hasherClass("SHA1", "sha1", 20);
export const SHA224 = hasherClass("SHA224", "sha224", 28);
export const SHA256 = hasherClass("SHA256", "sha256", 32);
export const SHA384 = hasherClass("SHA384", "sha384", 48);
export const SHA512 = hasherClass("SHA512", "sha512", 64);
export const SHA512_256 = hasherClass("SHA512_256", "sha512-256", 32);

/** SHA-512/256, the fastest of the family that cannot be lengthened. */
export function sha(input: unknown, output?: unknown): any {
  return bare(hashAtOnce("sha512-256", input, output));
}
