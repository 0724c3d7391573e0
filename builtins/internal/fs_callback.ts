// node:fs, the functions that call back (https://nodejs.org/api/fs.html#callback-api).
// Arguments are checked at once; only the system's faults come to the callback.
import { ObjectDefineProperty, Promise, SymbolFor } from "internal/primordials";
import {
  kValidateObjectAllowNullable,
  validateBuffer,
  validateEncoding,
  validateInteger,
  validateObject,
} from "internal/validators";
import { binding } from "internal/fs_native";
import { statFsFrom, statsFrom, statValues } from "internal/fs_stats";
import { checkRecursive } from "internal/fs_sync";
import { direntsFrom, namesFrom, textFrom } from "internal/fs_names";
import { isArrayBufferView } from "internal/buffer_types";
import {
  checkBuffers,
  checkCallback,
  checkData,
  checkFlush,
  checkOwner,
  checkSymlinkType,
  checkWriteRange,
  directoryError,
  encodeText,
  encodingNumber,
  fromReadOptions,
  isFd,
  namesAs,
  parseFileMode,
  pathText,
  toAccessMode,
  toCopyMode,
  toFd,
  toFlags,
  toLength,
  toMkdirOptions,
  toOptions,
  toPath,
  toPrefix,
  toReadRange,
  toRmdirOptions,
  toRmOptions,
  toSeconds,
  warnOfRecursiveRmdir,
  warnOfTruncatedFd,
} from "internal/fs_utils";

/** As internal/promisify has it, which most programs do without. */
const kPromisifyArgs = SymbolFor("nodejs.util.promisify.customArgs");


/** The last argument, where options before it may be left out. */
function pick(callback: any, options: any): any {
  callback = typeof options === "function" ? options : callback;
  checkCallback(callback);
  return callback;
}

/** Calls back on a later turn, for what needs no system call. */
function later(callback: any, ...values: any[]): void {
  require("node:process").default.nextTick(callback, ...values);
}

export function access(path: any, mode: any, callback?: any): void {
  if (typeof mode === "function") {
    callback = mode;
    mode = undefined;
  }
  path = toPath(path);
  checkCallback(callback);
  mode = toAccessMode(mode);
  binding.access(path, mode, callback);
}

export function exists(path: any, callback: any): void {
  checkCallback(callback);
  try {
    path = toPath(path);
  } catch {
    return callback(false);
  }
  binding.access(path, 0, (error) => callback(!error));
}
ObjectDefineProperty(exists, SymbolFor("nodejs.util.promisify.custom"), {
  __proto__: null,
  // Of the same name, as its own function has.
  value: { exists: (path: any) => new Promise((resolve) => fsExists(path, resolve)) }.exists,
} as any);
const fsExists = exists;

export function open(path: any, flags: any, mode?: any, callback?: any): void {
  path = toPath(path);
  if (arguments.length < 3) {
    callback = flags;
    flags = "r";
    mode = 0o666;
  } else if (typeof mode === "function") {
    callback = mode;
    mode = 0o666;
  } else {
    mode = parseFileMode(mode, "mode", 0o666);
  }
  flags = toFlags(flags);
  checkCallback(callback);
  binding.open(path, flags, mode, callback);
}

export function close(fd: any, callback: any = throwError): void {
  fd = toFd(fd);
  checkCallback(callback);
  binding.close(fd, callback);
}

function throwError(error: any): void {
  if (error != null) throw error;
}

export function read(fd: any, buffer?: any, offsetOrOptions?: any, length?: any, position?: any, callback?: any): void {
  fd = toFd(fd);
  let offset = offsetOrOptions;
  if (arguments.length <= 4) {
    let options: any;
    if (arguments.length === 4) {
      validateObject(offsetOrOptions, "options", kValidateObjectAllowNullable);
      callback = length;
      options = offsetOrOptions;
    } else if (arguments.length === 3) {
      callback = offsetOrOptions;
      if (!isArrayBufferView(buffer)) {
        options = buffer;
        buffer = options?.buffer ?? require("node:buffer").Buffer.alloc(16384);
      }
    } else {
      callback = buffer;
      buffer = require("node:buffer").Buffer.alloc(16384);
    }
    ({ offset, length, position } = fromReadOptions(options ?? null, buffer?.byteLength));
  }
  validateBuffer(buffer);
  checkCallback(callback);
  const range = toReadRange(buffer, offset, length, position);
  if (range.length === 0) return later(callback, null, 0, buffer);
  binding.read(fd, buffer as any, range.offset, range.length, range.position, (error, bytesRead) => {
    // The buffer is given too, which also keeps it alive until now.
    callback(error, bytesRead || 0, buffer);
  });
}
(read as any)[kPromisifyArgs] = ["bytesRead", "buffer"];

