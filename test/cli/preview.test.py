# test-timeout: 120 s
"""weft preview: a folder as it is, and nothing beside it."""
import socket
import threading

from process import Link, check, equal, files, match, test, weft
from served import SECRETS, TREASURE, Site, escapes, tree_of_secrets


def built():
    return files({
        "dist/index.html": "<h1>home</h1>", "dist/about.html": "about", "dist/docs/index.html": "docs", "dist/404.html": "lost",
        "dist/main-Ab12Cd34.js": "main()", "dist/a.css": "a{}", "dist/data.json": "[1,2,3]", "dist/.well-known/x": "known",
    })


@test("pages, scripts and files, with their types")
def _():
    with Site("preview", cwd=built()) as site:
        home = site.get("/")
        equal((home.status, home.text, home.headers["content-type"]), (200, "<h1>home</h1>", "text/html;charset=utf-8"))
        equal(site.get("/about").text, "about")
        equal(site.get("/docs/").text, "docs")
        equal(site.get("/docs").headers["location"], "/docs/")
        equal(site.get("/.well-known/x").text, "known")
        script = site.get("/main-Ab12Cd34.js")
        equal((script.headers["content-type"], script.headers["cache-control"]), ("text/javascript;charset=utf-8", "max-age=31536000, immutable"))
        equal(site.get("/a.css").headers["cache-control"], "no-cache")
        lost = site.get("/none")
        equal((lost.status, lost.text), (404, "lost"))
        equal(site.request("POST", "/").status, 405)
        equal(site.request("HEAD", "/").body, b"")


@test("whoever has a file already is told so, and parts are given")
def _():
    with Site("preview", "dist", cwd=built()) as site:
        first = site.get("/data.json")
        equal(site.get("/data.json", if_none_match=first.headers["etag"]).status, 304)
        equal(site.get("/data.json", if_modified_since=first.headers["last-modified"]).status, 304)
        equal(site.get("/data.json", if_none_match='"other"').status, 200)
        part = site.get("/data.json", range="bytes=1-3")
        equal((part.status, part.text), (206, "1,2"))


@test("an application with a router gets its page for every path, files do not")
def _():
    with Site("preview", "--single", cwd=built()) as site:
        equal(site.get("/deep/path", accept="text/html,*/*").text, "<h1>home</h1>")
        equal(site.get("/none.js", accept="*/*").status, 404)


@test("a base, headers and CORS")
def _():
    with Site("preview", "--base", "/app", "--header", "X-Robots-Tag: none", "--cors=https://a.example", cwd=built()) as site:
        equal(site.get("/app").headers["location"], "/app/")
        answer = site.get("/app/about")
        equal((answer.text, answer.headers["x-robots-tag"]), ("about", "none"))
        equal(answer.headers["access-control-allow-origin"], "https://a.example")
        equal(site.get("/about").status, 404)
        asked = site.request("OPTIONS", "/app/a.css", origin="https://a.example", access_control_request_method="GET",
                             access_control_request_headers="x-a")
        equal((asked.status, asked.headers["access-control-allow-headers"]), (204, "x-a"))


@test("no file outside of the folder is served, whatever asks for it")
def _():
    tree = tree_of_secrets()
    tree["site/linked"] = Link("..")
    tree["site/outside-link.txt"] = Link("../outside.txt")
    tree["site/inner-link.txt"] = Link("sub/a.txt")
    folder = files(tree)
    with Site("preview", "site", cwd=folder) as site:
        for target in escapes(folder / "site"):
            answer = site.get(target)
            check(TREASURE not in answer.text and answer.status in (400, 403, 404), f"{target}: {answer}")
        equal(site.get("/inner-link.txt").text, "a")
        equal(site.get("/").status, 200)


@test("keys and what begins with a dot are not served, nor by a link to them")
def _():
    tree = tree_of_secrets()
    tree["site/plain.txt"] = Link(".env")
    with Site("preview", "site", cwd=files(tree)) as site:
        for name in [*SECRETS, "plain.txt", ".ENV", "%2eenv", "sub/../.env", ".git", "KEY.PEM"]:
            answer = site.get("/" + name)
            check(answer.status in (403, 404) and TREASURE not in answer.text, f"{name}: {answer}")


@test("only names of this machine are answered, and those that were allowed")
def _():
    with Site("preview", "--allowed-host", ".example.test", cwd=built()) as site:
        for host in ["localhost", f"localhost:{site.port}", "127.0.0.1:1", "[::1]:80", "app.localhost", "a.example.test", "EXAMPLE.TEST:8", "192.168.1.9"]:
            equal(site.get("/", host=host).status, 200, host)
        for host in ["evil.example", "localhost.evil.example", "example.test.evil", "127.0.0.1.evil.example", "", "a b", "localhost@evil", "evil/localhost"]:
            check(site.get("/", host=host).status in (400, 403), host)
        equal(site.raw(b"GET / HTTP/1.0\r\n\r\n").status, 403, "no host")


@test("this machine alone is answered, unless others are to be")
def _():
    others = [info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET) if not info[4][0].startswith("127.")]
    with Site("preview", cwd=built()) as site:
        for address in others:
            try:
                socket.create_connection((address, site.port), 2).close()
                check(False, f"answered at {address}")
            except OSError:
                pass
    if others:
        with Site("preview", "--host", cwd=built()) as site:
            equal(site.raw(b"GET / HTTP/1.1\r\nhost: " + others[0].encode() + b"\r\nconnection: close\r\n\r\n", others[0]).status, 200)


