// Request: https://fetch.spec.whatwg.org/#request-class
import { test, assert } from "../harness.mjs";

test("a GET has the standard's defaults", () => {
  const request = new Request("http://host/path?q#f");
  assert.equal(request.url, "http://host/path?q#f");
  const { method, redirect, mode, credentials, cache, referrer, keepalive, body, bodyUsed, duplex } = request;
  assert.deepEqual(
    { method, redirect, mode, credentials, cache, referrer, keepalive, body, bodyUsed, duplex },
    {
      method: "GET", redirect: "follow", mode: "cors", credentials: "same-origin", cache: "default",
      referrer: "about:client", keepalive: false, body: null, bodyUsed: false, duplex: "half",
    },
  );
});

test("methods are normalized, and some refused", () => {
  assert.equal(new Request("http://a", { method: "post" }).method, "POST");
  assert.equal(new Request("http://a", { method: "patch" }).method, "patch");
  for (const method of ["CONNECT", "trace", "Track", "a b", ""]) {
    assert.throws(() => new Request("http://a", { method }), TypeError);
  }
});

test("what cannot be a request is a TypeError", () => {
  const inits = [{ redirect: "x" }, { mode: "navigate" }, { cache: "only-if-cached" }, { window: 1 }, { signal: {} },
    { referrer: "::" }, { body: "x" }, { method: "POST", body: new ReadableStream() }, { duplex: "full" }, 5];
  for (const init of inits) assert.throws(() => new Request("http://a", init), TypeError);
  assert.throws(() => new Request("/relative"), { name: "TypeError", message: "Failed to parse URL from /relative" });
  assert.throws(() => new Request("http://u:p@a/"), /includes credentials/);
  assert.throws(() => new Request("http://u@a/"), /includes credentials/);
});

test("a body brings its Content-Type, unless one is given", async () => {
  const types = (body, headers) => new Request("http://a", { method: "POST", body, headers }).headers.get("content-type");
  assert.equal(types("x"), "text/plain;charset=UTF-8");
  assert.equal(types(new URLSearchParams("a=b")), "application/x-www-form-urlencoded;charset=UTF-8");
  assert.equal(types(new Blob(["x"], { type: "a/b" })), "a/b");
  assert.equal(types(new Uint8Array(2)), null);
  assert.match(types(new FormData()), /^multipart\/form-data; boundary=/);
  assert.equal(types("x", { "Content-Type": "c/d" }), "c/d");
});

test("a request of a request takes its body over", async () => {
  const first = new Request("http://a", { method: "POST", body: "x", headers: { a: "b" } });
  const second = new Request(first, { headers: { c: "d" } });
  assert.equal(first.bodyUsed, true);
  assert.equal(second.headers.get("a"), null);
  assert.equal(await second.text(), "x");
  assert.throws(() => new Request(first), /already been used/);
  const replaced = new Request(second, { body: "new" });
  assert.equal(await replaced.text(), "new");
});

test("a request of a request with a stream locks the stream", async () => {
  const stream = new Blob(["abc"]).stream();
  const first = new Request("http://a", { method: "POST", body: stream, duplex: "half" });
  const second = new Request(first);
  assert.equal(stream.locked, true);
  assert.equal(first.bodyUsed, true);
  assert.equal(await second.text(), "abc");
});

test("a clone has a body of its own, and follows the signal", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const request = new Request("http://a", { method: "POST", body: new Blob(["abc"]).stream(), duplex: "half", signal });
  const copy = request.clone();
  assert.deepEqual([await request.text(), await copy.text()], ["abc", "abc"]);
  controller.abort("why");
  assert.deepEqual([request.signal.reason, copy.signal.reason], ["why", "why"]);
  assert.throws(() => request.clone(), TypeError);
});

test("a signal of null follows nothing", () => {
  const first = new Request("http://a", { signal: AbortSignal.abort() });
  assert.equal(first.signal.aborted, true);
  assert.equal(new Request(first, { signal: null }).signal.aborted, false);
  assert.equal(new Request(first).signal.aborted, true);
});

test("forms come back out of bodies", async () => {
  const form = new FormData();
  form.append("a", "1");
  form.append("f", new File(["text"], "n.txt", { type: "text/plain" }));
  const back = await new Request("http://a", { method: "POST", body: form }).formData();
  assert.equal(back.get("a"), "1");
  assert.equal(await back.get("f").text(), "text");
  const params = await new Request("http://a", { method: "POST", body: new URLSearchParams({ x: "ü y" }) }).formData();
  assert.equal(params.get("x"), "ü y");
});
