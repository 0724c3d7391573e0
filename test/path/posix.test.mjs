// node:path on POSIX: every function over a table of edge cases.
import path from "node:path";
import { test, assert } from "../harness.mjs";

const table = (method, cases) =>
  test(method, () => {
    for (const [args, expected] of cases) {
      assert.deepEqual(path.posix[method](...args), expected, `${method}(${JSON.stringify(args)})`);
    }
  });

table("normalize", [
  [[""], "."], [["/"], "/"], [["//a//b/"], "/a/b/"], [["./a/.."], "."], [["a/../.."], ".."], [["/.."], "/"],
  [["a/./b/../c"], "a/c"], [["../../x"], "../../x"], [["a/../"], "./"], [["..."], "..."],
]);
table("join", [
  [[], "."], [["", ""], "."], [["a", "", "b"], "a/b"], [["/", "..", "x"], "/x"], [["a", "../../b"], "../b"], [["a/", "/b/"], "a/b/"],
]);
table("resolve", [
  [["/a", "b", "../c"], "/a/c"], [["/a", "/b"], "/b"], [["/a/b/", ".."], "/a"], [["/", "../.."], "/"],
]);
table("relative", [
  [["/a/b/c", "/a/d"], "../../d"], [["/a", "/a"], ""], [["/a", "/a/b"], "b"], [["/a/b", "/a"], ".."], [["/", "/x"], "x"],
  [["/foo/bar", "/foo/ba"], "../ba"], [["/foo", "/foobar"], "../foobar"], [["/x", "/"], ".."],
]);
table("dirname", [[[""], "."], [["/"], "/"], [["/a"], "/"], [["a/b/"], "a"], [["//a"], "//"], [["a"], "."]]);
table("basename", [
  [["/a/b.js"], "b.js"], [["/a/b.js", ".js"], "b"], [["b.js", "b.js"], ""], [["/a/"], "a"], [["x/b.js", "b.js"], "b.js"], [["/"], ""],
]);
table("extname", [
  [["a.b.c"], ".c"], [[".profile"], ""], [[".a.b"], ".b"], [["a."], "."], [[".."], ""], [["..."], "."], [["a.b/c"], ""], [["a.b/"], ".b"],
]);
table("isAbsolute", [[["/a"], true], [["a"], false], [[""], false]]);
table("parse", [
  [["/home/u/f.txt"], { root: "/", dir: "/home/u", base: "f.txt", ext: ".txt", name: "f" }],
  [["./a/.b"], { root: "", dir: "./a", base: ".b", ext: "", name: ".b" }],
  [["/"], { root: "/", dir: "/", base: "", ext: "", name: "" }],
]);
table("format", [
  [[{ dir: "/a", base: "b.c" }], "/a/b.c"], [[{ root: "/", name: "n", ext: "x" }], "/n.x"], [[{ dir: "/", root: "/", base: "b" }], "/b"], [[{}], ""],
]);

test("relative paths start at the working directory", () => {
  assert.equal(path.resolve("x"), `${process.cwd()}/x`);
  assert.equal(path.resolve(""), process.cwd());
});
test("what is no string is refused", () => {
  for (const bad of [undefined, null, 1, {}, []]) {
    assert.throws(() => path.join("a", bad), { code: "ERR_INVALID_ARG_TYPE", name: "TypeError" });
    assert.throws(() => path.dirname(bad), { code: "ERR_INVALID_ARG_TYPE" });
  }
  assert.throws(() => path.format("x"), { code: "ERR_INVALID_ARG_TYPE" });
});
test("the flavours know each other", () => {
  assert.equal(path, path.posix);
  assert.equal(path.win32.posix, path);
  assert.equal(path.sep + path.delimiter + path.win32.sep + path.win32.delimiter, "/:\\;");
});
