// Whole files: text and bytes, flags and modes, by all three faces.
import fs from "node:fs";
import { promises } from "node:fs";
import { test, assert } from "../harness.mjs";

test("text comes back as it was written", async () => {
  for (const text of ["", "plain", "h\xe9llo", "日本 🎉", "x".repeat(100000), "é".repeat(70000), "\0\r\n"]) {
    fs.writeFileSync("t", text);
    assert(fs.readFileSync("t", "utf8") === text);
    assert((await promises.readFile("t", { encoding: "utf8" })) === text);
    assert(fs.readFileSync("t").equals(Buffer.from(text)));
  }
});
test("broken UTF-8 is replaced", () => {
  fs.writeFileSync("b", Buffer.from([0xff, 0x41, 0xe2, 0x82]));
  assert.equal(fs.readFileSync("b", "utf8"), "\ufffdA\ufffd");
});
test("other encodings", () => {
  fs.writeFileSync("e", "68656c6c6f", "hex");
  assert.equal(fs.readFileSync("e", "utf8"), "hello");
  assert.equal(fs.readFileSync("e", "base64"), "aGVsbG8=");
  assert.throws(() => fs.readFileSync("e", "nope"), { code: "ERR_INVALID_ARG_VALUE" });
});
test("views are written as their bytes", async () => {
  fs.writeFileSync("v", new Uint16Array([1, 258]));
  assert.deepEqual([...fs.readFileSync("v")], [1, 0, 2, 1]);
  await promises.writeFile("v", new DataView(new ArrayBuffer(2)));
  assert.equal(fs.statSync("v").size, 2);
  for (const bad of [5, null, undefined, {}, new ArrayBuffer(1)]) {
    assert.throws(() => fs.writeFileSync("v", bad), { code: "ERR_INVALID_ARG_TYPE" });
  }
});
test("flags and modes", () => {
  fs.writeFileSync("f", "abc", { mode: 0o600 });
  assert.equal(fs.statSync("f").mode & 0o777, 0o600);
  fs.writeFileSync("f", "X", { flag: "r+" });
  fs.appendFileSync("f", "Y");
  fs.writeFileSync("f", "Z", { flag: "a", flush: true });
  assert.equal(fs.readFileSync("f", "utf8"), "XbcYZ");
  assert.throws(() => fs.writeFileSync("f", "", { flag: "wx" }), { code: "EEXIST" });
  assert.throws(() => fs.writeFileSync("f", "", { flag: "zz" }), { code: "ERR_INVALID_ARG_VALUE" });
});
test("promises take iterables", async () => {
  await promises.writeFile("i", ["a", "b", Buffer.from("c")]);
  await promises.appendFile("i", "d");
  assert.equal(fs.readFileSync("i", "utf8"), "abcd");
  await promises.writeFile("i", (async function* () { yield "x"; yield "y"; })());
  assert.equal(fs.readFileSync("i", "utf8"), "xy");
});
test("paths are strings, Buffers and file URLs", () => {
  fs.writeFileSync("p q", "1");
  assert.equal(fs.readFileSync(Buffer.from("p q"), "utf8"), "1");
  assert.equal(fs.readFileSync(new URL(`file://${process.cwd()}/p%20q`), "utf8"), "1");
  assert.throws(() => fs.readFileSync(new URL("http://x/")), { code: "ERR_INVALID_URL_SCHEME" });
  assert.throws(() => fs.readFileSync("a\0b"), { code: "ERR_INVALID_ARG_VALUE", message: /without null bytes/ });
});
