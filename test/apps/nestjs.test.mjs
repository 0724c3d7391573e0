// test-timeout: 90 s
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";
import { importTypeScript } from "./fixtures/typescript.mjs";

test("a module in TypeScript: injection by types, pipes, guards, interceptors, errors, its beginning and end", async () => {
  const { createApp, events } = await importTypeScript(new URL("fixtures/nest/app.ts", import.meta.url).href);
  const { server, close } = await createApp();
  await serving(server, async (ask) => {
    const headers = { "x-key": "key" };
    const made = await ask("/cats", { json: { name: "tom" }, headers });
    assert.deepEqual([made.status, made.json()], [202, { id: 7, name: "tom" }]);
    await ask("/cats", { json: { name: "felix" }, headers });
    assert.deepEqual((await ask("/cats")).json(), ["felix", "tom"]);
    assert.deepEqual((await ask("/cats?order=down")).json(), ["tom", "felix"]);
    assert.deepEqual((await ask("/cats/8")).json(), { data: { id: 8, name: "felix" }, by: "CatsController" });
    assert.deepEqual((await ask("/cats/9")).json(), { message: "no cat 9", error: "Not Found", statusCode: 404 });
    assert.match((await ask("/cats/x")).json().message, /numeric string is expected/);
    assert.equal((await ask("/cats", { json: { name: "x" } })).status, 403);
    assert.equal((await ask("/cats", { json: {}, headers })).json().message, "a cat needs a name");
  });
  await close();
  assert.deepEqual(events, ["init", "destroy"]);
});
