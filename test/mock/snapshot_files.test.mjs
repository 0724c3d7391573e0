// Snapshot files: their text, what is read of it, what is written and when.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";

const { SnapshotState } = await builtin("test_snapshot_state");
const { compareKeys, keyOf, parseSnapshots, printSnapshots, stripIndentation, testNameOf } = await builtin("test_snapshot_text");
const folder = mkdtempSync(join(tmpdir(), "snapshots-"));
let files = 0;

function open(update, { file = join(folder, `${++files}.snap`), format = "jest" } = {}) {
  return new SnapshotState(file, { format, update, serialize: (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2)), place: () => assert.fail() });
}

test("the text of Jest's files", () => {
  const text = printSnapshots("jest", { "b 10": "`tick` ${x} \\", "b 9": "\n{\n}\n", "a \\n 1": "cr\r\nlf" });
  assert.equal(text, "// Jest Snapshot v1, https://jestjs.io/docs/snapshot-testing\n\nexports[`a \\\\n 1`] = `cr\nlf`;\n\n" +
    "exports[`b 9`] = `\n{\n}\n`;\n\nexports[`b 10`] = `\\`tick\\` \\${x} \\\\`;\n");
  assert.deepEqual({ ...parseSnapshots("jest", text, "none").snapshots }, { "b 10": "`tick` ${x} \\", "b 9": "\n{\n}\n", "a \\n 1": "cr\nlf" });
  assert(printSnapshots("vitest", {}).startsWith("// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html\n"));
});
test("files of other versions fail where nothing may be written", () => {
  const old = "exports[`a 1`] = `1`;\n";
  assert.throws(() => parseSnapshots("jest", old, "none"), { message: /^Outdated snapshot: No snapshot header found/ });
  assert.equal(parseSnapshots("jest", old, "new").isDirty, true);
  assert.throws(() => parseSnapshots("jest", "// Jest Snapshot v2, https://jestjs.io/docs/snapshot-testing\n", "none"), { message: /^Outdated Jest version/ });
  assert.deepEqual({ ...parseSnapshots("jest", "<<<<<<< conflict", "new").snapshots }, {});
});
test("keys: numbers by value, names of several lines", () => {
  assert.deepEqual(["a 10", "a 9", "B 1", "b 1", "a-1", "a 2.5 1"].sort(compareKeys), ["B 1", "a 2.5 1", "a 9", "a 10", "a-1", "b 1"]);
  const key = keyOf("jest", "one\ntwo\r\nthree", 2);
  assert.equal(key, "one\\ntwo\\r\\nthree 2");
  assert.equal(testNameOf("jest", key), "one\ntwo\r\nthree");
  assert.throws(() => testNameOf("jest", "none"), { message: "Snapshot keys must end with a number." });
});
test("new ones are written, others compared, by count", () => {
  const state = open("new");
  assert.equal(state.match({ testName: "t", received: [1] }).pass, true);
  assert.equal(state.match({ testName: "t", received: "two" }).key, "t 2");
  assert.deepEqual(state.save(), { saved: true, deleted: false });
  const again = open("new", { file: state.path });
  assert.equal(again.match({ testName: "t", received: [1] }).pass, true);
  const answer = again.match({ testName: "t", received: "three" });
  assert.deepEqual([answer.pass, answer.expected, answer.actual], [false, "two", "three"]);
  assert.deepEqual(again.counts, { added: 0, matched: 1, unmatched: 1, updated: 0 });
  assert.deepEqual(again.save(), { saved: false, deleted: false });
});
test("with none, nothing is written and what is missing fails", () => {
  const state = open("none");
  const answer = state.match({ testName: "t", received: 1 });
  assert.deepEqual([answer.pass, answer.expected, answer.actual], [false, undefined, "1"]);
  state.save();
  assert.equal(existsSync(state.path), false);
});
test("with all, what differs is written anew and what is obsolete goes", () => {
  const state = open("new");
  state.match({ testName: "stays", received: 1 });
  state.match({ testName: "goes", received: 1 });
  state.match({ testName: "skipped: hint", received: 1 });
  state.save();
  const again = open("all", { file: state.path });
  again.match({ testName: "stays", received: 2 });
  again.markChecked("skipped");
  assert.deepEqual(again.obsolete, ["goes 1"]);
  again.removeObsolete();
  again.save();
  assert.equal(again.counts.updated, 1);
  const text = readFileSync(state.path, "utf8");
  assert.equal(text.includes("goes"), false);
  assert(text.includes("exports[`stays 1`] = `2`;"));
  const empty = open("all", { file: state.path });
  empty.removeObsolete();
  assert.deepEqual(empty.save(), { saved: false, deleted: true });
  assert.equal(existsSync(state.path), false);
});
test("a repeated attempt begins anew; one that should fail writes nothing", () => {
  const state = open("new");
  const attempt = {};
  state.match({ testName: "t", received: "first", attempt });
  state.clear(attempt);
  assert.deepEqual(state.counts, { added: 0, matched: 0, unmatched: 0, updated: 0 });
  assert.deepEqual(state.save(), { saved: false, deleted: false });
  assert.equal(state.match({ testName: "t", received: "second", attempt: {} }).key, "t 1");
  assert.equal(state.match({ testName: "failing", received: 1, failing: true }).pass, false);
  state.save();
  assert.equal(readFileSync(state.path, "utf8").includes("failing"), false);
});
test("a file of its own holds a text as it is", () => {
  const state = open("new", { format: "vitest" });
  const file = join(folder, "deep/page.html");
  assert.equal(state.match({ testName: "t", received: "<p>\n", file }).pass, true);
  state.save();
  assert.equal(readFileSync(file, "utf8"), "<p>\n");
  writeFileSync(file, "<p>\r\n");
  assert.equal(open("none", { format: "vitest" }).match({ testName: "t", received: "<p>\n", file }).pass, true);
  assert.equal(open("none", { format: "vitest" }).match({ testName: "t", received: "<b>\n", file }).expected, "<p>\n");
});
test("indentation of the source is no part of an inline snapshot", () => {
  assert.equal(stripIndentation("\n    a\n      b\n\n    c\n  "), "\na\n  b\n\nc\n");
  assert.equal(stripIndentation("\n    a\n  b\n  "), "\n    a\n  b\n  ");
  assert.equal(stripIndentation("a"), "a");
});
