// TLS of Weft.serve: https, wss, names, certificates of clients, what goes wrong.
import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import { test, assert } from "../harness.mjs";
import { raw, sleep, withServer } from "./fixtures/raw.mjs";

const key = (name) => fs.readFileSync(new URL(`../tls/keys/${name}`, import.meta.url));
const pair = (name) => ({ key: key(`${name}-key.pem`), cert: key(`${name}.pem`) });
const ca = key("ca.pem");

function get(port, path = "/", options = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const request = https.request({ port, host: "127.0.0.1", servername: "localhost", path, ca, agent: false, ...options }, (response) => {
      let text = "";
      response.on("data", (data) => (text += data));
      response.on("end", () => resolve({ status: response.statusCode, text, peer: response.socket.getPeerCertificate?.() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const hello = (request) => new Response(`${request.method} ${request.url}`);

test("https: URL, protocol, bodies both ways", () =>
  withServer({ tls: pair("server"), fetch: async (request) => (request.method === "POST" ? new Response(await request.text()) : hello(request)) },
    async (port, server) => {
      assert.deepEqual([server.url.protocol, server.protocol], ["https:", "https"]);
      assert.equal((await get(port, "/a?b")).text, `GET https://127.0.0.1:${port}/a?b`);
      const body = "x".repeat(2_000_000);
      const got = await get(port, "/", { method: "POST" }, body);
      assert.equal(got.text.length, body.length);
      assert.equal(got.text, body);
    }));

test("keys as text, lists, with a passphrase; a Blob", async () => {
  for (const options of [
    { key: String(key("server-key.pem")), cert: String(key("server.pem")) },
    { key: [key("server-key.pem")], cert: [key("server.pem")] },
    { key: key("server-locked-key.pem"), cert: key("server.pem"), passphrase: "secret" },
    { key: new Blob([key("server-key.pem")]), cert: new Blob([key("server.pem")]) },
    [pair("server")],
  ]) await withServer({ tls: options, fetch: hello }, async (port) => assert.equal((await get(port)).status, 200));
  await withServer({ tls: [], fetch: hello }, async (port, server) => assert.equal(server.protocol, "http"));
});

test("names: each its certificate, else the first", () =>
  withServer({ tls: [pair("server"), { ...pair("other"), serverName: "other.example" }, { ...pair("self"), serverName: "*.self.example" }], fetch: hello },
    async (port) => {
      const certificateOf = async (servername) => (await get(port, "/", { servername, rejectUnauthorized: false })).peer.fingerprint;
      const fingerprint = (name) => new X509Certificate(key(name)).fingerprint;
      assert.equal(await certificateOf("localhost"), fingerprint("server.pem"));
      assert.equal(await certificateOf("OTHER.example"), fingerprint("other.pem"));
      assert.equal(await certificateOf("a.self.example"), fingerprint("self.pem"));
      assert.equal(await certificateOf("a.b.self.example"), fingerprint("server.pem"));
    }));

test("requestCert: who has none, or a wrong one, is refused; or not", async () => {
  await withServer({ tls: { ...pair("server"), ca, requestCert: true }, fetch: hello }, async (port) => {
    assert.equal((await get(port, "/", pair("client"))).status, 200);
    await assert.rejects(get(port));
    await assert.rejects(get(port, "/", pair("self")));
  });
  await withServer({ tls: { ...pair("server"), ca, requestCert: true, rejectUnauthorized: false }, fetch: hello }, async (port) => {
    assert.equal((await get(port)).status, 200);
    assert.equal((await get(port, "/", pair("self"))).status, 200);
  });
});

test("ALPN: http/1.1, and no other", () =>
  withServer({ tls: pair("server"), fetch: hello }, async (port) => {
    const connect = (ALPNProtocols) => new Promise((resolve, reject) => {
      const socket = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca, ALPNProtocols }, () => {
        resolve(socket.alpnProtocol);
        socket.destroy();
      });
      socket.on("error", reject);
    });
    assert.equal(await connect(["h2", "http/1.1"]), "http/1.1");
    assert.equal(await connect(undefined), false);
    await assert.rejects(connect(["h2"]));
  }));

test("wss: messages, large ones, published ones", () =>
  withServer({
    tls: pair("self"),
    fetch: (request, server) => (server.upgrade(request) ? undefined : hello(request)),
    websocket: { open: (ws) => ws.subscribe("t"), message: (ws, data) => ws.send(data) },
  }, async (port, server) => {
    const socket = await new Promise((resolve, reject) => {
      const one = tls.connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => resolve(one));
      one.on("error", reject);
    });
    const { hello: head, frame } = await import("./fixtures/raw.mjs");
    let got = Buffer.alloc(0);
    socket.on("data", (data) => (got = Buffer.concat([got, data])));
    socket.write(head());
    while (!got.includes("\r\n\r\n")) await sleep(5);
    got = Buffer.alloc(0);
    const payload = Buffer.alloc(300_000, "w");
    socket.write(Buffer.concat([frame(0x81, "small"), frame(0x82, payload)]));
    while (got.length < 7 + 10 + payload.length) await sleep(5);
    assert.equal(String(got.subarray(0, 7)), "\x81\x05small".replace("\x81", "\ufffd"));
    assert(got.subarray(17).equals(payload));
    got = Buffer.alloc(0);
    assert.equal(server.publish("t", "all"), 3);
    while (got.length < 5) await sleep(5);
    assert.equal(String(got.subarray(2)), "all");
    assert.equal(server.pendingWebSockets, 1);
    socket.destroy();
  }));

test("what is not TLS, and a handshake that is not finished, disturb nobody", () =>
  withServer({ tls: pair("server"), fetch: hello, idleTimeout: 1 }, async (port, server) => {
    await raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    const silent = net.connect(port, "127.0.0.1");
    const closed = new Promise((resolve) => silent.on("close", resolve));
    silent.on("error", () => {});
    assert.equal((await get(port)).status, 200);
    await closed;
    assert.equal(server.pendingRequests, 0);
  }));

test("stop() while a response is on its way", async () => {
  let begun;
  const whenBegun = new Promise((resolve) => (begun = resolve));
  const server = Weft.serve({ port: 0, hostname: "127.0.0.1", tls: pair("server"), async fetch() { begun(); await sleep(50); return new Response("z".repeat(1_000_000)); } });
  const response = get(server.port);
  await whenBegun;
  const stopped = server.stop();
  assert.equal((await response).text.length, 1_000_000);
  await stopped;
});

test("wrong options", () => {
  const serve = (options) => () => Weft.serve({ port: 0, fetch() {}, tls: options }).stop(true);
  assert.throws(serve(5), TypeError);
  assert.throws(serve({}), TypeError);
  assert.throws(serve({ cert: key("server.pem") }), TypeError);
  assert.throws(serve({ ...pair("server"), key: "nonsense" }));
  assert.throws(serve({ ...pair("server"), key: key("other-key.pem") }));
  assert.throws(serve({ ...pair("server"), ALPNProtocols: ["h2"] }), TypeError);
  assert.throws(serve([pair("server"), pair("other")]), TypeError);
});
