# test-timeout: 170 s
"""weft dev without a browser: URLs, what is said, and what is not served. test/dev has pages in a browser."""
import json
import time

from process import Link, check, equal, files, match, test, weft
from served import SECRETS, TREASURE, Site, escapes, tree_of_secrets


def app(**more):
    return files({
        "package.json": {"name": "app", "type": "module"},
        "index.html": "<!doctype html><title>home</title><link rel=stylesheet href=/src/main.css><body><script type=module src=/src/main.ts></script>",
        "src/main.ts": "import { text } from './text';\nimport logo from './logo.svg';\ndocument.title = text + logo;\nimport.meta.hot?.accept();\n",
        "src/text.ts": "export const text: string = 'hello';\n", "src/main.css": "h1 { color: red }\n", "src/logo.svg": "<svg/>" + " " * 20000,
        "public/robots.txt": "robots", "data/list.json": "[1]", **more,
    })


def scripts(site, path="/"):
    """The texts of what the page at that path loads."""
    html = site.get(path, accept="text/html").text
    import re
    out = ""
    for url in re.findall(r'(?:src|href)="?([^">\s]+)', html):
        if url.startswith("/"):
            out += site.get(url).text
    return html + out


def until(attempt, what, seconds=10):
    end = time.monotonic() + seconds
    while True:
        last = attempt()
        if last:
            return last
        check(time.monotonic() < end, f"never: {what}")
        time.sleep(0.02)


@test("pages, their scripts, files of public/ and of the root, and the fallback")
def _():
    with Site("dev", cwd=app()) as site:
        page = site.get("/")
        equal((page.status, page.headers["content-type"], page.headers["cache-control"]), (200, "text/html;charset=utf-8", "no-store"))
        match(scripts(site), "'hello'|\"hello\"")
        equal(site.get("/robots.txt").text, "robots")
        equal(site.get("/data/list.json").text, "[1]")
        match(site.get("/some/route", accept="text/html").text, "<title>home</title>")
        equal(site.get("/missing.js", accept="*/*").status, 404)
        equal(site.request("POST", "/").status, 405)
        logo = site.get("/src/logo.svg")
        equal((logo.status, logo.headers["content-type"]), (200, "image/svg+xml"))
        equal(site.get("/src/logo.svg", if_none_match=logo.headers["etag"]).status, 304)
        match(site.get("/__weft").text, "<title>weft dev</title>")
        graph = json.loads(site.get("/__weft/data").text)
        check(any(module["id"] == "/src/text.ts" for module in graph["modules"]), graph)


@test("several pages, folders and globs")
def _():
    tree = {"site/index.html": "<title>home</title>", "site/about.html": "<title>about</title>", "site/admin/index.html": "<title>admin</title>",
            "site/node_modules/x/index.html": "no", "site/.hidden/a.html": "no"}
    for words in [["site"], ["site/**/*.html"], ["site/index.html", "site/about.html", "site/admin/index.html"]]:
        with Site("dev", *words, cwd=files(tree)) as site:
            for path, title in [("/", "home"), ("/index.html", "home"), ("/about", "about"), ("/about.html", "about"), ("/admin/", "admin"), ("/admin/x/y", "admin"), ("/x", "home")]:
                match(site.get(path, accept="text/html").text, f"<title>{title}</title>")
            equal(site.get("/admin").headers["location"], "/admin/")
            match(site.wait_for("pages: .*").group(0), "/about")


@test("a base")
def _():
    with Site("dev", "--base", "/app", cwd=app()) as site:
        equal(site.get("/app").headers["location"], "/app/")
        match(site.get("/app/").text, "<title>home</title>")
        match(site.get("/app/").text, "/app/@weft/")
        equal(site.get("/app/robots.txt").text, "robots")
        equal(site.get("/").status, 404)


@test("variables of the environment: what is public, and nothing else")
def _():
    folder = app(**{".env": "VITE_ONE=one\nSECRET=sesame\nVITE_TWO=${VITE_ONE}two\n", ".env.staging": "WEFT_PUBLIC_MODE=staged\n",
                    "src/text.ts": "export const text = JSON.stringify([import.meta.env, process.env.VITE_ONE, process.env.OWN_NAME, process.env.NODE_ENV]);\n"})
    with Site("dev", "--mode", "staging", "--env", "OWN_*", cwd=folder, env={"OWN_NAME": "mine", "PRIVATE": "sesame"}) as site:
        text = scripts(site)
        for wanted in ["onetwo", "staged", "mine", "development"]:
            check(wanted in text, f"{wanted} in {text[-3000:]}")
        check("sesame" not in text, "secrets stay")


