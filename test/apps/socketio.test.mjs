// test-timeout: 60 s
import { Server } from "socket.io";
import { io } from "socket.io-client";
import http from "node:http";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";

/** A chat with rooms: `join` with an acknowledgement, `say` to the room, bytes as bytes. */
function chat() {
  const server = http.createServer();
  const sockets = new Server(server);
  sockets.use((socket, next) => (socket.handshake.auth.name ? next() : next(new Error("a name is needed"))));
  sockets.on("connection", (socket) => {
    const { name } = socket.handshake.auth;
    socket.on("join", async (room, done) => {
      await socket.join(room);
      socket.to(room).emit("joined", name);
      done({ members: sockets.sockets.adapter.rooms.get(room).size });
    });
    socket.on("say", (room, text) => sockets.to(room).emit("said", { name, text }));
    socket.on("bytes", (bytes, done) => done(Buffer.concat([bytes, Buffer.from([255])])));
  });
  return { server, sockets };
}

async function chatting(transports, use) {
  const { server, sockets } = chat();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}`;
  const clients = [];
  const connect = (auth) => {
    const client = io(url, { transports, auth, forceNew: true, reconnection: false });
    clients.push(client);
    return client;
  };
  try {
    await use(connect);
  } finally {
    for (const client of clients) client.close();
    await sockets.close();
  }
}

const next = (client, event) => new Promise((resolve) => client.once(event, resolve));

for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
  test(`a chat of two over ${transports.join(", then ")}`, () => chatting(transports, async (connect) => {
    const ada = connect({ name: "ada" });
    await next(ada, "connect");
    assert.deepEqual(await ada.emitWithAck("join", "looms"), { members: 1 });
    const joined = next(ada, "joined");
    const bob = connect({ name: "bob" });
    assert.deepEqual(await bob.emitWithAck("join", "looms"), { members: 2 });
    assert.equal(await joined, "bob");
    const heard = Promise.all([next(ada, "said"), next(bob, "said")]);
    bob.emit("say", "looms", "héllo ".repeat(3000));
    for (const { name, text } of await heard) assert.deepEqual([name, text.length], ["bob", 18_000]);
    assert.deepEqual([...(await ada.emitWithAck("bytes", Buffer.from([1, 2])))], [1, 2, 255]);
    if (transports.length === 2) {
      if (ada.io.engine.transport.name !== "websocket") await next(ada.io.engine, "upgrade");
      assert.deepEqual(await ada.emitWithAck("join", "looms"), { members: 2 });
    }
  }));
}

test("a client that the server refuses", () => chatting(["websocket"], async (connect) => {
  assert.equal((await next(connect({}), "connect_error")).message, "a name is needed");
}));
