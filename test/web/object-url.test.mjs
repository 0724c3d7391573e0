import { Blob as BufferBlob, File as BufferFile, resolveObjectURL } from "node:buffer";
import { test, assert } from "../harness.mjs";

test("a URL stands for its blob until it is revoked", async () => {
  const url = URL.createObjectURL(new Blob(["abc"], { type: "a/b" }));
  assert.match(url, /^blob:nodedata:[0-9a-f]{8}-[0-9a-f-]{27}$/);
  const blob = resolveObjectURL(url);
  assert.deepEqual([blob.size, blob.type, await blob.text()], [3, "a/b", "abc"]);
  assert.equal(resolveObjectURL(`${url}#part`).size, 3);
  assert.notEqual(URL.createObjectURL(blob), url);
  URL.revokeObjectURL(url);
  assert.equal(resolveObjectURL(url), undefined);
});

test("what is no blob, and what is no such URL", () => {
  assert.throws(() => URL.createObjectURL({}), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => URL.revokeObjectURL(), { code: "ERR_MISSING_ARGS" });
  URL.revokeObjectURL("http://example/");
  for (const value of ["blob:nodedata:none", "text", 5]) assert.equal(resolveObjectURL(value), undefined);
});

test("node:buffer has the classes of the globals", () => {
  assert.deepEqual([BufferBlob, BufferFile], [Blob, File]);
});
