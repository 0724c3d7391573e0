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
