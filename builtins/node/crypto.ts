// node:crypto (https://nodejs.org/api/crypto.html): each area has a file of its own, internal/crypto_*.
import { ObjectDefineProperty } from "internal/primordials";
import { Cipheriv, createCipheriv, createDecipheriv, Decipheriv, getCipherInfo } from "internal/crypto_cipher";
import { constants } from "internal/crypto_constants";
import { createDiffieHellman, createDiffieHellmanGroup, DiffieHellman, DiffieHellmanGroup } from "internal/crypto_dh";
import { createECDH, diffieHellman, ECDH } from "internal/crypto_ecdh";
import { getFips, secureHeapUsed, setEngine, setFips } from "internal/crypto_facts";
import { createHash, createHmac, hash, Hash, Hmac } from "internal/crypto_hash";
import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from "internal/crypto_kdf";
import { generateKey, generateKeyPair, generateKeyPairSync, generateKeySync } from "internal/crypto_keygen";
import { createPrivateKey, createPublicKey, createSecretKey, KeyObject } from "internal/crypto_keys";
import { getCiphers, getCurves, getHashes } from "internal/crypto_names";
import { checkPrime, checkPrimeSync, generatePrime, generatePrimeSync } from "internal/crypto_prime";
import { randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual } from "internal/crypto_random";
import { privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt } from "internal/crypto_rsa";
import { createSign, createVerify, Sign, sign, Verify, verify } from "internal/crypto_sign";
import { hide } from "internal/crypto_util";
import { X509Certificate } from "internal/crypto_x509";
import { crypto as webcrypto } from "web/crypto";

function getRandomValues(array: any): any {
  return webcrypto.getRandomValues(array);
}

const module_ = {
  checkPrime,
  checkPrimeSync,
  createCipheriv,
  createDecipheriv,
  createDiffieHellman,
  createDiffieHellmanGroup,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  createSign,
  createVerify,
  diffieHellman,
  generatePrime,
  generatePrimeSync,
  getCiphers,
  getCipherInfo,
  getCurves,
  getDiffieHellman: createDiffieHellmanGroup,
  getHashes,
  hkdf,
  hkdfSync,
  pbkdf2,
  pbkdf2Sync,
  generateKeyPair,
  generateKeyPairSync,
  generateKey,
  generateKeySync,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  scrypt,
  scryptSync,
  sign,
  setEngine,
  timingSafeEqual,
  getFips,
  setFips,
  verify,
  hash,
  Cipheriv,
  Decipheriv,
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  Hash,
  Hmac,
  KeyObject,
  Sign,
  Verify,
  X509Certificate,
  secureHeapUsed,
  constants,
  webcrypto,
  get subtle(): object {
    return webcrypto.subtle;
  },
  getRandomValues,
};

// Old names, which no listing shows.
hide(module_, "prng", randomBytes);
hide(module_, "pseudoRandomBytes", randomBytes);
hide(module_, "rng", randomBytes);
ObjectDefineProperty(module_, "fips", { __proto__: null, get: getFips, set: setFips, configurable: false, enumerable: false } as any);

export default module_;
