import net from "node:net";
import tls from "node:tls";
import { duplexPair } from "node:stream";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { ca, connect, key, pair, textOf, withServer } from "./support.mjs";

const echo = (socket) => socket.pipe(socket);

test("bytes go both ways; large ones too", () =>
  withServer({}, echo, async (port) => {
    const socket = await connect(port);
    const sent = Buffer.alloc(3_000_000, "weft ");
    socket.end(sent);
    const received = [];
    for await (const chunk of socket) received.push(chunk);
    assert.equal(Buffer.concat(received).equals(sent), true);
  }));

test("what is written before the handshake waits for it", () =>
  withServer({}, echo, async (port) => {
    const socket = tls.connect({ port, host: "127.0.0.1", ca });
    socket.end("early");
    assert.equal(await textOf(socket), "early");
  }));

test("facts of a connection", () =>
  withServer({ ALPNProtocols: ["two", "one"] }, (socket) => socket.end([socket.servername, socket.alpnProtocol].join()), async (port) => {
    const socket = await connect(port, { ALPNProtocols: ["one", "two"] });
    assert.equal(socket.authorized, true);
    assert.equal(socket.encrypted, true);
    assert.equal(socket.alpnProtocol, "two");
    assert.equal(socket.getProtocol(), "TLSv1.3");
    assert.equal(socket.getCipher().version, "TLSv1.3");
    assert.deepEqual(Object.keys(socket.getEphemeralKeyInfo()), ["type", "name", "size"]);
    const certificate = socket.getPeerCertificate(true);
    assert.equal(certificate.subject.CN, "localhost");
    assert.equal(certificate.subjectaltname, "DNS:localhost, DNS:*.example.test, IP Address:127.0.0.1");
    assert.equal(certificate.issuerCertificate.subject.CN, "Test authority");
    assert.equal(certificate.issuerCertificate.issuerCertificate, certificate.issuerCertificate);
    assert.equal(socket.getPeerX509Certificate().subject, "O=weft\nCN=localhost");
    assert.equal(await textOf(socket), "localhost,two");
  }));

test("both ends export the same key", () =>
  withServer({}, (socket) => socket.end(socket.exportKeyingMaterial(16, "label").toString("hex")), async (port) => {
    const socket = await connect(port);
    const own = socket.exportKeyingMaterial(16, "label").toString("hex");
    assert.equal(await textOf(socket), own);
  }));

for (const version of ["TLSv1.2", "TLSv1.3"]) {
  test(`a session is taken up again: ${version}`, () =>
    withServer({ maxVersion: version }, (socket) => socket.end("x"), async (port) => {
      const first = await connect(port);
      const sessions = [];
      first.on("session", (session) => sessions.push(session));
      await textOf(first);
      assert.equal(first.isSessionReused(), false);
      const second = await connect(port, { session: sessions.at(-1) ?? first.getSession() });
      assert.equal(second.isSessionReused(), true);
      assert.equal(second.getProtocol(), version);
      await textOf(second);
    }));
}

test("over a net.Socket and over a Duplex", () =>
  withServer({}, echo, async (port) => {
    const below = net.connect(port, "127.0.0.1");
    const socket = tls.connect({ socket: below, servername: "localhost", ca });
    socket.end("over a socket");
    assert.equal(await textOf(socket), "over a socket");

    const [near, far] = duplexPair();
    const server = new tls.TLSSocket(far, { isServer: true, ...pair("server") });
    server.pipe(server);
    const client = tls.connect({ socket: near, servername: "localhost", ca });
    await once(client, "secureConnect");
    client.end("over a stream");
    assert.equal(await textOf(client), "over a stream");
  }));

test("TLS within TLS", () =>
  withServer({}, (outer) => {
    const inner = new tls.TLSSocket(outer, { isServer: true, ...pair("other") });
    inner.pipe(inner);
  }, async (port) => {
    const outer = await connect(port);
    const inner = tls.connect({ socket: outer, servername: "other.test", ca });
    inner.end("deep");
    assert.equal(await textOf(inner), "deep");
  }));

test("pause holds the peer back, and resume goes on", () =>
  withServer({}, (socket) => socket.end(Buffer.alloc(1_000_000)), async (port) => {
    const socket = await connect(port);
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = socket.bytesRead;
    assert.equal(before < 1_000_000, true);
    let size = 0;
    for await (const chunk of socket) size += chunk.length;
    assert.equal(size, 1_000_000);
  }));

test("PFX, a key with a passphrase", async () => {
  for (const options of [
    { pfx: key("server.pfx"), passphrase: "secret", key: undefined, cert: undefined },
    { key: key("server-locked-key.pem"), passphrase: "secret" },
  ]) {
    await withServer(options, (socket) => socket.end("ok"), async (port) => {
      assert.equal(await textOf(await connect(port)), "ok");
    });
  }
  assert.throws(() => tls.createSecureContext({ pfx: key("server.pfx"), passphrase: "wrong" }), /mac verify failure/);
  assert.throws(() => tls.createSecureContext({ ...pair("server"), key: key("other-key.pem") }),
    { code: "ERR_OSSL_X509_KEY_VALUES_MISMATCH" });
});

test("options that are wrong", () => {
  assert.throws(() => tls.createSecureContext({ minVersion: "TLSv9" }), { code: "ERR_TLS_INVALID_PROTOCOL_VERSION" });
  assert.throws(() => tls.createSecureContext({ secureProtocol: "x" }), { code: "ERR_TLS_INVALID_PROTOCOL_METHOD" });
  assert.throws(() => tls.createSecureContext({ ciphers: "no such" }), { code: "ERR_SSL_NO_CIPHER_MATCH" });
  assert.throws(() => tls.createSecureContext({ cert: 1 }), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => tls.createServer({ ticketKeys: Buffer.alloc(3) }), { code: "ERR_INVALID_ARG_VALUE" });
});

test("lists", () => {
  assert.equal(tls.getCiphers().includes("tls_aes_128_gcm_sha256"), true);
  assert.equal(Object.isFrozen(tls.rootCertificates), true);
});
