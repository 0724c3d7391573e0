import { test, assert } from "../harness.mjs";
import { createSecretKey, hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from "node:crypto";

const later = (start) => new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
const hex = (bytes) => Buffer.from(bytes).toString("hex");

test("PBKDF2 (RFC 6070)", async () => {
  assert.equal(hex(pbkdf2Sync("password", "salt", 2, 20, "sha1")), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
  assert.equal(hex(await later((done) => pbkdf2("password", "salt", 4096, 20, "sha1", done))), "4b007901b765489abead49d926f721d065a429c1");
  assert.throws(() => pbkdf2Sync("p", "s", 0, 20, "sha1"), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => pbkdf2Sync("p", "s", 1, 20, "nope"), { code: "ERR_CRYPTO_INVALID_DIGEST", message: "Invalid digest: nope" });
  assert.throws(() => pbkdf2("p", "s", 1, 20, "sha1"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("scrypt (RFC 7914)", async () => {
  const expected =
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640";
  assert.equal(hex(scryptSync("password", "NaCl", 64, { N: 1024, r: 8, p: 16 })), expected);
  assert.equal(
    hex(await later((done) => scrypt("password", "NaCl", 64, { cost: 1024, blockSize: 8, parallelization: 16 }, done))), expected);
  assert.throws(() => scryptSync("p", "s", 20, { N: 3 }), { name: "RangeError", message: /^Invalid scrypt param/ });
  assert.throws(() => scryptSync("p", "s", 20, { N: 2 ** 20 }), { message: /memory limit exceeded/ });
});

test("HKDF (RFC 5869)", async () => {
  const secret = Buffer.alloc(22, 0x0b);
  const salt = Buffer.from("000102030405060708090a0b0c", "hex");
  const info = Buffer.from("f0f1f2f3f4f5f6f7f8f9", "hex");
  const expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
  const bytes = hkdfSync("sha256", secret, salt, info, 42);
  assert(bytes instanceof ArrayBuffer);
  assert.equal(hex(bytes), expected);
  assert.equal(hex(await later((done) => hkdf("sha256", createSecretKey(secret), salt, info, 42, done))), expected);
  assert.throws(() => hkdfSync("sha256", secret, salt, info, 255 * 32 + 1), { code: "ERR_CRYPTO_INVALID_KEYLEN" });
});
