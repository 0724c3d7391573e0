// test-timeout: 60 s
import pino from "pino";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";

function logger(options) {
  const lines = [];
  return { log: pino(options, { write: (line) => lines.push(JSON.parse(line)) }), lines };
}

test("lines of JSON: levels, bindings, children, errors, what is hidden", () => {
  const { log, lines } = logger({ level: "debug", base: { app: "weft" }, redact: ["user.password", "list[*].key"], serializers: { user: (user) => ({ ...user, seen: true }) } });
  log.info({ user: { name: "ada", password: "x" }, list: [{ key: 1 }] }, "hello %s, %d", "world", 5);
  log.trace("below the level");
  log.child({ request: 7 }).error(new TypeError("broken", { cause: new Error("inner") }));
  assert.equal(lines.length, 2);
  assert.deepEqual([lines[0].level, lines[0].app, lines[0].msg], [30, "weft", "hello world, 5"]);
  assert.deepEqual([lines[0].user, lines[0].list], [{ name: "ada", password: "[Redacted]", seen: true }, [{ key: "[Redacted]" }]]);
  const { err, request } = lines[1];
  assert.deepEqual([request, err.type, err.message], [7, "TypeError", "broken: inner"]);
  assert.match(err.stack, /pino\.test\.mjs[\s\S]*caused by: Error: inner/);
});

test("to a file, all at once and later", async () => {
  const file = path.join(os.tmpdir(), "log.txt");
  const destination = pino.destination({ dest: file, sync: false, minLength: 4096 });
  await once(destination, "ready");
  const log = pino({ timestamp: pino.stdTimeFunctions.isoTime }, destination);
  for (let line = 0; line < 500; line++) log.info({ line });
  await new Promise((resolve, reject) => log.flush((error) => (error ? reject(error) : resolve())));
  const lines = fs.readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((entry) => entry.line), Array.from({ length: 500 }, (_, line) => line));
  assert.match(lines[0].time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  destination.end();
  await once(destination, "close");
});

test("several streams by level", () => {
  const seen = { all: [], errors: [] };
  const log = pino({ level: "info" }, pino.multistream([
    { level: "info", stream: { write: (line) => seen.all.push(JSON.parse(line).msg) } },
    { level: "error", stream: { write: (line) => seen.errors.push(JSON.parse(line).msg) } },
  ]));
  log.info("one");
  log.error("two");
  assert.deepEqual(seen, { all: ["one", "two"], errors: ["two"] });
});
