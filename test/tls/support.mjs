// Keys for tests, and a server for one test.
import fs from "node:fs";
import tls from "node:tls";
import { once } from "node:events";

/** A file of test/tls/keys: a test authority (`ca`) and what it has signed; `self` has signed itself. */
export const key = (name) => fs.readFileSync(new URL(`keys/${name}`, import.meta.url));
export const ca = key("ca.pem");
export const pair = (name) => ({ key: key(`${name}-key.pem`), cert: key(`${name}.pem`) });

/** Runs `use(port, server)` with a server that is closed, with all its connections, at the end. */
export async function withServer(options, listener, use) {
  const server = tls.createServer({ ...pair("server"), ...options }, listener);
  const raw = new Set();
  server.on("connection", (socket) => raw.add(socket));
  server.on("secureConnection", (socket) => socket.on("error", () => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(server.address().port, server);
  } finally {
    for (const socket of raw) socket.destroy();
    server.close();
    await once(server, "close");
  }
}

/** A client that is secure, or rejects with its error. */
export function connect(port, options = {}) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ port, host: "127.0.0.1", servername: "localhost", ca, ...options }, () => resolve(socket));
    socket.on("error", reject);
  });
}

export async function textOf(stream) {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}
