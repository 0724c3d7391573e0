import fs from "node:fs";
import { test, assert } from "../harness.mjs";

const folder = fs.mkdtempSync("weft-file-");
const at = (name) => `${folder}/${name}`;
const put = (name, content) => {
  fs.writeFileSync(at(name), content);
  return at(name);
};

test("a file is a Blob that knows its size, type and name", () => {
  const file = Weft.file(put("a.html", "<p>é</p>"));
  assert(file instanceof Blob);
  assert.deepEqual([file.size, file.type, file.name], [9, "text/html;charset=utf-8", at("a.html")]);
  assert.equal(file.lastModified, Math.trunc(fs.statSync(at("a.html")).mtimeMs));
});

test("types come from the extension, or from the program", () => {
  const type = (name, options) => Weft.file(name, options).type;
  assert.equal(type("x.JSON"), "application/json;charset=utf-8");
  assert.equal(type("x.tar.gz"), "application/gzip");
  assert.equal(type("x.png"), "image/png");
  assert.equal(type("x.webm"), "video/webm");
  assert.equal(type("x.docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  for (const name of ["x", "x.", ".html", "a.b/c", "x.nosuch", "x.constructor", "x.__proto__"])
    assert.equal(type(name), "application/octet-stream", name);
  assert.equal(type("x.html", { type: "Image/PNG" }), "image/png");
  assert.equal(type("x", { type: "text/html" }), "text/html;charset=utf-8");
  assert.equal(type("x", { type: "text/plain; charset=latin1" }), "text/plain; charset=latin1");
});

test("every way to read it", async () => {
  const file = Weft.file(put("r.json", '{"a":"ü"}'));
  assert.equal(await file.text(), '{"a":"ü"}');
  assert.deepEqual(await file.json(), { a: "ü" });
  const bytes = await file.bytes();
  assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
  assert.equal(bytes.length, 10);
  assert.equal((await file.arrayBuffer()).byteLength, 10);
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of file.stream()) text += decoder.decode(chunk, { stream: true });
  assert.equal(text, '{"a":"ü"}');
  assert.equal(await new Response(file).text(), text);
  assert.equal(new Response(file).headers.get("content-type"), "application/json;charset=utf-8");
  assert.equal(await new Blob([file, "!"]).text(), text + "!");
});

test("a byte order mark is no text", async () => {
  assert.equal(await Weft.file(put("bom", "\ufeffa")).text(), "a");
  assert.equal((await Weft.file(at("bom")).bytes()).length, 4);
});

test("it is read anew each time", async () => {
  const file = Weft.file(at("later"));
  assert.deepEqual([file.size, await file.exists()], [0, false]);
  put("later", "one");
  assert.deepEqual([file.size, await file.exists(), await file.text()], [3, true, "one"]);
  put("later", "three");
  assert.deepEqual([file.size, await file.text()], [5, "three"]);
});

test("slices", async () => {
  const file = Weft.file(put("s.txt", "0123456789"));
  assert.equal(await file.slice(2, 5).text(), "234");
  assert.equal(await file.slice(-3).text(), "789");
  assert.equal(await file.slice(2).slice(1, 3).text(), "34");
  assert.equal(await file.slice(8, 100).text(), "89");
  assert.equal(await file.slice(5, 2).text(), "");
  assert.deepEqual([file.slice(2, 5).size, file.slice(20).size], [3, 0]);
  assert.equal(file.slice(0, 2, "a/b").type, "a/b");
  assert.equal(file.slice("c/d").type, "c/d");
  assert.equal(await new Response(file.slice(3, 6).stream()).text(), "345");
  assert.equal((await file.slice(1, 4).arrayBuffer()).byteLength, 3);
});

test("a stream in small chunks, cancelled and abandoned ones", async () => {
  const file = Weft.file(put("chunks", "x".repeat(1000)));
  const sizes = [];
  for await (const chunk of file.stream(400)) sizes.push(chunk.length);
  assert.deepEqual(sizes, [400, 400, 200]);
  const open = () => fs.readdirSync("/proc/self/fd").length;
  const before = open();
  for (let i = 0; i < 20; i++) {
    const reader = file.stream(10).getReader();
    await reader.read();
    await reader.cancel();
  }
  // A read that was under way closes its descriptor when it returns.
  for (let i = 0; i < 100 && open() > before; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert(open() <= before);
  const reader = file.stream(10).getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(4));
  assert.equal(value.length, 4);
  await reader.cancel();
});

test("faults of the system are Node's", async () => {
  const gone = Weft.file(at("gone"));
  await assert.rejects(gone.text(), { code: "ENOENT", message: /no such file or directory, open/ });
  await assert.rejects(gone.stat(), { code: "ENOENT", syscall: "stat" });
  await assert.rejects(gone.delete(), { code: "ENOENT", syscall: "unlink" });
  await assert.rejects(gone.stream().getReader().read(), { code: "ENOENT" });
  await assert.rejects(gone.slice(1, 2).text(), { code: "ENOENT" });
  await assert.rejects(Weft.file(folder).text(), { code: "EISDIR" });
  assert.equal(await Weft.file(folder).exists(), false);
  assert.throws(() => Weft.file(), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Weft.file(-1), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => Weft.file("a\0b"), { code: "ERR_INVALID_ARG_VALUE" });
});

test("URLs, bytes and descriptors name files too", async () => {
  const path = fs.realpathSync(put("n.txt", "named"));
  assert.equal(await Weft.file(new URL(`file://${path}`)).text(), "named");
  assert.equal(await Weft.file(Buffer.from(path)).text(), "named");
  const fd = fs.openSync(path);
  const file = Weft.file(fd);
  assert.deepEqual([file.size, file.name, file.type], [5, undefined, "application/octet-stream"]);
  assert.equal(await file.slice(1, 3).text(), "am");
  assert.equal(await file.text(), "named");
  fs.closeSync(fd);
});

test("stat, delete, exists", async () => {
  const file = Weft.file(put("d", "12"));
  const stats = await file.stat();
  assert.deepEqual([stats.size, stats.isFile()], [2, true]);
  await file.delete();
  assert.equal(await file.exists(), false);
});

test("forms: in a file, and of files", async () => {
  put("form", "a=1&b=%20");
  const form = await Weft.file(at("form"), { type: "application/x-www-form-urlencoded" }).formData();
  assert.deepEqual([...form], [["a", "1"], ["b", " "]]);
  const out = new FormData();
  out.append("up", Weft.file(put("up.txt", "content")));
  assert.equal(out.get("up").name, "up.txt");
  assert.includes(await new Response(out).text(), 'filename="up.txt"');
});

test("structuredClone gives the same file", async () => {
  const copy = structuredClone(Weft.file(put("clone.txt", "0123")).slice(1, 3));
  assert.equal(await copy.text(), "12");
});

test("a named pipe is read to its end", async () => {
  const { execFileSync, spawn } = await import("node:child_process");
  execFileSync("mkfifo", [at("fifo")]);
  const writer = spawn("sh", ["-c", `printf 12; sleep 0.05; printf 345`], { stdio: ["ignore", fs.openSync(at("fifo"), "r+"), "ignore"] });
  const reader = Weft.file(at("fifo")).stream().getReader();
  let text = "";
  while (text.length < 5) text += new TextDecoder().decode((await reader.read()).value);
  assert.equal(text, "12345");
  await reader.cancel();
  writer.kill();
});
