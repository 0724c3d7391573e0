import { test, assert } from "../harness.mjs";
import { Worker, isMainThread, threadId, parentPort, workerData, SHARE_ENV, setEnvironmentData } from "node:worker_threads";

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...values) => resolve(values)));
const evaluate = (code, options) => new Worker(code, { eval: true, ...options });
/** What a worker's code posts last, and its exit code. */
const answer = async (code, options) => {
  const worker = evaluate(code, options);
  let value;
  worker.on("message", (message) => { value = message; });
  let error;
  worker.on("error", (fault) => { error = fault; });
  const [exitCode] = await once(worker, "exit");
  return { value, error, exitCode };
};
const post = 'const { parentPort, ...threads } = require("worker_threads");';

test("the main thread", () => {
  assert.deepEqual([isMainThread, threadId, parentPort, workerData], [true, 0, null, null]);
});

test("events come in order; a worker knows what it is", async () => {
  const seen = [];
  const worker = evaluate(`${post} parentPort.postMessage([threads.isMainThread, threads.threadId, threads.workerData, process.argv.slice(1)])`,
    { workerData: { a: new Map([[1, 2]]) }, argv: ["x", 3] });
  const id = worker.threadId;
  assert(id > 0);
  for (const event of ["online", "message", "exit"]) worker.on(event, (value) => seen.push(event, value));
  await once(worker, "exit");
  assert.equal(worker.threadId, -1);
  assert.deepEqual(seen, ["online", undefined, "message", [false, id, { a: new Map([[1, 2]]) }, ["[worker eval]", "x", "3"]], "exit", 0]);
});

test("messages go both ways, and memory moves", async () => {
  const worker = evaluate(`${post} parentPort.once("message", ({ buffer, port }) => {
    new Uint8Array(buffer)[0]++;
    port.postMessage(buffer, [buffer]);
    port.close();
  })`);
  const { port1, port2 } = new MessageChannel();
  const buffer = new Uint8Array([6]).buffer;
  worker.postMessage({ buffer, port: port2 }, [buffer, port2]);
  assert.equal(buffer.byteLength, 0);
  const [back] = await once(port1, "message");
  assert.deepEqual([...new Uint8Array(back)], [7]);
  await once(worker, "exit");
});

test("errors keep their class and what they carry; only the worker ends", async () => {
  const code = 'throw Object.assign(new RangeError("far", { cause: new TypeError("why") }), { code: "E_FAR", f() {} })';
  const { error, exitCode } = await answer(code);
  assert.equal(exitCode, 1);
  assert(error instanceof RangeError);
  assert.deepEqual([error.message, error.code, error.f, error.cause instanceof TypeError, error.cause.message],
    ["far", "E_FAR", undefined, true, "why"]);
  assert.match(error.stack, /\[worker eval\]/);
  assert.deepEqual([(await answer("throw 3")).error, (await answer("throw null")).error], [3, null]);
  assert.deepEqual((await answer("throw { a: [1] }")).error, { a: [1] });
  assert((await answer("Promise.reject(new SyntaxError('late'))")).error instanceof SyntaxError);
  assert((await answer("no code")).error instanceof SyntaxError);
  assert.equal((await answer("require('./none.js')")).error.code, "MODULE_NOT_FOUND");
});

test("exit codes", async () => {
  assert.equal((await answer("process.exit(4); while (true) {}")).exitCode, 4);
  assert.equal((await answer("process.exitCode = 5")).exitCode, 5);
  assert.equal((await answer(`${post} process.on("exit", (code) => parentPort.postMessage(code)); process.exit(6)`)).value, 6);
  const caught = await answer('process.on("uncaughtException", () => process.exit(7)); throw new Error("x")');
  assert.deepEqual([caught.exitCode, caught.error], [7, undefined]);
});

