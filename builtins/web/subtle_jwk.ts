/** JSON Web Keys as SubtleCrypto takes and gives them. https://w3c.github.io/webcrypto/#JsonWebKey-dictionary */
import { ArrayIsArray, ArrayPrototypeIncludes } from "internal/primordials";
import { exportJwk, importJwk, type Handle } from "internal/crypto_keys";
import { codes } from "internal/errors";
import { handleOf, usagesOf, type CryptoKey } from "web/crypto_key";
import { dataError, notSupported } from "web/subtle_support";

const kTexts = ["kty", "use", "alg", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "k"];

/** The dictionary's members, converted. */
export function toJsonWebKey(value: any): any {
  if (value === null || value === undefined || (typeof value !== "object" && typeof value !== "function"))
    throw new codes.ERR_INVALID_ARG_TYPE("keyData", "JsonWebKey", value);
  const out: any = { __proto__: null };
  for (let i = 0; i < kTexts.length; i++) {
    const text = value[kTexts[i]];
    if (text !== undefined) out[kTexts[i]] = `${text}`;
  }
  const { key_ops, ext, oth } = value;
  if (key_ops !== undefined) {
    if (!ArrayIsArray(key_ops)) throw new codes.ERR_INVALID_ARG_TYPE("keyData.key_ops", "Array", key_ops);
    out.key_ops = [];
    for (let i = 0; i < key_ops.length; i++) out.key_ops[i] = `${key_ops[i]}`;
  }
  if (ext !== undefined) out.ext = !!ext;
  if (oth !== undefined) out.oth = oth;
  return out;
}

/** The members that every key has: what they say must allow what the key is imported for. */
export function checkJwk(jwk: any, kty: string, use: "sig" | "enc" | undefined, extractable: boolean, usages: string[]): void {
  if (jwk.kty !== kty) throw dataError('Invalid JWK "kty" Parameter');
  if (usages.length > 0 && jwk.use !== undefined && use !== undefined && jwk.use !== use) throw dataError('Invalid JWK "use" Parameter');
  const { key_ops } = jwk;
  if (key_ops !== undefined) {
    for (let i = 0; i < key_ops.length; i++)
      if (ArrayPrototypeIncludes(key_ops, key_ops[i], i + 1)) throw dataError("Duplicate key operation");
    for (let i = 0; i < usages.length; i++)
      if (!ArrayPrototypeIncludes(key_ops, usages[i])) throw dataError("Key operations and usage mismatch");
  }
  if (jwk.ext === false && extractable) throw dataError('JWK "ext" Parameter and extractable mismatch');
}

/** `alg` is absent or the algorithm's. */
export function checkJwkAlgorithm(jwk: any, expected: string | undefined): void {
  if (jwk.alg !== undefined && jwk.alg !== expected) throw dataError('JWK "alg" does not match the requested algorithm');
}

/** An asymmetric key. */
export function handleOfJwk(jwk: any): Handle {
  if (jwk.oth !== undefined) throw notSupported("RSA keys of more than two primes are not supported");
  try {
    return importJwk(jwk);
  } catch (error) {
    throw dataError("Invalid keyData", error);
  }
}

/** The whole key, with its usages; `alg` where one names the algorithm. */
export function jwkOf(key: CryptoKey, alg?: string): any {
  const jwk: any = { key_ops: [...usagesOf(key)], ext: key.extractable, ...exportJwk(handleOf(key)) };
  if (alg !== undefined) jwk.alg = alg;
  return jwk;
}
