import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("parts of every kind become one run of bytes", async () => {
  const bytes = Uint8Array.of(0, 65, 66, 67);
  const blob = new Blob(["grün ", bytes.subarray(1, 3), new Blob([" and "]), bytes.buffer.slice(3), new DataView(bytes.buffer, 1, 1), 5]);
  assert.equal(await blob.text(), "grün AB and CA5");
  assert.equal(blob.size, 16);
  assert.equal((await blob.bytes()).length, 16);
  assert.equal((await blob.arrayBuffer()).byteLength, 16);
  bytes.fill(1);
  assert.equal(await blob.text(), "grün AB and CA5");
});

test("unpaired surrogates and malformed bytes are replaced, the mark at the start is dropped", async () => {
  assert.equal(await new Blob(["a\ud800"]).text(), "a\ufffd");
  assert.equal(await new Blob([Uint8Array.of(0xff)]).text(), "\ufffd");
  assert.equal(await new Blob([Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)]).text(), "a");
});

// Node 20 aborts when an offset is no whole number; Web IDL rounds it, halves to the even neighbour.
test("slice counts like Array's, clamps, and sets the type", async () => {
  const blob = new Blob(["abc", "def", "ghi"], { type: "text/plain" });
  const text = (...range) => blob.slice(...range).text();
  assert.deepEqual(await Promise.all([text(), text(2, 7), text(-4), text(-4, -1), text(5, 2), text(0, 99), text(NaN, 2.5)]),
    ["abcdefghi", "cdefg", "fghi", "fgh", "", "abcdefghi", "ab"]);
  assert.equal(await blob.slice(1, 8).slice(1, -1).slice(2).text(), "efg");
  assert.deepEqual([blob.slice().type, blob.slice(0, 1, "A/B").type], ["", "a/b"]);
});

test("a slice copies nothing", () => {
  let blob = new Blob([new Uint8Array(1 << 20)]);
  for (let i = 0; i < 5000; i++) blob = blob.slice(1);
  assert.equal(blob.size, (1 << 20) - 5000);
});

test("type is lower case, or nothing if it isn't printable ASCII", () => {
  const type = (text) => new Blob([], { type: text }).type;
  assert.deepEqual([type("TEXT/Html; A=B"), type("te\u0001xt"), type("\u00ff"), type(undefined), type(null)], ["text/html; a=b", "", "", "", "null"]);
});

test("endings: native makes every line end with \\n", async () => {
  const parts = ["a\r\nb\rc\nd", Uint8Array.of(13, 10)];
  assert.equal(await new Blob(parts, { endings: "native" }).text(), "a\nb\nc\nd\r\n");
  assert.equal(await new Blob(parts).text(), "a\r\nb\rc\nd\r\n");
  assert.throws(() => new Blob([], { endings: "unix" }), TypeError);
});

test("stream gives bytes, to a buffer of the reader's too", async () => {
  const blob = new Blob(["abc", "defgh", new Uint8Array(200000)]);
  let size = 0;
  for await (const chunk of blob.stream()) { size += chunk.length; chunk.fill(1); }
  assert.equal(size, blob.size);
  const reader = blob.stream().getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(5), { min: 5 });
  assert.equal(new TextDecoder().decode(value), "abcde");
  await reader.cancel();
  const empty = new Blob().stream().getReader({ mode: "byob" });
  assert.equal((await empty.read(new Uint8Array(1))).done, true);
});

test("arguments are checked", async () => {
  for (const parts of [null, 5, "text", {}]) assert.throws(() => new Blob(parts), TypeError);
  assert.throws(() => new Blob([], 5), TypeError);
  assert.throws(() => Blob(), TypeError);
  assert.throws(() => Reflect.get(Blob.prototype, "size", {}), { code: "ERR_INVALID_THIS" });
  await assert.rejects(Blob.prototype.text.call({}), { code: "ERR_INVALID_THIS" });
});

test("how they print", () => {
  const file = new File(["abc"], "n.txt", { lastModified: 7 });
  assert.equal(inspect(new Blob(["a"], { type: "x/y" })), "Blob { size: 1, type: 'x/y' }");
  assert.equal(inspect(file), "File { size: 3, type: '', name: 'n.txt', lastModified: 7 }");
  assert.equal(inspect({ a: { b: { c: file } } }), "{ a: { b: { c: [File] } } }");
  assert.equal(String(file), "[object File]");
});
