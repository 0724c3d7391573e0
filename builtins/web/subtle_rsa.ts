/** RSA for SubtleCrypto. https://w3c.github.io/webcrypto/#rsassa-pkcs1 */
import { StringPrototypeSlice, Uint8Array } from "internal/primordials";
import { keygen } from "internal/crypto_keygen";
import { binding as keys, type Handle } from "internal/crypto_keys";
import { kOaep, rsa as ciphering } from "internal/crypto_rsa";
import { kNotSaid, signing } from "internal/crypto_sign";
import { algorithmOf, handleOf, newKey, type CryptoKey } from "web/crypto_key";
import { hashMember } from "web/subtle_digest";
import { checkJwk, checkJwkAlgorithm, handleOfJwk, jwkOf } from "web/subtle_jwk";
import { checkHalf, exportDer, newPair, parseDer, requireType, type PairUsages } from "web/subtle_pairs";
import {
  bytesFrom, checkUsages, integerMember, member, noParameters, notSupported, operationError, optionalBytes, resultOf, type Algorithm,
  type Parameters,
} from "web/subtle_support";
import { codes } from "internal/errors";

const kPkcs1 = 1;
const kPss = 6;

function generateParameters(source: any): Record<string, any> {
  const exponent = member(source, "publicExponent");
  if (!(exponent instanceof Uint8Array)) throw new codes.ERR_INVALID_ARG_TYPE("algorithm.publicExponent", "Uint8Array", exponent);
  return {
    hash: hashMember(source),
    modulusLength: integerMember(source, "modulusLength", 32),
    publicExponent: new Uint8Array(exponent),
  };
}

function importParameters(source: any): Record<string, any> {
  return { hash: hashMember(source) };
}

/** Too large to be used: 0. */
function numberOf(exponent: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < exponent.length; i++) value = value * 256 + exponent[i];
  return value > 0xffff_ffff ? 0 : value;
}

/** The name of a hash in a JWK's `alg`: `RS256`, `RSA-OAEP-256`; without a number for SHA-1. */
function jwkName(prefix: string, hash: string): string {
  if (hash !== "SHA-1") return prefix === "RSA-OAEP" ? `RSA-OAEP-${StringPrototypeSlice(hash, 4)}` : `${prefix}${StringPrototypeSlice(hash, 4)}`;
  return prefix === "RSA-OAEP" ? prefix : `${prefix}1`;
}

function details(handle: Handle): { modulusLength: number; publicExponent: Uint8Array } {
  const { 0: bits, 1: exponent } = keys.details(handle);
  return { modulusLength: bits, publicExponent: new Uint8Array(exponent!) };
}

function rsa(name: string, jwkPrefix: string, use: "sig" | "enc", halves: PairUsages, operations: Partial<Algorithm>): Algorithm {
  const what = `an ${name} key`;
  return {
    name,
    ...operations,
    parameters: { generateKey: generateParameters, importKey: importParameters, ...operations.parameters },

    generateKey({ hash, modulusLength, publicExponent }, extractable, usages) {
      checkUsages(usages, [...halves.publicUsages, ...halves.privateUsages], what);
      const exponent = numberOf(publicExponent);
      if (exponent < 3 || exponent % 2 === 0) throw operationError("The public exponent is not supported");
      const start = () => keygen.rsa(modulusLength, exponent, true);
      return newPair(start, { name, modulusLength, publicExponent, hash }, extractable, usages, halves, what);
    },

    importKey(format, data, { hash }, extractable, usages) {
      if (format === "raw") throw notSupported(`Unable to import ${name} key with format raw`);
      let handle: Handle;
      if (format === "jwk") {
        checkUsages(usages, data.d === undefined ? halves.publicUsages : halves.privateUsages, what);
        checkJwk(data, "RSA", use, extractable, usages);
        checkJwkAlgorithm(data, jwkName(jwkPrefix, hash.name));
        handle = handleOfJwk(data);
      } else {
        checkUsages(usages, format === "spki" ? halves.publicUsages : halves.privateUsages, what);
        handle = parseDer(format, data, "rsa");
      }
      checkHalf(handle, usages, halves, what);
      return newKey(handle, { name, ...details(handle), hash }, extractable, usages);
    },

    exportKey(format, key) {
      if (format === "jwk") return jwkOf(key, jwkName(jwkPrefix, algorithmOf(key).hash!.name));
      if (format === "raw") throw notSupported(`Unable to export a raw ${name} key`);
      return exportDer(format, key);
    },
  };
}

const kSigning: PairUsages = { publicUsages: ["verify"], privateUsages: ["sign"] };

function sign(key: CryptoKey, data: Uint8Array, padding: number, saltLength: number): Promise<ArrayBuffer> {
  requireType(key, "private");
  const { hash } = algorithmOf(key);
  return bytesFrom(() => signing.sign(handleOf(key), hash!.name, data, false, padding, saltLength, false, true));
}

function verify(key: CryptoKey, signature: Uint8Array, data: Uint8Array, padding: number, saltLength: number): Promise<boolean> {
  requireType(key, "public");
  const { hash } = algorithmOf(key);
  return resultOf(() => signing.verify(handleOf(key), hash!.name, data, signature, false, padding, saltLength, false, true));
}

const pkcs1 = rsa("RSASSA-PKCS1-v1_5", "RS", "sig", kSigning, {
  parameters: { sign: noParameters, verify: noParameters },
  sign: (_, key, data) => sign(key, data, kPkcs1, kNotSaid),
  verify: (_, key, signature, data) => verify(key, signature, data, kPkcs1, kNotSaid),
});

/** No key has room for a salt of that many bytes; negative numbers mean something else to the library. */
const kMostSalt = 65535;

function pssParameters(source: any): Record<string, any> {
  return { saltLength: integerMember(source, "saltLength", 32) };
}

const pss = rsa("RSA-PSS", "PS", "sig", kSigning, {
  parameters: { sign: pssParameters, verify: pssParameters },

  sign({ saltLength }, key, data) {
    if (saltLength > kMostSalt) throw operationError("The salt is too long for the key");
    return sign(key, data, kPss, saltLength);
  },

  verify({ saltLength }, key, signature, data) {
    if (saltLength > kMostSalt) return false;
    return verify(key, signature, data, kPss, saltLength);
  },
});

function oaepParameters(source: any): Record<string, any> {
  return { label: optionalBytes(source, "label") };
}

function oaepOf(encrypts: boolean) {
  return ({ label }: Parameters, key: CryptoKey, data: Uint8Array) => {
    requireType(key, encrypts ? "public" : "private");
    const { hash } = algorithmOf(key);
    return bytesFrom(() => ciphering.rsaCipher(handleOf(key), encrypts, kOaep, hash!.name, label, data, true));
  };
}

const oaep = rsa("RSA-OAEP", "RSA-OAEP", "enc", { publicUsages: ["encrypt", "wrapKey"], privateUsages: ["decrypt", "unwrapKey"] }, {
  parameters: { encrypt: oaepParameters, decrypt: oaepParameters },
  encrypt: oaepOf(true),
  decrypt: oaepOf(false),
});

export const rsaAlgorithms: Algorithm[] = [pkcs1, pss, oaep];
