// What an EventEmitter tells of its listeners.
import EventEmitter, { getEventListeners, getMaxListeners, setMaxListeners } from "node:events";
import { test, assert } from "../harness.mjs";

test("listeners unwraps once, rawListeners does not", () => {
  const emitter = new EventEmitter();
  const f = () => {};
  emitter.once("x", f);
  assert.equal(emitter.listeners("x")[0], f);
  assert.equal(emitter.rawListeners("x")[0].listener, f);
  assert.equal(emitter.listenerCount("x", f), 1);
  assert.deepEqual(getEventListeners(emitter, "x"), [f]);
});
test("newListener comes before, removeListener after", () => {
  const emitter = new EventEmitter();
  const seen = [];
  emitter.on("newListener", (name) => seen.push(`new ${name} ${emitter.listenerCount(name)}`));
  emitter.on("removeListener", (name) => seen.push(`gone ${name} ${emitter.listenerCount(name)}`));
  const f = () => {};
  emitter.on("x", f);
  emitter.off("x", f);
  assert.deepEqual(seen, ["new removeListener 0", "new x 0", "gone x 0"]);
});
test("removeAllListeners of one event and of all", () => {
  const emitter = new EventEmitter();
  emitter.on("a", () => {}).on("a", () => {}).on("b", () => {});
  emitter.removeAllListeners("a");
  assert.deepEqual(emitter.eventNames(), ["b"]);
  emitter.removeAllListeners();
  assert.deepEqual(emitter.eventNames(), []);
});
test("off removes the one added last", () => {
  const emitter = new EventEmitter();
  const seen = [];
  const f = () => seen.push("f");
  emitter.on("x", f).on("x", () => seen.push("g")).on("x", f);
  emitter.off("x", f);
  emitter.emit("x");
  assert.deepEqual(seen, ["f", "g"]);
});
test("limits", () => {
  const emitter = new EventEmitter();
  assert.equal(getMaxListeners(emitter), 10);
  setMaxListeners(3, emitter);
  assert.equal(emitter.getMaxListeners(), 3);
  assert.throws(() => emitter.setMaxListeners(-1), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => { EventEmitter.defaultMaxListeners = "x"; }, { code: "ERR_INVALID_ARG_TYPE" });
});
test("too many listeners warn once", async () => {
  const warnings = [];
  const keep = (warning) => warnings.push(warning);
  process.on("warning", keep);
  const emitter = new EventEmitter();
  for (let i = 0; i < 13; i++) emitter.on("leak", () => {});
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", keep);
  assert.equal(warnings.length, 1);
  assert.equal(warnings[0].name, "MaxListenersExceededWarning");
  assert.match(warnings[0].message, /11 leak listeners added to \[EventEmitter\]\. MaxListeners is 10/);
  assert.equal(warnings[0].emitter, emitter);
});
test("EventTargets have listeners and limits too", () => {
  const target = new EventTarget();
  const f = () => {};
  target.addEventListener("x", f);
  assert.deepEqual(getEventListeners(target, "x"), [f]);
  assert.deepEqual(getEventListeners(target, "y"), []);
  assert.equal(getMaxListeners(target), 10);
  setMaxListeners(4, target);
  assert.equal(getMaxListeners(target), 4);
  assert.throws(() => getEventListeners({}, "x"), { code: "ERR_INVALID_ARG_TYPE", message: 'The "emitter" argument must be an instance of EventEmitter or EventTarget. Received an instance of Object' });
});
