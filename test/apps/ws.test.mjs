// test-timeout: 60 s
import { WebSocketServer, WebSocket, createWebSocketStream } from "ws";
import http from "node:http";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { textOf } from "./fixtures/http.mjs";

async function running(options, onConnection, use) {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", ...options });
  server.on("connection", onConnection);
  await once(server, "listening");
  try {
    await use(`ws://127.0.0.1:${server.address().port}`, server);
  } finally {
    for (const client of server.clients) client.terminate();
    server.close();
    await once(server, "close");
  }
}

const echo = (socket) => socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));

for (const perMessageDeflate of [false, true]) {
  test(`text and binary messages, small and large, compressed: ${perMessageDeflate}`, () =>
    running({ perMessageDeflate, maxPayload: 1 << 22 }, echo, async (url) => {
      const client = new WebSocket(url, { perMessageDeflate });
      await once(client, "open");
      assert.equal(client.extensions, perMessageDeflate ? "permessage-deflate" : "");
      for (const sent of ["hé", "x".repeat(70_000), Buffer.alloc(2_000_000, 7), Buffer.alloc(0)]) {
        client.send(sent);
        const [received, isBinary] = await once(client, "message");
        assert.equal(isBinary, typeof sent !== "string");
        assert(received.equals(Buffer.from(sent)));
      }
      client.close(4001, "enough");
      assert.deepEqual((await once(client, "close")).map(String), ["4001", "enough"]);
    }));
}

test("pings, subprotocols, a message that is too large", () =>
  running({ maxPayload: 100, handleProtocols: (offered) => [...offered].at(-1) }, echo, async (url, server) => {
    const client = new WebSocket(url, ["one", "two"]);
    await once(client, "open");
    assert.equal(client.protocol, "two");
    client.ping("are you there");
    assert.equal(String((await once(client, "pong"))[0]), "are you there");
    for (const peer of server.clients) peer.on("error", () => {});
    client.send("x".repeat(101));
    assert.equal((await once(client, "close"))[0], 1009);
  }));

test("an upgrade that the HTTP server decides on; weft's own client; a stream", async () => {
  const sockets = new WebSocketServer({ noServer: true });
  const server = http.createServer((request, response) => response.end("plain"));
  server.on("upgrade", (request, socket, head) => {
    if (request.url !== "/chat") return socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
  });
  sockets.on("connection", (socket) => { socket.send("welcome"); setTimeout(() => socket.close(), 20); });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `ws://127.0.0.1:${server.address().port}`;
  const refused = new WebSocket(`${url}/other`);
  assert.match((await once(refused, "error"))[0].message, /Unexpected server response: 403/);
  if (typeof globalThis.WebSocket === "function") {
    const own = new globalThis.WebSocket(`${url}/chat`);
    const message = await new Promise((resolve, reject) => { own.onmessage = (event) => resolve(event.data); own.onerror = reject; });
    assert.equal(message, "welcome");
    await new Promise((resolve) => { own.onclose = resolve; });
  }
  const stream = createWebSocketStream(new WebSocket(`${url}/chat`), { encoding: "utf8" });
  assert.equal(await textOf(stream), "welcome");
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});
