// Files as bodies: which part of which file (RFC 9110 sections 13 and 14), and its way out, without the bytes coming
// into the program where the system can do that.
import {
  Date, DateParse, DatePrototypeToUTCString, Error, MathFloor, MathMin, RegExpPrototypeExec, Uint8Array,
} from "internal/primordials";
import { constants } from "internal/fs_constants";
import { binding as fs, type NativePath } from "internal/fs_native";
import { statValues } from "internal/fs_stats";
import { type SocketHandle } from "internal/net_native";
import { kLatin1 } from "internal/serve_write";
import { setImmediate } from "internal/timers";
import { blobDataOf } from "web/blob";

/** A body that is a part of a file; whoever makes one reads it when it is wanted. */
export interface FileRange {
  /** Undefined for a descriptor. */
  readonly path: NativePath | undefined;
  readonly fd: number;
  readonly start: number;
  /** Infinity: where the file ends. */
  readonly end: number;
}

const { O_RDONLY, S_IFMT, S_IFREG, S_IFDIR } = constants;
const kMode = 1;
const kSize = 8;
const kModified = 12;
/** So much is read and goes out with the head; and of a larger file, at a time, where the system does not send it. */
const kChunk = 65536;
/** So much goes out in one turn. */
const kTurn = 1 << 20;
const kCannot = [-22, -38, -95];
const stats = statValues(false) as Float64Array;

export function isFileRange(source: any): source is FileRange {
  return source.fd !== undefined && source.start !== undefined && source.end !== undefined;
}

/** What of `tls` may be a file: text and bytes stay as they are. */
export function pemOf(value: any): any {
  return blobDataOf(value)?.view() ?? value;
}

export interface OpenFile {
  fd: number;
  isOwn: boolean;
  /** False: what has no size, a pipe or a device. */
  isRegular: boolean;
  start: number;
  end: number;
  /** The whole file's. */
  size: number;
  /** In whole seconds. */
  modified: number;
}

/** Throws the system's error. */
export function openFile(range: FileRange): OpenFile {
  const isOwn = range.path !== undefined;
  const fd = isOwn ? fs.open(range.path!, O_RDONLY | (constants.O_NONBLOCK ?? 0), 0) : range.fd;
  const file: OpenFile = { fd, isOwn, isRegular: false, start: 0, end: 0, size: 0, modified: 0 };
  try {
    fs.fstat(fd, stats as any);
    const kind = stats[kMode]! & S_IFMT;
    if (kind === S_IFDIR) {
      const error: any = new Error("EISDIR: illegal operation on a directory, read");
      error.code = "EISDIR";
      error.errno = -21;
      error.syscall = "read";
      throw error;
    }
    file.isRegular = kind === S_IFREG;
    file.size = stats[kSize]!;
    file.modified = MathFloor(stats[kModified]!);
    file.end = MathMin(range.end, file.size);
    file.start = MathMin(range.start, file.end);
  } catch (error) {
    closeFile(file);
    throw error;
  }
  return file;
}

export function closeFile(file: OpenFile): void {
  if (file.isOwn) fs.close(file.fd);
}

// ---- conditions and ranges

/** Where the fields of a request come from. */
interface Fields {
  field(name: string): string | undefined;
}

/** Where the fields of its response go. */
interface Lines {
  text: string;
  hasRange: boolean;
  hasModified: boolean;
}

/**
 * The status that a file is answered with: 206 for a part, 304 and 416 without a body. `isRead`: GET or HEAD. Only the
 * file of a static route says when it was modified, as it is the server's to keep track of.
 */
export function conditioned(
  file: OpenFile, range: FileRange, status: number, isRead: boolean, isRoute: boolean, lines: Lines, request: Fields): number {
  if (isRoute) {
    if (!lines.hasModified) lines.text += `Last-Modified: ${DatePrototypeToUTCString(new Date(file.modified * 1000))}\r\n`;
    if (status === 200 && isRead && isUnmodified(request, file)) return 304;
  }
  if (status !== 200 || lines.hasRange) return status;
  if (range.start > 0 || range.end !== Infinity) {
    // A slice of a file is a part by itself.
    if (file.end === file.start) return 200;
    lines.text += `Content-Range: bytes ${file.start}-${file.end - 1}/*\r\n`;
    return 206;
  }
  const wanted = isRead ? request.field("range") : undefined;
  if (wanted === undefined || !isCurrent(request.field("if-range"), file)) return 200;
  const part = narrow(file, wanted);
  if (part === kWholeFile) return 200;
  const which = part === kNoSuchPart ? "*" : `${file.start}-${file.end - 1}`;
  lines.text += `Content-Range: bytes ${which}/${file.size}\r\nAccept-Ranges: bytes\r\n`;
  return part === kNoSuchPart ? 416 : 206;
}

