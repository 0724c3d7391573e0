# test-timeout: 60 s
"""A server that is told to end finishes what is under way."""

import signal
import socket

from process import equal, files, spawn, test

SERVER = """
const server = Weft.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request, server) {
    if (server.upgrade(request)) return;
    console.log("begun");
    await new Promise((resolve) => setTimeout(resolve, 300));
    return new Response("finished");
  },
  websocket: { message(ws, text) { ws.send(text); if (text === "bye") ws.close(); } },
});
process.once("SIGTERM", async () => {
  console.log("stopping");
  await server.stop();
  console.log("stopped");
});
console.log(server.port);
"""

HELLO = (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
         b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")


def start(text=SERVER):
    process = spawn(files({"server.mjs": text}) / "server.mjs", text=True)
    return process, int(process.stdout.readline())


def connect(port):
    client = socket.create_connection(("127.0.0.1", port), 10)
    client.settimeout(10)
    return client


def read_all(client):
    data = b""
    while chunk := client.recv(65536):
        data += chunk
    return data


@test("SIGTERM and stop(): the request under way is answered, then the process ends")
def _():
    process, port = start()
    idle = connect(port)
    client = connect(port)
    client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    equal(process.stdout.readline().strip(), "begun")
    process.send_signal(signal.SIGTERM)
    equal(process.stdout.readline().strip(), "stopping")
    equal(idle.recv(1), b"")
    text = read_all(client)
    assert text.endswith(b"finished"), text
    assert b"Connection: close" in text, text
    client.close()
    idle.close()
    equal(process.stdout.readline().strip(), "stopped")
    equal(process.wait(10), 0)


@test("SIGTERM and stop(): a WebSocket goes on until it closes")
def _():
    process, port = start()
    client = connect(port)
    client.sendall(HELLO)
    head = client.recv(4096)
    assert head.startswith(b"HTTP/1.1 101"), head
    process.send_signal(signal.SIGTERM)
    equal(process.stdout.readline().strip(), "stopping")
    client.sendall(b"\x81\x85\0\0\0\0hello")
    equal(client.recv(100), b"\x81\x05hello")
    client.sendall(b"\x81\x83\0\0\0\0bye")
    equal(read_all(client), b"\x81\x03bye\x88\x02\x03\xe8")
    client.close()
    equal(process.stdout.readline().strip(), "stopped")
    equal(process.wait(10), 0)


@test("without a handler SIGTERM ends the process")
def _():
    process, port = start("console.log(Weft.serve({ port: 0, fetch: () => new Response() }).port)")
    process.send_signal(signal.SIGTERM)
    equal(process.wait(10), -signal.SIGTERM)


@test("unref(): a server does not keep the process")
def _():
    process, port = start("const s = Weft.serve({ port: 0, fetch: () => new Response() }); console.log(s.port); s.unref();")
    equal(process.wait(10), 0)


@test("a frame that was sent before the program ends by itself goes out")
def _():
    process, port = start("""
const server = Weft.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: (request, server) => void server.upgrade(request),
  websocket: { message(ws) { setTimeout(() => { ws.send("last"); ws.close(); server.stop(); }, 10); } },
});
console.log(server.port);
""")
    client = connect(port)
    client.sendall(HELLO)
    client.recv(4096)
    client.sendall(b"\x81\x81\0\0\0\0x")
    equal(read_all(client), b"\x81\x04last\x88\x02\x03\xe8")
    client.close()
    equal(process.wait(10), 0)


@test("so does one that was sent right before process.exit()")
def _():
    process, port = start("""
const server = Weft.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: (request, server) => void server.upgrade(request),
  websocket: { message(ws) { ws.send("last"); process.exit(3); } },
});
console.log(server.port);
""")
    client = connect(port)
    client.sendall(HELLO)
    client.recv(4096)
    client.sendall(b"\x81\x81\0\0\0\0x")
    equal(client.recv(100), b"\x81\x04last")
    client.close()
    equal(process.wait(10), 3)
