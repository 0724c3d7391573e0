// AsyncLocalStorage follows the program from cause to effect.
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { readFile } from "node:fs";
import * as promises from "node:fs/promises";
import { PassThrough, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import zlib from "node:zlib";
import { test, assert } from "../harness.mjs";

const als = new AsyncLocalStorage();
const get = () => als.getStore();
/** What a callback sees that `start` was given inside run(1), while nothing else has a store. */
const later = (start) => new Promise((resolve) => als.run(1, () => start(() => resolve(get()))));

test("run is synchronous, and nests", () => {
  assert.equal(get(), undefined);
  const result = als.run(1, (a, b) => {
    assert.equal(get(), 1);
    als.run(2, () => assert.equal(get(), 2));
    assert.equal(get(), 1);
    assert.throws(() => als.run(3, () => { throw new Error("x"); }), /x/);
    assert.equal(get(), 1);
    return a + b;
  }, 3, 4);
  assert.equal(result, 7);
  assert.equal(get(), undefined);
});
test("callbacks", async () => {
  assert.equal(await later((f) => setTimeout(f, 1)), 1);
  assert.equal(await later((f) => setImmediate(f)), 1);
  assert.equal(await later((f) => process.nextTick(f)), 1);
  assert.equal(await later((f) => queueMicrotask(f)), 1);
  assert.equal(await later((f) => readFile(import.meta.filename, f)), 1);
  assert.equal(await later((f) => zlib.gzip("x", f)), 1);
  assert.equal(await later((f) => zlib.createGzip().on("data", f).end("x")), 1);
  assert.equal(await later((f) => Readable.from([1]).on("data", f)), 1);
  assert.equal(await later((f) => { const s = new PassThrough(); s.on("data", f); s.end("x"); }), 1);
  assert.equal(await later((f) => { const i = setInterval(() => { clearInterval(i); f(); }, 1); }), 1);
  assert.equal(get(), undefined);
});
test("promises: the context is that of then, not of who resolves", async () => {
  assert.equal(await later((f) => Promise.resolve().then(f)), 1);
  assert.equal(await later((f) => Promise.reject(0).catch(f)), 1);
  assert.equal(await later((f) => Promise.resolve().finally(f)), 1);
  assert.equal(await later((f) => sleep(1).then(f)), 1);
  assert.equal(await later((f) => promises.readFile(import.meta.filename).then(f)), 1);
  let resolve;
  const pending = new Promise((r) => { resolve = r; });
  const seen = [];
  const all = [pending.then(() => seen.push(get())), als.run(1, () => pending.then(() => seen.push(get()))),
    als.run(2, async () => { await pending; seen.push(get()); })];
  als.run(3, () => resolve());
  await Promise.all(all);
  assert.deepEqual(seen, [undefined, 1, 2]);
});
test("await: of values, promises, thenables, and for await", async () => {
  const thenable = { then(resolve) { als.run("inner", () => setTimeout(resolve, 1)); } };
  const seen = [];
  const body = async (id) => {
    for (const what of [1, Promise.resolve(), sleep(1), thenable, (async () => { await 1; })()]) {
      await what;
      seen.push(get() === id);
    }
    for await (const _ of [1, sleep(1)]) seen.push(get() === id);
    for await (const _ of (async function* () { yield 1; await sleep(1); seen.push(get() === id); yield 2; })()) seen.push(get() === id);
    try { await Promise.reject(0); } catch { seen.push(get() === id); }
    await Promise.all([sleep(1), 2]);
    await Promise.race([sleep(1)]);
    seen.push(get() === id);
    return get();
  };
  const results = await Promise.all([als.run("a", body, "a"), als.run("b", body, "b"), body(undefined)]);
  assert.deepEqual(results, ["a", "b", undefined]);
  assert.equal(seen.length, 36);
  assert(seen.every(Boolean));
  assert.equal(get(), undefined);
});
test("a thenable's then runs in the context of who resolved with it", async () => {
  const seen = [];
  await als.run(5, () => new Promise((resolve) => resolve({ then(done) { seen.push(get()); done(); } })));
  await als.run(6, () => Promise.resolve().then(() => ({ then(done) { seen.push(get()); done(); } })));
  assert.deepEqual(seen, [5, 6]);
});
test("enterWith lasts for what runs now, and what follows", async () => {
  await new Promise((resolve) => setTimeout(() => {
    als.enterWith(7);
    assert.equal(get(), 7);
    setTimeout(() => { assert.equal(get(), 7); resolve(); }, 1);
  }, 1));
  await sleep(1);
  assert.equal(await new Promise((r) => setTimeout(() => r(get()), 1)), undefined);
  await Promise.resolve().then(() => als.enterWith(8));
  assert.equal(get(), undefined);
});
test("several storages", async () => {
  const other = new AsyncLocalStorage();
  await als.run(1, () => other.run(2, async () => {
    await sleep(1);
    assert.equal(get(), 1);
    assert.equal(other.getStore(), 2);
    als.exit(() => assert.deepEqual([get(), other.getStore()], [undefined, 2]));
    assert.equal(get(), 1);
  }));
});
test("exit and disable", async () => {
  const one = new AsyncLocalStorage();
  await one.run(1, async () => {
    const inside = one.exit(async () => { await 1; return one.getStore(); });
    assert.equal(await inside, undefined);
    one.disable();
    assert.equal(one.getStore(), undefined);
  });
  assert.equal(one.run(2, () => one.getStore()), 2);
  assert.equal(one.exit((a, b) => a + b, 1, 2), 3);
});
test("bind and snapshot", () => {
  const bound = als.run(1, () => AsyncLocalStorage.bind((a) => [get(), a]));
  assert.deepEqual(als.run(2, () => bound("x")), [1, "x"]);
  const snapshot = als.run(3, () => AsyncLocalStorage.snapshot());
  assert.deepEqual(als.run(2, () => snapshot((a) => [get(), a], 5)), [3, 5]);
  assert.throws(() => AsyncLocalStorage.bind(1), { code: "ERR_INVALID_ARG_TYPE" });
});
test("AsyncResource keeps the context of where it was made", () => {
  const resource = als.run(4, () => new AsyncResource("MINE"));
  assert.equal(resource.runInAsyncScope(get), 4);
  assert.equal(resource.runInAsyncScope(function (a) { return this.x + a; }, { x: 1 }, 2), 3);
  assert.equal(get(), undefined);
});
test("a thousand at once do not mix", async () => {
  const work = async (n) => {
    for (let i = 0; i < 5; i++) {
      await (i % 2 ? sleep(n % 3) : null);
      assert.equal(get(), n);
    }
  };
  await Promise.all(Array.from({ length: 1000 }, (_, n) => als.run(n, work, n)));
});
