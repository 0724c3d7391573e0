// Questions to a name server: every type of record, and what its failures become.
import { test, assert } from "../harness.mjs";
import dns from "node:dns";
import promises from "node:dns/promises";
import { name, nameServer, number, string, types } from "./fixtures/server.mjs";

const ipv4 = (text) => Buffer.from(text.split(".").map(Number));
const numbers = (bytes, ...values) => Buffer.concat(values.map((value) => number(bytes, value)));
const one = {
  A: [types.A, 60, ipv4("10.1.2.3")],
  AAAA: [types.AAAA, 61, Buffer.from("20010db8000000000000000000000001", "hex")],
  CNAME: [types.CNAME, 62, name("other.test")],
  NS: [types.NS, 63, name("ns.test")],
  PTR: [types.PTR, 64, name("ptr.test")],
  MX: [types.MX, 65, Buffer.concat([number(2, 10), name("mail.test")])],
  TXT: [types.TXT, 66, Buffer.concat([string("v=1"), string("é"), string("")])],
  SRV: [types.SRV, 67, Buffer.concat([numbers(2, 1, 2, 8080), name("srv.test")])],
  SOA: [types.SOA, 68, Buffer.concat([name("ns.test"), name("root.test"), numbers(4, 1, 2, 3, 4, 4294967295)])],
  NAPTR: [types.NAPTR, 69, Buffer.concat([numbers(2, 100, 50), string("S"), string("SIP+D2U"), string("!a!b!"), name("n.test")])],
  CAA: [types.CAA, 70, Buffer.concat([Buffer.of(128), string("issue"), Buffer.from("ca.test")])],
};
const shapes = {
  A: ["10.1.2.3"],
  AAAA: ["2001:db8::1"],
  CNAME: ["other.test"],
  NS: ["ns.test"],
  PTR: ["ptr.test"],
  MX: [{ exchange: "mail.test", priority: 10 }],
  TXT: [["v=1", "\u00c3\u00a9", ""]],
  SRV: [{ name: "srv.test", port: 8080, priority: 1, weight: 2 }],
  SOA: { nsname: "ns.test", hostmaster: "root.test", serial: 1, refresh: 2, retry: 3, expire: 4, minttl: 4294967295 },
  NAPTR: [{ flags: "S", service: "SIP+D2U", regexp: "!a!b!", replacement: "n.test", order: 100, preference: 50 }],
  CAA: [{ critical: 128, issue: "ca.test" }],
};

const server = await nameServer((host, type) => {
  if (host === "any.test") return { records: Object.values(one).filter((record) => record !== one.PTR && record !== one.CNAME) };
  if (host === "3.2.1.10.in-addr.arpa") return { records: [[types.PTR, 1, name("back.test")]] };
  if (host === "loop.test") return Buffer.from("818000010001000000000470757a7a04746573740000010001c01b00010001c01b", "hex");
  const codes = { "form.test": 1, "servfail.test": 2, "missing.test": 3, "notimp.test": 4, "refused.test": 5 };
  if (host in codes) return { code: codes[host] };
  if (host === "silent.test") return undefined;
  if (host === "empty.test") return { records: [] };
  const kind = Object.keys(one).find((key) => types[key] === type);
  return { records: [one[kind]] };
});
const resolver = new promises.Resolver({ timeout: 300, tries: 1 });
resolver.setServers([server.address]);

for (const kind of Object.keys(shapes)) {
  test(`resolve(${kind})`, async () => {
    assert.deepEqual(await resolver.resolve("a.test", kind), shapes[kind]);
  });
}
test("the methods by name, and times to live", async () => {
  assert.deepEqual(await resolver.resolve4("a.test"), ["10.1.2.3"]);
  assert.deepEqual(await resolver.resolve4("a.test", { ttl: true }), [{ address: "10.1.2.3", ttl: 60 }]);
  assert.deepEqual(await resolver.resolve6("a.test", { ttl: true }), [{ address: "2001:db8::1", ttl: 61 }]);
  assert.deepEqual(await resolver.resolve("a.test"), ["10.1.2.3"]);
  for (const method of ["Cname", "Ns", "Ptr", "Mx", "Txt", "Srv", "Soa", "Naptr", "Caa"])
    assert.deepEqual(await resolver[`resolve${method}`]("a.test"), shapes[method.toUpperCase()]);
});
test("ANY names the type of each record", async () => {
  const records = await resolver.resolveAny("any.test");
  assert.deepEqual(records.find((record) => record.type === "A"), { type: "A", address: "10.1.2.3", ttl: 60 });
  assert.deepEqual(records.find((record) => record.type === "MX"), { type: "MX", exchange: "mail.test", priority: 10 });
  assert.equal(records.find((record) => record.type === "NS").value, "ns.test");
});
test("reverse", async () => {
  assert.deepEqual(await resolver.reverse("10.1.2.3"), ["back.test"]);
});
test("with callbacks, and dns.setServers", async () => {
  dns.setServers([server.address]);
  assert.deepEqual(dns.getServers(), [server.address]);
  const records = await new Promise((resolve, reject) => dns.resolveMx("a.test", (error, list) => (error ? reject(error) : resolve(list))));
  assert.deepEqual(records, shapes.MX);
  const error = await new Promise((resolve) => dns.resolve4("missing.test", resolve));
  assert.equal(error.message, "queryA ENOTFOUND missing.test");
});

const failures = {
  form: "EFORMERR", servfail: "ESERVFAIL", missing: "ENOTFOUND", notimp: "ENOTIMP", refused: "EREFUSED", empty: "ENODATA", silent: "ETIMEOUT",
};
for (const [label, code] of Object.entries(failures)) {
  test(`${code}`, async () => {
    const host = `${label}.test`;
    const error = await assert.rejects(resolver.resolve4(host), { code, syscall: "queryA", hostname: host });
    assert.equal(error.message, `queryA ${code} ${host}`);
    assert.equal(error.errno, undefined);
  });
}
test("a message that points into itself is refused", async () => {
  const error = await assert.rejects(resolver.resolve4("loop.test"));
  assert(["EBADRESP", "ETIMEOUT", "EBADNAME"].includes(error.code), error.code);
});
test("cancel() ends what is under way", async () => {
  const slow = new promises.Resolver({ timeout: 5000, tries: 1 });
  slow.setServers([server.address]);
  const waiting = slow.resolve4("silent.test");
  assert.throws(() => slow.setServers(["1.1.1.1"]), { code: "ERR_DNS_SET_SERVERS_FAILED" });
  slow.cancel();
  await assert.rejects(waiting, { code: "ECANCELLED" });
});
test("a name of other letters is asked for in Punycode", async () => {
  await resolver.resolve4("bücher.test");
  assert.equal(server.questions.at(-1).host, "xn--bcher-kva.test");
});
test("the end", () => server.close());
