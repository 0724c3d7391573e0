// The reading half of V8's format: v8.Deserializer and v8.DefaultDeserializer. What is read may be anything: it is
// checked before it is believed, and lengths before memory is taken for them.
// https://nodejs.org/api/v8.html#class-v8deserializer

import {
  ArrayBuffer, ArrayBufferIsView, BigInt, Date, Error, EvalError, Float64Array, Map,
  MapPrototypeSet, Number, Object, ObjectDefineProperty, ObjectPrototype, RangeError, ReferenceError, RegExp, SafeMap,
  Set, SetPrototypeAdd, StringFromCharCode, SyntaxError, TypeError,
  TypedArrayPrototypeSet, TypedArrayPrototypeSubarray, Uint8Array, URIError,
} from "internal/primordials";
import { corrupt, ErrorTag, kBackedByResizable, kHostBuffer, kHostViews, kLengthTracking, kRegExpFlags, kVersion, kViewTags, Tag }
  from "internal/v8_format";
import { argumentError, bytesOfView } from "internal/v8_serializer";
import { viewConstructorOf } from "web/clone_types";

/** The first version whose regular expressions, views and strings are as they are now. */
const kOldestVersion = 13;
const kVersionWithViewFlags = 14;

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/** As an assignment would, but for what Object.prototype would do to it. */
function define(target: any, key: string | number, value: unknown): void {
  if (typeof key === "string" && key in ObjectPrototype) {
    ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
  } else {
    target[key] = value;
  }
}

function defineHidden(target: object, key: string, value: unknown): void {
  ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true } as any);
}

function viewName(tag: number): string | undefined {
  for (const name in kViewTags) if (kViewTags[name] === tag) return name;
  return undefined;
}

export class Deserializer {
  buffer: unknown;
  #bytes: Uint8Array;
  #at = 0;
  #version = 0;
  #objects: unknown[] = [];
  #transferred: Map<number, unknown> = new SafeMap();

  constructor(buffer: unknown) {
    if (!ArrayBufferIsView(buffer)) throw argumentError("buffer must be a TypedArray or a DataView");
    this.buffer = buffer;
    this.#bytes = bytesOfView(buffer);
  }

  // ---- bytes

