// Checks of arguments, with Node's errors. Each returns nothing and throws ERR_INVALID_ARG_TYPE,
// ERR_INVALID_ARG_VALUE or ERR_OUT_OF_RANGE. `name` is the argument as the caller knows it; with a dot in it,
// it reads as a property: `options.signal`.

import {
  ArrayBufferIsView, ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypeJoin, ArrayPrototypeMap,
  NumberIsInteger, NumberMAX_SAFE_INTEGER, NumberMIN_SAFE_INTEGER, NumberParseInt, ObjectPrototypeHasOwnProperty,
  RegExpPrototypeExec, String, StringPrototypeToUpperCase, StringPrototypeTrim,
  TypedArrayPrototypeGetSymbolToStringTag,
} from "internal/primordials";
import { codes } from "internal/errors";

export const kValidateObjectNone = 0;
export const kValidateObjectAllowNullable = 1 << 0;
export const kValidateObjectAllowArray = 1 << 1;
export const kValidateObjectAllowFunction = 1 << 2;
export const kValidateObjectAllowObjects = kValidateObjectAllowArray | kValidateObjectAllowFunction;
export const kValidateObjectAllowObjectsAndNull = kValidateObjectAllowObjects | kValidateObjectAllowNullable;

export function isInt32(value: unknown): value is number {
  return value === ((value as any) | 0);
}

export function isUint32(value: unknown): value is number {
  return value === ((value as any) >>> 0);
}

export function validateString(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string") throw new codes.ERR_INVALID_ARG_TYPE(name, "string", value);
}

export function validateNumber(value: unknown, name: string, min?: number, max?: number): asserts value is number {
  if (typeof value !== "number") throw new codes.ERR_INVALID_ARG_TYPE(name, "number", value);
  if ((min != null && value < min) || (max != null && value > max) || ((min != null || max != null) && value !== value)) {
    const low = min != null ? `>= ${min}` : "";
    const high = max != null ? `<= ${max}` : "";
    throw new codes.ERR_OUT_OF_RANGE(name, `${low}${low && high ? " && " : ""}${high}`, value);
  }
}

export function validateInteger(
  value: unknown, name: string, min = NumberMIN_SAFE_INTEGER, max = NumberMAX_SAFE_INTEGER): asserts value is number {
  if (typeof value !== "number") throw new codes.ERR_INVALID_ARG_TYPE(name, "number", value);
  if (!NumberIsInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, "an integer", value);
  if (value < min || value > max) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

export function validateInt32(value: unknown, name: string, min = -2147483648, max = 2147483647): asserts value is number {
  validateInteger(value, name, min, max);
}

export function validateUint32(value: unknown, name: string, positive = false): asserts value is number {
  validateInteger(value, name, positive ? 1 : 0, 4294967295);
}

export function validateBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== "boolean") throw new codes.ERR_INVALID_ARG_TYPE(name, "boolean", value);
}

export function validateFunction(value: unknown, name: string): asserts value is (...args: any[]) => any {
  if (typeof value !== "function") throw new codes.ERR_INVALID_ARG_TYPE(name, "Function", value);
}

export function validateUndefined(value: unknown, name: string): asserts value is undefined {
  if (value !== undefined) throw new codes.ERR_INVALID_ARG_TYPE(name, "undefined", value);
}

/** Plain objects; `options` is a sum of the kValidateObject… flags. */
export function validateObject(value: unknown, name: string, options = kValidateObjectNone): asserts value is Record<PropertyKey, any> {
  if (typeof value === "object") {
    if (value === null ? (options & kValidateObjectAllowNullable) !== 0
      : (options & kValidateObjectAllowArray) !== 0 || !ArrayIsArray(value)) return;
  } else if (typeof value === "function" && (options & kValidateObjectAllowFunction) !== 0) {
    return;
  }
  throw new codes.ERR_INVALID_ARG_TYPE(name, "Object", value);
}

/** As WebIDL converts a dictionary: anything but a primitive, or nothing at all. */
export function validateDictionary(value: unknown, name: string): void {
  if (value != null && typeof value !== "object" && typeof value !== "function")
    throw new codes.ERR_INVALID_ARG_TYPE(name, "a dictionary", value);
}

