# test-timeout: 180 s
# weft test --cached: a file of which nothing has changed that it read does not run; everything that it can read counts.
import os
import time

from process import absent, check, equal, files, match, test, weft

TICK = 0.08  # what changed within a tick of the clock before it ran is not trusted


class Project:
    def __init__(self, tree, **env):
        self.root = files({"package.json": {"type": "module"}, **tree})
        self.env = {"CI": "", "GITHUB_ACTIONS": "", "WEFT_CACHE_DIR": str(self.root) + ".cache", **env}
        time.sleep(TICK)

    def write(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        time.sleep(TICK)

    def run(self, *options, **env):
        return weft("test", "--explain", *options, cwd=self.root, env={**self.env, **env}, timeout=60)

    def runs(self, why, *options, code=0, file="a.test.js", **env):
        result = self.run(*options, **env)
        match(result.out, rf"^{file} runs: .*{why}")
        equal(result.code, code, result.out + result.err)
        return result

    def settles(self, *options, file="a.test.js", **env):
        """It runs now, and not the next time."""
        time.sleep(TICK)
        self.run(*options, **env)
        result = self.run(*options, **env)
        match(result.out, rf"^{file} does not run: nothing has changed that it read")
        match(result.out, r"✓ a\.test\.js .* unchanged")
        equal(result.code, 0, result.out + result.err)
        return result


def one(body, before=""):
    return f'import {{ test, expect }} from "weft:test";\nimport fs from "node:fs";\n{before}\ntest("one", async () => {{ {body} }});\n'


@test("what it printed, its tests and their times are as they were")
def _():
    project = Project({"a.test.js": one('console.log("said"); process.stderr.write("aside\\n");') + 'test.skip("two", () => {});'})
    result = project.settles()
    match(result.out, r"said")
    match(result.out + result.err, r"aside")
    match(result.out, r"^tests     1 passed, 1 skipped$")
    plain = weft("test", "--cached", cwd=project.root, env=project.env)
    match(plain.out, r"unchanged")
    absent(plain.out, r"does not run")
    # Without the option, everything runs.
    absent(weft("test", cwd=project.root, env=project.env).out, r"unchanged")


@test("modules: those that it imports, requires, and comes to by way of others")
def _():
    project = Project({
        "a.test.js": one('expect(value).toBe(1); expect((await import("./lazy.js")).lazy).toBe(1);', 'import { value } from "./lib/index.js";'),
        "lib/index.js": 'export { value } from "./deep.js";',
        "lib/deep.js": 'import { createRequire } from "node:module"; export const value = createRequire(import.meta.url)("./old.cjs").value;',
        "lib/old.cjs": "exports.value = 1;",
        "lazy.js": "export const lazy = 1;",
        "other.js": "",
    })
    project.settles()
    project.write("other.js", "1;")
    project.settles()
    for path in ("lib/index.js", "lib/deep.js", "lib/old.cjs", "lazy.js"):
        project.write(path, (project.root / path).read_text() + "\n")
        project.runs(f"{path} has changed")
        project.settles()
    project.write("lib/old.cjs", "exports.value = 2;")
    project.runs("lib/old.cjs has changed", code=1)
    project.runs("it failed the last time", code=1)
    # The same bytes again, though the file is another.
    project.write("lib/old.cjs", "exports.value = 1;")
    project.runs("it failed the last time")
    project.settles()
    path = project.root / "lib/old.cjs"
    path.unlink()
    project.write("lib/old.cjs", "exports.value = 1;")
    match(project.run().out, r"does not run")


@test("a file that resolution would find first, packages, their package.json, tsconfig.json and what it extends")
def _():
    project = Project({
        "a.test.js": 'import { test, expect } from "weft:test"; import { value } from "./lib"; import p from "p"; import { m } from "#m";\n'
                     'test("one", () => { expect([value, p, m]).toEqual([1, 1, 1]); });',
        "lib.ts": "export const value: number = 1;",
        "package.json": {"type": "module", "imports": {"#m": "./m.js"}},
        "m.js": "export const m = 1;",
        "node_modules/p/package.json": {"name": "p", "main": "index.js"},
        "node_modules/p/index.js": "module.exports = 1;",
        "base.json": {"compilerOptions": {}},
        "tsconfig.json": {"extends": "./base.json"},
    })
    name = "a.test.js"

    def settle():
        project.run()
        match(project.run().out, r"^a\.test\.js does not run")
    settle()
    project.write("lib.js", "export const value = 1;")
    project.runs(r"lib\.js is there now", file=name)
    settle()
    project.write("node_modules/p/package.json", '{"name":"p","main":"other.js"}')
    project.runs(r"node_modules/p/package\.json has changed", file=name)
    settle()
    project.write("base.json", '{"compilerOptions":{"target":"ES2022"}}')
    project.runs(r"base\.json has changed", file=name)
    settle()
    project.write("package.json", '{"type":"module","imports":{"#m":"./m.js"},"x":1}')
    project.runs(r"package\.json has changed", file=name)


@test("an optional module that was not there, and mocks that are files")
def _():
    project = Project({
        "a.test.js": 'import { createRequire } from "node:module";\nimport { used } from "./used.js";\n'
                     'jest.mock("./used.js");\nlet found = false; try { createRequire(import.meta.url)("optional"); found = true; } catch {}\n'
                     'test("one", () => { used(); expect(typeof found).toBe("boolean"); });',
        "used.js": "export const used = () => 1;",
    })
    project.settles()
    project.write("node_modules/optional/index.js", "")
    project.runs(r"node_modules.* is there now")
    project.settles()
    project.write("__mocks__/used.js", "export const used = () => 2;")
    project.runs(r"__mocks__")
    packages = Project({"a.test.js": "test('one', () => { expect(require('p')).toBeTruthy(); });", "node_modules/p/index.js": "module.exports = 1;"})
    packages.settles()
    packages.write("__mocks__/p.js", "export default 2;")
    packages.runs("__mocks__ is there now")


@test("files that it reads, looks for, lists and asks the size of")
def _():
    project = Project({
        "a.test.js": one("""
          expect(fs.readFileSync("data/a.txt", "utf8")).toBeTruthy();
          expect(await fs.promises.readFile(new URL("data/b.txt", import.meta.url), "utf8")).toBeTruthy();
          expect(fs.existsSync("data/none.txt")).toBe(false);
          expect(() => fs.statSync("data/gone.txt")).toThrow();
          fs.readdirSync("list");
          fs.readdirSync("tree", { recursive: true });
          fs.statSync("data/sized.txt").size;
          fs.createReadStream("data/c.txt").on("data", () => {}).resume();
          await new Promise((done) => setTimeout(done, 30));
        """),
        "data/a.txt": "a", "data/b.txt": "b", "data/c.txt": "c", "data/sized.txt": "s", "data/unread.txt": "u",
        "list/1": "", "tree/x/y/1": "",
    })
    project.settles()
    project.write("data/unread.txt", "changed")
    project.settles()
    for path in ("data/a.txt", "data/b.txt", "data/c.txt", "data/sized.txt"):
        project.write(path, "changed")
        project.runs(f"{path} has changed")
        project.settles()
    project.write("list/1", "what is in it is not asked for")
    project.settles()
    project.write("list/2", "")
    project.runs("list has changed")
    project.settles()
    project.write("tree/x/y/2", "")
    project.runs("tree/x/y has changed")
    project.settles()
    project.write("data/none.txt", "")
    project.runs(r"data/none\.txt is there now", code=1)


@test("what it makes for itself and removes again is its own affair; what it leaves or changes is not")
def _():
    project = Project({"a.test.js": one("""
      fs.mkdirSync("work");
      fs.writeFileSync("work/a.txt", "1");
      expect(fs.readFileSync("work/a.txt", "utf8")).toBe("1");
      expect(fs.readdirSync("work")).toEqual(["a.txt"]);
      fs.rmSync("work", { recursive: true });
      const folder = fs.mkdtempSync((await import("node:os")).tmpdir() + "/weft-cached-");
      fs.writeFileSync(folder + "/b.txt", "2");
      expect(fs.statSync(folder + "/b.txt").size).toBe(1);
      fs.rmSync(folder, { recursive: true, force: true });
    """)})
    project.settles()
    project.write("work/x", "")
    project.runs("work is there now", code=1)
    left = Project({"a.test.js": one('fs.writeFileSync("left.txt", "1");')})
    left.run()
    left.runs(r"left\.txt appeared while it ran")
    left.runs(r"a change of .*left\.txt")
    changed = Project({"a.test.js": one('fs.appendFileSync("log.txt", "1");'), "log.txt": ""})
    changed.run()
    changed.runs(r"nobody can name: a change of .*log\.txt")
    removed = Project({"a.test.js": one('fs.rmSync("old.txt", { force: true });'), "old.txt": ""})
    removed.run()
    removed.runs(r"nobody can name: the removal of .*old\.txt")
    removed.settles()
    removed.write("old.txt", "")
    removed.runs(r"old\.txt is there now")


@test("environment variables that it reads, by name, in or all of them")
def _():
    project = Project({"a.test.js": one('process.env.ONE; "TWO" in process.env; const { THREE } = process.env;')})
    project.settles()
    project.settles(OTHER="1")
    for name in ("ONE", "TWO", "THREE", "TZ", "LANG"):
        project.settles()
        project.runs(f"the variable {name} has changed", **{name: "Europe/Paris" if name == "TZ" else "1"})
    every = Project({"a.test.js": one("const copy = { ...process.env };")})
    every.settles()
    every.runs("the environment has changed", OTHER="1")


@test("what has inputs that nobody can name is never kept, and why is said")
def _():
    for body, why in (
        ('(await import("node:child_process")).execFileSync("true");', "a child process"),
        ('const { Worker } = await import("node:worker_threads"); await new Worker("", { eval: true }).terminate();', "a worker"),
        ('await fetch("http://127.0.0.1:45999/").catch(() => {});', r"a connection to 127\.0\.0\.1:45999"),
        ('(await import("node:net")).connect("/tmp/weft-no-such-socket").on("error", () => {});', "a connection to /tmp/weft-no-such-socket"),
        ('await (await import("node:dns")).promises.lookup("weft.invalid").catch(() => {});', r"the address of weft\.invalid"),
        ('fs.watch(".").close();', "a watcher of files"),
        ('(await import("node:os")).networkInterfaces();', "the network's interfaces"),
        ('new BroadcastChannel("weft").close();', "a broadcast channel"),
        ('await Weft.build({ entrypoints: ["./none.js"], throw: false }).catch(() => {});', "a build"),
        ('fs.symlinkSync("package.json", "link"); fs.unlinkSync("link");', "a link to"),
    ):
        project = Project({"a.test.js": one(body)})
        project.run()
        project.runs("it used what has inputs that nobody can name: " + why)


@test("a server and its own client say nothing new")
def _():
    project = Project({"a.test.js": one("""
      const server = (await import("node:http")).createServer((request, response) => response.end("hello"));
      await new Promise((done) => server.listen(0, "127.0.0.1", done));
      const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
      expect(await answer.text()).toBe("hello");
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    """)})
    project.settles()


@test("snapshots: what was written is run again once, what is changed or removed is seen")
def _():
    project = Project({"a.test.js": one('expect({ a: 1 }).toMatchSnapshot();')})
    project.run()
    project.runs("it wrote snapshots the last time")
    project.settles()
    path = "__snapshots__/a.test.js.snap"
    project.write(path, (project.root / path).read_text().replace("1,", "2,"))
    project.runs(f"{path} has changed", code=1)
    (project.root / path).unlink()
    project.run()
    project.settles()


@test("setup files, a configuration, options; a transformer is a reason to run")
def _():
    project = Project({"a.test.js": "test('one', () => { expect(globalThis.set).toBe(1); });", "setup.js": 'import "./more.js";', "more.js": "globalThis.set = 1;",
                       "package.json": {"type": "module", "jest": {"setupFiles": ["./setup.js"]}}})
    project.settles()
    project.write("more.js", "globalThis.set = 1; // changed")
    project.runs(r"more\.js has changed")
    project.settles()
    project.runs("no result is kept of it with this weft and these settings", "-t", "one")
    project.write("package.json", '{"type":"module","jest":{"setupFiles":["./setup.js"],"testTimeout":99}}')
    project.runs("no result is kept")
    transformed = Project({"a.test.js": "test('one', () => {});", "t.cjs": "exports.process = (code) => ({ code });",
                           "jest.config.cjs": "module.exports = { transform: { '\\\\.js$': '<rootDir>/t.cjs' } };"})
    transformed.run()
    transformed.runs("the transformer")
    setup = Project({"a.test.js": "test('one', () => {});", "g.cjs": "module.exports = () => {};",
                     "jest.config.cjs": "module.exports = { globalSetup: './g.cjs' };"})
    setup.run()
    setup.runs("its project has a global set-up")


@test("a flaky test, a failure, a file that is never whole are run again; one changes and the rest stays")
def _():
    project = Project({"a.test.js": one(""), "b.test.js": one("expect(1).toBe(2);"), "c.test.js": one("")})
    equal(project.run().code, 1)
    result = project.run()
    match(result.out, r"^a\.test\.js does not run")
    match(result.out, r"^b\.test\.js runs: it failed the last time")
    match(result.out, r"^c\.test\.js does not run")
    equal(result.code, 1)
    match(result.out, r"^tests     1 failed, 2 passed$")
    project.write("c.test.js", one("1;"))
    result = project.run()
    match(result.out, r"^a\.test\.js does not run")
    match(result.out, r"^c\.test\.js runs: c\.test\.js has changed")
    retried = Project({"a.test.js": "let n = 0; test('one', () => { expect(++n).toBe(2); });"})
    retried.run("--retry=2")
    retried.runs("a test passed only when it was tried again: one", "--retry=2")


@test("where it can have no effect it says so")
def _():
    project = Project({"a.test.js": one("")})
    match(project.run("--randomize").err, r"--cached has no effect: a random order")
    match(project.run("--coverage").err, r"--cached has no effect: what does not run covers nothing")
    result = weft("test", "--cahced", cwd=project.root, env=project.env)
    equal(result.code, 9)
    match(result.err, r"--cached")


@test("a configuration is read again when something has changed that it read, and else its plan stands")
def _():
    project = Project({"a.test.js": "test('one', () => {});", "jest.config.js": "import { limit } from './limit.js'; console.log('config is read', process.env.LIMIT); export default { testTimeout: limit };",
                       "limit.js": "export const limit = 1000;", "package.json": {"type": "module"}})
    match(project.run().out, r"config is read")
    absent(project.settles().out, r"config is read")
    project.write("limit.js", "export const limit = 2000;")
    match(project.runs("no result is kept").out, r"config is read")
    absent(project.settles().out, r"config is read")
    match(project.run(LIMIT="1").out, r"config is read 1")
    project.write("jest.config.ts", "export default {};")
    result = project.run()
    match(result.out + result.err, r"config is read|a\.test\.js runs")
    # Reporters of its own, and a global set-up, are the host's: then it is read for them.
    owned = Project({"a.test.js": "test('one', () => {});", "r.cjs": "exports.onRunComplete = () => console.log('complete');",
                     "jest.config.cjs": "module.exports = { reporters: ['default', './r.cjs'] };"})
    for _ in range(3):
        match(owned.run().out, r"^complete$")
    match(owned.run().out, r"does not run")


@test("nothing starts an engine when nothing runs")
def _():
    project = Project({f"{i}.test.js": one("") for i in range(3)})
    project.run()
    process_count = weft("test", "--cached", "--reporter=json", cwd=project.root, env=project.env)
    equal(process_count.code, 0)
    equal(process_count.out.count('"unchanged"'), 0)
    match(process_count.out, r'"numPassedTests":\s*3')
