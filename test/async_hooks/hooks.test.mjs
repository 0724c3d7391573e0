// createHook, ids, AsyncResource.
import { EventEmitterAsyncResource } from "node:events";
import { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } from "node:async_hooks";
import { test, assert } from "../harness.mjs";

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test("an AsyncResource's life", async () => {
  const seen = [];
  const hook = createHook({
    init(id, type, trigger, resource) { if (type === "MINE") seen.push(["init", id, trigger, resource]); },
    before(id) { seen.push(["before", id]); },
    after(id) { seen.push(["after", id]); },
    destroy(id) { seen.push(["destroy", id]); },
  });
  assert.equal(hook.enable(), hook);
  const resource = new AsyncResource("MINE", { triggerAsyncId: 42 });
  const id = resource.asyncId();
  assert.equal(resource.runInAsyncScope(() => {
    assert.equal(executionAsyncId(), id);
    assert.equal(triggerAsyncId(), 42);
    assert.equal(executionAsyncResource(), resource);
    return "result";
  }), "result");
  assert.equal(resource.emitDestroy(), resource);
  await turn();
  assert.equal(hook.disable(), hook);
  const mine = seen.filter(([, n]) => n === id);
  assert.deepEqual(mine.map(([name]) => name), ["init", "before", "after", "destroy"]);
  assert.equal(mine[0][2], 42);
  assert.equal(mine[0][3], resource);
  assert.equal(resource.triggerAsyncId(), 42);
});
test("timers, immediates and ticks", async () => {
  const types = new Map();
  const calls = [];
  const hook = createHook({
    init(id, type, trigger, resource) { types.set(id, type); assert.equal(typeof resource, "object"); },
    before(id) { if (types.has(id)) calls.push(`before ${types.get(id)}`); },
    after(id) { if (types.has(id)) calls.push(`after ${types.get(id)}`); },
  }).enable();
  let inner;
  await new Promise((resolve) => setTimeout(() => {
    const outer = executionAsyncId();
    setImmediate(() => { inner = [outer, triggerAsyncId()]; process.nextTick(resolve); });
  }, 1));
  hook.disable();
  for (const type of ["Timeout", "Immediate", "TickObject"]) assert.includes([...types.values()], type);
  for (const text of ["before Timeout", "after Timeout", "before Immediate"]) assert.includes(calls, text);
  assert.equal(inner[0], inner[1]);
  assert(inner[0] > 0);
});
test("arguments are checked", () => {
  for (const name of ["init", "before", "after", "destroy", "promiseResolve"]) {
    assert.throws(() => createHook({ [name]: 1 }),
      { name: "TypeError", code: "ERR_ASYNC_CALLBACK", message: `hook.${name} must be a function` });
  }
  assert.throws(() => new AsyncResource(), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new AsyncResource("X", { triggerAsyncId: -2 }),
    { name: "RangeError", code: "ERR_INVALID_ASYNC_ID", message: "Invalid triggerAsyncId value: -2" });
  assert.throws(() => new AsyncResource("X", { triggerAsyncId: null }), { code: "ERR_INVALID_ASYNC_ID" });
});
test("bind", () => {
  const resource = new AsyncResource("MINE");
  const bound = resource.bind(function named(a, b) { return [this, executionAsyncId(), a]; });
  assert.equal(bound.length, 2);
  assert.deepEqual(bound.call("self", 1), ["self", resource.asyncId(), 1]);
  assert.equal(AsyncResource.bind(function () { return this; }, "T", 5).call(6).valueOf(), 5);
});
test("EventEmitterAsyncResource", () => {
  const storage = new AsyncLocalStorage();
  const emitter = storage.run(1, () => new EventEmitterAsyncResource({ name: "Q" }));
  let seen;
  emitter.on("x", function (value) { seen = [this === emitter, value, storage.getStore(), executionAsyncId()]; });
  assert.equal(storage.run(2, () => emitter.emit("x", 5)), true);
  assert.deepEqual(seen, [true, 5, 1, emitter.asyncId]);
  assert.equal(emitter.asyncResource.eventEmitter, emitter);
  assert.equal(emitter.triggerAsyncId, emitter.asyncResource.triggerAsyncId());
  class Mine extends EventEmitterAsyncResource {}
  assert(new Mine().asyncId > 0);
  assert.throws(() => new EventEmitterAsyncResource(), { code: "ERR_INVALID_ARG_TYPE" });
});
test("ids grow, and subclasses work", () => {
  class Mine extends AsyncResource {}
  const a = new Mine("A"), b = new Mine("B");
  assert(b.asyncId() > a.asyncId());
  assert(a instanceof AsyncResource);
});
