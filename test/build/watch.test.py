# test-timeout: 60 s
"""`weft build --watch`, and builds with a configuration: options and plugins of weft.config.*."""
import subprocess
import threading
import time

from process import SCALE, check, equal, files, match, spawn, test, weft


class Watched:
    """A `weft build --watch` whose lines are waited for."""

    def __init__(self, tree, *arguments):
        self.child = spawn("build", "--watch", *arguments, cwd=tree, stderr=subprocess.STDOUT)
        self.lines = []
        self.seen = 0
        self.condition = threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.child.stdout:
            with self.condition:
                self.lines.append(line.decode().rstrip("\n"))
                self.condition.notify()

    def wait(self, text):
        """The next line that holds `text`."""
        limit = time.monotonic() + 15 * SCALE
        with self.condition:
            while True:
                while self.seen < len(self.lines):
                    self.seen += 1
                    if text in self.lines[self.seen - 1]:
                        return
                left = limit - time.monotonic()
                check(left > 0, f"no line with {text!r} in {self.lines}")
                self.condition.wait(left)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.kill()
        self.child.wait()


@test("it builds again when what it read changes, also after a fault, and when what it missed appears")
def _():
    tree = files({"main.js": "import { a } from './a.js'; import './style.css'; console.log(a);", "a.js": "export const a = 1;", "style.css": "p { color: red }"})
    with Watched(tree, "--outfile", "out/main.js", "main.js") as watched:
        watched.wait("out/main.js  ")
        equal(weft("out/main.js", cwd=tree).ok().out, "1\n")
        (tree / "a.js").write_text("export const a = 2;")
        watched.wait("a.js changed")
        watched.wait("out/main.js  ")
        equal(weft("out/main.js", cwd=tree).ok().out, "2\n")
        (tree / "a.js").write_text("export const a = ;")
        watched.wait("a.js:1:18: error")
        (tree / "a.js").write_text("export { a } from './b.js';")
        watched.wait("Cannot find module")
        (tree / "b.js").write_text("export const a = 'appeared';")
        watched.wait("out/main.js  ")
        equal(weft("out/main.js", cwd=tree).ok().out, "appeared\n")
        (tree / "style.css").write_text("p { color: blue }")
        watched.wait("style.css changed")
        watched.wait("out/main.js  ")
        match((tree / "out/main.css").read_text(), "blue")


CONFIG = """
  import { readFileSync } from "node:fs";
  const upper = {
    name: "upper",
    setup(build) {
      build.onLoad({ filter: /\\.up$/ }, ({ path }) => {
        const text: string = readFileSync(path, "utf8");
        if (text.includes("bad")) return { errors: [{ text: "a bad word", location: { file: path, line: 1, column: 2, length: 3 } }] };
        if (text.includes("throw")) throw new Error("of the plugin");
        return { contents: text.toUpperCase(), loader: "text" };
      });
      build.onEnd(({ errors }) => { console.log("end", errors.length); });
    },
  };
  export default { build: { entryPoints: ["main.ts"], outdir: "dist", define: { WORD: '"config"' }, plugins: [upper] } };
"""


@test("weft.config.ts has options and plugins; the command line says more")
def _():
    tree = files({"weft.config.ts": CONFIG, "main.ts": "import text from './a.up'; console.log(text as string, WORD);", "a.up": "text", "other.js": "console.log('other')", "sub/x": ""})
    built = weft("build", cwd=tree)
    equal(built.code, 0, str(built))
    match(built.err, r"dist/main\.js  .* ms")
    match(built.out, "end 0")
    equal(weft("dist/main.js", cwd=tree).ok().out, "TEXT config\n")
    equal(weft("build", "--outdir", "other", "--minify", "other.js", cwd=tree).code, 0)
    equal(weft("other/other.js", cwd=tree).ok().out, "other\n")
    equal(weft("build", "-o", "one.js", "other.js", cwd=tree).code, 0)
    equal(weft("one.js", cwd=tree).ok().out, "other\n")
    equal(weft("build", "--no-config", cwd=tree).code, 9)
    (tree / "a.up").write_text("a bad word")
    built = weft("build", cwd=tree)
    equal(built.code, 1, str(built))
    match(built.err, r'a\.up:1:3: error: a bad word\n   1 \| a bad word\n     \|   ~*\^*.*\nnote: from the plugin "upper"')
    (tree / "a.up").write_text("throw")
    match(weft("build", cwd=tree).err, r'error: of the plugin\nnote: from the plugin "upper"')


@test("a configuration with faults says so, and a folder's without builds is not read")
def _():
    def faults(config, *words):
        result = weft("build", *words, "main.js", cwd=files({"weft.config.mjs": config, "main.js": "1"}))
        equal(result.code, 9, str(result))
        return result.err
    match(faults("export default { build: { minfy: true } }"), r'weft\.config\.mjs: "build" knows no option: "minfy"; did you mean "minify"\?')
    match(faults("export default { build: 3 }"), '"build" must be an object')
    match(faults("throw new Error('of build itself')"), "of build itself")
    match(faults("export default { build: { plugins: [{}] } }"), "A plugin needs a name")
    match(weft("build", "--config", "none.ts", "main.js", cwd=files({"main.js": ""})).err, "--config names a file that does not exist")
    tree = files({"weft.config.mjs": "throw 1; export default { test: {} }", "main.js": "console.log(1)"})
    equal(weft("build", "main.js", cwd=tree).code, 0)


@test("with a configuration, it watches what plugins load")
def _():
    tree = files({"weft.config.ts": CONFIG, "main.ts": "import text from './a.up'; console.log(text as string, WORD);", "a.up": "one"})
    with Watched(tree) as watched:
        watched.wait("end 0")
        (tree / "a.up").write_text("two")
        watched.wait("a.up changed")
        watched.wait("end 0")
        equal(weft("dist/main.js", cwd=tree).ok().out, "TWO config\n")


@test("a plugin that imports esbuild gets what has its API here, where it is not installed")
def _():
    tree = files({
        "weft.config.mjs": """
          import * as esbuild from "esbuild";
          export default { build: { plugins: [{ name: "own", setup(build) {
            build.onLoad({ filter: /main\\.js$/ }, async () => ({ contents: (await esbuild.transform("console.log(<a>1</a> as any)", { loader: "tsx", jsx: "transform", jsxFactory: "String" })).code }));
          } }] } };
        """,
        "main.js": "",
    })
    match(weft("build", "main.js", cwd=tree).ok().out, r'String\("a"')


@test("a plugin that does not answer is named, and ^C ends it")
def _():
    tree = files({"weft.config.mjs": "export default { build: { plugins: [{ name: 'sleepy', setup(b) { b.onLoad({ filter: /main/ }, () => { for (;;); }); } }] } };", "main.js": ""})
    child = spawn("build", "main.js", cwd=tree, stderr=subprocess.PIPE)
    try:
        match(child.stderr.readline().decode(), r'still waiting for onLoad of the plugin "sleepy" \(.*main\.js\)')
        child.send_signal(2)
        equal(child.wait(10 * SCALE), -2)
    finally:
        child.kill()
        child.wait()
