// Streams as one value, buffers joined, lines found, ArrayBufferSink, identifiers.
import { test, assert } from "../harness.mjs";

const stream = (...chunks) => new ReadableStream({ start(c) { for (const chunk of chunks) c.enqueue(chunk); c.close(); } });
const bytes = (text) => new TextEncoder().encode(text);

test("streams of text and of bytes", async () => {
  for (const part of [(s) => s, bytes, (s) => bytes(s).buffer]) {
    const make = () => stream(part("[1,"), part("2]"));
    assert.equal(await Bun.readableStreamToText(make()), "[1,2]");
    assert.deepEqual(await Bun.readableStreamToJSON(make()), [1, 2]);
    assert.deepEqual(await Bun.readableStreamToBytes(make()), bytes("[1,2]"));
    assert.deepEqual(new Uint8Array(await Bun.readableStreamToArrayBuffer(make())), bytes("[1,2]"));
    assert.equal(await (await Bun.readableStreamToBlob(make())).text(), "[1,2]");
  }
  const chunks = ["a", { b: 1 }, 3];
  assert.deepEqual(await Bun.readableStreamToArray(stream(...chunks)), chunks);
  assert.equal((await Bun.readableStreamToArray(stream(...Array(20000).fill("x")))).length, 20000);
});

test("forms", async () => {
  assert.deepEqual([...await Bun.readableStreamToFormData(stream("a=1&b=2"))], [["a", "1"], ["b", "2"]]);
  const text = '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--X--\r\n';
  assert.deepEqual([...await Bun.readableStreamToFormData(stream(text), "X")], [["a", "1"]]);
});

test("what is no stream, is locked, or fails", async () => {
  const names = ["Text", "JSON", "Bytes", "ArrayBuffer", "Blob", "Array", "FormData"];
  for (const name of names) {
    const read = Bun[`readableStreamTo${name}`];
    await assert.rejects(read(5), { code: "ERR_INVALID_ARG_TYPE" });
    const locked = stream("x");
    locked.getReader();
    await assert.rejects(read(locked), { code: "ERR_INVALID_STATE", name: "TypeError" });
    await assert.rejects(read(new ReadableStream({ start(c) { c.error(new Error("boo")); } })), { message: "boo" });
  }
  await assert.rejects(Bun.readableStreamToText(stream({})), TypeError);
});

test("concatArrayBuffers", () => {
  const parts = [new Uint8Array([1, 2]), new Uint8Array([3]).buffer, new Uint16Array([258])];
  assert.deepEqual([...new Uint8Array(Bun.concatArrayBuffers(parts))], [1, 2, 3, 2, 1]);
  assert.deepEqual(Bun.concatArrayBuffers(parts, 4, true), new Uint8Array([1, 2, 3, 2]));
  assert.equal(Bun.concatArrayBuffers([]).byteLength, 0);
  assert.throws(() => Bun.concatArrayBuffers(1), TypeError);
  assert.throws(() => Bun.concatArrayBuffers([1]), TypeError);
  assert.throws(() => Bun.concatArrayBuffers(parts, -1), RangeError);
});

test("allocUnsafe and indexOfLine", () => {
  assert.equal(Bun.allocUnsafe(3).length, 3);
  assert.throws(() => Bun.allocUnsafe(-1), { code: "ERR_OUT_OF_RANGE" });
  const text = bytes("ab\ncd\n");
  assert.deepEqual([0, 3, 6, 100, -1].map((at) => Bun.indexOfLine(text, at)), [2, 5, -1, -1, 2]);
  assert.throws(() => Bun.indexOfLine("x"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("ArrayBufferSink", () => {
  const sink = new Bun.ArrayBufferSink();
  sink.start({ asUint8Array: true });
  assert.deepEqual([sink.write("hé"), sink.write(new Uint8Array([1, 2])), sink.flush()], [3, 2, 0]);
  assert.deepEqual(sink.end(), new Uint8Array([104, 195, 169, 1, 2]));
  sink.start({ stream: true, highWaterMark: 4 });
  sink.write("x".repeat(1000));
  assert.equal(sink.flush().byteLength, 1000);
  assert.equal(sink.end().byteLength, 0);
  assert.throws(() => sink.write(5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("randomUUIDv7 sorts by time", () => {
  const uuid = Bun.randomUUIDv7("hex", 1700000000000);
  assert.match(uuid, /^018bcfe5-6800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(Bun.randomUUIDv7(), /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  assert.equal(Bun.randomUUIDv7("buffer").length, 16);
  assert.equal(Bun.randomUUIDv7("base64url").length, 22);
  const list = Array.from({ length: 300 }, () => Bun.randomUUIDv7("hex", new Date(5)));
  assert.deepEqual(list.toSorted(), list);
  assert.equal(new Set(list).size, 300);
  assert.throws(() => Bun.randomUUIDv7("hex", -5), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => Bun.randomUUIDv7("utf8"), { code: "ERR_INVALID_ARG_VALUE" });
});

test("randomUUIDv5 is made of the name", () => {
  assert.equal(Bun.randomUUIDv5("www.example.com", "dns"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  assert.equal(Bun.randomUUIDv5("x", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "05b16a01-46c6-56dd-bd6e-c6dfb4a1427a");
  assert.equal(Bun.randomUUIDv5(bytes("x"), "dns", "base64"), "BbFqAUbGVt29bsbftKFCeg==");
  assert.equal(Bun.randomUUIDv5("x", new Uint8Array(16)), "f3e951bb-a80b-5e6c-a038-a56ee0caa25d");
  assert.throws(() => Bun.randomUUIDv5("x", "nope"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => Bun.randomUUIDv5(5, "dns"), { code: "ERR_INVALID_ARG_TYPE" });
});
