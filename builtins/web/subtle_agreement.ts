/** Secrets that two keys agree on, for SubtleCrypto. https://w3c.github.io/webcrypto/#ecdh-operations-derive-bits */
import { ArrayBufferPrototypeSlice, MathCeil, Uint8Array } from "internal/primordials";
import { agreement } from "internal/crypto_ecdh";
import { codes } from "internal/errors";
import { algorithmOf, handleOf, isKey, type CryptoKey } from "web/crypto_key";
import { bytesFrom, exception, member, operationError } from "web/subtle_support";

/** The member `public`, the other's key. */
export function publicParameter(source: any): Record<string, any> {
  const key = member(source, "public");
  if (!isKey(key)) throw new codes.ERR_INVALID_ARG_TYPE("algorithm.public", "CryptoKey", key);
  return { public: key };
}

export async function agreedBits(own: CryptoKey, other: CryptoKey, length: number | null): Promise<ArrayBuffer> {
  if (own.type !== "private") throw exception("InvalidAccessError", "baseKey must be a private key");
  if (other.type !== "public") throw exception("InvalidAccessError", "algorithm.public must be a public key");
  const { name } = algorithmOf(other);
  if (name !== "ECDH" && name !== "X25519" && name !== "X448")
    throw exception("InvalidAccessError", "Keys must be ECDH, X25519, or X448 keys");
  if (algorithmOf(own).name !== name) throw exception("InvalidAccessError", "The public and private keys must be of the same type");
  if (algorithmOf(own).namedCurve !== algorithmOf(other).namedCurve) throw exception("InvalidAccessError", "Named curve mismatch");
  const secret = await bytesFrom(() => agreement.derive(handleOf(own), handleOf(other), true));
  return length === null ? secret : firstBits(secret, length);
}

/** The last byte's other bits are zero. */
function firstBits(secret: ArrayBuffer, length: number): ArrayBuffer {
  const size = MathCeil(length / 8);
  if (size > secret.byteLength) throw operationError("derived bit length is too small");
  const out = ArrayBufferPrototypeSlice(secret, 0, size);
  if (length % 8 !== 0) {
    const bytes = new Uint8Array(out);
    bytes[size - 1] &= 0xff << (8 - length % 8);
  }
  return out;
}
