import querystring from "node:querystring";
import { test, assert } from "../harness.mjs";

test("a surrogate takes what follows for its other half", () => {
  assert.equal(querystring.escape("\ud801test"), "%F0%90%91%B4est");
  assert.throws(() => querystring.escape("\ud801"), { code: "ERR_INVALID_URI" });
});

test("empty separators", () => {
  assert.deepEqual({ ...querystring.parse("a", []) }, { a: "" });
  assert.deepEqual({ ...querystring.parse("a", null, []) }, { "": "a" });
});
