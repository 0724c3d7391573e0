// A server for one test, and requests to it by hand.
import http from "node:http";
import net from "node:net";
import { once } from "node:events";

/** Runs `use(port, server)` with a server that is closed, with all its connections, at the end. */
export async function withServer(handler, use, options = {}) {
  const server = http.createServer(options, handler);
  server.listen(0);
  await once(server, "listening");
  try {
    return await use(server.address().port, server);
  } finally {
    server.closeAllConnections();
    if (server.listening) {
      server.close();
      await once(server, "close");
    }
  }
}

/** Sends `text` and gives all that comes back until the connection closes. */
export function raw(port, text, { end = false } = {}) {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = net.connect(port, () => (end ? socket.end(text, "latin1") : socket.write(text, "latin1")));
    socket.setEncoding("latin1");
    socket.on("data", (data) => (received += data));
    socket.on("error", (error) => (error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(received) : reject(error)));
    socket.on("close", () => resolve(received));
  });
}

/** A request's response with its body as text. */
export function fetchText(port, options = {}, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (data) => (text += data));
      response.on("end", () => resolve({ response, text, status: response.statusCode, headers: response.headers }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}
