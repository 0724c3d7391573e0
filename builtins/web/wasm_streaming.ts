/**
 * WebAssembly.compileStreaming and instantiateStreaming: the body is read whole, then compiled as compile() does.
 * https://webassembly.github.io/spec/web-api/#streaming-modules
 */
import { StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeToLowerCase, StringPrototypeTrim } from "internal/primordials";
import { codes } from "internal/errors";
import { Response } from "web/response";

// The engine's own, should the program replace them.
const { compile, instantiate } = (globalThis as any).WebAssembly;

/** The bytes of a response that says that they are a WebAssembly module. */
async function bytesOf(source: any): Promise<ArrayBuffer> {
  if (!(source instanceof Response)) {
    throw new codes.ERR_INVALID_ARG_TYPE("source", ["Response", "Promise resolving to Response"], source);
  }
  const contentType = source.headers.get("Content-Type");
  if (essenceOf(contentType) !== "application/wasm") {
    throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${contentType}'`);
  }
  const response: any = source;
  if (!response.ok) throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has status code ${response.status}`);
  if (response.bodyUsed) throw new codes.ERR_WEBASSEMBLY_RESPONSE("body has already been used");
  return response.arrayBuffer();
}

function essenceOf(contentType: string | null): string | undefined {
  if (contentType === null) return undefined;
  const semicolon = StringPrototypeIndexOf(contentType, ";");
  const text = semicolon < 0 ? contentType : StringPrototypeSlice(contentType, 0, semicolon);
  return StringPrototypeToLowerCase(StringPrototypeTrim(text));
}

export async function compileStreaming(source: unknown): Promise<unknown> {
  return compile(await bytesOf(source));
}

export async function instantiateStreaming(source: unknown, imports: unknown): Promise<unknown> {
  return instantiate(await bytesOf(source), imports);
}
