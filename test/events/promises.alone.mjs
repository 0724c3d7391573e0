// events.once and events.on.
import EventEmitter, { addAbortListener, on, once } from "node:events";
import { test, assert } from "../harness.mjs";

test("once gives the arguments", async () => {
  const emitter = new EventEmitter();
  const wait = once(emitter, "x");
  emitter.emit("x", 1, 2);
  assert.deepEqual(await wait, [1, 2]);
  assert.deepEqual(emitter.eventNames(), []);
});
test("once rejects on error and on abort, and leaves nothing behind", async () => {
  const emitter = new EventEmitter();
  const failed = once(emitter, "x");
  emitter.emit("error", new Error("e"));
  await assert.rejects(failed, /e/);
  const controller = new AbortController();
  const aborted = once(emitter, "x", { signal: controller.signal });
  controller.abort("why");
  const error = await assert.rejects(aborted, { name: "AbortError", code: "ABORT_ERR" });
  assert.equal(error.cause, "why");
  assert.deepEqual(emitter.eventNames(), []);
});
test("once works on an EventTarget", async () => {
  const target = new EventTarget();
  const wait = once(target, "x");
  target.dispatchEvent(new Event("x"));
  assert.equal((await wait)[0].type, "x");
});
test("on iterates what was emitted until it is closed", async () => {
  const emitter = new EventEmitter();
  const seen = [];
  setTimeout(() => { for (const n of [1, 2, 3]) emitter.emit("n", n); emitter.emit("end"); }, 1);
  for await (const [n] of on(emitter, "n", { close: ["end"] })) seen.push(n);
  assert.deepEqual(seen, [1, 2, 3]);
  assert.deepEqual(emitter.eventNames(), []);
});
test("on ends with an error after what came before it", async () => {
  const emitter = new EventEmitter();
  const iterator = on(emitter, "n");
  emitter.emit("n", 1);
  emitter.emit("error", new Error("over"));
  assert.deepEqual((await iterator.next()).value, [1]);
  await assert.rejects(iterator.next(), /over/);
  assert.equal((await iterator.next()).done, true);
});
test("watermarks pause and resume the source", async () => {
  const emitter = new EventEmitter();
  const calls = [];
  emitter.pause = () => calls.push("pause");
  emitter.resume = () => calls.push("resume");
  const iterator = on(emitter, "n", { highWaterMark: 2, lowWaterMark: 1 });
  for (let i = 0; i < 5; i++) emitter.emit("n", i);
  for (let i = 0; i < 5; i++) await iterator.next();
  assert.deepEqual(calls, ["pause", "resume"]);
});
test("addAbortListener can be undone", async () => {
  const controller = new AbortController();
  let n = 0;
  addAbortListener(controller.signal, () => n++)[Symbol.dispose]();
  controller.abort();
  addAbortListener(controller.signal, () => { n += 10; });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(n, 10);
});
test("addAbortListener hears of it even if another listener stops the event", () => {
  const controller = new AbortController();
  const seen = [];
  controller.signal.addEventListener("abort", (event) => event.stopImmediatePropagation());
  addAbortListener(controller.signal, (event) => seen.push(event.type, event.target === controller.signal));
  controller.abort();
  assert.deepEqual(seen, ["abort", true]);
});
