// WebSockets of Weft.serve as a program sees them.
import { test, assert } from "../harness.mjs";
import { raw, hello, rawSocket, sleep, withServer } from "./fixtures/raw.mjs";

const upgrade = (request, server) => (server.upgrade(request) ? undefined : new Response("no socket", { status: 400 }));

function client(port, path = "/", protocols) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols);
  socket.binaryType = "arraybuffer";
  const messages = [];
  const waiting = [];
  socket.onmessage = ({ data }) => (waiting.length > 0 ? waiting.shift()(data) : messages.push(data));
  const closed = new Promise((resolve) => (socket.onclose = ({ code, reason, wasClean }) => resolve([code, reason, wasClean])));
  const next = () => (messages.length > 0 ? Promise.resolve(messages.shift()) : new Promise((resolve) => waiting.push(resolve)));
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve({ socket, next, closed, send: (data) => socket.send(data) });
    socket.onerror = () => reject(new Error("no connection"));
  });
}

test("upgrade: data, headers, events, and what they are given", () => {
  const events = [];
  return withServer({
    fetch(request, server) {
      assert.equal(server.upgrade(request, { data: { user: 1 }, headers: { "X-One": "1" } }), true);
      assert.equal(server.upgrade(request), false);
      events.push("upgraded");
    },
    websocket: {
      open(ws) {
        events.push(["open", ws.readyState, ws.data.user, ws.remoteAddress, ws.binaryType, Object.prototype.toString.call(ws)]);
        assert.equal(ws.send("hello"), 5);
      },
      message(ws, message) {
        events.push(["message", typeof message === "string" ? message : [message.constructor.name, ...message]]);
      },
      close(ws, code, reason) {
        events.push(["close", code, reason, ws.readyState, ws.data.user, ws.send("late")]);
      },
    },
  }, async (port, server) => {
    const { socket, next, closed } = await client(port);
    assert.equal(await next(), "hello");
    assert.deepEqual([server.pendingWebSockets, server.pendingRequests], [1, 0]);
    socket.send("zürich ☂");
    socket.send(new Uint8Array([1, 2, 3]));
    await sleep(20);
    socket.close(3001, "bye");
    assert.deepEqual(await closed, [3001, "bye", true]);
    assert.equal(server.pendingWebSockets, 0);
    assert.deepEqual(events, [
      ["open", 1, 1, "127.0.0.1", "nodebuffer", "[object ServerWebSocket]"], "upgraded", ["message", "zürich ☂"],
      ["message", ["Buffer", 1, 2, 3]], ["close", 3001, "bye", 3, 1, 0],
    ]);
    assert.match((await rawSocket(port)).head, /\r\nX-One: 1\r\n/);
  });
});

test("what is sent, and what send() gives", () =>
  withServer({
    fetch: upgrade,
    websocket: {
      message(ws) {
        const given = [
          ws.send("abc"), ws.send(""), ws.send(new Uint8Array(3)), ws.sendText("é"), ws.sendBinary(new Uint8Array(2)), ws.ping(),
          ws.ping("abc"), ws.pong("x"), ws.send(new ArrayBuffer(4)), ws.send(new DataView(new ArrayBuffer(5))), ws.send(new Blob(["blob"])),
          ws.send(5), ws.getBufferedAmount() > 0, ws.cork((same) => same === ws),
        ];
        for (const wrong of [() => ws.send(), () => ws.send(null), () => ws.sendText(5), () => ws.sendBinary("x"), () => ws.ping(5),
          () => ws.cork(5), () => ws.send("x", 5), () => ws.subscribe(""), () => ws.subscribe(), () => ws.publish("t"),
          () => (ws.binaryType = "x")]) assert.throws(wrong, TypeError);
        assert.throws(() => ws.ping(new Uint8Array(126)), RangeError);
        assert.throws(() => ws.subscribe(5), { code: "ERR_INVALID_ARG_TYPE" });
        ws.send(JSON.stringify(given));
      },
    },
  }, async (port) => {
    const { send, next } = await client(port);
    send("go");
    const got = [];
    for (let i = 0; i < 10; i++) got.push(await next());
    assert.deepEqual(got.map((data) => (typeof data === "string" ? data : data.byteLength)), ["abc", "", 3, "é", 2, 4, 5, 4, "5",
      "[3,0,3,2,2,0,3,1,4,5,4,1,true,true]"]);
  }));

test("binaryType", () =>
  withServer({
    fetch: upgrade,
    websocket: {
      async message(ws, data) {
        const { binaryType } = ws;
        ws.binaryType = { nodebuffer: "arraybuffer", arraybuffer: "uint8array", uint8array: "blob", blob: "blob" }[binaryType];
        const bytes = data instanceof Blob ? await data.arrayBuffer() : data;
        ws.send(`${binaryType} ${data.constructor.name} ${[...new Uint8Array(bytes)]}`);
      },
    },
  }, async (port) => {
    const { send, next } = await client(port);
    for (const want of ["nodebuffer Buffer 7,8", "arraybuffer ArrayBuffer 7,8", "uint8array Uint8Array 7,8", "blob Blob 7,8"]) {
      send(new Uint8Array([7, 8]));
      assert.equal(await next(), want);
    }
  }));

