// test-timeout: 60 s
import { createTRPCClient, httpBatchLink, httpBatchStreamLink, createWSClient, wsLink, TRPCClientError } from "@trpc/client";
import { initTRPC, TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { WebSocket, WebSocketServer } from "ws";
import { once } from "node:events";
import { z } from "zod";
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";

const t = initTRPC.context().create();
const secured = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: "UNAUTHORIZED" });
  return next({ ctx: { user: ctx.user } });
});
const router = t.router({
  greet: t.procedure.input(z.object({ name: z.string().min(2) })).query(({ input }) => `hello ${input.name}`),
  me: secured.query(({ ctx }) => ctx.user),
  math: t.router({ add: t.procedure.input(z.tuple([z.number(), z.number()])).mutation(({ input: [a, b] }) => a + b) }),
  count: t.procedure.input(z.number()).query(async function* ({ input }) {
    for (let number = 1; number <= input; number++) yield number;
  }),
  ticks: t.procedure.subscription(async function* () {
    yield* ["tick", "tock"];
  }),
});

const app = createHTTPHandler({ router, createContext: ({ req }) => ({ user: req.headers["x-user"] }) });
const running = (link, use) => serving(app, (ask, port) =>
  use(createTRPCClient({ links: [link({ url: `http://127.0.0.1:${port}`, headers: { "x-user": "ada" } })] })));

test("several calls in one request; errors with their codes", () => running(httpBatchLink, async (client) => {
  assert.deepEqual(await Promise.all([client.greet.query({ name: "bob" }), client.me.query(), client.math.add.mutate([1, 2])]), ["hello bob", "ada", 3]);
  const error = await assert.rejects(client.greet.query({ name: "x" }), TRPCClientError);
  assert.deepEqual([error.data.code, error.data.httpStatus, error.data.path], ["BAD_REQUEST", 400, "greet"]);
  await assert.rejects(client.nothing.query(), { message: /No procedure found on path "nothing"/ });
}));

test("answers that stream, value by value", () => running(httpBatchStreamLink, async (client) => {
  const numbers = [];
  for await (const number of await client.count.query(3)) numbers.push(number);
  assert.deepEqual(numbers, [1, 2, 3]);
}));

test("without a user", () => serving(app, async (ask) => {
  const answer = await ask("/me");
  assert.deepEqual([answer.status, answer.json().error.data.code], [401, "UNAUTHORIZED"]);
}));

test("a subscription over a WebSocket", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  const handler = applyWSSHandler({ wss: server, router, createContext: () => ({}) });
  await once(server, "listening");
  const socket = createWSClient({ url: `ws://127.0.0.1:${server.address().port}`, WebSocket });
  const client = createTRPCClient({ links: [wsLink({ client: socket })] });
  const ticks = [];
  await new Promise((onComplete, onError) => client.ticks.subscribe(undefined, { onData: (tick) => ticks.push(tick), onComplete, onError }));
  assert.deepEqual(ticks, ["tick", "tock"]);
  await socket.close();
  handler.broadcastReconnectNotification();
  for (const peer of server.clients) peer.terminate();
  server.close();
  await once(server, "close");
});
