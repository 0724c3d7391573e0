import { afterAll, expect, test } from "weft:test";
import { startServer } from "./server.ts";

const server = startServer(0);
afterAll(() => server.stop(true));

const at = (path: string) => new URL(path, server.url);

test("keeps messages", async () => {
  const message = { from: "Ada", text: "hello" };
  const posted = await fetch(at("/api/messages"), { method: "POST", body: JSON.stringify(message) });
  expect(posted.status).toBe(201);
  expect(await (await fetch(at("/api/messages"))).json()).toEqual([message]);
});

test("reads the path", async () => {
  expect(await (await fetch(at("/api/hello/Ada"))).json()).toEqual({ hello: "Ada" });
  expect((await fetch(at("/nowhere"))).status).toBe(404);
});
