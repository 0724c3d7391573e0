// Weft.Cookie, Weft.CookieMap and request.cookies, as Bun has them (https://bun.sh/docs/api/cookie).
import { test, assert } from "../harness.mjs";
import { hello, raw, withServer } from "./fixtures/raw.mjs";

const { Cookie, CookieMap } = globalThis.Weft ?? globalThis.Bun;

test("Cookie: made of a name and a value, an object, or a text", () => {
  assert.equal(new Cookie("a", "b").toString(), "a=b; Path=/; SameSite=Lax");
  const all = { domain: "example.com", path: "/x", expires: new Date(0), maxAge: 5, secure: true, httpOnly: true, sameSite: "none", partitioned: true };
  const text = "a=b; Domain=example.com; Path=/x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=5; Secure; HttpOnly; Partitioned; SameSite=None";
  assert.equal(new Cookie("a", "b", all).serialize(), text);
  assert.equal(Cookie.from("a", "b", all).serialize(), text);
  assert.equal(new Cookie({ name: "a", value: "b", ...all }).serialize(), text);
  assert.equal(new Cookie(text).serialize(), text);
  assert.equal(Cookie.parse("a = b; SECURE; samesite=STRICT; nonsense; max-age=x").serialize(), "a=b; Path=/; Secure; SameSite=Strict");
  assert.equal(new Cookie("a", "v ;=é%").toString(), "a=v%20%3B%3D%C3%A9%25; Path=/; SameSite=Lax");
  assert.equal(new Cookie("a", "b", { expires: 100 }).expires.getTime(), 100_000);
  const cookie = new Cookie("a", "b");
  assert.deepEqual([cookie.domain, cookie.expires, cookie.maxAge, cookie.path, cookie.secure, cookie.httpOnly, cookie.sameSite, cookie.partitioned],
    [null, undefined, undefined, "/", false, false, "lax", false]);
  Object.assign(cookie, { value: "z", path: "/p", domain: "d.com", sameSite: "strict", maxAge: 3, httpOnly: true });
  assert.equal(String(cookie), "a=z; Domain=d.com; Path=/p; Max-Age=3; HttpOnly; SameSite=Strict");
  assert.equal(JSON.stringify(new Cookie("a", "b")),
    '{"name":"a","value":"b","path":"/","secure":false,"sameSite":"lax","httpOnly":false,"partitioned":false}');
});

test("Cookie: what is wrong throws, so that no header can be broken up", () => {
  for (const wrong of [
    () => new Cookie(), () => new Cookie(""), () => new Cookie("", "v"), () => new Cookie("a b", "v"), () => new Cookie("a;", "v"),
    () => new Cookie("a\r\nb", "v"), () => new Cookie("x"), () => Cookie.parse("=y"), () => new Cookie("a", "b", { sameSite: "bogus" }),
    () => new Cookie("a", "b", { path: "a;b" }), () => new Cookie("a", "b", { path: "/\r\nX: y" }), () => new Cookie("a", "b", { domain: "a b" }),
    () => new Cookie("a", "b", { expires: "bogus" }), () => new Cookie("a", "b", 5), () => (new Cookie("a", "b").sameSite = "x"),
  ]) assert.throws(wrong, TypeError);
  assert.throws(() => new Cookie("a", "b", { expires: Infinity }), RangeError);
  assert(!new Cookie("a", "x\r\nSet-Cookie: evil=1").serialize().includes("\n"));
  assert.equal(new Cookie("a", "\ud800").serialize(), "a=%EF%BF%BD; Path=/; SameSite=Lax");
});

test("Cookie.isExpired: Max-Age before Expires", () => {
  const isExpired = (options) => new Cookie("a", "b", options).isExpired();
  assert.deepEqual([{}, { maxAge: 0 }, { maxAge: -1 }, { maxAge: 5 }, { expires: new Date(5) }, { maxAge: 5, expires: new Date(5) }].map(isExpired),
    [false, true, true, false, true, false]);
});

