// Weft.CryptoHasher and its like: algorithms, forms of the digest, HMAC, copies. Values are Bun's.
import { test, assert } from "../harness.mjs";
import { createHash, createHmac } from "node:crypto";

const { CryptoHasher } = Weft;
const digests = {
  blake2b256: "324dcf027dd4a30a932c441f365a25e86b173defa4b8e58948253471b81b72cf",
  blake2b512: "e4cfa39a3d37be31c59609e807970799caa68a19bfaa15135f165085e01d41a65ba1e1b146aeb6bd0092b49eac214c103ccfa3a365954bbbe52f74a2b3620c94",
  blake2s256: "19213bacc58dee6dbde3ceb9a47cbb330b3d86f8cca8997eb00be456f140ca25",
  md4: "866437cb7a794bce2b727acc0362ee27",
  md5: "5d41402abc4b2a76b9719d911017c592",
  ripemd160: "108f07b8382412612c048d07d13f814118445acd",
  sha1: "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
  sha224: "ea09ae9cc6768c50fcee903ed054556e5bfc8347907f12598aa24193",
  sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
  sha384: "59e1748777448c69de6b800d7a33bbfb9ff1b463e44354c3553bcdb9c666fa90125a3c79f90397bdf5f6a13de828684f",
  sha512: "9b71d224bd62f3785d96d46ad3ea3d73319bfbc2890caadae2dff72519673ca72323c3d99ba5c11d7c7acc6e14b8c5da0c4663475c2e5c3adef46f73bcdec043",
  "sha512-224": "fe8509ed1fb7dcefc27e6ac1a80eddbec4cb3d2c6fe565244374061c",
  "sha512-256": "e30d87cfa2a75db545eac4d61baf970366a8357c7f72fa95b52d0accb698f13a",
  "sha3-224": "b87f88c72702fff1748e58b87e9141a42c0dbedc29a78cb0d4a5cd81",
  "sha3-256": "3338be694f50c5f338814986cdf0686453a888b84f424d792af4b9202398f392",
  "sha3-384": "720aea11019ef06440fbf05d87aa24680a2153df3907b23631e7177ce620fa1330ff07c0fddee54699a4c3ee0ee9d887",
  "sha3-512": "75d527c368f2efe848ecf6b073a36767800805e9eef2b1857d5f984f036eb6df891d75f72d9b154518c1cd58835286d1da9a38deba3de98b5a53e5ed78a84976",
  shake128: "8eb4b6a932f280335ee1a279f8c208a3",
  shake256: "1234075ae4a1e77316cf2d8000974581a343b9ebbca7e3d1db83394c30f22162",
};

test("every algorithm, whole and in pieces", () => {
  assert.deepEqual(CryptoHasher.algorithms, Object.keys(digests));
  for (const name in digests) {
    const hasher = new CryptoHasher(name);
    assert.equal(hasher.algorithm, name);
    assert.equal(hasher.byteLength, digests[name].length / 2);
    assert.equal(hasher.update("he").update(new Uint8Array([108])).update("lo").digest("hex"), digests[name]);
    assert.equal(CryptoHasher.hash(name, "hello", "hex"), digests[name]);
  }
});

test("inputs of many lengths agree, however they are cut", () => {
  const input = Uint8Array.from({ length: 500 }, (_, i) => i * 7 + 3);
  for (const name in digests) {
    for (const size of [0, 1, 63, 64, 65, 111, 112, 127, 128, 129, 143, 144, 167, 168, 169, 255, 256, 257, 500]) {
      const hasher = new CryptoHasher(name);
      for (let at = 0, step = 1; at < size; at += step, step = step * 2 % 97 + 1) hasher.update(input.subarray(at, Math.min(size, at + step)));
      assert.equal(hasher.digest("hex"), CryptoHasher.hash(name, input.subarray(0, size), "hex"), `${name} ${size}`);
    }
  }
});

test("other names, and names that there are not", () => {
  for (const [alias, name] of [["SHA-256", "sha256"], ["SHA256", "sha256"], ["rmd160", "ripemd160"], ["sha-512/256", "sha512-256"]])
    assert.equal(new CryptoHasher(alias).algorithm, name);
  for (const name of ["nope", "sha3_256", "", "__proto__"]) assert.throws(() => new CryptoHasher(name), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => new CryptoHasher(), { code: "ERR_INVALID_ARG_TYPE" });
});

