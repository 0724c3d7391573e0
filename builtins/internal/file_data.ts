// A Blob's bytes that are those of a file, between two offsets; they are read when somebody wants them, each time
// anew. A body made of it can be sent without reading it (`path`, `fd`, `start`, `end`).
import {
  DateNow, MathMin, MathTrunc, PromisePrototypeThen, StringPrototypeCharCodeAt, StringPrototypeSlice, TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteOffset, Uint8Array,
} from "internal/primordials";
import { constants } from "internal/fs_constants";
import { binding, kPromise, type NativePath } from "internal/fs_native";
import { statValues } from "internal/fs_stats";
import { pathText } from "internal/fs_utils";
import { kUtf8 } from "internal/buffer_native";
import { BlobData, type LazyBlobData } from "web/blob_data";
import { type OnBytes, type OnError } from "web/body";
import { bytesBetween } from "web/byte_views";
import { decodeText } from "web/encoding";
import { type ReadableCore } from "web/readable_core";

const { O_RDONLY, S_IFMT, S_IFREG, S_IFDIR } = constants;
const kAsBuffer = -1;
const kMode = 1;
const kSize = 8;
const kSeconds = 12;
/** read(2) gives no more at once. */
const kMostAtOnce = 0x7ffff000;

const stats = statValues(false) as Float64Array;

export class FileData implements LazyBlobData {
  /** Undefined for a descriptor. */
  readonly path: NativePath | undefined;
  /** -1 for a path. */
  readonly fd: number;
  readonly start: number;
  /** Infinity: the end of the file, wherever that is when it is read. */
  readonly end: number;
  readonly isRepeatable: boolean;

  constructor(path: NativePath | undefined, fd: number, start: number, end: number) {
    this.path = path;
    this.fd = fd;
    this.start = start;
    this.end = end;
    this.isRepeatable = fd < 0;
  }

  /** What the native operations take for a file. */
  get ref(): NativePath | number {
    return this.path ?? this.fd;
  }

  get isWhole(): boolean {
    return this.start === 0 && this.end === Infinity;
  }

  get formName(): string {
    if (this.path === undefined) return "blob";
    return require("node:path").default.basename(pathText(this.path));
  }

  /** Fills `stats`; false if there is no such file. */
  private stat(): boolean {
    if (this.path !== undefined) return binding.tryStat(this.path, stats);
    try {
      binding.fstat(this.fd, stats);
      return true;
    } catch {
      return false;
    }
  }

  /** 0 for a file that is not there, Infinity for what has no size: a pipe, a terminal. */
  get size(): number {
    if (!this.stat()) return 0;
    const kind = stats[kMode] & S_IFMT;
    const whole = kind === S_IFREG || kind === S_IFDIR ? stats[kSize] : Infinity;
    const end = MathMin(this.end, whole);
    return end > this.start ? end - this.start : 0;
  }

  /** In milliseconds since 1970; 0 for a file that is not there. */
  get lastModified(): number {
    if (this.path === undefined) return DateNow();
    return this.stat() ? stats[kSeconds] * 1000 + MathTrunc(stats[kSeconds + 1] / 1e6) : 0;
  }

  slice(start: number, end: number): FileData {
    return new FileData(this.path, this.fd, this.start + start, MathMin(this.start + end, this.end));
  }

  // ---- here and now

  get pieces(): Uint8Array[] {
    const bytes = this.toBytes();
    return bytes.length === 0 ? [] : [bytes];
  }

  toBytes(): Uint8Array {
    if (this.isWhole) return plain(binding.readFile(this.ref, kAsBuffer, O_RDONLY));
    const fd = this.path === undefined ? this.fd : binding.open(this.path, O_RDONLY, 0);
    try {
      return this.readRange(fd);
    } finally {
      if (this.path !== undefined) binding.close(fd);
    }
  }

  private readRange(fd: number): Uint8Array {
    const bytes = new Uint8Array(this.room(fd));
    let done = 0;
    while (done < bytes.length) {
      const n = binding.read(fd, bytes, done, MathMin(bytes.length - done, kMostAtOnce), this.start + done);
      if (n === 0) break;
      done += n;
    }
    return done === bytes.length ? bytes : bytesBetween(bytes, 0, done);
  }

  view(): Uint8Array {
    return this.toBytes();
  }

  // ---- later

  async text(): Promise<string> {
    if (!this.isWhole) return decodeText(await this.bytes());
    // The native reader makes text without a copy, but leaves a byte order mark in it.
    const text: string = await binding.readFile(this.ref, kUtf8, O_RDONLY, kPromise);
    return StringPrototypeCharCodeAt(text, 0) === 0xfeff ? StringPrototypeSlice(text, 1) : text;
  }

  /** Fresh memory. */
  async bytes(): Promise<Uint8Array> {
    if (this.isWhole) {
      try {
        return plain(await binding.readFile(this.ref, kAsBuffer, O_RDONLY, kPromise));
      } catch (error: any) {
        if (error?.code !== "ERR_FS_FILE_TOO_LARGE") throw error;
      }
    }
    const fd = this.path === undefined ? this.fd : await binding.open(this.path, O_RDONLY, 0, kPromise);
    try {
      return await this.loadRange(fd);
    } finally {
      if (this.path !== undefined) binding.close(fd);
    }
  }

  private async loadRange(fd: number): Promise<Uint8Array> {
    const room = this.room(fd);
    const bytes = new Uint8Array(room);
    let done = 0;
    while (done < room) {
      const n = await binding.read(fd, bytes, done, MathMin(room - done, kMostAtOnce), this.start + done, kPromise);
      if (n === 0) break;
      done += n;
    }
    return done === room ? bytes : bytesBetween(bytes, 0, done);
  }

  /** How many bytes there are to be read of an open file. */
  private room(fd: number): number {
    binding.fstat(fd, stats);
    const end = MathMin(this.end, stats[kSize]);
    return end > this.start ? end - this.start : 0;
  }

  async load(): Promise<BlobData> {
    const bytes = await this.bytes();
    return new BlobData(bytes.length === 0 ? [] : [bytes]);
  }

  // ---- NativeBody

  readAll(onBytes: OnBytes, onError: OnError): void {
    PromisePrototypeThen(this.bytes(), (bytes: any) => onBytes(bytes, true), onError);
  }

  toStream(chunkSize?: number): ReadableCore {
    return require("internal/file_stream").streamOfFile(this, chunkSize);
  }

  discard(): void {}
}

/** What the native reader gives is a Buffer over memory of its own. */
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(TypedArrayPrototypeGetBuffer(buffer), TypedArrayPrototypeGetByteOffset(buffer), buffer.length);
}
