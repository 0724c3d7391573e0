# test-timeout: 120 s
from process import test, weft, files, equal, match, INSTRUMENTED, Skip

COUNT = """
import { readFileSync, readdirSync } from "node:fs";
import { Worker } from "node:worker_threads";
const once = (worker) => new Promise((resolve) => worker.once("exit", resolve));
const state = () => ({
  threads: Number(/Threads:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]),
  files: readdirSync("/proc/self/fd").length,
  kilobytes: Number(/VmRSS:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]),
});
async function round(count) {
  for (let i = 0; i < count; i += 5) {
    await Promise.all([0, 1, 2, 3, 4].map(async (kind) => {
      const worker = new Worker([
        "require('fs').openSync('/dev/null'); console.error.call", "for (;;) {}", "setInterval(() => {}, 1000)",
        "require('fs').promises.readFile('/proc/self/status').then(() => {}); require('crypto').pbkdf2('a', 'b', 1000, 8, 'sha1', () => {})",
        "require('net').createServer().listen(0)",
      ][kind], { eval: true });
      worker.on("online", () => setTimeout(() => worker.terminate(), kind));
      await once(worker);
    }));
  }
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 100)); // a read that a worker began ends by itself
  return state();
}
const rounds = [await round(40), await round(50), await round(50)];
console.log(JSON.stringify(rounds));
"""

@test("threads, files and memory come back")
def _():
    if INSTRUMENTED: raise Skip("measures memory")
    import json
    result = weft(files({"main.mjs": COUNT}) / "main.mjs", timeout=110)
    equal(result.err, "")
    first, second, third = json.loads(result.out)
    # One that each worker left would be dozens; the pool of threads may be reading one.
    assert third["files"] <= first["files"] + 2, result.out
    # The first round may not have woken all of the process's own: its pool, the engine's compilers and collectors.
    assert third["threads"] <= max(first["threads"], second["threads"]) + 4, result.out
    # A heap that stayed would be some megabytes for each of the hundred; the allocator's own mood is ten or so.
    assert third["kilobytes"] < first["kilobytes"] + 40_000, result.out

@test("an error that nobody hears is the parent's")
def _():
    tree = files({"main.mjs": "new (await import('node:worker_threads')).Worker('throw new RangeError(\"x\")', { eval: true })"})
    result = weft(tree / "main.mjs")
    equal(result.code, 1)
    match(result.err, "RangeError: x")

@test("unref lets the process end; console.log of a worker is out before")
def _():
    tree = files({"main.mjs": """
      import { Worker } from "node:worker_threads";
      new Worker("setInterval(() => {}, 1000)", { eval: true }).unref();
      await new Promise((resolve) => new Worker("for (let i = 0; i < 3; i++) console.log(i)", { eval: true }).on("exit", resolve));
      console.log("end");
    """})
    result = weft(tree / "main.mjs")
    equal((result.code, result.out, result.err), (0, "0\n1\n2\nend\n", ""))

@test("process.exit of the program does not wait for workers")
def _():
    tree = files({"main.mjs": """
      import { Worker } from "node:worker_threads";
      new Worker("for (;;) {}", { eval: true }).on("online", () => process.exit(3));
    """})
    equal(weft(tree / "main.mjs").code, 3)
