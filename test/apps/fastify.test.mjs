// test-timeout: 60 s
import Fastify from "fastify";
import { Readable } from "node:stream";
import { test, assert } from "../harness.mjs";
import { asking } from "./fixtures/http.mjs";

async function running(app, use) {
  await app.listen({ port: 0, host: "127.0.0.1" });
  try {
    await use(asking(app.server.address().port));
  } finally {
    await app.close();
  }
}

test("parameters, schemas that check and shape, a hook, a decorator, a plugin with a prefix", () => {
  const app = Fastify();
  app.decorateRequest("user", null);
  app.addHook("onRequest", async (request) => { request.user = request.headers["x-user"] ?? "nobody"; });
  app.register(async (scope) => {
    scope.get("/:id", { schema: { params: { type: "object", properties: { id: { type: "integer" } } } } },
      async (request) => ({ id: request.params.id, user: request.user }));
    scope.post("/", {
      schema: {
        body: { type: "object", required: ["name"], properties: { name: { type: "string", minLength: 2 } } },
        response: { 201: { type: "object", properties: { name: { type: "string" } } } },
      },
    }, async (request, reply) => reply.code(201).send({ name: request.body.name, secret: true }));
  }, { prefix: "/items" });
  return running(app, async (ask) => {
    assert.deepEqual((await ask("/items/7", { headers: { "x-user": "ada" } })).json(), { id: 7, user: "ada" });
    assert.equal((await ask("/items/seven")).status, 400);
    const made = await ask("/items", { json: { name: "loom" } });
    assert.deepEqual([made.status, made.text], [201, '{"name":"loom"}']);
    assert.match((await ask("/items", { json: { name: "x" } })).json().message, /must NOT have fewer than 2 characters/);
    assert.equal((await ask("/none")).status, 404);
  });
});

test("a stream as the answer, an error handler, a content type of one's own", () => {
  const app = Fastify();
  app.get("/stream", (request, reply) => reply.type("text/plain").send(Readable.from(["one ", "two ", "three"])));
  app.get("/broken", async () => { throw Object.assign(new Error("on purpose"), { statusCode: 418 }); });
  app.setErrorHandler((error, request, reply) => reply.code(error.statusCode).send({ said: error.message }));
  app.addContentTypeParser("text/csv", { parseAs: "string" }, async (request, text) => text.split(","));
  app.post("/csv", async (request) => request.body);
  return running(app, async (ask) => {
    assert.equal((await ask("/stream")).text, "one two three");
    const broken = await ask("/broken");
    assert.deepEqual([broken.status, broken.text], [418, '{"said":"on purpose"}']);
    assert.deepEqual((await ask("/csv", { body: "a,b", headers: { "content-type": "text/csv" } })).json(), ["a", "b"]);
  });
});

test("inject answers without a socket; the logger writes lines of JSON", async () => {
  const lines = [];
  const app = Fastify({ logger: { level: "info", stream: { write: (line) => lines.push(JSON.parse(line)) } } });
  app.get("/", async (request) => { request.log.info({ at: 1 }, "in the handler"); return "hello"; });
  const response = await app.inject("/");
  await app.close();
  assert.deepEqual([response.statusCode, response.body], [200, "hello"]);
  assert.deepEqual(lines.map((line) => line.msg), ["incoming request", "in the handler", "request completed"]);
  assert.equal(lines[2].res.statusCode, 200);
});