function isUnmodified(request: Fields, file: OpenFile): boolean {
  const since = request.field("if-modified-since");
  if (since === undefined || request.field("if-none-match") !== undefined) return false;
  const time = DateParse(since);
  return time === time && file.modified * 1000 <= time;
}

/** If-Range names the file as it is. There are no entity tags. */
function isCurrent(known: string | undefined, file: OpenFile): boolean {
  return known === undefined || DateParse(known) === file.modified * 1000;
}

const kOneRange = /^\s*bytes\s*=\s*(?:(\d+)\s*-\s*(\d*)|-\s*(\d+))\s*$/i;

const kWholeFile = 0;
const kPartOfFile = 1;
const kNoSuchPart = 2;

/** Narrows the file to what Range asks for. Several ranges, and what is none, count as the whole file. */
function narrow(file: OpenFile, range: string | undefined): number {
  const match = range === undefined ? null : RegExpPrototypeExec(kOneRange, range);
  if (match === null) return kWholeFile;
  const { size } = file;
  let start: number;
  let end = size;
  if (match[3] !== undefined) {
    const last = +match[3];
    if (last === 0) return kNoSuchPart;
    start = last < size ? size - last : 0;
  } else {
    start = +match[1]!;
    if (match[2] !== "") {
      const last = +match[2]!;
      if (last < start) return kWholeFile;
      end = MathMin(last + 1, size);
    }
  }
  if (start >= size) return kNoSuchPart;
  file.start = start;
  file.end = end;
  return kPartOfFile;
}

// ---- the way out

/** What a sender needs of its connection. */
export interface FileConnection {
  handle: SocketHandle;
  isDestroyed: boolean;
  /** False: wait for `then`, or the connection has gone. */
  send(list: unknown[], then: () => void): boolean;
  finish(): void;
  destroy(): void;
}

export class FileSender {
  private connection: FileConnection;
  private file: OpenFile;
  private at: number;
  private canSendFile: boolean;
  private isOver = false;

  constructor(connection: FileConnection, file: OpenFile) {
    this.connection = connection;
    this.file = file;
    this.at = file.start;
    this.canSendFile = connection.handle.sendFile !== undefined;
  }

  begin(head: string): void {
    const { file, connection } = this;
    const size = file.end - file.start;
    if (size > kChunk) {
      if (connection.send([head, kLatin1], this.next)) this.next();
      return;
    }
    const bytes = this.read(size);
    if (bytes === undefined) return;
    this.close();
    if (connection.send([head, kLatin1, bytes, 0], this.done)) connection.finish();
  }

  private done = (): void => this.connection.finish();

  private next = (): void => {
    const { connection, file } = this;
    let left = kTurn;
    while (!this.isOver) {
      const size = file.end - this.at;
      if (size === 0) {
        this.close();
        connection.finish();
        return;
      }
      if (left <= 0) {
        setImmediate(this.next);
        return;
      }
      const sent = this.canSendFile ? this.sendFile(MathMin(size, left)) : 0;
      if (sent < 0) return;
      left -= sent;
      if (sent > 0) continue;
      // The peer has no room just now: what is read is what tells when it has.
      const bytes = this.read(MathMin(size, kChunk));
      if (bytes === undefined) return;
      left -= bytes.length;
      if (!connection.send([bytes, 0], this.next)) return;
    }
  };

  /** Bytes that went out; -1: the connection has gone. */
  private sendFile(size: number): number {
    const sent = this.connection.handle.sendFile!(this.file.fd, this.at, size);
    if (sent >= 0) {
      this.at += sent;
      return sent;
    }
    for (let i = 0; i < kCannot.length; i++) {
      if (sent !== kCannot[i]) continue;
      this.canSendFile = false;
      return 0;
    }
    this.connection.destroy();
    return -1;
  }

  /** Undefined: the file has become shorter than was promised, and the connection is cut; nothing else tells. */
  private read(size: number): Uint8Array | undefined {
    const bytes = new Uint8Array(size);
    let done = 0;
    try {
      while (done < size) {
        const n = fs.read(this.file.fd, bytes, done, size - done, this.at + done);
        if (n === 0) break;
        done += n;
      }
    } catch {
      done = -1;
    }
    if (done !== size) {
      this.connection.destroy();
      return undefined;
    }
    this.at += size;
    return bytes;
  }

  /** The client has gone. */
  cancel(): void {
    this.close();
  }

  private close(): void {
    if (this.isOver) return;
    this.isOver = true;
    closeFile(this.file);
  }
}
