// Weft.JSON5, TOML and YAML: texts from values, and back again; Weft.JSONC.
import { test, assert } from "../harness.mjs";

const { JSON5, JSONC, TOML, YAML } = Weft;

const kTexts = ["", " x", "x ", "true", "no", "null", "~", "1", "-1", "1e3", "0x1f", ".5", ".inf", "- a", "a: b", "a:", "a:b", "#c", "x #y",
  "a, b", "[x", "]", "{x", "*x", "&x", "!x", "|", ">", "%x", "@x", "`x", "?", "-", ":", "...", "---", "=", "<<", "a\tb", "\"x", "'x", "it's",
  "2020-01-01", "12:30", "é\u0001", "\u2028", "x\ny\n", "\r", "\\", "😀", "\u007f", "\u0085", "\ufeffa", "a/b.c", "C:\\x", "x*", "on", "N", "1_000", "日本"];

test("JSON5", () => {
  assert.equal(JSON5.stringify({ a: 1, "b-c": "x'y\"", d: [NaN, -Infinity, null, undefined], e: undefined, f() {} }), "{a:1,'b-c':'x\\'y\"',d:[NaN,-Infinity,null,null]}");
  assert.equal(JSON5.stringify({ a: [1, {}], b: [] }, null, 2), "{\n  a: [\n    1,\n    {},\n  ],\n  b: [],\n}");
  assert.equal(JSON5.stringify(undefined), undefined);
  assert.equal(JSON5.stringify({ at: new Date(0) }), "{at:'1970-01-01T00:00:00.000Z'}");
  assert.throws(() => JSON5.stringify({ a: 1n }), /BigInt/);
  assert.throws(() => JSON5.stringify({}, ["a"]), /replacer/);
  for (const space of [undefined, 2, "\t"]) assert.deepEqual(JSON5.parse(JSON5.stringify(kTexts, null, space)), kTexts);
  assert.deepEqual(JSON5.parse(JSON5.stringify(Object.fromEntries(kTexts.map((k, i) => [k, i])))), Object.fromEntries(kTexts.map((k, i) => [k, i])));
});

test("TOML", () => {
  const value = { a: 1, b: "x", c: [1, 2], d: { e: true, f: { g: 1.5 } }, h: [{ i: 1 }, { i: 2, j: [{}] }], "j k": 1, l: [[1], ["a"]], m: [], n: {}, o: [1, { p: 2 }] };
  assert.equal(TOML.stringify({ x: { y: { z: 1 } }, w: 2 }), "w = 2\n\n[x.y]\nz = 1\n");
  assert.equal(TOML.stringify({ a: [{ b: 1 }, { b: 2 }] }), "[[a]]\nb = 1\n\n[[a]]\nb = 2\n");
  assert.equal(TOML.stringify({ at: new Date(0), n: NaN, z: -0 }), "at = 1970-01-01T00:00:00Z\nn = nan\nz = -0.0\n");
  assert.deepEqual(TOML.parse(TOML.stringify(value)), value);
  assert.deepEqual(TOML.parse(TOML.stringify({ kTexts })), { kTexts });
  const keys = Object.fromEntries(kTexts.map((k, i) => [k, i]));
  assert.deepEqual(TOML.parse(TOML.stringify(keys)), keys);
  assert.throws(() => TOML.stringify({ a: null }), /null/);
  assert.throws(() => TOML.stringify([1]), /top level/);
  assert.throws(() => TOML.stringify({ a: 1n }), /BigInt/);
});

test("YAML", () => {
  const value = { a: 1, b: "x\ny", c: [1, { d: 2, e: [3, [4]] }], f: null, g: "true", j: [], k: {}, l: { m: { n: 1 } }, o: [[], {}], p: -Infinity };
  assert.equal(YAML.stringify({ a: 1, c: [1, { d: 2, e: [3] }] }, null, 2), "a: 1\nc:\n  - 1\n  - d: 2\n    e:\n      - 3");
  assert.equal(YAML.stringify({ a: 1, b: ["x", {}] }), "{a: 1, b: [x, {}]}");
  for (const space of [undefined, 1, 2, 4, "\t"]) {
    assert.deepEqual(YAML.parse(YAML.stringify(value, null, space)), value);
    assert.deepEqual(YAML.parse(YAML.stringify(kTexts, null, space)), kTexts);
    const keys = Object.fromEntries(kTexts.map((k, i) => [k, i]));
    assert.deepEqual(YAML.parse(YAML.stringify(keys, null, space)), keys);
  }
  assert.equal(YAML.stringify("x", null, 2), "x");
  assert.throws(() => YAML.stringify(1n), /BigInt/);
});

test("YAML's anchors", () => {
  const shared = { x: 1 };
  assert.equal(YAML.stringify({ a: shared, b: [shared] }, null, 2), "a: &a\n  x: 1\nb:\n  - *a");
  assert.deepEqual(YAML.parse(YAML.stringify({ a: shared, b: shared })), { a: shared, b: shared });
  const loop = { name: "x" };
  loop.self = loop;
  assert.equal(YAML.stringify(loop, null, 2), "&root\nname: x\nself: *root");
});

test("circles are refused where there is no word for them", () => {
  const loop = {};
  loop.self = [loop];
  assert.throws(() => JSON5.stringify(loop), /circular/);
  assert.throws(() => TOML.stringify(loop), /circular/);
});

test("JSONC", () => {
  assert.deepEqual(JSONC.parse('\ufeff{ // c\n "a": [1, 2,], /* x */ "b": "// no, ]",\n}'), { a: [1, 2], b: "// no, ]" });
  assert.throws(() => JSONC.parse("{a:1}"), SyntaxError);
  assert.throws(() => JSONC.parse(5), { code: "ERR_INVALID_ARG_TYPE" });
});
