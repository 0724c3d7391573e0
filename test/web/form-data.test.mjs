import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("entries keep their order, and names may come again", () => {
  const form = new FormData();
  form.append("a", "1");
  form.append("b", 2);
  form.append("a", null);
  assert.deepEqual([...form], [["a", "1"], ["b", "2"], ["a", "null"]]);
  assert.deepEqual([form.get("a"), form.getAll("a"), form.get("none"), form.has("b")], ["1", ["1", "null"], null, true]);
  form.set("a", "only");
  assert.deepEqual([...form], [["a", "only"], ["b", "2"]]);
  form.set("c", "new");
  form.delete("b");
  assert.deepEqual([[...form.keys()], [...form.values()]], [["a", "c"], ["only", "new"]]);
});

test("blobs become files", async () => {
  const form = new FormData();
  const file = new File(["abc"], "f.txt", { type: "a/b", lastModified: 5 });
  form.append("blob", new Blob(["x"], { type: "c/d" }));
  form.append("named", new Blob(["y"]), "n");
  form.append("file", file);
  form.append("renamed", file, "other");
  const blob = form.get("blob");
  assert.deepEqual([blob instanceof File, blob.name, blob.type, await blob.text()], [true, "blob", "c/d", "x"]);
  assert.equal(form.get("named").name, "n");
  assert.equal(form.get("file"), file);
  const renamed = form.get("renamed");
  assert.deepEqual([renamed.name, renamed.type, renamed.lastModified, await renamed.text()], ["other", "a/b", 5, "abc"]);
});

test("names and values are scalar values", () => {
  const form = new FormData();
  form.append("a\ud800", "\udc00\r\n");
  assert.deepEqual([...form], [["a\ufffd", "\ufffd\r\n"]]);
});

test("an iterator sees changes", () => {
  const form = new FormData();
  form.append("a", "1");
  const iterator = form.entries();
  iterator.next();
  form.append("b", "2");
  assert.deepEqual(iterator.next().value, ["b", "2"]);
  assert.equal(iterator.next().done, true);
  const seen = [];
  form.forEach((value, name) => { seen.push(name); if (seen.length < 5) form.append("more", ""); });
  assert.deepEqual(seen, ["a", "b", "more", "more", "more", "more"]);
});

// Node 20 has 1 for the length of FormData, whose arguments are all optional.
test("arguments are checked", () => {
  const form = new FormData();
  assert.throws(() => form.append("a"), TypeError);
  assert.throws(() => form.append("a", "text", "name"), TypeError);
  assert.throws(() => form.set("a", "text", undefined), TypeError);
  assert.throws(() => new FormData({}), TypeError);
  assert.throws(() => new FormData(null), TypeError);
  assert.throws(() => FormData.prototype.get.call({}, "a"), TypeError);
  assert.throws(() => form.forEach(5), TypeError);
  assert.deepEqual([FormData.length, FormData.prototype.append.length, FormData.prototype.set.length], [0, 2, 2]);
});

test("how it prints", () => {
  const form = new FormData();
  assert.equal(inspect(form), "FormData {}");
  form.append("a", "1");
  form.append("a", "2");
  form.append("b", new File([], "n", { lastModified: 1 }));
  assert.equal(inspect(form), "FormData {\n  a: [ '1', '2' ],\n  b: File { size: 0, type: '', name: 'n', lastModified: 1 }\n}");
});
