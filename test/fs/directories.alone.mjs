// Directories: made, listed, opened.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

test("mkdir recursive tells the first that it made", async () => {
  assert.equal(fs.mkdirSync("one"), undefined);
  assert.equal(fs.mkdirSync(`${process.cwd()}/a/b/c`, { recursive: true }), `${process.cwd()}/a`);
  assert.equal(fs.mkdirSync("a/b/c", { recursive: true }), undefined);
  assert.equal(await fs.promises.mkdir(`${process.cwd()}/p/q/`, { recursive: true }), `${process.cwd()}/p`);
  fs.writeFileSync("file", "");
  assert.throws(() => fs.mkdirSync("file", { recursive: true }), { code: "EEXIST" });
  assert.throws(() => fs.mkdirSync("file/x/y", { recursive: true }), { code: "ENOTDIR" });
  assert.throws(() => fs.mkdirSync("none/x"), { code: "ENOENT" });
});
test("readdir is sorted, and knows types", async () => {
  fs.mkdirSync("d/sub/deep", { recursive: true });
  for (const name of ["d/z", "d/a", "d/sub/f"]) fs.writeFileSync(name, "");
  fs.symlinkSync("a", "d/link");
  assert.deepEqual(fs.readdirSync("d"), ["a", "link", "sub", "z"]);
  assert.deepEqual(await fs.promises.readdir("d"), ["a", "link", "sub", "z"]);
  const kinds = fs.readdirSync("d", { withFileTypes: true }).map((e) => [e.name, e.isFile(), e.isDirectory(), e.isSymbolicLink(), e.parentPath]);
  assert.deepEqual(kinds, [["a", true, false, false, "d"], ["link", false, false, true, "d"], ["sub", false, true, false, "d"], ["z", true, false, false, "d"]]);
  assert.deepEqual(fs.readdirSync("d", "buffer")[0], Buffer.from("a"));
  assert.deepEqual(fs.readdirSync("d", { encoding: "hex" })[0], "61");
});
test("readdir recursive", async () => {
  const expected = ["a", "link", "sub", "sub/deep", "sub/f", "z"];
  assert.deepEqual(fs.readdirSync("d", { recursive: true }).sort(), expected);
  assert.deepEqual((await fs.promises.readdir("d", { recursive: true })).sort(), expected);
  const entries = fs.readdirSync("d", { recursive: true, withFileTypes: true });
  assert.deepEqual(entries.map((e) => `${e.parentPath}/${e.name}`).sort(), expected.map((name) => `d/${name}`));
});
test("a name that is not UTF-8 can be listed and opened", () => {
  const name = Buffer.from([0x64, 0x2f, 0xff, 0xfe]);
  fs.writeFileSync(name, "x");
  const listed = fs.readdirSync("d", "buffer").find((n) => n.includes(0xff));
  assert.deepEqual([...listed], [0xff, 0xfe]);
  assert.equal(fs.readFileSync(name, "utf8"), "x");
  fs.unlinkSync(name);
});
test("opendir", async () => {
  const names = [];
  for await (const entry of await fs.promises.opendir("d")) names.push(entry.name);
  assert.deepEqual(names.sort(), ["a", "link", "sub", "z"]);
  const dir = fs.opendirSync("d");
  assert.equal(dir.path, "d");
  assert.equal(typeof dir.readSync().name, "string");
  dir.closeSync();
  assert.throws(() => dir.readSync(), { code: "ERR_DIR_CLOSED" });
});
test("mkdtemp", async () => {
  const made = fs.mkdtempSync("tmp-");
  assert.match(made, /^tmp-.{6}$/);
  assert.equal(fs.statSync(made).mode & 0o777, 0o700);
  assert.match(await fs.promises.mkdtemp("tmp-"), /^tmp-.{6}$/);
});
