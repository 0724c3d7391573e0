import { test, assert } from "../harness.mjs";

const parts = (url) =>
  [url.protocol, url.username, url.password, url.hostname, url.port, url.pathname, url.search, url.hash].join(" ");

test("every component of a URL is found", () => {
  const url = new URL("https://us%20er:p:w@Example.COM:8080/a/./b/../c%20d?x=1&y#frag");
  assert.equal(parts(url), "https: us%20er p%3Aw example.com 8080 /a/c%20d ?x=1&y #frag");
  assert.equal(url.href, "https://us%20er:p%3Aw@example.com:8080/a/c%20d?x=1&y#frag");
  assert.equal(url.host, "example.com:8080");
  assert.equal(url.origin, "https://example.com:8080");
});

test("relative references are resolved against the base", () => {
  const base = "http://h/a/b/c?q#f";
  const resolve = (input) => new URL(input, base).href;
  assert.equal(resolve("../d"), "http://h/a/d");
  assert.equal(resolve("?x"), "http://h/a/b/c?x");
  assert.equal(resolve("#x"), "http://h/a/b/c?q#x");
  assert.equal(resolve("//other/p"), "http://other/p");
  assert.equal(resolve(""), "http://h/a/b/c?q");
  assert.equal(resolve("\\d\\e"), "http://h/d/e");
});

test("hosts are normalized", () => {
  const host = (input) => new URL(`http://${input}/`).hostname;
  assert.equal(host("0x7f.1"), "127.0.0.1");
  assert.equal(host("[0:0::1]"), "[::1]");
  assert.equal(host("münchen.de"), "xn--mnchen-3ya.de");
  assert.equal(host("%61.b"), "a.b");
});

test("a default port disappears, and opaque paths stay as they are", () => {
  assert.equal(new URL("https://h:443/").href, "https://h/");
  assert.equal(parts(new URL("mailto:a@b.c?subject=x")), "mailto:     a@b.c ?subject=x ");
  assert.equal(new URL("data:text/plain,hi there").pathname, "text/plain,hi there");
  assert.equal(new URL("foo:/.bar/x").pathname, "/.bar/x");
  assert.equal(new URL("web+x:/.//p").pathname, "//p");
});

test("an invalid URL throws a TypeError that names it", () => {
  const error = assert.throws(() => new URL("/x", "nonsense"), TypeError);
  assert.equal(error.code, "ERR_INVALID_URL");
  assert.equal(error.input, "/x");
  assert.equal(error.message, "Invalid URL");
  assert.throws(() => new URL("http://a b/"), { code: "ERR_INVALID_URL" });
  assert.throws(() => new URL(), { code: "ERR_MISSING_ARGS" });
  assert.throws(() => URL("http://a"), TypeError);
});

test("canParse answers without throwing", () => {
  assert.equal(URL.canParse("http://a"), true);
  assert.equal(URL.canParse("b", "http://a"), true);
  assert.equal(URL.canParse("b"), false);
});

test("origins are those of the standard", () => {
  assert.equal(new URL("blob:https://a.b/id").origin, "https://a.b");
  assert.equal(new URL("file:///x").origin, "null");
  assert.equal(new URL("ws://a:1").origin, "ws://a:1");
});

test("a URL turns into its href in text and JSON", () => {
  const url = new URL("http://a/b");
  assert.equal(`${url}`, "http://a/b");
  assert.equal(JSON.stringify({ url }), '{"url":"http://a/b"}');
  assert.equal(Object.prototype.toString.call(url), "[object URL]");
  assert.deepEqual(Object.keys(url), []);
});
