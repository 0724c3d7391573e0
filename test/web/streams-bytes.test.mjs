import { test, assert } from "../harness.mjs";

const bytes = (...values) => Uint8Array.from(values);

test("a byte stream gives Uint8Arrays, and takes the memory of what is enqueued", async () => {
  const chunk = bytes(1, 2, 3);
  const stream = new ReadableStream({ type: "bytes", start(c) { c.enqueue(chunk); c.close(); } });
  assert.equal(chunk.length, 0);
  const reader = stream.getReader();
  assert.deepEqual((await reader.read()).value, bytes(1, 2, 3));
  assert.equal((await reader.read()).done, true);
});

test("a BYOB read fills the reader's buffer from the queue", async () => {
  const stream = new ReadableStream({ type: "bytes", start(c) { c.enqueue(bytes(1, 2, 3, 4, 5)); } });
  const reader = stream.getReader({ mode: "byob" });
  const view = new Uint8Array(8);
  const { value, done } = await reader.read(view.subarray(2, 5));
  assert.equal(view.length, 0);
  assert.equal(done, false);
  assert.deepEqual([value.byteOffset, value.buffer.byteLength, ...value], [2, 8, 1, 2, 3]);
  const rest = await reader.read(new DataView(new ArrayBuffer(4)));
  assert.equal(rest.value instanceof DataView, true);
  assert.deepEqual([rest.value.byteLength, rest.value.getUint8(0), rest.value.getUint8(1)], [2, 4, 5]);
});

test("the source writes into the reader's buffer through byobRequest", async () => {
  let pulls = 0;
  const stream = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const { byobRequest } = controller;
      assert.equal(controller.byobRequest, byobRequest);
      byobRequest.view[0] = ++pulls;
      byobRequest.respond(1);
      assert.equal(byobRequest.view, null);
      assert.throws(() => byobRequest.respond(1), TypeError);
    },
  });
  const reader = stream.getReader({ mode: "byob" });
  assert.deepEqual((await reader.read(new Uint8Array(4))).value, bytes(1));
  assert.deepEqual((await reader.read(new Uint8Array(4), { min: 3 })).value, bytes(2, 3, 4));
});

test("autoAllocateChunkSize gives a default reader's pull a buffer", async () => {
  const stream = new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: 16,
    pull(c) {
      assert.equal(c.byobRequest.view.byteLength, 16);
      c.byobRequest.view.set([9, 8]);
      c.byobRequest.respond(2);
    },
  });
  assert.deepEqual((await stream.getReader().read()).value, bytes(9, 8));
});

test("elements stay whole", async () => {
  let control;
  const stream = new ReadableStream({ type: "bytes", start(c) { control = c; } });
  const reader = stream.getReader({ mode: "byob" });
  const read = reader.read(new Uint16Array(2));
  control.enqueue(bytes(1));
  control.enqueue(bytes(0, 2));
  assert.deepEqual([...(await read).value], [1]);
  const partial = reader.read(new Uint16Array(1));
  assert.throws(() => control.close(), TypeError);
  await assert.rejects(partial, TypeError);
});

test("closing answers a waiting BYOB read when the source responds with nothing", async () => {
  let control;
  const stream = new ReadableStream({ type: "bytes", start(c) { control = c; } });
  const read = stream.getReader({ mode: "byob" }).read(new Uint8Array(3));
  control.close();
  control.byobRequest.respond(0);
  const { value, done } = await read;
  assert.deepEqual([done, value.length, value.buffer.byteLength], [true, 0, 3]);
});

test("tee gives byte streams that can each be read in either way", async () => {
  const stream = new ReadableStream({ type: "bytes", start(c) { c.enqueue(bytes(1, 2)); c.close(); } });
  const [first, second] = stream.tee();
  const byob = first.getReader({ mode: "byob" });
  const a = await byob.read(new Uint8Array(5));
  const b = await second.getReader().read();
  assert.deepEqual([...a.value, ...b.value], [1, 2, 1, 2]);
  assert.notEqual(a.value.buffer, b.value.buffer);
});

test("bad arguments", async () => {
  assert.throws(() => new ReadableStream({ type: "text" }), TypeError);
  assert.throws(() => new ReadableStream({ type: "bytes" }, { size: () => 1 }), RangeError);
  assert.throws(() => new ReadableStream({ type: "bytes", autoAllocateChunkSize: 0 }), TypeError);
  assert.throws(() => new ReadableStream({}).getReader({ mode: "byob" }), TypeError);
  const reader = new ReadableStream({ type: "bytes" }).getReader({ mode: "byob" });
  await assert.rejects(reader.read(new Uint8Array(0)), TypeError);
  await assert.rejects(reader.read("text"), TypeError);
  await assert.rejects(reader.read(new Uint8Array(2), { min: 0 }), TypeError);
  await assert.rejects(reader.read(new Uint8Array(2), { min: 3 }), RangeError);
});
