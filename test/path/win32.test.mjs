// node:path/win32: drives, UNC roots, devices, and both separators.
import win32 from "node:path/win32";
import { test, assert } from "../harness.mjs";

const table = (method, cases) =>
  test(method, () => {
    for (const [args, expected] of cases) {
      assert.deepEqual(win32[method](...args), expected, `${method}(${JSON.stringify(args)})`);
    }
  });

table("normalize", [
  [["C:/a//b\\..\\c/"], "C:\\a\\c\\"], [["C:"], "C:."], [["C:\\"], "C:\\"], [["//server/share/a/.."], "\\\\server\\share\\"],
  [["/a/../.."], "\\"], [["C:..\\a"], "C:..\\a"], [["a/../C:x"], ".\\C:x"], [[""], "."],
]);
table("join", [[["C:\\", "a", "..", "b"], "C:\\b"], [["//a", "b"], "\\\\a\\b\\"], [["a", "\\b"], "a\\b"], [[], "."]]);
table("resolve", [[["C:\\a", "..\\b"], "C:\\b"], [["C:\\a", "D:\\b"], "D:\\b"], [["//s/p", "x"], "\\\\s\\p\\x"]]);
table("relative", [
  [["C:\\a\\b", "C:\\a\\c"], "..\\c"], [["C:\\a", "D:\\a"], "D:\\a"], [["C:\\Foo", "c:\\foo\\bar"], "bar"], [["C:\\", "C:\\x"], "x"],
]);
table("dirname", [[["C:\\a\\b"], "C:\\a"], [["C:\\"], "C:\\"], [["//s/p/x"], "//s/p/"], [["C:a"], "C:"]]);
table("basename", [[["C:\\a\\b.c"], "b.c"], [["C:b.c", ".c"], "b"], [["a/b\\"], "b"]]);
table("extname", [[["a\\b.c"], ".c"], [["C:.x"], ""]]);
table("isAbsolute", [[["C:/"], true], [["C:"], false], [["\\a"], true], [["a"], false]]);
table("parse", [
  [["C:\\p\\f.txt"], { root: "C:\\", dir: "C:\\p", base: "f.txt", ext: ".txt", name: "f" }],
  [["\\\\s\\p\\f"], { root: "\\\\s\\p\\", dir: "\\\\s\\p\\", base: "f", ext: "", name: "f" }],
]);
table("toNamespacedPath", [[["C:\\a"], "\\\\?\\C:\\a"], [["\\\\s\\p\\x"], "\\\\?\\UNC\\s\\p\\x"], [[""], ""]]);
