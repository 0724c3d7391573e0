// test-timeout: 60 s
import got, { HTTPError, TimeoutError } from "got";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { test, assert } from "../harness.mjs";
import { serving, textOf } from "./fixtures/http.mjs";

function server() {
  let failures = 2;
  return async (request, response) => {
    const { pathname } = new URL(request.url, "http://weft.test");
    if (pathname === "/moved") return void response.writeHead(302, { location: "/reflect?moved" }).end();
    if (pathname === "/flaky" && failures-- > 0) return void response.writeHead(503, { "retry-after": "0" }).end();
    if (pathname === "/missing") return void response.writeHead(404).end("none");
    if (pathname === "/slow") return;
    if (pathname === "/cookies") return void response.setHeader("set-cookie", "a=1").end(request.headers.cookie ?? "none");
    if (pathname === "/zipped") return void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("unzipped"));
    const body = await textOf(request);
    response.end(JSON.stringify({ method: request.method, url: request.url, type: request.headers["content-type"], x: request.headers["x-x"], body }));
  };
}

const running = (use) => serving(server(), (ask, port) =>
  use(got.extend({ prefixUrl: `http://127.0.0.1:${port}`, headers: { "x-x": "always" }, retry: { backoffLimit: 1 } })));

test("JSON, a form, a query, redirects, retries", () => running(async (client) => {
  const posted = await client.post("reflect", { json: { a: 1 } }).json();
  assert.deepEqual(posted, { method: "POST", url: "/reflect", type: "application/json", x: "always", body: '{"a":1}' });
  assert.equal((await client.put("reflect", { form: { a: "b c" } }).json()).body, "a=b+c");
  assert.equal((await client("reflect", { searchParams: { q: "é" } }).json()).url, "/reflect?q=%C3%A9");
  const moved = await client("moved");
  assert.deepEqual([moved.redirectUrls.length, JSON.parse(moved.body).url], [1, "/reflect?moved"]);
  const flaky = await client("flaky");
  assert.deepEqual([flaky.statusCode, flaky.retryCount], [200, 2]);
}));

test("errors: of the status, of time; an abort", () => running(async (client) => {
  const error = await assert.rejects(client("missing"), HTTPError);
  assert.deepEqual([error.code, error.response.body], ["ERR_NON_2XX_3XX_RESPONSE", "none"]);
  await assert.rejects(client("slow", { timeout: { request: 300 }, retry: { limit: 0 } }), TimeoutError);
  const aborter = new AbortController();
  const pending = client("slow", { signal: aborter.signal });
  setTimeout(() => aborter.abort(), 20);
  await assert.rejects(pending, { code: "ERR_ABORTED" });
}));

test("streams both ways, compressed bodies, bytes", () => running(async (client) => {
  let text = "";
  await pipeline(Readable.from(["x".repeat(100_000)]), client.stream.post("reflect"), async (source) => {
    for await (const chunk of source) text += chunk;
  });
  assert.equal(JSON.parse(text).body.length, 100_000);
  assert.equal(await client("zipped").text(), "unzipped");
  assert.equal(new TextDecoder().decode(await client("zipped").buffer()), "unzipped");
}));

test("hooks, and pages one after another", () => running(async (client) => {
  const hooked = client.extend({ hooks: { beforeRequest: [(options) => { options.headers["x-x"] = "hooked"; }] } });
  assert.equal((await hooked("reflect").json()).x, "hooked");
  const urls = await client.paginate.all("reflect", {
    searchParams: { page: 1 },
    pagination: {
      transform: (response) => [JSON.parse(response.body).url],
      paginate: ({ response }) => {
        const page = Number(new URL(response.url).searchParams.get("page"));
        return page < 3 && { searchParams: { page: page + 1 } };
      },
    },
  });
  assert.deepEqual(urls, ["/reflect?page=1", "/reflect?page=2", "/reflect?page=3"]);
}));
