# test-timeout: 120 s
"""weft --hot: modules are replaced while the program runs."""
import time

from process import check, equal, files, match, test
from served import Site

SERVER = """import { greeting } from "./greeting.ts";
const server = Weft.serve({ port: 0, hostname: "127.0.0.1", routes: { "/pid": () => new Response(String(process.pid)) },
  fetch(request, server) { if (server.upgrade(request)) return; return new Response(greeting()); },
  websocket: { open(s) { s.send(greeting()); }, message(s, m) { s.send(`${greeting()} ${m}`); } } });
console.log(`http://127.0.0.1:${server.port}/`);
"""


def project(**more):
    return files({"package.json": {"type": "module"}, "server.ts": SERVER, "greeting.ts": "export const greeting = (): string => 'one';\n", **more})


def edit(path, text):
    path.write_text(text)


def until(attempt, what, seconds=10):
    end = time.monotonic() + seconds
    while True:
        last = attempt()
        if last:
            return last
        check(time.monotonic() < end, f"never: {what}")
        time.sleep(0.02)


@test("a module of a server is replaced, and the server stays")
def _():
    folder = project()
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        equal(site.get("/").text, "one")
        pid = site.get("/pid").text
        for text in ["two", "three", "four"]:
            edit(folder / "greeting.ts", f"export const greeting = (): string => '{text}';\n")
            until(lambda: site.get("/").text == text, text)
        equal(site.get("/pid").text, pid)
        match(site.wait_for(r"weft: greeting\.ts replaced in \d+ ms").group(0), "replaced")
        edit(folder / "server.ts", SERVER.replace("greeting())", "greeting() + '!')"))
        until(lambda: site.get("/").text == "four!", "the server's own file")
        equal(site.get("/pid").text, pid)


@test("a WebSocket stays open and gets the new handlers")
def _():
    folder = project()
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        client = """const s = new WebSocket(process.argv[2]); s.onmessage = (e) => console.log(e.data); s.onclose = () => console.log("closed");
setInterval(() => s.readyState === 1 && s.send("tick"), 50);"""
        (folder / "client.mjs").write_text(client)
        with Site("client.mjs", f"ws://127.0.0.1:{site.port}/", cwd=folder, awaited=r"(one) tick") as watcher:
            edit(folder / "greeting.ts", "export const greeting = (): string => 'two';\n")
            watcher.wait_for("two tick")
            check("closed" not in watcher.shown, watcher.shown)


@test("a module that accepts itself is alone evaluated anew, with the data that was left")
def _():
    folder = project(**{
        "greeting.ts": "import { count } from './count.ts';\nexport const greeting = (): string => `${count.value} ${count.version}`;\n",
        "count.ts": "export const count = import.meta.hot!.data.count ?? { value: 0, version: 1 };\ncount.value++;\ncount.version = 1;\n"
                    "import.meta.hot!.data.count = count;\nimport.meta.hot!.accept();\nimport.meta.hot!.dispose((data) => { data.count.value += 10; });\n",
    })
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        equal(site.get("/").text, "1 1")
        edit(folder / "count.ts", (folder / "count.ts").read_text().replace("version = 1;", "version = 2;"))
        until(lambda: site.get("/").text == "12 2", "the count and its new version")


@test("an importer takes the new module")
def _():
    folder = project(**{
        "greeting.ts": "import { text } from './text.ts';\nlet now = text;\nexport const greeting = (): string => now;\n"
                       "import.meta.hot!.accept('./text.ts', (next) => { now = next!.text; });\n",
        "text.ts": "export const text = 'first';\n",
    })
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        equal(site.get("/").text, "first")
        for text in ["second", "third"]:
            edit(folder / "text.ts", f"export const text = '{text}';\n")
            until(lambda: site.get("/").text == text, text)


@test("a fault is reported, and what runs goes on")
def _():
    folder = project()
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        edit(folder / "greeting.ts", "export const greeting = (): string => 'broken;\n")
        site.wait_for(r"greeting\.ts:1")
        site.wait_for("weft: the program goes on as it was")
        equal(site.get("/").text, "one")
        edit(folder / "greeting.ts", "export const greeting = (): string => 'mended';\n")
        until(lambda: site.get("/").text == "mended", "mended")
        edit(folder / "greeting.ts", "import { gone } from './gone.ts';\nexport const greeting = (): string => gone;\n")
        site.wait_for(r"gone\.ts")
        edit(folder / "gone.ts", "export const gone = 'here';\n")
        edit(folder / "greeting.ts", "import { gone } from './gone.ts';\nexport const greeting = (): string => gone + 1;\n")
        until(lambda: site.get("/").text == "here1", "a new module")
        edit(folder / "gone.ts", "export const gone = 'there';\n")
        until(lambda: site.get("/").text == "there1", "an edit of it")


@test("what cannot be replaced starts the program again, and it is said why")
def _():
    folder = project(**{"old.cjs": "exports.text = 'old';\n", "greeting.ts": "import old from './old.cjs';\nexport const greeting = (): string => old.text;\n"})
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        equal(site.get("/").text, "old")
        pid = site.get("/pid").text
        site.forget()
        edit(folder / "old.cjs", "exports.text = 'newer';\n")
        site.wait_for(r"weft: restarting: old\.cjs is CommonJS")
        site.port = int(site.wait_for(r"http://[^:]+:(\d+)/").group(1))
        equal(site.get("/").text, "newer")
        check(site.get("/pid").text != pid, "another process")


@test("an error in new modules starts the program again")
def _():
    first = "globalThis.begun = true;\nexport const greeting = (): string => 'one';\n"
    folder = project(**{"greeting.ts": first})
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        site.forget()
        edit(folder / "greeting.ts", "if (globalThis.begun) throw new Error('too late');\n" + first.replace("one", "again"))
        site.wait_for(r"weft: restarting: too late")
        site.port = int(site.wait_for(r"http://[^:]+:(\d+)/").group(1))
        equal(site.get("/").text, "again")


@test("a server of node:http asks for a restart, unless it is kept")
def _():
    text = """import http from "node:http";\nimport { greeting } from "./greeting.ts";\nconst server = http.createServer((q, r) => r.end(greeting()));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));\n"""
    folder = project(**{"server.ts": text})
    with Site("--hot", "server.ts", cwd=folder, awaited=r"http://[^:]+:(\d+)/") as site:
        site.forget()
        edit(folder / "greeting.ts", "export const greeting = (): string => 'two';\n")
        site.wait_for(r"weft: restarting: a server of node:net or node:http is open")
        site.port = int(site.wait_for(r"http://[^:]+:(\d+)/").group(1))
        equal(site.get("/").text, "two")


@test("a program that ended begins again with the next change")
def _():
    folder = files({"main.ts": "console.log('http://one:1/');\n"})
    with Site("--hot", "main.ts", cwd=folder, awaited=r"http://one:(\d+)/") as site:
        site.wait_for("ended with exit code 0; waiting for changes")
        edit(folder / "main.ts", "console.log('again'); throw new Error('x');\n")
        site.wait_for("^again$")
        site.wait_for("ended with exit code 1; waiting")
        edit(folder / "main.ts", "console.log('once more');\n")
        site.wait_for("^once more$")


@test("without --hot there is no import.meta.hot")
def _():
    folder = files({"main.mjs": "console.log(import.meta.hot, Object.keys(import.meta).includes('hot'));"})
    from process import weft
    equal(weft(folder / "main.mjs").ok().out, "undefined false\n")
    result = weft("--hot")
    equal(result.code, 9)
    match(result.err, "need a file")
