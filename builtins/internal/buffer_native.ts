// The C++ half of node:buffer (src/runtime/buffer_binding.cpp), and the names of its encodings.
import { StringPrototypeToLowerCase } from "internal/primordials";

/** As the native side numbers them. */
export type Encoding = number;
export const kUtf8 = 0;
export const kUtf16le = 1;
export const kLatin1 = 2;
export const kAscii = 3;
export const kHex = 4;
export const kBase64 = 5;
export const kBase64url = 6;

type Slice = (this: Uint8Array, start?: number, end?: number) => string;
type Write = (this: Uint8Array, text: string, offset?: number, length?: number) => number;

export interface BufferNative {
  /** From now on natives make instances of this subclass of Uint8Array where they make a Buffer. */
  register(constructor: Function): void;
  kMaxLength: number;
  kStringMaxLength: number;

  /** Zeroed memory. */
  allocate(size: number): Uint8Array;
  allocateUnsafe(size: number): Uint8Array;
  /** The parts' bytes, cut or padded to `size` unless that is -1; or the index of a part that is no Uint8Array. */
  concat(parts: unknown[], size: number): Uint8Array | number;
  /** A Buffer over the same memory; undefined if that is resizable. */
  slice(view: Uint8Array, start: number, end: number): Uint8Array | undefined;
  fromString(text: string, encoding: Encoding): Uint8Array;
  byteLengthUtf8(text: string): number;

  /** Methods, put on Buffer.prototype as they are. */
  asciiSlice: Slice;
  base64Slice: Slice;
  base64urlSlice: Slice;
  hexSlice: Slice;
  latin1Slice: Slice;
  ucs2Slice: Slice;
  utf8Slice: Slice;
  asciiWrite: Write;
  base64Write: Write;
  base64urlWrite: Write;
  hexWrite: Write;
  latin1Write: Write;
  ucs2Write: Write;
  utf8Write: Write;

  /** -1, 0 or 1 in the order of unsigned bytes. */
  compare(a: Uint8Array, b: Uint8Array): number;
  compareRange(a: Uint8Array, b: Uint8Array, bStart: number, aStart: number, bEnd: number, aEnd: number): number;
  /** memmove of what fits; gives the number of bytes. */
  copy(source: Uint8Array, target: Uint8Array, targetStart: number, sourceStart: number, sourceEnd: number): number;
  /** First match at or after `offset`, or last at or before it; a negative offset counts from the end. */
  indexOf(bytes: Uint8Array, value: string | Uint8Array | number, offset: number, encoding: Encoding, forward: boolean): number;
  /** Repeats the value; false if it has no bytes. */
  fill(bytes: Uint8Array, value: string | Uint8Array, start: number, end: number, encoding: Encoding): boolean;
  /** Reverses each group of `width` bytes. */
  swap(bytes: Uint8Array, width: number): void;
  isUtf8(bytes: ArrayBufferView | ArrayBuffer): boolean;
  isAscii(bytes: ArrayBufferView | ArrayBuffer): boolean;
}

/** The number of an encoding's name in any case, or undefined. */
export function encodingOf(name: unknown): Encoding | undefined {
  switch (name) {
    case "utf8":
    case "utf-8":
      return kUtf8;
    case "hex":
      return kHex;
    case "base64":
      return kBase64;
    case "latin1":
    case "binary":
      return kLatin1;
    case "ascii":
      return kAscii;
    case "ucs2":
    case "ucs-2":
    case "utf16le":
    case "utf-16le":
      return kUtf16le;
    case "base64url":
      return kBase64url;
  }
  const text = `${name}`;
  if (text.length > 9) return undefined;
  const lower = StringPrototypeToLowerCase(text);
  return lower === name ? undefined : encodingOf(lower);
}

const kCanonicalNames = ["utf8", "utf16le", "latin1", "ascii", "hex", "base64", "base64url"];

/** `utf8`, `utf16le`, `latin1`, …; nothing and "" mean UTF-8. */
export function normalizeEncoding(name: unknown): string | undefined {
  if (name === undefined || name === null || name === "" || name === "utf8") return "utf8";
  const encoding = encodingOf(name);
  return encoding === undefined ? undefined : kCanonicalNames[encoding];
}
