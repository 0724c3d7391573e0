// What the files of node:crypto share: bytes of arguments, numbers of encodings, errors in the library's form.
// Bytes go out as Buffers: the import gives them their methods.
import "node:buffer";
import { Error, ObjectDefineProperty, ObjectSetPrototypeOf, Symbol, SymbolFor } from "internal/primordials";
import { from } from "internal/buffer_create";
import { encodingOf } from "internal/buffer_native";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { codes } from "internal/errors";
import { validateString } from "internal/validators";

/** The native half of an object. */
export const kHandle: unique symbol = Symbol("handle") as any;

export type BytesLike = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;

/** For a native that takes text: what is no encoding means UTF-8, as in Node. */
export function inputEncoding(name: unknown): number {
  return name === undefined ? 0 : encodingOf(name) ?? 0;
}

/** For a native that gives text: -1, a Buffer, for what is no encoding. */
export function outputEncoding(name: unknown): number {
  return name === undefined || name === null ? -1 : encodingOf(name) ?? -1;
}

/** Bytes of a string, a buffer or a view; anything else is refused by `name`. */
export function bytesOf(value: any, name: string, encoding?: string): BytesLike {
  if (typeof value === "string") return from(value, encoding === "buffer" ? "utf8" : encoding);
  if (isArrayBufferView(value) || isAnyArrayBuffer(value)) return value;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], value);
}

/** An option that is a string or absent. */
export function stringOption(options: any, key: string): string | undefined {
  if (options == null) return undefined;
  const value = options[key];
  if (value != null) validateString(value, `options.${key}`);
  return value;
}

/** `error:NUMBER:library::reason` with its parts, as OpenSSL's errors come. */
export function libraryError(code: string, number: string, library: string, reason: string): Error {
  const error: any = new Error(`error:${number}:${library}::${reason}`);
  error.library = library;
  error.reason = reason;
  error.code = code;
  return error;
}

/** `Class(…)` makes what `new Class(…)` does, and inherits from `Base`. */
export function inherit(constructor: any, Base: any): void {
  ObjectSetPrototypeOf(constructor.prototype, Base.prototype);
  ObjectSetPrototypeOf(constructor, Base);
}

/** A getter that is seen in no listing. */
export function hide(target: object, key: PropertyKey, value: unknown): void {
  ObjectDefineProperty(target, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true } as any);
}

export const kInspectCustom: symbol = SymbolFor("nodejs.util.inspect.custom");
