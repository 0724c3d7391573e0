import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { fetchText, raw, withServer } from "./support.mjs";

const host = "Host: x\r\n";

test("a request's line, fields and body; a response's", () =>
  withServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (data) => (body += data));
    request.on("end", () => {
      response.setHeader("X-Seen", [request.method, request.url, request.httpVersion].join(" "));
      response.end(`${request.headers["x-one"]}:${body}:${request.complete}`);
    });
  }, async (port) => {
    const { text, headers, status } = await fetchText(port, { method: "PUT", path: "/a?b=c", headers: { "X-One": "1" } }, "héllo");
    assert.equal(status, 200);
    assert.equal(text, "1:héllo:true");
    assert.equal(headers["x-seen"], "PUT /a?b=c 1.1");
    assert.equal(headers["content-length"], String(Buffer.byteLength(text)));
  }));

test("the head of a whole reply, to the byte", () =>
  withServer((request, response) => {
    response.sendDate = false;
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.end("ok");
  }, async (port) => {
    assert.equal(await raw(port, `GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`),
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    assert.equal(await raw(port, "GET / HTTP/1.0\r\n\r\n"),
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nok");
  }));

test("several writes come in chunks, with trailers", () =>
  withServer((request, response) => {
    response.sendDate = false;
    response.setHeader("Trailer", "X-Sum");
    response.write("ab");
    response.write(Buffer.from("cde"));
    response.addTrailers({ "X-Sum": "5" });
    response.end();
  }, async (port) => {
    const text = await raw(port, `GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    assert.equal(text.slice(text.indexOf("\r\n\r\n") + 4), "2\r\nab\r\n3\r\ncde\r\n0\r\nX-Sum: 5\r\n\r\n");
    const { response } = await fetchText(port);
    assert.deepEqual(response.trailers, { "x-sum": "5" });
    assert.deepEqual(response.rawTrailers, ["X-Sum", "5"]);
  }));

test("pipelined requests are answered in their order", () =>
  withServer((request, response) => {
    // The first is the slowest.
    setTimeout(() => response.end(request.url), request.url === "/1" ? 30 : 1);
  }, async (port) => {
    const last = `GET /3 HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
    const text = await raw(port, `GET /1 HTTP/1.1\r\n${host}\r\nGET /2 HTTP/1.1\r\n${host}\r\n${last}`);
    assert.deepEqual(text.match(/\/\d(?!\.)/g), ["/1", "/2", "/3"]);
  }));

test("HEAD, 204 and 304 have no body", () =>
  withServer((request, response) => {
    response.statusCode = request.url === "/" ? 200 : Number(request.url.slice(1));
    response.end("body");
  }, async (port) => {
    for (const [method, path] of [["HEAD", "/"], ["GET", "/204"], ["GET", "/304"]]) {
      const text = await raw(port, `${method} ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
      assert.equal(text.indexOf("\r\n\r\n"), text.length - 4);
    }
    assert.equal((await fetchText(port, { method: "HEAD" })).text, "");
  }));

test("fields that repeat", () =>
  withServer((request, response) => {
    response.end(JSON.stringify([request.headers, request.headersDistinct["x-a"], request.rawHeaders.length]));
  }, async (port) => {
    const text = await raw(port, `GET / HTTP/1.1\r\n${host}X-A: 1\r\nx-a: 2\r\nCookie: a=1\r\nCookie: b=2\r\nSet-Cookie: c\r\n` +
      "User-Agent: one\r\nUser-Agent: two\r\nConnection: close\r\n\r\n");
    const [headers, distinct, count] = JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));
    assert.deepEqual(headers, { host: "x", "x-a": "1, 2", cookie: "a=1; b=2", "set-cookie": ["c"], "user-agent": "one", connection: "close" });
    assert.deepEqual(distinct, ["1", "2"]);
    assert.equal(count, 18);
  }));

test("fields of a response: set, append, remove, refuse", () =>
  withServer((request, response) => {
    response.setHeader("X-List", ["a", "b"]);
    response.appendHeader("X-List", "c");
    response.setHeader("x-gone", 1);
    response.removeHeader("X-Gone");
    response.setHeaders(new Map([["x-map", "m"]]));
    assert.deepEqual(response.getHeaderNames(), ["x-list", "x-map"]);
    assert.deepEqual(response.getRawHeaderNames(), ["X-List", "x-map"]);
    assert.throws(() => response.setHeader("a b", "x"), { code: "ERR_INVALID_HTTP_TOKEN" });
    assert.throws(() => response.setHeader("a", "x\r\ny"), { code: "ERR_INVALID_CHAR" });
    assert.throws(() => response.setHeader("a", undefined), { code: "ERR_HTTP_INVALID_HEADER_VALUE" });
    assert.throws(() => response.writeHead(99), { code: "ERR_HTTP_INVALID_STATUS_CODE" });
    response.writeHead(201, "Made", { "X-Map": "n" });
    assert.throws(() => response.setHeader("late", "x"), { code: "ERR_HTTP_HEADERS_SENT" });
    response.end();
  }, async (port) => {
    const { response, headers } = await fetchText(port);
    assert.equal(response.statusMessage, "Made");
    assert.deepEqual([response.statusCode, headers["x-list"], headers["x-map"], "x-gone" in headers], [201, "a, b, c", "n", false]);
  }));

test("Expect: 100-continue", () =>
  withServer((request, response) => request.pipe(response), async (port, server) => {
    const text = await raw(port, `POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi`);
    assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    server.on("checkContinue", (request, response) => {
      response.statusCode = 413;
      response.end();
    });
    const refused = await raw(port, `POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`);
    assert.match(refused, /^HTTP\/1\.1 413 /);
    assert.match(refused, /Connection: close/);
    assert.match(await raw(port, `GET / HTTP/1.1\r\n${host}Expect: miracles\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 417 /);
  }));

test("early hints and processing come before the response", () =>
  withServer((request, response) => {
    response.writeProcessing();
    response.writeEarlyHints({ link: "</a.css>; rel=preload; as=style" });
    assert.throws(() => response.writeEarlyHints({ link: "nonsense" }), { code: "ERR_INVALID_ARG_VALUE" });
    response.end("x");
  }, async (port) => {
    const seen = [];
    const request = http.get({ port });
    request.on("information", (info) => seen.push([info.statusCode, info.headers.link]));
    const [response] = await once(request, "response");
    response.resume();
    await once(response, "end");
    assert.deepEqual(seen, [[102, undefined], [103, "</a.css>; rel=preload; as=style"]]);
  }));

test("an upgrade hands the socket over, with what came after the head", () =>
  withServer(() => {}, async (port, server) => {
    server.on("upgrade", (request, socket, head) => {
      assert.equal(head.toString(), "first");
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`);
      socket.on("data", (data) => socket.end(`${head}${data}`));
    });
    const socket = net.connect(port);
    socket.write(`GET / HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst`);
    socket.setEncoding("utf8");
    let text = "";
    socket.on("data", (data) => {
      if (!text) socket.write("second");
      text += data;
    });
    await once(socket, "close");
    assert.match(text, /firstsecond$/);
  }));

test("without a listener a request for an upgrade is one like others", () =>
  withServer((request, response) => response.end("plain"), async (port) => {
    assert.match(await raw(port, `GET / HTTP/1.1\r\n${host}Connection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`), /plain/);
  }));

test("CONNECT", () =>
  withServer(() => {}, async (port, server) => {
    server.on("connect", (request, socket) => {
      assert.equal(request.url, "example.com:443");
      socket.write("HTTP/1.1 200 Connected\r\n\r\n");
      socket.pipe(socket);
    });
    const request = http.request({ port, method: "CONNECT", path: "example.com:443" }).end();
    const [response, socket] = await once(request, "connect");
    assert.equal(response.statusCode, 200);
    socket.write("there and back");
    assert.equal(String((await once(socket, "data"))[0]), "there and back");
    socket.destroy();
  }));

test("an unread body does not stand in the way of the next request", () =>
  withServer((request, response) => response.end(request.url), async (port) => {
    const body = "x".repeat(300_000);
    const text = await raw(port, `POST /1 HTTP/1.1\r\n${host}Content-Length: ${body.length}\r\n\r\n${body}` +
      `GET /2 HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    assert.deepEqual(text.match(/\/\d(?!\.)/g), ["/1", "/2"]);
  }));

test("a request that nobody reads holds its sender back", () =>
  withServer((request, response) => {
    // Nothing is read until later.
    setTimeout(() => {
      let size = 0;
      request.on("data", (data) => (size += data.length));
      request.on("end", () => response.end(String(size)));
    }, 100);
  }, async (port) => {
    const size = 20_000_000;
    const { text } = await fetchText(port, { method: "POST", headers: { "Content-Length": size } }, Buffer.alloc(size));
    assert.equal(text, String(size));
  }));

test("a response that nobody reads makes write() say so, and 'drain' follows", () =>
  withServer(async (request, response) => {
    const chunk = Buffer.alloc(65536, "y");
    let waited = 0;
    for (let i = 0; i < 200; i++) {
      if (!response.write(chunk)) {
        waited++;
        await once(response, "drain");
      }
    }
    assert(waited > 0);
    response.end();
  }, async (port) => {
    const request = http.get({ port });
    const [response] = await once(request, "response");
    response.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    let size = 0;
    response.on("data", (data) => (size += data.length));
    response.resume();
    await once(response, "end");
    assert.equal(size, 200 * 65536);
  }));

test("a large body is piped back to a client that reads slowly, in chunks", () =>
  withServer((request, response) => request.pipe(response), async (port) => {
    const size = 6_000_000;
    const request = http.request({ port, method: "POST" });
    const whenResponse = once(request, "response");
    request.write(Buffer.alloc(size / 2, "p"));
    request.end(Buffer.alloc(size / 2, "q"));
    const [response] = await whenResponse;
    let got = 0;
    for await (const chunk of response) {
      got += chunk.length;
      if (got < 1_000_000) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.equal(got, size);
  }));

test("a client that goes away is an aborted request and a closed response", () =>
  withServer((request, response) => {}, async (port, server) => {
    const socket = net.connect(port);
    socket.write(`POST / HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\nhalf`);
    const [request, response] = await once(server, "request");
    const seen = [];
    request.on("aborted", () => seen.push("aborted"));
    request.on("error", (error) => seen.push(error.code));
    request.on("close", () => seen.push("request closed"));
    response.on("close", () => seen.push("response closed"));
    socket.destroy();
    await once(response, "close");
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(seen.sort(), ["ECONNRESET", "aborted", "request closed", "response closed"]);
    assert.equal(request.aborted, true);
    assert.equal(response.writableFinished, false);
  }));

test("'finish' and 'close' of a response, 'close' of a request that was read", () =>
  withServer((request, response) => {
    const seen = request.socket.seen = [];
    response.on("finish", () => seen.push("finish"));
    response.on("close", () => seen.push("close"));
    request.on("close", () => seen.push("request close"));
    request.resume().on("end", () => response.end("x", () => seen.push("callback")));
  }, async (port, server) => {
    let sockets;
    server.on("connection", (socket) => (sockets = socket));
    await fetchText(port);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(sockets.seen, ["finish", "callback", "close", "request close"]);
  }));

test("close() ends idle connections, and those in use after their response", async () => {
  const server = http.createServer((request, response) => setTimeout(() => response.end("late"), 50)).listen(0);
  await once(server, "listening");
  const { port } = server.address();
  const idle = net.connect(port);
  await once(idle, "connect");
  const busy = raw(port, `GET / HTTP/1.1\r\n${host}\r\n`);
  await once(server, "request");
  const closed = once(server, "close");
  server.close();
  assert.match(await busy, /late$/);
  await closed;
  idle.destroy();
});

test("keepAliveTimeout closes a connection that has nothing to do", () =>
  withServer((request, response) => response.end("x"), async (port) => {
    const begun = Date.now();
    const text = await raw(port, `GET / HTTP/1.1\r\n${host}\r\n`);
    assert.match(text, /Keep-Alive: timeout=0/);
    assert(Date.now() - begun >= 50);
  }, { keepAliveTimeout: 60 }));

test("maxRequestsPerSocket", () =>
  withServer((request, response) => response.end(request.url), async (port, server) => {
    server.maxRequestsPerSocket = 2;
    const get = (path) => `GET ${path} HTTP/1.1\r\n${host}\r\n`;
    const text = await raw(port, get("/1") + get("/2") + get("/3"));
    assert.match(text, /Keep-Alive: timeout=5, max=2/);
    assert.match(text, /\/2/);
    assert(!text.includes("/3"));
  }));

test("a server on a Unix-domain socket", async () => {
  const path = `/tmp/weft-http-${process.pid}.sock`;
  const server = http.createServer((request, response) => response.end("by path")).listen(path);
  await once(server, "listening");
  assert.equal((await fetchText(undefined, { socketPath: path, agent: false })).text, "by path");
  server.close();
  await once(server, "close");
});

test("someone who listens to the bytes of a connection gets them, and so does the parser", () =>
  withServer((request, response) => {
    request.resume().on("end", () => response.end("done"));
  }, async (port, server) => {
    let bytes = "";
    server.on("connection", (socket) => socket.on("data", (data) => (bytes += data)));
    await fetchText(port, { method: "POST", path: "/seen" }, "body");
    assert.match(bytes, /^POST \/seen HTTP\/1\.1\r\n/);
    assert.match(bytes, /body/);
  }));

test("emit('connection') takes any duplex stream", async () => {
  const { duplexPair } = await import("node:stream");
  const [client, served] = duplexPair();
  const server = http.createServer((request, response) => response.end("over a pair"));
  server.emit("connection", served);
  let text = "";
  client.setEncoding("utf8");
  client.on("data", (data) => (text += data));
  client.write(`GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
  await once(client, "end");
  assert.match(text, /over a pair$/);
});
