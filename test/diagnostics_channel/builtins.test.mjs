import dgram from "node:dgram";
import channels from "node:diagnostics_channel";
import http from "node:http";
import net from "node:net";
import { test, assert } from "../harness.mjs";

/** The names of what is published while `act` runs, with the keys of each message. */
async function published(names, act) {
  const seen = [];
  const note = (message, name) => seen.push(`${name} ${Object.keys(message)}`);
  for (const name of names) channels.subscribe(name, note);
  await act();
  for (const name of names) channels.unsubscribe(name, note);
  return seen;
}

test("http tells of requests and responses on both sides", async () => {
  const names = ["http.client.request.created", "http.client.request.start", "http.client.response.finish",
    "http.client.request.error", "http.server.request.start", "http.server.response.created", "http.server.response.finish"];
  const server = http.createServer((request, response) => response.end("x"));
  await new Promise((resolve) => server.listen(0, resolve));
  const seen = await published(names, () => new Promise((resolve) => {
    http.get({ port: server.address().port, agent: false }, (response) => response.resume().on("close", resolve));
  }));
  assert.deepEqual(seen, [
    "http.client.request.created request", "http.client.request.start request",
    "http.server.response.created request,response", "http.server.request.start request,response,socket,server",
    "http.server.response.finish request,response,socket,server", "http.client.response.finish request,response",
  ]);
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  const failed = await published(names.slice(3, 4), () => new Promise((resolve) => http.get({ port }).on("error", resolve)));
  assert.deepEqual(failed, ["http.client.request.error request,error"]);
});

test("net and dgram tell of sockets", async () => {
  const seen = await published(["net.client.socket", "net.server.socket", "udp.socket"], () => new Promise((resolve) => {
    dgram.createSocket("udp4").close();
    const server = net.createServer((peer) => peer.end()).listen(0, () => {
      net.connect(server.address().port).resume().on("close", () => server.close(resolve));
    });
  }));
  assert.deepEqual(seen, ["udp.socket socket", "net.client.socket socket", "net.server.socket socket"]);
});