@test("faults are told with their place, once, and that they are mended")
def _():
    folder = app(**{"src/text.ts": "export const text: string = ;\n"})
    with Site("dev", cwd=folder) as site:
        site.get("/")
        site.wait_for(r"^error .*\n\s+src/text\.ts:1:29")
        site.forget()
        (folder / "src/text.ts").write_text("export const text: string = 'fine';\n")
        site.wait_for("fixed")
        (folder / "src/text.ts").write_text("import './nowhere';\nexport const text: string = 'fine';\n")
        site.wait_for(r"nowhere[\s\S]*src/text\.ts:1:8")
        (folder / "src/nowhere.ts").write_text("export {};\n")
        site.wait_for("fixed")


@test("no file outside of the project is served, whatever asks for it")
def _():
    tree = tree_of_secrets()
    tree["site/linked"] = Link("..")
    tree["site/outside-link.txt"] = Link("../outside.txt")
    tree["site/src.ts"] = "export {};"
    tree["site/index.html"] = "<title>home</title><script type=module src=/src.ts></script>"
    folder = files(tree)
    with Site("dev", "site", cwd=folder) as site:
        site.get("/")
        outside = folder / "outside.txt"
        more = [f"/@weft/load/x.js?id=/@fs{outside}", f"/@weft/load/x.js?id=/@fs/{outside}?raw", f"/@weft{outside}", f"/@weft/@fs{outside}", "/@weft/../../outside.txt",
                "/@weft/%2e%2e/%2e%2e/outside.txt", f"/@weft/css?id={outside}", f"/@fs{outside}?url", f"/@fs/{outside}?inline", f"/@fs//{outside}", f"/@id{outside}",
                "/linked/outside.txt?raw", "/outside-link.txt?raw", "/outside-link.txt?url", "/@fs/etc/passwd?raw", "/@fs/proc/self/environ?raw"]
        for target in [*escapes(folder / "site"), *more]:
            for accept in ["*/*", "text/html"]:
                answer = site.get(target, accept=accept)
                check(TREASURE not in answer.text and "root:" not in answer.text and "PATH=" not in answer.text, f"{target}: {answer}")


@test("keys, .env and .git are not served, whatever the query")
def _():
    tree = tree_of_secrets()
    tree["site/plain.txt"] = Link(".env")
    tree["site/index.html"] = "<title>home</title>"
    with Site("dev", "site", cwd=files(tree)) as site:
        site.get("/")
        for name in [*SECRETS, "plain.txt", ".ENV", "%2eenv", "sub/../.env", ".git/HEAD"]:
            for query in ["", "?raw", "?url", "?import", "?inline"]:
                for prefix in ["/", "/@weft/load/x.js?id=/"]:
                    answer = site.get(prefix + name + query, accept="text/html")
                    check(TREASURE not in answer.text, f"{prefix}{name}{query}: {answer}")


@test("only names of this machine are answered")
def _():
    with Site("dev", "--allowed-host", "dev.test", cwd=app()) as site:
        for host in ["localhost", "a.localhost:3", "127.0.0.1", "[::1]", "dev.test:1"]:
            equal(site.get("/", host=host).status, 200, host)
        for host in ["evil.example", "localhost.evil.example", "sub.dev.test", "dev.test.evil"]:
            for target in ["/", "/__weft/data", "/@weft/client.js", "/robots.txt"]:
                equal(site.get(target, host=host).status, 403, f"{host}{target}")
            equal(site.upgrade("/@weft/socket", host=host), 403, host)


