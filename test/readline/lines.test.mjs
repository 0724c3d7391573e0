import readline, { clearLine, clearScreenDown, createInterface, cursorTo, moveCursor } from "node:readline";
import { Interface, Readline, createInterface as createPromising } from "node:readline/promises";
import { PassThrough, Readable } from "node:stream";
import { promisify } from "node:util";
import { test, assert } from "../harness.mjs";

async function linesOf(chunks) {
  const lines = [];
  for await (const line of createInterface({ input: Readable.from(chunks.map((chunk) => Buffer.from(chunk))) })) lines.push(line);
  return lines;
}
test("lines end in many ways, and chunks anywhere", async () => {
  assert.deepEqual(await linesOf(["a\nb\r\nc", "d\re", "\nf\n\nlast"]), ["a", "b", "cd", "e", "f", "", "last"]);
  assert.deepEqual(await linesOf(["a\r", "\nb"]), ["a", "b"]);
  assert.deepEqual(await linesOf(["ab", "\u00e9\n"]), ["abé"]);
  assert.deepEqual(await linesOf([]), []);
});
test("many lines through an iterator", async () => {
  let count = 0;
  const text = "x".repeat(20) + "\n";
  for await (const line of createInterface({ input: Readable.from(Array.from({ length: 100 }, () => text.repeat(100))) })) count += line.length / 20;
  assert.equal(count, 10000);
});
test("events of pause, resume and close", () => {
  const seen = [];
  const rl = createInterface({ input: new PassThrough() });
  for (const name of ["pause", "resume", "close"]) rl.on(name, () => seen.push(name));
  rl.pause();
  rl.pause();
  rl.resume();
  rl.close();
  rl.close();
  assert.deepEqual(seen, ["pause", "resume", "pause", "close"]);
  assert.throws(() => rl.question("?", () => {}), { code: "ERR_USE_AFTER_CLOSE", message: "readline was closed" });
});
test("question asks and gets its line", async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const rl = createInterface({ input, output });
  const answer = promisify(rl.question).call(rl, "name? ");
  input.write("weft\nmore\n");
  assert.equal(await answer, "weft");
  assert.equal(output.read().toString(), "name? ");
  assert.equal(rl.getPrompt(), "> ");
});
test("promises: question, and its signal", async () => {
  const input = new PassThrough();
  const rl = createPromising({ input, output: new PassThrough() });
  assert(rl instanceof Interface);
  const first = rl.question("a? ");
  input.write("one\n");
  assert.equal(await first, "one");
  const control = new AbortController();
  const second = rl.question("b? ", { signal: control.signal });
  control.abort("why");
  await assert.rejects(second, { name: "AbortError", cause: "why" });
  await assert.rejects(rl.question("c? ", { signal: AbortSignal.abort() }), { name: "AbortError" });
  rl.close();
  await assert.rejects(rl.question("d? "), { code: "ERR_USE_AFTER_CLOSE" });
});
test("a signal closes", async () => {
  const control = new AbortController();
  const rl = createInterface({ input: new PassThrough(), signal: control.signal });
  const closed = new Promise((resolve) => rl.on("close", resolve));
  control.abort();
  await closed;
});
test("an error of the input leaves the loop", async () => {
  const input = new PassThrough();
  const rl = createInterface({ input });
  rl.on("error", () => {});
  setTimeout(() => input.destroy(new Error("gone")), 5);
  await assert.rejects((async () => { for await (const line of rl) void line; })(), { message: "gone" });
});
test("cursor functions", async () => {
  const output = new PassThrough();
  cursorTo(output, 3);
  cursorTo(output, 1, 2);
  moveCursor(output, -1, 3);
  clearLine(output, 1);
  clearScreenDown(output);
  assert.equal(output.read().toString(), "\x1b[4G\x1b[3;2H\x1b[1D\x1b[3B\x1b[0K\x1b[0J");
  await new Promise((resolve) => moveCursor(output, 0, 0, resolve));
  assert.throws(() => cursorTo(output, "x", 1), { code: "ERR_INVALID_CURSOR_POS" });
  assert.throws(() => cursorTo(output, NaN), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => clearLine(output, 0, 1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.equal(clearLine(undefined, 0), true);
});
test("Readline collects until commit", async () => {
  const output = new PassThrough();
  const line = new Readline(output);
  line.cursorTo(0).moveCursor(1, 0).clearLine(-1).rollback().cursorTo(5, 6).clearScreenDown();
  await line.commit();
  assert.equal(output.read().toString(), "\x1b[7;6H\x1b[0J");
  assert.throws(() => line.clearLine(2), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => line.cursorTo("x"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Readline({}), { code: "ERR_INVALID_ARG_TYPE" });
});
test("options are checked", () => {
  const input = new PassThrough();
  assert.throws(() => createInterface({ input, completer: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => createInterface({ input, historySize: -1 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => createInterface({ input, history: {} }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => createInterface({ input, tabSize: 0 }), { code: "ERR_OUT_OF_RANGE" });
  assert.equal(typeof readline.promises.createInterface, "function");
});