export function readv(fd: any, buffers: any, position?: any, callback?: any): void {
  fd = toFd(fd);
  checkBuffers(buffers);
  callback = pick(callback, position);
  binding.readv(fd, buffers, typeof position === "number" ? position : -1, (error, bytesRead) => {
    callback(error, bytesRead || 0, buffers);
  });
}
(readv as any)[kPromisifyArgs] = ["bytesRead", "buffers"];

export function write(fd: any, data: any, offsetOrOptions?: any, length?: any, position?: any, callback?: any): void {
  fd = toFd(fd);
  const reply = (error: any, bytesWritten?: number) => callback(error, bytesWritten || 0, data);
  let offset = offsetOrOptions;
  if (isArrayBufferView(data)) {
    callback = callback || position || length || offset;
    checkCallback(callback);
    if (offset !== null && typeof offset === "object") {
      ({ offset, length, position } = fromReadOptions(offset, data.byteLength));
    }
    if (offset == null || typeof offset === "function") offset = 0;
    else validateInteger(offset, "offset", 0);
    if (typeof length !== "number") length = data.byteLength - offset;
    checkWriteRange(offset, length, data.byteLength);
    binding.write(fd, data, offset, length, typeof position === "number" ? position : -1, reply);
    return;
  }
  checkData(data, "buffer");
  // (fd, string[, position[, encoding]], callback)
  let encoding: any = "utf8";
  if (typeof position === "function") {
    callback = position;
    encoding = length;
  } else {
    callback = typeof offset === "function" ? offset : length;
  }
  validateEncoding(data as string, encoding);
  checkCallback(callback);
  const at = typeof offset === "number" ? offset : -1;
  const encoded = encodeText(data, encoding);
  if (typeof encoded === "string") binding.writeString(fd, encoded, at, reply);
  else binding.write(fd, encoded, 0, encoded.length, at, reply);
}
(write as any)[kPromisifyArgs] = ["bytesWritten", "buffer"];

export function writev(fd: any, buffers: any, position?: any, callback?: any): void {
  fd = toFd(fd);
  checkBuffers(buffers);
  callback = pick(callback, position);
  if (buffers.length === 0) return later(callback, null, 0, buffers);
  binding.writev(fd, buffers, typeof position === "number" ? position : -1, (error, bytesWritten) => {
    callback(error, bytesWritten || 0, buffers);
  });
}
(writev as any)[kPromisifyArgs] = ["bytesWritten", "buffer"];

export function readFile(path: any, options: any, callback?: any): void {
  callback = pick(callback || options, undefined);
  const { encoding, flag, signal } = toOptions(options, { flag: "r" } as any);
  if (signal?.aborted) return later(callback, abortError(signal));
  const file = isFd(path) ? path : toPath(path);
  const known = encodingNumber(encoding);
  if (known < 0) require("node:buffer");
  binding.readFile(file, known, toFlags(flag ?? "r"), signal ? orAborted(signal, callback) : callback);
}

function abortError(signal: any): Error {
  return new (require("internal/errors").AbortError)(undefined, { cause: signal.reason });
}

