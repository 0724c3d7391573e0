import net from "node:net";
import { test, assert } from "../harness.mjs";

const count = (kind) => process.getActiveResourcesInfo().filter((it) => it === kind).length;

test("timers and immediates count while they keep the process running", () => {
  assert.equal(count("Timeout"), 0);
  const timer = setTimeout(() => {}, 1000);
  const interval = setInterval(() => {}, 1000);
  const immediate = setImmediate(() => {});
  assert.equal(count("Timeout"), 2);
  assert.equal(count("Immediate"), 1);
  timer.unref();
  assert.equal(count("Timeout"), 1);
  clearTimeout(timer);
  clearInterval(interval);
  clearImmediate(immediate);
  assert.deepEqual(process.getActiveResourcesInfo().filter((it) => it === "Timeout" || it === "Immediate"), []);
});

test("sockets and servers", async () => {
  const accepted = Promise.withResolvers();
  const server = net.createServer(accepted.resolve);
  await new Promise((resolve) => server.listen(0, resolve));
  const client = net.connect(server.address().port);
  const peer = await accepted.promise;
  assert.equal(count("TCPServerWrap"), 1);
  assert.equal(count("TCPSocketWrap"), 2);
  client.destroy();
  peer.destroy();
  server.close();
  assert.equal(count("TCPServerWrap"), 0);
});
