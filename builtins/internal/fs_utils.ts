// What node:fs accepts for paths, flags, modes, times and options, and how it complains.
import {
  ArrayIsArray,
  BigInt,
  DatePrototypeGetTime,
  Date,
  DateNow,
  NumberIsFinite,
  ObjectAssign,
  StringPrototypeEndsWith,
  StringPrototypeIndexOf,
  TypedArrayPrototypeIncludes,
  decodeURIComponent,
} from "internal/primordials";
import { codes } from "internal/errors";
import {
  kValidateObjectAllowNullable,
  parseFileMode,
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateInt32,
  validateInteger,
  validateObject,
  validateOneOf,
  validateUint32,
} from "internal/validators";
import { constants } from "internal/fs_constants";
import { encodingOf, kUtf8 } from "internal/buffer_native";
import { isArrayBufferView, isUint8Array } from "internal/buffer_types";
import { kNamesAsBuffers, kNamesAsText, type NativePath } from "internal/fs_native";

export { parseFileMode };

export type Callback = (error: any, ...values: any[]) => void;

/** What the thread pool's results are given to; Node's name for the argument. */
export function checkCallback(callback: unknown): asserts callback is Callback {
  if (typeof callback !== "function") validateFunction(callback, "cb");
}

export function isURLLike(value: any): boolean {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

/** https://nodejs.org/api/url.html#urlfileurltopathurl-options, for a URL object. */
function fileURLToPath(url: any): string {
  if (url.protocol !== "file:") throw new codes.ERR_INVALID_URL_SCHEME("file");
  if (url.hostname !== "") throw new codes.ERR_INVALID_FILE_URL_HOST("linux");
  const pathname: string = url.pathname;
  let percent = StringPrototypeIndexOf(pathname, "%");
  if (percent < 0) return pathname;
  for (; percent >= 0; percent = StringPrototypeIndexOf(pathname, "%", percent + 1)) {
    if (pathname[percent + 1] === "2" && (pathname[percent + 2] === "f" || pathname[percent + 2] === "F")) {
      throw new codes.ERR_INVALID_FILE_URL_PATH("must not include encoded / characters");
    }
  }
  return decodeURIComponent(pathname);
}

/** A path that the system can take, from a string, a Buffer or a file: URL. */
export function toPath(path: any, name = "path"): NativePath {
  if (typeof path !== "string") {
    if (isURLLike(path)) path = fileURLToPath(path);
    else if (!isUint8Array(path)) throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "Buffer", "URL"], path);
  }
  const hasNull = typeof path === "string" ? StringPrototypeIndexOf(path, "\0") >= 0 : TypedArrayPrototypeIncludes(path, 0);
  if (hasNull) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, path, "must be a string, Uint8Array, or URL without null bytes");
  }
  return path;
}

/** Text of a path, for what is built on it in JavaScript. */
export function pathText(path: NativePath): string {
  return typeof path === "string" ? path : require("node:buffer").Buffer.from(path).toString();
}

export function toFd(fd: any): number {
  if (typeof fd !== "number" || (fd | 0) !== fd || fd < 0) validateInt32(fd, "fd", 0, 2147483647);
  // -0 is 0.
  return fd | 0;
}

export function isFd(value: any): value is number {
  return typeof value === "number" && (value | 0) === value && value >= 0;
}

const kFlags: Record<string, number> = {
  __proto__: null as any,
  r: constants.O_RDONLY,
  rs: constants.O_RDONLY | constants.O_SYNC,
  sr: constants.O_RDONLY | constants.O_SYNC,
  "r+": constants.O_RDWR,
  "rs+": constants.O_RDWR | constants.O_SYNC,
  "sr+": constants.O_RDWR | constants.O_SYNC,
  w: constants.O_TRUNC | constants.O_CREAT | constants.O_WRONLY,
  wx: constants.O_TRUNC | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  xw: constants.O_TRUNC | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  "w+": constants.O_TRUNC | constants.O_CREAT | constants.O_RDWR,
  "wx+": constants.O_TRUNC | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  "xw+": constants.O_TRUNC | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  a: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY,
  ax: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  xa: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_EXCL,
  as: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_SYNC,
  sa: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_SYNC,
  "a+": constants.O_APPEND | constants.O_CREAT | constants.O_RDWR,
  "ax+": constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  "xa+": constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_EXCL,
  "as+": constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_SYNC,
  "sa+": constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | constants.O_SYNC,
};

/** https://nodejs.org/api/fs.html#file-system-flags */
export function toFlags(flags: any, name = "flags"): number {
  if (typeof flags === "number") {
    validateInt32(flags, name);
    return flags;
  }
  if (flags == null) return constants.O_RDONLY;
  const known = typeof flags === "string" ? kFlags[flags] : undefined;
  if (known === undefined) throw new codes.ERR_INVALID_ARG_VALUE("flags", flags);
  return known;
}

const kAllModes = constants.F_OK | constants.R_OK | constants.W_OK | constants.X_OK;
const kAllCopyModes = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE | constants.COPYFILE_FICLONE_FORCE;

