// node:string_decoder (https://nodejs.org/api/string_decoder.html): text from bytes that come in pieces.
//
// Invariant: `#held` are the last bytes seen, at most three, that begin a character (or a group of
// base64) which the bytes so far do not finish.
import { FunctionPrototypeCall, ObjectDefineProperties, Symbol, TypedArrayPrototypeSet, TypedArrayPrototypeSlice, Uint8Array } from "internal/primordials";
import { codes } from "internal/errors";
import { type BufferNative, normalizeEncoding } from "internal/buffer_native";
import { isArrayBufferView } from "internal/buffer_types";

const binding: BufferNative = native("buffer");
const kHeld: unique symbol = Symbol("held") as any;
const kNeed: unique symbol = Symbol("need") as any;

interface Decoder {
  encoding: string;
  [kHeld]: Uint8Array;
  /** Bytes that the held ones still lack. */
  [kNeed]: number;
}

interface Split {
  /** How many bytes at the end to hold. */
  hold: number;
  need: number;
}

const kNothing: Split = { hold: 0, need: 0 };

/** Whether a second byte can follow the lead byte (Unicode, table 3-7). */
function canFollow(lead: number, second: number): boolean {
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second <= 0x9f;
  if (lead === 0xf0) return second >= 0x90;
  if (lead === 0xf4) return second <= 0x8f;
  return true;
}

/** The unfinished character at the end of UTF-8. */
function splitUtf8(bytes: Uint8Array): Split {
  const length = bytes.length;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back];
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf5 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    if (size <= back || (back >= 2 && !canFollow(byte, bytes[length - back + 1]))) return kNothing;
    return { hold: back, need: size - back };
  }
  return kNothing;
}

/** An odd byte, or else a high surrogate whose pair has not come: as in Node, both only if they came bit by bit. */
function splitUtf16(bytes: Uint8Array, continues: boolean): Split {
  const { length } = bytes;
  if (continues && length === 3 && (bytes[1]! & 0xfc) === 0xd8) return { hold: 3, need: 1 };
  if ((length & 1) !== 0) return { hold: 1, need: 1 };
  return length >= 2 && (bytes[length - 1] & 0xfc) === 0xd8 ? { hold: 2, need: 2 } : kNothing;
}

function splitBase64(bytes: Uint8Array): Split {
  const hold = bytes.length % 3;
  return hold ? { hold, need: 3 - hold } : kNothing;
}

const splitters: Record<string, ((bytes: Uint8Array, continues: boolean) => Split) | undefined> = {
  utf8: splitUtf8,
  utf16le: splitUtf16,
  base64: splitBase64,
  base64url: splitBase64,
};

const slices: Record<string, (this: Uint8Array, start?: number, end?: number) => string> = {
  utf8: binding.utf8Slice,
  utf16le: binding.ucs2Slice,
  base64: binding.base64Slice,
  base64url: binding.base64urlSlice,
  latin1: binding.latin1Slice,
  ascii: binding.asciiSlice,
  hex: binding.hexSlice,
};

const kNoBytes = new Uint8Array(0);

function bytesOf(view: ArrayBufferView): Uint8Array {
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function StringDecoder(this: Decoder, encoding?: string) {
  const name = normalizeEncoding(encoding);
  if (name === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this.encoding = name;
  this[kHeld] = kNoBytes;
  this[kNeed] = 0;
}
const proto: any = StringDecoder.prototype;

proto.write = function write(this: Decoder, chunk: string | ArrayBufferView): string {
  if (typeof chunk === "string") return chunk;
  if (!isArrayBufferView(chunk)) {
    throw new codes.ERR_INVALID_ARG_TYPE("buf", ["Buffer", "TypedArray", "DataView"], chunk);
  }
  let bytes = bytesOf(chunk);
  const split = splitters[this.encoding];
  const slice = slices[this.encoding];
  if (split === undefined) return FunctionPrototypeCall(slice, bytes);
  if (bytes.length === 0) return "";

  const held = this[kHeld];
  if (held.length > 0) {
    const joined = new Uint8Array(held.length + bytes.length);
    TypedArrayPrototypeSet(joined, held);
    TypedArrayPrototypeSet(joined, bytes, held.length);
    bytes = joined;
  }
  const { hold, need } = split(bytes, held.length > 0);
  const end = bytes.length - hold;
  this[kHeld] = hold === 0 ? kNoBytes : TypedArrayPrototypeSlice(bytes, end);
  this[kNeed] = need;
  return end === 0 ? "" : FunctionPrototypeCall(slice, bytes, 0, end);
};

proto.end = function end(this: Decoder, chunk?: string | ArrayBufferView): string {
  const text = chunk === undefined ? "" : proto.write.call(this, chunk);
  const held = this[kHeld];
  this[kHeld] = kNoBytes;
  this[kNeed] = 0;
  return held.length === 0 ? text : text + FunctionPrototypeCall(slices[this.encoding], held);
};

proto.text = function text(this: Decoder, chunk: Uint8Array, offset: number): string {
  this[kHeld] = kNoBytes;
  this[kNeed] = 0;
  return proto.write.call(this, TypedArrayPrototypeSlice(chunk, offset));
};

ObjectDefineProperties(proto, {
  lastChar: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get(this: Decoder) {
      const buffer = binding.allocateUnsafe(4).fill(0);
      TypedArrayPrototypeSet(buffer, this[kHeld]);
      return buffer;
    },
  },
  lastNeed: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get(this: Decoder) {
      return this[kNeed];
    },
  },
  lastTotal: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get(this: Decoder) {
      return this[kHeld].length + this[kNeed];
    },
  },
} as any);

export default { StringDecoder };
