import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import http from "node:http";
import net from "node:net";
import { test, assert } from "../harness.mjs";

const storage = new AsyncLocalStorage();
/** What `begin` notes by its argument until it calls `done`, each with the store there is. */
function noted(begin) {
  return new Promise((resolve) => {
    const notes = [];
    const note = (name) => notes.push(`${name} ${storage.getStore()}`);
    storage.run("store", () => begin(note, () => resolve(notes)));
  });
}
const isOwn = (notes) => notes.every((note) => note.endsWith(" store"));

test("events of sockets have the store of where the socket was made", async () => {
  const server = net.createServer((peer) => peer.end("bytes"));
  await new Promise((resolve) => server.listen(0, resolve));
  const notes = await noted((note, done) => {
    const socket = net.connect(server.address().port, () => note("connect"));
    socket.on("data", () => note("data"));
    socket.on("end", () => note("end"));
    socket.on("close", () => { note("close"); done(); });
  });
  assert.deepEqual(notes, ["connect store", "data store", "end store", "close store"]);
  server.close();
});

test("each request of http has its own, on a socket that serves several", async () => {
  const server = http.createServer((request, response) => request.resume().on("end", () => response.end("body")));
  await new Promise((resolve) => server.listen(0, resolve));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const all = await Promise.all(["a", "b", "c"].map((name) => new Promise((resolve) => {
    const stores = [];
    const note = () => stores.push(storage.getStore());
    storage.run(name, () => {
      const request = http.request({ port: server.address().port, agent, method: "POST" }, (response) => {
        note();
        response.on("data", note).on("end", note);
      });
      request.on("socket", note).on("finish", note);
      request.on("close", () => { note(); resolve(stores.join("")); });
      request.end("text");
    });
  })));
  assert.deepEqual(all, ["aaaaaa", "bbbbbb", "cccccc"]);
  agent.destroy();
  server.close();
});

test("names, datagrams and children", async () => {
  assert(isOwn(await noted((note, done) => dns.lookup("localhost", () => { note("lookup"); done(); }))));
  assert(isOwn(await noted((note, done) => {
    const socket = dgram.createSocket("udp4", () => { note("message"); socket.close(done); });
    socket.bind(0, "127.0.0.1", () => socket.send("x", socket.address().port, "127.0.0.1"));
  })));
  const notes = await noted((note, done) => {
    const child = spawn("/bin/echo", ["text"]);
    child.stdout.on("data", () => note("data"));
    child.on("exit", () => note("exit"));
    child.on("close", () => { note("close"); done(); });
  });
  assert(isOwn(notes) && notes.length === 3, notes.join());
});

test("a server hears of connections, and of requests, with the store of where it listens", async () => {
  const notes = await noted((note, done) => {
    const server = http.createServer((request, response) => {
      note("request");
      response.end();
      server.close(done);
    });
    server.on("connection", () => note("connection"));
    server.listen(0, () => storage.exit(() => http.get({ port: server.address().port, agent: false }).on("response", (it) => it.resume())));
  });
  assert.deepEqual(notes, ["connection store", "request store"]);
});
