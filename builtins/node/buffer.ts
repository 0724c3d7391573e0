// node:buffer (https://nodejs.org/api/buffer.html).
//
// Every Buffer is a FastBuffer, a subclass of Uint8Array. `Buffer` is a function that shares its
// prototype, so that `Buffer(…)` still works without `new`, and so that `instanceof Buffer` holds.
import {
  Array,
  FunctionPrototypeCall,
  MathTrunc,
  NumberIsNaN,
  ObjectDefineProperties,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  StringFromCharCode,
  StringPrototypeCharCodeAt,
  StringPrototypeSlice,
  SymbolFor,
  SymbolSpecies,
  Uint8Array,
  Uint8ArrayPrototype,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateNumber } from "internal/validators";
import {
  alloc,
  allocUnsafe,
  byteLength,
  concat,
  copyBytesFrom,
  FastBuffer,
  from,
  of,
} from "internal/buffer_create";
import { checkBytes, compare, methods } from "internal/buffer_methods";
import { type BufferNative, encodingOf, kAscii, kLatin1, kUtf16le, kUtf8 } from "internal/buffer_native";
import { addNumberMethods } from "internal/buffer_numbers";
import { isAnyArrayBuffer, isTypedArray } from "internal/buffer_types";

// Not through an import, which would be a getter at every use.
const binding: BufferNative = native("buffer");

type Bytes = Uint8Array & Record<string, any>;

let hasWarned = false;

function Buffer(value: any, encodingOrOffset?: any, length?: any): any {
  if (!hasWarned) {
    hasWarned = true;
    require("node:process").default.emitWarning(
      "Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), " +
        "Buffer.allocUnsafe(), or Buffer.from() methods instead.",
      "DeprecationWarning",
      "DEP0005",
    );
  }
  if (typeof value !== "number") return from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === "string") throw new codes.ERR_INVALID_ARG_TYPE("string", "string", value);
  return alloc(value);
}

ObjectDefineProperty(Buffer, SymbolSpecies, {
  __proto__: null,
  enumerable: false,
  configurable: true,
  get: () => FastBuffer,
} as any);
ObjectSetPrototypeOf(Buffer, Uint8Array);
// A compiler may have renamed what hides a global.
ObjectDefineProperty(Buffer, "name", { __proto__: null, value: "Buffer" } as any);

const proto: any = FastBuffer.prototype;
Buffer.prototype = proto;
proto.constructor = Buffer;
ObjectDefineProperty(proto, "constructor", { __proto__: null, enumerable: false } as any);

Buffer.poolSize = 8192;
Buffer.from = from;
Buffer.copyBytesFrom = copyBytesFrom;
Buffer.of = of;
Buffer.alloc = alloc;
Buffer.allocUnsafe = allocUnsafe;
Buffer.allocUnsafeSlow = function allocUnsafeSlow(size: number): Uint8Array {
  return allocUnsafe(size);
};
Buffer.isBuffer = function isBuffer(value: unknown): boolean {
  return value instanceof FastBuffer;
};
Buffer.compare = compare;
Buffer.isEncoding = function isEncoding(encoding: unknown): boolean {
  return typeof encoding === "string" && encoding.length !== 0 && encodingOf(encoding) !== undefined;
};
Buffer.concat = concat;
Buffer.byteLength = byteLength;

function SlowBuffer(size: number): Uint8Array {
  return allocUnsafe(size);
}
ObjectSetPrototypeOf(SlowBuffer.prototype, Uint8ArrayPrototype);
ObjectSetPrototypeOf(SlowBuffer, Uint8Array);

addNumberMethods(proto);
for (const name in methods) proto[name] = (methods as any)[name];

const kTextMethods = [
  "asciiSlice", "base64Slice", "base64urlSlice", "latin1Slice", "hexSlice", "ucs2Slice", "utf8Slice",
  "asciiWrite", "base64Write", "base64urlWrite", "latin1Write", "hexWrite", "ucs2Write", "utf8Write",
] as const;
for (let i = 0; i < kTextMethods.length; i++) proto[kTextMethods[i]] = binding[kTextMethods[i]];

