// What node:fs refuses before it asks the system.
import fs from "node:fs";
import { test, assert } from "../harness.mjs";

test("paths", async () => {
  for (const bad of [undefined, null, 1.5, true, {}, []]) {
    for (const method of ["stat", "unlink", "mkdir", "readdir", "rm", "access", "open"]) {
      const expected = { name: "TypeError", code: "ERR_INVALID_ARG_TYPE", message: /^The "path" argument must be of type string or an instance of Buffer or URL\. Received/ };
      assert.throws(() => fs[`${method}Sync`](bad), expected);
      assert.throws(() => fs[method](bad, () => {}), expected);
      await assert.rejects(fs.promises[method](bad), expected);
    }
  }
});
test("descriptors", () => {
  for (const bad of [undefined, null, "1", {}]) assert.throws(() => fs.closeSync(bad), { code: "ERR_INVALID_ARG_TYPE" });
  for (const bad of [-1, 1.5, 2 ** 31]) assert.throws(() => fs.fstatSync(bad), { code: "ERR_OUT_OF_RANGE" });
});
test("callbacks", () => {
  for (const call of [() => fs.stat("x"), () => fs.readFile("x", {}), () => fs.mkdir("x"), () => fs.close(1, 5), () => fs.exists("x")]) {
    assert.throws(call, { code: "ERR_INVALID_ARG_TYPE", message: /^The "cb" argument must be of type function/ });
  }
});
test("ranges of reads and writes", () => {
  const fd = fs.openSync("f", "w+");
  const eight = Buffer.alloc(8);
  assert.throws(() => fs.readSync(fd, eight, 0, 9), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => fs.readSync(fd, eight, -1, 1), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => fs.readSync(fd, Buffer.alloc(0), 0, 1), { code: "ERR_INVALID_ARG_VALUE", message: /is empty and cannot be written/ });
  assert.throws(() => fs.readSync(fd, "text"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.readSync(fd, eight, 0, 1, "x"), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.writeSync(fd, eight, 9), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => fs.writeSync(fd, eight, 0, 9), { code: "ERR_OUT_OF_RANGE" });
  assert.throws(() => fs.writeSync(fd, 5), { code: "ERR_INVALID_ARG_TYPE" });
  fs.closeSync(fd);
});
test("modes, flags, times, options", () => {
  assert.throws(() => fs.openSync("f", "w", "9"), { code: "ERR_INVALID_ARG_VALUE" });
  assert.throws(() => fs.openSync("f", "xx"), { code: "ERR_INVALID_ARG_VALUE", message: "The argument 'flags' is invalid. Received 'xx'" });
  assert.throws(() => fs.utimesSync("f", {}, 1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.mkdirSync("x", { recursive: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.rmSync("x", { recursive: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.readFileSync("f", 5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.chownSync("f", "a", 1), { code: "ERR_INVALID_ARG_TYPE" });
});
