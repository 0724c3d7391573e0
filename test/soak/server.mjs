// The server of the soak: the same answers from Weft.serve, node:http and node:https.
// Prints its ports as one line of JSON; finishes what it has begun on SIGTERM.

import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const line = (index) => `${index} ${"x".repeat(1000)}\n`;

const serve = Weft.serve({
  port: 0,
  hostname: "127.0.0.1",
  idleTimeout: 10,
  maxRequestBodySize: 1 << 20,
  routes: {
    "/hello": () => new Response("hello"),
    "/static": new Response("static"),
    "/echo": { POST: async (request) => new Response(await request.bytes()) },
    "/pass": { POST: (request) => new Response(request.body) },
    "/stream/:lines": (request) => {
      let index = 0;
      const lines = Number(request.params.lines);
      return new Response(
        new ReadableStream({
          pull(controller) {
            if (index === lines) return controller.close();
            controller.enqueue(new TextEncoder().encode(line(index++)));
          },
        }),
      );
    },
    "/late/:ms": async (request) => {
      await pause(Number(request.params.ms));
      return new Response("late");
    },
    "/throw": () => {
      throw new Error("injected");
    },
    "/reject": async () => {
      await pause(1);
      throw new Error("injected");
    },
    "/never": (request) => new Promise((resolve) => request.signal.addEventListener("abort", () => resolve(new Response("")))),
  },
  fetch: () => new Response("no such route", { status: 404 }),
  error: () => new Response("failed", { status: 500 }),
});

async function answer(request, response) {
  const [, route, argument] = request.url.split("/");
  switch (route) {
    case "hello":
    case "static":
      return response.end(route);
    case "echo": {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      return response.end(Buffer.concat(chunks));
    }
    case "pass":
      return request.pipe(response);
    case "stream":
      for (let index = 0; index < Number(argument); index++) {
        if (response.destroyed) return;
        if (!response.write(line(index))) {
          await new Promise((resolve) => {
            const go = () => (response.off("drain", go).off("close", go), resolve());
            response.on("drain", go).on("close", go);
          });
        }
      }
      return response.end();
    case "late":
      await pause(Number(argument));
      return response.end("late");
    case "throw":
    case "reject":
      throw new Error("injected");
    case "never":
      return;
    default:
      response.statusCode = 404;
      response.end("no such route");
  }
}

function listener(request, response) {
  request.on("error", () => {});
  answer(request, response).catch(() => {
    if (response.headersSent) return response.destroy();
    response.statusCode = 500;
    response.end("failed");
  });
}

const certificates = new URL("../tls/keys/", import.meta.url);
const plain = http.createServer({ requestTimeout: 3000, headersTimeout: 2000, connectionsCheckingInterval: 500 }, listener);
const secure = https.createServer(
  { key: readFileSync(new URL("server-key.pem", certificates)), cert: readFileSync(new URL("server.pem", certificates)) },
  listener,
);
const listening = (server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

process.on("SIGTERM", () => {
  serve.stop();
  plain.close();
  secure.close();
});

console.log(JSON.stringify({ serve: serve.port, http: await listening(plain), https: await listening(secure) }));
