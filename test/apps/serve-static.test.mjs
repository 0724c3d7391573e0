// test-timeout: 60 s
import serveStatic from "serve-static";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "static-"));
const big = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 31 + (index >> 8)) & 255));
fs.writeFileSync(path.join(folder, "big.bin"), big);
fs.writeFileSync(path.join(folder, ".hidden"), "hidden");
fs.mkdirSync(path.join(folder, "sub"));
fs.writeFileSync(path.join(folder, "sub/index.html"), "<p>index</p>");

function app(request, response) {
  serveStatic(folder, { dotfiles: "deny", setHeaders: (target) => target.setHeader("x-from", "disk") })(request, response, (error) => {
    response.statusCode = error?.status ?? 404;
    response.end("no such file");
  });
}

test("a large file, whole and in ranges", () => serving(app, async (ask) => {
  const whole = await ask("/big.bin");
  assert(whole.bytes.equals(big));
  assert.deepEqual([whole.headers["accept-ranges"], whole.headers["x-from"]], ["bytes", "disk"]);
  const ranges = { "bytes=0-0": [0, 1], "bytes=1000000-1999999": [1_000_000, 2_000_000], "bytes=-10": [2_999_990, 3_000_000], "bytes=2999999-": [2_999_999, 3_000_000] };
  for (const [range, [from, to]] of Object.entries(ranges)) {
    const part = await ask("/big.bin", { headers: { range } });
    assert.deepEqual([part.status, part.headers["content-range"]], [206, `bytes ${from}-${to - 1}/3000000`]);
    assert(part.bytes.equals(big.subarray(from, to)), range);
  }
  const beyond = await ask("/big.bin", { headers: { range: "bytes=3000000-" } });
  assert.deepEqual([beyond.status, beyond.headers["content-range"]], [416, "bytes */3000000"]);
}));

test("conditions: unchanged, changed, a range of what was", () => serving(app, async (ask) => {
  const { etag, "last-modified": modified } = (await ask("/big.bin", { method: "HEAD" })).headers;
  assert.equal((await ask("/big.bin", { headers: { "if-none-match": etag } })).status, 304);
  assert.equal((await ask("/big.bin", { headers: { "if-modified-since": modified } })).status, 304);
  assert.equal((await ask("/big.bin", { headers: { "if-match": '"other"' } })).status, 412);
  assert.equal((await ask("/big.bin", { headers: { range: "bytes=0-9", "if-range": '"other"' } })).status, 200);
}));

test("an index, a redirect to it, and what is not given out", () => serving(app, async (ask) => {
  const index = await ask("/sub/");
  assert.deepEqual([index.text, index.headers["content-type"]], ["<p>index</p>", "text/html; charset=utf-8"]);
  const redirect = await ask("/sub");
  assert.deepEqual([redirect.status, redirect.headers.location], [301, "/sub/"]);
  assert.equal((await ask("/.hidden")).status, 404);
  assert.equal((await ask("/..%2f..%2fetc/passwd")).status, 404);
  assert.equal((await ask("/none")).status, 404);
}));

test("a client that leaves in the middle does no harm", () => serving(app, async (ask, port) => {
  const request = http.get({ port, host: "127.0.0.1", path: "/big.bin", agent: false });
  const [response] = await once(request, "response");
  await once(response, "data");
  request.destroy();
  assert((await ask("/big.bin")).bytes.equals(big));
}));
