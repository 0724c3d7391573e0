// WebSocket (RFC 6455, RFC 7692) against a server of its own over node:http.
import http from "node:http";
import zlib from "node:zlib";
import { createHash } from "node:crypto";
import { test, assert } from "../harness.mjs";

const frame = (first, payload = "") => {
  const bytes = Buffer.from(payload);
  const head = bytes.length < 126 ? [first, bytes.length]
    : bytes.length < 65536 ? [first, 126, bytes.length >> 8, bytes.length & 255]
    : [first, 127, 0, 0, 0, 0, bytes.length >>> 24, (bytes.length >> 16) & 255, (bytes.length >> 8) & 255, bytes.length & 255];
  return Buffer.concat([Buffer.from(head), bytes]);
};

/** Calls back with each whole frame of a client, unmasked. */
function readFrames(socket, onFrame) {
  let bytes = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      if (bytes.length < 2) return;
      let size = bytes[1] & 127;
      let at = 2;
      if (size === 126) { size = bytes.readUInt16BE(2); at = 4; } else if (size === 127) { size = Number(bytes.readBigUInt64BE(2)); at = 10; }
      if (bytes.length < at + 4 + size) return;
      const mask = bytes.subarray(at, at + 4);
      const payload = bytes.subarray(at + 4, at + 4 + size).map((byte, i) => byte ^ mask[i & 3]);
      const first = bytes[0];
      assert.equal(bytes[1] & 128, 128, "clients mask");
      bytes = bytes.subarray(at + 4 + size);
      onFrame(first, payload);
    }
  });
}

