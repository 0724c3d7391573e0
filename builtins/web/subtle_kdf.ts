/** HKDF and PBKDF2 for SubtleCrypto. https://w3c.github.io/webcrypto/#hkdf and https://w3c.github.io/webcrypto/#pbkdf2 */
import { ArrayBuffer } from "internal/primordials";
import { secretBytesOf } from "internal/crypto_keys";
import { handleOf, newKey, type CryptoKey } from "web/crypto_key";
import { hashMember } from "web/subtle_digest";
import { secretHandle } from "web/subtle_secret";
import {
  bytesFrom, bytesMember, checkUsages, integerMember, noParameters, notSupported, operationError, syntaxError, type Algorithm,
} from "web/subtle_support";

interface KdfNative {
  pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number, length: number, digest: string, reply?: true): any;
  hkdf(digest: string, secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number, reply?: true): any;
}
const binding: KdfNative = native("crypto_kdf");

function checkBits(length: number | null): number {
  if (length === null) throw operationError("length cannot be null");
  if (length % 8 !== 0) throw operationError("length must be a multiple of 8");
  return length / 8;
}

function importSecret(name: string): NonNullable<Algorithm["importKey"]> {
  return (format, data, _, extractable, usages) => {
    if (format !== "raw") throw notSupported(`Unable to import ${name} key with format ${format}`);
    checkUsages(usages, ["deriveKey", "deriveBits"], `a ${name} key`);
    if (extractable) throw syntaxError(`${name} keys are not extractable`);
    return newKey(secretHandle(data), { name }, false, usages);
  };
}

const secretOf = (key: CryptoKey) => secretBytesOf(handleOf(key));

export const hkdf: Algorithm = {
  name: "HKDF",
  parameters: {
    importKey: noParameters,
    getKeyLength: noParameters,
    deriveBits: (source) => ({ hash: hashMember(source), salt: bytesMember(source, "salt"), info: bytesMember(source, "info") }),
  },
  importKey: importSecret("HKDF"),
  getKeyLength: () => null,

  async deriveBits({ hash, salt, info }, key, length) {
    const size = checkBits(length);
    if (size === 0) return new ArrayBuffer(0);
    return bytesFrom(() => binding.hkdf(hash.name, secretOf(key), salt, info, size, true));
  },
};

export const pbkdf2: Algorithm = {
  name: "PBKDF2",
  parameters: {
    importKey: noParameters,
    getKeyLength: noParameters,
    deriveBits: (source) =>
      ({ hash: hashMember(source), iterations: integerMember(source, "iterations", 32), salt: bytesMember(source, "salt") }),
  },
  importKey: importSecret("PBKDF2"),
  getKeyLength: () => null,

  async deriveBits({ hash, iterations, salt }, key, length) {
    const size = checkBits(length);
    if (iterations === 0) throw operationError("iterations cannot be zero");
    if (size === 0) return new ArrayBuffer(0);
    return bytesFrom(() => binding.pbkdf2(secretOf(key), salt, iterations, size, hash.name, true));
  },
};
