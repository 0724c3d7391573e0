import { test, assert } from "../harness.mjs";
import { Console } from "node:console";

const quiet = { listenerCount: () => 0, once() {}, removeListener() {} };

function recorder(options) {
  const texts = { out: "", err: "" };
  const stream = (name) => ({ ...quiet, write(text) { texts[name] += text; } });
  const console = new Console({ stdout: stream("out"), stderr: stream("err"), ...options });
  return { console, texts };
}

test("which stream each method writes to", () => {
  const { console, texts } = recorder();
  for (const name of ["log", "info", "debug", "dirxml"]) console[name](name);
  for (const name of ["error", "warn"]) console[name](name);
  assert.equal(texts.out, "log\ninfo\ndebug\ndirxml\n");
  assert.equal(texts.err, "error\nwarn\n");
});
test("group indents every line", () => {
  const { console, texts } = recorder({ groupIndentation: 3 });
  console.group("head");
  console.log("a\nb");
  console.groupCollapsed();
  console.error("deep");
  console.groupEnd();
  console.groupEnd();
  console.groupEnd();
  console.log("out");
  assert.equal(texts.out, "head\n   a\n   b\nout\n");
  assert.equal(texts.err, "      deep\n");
});
test("count, countReset, assert, dir", () => {
  const { console, texts } = recorder();
  console.count();
  console.count("x");
  console.count();
  console.countReset();
  console.count(undefined);
  console.assert(true, "no");
  console.assert(false, "broken: %d", 1);
  console.assert(0);
  console.dir({ a: { b: { c: 1 } } }, { depth: 0 });
  assert.equal(texts.out, "default: 1\nx: 1\ndefault: 2\ndefault: 1\n{ a: [Object] }\n");
  assert.equal(texts.err, "Assertion failed: broken: 1\nAssertion failed\n");
});
test("time", () => {
  const { console, texts } = recorder();
  console.time("t");
  console.timeLog("t", { step: 1 });
  console.timeEnd("t");
  assert.match(texts.out, /^t: [\d.]+m?s \{ step: 1 \}\nt: [\d.]+m?s\n$/);
});
test("trace shows where it was called", () => {
  const { console, texts } = recorder();
  (function outer() { console.trace("at %s", "x"); })();
  assert.match(texts.err, /^Trace: at x\n    at outer \(.*methods\.test\.mjs:\d+:\d+\)\n/);
});
test("methods work off their object, and subclasses may replace them", () => {
  const { texts } = recorder();
  class Loud extends Console { log(text) { super.log(text.toUpperCase()); } }
  const { count, log } = new Loud({ ...quiet, write(text) { texts.out += text; } });
  log("hi");
  count("n");
  assert.equal(texts.out, "HI\nN: 1\n");
});
test("options are checked", () => {
  assert.throws(() => new Console({}), { code: "ERR_CONSOLE_WRITABLE_STREAM" });
  assert.throws(() => new Console({ stdout: { write() {} }, colorMode: 1 }), { code: "ERR_INVALID_ARG_VALUE" });
  assert(Console({ write() {} }) instanceof Console && console instanceof Console && !({} instanceof Console));
});
test("inspectOptions and colorMode", () => {
  const { console, texts } = recorder({ colorMode: true });
  console.log("text", 1, { a: null });
  assert.equal(texts.out, "text \u001b[33m1\u001b[39m { a: \u001b[1mnull\u001b[22m }\n");
  const other = recorder({ inspectOptions: { depth: 0, numericSeparator: true } });
  other.console.log(1234567, { a: { b: 1 } });
  assert.equal(other.texts.out, "1_234_567 { a: [Object] }\n");
});
