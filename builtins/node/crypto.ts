// node:crypto (https://nodejs.org/api/crypto.html): each area has a file of its own, internal/crypto_*.
import { createHash, createHmac, hash, Hash, Hmac } from "internal/crypto_hash";
import { Cipheriv, createCipheriv, createDecipheriv, Decipheriv, getCipherInfo } from "internal/crypto_cipher";
import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from "internal/crypto_kdf";
import { createPrivateKey, createPublicKey, createSecretKey, KeyObject } from "internal/crypto_keys";
import { getCiphers, getCurves, getHashes } from "internal/crypto_names";
import { randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual } from "internal/crypto_random";

export default {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  getCiphers,
  getCipherInfo,
  getCurves,
  getHashes,
  hkdf,
  hkdfSync,
  pbkdf2,
  pbkdf2Sync,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  scrypt,
  scryptSync,
  timingSafeEqual,
  hash,
  Cipheriv,
  Decipheriv,
  Hash,
  Hmac,
  KeyObject,
};
