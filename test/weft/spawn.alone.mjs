import fs from "node:fs";
import { test, assert } from "../harness.mjs";

const folder = fs.mkdtempSync("weft-spawn-");
const sh = (script, options) => Weft.spawn(["sh", "-c", script], options);

test("output, exit code, pid", async () => {
  const child = Weft.spawn(["echo", "hi", 5]);
  assert.equal(typeof child.pid, "number");
  assert.deepEqual([child.exitCode, child.signalCode, child.killed, child.stdin, child.stderr], [null, null, false, undefined, undefined]);
  assert(child.stdout instanceof ReadableStream);
  assert.equal(child.stdout, child.readable);
  assert.equal(await child.stdout.text(), "hi 5\n");
  assert.equal(await child.exited, 0);
  assert.deepEqual([child.exitCode, child.killed], [0, true]);
  assert.deepEqual(await sh("echo '{\"a\":1}'").stdout.json(), { a: 1 });
  assert.equal((await Weft.spawn({ cmd: ["printf", "abc"] }).stdout.bytes()).length, 3);
  assert.equal(await new Response(sh("echo resp").stdout).text(), "resp\n");
  assert.equal(await sh("echo err >&2; exit 3", { stderr: "pipe" }).stderr.text(), "err\n");
  assert.equal(await sh("exit 3").exited, 3);
});

test("what the child reads", async () => {
  const cat = (stdin) => Weft.spawn(["cat"], { stdin }).stdout.text();
  fs.writeFileSync(`${folder}/in`, "from a file");
  assert.equal(await cat(new Blob(["blob", "by"])), "blobby");
  assert.equal(await cat(new Response("response")), "response");
  assert.equal(await cat(new Request("http://x", { method: "POST", body: "request" })), "request");
  assert.equal(await cat(new TextEncoder().encode("bytes")), "bytes");
  assert.equal(await cat(new TextEncoder().encode("buffer").buffer), "buffer");
  assert.equal(await cat(Weft.file(`${folder}/in`)), "from a file");
  assert.equal(await cat(Weft.file(`${folder}/in`).slice(5)), "a file");
  assert.equal(await cat(new Response(Weft.file(`${folder}/in`))), "from a file");
  assert.equal(await cat(new ReadableStream({ async pull(c) { c.enqueue("st"); await 0; c.enqueue(new TextEncoder().encode("ream")); c.close(); } })), "stream");
  assert.equal(await cat(new Uint8Array(0)), "");
  for (const stdin of [null, "ignore", undefined]) assert.equal(await cat(stdin), "");
  const fd = fs.openSync(`${folder}/in`);
  assert.equal(await cat(fd), "from a file");
  fs.closeSync(fd);
  assert.equal((await cat(new Uint8Array(1 << 20))).length, 1 << 20);
});

test("stdin is a sink", async () => {
  const child = Weft.spawn(["cat"], { stdin: "pipe" });
  assert.equal(child.stdin.write("abc"), 3);
  assert.equal(child.stdin.flush(), 3);
  const big = "x".repeat(1 << 20);
  const written = child.stdin.write(big);
  assert(written instanceof Promise);
  const text = child.stdout.text();
  assert.equal(await written, big.length);
  await child.stdin.end("ignored");
  assert.equal((await text).length, 3 + big.length);
});

test("a child that reads nothing ends all the same", async () => {
  const child = Weft.spawn(["true"], { stdin: new Uint8Array(1 << 20) });
  assert.equal(await child.exited, 0);
  const other = Weft.spawn(["true"], { stdin: "pipe" });
  await other.exited;
  assert.throws(() => other.stdin.write("x"), { code: "ERR_INVALID_STATE" });
});

test("a stream that fails is not passed over in silence", async () => {
  const errors = [];
  process.on("uncaughtException", (error) => errors.push(error.message));
  const child = Weft.spawn(["cat"], { stdin: new ReadableStream({ start(c) { c.enqueue("a"); }, pull(c) { c.error(new Error("broken")); } }) });
  await child.exited;
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(errors, ["broken"]);
  process.removeAllListeners("uncaughtException");
});

test("output that nobody reads holds no child up", async () => {
  const child = sh("head -c 3000000 /dev/zero");
  assert.equal(await child.exited, 0);
  assert.equal((await child.stdout.bytes()).length, 3_000_000);
});

