// test-timeout: 60 s
// fetch of https: URLs. The trusted authorities come from the environment, which is read when a process begins: the
// tests run in a child of this file.
import https from "node:https";
import http from "node:http";
import net from "node:net";
import tls from "node:tls";
import zlib from "node:zlib";
import { once } from "node:events";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { pair, textOf } from "../tls/support.mjs";
import { test, assert } from "../harness.mjs";

const runSelf = () => spawnSync(process.execPath, [fileURLToPath(import.meta.url)], {
  env: { ...process.env, NODE_EXTRA_CA_CERTS: fileURLToPath(new URL("../tls/keys/ca.pem", import.meta.url)), FETCH_HTTPS: "1" },
  stdio: "inherit",
});

async function serve(handler, use, options = {}) {
  const server = https.createServer({ ...pair("server"), ...options }, handler);
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`https://localhost:${server.address().port}`, server);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

/** A TLS server that speaks in bytes. */
async function serveRaw(onSocket, use) {
  const server = tls.createServer(pair("server"), onSocket).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await use(`https://localhost:${server.address().port}`);
  } finally {
    server.close();
  }
}

async function echo(request, response) {
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  const body = await textOf(request);
  response.setHeader("x-seen", "yes");
  response.end(JSON.stringify({ method: request.method, url: request.url, size: body.length, length, coding, secure: request.socket.encrypted, name: request.socket.servername, protocol: request.socket.alpnProtocol }));
}

const causeOf = async (promise) => {
  const error = await assert.rejects(promise, { name: "TypeError", message: "fetch failed" });
  return error.cause;
};

function testTrusted() {
  test("a request and its answer, by name and by address", () => serve(echo, async (url) => {
    const response = await fetch(`${url}/p?q`, { method: "POST", body: "x".repeat(2_000_000) });
    assert.deepEqual([response.status, response.headers.get("x-seen"), response.url], [200, "yes", `${url}/p?q`]);
    assert.deepEqual(await response.json(),
      { method: "POST", url: "/p?q", size: 2_000_000, length: "2000000", secure: true, name: "localhost", protocol: "http/1.1" });
    const byAddress = await (await fetch(url.replace("localhost", "127.0.0.1"))).json();
    assert.deepEqual([byAddress.method, byAddress.name], ["GET", false]);
  }));

  test("a stream as the body", () => serve(echo, async (url) => {
    const body = new ReadableStream({
      async start(controller) {
        for (let part = 0; part < 20; part++) {
          controller.enqueue(new Uint8Array(50_000).fill(97));
          await null;
        }
        controller.close();
      },
    });
    const { size, coding } = await (await fetch(url, { method: "PUT", body, duplex: "half" })).json();
    assert.deepEqual([size, coding], [1_000_000, "chunked"]);
  }));

  test("a large answer, read slowly, holds the server back", () => {
    let written = 0;
    return serve(async (request, response) => {
      const chunk = Buffer.alloc(65_536, 98);
      while (written < 400 * chunk.length) {
        written += chunk.length;
        if (!response.write(chunk)) await once(response, "drain");
      }
      response.end();
    }, async (url) => {
      const reader = (await fetch(url)).body.getReader();
      await reader.read();
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert(written < 300 * 65_536, `the server wrote ${written}`);
      let size = 65_536;
      for (let part; !(part = await reader.read()).done;) size += part.value.length;
      assert(size >= 400 * 65_536);
    });
  });

  test("compressed bodies, and redirects from http and back to the same server", () => serve((request, response) => {
    if (request.url === "/moved") return response.writeHead(302, { location: "/gzip" }).end();
    response.writeHead(200, { "content-encoding": "gzip" }).end(zlib.gzipSync("unzipped"));
  }, async (url) => {
    const plain = http.createServer((request, response) => response.writeHead(307, { location: `${url}/moved` }).end()).listen(0, "127.0.0.1");
    await once(plain, "listening");
    const response = await fetch(`http://127.0.0.1:${plain.address().port}/`);
    assert.deepEqual([response.redirected, response.url, await response.text()], [true, `${url}/gzip`, "unzipped"]);
    plain.closeAllConnections();
    plain.close();
  }));

  test("a connection is used again, and several at once are opened", () => {
    let connections = 0;
    return serve((request, response) => setTimeout(() => response.end(String(request.socket.remotePort)), request.url === "/slow" ? 50 : 0), async (url, server) => {
      server.on("secureConnection", () => connections++);
      const first = await (await fetch(url)).text();
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(await (await fetch(url)).text(), first);
      const ports = await Promise.all(Array.from({ length: 10 }, async () => (await fetch(`${url}/slow`)).text()));
      assert.equal(new Set(ports).size, 10);
      assert(connections <= 11, `${connections} connections`);
    });
  });

  test("a server that closes after its answer", () => serveRaw((socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\n\r\nuntil the end")),
    async (url) => assert.equal(await (await fetch(url)).text(), "until the end")));

  test("aborts: before an answer, and within its body", () => serve((request, response) => {
    if (request.url === "/body") response.write("begun");
  }, async (url) => {
    await assert.rejects(fetch(url, { signal: AbortSignal.timeout(50) }), { name: "TimeoutError" });
    const controller = new AbortController();
    const reader = (await fetch(`${url}/body`, { signal: controller.signal })).body.getReader();
    assert.equal(new TextDecoder().decode((await reader.read()).value), "begun");
    controller.abort();
    await assert.rejects(reader.read(), { name: "AbortError" });
  }));

  test("servers that hang up: before an answer, within a body", async () => {
    await serveRaw((socket) => socket.once("data", () => socket.destroy()), async (url) => {
      assert.match((await causeOf(fetch(url))).code, /^(UND_ERR_SOCKET|ECONNRESET)$/);
    });
    await serveRaw((socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")), async (url) => {
      await assert.rejects((await fetch(url)).text(), { name: "TypeError", message: "terminated" });
    });
  });

  test("a name that the certificate does not have, an authority that is not known, what is no TLS", async () => {
    await serve(echo, async (url) => {
      assert.equal((await causeOf(fetch(url))).code, "ERR_TLS_CERT_ALTNAME_INVALID");
    }, pair("other"));
    await serve(echo, async (url) => {
      assert.equal((await causeOf(fetch(url))).code, "DEPTH_ZERO_SELF_SIGNED_CERT");
    }, pair("self"));
    await serve(echo, async (url) => {
      assert.equal((await causeOf(fetch(url))).code, "CERT_HAS_EXPIRED");
    }, pair("expired"));
    const plain = net.createServer((socket) => socket.on("error", () => {}).resume().end("HTTP/1.1 400 no TLS here\r\n\r\n")).listen(0, "127.0.0.1");
    await once(plain, "listening");
    const url = `https://127.0.0.1:${plain.address().port}/`;
    assert.equal((await causeOf(fetch(url))).code, "ERR_SSL_WRONG_VERSION_NUMBER");
    plain.close();
    await once(plain, "close");
    assert.equal((await causeOf(fetch(url))).code, "ECONNREFUSED");
  });
}

if (process.env.FETCH_HTTPS) testTrusted();
else process.exitCode = runSelf().status;
