# test-timeout: 180 s
# What runs test files: a realm of its own for each, and what a file cannot do to the others.
import json
import os

from process import INSTRUMENTED, Skip, check, equal, files, match, test, weft

kHead = 'import { test, expect } from "weft:test";\n'


def run(tree, *options, **more):
    """{file name: {title: status}}, and the whole report."""
    root = files({"package.json": {"type": "module"}, **tree})
    result = weft("test", "--reporter=json", *options, cwd=root, **more)
    report = json.loads(result.out[result.out.index("{"):])
    report["code"] = result.code
    report["err"] = result.err
    statuses = {}
    for file in report["testResults"]:
        name = os.path.relpath(file["name"], os.path.realpath(root))
        statuses[name] = {it["fullName"]: it["status"] for it in file["assertionResults"]}
        report[name] = file
    return statuses, report


@test("a file sees nothing of another's: globals, modules, listeners, environment, timers, exit code")
def _():
    same = kHead + """
import { state } from "./state.js";
test("is alone", () => {
  expect(globalThis.leaked).toBe(undefined);
  expect(state.count).toBe(0);
  expect(process.env.LEAKED).toBe(undefined);
  expect(process.listenerCount("SIGUSR2")).toBe(0);
  expect(process.exitCode).toBe(undefined);
  expect(Array.prototype.leaked).toBe(undefined);
  globalThis.leaked = Array.prototype.leaked = 1;
  state.count++;
  process.env.LEAKED = "1";
  process.on("SIGUSR2", () => {});
  process.exitCode = 7;
  setInterval(() => {}, 1);
});
"""
    tree = {f"{i}.test.js": same for i in range(8)}
    statuses, report = run({"state.js": "export const state = { count: 0 };", **tree}, "--max-workers=2")
    equal(statuses, {f"{i}.test.js": {"is alone": "passed"} for i in range(8)})
    equal(report["code"], 0)


