// A connection's life: states, events in order, bytes, half-open ends, encodings.
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
const record = (stream, names) => {
  const seen = [];
  for (const name of names) stream.on(name, () => seen.push(name));
  return seen;
};

test("events and states in order", async () => {
  const server = await listen({}, (peer) => peer.pipe(peer));
  const socket = connect(server);
  const seen = record(socket, ["connect", "ready", "data", "finish", "end", "close"]);
  assert.equal(socket.connecting, true);
  assert.equal(socket.pending, true);
  assert.equal(socket.readyState, "opening");
  socket.write("early");
  assert.equal(socket.bytesWritten, 5);
  socket.once("data", () => {
    assert.equal(socket.readyState, "open");
    assert.equal(socket.pending, false);
    assert.equal(socket.remotePort, server.address().port);
    assert.equal(socket.remoteFamily, "IPv4");
    assert.equal(socket.localAddress, "127.0.0.1");
    socket.end();
    assert.equal(socket.readyState, "readOnly");
  });
  assert.equal(await closed(socket), false);
  assert.deepEqual(seen, ["connect", "ready", "data", "finish", "end", "close"]);
  assert.equal(socket.bytesRead, 5);
  assert.equal(socket.bytesWritten, 5);
  assert.equal(socket.readyState, "closed");
  server.close();
});
test("half-open: an end alone does not end the other side", async () => {
  const server = await listen({ allowHalfOpen: true }, (peer) => {
    peer.resume();
    peer.on("end", () => setTimeout(() => peer.end("late"), 5));
  });
  const socket = connect(server, { allowHalfOpen: true });
  socket.end("x");
  let text = "";
  for await (const chunk of socket) text += chunk;
  assert.equal(text, "late");
  server.close();
});
test("without it, the peer's end ends this side, too", async () => {
  const server = await listen({}, (peer) => peer.resume().end("bye"));
  const socket = connect(server);
  const seen = record(socket.resume(), ["end", "finish", "close"]);
  await closed(socket);
  assert.deepEqual(seen, ["end", "finish", "close"]);
  server.close();
});
test("encodings, views and many chunks arrive in order", async () => {
  const chunks = [];
  const server = await listen({}, (peer) => peer.on("data", (chunk) => chunks.push(chunk)));
  const socket = connect(server);
  socket.cork();
  socket.write("é");
  socket.write("é", "latin1");
  socket.write("00ff", "hex");
  socket.write("aGk=", "base64");
  socket.write("ab", "utf16le");
  socket.write(new Uint8Array([1, 2]));
  socket.write("日本");
  assert.equal(socket.bytesWritten, 2 + 1 + 2 + 2 + 4 + 2 + 6);
  socket.uncork();
  socket.end();
  await closed(socket.resume());
  const expected = [Buffer.from("é"), Buffer.of(0xe9, 0, 255), Buffer.from("hi"), Buffer.from("ab", "utf16le"), Buffer.of(1, 2), Buffer.from("日本")];
  assert.equal(Buffer.concat(chunks).toString("hex"), Buffer.concat(expected).toString("hex"));
  server.close();
});
test("setEncoding joins characters that two chunks share", async () => {
  const server = await listen({}, (peer) => {
    const bytes = Buffer.from("日");
    peer.write(bytes.subarray(0, 1));
    setTimeout(() => peer.end(bytes.subarray(1)), 10);
    peer.resume();
  });
  const socket = connect(server).setEncoding("utf8");
  let text = "";
  for await (const chunk of socket) text += chunk;
  assert.equal(text, "日");
  server.close();
});
test("a socket connects again after it has closed", async () => {
  const server = await listen({}, (peer) => peer.resume().end("x"));
  const socket = new net.Socket();
  for (let i = 0; i < 2; i++) {
    socket.connect(server.address().port, "127.0.0.1");
    socket.resume();
    await closed(socket);
    socket.removeAllListeners("close");
  }
  server.close();
});
test("destroySoon writes what is queued first", async () => {
  let size = 0;
  const server = await listen({}, (peer) => peer.on("data", (chunk) => (size += chunk.length)));
  const socket = connect(server);
  socket.write(Buffer.alloc(3_000_000));
  socket.destroySoon();
  await closed(socket);
  server.close();
  await once(server, "close");
  assert.equal(size, 3_000_000);
});
test("resetAndDestroy: the peer sees ECONNRESET", async () => {
  let failure;
  const server = await listen({}, (peer) => peer.resume().on("error", (error) => (failure = error)));
  const socket = connect(server);
  await once(socket, "connect");
  socket.resetAndDestroy();
  server.close();
  await once(server, "close");
  assert.equal(failure.code, "ECONNRESET");
  assert.equal(failure.syscall, "read");
  assert.equal(failure.errno, -104);
});
test("a Unix-domain socket", async () => {
  const server = net.createServer((peer) => peer.pipe(peer)).listen("echo.sock");
  await once(server, "listening");
  assert.equal(server.address(), "echo.sock");
  const socket = net.connect("echo.sock");
  socket.end("x".repeat(300_000));
  let size = 0;
  for await (const chunk of socket) size += chunk.length;
  assert.equal(size, 300_000);
  assert.deepEqual(socket.address(), {});
  assert.equal(socket.remoteAddress, undefined);
  server.close();
  await once(server, "close");
  assert.equal((await import("node:fs")).existsSync("echo.sock"), false);
});
test("inheritance without classes", async () => {
  const { inherits } = await import("node:util");
  function Mine(options) { net.Socket.call(this, options); }
  inherits(Mine, net.Socket);
  const server = await listen({}, (peer) => peer.resume().end("inherited"));
  const socket = new Mine().connect(server.address().port, "127.0.0.1");
  assert(socket instanceof net.Socket);
  assert.equal(String((await once(socket, "data"))[0]), "inherited");
  await closed(socket);
  server.close();
});