@test("a port that is taken gives way to the next, unless it is to be that one")
def _():
    folder = built()
    with Site("preview", cwd=folder) as first:
        with Site("preview", "--port", str(first.port), cwd=folder) as second:
            check(second.port > first.port, "the next one")
            match(second.shown, f"port {first.port} is taken")
        result = weft("preview", "--port", str(first.port), "--strict-port", cwd=folder)
        equal((result.code, result.out), (1, ""))
        match(result.err, f"^weft preview: port {first.port} is taken$")


@test("over TLS, with a certificate that is made once")
def _():
    folder = built()
    env = {"WEFT_CACHE_DIR": str(folder / "cache")}
    with Site("preview", "--https", cwd=folder, env=env) as site:
        equal(site.get("/about").text, "about")
    kept = folder / "cache/dev-certificate.pem"
    text = kept.read_text()
    equal(kept.stat().st_mode & 0o777, 0o600)
    with Site("preview", "--https", cwd=folder, env=env) as site:
        equal(site.get("/about").text, "about")
    equal(kept.read_text(), text)
    script = """const { X509Certificate } = require("node:crypto"); const { readFileSync } = require("node:fs");
const c = new X509Certificate(readFileSync(process.argv[2])); console.log(c.checkHost("localhost"), c.checkIP("127.0.0.1"),
c.checkIP("::1"), c.verify(c.publicKey), c.subjectAltName);"""
    match(weft("-e", script, "x", kept).ok().out, r"^localhost 127\.0\.0\.1 ::1 true DNS:localhost, DNS:\*\.localhost, IP Address:127")


class Upstream:
    """Another server, that tells what it was asked."""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.seen = []
        threading.Thread(target=self.run, daemon=True).start()
        return self

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            data = client.recv(65536)
            self.seen.append(data)
            client.sendall(b"HTTP/1.1 201 Made\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 5\r\nconnection: close\r\n\r\nabove")
            client.close()

    def __exit__(self, *_):
        self.listener.close()


@test("what begins with a path goes to another server")
def _():
    with Upstream() as upstream:
        words = ["--proxy", f"/api=http://127.0.0.1:{upstream.port}", "--proxy", f"/cut=http://127.0.0.1:{upstream.port}/", "--proxy", "/dead=http://127.0.0.1:1"]
        with Site("preview", *words, cwd=built()) as site:
            answer = site.request("POST", "/api/a%20b?q=1", body=b"hello", x_own="yes")
            equal((answer.status, answer.text), (201, "above"))
            check(upstream.seen[0].startswith(b"POST /api/a%20b?q=1 HTTP/1.1"), upstream.seen[0])
            check(b"x-own: yes" in upstream.seen[0].lower() and b"x-forwarded-host: localhost" in upstream.seen[0].lower(), upstream.seen[0])
            site.get("/cut/users")
            check(upstream.seen[1].startswith(b"GET /users HTTP/1.1"), upstream.seen[1])
            equal(site.get("/apiary").status, 404)
            equal(site.get("/dead/x").status, 502)
            match(site.wait_for("GET /dead/x: http://127.0.0.1:1 does not answer: ECONNREFUSED").group(0), "dead")


@test("WebSockets go to another server, too")
def _():
    chat = """const server = Weft.serve({ port: 0, hostname: "127.0.0.1", fetch(request, server) {
  const name = new URL(request.url).pathname;
  if (server.upgrade(request, { data: name, headers: { "Sec-WebSocket-Protocol": "chat" } })) return; return new Response("", { status: 404 });
}, websocket: { open(s) { s.send("welcome to " + s.data); }, message(s, m) { typeof m === "string" ? s.send("you said " + m) : s.sendBinary(m); if (m === "bye") s.close(4001, "gone"); } } });
console.log(`http://127.0.0.1:${server.port}/`);"""
    client = """const socket = new WebSocket(process.argv[2], ["chat", "other"]); socket.binaryType = "arraybuffer";
socket.onopen = () => { console.log(socket.protocol); socket.send("hi"); socket.send(new Uint8Array([1, 2])); socket.send("bye"); };
socket.onmessage = (e) => console.log(typeof e.data === "string" ? e.data : new Uint8Array(e.data).join());
socket.onclose = (e) => console.log(e.code, e.reason);"""
    folder = built()
    (folder / "chat.mjs").write_text(chat)
    with Site("chat.mjs", cwd=folder) as upstream:
        with Site("preview", "--proxy", f"/chat=ws://127.0.0.1:{upstream.port}", cwd=folder) as site:
            out = weft("-e", client, "x", f"ws://localhost:{site.port}/chat/1").ok().out
            equal(out, "chat\nwelcome to /chat/1\nyou said hi\n1,2\nyou said bye\n4001 gone\n")


@test("wrong words are refused")
def _():
    for words, message in [(["--prot", "1"], "did you mean --port"), (["--port", "x"], "takes a number"), (["--port", "70000"], "from 0 to 65535"),
                           (["--proxy", "api=x"], "takes PATH=URL"), (["--header", "x"], "takes \"NAME: VALUE\""), (["a", "b"], "takes one folder"),
                           (["--cert", "a"], "--cert and --key go together"), (["--base", "x"], "takes a path")]:
        result = weft("preview", *words, cwd=built())
        equal((result.code, result.out), (9, ""), str(words))
        match(result.err, "^weft preview: ")
        match(result.err, message)
    result = weft("preview", cwd=files({}))
    equal(result.code, 1)
    match(result.err, "^weft preview: there is no folder dist: weft build writes it$")
    match(weft("preview", "--help").ok().out, r"--single\s+a path without a file")
