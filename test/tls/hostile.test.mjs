import net from "node:net";
import tls from "node:tls";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { ca, connect, textOf, withServer } from "./support.mjs";

/** Sends bytes to a server of TLS: what its 'tlsClientError' says, while another connection goes on. */
async function attack(bytes, finish = (socket) => socket.end()) {
  return withServer({}, (socket) => socket.pipe(socket), async (port, server) => {
    const bystander = await connect(port);
    const failed = once(server, "tlsClientError");
    const socket = net.connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.resume();
    socket.write(bytes, () => finish(socket));
    const [error] = await failed;
    bystander.end("unharmed");
    assert.equal(await textOf(bystander), "unharmed");
    return error.code;
  });
}

/** The greeting of a client. */
function greeting() {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.once("data", (data) => {
      socket.destroy();
      server.close();
      resolve(data);
    }));
    server.listen(0, "127.0.0.1", () => tls.connect(server.address().port, "127.0.0.1").on("error", () => {}));
  });
}

test("plain HTTP", async () => assert.equal(await attack("GET / HTTP/1.1\r\n\r\n"), "ERR_SSL_HTTP_REQUEST"));
test("garbage", async () => {
  for (let seed = 1; seed < 20; seed++) {
    const bytes = Array.from({ length: 200 }, (_, i) => (seed * 7919 + i * i * 31) & 255);
    assert.match(await attack(Buffer.from(bytes)), /^(ERR_SSL_|ECONNRESET)/);
  }
});
test("a greeting that is cut, at many places", async () => {
  const whole = await greeting();
  for (let size = 1; size < whole.length; size += 37) assert.equal(await attack(whole.subarray(0, size)), "ECONNRESET");
});
test("a greeting with a byte that is wrong", async () => {
  const whole = await greeting();
  for (let at = 0; at < 60; at += 7) {
    const bytes = Buffer.from(whole);
    bytes[at] ^= 0x55;
    assert.match(await attack(bytes), /^(ERR_SSL_|ECONNRESET)/);
  }
});
test("a handshake that is reset", async () => {
  const whole = await greeting();
  assert.equal(await attack(whole, (socket) => setTimeout(() => socket.resetAndDestroy(), 10)), "ECONNRESET");
});
test("a handshake that takes too long", () =>
  withServer({ handshakeTimeout: 30 }, () => {}, async (port, server) => {
    const socket = net.connect(port, "127.0.0.1");
    const [error] = await once(server, "tlsClientError");
    assert.equal(error.code, "ERR_TLS_HANDSHAKE_TIMEOUT");
    await once(socket.resume(), "close");
  }));

test("an end without farewell is an end", () =>
  withServer({}, (socket) => socket.end("bye"), async (port) => {
    const below = net.connect(port, "127.0.0.1");
    const socket = tls.connect({ socket: below, servername: "localhost", ca });
    assert.equal(await textOf(socket), "bye");
    const server = net.createServer((peer) => peer.destroy());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    await assert.rejects(connect(server.address().port), { code: "ECONNRESET",
      message: "Client network socket disconnected before secure TLS connection was established" });
    server.close();
  }));

test("a server that speaks no TLS", async () => {
  const server = net.createServer((peer) => peer.end("220 hello\r\n")).listen(0, "127.0.0.1");
  await once(server, "listening");
  await assert.rejects(connect(server.address().port), { code: "ERR_SSL_WRONG_VERSION_NUMBER" });
  server.close();
});

test("a socket may be destroyed in any of its callbacks", () =>
  withServer({}, (socket) => socket.write("x".repeat(100_000)), async (port) => {
    for (const event of ["connect", "secure", "secureConnect", "session", "keylog", "data", "end"]) {
      const socket = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca });
      socket.on("error", () => {});
      socket.once(event, () => socket.destroy());
      socket.resume();
      if (event === "end") socket.destroy();
      await once(socket, "close");
    }
  }));

test("renegotiation is refused", () =>
  withServer({}, () => {}, async (port) => {
    const socket = await connect(port);
    const error = await new Promise((resolve) => assert.equal(socket.renegotiate({}, resolve), false));
    assert.equal(error.code, "ERR_TLS_RENEGOTIATION_DISABLED");
  }));
