// test-timeout: 60 s
import axios, { AxiosError } from "axios";
import { Readable } from "node:stream";
import { test, assert } from "../harness.mjs";
import { serving, textOf } from "./fixtures/http.mjs";

async function server(request, response) {
  if (request.url === "/moved") return void response.writeHead(307, { location: "/there" }).end();
  if (request.url === "/missing") return void response.writeHead(404, { "content-type": "application/json" }).end('{"why":"none"}');
  if (request.url === "/slow") return;
  const body = await textOf(request);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
}

for (const adapter of ["http", "fetch"]) {
  const running = (use) => serving(server, (ask, port) => use(axios.create({ baseURL: `http://127.0.0.1:${port}`, adapter })));

  test(`${adapter}: JSON, a query, basic authentication, redirects`, () => running(async (client) => {
    const { data, status } = await client.post("/there", { z: [1, "é"] }, { params: { q: ["a", "b"] }, auth: { username: "ada", password: "x" } });
    assert.deepEqual([status, data.method, data.url, data.body], [200, "POST", "/there?q%5B%5D=a&q%5B%5D=b", '{"z":[1,"é"]}']);
    assert.equal(data.headers.authorization, `Basic ${btoa("ada:x")}`);
    assert.equal((await client.get("/moved")).data.url, "/there");
  }));

  test(`${adapter}: errors of the status and of time, an abort`, () => running(async (client) => {
    const error = await assert.rejects(client.get("/missing"), AxiosError);
    assert.deepEqual([error.code, error.response.status, error.response.data], ["ERR_BAD_REQUEST", 404, { why: "none" }]);
    await assert.rejects(client.get("/slow", { timeout: 200 }), { code: adapter === "http" ? "ECONNABORTED" : "ETIMEDOUT" });
    const aborter = new AbortController();
    setTimeout(() => aborter.abort(), 20);
    await assert.rejects(client.get("/slow", { signal: aborter.signal }), { code: "ERR_CANCELED" });
    await assert.rejects(axios.get("http://127.0.0.1:1/", { adapter }), { code: adapter === "http" ? "ECONNREFUSED" : "ERR_NETWORK" });
  }));

  test(`${adapter}: interceptors, progress`, () => running(async (client) => {
    client.interceptors.request.use((config) => { config.headers.set("x-x", "1"); return config; });
    client.interceptors.response.use((response) => ({ ...response, data: response.data.headers["x-x"] }));
    assert.equal((await client.get("/")).data, "1");
    let loaded = 0;
    await client.post("/", "x".repeat(10_000), { onUploadProgress: (event) => { loaded = event.loaded; } });
    assert.equal(loaded, 10_000);
  }));
}

test("a form with a file", () => serving(server, async (ask, port) => {
  const form = new FormData();
  form.set("a", "b");
  form.set("file", new Blob(["content"], { type: "text/plain" }), "f.txt");
  const posted = (await axios.post(`http://127.0.0.1:${port}/form`, form)).data;
  assert.match(posted.headers["content-type"], /^multipart\/form-data; boundary=/);
  assert.match(posted.body, /filename="f\.txt"\r\n(?:.*\r\n)*?\r\ncontent\r\n/);
}));

test("streams both ways", () => serving(server, async (ask, port) => {
  const { data } = await axios.post(`http://127.0.0.1:${port}/`, Readable.from(["streamed ", "up"]), { responseType: "stream" });
  assert.equal(JSON.parse(await textOf(data)).body, "streamed up");
}));
