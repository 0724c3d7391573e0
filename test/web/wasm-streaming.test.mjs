import { test, assert } from "../harness.mjs";

const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const respond = (body, init = {}) => new Response(body, { headers: { "Content-Type": "application/wasm" }, ...init });

test("a module comes from a response, or from a promise of one", async () => {
  assert(await WebAssembly.compileStreaming(respond(empty)) instanceof WebAssembly.Module);
  const { module, instance } = await WebAssembly.instantiateStreaming(Promise.resolve(respond(empty)), {});
  assert(module instanceof WebAssembly.Module && instance instanceof WebAssembly.Instance);
});

test("responses that are none of a module", async () => {
  await assert.rejects(WebAssembly.compileStreaming("text"), { code: "ERR_INVALID_ARG_TYPE" });
  await assert.rejects(WebAssembly.compileStreaming(respond(empty, { headers: { "Content-Type": "text/plain" } })),
    { code: "ERR_WEBASSEMBLY_RESPONSE", message: "WebAssembly response has unsupported MIME type 'text/plain'" });
  await assert.rejects(WebAssembly.compileStreaming(respond(empty, { status: 404 })), { message: "WebAssembly response has status code 404" });
  const used = respond(empty);
  await used.arrayBuffer();
  await assert.rejects(WebAssembly.compileStreaming(used), { message: "WebAssembly response body has already been used" });
  await assert.rejects(WebAssembly.compileStreaming(respond(new Uint8Array(8))), WebAssembly.CompileError);
  await assert.rejects(WebAssembly.instantiateStreaming(respond(empty), 1), TypeError);
});

test("shape", () => {
  assert.deepEqual([WebAssembly.compileStreaming.length, WebAssembly.instantiateStreaming.name], [1, "instantiateStreaming"]);
});
