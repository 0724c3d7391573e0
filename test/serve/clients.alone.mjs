// Clients that say little, leave early, or end one side; a handler that never answers; an answer that nobody reads.
import net from "node:net";
import { test, assert } from "../harness.mjs";
import { sleep, withServer } from "./fixtures/raw.mjs";

const kEnd = "Host: x\r\n\r\n";

function ask(port, text, { half = false } = {}) {
  return new Promise((resolve) => {
    let got = "";
    const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true }, () => (half ? socket.end(text) : socket.write(text)));
    socket.setEncoding("latin1");
    socket.on("data", (data) => (got += data));
    socket.on("end", () => socket.end());
    socket.on("error", () => {});
    socket.on("close", () => resolve(got));
  });
}

test("a handler that never answers, half a head, nothing at all: the connection closes by idleTimeout", () =>
  withServer({
    idleTimeout: 1,
    fetch: (request) => (request.url.endsWith("/never") ? new Promise(() => {}) : new Response("fine")),
  }, async (port, server) => {
    const answers = await Promise.all([ask(port, `GET /never HTTP/1.1\r\n${kEnd}`), ask(port, "GET / HT"), ask(port, "")]);
    assert.deepEqual(answers, ["", "", ""]);
    assert.equal(server.pendingRequests, 0);
  }));

test("a client that has ended its side: what is answered at once arrives, what is not is given up", () =>
  withServer({
    fetch: (request) => (request.url.endsWith("/never") ? new Promise(() => {}) : new Response("x".repeat(1_000_000))),
  }, async (port, server) => {
    const [answer, none] = await Promise.all([ask(port, `GET / HTTP/1.1\r\n${kEnd}`, { half: true }), ask(port, `GET /never HTTP/1.1\r\n${kEnd}`, { half: true })]);
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n[^]*x{1000000}$/);
    assert.equal(none, "");
    assert.equal(server.pendingRequests, 0);
  }));

test("clients that read nothing and ask for 2.5 GB: one response each is under way", () => {
  const body = "x".repeat(1_000_000);
  return withServer({ fetch: () => new Response(body) }, async (port, server) => {
    const before = process.memoryUsage().rss;
    const sockets = [];
    for (let i = 0; i < 50; i++) {
      const socket = net.connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.pause();
      socket.write(`GET / HTTP/1.1\r\n${kEnd}`.repeat(50));
      sockets.push(socket);
    }
    await sleep(300);
    assert(process.memoryUsage().rss - before < 400e6, `${(process.memoryUsage().rss - before) / 1e6} MB`);
    for (const socket of sockets) socket.destroy();
    for (let i = 0; i < 50 && server.pendingRequests > 0; i++) await sleep(20);
    assert.equal(server.pendingRequests, 0);
  });
});

test("error handler that throws, or whose Response has been used: 500", () => {
  const used = new Response("once");
  return withServer({
    fetch() { throw new Error("first"); },
    error: () => used,
  }, async (port) => {
    const get = `GET / HTTP/1.1\r\nConnection: close\r\n${kEnd}`;
    assert.match(await ask(port, get), /once$/);
    process.once("uncaughtException", () => {});
    assert.match(await ask(port, get), /^HTTP\/1\.1 500 /);
  });
});
