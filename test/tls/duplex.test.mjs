import http from "node:http";
import tls from "node:tls";
import { once } from "node:events";
import net from "node:net";
import { duplexPair, PassThrough } from "node:stream";
import { test, assert } from "../harness.mjs";
import { ca, pair, textOf, withServer } from "./support.mjs";

test("a client over a stream says nothing by itself", async () => {
  const below = new PassThrough();
  const socket = new tls.TLSSocket(below);
  socket.on("error", assert.fail);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(below.readableLength, 0);
  socket.destroy();
});

test("its first write greets, and so does _start()", async () => {
  for (const begin of [(socket) => socket.write("hello"), (socket) => socket._start()]) {
    const [near, far] = duplexPair();
    const socket = new tls.TLSSocket(near);
    socket.on("error", () => {});
    begin(socket);
    const [bytes] = await once(far, "data");
    assert.deepEqual([bytes[0], bytes[1]], [0x16, 3]);
    socket.destroy();
  }
});

test("both ends over streams, and text through them", async () => {
  const [near, far] = duplexPair();
  const server = new tls.TLSSocket(far, { isServer: true, ...pair("server") });
  server.on("data", (chunk) => server.end(`heard ${chunk}`));
  const client = tls.connect({ socket: near, servername: "localhost", ca }, () => client.write("hello"));
  assert.equal(await textOf(client), "heard hello");
  assert.equal(client.authorized, true);
});

test("a client over a socket that is still connecting", () =>
  withServer({}, (socket) => socket.end("hello"), async (port) => {
    const client = tls.connect({ socket: net.connect(port, "127.0.0.1"), servername: "localhost", ca });
    assert.equal(await textOf(client), "hello");
  }));

const JSStreamSocket = () => {
  const socket = new tls.TLSSocket(new PassThrough());
  const { constructor } = socket._handle._parentWrap;
  socket.destroy();
  return constructor;
};

test("the class that wraps a stream makes a net.Socket of it", async () => {
  const [near, far] = duplexPair();
  const socket = new (JSStreamSocket())(near);
  assert(socket instanceof net.Socket);
  assert.equal(socket.stream, near);
  far.on("data", (chunk) => (String(chunk) === "two" ? far.end("; bye") : far.write(`heard ${chunk}`)));
  socket.write("one");
  assert.equal(String((await once(socket, "data"))[0]), "heard one");
  assert.equal(socket.bytesRead, 9);
  socket.write(Buffer.from("two"));
  assert.equal(await textOf(socket), "; bye");
  if (!socket.closed) await once(socket, "close");
  assert.equal(near.destroyed, true);
});

test("HTTP over such a socket", async () => {
  const [near, far] = duplexPair();
  http.createServer((request, response) => response.end(`you asked for ${request.url}`)).emit("connection", far);
  const request = http.get({ path: "/x", createConnection: () => new (JSStreamSocket())(near) });
  const [response] = await once(request, "response");
  assert.equal(await textOf(response), "you asked for /x");
});
