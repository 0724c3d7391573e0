// Digests that the library below has not: SHA-3, SHAKE, BLAKE2, RIPEMD-160, SHA-512/224, by all of their names.
import { test, assert } from "../harness.mjs";
import { createHash, createHmac, getHashes } from "node:crypto";

const digest = (name, options) => createHash(name, options).update("hello").digest("hex");

test("names", () => {
  const names = {
    ripemd160: ["ripemd", "rmd160", "RSA-RIPEMD160", "RIPEMD160", "ripemd160WithRSA"],
    "sha3-256": ["SHA3-256", "RSA-SHA3-256", "id-rsassa-pkcs1-v1_5-with-sha3-256"],
    "sha512-224": ["RSA-SHA512/224", "SHA512-224", "sha512-224WithRSAEncryption"],
    blake2b512: ["BLAKE2b512"],
  };
  for (const name in names) for (const other of names[name]) assert.equal(digest(other), digest(name), other);
  for (const name of getHashes().filter((each) => !/sm3/i.test(each))) assert(digest(name).length >= 32, name);
});

test("lengths of SHAKE", () => {
  assert.equal(digest("shake128", { outputLength: 5 }), "8eb4b6a932");
  assert.equal(digest("shake256", { outputLength: 300 }).slice(0, 64), "1234075ae4a1e77316cf2d8000974581a343b9ebbca7e3d1db83394c30f22162");
  assert.equal(digest("shake256", { outputLength: 300 }).length, 600);
  assert.equal(digest("shake128", { outputLength: 0 }), "");
  const hash = createHash("shake128", { outputLength: 4 }).update("hello");
  assert.equal(hash.copy({ outputLength: 6 }).digest("hex"), "8eb4b6a932f2");
  assert.throws(() => createHash("sha3-256", { outputLength: 5 }), Error);
  assert.throws(() => createHash("shake128", { outputLength: -1 }), { code: "ERR_OUT_OF_RANGE" });
});

test("HMAC", () => {
  const hmac = (name) => createHmac(name, "key").update("a").digest("hex");
  assert.equal(hmac("sha3-256"), "734e028e3792b95a3d52a777998ec6d0903bb307dd41ce6b283b3440db8cbfa3");
  assert.equal(hmac("ripemd160"), "b51c0cf22c6f7b6b5051441b57d2164deac64003");
  assert.equal(hmac("blake2s256"), "cfff6809d92ac7bcc16c6e289d313dfaeb62779d0b9675850e28989e5ccbbc3f");
});

test("streams", async () => {
  const hash = createHash("sha3-512");
  for (let i = 0; i < 100; i++) hash.write("x".repeat(i));
  hash.end();
  const [result] = await hash.toArray();
  const whole = createHash("sha3-512");
  for (let i = 0; i < 100; i++) whole.update("x".repeat(i));
  assert.equal(result.toString("hex"), whole.digest("hex"));
});
