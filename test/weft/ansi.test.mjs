import { test, assert } from "../harness.mjs";

const { sliceAnsi, wrapAnsi } = Weft;
const red = (text) => `\x1b[31m${text}\x1b[39m`;
const bold = (text) => `\x1b[1m${text}\x1b[22m`;
const link = (text) => `\x1b]8;;http://a\x07${text}\x1b]8;;\x07`;

test("a part by columns", () => {
  assert.deepEqual([[1, 3], [1], [], [-2], [1, -1], [3, 2], [0, 0], [NaN, 3], [1.7, "3"], [-99, 2]].map((range) => sliceAnsi("hello", ...range)),
    ["el", "ello", "hello", "lo", "ell", "", "", "hel", "el", "he"]);
  assert.deepEqual([[1, 3], [0, 3], [2, 4], [1, 4]].map((range) => sliceAnsi("日本語", ...range)), ["本", "日本", "本", "本"]);
  assert.equal(sliceAnsi("e\u0301x", 0, 1), "e\u0301");
  assert.equal(sliceAnsi("👨‍👩‍👧x", 2, 3), "x");
  assert.equal(sliceAnsi("αβγ", 0, 2, { ambiguousIsNarrow: false }), "α");
});

test("with the styles that are on in it", () => {
  assert.equal(sliceAnsi(red("hello"), 1, 3), red("el"));
  assert.equal(sliceAnsi(`${red(`he${bold("ll")}o`)} x`, 1, 4), red(`e${bold("ll")}`));
  assert.equal(sliceAnsi(`a${red("b")}c`, 0, 1), "a");
  assert.equal(sliceAnsi(`a${red("b")}c`, 2, 3), "c");
  assert.equal(sliceAnsi("\x1b[31mhello", 1, 3), red("el"));
  assert.equal(sliceAnsi("\x1b[0mhe\x1b[31mllo\x1b[0mzz", 3, 6), "\x1b[31mlo\x1b[0mz");
  assert.equal(sliceAnsi("\x1b[38;5;196mab\x1b[39m", 1), "\x1b[38;5;196mb\x1b[39m");
  assert.equal(sliceAnsi("\x1b[38;2;1;2;3;1mab", 1), "\x1b[38;2;1;2;3m\x1b[1mb\x1b[22m\x1b[39m");
  assert.equal(sliceAnsi("\x1b[31m\x1b[32mab\x1b[39m", 1, 2), "\x1b[32mb\x1b[39m");
  assert.equal(sliceAnsi(`${link("link")}z`, 3, 5), `${link("k")}z`);
});

test("an ellipsis takes room of the rest", () => {
  assert.equal(sliceAnsi("hello world", 0, 5, "…"), "hell…");
  assert.equal(sliceAnsi("hello world", 2, 8, { ellipsis: "…" }), "…lo w…");
  assert.equal(sliceAnsi("hello", 0, 8, "…"), "hello");
  assert.equal(sliceAnsi("hello world", 0, 2, "..."), "...");
  assert.equal(sliceAnsi(red("hello world"), 0, 5, "…"), red("hell…"));
});

test("words in lines", () => {
  assert.equal(wrapAnsi("hello world foo", 11), "hello world\nfoo");
  assert.equal(wrapAnsi("a b c d e f", 3), "a b\nc d\ne f");
  assert.equal(wrapAnsi("a\r\nb c d", 3), "a\nb c\nd");
  assert.equal(wrapAnsi("foo-bar baz", 4), "foo-bar\nbaz");
  assert.equal(wrapAnsi("日本語 日本語", 6), "日本語\n日本語");
  assert.deepEqual([0, -1, Infinity, NaN, undefined].map((columns) => wrapAnsi("hello world", columns)), Array(5).fill("hello world"));
});

test("long words, full lines, spaces", () => {
  assert.equal(wrapAnsi("hello world", 3), "hello\nworld");
  assert.equal(wrapAnsi("hello world", 3, { hard: true }), "hel\nlo\nwor\nld");
  assert.equal(wrapAnsi("aaa bbbbbb", 5, { hard: true }), "aaa b\nbbbbb");
  assert.equal(wrapAnsi("日本語", 1, { hard: true }), "日\n本\n語");
  assert.equal(wrapAnsi("hello   world", 5, { trim: false, wordWrap: false }), "hello\n   wo\nrld");
  assert.equal(wrapAnsi("  hello  world  ", 5), "hello\nworld");
  assert.equal(wrapAnsi("  hello  world  ", 5, { trim: false }), "  \nhello\n  \nworld\n  ");
});

test("styles end with a line and begin again in the next", () => {
  assert.equal(wrapAnsi(red("hello world"), 5), `${red("hello")}\n${red("world")}`);
  assert.equal(wrapAnsi(`${red(`hello ${bold("world")}`)} x`, 5), `${red("hello")}\n${red(bold("world"))}\nx`);
  assert.equal(wrapAnsi(red("hello"), 3, { hard: true }), `${red("hel")}\n${red("lo")}`);
  assert.equal(wrapAnsi(link("link text"), 4), `${link("link")}\n${link("text")}`);
  assert.equal(wrapAnsi(red("a\nb"), 5), red("a\nb"));
});

test("large and malformed texts take no time", () => {
  const start = performance.now();
  wrapAnsi("\x1b]8;;".repeat(20000), 10);
  wrapAnsi("\x1b[".repeat(50000), 10);
  sliceAnsi(`${"\x1b[31m".repeat(50000)}x`, 0, 1);
  wrapAnsi("word ".repeat(20000), 40);
  assert.equal(performance.now() - start < 4000, true);
});
