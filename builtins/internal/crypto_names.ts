// The algorithms that the library has, under the names that Node lists.
import { ArrayPrototypeSlice } from "internal/primordials";

const kHashes = [
  "RSA-MD5", "RSA-RIPEMD160", "RSA-SHA1", "RSA-SHA1-2", "RSA-SHA224", "RSA-SHA256", "RSA-SHA3-224", "RSA-SHA3-256",
  "RSA-SHA3-384", "RSA-SHA3-512", "RSA-SHA384", "RSA-SHA512", "RSA-SHA512/224", "RSA-SHA512/256", "blake2b512",
  "blake2s256", "id-rsassa-pkcs1-v1_5-with-sha3-224", "id-rsassa-pkcs1-v1_5-with-sha3-256",
  "id-rsassa-pkcs1-v1_5-with-sha3-384", "id-rsassa-pkcs1-v1_5-with-sha3-512", "md5", "md5-sha1",
  "md5WithRSAEncryption", "ripemd", "ripemd160", "ripemd160WithRSA", "rmd160", "sha1", "sha1WithRSAEncryption",
  "sha224", "sha224WithRSAEncryption", "sha256", "sha256WithRSAEncryption", "sha3-224", "sha3-256", "sha3-384",
  "sha3-512", "sha384", "sha384WithRSAEncryption", "sha512", "sha512-224", "sha512-224WithRSAEncryption",
  "sha512-256", "sha512-256WithRSAEncryption", "sha512WithRSAEncryption", "shake128", "shake256", "ssl3-md5",
  "ssl3-sha1",
];
const kCiphers = [
  "aes-128-cbc", "aes-128-cfb", "aes-128-ctr", "aes-128-ecb", "aes-128-gcm", "aes-128-ofb", "aes-192-cbc", "aes-192-cfb",
  "aes-192-ctr", "aes-192-ecb", "aes-192-gcm", "aes-192-ofb", "aes-256-cbc", "aes-256-cfb", "aes-256-ctr", "aes-256-ecb",
  "aes-256-gcm", "aes-256-ofb", "aes128", "aes192", "aes256", "chacha20-poly1305", "des-ede", "des-ede-cbc",
  "des-ede-ecb", "des-ede3", "des-ede3-cbc", "des-ede3-ecb", "des3", "id-aes128-GCM", "id-aes192-GCM", "id-aes256-GCM",
];
const kCurves = ["prime256v1", "secp224r1", "secp384r1", "secp521r1"];

export function getHashes(): string[] {
  return ArrayPrototypeSlice(kHashes);
}

export function getCiphers(): string[] {
  return ArrayPrototypeSlice(kCiphers);
}

export function getCurves(): string[] {
  return ArrayPrototypeSlice(kCurves);
}
