// The writing half of V8's format: v8.Serializer and v8.DefaultSerializer.
// https://nodejs.org/api/v8.html#class-v8serializer

import {
  ArrayBuffer, ArrayBufferIsView, ArrayBufferPrototypeGetByteLength, ArrayBufferPrototypeGetDetached,
  ArrayBufferPrototypeGetMaxByteLength, ArrayBufferPrototypeGetResizable, ArrayPrototypeIndexOf, ArrayPrototypePush,
  BigInt, BigIntAsUintN, BigIntPrototypeValueOf, BooleanPrototypeValueOf, DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength, DataViewPrototypeGetByteOffset, DatePrototypeGetTime, Error, Float64Array,
  MapPrototypeForEach, MathMax, Number, NumberPrototypeValueOf, ObjectGetOwnPropertyDescriptor, ObjectHasOwn,
  ObjectKeys, RegExpPrototypeExec, RegExpPrototypeGetFlags, RegExpPrototypeGetSource, SafeMap, SetPrototypeForEach, String,
  StringPrototypeCharCodeAt, StringPrototypeIndexOf, StringPrototypeValueOf, TypeError,
  TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteLength, TypedArrayPrototypeGetByteOffset,
  TypedArrayPrototypeGetSymbolToStringTag, TypedArrayPrototypeSet, TypedArrayPrototypeSlice, Uint8Array,
} from "internal/primordials";
import { stampCode } from "internal/errors";
import { ErrorTag, kBackedByResizable, kHostBuffer, kHostViews, kLengthTracking, kRegExpFlags, kVersion, kViewTags, Tag }
  from "internal/v8_format";
import {
  kArray, kArrayBuffer, kBigIntObject, kBooleanObject, kDataView, kDate, kDenseArray, kError, kMap, kNumberArray,
  kNumberObject, kOrdinary, kRegExp, kSet, kSharedArrayBuffer, kStringObject, kTypedArray,
} from "web/clone_tags";
import { describe } from "web/clone_writer";

interface CloneNative {
  kindOf(value: object): number;
  isLengthTracking(view: ArrayBufferView): boolean;
  isOutOfBounds(view: ArrayBufferView): boolean;
}
const clone: CloneNative = native("clone");

const kIndex = /^(?:0|[1-9][0-9]{0,9})$/;
const kWide = /[^\0-\xff]/;
const kErrorTags: Record<string, number> = {
  __proto__: null as any,
  EvalError: ErrorTag.Eval,
  RangeError: ErrorTag.Range,
  ReferenceError: ErrorTag.Reference,
  SyntaxError: ErrorTag.Syntax,
  TypeError: ErrorTag.Type,
  URIError: ErrorTag.Uri,
};

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

function isBuffer(value: unknown): value is ArrayBuffer | SharedArrayBuffer {
  if (typeof value !== "object" || value === null) return false;
  const kind = clone.kindOf(value);
  return kind === kArrayBuffer || kind === kSharedArrayBuffer;
}

export function bytesOfView(view: any): Uint8Array {
  if (TypedArrayPrototypeGetSymbolToStringTag(view) === undefined)
    return new Uint8Array(DataViewPrototypeGetBuffer(view), DataViewPrototypeGetByteOffset(view), DataViewPrototypeGetByteLength(view));
  return new Uint8Array(
    TypedArrayPrototypeGetBuffer(view), TypedArrayPrototypeGetByteOffset(view), TypedArrayPrototypeGetByteLength(view));
}

/** The error of an argument of these classes, told as Node's native code tells it. */
export function argumentError(text: string): TypeError {
  return stampCode(new TypeError(text), "ERR_INVALID_ARG_TYPE");
}

export class Serializer {
  #bytes = new Uint8Array(64);
  #length = 0;
  #seen: Map<object, number> = new SafeMap();
  #transferred: Map<object, number> = new SafeMap();
  #viewsAreHostObjects = false;