@test("whatever a file changes, the next one finds as if it had come first")
def _():
    # Each file changes one thing; all files look at all of them.
    changes = {
        "globalThis.leaked": "globalThis.leaked = 1",
        "String(console.log)": "console.log = function leak() {}",
        "typeof globalThis.atob": "delete globalThis.atob",
        "typeof globalThis.Math": "globalThis.Math = 1",
        "Math.max(1, 2)": "Math.max = () => 7",
        "Array.prototype.leaked": "Array.prototype.leaked = 1",
        "[3, 4].map((x) => x + 1).join()": "Array.prototype.map = () => []",
        "Object.isFrozen(Array.prototype)": "Object.freeze(Array.prototype)",
        "Object.getPrototypeOf(Array.prototype) === Object.prototype": "Object.setPrototypeOf(Array.prototype, { leaked: 1 })",
        "[...[1, 2]].length": "Array.prototype[Symbol.iterator] = function* () {}",
        "({}).leaked": "Object.prototype.leaked = 1",
        "({}).hidden": "Object.defineProperty(Object.prototype, 'hidden', { get: () => 1, configurable: true })",
        "new Map([[1, 2]]).get(1)": "Map.prototype.get = () => 5",
        "JSON.stringify([1])": "JSON.stringify = () => ''",
        "Function.prototype.call.leaked": "Function.prototype.call.leaked = 1",
        "'a'.toUpperCase()": "String.prototype.toUpperCase = () => 'x'",
        "RegExp.$1": "/(leak)/.test('leak')",
        "Error.stackTraceLimit": "Error.stackTraceLimit = 3",
        "Error.prepareStackTrace": "Error.prepareStackTrace = () => 'x'",
        "Object.keys(Object.getPrototypeOf(function* () {}).prototype).length": "Object.getPrototypeOf(function* () {}).prototype.leaked = 1",
        "Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}()))[Symbol.toStringTag]":
            "Object.defineProperty(Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}())), Symbol.toStringTag, { value: 'x' })",
        "Intl.NumberFormat.prototype.leaked": "Intl.NumberFormat.prototype.leaked = 1",
        "process.leaked": "process.leaked = 1",
        "process.env.LEAKED": "process.env.LEAKED = '1'",
        "process.argv.length": "process.argv.push('x')",
        "process.exitCode": "process.exitCode = 3",
        "process.listenerCount('exit')": "process.on('exit', () => {})",
        "process.listenerCount('SIGUSR2')": "process.on('SIGUSR2', () => {})",
        "process.cwd() === kFolder": "process.chdir('/')",
        "fs.leaked": "fs.leaked = 1",
        "typeof fs.readFileSync": "fs.readFileSync = undefined",
        "util.inspect.defaultOptions.depth": "util.inspect.defaultOptions.depth = 9",
        "events.EventEmitter.defaultMaxListeners": "events.EventEmitter.defaultMaxListeners = 3",
        "Buffer.poolSize": "Buffer.poolSize = 99",
        "Buffer.prototype.leaked": "Buffer.prototype.leaked = 1",
        "typeof module_.createRequire(import.meta.url).cache['leaked']": "module_.createRequire(import.meta.url).cache.leaked = {}",
        "module_.createRequire(import.meta.url)('./counted.cjs').count": "module_.createRequire(import.meta.url)('./counted.cjs').count++",
        "state.count": "state.count++",
        "expect.leaked": "expect.leaked = 1",
        "typeof expect(1).toLeak": "expect.extend({ toLeak: () => ({ pass: true, message: () => '' }) })",
        "test.leaked": "test.leaked = 1",
        "jest.isMockFunction(console.warn)": "jest.spyOn(console, 'warn')",
        "Date.now() > 1e12": "jest.useFakeTimers({ now: 5 })",
        "String(setTimeout).includes('leak')": "globalThis.setTimeout = function leak() {}",
        "typeof globalThis.scripted": "vm.runInThisContext('var scripted = 1; let bound = 2')",
        "typeof structuredClone": "globalThis.structuredClone = 1",
        "new URL('http://a/b').pathname": "Object.defineProperty(URL.prototype, 'pathname', { get: () => 'x' })",
        "Symbol.prototype.leaked": "Symbol.prototype.leaked = 1",
        "2 + 2": "new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)().enterWith(1)",
        "typeof globalThis.wasTimer": "setInterval(() => { globalThis.wasTimer = 1 }, 0); setImmediate(() => { globalThis.wasTimer = 1 })",
        "typeof globalThis.wasPromise": "(async () => { for (;;) { await new Promise(setImmediate); globalThis.wasPromise = 1; } })()",
        "queueMicrotask.leaked": "queueMicrotask.leaked = 1",
        "Reflect.ownKeys(Promise.prototype).length": "Promise.prototype.leaked = 1",
        "typeof Promise.prototype.then.leaked": "Promise.prototype.then.leaked = 1",
        "new Date(0).toISOString()": "Date.prototype.toISOString = () => ''",
        "globalThis === kGlobal": "Object.setPrototypeOf(globalThis, Array.prototype)",
    }
    head = kHead.replace("{ test, expect }", "{ test, expect, jest }") + """
import fs from "node:fs";
import util from "node:util";
import events from "node:events";
import vm from "node:vm";
import module_ from "node:module";
import { state } from "./state.js";
const kFolder = import.meta.dirname, kGlobal = globalThis;
"""
    looks = ",\n".join(f"  {json.dumps(look)}: () => {look}" for look in changes)
    body = f"""
const seen = {{}};
const looks = {{
{looks}
}};
for (const look of Object.keys(looks)) {{
  try {{ seen[look] = String(looks[look]()); }} catch (error) {{ seen[look] = "thrown: " + error.message; }}
}}
test(JSON.stringify(seen), () => {{ CHANGE; }});
test("then", () => {{}});
"""
    tree = {"state.js": "export const state = { count: 0 };", "counted.cjs": "exports.count = 0;"}
    for number, change in enumerate(changes.values()):
        tree[f"{number:02}.test.js"] = head + body.replace("CHANGE", change)
    statuses, report = run(tree, "--max-workers=1", timeout=60)
    first = None
    for number, (look, change) in enumerate(changes.items()):
        seen = json.loads(next(title for title in statuses[f"{number:02}.test.js"] if title != "then"))
        first = first or seen
        for name, value in seen.items():
            check(value == first[name], f"file {number} ({change}) found {name} to be {value}, the first {first[name]}")


