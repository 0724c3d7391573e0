import { test, assert } from "../harness.mjs";
import nodeProcess, { argv, cwd, pid } from "node:process";

test("the global and the module are one", () => {
  assert.equal(nodeProcess, process);
  assert.equal(argv, process.argv);
  assert.equal(cwd, process.cwd);
  assert.equal(pid, process.pid);
});

test("it is an event emitter with a class of its own", () => {
  assert.equal(Object.prototype.toString.call(process), "[object process]");
  assert.equal(Object.getPrototypeOf(process).constructor.name, "process");
  assert.equal(typeof process.on, "function");
  assert.equal(process.listenerCount("none"), 0);
});

test("versions look like Node's", () => {
  assert.match(process.version, /^v22\.\d+\.\d+$/);
  assert.equal(process.versions.node, process.version.slice(1));
  for (const name of ["weft", "uv", "icu", "unicode", "modules"]) assert.match(process.versions[name], /^\d/);
  assert.throws(() => { process.versions.node = "1"; }, TypeError);
  assert.throws(() => { process.version = "1"; }, TypeError);
  assert.equal(process.release.name, "node");
});

test("the machine and the program", () => {
  assert.equal(process.platform, "linux");
  assert(["x64", "arm64"].includes(process.arch));
  assert.equal(process.argv[0], process.execPath);
  assert.match(process.argv[1], /facts\.test\.mjs$/);
  assert(Array.isArray(process.execArgv));
  assert(Number.isInteger(process.pid) && process.pid > 0);
  assert(Number.isInteger(process.ppid) && process.ppid > 0);
  assert.equal(typeof process.getuid(), "number");
  assert.equal(process.getuid(), process.geteuid());
  assert.equal(process.getgid(), process.getegid());
  assert(Array.isArray(process.getgroups()));
  assert.throws(() => process.setuid("no such user"), { code: "ERR_UNKNOWN_CREDENTIAL" });
  assert.throws(() => process.setgid({}), { code: "ERR_INVALID_ARG_TYPE" });
});

test("the title can be set", () => {
  process.title = "woven";
  assert.equal(process.title, "woven");
});

test("builtin modules by name", () => {
  assert.equal(process.getBuiltinModule("node:path"), process.getBuiltinModule("path"));
  assert.equal(process.getBuiltinModule("process"), process);
  assert.equal(process.getBuiltinModule("internal/errors"), undefined);
  assert.equal(process.getBuiltinModule("no such module"), undefined);
});
