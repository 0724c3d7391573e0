// Links, real paths, renames and copies.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

fs.writeFileSync("file", "content", { mode: 0o640 });
const here = fs.realpathSync(".");

test("symbolic and hard links", async () => {
  fs.symlinkSync("file", "soft");
  fs.linkSync("file", "hard");
  assert.equal(fs.readlinkSync("soft"), "file");
  assert.deepEqual(fs.readlinkSync("soft", "buffer"), Buffer.from("file"));
  assert.equal(await fs.promises.readlink("soft"), "file");
  assert.equal(fs.statSync("hard").nlink, 2);
  assert(fs.lstatSync("soft").isSymbolicLink() && fs.statSync("soft").isFile());
  assert.throws(() => fs.linkSync("file", "hard"), { code: "EEXIST" });
});
test("realpath", async () => {
  assert.equal(fs.realpathSync("soft"), `${here}/file`);
  assert.equal(fs.realpathSync.native("soft"), `${here}/file`);
  assert.equal(await fs.promises.realpath("./././soft"), `${here}/file`);
  assert.throws(() => fs.realpathSync("none/such"), { code: "ENOENT", syscall: "lstat", path: `${here}/none` });
  assert.throws(() => fs.realpathSync.native("none"), { code: "ENOENT", syscall: "realpath", path: "none" });
});
test("rename replaces", async () => {
  fs.writeFileSync("from", "1");
  fs.writeFileSync("to", "2");
  fs.renameSync("from", "to");
  assert.equal(fs.readFileSync("to", "utf8"), "1");
  await fs.promises.rename("to", "again");
  assert(!fs.existsSync("to"));
});
test("copyFile keeps content and mode", async () => {
  fs.copyFileSync("file", "copy");
  assert.equal(fs.readFileSync("copy", "utf8"), "content");
  assert.equal(fs.statSync("copy").mode & 0o777, 0o640);
  assert.throws(() => fs.copyFileSync("file", "copy", fs.constants.COPYFILE_EXCL), { code: "EEXIST", syscall: "copyfile" });
  fs.copyFileSync("file", "file");
  assert.equal(fs.readFileSync("file", "utf8"), "content");
  // Of size 0 by its own account; libuv copies nothing of it.
  await fs.promises.copyFile("/proc/version", "version");
  assert(fs.statSync("version").size > 0);
});
test("a large copy is the same", () => {
  const data = Buffer.alloc(3_000_001);
  for (let i = 0; i < data.length; i += 97) data[i] = i;
  fs.writeFileSync("large", data);
  fs.copyFileSync("large", "large2");
  assert(fs.readFileSync("large2").equals(data));
});
