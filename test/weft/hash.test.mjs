// Weft.hash: values are Bun's.
import { test, assert } from "../harness.mjs";

const { hash } = Weft;

test("each algorithm, with and without a seed", () => {
  const values = {
    wyhash: [1019145960556548909n, 7929786964931923863n],
    adler32: [103547413, 103547413],
    crc32: [907060870, 4277152246],
    cityHash32: [2039911270, 2039911270],
    cityHash64: [16172099214758459231n, 468946178425056843n],
    xxHash32: [4211111929, 3191799670],
    xxHash64: [2794345569481354659n, 5588056476589539108n],
    xxHash3: [10760762337991515389n, 13405756037521392431n],
    murmur32v2: [3848350155, 2525574528],
    murmur32v3: [613153351, 2066056305],
    murmur64v2: [2191231550387646743n, 15990254199941129902n],
    rapidhash: [9166712279701818032n, 947747529228745673n],
  };
  assert.deepEqual(Object.keys(hash).toSorted(), Object.keys(values).toSorted());
  for (const name in values) {
    assert.deepEqual([hash[name]("hello"), hash[name]("hello", 5)], values[name], name);
    assert.equal(hash[name]("hello", 5n), values[name][1]);
  }
  assert.equal(hash("hello"), values.wyhash[0]);
});

test("inputs of many lengths", () => {
  const input = Uint8Array.from({ length: 300 }, (_, i) => i * 7 + 3);
  // All lengths folded into one value, which Bun gives, too.
  const fold = (name) => {
    let all = 0n;
    for (let n = 0; n < 300; n++) all = (all * 31n + BigInt(hash[name](input.subarray(0, n), n % 3))) % 2n ** 64n;
    return all;
  };
  const expected = {
    wyhash: 4537905018344637782n,
    adler32: 4222760644590340804n,
    crc32: 13134460321415990961n,
    cityHash32: 13951167130632789144n,
    cityHash64: 8655975179053368616n,
    xxHash32: 7153423804894919229n,
    xxHash64: 14249530469587327910n,
    xxHash3: 3855947625329127989n,
    murmur32v2: 18125758495455022311n,
    murmur32v3: 12514086457180270324n,
    murmur64v2: 5861492165732766753n,
    rapidhash: 117665599593882319n,
  };
  for (const name in expected) assert.equal(fold(name), expected[name], name);
});

test("text is UTF-8, and views are their bytes", () => {
  const bytes = new TextEncoder().encode("é€😀");
  assert.equal(hash("é€😀"), hash(bytes));
  assert.equal(hash(bytes.buffer), hash(bytes));
  assert.equal(hash(new DataView(bytes.buffer)), hash(bytes));
  assert.equal(hash(new Blob([bytes.slice(0, 2), bytes.slice(2)])), hash(bytes));
  assert.equal(hash.crc32(""), 0);
  assert.throws(() => hash(), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => hash(null), { code: "ERR_INVALID_ARG_TYPE" });
});

test("seeds of all kinds", () => {
  const of = (seed) => hash.wyhash("hello", seed);
  assert.equal(of(-1), of(2n ** 64n - 1n));
  assert.equal(of(1.9), of(1));
  assert.equal(of(2 ** 64), of(-1n));
  assert.equal(of(2n ** 64n + 3n), of(3));
  for (const none of [undefined, null, NaN, "7", {}]) assert.equal(of(none), of(0));
});
