// A server that was held up itself reads what has arrived before it calls a client slow.
import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import { test, assert } from "../harness.mjs";

const listen = async (listener) => {
  const server = http.createServer({ headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 }, listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
};
const answerOf = async (socket) => {
  let text = "";
  for await (const chunk of socket) text += chunk;
  return text;
};

test("a request that came in time is answered, however late the server comes to read it", async () => {
  const server = await listen((request, response) => response.end("fine"));
  const client = net.connect(server.address().port, "127.0.0.1");
  await Promise.all([once(client, "connect"), once(server, "connection")]);
  client.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const end = Date.now() + 400;
  while (Date.now() < end);
  assert.match(await answerOf(client), /^HTTP\/1\.1 200 OK\r\n/);
  server.close();
});

test("one that does not come gets 408 soon after its time", async () => {
  const server = await listen((request, response) => response.end("fine"));
  const start = Date.now();
  const client = net.connect(server.address().port, "127.0.0.1");
  client.write("GET / HTTP/1.1\r\nHost:");
  assert.match(await answerOf(client), /^HTTP\/1\.1 408 Request Timeout\r\n/);
  const taken = Date.now() - start;
  assert(taken >= 95 && taken < 2000, `after ${taken} ms`);
  server.close();
});
