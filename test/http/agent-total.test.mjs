import http from "node:http";
import { test, assert } from "../harness.mjs";

const listening = (handler) => new Promise((resolve) => {
  const server = http.createServer(handler).listen(0, () => resolve(server));
});

test("with maxTotalSockets a kept socket gives way to requests to another place", async () => {
  const servers = [await listening((request, response) => response.end("1")), await listening((request, response) => response.end("2"))];
  const agent = new http.Agent({ keepAlive: true, maxTotalSockets: 2 });
  const answers = await Promise.all([0, 0, 0, 1, 1, 1].map((at) => new Promise((resolve) => {
    http.get({ agent, port: servers[at].address().port }, (response) => response.on("data", (chunk) => resolve(`${chunk}`)));
  })));
  assert.deepEqual(answers, ["1", "1", "1", "2", "2", "2"]);
  agent.destroy();
  for (const server of servers) server.close();
});

test("the signal of a request is listened to once", async () => {
  const { getEventListeners } = await import("node:events");
  const controller = new AbortController();
  const request = http.get({ port: 9, signal: controller.signal });
  assert.equal(getEventListeners(controller.signal, "abort").length, 1);
  controller.abort();
  const error = await new Promise((resolve) => request.on("error", resolve));
  assert.equal(error.name, "AbortError");
});

test("a server's sockets keep their bytes", async () => {
  const server = await listening((request, response) => response.end());
  const refused = new Promise((resolve) => server.on("connection", (socket) => {
    try {
      socket.setEncoding("utf8");
    } catch (error) {
      resolve(error.code);
    }
  }));
  http.get({ port: server.address().port, agent: false }, (response) => response.resume().on("end", () => server.close()));
  assert.equal(await refused, "ERR_HTTP_SOCKET_ENCODING");
});
