// System errors: code, errno, syscall, path, dest and message, the same in every face.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

fs.mkdirSync("dir");
fs.writeFileSync("file", "");
const cases = [
  ["readFile", ["none"], "ENOENT", "open", "no such file or directory"],
  ["open", ["file/x", "r"], "ENOTDIR", "open", "not a directory"],
  ["stat", ["none"], "ENOENT", "stat", "no such file or directory"],
  ["lstat", ["none"], "ENOENT", "lstat", "no such file or directory"],
  ["mkdir", ["dir"], "EEXIST", "mkdir", "file already exists"],
  ["rmdir", ["file"], "ENOTDIR", "rmdir", "not a directory"],
  ["unlink", ["none"], "ENOENT", "unlink", "no such file or directory"],
  ["readdir", ["file"], "ENOTDIR", "scandir", "not a directory"],
  ["readlink", ["file"], "EINVAL", "readlink", "invalid argument"],
  ["chmod", ["none", 0o600], "ENOENT", "chmod", "no such file or directory"],
  ["utimes", ["none", 1, 1], "ENOENT", "utime", "no such file or directory"],
  ["access", ["none"], "ENOENT", "access", "no such file or directory"],
  // Node 20 leaves the path out of the first of these.
  ["opendir", ["none"], "ENOENT", "opendir", "no such file or directory"],
  ["truncate", ["none", 1], "ENOENT", "open", "no such file or directory"],
  ["rm", ["none"], "ENOENT", "lstat", "no such file or directory"],
  ["statfs", ["none"], "ENOENT", "statfs", "no such file or directory"],
];
for (const [method, args, code, syscall, text] of cases) {
  const path = args[0];
  const expected = { name: "Error", code, syscall, path, message: `${code}: ${text}, ${syscall} '${path}'` };
  test(`${method} of ${path}`, async () => {
    const error = assert.throws(() => fs[`${method}Sync`](...args), expected);
    assert(error.errno < 0 && error instanceof Error);
    await assert.rejects(fs.promises[method](...args), expected);
    const called = await new Promise((resolve) => fs[method](...args, resolve));
    assert.equal(called.message, expected.message);
    assert.equal(called.errno, error.errno);
  });
}
for (const method of ["rename", "copyFile", "link"]) {
  test(`${method} names both paths`, () => {
    const syscall = method.toLowerCase();
    const message = `ENOENT: no such file or directory, ${syscall} 'none' -> 'other'`;
    assert.throws(() => fs[`${method}Sync`]("none", "other"), { code: "ENOENT", path: "none", dest: "other", message });
  });
}
test("a directory is no file", () => {
  const error = assert.throws(() => fs.readFileSync("dir"), { code: "EISDIR", message: "EISDIR: illegal operation on a directory, read" });
  assert.equal(error.path, undefined);
});
test("a closed descriptor", () => {
  const fd = fs.openSync("file");
  fs.closeSync(fd);
  assert.throws(() => fs.closeSync(fd), { code: "EBADF", syscall: "close", message: "EBADF: bad file descriptor, close" });
});
test("an empty path is shown", async () => {
  const expected = { code: "ENOENT", path: "", message: "ENOENT: no such file or directory, open ''" };
  assert.throws(() => fs.readFileSync("", "utf8"), expected);
  await assert.rejects(fs.promises.readFile(""), expected);
  assert.throws(() => fs.renameSync("none", ""), { message: "ENOENT: no such file or directory, rename 'none' -> ''", dest: "" });
});
