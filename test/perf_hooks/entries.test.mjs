import { test, assert } from "../harness.mjs";
import { createServer, get } from "node:http";
import dns from "node:dns";
import { performance, PerformanceObserver } from "node:perf_hooks";

/** The entries of these types that `body` leads to, as soon as `isEnough` finds them so. */
async function entriesOf(entryTypes, body, isEnough) {
  const entries = [];
  let found;
  const enough = new Promise((resolve) => { found = resolve; });
  const observer = new PerformanceObserver((list) => {
    entries.push(...list.getEntries());
    if (isEnough(entries)) found();
  });
  observer.observe({ entryTypes });
  await body();
  await enough;
  observer.disconnect();
  return entries;
}

const server = createServer((request, response) => response.end("hello"));
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();
const request = (path) => new Promise((resolve, reject) => {
  get({ host: "127.0.0.1", port, path }, (response) => response.resume().on("end", resolve)).on("error", reject);
});

test("supported types", () => {
  for (const type of ["dns", "function", "gc", "http", "mark", "measure", "net", "resource"]) {
    assert(PerformanceObserver.supportedEntryTypes.includes(type), type);
  }
});

test("http and net", async () => {
  const entries = await entriesOf(["http", "net"], () => request("/a?b"), (list) => list.length >= 3);
  const client = entries.find((entry) => entry.name === "HttpClient");
  assert.equal(client.entryType, "http");
  assert.equal(client.detail.req.method, "GET");
  assert.equal(client.detail.req.url, "http://127.0.0.1/a?b");
  assert.equal(client.detail.res.statusCode, 200);
  assert(client.duration > 0);
  const served = entries.find((entry) => entry.name === "HttpRequest");
  assert.equal(served.detail.req.url, "/a?b");
  assert.equal(served.detail.res.statusCode, 200);
  const connection = entries.find((entry) => entry.entryType === "net");
  assert.equal(connection.name, "connect");
  assert.deepEqual(connection.detail, { host: "127.0.0.1", port });
});

test("dns", async () => {
  const [entry] = await entriesOf(["dns"], () => dns.promises.lookup("localhost", { family: 4 }), (list) => list.length === 1);
  assert.equal(entry.name, "lookup");
  assert.equal(entry.detail.hostname, "localhost");
  assert.deepEqual(entry.detail.addresses, ["127.0.0.1"]);
});

test("functions", async () => {
  const timed = performance.timerify(function add(a, b) { return a + b; });
  const [entry] = await entriesOf(["function"], async () => timed(1, 2), (list) => list.length === 1);
  assert.equal(entry.name, "add");
  assert.deepEqual(entry.detail, [1, 2]);
  assert.deepEqual([entry[0], entry[1]], [1, 2]);
});

test("the collector's runs", async () => {
  let kept;
  const entries = await entriesOf(["gc"], async () => {
    for (let i = 0; i < 60; i++) {
      kept = Array.from({ length: 50_000 }, () => ({}));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }, (list) => list.length > 0);
  assert.equal(kept.length, 50_000);
  const [entry] = entries;
  assert.equal(entry.name, "gc");
  assert(entry.detail.kind === 1 || entry.detail.kind === 4, `${entry.detail.kind}`);
  assert.equal(entry.kind, entry.detail.kind);
  assert(entry.startTime > 0 && entry.duration > 0);
});

test("fetched resources are on the timeline", async () => {
  performance.clearResourceTimings();
  const url = `http://127.0.0.1:${port}/r`;
  const entries = await entriesOf(["resource"], async () => (await fetch(url)).text(), (list) => list.length === 1);
  const [entry] = entries;
  assert.equal(entry.name, url);
  assert.equal(entry.initiatorType, "fetch");
  assert.equal(entry.encodedBodySize, 5);
  assert.equal(entry.transferSize, 305);
  assert.equal(entry.responseStatus, 200);
  assert(entry.startTime <= entry.requestStart && entry.requestStart <= entry.responseStart && entry.responseStart <= entry.responseEnd);
  assert.deepEqual(performance.getEntriesByType("resource"), [entry]);
  performance.clearResourceTimings();
  assert.equal(performance.getEntriesByType("resource").length, 0);
});

test("the buffer of resources is limited", async () => {
  performance.clearResourceTimings();
  performance.setResourceTimingBufferSize(1);
  let told = 0;
  const listener = () => { told++; };
  performance.addEventListener("resourcetimingbufferfull", listener);
  const mark = (name) => performance.markResourceTiming(
    { startTime: 1, endTime: 3, postRedirectStartTime: 1 }, name, "fetch", globalThis, "", { encodedSize: 1, decodedSize: 1 }, 200);
  assert.equal(mark("http://a/").duration, 2);
  mark("http://b/");
  for (let i = 0; told === 0 && i < 1000; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(told, 1);
  assert.deepEqual(performance.getEntriesByType("resource").map((entry) => entry.name), ["http://a/"]);
  performance.removeEventListener("resourcetimingbufferfull", listener);
  performance.onresourcetimingbufferfull = () => performance.setResourceTimingBufferSize(5);
  mark("http://c/");
  const isThere = () => performance.getEntriesByType("resource").length > 1;
  for (let i = 0; !isThere() && i < 1000; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(performance.getEntriesByType("resource").map((entry) => entry.name), ["http://a/", "http://c/"]);
  performance.setResourceTimingBufferSize(250);
  performance.onresourcetimingbufferfull = null;
  assert.throws(() => performance.setResourceTimingBufferSize(), { code: "ERR_MISSING_ARGS" });
});

test("the server ends", () => {
  server.close();
  server.closeAllConnections();
});
