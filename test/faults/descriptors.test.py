"""What a server does when the process has no descriptor left, and afterwards."""

import resource
import socket
import time

from process import INSTRUMENTED, check, equal, files, match, spawn, test, weft

LIMIT = 48

SERVERS = {
    "node:http": """
      import http from "node:http";
      const server = http.createServer((request, response) => response.end(`hello ${request.url}`));
      server.listen(0, "127.0.0.1", () => console.log(server.address().port));
    """,
    "Weft.serve": """
      const server = Weft.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => new Response(`hello ${new URL(request.url).pathname}`) });
      console.log(server.port);
    """,
}


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (LIMIT, LIMIT))


def ask(connection, path):
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    answer = b""
    while not answer.endswith(path.encode()):
        part = connection.recv(4096)
        if not part:
            break
        answer += part
    return answer.decode()


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


for name, source in SERVERS.items():
    @test(f"{name}: more clients than descriptors; those that are in are served, the others once there is room")
    def _():
        with spawn(files({"main.mjs": source}) / "main.mjs", preexec_fn=few_descriptors) as child:
            try:
                port = int(child.stdout.readline())
                clients = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(2 * LIMIT)]
                for at in (0, 5, 0):
                    match(ask(clients[at], f"/{at}"), r"^HTTP/1.1 200 OK\r[\s\S]*hello /%d$" % at)
                before = cpu_seconds(child.pid)
                time.sleep(0.5)
                check(INSTRUMENTED or cpu_seconds(child.pid) - before < 0.3, "it spins while it cannot accept")
                for client in clients:
                    client.close()
                time.sleep(0.2)
                with socket.create_connection(("127.0.0.1", port), timeout=10) as later:
                    match(ask(later, "/later"), r"^HTTP/1.1 200 OK\r[\s\S]*hello /later$")
                equal(child.poll(), None)
            finally:
                child.kill()


@test("files, pipes, processes and fetch say EMFILE, and work again after it")
def _():
    tree = files({"main.mjs": """
      import fs from "node:fs";
      import { spawn, spawnSync } from "node:child_process";
      import { once } from "node:events";
      import http from "node:http";
      const server = http.createServer((request, response) => response.end("ok")).listen(0, "127.0.0.1");
      await once(server, "listening");
      const url = `http://127.0.0.1:${server.address().port}/`;
      const held = [];
      try { for (;;) held.push(fs.openSync("/dev/null")); } catch (error) { console.log("open", error.code, error.syscall); }
      await fs.promises.readFile("/dev/null").catch((error) => console.log("readFile", error.code));
      const reading = fs.createReadStream("/dev/null");
      console.log("stream", (await once(reading, "error"))[0].code);
      const child = spawn("true");
      console.log("spawn", (await once(child, "error"))[0].code);
      console.log("spawnSync", spawnSync("true").error.code);
      await fetch(url).catch((error) => console.log("fetch", error.cause?.code ?? error.code));
      for (const descriptor of held) fs.closeSync(descriptor);
      console.log(await (await fetch(url)).text(), spawnSync("true").status);
      server.close();
      server.closeAllConnections();
    """})
    result = weft(tree / "main.mjs", preexec_fn=few_descriptors).ok()
    equal(result.out.split("\n")[:-1], ["open EMFILE open", "readFile EMFILE", "stream EMFILE", "spawn EMFILE",
                                        "spawnSync EMFILE", "fetch EMFILE", "ok 0"])
