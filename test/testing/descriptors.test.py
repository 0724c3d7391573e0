# Descriptors of a test file's realm: closed once, by whoever has them.
from process import equal, files, test, weft


@test("what a file closes itself is not closed again at its end")
def _():
    # The numbers of the pipes are those of the files afterwards.
    root = files({"package.json": {"type": "module"}, "a.test.js": """
import { test, expect } from "weft:test";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
test("runs programs, and opens files", async () => {
  expect(await Weft.$`cat ${import.meta.path} | wc -l; echo two > out; cat < out`.text()).toMatch("two");
  expect(await new Response(Weft.spawn(["cat"], { stdin: new Blob(["x"]), stdout: "pipe" }).stdout).text()).toBe("x");
  expect(spawnSync("cat", { input: "y" }).stdout.toString()).toBe("y");
  await new Promise((resolve) => spawn("/no/such/program").on("error", resolve));
  globalThis.kept = Array.from({ length: 16 }, () => fs.openSync("/dev/null"));
});
process.on("exit", () => fs.writeFileSync("open", kept.filter((fd) => { try { fs.fstatSync(fd); return true; } catch { return false; } }).join()));
""", "b.test.js": """
import { test, expect } from "weft:test";
import fs from "node:fs";
test("finds them open", () => {
  for (const fd of fs.readFileSync("open", "utf8").split(",")) expect(fs.fstatSync(Number(fd)).isCharacterDevice()).toBe(true);
});
"""})
    result = weft("test", "--max-workers=1", "a.test.js", "b.test.js", cwd=root)
    equal(result.code, 0, result.out + result.err)
