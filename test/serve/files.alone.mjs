// test-timeout: 60 s
// Files as replies of Weft.serve.
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { test, assert } from "../harness.mjs";
import { raw, sleep, withServer } from "./fixtures/raw.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "weft-serve-"));
const at = (name) => path.join(folder, name);
const small = "hello file 0123456789";
const large = Buffer.alloc(5_000_000).map((_, i) => (i * 31 + (i >> 8)) & 255);
fs.writeFileSync(at("small.txt"), small);
fs.writeFileSync(at("large.bin"), large);
fs.writeFileSync(at("empty.txt"), "");
const modified = new Date(1_600_000_000_000);
fs.utimesSync(at("small.txt"), modified, modified);

const keys = new URL("../tls/keys/", import.meta.url);
const tls = { key: fs.readFileSync(new URL("self-key.pem", keys)), cert: fs.readFileSync(new URL("self.pem", keys)) };

const file = (name) => Weft.file(at(name));
const options = {
  routes: {
    "/static": new Response(file("small.txt")),
    "/static-more": new Response(file("small.txt"), { headers: { "X-More": "1" } }),
    "/direct": file("small.txt"),
    "/static-none": new Response(file("none.txt")),
    "/static-large": new Response(file("large.bin")),
    "/static-empty": new Response(file("empty.txt")),
  },
  fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/slice": return new Response(file("small.txt").slice(2, 8));
      case "/part": return new Response(file("large.bin").slice(1_000_000, 3_000_000));
      case "/none": return new Response(file("none.txt"));
      case "/folder": return new Response(Weft.file(folder));
      case "/201": return new Response(file("small.txt"), { status: 201, headers: { "Content-Type": "x/y" } });
      case "/device": return new Response(Weft.file("/dev/null"));
      case "/own-range": return new Response(file("small.txt"), { headers: { "Content-Range": "bytes 0-20/21" } });
    }
    const name = pathname.slice(1);
    return fs.existsSync(at(name)) ? new Response(file(name)) : new Response(`fetch ${pathname}`, { status: 404 });
  },
  error: (error) => new Response(`error ${error.code}`, { status: 500 }),
};

async function ask(port, target, fields = "", { method = "GET", secure } = {}) {
  const text = await raw(port, `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${fields}\r\n`, { secure });
  const end = text.indexOf("\r\n\r\n");
  const [line, ...lines] = text.slice(0, end).split("\r\n");
  const headers = Object.fromEntries(lines.map((field) => [field.slice(0, field.indexOf(":")).toLowerCase(), field.slice(field.indexOf(":") + 2)]));
  return { status: +line.split(" ")[1], headers, body: text.slice(end + 4) };
}

test("whole files, small and large; HEAD; other statuses", () =>
  withServer(options, async (port) => {
    const got = await ask(port, "/small.txt");
    assert.deepEqual([got.status, got.body, got.headers["content-length"], got.headers["last-modified"]], [200, small, "21", undefined]);
    assert.match(got.headers["content-type"], /^text\/plain/);
    const big = await ask(port, "/large.bin");
    assert.equal(big.headers["content-length"], String(large.length));
    assert(Buffer.from(big.body, "latin1").equals(large));
    const head = await ask(port, "/large.bin", "", { method: "HEAD" });
    assert.deepEqual([head.status, head.body, head.headers["content-length"]], [200, "", String(large.length)]);
    const created = await ask(port, "/201", "Range: bytes=1-2\r\n");
    assert.deepEqual([created.status, created.body, created.headers["content-type"]], [201, small, "x/y"]);
    assert.deepEqual([(await ask(port, "/empty.txt")).body, (await ask(port, "/empty.txt")).headers["content-length"]], ["", "0"]);
    assert.deepEqual([(await ask(port, "/device")).status, (await ask(port, "/device")).body], [200, "0\r\n\r\n"]);
    const posted = await ask(port, "/small.txt", "Range: bytes=1-2\r\nContent-Length: 0\r\n", { method: "POST" });
    assert.deepEqual([posted.status, posted.body], [200, small]);
  }));

