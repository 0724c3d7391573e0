// The system's look-ups: forms, arguments, order.
import { test, assert } from "../harness.mjs";
import dns, { promises } from "node:dns";
import { promisify } from "node:util";

const lookup = promisify(dns.lookup);

test("an address is its own answer", async () => {
  assert.deepEqual({ ...(await lookup("127.0.0.1")) }, { address: "127.0.0.1", family: 4 });
  assert.deepEqual(await promises.lookup("::1", { all: true }), [{ address: "::1", family: 6 }]);
});
test("localhost, by family", async () => {
  assert.deepEqual(await promises.lookup("localhost", 4), { address: "127.0.0.1", family: 4 });
  assert.deepEqual(await promises.lookup("localhost", { family: 4, all: true }), [{ address: "127.0.0.1", family: 4 }]);
});
test("never calls back within the call", async () => {
  let inside = true;
  await new Promise((resolve) => {
    dns.lookup("127.0.0.1", () => {
      assert.equal(inside, false);
      resolve();
    });
    inside = false;
  });
});
test("a name that is not there", async () => {
  const expected = { code: "ENOTFOUND", errno: -3008, syscall: "getaddrinfo", hostname: "no.such.invalid" };
  const error = await assert.rejects(lookup("no.such.invalid"), expected);
  assert.equal(error.message, "getaddrinfo ENOTFOUND no.such.invalid");
  await assert.rejects(promises.lookup("no.such.invalid"), expected);
});
test("arguments", () => {
  const nothing = () => {};
  assert.throws(() => dns.lookup(3, nothing), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => dns.lookup("x"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => dns.lookup("x", { family: 5 }, nothing), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => dns.lookup("x", { hints: 1 << 20 }, nothing), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => dns.lookup("x", { all: 1 }, nothing), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => dns.lookup("x", { order: "x" }, nothing), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => dns.resolve("x", "NONE", nothing), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => dns.reverse("x", nothing), { code: "EINVAL", syscall: "getHostByAddr" });
});
test("the order of addresses", () => {
  assert.equal(dns.getDefaultResultOrder(), "verbatim");
  dns.setDefaultResultOrder("ipv4first");
  assert.equal(promises.getDefaultResultOrder(), "ipv4first");
  assert.throws(() => dns.setDefaultResultOrder("x"), { code: "ERR_INVALID_ARG_VALUE" });
  dns.setDefaultResultOrder("verbatim");
});
test("lookupService", async () => {
  const { hostname, service } = await promises.lookupService("127.0.0.1", 22);
  assert.equal(typeof hostname, "string");
  assert.equal(service, "ssh");
  assert.throws(() => dns.lookupService("x", 22, () => {}), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => dns.lookupService("127.0.0.1", 70000, () => {}), { code: "ERR_SOCKET_BAD_PORT" });
});
test("servers", () => {
  const resolver = new dns.Resolver();
  resolver.setServers(["1.2.3.4", "1.2.3.4:54", "[::1]:55", "::1", "[::2]"]);
  assert.deepEqual(resolver.getServers(), ["1.2.3.4", "1.2.3.4:54", "[::1]:55", "::1", "::2"]);
  for (const bad of ["x", "1.2.3", "[::1"]) assert.throws(() => resolver.setServers([bad]), { code: "ERR_INVALID_IP_ADDRESS" });
  resolver.setLocalAddress("127.0.0.1", "::1");
  assert.throws(() => resolver.setLocalAddress("x"), { code: "ERR_INVALID_ARG_VALUE", message: "Invalid IP address." });
  assert.throws(() => resolver.setLocalAddress("::1", "::1"), { message: "Cannot specify two IPv6 addresses." });
  assert.throws(() => new dns.Resolver({ tries: 0 }), { code: "ERR_OUT_OF_RANGE" });
});