@test("a file is the main thread of a program")
def _():
    statuses, report = run({"a.test.js": kHead + """
import { isMainThread, threadId, Worker } from "node:worker_threads";
test("main", () => { expect(isMainThread).toBe(true); expect(threadId).toBe(0); });
test("argv", () => { expect(process.argv[1]).toMatch(/a\\.test\\.js$/); });
test("a worker", async () => {
  const worker = new Worker("require('worker_threads').parentPort.postMessage(1); setInterval(() => {}, 1000)", { eval: true });
  expect(await new Promise((resolve) => worker.on("message", resolve))).toBe(1);
});
"""})
    equal(statuses, {"a.test.js": {"main": "passed", "argv": "passed", "a worker": "passed"}})


@test("process.exit() ends the test, and nothing else")
def _():
    statuses, report = run({"a.test.js": kHead + """
test("exits", () => { process.exit(0); });
test("goes on", () => {});
""", "b.test.js": kHead + 'test("other", () => {});'})
    equal(statuses["a.test.js"], {"exits": "failed", "goes on": "passed"})
    equal(statuses["b.test.js"], {"other": "passed"})
    match(report["a.test.js"]["message"], r"process\.exit\(0\) was called")
    equal(report["code"], 1)


@test("what nobody catches is the running test's")
def _():
    statuses, report = run({"a.test.js": kHead + """
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
test("rejection", async () => { Promise.reject(new Error("unhandled")); await later(20); });
test("throw", async () => { setTimeout(() => { throw new Error("uncaught"); }, 1); await later(20); });
test("stack", () => { (function f() { f(); })(); });
test("fine", () => {});
"""})
    equal(statuses["a.test.js"], {"rejection": "failed", "throw": "failed", "stack": "failed", "fine": "passed"})
    match(report["a.test.js"]["message"], "unhandled")
    match(report["a.test.js"]["message"], "uncaught")


@test("a file that cannot be run is a fault of its own")
def _():
    statuses, report = run({
        "syntax.test.js": "let a = ;",
        "missing.test.js": 'import "./nothing.js";',
        "throws.test.js": 'throw new Error("at import");',
        "never.test.js": "await new Promise(() => {});",
        "fine.test.js": kHead + 'test("fine", () => {});',
    })
    for name, pattern in [("syntax", "SyntaxError"), ("missing", r"nothing\.js"), ("throws", "at import"), ("never", "await")]:
        equal(report[f"{name}.test.js"]["status"], "failed")
        match(report[f"{name}.test.js"]["message"], pattern)
    equal(statuses["fine.test.js"], {"fine": "passed"})
    equal(report["code"], 1)


@test("a crash is the running test's; the rest of the file runs, and the other files")
def _():
    statuses, report = run({"a.test.js": kHead + """
test("before", () => {});
test("crashes", () => { process.kill(process.pid, "SIGSEGV"); for (;;); });
test("after", () => {});
""", "b.test.js": kHead + 'test("other", () => {});'})
    equal(statuses["a.test.js"], {"before": "passed", "crashes": "failed", "after": "passed"})
    equal(statuses["b.test.js"], {"other": "passed"})


