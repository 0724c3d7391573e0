// Back-pressure, memory of the program's own, times, what keeps the process alive.
import { test, assert } from "../harness.mjs";
import net from "node:net";
import { once } from "node:events";

const listen = async (options, listener) => {
  const server = net.createServer(options, listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
};
const connect = (server, options) => net.connect({ port: server.address().port, host: "127.0.0.1", ...options });
const closed = (stream) => new Promise((resolve) => stream.on("close", resolve));
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

test("pause() really stops reading, and the writer hears of it", async () => {
  let peer;
  const server = await listen({}, (socket) => (peer = socket).on("data", () => {}).pause());
  const socket = connect(server);
  await once(socket, "connect");
  let written = 0;
  for (let i = 0; i < 400; i++) socket.write(Buffer.alloc(65536), () => written++);
  assert.equal(socket.writableNeedDrain, true);
  await wait(60);
  const { bytesRead } = peer;
  assert(bytesRead <= 2 * 65536, `${bytesRead} bytes were read`);
  assert(written < 400);
  await wait(30);
  assert.equal(peer.bytesRead, bytesRead);
  peer.resume();
  await once(socket, "drain");
  socket.end();
  await once(peer, "end");
  assert.equal(peer.bytesRead, 400 * 65536);
  assert.equal(written, 400);
  socket.destroy();
  server.close();
});
test("the bytes of a queued write may be let go of: they stay as they were", async () => {
  const server = await listen({ pauseOnConnect: true }, (peer) => setTimeout(() => {
    peer.on("data", (chunk) => { for (const byte of chunk) if (byte !== 7) wrong++; total += chunk.length; });
    peer.resume();
  }, 20));
  let wrong = 0;
  let total = 0;
  const socket = connect(server);
  await once(socket, "connect");
  for (let i = 0; i < 60; i++) socket.write(Buffer.alloc(100_000, 7));
  const junk = [];
  for (let i = 0; i < 200; i++) junk.push(new Uint8Array(10_000).fill(1));
  socket.end();
  await closed(socket.resume());
  await wait(10);
  assert.equal(wrong, 0);
  assert.equal(total, 6_000_000);
  server.close();
});
test("onread reads into one buffer", async () => {
  const server = await listen({}, (peer) => peer.resume().end("hello world"));
  const parts = [];
  const buffer = Buffer.alloc(4);
  const socket = connect(server, {
    onread: {
      buffer,
      callback(size, into) {
        assert.equal(into, buffer);
        assert.equal(this, socket);
        parts.push(into.toString("latin1", 0, size));
        return true;
      },
    },
  });
  await closed(socket);
  assert.deepEqual(parts, ["hell", "o wo", "rld"]);
  server.close();
});
test("onread: false stops, resume() goes on", async () => {
  const server = await listen({}, (peer) => peer.resume().end("abcd"));
  const parts = [];
  const socket = connect(server, {
    onread: {
      buffer: () => Buffer.alloc(2),
      callback(size, into) {
        parts.push(into.toString("latin1", 0, size));
        return false;
      },
    },
  });
  await wait(30);
  assert.deepEqual(parts, ["ab"]);
  socket.resume();
  await closed(socket.on("data", () => {}).on("pause", () => {}), setTimeout(() => socket.resume(), 20));
  assert.deepEqual(parts, ["ab", "cd"]);
  server.close();
});
test("setTimeout: idleness is told; what comes in begins it anew", async () => {
  const server = await listen({}, (peer) => {
    const timer = setInterval(() => peer.write("x"), 10);
    peer.on("error", () => {}).on("close", () => clearInterval(timer));
  });
  const socket = connect(server, { timeout: 150 });
  let timeouts = 0;
  socket.resume().on("timeout", () => timeouts++);
  assert.equal(socket.timeout, 150);
  await wait(250);
  assert.equal(timeouts, 0);
  socket.destroy();
  server.close();

  const quiet = await listen({}, (peer) => peer.resume());
  const waiting = connect(quiet);
  waiting.setTimeout(20);
  await once(waiting, "timeout");
  assert.equal(waiting.destroyed, false);
  waiting.destroy();
  quiet.close();
  assert.throws(() => new net.Socket().setTimeout("x"), { code: "ERR_INVALID_ARG_TYPE" });
});
test("an AbortSignal destroys", async () => {
  const server = await listen({}, (peer) => peer.resume().on("error", () => {}));
  const controller = new AbortController();
  const socket = new net.Socket({ signal: controller.signal });
  socket.connect(server.address().port, "127.0.0.1");
  const failed = once(socket, "error");
  controller.abort();
  const [error] = await failed;
  assert.equal(error.name, "AbortError");
  server.close();
});
test("settings are remembered until there is a connection", async () => {
  const server = await listen({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 1000 }, (peer) => peer.resume());
  const socket = new net.Socket();
  assert.equal(socket.setNoDelay(), socket);
  assert.equal(socket.setKeepAlive(true, 2000), socket);
  assert.equal(socket.unref(), socket);
  socket.ref();
  socket.connect(server.address().port, "127.0.0.1");
  await once(socket, "connect");
  socket.setNoDelay(false).setKeepAlive(false).destroy();
  server.close();
});
test("thousands of connections leave no descriptor and no memory", async () => {
  const { readdirSync } = await import("node:fs");
  const descriptors = () => readdirSync("/proc/self/fd").length;
  const server = await listen({}, (peer) => peer.on("error", () => {}).on("data", (chunk) => peer.end(chunk)));
  const once1 = async (i) => {
    const socket = connect(server);
    socket.on("error", () => {});
    if (i % 10 === 3) socket.destroy();
    else if (i % 10 === 4) socket.on("connect", () => socket.resetAndDestroy());
    else socket.resume().write("hi");
    await closed(socket);
  };
  const before = descriptors();
  const round = async () => { for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 100 }, (_, index) => once1(index))); };
  await round();
  const first = process.memoryUsage().rss;
  for (let i = 0; i < 4; i++) await round();
  assert(process.memoryUsage().rss < first + 60e6);
  server.close();
  await once(server, "close");
  await wait(10);
  assert(descriptors() <= before);
});
