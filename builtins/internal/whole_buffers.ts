/**
 * Weft.gzipSync and its like: whole buffers compressed and decompressed at once, over node:zlib
 * (https://bun.com/docs/runtime/utils#bun-gzipsync).
 */
import "node:buffer";
import { ArrayBufferIsView, MathMin, NumberIsInteger, Promise } from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { viewBytes } from "internal/byte_tools";
import { codes } from "internal/errors";

/** Loaded with the first call: it brings streams along. */
function getZlib(): any {
  return require("node:zlib").default;
}

/** The highest level of zlib; libdeflate has three more, which gain little. */
const kMostZlibLevel = 9;

function checkData(data: unknown): void {
  if (typeof data !== "string" && !ArrayBufferIsView(data) && !isAnyArrayBuffer(data))
    throw new codes.ERR_INVALID_ARG_TYPE("data", ["string", "ArrayBuffer", "ArrayBufferView"], data);
}

function checkOptions(options: any): any {
  if (options === undefined || options === null) return undefined;
  if (typeof options !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
  const { library } = options;
  if (library !== undefined && library !== "zlib" && library !== "libdeflate")
    throw new codes.ERR_INVALID_ARG_VALUE("options.library", library, 'must be "zlib" or "libdeflate"');
  return options;
}

/** Options of node:zlib: `level`, `memLevel`, `strategy`; the form is said by the function's name, not by `windowBits`. */
function zlibOptions(options: any): any {
  const given = checkOptions(options);
  if (given === undefined) return undefined;
  let { level } = given;
  if (given.library === "libdeflate" && level !== undefined) {
    if (!NumberIsInteger(level) || level < 0 || level > 12) throw new codes.ERR_OUT_OF_RANGE("options.level", ">= 0 && <= 12", level);
    level = MathMin(level, kMostZlibLevel);
  }
  return { level, memLevel: given.memLevel, strategy: given.strategy };
}

function compressed(method: (data: any, options?: any) => Uint8Array, data: unknown, options: unknown): Uint8Array {
  checkData(data);
  return viewBytes(method(data, zlibOptions(options)))!;
}
function decompressed(method: (data: any) => Uint8Array, data: unknown, options: unknown): Uint8Array {
  checkData(data);
  checkOptions(options);
  return viewBytes(method(data))!;
}

/** @param options.level -1 to 9. @param options.library Named for Bun's sake: weft chooses. */
export function gzipSync(data: unknown, options?: unknown): Uint8Array {
  return compressed(getZlib().gzipSync, data, options);
}
export function gunzipSync(data: unknown, options?: unknown): Uint8Array {
  return decompressed(getZlib().gunzipSync, data, options);
}
/** Deflate without a header. */
export function deflateSync(data: unknown, options?: unknown): Uint8Array {
  return compressed(getZlib().deflateRawSync, data, options);
}
/** Of deflate without a header. */
export function inflateSync(data: unknown, options?: unknown): Uint8Array {
  return decompressed(getZlib().inflateRawSync, data, options);
}

const kMostZstdLevel = 22;

function zstdOptions(options: any): any {
  const level = checkOptions(options)?.level;
  if (level === undefined) return undefined;
  if (!NumberIsInteger(level) || level < 1 || level > kMostZstdLevel)
    throw new codes.ERR_OUT_OF_RANGE("options.level", `>= 1 && <= ${kMostZstdLevel}`, level);
  return { params: { [getZlib().constants.ZSTD_c_compressionLevel]: level } };
}

function promised(method: (data: any, options: any, callback: (error: any, result: any) => void) => void, data: unknown, options: any): Promise<any> {
  return new Promise((resolve, reject) => {
    method(data, options, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** @param options.level 1 to 22. */
export function zstdCompressSync(data: unknown, options?: unknown): Uint8Array {
  checkData(data);
  return getZlib().zstdCompressSync(data, zstdOptions(options));
}
export function zstdDecompressSync(data: unknown): Uint8Array {
  checkData(data);
  return getZlib().zstdDecompressSync(data);
}
/** On another thread. */
export function zstdCompress(data: unknown, options?: unknown): Promise<Uint8Array> {
  checkData(data);
  return promised(getZlib().zstdCompress, data, zstdOptions(options) ?? {});
}
/** On another thread. */
export function zstdDecompress(data: unknown): Promise<Uint8Array> {
  checkData(data);
  return promised(getZlib().zstdDecompress, data, {});
}