test("forms of the digest", () => {
  const digest = (output) => new CryptoHasher("md5").update("a").digest(output);
  assert(Buffer.isBuffer(digest()));
  assert.equal(digest("base64"), "DMF1ucDxtqgxw5niaXcmYQ==");
  assert.equal(digest("base64url"), "DMF1ucDxtqgxw5niaXcmYQ");
  const room = new Uint8Array(20);
  assert.equal(digest(room), room);
  assert.equal(Buffer.from(room).toString("hex"), "0cc175b9c0f1b6a831c399e26977266100000000");
  assert.throws(() => digest(new Uint8Array(3)), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => digest("nope"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => digest(5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("after a digest the hasher begins anew", () => {
  const hasher = new CryptoHasher("md5").update("a");
  const empty = "d41d8cd98f00b204e9800998ecf8427e";
  assert.deepEqual([hasher.digest("hex"), hasher.digest("hex")], ["0cc175b9c0f1b6a831c399e269772661", empty]);
  assert.equal(hasher.update("b").digest("hex"), CryptoHasher.hash("md5", "b", "hex"));
});

test("copies go their own way", () => {
  for (const name of ["sha1", "sha3-256", "blake2b512", "ripemd160", "sha512-224"]) {
    const hasher = new CryptoHasher(name).update("a");
    const copy = hasher.copy();
    assert.equal(copy.update("b").digest("hex"), CryptoHasher.hash(name, "ab", "hex"));
    assert.equal(hasher.digest("hex"), CryptoHasher.hash(name, "a", "hex"));
  }
});

test("HMAC", () => {
  const expected = {
    sha256: "780c3db4ce3de5b9e55816fba98f590631d96c075271b26976238d5f4444219b",
    "sha3-256": "734e028e3792b95a3d52a777998ec6d0903bb307dd41ce6b283b3440db8cbfa3",
    blake2b256: "79a263800e3beb5042bfdd90e937c949d39c66acafafae658bd6c31f8f524fd9",
    ripemd160: "b51c0cf22c6f7b6b5051441b57d2164deac64003",
    "sha512-224": "e12dddd5471943734124aa7e0b354b36b419b554dd6e9abf26d679ef",
  };
  for (const name in expected) {
    const hasher = new CryptoHasher(name, "key").update("a");
    const copy = hasher.copy();
    assert.equal(hasher.digest("hex"), expected[name], name);
    assert.equal(copy.digest("hex"), expected[name]);
    assert.throws(() => hasher.update("x"), /consumed/);
    assert.throws(() => hasher.digest(), /consumed/);
  }
  const long = new Uint8Array(300).fill(7);
  assert.equal(new CryptoHasher("sha3-512", long).update("a").digest("hex"), createHmac("sha3-512", long).update("a").digest("hex"));
  assert.throws(() => new CryptoHasher("shake128", "key"), /no HMAC/);
  assert.throws(() => new CryptoHasher("sha256", 5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("classes of one algorithm", () => {
  const names = { MD4: "md4", MD5: "md5", SHA1: "sha1", SHA224: "sha224", SHA256: "sha256", SHA384: "sha384", SHA512: "sha512", SHA512_256: "sha512-256" };
  for (const name in names) {
    const Hasher = Weft[name];
    const expected = createHash(names[name]).update("a").digest("hex");
    const hasher = new Hasher().update("a");
    assert.equal(Hasher.name, name);
    assert.equal(Hasher.byteLength, expected.length / 2);
    assert.equal(hasher.digest("hex"), expected);
    assert.throws(() => hasher.digest(), { code: "ERR_INVALID_STATE" });
    assert.equal(Hasher.hash("a", "hex"), expected);
    assert.equal(Object.getPrototypeOf(Hasher.hash("a")), Uint8Array.prototype);
  }
  assert.equal(Weft.sha("a", "hex"), Weft.SHA512_256.hash("a", "hex"));
});
