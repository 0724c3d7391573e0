import { test, assert } from "../harness.mjs";

const groupsOf = (result, component) => ({ ...result[component].groups });

test("a pattern of one text", () => {
  const pattern = new URLPattern("https://{:sub.}?example.com/books/:id(\\d+)/*\\?q=:q#top");
  assert.equal(pattern.protocol, "https");
  assert.equal(pattern.hostname, "{:sub.}?example.com");
  assert.equal(pattern.pathname, "/books/:id(\\d+)/*");
  assert.equal(pattern.search, "q=:q");
  assert.equal(pattern.hash, "top");
  assert.equal(pattern.port, "");
  assert.equal(pattern.username, "*");
  const result = pattern.exec("https://a.example.com/books/12/x/y?q=z#top");
  assert.deepEqual(groupsOf(result, "hostname"), { sub: "a" });
  assert.deepEqual(groupsOf(result, "pathname"), { 0: "x/y", id: "12" });
  assert.deepEqual(groupsOf(result, "search"), { q: "z" });
  assert.deepEqual(result.inputs, ["https://a.example.com/books/12/x/y?q=z#top"]);
  assert.equal(pattern.test("https://example.com/books/12/x?q=z#top"), true);
  assert.equal(pattern.test("https://example.com/books/a/x?q=z#top"), false);
  assert.equal(pattern.exec("https://example.com/"), null);
});

test("a pattern of components", () => {
  const pattern = new URLPattern({ pathname: "/:kind/:name?" });
  assert.equal(pattern.protocol, "*");
  assert.equal(pattern.test("http://any.where/a"), true);
  assert.deepEqual(groupsOf(pattern.exec({ pathname: "/a" }), "pathname"), { kind: "a", name: undefined });
  assert.equal(pattern.test({ pathname: "/a/b/c" }), false);
  assert.equal(pattern.test(), false);
  assert.equal(new URLPattern().test("about:blank"), true);
});

test("modifiers, groups and prefixes", () => {
  const matches = (pathname, path) => new URLPattern({ pathname }).test({ pathname: path });
  assert.equal(matches("/a/:b+", "/a/1/2/3"), true);
  assert.equal(matches("/a/:b+", "/a"), false);
  assert.equal(matches("/a/:b*", "/a"), true);
  assert.equal(matches("/a{/b}?", "/a"), true);
  assert.equal(matches("/a{/b}*", "/a/b/b"), true);
  assert.equal(matches("/(a|b)", "/b"), true);
  assert.equal(matches("/\\:a", "/:a"), true);
});

test("a base gives what is missing", () => {
  const pattern = new URLPattern("../x/*", "https://example.com/a/b/c?d#e");
  assert.equal(pattern.pathname, "/a/x/*");
  assert.equal(pattern.hostname, "example.com");
  assert.equal(pattern.search, "*");
  assert.equal(new URLPattern({ search: "q", baseURL: "https://example.com/p" }).pathname, "/p");
  assert.equal(pattern.test("x/1", "https://example.com/a/"), true);
  assert.equal(pattern.test({ pathname: "/a/x/1", baseURL: "https://example.com/" }), true);
});

test("components are brought into their normal form", () => {
  const pattern = new URLPattern({ protocol: "HTTPS:", hostname: "EXAMPLE.com", port: "443", pathname: "/caf\u00e9/../b", search: "?a b" });
  assert.equal(pattern.protocol, "https");
  assert.equal(pattern.hostname, "example.com");
  assert.equal(pattern.pathname, "/b");
  assert.equal(pattern.search, "a%20b");
  assert.equal(new URLPattern({ protocol: "https", port: "443" }).port, "");
  assert.equal(new URLPattern({ hostname: "[\\:\\:AB]" }).hostname, "[\\:\\:ab]");
  assert.equal(new URLPattern("data\\:\u00e9").pathname, "%C3%A9");
});

test("ignoreCase", () => {
  const pattern = new URLPattern({ pathname: "/A" }, { ignoreCase: true });
  assert.equal(pattern.test({ pathname: "/a" }), true);
  assert.equal(new URLPattern({ pathname: "/A" }).test({ pathname: "/a" }), false);
  assert.equal(new URLPattern("/A", "https://x.y", { ignoreCase: true }).test("https://x.y/a"), true);
});

test("hasRegExpGroups", () => {
  assert.equal(new URLPattern({ pathname: "/:a/*" }).hasRegExpGroups, false);
  assert.equal(new URLPattern({ pathname: "/(a)" }).hasRegExpGroups, true);
});

test("what is wrong is a TypeError", () => {
  for (const input of [{ pathname: "(" }, { pathname: "/:" }, { pathname: "/:a/:a" }, { pathname: "{a" }, { hostname: "a b" },
    { pathname: "/(?a)" }, { pathname: "/()" }, { pathname: "/(\u00e9)" }, { port: "a" }, { protocol: "a b" }, { baseURL: "x" }]) {
    assert.throws(() => new URLPattern(input), TypeError);
  }
  assert.throws(() => new URLPattern("/relative"), TypeError);
  assert.throws(() => new URLPattern({}, "https://a.b"), TypeError);
  assert.throws(() => new URLPattern({}).test({}, "https://a.b"), TypeError);
  assert.throws(() => URLPattern.prototype.test.call({}), TypeError);
  assert.equal(new URLPattern({}).test({ protocol: "a b" }), false);
});

test("printed form", async () => {
  const { inspect } = await import("node:util");
  assert.match(inspect(new URLPattern({ pathname: "/a" })), /^URLPattern \{\n  protocol: '\*',[^]*pathname: '\/a',/);
});
