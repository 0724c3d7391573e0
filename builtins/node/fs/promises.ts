// node:fs/promises (https://nodejs.org/api/fs.html#promises-api).
// Every function is async: a bad argument rejects, as the system's faults do.
import { SymbolAsyncIterator, SymbolIterator } from "internal/primordials";
import { codes } from "internal/errors";
import { constants } from "internal/fs_constants";
import { openDirectoryPromise } from "internal/fs_dir";
import { FileHandle, readWhole, unlessAborted, writeToFd } from "internal/fs_handle";
import { binding, kPromise } from "internal/fs_native";
import { direntsFrom, namesFrom, textFrom } from "internal/fs_names";
import { statFsFrom, statsFrom, statValues } from "internal/fs_stats";
import { checkRecursive } from "internal/fs_sync";
import { isArrayBufferView } from "internal/buffer_types";
import {
  checkData,
  checkFlush,
  checkNotAborted,
  checkOwner,
  checkSymlinkType,
  directoryError,
  encodeText,
  namesAs,
  parseFileMode,
  pathText,
  toAccessMode,
  toCopyMode,
  toFlags,
  toLength,
  toMkdirOptions,
  toOptions,
  toPath,
  toPrefix,
  toRmdirOptions,
  toRmOptions,
  toSeconds,
  warnOfRecursiveRmdir,
} from "internal/fs_utils";

async function access(path: any, mode?: any): Promise<void> {
  return binding.access(toPath(path), toAccessMode(mode), kPromise);
}

async function open(path: any, flags?: any, mode?: any): Promise<FileHandle> {
  return new FileHandle(await binding.open(toPath(path), toFlags(flags), parseFileMode(mode, "mode", 0o666), kPromise));
}

async function opendir(path: any, options?: any) {
  return openDirectoryPromise(path, options);
}

async function readFile(path: any, options?: any): Promise<any> {
  const checked = toOptions(options, { flag: "r" } as any);
  if (path instanceof FileHandle) return path.readFile(checked);
  checkNotAborted(checked.signal);
  return readWhole(toPath(path), checked, toFlags(checked.flag || "r"));
}

async function writeFile(path: any, data: any, options?: any): Promise<void> {
  const checked = toOptions(options, { encoding: "utf8", mode: 0o666, flag: "w", flush: false });
  checkFlush(checked.flush);
  if (path instanceof FileHandle) return path.writeFile(data, checked);
  const file = toPath(path);
  checkNotAborted(checked.signal);
  const flags = toFlags(checked.flag || "w");
  const mode = parseFileMode(checked.mode, "mode", 0o666);
  if (typeof data === "string" || isArrayBufferView(data)) {
    const bytes = encodeText(data, checked.encoding);
    return unlessAborted(binding.writeFile(file, bytes, flags, mode, !!checked.flush, kPromise), checked.signal);
  }
  if (!isIterable(data)) checkData(data);
  return writePieces(file, data, flags, mode, checked);
}

function isIterable(value: any): boolean {
  return value !== null && value !== undefined && typeof value !== "number" && typeof value !== "boolean" &&
    (typeof value[SymbolIterator] === "function" || typeof value[SymbolAsyncIterator] === "function");
}

/** An iterable's pieces. */
async function writePieces(file: any, data: any, flags: number, mode: number, options: any): Promise<void> {
  if (data === null || typeof data !== "object") checkData(data);
  const fd = await binding.open(file, flags, mode, kPromise);
  try {
    await writeToFd(fd, data, options);
    if (options.flush) await binding.fsync(fd, kPromise);
  } finally {
    await binding.close(fd, kPromise);
  }
}

async function appendFile(path: any, data: any, options?: any): Promise<void> {
  const checked = toOptions(options, { encoding: "utf8", mode: 0o666, flag: "a", flush: false });
  return writeFile(path, data, { ...checked, flag: checked.flag || "a" });
}

async function truncate(path: any, len: any = 0): Promise<void> {
  return binding.truncate(toPath(path), toLength(len ?? 0), kPromise);
}

async function stat(path: any, options?: any): Promise<any> {
  const values = statValues(options?.bigint);
  await binding.stat(toPath(path), values, kPromise);
  return statsFrom(values);
}

async function lstat(path: any, options?: any): Promise<any> {
  const values = statValues(options?.bigint);
  await binding.lstat(toPath(path), values, kPromise);
  return statsFrom(values);
}

async function statfs(path: any, options?: any): Promise<any> {
  const values = statValues(options?.bigint);
  await binding.statfs(toPath(path), values, kPromise);
  return statFsFrom(values);
}

async function chmod(path: any, mode: any): Promise<void> {
  return binding.chmod(toPath(path), parseFileMode(mode, "mode"), kPromise);
}

async function lchmod(_path: any, _mode: any): Promise<void> {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED("lchmod()");
}

