// fetch over node:http servers. https://fetch.spec.whatwg.org/#fetch-method
import http from "node:http";
import net from "node:net";
import zlib from "node:zlib";
import { test, assert } from "../harness.mjs";

async function serve(handler, use) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${server.address().port}`, server);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A server that speaks in bytes. */
async function serveRaw(onSocket, use) {
  const server = net.createServer(onSocket);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.close();
  }
}

const read = async (stream) => {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
};

test("a GET gives status, headers and body", () =>
  serve((request, response) => {
    response.writeHead(201, "Made", { "X-A": "b", "Set-Cookie": ["c=1", "d=2"] });
    response.end(`${request.method} ${request.url} ${request.headers.accept}`);
  }, async (url) => {
    const response = await fetch(`${url}/p?q=1#f`);
    assert.deepEqual([response.status, response.statusText, response.ok], [201, "Made", true]);
    assert.deepEqual([response.url, response.redirected, response.type], [`${url}/p?q=1`, false, "basic"]);
    assert.equal(response.headers.get("x-a"), "b");
    assert.deepEqual(response.headers.getSetCookie(), ["c=1", "d=2"]);
    assert.throws(() => response.headers.set("a", "b"), TypeError);
    assert.equal(await response.text(), "GET /p?q=1 */*");
  }));

test("every kind of body is sent", () =>
  serve(async (request, response) => {
    const { "content-length": length, "transfer-encoding": coding, "content-type": type } = request.headers;
    response.end(JSON.stringify([await read(request), length, coding, type]));
  }, async (url) => {
    const send = async (body, more) => (await fetch(url, { method: "POST", body, ...more })).json();
    assert.deepEqual(await send("grüße"), ["grüße", "7", null, "text/plain;charset=UTF-8"]);
    assert.deepEqual(await send(new Uint8Array([97])), ["a", "1", null, null]);
    assert.deepEqual(await send(new Blob(["ab", "cd"], { type: "x/y" })), ["abcd", "4", null, "x/y"]);
    assert.deepEqual(await send(null), ["", "0", null, null]);
    const params = await send(new URLSearchParams("a=b c"));
    assert.deepEqual(params.slice(0, 2), ["a=b+c", "5"]);
    const stream = await send(new Blob(["stream"]).stream(), { duplex: "half" });
    assert.deepEqual(stream, ["stream", null, "chunked", null]);
    const parts = async function* () { yield "one "; await new Promise((resolve) => setTimeout(resolve, 5)); yield "two"; };
    assert.equal((await send(parts(), { duplex: "half" }))[0], "one two");
    const sized = await send(new Blob(["1234"]).stream(), { duplex: "half", headers: { "content-length": "4" } });
    assert.deepEqual(sized.slice(0, 3), ["1234", "4", null]);
    const form = new FormData();
    form.append("k", "v");
    assert.match((await send(form))[0], /name="k"\r\n\r\nv\r\n/);
  }));

test("large bodies go and come under back-pressure", () =>
  serve((request, response) => request.on("data", (data) => response.write(data)).on("end", () => response.end()), async (url) => {
    const bytes = new Uint8Array(5_000_000).map((_, i) => i * 7);
    const echoed = await (await fetch(url, { method: "POST", body: bytes })).bytes();
    assert.equal(echoed.length, bytes.length);
    assert.equal(Buffer.compare(echoed, bytes), 0);
    const response = await fetch(url, { method: "POST", body: new Blob([bytes]).stream(), duplex: "half" });
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size < 300_000) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    assert.equal(size, bytes.length);
  }));

test("content codings are undone", () => {
  const text = "compressed ".repeat(10_000);
  const coders = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync, raw: zlib.deflateRawSync };
  if (zlib.zstdCompressSync) coders.zstd = zlib.zstdCompressSync;
  return serve((request, response) => {
    const names = request.url.slice(1).split(",");
    let body = Buffer.from(text);
    for (const name of names) body = coders[name](body);
    response.setHeader("content-encoding", request.url.slice(1).replace("raw", "deflate"));
    response.end(body);
  }, async (url) => {
    for (const name of [...Object.keys(coders), "gzip,br"]) {
      assert.equal(await (await fetch(`${url}/${name}`)).text(), text, name);
      const { body } = await fetch(`${url}/${name}`);
      assert.equal(await new Response(body).text(), text, `${name} as a stream`);
    }
  });
});