export function validateArray(value: unknown, name: string, minLength = 0): asserts value is any[] {
  if (!ArrayIsArray(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, "Array", value);
  if (value.length < minLength) throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be longer than ${minLength}`);
}

function validateEach(value: unknown, name: string, check: (entry: unknown, name: string) => void): void {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) check(value[i], `${name}[${i}]`);
}

export function validateStringArray(value: unknown, name: string): asserts value is string[] {
  validateEach(value, name, validateString);
}

export function validateBooleanArray(value: unknown, name: string): asserts value is boolean[] {
  validateEach(value, name, validateBoolean);
}

export function validateAbortSignalArray(value: unknown, name: string): void {
  validateArray(value, name);
  for (let i = 0; i < value.length; i++) {
    if (value[i] == null) throw new codes.ERR_INVALID_ARG_TYPE(`${name}[${i}]`, "AbortSignal", value[i]);
    validateAbortSignal(value[i], `${name}[${i}]`);
  }
}

export function validateOneOf(value: unknown, name: string, allowed: readonly unknown[]): void {
  if (ArrayPrototypeIncludes(allowed, value)) return;
  const words = ArrayPrototypeMap(allowed, (word: unknown) => typeof word === "string" ? `'${word}'` : String(word));
  throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${ArrayPrototypeJoin(words as string[], ", ")}`);
}

/** Undefined passes: a signal is optional. */
export function validateAbortSignal(signal: unknown, name: string): void {
  if (signal !== undefined && (signal === null || typeof signal !== "object" || !("aborted" in signal)))
    throw new codes.ERR_INVALID_ARG_TYPE(name, "AbortSignal", signal);
}

export function validateBuffer(buffer: unknown, name = "buffer"): asserts buffer is ArrayBufferView {
  if (!ArrayBufferIsView(buffer))
    throw new codes.ERR_INVALID_ARG_TYPE(name, ["Buffer", "TypedArray", "DataView"], buffer);
}

export function validateEncoding(data: string, encoding: string): void {
  if (StringPrototypeToUpperCase(`${encoding}`) === "HEX" && data.length % 2 !== 0)
    throw new codes.ERR_INVALID_ARG_VALUE("encoding", encoding, `is invalid for data of length ${data.length}`);
}

/** A port as a number or numeric string; returns the number. */
export function validatePort(port: unknown, name = "Port", allowZero = true): number {
  const valid = (typeof port === "number" || (typeof port === "string" && StringPrototypeTrim(port).length > 0)) &&
    +port === +port >>> 0 && +port <= 0xffff && (+port !== 0 || allowZero);
  if (!valid) throw new codes.ERR_SOCKET_BAD_PORT(name, port, allowZero);
  return +(port as number) | 0;
}

const kOctal = /^[0-7]+$/;

/** A file mode as a number or octal string; returns the number. */
export function parseFileMode(value: unknown, name: string, fallback?: number): number {
  value ??= fallback;
  if (typeof value === "string") {
    if (RegExpPrototypeExec(kOctal, value) === null)
      throw new codes.ERR_INVALID_ARG_VALUE(name, value, "must be a 32-bit unsigned integer or an octal string");
    value = NumberParseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

export function validateSignalName(signal: unknown, name = "signal"): void {
  validateString(signal, name);
  const signals = native("util").signals() as Record<string, number>;
  if (ObjectPrototypeHasOwnProperty(signals, signal)) return;
  const upper = StringPrototypeToUpperCase(signal);
  if (ObjectPrototypeHasOwnProperty(signals, upper))
    throw new codes.ERR_UNKNOWN_SIGNAL(`${signal} (signals must use all capital letters)`);
  throw new codes.ERR_UNKNOWN_SIGNAL(signal);
}

export function validateThisInternalField(object: any, field: PropertyKey, type: string): void {
  if (object === null || typeof object !== "object" || !ObjectPrototypeHasOwnProperty(object, field))
    throw new codes.ERR_INVALID_THIS(type);
}

/** A Uint8Array of any realm, Buffers included. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return ArrayBufferIsView(value) && TypedArrayPrototypeGetSymbolToStringTag(value) === "Uint8Array";
}
