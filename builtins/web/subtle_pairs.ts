/** Asymmetric keys of SubtleCrypto: making pairs, and the formats `spki` and `pkcs8`. */
import { type Handle } from "internal/crypto_keys";
import { binding as keys, kDer, kPkcs8, kSpki } from "internal/crypto_key_native";
import { handleOf, newKey, type CryptoKey, type KeyAlgorithm } from "web/crypto_key";
import { checkUsages, dataError, exception, intersection, memoryOf, resultOf, type Format, type KeyPair } from "web/subtle_support";

/** What each half may be used for. */
export interface PairUsages {
  publicUsages: string[];
  privateUsages: string[];
}

/** A new pair; the public half can always leave. */
export async function newPair(
  start: () => any, algorithm: KeyAlgorithm | (() => KeyAlgorithm), extractable: boolean, usages: string[], halves: PairUsages, what: string,
): Promise<KeyPair> {
  checkUsages(usages, [...halves.publicUsages, ...halves.privateUsages], what);
  const pair: [Handle, Handle] = await resultOf(start);
  const shown = typeof algorithm === "function" ? algorithm() : algorithm;
  return {
    publicKey: newKey(pair[0], shown, true, intersection(usages, halves.publicUsages)),
    privateKey: newKey(pair[1], shown, extractable, intersection(usages, halves.privateUsages)),
  };
}

/** A key in `spki` or `pkcs8` of one of the library's types. */
export function parseDer(format: Format, data: Uint8Array, type: string): Handle {
  let handle: Handle;
  try {
    handle = format === "spki" ? keys.parsePublic(data, kDer, kSpki) : keys.parsePrivate(data, kDer, kPkcs8);
  } catch (error) {
    throw dataError("Invalid keyData", error);
  }
  if (keys.typeName(handle) !== type) throw dataError("Invalid key type");
  return handle;
}

export function checkHalf(handle: Handle, usages: string[], halves: PairUsages, what: string): void {
  checkUsages(usages, handle.kind === 2 ? halves.privateUsages : halves.publicUsages, what);
}

export function exportDer(format: "spki" | "pkcs8", key: CryptoKey): ArrayBuffer {
  requireType(key, format === "spki" ? "public" : "private");
  return memoryOf(keys.exportKey(handleOf(key), kDer, format === "spki" ? kSpki : kPkcs8));
}

export function requireType(key: CryptoKey, type: "public" | "private"): void {
  if (key.type !== type) throw exception("InvalidAccessError", `The key must be a ${type} key`);
}
