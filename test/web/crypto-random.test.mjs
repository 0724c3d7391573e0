import { test, assert } from "../harness.mjs";

test("getRandomValues fills and returns the array", () => {
  const array = new Uint8Array(4096);
  assert.equal(crypto.getRandomValues(array), array);
  assert(new Set(array).size > 200);
  assert.equal(crypto.getRandomValues(new BigUint64Array(2)).length, 2);
  const part = new Uint8Array(new ArrayBuffer(8), 2, 4);
  crypto.getRandomValues(part);
  assert.deepEqual([...new Uint8Array(part.buffer).subarray(6)], [0, 0]);
});

test("it refuses other arrays and too much", () => {
  assert.throws(() => crypto.getRandomValues(new Float64Array(1)), { name: "TypeMismatchError" });
  assert.throws(() => crypto.getRandomValues(new Uint8Array(65537)), { name: "QuotaExceededError" });
});

test("randomUUID gives distinct identifiers of version 4", () => {
  const seen = new Set();
  for (let i = 0; i < 1000; i++) {
    const id = crypto.randomUUID();
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    seen.add(id);
  }
  assert.equal(seen.size, 1000);
});
