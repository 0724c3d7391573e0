// Asynchronous iteration, and the methods that work on chunks as on a list.
import { Readable } from "node:stream";
import { test, assert } from "../harness.mjs";

const numbers = (n) => Readable.from(Array.from({ length: n }, (_, i) => i + 1));
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("leaving the loop destroys the stream, unless it shall not", async () => {
  const stream = numbers(3);
  for await (const _ of stream) break;
  assert.equal(stream.destroyed, true);
  const kept = numbers(3);
  for await (const _ of kept.iterator({ destroyOnReturn: false })) break;
  assert.equal(kept.destroyed, false);
  const rest = [];
  for await (const n of kept) rest.push(n);
  assert.deepEqual(rest, [2, 3]);
});
test("errors reach the loop", async () => {
  const stream = new Readable({ read() { this.destroy(new Error("bad")); } });
  await assert.rejects(async () => { for await (const _ of stream); }, /bad/);
  const closed = new Readable({ read() { this.destroy(); } });
  await assert.rejects(async () => { for await (const _ of closed); }, { code: "ERR_STREAM_PREMATURE_CLOSE" });
  assert.throws(() => closed.iterator(5), { code: "ERR_INVALID_ARG_TYPE" });
});
test("map, filter, flatMap, drop, take give streams", async () => {
  const chain = numbers(9).map((n) => n * 2).filter(async (n) => n % 3 !== 0).drop(1).take(3).flatMap((n) => [n, -n]);
  assert(chain instanceof Readable);
  assert.deepEqual(await chain.toArray(), [4, -4, 8, -8, 10, -10]);
});
test("toArray, reduce, some, every, find, forEach give promises", async () => {
  assert.deepEqual(await numbers(3).toArray(), [1, 2, 3]);
  assert.equal(await numbers(4).reduce((a, b) => a + b), 10);
  assert.equal(await numbers(4).reduce((a, b) => a + b, 5), 15);
  assert.equal(await numbers(4).some((n) => n > 3), true);
  assert.equal(await numbers(4).every((n) => n > 3), false);
  assert.equal(await numbers(4).find((n) => n > 2), 3);
  assert.equal(await numbers(4).find((n) => n > 9), undefined);
  const seen = [];
  await numbers(3).forEach(async (n) => { await null; seen.push(n); });
  assert.deepEqual(seen, [1, 2, 3]);
});
test("take does not wait for a chunk that it will not give", async () => {
  const stream = new Readable({ objectMode: true, read() {} });
  stream.push(1);
  assert.deepEqual(await stream.take(1).toArray(), [1]);
  assert.equal(stream.destroyed, true);
});
test("concurrency: so many at a time, results in order", async () => {
  let running = 0;
  let most = 0;
  const result = await numbers(6).map(async (n) => {
    most = Math.max(most, ++running);
    await wait(n % 2 ? 6 : 1);
    running--;
    return n;
  }, { concurrency: 2 }).toArray();
  assert.deepEqual([result, most], [[1, 2, 3, 4, 5, 6], 2]);
});
test("a function that throws, and one that rejects", async () => {
  await assert.rejects(numbers(3).map(() => { throw new Error("thrown"); }).toArray(), /thrown/);
  await assert.rejects(numbers(3).filter(async () => { throw new Error("rejected"); }).toArray(), /rejected/);
  await assert.rejects(numbers(0).reduce((a, b) => a + b), { code: "ERR_MISSING_ARGS" });
});
test("signals", async () => {
  const controller = new AbortController();
  const slow = numbers(9).map(async (n, { signal }) => {
    await wait(2);
    if (n === 2) controller.abort();
    return signal.aborted ? -1 : n;
  }, { signal: controller.signal });
  await assert.rejects(slow.toArray(), { name: "AbortError" });
  await assert.rejects(numbers(3).toArray({ signal: AbortSignal.abort() }), { name: "AbortError" });
});
test("wrong arguments", async () => {
  assert.throws(() => numbers(1).map(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => numbers(1).map((n) => n, { concurrency: 0 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => numbers(1).take(-1), { code: "ERR_OUT_OF_RANGE" });
  await assert.rejects(numbers(1).some(1), { code: "ERR_INVALID_ARG_TYPE" });
});
