// test-timeout: 60 s
import express from "express";
import { test, assert } from "../harness.mjs";
import { serving } from "./fixtures/http.mjs";
import { testExpress } from "./fixtures/express_tests.mjs";

testExpress(express);

test("a handler's rejection goes to the error handler", () => {
  const app = express();
  app.get("/{*rest}", async (request) => { throw new Error(request.params.rest.join("+")); });
  app.use((error, request, response, next) => response.status(500).send(error.message));
  return serving(app, async (ask) => assert.equal((await ask("/a/b")).text, "a+b"));
});
