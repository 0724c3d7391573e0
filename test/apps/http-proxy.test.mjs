// test-timeout: 60 s
import httpProxy from "http-proxy";
import http from "node:http";
import { once } from "node:events";
import { WebSocket, WebSocketServer } from "ws";
import { test, assert } from "../harness.mjs";
import { serving, textOf } from "./fixtures/http.mjs";

/** Runs `use(ask, port)` with a proxy before `app`. */
const proxied = (app, use, options = {}) => serving(app, (direct, target) => {
  const proxy = httpProxy.createProxyServer({ target: `http://127.0.0.1:${target}`, ...options });
  const server = http.createServer((request, response) => proxy.web(request, response, (error) => {
    response.writeHead(502);
    response.end(error.code);
  }));
  server.on("upgrade", (request, socket, head) => proxy.ws(request, socket, head));
  proxy.on("proxyReq", (request) => request.setHeader("x-proxied", "yes"));
  proxy.on("proxyRes", (response) => { response.headers["x-seen"] = "by the proxy"; });
  return serving(server, use);
});

test("requests, bodies, headers and large answers pass", () => proxied(async (request, response) => {
  if (request.url === "/big") return void response.end(Buffer.alloc(2_000_000, 5));
  response.end(JSON.stringify({ url: request.url, proxied: request.headers["x-proxied"], forwarded: request.headers["x-forwarded-for"], body: await textOf(request) }));
}, async (ask) => {
  const answer = await ask("/a?b", { body: "x".repeat(100_000) });
  assert.equal(answer.headers["x-seen"], "by the proxy");
  const { url, proxied: mark, forwarded, body } = answer.json();
  assert.deepEqual([url, mark, forwarded, body.length], ["/a?b", "yes", "127.0.0.1", 100_000]);
  const big = await ask("/big");
  assert.equal(big.bytes.length, 2_000_000);
}, { xfwd: true }));

test("WebSockets pass", () => {
  const server = http.createServer();
  new WebSocketServer({ server }).on("connection", (socket) => socket.on("message", (data) => socket.send(`heard ${data}`)));
  return proxied(server, async (ask, port) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}/`);
    await once(client, "open");
    client.send("this");
    assert.equal(String((await once(client, "message"))[0]), "heard this");
    client.close();
    await once(client, "close");
  });
});

test("a target where nobody listens, and one that hangs up", () => proxied((request) => request.socket.destroy(), async (ask) => {
  const hungUp = await ask("/");
  assert.deepEqual([hungUp.status, hungUp.text], [502, "ECONNRESET"]);
}).then(() => proxied(() => {}, async (ask) => assert.equal((await ask("/")).text, "ECONNREFUSED"), { target: "http://127.0.0.1:1" })));
