// EventSource: https://html.spec.whatwg.org/multipage/server-sent-events.html
import http from "node:http";
import { test, assert } from "../harness.mjs";

async function serve(handler, use) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const kType = { "content-type": "text/event-stream" };

test("events of every form, in pieces", () =>
  serve(async (request, response) => {
    response.writeHead(200, kType);
    const text = "\ufeff: comment\ndata: one\n\ndata:two\r\ndata: lines\r\n\r\nevent: own\rid: 7\rdata: ü\r\rdata\n\nid: 8\n\nunknown: x\ndata: last\n\nevent: end\ndata: \n\n";
    for (const byte of Buffer.from(text)) {
      response.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }, async (url) => {
    const source = new EventSource(url);
    assert.deepEqual([source.readyState, source.url, source.withCredentials], [0, `${url}/`, false]);
    const seen = [];
    source.onopen = () => seen.push("open");
    source.onmessage = (event) => seen.push([event.data, event.lastEventId]);
    source.addEventListener("own", (event) => seen.push(["own", event.data, event.lastEventId, event.origin]));
    await once(source, "end");
    assert.equal(source.readyState, 1);
    assert.deepEqual(seen, ["open", ["one", ""], ["two\nlines", ""], ["own", "ü", "7", url], ["", "7"], ["last", "8"]]);
    source.close();
    assert.equal(source.readyState, 2);
  }));

test("a lost connection is made anew, with the last id", () => {
  const ids = [];
  return serve((request, response) => {
    ids.push(request.headers["last-event-id"]);
    response.writeHead(200, kType);
    response.end(`retry: 10\nid: ü${ids.length}\ndata: x\n\n`);
  }, async (url) => {
    const source = new EventSource(url);
    let errors = 0;
    source.onerror = () => {
      errors++;
      assert.equal(source.readyState, EventSource.CONNECTING);
    };
    for (let i = 0; i < 3; i++) await once(source, "message");
    source.close();
    assert.deepEqual(ids.map((id) => id && Buffer.from(id, "latin1").toString()), [undefined, "ü1", "ü2"]);
    assert(errors >= 2);
  });
});

test("an answer of another kind ends it", () =>
  serve((request, response) => {
    if (request.url === "/none") response.writeHead(204).end();
    else response.end("text");
  }, async (url) => {
    for (const path of ["/none", "/text"]) {
      const source = new EventSource(url + path);
      await once(source, "error");
      assert.equal(source.readyState, EventSource.CLOSED);
    }
  }));

test("arguments are checked", () => {
  assert.throws(() => new EventSource("/relative"), { name: "SyntaxError" });
  assert.throws(() => new EventSource(), TypeError);
});