test("ranges", () =>
  withServer(options, async (port) => {
    for (const [range, status, body, which] of [
      ["bytes=2-5", 206, "llo ", "2-5/21"], ["bytes=-5", 206, "56789", "16-20/21"], ["bytes=16-", 206, "56789", "16-20/21"],
      ["bytes=0-0", 206, "h", "0-0/21"], ["bytes=10-999", 206, "0123456789".padStart(11), "10-20/21"], ["bytes=-999", 206, small, "0-20/21"],
      ["Bytes = 2 - 5", 206, "llo ", "2-5/21"],
      ["bytes=21-", 416, "", "*/21"], ["bytes=-0", 416, "", "*/21"], ["bytes=5-2", 200, small], ["bytes=0-1,3-4", 200, small],
      ["items=0-1", 200, small], ["bytes=", 200, small], ["bytes=a-b", 200, small], ["bytes=99999999999999999999-", 416, "", "*/21"],
    ]) {
      for (const target of ["/small.txt", "/static"]) {
        const got = await ask(port, target, `Range: ${range}\r\n`);
        assert.deepEqual([got.status, got.body, got.headers["content-range"], got.headers["content-length"]],
          [status, body, which && `bytes ${which}`, String(body.length)], `${target} ${range}`);
      }
    }
    const head = await ask(port, "/static", "Range: bytes=2-5\r\n", { method: "HEAD" });
    assert.deepEqual([head.status, head.body, head.headers["content-length"]], [206, "", "4"]);
    const far = await ask(port, "/large.bin", "Range: bytes=4000000-4999999\r\n");
    assert(Buffer.from(far.body, "latin1").equals(large.subarray(4_000_000)));
    assert.equal((await ask(port, "/static-empty", "Range: bytes=0-\r\n")).status, 416);
    assert.equal((await ask(port, "/own-range", "Range: bytes=1-2\r\n")).body, small);
    const slice = await ask(port, "/slice");
    assert.deepEqual([slice.status, slice.body, slice.headers["content-range"]], [206, "llo fi", "bytes 2-7/*"]);
    const part = await ask(port, "/part");
    assert(Buffer.from(part.body, "latin1").equals(large.subarray(1_000_000, 3_000_000)));
  }));

test("static routes: Last-Modified, If-Modified-Since, If-Range", () =>
  withServer(options, async (port) => {
    const date = modified.toUTCString();
    const got = await ask(port, "/static-more");
    assert.deepEqual([got.status, got.body, got.headers["last-modified"], got.headers["x-more"]], [200, small, date, "1"]);
    assert.equal((await ask(port, "/direct")).headers["last-modified"], date);
    const same = await ask(port, "/static", `If-Modified-Since: ${date}\r\nRange: bytes=1-2\r\n`);
    assert.deepEqual([same.status, same.body, same.headers["content-length"]], [304, "", undefined]);
    assert.equal((await ask(port, "/static", "If-Modified-Since: Sun, 29 Nov 1996 09:11:39 GMT\r\n")).status, 200);
    assert.equal((await ask(port, "/static", "If-Modified-Since: nonsense\r\n")).status, 200);
    assert.equal((await ask(port, "/static", `If-Range: ${date}\r\nRange: bytes=1-2\r\n`)).status, 206);
    assert.equal((await ask(port, "/static", 'If-Range: "tag"\r\nRange: bytes=1-2\r\n')).status, 200);
    assert.equal((await ask(port, "/static", "If-Range: Sun, 29 Nov 2036 09:11:39 GMT\r\nRange: bytes=1-2\r\n")).status, 200);
    fs.writeFileSync(at("small.txt"), small.toUpperCase());
    assert.equal((await ask(port, "/static", `If-Modified-Since: ${date}\r\n`)).body, small.toUpperCase());
    fs.writeFileSync(at("small.txt"), small);
    fs.utimesSync(at("small.txt"), modified, modified);
  }));

