/**
 * The writing half of structured cloning.
 * https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal
 */
import {
  ArrayBuffer,
  ArrayBufferPrototypeGetByteLength,
  ArrayBufferPrototypeGetDetached,
  ArrayBufferPrototypeGetMaxByteLength,
  ArrayBufferPrototypeGetResizable,
  ArrayBufferPrototypeSlice,
  ArrayBufferPrototypeTransfer,
  ArrayPrototypePush,
  ArrayPrototypeSlice,
  BigIntPrototypeValueOf,
  BooleanPrototypeValueOf,
  DataViewPrototypeGetBuffer,
  DataViewPrototypeGetByteLength,
  DataViewPrototypeGetByteOffset,
  DatePrototypeGetTime,
  FunctionPrototypeToString,
  Map,
  MapPrototypeForEach,
  NumberPrototypeValueOf,
  Object,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectHasOwn,
  ObjectKeys,
  ObjectPrototype,
  RegExpPrototypeGetFlags,
  RegExpPrototypeGetSource,
  SafeMap,
  SafeWeakSet,
  Set,
  SetPrototypeForEach,
  StringPrototypeValueOf,
  SymbolPrototypeToString,
  TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteOffset,
  TypedArrayPrototypeGetLength,
  TypedArrayPrototypeGetSymbolToStringTag,
  TypedArrayPrototypeSet,
  Uint8Array,
} from "internal/primordials";
import {
  kAbsent,
  kArray,
  kArrayBuffer,
  kBigIntObject,
  kBooleanObject,
  kBoxed,
  kDataView,
  kDate,
  kDenseArray,
  kEnd,
  kError,
  kMap,
  kNumber,
  kNumberArray,
  kNumberObject,
  kOrdinary,
  kPlatform,
  kReference,
  kRegExp,
  kSet,
  kSharedArrayBuffer,
  kStringObject,
  kTypedArray,
  kWasmMemory,
  kWasmModule,
} from "web/clone_tags";
import { isErrorName, isPrimitive } from "web/clone_types";
import type { Transferred } from "web/clone_types";
import { platformClassOf } from "web/webidl";
import type { PlatformClass } from "web/webidl";

interface CloneNative {
  /** One of the kinds below. */
  kindOf(value: object): number;
  /** A new SharedArrayBuffer over the same memory. */
  share(buffer: SharedArrayBuffer): SharedArrayBuffer;
  /** A new WebAssembly.Memory over the same memory, which is shared. */
  shareMemory(memory: object): object;
  /** Whether a view follows the length of its resizable buffer. */
  isLengthTracking(view: ArrayBufferView): boolean;
  /** Whether a view's buffer became too short for it. */
  isOutOfBounds(view: ArrayBufferView): boolean;
}
const binding: CloneNative = native("clone");

/** What markAsUntransferable and markAsUncloneable name. */
export const untransferable = new SafeWeakSet<object>();
export const uncloneables = new SafeWeakSet<object>();

export class Writer {
  tape: any[] = [];
  // Each object with its number.
  #seen: Map<object, number> = new SafeMap();