@test("an endless loop is the running test's; the rest of the file runs")
def _():
    statuses, report = run({"a.test.js": kHead + """
test("before", () => {});
test("loops", () => { for (;;); }, 100);
test("after", () => {});
"""}, timeout=60)
    equal(statuses["a.test.js"], {"before": "passed", "loops": "failed", "after": "passed"})
    match(report["a.test.js"]["message"], "did not come back within 10.1 s")


@test("the working directory is put back behind a file")
def _():
    body = kHead + 'test("where", () => { expect(process.cwd()).toBe(import.meta.dir); process.chdir("/"); });'
    statuses, report = run({"a.test.js": body, "b.test.js": body, "c.test.js": body}, "--max-workers=1")
    equal(statuses, {f"{name}.test.js": {"where": "passed"} for name in "abc"})


@test("what a file has started ends with it")
def _():
    # Of files whose times are not known, the larger run first.
    larger = "//" + 4000 * "-" + "\n"
    statuses, report = run({"a.test.js": kHead + larger + """
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { writeFileSync } from "node:fs";
test("starts", async () => {
  const child = spawn("sleep", ["600"]);
  writeFileSync("pid", String(child.pid));
  const server = createServer().listen(0);
  await new Promise((resolve) => server.on("listening", resolve));
  writeFileSync("port", String(server.address().port));
});
process.on("exit", () => writeFileSync("exit", "told"));
""", "b.test.js": kHead + """
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
const until = async (holds) => { while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10)); };
const answer = (port) => new Promise((resolve) => {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", (error) => resolve(error.code));
  socket.on("connect", () => { socket.destroy(); resolve("connected"); });
});
const stateOf = (pid) => { try { return readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2]; } catch { return "gone"; } };
test("is over", async () => {
  await until(() => existsSync("exit"));
  await until(async () => await answer(Number(readFileSync("port", "utf8"))) === "ECONNREFUSED");
  await until(() => ["gone", "Z", "X"].includes(stateOf(readFileSync("pid", "utf8"))));
});
"""}, "--max-workers=2")
    equal(statuses, {"a.test.js": {"starts": "passed"}, "b.test.js": {"is over": "passed"}})


@test("hundreds of files need no more memory than one")
def _():
    if INSTRUMENTED:
        raise Skip("says nothing of an instrumented binary")
    body = kHead + """
import { readFileSync, appendFileSync } from "node:fs";
const kept = globalThis.kept = Array.from({ length: 20_000 }, (_, i) => ({ i }));
kept.self = kept;
setInterval(() => kept, 1000);
process.on("exit", () => kept);
new Promise(() => {}).then(() => kept);
test("keeps", () => {
  const resident = Number(/VmRSS:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  appendFileSync("memory", resident + "\\n");
});
"""
    root = files({"package.json": {"type": "module"}, **{f"{i}.test.js": body for i in range(500)}})
    result = weft("test", "--max-workers=1", cwd=root, timeout=170)
    equal(result.code, 0, "exit code")
    sizes = [int(line) for line in open(root / "memory")]
    equal(len(sizes), 500)
    first, last = max(sizes[200:300]), max(sizes[400:])
    check(last < first * 1.15, f"{first} kB after 300 files became {last} kB")


@test("the file mode mask and the working directory are put back behind a file; TZ of a file is its own")
def _():
    same = kHead + """
import { umask, chdir, cwd, env } from "node:process";
test("is as it was", () => {
  expect(umask()).toBe(0o022);
  expect(cwd()).toBe(import.meta.dirname);
  expect(env.TZ).toBe("UTC");
  expect(new Date(0).getHours()).toBe(0);
  umask(0o077);
  chdir("/");
  env.TZ = "Asia/Tokyo";
});
"""
    statuses, report = run({f"{i}.test.js": same for i in range(3)}, "--max-workers=1", env={"TZ": "UTC"}, umask=0o022, timeout=60)
    equal(statuses, {f"{i}.test.js": {"is as it was": "passed"} for i in range(3)})
