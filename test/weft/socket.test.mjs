import fs from "node:fs";
import net from "node:net";
import { test, assert } from "../harness.mjs";

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const hostname = "127.0.0.1";
const folder = fs.mkdtempSync("weft-socket-");

/** Waits until `ready()`. */
async function until(ready) {
  for (let i = 0; i < 400 && !ready(); i++) await sleep(5);
  assert(ready(), "it never came");
}

test("an echo server, with all that is told of", async () => {
  const told = [];
  const server = Weft.listen({
    hostname, port: 0, data: { own: 1 },
    socket: {
      open(socket) { told.push("open", socket.data.own, socket.listener === server); },
      data(socket, bytes) { assert(Buffer.isBuffer(bytes)); assert.equal(socket.write(bytes), bytes.length); },
      end() { told.push("end"); },
      close(socket, error) { told.push("close", error, socket.readyState); },
    },
  });
  assert.deepEqual([server.hostname, server.unix, server.port > 0], [hostname, undefined, true]);
  let text = "", closed = 0;
  const client = await Weft.connect({
    hostname, port: server.port, data: "mine",
    socket: { open(socket) { socket.write("first "); }, data(socket, bytes) { text += bytes; }, close() { closed++; } },
  });
  assert.deepEqual([client.data, client.readyState, client.remotePort, client.remoteAddress, client.localFamily], ["mine", 1, server.port, hostname, "IPv4"]);
  assert.equal(client.write("secönd"), 7);
  assert.equal(client.write("abcdef", 2, 3) + client.write(new Uint16Array([0x6161])) + client.write(new Blob(["x"])), 6);
  await until(() => text.length >= 18);
  assert.equal(text, "first secöndcdeaax");
  assert.equal(client.bytesWritten, 19);
  assert.equal(client.end("bye"), 3);
  assert.deepEqual([closed, client.readyState, client.write("late"), client.end()], [1, -1, -1, -1]);
  await until(() => told.includes("close"));
  assert.deepEqual(told, ["open", 1, true, "end", "close", undefined, -1]);
  server.stop(true);
});

test("back-pressure: what is not taken is written from drain", async () => {
  let received = 0, ended = false;
  const server = Weft.listen({ hostname, port: 0, socket: { data(socket, bytes) { received += bytes.length; }, end() { ended = true; } } });
  const big = Buffer.alloc(8_000_000, "0123456789abcdef");
  let at = 0, drains = 0;
  const more = (socket) => {
    at += socket.write(big.subarray(at));
    if (at === big.length) socket.end();
  };
  const client = await Weft.connect({ hostname, port: server.port, socket: { data() {}, drain(socket) { drains++; more(socket); } } });
  more(client);
  assert(at < big.length && at > 0);
  assert.equal(client.write("x"), 0);
  await until(() => ended);
  assert.equal(received, big.length);
  assert(drains > 0);
  server.stop();
});

test("pause and resume, binaryType, half-open connections", async () => {
  let got = [];
  const server = Weft.listen({
    hostname, port: 0, allowHalfOpen: true,
    socket: { binaryType: "arraybuffer", data(socket, bytes) { got.push(bytes); }, end(socket) { socket.write("after your end"); socket.end(); } },
  });
  let answer = "";
  const client = await Weft.connect({ hostname, port: server.port, socket: { binaryType: "uint8array", data(socket, bytes) { assert.equal(bytes.constructor, Uint8Array); answer += new TextDecoder().decode(bytes); } } });
  client.pause();
  client.write("x");
  client.shutdown();
  await until(() => got.length > 0);
  assert.equal(Object.prototype.toString.call(got[0]), "[object ArrayBuffer]");
  await sleep(30);
  assert.equal(answer, "");
  client.resume();
  await until(() => answer === "after your end");
  server.stop();
});