test("topics: subscribers, publish without oneself, server.publish", () =>
  withServer({
    fetch: upgrade,
    websocket: {
      message(ws, command) {
        const [what, topic, text] = command.split(" ");
        const given = what === "list" ? ws.subscriptions : what === "is" ? ws.isSubscribed(topic) : ws[what](topic, text);
        ws.send(`${what} ${JSON.stringify(given)}`);
      },
    },
  }, async (port, server) => {
    const a = await client(port);
    const b = await client(port);
    const ask = async (who, command) => {
      who.send(command);
      return who.next();
    };
    assert.equal(await ask(a, "subscribe news"), "subscribe true");
    assert.equal(await ask(a, "publish news alone"), "publish 0");
    assert.equal(await ask(b, "subscribe news"), "subscribe true");
    assert.equal(await ask(b, "subscribe news"), "subscribe true");
    assert.equal(await ask(b, "subscribe other"), "subscribe true");
    assert.equal(await ask(b, "list"), 'list ["news","other"]');
    assert.deepEqual([server.subscriberCount("news"), server.subscriberCount("other"), server.subscriberCount("none")], [2, 1, 0]);
    assert.equal(await ask(a, "publish news hello"), "publish 5");
    assert.equal(await b.next(), "hello");
    assert.equal(await ask(a, "publishText news é"), "publishText 2");
    assert.equal(await b.next(), "é");
    assert.equal(server.publish("news", "to all"), 6);
    assert.deepEqual([await a.next(), await b.next()], ["to all", "to all"]);
    assert.equal(server.publish("none", "x"), 0);
    assert.equal(server.publish("news", new Uint8Array([1, 2])), 2);
    assert.deepEqual([(await a.next()).byteLength, (await b.next()).byteLength], [2, 2]);
    assert.equal(await ask(b, "unsubscribe news"), "unsubscribe true");
    assert.equal(await ask(b, "unsubscribe news"), "unsubscribe false");
    assert.equal(await ask(b, "is news"), "is false");
    b.socket.close();
    await b.closed;
    assert.deepEqual([server.subscriberCount("news"), server.subscriberCount("other")], [1, 0]);
    a.socket.close();
    await a.closed;
  }));

test("publishToSelf", () =>
  withServer({
    fetch: upgrade,
    websocket: { publishToSelf: true, open: (ws) => ws.subscribe("t"), message: (ws, text) => ws.publish("t", text) },
  }, async (port) => {
    const { send, next } = await client(port);
    send("mine");
    assert.equal(await next(), "mine");
  }));

test("close and terminate: the handler is called at once, and once", () => {
  const events = [];
  return withServer({
    fetch: upgrade,
    websocket: {
      message(ws, text) {
        if (text === "terminate") ws.terminate();
        else if (text === "none") ws.close(1005);
        else ws.close(4000, "x".repeat(200));
        events.push(["after", ws.readyState, ws.send("x"), ws.subscriptions.length]);
        ws.close();
        ws.terminate();
      },
      close: (ws, code, reason) => events.push([code, reason.length]),
    },
  }, async (port) => {
    for (const [text, want] of [["close", [4000, "x".repeat(123), true]], ["terminate", [1006, "", false]], ["none", [1005, "", true]]]) {
      const { socket, closed } = await client(port);
      socket.send(text);
      assert.deepEqual(await closed, want);
    }
    assert.deepEqual(events, [[4000, 123], ["after", 3, 0, 0], [1006, 0], ["after", 3, 0, 0], [1005, 0], ["after", 3, 0, 0]]);
  });
});

test("errors of handlers go to `error`, and the connection stays", () => {
  const errors = [];
  return withServer({
    fetch: upgrade,
    websocket: {
      open() { throw new Error("open"); },
      message(ws, text) {
        if (text === "throw") throw new Error("message");
        ws.send(text);
      },
      error: (error) => errors.push(error.message),
    },
  }, async (port) => {
    const { send, next } = await client(port);
    send("throw");
    send("still here");
    assert.equal(await next(), "still here");
    assert.deepEqual(errors, ["open", "message"]);
  });
});

test("ping and pong", () => {
  const events = [];
  return withServer({
    fetch: upgrade,
    websocket: {
      message: (ws) => ws.ping("are you there"),
      ping: (ws, data) => events.push(["ping", String(data)]),
      pong: (ws, data) => events.push(["pong", String(data)]),
    },
  }, async (port) => {
    const peer = await rawSocket(port);
    peer.send(0x89, "hi");
    assert.deepEqual(await peer.next(), [0x8a, Buffer.from("hi")]);
    peer.send(0x81, "x");
    assert.deepEqual(await peer.next(), [0x89, Buffer.from("are you there")]);
    peer.send(0x8a, "yes");
    await sleep(20);
    assert.deepEqual(events, [["ping", "hi"], ["pong", "yes"]]);
    peer.socket.destroy();
  });
});

