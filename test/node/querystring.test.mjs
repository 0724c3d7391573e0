import { test, assert } from "../harness.mjs";
import querystring from "node:querystring";

test("parse gives an object without prototype", () => {
  const parsed = querystring.parse("a=1&b=x+y&a=2&c&=d&%C3%A9=%zz");
  assert.equal(Object.getPrototypeOf(parsed), null);
  assert.deepEqual({ ...parsed }, { a: ["1", "2"], b: "x y", c: "", "": "d", é: "%zz" });
  assert.deepEqual({ ...querystring.parse("a:1;b:2", ";", ":") }, { a: "1", b: "2" });
  assert.deepEqual(Object.keys(querystring.parse("a&b&c", null, null, { maxKeys: 2 })), ["a", "b"]);
  assert.deepEqual({ ...querystring.parse("a=%ff") }, { a: "\ufffd" });
});

test("stringify repeats keys of arrays and drops what is no primitive", () => {
  assert.equal(querystring.stringify({ a: [1, true], b: "x y", c: null, d: {}, e: 5n, f: NaN }),
    "a=1&a=true&b=x%20y&c=&d=&e=5&f=");
  assert.equal(querystring.stringify({ a: "b" }, ";", ":"), "a:b");
  assert.equal(querystring.stringify("text"), "");
});

test("escape and unescape, which programs may replace", () => {
  assert.equal(querystring.escape("a b&ü!"), "a%20b%26%C3%BC!");
  assert.equal(querystring.unescape("%C3%BC%2"), "ü%2");
  assert.throws(() => querystring.escape("\ud800"), { code: "ERR_INVALID_URI" });
  const original = querystring.unescape;
  querystring.unescape = (text) => `<${text}>`;
  assert.deepEqual({ ...querystring.parse("a=b") }, { "<a>": "<b>" });
  querystring.unescape = original;
});