  get #left(): number {
    return this.#bytes.length - this.#at;
  }
  #byte(): number {
    if (this.#at >= this.#bytes.length) throw corrupt();
    return this.#bytes[this.#at++]!;
  }
  #peek(): number {
    return this.#at < this.#bytes.length ? this.#bytes[this.#at]! : -1;
  }
  #tag(): number {
    let tag: number;
    do tag = this.#byte(); while (tag === Tag.Padding);
    return tag;
  }
  #peekTag(): number {
    while (this.#peek() === Tag.Padding) this.#at++;
    return this.#peek();
  }
  #varint(): number {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.#byte();
      if (weight < 2 ** 49) value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  }
  #uint32(): number {
    return this.#varint() % 4294967296;
  }
  #double(): number {
    if (this.#left < 8) throw corrupt();
    for (let i = 0; i < 8; i++) doubleBytes[i] = this.#bytes[this.#at++]!;
    return double[0]!;
  }
  #take(size: number): Uint8Array {
    if (size > this.#left) throw corrupt();
    this.#at += size;
    return TypedArrayPrototypeSubarray(this.#bytes, this.#at - size, this.#at);
  }

  // ---- the API

  readHeader(): true {
    if (this.#peek() === Tag.Version) {
      this.#at++;
      this.#version = this.#at < this.#bytes.length ? this.#varint() : 0;
    }
    if (this.#version < kOldestVersion || this.#version > kVersion)
      throw new Error("Unable to deserialize cloned data due to invalid or unsupported version.");
    return true;
  }

  getWireFormatVersion(): number {
    return this.#version;
  }

  readValue(): unknown {
    return this.#read();
  }

  /** What arrives in place of the buffer that was written as a number. */
  transferArrayBuffer(id: number, buffer: unknown): void {
    this.#transferred.set(id >>> 0, buffer);
  }

  #tryRead<T>(what: string, read: () => T): T {
    const at = this.#at;
    try {
      return read();
    } catch {
      this.#at = at;
      throw new Error(`Read${what}() failed`);
    }
  }

  readUint32(): number {
    return this.#tryRead("Uint32", () => this.#uint32());
  }

  readUint64(): [high: number, low: number] {
    return this.#tryRead("Uint64", () => {
      let value = 0n;
      for (let shift = 0n; ; shift += 7n) {
        const byte = this.#byte();
        if (shift < 64n) value |= BigInt(byte & 0x7f) << shift;
        if (byte < 0x80) return [Number((value >> 32n) & 0xffffffffn), Number(value & 0xffffffffn)];
      }
    });
  }

  readDouble(): number {
    return this.#tryRead("Double", () => this.#double());
  }

  /** The place of the next `length` bytes, which are skipped. */
  _readRawBytes(length: number): number {
    return this.#tryRead("RawBytes", () => {
      this.#take(length >= 0 ? length : Infinity);
      return this.#at - length;
    });
  }

  readRawBytes(length: number): Uint8Array {
    const at = this._readRawBytes(length);
    const { Buffer } = require("node:buffer");
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + at, length);
  }

  // ---- values

  #begin<T>(value: T): T {
    this.#objects[this.#objects.length] = value;
    return value;
  }

  #read(): any {
    const value = this.#readUnviewed();
    // A view follows its buffer, and stands for both.
    if (value instanceof ArrayBuffer && this.#peekTag() === Tag.View) {
      this.#at++;
      return this.#readView(value);
    }
    return value;
  }

  #readUnviewed(): any {
    const tag = this.#tag();
    switch (tag) {
      case Tag.Undefined: return undefined;
      case Tag.Null: return null;
      case Tag.True: return true;
      case Tag.False: return false;
      case Tag.Int32: return this.#readInt32();
      case Tag.Uint32: return this.#uint32();
      case Tag.Double: return this.#double();
      case Tag.BigInt: return this.#readDigits();
      case Tag.OneByteString:
      case Tag.TwoByteString:
      case Tag.Utf8String:
        return this.#readText(tag);
      case Tag.Reference: return this.#readReference();
      case Tag.BeginObject: return this.#readObject();
      case Tag.BeginDenseArray: return this.#readDenseArray();
      case Tag.BeginSparseArray: return this.#readSparseArray();
      case Tag.Date: return this.#begin(new Date(this.#double()));
      case Tag.TrueObject: return this.#begin(Object(true));
      case Tag.FalseObject: return this.#begin(Object(false));
      case Tag.NumberObject: return this.#begin(Object(this.#double()));
      case Tag.BigIntObject: return this.#begin(Object(this.#readDigits()));
      case Tag.StringObject: return this.#begin(Object(this.#readString()));
      case Tag.RegExp: return this.#readRegExp();
      case Tag.BeginMap: return this.#readMap();
      case Tag.BeginSet: return this.#readSet();
      case Tag.Error: return this.#readError();
      case Tag.ArrayBuffer: return this.#readBuffer(false);
      case Tag.ResizableArrayBuffer: return this.#readBuffer(true);
      case Tag.TransferredBuffer: return this.#readTransferred();
      case Tag.SharedArrayBuffer: return this.#readTransferred();
      case Tag.HostObject: return this.#readHostObject();
      default: throw corrupt();
    }
  }

  #readInt32(): number {
    const coded = this.#uint32();
    return (coded >>> 1) ^ -(coded & 1);
  }

  #readDigits(): bigint {
    const field = this.#uint32();
    const digits = this.#take(field >>> 1);
    let value = 0n;
    let digit = 0n;
    // By eights of bytes, from the top.
    for (let i = digits.length - 1; i >= 0; i--) {
      digit = (digit << 8n) | BigInt(digits[i]!);
      if (i % 8 === 0) {
        value = (value << 64n) | digit;
        digit = 0n;
      }
    }
    return field & 1 ? -value : value;
  }

  #readString(): string {
    const tag = this.#tag();
    if (tag !== Tag.OneByteString && tag !== Tag.TwoByteString && tag !== Tag.Utf8String) throw corrupt();
    return this.#readText(tag);
  }

  #readText(tag: number): string {
    const size = this.#uint32();
    if (tag === Tag.TwoByteString && size % 2 === 1) throw corrupt();
    const bytes = this.#take(size);
    if (tag === Tag.OneByteString && size < 24) {
      let text = "";
      for (let i = 0; i < size; i++) text += StringFromCharCode(bytes[i]!);
      return text;
    }
    const { Buffer } = require("node:buffer");
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, size);
    return buffer.toString(tag === Tag.OneByteString ? "latin1" : tag === Tag.TwoByteString ? "utf16le" : "utf8");
  }

  #readReference(): unknown {
    const index = this.#uint32();
    if (index >= this.#objects.length) throw corrupt();
    return this.#objects[index];
  }

  /** Keys and values up to `end`, and their number after it. */
  #readProperties(target: any, end: number): void {
    let count = 0;
    for (; this.#peekTag() !== end; count++) {
      const key = this.#read();
      if (typeof key !== "string" && typeof key !== "number") throw corrupt();
      define(target, key, this.#read());
    }
    this.#at++;
    if (this.#uint32() !== count) throw corrupt();
  }

  #readObject(): object {
    const object = this.#begin({});
    this.#readProperties(object, Tag.EndObject);
    return object;
  }

  #readDenseArray(): unknown[] {
    const length = this.#uint32();
    if (length > this.#left) throw corrupt();
    const array: unknown[] = this.#begin([]);
    for (let i = 0; i < length; i++) {
      if (this.#peekTag() === Tag.Hole) {
        this.#at++;
        array.length = i + 1;
      } else {
        array[i] = this.#read();
      }
    }
    this.#readProperties(array, Tag.EndDenseArray);
    if (this.#uint32() !== length) throw corrupt();
    return array;
  }

  #readSparseArray(): unknown[] {
    const length = this.#uint32();
    const array: unknown[] = this.#begin([]);
    array.length = length;
    this.#readProperties(array, Tag.EndSparseArray);
    if (this.#uint32() !== length) throw corrupt();
    return array;
  }

  #readRegExp(): RegExp {
    const source = this.#readString();
    const bits = this.#uint32();
    let flags = "";
    for (let i = 0; i < 32; i++) {
      if (!(bits & (1 << i))) continue;
      if (i >= kRegExpFlags.length || kRegExpFlags[i] === "\0") throw corrupt();
      flags += kRegExpFlags[i];
    }
    try {
      return this.#begin(new RegExp(source, flags));
    } catch {
      throw corrupt();
    }
  }

  #readMap(): Map<unknown, unknown> {
    const map = this.#begin(new Map());
    let count = 0;
    for (; this.#peekTag() !== Tag.EndMap; count += 2) {
      const key = this.#read();
      MapPrototypeSet(map, key, this.#read());
    }
    this.#at++;
    if (this.#uint32() !== count) throw corrupt();
    return map;
  }

  #readSet(): Set<unknown> {
    const set = this.#begin(new Set());
    let count = 0;
    for (; this.#peekTag() !== Tag.EndSet; count++) SetPrototypeAdd(set, this.#read());
    this.#at++;
    if (this.#uint32() !== count) throw corrupt();
    return set;
  }

  // Its number is given before its class is known; whoever refers to it meanwhile is its own cause.
  #readError(): Error {
    const index = this.#objects.length;
    this.#begin(undefined);
    let Class: any = Error;
    let error: any;
    const make = () => (this.#objects[index] = error ??= new Class());
    for (;;) {
      switch (this.#byte()) {
        case ErrorTag.Eval: Class = EvalError; break;
        case ErrorTag.Range: Class = RangeError; break;
        case ErrorTag.Reference: Class = ReferenceError; break;
        case ErrorTag.Syntax: Class = SyntaxError; break;
        case ErrorTag.Type: Class = TypeError; break;
        case ErrorTag.Uri: Class = URIError; break;
        case ErrorTag.Message: defineHidden(make(), "message", this.#readString()); break;
        case ErrorTag.Cause: defineHidden(make(), "cause", this.#read()); break;
        case ErrorTag.Stack: defineHidden(make(), "stack", this.#readString()); break;
        case ErrorTag.End: return make();
        default: throw corrupt();
      }
    }
  }

  #readBuffer(isResizable: boolean): ArrayBuffer {
    const size = this.#uint32();
    const most = isResizable ? this.#uint32() : size;
    if (size > most) throw corrupt();
    const bytes = this.#take(size);
    let buffer: ArrayBuffer;
    try {
      buffer = isResizable ? new (ArrayBuffer as any)(size, { maxByteLength: most }) : new ArrayBuffer(size);
    } catch {
      throw corrupt();
    }
    TypedArrayPrototypeSet(new Uint8Array(buffer), bytes);
    return this.#begin(buffer);
  }

  #readTransferred(): unknown {
    const id = this.#uint32();
    if (!this.#transferred.has(id)) throw corrupt();
    return this.#begin(this.#transferred.get(id));
  }

  #readView(buffer: ArrayBuffer): ArrayBufferView {
    const name = viewName(this.#byte());
    const offset = this.#uint32();
    const size = this.#uint32();
    const flags = this.#version === 0 || this.#version >= kVersionWithViewFlags ? this.#uint32() : 0;
    const View = name === undefined ? undefined : viewConstructorOf(name);
    if (View === undefined || (flags & ~(kLengthTracking | kBackedByResizable)) !== 0) throw corrupt();
    const width = View.BYTES_PER_ELEMENT ?? 1;
    if (size % width !== 0 || offset % width !== 0) throw corrupt();
    try {
      return this.#begin(flags & kLengthTracking ? new View(buffer, offset) : new View(buffer, offset, size / width));
    } catch {
      throw corrupt();
    }
  }

  #readHostObject(): unknown {
    const { _readHostObject: read } = this as any;
    if (typeof read !== "function") throw corrupt();
    const index = this.#objects.length;
    this.#begin(undefined);
    const object = read.call(this);
    if ((typeof object !== "object" || object === null) && typeof object !== "function")
      throw argumentError("readHostObject must return an object");
    this.#objects[index] = object;
    return object;
  }
}

/** Reads what DefaultSerializer wrote: a view shares the memory of the buffer it was read from. */
export class DefaultDeserializer extends Deserializer {
  _readHostObject(): unknown {
    const index = this.readUint32();
    const size = this.readUint32();
    const at = this._readRawBytes(size);
    const { buffer, byteOffset } = this.buffer as Uint8Array;
    const { Buffer } = require("node:buffer");
    if (index === kHostBuffer) return Buffer.from(buffer, byteOffset + at, size);
    const View = index < kHostViews.length ? viewConstructorOf(kHostViews[index]!) : undefined;
    if (View === undefined) throw corrupt();
    const width = View.BYTES_PER_ELEMENT ?? 1;
    if (size % width !== 0) throw corrupt();
    if ((byteOffset + at) % width === 0) return new View(buffer, byteOffset + at, size / width);
    const copy = new Uint8Array(new ArrayBuffer(size));
    TypedArrayPrototypeSet(copy, new Uint8Array(buffer, byteOffset + at, size));
    return new View(copy.buffer, 0, size / width);
  }
}
