// Weft.JSON5, Weft.TOML and Weft.YAML: the formats from a string. docs/data-files.md
import { test, assert } from "../harness.mjs";

const { JSON5, TOML, YAML } = Weft;

test("each gives the value of a text, or of bytes", () => {
  assert.deepEqual(JSON5.parse("{a: [1, .5, 'x',], /* c */ b: null}"), { a: [1, 0.5, "x"], b: null });
  assert.deepEqual(TOML.parse("a.b = 1\n[c]\nd = [true, 1979-05-27]\n"), { a: { b: 1 }, c: { d: [true, "1979-05-27"] } });
  assert.deepEqual(YAML.parse("a: {b: 1}\nc:\n- yes\n- ~\n"), { a: { b: 1 }, c: ["yes", null] });
  assert.deepEqual(YAML.parse("--- 1\n--- 2\n"), [1, 2]);
  assert.equal(YAML.parse(new TextEncoder().encode("é")), "é");
});

test("numbers and strings are those of JavaScript", () => {
  assert.deepEqual(JSON5.parse("[-0, Infinity, NaN, 0xff]"), [-0, Infinity, NaN, 255]);
  assert.deepEqual(TOML.parse("a = [inf, -nan, -0.0, 1_0]").a, [Infinity, NaN, -0, 10]);
  assert.deepEqual(YAML.parse("[.inf, .nan, -0, 0o17]"), [Infinity, NaN, -0, 15]);
  assert.equal(JSON5.parse("'\\ud83d\\ude00\\udead'"), "\u{1f600}\udead");
  assert.equal(YAML.parse('"\\U0001F600é"'), "\u{1f600}é");
});

test("an alias gives the very object of its anchor", () => {
  const { a, b, c } = YAML.parse("a: &x {q: 1}\nb: *x\nc: {<<: *x, r: 2}\n");
  assert.equal(a, b);
  assert.deepEqual(c, { q: 1, r: 2 });
});

test("a fault is a SyntaxError with line and column", () => {
  assert.throws(() => JSON5.parse("[1\n2]"), { name: "SyntaxError", message: "JSON5: Expected ',' or ']' after an element, found '2' (2:1)" });
  assert.throws(() => TOML.parse("a = 9007199254740992"), { name: "SyntaxError", message: /no exact JavaScript number.*\(1:5\)/ });
  assert.throws(() => YAML.parse("a: b: c"), { name: "SyntaxError", message: /^YAML: A mapping can't begin on this line \(1:4\)/ });
  for (const { parse } of [JSON5, TOML, YAML]) assert.throws(() => parse(1), { code: "ERR_INVALID_ARG_TYPE" });
});