async function chown(path: any, uid: any, gid: any): Promise<void> {
  path = toPath(path);
  checkOwner(uid, gid);
  return binding.chown(path, uid, gid, kPromise);
}

async function lchown(path: any, uid: any, gid: any): Promise<void> {
  path = toPath(path);
  checkOwner(uid, gid);
  return binding.lchown(path, uid, gid, kPromise);
}

async function utimes(path: any, atime: any, mtime: any): Promise<void> {
  return binding.utimes(toPath(path), toSeconds(atime), toSeconds(mtime), kPromise);
}

async function lutimes(path: any, atime: any, mtime: any): Promise<void> {
  return binding.lutimes(toPath(path), toSeconds(atime), toSeconds(mtime), kPromise);
}

async function copyFile(src: any, dest: any, mode?: any): Promise<void> {
  return binding.copyFile(toPath(src, "src"), toPath(dest, "dest"), toCopyMode(mode), kPromise);
}

async function cp(src: any, dest: any, options?: any): Promise<void> {
  return require("internal/fs_cp").copy(src, dest, options);
}

async function rename(oldPath: any, newPath: any): Promise<void> {
  return binding.rename(toPath(oldPath, "oldPath"), toPath(newPath, "newPath"), kPromise);
}

async function link(existingPath: any, newPath: any): Promise<void> {
  return binding.link(toPath(existingPath, "existingPath"), toPath(newPath, "newPath"), kPromise);
}

async function symlink(target: any, path: any, type?: any): Promise<void> {
  checkSymlinkType(type);
  return binding.symlink(toPath(target, "target"), toPath(path), kPromise);
}

async function readlink(path: any, options?: any): Promise<any> {
  const checked = toOptions(options, {} as any);
  return textFrom(await binding.readlink(toPath(path, "oldPath"), namesAs(checked), kPromise), checked.encoding);
}

async function realpath(path: any, options?: any): Promise<any> {
  const checked = toOptions(options, {} as any);
  return textFrom(await binding.realpath(toPath(path), namesAs(checked), kPromise), checked.encoding);
}

async function unlink(path: any): Promise<void> {
  return binding.unlink(toPath(path), kPromise);
}

async function rm(path: any, options?: any): Promise<void> {
  path = toPath(path);
  const { force, recursive, maxRetries, retryDelay } = toRmOptions(options);
  const values = statValues(false);
  try {
    await binding.lstat(path, values, kPromise);
  } catch (error: any) {
    if (force && error.code === "ENOENT") return;
    throw error;
  }
  if (statsFrom(values).isDirectory() && !recursive) throw directoryError(pathText(path));
  return binding.removeTree(path, maxRetries, retryDelay, kPromise);
}

async function rmdir(path: any, options?: any): Promise<void> {
  path = toPath(path);
  const checked = toRmdirOptions(options);
  if (checked.recursive) {
    warnOfRecursiveRmdir();
    const stats = await lstat(path);
    if (stats.isDirectory()) return binding.removeTree(path, checked.maxRetries, checked.retryDelay, kPromise);
  }
  return binding.rmdir(path, kPromise);
}

async function mkdir(path: any, options?: any): Promise<string | undefined> {
  const { mode, recursive } = toMkdirOptions(options);
  path = toPath(path);
  return recursive ? binding.mkdirRecursive(path, mode, kPromise) : binding.mkdir(path, mode, kPromise);
}

async function mkdtemp(prefix: any, options?: any): Promise<any> {
  const checked = toOptions(options, {} as any);
  return textFrom(await binding.mkdtemp(toPrefix(prefix), namesAs(checked), kPromise), checked.encoding);
}

async function readdir(path: any, options?: any): Promise<any[]> {
  const checked = toOptions(options, {} as any);
  path = toPath(path);
  checkRecursive(checked);
  const { withFileTypes, recursive, encoding } = checked;
  const result = await binding.readdir(path, namesAs(checked), !!withFileTypes, !!recursive, kPromise);
  return withFileTypes ? direntsFrom(result, path, encoding) : namesFrom(result, encoding);
}

function glob(pattern: any, options?: any): AsyncGenerator<any, void> {
  return require("internal/fs_glob").globPromise(pattern, options);
}

function watch(filename: any, options?: any): AsyncGenerator<any, void> {
  return require("internal/fs_watcher").watchPromise(filename, options);
}

export default {
  access,
  copyFile,
  cp,
  glob,
  open,
  opendir,
  rename,
  truncate,
  rm,
  rmdir,
  mkdir,
  readdir,
  readlink,
  symlink,
  lstat,
  stat,
  statfs,
  link,
  unlink,
  chmod,
  lchmod,
  lchown,
  chown,
  utimes,
  lutimes,
  realpath,
  mkdtemp,
  writeFile,
  appendFile,
  readFile,
  watch,
  constants,
};
