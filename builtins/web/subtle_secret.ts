/** Secret keys in SubtleCrypto's formats: `raw` and `jwk`. */
import { from } from "internal/buffer_create";
import { binding as keys, secretBytesOf, type Handle } from "internal/crypto_keys";
import { handleOf, type CryptoKey } from "web/crypto_key";
import { checkJwk, checkJwkAlgorithm, jwkOf } from "web/subtle_jwk";
import { dataError, memoryOf, notSupported, type Format } from "web/subtle_support";

/** The bytes of what is imported; `algOf` gives the name that a JWK of so many bytes may have. */
export function secretBytes(
  format: Format, data: any, use: "sig" | "enc", extractable: boolean, usages: string[], algOf: (size: number) => string | undefined,
): Uint8Array {
  if (format === "raw") return data;
  if (format !== "jwk") throw notSupported(`Unable to import a secret key of format ${format}`);
  checkJwk(data, "oct", use, extractable, usages);
  if (typeof data.k !== "string" || !isBase64Url(data.k)) throw dataError('Invalid JWK "k" Parameter');
  const bytes = from(data.k, "base64url");
  checkJwkAlgorithm(data, algOf(bytes.length));
  return bytes;
}

function isBase64Url(text: string): boolean {
  return /^[\w-]*$/.test(text);
}

export function secretHandle(bytes: Uint8Array): Handle {
  return keys.createSecret(bytes);
}

export function exportSecret(format: Format, key: CryptoKey, alg: string | undefined): any {
  if (format === "raw") return memoryOf(secretBytesOf(handleOf(key)));
  if (format === "jwk") return jwkOf(key, alg);
  throw notSupported(`Unable to export a secret key as ${format}`);
}

export function sizeOf(key: CryptoKey): number {
  return keys.secretSize(handleOf(key));
}
