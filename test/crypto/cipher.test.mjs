import { test, assert } from "../harness.mjs";
import { createCipheriv, createDecipheriv, createSecretKey, getCipherInfo, getCiphers } from "node:crypto";
import { pipeline } from "node:stream/promises";

const kKey = Buffer.from("0123456789abcdef0123456789abcdef");
const kIv = Buffer.from("fedcba9876543210");
const kText = "hello world, how are you doing";

/** What Node gives for the text in two pieces, and the tag. */
const kExpected = [
  ["aes-128-cbc", 16, 16, "6f0d31d056ee6e20a4036c0b2e7c76981d6638f32e7a0042b8ca738146cddcb1"],
  ["aes-192-cbc", 24, 16, "e5362431c754caabc83052a70f9f61184211940326b3197bce95cc74fe7ae126"],
  ["aes-256-cbc", 32, 16, "5b2ce93b9f976476b68ad9cd62b976aa301d0bcb8892607683542be9dc6f2bc0"],
  ["aes-128-ctr", 16, 16, "632eba1d99500866ca54a7faea74054a62049e5c8fdee2fac69c3edfdcee"],
  ["aes-192-ctr", 24, 16, "9222230aa63b9ac337032ccd449d4fa39d273ad34cc2db58faaddbb6a804"],
  ["aes-256-ctr", 32, 16, "b63d1733a3d039db004882b61ae8d86bf3ad111801ad9f2b80113c5ae01d"],
  ["aes-128-ecb", 16, null, "9c9a3397d47fe58e3715de9a413a0868b36d0fce84a5fd02010f52a3a70669da"],
  ["aes-256-ecb", 32, null, "8a7a3c3e71e6418bfeb9231562c28d995063c1e1d3a2d270f15e552573f37a1d"],
  ["aes-256-ofb", 32, 16, "b63d1733a3d039db004882b61ae8d86bfbafd3ec9e36aef101b86245afe7"],
  ["aes-128-cfb", 16, 16, "632eba1d99500866ca54a7faea74054ae0f455e1a0ff5d24da18f5ee0d26"],
  ["aes-192-cfb", 24, 16, "9222230aa63b9ac337032ccd449d4fa3d45686227313edd8e58b2b5502ce"],
  ["aes-256-cfb", 32, 16, "b63d1733a3d039db004882b61ae8d86b07bd7b6255cc1484fff2c93ddaa3"],
  ["aes-128-gcm", 16, 12, "26768ea151ef7f683eff6b48cfcfdba4dbdd01a61d5f9a256ff26c3d91a5", "6a6d3abb56f92c648bfd4c66b19e461b"],
  ["aes-192-gcm", 24, 12, "fcb3deb3e36b97bd42b896f3ccf17b9fbd94c5fabb6b637098a81bc00f3b", "278c6950f7b6e7c82c288afd24a3b20c"],
  ["aes-256-gcm", 32, 12, "0c51b13938dc70637d4f9ed4ce8e81738150b4df5a7d505f120296357d2d", "d4944897f6015abd9e46113000fcc2b8"],
  ["aes-256-gcm", 32, 16, "aea81cb595f144dcfff0d34775e8d3a14a380c3354642e5a579a7ab0f142", "1a7646fe618a2f3414c75252c3475fc3"],
  ["chacha20-poly1305", 32, 12, "10f469308993b5c09bb4c7d3cc55ecba953536c19683da2e05a8ee538b40", "c7329400c2bf182842a876bfb3125d73"],
  ["des-ede3-cbc", 24, 8, "16b59154073217cf286a2a5e76d363f1b271f0af35e84d0005e36c4935e2b495"],
];

test("every cipher gives what Node gives, and takes it back", () => {
  for (const [name, keySize, ivSize, text, tag] of kExpected) {
    const key = kKey.subarray(0, keySize);
    const iv = ivSize === null ? null : kIv.subarray(0, ivSize);
    const options = name.startsWith("chacha") ? { authTagLength: 16 } : undefined;
    const cipher = createCipheriv(name, key, iv, options);
    if (tag) cipher.setAAD(Buffer.from("more"));
    const out = cipher.update(kText.slice(0, 7), "utf8", "hex") + cipher.update(kText.slice(7), "utf8", "hex") + cipher.final("hex");
    assert.equal(out, text);
    if (tag) assert.equal(cipher.getAuthTag().toString("hex"), tag);
    const decipher = createDecipheriv(name, createSecretKey(key), iv, options);
    if (tag) decipher.setAAD(Buffer.from("more")).setAuthTag(Buffer.from(tag, "hex"));
    assert.equal(decipher.update(text, "hex", "utf8") + decipher.final("utf8"), kText);
  }
});

