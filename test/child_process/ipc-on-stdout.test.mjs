import { spawn } from "node:child_process";
import { test, assert } from "../harness.mjs";

test("the channel may be the child's standard output", async () => {
  const child = spawn(process.execPath, ["-e", "process.send('sent', () => process.disconnect())"], { stdio: ["ignore", "ipc", "inherit"] });
  const [message, code] = await Promise.all([
    new Promise((resolve) => child.on("message", resolve)), new Promise((resolve) => child.on("exit", resolve)),
  ]);
  assert.deepEqual([message, code], ["sent", 0]);
});

test("a program that comes over a socket as standard input", async () => {
  const child = spawn(process.execPath, ["-"], { stdio: ["pipe", "pipe", "inherit"] });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  setTimeout(() => child.stdin.end("console.log('ran')"), 20);
  await new Promise((resolve) => child.on("close", resolve));
  assert.equal(`${Buffer.concat(chunks)}`, "ran\n");
});
