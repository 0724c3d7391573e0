// SubtleCrypto with pairs of keys: RSA, elliptic curves, Ed25519 and X25519.
import { test, assert } from "../harness.mjs";
import { createPublicKey, KeyObject, verify, webcrypto } from "node:crypto";

const { subtle } = webcrypto;
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const kText = Buffer.from("hello world");
const rsa = (name) => ({ name, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" });

async function roundTrip(pair, algorithm) {
  for (const [format, half] of [["spki", "publicKey"], ["pkcs8", "privateKey"], ["jwk", "publicKey"], ["jwk", "privateKey"]]) {
    const data = await subtle.exportKey(format, pair[half]);
    const key = await subtle.importKey(format, data, algorithm, true, pair[half].usages);
    assert.deepEqual([key.type, key.algorithm.name], [pair[half].type, pair[half].algorithm.name]);
    const again = await subtle.exportKey(format, key);
    if (format === "jwk") assert.equal(JSON.stringify(again), JSON.stringify(data));
    else assert.equal(hex(again), hex(data));
  }
}

test("signatures", async () => {
  for (const [generate, use] of [
    [rsa("RSASSA-PKCS1-v1_5"), {}], [rsa("RSA-PSS"), { saltLength: 32 }], [{ name: "ECDSA", namedCurve: "P-256" }, { hash: "SHA-256" }],
    [{ name: "ECDSA", namedCurve: "P-521" }, { hash: "SHA-512" }], [{ name: "Ed25519" }, {}],
  ]) {
    const pair = await subtle.generateKey(generate, true, ["sign", "verify"]);
    assert.deepEqual([[...pair.publicKey.usages], [...pair.privateKey.usages]], [["verify"], ["sign"]]);
    const algorithm = { name: generate.name, ...use };
    const signature = await subtle.sign(algorithm, pair.privateKey, kText);
    assert.equal(await subtle.verify(algorithm, pair.publicKey, signature, kText), true);
    assert.equal(await subtle.verify(algorithm, pair.publicKey, signature, kText.subarray(1)), false);
    assert.equal(await subtle.verify(algorithm, pair.publicKey, new Uint8Array(3), kText), false);
    await assert.rejects(subtle.sign(algorithm, pair.publicKey, kText), { name: "InvalidAccessError" });
    await roundTrip(pair, generate);
  }
});

test("RSA-OAEP", async () => {
  const pair = await subtle.generateKey(rsa("RSA-OAEP"), true, ["encrypt", "decrypt"]);
  const algorithm = { name: "RSA-OAEP", label: new Uint8Array([1, 2]) };
  const sealed = await subtle.encrypt(algorithm, pair.publicKey, kText);
  assert.equal(Buffer.from(await subtle.decrypt(algorithm, pair.privateKey, sealed)).toString(), "hello world");
  await assert.rejects(subtle.decrypt({ name: "RSA-OAEP" }, pair.privateKey, sealed), { name: "OperationError" });
  await assert.rejects(subtle.encrypt(algorithm, pair.publicKey, new Uint8Array(300)), { name: "OperationError" });
  await roundTrip(pair, rsa("RSA-OAEP"));
});

test("two sides agree on a secret", async () => {
  for (const algorithm of [{ name: "ECDH", namedCurve: "P-256" }, { name: "ECDH", namedCurve: "P-384" }, { name: "X25519" }]) {
    const { name } = algorithm;
    const [a, b] = [await subtle.generateKey(algorithm, true, ["deriveBits", "deriveKey"]), await subtle.generateKey(algorithm, true, ["deriveBits"])];
    const ours = await subtle.deriveBits({ name, public: b.publicKey }, a.privateKey, null);
    const theirs = await subtle.deriveBits({ name, public: a.publicKey }, b.privateKey, 128);
    assert.equal(hex(ours).slice(0, 32), hex(theirs));
    const key = await subtle.deriveKey({ name, public: b.publicKey }, a.privateKey, { name: "AES-GCM", length: 128 }, true, ["encrypt"]);
    assert.equal(hex(await subtle.exportKey("raw", key)), hex(theirs));
    await assert.rejects(subtle.deriveBits({ name, public: b.publicKey }, a.privateKey, 4096), { name: "OperationError" });
    await assert.rejects(subtle.deriveBits({ name, public: b.privateKey }, a.privateKey, 128), { name: "InvalidAccessError" });
    const raw = await subtle.exportKey("raw", a.publicKey);
    assert.equal(hex(await subtle.exportKey("raw", await subtle.importKey("raw", raw, algorithm, true, []))), hex(raw));
    await roundTrip(a, algorithm);
  }
});

test("what is refused", async () => {
  await assert.rejects(subtle.generateKey({ name: "ECDSA", namedCurve: "P-1" }, true, ["sign"]), { name: "NotSupportedError" });
  await assert.rejects(subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]), { name: "SyntaxError" });
  await assert.rejects(subtle.generateKey({ ...rsa("RSA-PSS"), publicExponent: new Uint8Array([2]) }, true, ["sign"]), { name: "OperationError" });
  await assert.rejects(subtle.generateKey({ name: "RSA-PSS", modulusLength: 1024 }, true, ["sign"]), { name: "TypeError" });
  await assert.rejects(subtle.importKey("spki", new Uint8Array(30), { name: "RSA-PSS", hash: "SHA-1" }, true, ["verify"]), { name: "DataError" });
  await assert.rejects(subtle.importKey("raw", new Uint8Array(65), { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]), { name: "DataError" });
  const p256 = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  const spki = await subtle.exportKey("spki", p256.publicKey);
  await assert.rejects(subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-384" }, true, ["verify"]), { name: "DataError" });
  await assert.rejects(subtle.exportKey("pkcs8", p256.publicKey), { name: "InvalidAccessError" });
  assert.throws(() => new CryptoKey(), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
  assert.throws(() => new SubtleCrypto(), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
});

test("keys of the two interfaces are one another's", async () => {
  const pair = await subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  const signature = await subtle.sign("Ed25519", pair.privateKey, kText);
  const key = KeyObject.from(pair.publicKey);
  assert.equal(key.asymmetricKeyType, "ed25519");
  assert.equal(verify(null, kText, key, Buffer.from(signature)), true);
  assert.equal(createPublicKey({ key: await subtle.exportKey("jwk", pair.publicKey), format: "jwk" }).equals(key), true);
  if (key.toCryptoKey) assert.equal(await subtle.verify("Ed25519", key.toCryptoKey("Ed25519", true, ["verify"]), signature, kText), true);
  assert.throws(() => KeyObject.from({}), { code: "ERR_INVALID_ARG_TYPE" });
});

test("a key that is cloned works, and stays as closed as it was", async () => {
  const { privateKey, publicKey } = await subtle.generateKey("Ed25519", false, ["sign"]);
  const copy = structuredClone(privateKey);
  assert(copy !== privateKey && copy instanceof CryptoKey);
  assert.equal(copy.extractable, false);
  assert.equal((await subtle.sign("Ed25519", copy, kText)).byteLength, 64);
  assert.equal(structuredClone(KeyObject.from(publicKey)).equals(KeyObject.from(publicKey)), true);
});
