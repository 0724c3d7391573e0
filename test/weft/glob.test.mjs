// Weft.Glob: patterns against paths, and files found by one.
import { test, assert } from "../harness.mjs";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const kMatches = [
  ["*.ts", "a.ts", true], ["*.ts", "a/b.ts", false], ["**/*.ts", "a.ts", true], ["**/*.ts", "a/b.ts", true], ["*", ".h", true],
  ["?", "é", true], ["?", "😀", true], ["?", "", false], ["[ab]", "a", true], ["[^ab]", "c", true], ["[!ab]", "a", false], ["[a-z]", "q", true],
  ["{a,{b,c}}.ts", "c.ts", true], ["a{,b}", "a", true], ["{a..c}", "b", true], ["{**/,}a", "x/y/a", true],
  ["!*.ts", "a.js", true], ["!*.ts", "a.ts", false], ["!!*.ts", "a.ts", true],
  ["\\*", "*", true], ["\\*", "a", false], ["\\!a", "!a", true], ["{\\,,b}", ",", true], ["[\\]]", "]", true], ["[]a]", "]", true], ["[a-]", "-", true],
  ["a**b", "axxb", true], ["a**b", "ax/xb", false], ["**", "a/b/c", true], ["a/**", "a", false], ["a/**", "a/", true], ["a/**", "a/b/c", true],
  ["a/**/b", "a/b", true], ["a/**/b", "a/x/y/b", true], ["[a", "[a", true], ["{a", "{a", true], ["{a,b", "a", false], ["", "", true],
  ["a/", "a", false], ["./a", "a", false], ["[^/]", "/", false], ["*/", "a/", true], ["***", "a/b", false], ["日*", "日本", true], ["A", "a", false],
];

test("match", () => {
  for (const [pattern, path, expected] of kMatches) assert.equal(new Weft.Glob(pattern).match(path), expected, `${pattern} ${path}`);
});

test("patterns that could take for ever do not", () => {
  assert.equal(new Weft.Glob("*a".repeat(60) + "b").match("a".repeat(20000)), false);
  assert.equal(new Weft.Glob("**/a/".repeat(40) + "b").match("a/".repeat(2000)), false);
  assert.throws(() => new Weft.Glob("{a,b}".repeat(40)), { code: "ERR_INVALID_ARG_VALUE" });
});

const root = mkdtempSync(join(tmpdir(), "glob-"));
for (const file of ["a.ts", "b.js", ".hid.ts", "d/c.ts", "d/.h/x.ts", "d/e/f.ts", "n m/z.ts"]) {
  mkdirSync(join(root, file, ".."), { recursive: true });
  writeFileSync(join(root, file), "");
}
symlinkSync("d", join(root, "link"));
symlinkSync("nowhere", join(root, "broken.ts"));
symlinkSync("..", join(root, "d/loop"));
const scan = (pattern, options) => [...new Weft.Glob(pattern).scanSync({ cwd: root, ...options })].sort();

test("scanSync", () => {
  assert.deepEqual(scan("**/*.ts"), ["a.ts", "d/c.ts", "d/e/f.ts", "n m/z.ts"]);
  assert.deepEqual(scan("**/*.ts", { dot: true }), [".hid.ts", "a.ts", "d/.h/x.ts", "d/c.ts", "d/e/f.ts", "n m/z.ts"]);
  assert.deepEqual(scan("*.ts", { absolute: true }), [join(root, "a.ts")]);
  assert.deepEqual(scan("*", { onlyFiles: false }), ["a.ts", "b.js", "broken.ts", "d", "link", "n m"]);
  assert.deepEqual(scan("{a,b,*}.{ts,js}"), ["a.ts", "b.js"]);
  for (const [pattern, expected] of [["d/e/f.ts", ["d/e/f.ts"]], ["./*.ts", ["./a.ts"]], ["d/../a.ts", ["d/../a.ts"]], [".*", [".hid.ts"]],
    ["**/.h/*", ["d/.h/x.ts"]], ["link/*.ts", ["link/c.ts"]], ["none/*.ts", []], ["", []], [`${root}/*.ts`, [`${root}/a.ts`]]])
    assert.deepEqual(scan(pattern), expected, pattern);
  assert.deepEqual([...new Weft.Glob("*.js").scanSync(root)], ["b.js"]);
});

test("links", () => {
  const found = scan("**/*.ts", { followSymlinks: true });
  assert.includes(found, "link/c.ts");
  assert.includes(found, "d/loop/a.ts");
  assert.equal(found.includes("broken.ts"), false);
  assert.throws(() => scan("**/*.ts", { followSymlinks: true, throwErrorOnBrokenSymlink: true }), { code: "ENOENT" });
});

test("scan gives the same", async () => {
  const found = [];
  for await (const path of new Weft.Glob("**/*.ts").scan(root)) found.push(path);
  assert.deepEqual(found.sort(), scan("**/*.ts"));
});

test("wrong arguments, and a folder that is not there", async () => {
  assert.throws(() => new Weft.Glob(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Weft.Glob("a").match(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => new Weft.Glob("a").scan(5), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => scan("*", { cwd: join(root, "none") }), { code: "ENOENT" });
  await assert.rejects(new Weft.Glob("*").scan(join(root, "none")).next(), { code: "ENOENT" });
});
