/** Arguments that are a text, or the bytes of one in UTF-8. */
import { codes } from "internal/errors";
import { ArrayBufferIsView } from "internal/primordials";
import { TextDecoder } from "web/encoding";

/** @throws ERR_INVALID_ARG_TYPE for what is neither. */
export function textOf(text: unknown, name: string): string {
  if (typeof text === "string") return text;
  if (ArrayBufferIsView(text) || text instanceof ArrayBuffer) return new TextDecoder().decode(text as Uint8Array);
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "ArrayBuffer", "Buffer", "TypedArray"], text);
}
