/** Weft.concatArrayBuffers, Weft.allocUnsafe and Weft.indexOfLine (https://bun.com/docs/runtime/utils). */
import {
  ArrayBufferIsView, ArrayIsArray, ArrayPrototypePush, RangeError, TypedArrayPrototypeGetBuffer, TypedArrayPrototypeSet, TypeError,
  Uint8Array,
} from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes } from "internal/errors";
import { validateNumber } from "internal/validators";
import { anyViewParts, bytesBetween } from "web/byte_views";

const lines: { indexOfLine(bytes: object, offset: number): number } = native("weft");

/** The bytes of a buffer or of any view, without a copy; undefined for anything else. */
export function viewBytes(value: any): Uint8Array | undefined {
  if (isAnyArrayBuffer(value)) return new Uint8Array(value);
  if (!ArrayBufferIsView(value)) return undefined;
  const { buffer, byteOffset, byteLength } = anyViewParts(value);
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/**
 * @param buffers Buffers and views.
 * @param maxLength What comes after as many bytes is left out.
 * @param asUint8Array Whether a Uint8Array is wanted, not an ArrayBuffer.
 */
export function concatArrayBuffers(buffers: unknown, maxLength: unknown = Infinity, asUint8Array?: boolean): ArrayBuffer | Uint8Array {
  if (!ArrayIsArray(buffers)) throw new TypeError("Argument must be an array");
  const most = +(maxLength as number);
  if (!(most >= 0)) throw new RangeError("Maximum length must be >= 0");
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let i = 0; i < buffers.length; i++) {
    const bytes = viewBytes(buffers[i]);
    if (bytes === undefined) throw new TypeError("Expected TypedArray");
    ArrayPrototypePush(parts, bytes);
    size += bytes.length;
  }
  if (size > most) size = most - (most % 1);
  const result = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < parts.length && at < size; i++) {
    const part = parts[i]!;
    TypedArrayPrototypeSet(result, part.length > size - at ? bytesBetween(part, 0, size - at) : part, at);
    at += part.length;
  }
  return asUint8Array ? result : TypedArrayPrototypeGetBuffer(result) as ArrayBuffer;
}

const kMost = 4294967295;

/** A Uint8Array. Its bytes are all zero: memory that was in use before is not shown. */
export function allocUnsafe(size: unknown): Uint8Array {
  validateNumber(size, "size", 0, kMost);
  return new Uint8Array(size as number);
}

/** @returns Where the first line feed from `offset` on is, else -1. */
export function indexOfLine(buffer: unknown, offset: unknown = 0): number {
  if (!ArrayBufferIsView(buffer) && !isAnyArrayBuffer(buffer))
    throw new codes.ERR_INVALID_ARG_TYPE("buffer", ["ArrayBuffer", "ArrayBufferView"], buffer);
  return lines.indexOfLine(buffer as object, +(offset as number));
}
