// What Web IDL wants of the classes, how they print, and the module that exports them.
// Node has some members' order and enumerability otherwise, and another error for a clone; here the standards count.
import * as web from "node:stream/web";
import { inspect } from "node:util";
import { test, assert } from "../harness.mjs";

const LENGTHS = {
  ByteLengthQueuingStrategy: 1, CountQueuingStrategy: 1, ReadableByteStreamController: 0, ReadableStream: 0,
  ReadableStreamBYOBReader: 1, ReadableStreamBYOBRequest: 0, ReadableStreamDefaultController: 0,
  ReadableStreamDefaultReader: 1, TextDecoderStream: 0, TextEncoderStream: 0, TransformStream: 0,
  TransformStreamDefaultController: 0, WritableStream: 0, WritableStreamDefaultController: 0, WritableStreamDefaultWriter: 1,
};

test("node:stream/web exports the globals", () => {
  for (const name in LENGTHS) {
    assert.equal(web[name], globalThis[name], name);
    assert.equal(web.default[name], globalThis[name], name);
  }
});

test("names, lengths, tags and enumerable members", () => {
  for (const name in LENGTHS) {
    const constructor = globalThis[name];
    assert.deepEqual([constructor.name, constructor.length], [name, LENGTHS[name]]);
    assert.equal(constructor.prototype[Symbol.toStringTag], name);
    assert.equal(Object.getOwnPropertyDescriptor(globalThis, name).enumerable, false);
    assert.throws(() => constructor(), TypeError);
  }
  assert.deepEqual(Object.keys(ReadableStream.prototype), ["locked", "cancel", "getReader", "pipeThrough", "pipeTo", "tee", "values"]);
  assert.deepEqual(Object.keys(new ReadableStream()), []);
  assert.equal(ReadableStream.prototype[Symbol.asyncIterator], ReadableStream.prototype.values);
  assert.equal(ReadableStream.prototype.pipeThrough.length, 1);
});

test("foreign receivers throw, or reject where a promise is promised", async () => {
  assert.throws(() => ReadableStream.prototype.tee.call({}), { code: "ERR_INVALID_THIS" });
  assert.throws(() => Reflect.get(WritableStream.prototype, "locked", {}), TypeError);
  await assert.rejects(ReadableStream.prototype.cancel.call(5), { code: "ERR_INVALID_THIS" });
  await assert.rejects(Reflect.get(ReadableStreamDefaultReader.prototype, "closed", {}), TypeError);
  await assert.rejects(WritableStreamDefaultWriter.prototype.write.call(undefined), TypeError);
  assert.throws(() => new ReadableStreamDefaultController(), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
});

test("strategies keep what they were given", () => {
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: "5" });
  assert.deepEqual([strategy.highWaterMark, strategy.size(new Uint8Array(3)), strategy.size.name], [5, 3, "size"]);
  assert.equal(new CountQueuingStrategy({ highWaterMark: 1 }).size, new CountQueuingStrategy({ highWaterMark: 2 }).size);
  assert.throws(() => new CountQueuingStrategy({}), TypeError);
});

test("how they print", () => {
  const stream = new ReadableStream();
  const shown = "ReadableStream { locked: false, state: 'readable', supportsBYOB: false }";
  assert.equal(inspect(stream), shown);
  assert.equal(inspect(new WritableStream()), "WritableStream { locked: false, state: 'writable' }");
  assert.equal(inspect(new CountQueuingStrategy({ highWaterMark: 2 })), "CountQueuingStrategy { highWaterMark: 2 }");
  assert.match(inspect(new TransformStream()), /^TransformStream \{\n  readable: ReadableStream/);
  assert.match(inspect(stream.getReader()), /readRequests: 0,\n  close: Promise \{ <pending> \}/);
});

test("streams are not cloned", () => {
  assert.throws(() => structuredClone(new ReadableStream()), { code: "ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST" });
});
