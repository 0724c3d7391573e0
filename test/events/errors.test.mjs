// The 'error' event, the error monitor, and rejections of asynchronous listeners.
import EventEmitter, { captureRejectionSymbol, errorMonitor } from "node:events";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("an error that nobody listens to is thrown", () => {
  const error = new RangeError("boom");
  assert.equal(assert.throws(() => new EventEmitter().emit("error", error)), error);
});
test("what is no Error is wrapped", () => {
  const wrapped = assert.throws(() => new EventEmitter().emit("error", { a: 1 }), { code: "ERR_UNHANDLED_ERROR" });
  assert.equal(wrapped.message, "Unhandled error. ({ a: 1 })");
  assert.deepEqual(wrapped.context, { a: 1 });
  assert.equal(assert.throws(() => new EventEmitter().emit("error", "s")).message, "Unhandled error. ('s')");
  assert.equal(assert.throws(() => new EventEmitter().emit("error")).message, "Unhandled error. (undefined)");
});
test("the monitor hears of errors and handles none", () => {
  const emitter = new EventEmitter();
  let heard;
  emitter.on(errorMonitor, (error) => { heard = error.message; });
  assert.throws(() => emitter.emit("error", new Error("m")), /m/);
  assert.equal(heard, "m");
});
test("captured rejections become 'error'", async () => {
  const emitter = new EventEmitter({ captureRejections: true });
  let got;
  emitter.on("error", (error) => { got = error.message; });
  emitter.on("x", async () => { throw new Error("late"); });
  emitter.emit("x");
  await turn();
  assert.equal(got, "late");
});
test("or go to the method of the symbol", async () => {
  const emitter = new EventEmitter({ captureRejections: true });
  let got;
  emitter[captureRejectionSymbol] = (...args) => { got = args; };
  emitter.on("x", async () => { throw "why"; });
  emitter.emit("x", 7);
  await turn();
  assert.deepEqual(got, ["why", "x", 7]);
});
