import { emitKeypressEvents } from "node:readline";
import { PassThrough } from "node:stream";
import { test, assert } from "../harness.mjs";

async function keysOf(text, wait = 5) {
  const stream = new PassThrough();
  emitKeypressEvents(stream, { escapeCodeTimeout: 20 });
  const keys = [];
  stream.on("keypress", (string, key) => keys.push([string, key.name, (key.ctrl ? "c" : "") + (key.meta ? "m" : "") + (key.shift ? "s" : ""), key.sequence, key.code]));
  stream.write(text);
  await new Promise((resolve) => setTimeout(resolve, wait));
  return keys;
}
for (const [text, name, modifiers, string, code] of [
  ["a", "a", "", "a"], ["A", "a", "s", "A"], ["7", "7", "", "7"], ["é", undefined, "", "é"], ["😀", undefined, "", "😀"],
  ["\r", "return", "", "\r"], ["\n", "enter", "", "\n"], ["\t", "tab", "", "\t"], ["\x7f", "backspace", "", "\x7f"],
  [" ", "space", "", " "], ["\x01", "a", "c", "\x01"], ["\x1bx", "x", "m", undefined], ["\x1bX", "x", "ms", undefined],
  ["\x1b[A", "up", "", undefined, "[A"], ["\x1bOA", "up", "", undefined, "OA"], ["\x1b[1;5D", "left", "c", undefined, "[D"],
  ["\x1b[1;2C", "right", "s", undefined, "[C"], ["\x1b[1;3C", "right", "m", undefined, "[C"], ["\x1b[3~", "delete", "", undefined, "[3~"],
  ["\x1b[3;5~", "delete", "c", undefined, "[3~"], ["\x1b[[A", "f1", "", undefined, "[[A"], ["\x1b[24~", "f12", "", undefined, "[24~"],
  ["\x1b[Z", "tab", "s", undefined, "[Z"], ["\x1b[200~", "paste-start", "", undefined, "[200~"], ["\x1bOa", "up", "c", undefined, "Oa"],
  ["\x1b[a", "up", "s", undefined, "[a"], ["\x1b\x7f", "backspace", "m", undefined], ["\x1b ", "space", "m", undefined],
]) {
  test(JSON.stringify(text), async () => { assert.deepEqual(await keysOf(text), [[string, name, modifiers, text, code]]); });
}
test("a lone escape is told when nothing follows", async () => {
  assert.deepEqual(await keysOf("\x1b", 60), [[undefined, "escape", "m", "\x1b", undefined]]);
});
test("characters that come in pieces are one", async () => {
  const stream = new PassThrough();
  emitKeypressEvents(stream);
  const seen = [];
  stream.on("keypress", (string) => seen.push(string));
  for (const byte of Buffer.from("é日")) stream.write(Buffer.from([byte]));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(seen, ["é", "日"]);
});
