import { test, assert } from "../harness.mjs";
import util from "node:util";

test("stripVTControlCharacters", () => {
  assert.equal(util.stripVTControlCharacters("\u001b[31;1mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007"), "red link");
  assert.throws(() => util.stripVTControlCharacters(1), { code: "ERR_INVALID_ARG_TYPE" });
});
test("styleText", () => {
  const bare = { validateStream: false };
  assert.equal(util.styleText("red", "x", bare), "\u001b[31mx\u001b[39m");
  assert.equal(util.styleText(["bold", "red"], "x", bare), "\u001b[1m\u001b[31mx\u001b[39m\u001b[22m");
  assert.throws(() => util.styleText("nope", "x", bare), { code: "ERR_INVALID_ARG_VALUE" });
});
test("toUSVString", () => assert.equal(util.toUSVString("a\ud800"), "a\ufffd"));
test("MIMEType", () => {
  const type = new util.MIMEType(" Text/HTML ; charset=\"utf-8\"; q=\"a b\"");
  assert.equal(String(type), "text/html;charset=utf-8;q=\"a b\"");
  assert.equal(type.params.get("q"), "a b");
  assert.throws(() => new util.MIMEType("nope"), { code: "ERR_INVALID_MIME_SYNTAX" });
});
test("system errors by number", () => {
  assert.equal(util.getSystemErrorName(-2), "ENOENT");
  assert.deepEqual(util.getSystemErrorMap().get(-13), ["EACCES", "permission denied"]);
  assert.throws(() => util.getSystemErrorName(2), { code: "ERR_OUT_OF_RANGE" });
});
test("inherits", () => {
  function Child() {}
  util.inherits(Child, Map);
  assert.equal(Object.getPrototypeOf(Child.prototype), Map.prototype);
  assert.equal(Child.super_, Map);
});
test("aborted", async () => {
  const controller = new AbortController();
  const done = util.aborted(controller.signal, {});
  const kept = {};
  const other = util.aborted(controller.signal, kept);
  controller.abort();
  await other;
  assert(done instanceof Promise && kept);
});
