/** SHA for SubtleCrypto. https://w3c.github.io/webcrypto/#sha */
import { StringPrototypeToUpperCase } from "internal/primordials";
import { bytesFrom, member, modeFor, noParameters, notSupported, type Algorithm } from "web/subtle_support";

const binding = native("crypto_hash") as { digest(name: string, data: Uint8Array, reply?: true): any };

function sha(name: string): Algorithm {
  return {
    name,
    parameters: { digest: noParameters },
    digest: (_, data) => bytesFrom(() => binding.digest(name, data, modeFor(data.length))),
  };
}

export const digests: Algorithm[] = [sha("SHA-1"), sha("SHA-256"), sha("SHA-384"), sha("SHA-512")];

/** The member `hash`, a HashAlgorithmIdentifier. */
export function hashMember(source: any): { name: string } {
  const value = member(source, "hash");
  const isObject = value !== null && (typeof value === "object" || typeof value === "function");
  const name = StringPrototypeToUpperCase(`${isObject ? member(value, "name") : value}`);
  for (let i = 0; i < digests.length; i++) if (digests[i].name === name) return { name };
  throw notSupported();
}

/** Bits of the block that the hash works on. */
export function blockBits(hash: string): number {
  return hash === "SHA-384" || hash === "SHA-512" ? 1024 : 512;
}
