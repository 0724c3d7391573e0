import { test, assert } from "../harness.mjs";
import vm from "node:vm";
import { Worker, moveMessagePortToContext, postMessageToThread, threadId } from "node:worker_threads";
import { readdirSync, readlinkSync } from "node:fs";
import { open, readFile, writeFile } from "node:fs/promises";
import { createSecretKey } from "node:crypto";

const once = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));

test("messages to any thread", async () => {
  const worker = new Worker(`process.on("workerMessage", (value, source) => {
    if (value === "throw") { process.once("uncaughtException", () => {}); throw new Error("x"); }
    require("worker_threads").parentPort.postMessage([value, source]);
  }); setInterval(() => {}, 1000); require("worker_threads").parentPort.postMessage("ready")`, { eval: true });
  await once(worker, "message");
  const got = once(worker, "message");
  await postMessageToThread(worker.threadId, { a: 1 });
  assert.deepEqual(await got, [{ a: 1 }, threadId]);
  await assert.rejects(postMessageToThread(worker.threadId, "throw"), { code: "ERR_WORKER_MESSAGING_ERRORED" });
  await assert.rejects(postMessageToThread(threadId, 1), { code: "ERR_WORKER_MESSAGING_SAME_THREAD" });
  await assert.rejects(postMessageToThread(999_999, 1), { code: "ERR_WORKER_MESSAGING_FAILED" });
  await worker.terminate();
});

test("a port in a context", async () => {
  const { port1, port2 } = new MessageChannel();
  const context = vm.createContext({ assertions: [] });
  context.port = moveMessagePortToContext(port1, context);
  vm.runInContext(`port.onmessage = ({ data }) => {
    assertions.push(port instanceof Object, data instanceof Object, data.list instanceof Array, port.on === undefined);
    port.postMessage({ back: 1 });
    port.close();
  }; port.start()`, context);
  const back = once(port2, "message");
  port2.postMessage({ list: [1] });
  assert.deepEqual(await back, { back: 1 });
  assert.deepEqual([...context.assertions], [true, true, true, true]);
  assert.throws(() => moveMessagePortToContext(5, context), { code: "ERR_INVALID_ARG_TYPE" });
});

test("files and keys go to a worker", async () => {
  const path = `${process.env.TMPDIR}/moved.txt`;
  await writeFile(path, "text");
  const handle = await open(path);
  const worker = new Worker(`const { workerData, parentPort } = require("worker_threads");
    workerData.handle.readFile("utf8").then(async (text) => {
      await workerData.handle.close();
      parentPort.postMessage([text, workerData.key.export().toString()]);
    })`, { eval: true, workerData: { handle, key: createSecretKey("k3y") }, transferList: [handle] });
  assert.equal(handle.fd, -1);
  assert.deepEqual(await once(worker, "message"), ["text", "k3y"]);
  assert.equal(await readFile(path, "utf8"), "text");
});

test("shared WebAssembly memory goes to a worker", async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  const worker = new Worker(`const { workerData: memory } = require("worker_threads");
    new Uint8Array(memory.buffer)[3] = 7;
    memory.grow(1);`, { eval: true, workerData: memory });
  await once(worker, "exit");
  assert.deepEqual([new Uint8Array(memory.buffer)[3], memory.buffer.byteLength], [7, 131072]);
});

test("a file in a message that nobody reads is closed with it", async () => {
  const path = `${process.env.TMPDIR}/unread.txt`;
  await writeFile(path, "text");
  const files = () => readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  }).length;
  const { port1, port2 } = new MessageChannel();
  const first = await open(path);
  port1.postMessage(first, [first]);
  assert.equal(files(), 1);
  const ended = once(port2, "close");
  port2.close();
  await ended;
  // Nobody is there to take it.
  const second = await open(path);
  port1.postMessage(second, [second]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(files(), 0);
});
