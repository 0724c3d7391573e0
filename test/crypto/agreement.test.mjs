import { test, assert } from "../harness.mjs";
import {
  checkPrime, checkPrimeSync, createDiffieHellman, createECDH, diffieHellman, ECDH, generateKeyPairSync, generatePrime,
  generatePrimeSync, getCurves, getDiffieHellman,
} from "node:crypto";

test("two sides of ECDH reach one secret", () => {
  for (const curve of getCurves().filter((name) => /^(prime256v1|secp(384|521)r1)$/.test(name))) {
    const [a, b] = [createECDH(curve), createECDH(curve)];
    const [publicA, publicB] = [a.generateKeys("hex", "compressed"), b.generateKeys()];
    assert.equal(a.computeSecret(publicB, null, "hex"), b.computeSecret(publicA, "hex", "hex"));
  }
});

test("the forms of a point", () => {
  const key = createECDH("prime256v1");
  key.setPrivateKey(Buffer.alloc(32, 7));
  assert.equal(key.getPublicKey("hex", "compressed"), ECDH.convertKey(key.getPublicKey(), "prime256v1", null, "hex", "compressed"));
  const flat = key.getPublicKey();
  const hybrid = key.getPublicKey(null, "hybrid");
  assert.equal(hybrid[0], 6 | (flat[64] & 1));
  assert.deepEqual(ECDH.convertKey(hybrid, "prime256v1"), flat);
  assert.throws(() => key.getPublicKey("hex", "zz"), { code: "ERR_CRYPTO_ECDH_INVALID_FORMAT" });
  assert.throws(() => key.computeSecret(Buffer.alloc(65)), { code: "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY" });
  assert.throws(() => key.setPrivateKey(Buffer.alloc(32)), { code: "ERR_CRYPTO_INVALID_KEYTYPE" });
  assert.throws(() => createECDH("zz"), { code: "ERR_CRYPTO_INVALID_CURVE" });
});

test("Diffie-Hellman in a group, and with its prime", () => {
  const a = getDiffieHellman("modp14");
  const b = createDiffieHellman(a.getPrime("hex"), "hex", a.getGenerator());
  a.generateKeys();
  b.generateKeys();
  assert.deepEqual(a.computeSecret(b.getPublicKey()), b.computeSecret(a.getPublicKey("base64"), "base64"));
  assert.equal(a.verifyError, 0);
  assert.throws(() => a.computeSecret(Buffer.alloc(1)), { code: "ERR_CRYPTO_INVALID_KEYLEN" });
  assert.throws(() => getDiffieHellman("zz"), { code: "ERR_CRYPTO_UNKNOWN_DH_GROUP" });
  assert.throws(() => createDiffieHellman({}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => getDiffieHellman("modp5").getPublicKey(), { code: "ERR_CRYPTO_INVALID_STATE" });
});

test("the secret of two keys", () => {
  for (const [type, options] of [["x25519"], ["ec", { namedCurve: "P-256" }]]) {
    const [a, b] = [generateKeyPairSync(type, options), generateKeyPairSync(type, options)];
    assert.deepEqual(
      diffieHellman({ privateKey: a.privateKey, publicKey: b.publicKey }),
      diffieHellman({ privateKey: b.privateKey, publicKey: a.publicKey }));
  }
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
  assert.throws(() => diffieHellman(rsa), { code: "ERR_CRYPTO_INCOMPATIBLE_KEY" });
});

test("primes", async () => {
  assert.equal(generatePrimeSync(64, { add: 8n, rem: 5n, bigint: true }) % 8n, 5n);
  const safe = generatePrimeSync(64, { safe: true, bigint: true });
  assert.equal(checkPrimeSync((safe - 1n) / 2n), true);
  const later = await new Promise((done) => generatePrime(48, (error, value) => done(error ?? value)));
  assert.equal(await new Promise((done) => checkPrime(later, (error, value) => done(error ?? value))), true);
  assert.deepEqual([0n, 1n, 2n, 15n, 97n].map((n) => checkPrimeSync(n)), [false, false, true, false, true]);
  assert.throws(() => generatePrimeSync(0), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => generatePrimeSync(8, { add: 4n, rem: 4n }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => checkPrimeSync(-1n), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => checkPrimeSync("7"), { code: "ERR_INVALID_ARG_TYPE" });
});
