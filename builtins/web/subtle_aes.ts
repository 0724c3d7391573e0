/** AES for SubtleCrypto: CBC, CTR, GCM and key wrapping. https://w3c.github.io/webcrypto/#aes-cbc */
import {
  ArrayPrototypeIncludes, BigInt, Number, StringPrototypeSlice, TypedArrayPrototypeSet, TypedArrayPrototypeSubarray, Uint8Array,
} from "internal/primordials";
import { keygen } from "internal/crypto_keygen";
import { bigIntOf, type Handle } from "internal/crypto_keys";
import { algorithmOf, handleOf, newKey, type CryptoKey } from "web/crypto_key";
import { exportSecret, secretBytes, secretHandle, sizeOf } from "web/subtle_secret";
import {
  bytesFrom, bytesMember, checkUsages, dataError, integerMember, modeFor, operationError, optionalBytes, optionalInteger, noParameters,
  type Algorithm, type Parameters,
} from "web/subtle_support";

interface CipherNative {
  /** The tag of an encryption follows the text. */
  cipher(name: string, encrypts: boolean, key: Handle, iv: Uint8Array, aad: Uint8Array | undefined, tagLength: number, data: Uint8Array, reply?: true): any;
  wrap(wraps: boolean, key: Handle, data: Uint8Array, reply?: true): any;
}
const binding: CipherNative = native("crypto_cipher");

const kTagLengths = [32, 64, 96, 104, 112, 120, 128];

function lengthParameter(source: any): Record<string, any> {
  return { length: integerMember(source, "length", 16) };
}

function checkLength(length: number): number {
  if (length !== 128 && length !== 192 && length !== 256) throw operationError("Invalid key length");
  return length;
}

function cipherName(key: CryptoKey, mode: string): string {
  return `aes-${sizeOf(key) * 8}-${mode}`;
}

/** What every AES has in common. */
function aes(name: string, usages: string[], operations: Partial<Algorithm>): Algorithm {
  const mode = StringPrototypeSlice(name, 4);
  const jwkName = (size: number) => `A${size * 8}${mode}`;
  return {
    name,
    ...operations,
    parameters: { generateKey: lengthParameter, importKey: noParameters, getKeyLength: lengthParameter, ...operations.parameters },

    async generateKey({ length }, extractable, wanted) {
      checkUsages(wanted, usages, "an AES key");
      const handle = keygen.secret(checkLength(length) / 8);
      return newKey(handle, { name, length }, extractable, wanted);
    },

    importKey(format, data, _, extractable, wanted) {
      checkUsages(wanted, usages, "an AES key");
      const bytes = secretBytes(format, data, "enc", extractable, wanted, jwkName);
      const length = bytes.length * 8;
      if (length !== 128 && length !== 192 && length !== 256) throw dataError("Invalid key length");
      return newKey(secretHandle(bytes), { name, length }, extractable, wanted);
    },

    exportKey: (format, key) => exportSecret(format, key, jwkName(algorithmOf(key).length! / 8)),
    getKeyLength: ({ length }) => checkLength(length),
  };
}

const kCipherUsages = ["encrypt", "decrypt", "wrapKey", "unwrapKey"];

// CBC

function ivParameter(source: any): Record<string, any> {
  return { iv: bytesMember(source, "iv") };
}

function cbcOf(encrypts: boolean) {
  return ({ iv }: Parameters, key: CryptoKey, data: Uint8Array) => {
    if (iv.length !== 16) throw operationError("algorithm.iv must contain exactly 16 bytes");
    return bytesFrom(() => binding.cipher(cipherName(key, "cbc"), encrypts, handleOf(key), iv, undefined, -1, data, modeFor(data.length)));
  };
}

const cbc = aes("AES-CBC", kCipherUsages, {
  parameters: { encrypt: ivParameter, decrypt: ivParameter },
  encrypt: cbcOf(true),
  decrypt: cbcOf(false),
});

// CTR

function ctrParameters(source: any): Record<string, any> {
  return { counter: bytesMember(source, "counter"), length: integerMember(source, "length", 8) };
}

/** The counter's low bits, `length` of them, go round; the library counts in all 128. */
async function runCtr({ counter, length }: Parameters, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer> {
  if (counter.length !== 16) throw operationError("algorithm.counter must contain exactly 16 bytes");
  if (length === 0 || length > 128) throw operationError("AES-CTR algorithm.length must be between 1 and 128");
  const run = (start: Uint8Array, part: Uint8Array) =>
    bytesFrom(() => binding.cipher(cipherName(key, "ctr"), true, handleOf(key), start, undefined, -1, part, modeFor(part.length)));
  const all = 1n << BigInt(length);
  const blocks = (BigInt(data.length) + 15n) / 16n;
  if (blocks > all) throw operationError("The data is too long for the counter");
  const untilZero = all - (bigIntOf(counter) & (all - 1n));
  if (blocks <= untilZero) return run(counter, data);
  const split = 16 * Number(untilZero);
  const ends = run(withZeroCount(counter, length), TypedArrayPrototypeSubarray(data, split) as Uint8Array);
  const begins = run(counter, TypedArrayPrototypeSubarray(data, 0, split) as Uint8Array);
  const out = new Uint8Array(data.length);
  TypedArrayPrototypeSet(out, new Uint8Array(await begins));
  TypedArrayPrototypeSet(out, new Uint8Array(await ends), split);
  return out.buffer as ArrayBuffer;
}

function withZeroCount(counter: Uint8Array, bits: number): Uint8Array {
  const out = new Uint8Array(counter);
  for (let i = 15; bits > 0; i--, bits -= 8) out[i] = bits >= 8 ? 0 : out[i] & (0xff << bits);
  return out;
}

const ctr = aes("AES-CTR", kCipherUsages, {
  parameters: { encrypt: ctrParameters, decrypt: ctrParameters },
  encrypt: runCtr,
  decrypt: runCtr,
});

// GCM

function gcmParameters(source: any): Record<string, any> {
  return {
    iv: bytesMember(source, "iv"),
    additionalData: optionalBytes(source, "additionalData"),
    tagLength: optionalInteger(source, "tagLength", 8) ?? 128,
  };
}

function gcmOf(encrypts: boolean) {
  return ({ iv, additionalData, tagLength }: Parameters, key: CryptoKey, data: Uint8Array) => {
    if (!ArrayPrototypeIncludes(kTagLengths, tagLength)) throw operationError(`${tagLength} is not a valid AES-GCM tag length`);
    if (!encrypts && data.length < tagLength / 8) throw operationError("The provided data is too small.");
    return bytesFrom(() =>
      binding.cipher(cipherName(key, "gcm"), encrypts, handleOf(key), iv, additionalData, tagLength / 8, data, modeFor(data.length)));
  };
}

const gcm = aes("AES-GCM", kCipherUsages, {
  parameters: { encrypt: gcmParameters, decrypt: gcmParameters },
  encrypt: gcmOf(true),
  decrypt: gcmOf(false),
});

// Key wrapping

const kw = aes("AES-KW", ["wrapKey", "unwrapKey"], {
  parameters: { wrapKey: noParameters, unwrapKey: noParameters },
  wrapKey: (_, key, data) => bytesFrom(() => binding.wrap(true, handleOf(key), data)),
  unwrapKey: (_, key, data) => bytesFrom(() => binding.wrap(false, handleOf(key), data)),
});

export const aesAlgorithms: Algorithm[] = [cbc, ctr, gcm, kw];
