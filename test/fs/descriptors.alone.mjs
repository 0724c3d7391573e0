// Reads and writes at places of an open file.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

const called = (method, ...args) => new Promise((resolve) => fs[method](...args, (...values) => resolve(values)));

test("at once", () => {
  const fd = fs.openSync("s", "w+");
  assert.equal(fs.writeSync(fd, "hello"), 5);
  assert.equal(fs.writeSync(fd, Buffer.from("abcdef"), 1, 3), 3);
  assert.equal(fs.writeSync(fd, "Z", 0), 1);
  assert.equal(fs.writeSync(fd, "21", null, "hex"), 1);
  const into = Buffer.alloc(20);
  assert.equal(fs.readSync(fd, into, 0, 20, 0), 9);
  assert.equal(into.toString("latin1", 0, 9), "Zellobcd!");
  assert.equal(fs.readSync(fd, into, { position: 4, length: 2, offset: 1 }), 2);
  assert.equal(into.toString("latin1", 0, 4), "Zobl");
  assert.equal(fs.readSync(fd, into, 0, 2, 1n), 2);
  assert.equal(fs.writevSync(fd, [Buffer.from("1"), Buffer.from("22")], 0), 3);
  const parts = [Buffer.alloc(2), Buffer.alloc(2)];
  assert.equal(fs.readvSync(fd, parts, 0), 4);
  assert.equal(Buffer.concat(parts).toString(), "122l");
  fs.ftruncateSync(fd, 2);
  assert.equal(fs.fstatSync(fd).size, 2);
  fs.closeSync(fd);
});
test("with callbacks", async () => {
  const [, fd] = await called("open", "c", "w+");
  assert.deepEqual(await called("write", fd, "hello"), [null, 5, "hello"]);
  const data = Buffer.from("xyz");
  const [error, written, same] = await called("write", fd, data, 1, 1, 0);
  assert.equal(error, null);
  assert.equal(written, 1);
  assert.equal(same, data);
  const into = Buffer.alloc(5);
  assert.deepEqual((await called("read", fd, into, 0, 5, 0)).slice(0, 2), [null, 5]);
  assert.equal(into.toString(), "yello");
  assert.equal((await called("read", fd, { buffer: into, position: 1, length: 2 }))[1], 2);
  assert.equal(into.toString("utf8", 0, 2), "el");
  assert.equal((await called("writev", fd, [Buffer.from("a")], 4))[1], 1);
  assert.deepEqual(await called("fsync", fd), [null]);
  assert.deepEqual(await called("close", fd), [null]);
  assert.equal((await called("close", fd))[0].code, "EBADF");
});
test("the memory stays in place while a thread reads into it", async () => {
  fs.writeFileSync("big", Buffer.alloc(1 << 20, "ab"));
  const fd = fs.openSync("big");
  const reads = [];
  for (let i = 0; i < 50; i++) reads.push(called("read", fd, Buffer.alloc(100), 0, 100, i * 100));
  for (let i = 0; i < 20000; i++) Buffer.alloc(100); // garbage meanwhile
  for (const [, n, buffer] of await Promise.all(reads)) assert(n === 100 && buffer.toString() === "ab".repeat(50));
  fs.closeSync(fd);
});