/** The callback of work that a signal can end early; it is called once. */
function orAborted(signal: any, callback: any): any {
  let isDone = false;
  const onAbort = () => {
    if (isDone) return;
    isDone = true;
    callback(abortError(signal));
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return (error: any, value: any) => {
    if (isDone) return;
    isDone = true;
    signal.removeEventListener("abort", onAbort);
    callback(error, value);
  };
}

const kWriteDefaults = { encoding: "utf8", mode: 0o666, flag: "w", flush: false };
const kAppendDefaults = { encoding: "utf8", mode: 0o666, flag: "a", flush: false };

export function writeFile(path: any, data: any, options: any, callback?: any): void {
  callback = pick(callback || options, undefined);
  const checked = toOptions(options, kWriteDefaults);
  checkFlush(checked.flush);
  checkData(data);
  const file = isFd(path) ? path : toPath(path);
  if (checked.signal?.aborted) return later(callback, abortError(checked.signal));
  const reply = checked.signal ? orAborted(checked.signal, callback) : callback;
  const mode = parseFileMode(checked.mode, "mode", 0o666);
  binding.writeFile(file, encodeText(data, checked.encoding), toFlags(checked.flag || "w"), mode, !!checked.flush, reply);
}

export function appendFile(path: any, data: any, options: any, callback?: any): void {
  callback = pick(callback || options, undefined);
  const checked = toOptions(options, kAppendDefaults);
  writeFile(path, data, checked.flag ? checked : { ...checked, flag: "a" }, callback);
}

export function fsync(fd: any, callback: any): void {
  fd = toFd(fd);
  checkCallback(callback);
  binding.fsync(fd, callback);
}

export function fdatasync(fd: any, callback: any): void {
  fd = toFd(fd);
  checkCallback(callback);
  binding.fdatasync(fd, callback);
}

export function ftruncate(fd: any, len: any, callback?: any): void {
  if (typeof len === "function") {
    callback = len;
    len = 0;
  }
  fd = toFd(fd);
  len = toLength(len);
  checkCallback(callback);
  binding.ftruncate(fd, len, callback);
}

export function truncate(path: any, len: any, callback?: any): void {
  if (typeof len === "function") {
    callback = len;
    len = 0;
  }
  if (typeof path === "number") {
    warnOfTruncatedFd();
    return ftruncate(path, len, callback);
  }
  path = toPath(path);
  len = toLength(len ?? 0);
  checkCallback(callback);
  binding.truncate(path, len, callback);
}

type Stat = (file: any, into: any, reply: any) => void;

function makeStat(check: (file: any) => any, call: Stat): any {
  return (file: any, options: any, callback: any) => {
    if (typeof options === "function") {
      callback = options;
      options = undefined;
    }
    checkCallback(callback);
    file = check(file);
    const values = statValues(options?.bigint);
    call(file, values, (error: any) => (error ? callback(error) : callback(null, statsFrom(values))));
  };
}

const doStat = makeStat((path) => toPath(path), (path, into, reply) => binding.stat(path, into, reply));
const doLstat = makeStat((path) => toPath(path), (path, into, reply) => binding.lstat(path, into, reply));
const doFstat = makeStat(toFd, (fd, into, reply) => binding.fstat(fd, into, reply));

export function stat(path: any, options: any, callback?: any): void {
  doStat(path, options, callback);
}

export function lstat(path: any, options: any, callback?: any): void {
  doLstat(path, options, callback);
}

export function fstat(fd: any, options: any, callback?: any): void {
  doFstat(fd, options, callback);
}

export function statfs(path: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  checkCallback(callback);
  path = toPath(path);
  const values = statValues(options?.bigint);
  binding.statfs(path, values, (error) => (error ? callback(error) : callback(null, statFsFrom(values))));
}

export function chmod(path: any, mode: any, callback: any): void {
  path = toPath(path);
  mode = parseFileMode(mode, "mode");
  checkCallback(callback);
  binding.chmod(path, mode, callback);
}

export function fchmod(fd: any, mode: any, callback: any): void {
  fd = toFd(fd);
  mode = parseFileMode(mode, "mode");
  checkCallback(callback);
  binding.fchmod(fd, mode, callback);
}

export function chown(path: any, uid: any, gid: any, callback: any): void {
  checkCallback(callback);
  path = toPath(path);
  checkOwner(uid, gid);
  binding.chown(path, uid, gid, callback);
}

export function fchown(fd: any, uid: any, gid: any, callback: any): void {
  fd = toFd(fd);
  checkOwner(uid, gid);
  checkCallback(callback);
  binding.fchown(fd, uid, gid, callback);
}

export function lchown(path: any, uid: any, gid: any, callback: any): void {
  checkCallback(callback);
  path = toPath(path);
  checkOwner(uid, gid);
  binding.lchown(path, uid, gid, callback);
}

export function utimes(path: any, atime: any, mtime: any, callback: any): void {
  checkCallback(callback);
  binding.utimes(toPath(path), toSeconds(atime), toSeconds(mtime), callback);
}

export function futimes(fd: any, atime: any, mtime: any, callback: any): void {
  fd = toFd(fd);
  atime = toSeconds(atime, "atime");
  mtime = toSeconds(mtime, "mtime");
  checkCallback(callback);
  binding.futimes(fd, atime, mtime, callback);
}

export function lutimes(path: any, atime: any, mtime: any, callback: any): void {
  checkCallback(callback);
  binding.lutimes(toPath(path), toSeconds(atime), toSeconds(mtime), callback);
}

export function copyFile(src: any, dest: any, mode: any, callback?: any): void {
  if (typeof mode === "function") {
    callback = mode;
    mode = 0;
  }
  src = toPath(src, "src");
  dest = toPath(dest, "dest");
  checkCallback(callback);
  binding.copyFile(src, dest, toCopyMode(mode), callback);
}

export function cp(src: any, dest: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  checkCallback(callback);
  require("internal/fs_cp").copyWithCallback(src, dest, options, callback);
}

export function rename(oldPath: any, newPath: any, callback: any): void {
  checkCallback(callback);
  binding.rename(toPath(oldPath, "oldPath"), toPath(newPath, "newPath"), callback);
}

export function link(existingPath: any, newPath: any, callback: any): void {
  checkCallback(callback);
  binding.link(toPath(existingPath, "existingPath"), toPath(newPath, "newPath"), callback);
}

export function symlink(target: any, path: any, type: any, callback?: any): void {
  if (callback === undefined) {
    checkCallback(type);
    callback = type;
    type = undefined;
  } else {
    checkSymlinkType(type);
    checkCallback(callback);
  }
  binding.symlink(toPath(target, "target"), toPath(path), callback);
}

export function readlink(path: any, options: any, callback?: any): void {
  callback = pick(callback, options);
  const checked = toOptions(options, {} as any);
  binding.readlink(toPath(path, "oldPath"), namesAs(checked), nameReply(callback, checked));
}

/** Passes a name on in the encoding that was asked for. */
function nameReply(callback: any, options: any): any {
  return (error: any, name: any) => (error ? callback(error) : callback(null, textFrom(name, options.encoding)));
}

function realpathNative(path: any, options: any, callback?: any): void {
  callback = pick(callback, options);
  const checked = toOptions(options, {} as any);
  binding.realpath(toPath(path), namesAs(checked), nameReply(callback, checked));
}

export function realpath(path: any, options: any, callback?: any): void {
  callback = pick(callback, options);
  if (path === "") path = ".";
  realpathNative(path, typeof options === "function" ? undefined : options, (error: any, resolved: any) => {
    if (!error) return callback(null, resolved);
    callback(require("internal/fs_realpath").errorWhereItFails(path, error));
  });
}
realpath.native = realpathNative;

export function unlink(path: any, callback: any): void {
  checkCallback(callback);
  binding.unlink(toPath(path), callback);
}

export function rm(path: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  path = toPath(path);
  const checked = toRmOptions(options);
  checkCallback(callback);
  const values = statValues(false);
  binding.lstat(path, values, (error) => {
    if (error) return callback(checked.force && error.code === "ENOENT" ? null : error);
    if (statsFrom(values).isDirectory() && !checked.recursive) return callback(directoryError(pathText(path)));
    binding.removeTree(path, checked.maxRetries, checked.retryDelay, callback);
  });
}

export function rmdir(path: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  path = toPath(path);
  checkCallback(callback);
  const checked = options === undefined ? undefined : toRmdirOptions(options);
  if (!checked?.recursive) return binding.rmdir(path, callback);
  warnOfRecursiveRmdir();
  const values = statValues(false);
  binding.lstat(path, values, (error) => {
    if (error) return callback(error);
    if (!statsFrom(values).isDirectory()) return binding.rmdir(path, callback);
    binding.removeTree(path, checked.maxRetries, checked.retryDelay, callback);
  });
}

export function mkdir(path: any, options: any, callback?: any): void {
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  checkCallback(callback);
  const { mode, recursive } = toMkdirOptions(options);
  path = toPath(path);
  if (recursive) binding.mkdirRecursive(path, mode, callback);
  else binding.mkdir(path, mode, callback);
}

export function mkdtemp(prefix: any, options: any, callback?: any): void {
  callback = pick(callback, options);
  const checked = toOptions(options, {} as any);
  binding.mkdtemp(toPrefix(prefix), namesAs(checked), nameReply(callback, checked));
}

export function readdir(path: any, options: any, callback?: any): void {
  callback = pick(callback, options);
  const checked = toOptions(options, {} as any);
  path = toPath(path);
  checkRecursive(checked);
  binding.readdir(path, namesAs(checked), !!checked.withFileTypes, !!checked.recursive, (error, result) => {
    if (error) return callback(error);
    callback(null, checked.withFileTypes ? direntsFrom(result, path, checked.encoding) : namesFrom(result, checked.encoding));
  });
}

export function opendir(path: any, options: any, callback?: any): void {
  callback = typeof options === "function" ? options : callback;
  checkCallback(callback);
  require("internal/fs_dir").openDirectory(path, typeof options === "function" ? undefined : options, callback);
}
