import { test, assert } from "../harness.mjs";

test("hrtime counts in seconds and nanoseconds, and as a bigint", () => {
  const start = process.hrtime();
  const startBig = process.hrtime.bigint();
  const [seconds, nanoseconds] = process.hrtime(start);
  assert(seconds >= 0 && seconds < 5 && nanoseconds >= 0 && nanoseconds < 1e9);
  assert(process.hrtime.bigint() >= startBig);
  assert.equal(typeof startBig, "bigint");
  assert.throws(() => process.hrtime([1]), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => process.hrtime(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("uptime is that of this process", () => {
  const uptime = process.uptime();
  assert(uptime > 0 && uptime < 60, String(uptime));
});

test("memory", () => {
  const usage = process.memoryUsage();
  for (const name of ["rss", "heapTotal", "heapUsed", "external", "arrayBuffers"]) {
    assert(Number.isFinite(usage[name]) && usage[name] >= 0, name);
  }
  assert(usage.heapTotal >= usage.heapUsed);
  assert(process.memoryUsage.rss() > 1e6);
  const kept = new Uint8Array(50e6).fill(1);
  assert(process.memoryUsage().rss > usage.rss + 40e6);
  assert.equal(kept[0], 1);
});

test("CPU time, all and since an earlier time", () => {
  const before = process.cpuUsage();
  for (const until = Date.now() + 30; Date.now() < until;);
  const used = process.cpuUsage(before);
  assert(used.user + used.system > 1000, JSON.stringify(used));
  assert.throws(() => process.cpuUsage({ user: -1, system: 0 }), { name: "RangeError" });
  assert.throws(() => process.cpuUsage(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("resource usage has all of Node's fields", () => {
  assert.deepEqual(Object.keys(process.resourceUsage()), [
    "userCPUTime", "systemCPUTime", "maxRSS", "sharedMemorySize", "unsharedDataSize", "unsharedStackSize",
    "minorPageFault", "majorPageFault", "swappedOut", "fsRead", "fsWrite", "ipcSent", "ipcReceived", "signalsCount",
    "voluntaryContextSwitches", "involuntaryContextSwitches",
  ]);
  assert(process.resourceUsage().maxRSS > 1000);
});

test("umask", () => {
  const before = process.umask(0o027);
  assert.equal(process.umask(), 0o027);
  assert.equal(process.umask(before), 0o027);
  assert.throws(() => process.umask("9"), { code: "ERR_INVALID_ARG_VALUE" });
});

test("the working directory", () => {
  const before = process.cwd();
  process.chdir("/");
  assert.equal(process.cwd(), "/");
  process.chdir(before);
  assert.equal(process.cwd(), before);
  assert.throws(() => process.chdir("/no such folder"), { code: "ENOENT", syscall: "chdir", dest: "/no such folder" });
  assert.throws(() => process.chdir(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("kill asks and tells", () => {
  assert.equal(process.kill(process.pid, 0), true);
  assert.throws(() => process.kill(2 ** 30, 0), { code: "ESRCH", syscall: "kill", message: "kill ESRCH" });
  assert.throws(() => process.kill(process.pid, "SIGNONE"), { code: "ERR_UNKNOWN_SIGNAL" });
  assert.throws(() => process.kill("x", 0), { code: "ERR_INVALID_ARG_TYPE" });
});