  // An own index of a fresh array: cheaper than a call of push.
  #put(item: any): void {
    const { tape } = this;
    tape[tape.length] = item;
  }

  /** Gives a transferred object its number. */
  reserve(value: object): void {
    if (this.#seen.has(value)) {
      const name = platformClass(value)?.name ?? "ArrayBuffer";
      throw cloneError(`Transfer list contains duplicate ${name}`);
    }
    if (untransferable.has(value)) throw cloneError("Cannot transfer object of unsupported type.");
    const isBuffer = binding.kindOf(value) === kArrayBuffer;
    const isTransferable = isBuffer
      ? !ArrayBufferPrototypeGetDetached(value)
      : platformClass(value)?.transfer !== undefined;
    if (!isBuffer && platformClass(value)?.isDetached?.(value))
      throw cloneError(`${platformClass(value)!.name} in transfer list is already detached`);
    if (!isTransferable) throw cloneError(`${describe(value)} cannot be transferred`);
    if (!isBuffer) requireTransferable(platformClass(value)!, value);
    this.#begin(value);
  }

  #begin(value: object): void {
    this.#seen.set(value, this.#seen.size);
  }

  write(value: any): void {
    if (typeof value === "number") {
      this.#put(kNumber);
      this.#put(value);
      return;
    }
    if (isPrimitive(value)) {
      this.#put(value);
      return;
    }
    if (typeof value === "symbol") throw uncloneable(value);
    const seen = this.#seen.get(value);
    if (seen === undefined) {
      this.#writeObject(value, binding.kindOf(value));
    } else {
      this.#put(kReference);
      this.#put(seen);
    }
  }

  #writeObject(value: any, kind: number): void {
    if (uncloneables.has(value)) throw uncloneable(value);
    switch (kind) {
      case kOrdinary:
        this.#writeOrdinary(value);
        break;
      case kDenseArray:
        this.#writeDenseArray(value);
        break;
      case kNumberArray:
        this.#begin(value);
        this.#put(kNumberArray);
        this.#put(ArrayPrototypeSlice(value));
        break;
      case kArray:
        this.#begin(value);
        this.#put(kArray);
        this.#put(value.length);
        this.#writeProperties(value);
        break;
      case kDate:
        this.#begin(value);
        this.#put(kDate);
        this.#put(DatePrototypeGetTime(value));
        break;
      case kRegExp:
        this.#begin(value);
        this.#put(kRegExp);
        this.#put(RegExpPrototypeGetSource(value));
        this.#put(RegExpPrototypeGetFlags(value));
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
        this.#begin(value);
        this.#put(kSharedArrayBuffer);
        this.#put(binding.share(value));
        break;
      case kTypedArray:
      case kDataView:
        this.#writeView(value, kind);
        break;
      case kWasmModule:
        this.#begin(value);
        this.#put(kWasmModule);
        this.#put(value);
        break;
      case kWasmMemory:
        this.#begin(value);
        this.#put(kWasmMemory);
        this.#put(binding.shareMemory(value));
        break;
      default:
        this.#writeBoxed(value, kind);
    }
  }

  #writeOrdinary(value: any): void {
    const platform = platformClass(value);
    if (platform !== undefined) {
      this.#writePlatform(value, platform);
      return;
    }
    this.#begin(value);
    this.#put(kOrdinary);
    this.#writeProperties(value);
  }

  #writePlatform(value: any, platform: PlatformClass): void {
    if (platform.serialize === undefined) throw uncloneable(value);
    this.#begin(value);
    this.#put(kPlatform);
    this.#put(platform.builtin);
    this.#put(platform.name);
    this.write(platform.serialize(value));
  }

  #writeProperties(value: any): void {
    const keys = ObjectKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const item = value[key];
      // A getter may have removed it meanwhile.
      if (item === undefined && !ObjectHasOwn(value, key)) continue;
      this.#put(key);
      this.write(item);
    }
    this.#put(kEnd);
  }

  #writeDenseArray(value: unknown[]): void {
    this.#begin(value);
    const length = value.length;
    this.#put(kDenseArray);
    this.#put(length);
    // Only user code, which only an object can bring in, makes holes.
    let mayHaveHoles = false;
    for (let i = 0; i < length; i++) {
      if (mayHaveHoles && !ObjectHasOwn(value, i)) {
        this.#put(kAbsent);
        continue;
      }
      const element = value[i];
      mayHaveHoles ||= !isPrimitive(element);
      this.write(element);
    }
  }

  #writeMap(value: Map<unknown, unknown>): void {
    this.#begin(value);
    const entries: unknown[] = [];
    MapPrototypeForEach(value, (item, key) => ArrayPrototypePush(entries, key, item));
    this.#put(kMap);
    this.#put(entries.length / 2);
    for (let i = 0; i < entries.length; i++) this.write(entries[i]);
  }

  #writeSet(value: Set<unknown>): void {
    this.#begin(value);
    const items: unknown[] = [];
    SetPrototypeForEach(value, (item) => ArrayPrototypePush(items, item));
    this.#put(kSet);
    this.#put(items.length);
    for (let i = 0; i < items.length; i++) this.write(items[i]);
  }

  #writeError(value: any): void {
    const platform = platformClass(value);
    if (platform !== undefined) {
      this.#writePlatform(value, platform);
      return;
    }
    this.#begin(value);
    const name = value.name;
    const text = name === undefined ? "Error" : `${name}`;
    const message = ObjectGetOwnPropertyDescriptor(value, "message");
    const hasMessage = message !== undefined && ObjectHasOwn(message, "value");
    const stack = value.stack;
    ArrayPrototypePush(
      this.tape,
      kError,
      isErrorName(text) ? text : "Error",
      hasMessage ? `${message.value}` : undefined,
      typeof stack === "string" ? stack : undefined,
    );
    if (ObjectHasOwn(value, "cause")) this.write(value.cause);
    else this.#put(kAbsent);
  }

  #writeBuffer(value: ArrayBuffer): void {
    if (ArrayBufferPrototypeGetDetached(value)) throw cloneError("An ArrayBuffer is detached and could not be cloned.");
    this.#begin(value);
    this.#put(kArrayBuffer);
    this.#put(copyBuffer(value));
  }

  #writeView(value: any, kind: number): void {
    if (binding.isOutOfBounds(value)) throw uncloneable(value);
    const isDataView = kind === kDataView;
    this.#put(kind);
    this.write(isDataView ? DataViewPrototypeGetBuffer(value) : TypedArrayPrototypeGetBuffer(value));
    this.#begin(value);
    const length = isDataView ? DataViewPrototypeGetByteLength(value) : TypedArrayPrototypeGetLength(value);
    ArrayPrototypePush(
      this.tape,
      isDataView ? "DataView" : TypedArrayPrototypeGetSymbolToStringTag(value),
      isDataView ? DataViewPrototypeGetByteOffset(value) : TypedArrayPrototypeGetByteOffset(value),
      binding.isLengthTracking(value) ? undefined : length,
    );
  }

  #writeBoxed(value: any, kind: number): void {
    // A proxy, and the only one that Node clones.
    if (require("internal/process_env").isEnvironment(value)) {
      this.#begin(value);
      this.#put(kOrdinary);
      this.#writeProperties(value);
      return;
    }
    const primitive = unbox(value, kind);
    this.#begin(value);
    this.#put(kBoxed);
    this.#put(primitive);
  }
}