// By encoding's number.
const slices = [
  binding.utf8Slice, binding.ucs2Slice, binding.latin1Slice, binding.asciiSlice, binding.hexSlice,
  binding.base64Slice, binding.base64urlSlice,
];
const writes = [
  binding.utf8Write, binding.ucs2Write, binding.latin1Write, binding.asciiWrite, binding.hexWrite,
  binding.base64Write, binding.base64urlWrite,
];

proto.toString = function toString(this: Bytes, encoding?: any, start?: any, end?: any): string {
  if (arguments.length === 0) return this.utf8Slice();
  const length = this.length;
  if (start === undefined || start <= 0) start = 0;
  else if (start >= length) return "";
  else start = MathTrunc(start) || 0;
  if (end === undefined || end > length) end = length;
  else end = MathTrunc(end) || 0;
  if (end <= start) return "";
  if (encoding === undefined) return this.utf8Slice(start, end);
  const known = encodingOf(encoding);
  if (known === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return FunctionPrototypeCall(slices[known], this, start, end);
};
proto.toLocaleString = proto.toString;

proto.write = function write(this: Bytes, text: string, offset?: any, length?: any, encoding?: any): number {
  if (offset === undefined) return this.utf8Write(text, 0, this.length);
  if (length === undefined && typeof offset === "string") {
    encoding = offset;
    length = this.length;
    offset = 0;
  } else {
    validateOffset(offset, "offset", this.length);
    const remaining = this.length - offset;
    if (length === undefined) {
      length = remaining;
    } else if (typeof length === "string") {
      encoding = length;
      length = remaining;
    } else {
      validateOffset(length, "length", this.length);
      if (length > remaining) length = remaining;
    }
  }
  if (!encoding || encoding === "utf8") return this.utf8Write(text, offset, length);
  const known = encodingOf(encoding);
  if (known === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return FunctionPrototypeCall(writes[known], this, text, offset, length);
};

function validateOffset(value: number, name: string, max: number): void {
  require("internal/validators").validateInteger(value, name, 0, max);
}

proto.toJSON = function toJSON(this: Bytes) {
  const length = this.length;
  const data = new Array(length);
  for (let i = 0; i < length; i++) data[i] = this[i];
  return { type: "Buffer", data };
};

/** As slice() of arrays: negative counts from the end, and nothing is out of range. */
function clampIndex(index: any, length: number): number {
  index = MathTrunc(index);
  if (index < 0) {
    index += length;
    return index > 0 ? index : 0;
  }
  if (index < length) return index;
  return NumberIsNaN(index) ? 0 : length;
}

proto.subarray = function subarray(this: Bytes, start?: any, end?: any): Uint8Array {
  const length = this.length;
  start = start === undefined ? 0 : clampIndex(start, length);
  end = end === undefined ? length : clampIndex(end, length);
  if (end < start) end = start;
  // Nothing comes back for memory that can change its size.
  return binding.slice(this, start, end) ?? new FastBuffer(this.buffer, this.byteOffset + start, end - start);
};

proto.slice = function slice(this: Bytes, start?: any, end?: any): Uint8Array {
  return this.subarray(start, end);
};

ObjectDefineProperties(proto, {
  parent: {
    __proto__: null,
    enumerable: true,
    get(this: Bytes) {
      return this instanceof FastBuffer ? this.buffer : undefined;
    },
  },
  offset: {
    __proto__: null,
    enumerable: true,
    get(this: Bytes) {
      return this instanceof FastBuffer ? this.byteOffset : undefined;
    },
  },
} as any);

let inspectMaxBytes = 50;

/** `<Buffer 68 65 6c 6c 6f>`, and behind a comma what else the object has. */
proto[SymbolFor("nodejs.util.inspect.custom")] = function inspect(this: Bytes, _depth: unknown, ctx?: any): string {
  const shown = this.length < inspectMaxBytes ? this.length : inspectMaxBytes;
  const hex = this.hexSlice(0, shown);
  let text = "";
  for (let i = 0; i < hex.length; i += 2) text += (i === 0 ? "" : " ") + hex[i] + hex[i + 1];
  const more = this.length - inspectMaxBytes;
  if (more > 0) text += ` ... ${more} more byte${more > 1 ? "s" : ""}`;
  const extras = ctx ? inspectOwnProperties(this, ctx) : "";
  if (extras !== "" && this.length !== 0) text += ", ";
  return `<${this.constructor.name} ${text}${extras}>`;
};
proto.inspect = proto[SymbolFor("nodejs.util.inspect.custom")];

function inspectOwnProperties(buffer: Bytes, ctx: any): string {
  const keys = require("internal/util_binding").binding.ownNonIndexKeys(buffer, !ctx.showHidden);
  if (keys.length === 0) return "";
  const properties: any = { __proto__: null };
  for (let i = 0; i < keys.length; i++) properties[keys[i]] = (buffer as any)[keys[i]];
  const { inspect } = require("internal/inspect");
  const text = inspect(properties, { ...ctx, breakLength: Infinity, compact: true });
  // Without "[Object: null prototype] { " and " }".
  return StringPrototypeSlice(text, 27, -2);
}

/** Replaces what the narrower encoding lacks by question marks, one for each code point. */
function narrow(text: string, most: number): string {
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    if (code >= 0xd800 && code <= 0xdbff && i + 1 < text.length) i++;
    result += code <= most ? StringFromCharCode(code) : "?";
  }
  return result;
}

/** https://nodejs.org/api/buffer.html#buffertranscodesource-fromenc-toenc */
function transcode(source: unknown, fromEncoding: string, toEncoding: string): Uint8Array {
  checkBytes(source, "source");
  if (source.length === 0) return new FastBuffer(0);
  const fromKnown = encodingOf(fromEncoding || "utf8");
  const toKnown = encodingOf(toEncoding || "utf8");
  if (fromKnown === undefined || toKnown === undefined || fromKnown > kAscii || toKnown > kAscii) {
    const error: any = new Error("Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]");
    error.code = "U_ILLEGAL_ARGUMENT_ERROR";
    error.errno = 1;
    throw error;
  }
  let text: string = FunctionPrototypeCall(slices[fromKnown === kAscii ? kLatin1 : fromKnown], source);
  if (fromKnown === kAscii && toKnown !== kUtf16le) {
    let ascii = "";
    for (let i = 0; i < text.length; i++) ascii += text[i] <= "\x7f" ? text[i] : "\ufffd";
    text = ascii;
  }
  if (toKnown === kLatin1 || toKnown === kAscii) text = narrow(text, toKnown === kAscii ? 0x7f : 0xff);
  return binding.fromString(text, toKnown === kUtf16le || toKnown === kUtf8 ? toKnown : kLatin1);
}

function checkInput(input: any): void {
  if (isTypedArray(input) || isAnyArrayBuffer(input)) {
    if ((isTypedArray(input) ? (input.buffer as any) : (input as any)).detached) {
      throw new codes.ERR_INVALID_STATE("Cannot validate on a detached buffer");
    }
    return;
  }
  throw new codes.ERR_INVALID_ARG_TYPE("input", ["ArrayBuffer", "Buffer", "TypedArray"], input);
}

function isUtf8(input: any): boolean {
  checkInput(input);
  return binding.isUtf8(input);
}

function isAscii(input: any): boolean {
  checkInput(input);
  return binding.isAscii(input);
}

const module_: any = {
  Buffer,
  SlowBuffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength: binding.kMaxLength,
  kStringMaxLength: binding.kStringMaxLength,
};

/** A property that loads what it gives at its first use. */
function lazily(builtin: string, name: string): PropertyDescriptor {
  return { __proto__: null, enumerable: true, configurable: true, get: () => require(builtin)[name] } as any;
}

ObjectDefineProperties(module_, {
  Blob: lazily("web/blob", "Blob"),
  File: lazily("web/file", "File"),
  resolveObjectURL: lazily("web/object_url", "resolveObjectURL"),
  btoa: lazily("web/base64", "btoa"),
  atob: lazily("web/base64", "atob"),
  constants: {
    __proto__: null,
    enumerable: true,
    value: { MAX_LENGTH: binding.kMaxLength, MAX_STRING_LENGTH: binding.kStringMaxLength },
  },
  INSPECT_MAX_BYTES: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: () => inspectMaxBytes,
    set(value: number) {
      validateNumber(value, "INSPECT_MAX_BYTES", 0);
      inspectMaxBytes = value;
    },
  },
} as any);

export { Buffer };
export default module_;
