// Failures: what is told, with which properties, before 'close'.
import { test, assert } from "../harness.mjs";
import net from "node:net";
import { once } from "node:events";

const listen = async (...args) => {
  const server = net.createServer((peer) => peer.on("error", () => {}).resume());
  server.listen(...args);
  await once(server, "listening");
  return server;
};
const failure = async (emitter) => (await once(emitter, "error"))[0];

test("a connection refused, over TCP and Unix-domain sockets", async () => {
  const socket = net.connect(1, "127.0.0.1");
  const error = await failure(socket);
  assert.equal(error.message, "connect ECONNREFUSED 127.0.0.1:1");
  assert.deepEqual(Object.keys(error), ["errno", "code", "syscall", "address", "port"]);
  assert.equal(error.errno, -111);
  assert.equal(error.syscall, "connect");
  assert.equal((await once(socket, "close"))[0], true);
  const missing = await failure(net.connect("./none.sock"));
  assert.equal(missing.message, "connect ENOENT ./none.sock");
  assert.equal(missing.address, "./none.sock");
});
test("an address in use, not here, not allowed", async () => {
  const server = await listen(0, "127.0.0.1");
  const { port } = server.address();
  const taken = await failure(net.createServer().listen(port, "127.0.0.1"));
  assert.equal(taken.message, `listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
  assert.deepEqual(Object.keys(taken), ["code", "errno", "syscall", "address", "port"]);
  server.close();
  assert.equal((await failure(net.createServer().listen(0, "1.2.3.4"))).code, "EADDRNOTAVAIL");
  assert.equal((await failure(net.createServer().listen("/none/x.sock"))).code, "EACCES");
  assert.equal((await failure(net.createServer().listen(0, "no.such.invalid"))).code, "ENOTFOUND");
});
test("a local end that cannot be had", async () => {
  const server = await listen(0, "127.0.0.1");
  const { port } = server.address();
  const taken = await failure(net.connect({ port, host: "127.0.0.1", localPort: port, localAddress: "127.0.0.1" }));
  assert.equal(taken.message, `bind EADDRINUSE 127.0.0.1:${port}`);
  assert.equal((await failure(net.connect({ port, host: "127.0.0.1", localAddress: "1.2.3.4" }))).code, "EADDRNOTAVAIL");
  const socket = net.connect({ port, host: "127.0.0.1", localAddress: "127.0.0.3" });
  await once(socket, "connect");
  assert.equal(socket.localAddress, "127.0.0.3");
  socket.destroy();
  server.close();
});
test("EPIPE: writing to who has gone", async () => {
  const server = net.createServer((peer) => peer.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = net.connect({ port: server.address().port, host: "127.0.0.1", allowHalfOpen: true });
  socket.resume();
  await once(socket, "end");
  socket.write("a");
  await new Promise((resolve) => setTimeout(resolve, 20));
  let told;
  socket.write("b", (error) => (told = error));
  const error = await failure(socket);
  assert.equal(error.code, "EPIPE");
  assert.equal(error.syscall, "write");
  assert.equal(error.message, "write EPIPE");
  assert.equal(told, error);
  server.close();
});
test("writes that were never sent hear of it", async () => {
  const server = await listen(0, "127.0.0.1");
  const socket = net.connect(server.address().port, "127.0.0.1");
  const early = new Promise((resolve) => socket.write("x", resolve));
  socket.destroy();
  const late = new Promise((resolve) => socket.write("y", resolve));
  assert.equal((await early).code, "ERR_SOCKET_CLOSED_BEFORE_CONNECTION");
  assert.equal((await late).code, "ERR_STREAM_DESTROYED");
  assert.equal((await new Promise((resolve) => new net.Socket().on("error", () => {}).write("x", resolve))).code, "ERR_SOCKET_CLOSED");
  const unmade = new net.Socket();
  const reset = failure(unmade);
  unmade.resetAndDestroy();
  assert.equal((await reset).code, "ERR_SOCKET_CLOSED");
  server.close();
});
test("arguments", () => {
  const cases = [
    [{}, "ERR_MISSING_ARGS"], [{ port: 70000 }, "ERR_SOCKET_BAD_PORT"], [{ port: {} }, "ERR_INVALID_ARG_TYPE"],
    [{ port: 80, localAddress: "x" }, "ERR_INVALID_IP_ADDRESS"], [{ port: 80, localPort: "x" }, "ERR_INVALID_ARG_TYPE"],
    [{ port: 80, lookup: 3 }, "ERR_INVALID_ARG_TYPE"], [{ port: 80, autoSelectFamily: 3 }, "ERR_INVALID_ARG_TYPE"],
    [{ port: 80, autoSelectFamilyAttemptTimeout: 0 }, "ERR_OUT_OF_RANGE"], [{ path: 3 }, "ERR_INVALID_ARG_TYPE"],
  ];
  for (const [options, code] of cases) assert.throws(() => net.connect(options), { code });
  for (const options of [{ objectMode: true }, { readableObjectMode: true }]) assert.throws(() => new net.Socket(options), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => new net.Socket({ fd: -1 }), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => new net.Socket().write(null), { code: "ERR_STREAM_NULL_VALUES" });
  assert.equal(assert.throws(() => net.connect()).message, 'The "options" or "port" or "path" argument must be specified');
});
