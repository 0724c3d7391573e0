// A name with several addresses: which are tried, in which order, and what is told of each.
import { test, assert } from "../harness.mjs";
import net from "node:net";
import { once } from "node:events";

const server = net.createServer((peer) => peer.end("x")).listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address();
const lookup = (...list) => (host, options, done) =>
  process.nextTick(() => (options.all ? done(null, list) : done(null, list[0].address, list[0].family)));
const at = (address) => ({ address, family: net.isIP(address) });
const closed = (stream) => new Promise((resolve) => stream.on("close", resolve));

test("the next address is tried when one fails", async () => {
  const socket = net.connect({ port, host: "name", lookup: lookup(at("::1"), at("127.0.0.1")) });
  const seen = [];
  for (const name of ["lookup", "connectionAttempt", "connectionAttemptFailed", "connect"]) socket.on(name, (...args) => seen.push([name, args[0] ?? args[1]]));
  await closed(socket.resume());
  assert.deepEqual(seen, [
    ["lookup", "::1"], ["lookup", "127.0.0.1"], ["connectionAttempt", "::1"], ["connectionAttemptFailed", "::1"],
    ["connectionAttempt", "127.0.0.1"], ["connect", undefined],
  ]);
  assert.deepEqual(socket.autoSelectFamilyAttemptedAddresses, [`::1:${port}`, `127.0.0.1:${port}`]);
});
test("families take turns, beginning with the first", async () => {
  const socket = net.connect({ port: 1, host: "name", lookup: lookup(at("127.0.0.1"), at("127.0.0.2"), at("::1")) });
  const tried = [];
  socket.on("connectionAttempt", (address) => tried.push(address));
  const [error] = await once(socket, "error");
  assert.deepEqual(tried, ["127.0.0.1", "::1", "127.0.0.2"]);
  assert.equal(error.constructor, AggregateError);
  assert.equal(error.code, "ECONNREFUSED");
  assert.deepEqual(error.errors.map((each) => each.message), tried.map((address) => `connect ECONNREFUSED ${address}:1`));
});
test("one address alone, or a family that is chosen, is no race", async () => {
  for (const options of [{ lookup: lookup(at("127.0.0.1")) }, { family: 4, lookup: lookup(at("127.0.0.1")) }, { autoSelectFamily: false, lookup: lookup(at("127.0.0.1")) }]) {
    const socket = net.connect({ port, host: "name", ...options });
    await closed(socket.resume());
    assert.equal(socket.autoSelectFamilyAttemptedAddresses, undefined);
  }
});
test("answers that are none", async () => {
  const failing = async (options) => (await once(net.connect({ port, host: "name", ...options }), "error"))[0];
  assert.equal((await failing({ lookup: lookup({ address: "zz", family: 4 }) })).code, "ERR_INVALID_IP_ADDRESS");
  const error = await failing({ lookup: lookup({ address: "127.0.0.1", family: 5 }) });
  assert.equal(error.code, "ERR_INVALID_ADDRESS_FAMILY");
  assert.equal(error.host, "name");
  assert.equal((await failing({ lookup: (host, options, done) => done(Object.assign(new Error("no"), { code: "ENONE" })) })).code, "ENONE");
});
test("destroyed while the name is looked up, or within an event", async () => {
  for (const event of ["lookup", "connectionAttempt"]) {
    const socket = net.connect({ port, host: "name", lookup: lookup(at("::1"), at("127.0.0.1")) });
    socket.on(event, () => socket.destroy());
    await closed(socket);
    assert.equal(socket.connecting, false);
  }
});
test("defaults", () => {
  assert.equal(net.getDefaultAutoSelectFamily(), true);
  assert.equal(net.getDefaultAutoSelectFamilyAttemptTimeout(), 250);
  net.setDefaultAutoSelectFamilyAttemptTimeout(1);
  assert.equal(net.getDefaultAutoSelectFamilyAttemptTimeout(), 10);
  assert.throws(() => net.setDefaultAutoSelectFamilyAttemptTimeout(0), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => net.setDefaultAutoSelectFamily(1), { code: "ERR_INVALID_ARG_TYPE" });
});
test("the end", () => server.close());