test("what is no gzip is an error of the body", () =>
  serve((request, response) => {
    response.setHeader("content-encoding", "gzip");
    response.end("this is not gzip");
  }, async (url) => {
    await assert.rejects((await fetch(url)).text(), { name: "TypeError", message: "terminated" });
    const { body } = await fetch(url);
    await assert.rejects(body.getReader().read(), TypeError);
    assert.equal((await fetch(url, { method: "HEAD" })).status, 200);
  }));

test("redirects are followed, with the method rewritten where that is asked for", () =>
  serve(async (request, response) => {
    const status = Number(request.url.slice(1));
    if (status) return response.writeHead(status, { location: "/end" }).end("moved");
    response.end(`${request.method}|${await read(request)}|${request.headers["content-type"] ?? ""}`);
  }, async (url) => {
    const post = async (status) => (await fetch(`${url}/${status}`, { method: "POST", body: "b" })).text();
    for (const status of [301, 302, 303]) assert.equal(await post(status), "GET||", status);
    for (const status of [307, 308]) assert.equal(await post(status), "POST|b|text/plain;charset=UTF-8", status);
    const response = await fetch(`${url}/302#frag`);
    assert.deepEqual([response.redirected, response.url], [true, `${url}/end`]);
    const manual = await fetch(`${url}/302`, { redirect: "manual" });
    assert.deepEqual([manual.status, manual.headers.get("location")], [302, "/end"]);
    await manual.text();
    await assert.rejects(fetch(`${url}/302`, { redirect: "error" }), { name: "TypeError", message: "fetch failed" });
    const once = { method: "POST", body: new Blob(["x"]).stream(), duplex: "half" };
    await assert.rejects(fetch(`${url}/307`, once), TypeError);
  }));

test("redirects end somewhere", () =>
  serve((request, response) => response.writeHead(302, { location: request.url }).end(), async (url) => {
    const error = await assert.rejects(fetch(url), TypeError);
    assert.equal(error.cause.message, "redirect count exceeded");
  }));

test("credentials do not go to another origin", () =>
  serve((request, response) => response.end(JSON.stringify(request.headers)), (target) =>
    serve((request, response) => response.writeHead(302, { location: `${target}/` }).end(), async (url) => {
      const headers = { authorization: "secret", cookie: "a=b", "x-kept": "1" };
      const seen = await (await fetch(url, { headers })).json();
      assert.deepEqual([seen.authorization, seen.cookie, seen["x-kept"]], [undefined, undefined, "1"]);
    })));

