/** Weft.readableStreamTo…: the whole of a ReadableStream as one value (https://bun.com/docs/runtime/utils). */
import {
  ArrayPrototypePush, JSONParse, JSONStringify, Promise, PromiseReject, TypedArrayPrototypeGetBuffer, TypeError,
} from "internal/primordials";
import { codes } from "internal/errors";
import { blobDataOver, newBlob, type Blob } from "web/blob";
import { readWhole, relay } from "web/body_source";
import { decodeText } from "web/encoding";
import { acquireDefaultReader, readerRead, type ReadableCore } from "web/readable_core";
import { coreOfReadable } from "web/readable_stream";

function unlocked(stream: unknown): ReadableCore {
  const core = coreOfReadable(stream);
  if (core === undefined) throw new codes.ERR_INVALID_ARG_TYPE("stream", "ReadableStream", stream);
  if (core.reader !== undefined) throw new codes.ERR_INVALID_STATE.TypeError("ReadableStream is locked");
  return core;
}

function consume<T>(stream: unknown, convert: (bytes: Uint8Array) => T): Promise<T> {
  return new Promise((resolve, reject) => {
    // Text and views of other kinds become bytes on the way.
    const reader = acquireDefaultReader(relay(unlocked(stream)));
    const onBytes = (bytes: Uint8Array): void => {
      try {
        resolve(convert(bytes));
      } catch (error) {
        reject(error);
      }
    };
    readWhole(reader, onBytes, reject);
  });
}

export function readableStreamToText(stream: unknown): Promise<string> {
  return consume(stream, decodeText as (bytes: Uint8Array) => string);
}

export function readableStreamToJSON(stream: unknown): Promise<any> {
  return consume(stream, (bytes) => JSONParse(decodeText(bytes)));
}

export function readableStreamToBytes(stream: unknown): Promise<Uint8Array> {
  return consume(stream, (bytes) => bytes);
}

export function readableStreamToArrayBuffer(stream: unknown): Promise<ArrayBuffer> {
  return consume(stream, (bytes) => TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer);
}

export function readableStreamToBlob(stream: unknown): Promise<Blob> {
  return consume(stream, (bytes) => newBlob(blobDataOver(bytes), ""));
}

/** The chunks as they came. */
export function readableStreamToArray(stream: unknown): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const core = unlocked(stream);
    const reader = acquireDefaultReader(core);
    core.isDisturbed = true;
    const chunks: unknown[] = [];
    // A chunk that is there at once answers within readerRead: a loop, not a recursion.
    let isInRead = false;
    let hasMore = false;
    const next = (): void => {
      hasMore = true;
      if (isInRead) return;
      isInRead = true;
      while (hasMore) {
        hasMore = false;
        readerRead(reader, request);
      }
      isInRead = false;
    };
    const request = {
      chunkSteps(chunk: unknown): void {
        ArrayPrototypePush(chunks, chunk);
        next();
      },
      closeSteps: () => resolve(chunks),
      errorSteps: reject,
    };
    next();
  });
}

/** @param boundary That of multipart/form-data, as a text or as bytes; without, the form is URL-encoded. */
export function readableStreamToFormData(stream: unknown, boundary?: unknown): Promise<any> {
  let type = "application/x-www-form-urlencoded";
  if (boundary !== undefined) {
    const text = typeof boundary === "string" ? boundary : require("internal/text_argument").textOf(boundary, "boundary");
    if (text === "") return PromiseReject(new TypeError("The boundary is empty")) as Promise<any>;
    type = `multipart/form-data; boundary=${JSONStringify(text)}`;
  }
  const { Response } = require("web/response");
  return consume(stream, (bytes) => new Response(bytes, { headers: { "content-type": type } }).formData());
}
