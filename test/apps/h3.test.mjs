// test-timeout: 60 s
import { H3, HTTPError, getQuery, readBody, getRouterParam, setCookie, redirect, serve } from "h3";
import { test, assert } from "../harness.mjs";
import { asking } from "./fixtures/http.mjs";

test("handlers, bodies, cookies, redirects, errors, streams", async () => {
  const app = new H3();
  app.use((event, next) => { event.context.started = true; return next(); });
  app.get("/hello/:name", (event) => ({ name: getRouterParam(event, "name"), q: getQuery(event).q, started: event.context.started }));
  app.post("/echo", async (event) => ({ got: await readBody(event) }));
  app.get("/cookie", (event) => { setCookie(event, "a", "b c"); return redirect("/hello/x"); });
  app.get("/broken", () => { throw new HTTPError({ status: 422, message: "no good", data: { field: "x" } }); });
  app.get("/stream", () => new ReadableStream({
    start(controller) {
      for (const word of ["one ", "two"]) controller.enqueue(new TextEncoder().encode(word));
      controller.close();
    },
  }));
  const server = serve(app, { port: 0, hostname: "127.0.0.1", silent: true });
  await server.ready();
  const ask = asking(Number(new URL(server.url).port));
  try {
    assert.deepEqual((await ask("/hello/ada?q=1")).json(), { name: "ada", q: "1", started: true });
    assert.deepEqual((await ask("/echo", { json: { a: [1] } })).json(), { got: { a: [1] } });
    const cookie = await ask("/cookie");
    assert.deepEqual([cookie.status, cookie.headers.location, cookie.headers["set-cookie"]], [302, "/hello/x", ["a=b%20c; Path=/"]]);
    const broken = await ask("/broken");
    assert.deepEqual([broken.status, broken.json().message, broken.json().data], [422, "no good", { field: "x" }]);
    assert.equal((await ask("/stream")).text, "one two");
    assert.equal((await ask("/none")).status, 404);
  } finally {
    await server.close(true);
  }
});
