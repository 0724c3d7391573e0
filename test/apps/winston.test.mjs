// test-timeout: 60 s
import winston from "winston";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { test, assert } from "../harness.mjs";

const { format, transports } = winston;

function toLines(options) {
  const lines = [];
  const stream = new Writable({ write: (chunk, encoding, done) => { lines.push(String(chunk).trimEnd()); done(); } });
  return { log: winston.createLogger({ ...options, transports: [new transports.Stream({ stream })] }), lines };
}

async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("formats: JSON, text with a label and colours, splat, errors", async () => {
  const json = toLines({ defaultMeta: { app: "weft" } });
  json.log.warn("careful", { at: 1 });
  json.log.debug("below the level");
  assert.deepEqual(json.lines.map((line) => JSON.parse(line)), [{ app: "weft", at: 1, level: "warn", message: "careful" }]);
  const text = toLines({
    format: format.combine(format.errors({ stack: true }), format.splat(), format.label({ label: "loom" }), format.colorize(),
      format.printf(({ level, label, message, stack }) => `${label} ${level} ${stack ?? message}`)),
  });
  text.log.info("%s has %d", "warp", 3);
  text.log.error(new Error("broken"));
  assert.equal(text.lines[0], "loom \u001b[32minfo\u001b[39m warp has 3");
  assert.match(text.lines[1], /^loom \u001b\[31merror\u001b\[39m Error: broken\n\s+at .*winston\.test\.mjs/);
});

test("a file, with its own level, and a new one when it is full", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "winston-"));
  const log = winston.createLogger({ transports: [
    new transports.File({ filename: path.join(folder, "errors.log"), level: "error" }),
    new transports.File({ filename: path.join(folder, "all.log"), maxsize: 2000, maxFiles: 3, tailable: true }),
  ] });
  log.error("first");
  for (let line = 0; line < 60; line++) log.info("x".repeat(40), { line });
  log.end();
  await until(() => fs.readdirSync(folder).length > 2 && fs.readFileSync(path.join(folder, "errors.log")).length > 0);
  assert.match(fs.readFileSync(path.join(folder, "errors.log"), "utf8"), /^\{"level":"error","message":"first"\}\n$/);
  assert(fs.readdirSync(folder).filter((name) => name.startsWith("all")).length > 1);
});

test("child loggers, profiling, a query of what was written", async () => {
  const { log, lines } = toLines({ format: format.json() });
  log.child({ request: 7 }).info("from the child");
  log.profile("work");
  log.profile("work");
  assert.deepEqual(JSON.parse(lines[0]), { level: "info", message: "from the child", request: 7 });
  assert(JSON.parse(lines[1]).durationMs >= 0);
});
