// isIP, BlockList, SocketAddress.
import { test, assert } from "../harness.mjs";
import net from "node:net";

test("isIP", () => {
  for (const text of ["1.2.3.4", "0.0.0.0", "255.255.255.255"]) assert.equal(net.isIP(text), 4);
  for (const text of ["::", "::1", "1::", "::ffff:1.2.3.4", "fe80::1%eth0", "1:2:3:4:5:6:7:8"]) assert.equal(net.isIP(text), 6);
  for (const text of ["", "1.2.3", "01.2.3.4", "1.2.3.256", "1.2.3.4 ", ":::", "1::2::3", "12345::", "::1%", null, undefined, {}]) assert.equal(net.isIP(text), 0);
  assert.equal(net.isIPv4("1.2.3.4") && !net.isIPv4("::1") && net.isIPv6("::1") && !net.isIPv6("1.2.3.4"), true);
});
test("BlockList: addresses, ranges, subnets, IPv4 within IPv6", () => {
  const list = new net.BlockList();
  list.addAddress("1.2.3.4");
  list.addRange("10.0.0.1", "10.0.0.10");
  list.addSubnet("2001:db8:1::", 48, "ipv6");
  list.addSubnet("192.168.4.0", 23);
  for (const address of ["1.2.3.4", "10.0.0.1", "10.0.0.10", "192.168.5.255"]) assert.equal(list.check(address), true);
  for (const address of ["1.2.3.5", "10.0.0.11", "192.168.6.0", "x"]) assert.equal(list.check(address), false);
  assert.equal(list.check("::ffff:1.2.3.4", "ipv6"), true);
  assert.equal(list.check("2001:db8:1:ffff::", "ipv6"), true);
  assert.equal(list.check("2001:db8:2::", "ipv6"), false);
  assert.deepEqual(list.rules, [
    "Subnet: IPv4 192.168.4.0/23", "Subnet: IPv6 2001:db8:1::/48", "Range: IPv4 10.0.0.1-10.0.0.10", "Address: IPv4 1.2.3.4",
  ]);
  assert.throws(() => list.addAddress("x"), { code: "ERR_INVALID_ADDRESS" });
  assert.throws(() => list.addSubnet("1.1.1.1", 33), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => list.addRange("1.1.1.2", "1.1.1.1"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => list.check(1), { code: "ERR_INVALID_ARG_TYPE" });
});
test("SocketAddress", () => {
  const address = new net.SocketAddress({ address: "::0001", family: "IPv6", port: 80, flowlabel: 5 });
  assert.deepEqual(JSON.parse(JSON.stringify(address)), { address: "::1", port: 80, family: "ipv6", flowlabel: 5 });
  assert.equal(new net.SocketAddress().address, "127.0.0.1");
  assert.equal(net.SocketAddress.isSocketAddress === undefined || net.SocketAddress.isSocketAddress(address), true);
  assert.throws(() => new net.SocketAddress({ family: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => new net.SocketAddress({ address: "x" }), { code: "ERR_INVALID_ADDRESS" });
  assert.throws(() => new net.SocketAddress({ port: -1 }), { code: "ERR_SOCKET_BAD_PORT" });
});
