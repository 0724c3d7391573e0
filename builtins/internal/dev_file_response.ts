/** Files as answers: their type, an entity tag of size and time, 304 for whoever has them (RFC 9110 section 13). */
import { file as fileBlob } from "internal/file_blob";
import { typeOfName } from "internal/mime_types";
import type { ServedFile } from "internal/dev_path";

export function fileResponse(file: ServedFile, request: any, extra: Record<string, string> = {}): any {
  const { Response } = globalThis as any;
  const tag = `W/"${file.size.toString(36)}-${file.modified.toString(36)}"`;
  const headers: Record<string, string> = {
    "Cache-Control": "no-cache", "Last-Modified": new Date(file.modified).toUTCString(), ETag: tag,
    "X-Content-Type-Options": "nosniff", ...extra,
  };
  if (isKnown(request.headers, tag, file.modified)) return new Response(null, { status: 304, headers });
  headers["Content-Type"] ??= typeOfName(file.path);
  return new Response(fileBlob(file.path), { headers });
}

/** Bytes with a tag of their own. */
export function taggedResponse(bytes: any, mediaType: string, tag: string, isForGood: boolean, request: any): any {
  const { Response } = globalThis as any;
  const headers: Record<string, string> = {
    "Cache-Control": isForGood ? "max-age=31536000, immutable" : "no-cache", "X-Content-Type-Options": "nosniff",
  };
  if (tag !== "") headers.ETag = `"${tag}"`;
  if (tag !== "" && isKnown(request.headers, headers.ETag!, NaN)) return new Response(null, { status: 304, headers });
  headers["Content-Type"] = mediaType;
  return new Response(bytes, { headers });
}

function isKnown(headers: any, tag: string, modified: number): boolean {
  const known: string | null = headers.get("if-none-match");
  if (known !== null) return known.split(",").some((one) => one.trim() === tag || one.trim() === "*");
  const since = headers.get("if-modified-since");
  return since !== null && Math.floor(modified / 1000) * 1000 <= Date.parse(since);
}
