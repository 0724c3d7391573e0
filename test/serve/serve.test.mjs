import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";

const encoder = new TextEncoder();
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function withServer(options, use) {
  const server = Weft.serve({ port: 0, hostname: "127.0.0.1", ...options });
  try {
    return await use(server.port, server);
  } finally {
    await server.stop(true);
  }
}

function send(port, path = "/", options = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: "127.0.0.1", path, agent: false, ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (data) => (text += data));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

function raw(port, text, { end = false } = {}) {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = net.connect(port, "127.0.0.1", () => (end ? socket.end(text) : socket.write(text)));
    socket.setEncoding("latin1");
    socket.on("data", (data) => (received += data));
    socket.on("error", (error) => (error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(received) : reject(error)));
    socket.on("close", () => resolve(received));
  });
}

test("a request and its response", () =>
  withServer({
    async fetch(request, server) {
      assert(request instanceof Request);
      assert.equal(request.url, `http://127.0.0.1:${server.port}/a%20b?c=d`);
      assert.equal(request.headers.get("x-one"), "1");
      return new Response(`${request.method} ${await request.text()}`, { status: 201, headers: { "X-Two": "2" } });
    },
  }, async (port) => {
    const { status, headers, text } = await send(port, "/a%20b?c=d", { method: "POST", headers: { "X-One": "1" } }, "héllo");
    assert.deepEqual([status, headers["x-two"], text], [201, "2", "POST héllo"]);
    assert.equal(headers["content-length"], String(Buffer.byteLength(text)));
    assert.equal(headers["content-type"], "text/plain;charset=UTF-8");
    assert(!Number.isNaN(Date.parse(headers.date)));
  }));

test("every kind of body", () =>
  withServer({
    routes: {
      "/text": () => new Response("ascii"),
      "/unicode": () => new Response("zürich ☂"),
      "/bytes": () => new Response(encoder.encode("bytes")),
      "/blob": () => new Response(new Blob(["bl", "ob"], { type: "x/y" })),
      "/json": () => Response.json({ a: [1] }),
      "/none": () => new Response(),
      "/params": () => new Response(new URLSearchParams({ a: "b c" })),
      "/stream": () => new Response(new Blob(["from ", "a stream"]).stream()),
      "/iterator": () => new Response((async function* () { yield "one "; await sleep(1); yield encoder.encode("two"); })()),
      "/empty": () => new Response(null, { status: 204 }),
    },
  }, async (port) => {
    const want = {
      text: "ascii", unicode: "zürich ☂", bytes: "bytes", blob: "blob", json: '{"a":[1]}', none: "", params: "a=b+c",
      stream: "from a stream", iterator: "one two", empty: "",
    };
    for (const [path, text] of Object.entries(want)) {
      const got = await send(port, `/${path}`);
      assert.equal(got.text, text, path);
      const head = await send(port, `/${path}`, { method: "HEAD" });
      assert.equal(head.text, "");
      assert.equal(head.headers["content-length"], got.headers["content-length"], path);
      assert.equal(head.status, got.status);
    }
  }));

test("routes: exact before parameters before wildcards; methods; fetch for the rest", () =>
  withServer({
    routes: {
      "/users/me": new Response("me"),
      "/users/:id": (request) => new Response(`user ${request.params.id}`),
      "/users/:id/posts/:post": (request) => Response.json(request.params),
      "/files/*": (request) => new Response(`file ${new URL(request.url).pathname}`),
      "/things": { GET: () => new Response("list"), POST: async (request) => new Response(`made ${await request.text()}`) },
      "/off": false,
    },
    fetch: (request) => new Response(`fetch ${new URL(request.url).pathname}`, { status: 404 }),
  }, async (port) => {
    const text = async (...args) => (await send(port, ...args)).text;
    assert.equal(await text("/users/me?x"), "me");
    assert.equal(await text("/users/me"), "me");
    assert.equal(await text("/users/a%2Fb%20c"), "user a/b c");
    assert.equal(await text("/users/%zz"), "user %zz");
    assert.equal(await text("/users/1/posts/2"), '{"id":"1","post":"2"}');
    assert.equal(await text("/files/a/b"), "file /files/a/b");
    assert.equal(await text("/things"), "list");
    assert.equal(await text("/things", { method: "POST" }, "it"), "made it");
    assert.equal(await text("/things", { method: "DELETE" }), "fetch /things");
    assert.equal(await text("/off"), "fetch /off");
    assert.equal(await text("/users/"), "fetch /users/");
  }));

