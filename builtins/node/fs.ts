// node:fs (https://nodejs.org/api/fs.html): the three faces of the file system over native("fs").
import { ObjectDefineProperties } from "internal/primordials";
import * as callbacks from "internal/fs_callback";
import * as sync from "internal/fs_sync";
import { constants } from "internal/fs_constants";
import { Dirent, Stats } from "internal/fs_stats";
import { toSeconds } from "internal/fs_utils";

// The classes are loaded when they are first wanted; what a program puts in their place is used.
let readStream: any;
let writeStream: any;

function getReadStream(): any {
  return readStream ??= require("internal/fs_read_stream").ReadStream;
}

function getWriteStream(): any {
  return writeStream ??= require("internal/fs_write_stream").WriteStream;
}

// Functions in the old style: some programs call them with `new`.
function createReadStream(path: any, options?: any): any {
  return new (getReadStream() as any)(path, options);
}

function createWriteStream(path: any, options?: any): any {
  return new (getWriteStream() as any)(path, options);
}

const readStreamProperty: any = {
  __proto__: null,
  enumerable: true,
  configurable: true,
  get: getReadStream,
  set(value: any) {
    readStream = value;
  },
};
const writeStreamProperty: any = {
  __proto__: null,
  enumerable: true,
  configurable: true,
  get: getWriteStream,
  set(value: any) {
    writeStream = value;
  },
};

const fs: any = {
  appendFile: callbacks.appendFile,
  appendFileSync: sync.appendFileSync,
  access: callbacks.access,
  accessSync: sync.accessSync,
  chown: callbacks.chown,
  chownSync: sync.chownSync,
  chmod: callbacks.chmod,
  chmodSync: sync.chmodSync,
  close: callbacks.close,
  closeSync: sync.closeSync,
  createReadStream,
  createWriteStream,
  copyFile: callbacks.copyFile,
  copyFileSync: sync.copyFileSync,
  cp: callbacks.cp,
  cpSync: sync.cpSync,
  exists: callbacks.exists,
  existsSync: sync.existsSync,
  fchown: callbacks.fchown,
  fchownSync: sync.fchownSync,
  fchmod: callbacks.fchmod,
  fchmodSync: sync.fchmodSync,
  fdatasync: callbacks.fdatasync,
  fdatasyncSync: sync.fdatasyncSync,
  fstat: callbacks.fstat,
  fstatSync: sync.fstatSync,
  fsync: callbacks.fsync,
  fsyncSync: sync.fsyncSync,
  ftruncate: callbacks.ftruncate,
  ftruncateSync: sync.ftruncateSync,
  futimes: callbacks.futimes,
  futimesSync: sync.futimesSync,
  glob(pattern: any, options: any, callback?: any): void {
    require("internal/fs_glob").glob(pattern, options, callback);
  },
  globSync(pattern: any, options?: any): any[] {
    return require("internal/fs_glob").globSync(pattern, options);
  },
  lchown: callbacks.lchown,
  lchownSync: sync.lchownSync,
  // Linux has no mode of its own for a link.
  lchmod: undefined,
  lchmodSync: undefined,
  link: callbacks.link,
  linkSync: sync.linkSync,
  lstat: callbacks.lstat,
  lstatSync: sync.lstatSync,
  lutimes: callbacks.lutimes,
  lutimesSync: sync.lutimesSync,
  mkdir: callbacks.mkdir,
  mkdirSync: sync.mkdirSync,
  mkdtemp: callbacks.mkdtemp,
  mkdtempSync: sync.mkdtempSync,
  open: callbacks.open,
  openSync: sync.openSync,
  opendir: callbacks.opendir,
  opendirSync: sync.opendirSync,
  openAsBlob(path: any, options?: any): Promise<any> {
    return require("internal/fs_blob").openAsBlob(path, options);
  },
  readdir: callbacks.readdir,
  readdirSync: sync.readdirSync,
  read: callbacks.read,
  readSync: sync.readSync,
  readv: callbacks.readv,
  readvSync: sync.readvSync,
  readFile: callbacks.readFile,
  readFileSync: sync.readFileSync,
  readlink: callbacks.readlink,
  readlinkSync: sync.readlinkSync,
  realpath: callbacks.realpath,
  realpathSync: sync.realpathSync,
  rename: callbacks.rename,
  renameSync: sync.renameSync,
  rm: callbacks.rm,
  rmSync: sync.rmSync,
  rmdir: callbacks.rmdir,
  rmdirSync: sync.rmdirSync,
  stat: callbacks.stat,
  statfs: callbacks.statfs,
  statSync: sync.statSync,
  statfsSync: sync.statfsSync,
  symlink: callbacks.symlink,
  symlinkSync: sync.symlinkSync,
  truncate: callbacks.truncate,
  truncateSync: sync.truncateSync,
  unlink: callbacks.unlink,
  unlinkSync: sync.unlinkSync,
  unwatchFile(filename: any, listener?: any): void {
    require("internal/fs_stat_watcher").unwatchFile(filename, listener);
  },
  utimes: callbacks.utimes,
  utimesSync: sync.utimesSync,
  watch(filename: any, options?: any, listener?: any): any {
    return require("internal/fs_watcher").watch(filename, options, listener);
  },
  watchFile(filename: any, options?: any, listener?: any): any {
    return require("internal/fs_stat_watcher").watchFile(filename, options, listener);
  },
  writeFile: callbacks.writeFile,
  writeFileSync: sync.writeFileSync,
  write: callbacks.write,
  writeSync: sync.writeSync,
  writev: callbacks.writev,
  writevSync: sync.writevSync,
  Dirent,
  Stats,
  _toUnixTimestamp: toSeconds,
};

ObjectDefineProperties(fs, {
  Dir: {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get: () => require("internal/fs_dir").Dir,
  },
  ReadStream: readStreamProperty,
  WriteStream: writeStreamProperty,
  FileReadStream: readStreamProperty,
  FileWriteStream: writeStreamProperty,
  F_OK: { __proto__: null, enumerable: true, value: constants.F_OK },
  R_OK: { __proto__: null, enumerable: true, value: constants.R_OK },
  W_OK: { __proto__: null, enumerable: true, value: constants.W_OK },
  X_OK: { __proto__: null, enumerable: true, value: constants.X_OK },
  constants: { __proto__: null, enumerable: true, value: constants },
  promises: {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get: () => require("node:fs/promises").default,
  },
} as any);

export default fs;
