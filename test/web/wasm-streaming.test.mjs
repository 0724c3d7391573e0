import { test, assert } from "../harness.mjs";

// (module (func (export "f") (result i32) i32.const 42))
const bytes = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11]);
const response = (body = bytes, type = "application/wasm", status = 200) =>
  new Response(body, { status, headers: type === null ? {} : { "content-type": type } });

test("a response is compiled", async () => {
  const module = await WebAssembly.compileStreaming(response());
  assert(module instanceof WebAssembly.Module);
  assert.equal(new WebAssembly.Instance(module).exports.f(), 42);
});

test("a promise of a response is compiled and instantiated", async () => {
  const { instance, module } = await WebAssembly.instantiateStreaming(Promise.resolve(response(bytes, "Application/WASM")), {});
  assert(module instanceof WebAssembly.Module);
  assert.equal(instance.exports.f(), 42);
});

test("what is no such response is refused", async () => {
  await assert.rejects(WebAssembly.compileStreaming({}), { code: "ERR_INVALID_ARG_TYPE" });
  await assert.rejects(WebAssembly.compileStreaming(response(bytes, "text/html")),
    { code: "ERR_WEBASSEMBLY_RESPONSE", message: "WebAssembly response has unsupported MIME type 'text/html'" });
  await assert.rejects(WebAssembly.compileStreaming(response(bytes, null)), { code: "ERR_WEBASSEMBLY_RESPONSE" });
  await assert.rejects(WebAssembly.compileStreaming(response(bytes, "application/wasm", 404)), { message: /status code 404/ });
  const used = response();
  await used.arrayBuffer();
  await assert.rejects(WebAssembly.instantiateStreaming(used), { message: /already been used/ });
  await assert.rejects(WebAssembly.compileStreaming(response(new Uint8Array([1, 2, 3]))), WebAssembly.CompileError);
  await assert.rejects(WebAssembly.compileStreaming(Promise.reject(new Error("gone"))), { message: "gone" });
});