test("an authenticated message that was changed is refused", () => {
  for (const name of ["aes-256-gcm", "chacha20-poly1305"]) {
    const cipher = createCipheriv(name, kKey, kIv.subarray(0, 12), { authTagLength: 16 });
    const bytes = Buffer.concat([cipher.update(kText), cipher.final()]);
    bytes[3] ^= 1;
    const decipher = createDecipheriv(name, kKey, kIv.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(cipher.getAuthTag()).update(bytes);
    assert.throws(() => decipher.final(), { message: "Unsupported state or unable to authenticate data" });
  }
});

test("a cipher is a stream", async () => {
  const cipher = createCipheriv("aes-256-cbc", kKey, kIv);
  const decipher = createDecipheriv("aes-256-cbc", kKey, kIv);
  const pieces = [];
  await pipeline(
    async function* () { for (let i = 0; i < 100; i++) yield Buffer.alloc(1000, i); },
    cipher, decipher,
    async (source) => { for await (const piece of source) pieces.push(piece); });
  const all = Buffer.concat(pieces);
  assert.equal(all.length, 100_000);
  assert.equal(all[99_999], 99);
});

test("padding that is wrong", () => {
  const decipher = createDecipheriv("aes-256-cbc", kKey, kIv);
  decipher.update(Buffer.alloc(32));
  assert.throws(() => decipher.final(), { code: "ERR_OSSL_BAD_DECRYPT", reason: "bad decrypt" });
  const short = createDecipheriv("aes-256-cbc", kKey, kIv);
  short.update(Buffer.alloc(15));
  assert.throws(() => short.final(), { code: "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH" });
  const plain = createCipheriv("aes-256-cbc", kKey, kIv).setAutoPadding(false);
  assert.equal(plain.update(Buffer.alloc(16)).length + plain.final().length, 16);
});

test("what is refused", () => {
  const gcm = () => createDecipheriv("aes-256-gcm", kKey, kIv);
  assert.throws(() => createCipheriv("nope", kKey, kIv), { code: "ERR_CRYPTO_UNKNOWN_CIPHER" });
  assert.throws(() => createCipheriv("aes-128-cbc", kKey, kIv), { name: "RangeError", code: "ERR_CRYPTO_INVALID_KEYLEN" });
  assert.throws(() => createCipheriv("aes-256-cbc", kKey, kIv.subarray(1)), { name: "TypeError", code: "ERR_CRYPTO_INVALID_IV" });
  assert.throws(() => createCipheriv("aes-256-cbc", kKey, null), { code: "ERR_CRYPTO_INVALID_IV" });
  assert.throws(() => createCipheriv("aes-256-cbc", kKey), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => gcm().setAuthTag(Buffer.alloc(3)), { code: "ERR_CRYPTO_INVALID_AUTH_TAG" });
  assert.throws(() => createCipheriv("aes-256-gcm", kKey, kIv).getAuthTag(), { code: "ERR_CRYPTO_INVALID_STATE" });
  assert.throws(() => createCipheriv("aes-256-cbc", kKey, kIv).update(5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("facts about ciphers", () => {
  assert.deepEqual(getCipherInfo("aes-256-cbc"), { __proto__: Object.getPrototypeOf(getCipherInfo("aes-256-cbc")),
    mode: "cbc", name: "aes-256-cbc", nid: 427, blockSize: 16, ivLength: 16, keyLength: 32 });
  assert.equal(getCipherInfo("aes-256-cbc", { keyLength: 16 }), undefined);
  assert.equal(getCipherInfo("aes-256-gcm", { ivLength: 30 }).ivLength, 30);
  assert.equal(getCipherInfo("nope"), undefined);
  assert(getCiphers().includes("aes-128-gcm"));
});
