// Sending and receiving: forms of send(), facts of a message, connected sockets.
import { test, assert } from "../harness.mjs";
import dgram from "node:dgram";
import { once } from "node:events";

const bound = async (options = "udp4", address = "127.0.0.1") => {
  const socket = dgram.createSocket(options);
  socket.bind(0, address);
  await once(socket, "listening");
  return socket;
};
const send = (socket, ...args) => new Promise((resolve, reject) =>
  socket.send(...args, (error, size) => (error ? reject(error) : resolve(size))));

test("a message comes whole, with its sender", async () => {
  const receiver = await bound();
  const { port } = receiver.address();
  const sender = await bound();
  const message = once(receiver, "message");
  assert.equal(await send(sender, "hello", port, "127.0.0.1"), 5);
  const [bytes, from] = await message;
  assert(Buffer.isBuffer(bytes));
  assert.equal(bytes.toString(), "hello");
  assert.deepEqual({ ...from }, { address: "127.0.0.1", family: "IPv4", port: sender.address().port, size: 5 });
  sender.close();
  receiver.close();
});
test("lists, parts, views, nothing", async () => {
  const receiver = await bound();
  const { port } = receiver.address();
  const seen = [];
  receiver.on("message", (bytes) => seen.push(bytes.toString()));
  const sender = dgram.createSocket("udp4");
  await send(sender, ["a", Buffer.from("b"), new Uint8Array([99])], port, "127.0.0.1");
  await send(sender, Buffer.from("abcdef"), 2, 3, port, "127.0.0.1");
  await send(sender, new DataView(new Uint8Array([120, 121]).buffer), port);
  await send(sender, "", port);
  await send(sender, [], port);
  while (seen.length < 5) await once(receiver, "message");
  assert.deepEqual(seen, ["abc", "cde", "xy", "", ""]);
  sender.close();
  receiver.close();
});
test("a connected socket", async () => {
  const receiver = await bound();
  const { port } = receiver.address();
  const sender = dgram.createSocket("udp4");
  assert.throws(() => sender.remoteAddress(), { code: "ERR_SOCKET_DGRAM_NOT_CONNECTED" });
  sender.connect(port, "127.0.0.1");
  assert.throws(() => sender.connect(port), { code: "ERR_SOCKET_DGRAM_IS_CONNECTED" });
  await once(sender, "connect");
  assert.equal(sender.remoteAddress().port, port);
  assert.throws(() => sender.send("x", 0, 1, port, "127.0.0.1"), { code: "ERR_SOCKET_DGRAM_IS_CONNECTED" });
  const message = once(receiver, "message");
  assert.equal(await send(sender, "through"), 7);
  assert.equal(String((await message)[0]), "through");
  sender.disconnect();
  assert.throws(() => sender.disconnect(), { code: "ERR_SOCKET_DGRAM_NOT_CONNECTED" });
  sender.close();
  receiver.close();
});
test("a peer that is not there", async () => {
  const sender = dgram.createSocket("udp4");
  sender.connect(1, "127.0.0.1");
  await once(sender, "connect");
  const failed = once(sender, "error");
  sender.send("x");
  const [error] = await failed;
  assert.equal(error.code, "ECONNREFUSED");
  assert.equal(error.syscall, "recvmsg");
  sender.close();
});
test("too long, or nowhere to go", async () => {
  const sender = dgram.createSocket("udp4");
  await assert.rejects(send(sender, Buffer.alloc(70000), 9, "127.0.0.1"), { code: "EMSGSIZE", syscall: "send", port: 9 });
  await assert.rejects(send(sender, "x", 9, "no.such.invalid"), { code: "ENOTFOUND" });
  sender.close();
});
test("arguments", () => {
  const socket = dgram.createSocket("udp4");
  for (const type of ["x", undefined, {}]) assert.throws(() => dgram.createSocket(type), { code: "ERR_SOCKET_BAD_TYPE" });
  assert.throws(() => socket.send("x", 0), { code: "ERR_SOCKET_BAD_PORT" });
  assert.throws(() => socket.send(3, 9), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => socket.send([3], 9), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => socket.send(Buffer.alloc(3), 1, 5, 9), { code: "ERR_BUFFER_OUT_OF_BOUNDS" });
  socket.close();
  assert.throws(() => socket.send("x", 9), { code: "ERR_SOCKET_DGRAM_NOT_RUNNING" });
  assert.throws(() => socket.close(), { code: "ERR_SOCKET_DGRAM_NOT_RUNNING" });
});
test("IPv6", async () => {
  const socket = await bound({ type: "udp6", ipv6Only: true }, "::1");
  const message = once(socket, "message");
  socket.send("six", socket.address().port, "::1");
  const [, from] = await message;
  assert.equal(from.address, "::1");
  assert.equal(from.family, "IPv6");
  socket.close();
});
test("what comes in is a Buffer, also where the program has not asked for one", async () => {
  const { execFileSync } = await import("node:child_process");
  const code = `const socket = require("node:dgram").createSocket("udp4");
    socket.bind(0, "127.0.0.1", () => socket.send(new Uint8Array([104, 105]), socket.address().port, "127.0.0.1"));
    socket.on("message", (bytes) => { process.stdout.write(\`\${bytes}\`); socket.close(); });`;
  assert.equal(execFileSync(process.execPath, ["-e", code], { encoding: "utf8" }), "hi");
});
