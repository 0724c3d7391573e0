// bind(), its failures, options of the socket, the end.
import { test, assert } from "../harness.mjs";
import dgram from "node:dgram";
import { once } from "node:events";

const bound = async (options = "udp4", address = "127.0.0.1", port = 0) => {
  const socket = dgram.createSocket(options);
  socket.bind(port, address);
  await once(socket, "listening");
  return socket;
};

test("an address that is taken", async () => {
  const first = await bound();
  const second = dgram.createSocket("udp4");
  second.bind(first.address().port, "127.0.0.1");
  const [error] = await once(second, "error");
  assert.equal(error.code, "EADDRINUSE");
  assert.equal(error.syscall, "bind");
  assert.equal(error.address, "127.0.0.1");
  assert.equal(error.port, first.address().port);
  assert.throws(() => first.bind(), { code: "ERR_SOCKET_ALREADY_BOUND" });
  first.close();
  second.close();
});
test("reuseAddr and reusePort share it", async () => {
  for (const option of ["reuseAddr", "reusePort"]) {
    const first = await bound({ type: "udp4", [option]: true });
    const second = await bound({ type: "udp4", [option]: true }, "127.0.0.1", first.address().port);
    assert.equal(second.address().port, first.address().port);
    first.close();
    second.close();
  }
});
test("settings", async () => {
  const socket = await bound();
  assert.equal(socket.setTTL(64), 64);
  assert.equal(socket.setMulticastTTL(5), 5);
  assert.equal(socket.setMulticastLoopback(true), true);
  socket.setBroadcast(true);
  socket.setMulticastInterface("127.0.0.1");
  assert.throws(() => socket.setTTL("x"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => socket.setTTL(0), { code: "EINVAL", syscall: "setTTL" });
  assert.throws(() => socket.addMembership(), { code: "ERR_MISSING_ARGS" });
  assert.throws(() => socket.addMembership("1.2.3.4"), { code: "EINVAL", syscall: "addMembership" });
  socket.setRecvBufferSize(20000);
  assert.equal(socket.getRecvBufferSize(), 40000);
  assert.throws(() => socket.setSendBufferSize(-1), { code: "ERR_SOCKET_BAD_BUFFER_SIZE" });
  assert.equal(socket.getSendQueueSize(), 0);
  assert.equal(socket.getSendQueueCount(), 0);
  assert.equal(socket.unref(), socket);
  assert.equal(socket.ref(), socket);
  socket.close();
});
test("multicast comes back over the loopback", async () => {
  const socket = await bound({ type: "udp4", reuseAddr: true }, "0.0.0.0");
  socket.addMembership("239.1.2.3", "127.0.0.1");
  socket.setMulticastInterface("127.0.0.1");
  const message = once(socket, "message");
  socket.send("group", socket.address().port, "239.1.2.3");
  assert.equal(String((await message)[0]), "group");
  socket.dropMembership("239.1.2.3", "127.0.0.1");
  assert.throws(() => socket.dropMembership("239.1.2.3", "127.0.0.1"), { code: "EADDRNOTAVAIL" });
  socket.close();
});
test("close() while the socket binds; abort closes", async () => {
  const socket = dgram.createSocket("udp4");
  socket.send("x", 9, "127.0.0.1");
  await new Promise((resolve) => socket.close(resolve));
  const controller = new AbortController();
  const aborted = dgram.createSocket({ type: "udp4", signal: controller.signal });
  const closed = once(aborted, "close");
  controller.abort();
  await closed;
});
test("many sockets leave nothing behind", async () => {
  const { readdirSync } = await import("node:fs");
  const before = readdirSync("/proc/self/fd").length;
  for (let i = 0; i < 300; i++) {
    const socket = await bound();
    socket.close();
    await once(socket, "close");
  }
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert(readdirSync("/proc/self/fd").length <= before + 2);
});
