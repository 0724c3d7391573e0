/**
 * What the algorithms of SubtleCrypto share: their table's shape, exceptions, members of dictionaries, bytes, and
 * how work is put on the thread pool.
 */
import {
  ArrayBuffer, ArrayPrototypeIncludes, MathTrunc, NumberIsFinite, TypedArrayPrototypeGetBuffer, TypedArrayPrototypeSlice, Uint8Array,
} from "internal/primordials";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { codes } from "internal/errors";
import type { CryptoKey } from "web/crypto_key";

/** An algorithm's dictionary after its conversion. */
export interface Parameters {
  name: string;
  [member: string]: any;
}

export type Format = "raw" | "pkcs8" | "spki" | "jwk";
export type KeyPair = { publicKey: CryptoKey; privateKey: CryptoKey };

/** How an operation converts its dictionary; none: only the name counts. */
type Convert = (source: any) => Record<string, any>;

export interface Algorithm {
  name: string;
  /** The operations' dictionaries; an operation that isn't listed isn't supported. */
  parameters: Partial<Record<Operation, Convert>>;
  digest?(parameters: Parameters, data: Uint8Array): any;
  encrypt?(parameters: Parameters, key: CryptoKey, data: Uint8Array): any;
  decrypt?(parameters: Parameters, key: CryptoKey, data: Uint8Array): any;
  sign?(parameters: Parameters, key: CryptoKey, data: Uint8Array): any;
  verify?(parameters: Parameters, key: CryptoKey, signature: Uint8Array, data: Uint8Array): any;
  wrapKey?(parameters: Parameters, key: CryptoKey, data: Uint8Array): any;
  unwrapKey?(parameters: Parameters, key: CryptoKey, data: Uint8Array): any;
  /** `length` in bits, null for all there is. */
  deriveBits?(parameters: Parameters, key: CryptoKey, length: number | null): any;
  getKeyLength?(parameters: Parameters): number | null;
  generateKey?(parameters: Parameters, extractable: boolean, usages: string[]): any;
  importKey?(format: Format, data: any, parameters: Parameters, extractable: boolean, usages: string[]): CryptoKey;
  exportKey?(format: Format, key: CryptoKey): any;
}

export type Operation =
  | "digest" | "encrypt" | "decrypt" | "sign" | "verify" | "wrapKey" | "unwrapKey" | "deriveBits" | "getKeyLength" | "generateKey"
  | "importKey";

export const noParameters: Convert = () => ({ __proto__: null as any });

export function exception(name: string, message: string, cause?: unknown): Error {
  const { DOMException } = require("web/dom_exception");
  return cause === undefined ? new DOMException(message, name) : new DOMException(message, { name, cause });
}

export function notSupported(message = "Unrecognized algorithm name"): Error {
  return exception("NotSupportedError", message);
}
export function dataError(message: string, cause?: unknown): Error {
  return exception("DataError", message, cause);
}
export function syntaxError(message: string): Error {
  return exception("SyntaxError", message);
}
export function operationError(message: string, cause?: unknown): Error {
  return exception("OperationError", message, cause);
}

/** So much is worked on at once rather than on another thread: the way there and back costs more. */
const kAtOnce = 16384;

/** The last argument of a native job over so many bytes. */
export function modeFor(size: number): true | undefined {
  return size > kAtOnce ? true : undefined;
}

/** The memory of what a native job gives; its failure is an OperationError. */
export async function bytesFrom(start: () => any): Promise<ArrayBuffer> {
  return memoryOf(await resultOf(start));
}

export async function resultOf(start: () => any): Promise<any> {
  try {
    return await start();
  } catch (error) {
    throw operationError("The operation failed for an operation-specific reason", error);
  }
}

export function memoryOf(bytes: Uint8Array): ArrayBuffer {
  return TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer;
}

// Web IDL's conversions.

/** A view of a BufferSource's bytes. */
export function bufferSource(value: any, name: string): Uint8Array {
  if (isArrayBufferView(value)) {
    const view = value as any;
    if (view.buffer instanceof ArrayBuffer) return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  } else if (isAnyArrayBuffer(value) && value instanceof ArrayBuffer) {
    return new Uint8Array(value);
  }
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["ArrayBuffer", "Buffer", "TypedArray", "DataView"], value);
}

/** What the program changes later changes nothing of it. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return TypedArrayPrototypeSlice(bytes) as Uint8Array;
}

export function member(source: any, name: string): any {
  const value = source[name];
  if (value === undefined) throw new codes.ERR_MISSING_OPTION(`algorithm.${name}`);
  return value;
}

export function bytesMember(source: any, name: string): Uint8Array {
  return copyOf(bufferSource(member(source, name), `algorithm.${name}`));
}

export function optionalBytes(source: any, name: string): Uint8Array | undefined {
  return source[name] === undefined ? undefined : bytesMember(source, name);
}

/** An unsigned integer with [EnforceRange]. */
export function integerMember(source: any, name: string, bits: number): number {
  const value = member(source, name);
  const number = MathTrunc(+value);
  const most = 2 ** bits - 1;
  if (!NumberIsFinite(number) || number < 0 || number > most)
    throw new codes.ERR_OUT_OF_RANGE.TypeError(`algorithm.${name}`, `>= 0 and <= ${most}`, value);
  return number + 0;
}

export function optionalInteger(source: any, name: string, bits: number): number | undefined {
  return source[name] === undefined ? undefined : integerMember(source, name, bits);
}

/** Every usage is one of those that the algorithm has for such a key. */
export function checkUsages(usages: string[], allowed: string[], what: string): void {
  for (let i = 0; i < usages.length; i++)
    if (!ArrayPrototypeIncludes(allowed, usages[i])) throw syntaxError(`Unsupported key usage for ${what}`);
}

export function intersection(usages: string[], allowed: string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < usages.length; i++) if (ArrayPrototypeIncludes(allowed, usages[i])) out[out.length] = usages[i];
  return out;
}
