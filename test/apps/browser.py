"""Pages in a real browser: a folder is served, and Chromium gives the document as it is after its scripts have run."""

import base64
import functools
import http.server
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading

from process import Skip

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript",
                      ".mjs": "text/javascript", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json"}

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == "/__hold":
            self.server.released.wait(60)
            return self.send_error(404)
        if self.path == "/__release":
            self.server.released.set()
            return self.send_error(404)
        self.server.asked.append(self.path)
        super().do_GET()


class Site:
    """`with Site(folder) as site`: the folder is served at `site.url`; `site.asked` are the paths that were asked for."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def __enter__(self):
        handler = functools.partial(Handler, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.released = threading.Event()
        self.server.asked = self.asked = []
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.released.set()
        self.server.shutdown()
        self.server.server_close()

    def shown(self, page, pattern, is_from_disk=False):
        """The document when it has `pattern`, and what the console said. The page's end of loading waits for that: an
        image at its end is not given before."""
        if not CHROMIUM:
            raise Skip("there is no Chromium; tools/setup apps installs it")
        self.server.released.clear()
        wanted = base64.b64encode(pattern.encode()).decode()
        held = self.folder / page.replace(".html", ".held.html")
        held.write_text((self.folder / page).read_text() + f"""<img hidden src="{self.url}__hold"><script>{{
const timer = setInterval(() => {{
  if (!new RegExp(atob("{wanted}")).test(document.documentElement.outerHTML)) return;
  clearInterval(timer);
  fetch("{self.url}__release", {{ mode: "no-cors" }}).catch(() => {{}});
}}, 30);
}}</script>""")
        url = held.as_uri() if is_from_disk else self.url + str(held.relative_to(self.folder))
        with tempfile.TemporaryDirectory() as profile:
            run = subprocess.run(
                [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
                 "--enable-logging=stderr", "--v=0", "--window-size=1200,900", f"--user-data-dir={profile}",
                 "--enable-unsafe-swiftshader", "--dump-dom", url],
                capture_output=True, text=True, timeout=150, env={**os.environ, "HOME": profile})
        console = [line for line in re.findall(r'INFO:CONSOLE[^]]*\] "(.*)", source', run.stderr)
                   if "Failed to load resource" not in line]
        if not re.search(pattern, run.stdout):
            raise AssertionError(f"{url} does not show {pattern!r}:\n{run.stdout[-3000:]}\nconsole: {console}")
        return run.stdout, console
