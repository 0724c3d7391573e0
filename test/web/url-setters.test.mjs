import { test, assert } from "../harness.mjs";

const after = (href, key, value) => {
  const url = new URL(href);
  url[key] = value;
  return url.href;
};

test("protocol changes among special schemes only", () => {
  assert.equal(after("http://a:443/", "protocol", "https"), "https://a/");
  assert.equal(after("http://a/", "protocol", "foo"), "http://a/");
  assert.equal(after("http://u@a/", "protocol", "file"), "http://u@a/");
});

test("credentials are encoded, and need a host", () => {
  assert.equal(after("http://a/", "username", "ü:@"), "http://%C3%BC%3A%40@a/");
  assert.equal(after("http://u:p@a/", "password", ""), "http://u@a/");
  assert.equal(after("http://u@a/", "username", ""), "http://a/");
  assert.equal(after("file:///a", "username", "x"), "file:///a");
});

test("host takes a port along, hostname doesn't", () => {
  assert.equal(after("http://a:1/p", "host", "b:2"), "http://b:2/p");
  assert.equal(after("http://a:1/p", "host", "b"), "http://b:1/p");
  assert.equal(after("http://a:1/p", "hostname", "b:2"), "http://a:1/p");
  assert.equal(after("http://a/p", "host", "x y"), "http://a/p");
  assert.equal(after("http://a/p", "host", ""), "http://a/p");
  assert.equal(after("http://a/p", "host", "b/q?r"), "http://b/p");
  assert.equal(after("mailto:a", "host", "b"), "mailto:a");
});

test("port takes leading digits", () => {
  assert.equal(after("http://a/", "port", "8080x"), "http://a:8080/");
  assert.equal(after("http://a:1/", "port", "80"), "http://a/");
  assert.equal(after("http://a:1/", "port", ""), "http://a/");
  assert.equal(after("http://a:1/", "port", "65536"), "http://a:1/");
  assert.equal(after("http://a:1/", "port", "x"), "http://a:1/");
});

test("pathname, search and hash encode what would end them", () => {
  assert.equal(after("http://a/b", "pathname", "c?d#e f"), "http://a/c%3Fd%23e%20f");
  assert.equal(after("http://a/b?c#d", "search", "?e#f"), "http://a/b?e%23f#d");
  assert.equal(after("http://a/b?c#d", "search", ""), "http://a/b#d");
  assert.equal(after("http://a/b#c", "hash", "#d e"), "http://a/b#d%20e");
  assert.equal(after("http://a/b#c", "hash", ""), "http://a/b");
  assert.equal(after("foo:/a", "pathname", "//b"), "foo:/.//b");
});

test("href replaces everything or throws", () => {
  assert.equal(after("http://a/b", "href", "ftp://c"), "ftp://c/");
  const url = new URL("http://a/b");
  assert.throws(() => (url.href = "nonsense"), { code: "ERR_INVALID_URL" });
  assert.equal(url.href, "http://a/b");
});

test("origin and searchParams have no setter", () => {
  const url = new URL("http://a/b");
  assert.throws(() => (url.origin = "x"), TypeError);
  assert.throws(() => (url.searchParams = "x"), TypeError);
});
