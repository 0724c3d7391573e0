// test-timeout: 60 s
import { Hono } from "hono";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { basicAuth } from "hono/basic-auth";
import { streamSSE } from "hono/streaming";
import { HTTPException } from "hono/http-exception";
import { compress } from "hono/compress";
import { once } from "node:events";
import { gunzipSync } from "node:zlib";
import path from "node:path";
import { test, assert } from "../harness.mjs";
import { asking } from "./fixtures/http.mjs";

async function running(app, use) {
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  if (!server.listening) await once(server, "listening");
  try {
    await use(asking(server.address().port));
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
}

test("routes, JSON both ways, a form, middleware, errors", () => {
  const app = new Hono();
  app.use(async (context, next) => { await next(); context.header("x-after", "yes"); });
  app.get("/hello/:name{[a-z]+}", (context) => context.json({ name: context.req.param("name"), q: context.req.query("q") }));
  app.post("/json", async (context) => context.json(await context.req.json(), 201));
  app.post("/form", async (context) => {
    const { file, text } = await context.req.parseBody();
    return context.text(`${text} ${file.name} ${file.size} ${await file.text()}`);
  });
  app.use("/private/*", basicAuth({ username: "ada", password: "secret" }));
  app.get("/private/page", (context) => context.text("in"));
  app.get("/teapot", () => { throw new HTTPException(418, { message: "short and stout" }); });
  return running(app, async (ask) => {
    const hello = await ask("/hello/ada?q=1");
    assert.deepEqual([hello.json(), hello.headers["x-after"]], [{ name: "ada", q: "1" }, "yes"]);
    assert.equal((await ask("/hello/ADA")).status, 404);
    const json = await ask("/json", { json: { deep: [1, { two: null }] } });
    assert.deepEqual([json.status, json.text], [201, '{"deep":[1,{"two":null}]}']);
    const form = new FormData();
    form.set("text", "t");
    form.set("file", new File(["content"], "f.txt"));
    const encoded = new Response(form);
    const headers = { "content-type": encoded.headers.get("content-type") };
    assert.equal((await ask("/form", { body: Buffer.from(await encoded.arrayBuffer()), headers })).text, "t f.txt 7 content");
    assert.equal((await ask("/private/page")).status, 401);
    assert.equal((await ask("/private/page", { headers: { authorization: `Basic ${btoa("ada:secret")}` } })).text, "in");
    const teapot = await ask("/teapot");
    assert.deepEqual([teapot.status, teapot.text], [418, "short and stout"]);
  });
});

test("server-sent events, a compressed body, files", () => {
  const app = new Hono();
  app.get("/events", (context) => streamSSE(context, async (stream) => {
    for (let id = 1; id <= 3; id++) await stream.writeSSE({ id: String(id), event: "tick", data: `n=${id}` });
  }));
  app.get("/big", compress(), (context) => context.text("big ".repeat(5000)));
  app.use("/files/*", serveStatic({ root: path.relative(process.cwd(), path.join(import.meta.dirname, "fixtures")) }));
  return running(app, async (ask) => {
    const events = await ask("/events");
    assert.equal(events.headers["content-type"], "text/event-stream");
    assert.equal(events.text, [1, 2, 3].map((id) => `event: tick\ndata: n=${id}\nid: ${id}\n\n`).join(""));
    const big = await ask("/big", { headers: { "accept-encoding": "gzip" } });
    assert.equal(big.headers["content-encoding"], "gzip");
    assert.equal(gunzipSync(big.bytes).toString(), "big ".repeat(5000));
    assert.match((await ask("/files/poem.txt")).text, /^Two threads/);
  });
});
