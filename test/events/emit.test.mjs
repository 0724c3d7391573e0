// EventEmitter: order, arguments, `this`, and changes while it emits.
import EventEmitter from "node:events";
import { test, assert } from "../harness.mjs";

test("listeners run in order with this and all arguments", () => {
  const emitter = new EventEmitter();
  const seen = [];
  emitter.on("x", function (...args) { seen.push(this === emitter, args); });
  emitter.on("x", (a) => seen.push(a));
  emitter.prependListener("x", () => seen.push("first"));
  assert.equal(emitter.emit("x", 1, 2, 3), true);
  assert.deepEqual(seen, ["first", true, [1, 2, 3], 1]);
  assert.equal(emitter.emit("y"), false);
});
test("a listener added or removed while emitting waits for the next time", () => {
  const emitter = new EventEmitter();
  const seen = [];
  const last = () => seen.push("last");
  emitter.on("x", () => { emitter.off("x", last); emitter.on("x", () => seen.push("new")); });
  emitter.on("x", last);
  emitter.emit("x");
  assert.deepEqual(seen, ["last"]);
  emitter.emit("x");
  assert.deepEqual(seen, ["last", "new"]);
});
test("once runs once, even when it emits again itself", () => {
  const emitter = new EventEmitter();
  let n = 0;
  emitter.once("x", () => { n++; emitter.emit("x"); });
  emitter.emit("x");
  emitter.emit("x");
  assert.equal(n, 1);
  assert.equal(emitter.listenerCount("x"), 0);
});
test("symbols are events", () => {
  const emitter = new EventEmitter();
  const key = Symbol("k");
  emitter.on(key, () => {}).on("s", () => {});
  assert.deepEqual(emitter.eventNames(), ["s", key]);
});
test("a listener must be a function", () => {
  for (const bad of [undefined, null, 1, "f", {}]) {
    for (const method of ["on", "once", "off", "prependListener", "prependOnceListener"]) {
      assert.throws(() => new EventEmitter()[method]("x", bad), { code: "ERR_INVALID_ARG_TYPE", message: /"listener" argument must be of type function/ });
    }
  }
});
test("old-style inheritance works", () => {
  function Old() { EventEmitter.call(this); }
  Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
  const old = new Old();
  let got;
  old.on("a", (v) => { got = v; });
  old.emit("a", 5);
  assert.equal(got, 5);
});
