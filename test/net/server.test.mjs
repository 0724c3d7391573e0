// net.Server: forms of listen(), limits, the end.
import { test, assert } from "../harness.mjs";
import net from "node:net";
import { once } from "node:events";

const listen = async (server, ...args) => {
  server.listen(...args);
  await once(server, "listening");
  return server;
};
const connect = (server) => net.connect(server.address().port, "127.0.0.1");
const closed = (stream) => new Promise((resolve) => stream.on("close", resolve));
const close = (server) => new Promise((resolve) => server.close(resolve));

test("forms of listen()", async () => {
  for (const args of [[], [0], ["0"], [0, "127.0.0.1"], [0, 5], [0, "127.0.0.1", 5], [{ port: 0 }], [{ port: 0, host: "127.0.0.1", backlog: 3 }], [{ port: null }]]) {
    const server = net.createServer();
    await new Promise((resolve) => assert.equal(server.listen(...args, resolve), server));
    assert.equal(server.listening, true);
    assert.equal(typeof server.address().port, "number");
    await close(server);
    assert.equal(server.listening, false);
    assert.equal(server.address(), null);
  }
  for (const args of [[-1], [65536], [NaN], [1.5], [true], [{}], [{ fd: -1 }], [{ host: "x" }]])
    assert.throws(() => net.createServer().listen(...args), /port|options|path/);
});
test("both families, or IPv6 alone", async () => {
  const server = await listen(net.createServer((peer) => peer.end()), 0);
  assert.equal(server.address().address, "::");
  for (const host of ["127.0.0.1", "::1"]) await closed(net.connect(server.address().port, host).resume());
  await close(server);
  const six = await listen(net.createServer((peer) => peer.end()), { port: 0, host: "::1", ipv6Only: true });
  const [error] = await once(net.connect(six.address().port, "127.0.0.1"), "error");
  assert.equal(error.code, "ECONNREFUSED");
  await close(six);
});
test("only one listen() at a time; close() twice", async () => {
  const server = await listen(net.createServer(), 0);
  assert.throws(() => server.listen(0), { code: "ERR_SERVER_ALREADY_LISTEN" });
  const outcomes = [];
  server.close((error) => outcomes.push(error));
  server.close((error) => outcomes.push(error?.code));
  await once(server, "close");
  await new Promise(setImmediate);
  assert.deepEqual(outcomes, [undefined, "ERR_SERVER_NOT_RUNNING"]);
  await close(await listen(server, 0));
});
test("'close' waits for the connections", async () => {
  const server = await listen(net.createServer((peer) => peer.resume()), 0, "127.0.0.1");
  const socket = connect(server);
  await once(server, "connection");
  let isClosed = false;
  server.close(() => (isClosed = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isClosed, false);
  socket.end();
  await once(server, "close");
});
test("maxConnections drops, getConnections counts", async () => {
  const server = await listen(net.createServer((peer) => peer.resume()), 0, "127.0.0.1");
  server.maxConnections = 1;
  const first = connect(server);
  await once(server, "connection");
  const dropped = once(server, "drop");
  const second = connect(server).resume();
  second.on("error", () => {});
  const [facts] = await dropped;
  assert.deepEqual(Object.keys(facts), ["localAddress", "localPort", "localFamily", "remoteAddress", "remotePort", "remoteFamily"]);
  await closed(second);
  assert.equal(await new Promise((resolve) => server.getConnections((error, count) => resolve(count))), 1);
  first.destroy();
  await close(server);
});
test("pauseOnConnect", async () => {
  const server = await listen(net.createServer({ pauseOnConnect: true }), 0, "127.0.0.1");
  const socket = connect(server);
  socket.end("abc");
  const [peer] = await once(server, "connection");
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(peer.isPaused(), true);
  assert.equal(peer.bytesRead, 0);
  let text = "";
  for await (const chunk of peer) text += chunk;
  assert.equal(text, "abc");
  await close(server);
});
test("highWaterMark", async () => {
  const server = await listen(net.createServer({ highWaterMark: 10 }), 0, "127.0.0.1");
  connect(server).resume();
  const [peer] = await once(server, "connection");
  assert.equal(peer.readableHighWaterMark, 10);
  assert.equal(peer.writableHighWaterMark, 10);
  peer.destroy();
  await close(server);
  assert.throws(() => net.createServer({ highWaterMark: "x" }), { code: "ERR_INVALID_ARG_TYPE" });
});
test("signal, asyncDispose, unref", async () => {
  const controller = new AbortController();
  const server = await listen(net.createServer(), { port: 0, signal: controller.signal });
  controller.abort();
  await once(server, "close");
  const disposed = await listen(net.createServer(), 0);
  assert.equal(disposed.unref(), disposed);
  assert.equal(disposed.ref(), disposed);
  await disposed[Symbol.asyncDispose]();
  assert.equal(disposed.listening, false);
});
test("a descriptor, and readableAll of a path", async () => {
  const { statSync } = await import("node:fs");
  const server = await listen(net.createServer(), { path: "open.sock", readableAll: true, writableAll: true });
  assert.equal(statSync("open.sock").mode & 0o666, 0o666);
  await close(server);
  const [error] = await once(net.createServer().listen({ fd: 9999 }), "error");
  assert.equal(error.code, "EINVAL");
  assert.equal(error.syscall, "listen");
});
test("a name in the abstract namespace", async () => {
  const name = `\0weft-test-${process.pid}`;
  const server = await listen(net.createServer((peer) => peer.end("hidden")), name);
  assert.equal(String((await once(net.connect(name), "data"))[0]), "hidden");
  await close(server);
});