test("terminate stops what never ends, and what sleeps", async () => {
  for (const code of ["for (;;) {}", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    "setInterval(() => {}, 1000)", "Promise.resolve().then(function again() { return Promise.resolve().then(again) })",
    "try { for (;;) {} } finally { for (;;) {} }", "await new Promise(() => setInterval(() => {}, 1000))"]) {
    const worker = evaluate(code);
    await once(worker, "online");
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await worker.terminate(), 1, code);
  }
  const unstarted = evaluate("setInterval(() => {}, 1000)");
  assert.equal(await unstarted.terminate(), 1);
  assert.equal(await unstarted.terminate(), undefined);
});

test("the environment: a copy, one's own, or shared", async () => {
  process.env.WORKER_TEST = "outer";
  const report = `${post} process.env.INNER = 1; parentPort.postMessage([process.env.WORKER_TEST, process.env.INNER])`;
  assert.deepEqual((await answer(report)).value, ["outer", "1"]);
  assert.equal(process.env.INNER, undefined);
  assert.deepEqual((await answer(report, { env: { WORKER_TEST: 5 } })).value, ["5", "1"]);
  assert.deepEqual((await answer(report, { env: SHARE_ENV })).value, ["outer", "1"]);
  assert.equal(process.env.INNER, "1");
  assert("INNER" in process.env);
  delete process.env.INNER;
  assert.equal(Object.keys(process.env).includes("INNER"), false);
});

test("environment data", async () => {
  setEnvironmentData("k", { v: 1 });
  setEnvironmentData("gone", 1);
  setEnvironmentData("gone");
  const { value } = await answer(`${post} parentPort.postMessage([threads.getEnvironmentData("k"), threads.getEnvironmentData("gone")])`);
  assert.deepEqual(value, [{ v: 1 }, undefined]);
});

test("what belongs to the process is refused", async () => {
  const { value } = await answer(`${post} parentPort.postMessage(["abort", "chdir", "setuid", "setgroups", "umask"].map((name) => {
    try { process[name](0); return "done"; } catch (error) { return error.code; }
  }).concat(typeof process.umask(), process.title === (process.title = "other", process.title)))`);
  assert.deepEqual(value, [...Array(5).fill("ERR_WORKER_UNSUPPORTED_OPERATION"), "number", true]);
});

test("workers in workers; an end takes them along", async () => {
  const inner = `${post} parentPort.postMessage(threads.threadId); setInterval(() => {}, 1000)`;
  const worker = evaluate(`${post} new threads.Worker(${JSON.stringify(inner)}, { eval: true }).on("message", (m) => parentPort.postMessage(m))`);
  const [id] = await once(worker, "message");
  assert(id > 0);
  assert.equal(await worker.terminate(), 1);
});

test("arguments are checked", () => {
  assert.throws(() => new Worker("file.js"), { code: "ERR_WORKER_PATH" });
  assert.throws(() => new Worker(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Worker("", { eval: true, env: 5 }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Worker("", { eval: true, argv: "x" }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Worker("", { eval: true, execArgv: "x" }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Worker("", { eval: true, execArgv: ["--title=blah"] }), { code: "ERR_WORKER_INVALID_EXEC_ARGV", message: "Initiated Worker with invalid execArgv flags: --title=blah" });
  assert.throws(() => new Worker("", { eval: true, workerData: () => {} }), { name: "DataCloneError" });
  assert.throws(() => new Worker("", { eval: true, workerData: new MessageChannel().port1 }), { code: "ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST" });
  assert.throws(() => new Worker(new URL("data:text/javascript,"), { eval: true }), { code: "ERR_INVALID_ARG_VALUE" });
});

test("programs that are no files", async () => {
  const worker = new Worker(new URL('data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.postMessage(await 9)'));
  assert.deepEqual(await once(worker, "message"), [9]);
  const { error, exitCode } = await answer(`import("node:worker_threads").then(({ parentPort }) => parentPort.postMessage(1))`);
  assert.deepEqual([error, exitCode], [undefined, 0]);
});
