// test-timeout: 60 s
import { $, execa, execaSync, ExecaError } from "execa";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test, assert } from "../harness.mjs";

test("output, input, environment, a folder, lines", async () => {
  const { stdout, stderr, exitCode, all } = await execa("sh", ["-c", "cat; echo $VALUE; pwd; echo oops >&2"], { input: "in\n", env: { VALUE: "v" }, cwd: "/", all: true });
  assert.deepEqual([stdout, stderr, exitCode], ["in\nv\n/", "oops", 0]);
  assert.match(all, /oops/);
  assert.deepEqual((await execa({ lines: true })`printf ${"a b\nc"}`).stdout, ["a b", "c"]);
  assert.equal((await $({ input: "x" })`tr x y`).stdout, "y");
  assert.equal(execaSync("echo", ["sync"]).stdout, "sync");
});

test("failures: an exit code, no such program, a signal, too slow, cancelled", async () => {
  const failed = await assert.rejects(execa("sh", ["-c", "echo out; exit 3"]), ExecaError);
  assert.deepEqual([failed.exitCode, failed.stdout, failed.shortMessage], [3, "out", "Command failed with exit code 3: sh -c 'echo out; exit 3'"]);
  await assert.rejects(execa("no-such-program-at-all"), { code: "ENOENT" });
  const killed = execa("sleep", ["30"]);
  setTimeout(() => killed.kill("SIGTERM"), 20);
  await assert.rejects(killed, { signal: "SIGTERM", isTerminated: true });
  await assert.rejects(execa("sleep", ["30"], { timeout: 50 }), { timedOut: true });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(execa("sleep", ["30"], { cancelSignal: controller.signal }), { isCanceled: true });
  assert.equal((await execa("false", { reject: false })).failed, true);
});

test("pipes from one to the next, files, transforms, streams", async () => {
  assert.equal((await execa("printf", ["b\\na\\nb\\n"]).pipe("sort").pipe("uniq")).stdout, "a\nb");
  const file = path.join(os.tmpdir(), "output.txt");
  await execa("echo", ["to a file"], { stdout: { file } });
  assert.equal(fs.readFileSync(file, "utf8"), "to a file\n");
  const shout = function* (line) { yield line.toUpperCase(); };
  assert.equal((await execa("printf", ["one\\ntwo"], { stdout: shout })).stdout, "ONE\nTWO");
  const lines = [];
  for await (const line of execa("printf", ["1\\n2\\n3"])) lines.push(line);
  assert.deepEqual(lines, ["1", "2", "3"]);
  const big = await execa("head", ["-c", "3000000", "/dev/zero"], { encoding: "buffer" });
  assert.equal(big.stdout.length, 3_000_000);
});

test("a script of its own with messages both ways", async () => {
  const script = path.join(os.tmpdir(), "child.mjs");
  fs.writeFileSync(script, `process.on("message", (message) => { process.send({ heard: message }); process.disconnect(); });`);
  const child = execa(process.execPath, [script], { ipc: true });
  await child.sendMessage({ n: 1 });
  assert.deepEqual(await child.getOneMessage(), { heard: { n: 1 } });
  assert.equal((await child).exitCode, 0);
});
