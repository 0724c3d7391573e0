/** What Weft's hashes take: a text, bytes, or a Blob whose bytes are in memory. */
import { ArrayBufferIsView } from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes } from "internal/errors";

export type HashInput = string | ArrayBufferView | ArrayBuffer | SharedArrayBuffer;

/** @throws ERR_INVALID_ARG_TYPE for anything else. */
export function hashInput(data: unknown, name: string): HashInput {
  if (typeof data === "string" || ArrayBufferIsView(data) || isAnyArrayBuffer(data)) return data as HashInput;
  const bytes = data !== null && typeof data === "object" ? require("web/blob").blobDataOf(data)?.view() : undefined;
  if (bytes !== undefined) return bytes;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "ArrayBuffer", "ArrayBufferView", "Blob"], data);
}
