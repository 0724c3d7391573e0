import net from "node:net";
import { fileURLToPath } from "node:url";
import { test, assert } from "../harness.mjs";
import { ca, connect, pair, textOf } from "../tls/support.mjs";

const hostname = "127.0.0.1";
const file = (name) => Weft.file(fileURLToPath(new URL(`../tls/keys/${name}`, import.meta.url)));

async function until(ready) {
  for (let i = 0; i < 600 && !ready(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert(ready(), "it never came");
}

test("a server and a client", async () => {
  const told = [];
  const server = Weft.listen({
    hostname, port: 0, tls: { key: file("server-key.pem"), cert: file("server.pem") },
    socket: {
      open() { told.push("open"); },
      handshake(socket, success, error) { told.push("handshake", success, error); },
      data(socket, bytes) { assert.equal(socket.write(bytes), bytes.length); },
      close() { told.push("close"); },
    },
  });
  let text = "", ended = false;
  const client = await Weft.connect({
    hostname, port: server.port, tls: { ca, serverName: "localhost" },
    socket: { data(socket, bytes) { assert(Buffer.isBuffer(bytes)); text += bytes; }, close() { ended = true; } },
  });
  assert.deepEqual([client.authorized, client.getTLSVersion(), client.remotePort, client.getAuthorizationError()], [true, "TLSv1.3", server.port, null]);
  assert.equal(typeof client.getCipher().name, "string");
  client.write("secret");
  await until(() => text === "secret");
  client.end();
  await until(() => told.includes("close"));
  assert.deepEqual([told, ended], [["open", "handshake", true, null, "close"], true]);
  server.stop();
});

test("large bytes through both sides", async () => {
  let received = 0;
  const server = Weft.listen({ hostname, port: 0, tls: pair("server"), socket: { data(socket, bytes) { received += bytes.length; } } });
  const big = Buffer.alloc(12_000_000, 7);
  let at = 0;
  const more = (socket) => {
    at += socket.write(big.subarray(at));
    if (at === big.length) socket.end();
  };
  const client = await Weft.connect({ hostname, port: server.port, tls: { ca, serverName: "localhost" }, socket: { data() {}, drain: more } });
  more(client);
  await until(() => received === big.length);
  server.stop(true);
});

test("with node:tls on the other end", async () => {
  const server = Weft.listen({ hostname, port: 0, tls: pair("server"), socket: { data(socket, bytes) { socket.end(`re:${bytes}`); } } });
  const client = await connect(server.port);
  client.write("node");
  assert.equal(await textOf(client), "re:node");
  server.stop();
});

test("what is not to be trusted", async () => {
  const server = Weft.listen({ hostname, port: 0, tls: pair("self"), socket: { data() {} } });
  const socket = { data() {}, connectError(_, error) { told = error.code; } };
  let told;
  await assert.rejects(Weft.connect({ hostname, port: server.port, tls: true, socket }), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  assert.equal(told, "DEPTH_ZERO_SELF_SIGNED_CERT");
  const client = await Weft.connect({ hostname, port: server.port, tls: { rejectUnauthorized: false }, socket });
  assert.deepEqual([client.authorized, client.getAuthorizationError()], [false, "DEPTH_ZERO_SELF_SIGNED_CERT"]);
  client.terminate();
  server.stop(true);
  assert.throws(() => Weft.listen({ hostname, port: 0, tls: { key: "no key", cert: "none" }, socket }), Error);
  assert.throws(() => Weft.listen({ hostname, port: 0, tls: "yes", socket }), { code: "ERR_INVALID_ARG_TYPE" });
});

test("a client that speaks no TLS does no harm", async () => {
  let opened = 0;
  const server = Weft.listen({ hostname, port: 0, tls: pair("server"), socket: { data() {}, open() { opened++; } } });
  const plain = net.connect(server.port, hostname, () => plain.write("GET / HTTP/1.1\r\n\r\n"));
  plain.on("error", () => {});
  await new Promise((resolve) => plain.once("close", resolve));
  assert.equal(opened, 0);
  const client = await connect(server.port);
  await until(() => opened === 1);
  client.destroy();
  server.stop(true);
});
