// Builtin modules: names, named exports, identity between the two kinds.
import { test, assert } from "../harness.mjs";
import { createRequire, builtinModules, isBuiltin } from "node:module";
import path, { join, sep } from "node:path";
import * as ns from "node:path";

const require = createRequire(import.meta.url);

test("with and without node:, imported and required, a builtin is one object", async () => {
  assert.equal(require("path"), path);
  assert.equal(require("node:path"), path);
  assert.equal((await import("path")).default, path);
  assert.equal(await import("node:path"), ns);
});

test("named exports are the properties of the default export", () => {
  assert.equal(join, path.join);
  assert.equal(sep, path.sep);
  for (const key of Object.keys(path)) assert.equal(ns[key], path[key], key);
});

test("a subpath builtin", async () => {
  assert.equal((await import("node:fs/promises")).default, require("fs").promises);
});

test("isBuiltin and builtinModules", () => {
  for (const name of ["fs", "path", "events", "node:fs", "fs/promises"]) assert.equal(isBuiltin(name), true, name);
  for (const name of ["no-such", "node:no-such", "./fs", ""]) assert.equal(isBuiltin(name), false, name);
  for (const name of ["fs", "path", "events", "module"]) assert.includes(builtinModules, name);
});

test("what is internal cannot be loaded", async () => {
  for (const name of ["internal/errors", "internal/primordials", "web/url"]) {
    assert.throws(() => require(name), { code: "MODULE_NOT_FOUND" });
    await assert.rejects(() => import(name), { code: "ERR_MODULE_NOT_FOUND" });
    await assert.rejects(() => import(`node:${name}`), { code: "ERR_UNKNOWN_BUILTIN_MODULE" });
  }
});

test("process.getBuiltinModule", () => {
  assert.equal(process.getBuiltinModule("node:path"), path);
  assert.equal(process.getBuiltinModule("path"), path);
  assert.equal(process.getBuiltinModule("no-such"), undefined);
});
