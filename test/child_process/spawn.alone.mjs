import { spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { test, assert } from "../harness.mjs";

/** Runs to 'close'; what was told, in order, and what was written. */
function run(...args) {
  const child = spawn(...args);
  const events = [];
  const output = ["", "", "", "", ""];
  child.stdio.forEach((stream, i) => { if (i > 0) stream?.on("data", (chunk) => { output[i] += chunk; }); });
  for (const name of ["spawn", "exit", "error"]) child.on(name, (...a) => events.push([name, ...a]));
  const done = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, events, output, child })));
  return Object.assign(done, { child });
}

test("events come in order and output is collected", async () => {
  const { events, output, code } = await run("sh", ["-c", "echo out; echo err >&2; exit 3"]);
  assert.deepEqual(events, [["spawn"], ["exit", 3, null]]);
  assert.deepEqual([code, output[1], output[2]], [3, "out\n", "err\n"]);
});
test("a program that is missing is an 'error', then 'close'", async () => {
  const { events, child, code } = await run("no-such-program", ["a", "b"]);
  assert.equal(events.length, 1);
  const error = events[0][1];
  assert.equal(error.message, "spawn no-such-program ENOENT");
  assert.deepEqual({ ...error },
    { errno: -2, code: "ENOENT", syscall: "spawn no-such-program", path: "no-such-program", spawnargs: ["a", "b"] });
  assert.deepEqual([code, child.pid, child.exitCode], [-2, undefined, -2]);
});
test("a directory is EACCES, a missing working directory ENOENT", async () => {
  assert.equal((await run("/tmp")).events[0][1].code, "EACCES");
  assert.equal((await run("true", { cwd: "/no/such" })).events[0][1].code, "ENOENT");
});
test("standard input is written, and ended", async () => {
  const running = run("cat");
  running.child.stdin.write("a");
  running.child.stdin.end(Buffer.alloc(300000, "b"));
  const { output } = await running;
  assert.equal(output[1].length, 300001);
});
test("a child that does not read gives EPIPE", async () => {
  const running = run("true");
  const failed = new Promise((resolve) => running.child.stdin.on("error", resolve));
  running.child.stdin.write(Buffer.alloc(3000000));
  assert.equal((await failed).code, "EPIPE");
  assert.equal((await running).code, 0);
});
test("more pipes, argv0 and the environment", async () => {
  const running = run("sh", ["-c", "cat <&3; echo four >&4; echo $0 $X"],
    { argv0: "zero", env: { X: "x", U: undefined, PATH: process.env.PATH }, stdio: ["ignore", "pipe", "inherit", "pipe", "pipe"] });
  running.child.stdio[3].end("three\n");
  const { output, child } = await running;
  assert.deepEqual([output[1], output[4], child.stdin, child.stderr], ["three\nzero x\n", "four\n", null, null]);
});
test("a shell", async () => {
  const { output, child } = await run("echo $((1 + 2)) $1", { shell: true });
  assert.equal(output[1], "3\n");
  assert.deepEqual(child.spawnargs, ["/bin/sh", "-c", "echo $((1 + 2)) $1"]);
});
test("signals and kill", async () => {
  const running = run("sleep", ["30"]);
  assert.equal(running.child.kill(0), true);
  assert.equal(running.child.kill("sigusr1"), true);
  const { code, signal, child } = await running;
  assert.deepEqual([code, signal, child.killed, child.exitCode, child.signalCode], [null, "SIGUSR1", true, null, "SIGUSR1"]);
  assert.equal(child.kill(), false);
  assert.throws(() => child.kill("SIGNOT"), { code: "ERR_UNKNOWN_SIGNAL" });
});
test("timeout and killSignal", async () => {
  assert.equal((await run("sleep", ["30"], { timeout: 30, killSignal: "SIGKILL" })).signal, "SIGKILL");
});
test("an AbortSignal", async () => {
  const control = new AbortController();
  const running = run("sleep", ["30"], { signal: control.signal });
  control.abort(new Error("why"));
  const { events, signal } = await running;
  const error = events.find(([name]) => name === "error")[1];
  assert.deepEqual([error.name, error.code, error.cause.message, signal], ["AbortError", "ABORT_ERR", "why", "SIGTERM"]);
});
test("the output of one child is the input of another; a file stream is an output", async () => {
  const first = spawn("echo", ["through"]);
  assert.equal((await run("cat", { stdio: [first.stdout, "pipe", "pipe"] })).output[1], "through\n");
  const file = createWriteStream("out.txt");
  await new Promise((resolve) => file.on("open", resolve));
  await run("echo", ["to a file"], { stdio: ["ignore", file, "ignore"] });
  assert.equal(readFileSync("out.txt", "utf8"), "to a file\n");
});
test("detached leads a group of its own", async () => {
  const { output, child } = await run("sh", ["-c", "ps -o pgid= -p $$"], { detached: true });
  assert.equal(+output[1], child.pid);
});
test("unread output does not keep a child from closing", async () => {
  const child = spawn("sh", ["-c", "echo out"]);
  const [code] = await new Promise((resolve) => child.on("close", (...a) => resolve(a)));
  assert.equal(code, 0);
});
test("many children leave no descriptors behind", async () => {
  const { readdirSync } = await import("node:fs");
  await run("true");
  const before = readdirSync("/proc/self/fd").length;
  for (let i = 0; i < 20; i++) await run(i % 2 ? "true" : "no-such-program");
  assert.equal(readdirSync("/proc/self/fd").length, before);
});
