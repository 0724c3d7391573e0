import zlib from "node:zlib";
import { test, assert } from "../harness.mjs";

test("flush() before end() in the same tick", async () => {
  const gzip = zlib.createGzip();
  const order = [];
  const chunks = [];
  gzip.on("data", (chunk) => chunks.push(chunk));
  for (const text of ["abc", "def"]) {
    gzip.write(text, () => order.push(text));
    gzip.flush(zlib.constants.Z_PARTIAL_FLUSH, () => order.push("flushed"));
  }
  await new Promise((resolve, reject) => gzip.on("error", reject).on("end", resolve).end());
  assert.deepEqual(order, ["abc", "flushed", "def", "flushed"]);
  assert.equal(`${zlib.gunzipSync(Buffer.concat(chunks))}`, "abcdef");
});
