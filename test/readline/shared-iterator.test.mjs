import readline from "node:readline";
import { Readable } from "node:stream";
import { test, assert } from "../harness.mjs";

test("an inner loop goes on where the outer one is", async () => {
  const lines = readline.createInterface({ input: Readable.from(["one\ntwo\nthree\nfour\n"]) });
  const seen = [];
  for await (const outer of lines) {
    seen.push(`outer ${outer}`);
    for await (const inner of lines) seen.push(`inner ${inner}`);
  }
  assert.deepEqual(seen, ["outer one", "inner two", "inner three", "inner four"]);
});