function toBits(mode: any, fallback: number, most: number): number {
  if (mode == null) return fallback;
  validateInteger(mode, "mode", 0, most);
  return mode;
}

export function toAccessMode(mode: any): number {
  return toBits(mode, constants.F_OK, kAllModes);
}

export function toCopyMode(mode: any): number {
  return toBits(mode, 0, kAllCopyModes);
}

/** Seconds since 1970, from seconds, their text, or a Date. */
export function toSeconds(time: any, name = "time"): number {
  if (typeof time === "string" && +time == (time as any)) return +time;
  if (NumberIsFinite(time)) return time < 0 ? DateNow() / 1000 : time;
  if (time instanceof Date) return DatePrototypeGetTime(time) / 1000;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["Date", "Time in seconds"], time);
}

/** An object of options, where a string means `{ encoding }`. */
export function toOptions<T extends object>(options: any, defaults: T): T & Record<string, any> {
  if (options == null || typeof options === "function") return defaults as any;
  if (typeof options === "string") {
    options = ObjectAssign({}, defaults, { encoding: options });
  } else if (typeof options !== "object") {
    throw new codes.ERR_INVALID_ARG_TYPE("options", ["string", "Object"], options);
  }
  if (options.encoding !== "buffer") checkEncoding(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, "options.signal");
  return options;
}

function checkEncoding(encoding: any): void {
  if (encoding && encodingOf(encoding) === undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE("encoding", encoding, "is invalid encoding");
  }
}

/** -1 for none, which means a Buffer. */
export function encodingNumber(encoding: any): number {
  return encoding && encoding !== "buffer" ? encodingOf(encoding)! : -1;
}

/** How the names in an answer shall come; in another encoding than UTF-8 they are transcoded from Buffers. */
export function namesAs(options: { encoding?: any }): number {
  if (options.encoding !== "buffer" && !needsTranscoding(options.encoding)) return kNamesAsText;
  // The native side makes Buffers from when their class is there.
  require("node:buffer");
  return kNamesAsBuffers;
}

export function needsTranscoding(encoding: any): boolean {
  const known = encoding && encoding !== "buffer" ? encodingOf(encoding) : 0;
  return known !== 0 && known !== undefined;
}

export function checkNotAborted(signal: any): void {
  if (signal?.aborted) throw new (require("internal/errors").AbortError)(undefined, { cause: signal.reason });
}

/** For what an option of `mkdir` and its kin allows: a mode alone, or an object. */
export function toMkdirOptions(options: any): { mode: number; recursive: boolean } {
  let mode: any = 0o777;
  let recursive = false;
  if (typeof options === "number" || typeof options === "string") {
    mode = parseFileMode(options, "mode");
  } else if (options) {
    if (options.recursive !== undefined) {
      recursive = options.recursive;
      validateBoolean(recursive, "options.recursive");
    }
    if (options.mode !== undefined) mode = parseFileMode(options.mode, "options.mode");
  }
  return { mode, recursive };
}

// Reads and writes.

export function checkReadRange(offset: number, length: number, size: number): void {
  if (offset < 0) throw new codes.ERR_OUT_OF_RANGE("offset", ">= 0", offset);
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE("length", ">= 0", length);
  if (offset + length > size) throw new codes.ERR_OUT_OF_RANGE("length", `<= ${size - offset}`, length);
}

export function checkWriteRange(offset: number, length: number, size: number): void {
  if (offset > size) throw new codes.ERR_OUT_OF_RANGE("offset", `<= ${size}`, offset);
  if (length > size - offset) throw new codes.ERR_OUT_OF_RANGE("length", `<= ${size - offset}`, length);
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE("length", ">= 0", length);
  validateInt32(length, "length", 0);
}

/** -1 where the file stands, else an offset. */
export function toReadPosition(position: any, length: number): number | bigint {
  if (position == null) return -1;
  if (typeof position === "number") {
    validateInteger(position, "position", -1);
  } else if (typeof position === "bigint") {
    if (position < -1n || position > 2n ** 63n - 1n - BigInt(length)) {
      throw new codes.ERR_OUT_OF_RANGE("position", `>= -1 && <= ${2n ** 63n - 1n - BigInt(length)}`, position);
    }
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("position", ["integer", "bigint"], position);
  }
  return position;
}

export function checkBuffers(buffers: unknown): asserts buffers is ArrayBufferView[] {
  if (!ArrayIsArray(buffers)) throw new codes.ERR_INVALID_ARG_TYPE("buffers", "ArrayBufferView[]", buffers);
  for (let i = 0; i < buffers.length; i++) {
    if (!isArrayBufferView(buffers[i])) throw new codes.ERR_INVALID_ARG_TYPE("buffers", "ArrayBufferView[]", buffers);
  }
}

/** What a read can be asked for: `(buffer, offset, length, position)`, or an object of the last three. */
export interface ReadRange {
  buffer: any;
  offset: number;
  length: number;
  position: number | bigint;
}

