// pipeline() and compose().
import { compose, pipeline, PassThrough, Readable, Transform, Writable } from "node:stream";
import { pipeline as pipelinePromise } from "node:stream/promises";
import { promisify } from "node:util";
import { test, assert } from "../harness.mjs";

const upper = () => new Transform({ decodeStrings: false, transform(chunk, e, done) { done(null, String(chunk).toUpperCase()); } });
function sink() {
  const stream = new Writable({ write(chunk, e, done) { stream.text += chunk; done(); } });
  stream.text = "";
  return stream;
}
const run = (...streams) => new Promise((resolve) => pipeline(...streams, (error, value) => resolve({ error, value })));

test("streams in a row; the last one is given back", async () => {
  const to = sink();
  let last;
  const error = await new Promise((resolve) => { last = pipeline(Readable.from(["a", "b"]), upper(), to, resolve); });
  assert.deepEqual([error, last === to, to.text, to.closed], [undefined, true, "AB", true]);
});
test("iterables and functions", async () => {
  const to = sink();
  const { error } = await run(["a", "b"], async function* (source) { for await (const chunk of source) yield `<${chunk}>`; }, to);
  assert.deepEqual([error, to.text], [undefined, "<a><b>"]);
  const { value } = await run(
    async function* ({ signal }) { assert(signal instanceof AbortSignal); yield "x"; },
    async (source) => { let text = ""; for await (const chunk of source) text += chunk; return text; });
  assert.equal(value, "x");
});
test("an error anywhere destroys all", async () => {
  for (const place of [0, 1, 2]) {
    const streams = [new Readable({ read() {} }), new PassThrough(), sink()];
    const result = run(...streams);
    streams[place].destroy(new Error(`at ${place}`));
    assert.equal((await result).error.message, `at ${place}`);
    assert.deepEqual(streams.map((stream) => stream.destroyed), [true, true, true]);
  }
});
test("a close before the end", async () => {
  const from = new Readable({ read() {} });
  const result = run(from, sink());
  from.destroy();
  assert.equal((await result).error.code, "ERR_STREAM_PREMATURE_CLOSE");
});
test("an error thrown by a step, and a source that is told to stop", async () => {
  let stopped = false;
  const { error } = await run(async function* () {
    try { for (;;) { yield "a"; await null; } } finally { stopped = true; }
  }, async function* (source) { for await (const _ of source) throw new Error("step"); }, sink());
  assert.equal(error.message, "step");
  assert.equal(stopped, true);
});
test("the promise: signal, end: false", async () => {
  const controller = new AbortController();
  const result = pipelinePromise(new Readable({ read() {} }), sink(), { signal: controller.signal });
  controller.abort("why");
  const error = await assert.rejects(result, { name: "AbortError" });
  assert.equal(error.cause, "why");
  const to = sink();
  await pipelinePromise(Readable.from(["a"]), to, { end: false });
  assert.deepEqual([to.text, to.writableEnded], ["a", false]);
  await promisify(pipeline)(Readable.from(["b"]), to);
  assert.equal(to.text, "ab");
});
test("wrong arguments", () => {
  assert.throws(() => pipeline(() => {}), { code: "ERR_MISSING_ARGS" });
  assert.throws(() => pipeline(new PassThrough(), new PassThrough()), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => pipeline(() => 5, new PassThrough(), () => {}), { code: "ERR_INVALID_RETURN_VALUE" });
});
test("compose makes one duplex of several", async () => {
  const composed = compose(async function* (source) { for await (const chunk of source) yield String(chunk) + "!"; }, upper());
  composed.end("a");
  let text = "";
  for await (const chunk of composed) text += chunk;
  assert.equal(text, "A!");
  assert.throws(() => compose(sink(), upper()), { code: "ERR_INVALID_ARG_VALUE" });
});
test("readable.compose", async () => {
  let text = "";
  for await (const chunk of Readable.from(["a", "b"]).compose(upper())) text += chunk;
  assert.equal(text, "AB");
});
