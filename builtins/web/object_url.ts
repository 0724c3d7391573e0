/**
 * URLs that stand for blobs of this process. https://w3c.github.io/FileAPI/#url
 */
import { SafeMap, StringPrototypeIndexOf, StringPrototypeSlice } from "internal/primordials";
import { codes } from "internal/errors";
import { blobDataOf, newBlob } from "web/blob";
import type { BlobBytes } from "web/blob_data";
import { nextUUID } from "web/crypto";
import { toUSVString } from "web/webidl";

interface Entry {
  data: BlobBytes;
  type: string;
}

const entries = new SafeMap<string, Entry>();

/** The blob stays until the URL is revoked. https://w3c.github.io/FileAPI/#dfn-createObjectURL */
export function createObjectURL(blob: any): string {
  const data = blobDataOf(blob);
  if (data === undefined) throw new codes.ERR_INVALID_ARG_TYPE("obj", "Blob", blob);
  const url = `blob:nodedata:${nextUUID()}`;
  entries.set(url, { data, type: blob.type });
  return url;
}

/** https://w3c.github.io/FileAPI/#dfn-revokeObjectURL */
export function revokeObjectURL(url: unknown): void {
  entries.delete(toUSVString(url));
}

/** https://nodejs.org/api/buffer.html#bufferresolveobjecturlid */
export function resolveObjectURL(url: unknown): any {
  const text = toUSVString(url);
  const hash = StringPrototypeIndexOf(text, "#");
  const entry = entries.get(hash < 0 ? text : StringPrototypeSlice(text, 0, hash));
  return entry === undefined ? undefined : newBlob(entry.data, entry.type);
}