test("CookieMap: reading", () => {
  const map = new CookieMap('a=1; b=2; c=%20x; a=3; bad; =z; q="r"; p=%zz');
  assert.deepEqual([...map], [["a", "1"], ["b", "2"], ["c", " x"], ["a", "3"], ["q", '"r"'], ["p", "%zz"]]);
  assert.deepEqual([map.size, map.get("a"), map.get("none"), map.has("b"), map.has("none")], [6, "1", null, true, false]);
  assert.equal(JSON.stringify(map), '{"a":"1","b":"2","c":" x","q":"\\"r\\"","p":"%zz"}');
  assert.deepEqual(map.toSetCookieHeaders(), []);
  assert.deepEqual([...new CookieMap({ a: 1, __proto__: null }).entries()], [["a", "1"]]);
  assert.deepEqual([...new CookieMap([["a", "1"], ["b", "2"]]).values()], ["1", "2"]);
  assert.deepEqual([...new CookieMap("__proto__=x; a=1").keys()], ["__proto__", "a"]);
  assert.deepEqual(Object.keys(new CookieMap("__proto__=x; a=1").toJSON()), ["__proto__", "a"]);
  assert.equal(new CookieMap().size, 0);
  assert.throws(() => new CookieMap(5), TypeError);
  assert.throws(() => new CookieMap([["a"]]), TypeError);
});

test("CookieMap: changes", () => {
  const map = new CookieMap("a=1; b=2; c=3");
  map.set("d", "4");
  map.set("a", "5", { path: "/a", maxAge: 3 });
  map.set(new Cookie("e", "6"));
  map.set({ name: "f", value: "7", secure: true });
  map.delete("b");
  map.delete({ name: "g", path: "/g" });
  map.delete("h", { domain: "x.com" });
  map.set("d", "44");
  assert.deepEqual(map.toSetCookieHeaders(), [
    "a=5; Path=/a; Max-Age=3; SameSite=Lax", "e=6; Path=/; SameSite=Lax", "f=7; Path=/; Secure; SameSite=Lax",
    "b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax", "g=; Path=/g; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax",
    "h=; Domain=x.com; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax", "d=44; Path=/; SameSite=Lax",
  ]);
  assert.deepEqual([...map], [["a", "5"], ["e", "6"], ["f", "7"], ["d", "44"], ["c", "3"]]);
  const seen = [];
  map.forEach(function (value, name, same) { seen.push(value + name + (same === map) + this); }, "self");
  assert.equal(seen[0], "5atrueself");
  assert.deepEqual([map.get("b"), map.has("b")], [null, false]);
});

test("request.cookies: read, changed, sent back", () =>
  withServer({
    routes: {
      "/route": (request) => {
        assert(request instanceof Request);
        assert(request.cookies instanceof CookieMap);
        assert.equal(request.cookies, request.cookies);
        assert.equal(request.cookies.get("x"), "1 2");
        request.cookies.set("y", "z");
        request.cookies.delete("x");
        return new Response("ok", { headers: { "Set-Cookie": "own=1" } });
      },
      "/static": new Response("static"),
    },
    fetch(request, server) {
      const { pathname } = new URL(request.url);
      request.cookies.set("path", pathname);
      if (pathname === "/throw") throw new Error("x");
      if (pathname === "/socket" && server.upgrade(request)) return;
      if (pathname === "/stream") return new Response(new Blob(["stream"]).stream());
      return new Response(pathname === "/none" ? null : "text", { status: pathname === "/none" ? 204 : 200 });
    },
    error: () => new Response("error"),
    websocket: { open: (ws) => ws.close(), message() {} },
  }, async (port) => {
    const set = async (path, more = "") => [...(await raw(port,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`)).matchAll(/^set-cookie: (.*)\r$/gim)].map((match) => match[1]);
    assert.deepEqual(await set("/route", "Cookie: x=1%202\r\ncookie: w=2\r\n"),
      ["own=1", "y=z; Path=/; SameSite=Lax", "x=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax"]);
    for (const path of ["/text", "/stream", "/none", "/throw"]) {
      assert.deepEqual(await set(path), [`path=${encodeURIComponent(path)}; Path=/; SameSite=Lax`], path);
    }
    assert.deepEqual(await set("/static", "Cookie: x=1\r\n"), []);
    assert.match(await raw(port, hello("", "/socket")), /101 Switching[^]*\r\nSet-Cookie: path=%2Fsocket; Path=\/; SameSite=Lax\r\n/);
  }));
