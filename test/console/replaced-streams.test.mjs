import { test, assert } from "../harness.mjs";

test("console writes to the stream that is put in the place of its own", () => {
  const written = [];
  const stream = { write: (text) => written.push(text), once() {}, removeListener() {} };
  const before = console._stdout;
  console._stdout = stream;
  console.log("to", "me");
  console._stdout = before;
  assert.deepEqual(written, ["to me\n"]);
});
