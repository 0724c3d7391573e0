// Weft.escapeHTML, Weft.stringWidth, Weft.stripANSI, Weft.inspect, and whole buffers compressed.
import { test, assert } from "../harness.mjs";

test("escapeHTML", () => {
  assert.equal(Weft.escapeHTML("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x27;&lt;/a&gt;");
  assert.deepEqual([5, null, {}, true, undefined].map(Weft.escapeHTML), ["5", "null", "[object Object]", "true", "undefined"]);
  const replaced = (text) => text.replace(/["&'<>]/g, (c) => ({ '"': "&quot;", "&": "&amp;", "'": "&#x27;", "<": "&lt;", ">": "&gt;" })[c]);
  for (const base of ["x", "é", "日", "😀"]) {
    for (const size of [0, 1, 15, 31, 32, 33, 63, 64, 65, 200]) {
      for (const at of [0, size >> 2, size >> 1, size]) {
        const text = base.repeat(at) + "<&\">'" + base.repeat(size - at) + "&";
        assert.equal(Weft.escapeHTML(text), replaced(text));
      }
      assert.equal(Weft.escapeHTML(base.repeat(size)), base.repeat(size));
    }
  }
});

test("stringWidth", () => {
  const widths = [["hello", 5], ["\x1b[31mhello\x1b[0m", 5], ["你好", 4], ["😀", 2], ["👩‍👩‍👧‍👦", 2], ["🇩🇪", 2], ["e\u0301", 1], ["\t\n", 0], ["\u200b", 0], ["안녕", 4], ["ｱ", 1], ["Ａ", 2], ["👍🏽", 2], ["☺️", 2], ["☺", 1], ["#️⃣", 2],
    ["\x1b]8;;http://x\x07link\x1b]8;;\x07", 4], ["\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", 4], ["\u009b31mx", 1], ["\ud800", 0], ["\u00ad", 0], ["ก็", 1], ["नि", 1], ["\x1b[", 0], ["\x1b[31", 0], ["a\x1b", 1], ["✌🏿", 2], ["\u1100\u1161", 2], ["©️", 2], ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2],
    ["x".repeat(1000), 1000], ["x".repeat(50) + "\x1b[1m" + "é", 51], ["", 0]];
  for (const [text, width] of widths) assert.equal(Weft.stringWidth(text), width, JSON.stringify(text));
  assert.equal(Weft.stringWidth("\x1b[31mhello\x1b[0m", { countAnsiEscapeCodes: true }), 12);
  assert.deepEqual(["…", "α", "±", "─", "a"].map((c) => Weft.stringWidth(c, { ambiguousIsNarrow: false })), [2, 2, 2, 2, 1]);
  assert.deepEqual([Weft.stringWidth(), Weft.stringWidth(5)], [0, 1]);
});

test("stripANSI", () => {
  const texts = [["\x1b[31mhello\x1b[0m", "hello"], ["\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"], ["\x1b[31", ""], ["a\x1bMb", "ab"], ["\u009b31mx", "x"], ["\x1bPxx\x1b\\y", "y"], ["\x1b(Bx", "x"], ["\x1b", ""],
    ["日\x1b[1m本", "日本"], ["plain", "plain"]];
  for (const [text, bare] of texts) assert.equal(Weft.stripANSI(text), bare, JSON.stringify(text));
});

test("inspect", () => {
  assert.equal(Weft.inspect({ a: [1, "x"] }), "{ a: [ 1, 'x' ] }");
  assert.equal(Weft.inspect({ [Weft.inspect.custom]: () => "mine" }), "mine");
  assert.equal(Weft.inspect.table([{ a: 1, b: "x" }, { a: 2 }], ["a"]), "┌───┬───┐\n│   │ a │\n├───┼───┤\n│ 0 │ 1 │\n│ 1 │ 2 │\n└───┴───┘\n");
  assert.equal(Weft.inspect.table(5), "");
});

test("whole buffers", async () => {
  const text = "hello ".repeat(1000);
  const bytes = new TextEncoder().encode(text);
  for (const data of [text, bytes, bytes.buffer]) {
    assert.deepEqual(Weft.gunzipSync(Weft.gzipSync(data)), bytes);
    assert.deepEqual(Weft.inflateSync(Weft.deflateSync(data, { level: 9 })), bytes);
    assert.equal(new TextDecoder().decode(Weft.zstdDecompressSync(Weft.zstdCompressSync(data, { level: 5 }))), text);
    assert.equal(String(await Weft.zstdDecompress(await Weft.zstdCompress(data))), text);
  }
  assert.equal(Object.getPrototypeOf(Weft.gzipSync("x")), Uint8Array.prototype);
  assert(Weft.gzipSync(text, { level: 0 }).length > 6000);
  assert(Weft.gzipSync(text, { level: 12, library: "libdeflate" }).length < 100);
  assert.throws(() => Weft.gunzipSync("nope"), { code: "Z_DATA_ERROR" });
  assert.throws(() => Weft.gzipSync(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Weft.gzipSync("x", { library: "nope" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => Weft.zstdCompressSync("x", { level: 23 }), { code: "ERR_OUT_OF_RANGE" });
  await assert.rejects(Weft.zstdDecompress("nope"), Error);
});
