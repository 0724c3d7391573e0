/**
 * What byte streams, blobs and bodies ask of buffers and of views over them.
 * https://streams.spec.whatwg.org/#abstract-opdef-transferarraybuffer
 */
import {
  ArrayBufferIsView,
  ArrayBufferPrototypeGetByteLength,
  ArrayBufferPrototypeGetDetached,
  ArrayBufferPrototypeGetResizable,
  ArrayBufferPrototypeSlice,
  DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength,
  DataViewPrototypeGetByteOffset,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetByteOffset,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  TypedArrayPrototypeSet,
  Uint8Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { viewConstructorOf } from "web/clone_types";

/** Read once: a program can give a view properties of its own. */
export interface ViewParts {
  buffer: ArrayBuffer;
  byteOffset: number;
  byteLength: number;
  /** The number of elements; of a DataView, of bytes. */
  length: number;
  /** "DataView", or the typed array's name. */
  name: string;
}

/** The parts of a view; a TypeError for anything else, and for memory that is shared or can be resized. */
export function viewParts(view: any, name: string): ViewParts {
  if (!ArrayBufferIsView(view)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ["Buffer", "TypedArray", "DataView"], view);
  }
  const parts = anyViewParts(view);
  let isResizable: boolean;
  try {
    isResizable = ArrayBufferPrototypeGetResizable(parts.buffer);
  } catch {
    throw new codes.ERR_INVALID_ARG_VALUE(name, view, "must not be backed by a SharedArrayBuffer");
  }
  if (isResizable) throw new codes.ERR_INVALID_ARG_VALUE(name, view, "must not be backed by a resizable ArrayBuffer");
  return parts;
}

/** The parts of any view. */
export function anyViewParts(view: any): ViewParts {
  const tag = TypedArrayPrototypeGetSymbolToStringTag(view);
  if (tag === undefined) return dataViewParts(view);
  return {
    buffer: TypedArrayPrototypeGetBuffer(view),
    byteOffset: TypedArrayPrototypeGetByteOffset(view),
    byteLength: TypedArrayPrototypeGetByteLength(view),
    length: TypedArrayPrototypeGetLength(view),
    name: tag,
  };
}

function dataViewParts(view: any): ViewParts {
  const buffer = DataViewPrototypeGetBuffer(view);
  // Of a detached buffer, the other getters throw.
  const isDetached = isArrayBufferDetached(buffer);
  const byteLength = isDetached ? 0 : DataViewPrototypeGetByteLength(view);
  const byteOffset = isDetached ? 0 : DataViewPrototypeGetByteOffset(view);
  return { buffer, byteOffset, byteLength, length: byteLength, name: "DataView" };
}

function isArrayBufferDetached(buffer: any): boolean {
  try {
    return ArrayBufferPrototypeGetDetached(buffer);
  } catch {
    return false;
  }
}

/** The bytes between two offsets, over the same memory; of a Buffer too, a plain Uint8Array. */
export function bytesBetween(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const offset = TypedArrayPrototypeGetByteOffset(bytes);
  return new Uint8Array(TypedArrayPrototypeGetBuffer(bytes), offset + start, end - start);
}

export function elementSizeOf(name: string): number {
  return name === "DataView" ? 1 : viewConstructorOf(name).BYTES_PER_ELEMENT;
}

export function newView(name: string, buffer: ArrayBuffer, byteOffset: number, length: number): any {
  return new (viewConstructorOf(name))(buffer, byteOffset, length);
}

export function byteLengthOf(buffer: ArrayBuffer): number {
  return ArrayBufferPrototypeGetByteLength(buffer);
}

export function copyBytes(
  target: ArrayBuffer,
  targetOffset: number,
  source: ArrayBuffer,
  sourceOffset: number,
  length: number,
): void {
  TypedArrayPrototypeSet(new Uint8Array(target, targetOffset, length), new Uint8Array(source, sourceOffset, length));
}

/** https://streams.spec.whatwg.org/#abstract-opdef-cloneasuint8array */
export function cloneAsUint8Array(view: Uint8Array): Uint8Array {
  const start = TypedArrayPrototypeGetByteOffset(view);
  const end = start + TypedArrayPrototypeGetByteLength(view);
  return new Uint8Array(ArrayBufferPrototypeSlice(TypedArrayPrototypeGetBuffer(view), start, end));
}

/** A copy of the bytes of a buffer or a view. */
export function bytesFrom(value: object): Uint8Array {
  let source: Uint8Array;
  if (ArrayBufferIsView(value)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(value);
    source = new Uint8Array(buffer, byteOffset, byteLength);
  } else {
    source = new Uint8Array(value as ArrayBuffer);
  }
  const copy = new Uint8Array(source.length);
  TypedArrayPrototypeSet(copy, source);
  return copy;
}
