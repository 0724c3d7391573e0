import tls from "node:tls";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";
import { ca, connect, key, pair, textOf, withServer } from "./support.mjs";

const hello = (socket) => socket.end("hello");

for (const [name, server, client, code] of [
  ["signed by nobody", pair("self"), { ca: undefined }, "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["signed by somebody unknown", {}, { ca: undefined }, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ["expired", pair("expired"), {}, "CERT_HAS_EXPIRED"],
  ["of another host", pair("other"), {}, "ERR_TLS_CERT_ALTNAME_INVALID"],
]) {
  test(`a certificate ${name} is refused, unless the program takes it`, () =>
    withServer(server, hello, async (port) => {
      await assert.rejects(connect(port, client), { code });
      const socket = await connect(port, { ...client, rejectUnauthorized: false });
      assert.equal(socket.authorized, false);
      assert.equal(socket.authorizationError, code);
      assert.equal(await textOf(socket), "hello");
    }));
}

test("an authority of the client's, and no check of the name", () =>
  withServer(pair("self"), hello, async (port) => {
    assert.equal((await connect(port, { ca: key("self.pem"), checkServerIdentity() {} })).authorized, true);
  }));

test("client certificates: asked for, and refused without", async () => {
  await withServer({ ca, requestCert: true }, (socket) => socket.end(socket.getPeerCertificate().subject.CN), async (port, server) => {
    assert.equal(await textOf(await connect(port, pair("client"))), "client");
    const failed = once(server, "tlsClientError");
    const socket = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca });
    socket.on("error", () => {});
    const [error] = await failed;
    assert.equal(error.code, "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE");
    await new Promise((resolve) => socket.on("close", resolve));
  });
  await withServer({ ca, requestCert: true, rejectUnauthorized: false },
    (socket) => socket.end(`${socket.authorized} ${socket.authorizationError}`), async (port) => {
      assert.equal(await textOf(await connect(port)), "false UNABLE_TO_GET_ISSUER_CERT");
      assert.equal(await textOf(await connect(port, pair("client"))), "true null");
    });
});

test("SNI: contexts by name, and by a callback", async () => {
  const answer = (socket) => socket.end(String(socket.servername));
  await withServer({}, answer, async (port, server) => {
    server.addContext("*.test", pair("other"));
    const socket = await connect(port, { servername: "other.test" });
    assert.equal(socket.getPeerCertificate().subject.CN, "other.test");
    assert.equal(await textOf(socket), "other.test");
    assert.equal((await connect(port)).getPeerCertificate().subject.CN, "localhost");
  });
  const SNICallback = (name, callback) =>
    setTimeout(() => name === "bad" ? callback(new Error("no")) : callback(null, tls.createSecureContext(pair("other"))), 5);
  await withServer({ SNICallback }, answer, async (port, server) => {
    assert.equal((await connect(port, { servername: "other.test" })).getPeerCertificate().subject.CN, "other.test");
    const failed = once(server, "tlsClientError");
    await assert.rejects(connect(port, { servername: "bad" }), { code: "ECONNRESET" });
    assert.equal((await failed)[0].message, "no");
  });
});

test("ALPN: a callback chooses; nothing in common ends the connection", async () => {
  const seen = [];
  const ALPNCallback = ({ servername, protocols }) => { seen.push([servername, protocols]); return protocols[1]; };
  await withServer({ ALPNCallback }, hello, async (port) => {
    assert.equal((await connect(port, { ALPNProtocols: ["a", "b"] })).alpnProtocol, "b");
    assert.deepEqual(seen, [["localhost", ["a", "b"]]]);
    await assert.rejects(connect(port, { ALPNProtocols: ["a"] }), { code: "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL" });
  });
});

test("an OCSP response goes from the server to the client", () =>
  withServer({}, hello, async (port, server) => {
    server.on("OCSPRequest", (certificate, issuer, callback) => setTimeout(callback, 1, null, Buffer.from("response")));
    const socket = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca, requestOCSP: true });
    socket.on("error", () => {});
    const [response] = await once(socket, "OCSPResponse");
    assert.equal(String(response), "response");
  }));

test("keylog lines on both ends", () =>
  withServer({}, hello, async (port, server) => {
    const lines = [];
    server.on("keylog", (line) => lines.push(String(line).split(" ")[0]));
    const socket = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca });
    const own = [];
    socket.on("keylog", (line) => own.push(String(line).split(" ")[0]));
    await textOf(socket);
    assert.equal(own.includes("CLIENT_TRAFFIC_SECRET_0"), true);
    assert.equal(lines.includes("SERVER_TRAFFIC_SECRET_0"), true);
  }));

test("checkServerIdentity", () => {
  const check = (host, cert) => tls.checkServerIdentity(host, cert)?.message;
  const names = (subjectaltname) => ({ subject: {}, subjectaltname });
  assert.equal(check("a.b.test", names("DNS:*.b.test")), undefined);
  assert.equal(check("A.B.TEST.", names("DNS:a.b.test")), undefined);
  assert.equal(check("a.c.b.test", names("DNS:*.b.test")),
    "Hostname/IP does not match certificate's altnames: Host: a.c.b.test. is not in the cert's altnames: DNS:*.b.test");
  assert.equal(check("b.test", names("DNS:*.test")) !== undefined, true);
  assert.equal(check("8.8.8.8", names("IP Address:8.8.8.8")), undefined);
  assert.equal(check("8.8.4.4", names("IP Address:8.8.8.8")),
    "Hostname/IP does not match certificate's altnames: IP: 8.8.4.4 is not in the cert's list: 8.8.8.8");
  assert.equal(check("x", { subject: { CN: "y" } }), "Hostname/IP does not match certificate's altnames: Host: x. is not cert's CN: y");
  assert.equal(check("x", { subject: {} }), "Hostname/IP does not match certificate's altnames: Cert does not contain a DNS name");
  // A quoted name is one, whatever it has in it.
  assert.equal(check("b.test", names('DNS:"a.test, DNS:b.test"')) !== undefined, true);
  assert.throws(() => check("x", names('DNS:"broken')), { code: "ERR_TLS_CERT_ALTNAME_FORMAT" });
});
