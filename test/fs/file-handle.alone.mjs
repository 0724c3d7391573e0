// FileHandle.
import fs from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { test, assert } from "../harness.mjs";

test("everything a handle does", async () => {
  const handle = await open("f", "w+");
  assert.equal(typeof handle.fd, "number");
  assert.equal((await handle.write("hello")).bytesWritten, 5);
  assert.equal((await handle.write(Buffer.from("XY"), 0, 1, 0)).bytesWritten, 1);
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  assert.deepEqual([bytesRead, buffer.toString()], [4, "Xell"]);
  assert.equal((await handle.read({ buffer: Buffer.alloc(2), position: 1 })).buffer.toString(), "el");
  assert.equal((await handle.writev([Buffer.from("a"), Buffer.from("b")], 3)).bytesWritten, 2);
  assert.equal((await handle.readv([Buffer.alloc(2)], 3)).buffers[0].toString(), "ab");
  assert.equal((await handle.stat()).size, 5);
  await handle.truncate(3);
  await handle.chmod(0o600);
  await handle.utimes(1, 2);
  await handle.sync();
  await handle.datasync();
  assert.equal((await handle.stat()).mtimeMs, 2000);
  await handle.close();
  assert.equal(handle.fd, -1);
  await handle.close();
  await assert.rejects(handle.stat(), { message: "file closed", code: "EBADF" });
  assert.equal(fs.readFileSync("f", "utf8"), "Xel");
});
test("readFile and writeFile go on where the file stands", async () => {
  fs.writeFileSync("g", "abcdef");
  const handle = await open("g", "r+");
  await handle.read(Buffer.alloc(2), 0, 2);
  assert.equal(await handle.readFile("utf8"), "cdef");
  await handle.writeFile("!");
  await handle.appendFile("?");
  await handle.close();
  assert.equal(fs.readFileSync("g", "utf8"), "abcdef!?");
});
test("functions that take a path take a handle", async () => {
  const handle = await open("h", "w+");
  await writeFile(handle, ["1", "2"]);
  await handle.close();
  const again = await open("h");
  assert.equal(await readFile(again, "utf8"), "12");
  await again.close();
});
test("close waits for what is under way", async () => {
  fs.writeFileSync("big", "x".repeat(1 << 20));
  const handle = await open("big");
  const reading = handle.readFile();
  let closed = false;
  handle.on("close", () => { closed = true; });
  const closing = handle.close();
  assert.equal(closed, true);
  assert.equal((await reading).length, 1 << 20);
  await closing;
  assert.equal(handle.fd, -1);
});
test("asyncDispose closes", async () => {
  const handle = await open("big");
  await handle[Symbol.asyncDispose]();
  assert.equal(handle.fd, -1);
});
test("readLines and readableWebStream", async () => {
  fs.writeFileSync("lines", "one\ntwo\r\nthree");
  const lines = [];
  for await (const line of (await fs.promises.open("lines")).readLines()) lines.push(line);
  assert.deepEqual(lines, ["one", "two", "three"]);
  const handle = await fs.promises.open("lines");
  let text = "";
  for await (const chunk of handle.readableWebStream()) text += new TextDecoder().decode(chunk);
  assert.equal(text, "one\ntwo\r\nthree");
  assert.throws(() => handle.readableWebStream(), { code: "ERR_INVALID_STATE" });
  await handle.close();
  const byob = await fs.promises.open("lines");
  const reader = byob.readableWebStream({ type: "bytes" }).getReader({ mode: "byob" });
  assert.equal(new TextDecoder().decode((await reader.read(new Uint8Array(3))).value), "one");
  await reader.cancel();
  await byob.close();
  assert.throws(() => byob.readableWebStream(), { code: "ERR_INVALID_STATE" });
});