test("a handler's error goes to error()", async () => {
  const errors = [];
  const server = Weft.listen({ hostname, port: 0, socket: { async data() { await 0; throw new Error("later"); }, open() { throw new Error("now"); }, error(socket, error) { errors.push(error.message); } } });
  const client = await Weft.connect({ hostname, port: server.port, socket: { data() {} } });
  client.write("x");
  await until(() => errors.length === 2);
  assert.deepEqual(errors, ["now", "later"]);
  client.terminate();
  server.stop(true);
});

test("timeout, reload, settings", async () => {
  const server = Weft.listen({ hostname, port: 0, socket: { data(socket) { socket.write("old"); } } });
  server.reload({ socket: { data(socket) { socket.write("new"); } } });
  let text = "", timeouts = 0;
  const client = await Weft.connect({ hostname, port: server.port, socket: { data() {}, timeout() { timeouts++; } } });
  client.reload({ socket: { data(socket, bytes) { text += bytes; }, timeout() { timeouts += 10; } } });
  assert.deepEqual([client.setNoDelay(true), client.setKeepAlive(true, 1000), client.fd > 0], [true, true, true]);
  client.write("x");
  await until(() => text === "new");
  client.timeout(0.03);
  await until(() => timeouts === 10);
  client.timeout(0);
  client.unref();
  client.ref();
  client.end();
  server.stop(true);
});

test("connections that fail", async () => {
  const free = net.createServer().listen(0, hostname);
  await new Promise((resolve) => free.once("listening", resolve));
  const { port } = free.address();
  await new Promise((resolve) => free.close(resolve));
  let told;
  const failed = { code: "ECONNREFUSED", syscall: "connect", message: "Failed to connect" };
  await assert.rejects(Weft.connect({ hostname, port, socket: { data() {}, connectError(socket, error) { told = error.code; }, close() { told = "close"; } } }), failed);
  assert.equal(told, "ECONNREFUSED");
  await assert.rejects(Weft.connect({ unix: `${folder}/none`, socket: { data() {} } }), { code: "ENOENT" });
  const server = Weft.listen({ hostname, port: 0, socket: { data() {} } });
  assert.throws(() => Weft.listen({ hostname, port: server.port, socket: { data() {} } }), { code: "EADDRINUSE", syscall: "listen", port: server.port });
  server.stop();
});

test("arguments", () => {
  const invalid = { name: "TypeError", code: "ERR_INVALID_ARG_TYPE" };
  for (const options of [undefined, {}, { hostname, port: 0 }, { hostname, port: 0, socket: {} }, { port: 0, socket: { data() {} } },
    { hostname, port: 0, socket: { data: 5 } }, { hostname, port: 70000, socket: { data() {} } },
    { hostname, port: 0, socket: { data() {}, binaryType: "blob" } }, { hostname: "nowhere.invalid", port: 0, socket: { data() {} } }])
    assert.throws(() => Weft.listen(options), invalid);
  assert.throws(() => Weft.connect({}), invalid);
});

test("Unix-domain sockets, names of hosts, node:net on the other end", async () => {
  const server = Weft.listen({ unix: `${folder}/s`, socket: { data(socket, bytes) { socket.end(bytes); } } });
  assert.equal(server.unix, `${folder}/s`);
  let text = "";
  await Weft.connect({ unix: server.unix, socket: { open(socket) { socket.write("unix"); }, data(socket, bytes) { text += bytes; } } });
  await until(() => text === "unix");
  server.stop(true);
  const other = net.createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  text = "";
  const client = await Weft.connect({ hostname: "localhost", port: other.address().port, socket: { data(socket, bytes) { text += bytes; } } });
  client.write("net");
  await until(() => text === "net");
  client.end();
  other.close();
});

test("stop(true) ends what is open", async () => {
  let closed = 0;
  const server = Weft.listen({ hostname, port: 0, socket: { data() {}, close() { closed++; } } });
  let clientClosed = false;
  await Weft.connect({ hostname, port: server.port, socket: { data() {}, close() { clientClosed = true; } } });
  await sleep(20);
  server.stop(true);
  await until(() => clientClosed && closed === 1);
});