function unbox(value: any, kind: number): unknown {
  switch (kind) {
    case kBooleanObject:
      return BooleanPrototypeValueOf(value);
    case kNumberObject:
      return NumberPrototypeValueOf(value);
    case kStringObject:
      return StringPrototypeValueOf(value);
    case kBigIntObject:
      return BigIntPrototypeValueOf(value);
    default:
      throw uncloneable(value);
  }
}

function copyBuffer(buffer: ArrayBuffer): ArrayBuffer {
  const length = ArrayBufferPrototypeGetByteLength(buffer);
  if (!ArrayBufferPrototypeGetResizable(buffer)) return ArrayBufferPrototypeSlice(buffer, 0, length);
  const options = { maxByteLength: ArrayBufferPrototypeGetMaxByteLength(buffer) };
  const copy = new (ArrayBuffer as any)(length, options);
  TypedArrayPrototypeSet(new Uint8Array(copy), new Uint8Array(buffer));
  return copy;
}

/** How a platform object is cloned; undefined for the language's own objects. */
function platformClass(value: object): PlatformClass | undefined {
  for (
    let prototype = ObjectGetPrototypeOf(value);
    prototype !== null && prototype !== ObjectPrototype;
    prototype = ObjectGetPrototypeOf(prototype)
  ) {
    const found = platformClassOf(prototype);
    if (found !== undefined && found.isInstance(value)) return found;
  }
  return undefined;
}

/** Detaches a transferred object, and gives what arrives at the other side. */
export function detach(value: any): Transferred {
  if (binding.kindOf(value) === kArrayBuffer) {
    return { builtin: "", name: "ArrayBuffer", data: ArrayBufferPrototypeTransfer(value) };
  }
  const platform = platformClass(value)!;
  // A getter may have changed it since it was reserved.
  requireTransferable(platform, value);
  return { builtin: platform.builtin!, name: platform.name, data: platform.transfer!(value) };
}

function requireTransferable(platform: PlatformClass, value: object): void {
  const fault = platform.whyNotTransferable?.(value);
  if (fault !== undefined) throw cloneError(fault);
}

/** A value as an error of cloning names it. */
export function describe(value: any): string {
  if (typeof value === "symbol") return SymbolPrototypeToString(value);
  if (typeof value === "function") return FunctionPrototypeToString(value);
  const constructor = ObjectGetOwnPropertyDescriptor(ObjectGetPrototypeOf(value) ?? ObjectPrototype, "constructor");
  const name = typeof constructor?.value === "function" ? constructor.value.name : "Object";
  return `#<${typeof name === "string" && name !== "" ? name : "Object"}>`;
}

function uncloneable(value: unknown) {
  return cloneError(`${describe(value)} could not be cloned.`);
}

/** Thrown within the writer; where the program called, it becomes a DataCloneError with a short stack. */
export class CloneFailure {
  message: string;
  constructor(message: string) {
    this.message = message;
  }
}

function cloneError(message: string): CloneFailure {
  return new CloneFailure(message);
}
