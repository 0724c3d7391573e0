// test-timeout: 60 s
import Redis from "ioredis";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { startRedis } from "./fixtures/redis.mjs";

let server, redis;
test("Redis starts", async () => {
  server = await startRedis();
  redis = new Redis({ path: server.path });
  assert.equal(await redis.ping(), "PONG");
});

test("values of each type", async () => {
  await redis.set("text", "héllo", "EX", 100);
  assert.equal(await redis.get("text"), "héllo");
  assert.equal(await redis.get("none"), null);
  const bytes = Buffer.alloc(1_000_000, 200);
  await redis.set("bytes", bytes);
  assert((await redis.getBuffer("bytes")).equals(bytes));
  await redis.hset("hash", { a: 1, b: "two" });
  assert.deepEqual({ ...(await redis.hgetall("hash")) }, { a: "1", b: "two" });
  await redis.rpush("list", 1, 2, 3);
  assert.deepEqual(await redis.lrange("list", 0, -1), ["1", "2", "3"]);
  await redis.zadd("scores", 2, "b", 1, "a");
  assert.deepEqual(await redis.zrange("scores", 0, -1, "WITHSCORES"), ["a", "1", "b", "2"]);
  await assert.rejects(redis.incr("text"), { name: "ReplyError", message: /not an integer/ });
});

test("pipelines, transactions, scripts, scans", async () => {
  const pipeline = redis.pipeline();
  for (let n = 0; n < 2000; n++) pipeline.set(`key:${n}`, n);
  assert.equal((await pipeline.exec()).length, 2000);
  assert.deepEqual(await redis.multi().incr("n").incr("n").exec(), [[null, 1], [null, 2]]);
  redis.defineCommand("addTo", { numberOfKeys: 1, lua: "return redis.call('incrby', KEYS[1], ARGV[1])" });
  assert.equal(await redis.addTo("n", 40), 42);
  let seen = 0;
  for await (const keys of redis.scanStream({ match: "key:*", count: 500 })) seen += keys.length;
  assert.equal(seen, 2000);
});

test("subscribers, blocking reads, streams", async () => {
  const subscriber = redis.duplicate();
  await subscriber.subscribe("news");
  await subscriber.psubscribe("p.*");
  const message = once(subscriber, "message");
  await redis.publish("news", "hot");
  assert.deepEqual(await message, ["news", "hot"]);
  const pattern = once(subscriber, "pmessage");
  await redis.publish("p.x", "1");
  assert.deepEqual(await pattern, ["p.*", "p.x", "1"]);
  subscriber.disconnect();
  const blocked = redis.duplicate();
  const popped = blocked.blpop("queue", 5);
  await redis.rpush("queue", "job");
  assert.deepEqual(await popped, ["queue", "job"]);
  blocked.disconnect();
  const id = await redis.xadd("log", "*", "k", "v");
  assert.deepEqual(await redis.xrange("log", "-", "+"), [[id, ["k", "v"]]]);
});

test("a connection that is lost is made again; commands wait for it", async () => {
  const lost = once(redis, "close");
  const killer = redis.duplicate();
  await killer.client("KILL", "TYPE", "normal", "SKIPME", "yes");
  await lost;
  assert.equal(await redis.get("n"), "42");
  killer.disconnect();
});

test("the end", async () => {
  await redis.quit();
  await server.stop();
  const late = new Redis({ path: server.path, retryStrategy: null, maxRetriesPerRequest: 0, lazyConnect: true });
  late.on("error", () => {});
  await assert.rejects(late.connect(), Error);
});
