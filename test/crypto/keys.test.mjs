import { test, assert } from "../harness.mjs";
import {
  constants, createPrivateKey, createPublicKey, createSecretKey, generateKey, generateKeyPair, generateKeyPairSync, generateKeySync,
  KeyObject, privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt,
} from "node:crypto";
import { promisify } from "node:util";

const pairs = {
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ec: generateKeyPairSync("ec", { namedCurve: "secp384r1" }),
  ed25519: generateKeyPairSync("ed25519"),
  x25519: generateKeyPairSync("x25519"),
};

test("a secret key", () => {
  const key = createSecretKey("abc", "utf8");
  assert(key instanceof KeyObject);
  assert.deepEqual([key.type, key.symmetricKeySize, key.export().toString()], ["secret", 3, "abc"]);
  assert.equal(key.export({ format: "jwk" }).k, "YWJj");
  assert.equal(key.equals(createSecretKey(Buffer.from("abc"))), true);
  assert.equal(key.equals(createSecretKey(Buffer.from("abd"))), false);
  assert.throws(() => createSecretKey(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("what a key tells of itself", () => {
  assert.equal(pairs.rsa.publicKey.asymmetricKeyDetails.publicExponent, 65537n);
  assert.equal(pairs.rsa.privateKey.asymmetricKeyDetails.modulusLength, 2048);
  assert.equal(pairs.ec.publicKey.asymmetricKeyDetails.namedCurve, "secp384r1");
  for (const [type, { publicKey, privateKey }] of Object.entries(pairs)) {
    assert.deepEqual([publicKey.type, privateKey.type, publicKey.asymmetricKeyType], ["public", "private", type]);
    assert.equal(createPublicKey(privateKey).equals(publicKey), true);
  }
});

test("every format that goes out comes in again", () => {
  for (const [name, { publicKey, privateKey }] of Object.entries(pairs)) {
    for (const format of ["pem", "der"]) {
      for (const type of name === "rsa" ? ["spki", "pkcs1"] : ["spki"])
        assert(createPublicKey({ key: publicKey.export({ type, format }), format, type }).equals(publicKey));
      for (const type of name === "rsa" ? ["pkcs8", "pkcs1"] : name === "ec" ? ["pkcs8", "sec1"] : ["pkcs8"])
        assert(createPrivateKey({ key: privateKey.export({ type, format }), format, type }).equals(privateKey));
      const secret = privateKey.export({ type: "pkcs8", format, cipher: "aes-256-cbc", passphrase: "pass" });
      const input = { key: secret, format, type: "pkcs8" };
      assert(createPrivateKey({ ...input, passphrase: "pass" }).equals(privateKey));
      assert.throws(() => createPrivateKey({ ...input, passphrase: "wrong" }), { name: "Error" });
    }
    assert(createPublicKey({ key: publicKey.export({ format: "jwk" }), format: "jwk" }).equals(publicKey));
    assert(createPrivateKey({ key: privateKey.export({ format: "jwk" }), format: "jwk" }).equals(privateKey));
  }
});

test("keys are generated in the form that is asked for", async () => {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { format: "jwk" },
  });
  assert.match(publicKey, /^-----BEGIN PUBLIC KEY-----\n/);
  assert.deepEqual([privateKey.kty, privateKey.crv], ["EC", "P-256"]);
  assert.equal(generateKeySync("aes", { length: 192 }).symmetricKeySize, 24);
  assert.equal((await promisify(generateKey)("hmac", { length: 65 })).symmetricKeySize, 8);
});

test("what cannot be generated", () => {
  assert.throws(() => generateKeyPairSync("zz"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => generateKeyPairSync("rsa"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => generateKeyPairSync("rsa", { modulusLength: 100 }), { message: /key size too small/ });
  assert.throws(() => generateKeyPairSync("rsa", { modulusLength: 1024, publicExponent: 2 }), { message: /pub exponent out of range/ });
  assert.throws(() => generateKeyPairSync("ec", { namedCurve: "zz" }), { code: "ERR_CRYPTO_INVALID_CURVE" });
  assert.throws(() => generateKeySync("aes", { length: 5 }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => createPrivateKey("nonsense"), { code: "ERR_OSSL_UNSUPPORTED" });
  assert.throws(() => createPublicKey(createSecretKey("a")), { code: "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE" });
});

test("RSA encrypts for the other half", () => {
  const { publicKey, privateKey } = pairs.rsa;
  const text = Buffer.from("a secret");
  assert.deepEqual(privateDecrypt(privateKey, publicEncrypt(publicKey, text)), text);
  const label = Buffer.from("label");
  const sealed = publicEncrypt({ key: publicKey, oaepHash: "sha256", oaepLabel: label }, text);
  assert.deepEqual(privateDecrypt({ key: privateKey, oaepHash: "sha256", oaepLabel: label }, sealed), text);
  assert.throws(() => privateDecrypt({ key: privateKey, oaepHash: "sha256" }, sealed), { code: "ERR_OSSL_RSA_OAEP_DECODING_ERROR" });
  assert.deepEqual(publicDecrypt(publicKey, privateEncrypt(privateKey, text)), text);
  assert.equal(publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, Buffer.alloc(256, 1)).length, 256);
  assert.throws(() => publicEncrypt(publicKey, Buffer.alloc(300)), { code: "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE" });
});
