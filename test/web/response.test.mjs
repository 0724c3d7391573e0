// Response and the Body mixin: https://fetch.spec.whatwg.org/#response-class
import { test, assert } from "../harness.mjs";

test("a response has the standard's defaults", () => {
  const { status, ok, statusText, type, url, redirected, body, bodyUsed } = new Response();
  assert.deepEqual(
    { status, ok, statusText, type, url, redirected, body, bodyUsed },
    { status: 200, ok: true, statusText: "", type: "default", url: "", redirected: false, body: null, bodyUsed: false },
  );
});

test("status and status text are checked", () => {
  for (const status of [0, 199, 600, 70000, "x"]) assert.throws(() => new Response("", { status }), RangeError);
  for (const status of [204, 205, 304]) {
    assert.throws(() => new Response("", { status }), TypeError);
    assert.equal(new Response(null, { status }).status, status);
  }
  assert.throws(() => new Response("", { statusText: "a\nb" }), TypeError);
  assert.equal(new Response("", { statusText: "Fine, é" }).statusText, "Fine, é");
});

test("every kind of body is read in every way", async () => {
  const text = "grüße";
  const bytes = new TextEncoder().encode(text);
  const kinds = [text, bytes, bytes.buffer, new DataView(bytes.buffer), new Blob([bytes]), new Blob([bytes]).stream(),
    (async function* () { yield "grü"; yield ""; yield new TextEncoder().encode("ße"); })()];
  for (const kind of kinds) {
    const response = new Response(kind);
    const copy = response.clone();
    const third = copy.clone();
    assert.equal(await response.text(), text);
    assert.deepEqual(await copy.bytes(), bytes);
    assert.equal(await (await third.blob()).text(), text);
  }
  assert.equal((await new Response(text).arrayBuffer()).byteLength, 7);
  assert.deepEqual(await new Response('{"a":[1]}').json(), { a: [1] });
  await assert.rejects(new Response("{").json(), SyntaxError);
  assert.equal(await new Response("\ufeffx").text(), "x");
  assert.equal(await new Response(5).text(), "5");
});

test("a body is a copy of the bytes it was given", async () => {
  const bytes = new Uint8Array([97, 98]);
  const response = new Response(bytes);
  bytes[0] = 0;
  const copy = response.clone();
  (await response.bytes())[0] = 99;
  assert.equal(await copy.text(), "ab");
});

test("a body is read once", async () => {
  const response = new Response("x");
  await response.text();
  assert.equal(response.bodyUsed, true);
  await assert.rejects(response.text(), { name: "TypeError", message: /Body is unusable/ });
  assert.throws(() => response.clone(), TypeError);
  const locked = new Response("x");
  locked.body.getReader();
  assert.equal(locked.bodyUsed, false);
  await assert.rejects(locked.json(), TypeError);
  const stream = new ReadableStream();
  stream.getReader();
  assert.throws(() => new Response(stream), /disturbed or locked/);
});

test("body is one stream of bytes, made when it is asked for", async () => {
  const response = new Response("abc");
  const { body } = response;
  assert.equal(response.body, body);
  const reader = body.getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(2));
  assert.deepEqual([...value], [97, 98]);
  assert.equal(response.bodyUsed, true);
});

test("an error of the stream is what reading rejects with", async () => {
  const reason = new Error("broken");
  const stream = new ReadableStream({ pull(controller) { controller.error(reason); } });
  const error = await assert.rejects(new Response(stream).text(), Error);
  assert.equal(error, reason);
  const odd = new ReadableStream({ start(controller) { controller.enqueue("text"); } });
  await assert.rejects(new Response(odd).text(), { name: "TypeError", message: "Received non-Uint8Array chunk" });
});

test("json, error and redirect", async () => {
  const json = Response.json({ a: 1 }, { status: 201, headers: { x: "y" } });
  assert.deepEqual([json.status, json.headers.get("content-type"), json.headers.get("x")], [201, "application/json", "y"]);
  assert.deepEqual(await json.json(), { a: 1 });
  assert.throws(() => Response.json(undefined), { name: "TypeError", message: "Value is not JSON serializable" });
  const error = Response.error();
  assert.deepEqual([error.type, error.status, error.ok], ["error", 0, false]);
  const moved = Response.redirect("http://x/a b", 301);
  assert.deepEqual([moved.status, moved.headers.get("location")], [301, "http://x/a%20b"]);
  assert.throws(() => moved.headers.set("a", "b"), TypeError);
  assert.throws(() => error.headers.append("a", "b"), TypeError);
  assert.throws(() => Response.redirect("http://x", 200), RangeError);
  assert.throws(() => Response.redirect("/x"), TypeError);
});

test("headers are kept as they are given", () => {
  const response = new Response("x", { headers: [["a", "1"], ["A", "2"], ["set-cookie", "c"], ["set-cookie", "d"]] });
  assert.equal(response.headers.get("a"), "1, 2");
  assert.deepEqual(response.headers.getSetCookie(), ["c", "d"]);
  assert.equal(response.headers.get("content-type"), "text/plain;charset=UTF-8");
  assert.equal(response.headers, response.headers);
  assert.throws(() => new Response("x", { headers: { "a b": "c" } }), TypeError);
});

test("formData says why it cannot", async () => {
  await assert.rejects(new Response("x").formData(), /Content-Type was not one of/);
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  await assert.rejects(new Response("junk", { headers }).formData(), TypeError);
});
