// Keys on a terminal, without one: the stream says it is.
import readline from "node:readline";
import { PassThrough } from "node:stream";
import { test, assert } from "../harness.mjs";

const settle = () => new Promise((resolve) => setTimeout(resolve, 15));

async function type(keys, options = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  output.columns = options.columns ?? 80;
  let shown = "";
  output.on("data", (chunk) => { shown += chunk; });
  const rl = readline.createInterface({ input, output, terminal: true, ...options });
  const lines = [];
  rl.on("line", (line) => lines.push(line));
  // Text is typed key by key, what is in a list comes at once.
  for (const part of Array.isArray(keys) ? keys : keys.match(/\x1b\[\d*(?:;\d)?[A-Za-z~]|\x1b.|[^]/gu) ?? []) {
    input.write(part);
    await new Promise(setImmediate);
  }
  await settle();
  return { rl, lines, shown, input, state: [rl.line, rl.cursor] };
}
const left = "\x1b[D", right = "\x1b[C", up = "\x1b[A", down = "\x1b[B", home = "\x1b[H", end = "\x1b[F";

for (const [name, keys, state] of [
  ["characters at the cursor", `ac${left}b`, ["abc", 2]],
  ["home, end, and past them", `bc${home}${left}a${end}${right}d`, ["abcd", 4]],
  ["ctrl a, e, b, f", "bc\x01a\x05d\x02\x02\x06", ["abcd", 3]],
  ["backspace and delete", `abcd\x7f${left}${left}\x1b[3~`, ["ac", 1]],
  ["ctrl h and d", "abc\x08\x02\x04", ["a", 1]],
  ["words: ctrl left and right", "foo bar.baz\x1b[1;5D\x1b[1;5D\x1b[1;5D\x1b[1;5D\x1b[1;5C", ["foo bar.baz", 4]],
  ["words: meta b, f, d", "foo bar baz\x1bb\x1bb\x1bd\x1bf", ["foo baz", 7]],
  ["ctrl w", "foo bar  \x17", ["foo ", 4]],
  ["kill and yank", "foo bar\x1bb\x0b\x01\x19\x19", ["barbarfoo ", 6]],
  ["yank pop", "one\x15two\x15\x19\x1by", ["one", 3]],
  ["undo and redo", "abc\x1f\x1f\x1e", ["ab", 2]],
  ["astral characters are one", `a😀${left}\x7f`, ["😀", 0]],
  ["wide characters", `日本${left}x`, ["日x本", 2]],
  ["keys nobody knows do nothing", "a\x1b[99~b\x1b[15~c", ["abc", 3]],
]) {
  test(name, async () => { assert.deepEqual((await type(keys)).state, state); });
}

test("history: up, down, and by what was typed", async () => {
  const { rl, lines, input } = await type("apple\rbanana\rapricot\r");
  assert.deepEqual(lines, ["apple", "banana", "apricot"]);
  assert.deepEqual(rl.history, ["apricot", "banana", "apple"]);
  input.write(up + up);
  await settle();
  assert.equal(rl.line, "banana");
  input.write(down + down);
  await settle();
  assert.equal(rl.line, "");
  input.write(`ap${up}${up}`);
  await settle();
  assert.equal(rl.line, "apple");
});
test("history options", async () => {
  const { rl } = await type("a\rb\ra\r\r  \r", { historySize: 2, removeHistoryDuplicates: true, history: ["b"] });
  assert.deepEqual(rl.history, ["a", "b"]);
});
test("CR LF is one end of a line", async () => {
  assert.deepEqual((await type(["a\r\nb\n", "c\r"])).lines, ["a", "b", "c"]);
});
test("completion: the common part, then the list at the second tab", async () => {
  const completer = (line) => [["foobar", "foobaz", "other"].filter((word) => word.startsWith(line)), line];
  const one = await type(["f\t"], { completer });
  assert.deepEqual(one.state, ["fooba", 5]);
  const two = await type(["fooba", "\t", "\t"], { completer });
  assert.includes(two.shown, "\r\nfoobar  foobaz\r\n\r\n");
  const later = await type(["o", "\t"], { completer: (line, done) => setTimeout(done, 1, null, [["other"], line]) });
  assert.equal(later.rl.line, "other");
});
test("a pasted tab is a tab", async () => {
  assert.equal((await type(["a\tb"], { completer: (line) => [["abc"], line] })).rl.line, "a\tb");
});
test("what is shown", async () => {
  const { shown } = await type(["ab", left, "c"], { prompt: "? " });
  assert.equal(shown, "ab\x1b[1D\x1b[1G\x1b[0J? acb\x1b[5G");
});
test("lines longer than the terminal", async () => {
  const { rl, shown } = await type(["abcdefgh", "ijkl", home], { columns: 10, prompt: "> " });
  assert.deepEqual(rl.getCursorPos(), { cols: 2, rows: 0 });
  assert.includes(shown, "\x1b[1A");
});
test("ctrl c closes unless somebody listens", async () => {
  const input = new PassThrough();
  const rl = readline.createInterface({ input, output: new PassThrough(), terminal: true });
  let interrupted = 0;
  rl.once("SIGINT", () => interrupted++);
  input.write("x\x03");
  await settle();
  assert.deepEqual([interrupted, !!rl.closed], [1, false]);
  input.write("\x03");
  await settle();
  assert.equal(rl.closed, true);
});
test("ctrl d closes an empty line", async () => {
  assert.equal((await type("\x04")).rl.closed, true);
});
test("write() types, too", async () => {
  const { rl } = await type("");
  rl.write("typed");
  rl.write(null, { ctrl: true, name: "u" });
  rl.write("again");
  assert.equal(rl.line, "again");
});
