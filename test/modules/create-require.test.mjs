// module.createRequire.
import { test, assert } from "../harness.mjs";
import Module, { createRequire } from "node:module";

const here = import.meta.url;

test("from a URL string, a URL object and a path", () => {
  for (const base of [here, new URL(here), import.meta.filename]) {
    assert.equal(createRequire(base)("./fixtures/answer.cjs").answer, 42);
  }
});

test("a folder with a trailing slash", () => {
  assert.equal(createRequire(import.meta.dirname + "/fixtures/")("./answer.cjs").answer, 42);
});

test("the file need not exist", () => {
  assert.equal(createRequire(import.meta.dirname + "/fixtures/none.js")("./answer").answer, 42);
});

test("it shares the cache with import", async () => {
  const require = createRequire(here);
  const exports = require("./fixtures/answer.cjs");
  assert.equal((await import("./fixtures/answer.cjs")).default, exports);
  assert.equal(require.cache[require.resolve("./fixtures/answer.cjs")].exports, exports);
});

test("a relative path, and what is neither a path nor a file URL, are refused", () => {
  for (const base of ["relative.js", "http://example.org/x.js", "", 5, undefined, {}]) {
    assert.throws(() => createRequire(base), { code: "ERR_INVALID_ARG_VALUE" });
  }
});

test("Module itself", () => {
  assert.equal(Module.Module, Module);
  assert.equal(Module.createRequire, createRequire);
  assert.equal(typeof Module._load, "function");
  assert.equal(typeof Module._resolveFilename, "function");
  assert.equal(Module._cache, createRequire(here).cache);
  assert.equal(Module.wrap("x"), "(function (exports, require, module, __filename, __dirname) { x\n});");
});
