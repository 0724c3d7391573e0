// What packages of all ages rely on: inheritance without classes, the states' fields, the module's shape.
const { test, assert } = require("../harness.mjs");
const { inherits } = require("util");
const stream = require("stream");
const { Duplex, PassThrough, Readable, Transform, Writable } = stream;

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("the module is the base class, with the others on it", () => {
  assert.equal(stream.Stream, stream);
  assert(new Transform() instanceof stream);
  assert(new stream() instanceof require("events"));
  assert.equal(require("stream/promises"), stream.promises);
  assert.equal(require("_stream_readable"), Readable);
  assert.equal(require("_stream_transform"), Transform);
});
test("util.inherits and Class.call(this)", async () => {
  function Numbers() {
    Readable.call(this, { objectMode: true });
    this.next = 0;
  }
  inherits(Numbers, Readable);
  Numbers.prototype._read = function () { this.push(this.next < 3 ? this.next++ : null); };
  assert.deepEqual(await new Numbers().toArray(), [0, 1, 2]);

  function Both() {
    if (!(this instanceof Both)) return new Both();
    Duplex.call(this);
  }
  inherits(Both, Duplex);
  Both.prototype._read = function () { this.push(null); };
  Both.prototype._write = (chunk, encoding, done) => done();
  assert(Both() instanceof Writable);
});
test("methods given as options", async () => {
  const seen = [];
  const transform = new Transform({
    transform(chunk, encoding, done) { seen.push("transform"); done(null, chunk); },
    flush(done) { seen.push("flush"); done(); },
    destroy(error, done) { seen.push("destroy"); done(error); },
  });
  transform.resume().end("x");
  await turn();
  assert.deepEqual(seen, ["transform", "flush", "destroy"]);
});
test("_readableState", () => {
  const readable = new Readable({ read() {}, highWaterMark: 9 });
  readable.push("abc");
  const state = readable._readableState;
  assert.deepEqual(
    [state.length, state.flowing, state.ended, state.endEmitted, state.objectMode, state.highWaterMark, state.destroyed, state.errored, state.constructed],
    [3, null, false, false, false, 9, false, null, true]);
  assert.equal(String(state.buffer[0]), "abc");
  assert.deepEqual([state.pipes, state.needReadable, state.reading, state.sync], [[], false, false, true]);
  state.flowing = false;
  assert.equal(readable.isPaused(), true);
});
test("_writableState", () => {
  const writable = new Writable({ write() {} });
  writable.write("a");
  writable.write("bc");
  const state = writable._writableState;
  assert.deepEqual([state.length, state.writing, state.corked, state.ended, state.finished, state.ending], [3, true, 0, false, false, false]);
  assert.deepEqual(state.getBuffer().map((entry) => String(entry.chunk)), ["bc"]);
  assert.equal(state.bufferedRequestCount, 1);
});
test("eventNames and listeners are those of the program", () => {
  const readable = new Readable();
  assert.deepEqual(readable.eventNames(), []);
  readable.on("end", () => {});
  assert.deepEqual([readable.eventNames(), readable.listenerCount("end")], [["end"], 1]);
});
test("high-water marks", () => {
  assert.equal(stream.getDefaultHighWaterMark(true), 16);
  const before = stream.getDefaultHighWaterMark(false);
  stream.setDefaultHighWaterMark(false, 1234);
  assert.equal(new Readable().readableHighWaterMark, 1234);
  stream.setDefaultHighWaterMark(false, before);
  assert.equal(new Writable({ objectMode: true }).writableHighWaterMark, 16);
  assert.throws(() => new PassThrough({ readableHighWaterMark: -1 }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.equal(new PassThrough({ readableHighWaterMark: 0, writableHighWaterMark: 4 }).readableHighWaterMark, 0);
});
