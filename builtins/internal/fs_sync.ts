// node:fs, the functions that answer at once (https://nodejs.org/api/fs.html#synchronous-api).
import { validateBuffer, validateInteger } from "internal/validators";
import { binding, type NativePath } from "internal/fs_native";
import { statFsFrom, statsFrom, statValues } from "internal/fs_stats";
import {
  checkBuffers,
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
import { direntsFrom, namesFrom, textFrom } from "internal/fs_names";

export function accessSync(path: any, mode?: any): void {
  binding.access(toPath(path), toAccessMode(mode));
}

export function existsSync(path: any): boolean {
  try {
    path = toPath(path);
  } catch {
    return false;
  }
  return binding.exists(path);
}

export function openSync(path: any, flags?: any, mode?: any): number {
  return binding.open(toPath(path), toFlags(flags), parseFileMode(mode, "mode", 0o666));
}

export function closeSync(fd: any): void {
  binding.close(toFd(fd));
}

export function readSync(fd: any, buffer: any, offsetOrOptions?: any, length?: any, position?: any): number {
  fd = toFd(fd);
  validateBuffer(buffer);
  let offset = offsetOrOptions;
  if (arguments.length <= 3 || (offsetOrOptions !== null && typeof offsetOrOptions === "object")) {
    ({ offset, length, position } = fromReadOptions(offsetOrOptions, (buffer as any).byteLength));
  }
  const range = toReadRange(buffer, offset, length, position);
  return range.length === 0 ? 0 : binding.read(fd, buffer as any, range.offset, range.length, range.position);
}

export function readvSync(fd: any, buffers: any, position?: any): number {
  fd = toFd(fd);
  checkBuffers(buffers);
  return binding.readv(fd, buffers, typeof position === "number" ? position : -1);
}

export function writeSync(fd: any, data: any, offsetOrOptions?: any, length?: any, position?: any): number {
  fd = toFd(fd);
  let offset = offsetOrOptions;
  if (typeof data === "string") {
    require("internal/validators").validateEncoding(data, length);
    const at = typeof offset === "number" ? offset : -1;
    const encoded = encodeText(data, length);
    if (typeof encoded === "string") return binding.writeString(fd, encoded, at);
    return binding.write(fd, encoded, 0, encoded.length, at);
  }
  checkBytes(data);
  if (offset !== null && typeof offset === "object") {
    ({ offset, length, position } = fromReadOptions(offset, data.byteLength));
  }
  if (offset == null) offset = 0;
  else validateInteger(offset, "offset", 0);
  if (typeof length !== "number") length = data.byteLength - offset;
  checkWriteRange(offset, length, data.byteLength);
  return binding.write(fd, data, offset, length, typeof position === "number" ? position : -1);
}

/** Text was dealt with before, so what is left must be bytes. */
function checkBytes(data: unknown): asserts data is ArrayBufferView {
  checkData(data, "buffer");
}

export function writevSync(fd: any, buffers: any, position?: any): number {
  fd = toFd(fd);
  checkBuffers(buffers);
  return buffers.length === 0 ? 0 : binding.writev(fd, buffers, typeof position === "number" ? position : -1);
}

export function readFileSync(path: any, options?: any): any {
  if ((options === "utf8" || options === "utf-8") && typeof path === "string") return binding.readFileUtf8(toPath(path));
  const { encoding, flag } = toOptions(options, { flag: "r" } as any);
  const known = encodingNumber(encoding);
  if (known < 0) require("node:buffer");
  const file = isFd(path) ? path : toPath(path);
  return binding.readFile(file, known, toFlags(flag));
}

const kWriteDefaults = { encoding: "utf8", mode: 0o666, flag: "w", flush: false };
const kAppendDefaults = { encoding: "utf8", mode: 0o666, flag: "a", flush: false };

export function writeFileSync(path: any, data: any, options?: any): void {
  const checked = toOptions(options, kWriteDefaults);
  checkFlush(checked.flush);
  checkData(data);
  const file = isFd(path) ? path : toPath(path);
  const mode = parseFileMode(checked.mode, "mode", 0o666);
  binding.writeFile(file, encodeText(data, checked.encoding), toFlags(checked.flag || "w"), mode, !!checked.flush);
}

export function appendFileSync(path: any, data: any, options?: any): void {
  const checked = toOptions(options, kAppendDefaults);
  writeFileSync(path, data, checked.flag ? checked : { ...checked, flag: "a" });
}

export function fsyncSync(fd: any): void {
  binding.fsync(toFd(fd));
}

export function fdatasyncSync(fd: any): void {
  binding.fdatasync(toFd(fd));
}

export function ftruncateSync(fd: any, len: any = 0): void {
  fd = toFd(fd);
  binding.ftruncate(fd, toLength(len));
}

export function truncateSync(path: any, len?: any): void {
  if (typeof path === "number") {
    warnOfTruncatedFd();
    return ftruncateSync(path, len);
  }
  binding.truncate(toPath(path), len === undefined || len === null ? 0 : toLength(len));
}

export function statSync(path: any, options?: any): any {
  const values = statValues(options?.bigint);
  if (options?.throwIfNoEntry === false) {
    return binding.tryStat(toPath(path), values) ? statsFrom(values) : undefined;
  }
  binding.stat(toPath(path), values);
  return statsFrom(values);
}

export function lstatSync(path: any, options?: any): any {
  const values = statValues(options?.bigint);
  if (options?.throwIfNoEntry === false) {
    return binding.tryLstat(toPath(path), values) ? statsFrom(values) : undefined;
  }
  binding.lstat(toPath(path), values);
  return statsFrom(values);
}

export function fstatSync(fd: any, options?: any): any {
  const values = statValues(options?.bigint);
  binding.fstat(toFd(fd), values);
  return statsFrom(values);
}

export function statfsSync(path: any, options?: any): any {
  const values = statValues(options?.bigint);
  binding.statfs(toPath(path), values);
  return statFsFrom(values);
}

export function chmodSync(path: any, mode: any): void {
  binding.chmod(toPath(path), parseFileMode(mode, "mode"));
}

export function fchmodSync(fd: any, mode: any): void {
  binding.fchmod(toFd(fd), parseFileMode(mode, "mode"));
}

export function chownSync(path: any, uid: any, gid: any): void {
  path = toPath(path);
  checkOwner(uid, gid);
  binding.chown(path, uid, gid);
}

export function fchownSync(fd: any, uid: any, gid: any): void {
  fd = toFd(fd);
  checkOwner(uid, gid);
  binding.fchown(fd, uid, gid);
}

export function lchownSync(path: any, uid: any, gid: any): void {
  path = toPath(path);
  checkOwner(uid, gid);
  binding.lchown(path, uid, gid);
}

export function utimesSync(path: any, atime: any, mtime: any): void {
  binding.utimes(toPath(path), toSeconds(atime), toSeconds(mtime));
}

export function futimesSync(fd: any, atime: any, mtime: any): void {
  binding.futimes(toFd(fd), toSeconds(atime, "atime"), toSeconds(mtime, "mtime"));
}

export function lutimesSync(path: any, atime: any, mtime: any): void {
  binding.lutimes(toPath(path), toSeconds(atime), toSeconds(mtime));
}

export function copyFileSync(src: any, dest: any, mode?: any): void {
  binding.copyFile(toPath(src, "src"), toPath(dest, "dest"), toCopyMode(mode));
}

export function cpSync(src: any, dest: any, options?: any): void {
  require("internal/fs_cp").copySync(src, dest, options);
}

export function renameSync(oldPath: any, newPath: any): void {
  binding.rename(toPath(oldPath, "oldPath"), toPath(newPath, "newPath"));
}

export function linkSync(existingPath: any, newPath: any): void {
  binding.link(toPath(existingPath, "existingPath"), toPath(newPath, "newPath"));
}

export function symlinkSync(target: any, path: any, type?: any): void {
  checkSymlinkType(type);
  binding.symlink(toPath(target, "target"), toPath(path));
}

export function readlinkSync(path: any, options?: any): any {
  const checked = toOptions(options, {} as any);
  return textFrom(binding.readlink(toPath(path, "oldPath"), namesAs(checked)), checked.encoding);
}

function realpathNativeSync(path: any, options?: any): any {
  const checked = toOptions(options, {} as any);
  return textFrom(binding.realpath(toPath(path), namesAs(checked)), checked.encoding);
}

export function realpathSync(path: any, options?: any): any {
  if (path === "") path = ".";
  try {
    return realpathNativeSync(path, options);
  } catch (error: any) {
    if (error.syscall === "realpath") require("internal/fs_realpath").throwWhereItFails(path);
    throw error;
  }
}
realpathSync.native = realpathNativeSync;

export function unlinkSync(path: any): void {
  binding.unlink(toPath(path));
}

/** Removes one thing or a tree; a symbolic link is removed, not what it points at. */
function removeChecked(path: NativePath, options: any): void {
  const values = statValues(false);
  if (options.force) {
    if (!binding.tryLstat(path, values)) return;
  } else {
    binding.lstat(path, values);
  }
  if (statsFrom(values).isDirectory() && !options.recursive) throw directoryError(pathText(path));
  binding.removeTree(path, options.maxRetries, options.retryDelay);
}

export function rmSync(path: any, options?: any): void {
  path = toPath(path);
  removeChecked(path, toRmOptions(options));
}

export function rmdirSync(path: any, options?: any): void {
  path = toPath(path);
  if (options?.recursive) {
    const checked = toRmdirOptions(options);
    warnOfRecursiveRmdir();
    const values = statValues(false);
    binding.lstat(path, values);
    if (!statsFrom(values).isDirectory()) return binding.rmdir(path);
    return binding.removeTree(path, checked.maxRetries, checked.retryDelay);
  }
  if (options !== undefined) toRmdirOptions(options);
  binding.rmdir(path);
}

export function mkdirSync(path: any, options?: any): string | undefined {
  const { mode, recursive } = toMkdirOptions(options);
  path = toPath(path);
  if (recursive) return binding.mkdirRecursive(path, mode);
  binding.mkdir(path, mode);
  return undefined;
}

export function mkdtempSync(prefix: any, options?: any): any {
  const checked = toOptions(options, {} as any);
  return textFrom(binding.mkdtemp(toPrefix(prefix), namesAs(checked)), checked.encoding);
}

export function readdirSync(path: any, options?: any): any[] {
  const checked = toOptions(options, {} as any);
  path = toPath(path);
  checkRecursive(checked);
  const result = binding.readdir(path, namesAs(checked), !!checked.withFileTypes, !!checked.recursive);
  return checked.withFileTypes ? direntsFrom(result, path, checked.encoding) : namesFrom(result, checked.encoding);
}

export function checkRecursive(options: any): void {
  if (options.recursive != null) require("internal/validators").validateBoolean(options.recursive, "options.recursive");
}

export function opendirSync(path: any, options?: any): any {
  return require("internal/fs_dir").openDirectorySync(path, options);
}
