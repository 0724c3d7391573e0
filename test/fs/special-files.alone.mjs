// Files whose size says nothing, large files, descriptors, and reads that are given up.
import fs from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { test, assert } from "../harness.mjs";

test("/proc", async () => {
  assert.match(fs.readFileSync("/proc/version", "utf8"), /^Linux version/);
  assert.match((await readFile("/proc/version")).toString(), /^Linux version/);
  assert(fs.readFileSync("/proc/self/maps").length > 1000);
});
test("/dev/null", () => {
  assert.equal(fs.readFileSync("/dev/null").length, 0);
  fs.writeFileSync("/dev/null", "x");
});
test("a descriptor is read from where it stands to its end", () => {
  fs.writeFileSync("piece", "abc");
  const fd = fs.openSync("piece");
  assert.equal(fs.readFileSync(`/proc/self/fd/${fd}`, "utf8"), "abc");
  assert.equal(fs.readFileSync(fd, "utf8"), "abc");
  assert.equal(fs.readFileSync(fd, "utf8"), "");
  fs.closeSync(fd);
});
test("a hundred megabytes", async () => {
  const data = Buffer.alloc(100 << 20, "0123456789");
  await writeFile("large", data);
  const back = await readFile("large");
  assert(back.length === data.length && Buffer.compare(back, data) === 0);
  const text = fs.readFileSync("large", "latin1");
  assert(text.length === data.length && text.endsWith(data.toString("latin1", data.length - 10)));
  fs.unlinkSync("large");
});
test("more than 2 GiB is refused", async () => {
  fs.writeFileSync("sparse", "");
  fs.truncateSync("sparse", 2 ** 31);
  const expected = { name: "RangeError", code: "ERR_FS_FILE_TOO_LARGE", message: "File size (2147483648) is greater than 2 GiB" };
  assert.throws(() => fs.readFileSync("sparse"), expected);
  await assert.rejects(readFile("sparse", "utf8"), expected);
});
test("an aborted read rejects", async () => {
  const aborted = AbortSignal.abort("why");
  const error = await assert.rejects(readFile("piece", { signal: aborted }), { name: "AbortError", code: "ABORT_ERR" });
  assert.equal(error.cause, "why");
  const controller = new AbortController();
  const reading = readFile("piece", { signal: controller.signal });
  controller.abort();
  await assert.rejects(reading, { name: "AbortError" });
});
test("many at once", async () => {
  const names = Array.from({ length: 300 }, (_, i) => `m${i}`);
  await Promise.all(names.map((name, i) => writeFile(name, String(i))));
  const back = await Promise.all(names.map((name) => readFile(name, "utf8")));
  assert(back.every((text, i) => text === String(i)));
});
