// Weft under Bun's name: the global, the modules, facts of the process, import.meta.
import { test, assert } from "../harness.mjs";
import bun, { resolveSync, version } from "bun";
import weft from "weft";
import { createRequire } from "node:module";
import { dirname } from "node:path";

const require = createRequire(import.meta.url);

test("Bun, Weft and both modules are one object", () => {
  assert.equal(Bun, Weft);
  assert.equal(bun, Weft);
  assert.equal(weft, Weft);
  assert.equal(require("bun"), Weft);
  assert.equal(version, Weft.version);
});

test("nothing is enumerable on the global, nor in the lists of Node", () => {
  assert.equal(Object.keys(globalThis).includes("Bun"), false);
  assert.equal(require("node:module").builtinModules.includes("bun"), false);
  assert.equal(require("node:module").isBuiltin("bun"), true);
  assert.equal(process.versions.bun, undefined);
});

test("a member is loaded once, and can be replaced", () => {
  assert.equal(Bun.Glob, Bun.Glob);
  assert.equal(Object.getOwnPropertyDescriptor(Bun, "Glob").writable, true);
  const { nanoseconds } = Bun;
  Bun.nanoseconds = 5;
  assert.equal(Bun.nanoseconds, 5);
  Bun.nanoseconds = nanoseconds;
});

test("facts", () => {
  assert.match(Bun.version, /^\d+\.\d+\.\d+$/);
  assert.match(Bun.revision, /^[0-9a-f]*$/);
  assert.equal(Bun.env, process.env);
  assert.equal(Bun.argv, process.argv);
  assert.equal(Bun.cwd, process.cwd());
  assert.equal(Bun.main, import.meta.path);
  assert.equal(Bun.isMainThread, true);
  assert.equal(typeof Bun.enableANSIColors, "boolean");
});

test("nanoseconds go on, gc gives the heap's size", () => {
  const before = Bun.nanoseconds();
  assert(before > 0 && Bun.nanoseconds() >= before);
  assert(Bun.gc(true) > 0);
  assert(Bun.gc() > 0);
  assert.equal(Bun.shrink(), undefined);
});

test("import.meta has Bun's members, and lists Node's", () => {
  assert.equal(import.meta.dir, dirname(import.meta.filename));
  assert.equal(import.meta.path, import.meta.filename);
  assert.equal(import.meta.file, "bun-global.test.mjs");
  assert.equal(import.meta.env, process.env);
  assert.equal(import.meta.require("node:fs"), require("node:fs"));
  assert.equal(import.meta.resolveSync("../harness.mjs"), dirname(import.meta.dir) + "/harness.mjs");
  assert.deepEqual(Object.keys(import.meta), ["dirname", "filename", "main", "resolve", "url"]);
});

test("resolve and resolveSync", async () => {
  assert.equal(resolveSync("./bun-global.test.mjs", import.meta.dir), import.meta.path);
  assert.equal(await Bun.resolve("../harness.mjs", import.meta.dir + "/"), dirname(import.meta.dir) + "/harness.mjs");
  assert.equal(Bun.resolveSync("fs", "/"), "node:fs");
  assert.throws(() => resolveSync("./none", import.meta.dir), { code: "ERR_MODULE_NOT_FOUND" });
  await assert.rejects(Bun.resolve("./none", "/"), { code: "ERR_MODULE_NOT_FOUND" });
  assert.throws(() => resolveSync("./none"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("peek", () => {
  const reason = new Error("no");
  const rejected = Promise.reject(reason);
  rejected.catch(() => {});
  const pending = new Promise(() => {});
  assert.equal(Bun.peek(Promise.resolve(1)), 1);
  assert.equal(Bun.peek(rejected), reason);
  assert.equal(Bun.peek(pending), pending);
  assert.equal(Bun.peek(5), 5);
  assert.deepEqual([Promise.resolve(1), rejected, pending, 5].map((p) => Bun.peek.status(p)), ["fulfilled", "rejected", "pending", "fulfilled"]);
});

test("dns.lookup gives all addresses", async () => {
  assert.deepEqual(await Bun.dns.lookup("127.0.0.1"), [{ address: "127.0.0.1", family: 4, ttl: 0 }]);
  await assert.rejects(Bun.dns.lookup(), { code: "ERR_INVALID_ARG_TYPE" });
  assert.equal(typeof Bun.dns.resolveMx, "function");
});