  // ---- bytes

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(MathMax(needed, this.#bytes.length * 2));
    TypedArrayPrototypeSet(grown, this.#bytes);
    this.#bytes = grown;
  }
  #tag(tag: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = tag;
  }
  /** A whole number below 2^53. */
  #varint(value: number): void {
    this.#reserve(8);
    for (; value >= 0x80; value = (value - value % 128) / 128) this.#bytes[this.#length++] = value % 128 | 0x80;
    this.#bytes[this.#length++] = value;
  }
  #double(value: number): void {
    this.#reserve(8);
    double[0] = value;
    for (let i = 0; i < 8; i++) this.#bytes[this.#length++] = doubleBytes[i]!;
  }
  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    TypedArrayPrototypeSet(this.#bytes, bytes, this.#length);
    this.#length += bytes.length;
  }

  // ---- the API

  writeHeader(): void {
    this.#tag(Tag.Version);
    this.#tag(kVersion);
  }

  writeValue(value: unknown): true {
    this.#write(value);
    return true;
  }

  /** The bytes so far; the serializer starts anew. */
  releaseBuffer(): Uint8Array {
    const { Buffer } = require("node:buffer");
    const result = Buffer.from(TypedArrayPrototypeSlice(this.#bytes, 0, this.#length).buffer);
    this.#bytes = new Uint8Array(64);
    this.#length = 0;
    return result;
  }

  /** `buffer` is written as its number alone: it arrives by another way. */
  transferArrayBuffer(id: number, buffer: unknown): void {
    if (!isBuffer(buffer)) throw argumentError("arrayBuffer must be an ArrayBuffer or SharedArrayBuffer");
    this.#transferred.set(buffer, id >>> 0);
  }

  writeUint32(value: number): void {
    this.#varint(value >>> 0);
  }

  writeUint64(high: number, low: number): void {
    let value = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    for (; value >= 0x80n; value >>= 7n) this.#tag(Number(value & 0x7fn) | 0x80);
    this.#tag(Number(value));
  }

  writeDouble(value: number): void {
    this.#double(+value);
  }

  writeRawBytes(source: unknown): void {
    if (ArrayBufferIsView(source)) this.#raw(bytesOfView(source));
    else if (isBuffer(source)) this.#raw(new Uint8Array(source));
    else throw argumentError("source must be a TypedArray or a DataView");
  }

  _setTreatArrayBufferViewsAsHostObjects(flag: unknown): void {
    this.#viewsAreHostObjects = !!flag;
  }

  // ---- values

  #fail(value: unknown): Error {
    return new (this as any)._getDataCloneError(`${describe(value)} could not be cloned.`);
  }

  #write(value: unknown): void {
    switch (typeof value) {
      case "undefined":
        this.#tag(Tag.Undefined);
        break;
      case "boolean":
        this.#tag(value ? Tag.True : Tag.False);
        break;
      case "number":
        this.#writeNumber(value);
        break;
      case "bigint":
        this.#tag(Tag.BigInt);
        this.#writeDigits(value);
        break;
      case "string":
        this.#writeString(value);
        break;
      case "object":
        if (value === null) this.#tag(Tag.Null);
        else this.#writeObject(value);
        break;
      default:
        throw this.#fail(value);
    }
  }

  #writeNumber(value: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
      this.#tag(Tag.Int32);
      this.#varint(((value << 1) ^ (value >> 31)) >>> 0);
    } else {
      this.#tag(Tag.Double);
      this.#double(value);
    }
  }

  /** The sign and the count of bytes, then 64-bit digits. */
  #writeDigits(value: bigint): void {
    const isNegative = value < 0n;
    const digits: bigint[] = [];
    for (let rest = isNegative ? -value : value; rest > 0n; rest >>= 64n) ArrayPrototypePush(digits, BigIntAsUintN(64, rest));
    this.#varint(digits.length * 8 * 2 + (isNegative ? 1 : 0));
    this.#reserve(digits.length * 8);
    for (let i = 0; i < digits.length; i++) {
      let digit = digits[i]!;
      for (let k = 0; k < 8; k++, digit >>= 8n) this.#bytes[this.#length++] = Number(digit & 0xffn);
    }
  }

  #writeString(text: string): void {
    if (RegExpPrototypeExec(kWide, text) === null) {
      this.#tag(Tag.OneByteString);
      this.#varint(text.length);
      this.#reserve(text.length);
      for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = StringPrototypeCharCodeAt(text, i);
      return;
    }
    // Readers that take the text in place want it at an even position.
    const size = text.length * 2;
    let lengthBytes = 1;
    for (let rest = size; rest >= 0x80; rest = (rest - rest % 128) / 128) lengthBytes++;
    if ((this.#length + 1 + lengthBytes) % 2 === 1) this.#tag(Tag.Padding);
    this.#tag(Tag.TwoByteString);
    this.#varint(size);
    this.#reserve(size);
    for (let i = 0; i < text.length; i++) {
      const unit = StringPrototypeCharCodeAt(text, i);
      this.#bytes[this.#length++] = unit & 0xff;
      this.#bytes[this.#length++] = unit >> 8;
    }
  }

  #begin(value: object): void {
    this.#seen.set(value, this.#seen.size);
  }

  #writeObject(value: any): void {
    const seen = this.#seen.get(value);
    if (seen !== undefined) {
      this.#tag(Tag.Reference);
      this.#varint(seen);
      return;
    }
    const kind = clone.kindOf(value);
    if (kind === kTypedArray || kind === kDataView) {
      this.#writeView(value, kind);
      return;
    }
    this.#begin(value);
    switch (kind) {
      case kOrdinary:
        this.#tag(Tag.BeginObject);
        this.#varint(this.#writeProperties(value, ObjectKeys(value), Tag.EndObject));
        break;
      case kDenseArray:
      case kNumberArray:
        this.#writeDenseArray(value);
        break;
      case kArray:
        this.#writeSparseArray(value);
        break;
      case kDate:
        this.#tag(Tag.Date);
        this.#double(DatePrototypeGetTime(value));
        break;
      case kRegExp:
        this.#writeRegExp(value);
        break;
      case kMap:
        this.#writeMap(value);
        break;
      case kSet:
        this.#writeSet(value);
        break;
      case kError:
        this.#writeError(value);
        break;
      case kArrayBuffer:
        this.#writeBuffer(value);
        break;
      case kSharedArrayBuffer:
        this.#writeShared(value);
        break;
      case kBooleanObject:
        this.#tag(BooleanPrototypeValueOf(value) ? Tag.TrueObject : Tag.FalseObject);
        break;
      case kNumberObject:
        this.#tag(Tag.NumberObject);
        this.#double(NumberPrototypeValueOf(value));
        break;
      case kStringObject:
        this.#tag(Tag.StringObject);
        this.#writeString(StringPrototypeValueOf(value));
        break;
      case kBigIntObject:
        this.#tag(Tag.BigIntObject);
        this.#writeDigits(BigIntPrototypeValueOf(value));
        break;
      default:
        throw this.#fail(value);
    }
  }

  /** The number of properties that were still there when their turn came. */
  #writeProperties(value: any, keys: string[], end: number): number {
    let count = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      if (!ObjectHasOwn(value, key)) continue;
      const item = value[key];
      const index = RegExpPrototypeExec(kIndex, key) === null ? -1 : +key;
      if (index >= 0 && index < 4294967295) this.#writeNumber(index);
      else this.#writeString(key);
      this.#write(item);
      count++;
    }
    this.#tag(end);
    return count;
  }

  #writeDenseArray(value: unknown[]): void {
    const length = value.length;
    this.#tag(Tag.BeginDenseArray);
    this.#varint(length);
    for (let i = 0; i < length; i++) {
      // A getter of an element may have taken it away.
      if (i in value) this.#write(value[i]);
      else this.#tag(Tag.Hole);
    }
    this.#tag(Tag.EndDenseArray);
    this.#varint(0);
    this.#varint(length);
  }

  #writeSparseArray(value: unknown[]): void {
    const length = value.length;
    this.#tag(Tag.BeginSparseArray);
    this.#varint(length);
    this.#varint(this.#writeProperties(value, ObjectKeys(value), Tag.EndSparseArray));
    this.#varint(length);
  }

  #writeRegExp(value: RegExp): void {
    this.#tag(Tag.RegExp);
    this.#writeString(RegExpPrototypeGetSource(value));
    const flags = RegExpPrototypeGetFlags(value);
    let bits = 0;
    for (let i = 0; i < flags.length; i++) bits |= 1 << StringPrototypeIndexOf(kRegExpFlags, flags[i]!);
    this.#varint(bits);
  }

  #writeMap(value: Map<unknown, unknown>): void {
    const entries: unknown[] = [];
    MapPrototypeForEach(value, (item: unknown, key: unknown) => ArrayPrototypePush(entries, key, item));
    this.#tag(Tag.BeginMap);
    for (let i = 0; i < entries.length; i++) this.#write(entries[i]);
    this.#tag(Tag.EndMap);
    this.#varint(entries.length);
  }

  #writeSet(value: Set<unknown>): void {
    const items: unknown[] = [];
    SetPrototypeForEach(value, (item: unknown) => ArrayPrototypePush(items, item));
    this.#tag(Tag.BeginSet);
    for (let i = 0; i < items.length; i++) this.#write(items[i]);
    this.#tag(Tag.EndSet);
    this.#varint(items.length);
  }

  #writeError(value: any): void {
    const message = ObjectGetOwnPropertyDescriptor(value, "message");
    const { name, stack } = value;
    this.#tag(Tag.Error);
    const tag = typeof name === "string" ? kErrorTags[name] : undefined;
    if (tag !== undefined) this.#tag(tag);
    if (message !== undefined && ObjectHasOwn(message, "value")) {
      this.#tag(ErrorTag.Message);
      this.#writeString(String(message.value));
    }
    if (ObjectHasOwn(value, "cause")) {
      this.#tag(ErrorTag.Cause);
      this.#write(value.cause);
    }
    if (typeof stack === "string") {
      this.#tag(ErrorTag.Stack);
      this.#writeString(stack);
    }
    this.#tag(ErrorTag.End);
  }

  #writeBuffer(value: ArrayBuffer): void {
    const id = this.#transferred.get(value);
    if (id !== undefined) {
      this.#tag(Tag.TransferredBuffer);
      this.#varint(id);
      return;
    }
    if (ArrayBufferPrototypeGetDetached(value))
      throw new (this as any)._getDataCloneError("An ArrayBuffer is detached and could not be cloned.");
    const isResizable = ArrayBufferPrototypeGetResizable(value);
    this.#tag(isResizable ? Tag.ResizableArrayBuffer : Tag.ArrayBuffer);
    this.#varint(ArrayBufferPrototypeGetByteLength(value));
    if (isResizable) this.#varint(ArrayBufferPrototypeGetMaxByteLength(value));
    this.#raw(new Uint8Array(value));
  }

  #writeShared(value: SharedArrayBuffer): void {
    const { _getSharedArrayBufferId: getId } = this as any;
    if (typeof getId !== "function") throw this.#fail(value);
    const id = getId.call(this, value);
    this.#tag(Tag.SharedArrayBuffer);
    this.#varint(id >>> 0);
  }

  #writeView(value: any, kind: number): void {
    if (this.#viewsAreHostObjects) {
      this.#begin(value);
      this.#tag(Tag.HostObject);
      const { _writeHostObject: write } = this as any;
      if (typeof write !== "function") throw this.#fail(value);
      write.call(this, value);
      return;
    }
    if (clone.isOutOfBounds(value)) throw this.#fail(value);
    const isDataView = kind === kDataView;
    const buffer = isDataView ? DataViewPrototypeGetBuffer(value) : TypedArrayPrototypeGetBuffer(value);
    this.#writeObject(buffer);
    this.#begin(value);
    const isTracking = clone.isLengthTracking(value);
    const isResizable = clone.kindOf(buffer) === kArrayBuffer && ArrayBufferPrototypeGetResizable(buffer);
    this.#tag(Tag.View);
    this.#tag(kViewTags[isDataView ? "DataView" : TypedArrayPrototypeGetSymbolToStringTag(value)]!);
    this.#varint(isDataView ? DataViewPrototypeGetByteOffset(value) : TypedArrayPrototypeGetByteOffset(value));
    this.#varint(
      isTracking ? 0 : isDataView ? DataViewPrototypeGetByteLength(value) : TypedArrayPrototypeGetByteLength(value));
    this.#varint((isTracking ? kLengthTracking : 0) | (isResizable ? kBackedByResizable : 0));
  }
}

/** What `_getDataCloneError` makes; a subclass may have another. */
(Serializer.prototype as any)._getDataCloneError = Error;

/** Writes views by themselves rather than with the whole of their buffers. */
export class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view: any): void {
    const { Buffer } = require("node:buffer");
    const name = TypedArrayPrototypeGetSymbolToStringTag(view) ?? "DataView";
    const index = view.constructor === Buffer ? kHostBuffer : ArrayPrototypeIndexOf(kHostViews, name);
    if (index < 0) {
      throw new (this as any)._getDataCloneError(
        `Unserializable host object: ${require("internal/inspect").inspect(view)}`);
    }
    const bytes = bytesOfView(view);
    this.writeUint32(index);
    this.writeUint32(bytes.length);
    this.writeRawBytes(bytes);
  }
}
