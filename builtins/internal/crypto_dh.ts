// Diffie-Hellman over the integers modulo a prime. https://nodejs.org/api/crypto.html#class-diffiehellman
import { ObjectDefineProperty, StringPrototypeToLowerCase } from "internal/primordials";
import { from } from "internal/buffer_create";
import { encodingOf } from "internal/buffer_native";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { kGroups } from "internal/crypto_dh_groups";
import { encode } from "internal/crypto_ecdh";
import { bytesOf, hide, kHandle } from "internal/crypto_util";
import { codes } from "internal/errors";
import { validateInt32, validateString } from "internal/validators";

interface DhHandle {
  generateKeys(): any;
  computeSecret(other: object): any;
  getPrime(): any;
  getGenerator(): any;
  getPublicKey(): any;
  getPrivateKey(): any;
  setPublicKey(bytes: object): void;
  setPrivateKey(bytes: object): void;
  /** Flags of what is wrong with prime and generator, as crypto.constants names them. */
  check(): number;
}
interface DhNative {
  createDh(prime: object, generator: object): DhHandle;
  generateDh(bits: number, generator: number): DhHandle;
}
const binding: DhNative = native("crypto_dh");

const kNumberTypes = ["number", "string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"];

function isBytes(value: any): boolean {
  return isArrayBufferView(value) || isAnyArrayBuffer(value);
}

function adopt(self: any, handle: DhHandle): void {
  hide(self, kHandle, handle);
  ObjectDefineProperty(self, "verifyError", { __proto__: null, enumerable: true, value: handle.check(), writable: false } as any);
}

/** The bytes of a small number. */
function bytesOfNumber(value: number): Uint8Array {
  if (value <= 0) return from([0]);
  return from([value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255]);
}

export function DiffieHellman(this: any, sizeOrKey: any, keyEncoding?: any, generator?: any, generatorEncoding?: any): any {
  if (!new.target) return new (DiffieHellman as any)(sizeOrKey, keyEncoding, generator, generatorEncoding);
  if (typeof sizeOrKey !== "number" && typeof sizeOrKey !== "string" && !isBytes(sizeOrKey))
    throw new codes.ERR_INVALID_ARG_TYPE("sizeOrKey", kNumberTypes, sizeOrKey);
  if (typeof sizeOrKey === "number") validateInt32(sizeOrKey, "sizeOrKey");
  if (keyEncoding && keyEncoding !== "buffer" && (typeof keyEncoding !== "string" || encodingOf(keyEncoding) === undefined)) {
    // The generator may stand second.
    generatorEncoding = generator;
    generator = keyEncoding;
    keyEncoding = undefined;
  }
  if (!generator) generator = 2;
  else if (typeof generator === "number") validateInt32(generator, "generator");
  else if (typeof generator === "string") generator = bytesOf(generator, "generator", generatorEncoding || "buffer");
  else if (!isBytes(generator)) throw new codes.ERR_INVALID_ARG_TYPE("generator", kNumberTypes, generator);
  if (typeof sizeOrKey !== "number") {
    const prime = bytesOf(sizeOrKey, "sizeOrKey", keyEncoding || "buffer");
    adopt(this, binding.createDh(prime, typeof generator === "number" ? bytesOfNumber(generator) : generator));
  } else if (typeof generator === "number") {
    adopt(this, binding.generateDh(sizeOrKey, generator));
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("generator", "number", generator);
  }
}

export function DiffieHellmanGroup(this: any, name: any): any {
  if (!new.target) return new (DiffieHellmanGroup as any)(name);
  validateString(name, "name");
  const prime = kGroups[StringPrototypeToLowerCase(name)];
  if (prime === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_DH_GROUP();
  hide(this, kHandle, binding.createDh(from(prime, "hex"), from([2])));
  // These primes are known to be safe: there is nothing to check.
  ObjectDefineProperty(this, "verifyError", { __proto__: null, enumerable: true, value: 0, writable: false } as any);
}

function addMethods(methods: any): void {
  methods.generateKeys = function generateKeys(this: any, encoding?: any): any {
    return encode(this[kHandle].generateKeys(), encoding);
  };

  methods.computeSecret = function computeSecret(this: any, key: any, inputEncoding?: any, outputEncoding?: any): any {
    return encode(this[kHandle].computeSecret(bytesOf(key, "key", inputEncoding)), outputEncoding);
  };

  methods.getPrime = function getPrime(this: any, encoding?: any): any {
    return encode(this[kHandle].getPrime(), encoding);
  };

  methods.getGenerator = function getGenerator(this: any, encoding?: any): any {
    return encode(this[kHandle].getGenerator(), encoding);
  };

  methods.getPublicKey = function getPublicKey(this: any, encoding?: any): any {
    return encode(this[kHandle].getPublicKey(), encoding);
  };

  methods.getPrivateKey = function getPrivateKey(this: any, encoding?: any): any {
    return encode(this[kHandle].getPrivateKey(), encoding);
  };
}
addMethods(DiffieHellman.prototype);
addMethods(DiffieHellmanGroup.prototype);

(DiffieHellman.prototype as any).setPublicKey = function setPublicKey(this: any, key: any, encoding?: any): any {
  this[kHandle].setPublicKey(bytesOf(key, "key", encoding));
  return this;
};

(DiffieHellman.prototype as any).setPrivateKey = function setPrivateKey(this: any, key: any, encoding?: any): any {
  this[kHandle].setPrivateKey(bytesOf(key, "key", encoding));
  return this;
};

export function createDiffieHellman(sizeOrKey: any, keyEncoding?: any, generator?: any, generatorEncoding?: any): any {
  return new (DiffieHellman as any)(sizeOrKey, keyEncoding, generator, generatorEncoding);
}

export function createDiffieHellmanGroup(name: any): any {
  return new (DiffieHellmanGroup as any)(name);
}
