import { test, assert } from "../harness.mjs";

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test("chunks go through transform, and flush has the last word", async () => {
  const upper = new TransformStream({
    start(c) { c.enqueue("<"); },
    transform(chunk, c) { c.enqueue(chunk.toUpperCase()); },
    flush(c) { c.enqueue(">"); },
  });
  assert.deepEqual(await collect(ReadableStream.from(["a", "b"]).pipeThrough(upper)), ["<", "A", "B", ">"]);
});

test("without a transformer chunks pass as they are", async () => {
  const chunk = {};
  assert.deepEqual(await collect(ReadableStream.from([chunk]).pipeThrough(new TransformStream())), [chunk]);
});

test("nothing is transformed before somebody reads", async () => {
  let calls = 0;
  const { readable, writable } = new TransformStream({ transform(chunk, c) { calls++; c.enqueue(chunk); } });
  const writer = writable.getWriter();
  const written = writer.write("x");
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(calls, 0);
  assert.equal((await readable.getReader().read()).value, "x");
  await written;
  assert.equal(calls, 1);
});

test("what transform throws fails both sides", async () => {
  const reason = new Error("bad");
  const { readable, writable } = new TransformStream({ transform() { throw reason; } });
  const writer = writable.getWriter();
  const read = readable.getReader().read();
  for (const promise of [writer.write(1), read, writer.closed]) assert.equal(await promise.catch((e) => e), reason);
});

test("terminate closes what is read and fails what is written", async () => {
  const { readable, writable } = new TransformStream({ transform(chunk, c) { c.enqueue(chunk); c.terminate(); } });
  const writer = writable.getWriter();
  writer.write(1).catch(() => {});
  assert.deepEqual(await collect(readable), [1]);
  await assert.rejects(writer.closed, TypeError);
});

// Node fails within itself here.
test("a terminated stream whose chunks are still unread can be cancelled", async () => {
  const { readable } = new TransformStream({ start(c) { c.enqueue(1); c.terminate(); } });
  assert.equal(await readable.cancel(), undefined);
});

test("text streams carry characters across chunks", async () => {
  const chunks = await collect(ReadableStream.from(["a\ud83d", "\ude00", "", "\ud800"]).pipeThrough(new TextEncoderStream()));
  assert.deepEqual(chunks.map((c) => [...c]), [[97], [240, 159, 152, 128], [239, 191, 189]]);
  const split = [Uint8Array.of(0xe2, 0x82), Uint8Array.of(0xac, 0x41), Uint8Array.of(0xff)];
  assert.equal((await collect(ReadableStream.from(split).pipeThrough(new TextDecoderStream()))).join(""), "€A\ufffd");
  const strict = new TextDecoderStream("utf-8", { fatal: true });
  assert.deepEqual([strict.encoding, strict.fatal, strict.ignoreBOM], ["utf-8", true, false]);
  await assert.rejects(collect(ReadableStream.from(split).pipeThrough(strict)), TypeError);
  assert.throws(() => new TextDecoderStream("none"), RangeError);
});

test("what a program puts on Object.prototype is not taken for an option", async () => {
  Object.prototype.start = () => { throw new Error("called"); };
  Object.prototype.highWaterMark = 77;
  try {
    assert.deepEqual((await collect(ReadableStream.from(["a"]).pipeThrough(new TextEncoderStream()))).map((c) => [...c]), [[97]]);
  } finally {
    delete Object.prototype.start;
    delete Object.prototype.highWaterMark;
  }
});
