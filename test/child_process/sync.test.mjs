import { execFileSync, execSync, spawnSync } from "node:child_process";
import { test, assert } from "../harness.mjs";

test("spawnSync gives status, output and streams", () => {
  const result = spawnSync("sh", ["-c", "cat; echo err >&2; exit 4"], { input: "in", encoding: "utf8" });
  assert.deepEqual({ ...result, pid: 0 },
    { status: 4, signal: null, output: [null, "in", "err\n"], pid: 0, stdout: "in", stderr: "err\n" });
});
test("a missing program", () => {
  const { error, ...rest } = spawnSync("no-such-program", ["a"]);
  assert.deepEqual({ ...error },
    { errno: -2, code: "ENOENT", syscall: "spawnSync no-such-program", path: "no-such-program", spawnargs: ["a"] });
  assert.deepEqual(rest, { status: null, signal: null, output: null, pid: 0, stdout: null, stderr: null });
});
test("timeout and maxBuffer end the child", () => {
  const late = spawnSync("sleep", ["30"], { timeout: 40 });
  assert.deepEqual([late.error.code, late.status, late.signal], ["ETIMEDOUT", null, "SIGTERM"]);
  const long = spawnSync("yes", { maxBuffer: 1000, killSignal: "SIGKILL" });
  assert.deepEqual([long.error.code, long.signal], ["ENOBUFS", "SIGKILL"]);
});
test("stdio of every kind", () => {
  const result = spawnSync("sh", ["-c", "echo three >&3; echo gone"], { stdio: ["ignore", "ignore", "pipe", "pipe"] });
  assert.deepEqual(result.output.map((bytes) => bytes && bytes.toString()), [null, null, "", "three\n"]);
});
test("much in both directions", () => {
  assert.equal(execFileSync("cat", { input: Buffer.alloc(900000, 1) }).length, 900000);
});
test("execSync", () => {
  assert.equal(execSync("echo $((1 + 1))", { encoding: "utf8" }), "2\n");
  const error = assert.throws(() => execSync("echo out; echo err >&2; exit 3", { stdio: "pipe" }));
  assert.equal(error.message, "Command failed: echo out; echo err >&2; exit 3\nerr\n");
  assert.deepEqual([error.status, error.stdout.toString()], [3, "out\n"]);
  assert.throws(() => execFileSync("no-such-program"), { code: "ENOENT", message: "spawnSync no-such-program ENOENT" });
});
test("a child that a signal ended", () => {
  assert.deepEqual(((r) => [r.status, r.signal])(spawnSync("sh", ["-c", "kill -9 $$"])), [null, "SIGKILL"]);
});
test("a grandchild that holds the pipe ends with the timeout", () => {
  const result = spawnSync("sh", ["-c", "sleep 30 & echo x"], { timeout: 100 });
  assert.equal(result.error.code, "ETIMEDOUT");
});
