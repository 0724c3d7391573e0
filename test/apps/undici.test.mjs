// test-timeout: 60 s
import { Agent, Client, FormData, MockAgent, Pool, fetch, request, stream, WebSocket } from "undici";
import { WebSocketServer } from "ws";
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { test, assert } from "../harness.mjs";
import { serving, textOf } from "./fixtures/http.mjs";

const reflect = async (incoming, response) => {
  if (incoming.url === "/slow") return;
  if (incoming.url === "/moved") return void response.writeHead(302, { location: "/there" }).end();
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ method: incoming.method, url: incoming.url, type: incoming.headers["content-type"], body: await textOf(incoming) }));
};

const origin = (port) => `http://127.0.0.1:${port}`;

test("request: a body of text, of a stream; JSON; the status and headers", () => serving(reflect, async (ask, port) => {
  const dispatcher = new Agent();
  const { statusCode, headers, body } = await request(`${origin(port)}/a`, { method: "PUT", body: "hi", dispatcher });
  assert.deepEqual([statusCode, headers["content-type"], (await body.json()).body], [200, "application/json", "hi"]);
  const streamed = await request(origin(port), { method: "POST", body: Readable.from(["x".repeat(50_000), "y"]), dispatcher });
  assert.equal((await streamed.body.json()).body.length, 50_001);
  await dispatcher.close();
}));

test("a client sends requests one after the other on one connection; a pool; stream to a Writable", () => serving(reflect, async (ask, port) => {
  const client = new Client(origin(port), { pipelining: 4 });
  const answers = await Promise.all([1, 2, 3, 4, 5].map(async (n) => (await client.request({ path: `/${n}`, method: "GET" })).body.json()));
  assert.deepEqual(answers.map((answer) => answer.url), ["/1", "/2", "/3", "/4", "/5"]);
  await client.close();
  const pool = new Pool(origin(port), { connections: 2 });
  const sink = new PassThrough();
  await stream(`${origin(port)}/s`, { dispatcher: pool, method: "GET", opaque: sink }, ({ opaque }) => opaque);
  assert.equal(JSON.parse(await textOf(sink)).url, "/s");
  await pool.close();
}));

test("time limits and aborts", () => serving(reflect, async (ask, port) => {
  const client = new Client(origin(port), { headersTimeout: 300 });
  await assert.rejects(client.request({ path: "/slow", method: "GET" }), { code: "UND_ERR_HEADERS_TIMEOUT" });
  const aborter = new AbortController();
  const aborted = client.request({ path: "/slow", method: "GET", signal: aborter.signal });
  setTimeout(() => aborter.abort(), 10);
  await assert.rejects(aborted, { name: "AbortError" });
  await client.destroy();
}));

test("undici's own fetch: redirects, forms, streams", () => serving(reflect, async (ask, port) => {
  const dispatcher = new Agent();
  const moved = await fetch(`${origin(port)}/moved`, { dispatcher });
  assert.deepEqual([moved.redirected, (await moved.json()).url], [true, "/there"]);
  const form = new FormData();
  form.set("a", "b");
  const posted = await (await fetch(origin(port), { method: "POST", body: form, dispatcher })).json();
  assert.match(posted.type, /^multipart\/form-data; boundary=/);
  assert.match(posted.body, /name="a"\r\n\r\nb\r\n/);
  let text = "";
  for await (const chunk of (await fetch(`${origin(port)}/f`, { dispatcher })).body.pipeThrough(new TextDecoderStream())) text += chunk;
  assert.equal(JSON.parse(text).url, "/f");
  await dispatcher.close();
}));

test("a mocked origin, and undici's WebSocket", async () => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  dispatcher.get("http://weft.test").intercept({ path: "/x" }).reply(200, { mocked: true });
  assert.deepEqual(await (await request("http://weft.test/x", { dispatcher })).body.json(), { mocked: true });
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => socket.on("message", (data) => socket.send(`heard ${data}`)));
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
  client.onopen = () => client.send("this");
  assert.equal((await new Promise((resolve) => { client.onmessage = resolve; })).data, "heard this");
  client.close();
  await new Promise((resolve) => { client.onclose = resolve; });
  server.close();
});
