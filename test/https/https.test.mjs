import https from "node:https";
import net from "node:net";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { ca, pair, textOf } from "../tls/support.mjs";

async function withServer(handler, use, options = {}) {
  const server = https.createServer({ ...pair("server"), ...options }, handler);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(server.address().port, server);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

function fetchText(port, options = {}, body) {
  return new Promise((resolve, reject) => {
    const request = https.request({ port, host: "127.0.0.1", servername: "localhost", ca, agent: false, ...options }, (response) => {
      const isReused = response.socket.isSessionReused();
      textOf(response).then((text) => resolve({ text, status: response.statusCode, isReused }), reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

test("requests and responses, small and large", () =>
  withServer(async (request, response) => {
    const body = await textOf(request);
    response.end(`${request.method} ${request.url} ${body.length} ${request.socket.encrypted}`);
  }, async (port) => {
    assert.equal((await fetchText(port, { path: "/a?b" })).text, "GET /a?b 0 true");
    assert.equal((await fetchText(port, { method: "POST" }, "x".repeat(2_000_000))).text, "POST / 2000000 true");
  }));

test("a large response, in many writes", () =>
  withServer((request, response) => {
    let left = 40;
    const more = () => {
      while (left-- > 0) if (!response.write("y".repeat(50_000))) return void response.once("drain", more);
      response.end();
    };
    more();
  }, async (port) => assert.equal((await fetchText(port)).text.length, 2_000_000)));

test("an agent keeps connections, and sessions for new ones", () =>
  withServer((request, response) => response.end(String(request.socket.remotePort)), async (port) => {
    const kept = new https.Agent({ keepAlive: true });
    const first = await fetchText(port, { agent: kept });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await fetchText(port, { agent: kept })).text, first.text);
    kept.destroy();
    const agent = new https.Agent();
    assert.equal((await fetchText(port, { agent })).isReused, false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await fetchText(port, { agent })).isReused, true);
  }));

test("a server that is not trusted gets no request", () => {
  let requests = 0;
  return withServer((request, response) => { requests++; response.end(); }, async (port) => {
    await assert.rejects(fetchText(port, { ca: undefined }), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    await assert.rejects(fetchText(port, { servername: "other.test" }), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    assert.equal(requests, 0);
    assert.equal((await fetchText(port, { ca: undefined, rejectUnauthorized: false })).status, 200);
  });
});

test("plain HTTP to the port is a 'clientError'; others are served", () =>
  withServer((request, response) => response.end("ok"), async (port, server) => {
    const failed = once(server, "tlsClientError");
    net.connect(port, "127.0.0.1").on("error", () => {}).end("GET / HTTP/1.1\r\n\r\n");
    assert.equal((await failed)[0].code, "ERR_SSL_HTTP_REQUEST");
    assert.equal((await fetchText(port)).text, "ok");
  }));

test("get, the global agent and getName", () => {
  assert.equal(https.globalAgent.protocol, "https:");
  assert.equal(https.globalAgent.defaultPort, 443);
  assert.equal(new https.Agent().getName({ host: "a", port: 1 }), "a:1:::::::::::::::::::::");
  assert.throws(() => https.get({ protocol: "http:" }), { code: "ERR_INVALID_PROTOCOL" });
});
