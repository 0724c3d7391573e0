import { test, assert } from "../harness.mjs";

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("ticks come before microtasks, and get their arguments", async () => {
  const order = [];
  setImmediate(() => {
    Promise.resolve().then(() => order.push("microtask"));
    process.nextTick((...args) => order.push(args.join("")), "a", 1);
    process.nextTick(() => process.nextTick(() => order.push("nested tick")));
  });
  await settled();
  await settled();
  assert.deepEqual(order, ["a1", "nested tick", "microtask"]);
});

test("many ticks", async () => {
  let count = 0;
  for (let i = 0; i < 100_000; i++) process.nextTick(() => count++);
  await settled();
  assert.equal(count, 100_000);
});

test("only a function can be a tick", () => {
  assert.throws(() => process.nextTick("x"), { code: "ERR_INVALID_ARG_TYPE", message: /"callback"/ });
});
