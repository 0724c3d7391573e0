// test-timeout: 60 s
import Koa from "koa";
import { Readable } from "node:stream";
import { test, assert } from "../harness.mjs";
import { serving, textOf } from "./fixtures/http.mjs";

function app() {
  const koa = new Koa({ keys: ["a key"] });
  koa.silent = true;
  koa.use(async (context, next) => {
    const order = (context.state.order = ["in"]);
    await next();
    order.push("out");
    context.set("X-Order", order.join(" "));
  });
  koa.use(async (context, next) => {
    if (context.path === "/stream") context.body = Readable.from([Buffer.from("a"), Buffer.from("b")]);
    else if (context.path === "/echo") context.body = { got: await textOf(context.req), type: context.request.type };
    else if (context.path === "/visits") {
      const visits = Number(context.cookies.get("visits", { signed: true }) ?? 0) + 1;
      context.cookies.set("visits", String(visits), { signed: true });
      context.body = visits;
    } else if (context.path === "/denied") context.throw(403, "not you");
    else if (context.path === "/broken") throw new Error("hidden");
    else await next();
    context.state.order.push("middle");
  });
  return koa;
}

test("middleware around middleware, JSON, a stream", () => serving(app().callback(), async (ask) => {
  const echo = await ask("/echo", { json: [1] });
  assert.deepEqual(echo.json(), { got: "[1]", type: "application/json" });
  assert.equal(echo.headers["x-order"], "in middle out");
  assert.equal((await ask("/stream")).text, "ab");
}));

test("signed cookies, and one that was changed", () => serving(app().callback(), async (ask) => {
  const cookies = (await ask("/visits")).headers["set-cookie"].map((line) => line.split(";")[0]);
  assert.equal(cookies.length, 2);
  assert.equal((await ask("/visits", { headers: { cookie: cookies.join("; ") } })).text, "2");
  assert.equal((await ask("/visits", { headers: { cookie: `visits=9; ${cookies[1]}` } })).text, "1");
}));

test("errors with and without a message for the client", () => serving(app().callback(), async (ask) => {
  const denied = await ask("/denied");
  assert.deepEqual([denied.status, denied.text], [403, "not you"]);
  const broken = await ask("/broken");
  assert.deepEqual([broken.status, broken.text], [500, "Internal Server Error"]);
  assert.equal((await ask("/none")).status, 404);
}));
