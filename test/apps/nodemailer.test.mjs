// test-timeout: 60 s
import nodemailer from "nodemailer";
import net from "node:net";
import tls from "node:tls";
import fs from "node:fs";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";

const key = (name) => fs.readFileSync(new URL(`../tls/keys/${name}`, import.meta.url));

/** An SMTP server that keeps what it is sent; it begins TLS on request. */
class Sink {
  messages = [];
  server = net.createServer((socket) => this.#talk(socket, true));

  #talk(socket, greets) {
    let buffered = "";
    let message;
    const say = (line) => socket.write(`${line}\r\n`);
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      buffered += chunk;
      for (let end; (end = buffered.indexOf("\r\n")) >= 0;) {
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (message?.body !== undefined) {
          if (line !== ".") {
            message.body += `${line.replace(/^\.\./, ".")}\r\n`;
            continue;
          }
          this.messages.push(message);
          message = undefined;
          say("250 kept");
        } else if (/^EHLO/i.test(line)) {
          socket.write(`250-sink\r\n${socket.encrypted ? "" : "250-STARTTLS\r\n"}250-AUTH PLAIN\r\n250 8BITMIME\r\n`);
        } else if (/^STARTTLS/i.test(line)) {
          say("220 go on");
          socket.removeAllListeners("data");
          this.#talk(new tls.TLSSocket(socket, { isServer: true, key: key("server-key.pem"), cert: key("server.pem") }), false);
        } else if (/^AUTH PLAIN /i.test(line)) {
          const [, user, password] = Buffer.from(line.slice(11), "base64").toString().split("\0");
          say(password === "secret" ? "235 welcome" : `535 ${user} is not known`);
        } else if (/^MAIL FROM:<(.*)>/i.test(line)) {
          message = { from: RegExp.$1, to: [], secure: !!socket.encrypted };
          say("250 ok");
        } else if (/^RCPT TO:<(.*)>/i.test(line)) {
          const refused = RegExp.$1.startsWith("nobody");
          if (!refused) message.to.push(RegExp.$1);
          say(refused ? "550 no such mailbox" : "250 ok");
        } else if (/^DATA/i.test(line)) {
          message.body = "";
          say("354 go on");
        } else if (/^QUIT/i.test(line)) {
          say("221 bye");
          socket.end();
        } else {
          say("250 ok");
        }
      }
    });
    if (greets) say("220 sink");
  }
}

async function sending(options, use) {
  const sink = new Sink();
  sink.server.listen(0, "127.0.0.1");
  await once(sink.server, "listening");
  const mailer = nodemailer.createTransport({ host: "127.0.0.1", port: sink.server.address().port, ...options });
  try {
    await use(mailer, sink);
  } finally {
    mailer.close();
    sink.server.close();
    await once(sink.server, "close");
  }
}

const unfolded = (message) => message.body.replace(/\r\n[ \t]/g, " ");

test("text, HTML, an attachment, names that are not ASCII", () => sending({ ignoreTLS: true }, async (mailer, sink) => {
  const sent = await mailer.sendMail({
    from: '"Ada Lövelace" <ada@weft.test>', to: ["bob@weft.test", "eve@weft.test"], subject: "Kettfäden ✓",
    text: "Hällo\n.a line with a dot", html: "<p>Hello</p>", attachments: [{ filename: "a.bin", content: Buffer.alloc(3000, 255) }],
  });
  assert.deepEqual([sent.accepted, sent.response], [["bob@weft.test", "eve@weft.test"], "250 kept"]);
  const [message] = sink.messages;
  assert.deepEqual([message.from, message.to, message.secure], ["ada@weft.test", ["bob@weft.test", "eve@weft.test"], false]);
  assert.match(unfolded(message), /^Subject: =\?UTF-8\?.*\?=\r$/m);
  assert.match(message.body, /^Content-Type: multipart\/mixed;/m);
  assert.includes(message.body, "\r\n.a line with a dot\r\n");
  assert.includes(message.body.replaceAll("\r\n", ""), Buffer.alloc(3000, 255).toString("base64").slice(0, 2000));
}));

test("STARTTLS with a certificate that is checked, and a password", () =>
  sending({ requireTLS: true, auth: { user: "ada", pass: "secret" }, tls: { ca: key("ca.pem"), servername: "localhost" } }, async (mailer, sink) => {
    await mailer.sendMail({ from: "a@weft.test", to: "b@weft.test", text: "over TLS" });
    assert.deepEqual([sink.messages[0].secure, /over TLS/.test(sink.messages[0].body)], [true, true]);
  }));

test("many messages over a pool of connections", () => sending({ ignoreTLS: true, pool: true, maxConnections: 2 }, async (mailer, sink) => {
  await Promise.all(Array.from({ length: 10 }, (_, number) => mailer.sendMail({ from: "a@weft.test", to: `b${number}@weft.test`, text: "x" })));
  assert.equal(sink.messages.length, 10);
}));

test("a mailbox that is refused, a wrong password, an unknown authority", async () => {
  await sending({ ignoreTLS: true }, async (mailer) => {
    const error = await assert.rejects(mailer.sendMail({ from: "a@weft.test", to: "nobody@weft.test", text: "x" }), { code: "EENVELOPE", responseCode: 550 });
    assert.deepEqual(error.rejected, ["nobody@weft.test"]);
  });
  await sending({ ignoreTLS: true, auth: { user: "ada", pass: "wrong" } }, async (mailer) => {
    await assert.rejects(mailer.verify(), { code: "EAUTH", response: "535 ada is not known" });
  });
  await sending({ requireTLS: true, tls: { servername: "localhost" } }, async (mailer) => {
    await assert.rejects(mailer.verify(), { code: "ESOCKET", message: /unable to verify|self-signed|local issuer/ });
  });
});
