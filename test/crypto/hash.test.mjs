import { test, assert } from "../harness.mjs";
import crypto, { createHash, createHmac, hash } from "node:crypto";

const kOfHello = {
  md5: "5d41402abc4b2a76b9719d911017c592",
  sha1: "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
  sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  "RSA-SHA256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  sha384: "59e1748777448c69de6b800d7a33bbfb9ff1b463e44354c3553bcdb9c666fa90125a3c79f90397bdf5f6a13de828684f",
  SHA512:
    "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043",
};

test("digests of a text", () => {
  for (const [name, expected] of Object.entries(kOfHello)) {
    assert.equal(createHash(name).update("hello").digest("hex"), expected);
    assert.equal(createHash(name).update("he").update(Buffer.from("llo")).digest("hex"), expected);
  }
});

test("the encodings of what goes in and what comes out", () => {
  const bytes = createHash("md5").update("68656c6c6f", "hex").digest();
  assert(Buffer.isBuffer(bytes));
  assert.equal(bytes.toString("hex"), kOfHello.md5);
  assert.equal(createHash("md5").update("aGVsbG8", "base64").digest("base64"), "XUFAKrxLKna5cZ2REBfFkg==");
  assert.equal(createHash("md5").update("hello").digest("base64url"), "XUFAKrxLKna5cZ2REBfFkg");
  assert.equal(
    createHash("sha1").update("é", "latin1").digest("hex"),
    createHash("sha1").update(Uint8Array.of(0xe9)).digest("hex"));
});

test("a copy goes on from the state of the original", () => {
  const first = createHash("sha256").update("he");
  const second = first.copy();
  assert.equal(first.update("llo").digest("hex"), kOfHello.sha256);
  assert.equal(second.update("llo").digest("hex"), kOfHello.sha256);
});

test("a hash is a stream", async () => {
  const stream = createHash("sha256").setEncoding("hex");
  stream.write("he");
  stream.end("llo");
  let text = "";
  for await (const chunk of stream) text += chunk;
  assert.equal(text, kOfHello.sha256);
});

test("what is refused", () => {
  assert.throws(() => createHash(), { code: "ERR_INVALID_ARG_TYPE", message: /"algorithm" argument must be of type string/ });
  assert.throws(() => createHash("nope"), { message: "Digest method not supported" });
  assert.throws(() => createHash("md5").update(5), { code: "ERR_INVALID_ARG_TYPE" });
  const done = createHash("md5");
  done.digest();
  assert.throws(() => done.digest(), { code: "ERR_CRYPTO_HASH_FINALIZED", message: "Digest already called" });
  assert.throws(() => done.update("a"), { code: "ERR_CRYPTO_HASH_FINALIZED" });
  assert.throws(() => done.copy(), { code: "ERR_CRYPTO_HASH_FINALIZED" });
});

test("HMACs", () => {
  // RFC 4231, test case 2.
  const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  assert.equal(createHmac("sha256", "Jefe").update("what do ya want for nothing?").digest("hex"), expected);
  const key = crypto.createSecretKey("Jefe", "utf8");
  const again = createHmac("sha256", key).update("what do ya want ").update("for nothing?");
  assert.equal(again.digest("hex"), expected);
  assert.equal(again.digest("hex"), "");
  assert.throws(() => createHmac("nope", "k"), { code: "ERR_CRYPTO_INVALID_DIGEST", message: "Invalid digest: nope" });
  assert.throws(() => createHmac("sha256", 1), { code: "ERR_INVALID_ARG_TYPE" });
});

if (hash) {
  test("a digest in one call", () => {
    assert.equal(hash("sha1", "hello"), kOfHello.sha1);
    assert.equal(hash("sha1", Buffer.from("hello"), "base64"), "qvTGHdzF6KLavt4PO0gs2a6pQ00=");
    assert(Buffer.isBuffer(hash("sha1", "hello", "buffer")));
    assert.throws(() => hash("sha1", 5), { code: "ERR_INVALID_ARG_TYPE" });
  });
}

test("every hash that is listed works", () => {
  const names = crypto.getHashes();
  assert(names.includes("sha256"));
  for (const name of names) if (!/^(RSA-)?(ripemd|rmd|blake|sha3|shake|sm3)/i.test(name)) createHash(name).update("a").digest();
});
