// Stats, BigIntStats, times and modes.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

fs.writeFileSync("f", "12345", { mode: 0o600 });
test("numbers and kinds", async () => {
  for (const stats of [fs.statSync("f"), await fs.promises.stat("f")]) {
    assert(stats instanceof fs.Stats && stats.isFile() && !stats.isDirectory() && !stats.isFIFO());
    assert.equal(stats.size, 5);
    assert.equal(stats.mode & 0o777, 0o600);
    assert(Date.now() - stats.mtimeMs < 60_000 && stats.ino > 0 && stats.blksize > 0);
  }
  assert(fs.statSync(".").isDirectory() && fs.statSync("/dev/null").isCharacterDevice());
});
test("dates are made of the milliseconds, and can be replaced", () => {
  const stats = fs.statSync("f");
  assert.equal(stats.mtime.getTime(), Math.round(stats.mtimeMs));
  assert.equal(stats.mtime, stats.mtime);
  stats.atime = "mine";
  assert.equal(stats.atime, "mine");
});
test("bigint", () => {
  const stats = fs.statSync("f", { bigint: true });
  assert.equal(stats.size, 5n);
  assert.equal(stats.mtimeNs / 1000000n, stats.mtimeMs);
  assert(stats.isFile() && stats.mtime instanceof Date);
});
test("throwIfNoEntry", () => {
  assert.equal(fs.statSync("none", { throwIfNoEntry: false }), undefined);
  assert.equal(fs.lstatSync("none", { throwIfNoEntry: false }), undefined);
});
test("times", async () => {
  fs.utimesSync("f", 1000.5, new Date(5000));
  assert.deepEqual([fs.statSync("f").atimeMs, fs.statSync("f").mtimeMs], [1000500, 5000]);
  await fs.promises.utimes("f", "7", 8);
  assert.deepEqual([fs.statSync("f").atimeMs, fs.statSync("f").mtimeMs], [7000, 8000]);
  fs.symlinkSync("f", "link");
  fs.lutimesSync("link", 1, 2);
  assert.equal(fs.lstatSync("link").mtimeMs, 2000);
  assert.equal(fs.statSync("f").mtimeMs, 8000);
});
test("chmod, access, exists", async () => {
  fs.chmodSync("f", "400");
  assert.equal(fs.statSync("f").mode & 0o777, 0o400);
  fs.accessSync("f", fs.constants.R_OK);
  assert.throws(() => fs.accessSync("f", fs.constants.X_OK), { code: "EACCES" });
  fs.symlinkSync("nowhere", "broken");
  assert.deepEqual(["f", "none", "broken", undefined, "a\0"].map((path) => fs.existsSync(path)), [true, false, false, false, false]);
  assert.equal(await new Promise((resolve) => fs.exists("f", resolve)), true);
});
test("truncate, statfs", async () => {
  fs.writeFileSync("t", "abcdef");
  fs.truncateSync("t", 3);
  await fs.promises.truncate("t", 5);
  assert.deepEqual([...fs.readFileSync("t")], [97, 98, 99, 0, 0]);
  assert(fs.statfsSync("/").bsize > 0 && typeof (await fs.promises.statfs("/", { bigint: true })).blocks === "bigint");
});