test("without a fetch function, what has no route is not found", () =>
  withServer({ routes: { "/": new Response("home") } }, async (port) => {
    assert.equal((await send(port, "/other")).status, 404);
  }));

test("errors of handlers: the error function, or 500", async () => {
  const fetch = (request) => {
    if (request.url.endsWith("/sync")) throw new Error("sync");
    if (request.url.endsWith("/async")) return Promise.reject(new Error("async"));
    return "no response";
  };
  await withServer({ fetch, error: (error) => new Response(error.message, { status: 502 }) }, async (port) => {
    for (const what of ["sync", "async"]) {
      const { status, text } = await send(port, `/${what}`);
      assert.deepEqual([status, text], [502, what]);
    }
    assert.match((await send(port, "/")).text, /must give a Response/);
  });
  await withServer({ fetch, error: () => undefined }, async (port) => {
    assert.equal((await send(port, "/sync")).status, 500);
  });
});

test("a stream that fails cuts the connection", () =>
  withServer({
    fetch: () => new Response(new ReadableStream({
      pull(controller) {
        controller.enqueue(encoder.encode("part"));
        controller.error(new Error("no more"));
      },
    })),
    error() {},
  }, async (port) => {
    const text = await raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert(!text.endsWith("0\r\n\r\n"));
  }));

test("a stream goes out no faster than the client reads, and is cancelled when it leaves", () => {
  let pulled = 0;
  let cancelled;
  const whenCancelled = new Promise((resolve) => (cancelled = resolve));
  const body = () => new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(65536));
    },
    cancel: () => cancelled(),
  }, { highWaterMark: 0 });
  return withServer({ fetch: () => new Response(body()) }, async (port) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.pause();
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await sleep(200);
    const before = pulled;
    await sleep(100);
    assert.equal(pulled, before);
    socket.destroy();
    await whenCancelled;
  });
});

test("a body in both directions, larger than any buffer", () =>
  withServer({ fetch: (request) => new Response(request.body) }, async (port) => {
    const size = 5_000_000;
    const { text } = await send(port, "/", { method: "POST", headers: { "Content-Length": size } }, Buffer.alloc(size, "q"));
    assert.equal(text.length, size);
  }));

test("a body larger than maxRequestBodySize: 413", () =>
  withServer({ maxRequestBodySize: 1000, fetch: async (request) => new Response(String((await request.text()).length)) }, async (port) => {
    assert.equal((await send(port, "/", { method: "POST" }, "x".repeat(1000))).text, "1000");
    assert.match(await raw(port, `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n${"x".repeat(2000)}`), /^HTTP\/1\.1 413 /);
  }));

