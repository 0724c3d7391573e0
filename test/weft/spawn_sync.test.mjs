import { test, assert } from "../harness.mjs";

test("spawnSync", () => {
  const { exitCode, success, stdout, stderr, pid, resourceUsage, ...rest } = Weft.spawnSync(["sh", "-c", "echo out; echo err >&2; exit 3"]);
  assert.deepEqual([exitCode, success, stdout.toString(), stderr.toString(), typeof pid, rest], [3, false, "out\n", "err\n", "number", {}]);
  assert(stdout instanceof Buffer);
  assert.equal(typeof resourceUsage.maxRSS, "number");
  assert.equal(Weft.spawnSync({ cmd: ["true"], stdout: "ignore" }).stdout, undefined);
  assert.equal(Weft.spawnSync(["true"]).success, true);
});

test("spawnSync with input, limits, signals", () => {
  const cat = (stdin) => Weft.spawnSync(["cat"], { stdin }).stdout.toString();
  assert.equal(cat(new Blob(["blob"])), "blob");
  assert.equal(cat(Buffer.from("bytes")), "bytes");
  assert.equal(cat(new Response("text")), "text");
  assert.equal(cat("pipe"), "");
  assert.throws(() => cat(new ReadableStream()), { code: "ERR_INVALID_ARG_TYPE" });
  const late = Weft.spawnSync(["sleep", "20"], { timeout: 30 });
  assert.deepEqual([late.exitCode, late.signalCode, late.success, late.exitedDueToTimeout], [null, "SIGTERM", false, true]);
  const loud = Weft.spawnSync(["yes"], { maxBuffer: 50 });
  assert.deepEqual([loud.signalCode, loud.exitedDueToMaxBuffer], ["SIGTERM", true]);
  assert.throws(() => Weft.spawnSync(["nosuchprogram"]), { code: "ENOENT" });
});

test("which", async () => {
  assert.equal(Weft.which("sh", { PATH: "/none:/bin" }), "/bin/sh");
  assert.equal(Weft.which("sh", { PATH: "bin", cwd: "/" }), "/bin/sh");
  assert.equal(Weft.which("/bin/sh"), "/bin/sh");
  assert.equal(Weft.which("bin/sh", { cwd: "/" }), "/bin/sh");
  for (const name of ["", "nosuchprogram", "/bin", "a\0b", undefined]) assert.equal(Weft.which(name), null);
  assert.equal(Weft.which("sh", { PATH: "" , cwd: "/none" }), null);
});

test("sleep", async () => {
  const before = performance.now();
  await Weft.sleep(20);
  await Weft.sleep(new Date(Date.now() + 20));
  Weft.sleepSync(20);
  assert(performance.now() - before >= 55);
  assert.throws(() => Weft.sleep("x"), TypeError);
  assert.throws(() => Weft.sleepSync(-1), { code: "ERR_INVALID_ARG_TYPE" });
});
