# test-timeout: 120 s
"""Pages as routes of Weft.serve."""
from process import Skip, check, equal, files, match, test, weft
from served import TREASURE, Site

SERVER = """import home from "./home.html";
import about from "./pages/about.html";
const server = Weft.serve({ port: 0, hostname: "127.0.0.1", development: %s,
  routes: { "/": home, "/about/*": about, "/api": () => Response.json({ ok: true }) },
  fetch(request, server) { if (server.upgrade(request)) return; return new Response("own", { status: 404 }); },
  websocket: { message(s, m) { s.send("chat " + m); } } });
console.log(`http://127.0.0.1:${server.port}/ ${Object.keys(home)}`);
"""


def project(development):
    return files({
        "package.json": {"type": "module"}, "server.ts": SERVER % development,
        "home.html": "<!doctype html><title>home</title><body><script type=module src=./home.ts></script></body>",
        "home.ts": "import { text } from './text';\ndocument.body.append(text);\n", "text.ts": "export const text: string = 'hello from text';\n",
        "pages/about.html": "<!doctype html><title>about</title><link rel=stylesheet href=./about.css>", "pages/about.css": "h1 { color: red }",
        ".env": f"SECRET={TREASURE}\n", "key.pem": TREASURE,
    })


def server(development):
    return Site("server.ts", cwd=project(development), awaited=r"http://[^:]+:(\d+)/ index")


@test("in development pages are those of weft dev, beside the program's routes")
def _():
    with server("true") as site:
        home = site.get("/")
        equal((home.status, home.headers["content-type"]), (200, "text/html;charset=utf-8"))
        match(home.text, "<title>home</title>")
        match(home.text, "@weft/")
        match(site.get("/about/any").text, "<title>about</title>")
        equal(site.get("/api").text, '{"ok":true}')
        equal((site.get("/other").status, site.get("/other").text), (404, "own"))
        equal(site.request("POST", "/").text, "own")
        match(site.get("/__weft/data").text, '"modules":')
        equal(site.upgrade("/@weft/socket", origin=f"http://localhost:{site.port}"), 101)
        equal(site.upgrade("/chat"), 101)


@test("in development nothing else of the folder is served, and nothing to strangers")
def _():
    with server("true") as site:
        site.get("/")
        for target in ["/.env", "/key.pem", "/server.ts?raw", "/.env?raw", "/@fs/etc/passwd", "/@fs/etc/passwd?raw", "/@weft/../.env", "/@weft/load/x.js?id=/@fs/etc/passwd",
                       "/@weft/load/x.js?id=/.env"]:
            answer = site.get(target)
            check(TREASURE not in answer.text and "root:" not in answer.text and "Weft.serve(" not in answer.text, f"{target}: {answer}")
        equal(site.upgrade("/@weft/socket", origin="https://evil.example"), 403)
        equal(site.get("/__weft/data", host="evil.example").status, 403)
        equal(site.get("/__weft/data", sec_fetch_site="cross-site", sec_fetch_mode="no-cors").status, 403)


@test("else they are bundled once")
def _():
    folder = files({"a.html": "<!doctype html>"})
    if weft("build", "a.html", "--outdir", "out", cwd=folder).code != 0:
        raise Skip("weft build takes no pages yet")
    with server("false") as site:
        home = site.get("/")
        equal(home.status, 200, home)
        check("@weft" not in home.text, home.text)
        script = match(home.text, r'src="?(/[^">]+\.js)').group(1)
        match(site.get(script).text, "hello from text")
        equal(site.get(script).headers["cache-control"], "max-age=31536000, immutable")
        match(site.get("/about/x").text, "<title>about</title>")
        equal(site.get("/other").text, "own")
        check(site.get("/.env").text == "own", "secrets")
