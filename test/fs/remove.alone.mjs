// rm, rmdir and unlink.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

function tree(name) {
  fs.mkdirSync(`${name}/a/b`, { recursive: true });
  for (const path of ["x", "a/y", "a/b/z"]) fs.writeFileSync(`${name}/${path}`, "");
  fs.symlinkSync("nowhere", `${name}/broken`);
}
test("a tree, by all faces", async () => {
  for (const remove of [
    (name) => fs.rmSync(name, { recursive: true }),
    (name) => fs.promises.rm(name, { recursive: true }),
    (name) => new Promise((resolve, reject) => fs.rm(name, { recursive: true }, (error) => (error ? reject(error) : resolve()))),
  ]) {
    tree("t");
    await remove("t");
    assert(!fs.existsSync("t"));
  }
});
test("a link is removed, not what it points at", () => {
  tree("keep");
  fs.mkdirSync("t");
  fs.symlinkSync("../keep", "t/in");
  fs.symlinkSync("keep", "out");
  fs.rmSync("t", { recursive: true });
  fs.rmSync("out", { recursive: true });
  assert.equal(fs.readdirSync("keep").length, 3);
});
test("refusals", async () => {
  const expected = { code: "ERR_FS_EISDIR", name: "SystemError", message: "Path is a directory: rm returned EISDIR (is a directory) keep" };
  assert.throws(() => fs.rmSync("keep"), expected);
  await assert.rejects(fs.promises.rm("keep"), expected);
  assert.throws(() => fs.rmSync("none"), { code: "ENOENT" });
  fs.rmSync("none", { force: true });
  await fs.promises.rm("none", { force: true });
  assert.throws(() => fs.rmdirSync("keep"), { code: "ENOTEMPTY", syscall: "rmdir" });
});
test("a deep tree", () => {
  const deep = "n/".repeat(400);
  fs.mkdirSync(deep, { recursive: true });
  fs.rmSync("n", { recursive: true });
  assert(!fs.existsSync("n"));
});
test("retries wait for a directory to empty", async () => {
  fs.mkdirSync("r");
  await assert.rejects(fs.promises.rmdir("r/none"), { code: "ENOENT" });
  fs.rmSync("r", { recursive: true, maxRetries: 3, retryDelay: 1 });
  assert(!fs.existsSync("r"));
});
