// WebAssembly.compileStreaming and instantiateStreaming: https://webassembly.github.io/spec/web-api/#streaming-modules
// The engine compiles on its own threads; it is given the bytes once all are there.
import { StringPrototypeToLowerCase, TypeError } from "internal/primordials";
import { codes } from "internal/errors";

async function bytesOf(source: unknown): Promise<ArrayBuffer> {
  const response: any = await source;
  const { Response } = require("web/response");
  if (!(response instanceof Response))
    throw new codes.ERR_INVALID_ARG_TYPE("source", ["Response", "Promise resolving to Response"], response);
  const type = response.headers.get("Content-Type") ?? "";
  if (StringPrototypeToLowerCase(type) !== "application/wasm")
    throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${type}'`);
  if (!response.ok) throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has status code ${response.status}`);
  if (response.bodyUsed) throw new codes.ERR_WEBASSEMBLY_RESPONSE("body has already been used");
  return response.arrayBuffer();
}

export async function compileStreaming(source: unknown): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await bytesOf(source));
}

export async function instantiateStreaming(source: unknown, imports: any): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  // A promise's value is not waited for where the imports alone are wrong.
  if (imports !== undefined && typeof imports !== "object" && typeof imports !== "function")
    throw new TypeError("the import object must be an object");
  return WebAssembly.instantiate(await bytesOf(source), imports);
}
