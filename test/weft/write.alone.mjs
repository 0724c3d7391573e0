import fs from "node:fs";
import { test, assert } from "../harness.mjs";

const folder = fs.mkdtempSync("weft-write-");
const at = (name) => `${folder}/${name}`;
const read = (name) => fs.readFileSync(at(name), "utf8");

test("everything that has bytes can be written", async () => {
  const cases = [
    ["héé", "héé", 5],
    [new Uint16Array([0x6161, 0x6262]), "aabb", 4],
    [new Uint8Array([97, 98]).buffer, "ab", 2],
    [new Blob(["abc", new Blob(["d"])]), "abcd", 4],
    [["abc", new Uint8Array([100])], "abcd", 4],
    [new Response("hi"), "hi", 2],
    [new Request("http://x", { method: "POST", body: "req" }), "req", 3],
    [new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.enqueue(new Uint8Array([98])); c.close(); } })), "ab", 2],
    [new ReadableStream({ start(c) { c.enqueue("é"); c.close(); } }), "é", 2],
    [new Response(null), "", 0],
    [5, "5", 1],
    ["", "", 0],
  ];
  for (const [data, text, size] of cases) {
    assert.equal(await Weft.write(at("w"), data), size, text);
    assert.equal(read("w"), text);
  }
});

test("files are copied, whole and in parts", async () => {
  fs.writeFileSync(at("from"), "0123456789".repeat(50_000));
  assert.equal(await Weft.write(at("to"), Weft.file(at("from"))), 500_000);
  assert(fs.readFileSync(at("to")).equals(fs.readFileSync(at("from"))));
  assert.equal(await Weft.write(at("to"), Weft.file(at("from")).slice(3, 6)), 3);
  assert.equal(read("to"), "345");
  assert.equal(await Weft.write(at("to"), Weft.file(at("none-of-it")).slice(0)).catch((e) => e.code), "ENOENT");
  assert.equal(read("to"), "345");
  assert.equal(await Weft.write(at("from"), Weft.file(at("from"))), 0);
  assert.equal(fs.statSync(at("from")).size, 500_000);
  assert.equal(await Weft.write(at("from"), Weft.file(at("from")).slice(5, 8)), 3);
  assert.equal(read("from"), "567");
  assert.equal(await Weft.write(at("version"), Weft.file("/proc/version")), fs.readFileSync("/proc/version").length);
  assert.equal(await Weft.write("/dev/null", Weft.file(at("version"))), fs.readFileSync("/proc/version").length);
  assert.equal(await Weft.write(at("resp"), new Response(Weft.file(at("from")))), 3);
});

test("folders are made, unless that is not wanted", async () => {
  assert.equal(await Weft.write(at("a/b/c.txt"), "x"), 1);
  await assert.rejects(Weft.write(at("d/c.txt"), "x", { createPath: false }), { code: "ENOENT", syscall: "open" });
  assert.equal(await Weft.write(at("e/f"), Weft.file(at("a/b/c.txt"))), 1);
  assert.equal(await Weft.write(at("g/h"), new Blob(["1", "2"])), 2);
  assert.equal(read("e/f") + read("g/h"), "x12");
  await assert.rejects(Weft.write(at("a/b/c.txt/d"), "x"), { code: "ENOTDIR" });
});

test("mode", async () => {
  const before = process.umask(0);
  await Weft.write(at("m"), "x", { mode: 0o640 });
  await Weft.write(at("m2"), Weft.file(at("m")), { mode: 0o600 });
  process.umask(before);
  assert.deepEqual([fs.statSync(at("m")).mode & 0o777, fs.statSync(at("m2")).mode & 0o777], [0o640, 0o600]);
});

test("to descriptors, files and URLs", async () => {
  const fd = fs.openSync(at("fd"), "w");
  await Weft.write(fd, "one ");
  await Weft.write(Weft.file(fd), "two");
  fs.closeSync(fd);
  assert.equal(read("fd"), "one two");
  const file = Weft.file(at("file"));
  assert.equal(await file.write("abc"), 3);
  assert.equal(await Weft.write(new URL(`file://${fs.realpathSync(folder)}/url`), "u"), 1);
  assert.equal(await file.text() + read("url"), "abcu");
  const append = fs.openSync(at("fd"), "a");
  assert.equal(await Weft.write(append, file), 3);
  fs.closeSync(append);
  assert.equal(read("fd"), "one twoabc");
});

test("a pipe that nobody reads yet holds nothing up", async () => {
  (await import("node:child_process")).execFileSync("mkfifo", [at("fifo")]);
  const written = Weft.write(at("fifo"), "through");
  const copied = Weft.file(at("fifo")).text();
  assert.deepEqual([await written, await copied], [7, "through"]);
});

test("what cannot be written", async () => {
  assert.throws(() => Weft.write(), { code: "ERR_MISSING_ARGS" });
  assert.throws(() => Weft.write(at("n"), null), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Weft.write(new Blob(["x"]), "y"), { code: "ERR_INVALID_ARG_TYPE", message: /read-only/ });
  assert.throws(() => Weft.write(undefined, "y"), { code: "ERR_INVALID_ARG_TYPE" });
  const used = new Response("x");
  await used.text();
  assert.throws(() => Weft.write(at("n"), used), TypeError);
  await assert.rejects(Weft.write(folder, "x"), { code: "EISDIR" });
  await assert.rejects(Weft.write(at("n"), new ReadableStream({ start(c) { c.enqueue(5); } })), TypeError);
  let reason;
  const stream = new ReadableStream({ pull(c) { c.enqueue("x"); }, cancel(r) { reason = r; } });
  await assert.rejects(Weft.write(folder, stream), { code: "EISDIR" });
  assert.equal(reason.code, "EISDIR");
});
