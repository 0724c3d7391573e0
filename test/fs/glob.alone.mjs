// fs.glob, fs.globSync, fs.promises.glob, path.matchesGlob.
import fs from "node:fs";
import path from "node:path";
import { test, assert } from "../harness.mjs";

fs.mkdirSync("t/a/b/c", { recursive: true });
fs.mkdirSync("t/.hidden");
for (const name of ["t/x.js", "t/y.ts", "t/a/x.js", "t/a/b/z.js", "t/a/b/c/deep.js", "t/.hidden/h.js"]) fs.writeFileSync(name, "");
fs.symlinkSync("a", "t/link");
const find = (pattern, options) => fs.globSync(pattern, { cwd: "t", ...options }).sort();

test("names, sets, braces and any directories", () => {
  assert.deepEqual(find("*.js"), ["x.js"]);
  assert.deepEqual(find("*.{js,ts}"), ["x.js", "y.ts"]);
  assert.deepEqual(find("**/*.js"), ["a/b/c/deep.js", "a/b/z.js", "a/x.js", "x.js"]);
  assert.deepEqual(find("a/**"), ["a", "a/b", "a/b/c", "a/b/c/deep.js", "a/b/z.js", "a/x.js"]);
  assert.deepEqual(find("**/b/**/*.js"), ["a/b/c/deep.js", "a/b/z.js"]);
  assert.deepEqual(find("[w-x].js"), ["x.js"]);
  assert.deepEqual(find("?.[!j]s"), ["y.ts"]);
  assert.deepEqual(find("./a/*.js"), ["a/x.js"]);
  assert.deepEqual(find("link/*.js"), ["link/x.js"]);
  assert.deepEqual(find("a/../*.ts"), ["y.ts"]);
  assert.deepEqual(find(["*.ts", "*.{t,j}s"]), ["x.js", "y.ts"]);
  assert.deepEqual(find("+(x|y).*"), ["x.js", "y.ts"]);
  assert.deepEqual(find("!(x).*"), ["y.ts"]);
  assert.deepEqual(find("none/**"), []);
  assert.deepEqual(find(".*/*.js"), [".hidden/h.js"]);
  assert.deepEqual(fs.globSync(`${process.cwd()}/t/a/*.js`), [`${process.cwd()}/t/a/x.js`]);
});
test("exclude, and entries with types", () => {
  assert.deepEqual(find("**/*.js", { exclude: (name) => name === "b" }), ["a/x.js", "x.js"]);
  assert.deepEqual(find("**/*.js", { exclude: ["a/**"] }), ["x.js"]);
  const [entry] = fs.globSync("a/*", { cwd: "t", withFileTypes: true, exclude: (e) => e.isFile() });
  assert.deepEqual([entry.name, entry.isDirectory(), entry.parentPath], ["b", true, path.resolve("t/a")]);
});
test("later: a callback, and an iterable", async () => {
  const matches = await new Promise((resolve, reject) => fs.glob("*.js", { cwd: "t" }, (error, list) => (error ? reject(error) : resolve(list))));
  assert.deepEqual(matches, ["x.js"]);
  const list = [];
  for await (const match of fs.promises.glob("**/*.ts", { cwd: "t" })) list.push(match);
  assert.deepEqual(list, ["y.ts"]);
  assert.throws(() => fs.globSync(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => fs.glob("*"), { code: "ERR_INVALID_ARG_TYPE" });
});
test("path.matchesGlob", () => {
  for (const [file, pattern, expected] of [
    ["a/b/c.js", "a/**/*.js", true], ["a/c.js", "a/**/*.js", true], ["b/c.js", "a/**", false], ["a.js", "*.{js,ts}", true],
    ["a3", "a{1..5}", true], ["a7", "a{1..5}", false], ["a", "[[:alpha:]]", true], ["1", "[[:alpha:]]", false],
    ["a-b", "a[x-]b", true], ["a", "[z-a]", false], ["*", "[*]", true], ["b", "[*]", false], ["a", "a/**", false], ["a/b", "*", false],
    ["/foo/bar", "/foo/*", true], ["[", "[", true], ["a{b", "a{b", true], ["😀", "?", true], [".x", "*", false], [".x", ".*", true], ["a/.x/b", "**", false],
  ]) assert.equal(path.matchesGlob(file, pattern), expected, `${file} ${pattern}`);
  assert(path.win32.matchesGlob("a\\b\\c.js", "a\\**\\*.js"));
  assert.throws(() => path.matchesGlob("a", 1), { code: "ERR_INVALID_ARG_TYPE" });
});
test("patterns of many stars and braces end soon", () => {
  assert.equal(path.matchesGlob(`${"a/".repeat(60)}b`, `${"**/a/".repeat(20)}c`), false);
  assert.equal(path.matchesGlob("x", "{a,b}".repeat(40)), false);
  assert.equal(path.matchesGlob("x", "{".repeat(2000)), false);
});
