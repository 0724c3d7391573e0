// test-timeout: 60 s
import fetch, { AbortError, Blob, FormData, Headers } from "node-fetch";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { Readable } from "node:stream";
import { test, assert } from "../harness.mjs";
import { serving, textOf } from "./fixtures/http.mjs";

async function server(request, response) {
  const { url } = request;
  if (url === "/gzip") return void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("gzipped"));
  if (url === "/br") return void response.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync("brotlied"));
  if (url === "/moved") return void response.writeHead(303, { location: "/there" }).end();
  if (url === "/slow") return;
  if (url === "/cut") {
    response.writeHead(200, { "transfer-encoding": "chunked" });
    response.write("begun");
    return void setTimeout(() => response.destroy(), 20);
  }
  response.end(JSON.stringify({ method: request.method, url, type: request.headers["content-type"], body: await textOf(request) }));
}
const running = (use) => serving(server, (ask, port) => use((path, options) => fetch(`http://127.0.0.1:${port}${path}`, options)));

test("compressed bodies, redirects, the body as a stream", () => running(async (get) => {
  assert.equal(await (await get("/gzip")).text(), "gzipped");
  assert.equal(await (await get("/br")).text(), "brotlied");
  const moved = await get("/moved", { method: "POST", body: "x" });
  assert.deepEqual([moved.redirected, (await moved.json()).method], [true, "GET"]);
  assert.equal(JSON.parse(await textOf((await get("/s")).body)).url, "/s");
}));

test("forms, streams and parameters as bodies", () => running(async (get) => {
  const form = new FormData();
  form.set("file", new Blob(["content"]), "f.txt");
  assert.match((await (await get("/", { method: "POST", body: form })).json()).body, /filename="f\.txt"/);
  assert.equal((await (await get("/", { method: "POST", body: Readable.from(["a", "b"]) })).json()).body, "ab");
  const parameters = await (await get("/", { method: "POST", body: new URLSearchParams({ q: "x y" }) })).json();
  assert.deepEqual([parameters.body, parameters.type], ["q=x+y", "application/x-www-form-urlencoded;charset=UTF-8"]);
  assert.deepEqual([...new Headers({ B: "2", a: "1" })], [["a", "1"], ["b", "2"]]);
}));

test("an abort, a response that is cut off, a port where nobody listens", () => running(async (get) => {
  const aborter = new AbortController();
  setTimeout(() => aborter.abort(), 20);
  await assert.rejects(get("/slow", { signal: aborter.signal }), AbortError);
  const cut = await get("/cut");
  await assert.rejects(cut.text(), { code: "ERR_STREAM_PREMATURE_CLOSE" });
  await assert.rejects(fetch("http://127.0.0.1:1/"), { name: "FetchError", code: "ECONNREFUSED" });
}));
