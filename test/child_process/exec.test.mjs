import { exec, execFile } from "node:child_process";
import { promisify } from "node:util";
import { test, assert } from "../harness.mjs";

const run = promisify(exec);
const runFile = promisify(execFile);

test("exec gives what was written", async () => {
  assert.deepEqual(await run("echo out; echo err >&2"), { stdout: "out\n", stderr: "err\n" });
  const promise = run("true");
  assert(promise.child.pid > 0);
  await promise;
});
test("a failure carries code, command and output", async () => {
  const error = await assert.rejects(run("echo out; echo err >&2; exit 2"));
  assert.equal(error.message, "Command failed: echo out; echo err >&2; exit 2\nerr\n");
  assert.deepEqual({ ...error },
    { code: 2, killed: false, signal: null, cmd: "echo out; echo err >&2; exit 2", stdout: "out\n", stderr: "err\n" });
});
test("execFile passes arguments as they are", async () => {
  assert.equal((await runFile("echo", ["$HOME", "a b"])).stdout, "$HOME a b\n");
});
test("encodings", async () => {
  assert.equal((await runFile("printf", ["\\344"], { encoding: "latin1" })).stdout, "ä");
  assert.equal((await runFile("printf", ["ab"], { encoding: "buffer" })).stdout.toString("hex"), "6162");
  assert.equal((await runFile("printf", ["ab"], { encoding: "hex" })).stdout, "6162");
});
test("timeout", async () => {
  const error = await assert.rejects(runFile("sleep", ["30"], { timeout: 40 }));
  assert.deepEqual([error.killed, error.code, error.signal, error.cmd], [true, null, "SIGTERM", "sleep 30"]);
});
test("maxBuffer", async () => {
  const error = await assert.rejects(runFile("yes", { maxBuffer: 100 }),
    { code: "ERR_CHILD_PROCESS_STDIO_MAXBUFFER", message: "stdout maxBuffer length exceeded" });
  assert.equal(error.stdout.length, 100);
});
test("a missing program", async () => {
  await assert.rejects(runFile("no-such-program", ["x"]), { code: "ENOENT", cmd: "no-such-program x", stdout: "" });
});
test("AbortSignal, also one that is aborted already", async () => {
  const control = new AbortController();
  setTimeout(() => control.abort(), 20);
  await assert.rejects(runFile("sleep", ["30"], { signal: control.signal }), { name: "AbortError", code: "ABORT_ERR" });
  await assert.rejects(runFile("sleep", ["30"], { signal: AbortSignal.abort() }), { name: "AbortError" });
});
test("callbacks get null when all is well", async () => {
  const args = await new Promise((resolve) => execFile("echo", ["x"], (...a) => resolve(a)));
  assert.deepEqual(args, [null, "x\n", ""]);
});
