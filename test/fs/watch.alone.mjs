// fs.watch, fs.watchFile and fs.promises.watch. test-timeout: 20 s
import fs from "node:fs";
import { once } from "node:events";
import path from "node:path";
import { test, assert } from "../harness.mjs";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Resolves when `condition` holds. */
async function until(condition) {
  for (let i = 0; i < 200 && !condition(); i++) await sleep(10);
  assert(condition(), `${condition}`);
}
const seen = (watcher) => {
  const events = [];
  watcher.on("change", (type, name) => events.push(`${type} ${name}`));
  return events;
};

test("watch tells of entries of a directory, and closes once", async () => {
  fs.mkdirSync("dir");
  const watcher = fs.watch("dir");
  const events = seen(watcher);
  fs.writeFileSync("dir/a", "x");
  await until(() => events.includes("rename a") && events.includes("change a"));
  let closes = 0;
  watcher.on("close", () => closes++);
  watcher.close();
  watcher.close();
  assert.equal(closes, 0);
  await sleep(5);
  assert.equal(closes, 1);
  const before = events.length;
  fs.writeFileSync("dir/b", "x");
  await sleep(20);
  assert.equal(events.length, before);
});
test("watch of a file, its listener, and encodings", async () => {
  fs.writeFileSync("file", "1");
  const names = [];
  const watchers = [undefined, "buffer", "hex", { encoding: "base64" }].map((options) =>
    options ? fs.watch("file", options, (type, name) => names.push(name)) : fs.watch("file", (type, name) => names.push(name)));
  fs.writeFileSync("file", "22");
  const has = (value) => names.some((name) => (Buffer.isBuffer(name) ? name.equals(Buffer.from("file")) && value === "buffer" : name === value));
  await until(() => ["file", "buffer", "66696c65", "ZmlsZQ=="].every(has));
  for (const watcher of watchers) watcher.close();
});
test("watch of nothing throws; wrong arguments do", () => {
  assert.throws(() => fs.watch("none"), { code: "ENOENT", syscall: "watch", path: "none", filename: "none", errno: -2,
    message: "ENOENT: no such file or directory, watch 'none'" });
  assert.throws(() => fs.watch(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.watch("dir", { encoding: "klingon" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => fs.watch("dir", { signal: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
});
test("a signal closes it", async () => {
  const controller = new AbortController();
  const watcher = fs.watch("dir", { signal: controller.signal });
  setTimeout(() => controller.abort(), 1);
  await once(watcher, "close");
  await once(fs.watch("dir", { signal: AbortSignal.abort() }), "close");
});
test("recursive: directories that are there and that appear", async () => {
  fs.mkdirSync("tree/one/deep", { recursive: true });
  const watcher = fs.watch("tree", { recursive: true });
  const events = seen(watcher);
  fs.writeFileSync("tree/one/deep/f", "x");
  await until(() => events.includes("rename one/deep/f"));
  fs.mkdirSync("tree/two/more", { recursive: true });
  fs.writeFileSync("tree/two/more/g", "x");
  await until(() => events.includes("rename two") && events.includes("rename two/more/g"));
  await sleep(30);
  fs.writeFileSync("tree/two/more/h", "x");
  await until(() => events.includes("rename two/more/h"));
  fs.rmSync("tree/two", { recursive: true });
  await until(() => events.filter((event) => event === "rename two").length > 1);
  fs.mkdirSync("tree/two");
  await sleep(30);
  fs.writeFileSync("tree/two/again", "x");
  await until(() => events.includes("rename two/again"));
  watcher.close();
});
test("close inside of its own event, and watchers that nobody holds", async () => {
  const watcher = fs.watch("dir");
  await new Promise((resolve) => {
    watcher.on("change", () => { watcher.close(); resolve(); });
    fs.writeFileSync("dir/c", "x");
  });
  for (let i = 0; i < 50; i++) fs.watch("dir", { persistent: false }).close();
  fs.watch("dir").unref().ref().unref();
  fs.watch("dir", { persistent: false });
});
test("promises.watch is an iterable that a signal ends", async () => {
  const controller = new AbortController();
  const events = [];
  setTimeout(() => fs.writeFileSync("dir/p", "x"), 10);
  let failure;
  try {
    for await (const event of fs.promises.watch("dir", { signal: controller.signal })) {
      // What was written before is told of, too.
      if (event.filename !== "p") continue;
      events.push(event);
      controller.abort("enough");
    }
  } catch (error) {
    failure = error;
  }
  assert.equal(events[0].eventType, "rename");
  assert.equal(events[0].filename, "p");
  assert.equal(failure.name, "AbortError");
  assert.equal(failure.cause, "enough");
  await assert.rejects(fs.promises.watch("none").next(), { code: "ENOENT" });
  await assert.rejects(fs.promises.watch("dir", { persistent: 1 }).next(), { code: "ERR_INVALID_ARG_TYPE" });
  const ticking = setInterval(() => fs.writeFileSync("dir/tick", "x"), 10);
  for await (const event of fs.promises.watch("dir", { signal: AbortSignal.timeout(5000) })) {
    if (event.filename === "tick") break;
  }
  clearInterval(ticking);
});
test("watchFile: what is not there, appears, changes and goes", async () => {
  const calls = [];
  const watcher = fs.watchFile("polled", { interval: 20 }, (now, before) => calls.push([now.size, before.size, now.nlink]));
  await until(() => calls.length === 1);
  fs.writeFileSync("polled", "abc");
  await until(() => calls.length === 2);
  fs.writeFileSync("polled", "abcdef");
  await until(() => calls.some(([now]) => now === 6));
  fs.unlinkSync("polled");
  await until(() => calls.at(-1)[2] === 0);
  assert.deepEqual(calls[0], [0, 0, 0]);
  assert.deepEqual(calls[1].slice(1), [0, 1]);
  assert.equal(fs.watchFile("polled", { interval: 20 }, () => {}), watcher);
  const stopped = once(watcher, "stop");
  fs.unwatchFile("polled");
  await stopped;
  fs.unwatchFile("polled");
});
test("watchFile: bigint, one listener less, arguments", async () => {
  fs.writeFileSync("big", "1");
  const a = [];
  const first = (now) => a.push(now.size);
  const second = () => {};
  const watcher = fs.watchFile(path.resolve("big"), { bigint: true, interval: 10, persistent: false }, first);
  fs.watchFile("big", second);
  assert.equal(watcher.listenerCount("change"), 2);
  await sleep(30);
  fs.writeFileSync("big", "12");
  await until(() => a.includes(2n));
  fs.unwatchFile("big", first);
  assert.equal(watcher.listenerCount("change"), 1);
  fs.unwatchFile("big", second);
  assert.throws(() => fs.watchFile("big"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.watchFile("x", { interval: -1 }, second), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => fs.watchFile(Symbol("x"), second), { code: "ERR_INVALID_ARG_TYPE" });
});
