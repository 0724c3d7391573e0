// A name server that answers with broken messages: failures, never a fault.
import { test, assert } from "../harness.mjs";
import promises from "node:dns/promises";
import { name, nameServer, number, string, types } from "./fixtures/server.mjs";

/** Numbers that look random and are the same each time. */
function numbersFrom(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

// The answer without its identifier: a question and three records with names, texts and pointers.
const question = Buffer.concat([name("x.test"), number(2, types.ANY), number(2, 1)]);
const record = (type, data) => Buffer.concat([Buffer.of(0xc0, 12), number(2, type), number(2, 1), number(4, 60), number(2, data.length), data]);
const whole = Buffer.concat([
  number(2, 0x8180), number(2, 1), number(2, 5), number(4, 0), question,
  record(types.MX, Buffer.concat([number(2, 1), Buffer.of(1, 97, 0xc0, 12)])),
  record(types.TXT, Buffer.concat([string("abc"), string("defg")])),
  record(types.NAPTR, Buffer.concat([number(2, 1), number(2, 2), string("S"), string("x"), string(""), name("n.test")])),
  record(types.SOA, Buffer.concat([name("a.b"), Buffer.of(0xc0, 12), Buffer.alloc(20, 1)])),
  record(types.CAA, Buffer.concat([Buffer.of(0), string("issue"), Buffer.from("ca")])),
]);

test("the message is well-formed to begin with", async () => {
  const server = await nameServer(() => whole);
  const resolver = new promises.Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([server.address]);
  const records = await resolver.resolveAny("x.test");
  assert.equal(records.length, 5);
  assert.deepEqual(records.find(({ type }) => type === "MX"), { type: "MX", exchange: "a.x.test", priority: 1 });
  server.close();
});
test("cut and changed in many ways", async () => {
  const random = numbersFrom(7);
  let count = 0;
  const server = await nameServer(() => {
    const message = Buffer.from(whole);
    const changes = 1 + random(3);
    for (let i = 0; i < changes; i++) message[10 + question.length + random(message.length - 10 - question.length)] = random(4) ? random(256) : 0xc0;
    count++;
    return random(3) ? message : message.subarray(0, 10 + question.length + random(message.length - 10 - question.length));
  });
  const resolver = new promises.Resolver({ timeout: 100, tries: 1 });
  resolver.setServers([server.address]);
  for (let i = 0; i < 20; i++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => resolver.resolveAny("x.test")));
    for (const { status, reason } of outcomes) assert(status === "fulfilled" || typeof reason.code === "string", String(reason));
  }
  assert(count >= 400);
  server.close();
});
test("no message at all", async () => {
  const server = await nameServer(() => Buffer.of(0x81));
  const resolver = new promises.Resolver({ timeout: 100, tries: 1 });
  resolver.setServers([server.address]);
  const error = await assert.rejects(resolver.resolve4("x.test"));
  assert.equal(typeof error.code, "string");
  server.close();
});
