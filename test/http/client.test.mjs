import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { fetchText, withServer } from "./support.mjs";

async function withRawServer(handler, use) {
  const server = net.createServer(handler).listen(0);
  await once(server, "listening");
  try {
    return await use(server.address().port);
  } finally {
    server.close();
  }
}

test("a URL, options over it, and the Host field", () =>
  withServer((request, response) => response.end(`${request.url} ${request.headers.host} ${request.headers.authorization ?? ""}`), async (port) => {
    const get = (...args) => new Promise((resolve, reject) => {
      http.get(...args, async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        resolve(text);
      }).on("error", reject);
    });
    assert.equal(await get(`http://localhost:${port}/a?b#c`), `/a?b localhost:${port} `);
    assert.equal(await get(new URL(`http://me:pass@localhost:${port}/`), { path: "/other" }), `/other localhost:${port} Basic ${btoa("me:pass")}`);
    assert.throws(() => http.get({ path: "/a b" }), { code: "ERR_UNESCAPED_CHARACTERS" });
    assert.throws(() => http.get("https://x/"), { code: "ERR_INVALID_PROTOCOL" });
    assert.throws(() => http.get({ method: "A B" }), { code: "ERR_INVALID_HTTP_TOKEN" });
  }));

test("one connection serves request after request", () =>
  withServer((request, response) => response.end("x"), async (port, server) => {
    let connections = 0;
    server.on("connection", () => connections++);
    const agent = new http.Agent({ keepAlive: true });
    for (let i = 0; i < 5; i++) {
      await fetchText(port, { agent });
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(connections, 1);
    assert.equal(Object.values(agent.freeSockets)[0].length, 1);
    agent.destroy();
  }));

test("maxSockets makes requests wait", () =>
  withServer((request, response) => setTimeout(() => response.end(request.url), 5), async (port, server) => {
    let open = 0;
    let most = 0;
    server.on("request", (request, response) => {
      most = Math.max(most, ++open);
      response.on("close", () => open--);
    });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
    const texts = await Promise.all(Array.from({ length: 8 }, (_, i) => fetchText(port, { agent, path: `/${i}` })));
    assert.deepEqual(texts.map((t) => t.text), ["/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7"]);
    assert.equal(most, 2);
    agent.destroy();
  }));

test("nobody there: ECONNREFUSED", async () => {
  const server = net.createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  await assert.rejects(fetchText(port, { host: "127.0.0.1" }), { code: "ECONNREFUSED", port, syscall: "connect" });
});

test("a connection that closes before the response, or in it", async () => {
  await withRawServer((socket) => socket.once("data", () => socket.destroy()), async (port) => {
    await assert.rejects(fetchText(port), { code: "ECONNRESET", message: "socket hang up" });
  });
  await withRawServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")), async (port) => {
    await assert.rejects(fetchText(port), { code: "ECONNRESET", message: "aborted" });
  });
  await withRawServer((socket) => socket.once("data", () => socket.end("HTTP/1.0 200 OK\r\n\r\nto the end")), async (port) => {
    assert.equal((await fetchText(port)).text, "to the end");
  });
  await withRawServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 2xx What\r\n\r\n")), async (port) => {
    await assert.rejects(fetchText(port), { code: "HPE_INVALID_STATUS" });
  });
});

test("timeouts, aborts and signals", () =>
  withServer(() => {}, async (port) => {
    const slow = http.get({ port, timeout: 20 });
    await once(slow, "timeout");
    slow.destroy();
    assert.equal((await once(slow, "error"))[0].message, "socket hang up");

    const controller = new AbortController();
    const aborted = http.get({ port, signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    const [error] = await once(aborted, "error");
    assert.equal(error.name, "AbortError");

    const destroyed = http.get({ port });
    destroyed.destroy();
    const [hangUp] = await once(destroyed, "error");
    assert.equal(hangUp.code, "ECONNRESET");
    assert.equal(destroyed.destroyed, true);
  }));

test("an upload in pieces, and the answer to it", () =>
  withServer((request, response) => request.pipe(response), async (port) => {
    const request = http.request({ port, method: "POST" });
    const [response] = await Promise.all([
      once(request, "response").then(([r]) => r),
      (async () => {
        for (let i = 0; i < 5; i++) {
          request.write(`${i};`);
          await new Promise((resolve) => setImmediate(resolve));
        }
        request.end();
      })(),
    ]);
    let text = "";
    for await (const chunk of response) text += chunk;
    assert.equal(text, "0;1;2;3;4;");
    assert.equal(response.headers["transfer-encoding"], "chunked");
  }));

test("events of a request, in their order", () =>
  withServer((request, response) => response.end("x"), async (port) => {
    const seen = [];
    const request = http.get({ port, agent: false });
    for (const event of ["socket", "finish", "response", "close"]) request.on(event, () => seen.push(event));
    request.on("response", (response) => {
      response.on("end", () => seen.push("end"));
      response.resume();
    });
    await once(request, "close");
    assert.deepEqual(seen, ["socket", "finish", "response", "end", "close"]);
  }));

test("the module's shape", async () => {
  const names = Object.keys(http).sort();
  for (const name of ["Agent", "ClientRequest", "IncomingMessage", "METHODS", "OutgoingMessage", "STATUS_CODES", "Server", "ServerResponse",
    "createServer", "get", "globalAgent", "maxHeaderSize", "request", "setMaxIdleHTTPParsers", "validateHeaderName", "validateHeaderValue"])
    assert(names.includes(name), name);
  assert.equal(http.STATUS_CODES[404], "Not Found");
  assert(http.METHODS.includes("M-SEARCH"));
  const { Agent } = await import("node:_http_agent");
  assert.equal(Agent, http.Agent);
});
