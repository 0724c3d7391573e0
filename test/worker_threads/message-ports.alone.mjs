import { test, assert } from "../harness.mjs";
import * as threads from "node:worker_threads";
const { MessageChannel, MessagePort, receiveMessageOnPort, markAsUntransferable } = threads;

const through = (value, transfer) => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(value, transfer);
  return receiveMessageOnPort(port2).message;
};
const closed = (port) => new Promise((resolve) => port.once("close", resolve));

test("values arrive as copies", () => {
  const value = { a: [1, 2.5, -0, "ä", "x\u{1f600}", 5n, -(2n ** 200n), null, undefined, true], d: new Date(4), m: new Map([[1, new Set([2])]]) };
  value.self = value;
  const copy = through(value);
  assert.equal(copy.self, copy);
  assert.deepEqual(copy.a, value.a);
  assert.equal(copy.d.getTime(), 4);
  assert.equal(copy.m.get(1).has(2), true);
  assert.deepEqual([...through(new Uint8Array([1, 2]))], [1, 2]);
  const error = through(new RangeError("no", { cause: 7 }));
  assert.deepEqual([error instanceof RangeError, error.message, error.cause], [true, "no", 7]);
});

test("buffers are moved, shared memory is shared", () => {
  const buffer = new Uint8Array([7, 8]).buffer;
  const moved = through({ buffer }, [buffer]).buffer;
  assert.deepEqual([buffer.byteLength, ...new Uint8Array(moved)], [0, 7, 8]);
  const shared = new SharedArrayBuffer(4);
  new Uint8Array(through(shared))[1] = 9;
  assert.equal(new Uint8Array(shared)[1], 9);
  const kept = new ArrayBuffer(1);
  markAsUntransferable(kept);
  assert.throws(() => through(kept, [kept]));
  assert.equal(kept.byteLength, 1);
});

test("ports travel with what waits in them", async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage("early");
  const arrived = through({ port2 }, [port2]).port2;
  assert.equal(arrived instanceof MessagePort, true);
  port1.postMessage("late");
  const got = [];
  await new Promise((resolve) => arrived.on("message", (data) => got.push(data) === 2 && resolve()));
  assert.deepEqual(got, ["early", "late"]);
  arrived.close();
  await closed(port1);
});

test("order; ticks and microtasks run after each message; then the end", async () => {
  const { port1, port2 } = new MessageChannel();
  const seen = [];
  port2.onmessage = ({ data, target }) => {
    seen.push(data, target === port2);
    process.nextTick(() => seen.push("tick"));
    Promise.resolve().then(() => seen.push("micro"));
  };
  port1.postMessage(1);
  port1.postMessage(2);
  port1.close();
  await closed(port2);
  assert.deepEqual(seen, [1, true, "tick", "micro", 2, true, "tick", "micro"]);
});

test("a listener keeps the port referenced", () => {
  const { port1 } = new MessageChannel();
  const listener = () => {};
  assert.equal(port1.hasRef(), false);
  port1.on("message", listener);
  assert.deepEqual([port1.hasRef(), port1.listenerCount("message"), port1.eventNames()], [true, 1, ["message"]]);
  port1.off("message", listener);
  assert.deepEqual([port1.hasRef(), port1.listenerCount("message")], [false, 0]);
  port1.close();
  port1.postMessage("nobody");
});

test("what cannot be sent", () => {
  const { port1, port2 } = new MessageChannel();
  const codeOf = (action) => { try { action(); } catch (error) { return error.code; } };
  assert.equal(codeOf(() => port1.postMessage(() => {})), 25);
  assert.equal(codeOf(() => port1.postMessage(1, [port1])), 25);
  assert.equal(codeOf(() => port1.postMessage(port2)), "ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST");
  assert.equal(codeOf(() => port1.postMessage()), "ERR_MISSING_ARGS");
  assert.equal(codeOf(() => port1.postMessage(1, { transfer: 5 })), "ERR_INVALID_ARG_TYPE");
  assert.equal(codeOf(() => new MessagePort()), "ERR_CONSTRUCT_CALL_INVALID");
  assert.equal(codeOf(() => receiveMessageOnPort({})), "ERR_INVALID_ARG_TYPE");
});

test("many channels leave nothing behind that keeps the loop", async () => {
  for (let i = 0; i < 2000; i++) {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(new ArrayBuffer(1000));
    if (i % 2) port2.close();
  }
  if (globalThis.gc) gc();
  await new Promise(setImmediate);
});

test("broadcast channels of a name hear each other", async () => {
  const [a, b, c] = [1, 2, 3].map(() => new BroadcastChannel("news"));
  const got = [];
  const both = new Promise((resolve) => {
    for (const channel of [b, c]) channel.onmessage = ({ data }) => got.push([...data]) === 2 && resolve();
  });
  a.onmessage = () => got.push("own");
  a.postMessage(new Uint8Array([3]));
  await both;
  assert.deepEqual(got, [[3], [3]]);
  for (const channel of [a, b, c]) channel.close();
  assert.throws(() => a.postMessage(1));
});