@test("a WebSocket is taken from this server's pages alone")
def _():
    with Site("dev", cwd=app()) as site:
        own = f"http://localhost:{site.port}"
        equal(site.upgrade("/@weft/socket", origin=own), 101)
        equal(site.upgrade("/@weft/socket"), 101, "a program sends no origin")
        for origin in ["https://evil.example", "null", "http://localhost:1", f"https://localhost:{site.port}.evil.example", f"http://localhost:{site.port}@evil.example", "file://"]:
            equal(site.upgrade("/@weft/socket", origin=origin), 403, origin)
    with Site("dev", "--cors=http://backend.test", cwd=app()) as site:
        equal(site.upgrade("/@weft/socket", origin="http://backend.test"), 101)
        equal(site.upgrade("/@weft/socket", origin="http://other.test"), 403)


@test("another site's page gets no scripts, and opens no editor")
def _():
    folder = app()
    with Site("dev", "--editor", f"touch {folder}/opened", cwd=folder) as site:
        cross = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}
        for target in ["/src/logo.svg", "/robots.txt", "/__weft/data", "/@weft/client.js"]:
            equal(site.get(target, **cross).status, 403, target)
        equal(site.get("/", sec_fetch_site="cross-site", sec_fetch_mode="navigate").status, 200)
        target = "/@weft/open?path=src/text.ts&line=1&column=1"
        equal(site.get(target).status, 405)
        equal(site.request("POST", target, origin="https://evil.example").status, 403)
        equal(site.request("POST", target, **cross).status, 403)
        for path in ["/etc/passwd", "../outside", ".env", "src/none.ts", "--help", ""]:
            equal(site.request("POST", f"/@weft/open?path={path}").status, 403, path)
        check(not (folder / "opened").exists(), "nothing was opened")
        equal(site.request("POST", target, origin=f"http://localhost:{site.port}").status, 204)
        until(lambda: (folder / "opened").exists(), "the editor")


@test("the browser's developer tools get the folder, on this machine alone")
def _():
    folder = app()
    path = "/.well-known/appspecific/com.chrome.devtools.json"
    with Site("dev", cwd=folder) as site:
        first = json.loads(site.get(path).text)["workspace"]
        equal(first["root"], str(folder))
        match(first["uuid"], r"^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$")
    with Site("dev", "--host", cwd=folder) as site:
        equal(site.get(path).status, 404)


@test("a page's WebSocket: what cannot be understood has no effect, and what is written to the terminal cannot steer it")
def _():
    folder = app()
    client = """const s = new WebSocket(process.argv[2]); s.onopen = () => {
  for (const text of ["", "{", "null", "[]", '{"type":"hello"}', '{"type":"console"}', '{"type":"console","texts":3}', '{"type":"error"}', '{"type":"nonsense"}', "x".repeat(100000)]) s.send(text);
  s.send(new Uint8Array([1, 2, 3]));
  s.send(JSON.stringify({ type: "console", level: "log", texts: ["a\\x1b]0;title\\x07b\\x1b[2J", "c"] }));
  setTimeout(() => s.close(), 300); };
s.onmessage = (e) => console.log(JSON.parse(e.data).type, JSON.parse(e.data).reason); s.onclose = () => console.log("closed");"""
    with Site("dev", cwd=folder) as site:
        site.get("/")
        out = weft("-e", client, "x", f"ws://localhost:{site.port}/@weft/socket").ok().out
        equal(out, "reload the server was started again\nclosed\n")
        site.wait_for(r"\[browser log\] a\\x1b\]0;title\\x07b\\x1b\[2J c")
        check("\x1b]" not in site.shown and "\x1b[2J" not in site.shown, site.shown)
        equal(site.get("/").status, 200)


@test("wrong words are refused")
def _():
    folder = app(**{"a.ts": ""})
    for words, message, code in [(["--prot", "1"], "did you mean --port", 9), (["none.html"], "there is no file none.html", 1), (["a.ts"], "is no HTML file", 1),
                                 (["*.htm"], "no HTML file is like", 1), (["src"], "there is no HTML file in src", 1), (["--env", "X"], "takes a prefix", 9),
                                 (["--loader", ".x=jso"], "did you mean js", 9), (["--define", "a"], "takes NAME=VALUE", 9), (["--root", "src", "index.html"], "is not in the root", 1)]:
        result = weft("dev", *words, cwd=folder)
        equal((result.code, result.out), (code, ""), str(words))
        match(result.err, message)
    match(weft("dev", "--help").ok().out, r"--proxy PATH=URL")