test("output into files, descriptors and nowhere", async () => {
  const out = Weft.file(`${folder}/out`);
  fs.writeFileSync(`${folder}/out`, "a longer text that was there");
  const child = sh("echo out; echo err >&2", { stdout: out, stderr: Weft.file(`${folder}/err`) });
  assert.equal(child.stdout, undefined);
  await child.exited;
  assert.deepEqual([await out.text(), fs.readFileSync(`${folder}/err`, "utf8")], ["out\n", "err\n"]);
  assert.equal(sh("echo", { stdout: null }).stdout, undefined);
  const more = sh("echo three >&3", { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  assert.equal(typeof more.stdio[3], "number");
  await more.exited;
  const bytes = Buffer.alloc(20);
  assert.equal(fs.readSync(more.stdio[3], bytes), 6);
  fs.closeSync(more.stdio[3]);
});

test("no descriptor stays open", async () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 100));
  const open = () => fs.readdirSync("/proc/self/fd").length;
  await Weft.spawn(["cat"], { stdin: new Blob(["x"]), stdout: Weft.file(`${folder}/out`), stderr: "pipe" }).exited;
  await settle();
  const before = open();
  for (let i = 0; i < 10; i++) {
    const child = Weft.spawn(["cat"], { stdin: new Blob(["x"]), stderr: "pipe" });
    await child.stdout.text();
    await child.exited;
    assert.throws(() => Weft.spawn(["echo"], { stdin: Weft.file(`${folder}/in`), cwd: "/none" }), { code: "ENOENT" });
    assert.throws(() => Weft.spawn(["echo"], { stdin: Weft.file(`${folder}/in`), stdout: "what" }), { code: "ERR_INVALID_ARG_TYPE" });
  }
  await settle();
  assert(open() <= before, `${open()} and not ${before}`);
});

test("kill, onExit, signals", async () => {
  let told;
  const child = Weft.spawn(["sleep", "20"], { onExit: (...args) => (told = args) });
  child.kill();
  assert.equal(await child.exited, 143);
  assert.deepEqual([child.exitCode, child.signalCode], [null, "SIGTERM"]);
  assert.deepEqual([told[0] === child, ...told.slice(1)], [true, null, "SIGTERM", undefined]);
  child.kill();
  const other = Weft.spawn(["sleep", "20"]);
  other.kill("SIGKILL");
  assert.equal(await other.exited, 137);
  assert.throws(() => other.kill("SIGNONE"), TypeError);
  {
    await using scoped = Weft.spawn(["sleep", "20"]);
    void scoped;
  }
});

test("timeout, AbortSignal, maxBuffer", async () => {
  const late = Weft.spawn(["sleep", "20"], { timeout: 20, killSignal: "SIGINT" });
  assert.equal(await late.exited, 130);
  const controller = new AbortController();
  const aborted = Weft.spawn(["sleep", "20"], { signal: controller.signal });
  controller.abort();
  assert.equal(await aborted.exited, 143);
  assert.throws(() => Weft.spawn(["sleep", "20"], { signal: controller.signal }), { name: "AbortError" });
  const loud = Weft.spawn(["yes"], { maxBuffer: 100 });
  assert.equal(await loud.exited, 143);
  assert((await loud.stdout.text()).length > 100);
});

test("environment, folder, argv0", async () => {
  const env = { A: "1", B: undefined, C: 5 };
  assert.equal(await Weft.spawn(["/usr/bin/env"], { env }).stdout.text(), "A=1\nC=5\n");
  assert.equal(await Weft.spawn(["pwd"], { cwd: "/" }).stdout.text(), "/\n");
  assert.equal(await sh("echo $0", { argv0: "name" }).stdout.text(), "name\n");
});

test("faults", () => {
  assert.throws(() => Weft.spawn(), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Weft.spawn([]), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Weft.spawn(["nosuchprogram"]), { code: "ENOENT", path: "nosuchprogram", message: /Executable not found in \$PATH/ });
  assert.throws(() => Weft.spawn(["echo", "a\0b"]), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => Weft.spawn(["echo"], { stdin: "text" }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => Weft.spawn(["echo"], { cwd: "/none" }), { code: "ENOENT", syscall: "posix_spawn" });
  fs.writeFileSync(`${folder}/plain`, "");
  assert.throws(() => Weft.spawn([`${folder}/plain`]), { code: "ENOENT" });
});

test("resource usage", async () => {
  const child = sh("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done");
  assert.equal(child.resourceUsage(), undefined);
  await child.exited;
  const { cpuTime, maxRSS } = child.resourceUsage();
  assert(cpuTime.total > 0n && cpuTime.total === cpuTime.user + cpuTime.system);
  assert(maxRSS > 100_000);
});

test("messages", async () => {
  const script = `${folder}/child.mjs`;
  fs.writeFileSync(script, "process.on('message', (m) => { process.send({ got: m }); if (m === 'end') process.disconnect(); })");
  for (const serialization of ["json", "advanced", undefined]) {
    const got = [];
    let gone = 0;
    const child = Weft.spawn([process.execPath, script], {
      serialization, stdio: ["ignore", "inherit", "inherit"], ipc: (message, from) => got.push([message, from === child]), onDisconnect: () => gone++,
    });
    assert.equal(child.connected, true);
    child.send({ a: [1] });
    child.send("end");
    assert.equal(await child.exited, 0);
    assert.deepEqual(got, [[{ got: { a: [1] } }, true], [{ got: "end" }, true]]);
    assert.deepEqual([gone, child.connected], [1, false]);
    assert.throws(() => child.send(1), { code: "ERR_IPC_CHANNEL_CLOSED" });
  }
});
