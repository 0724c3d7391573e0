// Inline snapshots are written into the source, of which only the argument changes.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";

const { writeInline } = await builtin("test_snapshot_inline");

/** The source with a snapshot in the call whose name begins at "^". */
function write(marked, snapshot) {
  const at = marked.indexOf("^");
  const before = marked.slice(0, at).split("\n");
  return writeInline(marked.replace("^", ""), [{ line: before.length, column: before.at(-1).length + 1, snapshot }]);
}

test("into an empty call, beside comments, in place of what was there", () => {
  assert.equal(write("expect(a).^toMatchInlineSnapshot();", "1"), "expect(a).toMatchInlineSnapshot(`1`);");
  assert.equal(write("expect(a).^toMatchInlineSnapshot( /* c */ );", "1"), "expect(a).toMatchInlineSnapshot( /* c */ `1`);");
  assert.equal(write("expect(a).^toMatchInlineSnapshot(`old \\` ${'x'}`);", "1"), "expect(a).toMatchInlineSnapshot(`1`);");
  assert.equal(write("expect(a).^toMatchInlineSnapshot('it\\'s' // c\n);", "1"), "expect(a).toMatchInlineSnapshot(`1` // c\n);");
  assert.equal(write("expect(a)\n  .^toMatchInlineSnapshot<Shape<'>'>>\n  (\n  'x',\n);", "1"), "expect(a)\n  .toMatchInlineSnapshot<Shape<'>'>>\n  (\n  `1`,\n);");
});
test("after property matchers, whatever they hold", () => {
  const properties = "{ a: expect.any(Number), r: /[)/\"]+/g, s: \")\", t: `,${f({ b: ')' })}`, q: x / 2 / y, /* , ) */ l: [1, 2] }";
  assert.equal(write(`e.^toMatchInlineSnapshot(${properties});`, "s"), `e.toMatchInlineSnapshot(${properties}, \`s\`);`);
  assert.equal(write(`e.^toMatchInlineSnapshot(${properties}, \`old\`);`, "s"), `e.toMatchInlineSnapshot(${properties}, \`s\`);`);
  assert.equal(write("e.^toMatchInlineSnapshot({ a },);", "s"), "e.toMatchInlineSnapshot({ a }, `s`);");
});
test("several lines are indented as the call's line, with its tabs and line ends", () => {
  assert.equal(write("if (x) {\n    e.^toMatchInlineSnapshot();\n}", "\n{\n  `a`: ${b},\n\n}\n"),
    "if (x) {\n    e.toMatchInlineSnapshot(`\n      {\n        \\`a\\`: \\${b},\n\n      }\n    `);\n}");
  assert.equal(write("\te.^toMatchInlineSnapshot()", "\na\nb\n"), "\te.toMatchInlineSnapshot(`\n\t\ta\n\t\tb\n\t`)");
  assert.equal(write("x\r\n  e.^toMatchInlineSnapshot()\r\n", "\na\nb\n"), "x\r\n  e.toMatchInlineSnapshot(`\r\n    a\r\n    b\r\n  `)\r\n");
});
test("what is indented itself is left as it is", () => {
  assert.equal(write("  e.^toMatchInlineSnapshot()", "\n  a\nb\n"), "  e.toMatchInlineSnapshot(`\n  a\nb\n`)");
});
test("many in one file; the place may be the dot or the bracket", () => {
  const source = "a.toMatchInlineSnapshot(); b?.toMatchInlineSnapshot(`x`);\nc.toMatchInlineSnapshot();";
  const result = writeInline(source, [{ line: 2, column: 2, snapshot: "3" }, { line: 1, column: 3, snapshot: "1" }, { line: 1, column: 52, snapshot: "2" }]);
  assert.equal(result, "a.toMatchInlineSnapshot(`1`); b?.toMatchInlineSnapshot(`2`);\nc.toMatchInlineSnapshot(`3`);");
});
test("the same call twice: the same snapshot, or an error", () => {
  const at = { line: 1, column: 3 };
  assert.equal(writeInline("a.toMatchInlineSnapshot()", [{ ...at, snapshot: "1" }, { ...at, snapshot: "1" }]), "a.toMatchInlineSnapshot(`1`)");
  assert.throws(() => writeInline("a.toMatchInlineSnapshot()", [{ ...at, snapshot: "1" }, { ...at, snapshot: "2" }]), { message: /Multiple inline snapshots for the same call/ });
});
test("a place without a call, a bracket that stays open", () => {
  assert.throws(() => write("^const x = 1;", "1"), { message: "no call of a matcher is at line 1, column 1" });
  assert.throws(() => writeInline("x", [{ line: 7, column: 1, snapshot: "1" }]), { message: "line 7 is past the end of the file" });
  assert.throws(() => write("a.^toMatchInlineSnapshot(", "1"), { message: "a bracket is not closed" });
  assert.throws(() => write("a.^toMatchInlineSnapshot(`${", "1"), { message: "a bracket is not closed" });
});
