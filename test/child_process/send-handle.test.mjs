import { fork } from "node:child_process";
import dgram from "node:dgram";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import net from "node:net";
import { test, assert } from "../harness.mjs";

async function start(options) {
  const child = fork(new URL("fixtures/handles.cjs", import.meta.url), options);
  assert.deepEqual((await once(child, "message"))[0], "ready");
  return child;
}

async function end(child) {
  child.send({ to: "end" });
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
}

async function listen(server, ...args) {
  server.listen(...args);
  await once(server, "listening");
  return server.address();
}

async function text(socket) {
  let all = "";
  socket.setEncoding("utf8");
  for await (const chunk of socket) all += chunk;
  return all;
}

/** A connection: both of its ends. */
async function connect(server, options = { port: server.address().port, host: "127.0.0.1" }) {
  const client = net.connect(options);
  const [accepted] = await once(server, "connection");
  return { client, accepted };
}

for (const serialization of ["json", "advanced"]) {
  test(`a socket is answered by the child (${serialization})`, async () => {
    const child = await start({ serialization });
    const server = net.createServer({ pauseOnConnect: true });
    await listen(server, 0, "127.0.0.1");
    const { client, accepted } = await connect(server);
    child.send({ to: "greet", word: "hello" }, accepted);
    assert.equal(accepted._handle, null);
    assert.equal(await text(client), "hello from the child");
    server.close();
    await end(child);
  });
}

test("a Unix-domain socket goes, too", async () => {
  const child = await start();
  const path = `${process.env.TMPDIR}/sent.sock`;
  const server = net.createServer({ pauseOnConnect: true });
  await listen(server, path);
  const { client, accepted } = await connect(server, { path });
  child.send({ to: "echo" }, accepted);
  client.end("there and back");
  assert.equal(await text(client), "there and back");
  server.close();
  await end(child);
});

test("messages keep their order, whatever carries a handle", async () => {
  const child = await start();
  const server = net.createServer({ pauseOnConnect: true });
  await listen(server, 0, "127.0.0.1");
  const pairs = [await connect(server), await connect(server)];
  const seen = [];
  child.on("message", (message) => seen.push(message.held ?? message.plain));
  const sent = [];
  child.send({ to: "hold" }, pairs[0].accepted, () => sent.push(1));
  child.send({ text: "between" }, () => sent.push(2));
  child.send({ to: "hold" }, pairs[1].accepted, () => sent.push(3));
  child.send({ text: "last" }, () => sent.push(4));
  while (seen.length < 4) await once(child, "message");
  assert.deepEqual(seen, [1, "between", 2, "last"]);
  assert.deepEqual(sent, [1, 2, 3, 4]);
  child.send({ to: "drop" });
  for (const { client } of pairs) assert.equal(await text(client), "");
  server.close();
  await end(child);
});

test("a server is shared: the child serves on when the parent has closed its own", async () => {
  const child = await start();
  const server = net.createServer();
  const { port } = await listen(server, 0, "127.0.0.1");
  child.send({ to: "serve" }, server);
  assert.deepEqual((await once(child, "message"))[0], { listening: true, port });
  assert.equal(server.listening, true);
  server.close();
  await once(server, "close");
  assert.equal(await text(net.connect(port, "127.0.0.1")), "served by the child");
  child.kill();
  await once(child, "exit");
});

test("a datagram socket is shared", async () => {
  const child = await start();
  const socket = dgram.createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  child.send({ to: "receive" }, socket);
  assert.deepEqual((await once(child, "message"))[0], { type: "udp4" });
  socket.close();
  const asker = dgram.createSocket("udp4");
  asker.send("x", port, "127.0.0.1");
  assert.equal(String((await once(asker, "message"))[0]), "child got x");
  asker.close();
  child.kill();
  await once(child, "exit");
});

test("keepOpen leaves the socket to both, and a child sends handles as well", async () => {
  const child = await start();
  const server = net.createServer({ pauseOnConnect: true });
  await listen(server, 0, "127.0.0.1");
  const { client, accepted } = await connect(server);
  child.send({ to: "return" }, accepted, { keepOpen: true });
  const [message, back] = await once(child, "message");
  assert.deepEqual(message, { back: true });
  assert.equal(back instanceof net.Socket, true);
  assert.equal(accepted._handle !== null, true);
  back.write("one, ");
  accepted.end("two");
  assert.equal(await text(client), "one, two");
  back.destroy();
  server.close();
  await end(child);
});

test("a server counts the connections that it gave away, and closes after them", async () => {
  const child = await start();
  const server = net.createServer({ pauseOnConnect: true });
  await listen(server, 0, "127.0.0.1");
  const first = await connect(server);
  const second = await connect(server);
  child.send({ to: "hold" }, first.accepted);
  await once(child, "message");
  const count = () => new Promise((resolve, reject) => server.getConnections((error, n) => error ? reject(error) : resolve(n)));
  assert.equal(await count(), 2);
  let isClosed = false;
  server.close(() => void (isClosed = true));
  second.accepted.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(isClosed, false);
  child.send({ to: "drop" });
  await once(server, "close");
  for (const { client } of [first, second]) client.destroy();
  await end(child);
});

test("what cannot be sent, or is gone", async () => {
  const child = await start();
  for (const handle of [{}, new (await import("node:events")).EventEmitter()])
    assert.throws(() => child.send({ text: "x" }, handle), { code: "ERR_INVALID_HANDLE_TYPE" });
  const closed = new net.Socket();
  child.send({ text: "alone" }, closed);
  assert.deepEqual((await once(child, "message"))[0], { plain: "alone", hasHandle: false });
  await end(child);
});

test("no descriptor is left behind", async () => {
  const child = await start();
  const server = net.createServer({ pauseOnConnect: true });
  await listen(server, 0, "127.0.0.1");
  const open = () => readdirSync("/proc/self/fd").length;
  const before = open();
  for (let i = 0; i < 20; i++) {
    const { client, accepted } = await connect(server);
    child.send({ to: "greet", word: "hi" }, accepted);
    assert.equal(await text(client), "hi from the child");
  }
  child.send({ text: "after" });
  await once(child, "message");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(open() <= before + 1, true, `${before} before, ${open()} after`);
  server.close();
  await end(child);
});
