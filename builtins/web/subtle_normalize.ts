/** The table of algorithms, and an algorithm's normalization. https://w3c.github.io/webcrypto/#algorithm-normalization */
import { SafeMap, StringPrototypeToUpperCase } from "internal/primordials";
import { aesAlgorithms } from "web/subtle_aes";
import { digests } from "web/subtle_digest";
import { ecAlgorithms } from "web/subtle_ec";
import { hmac } from "web/subtle_hmac";
import { hkdf, pbkdf2 } from "web/subtle_kdf";
import { octetPairAlgorithms } from "web/subtle_okp";
import { rsaAlgorithms } from "web/subtle_rsa";
import { member, notSupported, type Algorithm, type Operation, type Parameters } from "web/subtle_support";

const algorithms = new SafeMap<string, Algorithm>();
const all = [...digests, hmac, ...aesAlgorithms, ...rsaAlgorithms, ...ecAlgorithms, ...octetPairAlgorithms, hkdf, pbkdf2];
for (let i = 0; i < all.length; i++) algorithms.set(StringPrototypeToUpperCase(all[i].name), all[i]);

export function algorithmNamed(name: string): Algorithm {
  return algorithms.get(StringPrototypeToUpperCase(name))!;
}

export interface Normalized {
  algorithm: Algorithm;
  parameters: Parameters;
}

/** Undefined when the algorithm has no such operation. */
export function tryNormalize(operation: Operation, identifier: any): Normalized | undefined {
  const isObject = identifier !== null && (typeof identifier === "object" || typeof identifier === "function");
  const source = isObject ? identifier : { __proto__: null };
  const name = `${isObject ? member(identifier, "name") : identifier}`;
  const algorithm = algorithmNamed(name);
  const convert = algorithm?.parameters[operation];
  if (convert === undefined) return undefined;
  return { algorithm, parameters: { ...convert(source), name: algorithm.name } };
}

export function normalize(operation: Operation, identifier: any): Normalized {
  const normalized = tryNormalize(operation, identifier);
  if (normalized === undefined) throw notSupported();
  return normalized;
}
