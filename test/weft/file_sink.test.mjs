import fs from "node:fs";
import { test, assert } from "../harness.mjs";

const folder = fs.mkdtempSync("weft-sink-");
const path = `${folder}/sink`;
const read = () => fs.readFileSync(path, "utf8");

test("pieces are gathered up to the mark", () => {
  const sink = Weft.file(path).writer({ highWaterMark: 8 });
  assert.equal(sink.write("abc"), 3);
  assert.equal(read(), "");
  assert.equal(sink.write(new Uint16Array([0x6464])), 2);
  assert.equal(read(), "");
  assert.equal(sink.write("éé"), 4);
  assert.equal(read(), "abcddéé");
  assert.equal(sink.write("tail"), 4);
  assert.equal(sink.flush(), 4);
  assert.equal(sink.flush(), 0);
  assert.equal(read(), "abcddéétail");
  assert.equal(sink.write("end"), 3);
  assert.equal(sink.end(), 3);
  assert.equal(sink.end(), 0);
  assert.equal(read(), "abcddéétailend");
});

test("the end of a turn flushes", async () => {
  const sink = Weft.file(path).writer();
  sink.write("a");
  sink.write(new TextEncoder().encode("b"));
  await new Promise(setImmediate);
  assert.equal(read(), "ab");
  sink.end();
});

test("memory may be used again after write()", () => {
  const sink = Weft.file(path).writer();
  const bytes = new Uint8Array([97, 98]);
  sink.write(bytes);
  bytes.fill(0);
  sink.end();
  assert.equal(read(), "ab");
});

test("what is large goes out at once, in order", () => {
  const sink = Weft.file(path).writer({ highWaterMark: 10 });
  sink.write("1");
  sink.write(new Uint8Array(100).fill(50));
  sink.write("3");
  sink.end();
  assert.equal(read(), "1" + "2".repeat(100) + "3");
});

test("faults", () => {
  assert.throws(() => Weft.file(`${folder}/none/x`).writer(), { code: "ENOENT" });
  const sink = Weft.file(path).writer();
  assert.throws(() => sink.write(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => sink.write(), { code: "ERR_MISSING_ARGS" });
  sink.end();
  assert.throws(() => sink.write("x"), { code: "ERR_INVALID_STATE" });
  const full = Weft.file("/dev/full").writer();
  full.write("x");
  assert.throws(() => full.flush(), { code: "ENOSPC" });
});

test("a pipe takes what fits, and the rest later", async () => {
  const { execFileSync, spawn } = await import("node:child_process");
  const fifo = `${folder}/fifo`;
  execFileSync("mkfifo", [fifo]);
  const reader = spawn("sh", ["-c", `sleep 0.1; cat "${fifo}" | wc -c`], { stdio: ["ignore", "pipe", "inherit"] });
  const fd = fs.openSync(fifo, "r+");
  const sink = Weft.file(fifo).writer();
  assert.equal(await sink.write("x".repeat(300_000)), 300_000);
  fs.closeSync(fd);
  await sink.end();
  let out = "";
  for await (const chunk of reader.stdout) out += chunk;
  assert.equal(out.trim(), "300000");
});
