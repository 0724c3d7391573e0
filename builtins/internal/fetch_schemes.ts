// What fetch() finds without a connection: data:, blob: and file: URLs.
// https://fetch.spec.whatwg.org/#scheme-fetch
import { ArrayPrototypeIncludes, Error } from "internal/primordials";
import { codes } from "internal/errors";
import { readDataUrl } from "internal/data_url";
import { MIMEType } from "internal/mime";
import { blobDataOf } from "web/blob";
import { BodyCore, type BodySource } from "web/body";
import { ResponseState } from "web/response";

function found(source: BodySource, type: string, size: number): ResponseState {
  const state = new ResponseState(type === "" ? ["content-length", `${size}`] : ["content-type", type, "content-length", `${size}`]);
  state.statusText = "OK";
  state.bodyCore = new BodyCore(source);
  return state;
}

/** https://fetch.spec.whatwg.org/#data-url-processor */
export function fetchData(href: string): ResponseState {
  const { type, bytes } = readDataUrl(href);
  const state = new ResponseState(["content-type", serialized(type)]);
  state.statusText = "OK";
  state.bodyCore = new BodyCore(bytes);
  return state;
}

function serialized(type: string): string {
  try {
    return new MIMEType(type).toString();
  } catch {
    return "text/plain;charset=US-ASCII";
  }
}

/** https://fetch.spec.whatwg.org/#blob-url-entry */
export function fetchBlob(href: string, method: string): ResponseState {
  if (method !== "GET") throw new Error("invalid method");
  const blob = require("web/object_url").resolveObjectURL(href);
  if (blob === undefined) throw new Error("invalid blob URL");
  const data = blobDataOf(blob)!;
  return found(data, blob.type, data.size);
}

/** The whole file; only GET and HEAD. */
export async function fetchFile(href: string, method: string): Promise<ResponseState> {
  if (!ArrayPrototypeIncludes(["GET", "HEAD"], method)) throw new codes.ERR_INVALID_ARG_VALUE("method", method);
  const path = require("internal/file_url").fileURLToPath(href);
  const bytes = await require("node:fs/promises").default.readFile(path);
  return found(bytes, "", bytes.length);
}
