"""Writes to where nothing has room: /dev/full stands for every full disk."""

import resource
import signal

from process import equal, files, match, program, test, weft


def lines(source):
    return program({"main.mjs": source})


@test("node:fs, in all its forms, says ENOSPC")
def _():
    equal(lines("""
      import fs from "node:fs";
      import { once } from "node:events";
      const code = (error) => `${error.code} ${error.syscall}`;
      try { fs.writeFileSync("/dev/full", "x"); } catch (error) { console.log("sync", code(error)); }
      await fs.promises.writeFile("/dev/full", "x").catch((error) => console.log("promise", code(error)));
      await new Promise((done) => fs.writeFile("/dev/full", "x", (error) => done(console.log("callback", code(error)))));
      const stream = fs.createWriteStream("/dev/full");
      stream.write("x".repeat(100_000));
      console.log("stream", code((await once(stream, "error"))[0]), stream.destroyed);
      const handle = await fs.promises.open("/dev/full", "w");
      await handle.write("x").catch((error) => console.log("handle", code(error)));
      await handle.close();
    """), ["sync ENOSPC write", "promise ENOSPC write", "callback ENOSPC write", "stream ENOSPC write true",
           "handle ENOSPC write"])


@test("a pipeline into a full disk rejects and closes what it read")
def _():
    equal(lines("""
      import fs from "node:fs";
      import { pipeline } from "node:stream/promises";
      const source = fs.createReadStream("/dev/zero");
      await pipeline(source, fs.createWriteStream("/dev/full")).catch((error) => console.log(error.code));
      console.log(source.destroyed);
    """), ["ENOSPC", "true"])


@test("standard output that is full reaches the listener for 'error'")
def _():
    with open("/dev/full", "w") as full:
        result = weft("-e", """
          process.stdout.on("error", (error) => console.error(error.code));
          process.stdout.write("x");
        """, stdout=full)
    equal((result.code, result.err), (0, "ENOSPC\n"))


@test("console.log to a full standard output does not end the program")
def _():
    with open("/dev/full", "w") as full:
        result = weft("-e", "console.log('x'); console.log('y'); console.error('still here')", stdout=full)
    match(result.err, "still here")


@test("a cache that cannot be written is no cache, and the program runs")
def _():
    tree = files({"main.ts": "const text: string = 'ran'; console.log(text);", "cache": None})

    def no_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    for _ in range(2):
        result = weft(tree / "main.ts", env={"WEFT_CACHE_DIR": tree / "cache"}, preexec_fn=no_room).ok()
        equal(result.out, "ran\n")
    equal([path.name for path in (tree / "cache").rglob("*") if path.is_file() and path.stat().st_size], [])


@test("a file size limit is an error, not the end of the process")
def _():
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))

    tree = files({"main.mjs": """
      import fs from "node:fs";
      try { fs.writeFileSync("out", "x".repeat(100)); } catch (error) { console.log(error.code); }
    """})
    result = weft(tree / "main.mjs", "--", cwd=tree, preexec_fn=small_files)
    equal((result.out, result.signal), ("EFBIG\n", None))


@test("child processes get the signals' defaults back")
def _():
    tree = files({"main.mjs": """
      import { spawnSync } from "node:child_process";
      const ignored = (text) => parseInt(/SigIgn:\\s*(\\w+)/.exec(text)[1].slice(-8), 16);
      const { stdout } = spawnSync("cat", ["/proc/self/status"], { encoding: "utf8" });
      console.log(ignored(stdout) & (1 << 12), ignored(stdout) & (1 << 24));
    """})
    equal(weft(tree / "main.mjs").ok().out, "0 0\n")
