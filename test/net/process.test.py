from process import test, program, weft, files, equal, match

CLIENTS = """
import net from "node:net";
import { once } from "node:events";
const listen = async (listener) => {
  const server = net.createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
};
const connect = (server) => net.connect(server.address().port, "127.0.0.1");
"""


def lines(source):
    return program({"main.mjs": CLIENTS + source})


@test("what is unreferenced does not keep the process")
def _():
    equal(lines("""
      const server = await listen((peer) => { peer.resume(); peer.unref(); });
      server.unref();
      const socket = connect(server);
      await once(socket, "connect");
      socket.unref().on("close", () => console.log("never"));
      console.log("done");
    """), ["done"])


@test("no more descriptors: EMFILE, and then it goes on")
def _():
    tree = files({"main.mjs": CLIENTS + """
      const server = await listen((peer) => peer.resume().on("error", () => {}));
      const codes = new Set();
      const sockets = Array.from({ length: 80 }, () => connect(server).on("error", (error) => codes.add(`${error.syscall} ${error.code}`)));
      await new Promise((resolve) => setTimeout(resolve, 100));
      console.log([...codes].join());
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await once(connect(server).unref(), "connect");
      console.log("again");
      process.exit();
    """})
    import resource, subprocess, os
    binary = os.environ["WEFT_TEST_BINARY"]
    result = subprocess.run([binary, tree / "main.mjs"], capture_output=True, text=True, timeout=20,
                            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))
    equal(result.stdout.split("\n")[:2], ["connect EMFILE", "again"])


@test("an error that nobody listens for ends the process")
def _():
    result = weft(files({"main.mjs": CLIENTS + "net.connect(1, '127.0.0.1');"}) / "main.mjs")
    equal(result.code, 1)
    match(result.err, r"connect ECONNREFUSED 127\.0\.0\.1:1")


@test("peers that break off at any moment")
def _():
    equal(lines("""
      let open = 0;
      const server = await listen((peer) => {
        open++;
        peer.on("close", () => open--).on("error", () => {});
        peer.pipe(peer);
      });
      const actions = [
        (socket) => socket.destroy(),
        (socket) => socket.resetAndDestroy(),
        (socket) => { socket.write(Buffer.alloc(300000)); setImmediate(() => socket.resetAndDestroy()); },
        (socket) => { socket.write("x"); socket.destroy(); },
        (socket) => { socket.end("x"); socket.resetAndDestroy(); },
        (socket) => { socket.cork(); socket.write("x"); socket.end(); socket.resume(); },
      ];
      for (let i = 0; i < 300; i++) {
        const socket = connect(server);
        socket.on("error", () => {});
        const act = actions[i % actions.length];
        if (i % 2) act(socket);
        else socket.on("connect", () => act(socket));
        socket.on("data", () => { if (i % 7 === 0) socket.destroy(); });
        if (i % 50 === 49) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      server.close(() => setTimeout(() => console.log("closed", open), 20));
    """), ["closed 0"])


@test("a throw in a listener is uncaught, and the server goes on")
def _():
    equal(lines("""
      process.on("uncaughtException", (error) => console.log(error.message));
      const server = await listen((peer) => { peer.end("hi"); peer.resume(); throw new Error("mine"); });
      for (let i = 0; i < 2; i++) {
        const socket = connect(server);
        socket.once("data", () => { throw new Error("in data"); });
        socket.resume();
        await once(socket, "close");
      }
      server.close(() => console.log("closed"));
    """), ["mine", "in data", "mine", "in data", "closed"])


@test("descriptors that are open already: a connection, and a listening socket")
def _():
    import os, socket, subprocess
    binary = os.environ["WEFT_TEST_BINARY"]
    ours, theirs = socket.socketpair()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    tree = files({"main.mjs": """
      import net from "node:net";
      const [, , one, two] = process.argv.map(Number);
      const socket = new net.Socket({ fd: one });
      socket.on("data", (chunk) => socket.end(`got ${chunk}`));
      const server = net.createServer((peer) => { peer.end("served"); peer.resume(); server.close(); });
      server.listen({ fd: two }, () => console.log(server.address().port));
      try { new net.Socket({ fd: 9999 }); } catch (error) { console.log(error.code); }
    """})
    fds = (theirs.fileno(), listener.fileno())
    child = subprocess.Popen([binary, tree / "main.mjs", *map(str, fds)], pass_fds=fds, stdout=subprocess.PIPE, text=True)
    port = listener.getsockname()[1]
    theirs.close()
    ours.sendall(b"hello")
    equal(ours.recv(100), b"got hello")
    equal(ours.recv(100), b"")
    ours.close()
    peer = socket.create_connection(("127.0.0.1", port))
    equal(peer.recv(100), b"served")
    peer.close()
    out, _ = child.communicate(timeout=10)
    listener.close()
    equal(out.split("\n")[:2], ["ERR_INVALID_FD_TYPE", str(port)])
    equal(child.returncode, 0)