test("an abort ends what is under way", () =>
  serve((request, response) => {
    if (request.url === "/body") response.write("begun");
  }, async (url) => {
    let reason;
    await fetch(url, { signal: AbortSignal.abort("early") }).catch((error) => { reason = error; });
    assert.equal(reason, "early");
    const controller = new AbortController();
    const waiting = fetch(url, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(waiting, { name: "AbortError" });
    await assert.rejects(fetch(url, { signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
    const second = new AbortController();
    const response = await fetch(`${url}/body`, { signal: second.signal });
    const text = response.text();
    setTimeout(() => second.abort(), 20);
    await assert.rejects(text, { name: "AbortError" });
  }));

test("connections are kept and used again", () => {
  const ports = new Set();
  return serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end("x");
  }, async (url) => {
    for (let i = 0; i < 5; i++) await (await fetch(url)).text();
    assert.equal(ports.size, 1);
    await (await fetch(url, { headers: { connection: "close" } })).text();
    await (await fetch(url)).text();
    assert.equal(ports.size, 2);
    await Promise.all(Array.from({ length: 300 }, async () => (await fetch(url)).text()));
    assert(ports.size <= 258, `${ports.size} connections`);
  });
});

test("a kept connection that the server has closed is replaced", async () => {
  let count = 0;
  await serveRaw((socket) => {
    socket.on("data", () => {
      count++;
      if (count === 2) socket.destroy();
      else socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    });
    socket.on("error", () => {});
  }, async (url) => {
    assert.equal(await (await fetch(url)).text(), "ok");
    assert.equal(await (await fetch(url, { headers: { connection: "close" } })).text(), "ok");
    assert.equal(count, 3);
  });
});

test("failures of the connection have a cause", async () => {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const refused = await assert.rejects(fetch(`http://127.0.0.1:${port}`), { name: "TypeError", message: "fetch failed" });
  assert.equal(refused.cause.code, "ECONNREFUSED");
  for (const [url, message] of [["http://127.0.0.1:22", "bad port"], ["zz://x", "unknown scheme"]]) {
    assert.equal((await assert.rejects(fetch(url), TypeError)).cause.message, message);
  }
  await assert.rejects(fetch("/relative"), /Failed to parse URL/);
});

test("a server that misbehaves fails the request, and nothing else", async () => {
  const answers = {
    "/none": "", "/junk": "junk\r\n\r\n", "/cut": "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
    "/close": "HTTP/1.1 200 OK\r\n\r\nuntil the end", "/chunk": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n",
    "/upgrade": "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
    "/early": "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1",
    "/twice": "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n2",
  };
  await serveRaw((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => socket.end(answers[String(data).split(" ")[1]]));
  }, async (url) => {
    for (const path of ["/none", "/junk", "/upgrade"]) {
      await assert.rejects(fetch(url + path), { name: "TypeError", message: "fetch failed" });
    }
    for (const path of ["/cut", "/chunk"]) {
      await assert.rejects((async () => (await fetch(url + path)).text())(), TypeError);
    }
    assert.equal(await (await fetch(`${url}/close`)).text(), "until the end");
    assert.equal(await (await fetch(`${url}/early`)).text(), "1");
    assert.equal(await (await fetch(`${url}/twice`)).text(), "1");
  });
});

test("headers that frame a message are refused", () =>
  serve((request, response) => response.end(), async (url) => {
    for (const headers of [{ "transfer-encoding": "chunked" }, { upgrade: "x" }, { expect: "100-continue" }, { "content-length": "x" }]) {
      await assert.rejects(fetch(url, { method: "POST", body: "x", headers }), TypeError);
    }
    await assert.rejects(fetch(url, { method: "POST", body: "x", headers: { "content-length": "5" } }), TypeError);
    assert.throws(() => new Headers({ a: "b\r\nc: d" }), TypeError);
  }));

test("data:, blob: and file: URLs", async () => {
  assert.equal(await (await fetch("data:text/plain,hi%20there")).text(), "hi there");
  const base64 = await fetch("data:text/html;charset=utf-8;base64,PGI+aGk8L2I+");
  assert.deepEqual([await base64.text(), base64.headers.get("content-type")], ["<b>hi</b>", "text/html;charset=utf-8"]);
  await assert.rejects(fetch("data:nothing"), TypeError);
  assert.match(await (await fetch(import.meta.url)).text(), /^\/\/ fetch over/);
  const url = URL.createObjectURL(new Blob(["blob"], { type: "a/b" }));
  const blob = await fetch(url);
  assert.deepEqual([await blob.text(), blob.headers.get("content-type")], ["blob", "a/b"]);
  URL.revokeObjectURL(url);
  await assert.rejects(fetch(url), TypeError);
});

test("a body can be cancelled", () =>
  serve((request, response) => {
    const timer = setInterval(() => response.write("x".repeat(10_000)), 1);
    response.on("close", () => clearInterval(timer));
  }, async (url) => {
    const response = await fetch(url);
    const reader = response.body.getReader();
    assert.equal((await reader.read()).done, false);
    await reader.cancel();
    const unread = await fetch(url);
    await unread.body.cancel();
  }));

test("an error of the request's stream is the failure", () =>
  serve((request, response) => request.resume().on("end", () => response.end()), async (url) => {
    const body = new ReadableStream({ pull() { throw new Error("mine"); } });
    const error = await assert.rejects(fetch(url, { method: "POST", body, duplex: "half" }), TypeError);
    assert.equal(error.cause.message, "mine");
  }));

test("a response comes before the request has ended", () =>
  serve((request, response) => {
    response.write("first");
    request.on("data", (data) => response.write(data)).on("end", () => response.end());
  }, async (url) => {
    const { readable, writable } = new TransformStream();
    const response = await fetch(url, { method: "POST", body: readable, duplex: "half" });
    const reader = response.body.getReader();
    assert.equal(Buffer.from((await reader.read()).value).toString(), "first");
    const writer = writable.getWriter();
    writer.write(new Uint8Array([97]));
    assert.equal(Buffer.from((await reader.read()).value).toString(), "a");
    await writer.close();
    assert.equal((await reader.read()).done, true);
  }));

test("a body that ends where the connection stood still", () =>
  serveRaw((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 65536\r\n\r\n");
      setTimeout(() => socket.write(Buffer.alloc(65_536)), 20);
    });
  }, async (url) => {
    const response = await fetch(url, { headers: { connection: "close" } });
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal((await response.text()).length, 65_536);
  }));