async function serve(onSocket, use, more = () => []) {
  const server = http.createServer((request, response) => response.writeHead(404).end());
  const sockets = [];
  server.on("upgrade", (request, socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`, ...more(request)];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    onSocket(socket, request);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`ws://127.0.0.1:${server.address().port}`);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Sends every message back, and answers a close. */
function echo(socket) {
  readFrames(socket, (first, payload) => {
    socket.write(frame(first, payload));
    if ((first & 15) === 8) socket.end();
  });
}

const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

test("messages go both ways, and a close is clean", () =>
  serve(echo, async (url) => {
    const socket = new WebSocket(`${url}/path?q`);
    assert.deepEqual([socket.readyState, socket.url, socket.binaryType], [0, `${url}/path?q`, "blob"]);
    assert.throws(() => socket.send("early"), { name: "InvalidStateError" });
    await once(socket, "open");
    assert.equal(socket.readyState, WebSocket.OPEN);
    for (const text of ["hello", "", "grüße ✓", "x".repeat(70_000), "y".repeat(200)]) {
      socket.send(text);
      const event = await once(socket, "message");
      assert(event instanceof MessageEvent);
      assert.equal(event.data, text);
      assert.equal(event.origin, url);
    }
    socket.close(3001, "done");
    assert.equal(socket.readyState, WebSocket.CLOSING);
    const { code, reason, wasClean } = await once(socket, "close");
    assert.deepEqual([code, reason, wasClean, socket.readyState], [3001, "done", true, 3]);
  }));

test("bytes come as blobs or buffers", () =>
  serve(echo, async (url) => {
    const socket = new WebSocket(url);
    await once(socket, "open");
    socket.send(new Uint8Array([1, 2, 3]));
    const blob = (await once(socket, "message")).data;
    assert.deepEqual([...(await blob.bytes())], [1, 2, 3]);
    socket.binaryType = "nonsense";
    assert.equal(socket.binaryType, "blob");
    socket.binaryType = "arraybuffer";
    for (const data of [new Uint8Array([4, 5]).buffer, new Blob([new Uint8Array([4, 5])]), new DataView(new Uint8Array([4, 5]).buffer)]) {
      socket.send(data);
      assert.deepEqual([...new Uint8Array((await once(socket, "message")).data)], [4, 5]);
    }
    socket.close();
    assert.equal((await once(socket, "close")).code, 1005);
  }));

test("arguments are checked", () => {
  for (const url of ["x", "ftp://a", "ws://a/#f"]) assert.throws(() => new WebSocket(url), { name: "SyntaxError" });
  assert.throws(() => new WebSocket("ws://a", ["p", "p"]), { name: "SyntaxError" });
  assert.throws(() => new WebSocket("ws://a", "a b"), { name: "SyntaxError" });
  assert.throws(() => new WebSocket(), TypeError);
  assert.deepEqual([WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED], [0, 1, 2, 3]);
});

test("close checks its arguments", () =>
  serve(echo, async (url) => {
    const socket = new WebSocket(url);
    assert.throws(() => socket.close(1001), { name: "InvalidAccessError" });
    assert.throws(() => socket.close(1000, "x".repeat(124)), { name: "SyntaxError" });
    const events = [];
    for (const type of ["open", "error", "close"]) socket[`on${type}`] = () => events.push(type);
    socket.close();
    assert.deepEqual([socket.readyState, events.length], [2, 0]);
    const { code, wasClean } = await once(socket, "close");
    assert.deepEqual([code, wasClean, events.join()], [1006, false, "error,close"]);
  }));

test("subprotocols and headers", () =>
  serve((socket, request) => socket.write(frame(0x81, `${request.headers["sec-websocket-protocol"]}|${request.headers["x-a"]}`)), async (url) => {
    const socket = new WebSocket(url, { protocols: ["one", "two"], headers: { "x-a": "b" } });
    const { data } = await once(socket, "message");
    assert.deepEqual([data, socket.protocol], ["one, two|b", "two"]);
    socket.close();
  }, () => ["Sec-WebSocket-Protocol: two"]));

test("fragments, pings and bytes that come one by one", () =>
  serve(async (socket) => {
    const all = Buffer.concat([frame(0x01, "one "), frame(0x89, "p"), frame(0x00, "two "), frame(0x80, "three"), frame(0x82), frame(0x81, "last")]);
    const pong = new Promise((resolve) => readFrames(socket, (first, payload) => {
      if (first === 0x8a) resolve(payload);
    }));
    for (const byte of all) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.write(frame(0x81, `pong ${await pong}`));
  }, async (url) => {
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    const seen = [];
    await new Promise((resolve) => socket.addEventListener("message", ({ data }) => {
      seen.push(typeof data === "string" ? data : data.byteLength);
      if (seen.length === 4) resolve();
    }));
    assert.deepEqual(seen, ["one two three", 0, "last", "pong p"]);
    socket.close();
  }));

test("what breaks the protocol fails the connection", async () => {
  const bad = [frame(0x83, "x"), frame(0x91, "x"), frame(0x80, "x"), frame(0x09, "x"), frame(0x88, "x"), Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0]),
    frame(0x81, Buffer.from([0xff])), frame(0x88, Buffer.from([3, 0xed])), frame(0xc1, "x"), Buffer.concat([frame(0x01, "a"), frame(0x01, "b")]),
    Buffer.from([0x82, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), frame(0x89, "x".repeat(126))];
  for (const bytes of bad) {
    await serve((socket) => socket.write(bytes), async (url) => {
      const socket = new WebSocket(url);
      let failed = 0;
      socket.onerror = () => failed++;
      socket.onmessage = () => assert.fail("a message");
      const { code, wasClean } = await once(socket, "close");
      assert.deepEqual([code, wasClean, failed], [1006, false, 1]);
    });
  }
});

test("a handshake that is not granted is an error", async () => {
  await serve(() => {}, async (url) => {
    const socket = new WebSocket(url, "mine");
    const [error, close] = await Promise.all([once(socket, "error"), once(socket, "close")]);
    assert(error instanceof ErrorEvent);
    assert.equal(close.code, 1006);
  }, () => ["Sec-WebSocket-Protocol: other"]);
  const server = http.createServer((request, response) => response.end("no"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const refused = new WebSocket(`ws://127.0.0.1:${port}`);
  assert.equal((await once(refused, "close")).code, 1006);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const nobody = new WebSocket(`ws://127.0.0.1:${port}`);
  assert.equal((await once(nobody, "error")).error.code, "ECONNREFUSED");
});

test("a server that goes away without a word", () =>
  serve((socket) => setTimeout(() => socket.destroy(), 10), async (url) => {
    const { code, wasClean } = await once(new WebSocket(url), "close");
    assert.deepEqual([code, wasClean], [1006, false]);
  }));

test("the server closes", () =>
  serve((socket) => {
    readFrames(socket, (first, payload) => {
      assert.deepEqual([first, payload.readUInt16BE(0)], [0x88, 1001]);
      socket.end();
    });
    socket.write(frame(0x88, Buffer.concat([Buffer.from([3, 0xe9]), Buffer.from("bye")])));
  }, async (url) => {
    const { code, reason, wasClean } = await once(new WebSocket(url), "close");
    assert.deepEqual([code, reason, wasClean], [1001, "bye", true]);
  }));

for (const takeover of [true, false]) {
  const extension = `permessage-deflate${takeover ? "" : "; server_no_context_takeover; client_no_context_takeover"}`;
  test(`messages are compressed as agreed: ${extension}`, () =>
    serve((socket) => {
      const inflate = (data) => zlib.inflateRawSync(Buffer.concat([data, Buffer.from([0, 0, 255, 255])]), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
      const deflate = (data) => zlib.deflateRawSync(data, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).subarray(0, -4);
      readFrames(socket, (first, payload) => {
        if (first === 0xc1) socket.write(frame(0xc1, deflate(inflate(payload))));
        else socket.write(frame(first, payload));
      });
    }, async (url) => {
      const socket = new WebSocket(url);
      await once(socket, "open");
      assert.equal(socket.extensions, extension);
      for (const text of takeover ? ["z".repeat(50_000), "short"] : ["z".repeat(50_000), "ü".repeat(3000), "short", "a b ".repeat(20_000)]) {
        socket.send(text);
        assert.equal((await once(socket, "message")).data, text);
      }
      socket.close();
    }, () => [`Sec-WebSocket-Extensions: ${extension}`]));
}

test("bufferedAmount counts what has not gone out", () =>
  serve((socket) => {
    socket.pause();
    let left = 12 * (1_000_000 + 14);
    setTimeout(() => socket.on("data", (data) => {
      left -= data.length;
      if (left === 0) socket.end(frame(0x81, "all"));
    }).resume(), 50);
  }, async (url) => {
    const socket = new WebSocket(url);
    await once(socket, "open");
    const bytes = new Uint8Array(1_000_000);
    for (let i = 0; i < 12; i++) socket.send(bytes);
    assert(socket.bufferedAmount > 0);
    assert.equal((await once(socket, "message")).data, "all");
    assert.equal(socket.bufferedAmount, 0);
    await once(socket, "close");
    socket.send("gone");
    assert.equal(socket.bufferedAmount, 4);
  }));