test("a body that nobody reads", () =>
  withServer({ fetch: (request) => new Response(new URL(request.url).pathname) }, async (port) => {
    const body = "x".repeat(400_000);
    const text = await raw(port, `POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
      "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert.deepEqual(text.match(/\/\d(?!\.)/g), ["/1", "/2"]);
  }));

test("pipelined requests are answered in order", () =>
  withServer({
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/1") await sleep(20);
      return new Response(pathname);
    },
  }, async (port) => {
    const get = (path, last) => `GET ${path} HTTP/1.1\r\nHost: x\r\n${last ? "Connection: close\r\n" : ""}\r\n`;
    const text = await raw(port, get("/1") + get("/2") + get("/3") + get("/4", true));
    assert.deepEqual(text.match(/\/\d(?!\.)/g), ["/1", "/2", "/3", "/4"]);
  }));

test("request.signal aborts when the client goes away", async () => {
  let signal;
  let begun;
  const whenBegun = new Promise((resolve) => (begun = resolve));
  await withServer({
    fetch(request) {
      ({ signal } = request);
      begun();
      return new Promise(() => {});
    },
  }, async (port, server) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await whenBegun;
    assert.equal(server.pendingRequests, 1);
    const aborted = once(signal, "abort");
    socket.destroy();
    await aborted;
    assert.equal(server.pendingRequests, 0);
  });
});

test("what is not HTTP", () =>
  withServer({ fetch: () => new Response("fine") }, async (port) => {
    assert.match(await raw(port, "nonsense\r\n\r\n"), /^HTTP\/1\.1 400 /);
    assert.match(await raw(port, "GET / HTTP/1.1\r\n\r\n"), /^HTTP\/1\.1 400 /);
    assert.match(await raw(port, `GET / HTTP/1.1\r\nHost: x\r\nA: ${"b".repeat(20000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
    assert.match(await raw(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"), /^HTTP\/1\.1 400 /);
    assert.match(await raw(port, "GET / HTTP/1.0\r\n\r\n"), /^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n[^]*fine$/);
    assert.match(await raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", { end: true }), /fine$/);
    assert.equal((await send(port)).text, "fine");
  }));

test("idleTimeout, and another for one request", () =>
  withServer({
    idleTimeout: 1,
    async fetch(request, server) {
      if (request.url.endsWith("/long")) server.timeout(request, 10);
      await sleep(2500);
      return new Response("late");
    },
  }, async (port) => {
    const [cut, late] = await Promise.all([raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), send(port, "/long")]);
    assert.equal(cut, "");
    assert.equal(late.text, "late");
  }));

test("stop() lets requests finish; stop(true) does not", async () => {
  let begun;
  const whenBegun = new Promise((resolve) => (begun = resolve));
  const server = Weft.serve({ port: 0, async fetch() { begun(); await sleep(50); return new Response("done"); } });
  const { port } = server;
  const response = send(port);
  await whenBegun;
  const stopped = server.stop();
  assert.equal((await response).text, "done");
  await stopped;
  await assert.rejects(send(port), { code: "ECONNREFUSED" });
});

test("reload() changes the handlers", () =>
  withServer({ fetch: () => new Response("one") }, async (port, server) => {
    assert.equal((await send(port)).text, "one");
    server.reload({ fetch: () => new Response("two"), routes: { "/r": new Response("route") } });
    assert.equal((await send(port)).text, "two");
    assert.equal((await send(port, "/r")).text, "route");
  }));

test("a Unix-domain socket; requestIP; fetch() without a connection", async () => {
  const unix = `/tmp/weft-serve-${process.pid}.sock`;
  const server = Weft.serve({ unix, fetch: (request, server) => new Response(String(server.requestIP(request))) });
  assert.equal((await send(undefined, "/", { socketPath: unix })).text, "null");
  await server.stop();
  await withServer({ fetch: (request, server) => Response.json([server.requestIP(request), new URL(request.url).pathname]) }, async (port, server) => {
    const [peer] = JSON.parse((await send(port)).text);
    assert.deepEqual([peer.address, peer.family, typeof peer.port], ["127.0.0.1", "IPv4", "number"]);
    assert.deepEqual(await (await server.fetch("/direct")).json(), [null, "/direct"]);
    assert.equal(server.url.href, `http://127.0.0.1:${port}/`);
  });
});

test("wrong options", async () => {
  assert.throws(() => Weft.serve(), TypeError);
  assert.throws(() => Weft.serve({}), TypeError);
  assert.throws(() => Weft.serve({ fetch: 1 }), TypeError);
  assert.throws(() => Weft.serve({ fetch() {}, port: 70000 }), RangeError);
  assert.throws(() => Weft.serve({ fetch() {}, port: 0, idleTimeout: 300 }), RangeError);
  assert.throws(() => Weft.serve({ port: 0, routes: { "no-slash": new Response() } }), TypeError);
  assert.throws(() => Weft.serve({ port: 0, routes: { "/a": { BREW() {} } } }), TypeError);
  assert.throws(() => Weft.serve({ port: 0, routes: { "/a": 7 } }), TypeError);
  await withServer({ fetch: () => new Response() }, (port) => {
    assert.throws(() => Weft.serve({ port, hostname: "127.0.0.1", fetch() {} }), { code: "EADDRINUSE" });
  });
});
