import { test, assert } from "../harness.mjs";
import {
  getRandomValues, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, timingSafeEqual,
} from "node:crypto";

const isZero = (bytes) => bytes.every((byte) => byte === 0);

test("random bytes, at once and later", async () => {
  const bytes = randomBytes(32);
  assert(Buffer.isBuffer(bytes) && bytes.length === 32 && !isZero(bytes));
  assert.equal(randomBytes(0).length, 0);
  const later = await new Promise((done) => randomBytes(40, (error, value) => done(error ?? value)));
  assert(later.length === 40 && !isZero(later));
  assert.throws(() => randomBytes(-1), { code: "ERR_OUT_OF_RANGE", message: /It must be >= 0 && <= 2147483647\. Received -1/ });
  assert.throws(() => randomBytes("1"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => randomBytes(1, 1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("a part of a view is filled, counted in its elements", async () => {
  const words = new Uint32Array(8);
  assert.equal(randomFillSync(words, 2, 4), words);
  assert(isZero(words.subarray(0, 2)) && isZero(words.subarray(6)) && !isZero(words.subarray(2, 6)));
  const bytes = new Uint8Array(64);
  await new Promise((done) => randomFill(bytes, 32, (error, value) => done(assert.equal(value, bytes))));
  assert(isZero(bytes.subarray(0, 32)) && !isZero(bytes.subarray(32)));
  const memory = new ArrayBuffer(16);
  assert.equal(randomFillSync(memory), memory);
  assert.throws(() => randomFillSync(words, 9), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => randomFillSync(words, 4, 5), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => randomFill(bytes), { code: "ERR_INVALID_ARG_TYPE" });
});

test("random integers lie in their range, and reach all of it", async () => {
  const seen = new Set();
  for (let i = 0; i < 400; i++) seen.add(randomInt(-2, 3));
  assert.deepEqual([...seen].sort((a, b) => a - b), [-2, -1, 0, 1, 2]);
  assert.equal(randomInt(1), 0);
  const later = await new Promise((done) => randomInt(5, 6, (error, value) => done(value)));
  assert.equal(later, 5);
  assert.throws(() => randomInt(0), { code: "ERR_OUT_OF_RANGE", message: /greater than the value of "min" \(0\)/ });
  assert.throws(() => randomInt(0, 2 ** 49), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => randomInt(1.5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("identifiers of version 4", () => {
  const seen = new Set();
  for (let i = 0; i < 1000; i++) {
    const id = randomUUID();
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    seen.add(id);
  }
  assert.equal(seen.size, 1000);
  assert.throws(() => randomUUID(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("random values for a typed array", () => {
  const array = new BigUint64Array(2);
  assert.equal(getRandomValues(array), array);
  assert(array[0] !== 0n || array[1] !== 0n);
});

test("comparison in constant time", () => {
  assert.equal(timingSafeEqual(Buffer.from("abc"), new Uint8Array([97, 98, 99])), true);
  assert.equal(timingSafeEqual(Buffer.from("abc"), Buffer.from("abd")), false);
  assert.throws(() => timingSafeEqual(Buffer.from("a"), Buffer.from("ab")), {
    name: "RangeError", code: "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", message: "Input buffers must have the same byte length",
  });
  assert.throws(() => timingSafeEqual("a", Buffer.from("a")), { code: "ERR_INVALID_ARG_TYPE" });
});
