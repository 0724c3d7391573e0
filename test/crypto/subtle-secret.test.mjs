// SubtleCrypto with secret keys: digests, HMAC, AES, key derivation, wrapping.
import { test, assert } from "../harness.mjs";

const { subtle } = crypto;
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const bytes = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const kText = new TextEncoder().encode("hello world");

test("digests", async () => {
  assert(await subtle.digest("SHA-1", kText) instanceof ArrayBuffer);
  assert.equal(hex(await subtle.digest("sha-256", kText)), "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
  assert.equal((await subtle.digest({ name: "SHA-512" }, kText.buffer)).byteLength, 64);
  const big = new Uint8Array(1 << 20);
  const pending = subtle.digest("SHA-256", big);
  big.fill(1);
  assert.equal(hex(await pending), "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58");
  await assert.rejects(subtle.digest("MD5", kText), { name: "NotSupportedError" });
  await assert.rejects(subtle.digest("SHA-1", "text"), { name: "TypeError" });
  await assert.rejects(subtle.digest("SHA-1"), { name: "TypeError" });
});

test("HMAC", async () => {
  const key = await subtle.importKey("raw", Buffer.from("Jefe"), { name: "HMAC", hash: "SHA-256" }, true, ["verify", "sign"]);
  assert.deepEqual([key.type, key.extractable, key.algorithm.name, key.algorithm.hash.name, key.algorithm.length], ["secret", true, "HMAC", "SHA-256", 32]);
  assert.deepEqual([...key.usages].sort(), ["sign", "verify"]);
  const message = Buffer.from("what do ya want for nothing?");
  const signature = await subtle.sign("HMAC", key, message);
  assert.equal(hex(signature), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  assert.equal(await subtle.verify("HMAC", key, signature, message), true);
  assert.equal(await subtle.verify("HMAC", key, signature.slice(1), message), false);
  assert.equal((await subtle.exportKey("jwk", key)).alg, "HS256");
  await assert.rejects(subtle.encrypt("AES-CBC", key, message), { name: "TypeError" });
  await assert.rejects(subtle.importKey("raw", kText, { name: "HMAC", hash: "SHA-1" }, true, []), { name: "SyntaxError" });
  await assert.rejects(subtle.importKey("raw", kText, { name: "HMAC", hash: "SHA-1" }, true, ["encrypt"]), { name: "SyntaxError" });
});

test("AES-GCM (GCM specification, test case 4) is authentic", async () => {
  const key = await subtle.importKey("raw", bytes("feffe9928665731c6d6a8f9467308308"), "AES-GCM", false, ["encrypt", "decrypt"]);
  const algorithm = { name: "AES-GCM", iv: bytes("cafebabefacedbaddecaf888"), additionalData: bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2") };
  const text = bytes("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const sealed = await subtle.encrypt(algorithm, key, text);
  assert.equal(hex(sealed).slice(-32), "5bc94fbc3221a5db94fae95ae7121a47");
  assert.equal(hex(await subtle.decrypt(algorithm, key, sealed)), hex(text));
  new Uint8Array(sealed)[0] ^= 1;
  await assert.rejects(subtle.decrypt(algorithm, key, sealed), { name: "OperationError" });
  await assert.rejects(subtle.encrypt({ ...algorithm, tagLength: 7 }, key, text), { name: "OperationError" });
  await assert.rejects(subtle.exportKey("raw", key), { message: /not extractable/ });
});

test("AES-CBC and AES-CTR, whose counter goes round", async () => {
  const raw = bytes("2b7e151628aed2a6abf7158809cf4f3c");
  const cbc = await subtle.importKey("raw", raw, "AES-CBC", true, ["encrypt", "decrypt"]);
  const iv = bytes("000102030405060708090a0b0c0d0e0f");
  const sealed = await subtle.encrypt({ name: "AES-CBC", iv }, cbc, bytes("6bc1bee22e409f96e93d7e117393172a"));
  assert.equal(hex(sealed).slice(0, 32), "7649abac8119b246cee98e9b12e9197d");
  await assert.rejects(subtle.encrypt({ name: "AES-CBC", iv: kText }, cbc, kText), { name: "OperationError" });
  const ctr = await subtle.importKey("raw", raw, "AES-CTR", true, ["encrypt", "decrypt"]);
  const counter = new Uint8Array(16).fill(255);
  const data = new Uint8Array(64);
  const around = new Uint8Array(await subtle.encrypt({ name: "AES-CTR", counter, length: 8 }, ctr, data));
  const zeroed = Uint8Array.from(counter, (byte, i) => (i === 15 ? 0 : byte));
  const second = new Uint8Array(await subtle.encrypt({ name: "AES-CTR", counter: zeroed, length: 8 }, ctr, data.subarray(16)));
  assert.equal(hex(around.subarray(16)), hex(second));
  await assert.rejects(subtle.encrypt({ name: "AES-CTR", counter, length: 1 }, ctr, data), { name: "OperationError" });
});

test("PBKDF2 and HKDF", async () => {
  const password = await subtle.importKey("raw", Buffer.from("password"), "PBKDF2", false, ["deriveBits", "deriveKey"]);
  const algorithm = { name: "PBKDF2", hash: "SHA-1", salt: Buffer.from("salt"), iterations: 4096 };
  assert.equal(hex(await subtle.deriveBits(algorithm, password, 160)), "4b007901b765489abead49d926f721d065a429c1");
  const derived = await subtle.deriveKey(algorithm, password, { name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  assert.equal((await subtle.exportKey("raw", derived)).byteLength, 32);
  await assert.rejects(subtle.deriveBits(algorithm, password, 7), { name: "OperationError" });
  const secret = await subtle.importKey("raw", new Uint8Array(22).fill(0x0b), "HKDF", false, ["deriveBits"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: bytes("000102030405060708090a0b0c"), info: bytes("f0f1f2f3f4f5f6f7f8f9") };
  assert.equal(
    hex(await subtle.deriveBits(hkdf, secret, 336)),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
});

test("keys are wrapped (RFC 3394) and unwrapped", async () => {
  const wrapping = await subtle.importKey("raw", bytes("000102030405060708090a0b0c0d0e0f"), "AES-KW", false, ["wrapKey", "unwrapKey"]);
  const key = await subtle.importKey("raw", bytes("00112233445566778899aabbccddeeff"), "AES-CBC", true, ["encrypt"]);
  const wrapped = await subtle.wrapKey("raw", key, wrapping, "AES-KW");
  assert.equal(hex(wrapped), "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
  const again = await subtle.unwrapKey("raw", wrapped, wrapping, "AES-KW", "AES-CBC", true, ["decrypt"]);
  assert.equal(hex(await subtle.exportKey("raw", again)), "00112233445566778899aabbccddeeff");
  await assert.rejects(subtle.unwrapKey("raw", new Uint8Array(24), wrapping, "AES-KW", "AES-CBC", true, ["decrypt"]), { name: "OperationError" });
  const gcm = await subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["wrapKey", "unwrapKey"]);
  const algorithm = { name: "AES-GCM", iv: new Uint8Array(12) };
  const sealed = await subtle.wrapKey("jwk", key, gcm, algorithm);
  assert.equal((await subtle.unwrapKey("jwk", sealed, gcm, algorithm, "AES-CBC", false, ["encrypt"])).type, "secret");
});

test("JSON Web Keys say what they are for", async () => {
  const jwk = { kty: "oct", k: "BwcHBwcHBwcHBwcHBwcHBw" };
  const take = (more) => subtle.importKey("jwk", { ...jwk, ...more }, "AES-CBC", true, ["encrypt"]);
  assert.equal((await take({ alg: "A128CBC", key_ops: ["encrypt"] })).algorithm.length, 128);
  for (const wrong of [{ alg: "A256CBC" }, { key_ops: ["decrypt"] }, { ext: false }, { kty: "RSA" }, { use: "sig" }])
    await assert.rejects(take(wrong), { name: "DataError" });
});