/** Checks a read's arguments; `length` 0 in the result means that there is nothing to do. */
export function toReadRange(buffer: any, offset: any, length: any, position: any): ReadRange {
  if (offset == null) offset = 0;
  else validateInteger(offset, "offset", 0);
  length |= 0;
  if (length !== 0) {
    if (buffer.byteLength === 0) {
      throw new codes.ERR_INVALID_ARG_VALUE("buffer", buffer, "is empty and cannot be written");
    }
    checkReadRange(offset, length, buffer.byteLength);
    position = toReadPosition(position, length);
  }
  return { buffer, offset, length, position };
}

/** The object form of a read's range. */
export function fromReadOptions(options: any, size: number): { offset: any; length: any; position: any } {
  if (options !== undefined) validateObject(options, "options", kValidateObjectAllowNullable);
  const { offset = 0, length = size - offset, position = null } = options ?? {};
  return { offset, length, position };
}

/** Text, or bytes as they are; anything else is an error. */
export function checkData(data: any, name = "data"): asserts data is string | ArrayBufferView {
  if (typeof data === "string" || isArrayBufferView(data)) return;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ["string", "Buffer", "TypedArray", "DataView"], data);
}

/** Text in another encoding than UTF-8, which the native side writes, as bytes. */
export function encodeText(data: any, encoding: any): any {
  if (typeof data !== "string" || !encoding || encoding === "utf8" || encoding === "buffer") return data;
  return encodingOf(encoding) === kUtf8 ? data : require("node:buffer").Buffer.from(data, encoding);
}

export function checkFlush(flush: unknown): void {
  if (flush !== undefined && flush !== null) validateBoolean(flush, "options.flush");
}

// Removal.

export interface RemoveOptions {
  recursive: boolean;
  force: boolean;
  maxRetries: number;
  retryDelay: number;
}

const kRemoveDefaults = { retryDelay: 100, maxRetries: 0, recursive: false };

export function toRmdirOptions(options: any, defaults: any = kRemoveDefaults): RemoveOptions {
  if (options === undefined) return defaults;
  validateObject(options, "options");
  options = ObjectAssign({}, defaults, options);
  validateBoolean(options.recursive, "options.recursive");
  validateInt32(options.retryDelay, "options.retryDelay", 0);
  validateUint32(options.maxRetries, "options.maxRetries");
  return options;
}

let warnedOfRmdir = false;
/** Of rmdir with `recursive`. */
export function warnOfRecursiveRmdir(): void {
  if (warnedOfRmdir) return;
  warnedOfRmdir = true;
  require("internal/process_warning").emitWarning(
    "In future versions of Node.js, fs.rmdir(path, { recursive: true }) will be removed. " +
    "Use fs.rm(path, { recursive: true }) instead", "DeprecationWarning", "DEP0147");
}

let warnedOfTruncate = false;
export function warnOfTruncatedFd(): void {
  if (warnedOfTruncate) return;
  warnedOfTruncate = true;
  require("internal/process_warning").emitWarning(
    "Using fs.truncate with a file descriptor is deprecated. Please use fs.ftruncate with a file descriptor instead.",
    "DeprecationWarning", "DEP0081");
}

let warnedOfTemplate = false;
/** mkdtemp's prefix: some systems replace every X at its end. */
export function toPrefix(value: any): any {
  const prefix = toPath(value, "prefix");
  const isText = typeof value === "string";
  const endsWithX = isText ? StringPrototypeEndsWith(value, "X") : isArrayBufferView(value) && (value as any)[value.byteLength - 1] === 0x58;
  if (endsWithX && !warnedOfTemplate) {
    warnedOfTemplate = true;
    require("internal/process_warning").emitWarning(
      "mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html");
  }
  return prefix;
}

export function toRmOptions(options: any): RemoveOptions {
  const checked = toRmdirOptions(options, { ...kRemoveDefaults, force: false });
  validateBoolean(checked.force, "options.force");
  return checked;
}

/** A refusal of ours in the shape of a system error; `path` is its own property, as the system's have it. */
export function systemError(code: string, prefix: string, context: any): Error {
  const error = new (require("internal/errors").SystemError)(prefix, context, code);
  error.path = context.path;
  return error;
}

/** rm() of a directory without `recursive`. */
export function directoryError(path: string): Error {
  const context = { code: "EISDIR", message: "is a directory", path, syscall: "rm", errno: 21 };
  return systemError("ERR_FS_EISDIR", "Path is a directory", context);
}

export function checkSymlinkType(type: any): void {
  if (type !== undefined && type !== null) {
    validateOneOf(type, "type", ["dir", "file", "junction"]);
  }
}

export function toLength(length: any, name = "len"): number {
  validateInteger(length, name);
  return length < 0 ? 0 : length;
}

export function checkOwner(uid: any, gid: any): void {
  validateInteger(uid, "uid", -1, 4294967295);
  validateInteger(gid, "gid", -1, 4294967295);
}
