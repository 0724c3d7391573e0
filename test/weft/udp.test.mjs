import dgram from "node:dgram";
import { test, assert } from "../harness.mjs";

async function until(ready) {
  for (let i = 0; i < 400 && !ready(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert(ready(), "it never came");
}

test("messages there and back", async () => {
  const got = [];
  const server = await Weft.udpSocket({ hostname: "127.0.0.1", socket: { data(socket, bytes, port, address) { got.push(`${bytes}`); assert(Buffer.isBuffer(bytes)); socket.send(`re:${bytes}`, port, address); } } });
  assert.deepEqual([server.hostname, server.address.port === server.port, server.closed, server.binaryType], ["127.0.0.1", true, false, "buffer"]);
  const back = [];
  const client = await Weft.udpSocket({
    hostname: "127.0.0.1", binaryType: "uint8array", connect: { hostname: "127.0.0.1", port: server.port },
    socket: { data(socket, bytes, port) { assert.equal(bytes.constructor, Uint8Array); assert.equal(port, server.port); back.push(new TextDecoder().decode(bytes)); } },
  });
  assert.deepEqual(client.remoteAddress, { address: "127.0.0.1", family: "IPv4", port: server.port });
  assert.equal(client.send("one"), true);
  assert.equal(client.sendMany(["two", Buffer.from("three"), new Uint8Array([52]).buffer]), 3);
  assert.equal(server.sendMany(["x", client.port, "127.0.0.1", "y", client.port, "127.0.0.1"]), 2);
  await until(() => back.length === 6);
  assert.deepEqual(got, ["one", "two", "three", "4"]);
  assert.deepEqual(back.sort(), ["re:4", "re:one", "re:three", "re:two", "x", "y"]);
  client.close();
  server.close();
  assert.equal(server.closed, true);
  assert.throws(() => server.send("x", 5, "127.0.0.1"), /closed/);
});

test("arguments and faults", async () => {
  const invalid = { name: "TypeError", code: "ERR_INVALID_ARG_TYPE" };
  for (const options of [undefined, { port: "x" }, { socket: 5 }, { socket: { data: 5 } }, { binaryType: "blob" }])
    assert.throws(() => Weft.udpSocket(options), invalid);
  const socket = await Weft.udpSocket({ hostname: "127.0.0.1" });
  assert.throws(() => socket.send("x"), invalid);
  assert.throws(() => socket.send("x", 0, "127.0.0.1"), invalid);
  assert.throws(() => socket.send("x", 5, "localhost"), invalid);
  assert.throws(() => socket.send(5, 5, "127.0.0.1"), invalid);
  assert.throws(() => socket.sendMany(["x", 5]), invalid);
  assert.throws(() => socket.send(Buffer.alloc(70_000), 5, "127.0.0.1"), { code: "EMSGSIZE" });
  await assert.rejects(Weft.udpSocket({ hostname: "127.0.0.1", port: socket.port }), { code: "EADDRINUSE" });
  socket.close();
  const connected = await Weft.udpSocket({ connect: { hostname: "127.0.0.1", port: 9 } });
  assert.throws(() => connected.send("x", 5, "127.0.0.1"), invalid);
  connected.close();
});

test("errors of handlers and of the system", async () => {
  const errors = [];
  const socket = await Weft.udpSocket({ hostname: "127.0.0.1", socket: { data() { throw new Error("mine"); }, error(error) { errors.push(error.message); } } });
  const other = dgram.createSocket("udp4");
  other.send("x", socket.port, "127.0.0.1");
  await until(() => errors.length === 1);
  assert.deepEqual(errors, ["mine"]);
  other.close();
  socket.close();
});

test("settings", async () => {
  const socket = await Weft.udpSocket({});
  assert.deepEqual([socket.setBroadcast(true), socket.setTTL(5), socket.setMulticastTTL(3), socket.setMulticastLoopback(false)], [true, 5, 3, false]);
  assert.throws(() => socket.addMembership("1.2.3.4"), { code: "EINVAL" });
  socket.ref();
  socket.unref();
  socket.close();
});
