import { test, assert } from "../harness.mjs";

test("views of one buffer stay views of one buffer", () => {
  const { buffer } = new Uint8Array([1, 2, 3, 4]);
  const [whole, part, data, copy] =
    structuredClone([new Uint8Array(buffer), new Uint16Array(buffer, 2), new DataView(buffer, 1, 2), buffer]);
  assert.equal(whole.buffer, copy);
  assert.equal(part.buffer, copy);
  assert.deepEqual([part.byteOffset, part.length, data.byteOffset, data.byteLength], [2, 1, 1, 2]);
  whole[0] = 9;
  assert.equal(new Uint8Array(buffer)[0], 1);
});

test("every type of view is cloned as itself", () => {
  for (const View of [Int8Array, Uint8ClampedArray, Int32Array, Float32Array, Float64Array, BigInt64Array]) {
    const copy = structuredClone(new View(2));
    assert.equal(copy.constructor, View);
    assert.equal(copy.length, 2);
  }
  assert.equal(structuredClone(Buffer.from("ab")).constructor, Uint8Array);
});

test("a resizable buffer stays resizable", () => {
  const buffer = new ArrayBuffer(2, { maxByteLength: 8 });
  const [tracking, fixed] = structuredClone([new Uint8Array(buffer), new Uint8Array(buffer, 0, 1)]);
  assert.deepEqual([tracking.buffer.resizable, tracking.buffer.maxByteLength], [true, 8]);
  tracking.buffer.resize(6);
  assert.deepEqual([tracking.length, fixed.length], [6, 1]);
});

test("transferred buffers are moved", () => {
  const { buffer } = new Uint8Array([1, 2, 3]);
  const copy = structuredClone({ view: new Uint8Array(buffer) }, { transfer: [buffer] });
  assert.equal(buffer.byteLength, 0);
  assert.deepEqual([...copy.view], [1, 2, 3]);
  assert.throws(() => structuredClone(buffer), { name: "DataCloneError" });
  assert.throws(() => structuredClone(1, { transfer: [copy.view.buffer, copy.view.buffer] }), { name: "DataCloneError" });
});

test("nothing is moved when cloning fails", () => {
  const buffer = new ArrayBuffer(3);
  assert.throws(() => structuredClone([buffer, () => {}], { transfer: [buffer] }), { name: "DataCloneError" });
  assert.equal(buffer.byteLength, 3);
});

test("shared memory is shared", () => {
  const shared = new SharedArrayBuffer(2);
  const copy = structuredClone(new Uint8Array(shared));
  copy[0] = 7;
  assert.equal(new Uint8Array(shared)[0], 7);
});

test("WebAssembly memory is cloned if it is shared", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 3, shared: true });
  const { copy, again } = structuredClone({ copy: memory, again: memory });
  assert.equal(copy, again);
  assert.equal(copy instanceof WebAssembly.Memory, true);
  new Uint8Array(copy.buffer)[9] = 5;
  assert.equal(new Uint8Array(memory.buffer)[9], 5);
  copy.grow(1);
  assert.equal(memory.buffer.byteLength, 2 * 65536);
  assert.equal(structuredClone(new WebAssembly.Memory({ initial: 0, maximum: 0, shared: true })).buffer.byteLength, 0);
  assert.throws(() => structuredClone(new WebAssembly.Memory({ initial: 1 })), { name: "DataCloneError" });
});