test("a file that is not there, a folder", async () => {
  await withServer(options, async (port) => {
    assert.deepEqual([(await ask(port, "/none")).status, (await ask(port, "/none")).body], [500, "error ENOENT"]);
    assert.equal((await ask(port, "/folder")).body, "error EISDIR");
    assert.equal((await ask(port, "/static-none")).body, "fetch /static-none");
  });
  await withServer({ routes: { "/": new Response(file("none.txt")) } }, async (port) => assert.equal((await ask(port, "/")).status, 404));
  // Neither is the file that the error handler answers with.
  await withServer({ fetch: () => new Response(file("none.txt")), error: () => new Response(file("none.txt")) }, async (port) => {
    process.once("uncaughtException", () => {});
    assert.equal((await ask(port, "/")).status, 500);
  });
});

test("several on one connection, in order", () =>
  withServer(options, async (port) => {
    const get = (target, more = "") => `GET ${target} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
    const text = await raw(port, get("/small.txt") + get("/large.bin") + get("/static") + get("/small.txt", "Connection: close\r\n"));
    assert.equal(text.match(/HTTP\/1\.1 200/g).length, 4);
    assert.equal(text.split(small).length, 4);
  }));

test("over TLS and over a Unix-domain socket", async () => {
  await withServer({ ...options, tls }, async (port) => {
    const secure = { rejectUnauthorized: false };
    assert.equal((await ask(port, "/small.txt", "", { secure })).body, small);
    assert(Buffer.from((await ask(port, "/large.bin", "", { secure })).body, "latin1").equals(large));
  });
  const server = Weft.serve({ unix: at("socket"), fetch: options.fetch });
  const got = await new Promise((resolve) => {
    const parts = [];
    const socket = net.connect(at("socket"), () => socket.write("GET /large.bin HTTP/1.0\r\n\r\n"));
    socket.on("data", (data) => parts.push(data));
    socket.on("close", () => resolve(Buffer.concat(parts)));
  });
  assert(got.subarray(got.indexOf("\r\n\r\n") + 4).equals(large));
  await server.stop(true);
});

const descriptors = () => fs.readdirSync("/proc/self/fd").length;

test("a file that shrinks while it is sent cuts the connection; a client that leaves closes the file", () =>
  withServer(options, async (port) => {
    const before = descriptors();
    fs.writeFileSync(at("shrinks.bin"), Buffer.alloc(30_000_000));
    const slow = net.connect(port, "127.0.0.1");
    let received = 0;
    slow.pause();
    slow.write("GET /shrinks.bin HTTP/1.1\r\nHost: x\r\n\r\n");
    await sleep(100);
    fs.truncateSync(at("shrinks.bin"), 10);
    slow.on("data", (data) => (received += data.length));
    slow.on("error", () => {});
    slow.resume();
    await new Promise((resolve) => slow.on("close", resolve));
    assert(received < 30_000_000);
    fs.writeFileSync(at("large2.bin"), Buffer.alloc(30_000_000));
    const leaving = net.connect(port, "127.0.0.1");
    leaving.pause();
    leaving.write("GET /large2.bin HTTP/1.1\r\nHost: x\r\n\r\n");
    await sleep(50);
    leaving.destroy();
    await sleep(100);
    assert(descriptors() <= before);
  }));

test("a client that reads slowly takes no memory, and holds nobody up", () =>
  withServer({ ...options, idleTimeout: 0 }, async (port) => {
    fs.writeFileSync(at("huge.bin"), Buffer.alloc(100_000_000));
    const before = process.memoryUsage().rss;
    const slow = [];
    for (let i = 0; i < 5; i++) {
      const socket = net.connect(port, "127.0.0.1");
      socket.pause();
      socket.write("GET /huge.bin HTTP/1.1\r\nHost: x\r\n\r\n");
      slow.push(socket);
    }
    await sleep(100);
    assert.equal((await ask(port, "/small.txt")).body, small);
    assert(process.memoryUsage().rss - before < 50e6);
    for (const socket of slow) socket.destroy();
  }));

test("cleaning up", () => fs.rmSync(folder, { recursive: true }));
