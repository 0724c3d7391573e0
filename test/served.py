"""Servers of files that weft starts (weft preview, weft dev), and clients that send exactly what they are told to."""
import re
import select
import socket
import ssl
import time

from process import Failure, SCALE, spawn


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1]) if len(lines[0].split(" ")) > 1 else 0
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        if self.headers.get("transfer-encoding") == "chunked":
            self.body = unchunked(self.body)
        self.text = self.body.decode("utf-8", "replace")

    def __repr__(self):
        return f"{self.status} {self.headers}\n{self.text[:500]}"


def unchunked(data):
    out = b""
    while data:
        size, _, data = data.partition(b"\r\n")
        length = int(size.split(b";")[0] or b"0", 16)
        if length == 0:
            break
        out, data = out + data[:length], data[length + 2:]
    return out


class Site:
    """`with Site("preview", "dist", cwd=folder) as site: site.get("/")`. On a free port, unless `--port` is given."""

    def __init__(self, *words, cwd=None, env=None, awaited=r"https?://[^/\s]+:(\d+)/"):
        words = [str(word) for word in words]
        if words[0] in ("dev", "preview") and "--port" not in words:
            words[1:1] = ["--port", "0"]
        self.process = spawn(*words, cwd=cwd, env=env)
        self.shown = ""
        self.errors = ""
        found = self.wait_for(awaited).group(1)
        self.port = int(found) if found.isdigit() else 0
        self.is_secure = "https://" in self.shown

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()

    def wait_for(self, pattern, seconds=10):
        """Until standard output or standard error has it; gives the match. What was matched is not matched again."""
        end = time.monotonic() + seconds * SCALE
        while True:
            for name in ("shown", "errors"):
                text = re.sub(r"\x1b\[[0-9;]*m", "", getattr(self, name))
                found = re.search(pattern, text, re.M)
                if found:
                    return found
            pipes = [self.process.stdout, self.process.stderr]
            ready, _, _ = select.select(pipes, [], [], max(0, end - time.monotonic()))
            if not ready:
                raise Failure(f"never shown: {pattern}\n--- stdout\n{self.shown}\n--- stderr\n{self.errors}")
            for pipe in ready:
                text = pipe.read1(65536).decode("utf-8", "replace")
                if pipe is self.process.stdout:
                    self.shown += text
                else:
                    self.errors += text
                if not text and self.process.poll() is not None:
                    raise Failure(f"ended with {self.process.returncode}\n--- stdout\n{self.shown}\n--- stderr\n{self.errors}")

    def forget(self):
        """What was shown until now is not matched any more."""
        self.shown = self.errors = ""

    def connect(self, address="127.0.0.1"):
        client = socket.create_connection((address, self.port), 10)
        client.settimeout(10)
        if not self.is_secure:
            return client
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(client, server_hostname="localhost")

    def raw(self, request, address="127.0.0.1"):
        with self.connect(address) as client:
            client.sendall(request)
            data = b""
            while chunk := client.recv(65536):
                data += chunk
            return Answer(data)

    def request(self, method, target, body=b"", **headers):
        """The target goes out as it is. Names of headers have `_` for `-`."""
        fields = {"host": f"localhost:{self.port}", "connection": "close"}
        fields.update({name.replace("_", "-"): value for name, value in headers.items()})
        if body:
            fields["content-length"] = str(len(body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
        return self.raw(f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body)

    def get(self, target, **headers):
        return self.request("GET", target, **headers)

    def upgrade(self, target, **headers):
        """Asks for a WebSocket; gives the status."""
        fields = {"host": f"localhost:{self.port}", "connection": "Upgrade", "upgrade": "websocket",
                  "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ=="}
        fields.update({name.replace("_", "-"): value for name, value in headers.items()})
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        with self.connect() as client:
            client.sendall(f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode())
            return int(client.recv(65536).split(b" ")[1])


# Ways out of a folder, and to what is nobody's business: as targets of a request. They assume a folder "site" beside a
# file "outside.txt", with the names below in it.
# What must never be in an answer.
TREASURE = "what nobody may read"
SECRETS = [".env", ".env.local", ".git/config", ".npmrc", "key.pem", "server.key", "id_rsa", "sub/.htpasswd", "store.p12", "page.html~"]


def escapes(folder):
    """`folder`: the one that is served."""
    up = ["../outside.txt", "..%2foutside.txt", "%2e%2e/outside.txt", "%2e%2e%2foutside.txt", ".%2e/outside.txt", "..%5coutside.txt",
          "..\\outside.txt", "%252e%252e/outside.txt", "sub/../../outside.txt", "sub/%2e%2e/%2e%2e/outside.txt", "sub/..;/..;/outside.txt",
          "..%c0%afoutside.txt", "..%00/outside.txt", "index.html%00.txt", "sub%2f..%2f..%2foutside.txt", "....//outside.txt",
          "linked/outside.txt", "outside-link.txt"]
    outside = folder.parent / "outside.txt"
    absolute = [f"/{outside}", str(outside), f"file://{outside}", f"/file://{outside}", f"//localhost{outside}", f"/C:{outside}",
                f"/c:\\{outside}", f"/%5c%5clocalhost%5c{outside.name}", f"/@fs{outside}", f"/@fs/{outside}?raw", f"/{outside}?import&raw"]
    return ["/" + target for target in up] + absolute


def tree_of_secrets():
    tree = {"outside.txt": TREASURE, "site/index.html": "<h1>home</h1>", "site/sub/a.txt": "a"}
    for name in SECRETS:
        tree["site/" + name] = TREASURE
    return tree
