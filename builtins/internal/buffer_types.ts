// What kind of binary data a value is. The usual case, an object of this realm, is one `instanceof`.
import {
  ArrayBuffer,
  ArrayBufferIsView,
  ArrayBufferPrototypeGetByteLength,
  DataView,
  SharedArrayBuffer,
  SharedArrayBufferPrototypeGetByteLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  Uint8Array,
} from "internal/primordials";

export function isUint8Array(value: any): value is Uint8Array {
  return value instanceof Uint8Array || TypedArrayPrototypeGetSymbolToStringTag(value) === "Uint8Array";
}

export function isTypedArray(value: any): value is Uint8Array {
  return TypedArrayPrototypeGetSymbolToStringTag(value) !== undefined;
}

export function isArrayBufferView(value: any): value is ArrayBufferView {
  return ArrayBufferIsView(value);
}

function answers(getter: (value: any) => unknown, value: unknown): boolean {
  try {
    getter(value);
    return true;
  } catch {
    return false;
  }
}

/** An ArrayBuffer or a SharedArrayBuffer, of any realm. */
export function isAnyArrayBuffer(value: any): value is ArrayBuffer | SharedArrayBuffer {
  if (value === null || typeof value !== "object") return false;
  if (value instanceof ArrayBuffer) return true;
  if (value instanceof Uint8Array || value instanceof DataView) return false;
  if (typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer) return true;
  // Reading the length of one from another realm works, and fails for everything else.
  const maybe = typeof value.byteLength === "number" && !ArrayBufferIsView(value);
  return maybe && (answers(ArrayBufferPrototypeGetByteLength, value) || answers(SharedArrayBufferPrototypeGetByteLength, value));
}
