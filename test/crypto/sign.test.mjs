import { test, assert } from "../harness.mjs";
import { constants, createPrivateKey, createSign, createVerify, generateKeyPairSync, sign, verify } from "node:crypto";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
const kMessage = Buffer.from("a message");

test("signatures of every kind of key are valid for their message alone", () => {
  for (const [algorithm, pair, options] of [
    ["sha256", rsa, {}], ["RSA-SHA512", rsa, {}], ["sha256", rsa, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
    ["sha256", ec, {}], ["sha384", ec, { dsaEncoding: "ieee-p1363" }], [null, ed, {}],
  ]) {
    const signature = sign(algorithm, kMessage, { key: pair.privateKey, ...options });
    const key = { key: pair.publicKey, ...options };
    assert.equal(verify(algorithm, kMessage, key, signature), true);
    assert.equal(verify(algorithm, Buffer.from("another"), key, signature), false);
    signature[5] ^= 1;
    assert.equal(verify(algorithm, kMessage, key, signature), false);
    assert.equal(verify(algorithm, kMessage, key, Buffer.alloc(3)), false);
  }
});

test("Ed25519 (RFC 8032)", () => {
  const seed = Buffer.from("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "hex");
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8",
  });
  assert.equal(
    sign(null, Buffer.from("af82", "hex"), key).toString("hex"),
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
});

test("RSA with PKCS#1 is deterministic, and the same by pieces", () => {
  const signer = createSign("sha256");
  signer.write("a ");
  signer.end("message");
  const text = signer.sign(rsa.privateKey, "base64");
  assert.equal(text, sign("sha256", kMessage, rsa.privateKey).toString("base64"));
  const pem = rsa.publicKey.export({ type: "spki", format: "pem" });
  assert.equal(createVerify("sha256").update("a ").update("message").verify(pem, text, "base64"), true);
  assert.throws(() => signer.sign(rsa.privateKey), { code: "ERR_CRYPTO_INVALID_STATE" });
});

test("with a callback the work is done beside the program", async () => {
  const signature = await new Promise((done) => sign("sha256", kMessage, ec.privateKey, (error, value) => done(error ?? value)));
  const isValid = await new Promise((done) => verify("sha256", kMessage, ec.publicKey, signature, (error, value) => done(error ?? value)));
  assert.equal(isValid, true);
});

test("what is refused", () => {
  assert.throws(() => createSign(), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => createSign("nope"), { code: "ERR_CRYPTO_INVALID_DIGEST" });
  assert.throws(() => createSign("sha256").sign(), { code: "ERR_CRYPTO_SIGN_KEY_REQUIRED" });
  assert.throws(() => createSign("sha256").sign(rsa.publicKey), { code: "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE" });
  assert.throws(() => createSign("sha256").sign(ed.privateKey), { code: "ERR_CRYPTO_UNSUPPORTED_OPERATION" });
  assert.throws(() => sign("sha256", kMessage, ed.privateKey), { code: "ERR_OSSL_INVALID_DIGEST" });
  assert.throws(() => sign("sha256", kMessage, { key: rsa.privateKey, padding: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => sign("sha256", kMessage, { key: ec.privateKey, dsaEncoding: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => verify("sha256", kMessage, rsa.publicKey, "text"), { code: "ERR_INVALID_ARG_TYPE" });
});
