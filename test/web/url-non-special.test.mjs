// URLs whose scheme is none of the web's: https://url.spec.whatwg.org/#is-not-special
import { test, assert } from "../harness.mjs";

test("an empty path stays empty before a query", () => {
  const url = new URL("postgres://user:secret@db.example?sslmode=require");
  assert.equal(url.href, "postgres://user:secret@db.example?sslmode=require");
  assert.equal(url.pathname, "");
  assert.equal(url.host, "db.example");
});

test("a backslash is a character, not a slash", () => {
  assert.equal(new URL("x:\\\\host/a").pathname, "\\\\host/a");
  assert.equal(new URL("redis://h/a\\..\\b").pathname, "/a\\..\\b");
});
