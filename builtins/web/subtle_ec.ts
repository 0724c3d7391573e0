/** ECDSA and ECDH for SubtleCrypto. https://w3c.github.io/webcrypto/#ecdsa */
import { TypedArrayPrototypeSet, Uint8Array } from "internal/primordials";
import { keygen } from "internal/crypto_keygen";
import { binding as keys, type Handle } from "internal/crypto_keys";
import { kNotSaid, signing } from "internal/crypto_sign";
import { handleOf, newKey, type CryptoKey } from "web/crypto_key";
import { agreedBits, publicParameter } from "web/subtle_agreement";
import { hashMember } from "web/subtle_digest";
import { checkJwk, checkJwkAlgorithm, handleOfJwk, jwkOf } from "web/subtle_jwk";
import { checkHalf, exportDer, newPair, parseDer, requireType, type PairUsages } from "web/subtle_pairs";
import { bytesFrom, checkUsages, dataError, member, notSupported, resultOf, type Algorithm } from "web/subtle_support";

const kCurves: Record<string, string> = { __proto__: null as any, "P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1" };
const kJwkNames: Record<string, string> = { __proto__: null as any, "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" };

function curveParameter(source: any): Record<string, any> {
  return { namedCurve: `${member(source, "namedCurve")}` };
}

function libraryCurve(namedCurve: string): string {
  const curve = kCurves[namedCurve];
  if (curve === undefined) throw notSupported("Unrecognized namedCurve");
  return curve;
}

/** The uncompressed point. */
function pointOf(key: CryptoKey): ArrayBuffer {
  requireType(key, "public");
  const { 0: x, 1: y } = keys.ecParts(handleOf(key));
  const point = new Uint8Array(1 + x.length + y.length);
  point[0] = 4;
  TypedArrayPrototypeSet(point, x, 1);
  TypedArrayPrototypeSet(point, y, 1 + x.length);
  return point.buffer as ArrayBuffer;
}

function ec(name: string, use: "sig" | "enc", halves: PairUsages, operations: Partial<Algorithm>): Algorithm {
  const what = `an ${name} key`;

  function importHandle(format: string, data: any, namedCurve: string, extractable: boolean, usages: string[]): Handle {
    const curve = libraryCurve(namedCurve);
    if (format === "jwk") {
      checkUsages(usages, data.d === undefined ? halves.publicUsages : halves.privateUsages, what);
      checkJwk(data, "EC", use, extractable, usages);
      if (data.crv !== namedCurve) throw dataError('JWK "crv" does not match the requested algorithm');
      if (name === "ECDSA") checkJwkAlgorithm(data, kJwkNames[namedCurve]);
      return handleOfJwk(data);
    }
    checkUsages(usages, format === "pkcs8" ? halves.privateUsages : halves.publicUsages, what);
    if (format === "raw") {
      const handle = keys.importPoint(curve, data);
      if (handle === undefined) throw dataError("Invalid keyData");
      return handle;
    }
    const handle = parseDer(format as "spki" | "pkcs8", data, "ec");
    if (keys.details(handle)[2] !== curve) throw dataError("Named curve mismatch");
    return handle;
  }

  return {
    name,
    ...operations,
    parameters: { generateKey: curveParameter, importKey: curveParameter, ...operations.parameters },

    generateKey({ namedCurve }, extractable, usages) {
      const curve = libraryCurve(namedCurve);
      return newPair(() => keygen.ec(curve, true), { name, namedCurve }, extractable, usages, halves, what);
    },

    importKey(format, data, { namedCurve }, extractable, usages) {
      const handle = importHandle(format, data, namedCurve, extractable, usages);
      checkHalf(handle, usages, halves, what);
      return newKey(handle, { name, namedCurve }, extractable, usages);
    },

    exportKey(format, key) {
      if (format === "raw") return pointOf(key);
      return format === "jwk" ? jwkOf(key) : exportDer(format, key);
    },
  };
}

function hashParameter(source: any): Record<string, any> {
  return { hash: hashMember(source) };
}

/** Signatures are r and s side by side, as IEEE P1363 has them. */
const ecdsa = ec("ECDSA", "sig", { publicUsages: ["verify"], privateUsages: ["sign"] }, {
  parameters: { sign: hashParameter, verify: hashParameter },

  sign({ hash }, key, data) {
    requireType(key, "private");
    return bytesFrom(() => signing.sign(handleOf(key), hash.name, data, false, kNotSaid, kNotSaid, true, true));
  },

  verify({ hash }, key, signature, data) {
    requireType(key, "public");
    return resultOf(() => signing.verify(handleOf(key), hash.name, data, signature, false, kNotSaid, kNotSaid, true, true));
  },
});

const ecdh = ec("ECDH", "enc", { publicUsages: [], privateUsages: ["deriveKey", "deriveBits"] }, {
  parameters: { deriveBits: publicParameter },
  deriveBits: (parameters, key, length) => agreedBits(key, parameters.public, length),
});

export const ecAlgorithms: Algorithm[] = [ecdsa, ecdh];
