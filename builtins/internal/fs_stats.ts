// Stats, BigIntStats, StatFs and Dirent (https://nodejs.org/api/fs.html#class-fsstats).
//
// The native side fills 18 numbers: dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, then
// seconds and nanoseconds of atime, mtime, ctime and birthtime.
import {
  BigInt64Array,
  Date,
  Float64Array,
  FunctionPrototypeCall,
  MathRound,
  Number,
  ObjectDefineProperties,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  Symbol,
} from "internal/primordials";
import { constants } from "internal/fs_constants";

const { S_IFMT, S_IFREG, S_IFDIR, S_IFCHR, S_IFBLK, S_IFIFO, S_IFLNK, S_IFSOCK } = constants;
export const kStatFields = 18;

function StatsBase(this: any, dev: any, mode: any, nlink: any, uid: any, gid: any, rdev: any, blksize: any, ino: any, size: any, blocks: any) {
  this.dev = dev;
  this.mode = mode;
  this.nlink = nlink;
  this.uid = uid;
  this.gid = gid;
  this.rdev = rdev;
  this.blksize = blksize;
  this.ino = ino;
  this.size = size;
  this.blocks = blocks;
}

const kModes = {
  isDirectory: S_IFDIR,
  isFile: S_IFREG,
  isBlockDevice: S_IFBLK,
  isCharacterDevice: S_IFCHR,
  isSymbolicLink: S_IFLNK,
  isFIFO: S_IFIFO,
  isSocket: S_IFSOCK,
};

for (const name in kModes) {
  const bits = (kModes as any)[name];
  const method = {
    [name](this: any): boolean {
      return (Number(this.mode) & S_IFMT) === bits;
    },
  };
  StatsBase.prototype[name] = method[name];
}

/** A Date made at first use: most programs never ask for one. */
function lazyDate(property: string, milliseconds: string): PropertyDescriptor {
  return {
    __proto__: null,
    enumerable: true,
    configurable: true,
    get(this: any) {
      if (this === Stats.prototype || this === BigIntStats.prototype) return undefined;
      return (this[property] = new Date(MathRound(Number(this[milliseconds]))));
    },
    set(this: any, value: unknown) {
      ObjectDefineProperty(this, property, { __proto__: null, enumerable: true, configurable: true, writable: true, value } as any);
    },
  } as any;
}

const kDates = {
  atime: lazyDate("atime", "atimeMs"),
  mtime: lazyDate("mtime", "mtimeMs"),
  ctime: lazyDate("ctime", "ctimeMs"),
  birthtime: lazyDate("birthtime", "birthtimeMs"),
};

export function Stats(
  this: any, dev: any, mode: any, nlink: any, uid: any, gid: any, rdev: any, blksize: any, ino: any, size: any, blocks: any,
  atimeMs: any, mtimeMs: any, ctimeMs: any, birthtimeMs: any,
) {
  FunctionPrototypeCall(StatsBase, this, dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks);
  this.atimeMs = atimeMs;
  this.mtimeMs = mtimeMs;
  this.ctimeMs = ctimeMs;
  this.birthtimeMs = birthtimeMs;
}
ObjectSetPrototypeOf(Stats.prototype, StatsBase.prototype);
ObjectSetPrototypeOf(Stats, StatsBase);
ObjectDefineProperties(Stats.prototype, kDates as any);

function BigIntStats(this: any, v: BigInt64Array) {
  FunctionPrototypeCall(StatsBase, this, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9]);
  this.atimeMs = v[10] * 1000n + v[11] / 1000000n;
  this.mtimeMs = v[12] * 1000n + v[13] / 1000000n;
  this.ctimeMs = v[14] * 1000n + v[15] / 1000000n;
  this.birthtimeMs = v[16] * 1000n + v[17] / 1000000n;
  this.atimeNs = v[10] * 1000000000n + v[11];
  this.mtimeNs = v[12] * 1000000000n + v[13];
  this.ctimeNs = v[14] * 1000000000n + v[15];
  this.birthtimeNs = v[16] * 1000000000n + v[17];
}
ObjectSetPrototypeOf(BigIntStats.prototype, StatsBase.prototype);
ObjectSetPrototypeOf(BigIntStats, StatsBase);
ObjectDefineProperties(BigIntStats.prototype, kDates as any);

/** Memory for the native side to fill. */
export function statValues(bigint: unknown): Float64Array | BigInt64Array {
  return bigint ? new BigInt64Array(kStatFields) : new Float64Array(kStatFields);
}

export function statsFrom(values: any): any {
  if (values instanceof BigInt64Array) return new (BigIntStats as any)(values);
  const v: Float64Array = values;
  return new (Stats as any)(
    v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9],
    v[10] * 1000 + v[11] / 1e6, v[12] * 1000 + v[13] / 1e6, v[14] * 1000 + v[15] / 1e6, v[16] * 1000 + v[17] / 1e6,
  );
}

class StatFs {
  type: number | bigint;
  bsize: number | bigint;
  blocks: number | bigint;
  bfree: number | bigint;
  bavail: number | bigint;
  files: number | bigint;
  ffree: number | bigint;
  constructor(values: ArrayLike<number | bigint>) {
    this.type = values[0];
    this.bsize = values[1];
    this.blocks = values[2];
    this.bfree = values[3];
    this.bavail = values[4];
    this.files = values[5];
    this.ffree = values[6];
  }
}

export function statFsFrom(values: ArrayLike<number | bigint>): StatFs {
  return new StatFs(values);
}

const kType = Symbol("type");

/** An entry of a directory (https://nodejs.org/api/fs.html#class-fsdirent). */
export class Dirent {
  name: any;
  parentPath: any;
  declare path: any;
  [kType]: number;

  constructor(name: any, path: any, type: number) {
    this.name = name;
    this.parentPath = path;
    this.path = path;
    this[kType] = type;
  }
  isDirectory(): boolean {
    return this[kType] === constants.UV_DIRENT_DIR;
  }
  isFile(): boolean {
    return this[kType] === constants.UV_DIRENT_FILE;
  }
  isBlockDevice(): boolean {
    return this[kType] === constants.UV_DIRENT_BLOCK;
  }
  isCharacterDevice(): boolean {
    return this[kType] === constants.UV_DIRENT_CHAR;
  }
  isSymbolicLink(): boolean {
    return this[kType] === constants.UV_DIRENT_LINK;
  }
  isFIFO(): boolean {
    return this[kType] === constants.UV_DIRENT_FIFO;
  }
  isSocket(): boolean {
    return this[kType] === constants.UV_DIRENT_SOCKET;
  }
}
