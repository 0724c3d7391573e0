// What is not HTTP, or is meant to do harm: the right status, and the other connections do not notice.
import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { fetchText, raw, withServer } from "./support.mjs";

const host = "Host: x\r\n";
const answer = (request, response) => {
  request.resume().on("end", () => response.end("fine"));
};

const refused = {
  "no HTTP at all": "\x16\x03\x01\x02garbage\r\n\r\n",
  "an unknown method": `BREW / HTTP/1.1\r\n${host}\r\n`,
  "a version that is none": `GET / HTTP/9.9\r\n${host}\r\n`,
  "length and chunks": `POST / HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  "chunks and length": `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
  "two lengths": `POST / HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`,
  "a length that is no number": `POST / HTTP/1.1\r\n${host}Content-Length: 4x\r\n\r\nabcd`,
  "a length below zero": `POST / HTTP/1.1\r\n${host}Content-Length: -4\r\n\r\n`,
  "a length beyond 64 bits": `POST / HTTP/1.1\r\n${host}Content-Length: 99999999999999999999\r\n\r\n`,
  "another coding after chunked": `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
  "a chunk size that is none": `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`,
  "a chunk longer than it says": `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n`,
  "a blank before the colon": `GET / HTTP/1.1\r\n${host}Content-Length : 4\r\n\r\nabcd`,
  "a field that is folded": `GET / HTTP/1.1\r\n${host}X: a\r\n\x01b\r\n\r\n`,
  "NUL in a field": `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`,
  "a bare CR in a field": `GET / HTTP/1.1\r\n${host}X: a\rContent-Length: 3\r\n\r\nabc`,
  "no Host": "GET / HTTP/1.1\r\n\r\n",
};

for (const [what, text] of Object.entries(refused)) {
  test(`${what}: 400`, () =>
    withServer(answer, async (port) => {
      const reply = await raw(port, text);
      assert.match(reply, /HTTP\/1\.1 400 Bad Request\r\n/);
      assert(!/HTTP\/1\.1 200/.test(reply));
      assert.equal((await fetchText(port)).text, "fine");
    }));
}

test("a head that is too long: 431", () =>
  withServer(answer, async (port) => {
    assert.match(await raw(port, `GET / HTTP/1.1\r\n${host}X: ${"a".repeat(20000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
    assert.match(await raw(port, `GET /${"a".repeat(20000)} HTTP/1.1\r\n${host}\r\n`), /^HTTP\/1\.1 431 /);
    const many = "A: b\r\n".repeat(10000);
    assert.match(await raw(port, `GET / HTTP/1.1\r\n${host}${many}\r\n`), /^HTTP\/1\.1 431 /);
  }));

test("extensions of chunks without end: 413", () =>
  withServer(answer, async (port) => {
    const text = `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n2;${"a".repeat(20000)}\r\nab\r\n0\r\n\r\n`;
    assert.match(await raw(port, text), /^HTTP\/1\.1 413 /);
  }));

test("a head that never ends: 408", () =>
  withServer(answer, async (port) => {
    assert.match(await raw(port, `GET / HTTP/1.1\r\n${host}`), /^HTTP\/1\.1 408 Request Timeout\r\n/);
    assert.match(await raw(port, ""), /^HTTP\/1\.1 408 /);
  }, { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 }));

test("a body that never ends: 408", () =>
  withServer(answer, async (port) => {
    assert.match(await raw(port, `POST / HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\nabc`), /^HTTP\/1\.1 408 /);
  }, { headersTimeout: 50, requestTimeout: 100, connectionsCheckingInterval: 20 }));

test("'clientError' may answer itself", () =>
  withServer(answer, async (port, server) => {
    server.on("clientError", (error, socket) => socket.end(`HTTP/1.1 418 ${error.code}\r\n\r\n`));
    assert.equal(await raw(port, "nonsense\r\n\r\n"), "HTTP/1.1 418 HPE_INVALID_METHOD\r\n\r\n");
  }));

test("a client that ends its side in the middle", () =>
  withServer(answer, async (port) => {
    assert.match(await raw(port, `POST / HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\nabc`, { end: true }), /^HTTP\/1\.1 400 /);
    assert.equal((await fetchText(port)).text, "fine");
  }));

test("a handler that throws is an uncaught exception, and the server goes on", () =>
  withServer((request, response) => {
    if (request.url === "/bad") throw new Error("in the handler");
    response.end("fine");
  }, async (port) => {
    const errors = [];
    const listener = (error) => errors.push(error.message);
    process.on("uncaughtException", listener);
    const socket = net.connect(port);
    socket.write(`GET /bad HTTP/1.1\r\n${host}\r\n`);
    await once(process, "uncaughtException");
    process.off("uncaughtException", listener);
    socket.destroy();
    assert.deepEqual(errors, ["in the handler"]);
    assert.equal((await fetchText(port)).text, "fine");
  }));

test("a thousand connections that come and go leave nothing behind", () =>
  withServer(answer, async (port, server) => {
    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 100 }, (_, i) =>
        i % 4 === 0
          ? new Promise((resolve) => {
              const socket = net.connect(port, () => socket.destroy());
              socket.on("close", resolve);
            })
          : raw(port, `GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    const count = await new Promise((resolve) => server.getConnections((error, n) => resolve(n)));
    assert.equal(count, 0);
  }));

test("a client that sends requests and reads no responses is not listened to for ever", () =>
  withServer((request, response) => response.end("z".repeat(10000)), async (port, server) => {
    let handled = 0;
    server.on("request", () => handled++);
    const socket = net.connect(port);
    socket.pause();
    const requests = `GET / HTTP/1.1\r\n${host}\r\n`.repeat(1000);
    for (let i = 0; i < 20; i++) socket.write(requests);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert(handled < 20000);
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await fetchText(port)).text.length, 10000);
  }));
