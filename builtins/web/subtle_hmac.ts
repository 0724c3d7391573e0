/** HMAC for SubtleCrypto. https://w3c.github.io/webcrypto/#hmac */
import { MathCeil, StringPrototypeSlice, TypeError } from "internal/primordials";
import { keygen } from "internal/crypto_keygen";
import { type Handle } from "internal/crypto_keys";
import { algorithmOf, handleOf, newKey } from "web/crypto_key";
import { blockBits, hashMember } from "web/subtle_digest";
import { exportSecret, secretBytes, secretHandle } from "web/subtle_secret";
import {
  bytesFrom, checkUsages, dataError, modeFor, noParameters, operationError, optionalInteger, resultOf, type Algorithm,
} from "web/subtle_support";

const hashing = native("crypto_hash") as {
  hmac(name: string, key: Handle, data: Uint8Array, reply?: true): any;
  areEqual(a: Uint8Array, b: Uint8Array): boolean;
};

const kUsages = ["sign", "verify"];

function parameters(source: any): Record<string, any> {
  return { hash: hashMember(source), length: optionalInteger(source, "length", 32) };
}

/** HS256 for SHA-256. */
function jwkName(hash: string): string {
  return hash === "SHA-1" ? "HS1" : `HS${StringPrototypeSlice(hash, 4)}`;
}

export const hmac: Algorithm = {
  name: "HMAC",
  parameters: { sign: noParameters, verify: noParameters, generateKey: parameters, importKey: parameters, getKeyLength: parameters },

  sign(_, key, data) {
    const { hash } = algorithmOf(key);
    return bytesFrom(() => hashing.hmac(hash!.name, handleOf(key), data, modeFor(data.length)));
  },

  async verify(_, key, signature, data) {
    const { hash } = algorithmOf(key);
    const expected = await resultOf(() => hashing.hmac(hash!.name, handleOf(key), data, modeFor(data.length)));
    return expected.length === signature.length && hashing.areEqual(expected, signature);
  },

  async generateKey({ name, hash, length }, extractable, usages) {
    checkUsages(usages, kUsages, "an HMAC key");
    const bits = length === undefined ? blockBits(hash.name) : length;
    if (bits === 0) throw operationError("Zero-length key is not supported");
    const handle = await resultOf(() => keygen.secret(MathCeil(bits / 8), true));
    return newKey(handle, { name, length: bits, hash }, extractable, usages);
  },

  importKey(format, data, { name, hash, length }, extractable, usages) {
    checkUsages(usages, kUsages, "an HMAC key");
    const bytes = secretBytes(format, data, "sig", extractable, usages, () => jwkName(hash.name));
    let bits = bytes.length * 8;
    if (bits === 0) throw dataError("Zero-length key is not supported");
    if (length !== undefined) {
      if (length > bits || length <= bits - 8) throw dataError("Invalid key length");
      bits = length;
    }
    return newKey(secretHandle(bytes), { name, hash, length: bits }, extractable, usages);
  },

  exportKey: (format, key) => exportSecret(format, key, jwkName(algorithmOf(key).hash!.name)),

  getKeyLength({ hash, length }) {
    if (length === undefined) return blockBits(hash.name);
    if (length === 0) throw new TypeError("Zero-length key is not supported");
    return length;
  },
};
