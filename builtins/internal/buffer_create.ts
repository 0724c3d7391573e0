// Ways to make a Buffer: Buffer.from, alloc, concat and their kin
// (https://nodejs.org/api/buffer.html#static-method-bufferfromarray).
//
// There is no shared pool. A small typed array of its own is cheaper in this engine than a view of a
// larger ArrayBuffer (20 against 70 ns for 64 bytes), and it keeps nothing else alive.
import {
  ArrayIsArray,
  MathTrunc,
  NumberIsNaN,
  SymbolToPrimitive,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength,
  TypedArrayPrototypeGetByteOffset,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeSet,
  TypedArrayPrototypeSlice,
  Uint8Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateArray, validateInteger, validateNumber } from "internal/validators";
import { type BufferNative, encodingOf, kUtf8 } from "internal/buffer_native";
import { isAnyArrayBuffer, isArrayBufferView, isTypedArray } from "internal/buffer_types";

// Not through an import, which would be a getter at every use.
const binding: BufferNative = native("buffer");

/** The class of every Buffer; `Buffer` itself is the function that programs see. */
export class FastBuffer extends Uint8Array {
  // Its own constructor, so that its arguments are not spread.
  constructor(bufferOrLength?: any, byteOffset?: number, length?: number) {
    super(bufferOrLength, byteOffset, length);
  }
}
binding.register(FastBuffer);

export function validateSize(size: unknown): asserts size is number {
  validateNumber(size, "size", 0, binding.kMaxLength);
}

function fromString(text: string, encoding: unknown): Uint8Array {
  if (!encoding || encoding === "utf8" || typeof encoding !== "string") return binding.fromString(text, kUtf8);
  const known = encodingOf(encoding);
  if (known === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return binding.fromString(text, known);
}

function fromArrayBuffer(memory: ArrayBuffer, byteOffset: any, length: any): Uint8Array {
  byteOffset = byteOffset === undefined ? 0 : +byteOffset;
  if (NumberIsNaN(byteOffset)) byteOffset = 0;
  const most = memory.byteLength - byteOffset;
  if (most < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS("offset");
  if (length === undefined) return new FastBuffer(memory, byteOffset, most);
  length = +length;
  if (length > most) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS("length");
  return new FastBuffer(memory, byteOffset, length > 0 ? length : 0);
}

export function fromArrayLike(list: ArrayLike<number>): Uint8Array {
  const length = MathTrunc(list.length);
  if (!(length > 0)) return new FastBuffer(0);
  const result = binding.allocateUnsafe(length);
  TypedArrayPrototypeSet(result, list);
  return result;
}

function fromObject(value: any): Uint8Array | undefined {
  if (value.length !== undefined || isAnyArrayBuffer(value.buffer)) {
    return typeof value.length === "number" ? fromArrayLike(value) : new FastBuffer(0);
  }
  // What toJSON() gives.
  if (value.type === "Buffer" && ArrayIsArray(value.data)) return fromArrayLike(value.data);
  return undefined;
}

export function from(value: any, encodingOrOffset?: any, length?: any): Uint8Array {
  if (typeof value === "string") return fromString(value, encodingOrOffset);

  if (typeof value === "object" && value !== null) {
    if (value instanceof Uint8Array) return fromArrayLike(value);
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value as ArrayBuffer, encodingOrOffset, length);
    const inner = value.valueOf?.();
    if (inner != null && inner !== value && (typeof inner === "string" || typeof inner === "object")) {
      return from(inner, encodingOrOffset, length);
    }
    const result = fromObject(value);
    if (result !== undefined) return result;
    if (typeof value[SymbolToPrimitive] === "function") {
      const primitive = value[SymbolToPrimitive]("string");
      if (typeof primitive === "string") return fromString(primitive, encodingOrOffset);
    }
  }
  throw new codes.ERR_INVALID_ARG_TYPE(
    "first argument",
    ["string", "Buffer", "ArrayBuffer", "Array", "Array-like Object"],
    value,
  );
}

export function alloc(size: number, fill?: any, encoding?: string): Uint8Array {
  validateSize(size);
  const buffer: any = binding.allocate(size);
  if (fill === undefined || fill === 0 || buffer.length === 0) return buffer;
  return buffer.fill(fill, 0, buffer.length, encoding);
}

export function allocUnsafe(size: number): Uint8Array {
  validateSize(size);
  return binding.allocateUnsafe(size);
}

export function copyBytesFrom(view: any, offset?: number, length?: number): Uint8Array {
  if (!isTypedArray(view)) throw new codes.ERR_INVALID_ARG_TYPE("view", ["TypedArray"], view);
  const viewLength = TypedArrayPrototypeGetLength(view);
  if (viewLength === 0) return new FastBuffer(0);
  if (offset !== undefined || length !== undefined) {
    if (offset !== undefined) {
      validateInteger(offset, "offset", 0);
      if (offset >= viewLength) return new FastBuffer(0);
    }
    if (length !== undefined) validateInteger(length, "length", 0);
    const start = offset ?? 0;
    view = TypedArrayPrototypeSlice(view, start, length === undefined ? viewLength : start + length);
  }
  return fromArrayLike(
    new Uint8Array(
      TypedArrayPrototypeGetBuffer(view),
      TypedArrayPrototypeGetByteOffset(view),
      TypedArrayPrototypeGetByteLength(view),
    ),
  );
}

export const of = (...items: number[]): Uint8Array => {
  const result = binding.allocateUnsafe(items.length);
  for (let i = 0; i < items.length; i++) result[i] = items[i];
  return result;
};

export function concat(list: any[], length?: number): Uint8Array {
  validateArray(list, "list");
  if (list.length === 0) return new FastBuffer(0);
  if (length !== undefined) validateInteger(length, "length", 0, binding.kMaxLength);
  const result = binding.concat(list, length ?? -1);
  if (typeof result !== "number") return result;
  throw new codes.ERR_INVALID_ARG_TYPE(`list[${result}]`, ["Buffer", "Uint8Array"], list[result]);
}

export function byteLength(text: any, encoding?: any): number {
  if (typeof text !== "string") {
    if (isArrayBufferView(text) || isAnyArrayBuffer(text)) return (text as ArrayBuffer).byteLength;
    throw new codes.ERR_INVALID_ARG_TYPE("string", ["string", "Buffer", "ArrayBuffer"], text);
  }
  if (text.length === 0) return 0;
  if (!encoding || encoding === "utf8") return binding.byteLengthUtf8(text);
  switch (encodingOf(encoding)) {
    case 1:
      return text.length * 2;
    case 2:
    case 3:
      return text.length;
    case 4:
      return text.length >>> 1;
    case 5:
    case 6:
      return base64ByteLength(text);
    default:
      return binding.byteLengthUtf8(text);
  }
}

/** What padding at the end leaves; white space inside is not looked for, as in Node. */
function base64ByteLength(text: string): number {
  let length = text.length;
  if (text[length - 1] === "=") length--;
  if (length > 1 && text[length - 1] === "=") length--;
  return MathTrunc((length * 3) / 4);
}
