import { test, assert } from "../harness.mjs";
import { writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";

const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const data = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
const blob = (code, type = "text/javascript") => URL.createObjectURL(new Blob([code], { type }));
const folder = mkdtempSync(`${tmpdir()}/web-worker-`);
const file = (name, code) => {
  writeFileSync(`${folder}/${name}`, code);
  return pathToFileURL(`${folder}/${name}`).href;
};

test("messages of a module worker, with a transfer", async () => {
  const worker = new Worker(data("self.onmessage = ({ data, ports }) => { ports[0].postMessage([data.byteLength, self === globalThis, name]); close(); }"),
    { type: "module", name: "adder" });
  const { port1, port2 } = new MessageChannel();
  const buffer = new ArrayBuffer(3);
  worker.postMessage(buffer, [buffer, port2]);
  assert.equal(buffer.byteLength, 0);
  port1.start();
  assert.deepEqual((await once(port1, "message")).data, [3, true, "adder"]);
  port1.close();
  await once(worker, "close");
});

test("a classic worker imports scripts into its global scope", async () => {
  const url = file("lib.js", "var shared = 20; function twice(n) { return n * 2; }");
  const worker = new Worker(blob(`importScripts(${JSON.stringify(url)}, ${JSON.stringify(data("shared += 1"))});
    postMessage([twice(shared), typeof WorkerGlobalScope, self instanceof DedicatedWorkerGlobalScope, this === self]);`));
  assert.deepEqual((await once(worker, "message")).data, [42, "function", true, true]);
  await once(worker, "close");
});

test("files, TypeScript, and a blob's type", async () => {
  const fromFile = new Worker(file("w.ts", "const n: number = 1; postMessage(n)"));
  assert.equal((await once(fromFile, "message")).data, 1);
  const fromBlob = new Worker(blob("const n: number = 2; postMessage(n satisfies number)", "application/typescript"), { type: "module" });
  assert.equal((await once(fromBlob, "message")).data, 2);
});

test("an error reaches onerror with its place", async () => {
  const worker = new Worker(file("bad.mjs", "\nthrow new RangeError('no')"), { type: "module" });
  worker.addEventListener("error", (event) => event.preventDefault());
  const event = await new Promise((resolve) => { worker.onerror = resolve; });
  assert(event instanceof ErrorEvent);
  assert.deepEqual([event.message, event.lineno, event.error instanceof RangeError], ["RangeError: no", 2, true]);
  assert.match(event.filename, /bad\.mjs$/);
});

test("a worker's own onerror can keep it alive", async () => {
  const worker = new Worker(data(`self.addEventListener("error", (event) => { event.preventDefault(); postMessage(event.message); });
    self.onmessage = () => { postMessage("still here"); close(); };
    setTimeout(() => { throw new Error("once"); })`), { type: "module" });
  assert.equal((await once(worker, "message")).data, "Error: once");
  worker.postMessage(0);
  assert.equal((await once(worker, "message")).data, "still here");
});

test("terminate; an endless loop", async () => {
  const worker = new Worker(data("postMessage(0); for (;;);"));
  await once(worker, "message");
  worker.terminate();
  await once(worker, "close");
});

test("arguments", () => {
  assert.throws(() => new Worker(), TypeError);
  assert.throws(() => new Worker("https://example.com/x.js"), TypeError);
  assert.throws(() => new Worker("blob:nodedata:none"), TypeError);
  assert.throws(() => new Worker(data(""), { type: "other" }), TypeError);
  assert.throws(() => Worker(data("")), TypeError);
});
