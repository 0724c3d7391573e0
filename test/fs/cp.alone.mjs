// cp of trees.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

fs.mkdirSync("src/sub", { recursive: true });
fs.writeFileSync("src/a", "1", { mode: 0o640 });
fs.writeFileSync("src/sub/b", "2");
fs.symlinkSync("a", "src/link");

test("a tree with its modes and links", async () => {
  fs.cpSync("src", "d1", { recursive: true });
  assert.deepEqual(fs.readdirSync("d1", { recursive: true }).sort(), ["a", "link", "sub", "sub/b"]);
  assert.equal(fs.statSync("d1/a").mode & 0o777, 0o640);
  assert.equal(fs.readlinkSync("d1/link"), `${process.cwd()}/src/a`);
  await fs.promises.cp("src", "new/deep/d2", { recursive: true, verbatimSymlinks: true });
  assert.equal(fs.readlinkSync("new/deep/d2/link"), "a");
  fs.cpSync("src", "d3", { recursive: true, dereference: true });
  assert(fs.lstatSync("d3/link").isFile());
  await new Promise((resolve, reject) => fs.cp("src", "d4", { recursive: true }, (error) => (error ? reject(error) : resolve())));
  assert(fs.existsSync("d4/sub/b"));
});
test("the filter decides", async () => {
  fs.cpSync("src", "f1", { recursive: true, filter: (path) => !path.endsWith("sub") });
  assert.deepEqual(fs.readdirSync("f1").sort(), ["a", "link"]);
  await fs.promises.cp("src", "f2", { recursive: true, filter: async (path) => !path.endsWith("link") });
  assert.deepEqual(fs.readdirSync("f2").sort(), ["a", "sub"]);
  assert.throws(() => fs.cpSync("src", "f3", { recursive: true, filter: async () => true }), { code: "ERR_INVALID_RETURN_VALUE" });
});
test("force, errorOnExist, preserveTimestamps", () => {
  fs.writeFileSync("d1/a", "old");
  fs.cpSync("src/a", "d1/a", { force: false });
  assert.equal(fs.readFileSync("d1/a", "utf8"), "old");
  assert.throws(() => fs.cpSync("src/a", "d1/a", { force: false, errorOnExist: true }), { code: "ERR_FS_CP_EEXIST" });
  fs.utimesSync("src/a", 100, 200);
  fs.cpSync("src/a", "d1/a", { preserveTimestamps: true });
  assert.equal(fs.statSync("d1/a").mtimeMs, 200_000);
});
test("refusals", async () => {
  assert.throws(() => fs.cpSync("src", "x"), { code: "ERR_FS_EISDIR" });
  assert.throws(() => fs.cpSync("src", "src/in", { recursive: true }), { code: "ERR_FS_CP_EINVAL", message: /subdirectory of self/ });
  assert.throws(() => fs.cpSync("src/a", "d1"), { code: "ERR_FS_CP_NON_DIR_TO_DIR" });
  assert.throws(() => fs.cpSync("src", "d1/a", { recursive: true }), { code: "ERR_FS_CP_DIR_TO_NON_DIR" });
  assert.throws(() => fs.cpSync("src/a", "src/a"), { code: "ERR_FS_CP_EINVAL" });
  await assert.rejects(fs.promises.cp("none", "x"), { code: "ENOENT" });
});
