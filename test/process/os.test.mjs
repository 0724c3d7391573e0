import { test, assert } from "../harness.mjs";
import os from "node:os";

test("names and numbers of the machine", () => {
  assert.equal(os.type(), "Linux");
  assert.equal(os.platform(), "linux");
  assert.equal(os.arch(), process.arch);
  assert.equal(os.endianness(), "LE");
  assert.equal(os.EOL, "\n");
  assert.equal(os.devNull, "/dev/null");
  for (const text of [os.hostname(), os.release(), os.version(), os.machine(), os.homedir()]) assert(text.length > 0);
  assert(os.totalmem() >= os.freemem() && os.freemem() > 0);
  assert(os.uptime() > 0);
  assert(os.availableParallelism() >= 1);
  assert.equal(os.loadavg().length, 3);
  assert.equal(`${os.type}`, "Linux");
});

test("processors", () => {
  const [cpu] = os.cpus();
  assert.deepEqual(Object.keys(cpu), ["model", "speed", "times"]);
  assert.deepEqual(Object.keys(cpu.times), ["user", "nice", "sys", "idle", "irq"]);
});

test("network interfaces", () => {
  const local = os.networkInterfaces().lo?.find(({ family }) => family === "IPv4");
  if (!local) return;
  assert.deepEqual(local, {
    address: "127.0.0.1", netmask: "255.0.0.0", family: "IPv4", mac: "00:00:00:00:00:00", internal: true, cidr: "127.0.0.1/8",
  });
});

test("the user", () => {
  const info = os.userInfo();
  assert.equal(info.uid, process.getuid());
  assert.deepEqual(Object.keys(info), ["uid", "gid", "username", "homedir", "shell"]);
  assert.equal(os.userInfo({ encoding: "buffer" }).username.toString(), info.username);
});

test("the folder for temporary files", () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = "/somewhere/";
  assert.equal(os.tmpdir(), "/somewhere");
  process.env.TMPDIR = before;
});

test("priorities", () => {
  assert.equal(os.getPriority(), os.getPriority(process.pid));
  os.setPriority(os.getPriority());
  assert.throws(() => os.setPriority(0, 20), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => os.getPriority(2 ** 30), { code: "ERR_SYSTEM_ERROR", message: /uv_os_getpriority returned ESRCH/ });
});

test("constants", () => {
  const { signals, errno, priority } = os.constants;
  assert.deepEqual([signals.SIGINT, signals.SIGKILL, signals.SIGWINCH], [2, 9, 28]);
  assert.deepEqual([errno.ENOENT, errno.EACCES, errno.EAGAIN], [2, 13, 11]);
  assert.equal(priority.PRIORITY_LOW, 19);
  assert.throws(() => { signals.SIGINT = 0; }, TypeError);
});
