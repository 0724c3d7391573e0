import { test, assert } from "../harness.mjs";
import url from "node:url";

test("parse splits a URL as Node always did", () => {
  const parsed = url.parse("HTTP://user:pa%20ss@Host.com:81/p/a?q=1&q=2#h", true);
  const { protocol, slashes, auth, host, port, hostname, hash, search, pathname, path, href } = parsed;
  assert.deepEqual({ protocol, slashes, auth, host, port, hostname, hash, search, pathname, path, href }, {
    protocol: "http:", slashes: true, auth: "user:pa ss", host: "host.com:81", port: "81", hostname: "host.com",
    hash: "#h", search: "?q=1&q=2", pathname: "/p/a", path: "/p/a?q=1&q=2",
    href: "http://user:pa%20ss@host.com:81/p/a?q=1&q=2#h",
  });
  assert.deepEqual({ ...parsed.query }, { q: ["1", "2"] });
  assert.equal(url.parse("/a b?c").href, "/a%20b?c");
  assert.equal(url.parse("//h/p", false, true).host, "h");
  assert.equal(url.parse("javascript:alert('x')").pathname, "alert('x')");
  assert.throws(() => url.parse(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("resolve follows links", () => {
  assert.equal(url.resolve("/one/two/three", "four"), "/one/two/four");
  assert.equal(url.resolve("http://example.com/one", "/two"), "http://example.com/two");
  assert.equal(url.resolve("http://a/b/c", "../../d"), "http://a/d");
  assert.equal(url.resolve("mailto:a@b", "c@d"), "mailto:c@d");
});

test("format takes objects, text and URLs", () => {
  assert.equal(url.format({ protocol: "http", hostname: "::1", port: 8, pathname: "a#b", query: { x: [1, 2] } }),
    "http://[::1]:8/a%23b?x=1&x=2");
  assert.equal(url.format("http://A/b"), "http://a/b");
  const whatwg = new URL("https://u:p@測試.com/p?q#h");
  assert.equal(url.format(whatwg, { auth: false, fragment: false, unicode: true }), "https://測試.com/p?q");
});

test("paths and file URLs turn into each other", () => {
  const path = "/a b/é%#?\\\n.txt";
  assert.equal(url.fileURLToPath(url.pathToFileURL(path)), path);
  assert.equal(url.pathToFileURL("/dir/").href, "file:///dir/");
  assert.equal(url.fileURLToPath("file:///a%20b"), "/a b");
  assert.throws(() => url.fileURLToPath("http://a"), { code: "ERR_INVALID_URL_SCHEME" });
  assert.throws(() => url.fileURLToPath("file://host/a"), { code: "ERR_INVALID_FILE_URL_HOST" });
  assert.throws(() => url.fileURLToPath("file:///a%2fb"), { code: "ERR_INVALID_FILE_URL_PATH" });
});

test("domains and options for requests", () => {
  assert.equal(url.domainToASCII("español.com"), "xn--espaol-zwa.com");
  assert.equal(url.domainToUnicode("xn--espaol-zwa.com"), "español.com");
  assert.equal(url.domainToASCII("xn--iñvalid.com"), "");
  const options = url.urlToHttpOptions(new URL("https://a:b%20@[::1]:8/p?q"));
  assert.deepEqual([options.hostname, options.port, options.auth, options.path], ["::1", 8, "a:b ", "/p?q"]);
});
