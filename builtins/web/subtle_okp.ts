/** Ed25519 and X25519 for SubtleCrypto. https://w3c.github.io/webcrypto/#ed25519 */
import { keygen } from "internal/crypto_keygen";
import { binding as keys, type Handle } from "internal/crypto_keys";
import { kNotSaid, signing } from "internal/crypto_sign";
import { handleOf, newKey } from "web/crypto_key";
import { agreedBits, publicParameter } from "web/subtle_agreement";
import { checkJwk, handleOfJwk, jwkOf } from "web/subtle_jwk";
import { checkHalf, exportDer, newPair, parseDer, requireType, type PairUsages } from "web/subtle_pairs";
import { bytesFrom, checkUsages, dataError, memoryOf, noParameters, resultOf, type Algorithm } from "web/subtle_support";

function octetPair(
  name: string, type: "ed25519" | "x25519", use: "sig" | "enc", halves: PairUsages, operations: Partial<Algorithm>,
): Algorithm {
  const what = `an ${name} key`;

  function importHandle(format: string, data: any, extractable: boolean, usages: string[]): Handle {
    if (format === "jwk") {
      checkUsages(usages, data.d === undefined ? halves.publicUsages : halves.privateUsages, what);
      checkJwk(data, "OKP", use, extractable, usages);
      if (data.crv !== name) throw dataError('JWK "crv" does not match the requested algorithm');
      // The names that a signature's algorithm has in a JWK: https://www.rfc-editor.org/rfc/rfc9864
      if (use === "sig" && data.alg !== undefined && data.alg !== name && data.alg !== "EdDSA")
        throw dataError('JWK "alg" does not match the requested algorithm');
      return handleOfJwk(data);
    }
    checkUsages(usages, format === "pkcs8" ? halves.privateUsages : halves.publicUsages, what);
    if (format !== "raw") return parseDer(format as "spki" | "pkcs8", data, type);
    const handle = keys.importRaw(type, data, false);
    if (handle === undefined) throw dataError("Invalid keyData");
    return handle;
  }

  return {
    name,
    ...operations,
    parameters: { generateKey: noParameters, importKey: noParameters, ...operations.parameters },

    generateKey: (_, extractable, usages) => newPair(() => keygen[type](), { name }, extractable, usages, halves, what),

    importKey(format, data, _, extractable, usages) {
      const handle = importHandle(format, data, extractable, usages);
      checkHalf(handle, usages, halves, what);
      return newKey(handle, { name }, extractable, usages);
    },

    exportKey(format, key) {
      if (format === "raw") {
        requireType(key, "public");
        return memoryOf(keys.rawPublic(handleOf(key)));
      }
      return format === "jwk" ? jwkOf(key, use === "sig" ? name : undefined) : exportDer(format, key);
    },
  };
}

const ed25519 = octetPair("Ed25519", "ed25519", "sig", { publicUsages: ["verify"], privateUsages: ["sign"] }, {
  parameters: { sign: noParameters, verify: noParameters },

  sign(_, key, data) {
    requireType(key, "private");
    return bytesFrom(() => signing.sign(handleOf(key), undefined, data, false, kNotSaid, kNotSaid, false, true));
  },

  verify(_, key, signature, data) {
    requireType(key, "public");
    return resultOf(() => signing.verify(handleOf(key), undefined, data, signature, false, kNotSaid, kNotSaid, false, true));
  },
});

const x25519 = octetPair("X25519", "x25519", "enc", { publicUsages: [], privateUsages: ["deriveKey", "deriveBits"] }, {
  parameters: { deriveBits: publicParameter },
  deriveBits: (parameters, key, length) => agreedBits(key, parameters.public, length),
});

export const octetPairAlgorithms: Algorithm[] = [ed25519, x25519];
