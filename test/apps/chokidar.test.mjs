// test-timeout: 60 s
import chokidar from "chokidar";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";

for (const usePolling of [false, true]) {
  test(`files and folders that come, change and go; polling: ${usePolling}`, async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "watched-"));
    fs.writeFileSync(path.join(folder, "first.txt"), "1");
    const watcher = chokidar.watch(folder, { usePolling, interval: 20, ignored: (file) => file.endsWith(".ignored") });
    const seen = [];
    watcher.on("all", (event, file) => seen.push(`${event} ${path.relative(folder, file)}`));
    await once(watcher, "ready");
    // A folder is announced before the first look at it: what is made until then is seen with the folder's next change.
    let changes = 0;
    const changeFolder = (inside) => fs.writeFileSync(path.join(folder, inside, `${changes++}.ignored`), "");
    const heard = async (entry, act = () => {}) => {
      for (let round = 0; !seen.includes(entry); round++) {
        if (round % 20 === 0) act();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    assert.deepEqual(seen.sort(), ["add first.txt", "addDir "]);
    await heard("addDir sub/deep", () => {
      fs.mkdirSync(path.join(folder, "sub/deep"), { recursive: true });
      changeFolder(".");
    });
    await heard("add sub/deep/second.txt", () => {
      fs.appendFileSync(path.join(folder, "sub/deep/second.txt"), "2");
      changeFolder("sub/deep");
    });
    await heard("change first.txt", () => fs.appendFileSync(path.join(folder, "first.txt"), "more"));
    fs.rmSync(path.join(folder, "sub"), { recursive: true });
    await heard("unlink sub/deep/second.txt");
    await heard("unlinkDir sub");
    assert(!seen.some((entry) => entry.includes("ignored")));
    await watcher.close();
  });
}

test("a write is told when it has come to rest", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "watched-"));
  const watcher = chokidar.watch(folder, { awaitWriteFinish: { stabilityThreshold: 600, pollInterval: 20 }, alwaysStat: true });
  await once(watcher, "ready");
  const added = once(watcher, "add");
  const file = path.join(folder, "slow.txt");
  for (let part = 0; part < 5; part++) {
    fs.appendFileSync(file, "part");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal((await added)[1].size, 20);
  await watcher.close();
});