test("upgrades that come late, and those that do not", () =>
  withServer({
    async fetch(request, server) {
      const { pathname } = new URL(request.url);
      if (pathname === "/plain") return new Response("plain");
      await sleep(20);
      if (pathname === "/gone") return;
      if (server.upgrade(request)) return;
      return new Response("no", { status: 400 });
    },
    error: () => new Response("error", { status: 500 }),
    websocket: { message: (ws, text) => ws.send(`echo ${text}`) },
  }, async (port) => {
    const peer = await rawSocket(port);
    peer.send(0x81, "late");
    assert.equal(String((await peer.next())[1]), "echo late");
    peer.socket.destroy();
    // Frames that come before the answer.
    const early = await new Promise((resolve) => {
      import("node:net").then(({ default: net }) => {
        const socket = net.connect(port, "127.0.0.1", () => {
          socket.write(Buffer.concat([Buffer.from(hello()), Buffer.from([0x81, 0x81, 0, 0, 0, 0, 65])]));
          setTimeout(() => socket.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 66])), 5);
        });
        let got = "";
        socket.setEncoding("latin1");
        socket.on("data", (data) => {
          got += data;
          if (got.includes("echo B")) { socket.destroy(); resolve(got); }
        });
      });
    });
    assert.match(early, /101 Switching[^]*echo A[^]*echo B/);
    // A handshake right after another request.
    const pipelined = await new Promise((resolve) => {
      import("node:net").then(({ default: net }) => {
        const socket = net.connect(port, "127.0.0.1", () => {
          socket.write(Buffer.concat([Buffer.from("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"), Buffer.from(hello()), Buffer.from([0x81, 0x81, 0, 0, 0, 0, 65])]));
          setTimeout(() => socket.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 66])), 5);
        });
        let got = "";
        socket.setEncoding("latin1");
        socket.on("data", (data) => {
          got += data;
          if (got.includes("echo B")) { socket.destroy(); resolve(got); }
        });
      });
    });
    assert.match(pipelined, /400 Bad[^]*101 Switching[^]*echo A[^]*echo B/);
    assert.match(await raw(port, hello("", "/plain")), /^HTTP\/1\.1 200 OK[^]*plain$/);
    assert.match(await raw(port, hello("", "/gone")), /^HTTP\/1\.1 500 /);
    assert.match(await raw(port, hello().replace("Version: 13", "Version: 8")), /^HTTP\/1\.1 426 [^]*Sec-WebSocket-Version: 13/);
    assert.match(await raw(port, hello("Connection: close\r\n").replace(/Sec-WebSocket-Key.*\r\n/, "")), /^HTTP\/1\.1 400 /);
    assert.match(await raw(port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), /^HTTP\/1\.1 400 /);
  }));

test("subprotocols: the first that the client names, or what the program says", () =>
  withServer({
    fetch: (request, server) => void server.upgrade(request, request.url.endsWith("/own") ? { headers: { "Sec-WebSocket-Protocol": "b" } } : {}),
    websocket: { message() {} },
  }, async (port) => {
    const a = await client(port, "/", ["a", "b"]);
    const b = await client(port, "/own", ["a", "b"]);
    assert.deepEqual([a.socket.protocol, b.socket.protocol], ["a", "b"]);
  }));

test("wrong options; a server without websocket", async () => {
  const serve = (websocket) => () => Weft.serve({ port: 0, fetch() {}, websocket }).stop(true);
  assert.throws(serve(5), TypeError);
  assert.throws(serve({ message: 5 }), TypeError);
  assert.throws(serve({ message() {}, idleTimeout: 961 }), TypeError);
  assert.throws(serve({ message() {}, backpressureLimit: "x" }), TypeError);
  assert.throws(serve({ message() {}, perMessageDeflate: { compress: "bogus" } }), TypeError);
  await withServer({
    fetch(request, server) {
      assert.throws(() => server.upgrade(request), { message: /set the "websocket" object/ });
      assert.throws(() => server.upgrade({}), TypeError);
      return new Response("fine");
    },
  }, async (port) => assert.match(await raw(port, hello("Connection: close\r\n")), /fine$/));
});

test("reload() changes the handlers of open sockets", () =>
  withServer({ fetch: upgrade, websocket: { message: (ws) => ws.send("one") } }, async (port, server) => {
    const { send, next } = await client(port);
    send("x");
    assert.equal(await next(), "one");
    server.reload({ fetch: upgrade, websocket: { message: (ws) => ws.send("two") } });
    send("x");
    assert.equal(await next(), "two");
  }));

test("stop() waits for sockets, stop(true) says goodbye", async () => {
  const options = { port: 0, hostname: "127.0.0.1", fetch: upgrade, websocket: { message: (ws, text) => ws.send(text) } };
  const server = Weft.serve(options);
  const { socket, send, next, closed } = await client(server.port);
  let isStopped = false;
  const stopped = server.stop().then(() => (isStopped = true));
  await sleep(30);
  assert.equal(isStopped, false);
  send("still");
  assert.equal(await next(), "still");
  socket.close();
  await closed;
  await stopped;
  const other = Weft.serve(options);
  const second = await client(other.port);
  await other.stop(true);
  assert.deepEqual((await second.closed).slice(0, 2), [1001, "Server closed"]);
});
