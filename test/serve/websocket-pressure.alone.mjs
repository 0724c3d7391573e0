// test-timeout: 60 s
// WebSocket clients that read slowly, or not at all, or are silent.
import { test, assert } from "../harness.mjs";
import { rawSocket, sleep, withServer } from "./fixtures/raw.mjs";

const upgrade = (request, server) => void server.upgrade(request);
const chunk = new Uint8Array(65536);

test("send() gives -1 while the client does not read, then 0; drain tells when it goes on", () => {
  let socket;
  let drained;
  const whenDrained = new Promise((resolve) => (drained = resolve));
  return withServer({
    fetch: upgrade,
    websocket: { backpressureLimit: 1 << 20, open: (ws) => (socket = ws), message() {}, drain: () => drained() },
  }, async (port) => {
    const peer = await rawSocket(port);
    peer.socket.pause();
    let given;
    let most = 0;
    for (let i = 0; i < 2000 && given !== 0; i++) {
      given = socket.send(chunk);
      most = Math.max(most, socket.getBufferedAmount());
      if (i % 50 === 0) await sleep(1);
    }
    assert.equal(given, 0);
    assert(most > 1 << 20 && most < (1 << 20) + 4 * 65536 + 1000, `no more is kept than allowed: ${most}`);
    assert.equal(socket.readyState, 1);
    peer.socket.resume();
    await whenDrained;
    assert.equal(socket.getBufferedAmount(), 0);
    assert.equal(socket.send("x"), 1);
    peer.socket.destroy();
  });
});

test("closeOnBackpressureLimit, of send and of publish", () => {
  const sockets = [];
  const closes = [];
  return withServer({
    fetch: upgrade,
    websocket: {
      backpressureLimit: 1 << 20, closeOnBackpressureLimit: true, message() {},
      open: (ws) => { sockets.push(ws); ws.subscribe("t"); }, close: (ws, code) => closes.push(code),
    },
  }, async (port, server) => {
    const peer = await rawSocket(port);
    peer.socket.pause();
    for (let i = 0; i < 2000 && sockets[0].readyState === 1; i++) {
      sockets[0].send(chunk);
      if (i % 50 === 0) await sleep(1);
    }
    assert.deepEqual([sockets[0].readyState, closes], [3, [1006]]);
    peer.socket.destroy();
    const slow = await rawSocket(port);
    const quick = await rawSocket(port);
    quick.socket.resume();
    slow.socket.pause();
    for (let i = 0; i < 2000 && closes.length < 2; i++) {
      server.publish("t", chunk);
      if (i % 10 === 0) await sleep(1);
    }
    assert.deepEqual([sockets[1].readyState, sockets[2].readyState], [3, 1]);
    slow.socket.destroy();
    quick.socket.destroy();
  });
});

test("a client that pings and never reads does not fill the memory", () =>
  withServer({ fetch: upgrade, websocket: { message() {} } }, async (port, server) => {
    const peer = await rawSocket(port);
    peer.socket.pause();
    const pings = Buffer.concat(Array.from({ length: 500 }, () => Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)])));
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 200; i++) if (!peer.socket.write(pings)) await new Promise((resolve) => peer.socket.once("drain", resolve));
    assert(process.memoryUsage().rss - before < 60e6);
    assert.equal(server.pendingWebSockets, 1);
    peer.socket.destroy();
  }));

test("a silent client is asked, and given up", () => {
  const closes = [];
  return withServer({
    fetch: upgrade,
    websocket: { idleTimeout: 3, message() {}, close: (ws, code, reason) => closes.push([code, reason]) },
  }, async (port) => {
    const silent = await rawSocket(port);
    const alive = await rawSocket(port);
    const answering = (async () => {
      for (;;) {
        const got = await alive.next();
        if (got === undefined) return;
        if (got[0] === 0x89) alive.send(0x8a, got[1]);
      }
    })();
    assert.equal((await silent.next())[0], 0x89);
    assert.equal(await silent.next(), undefined);
    assert.deepEqual(closes, [[1006, "WebSocket timed out from inactivity"]]);
    alive.socket.destroy();
    await answering;
  });
});

test("a client that leaves without a word, or in the middle of a frame", () => {
  const closes = [];
  return withServer({ fetch: upgrade, websocket: { message() {}, close: (ws, code) => closes.push(code) } }, async (port, server) => {
    const one = await rawSocket(port);
    one.socket.end();
    const two = await rawSocket(port);
    two.socket.write(Buffer.from([0x82, 0xfe, 0x10]));
    await sleep(10);
    two.socket.resetAndDestroy();
    await sleep(50);
    assert.deepEqual(closes, [1006, 1006]);
    assert.equal(server.pendingWebSockets, 0);
  });
});
