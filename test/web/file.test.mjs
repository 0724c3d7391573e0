// Node 20 keeps fractions of lastModified, and clones a file as a blob; the standards have it as here.
import { test, assert } from "../harness.mjs";

test("a file is a blob with a name and a time", async () => {
  const before = Date.now();
  const file = new File(["ab", Uint8Array.of(99)], "x/y\ud800.txt", { type: "Text/Plain" });
  assert.equal(file instanceof Blob, true);
  assert.deepEqual([file.name, file.type, file.size], ["x/y\ufffd.txt", "text/plain", 3]);
  assert.equal(file.lastModified >= before && file.lastModified <= Date.now(), true);
  assert.equal(await file.text(), "abc");
  assert.equal(file.slice(1) instanceof File, false);
});

test("lastModified is a whole number", () => {
  const time = (lastModified) => new File([], "", { lastModified }).lastModified;
  assert.deepEqual([time(5.9), time(-1), time("12"), time(NaN), time(new Date(3)), time(null)], [5, -1, 12, 0, 3, 0]);
});

test("both arguments are wanted", () => {
  assert.throws(() => new File([]), { code: "ERR_MISSING_ARGS" });
  assert.throws(() => new File("text", "n"), TypeError);
  assert.equal(File.length, 2);
});

test("structuredClone copies blobs and files", async () => {
  const blob = structuredClone({ deep: [new Blob(["abc"], { type: "a/b" })] }).deep[0];
  assert.deepEqual([blob.constructor, blob.type, await blob.text()], [Blob, "a/b", "abc"]);
  const file = structuredClone(new File(["x"], "n", { type: "a/b", lastModified: 3 }));
  assert.deepEqual([file.constructor, file.name, file.type, file.lastModified, await file.text()], [File, "n", "a/b", 3, "x"]);
  assert.equal(structuredClone(new Blob()).size, 0);
});
