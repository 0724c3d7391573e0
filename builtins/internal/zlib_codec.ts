// What node:zlib's options mean: each kind of codec checks its own, and makes the native codec (src/runtime/codec.h)
// with what a stream and a one-shot need to drive it.
import {
  Error, MathMax, NumberIsFinite, NumberIsNaN, NumberMAX_SAFE_INTEGER, ObjectKeys, StringPrototypeStartsWith, TypedArrayPrototypeFill,
  Uint32Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { isAnyArrayBuffer, isArrayBufferView } from "internal/buffer_types";
import { constants } from "internal/zlib_constants";

/** src/runtime/zlib_binding.cpp. One call at a time; calls meanwhile, and after close(), do nothing. */
export interface NativeCodec {
  /** `callback(result)` comes after write() and run(); `left` holds what the last call left of output and input. */
  init(callback: (result?: Uint8Array) => void, left: Uint32Array): void;
  write(flush: number, input: Uint8Array, inOffset: number, inSize: number,
    output: Uint8Array, outOffset: number, outSize: number): void;
  writeSync(flush: number, input: Uint8Array, inOffset: number, inSize: number,
    output: Uint8Array, outOffset: number, outSize: number): void;
  /** All of an input; calls back with a Buffer, or nothing after a fault. */
  run(input: Uint8Array, flush: number, limit: number): void;
  runSync(input: Uint8Array, flush: number, limit: number): Uint8Array | undefined;
  reset(): boolean;
  params(level: number, strategy: number): boolean;
  close(): void;
  readonly tooLarge: boolean;
  readonly errorMessage: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorNumber: number;
}

interface ZlibBinding {
  createZlib(mode: number, windowBits: number, level: number, memLevel: number, strategy: number, dictionary?: Uint8Array): NativeCodec;
  createBrotli(isEncoder: boolean, params: Uint32Array): NativeCodec | undefined;
  /** `inputSize` is negative where it is unknown. */
  createZstd(isEncoder: boolean, params: Uint32Array, inputSize: number, dictionary?: Uint8Array): NativeCodec;
  crc32(data: Uint8Array, value: number): number;
}

export const binding = native("zlib") as ZlibBinding;
const { kMaxLength } = native("buffer") as { kMaxLength: number };

export interface Codec {
  handle: NativeCodec;
  flush: number;
  finishFlush: number;
  /** What stream.flush() does unless told otherwise. */
  fullFlush: number;
  chunkSize: number;
  maxOutputLength: number;
  wantsInfo: boolean;
  level: number;
  strategy: number;
}
export type CreateCodec = (options: any) => Codec;

/** False for undefined and NaN. */
function isGiven(value: any, name: string): value is number {
  if (value === undefined || NumberIsNaN(value)) return false;
  if (NumberIsFinite(value)) return true;
  if (typeof value !== "number") throw new codes.ERR_INVALID_ARG_TYPE(name, "number", value);
  throw new codes.ERR_OUT_OF_RANGE(name, "a finite number", value);
}

export function checkRange(value: any, name: string, low: number, high: number, fallback?: any): number {
  if (!isGiven(value, name)) return fallback;
  if (value < low || value > high) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${low} and <= ${high}`, value);
  return value;
}

interface FlushValues {
  least: number;
  most: number;
  flush: number;
  finishFlush: number;
  fullFlush: number;
}

/** The options that all kinds have. */
function withCommonOptions(handle: NativeCodec, options: any, values: FlushValues): Codec {
  const { least, most, fullFlush } = values;
  let { flush, finishFlush } = values;
  let chunkSize = constants.Z_DEFAULT_CHUNK!;
  let maxOutputLength = kMaxLength;
  if (options) {
    if (isGiven(options.chunkSize, "options.chunkSize")) {
      chunkSize = options.chunkSize;
      if (chunkSize < constants.Z_MIN_CHUNK!) {
        throw new codes.ERR_OUT_OF_RANGE("options.chunkSize", `>= ${constants.Z_MIN_CHUNK}`, chunkSize);
      }
    }
    flush = checkRange(options.flush, "options.flush", least, most, flush);
    finishFlush = checkRange(options.finishFlush, "options.finishFlush", least, most, finishFlush);
    maxOutputLength = checkRange(options.maxOutputLength, "options.maxOutputLength", 1, kMaxLength, kMaxLength);
  }
  return {
    handle, flush, finishFlush, fullFlush, chunkSize, maxOutputLength, wantsInfo: !!options?.info,
    level: constants.Z_DEFAULT_COMPRESSION!, strategy: constants.Z_DEFAULT_STRATEGY!,
  };
}

function dictionaryOf(options: any): Uint8Array | undefined {
  const dictionary = options?.dictionary;
  if (dictionary === undefined || isArrayBufferView(dictionary) || isAnyArrayBuffer(dictionary)) return dictionary as any;
  throw new codes.ERR_INVALID_ARG_TYPE(
    "options.dictionary", ["Buffer", "TypedArray", "DataView", "ArrayBuffer"], dictionary);
}

// ---- zlib

const kZlibFlush: FlushValues = {
  least: constants.Z_NO_FLUSH!, most: constants.Z_BLOCK!,
  flush: constants.Z_NO_FLUSH!, finishFlush: constants.Z_FINISH!, fullFlush: constants.Z_FULL_FLUSH!,
};

function windowBitsOf(mode: number, value: any): number {
  const { INFLATE, GUNZIP, UNZIP, GZIP, DEFLATERAW, Z_MIN_WINDOWBITS, Z_MAX_WINDOWBITS, Z_DEFAULT_WINDOWBITS } = constants;
  // 0 leaves it to the header of what is read.
  if ((value === undefined || value === null || value === 0) && (mode === INFLATE || mode === GUNZIP || mode === UNZIP)) return 0;
  // zlib writes no raw data with a window of 256 bytes.
  if (mode === DEFLATERAW && value === 8) return 9;
  const least = Z_MIN_WINDOWBITS! + (mode === GZIP ? 1 : 0);
  return checkRange(value, "options.windowBits", least, Z_MAX_WINDOWBITS!, Z_DEFAULT_WINDOWBITS);
}

export function createZlib(mode: number, options: any): Codec {
  const { Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_LEVEL, Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_MEMLEVEL } = constants;
  const windowBits = windowBitsOf(mode, options?.windowBits);
  const level = checkRange(options?.level, "options.level", Z_MIN_LEVEL!, Z_MAX_LEVEL!, Z_DEFAULT_LEVEL);
  const memLevel = checkRange(options?.memLevel, "options.memLevel", Z_MIN_MEMLEVEL!, Z_MAX_MEMLEVEL!, Z_DEFAULT_MEMLEVEL);
  const strategy = checkRange(
    options?.strategy, "options.strategy", constants.Z_DEFAULT_STRATEGY!, constants.Z_FIXED!, constants.Z_DEFAULT_STRATEGY);
  const handle = binding.createZlib(mode, windowBits, level, memLevel, strategy, dictionaryOf(options));
  const codec = withCommonOptions(handle, options, kZlibFlush);
  codec.level = level;
  codec.strategy = strategy;
  return codec;
}

// ---- brotli and zstd: parameters by number

type InvalidParam = new (key: string) => Error;

function greatest(prefix: string): number {
  let most = 0;
  const names = ObjectKeys(constants);
  for (let i = 0; i < names.length; i++) {
    if (StringPrototypeStartsWith(names[i]!, prefix)) most = MathMax(most, constants[names[i]!]!);
  }
  return most;
}

const kUnset = 0xffffffff;
const kMaxBrotli = greatest("BROTLI_PARAM_");
const kMaxZstdCompress = greatest("ZSTD_c_");
const kMaxZstdDecompress = greatest("ZSTD_d_");

function paramsOf(options: any, most: number, InvalidParam: InvalidParam): Uint32Array {
  const params = new Uint32Array(most + 1);
  TypedArrayPrototypeFill(params, kUnset);
  if (!options?.params) return params;
  const names = ObjectKeys(options.params);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    const key = +name;
    // Not twice: "1" and "01".
    if (NumberIsNaN(key) || key < 0 || key > most || params[key] !== kUnset) throw new InvalidParam(name);
    const value = options.params[name];
    if (typeof value !== "number" && typeof value !== "boolean") {
      throw new codes.ERR_INVALID_ARG_TYPE("options.params[key]", "number", value);
    }
    params[key] = value as number;
  }
  return params;
}

const kBrotliFlush: FlushValues = {
  least: constants.BROTLI_OPERATION_PROCESS!, most: constants.BROTLI_OPERATION_EMIT_METADATA!,
  flush: constants.BROTLI_OPERATION_PROCESS!, finishFlush: constants.BROTLI_OPERATION_FINISH!,
  fullFlush: constants.BROTLI_OPERATION_FLUSH!,
};

export function createBrotli(isEncoder: boolean, options: any): Codec {
  const params = paramsOf(options, kMaxBrotli, codes.ERR_BROTLI_INVALID_PARAM);
  const handle = binding.createBrotli(isEncoder, params);
  if (handle === undefined) throw new codes.ERR_ZLIB_INITIALIZATION_FAILED();
  return withCommonOptions(handle, options, kBrotliFlush);
}

const kZstdFlush: FlushValues = {
  least: constants.ZSTD_e_continue!, most: constants.ZSTD_e_end!,
  flush: constants.ZSTD_e_continue!, finishFlush: constants.ZSTD_e_end!, fullFlush: constants.ZSTD_e_flush!,
};

export function createZstd(isEncoder: boolean, options: any): Codec {
  const params = paramsOf(options, isEncoder ? kMaxZstdCompress : kMaxZstdDecompress, codes.ERR_ZSTD_INVALID_PARAM);
  const size = options?.pledgedSrcSize;
  const inputSize = isEncoder ? checkRange(size, "options.pledgedSrcSize", 0, NumberMAX_SAFE_INTEGER, -1) : -1;
  let handle: NativeCodec;
  try {
    handle = binding.createZstd(isEncoder, params, inputSize, dictionaryOf(options));
  } catch (error: any) {
    if (error?.code === "ERR_ZLIB_INITIALIZATION_FAILED") throw new codes.ERR_ZLIB_INITIALIZATION_FAILED();
    throw error;
  }
  return withCommonOptions(handle, options, kZstdFlush);
}

/** The fault that the codec's last call met, if it met one. */
export function faultOf(handle: NativeCodec): Error | undefined {
  const message = handle.errorMessage;
  if (message === undefined) return undefined;
  const error: any = new Error(message);
  error.errno = handle.errorNumber;
  error.code = handle.errorCode;
  return error;
}
