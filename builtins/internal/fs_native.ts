// The C++ half of node:fs (src/runtime/fs_*.cpp).
//
// Every operation takes, after its own arguments, how to answer: nothing runs it at once and returns or
// throws; a function `(error, value)` runs it on the thread pool and is called from the loop;
// `kPromise` does so too and returns a promise. Errors are Node's system errors.
// A path is a string or the bytes of one. Bytes that are read into or written stay in place meanwhile.

export type NativePath = string | Uint8Array;
export const kPromise = true;
export type Reply = undefined | typeof kPromise | ((error: any, value?: any) => void);

/** How names come back: text, or Buffers. */
export const kNamesAsText = 0;
export const kNamesAsBuffers = 1;

export interface FsNative {
  access(path: NativePath, mode: number, reply?: Reply): any;
  /** Whether the path can be seen; never fails. */
  exists(path: NativePath): boolean;
  open(path: NativePath, flags: number, mode: number, reply?: Reply): any;
  close(fd: number, reply?: Reply): any;
  /** `position` -1: where the file stands. */
  read(fd: number, into: ArrayBufferView, offset: number, length: number, position: number | bigint, reply?: Reply): any;
  readv(fd: number, into: ArrayBufferView[], position: number, reply?: Reply): any;
  write(fd: number, from: ArrayBufferView, offset: number, length: number, position: number, reply?: Reply): any;
  /** UTF-8. */
  writeString(fd: number, text: string, position: number, reply?: Reply): any;
  writev(fd: number, from: ArrayBufferView[], position: number, reply?: Reply): any;
  /** Opens, reads and closes; or reads the rest of a descriptor. `encoding` -1 gives a Buffer. */
  readFile(file: NativePath | number, encoding: number, flags: number, reply?: Reply): any;
  readFileUtf8(path: NativePath): string;
  /** Text is written as UTF-8. */
  writeFile(file: NativePath | number, data: string | ArrayBufferView, flags: number, mode: number, flush: boolean, reply?: Reply): any;
  fsync(fd: number, reply?: Reply): any;
  fdatasync(fd: number, reply?: Reply): any;
  ftruncate(fd: number, length: number, reply?: Reply): any;
  truncate(path: NativePath, length: number, reply?: Reply): any;

  /** These fill `into`, a Float64Array or BigInt64Array of 18, in the order of internal/fs_stats. */
  stat(path: NativePath, into: ArrayBufferView, reply?: Reply): any;
  lstat(path: NativePath, into: ArrayBufferView, reply?: Reply): any;
  fstat(fd: number, into: ArrayBufferView, reply?: Reply): any;
  /** As stat and lstat, but a path that is not there gives false and no error. */
  tryStat(path: NativePath, into: ArrayBufferView): boolean;
  tryLstat(path: NativePath, into: ArrayBufferView): boolean;
  statfs(path: NativePath, into: ArrayBufferView, reply?: Reply): any;

  chmod(path: NativePath, mode: number, reply?: Reply): any;
  fchmod(fd: number, mode: number, reply?: Reply): any;
  chown(path: NativePath, uid: number, gid: number, reply?: Reply): any;
  fchown(fd: number, uid: number, gid: number, reply?: Reply): any;
  lchown(path: NativePath, uid: number, gid: number, reply?: Reply): any;
  /** Times in seconds. */
  utimes(path: NativePath, atime: number, mtime: number, reply?: Reply): any;
  futimes(fd: number, atime: number, mtime: number, reply?: Reply): any;
  lutimes(path: NativePath, atime: number, mtime: number, reply?: Reply): any;

  copyFile(from: NativePath, to: NativePath, mode: number, reply?: Reply): any;
  /**
   * Copies bytes, within the kernel where it can, and gives their number. `offset` -1: from where a descriptor stands;
   * `length` -1: to the end. A path as target is made, with `mode`, or emptied; a file copied to itself gives 0.
   */
  transfer(from: NativePath | number, offset: number, length: number, to: NativePath | number, mode: number, reply?: Reply): any;
  rename(from: NativePath, to: NativePath, reply?: Reply): any;
  link(from: NativePath, to: NativePath, reply?: Reply): any;
  symlink(target: NativePath, path: NativePath, reply?: Reply): any;
  readlink(path: NativePath, names: number, reply?: Reply): any;
  realpath(path: NativePath, names: number, reply?: Reply): any;
  unlink(path: NativePath, reply?: Reply): any;
  rmdir(path: NativePath, reply?: Reply): any;
  /** Removes a whole tree; tries again `retries` times, `delay` ms later each time, what another process keeps busy. */
  removeTree(path: NativePath, retries: number, delay: number, reply?: Reply): any;
  mkdir(path: NativePath, mode: number, reply?: Reply): any;
  /** Gives the first directory that it made, or undefined. */
  mkdirRecursive(path: NativePath, mode: number, reply?: Reply): any;
  mkdtemp(prefix: NativePath, names: number, reply?: Reply): any;
  /** Names; or with types `[names, types]`. Recursive names are relative to `path`. */
  readdir(path: NativePath, names: number, withTypes: boolean, recursive: boolean, reply?: Reply): any;
  /** As readdir with types, under the name by which opendir's errors are known. */
  opendir(path: NativePath, names: number, recursive: boolean, reply?: Reply): any;
}

export const binding: FsNative = native("fs");
