// A request on its way out: its head, and its body in whatever form it comes.
import { NumberPrototypeToString } from "internal/primordials";
import { kLatin1, kUtf8, type BufferNative } from "internal/buffer_native";
import { lengthMismatch } from "internal/fetch_errors";
import type { Exchange } from "internal/fetch_exchange";
import type { Wire } from "internal/fetch_wire";
import { isStream } from "web/body";
import { BlobData } from "web/blob_data";
import { acquireDefaultReader, type ReadableCore, readerCancel, type ReaderCore, readerRead } from "web/readable_core";
import { markHandled } from "web/stream_promises";

const buffers: BufferNative = native("buffer");

export interface UploadOwner {
  onSent(): void;
  onUploadFailed(error: unknown): void;
}

/** As much of a blob is handed to the system at once. */
const kPiece = 256 * 1024;

export class Upload {
  private wire: Wire;
  private exchange: Exchange;
  private owner: UploadOwner;
  private isCancelled = false;
  // A stream's:
  private reader: ReaderCore | undefined = undefined;
  private isChunked = false;
  private left = 0;
  private isInRead = false;
  private wantsMore = false;
  private isWaiting = false;
  private isSynchronous = true;
  // A blob's:
  private pieces: Uint8Array[] | undefined = undefined;
  private piece = 0;
  private offset = 0;
  private isLast = false;

  constructor(wire: Wire, exchange: Exchange, owner: UploadOwner) {
    this.wire = wire;
    this.exchange = exchange;
    this.owner = owner;
  }

  /** All has been written, and the system has not taken it yet. */
  wait(): void {
    this.last(false);
  }

  /** True if all is with the system; otherwise the owner hears of the end later. */
  start(): boolean {
    const { wire, exchange } = this;
    const { head, body } = exchange;
    const source = body!.take();
    if (typeof source === "string") {
      const length = this.withLength(buffers.byteLengthUtf8(source));
      return length === undefined ? false : this.last(wire.writev([`${head}${length}\r\n`, kLatin1, source, kUtf8]));
    }
    if (source instanceof BlobData) return this.startPieces(source.pieces, source.size);
    if (isStream(source)) return this.startStream(source);
    if ("readAll" in source) return this.startStream(source.toStream());
    return this.startPieces(source.length === 0 ? [] : [source], source.length);
  }

  /** The field, unless the program gave it; undefined if it gave a wrong one, which is the end. */
  private withLength(size: number): string | undefined {
    const { contentLength } = this.exchange;
    if (contentLength < 0) return `content-length: ${size}\r\n`;
    if (contentLength === size) return "";
    this.fail(lengthMismatch());
    return undefined;
  }

  private last(isFree: boolean): boolean {
    this.isLast = true;
    this.isSynchronous = false;
    return isFree;
  }

  private startPieces(pieces: Uint8Array[], size: number): boolean {
    const length = this.withLength(size);
    if (length === undefined) return false;
    const head = `${this.exchange.head}${length}\r\n`;
    if (pieces.length === 0) return this.last(this.wire.write(head, kLatin1));
    if (pieces.length === 1 && size <= kPiece) return this.last(this.wire.writev([head, kLatin1, pieces[0], kUtf8]));
    this.pieces = pieces;
    const isFree = this.wire.write(head, kLatin1);
    return isFree ? this.writePieces() : false;
  }

  /** True after the last one, if the system has taken it. */
  private writePieces(): boolean {
    const pieces = this.pieces!;
    while (this.piece < pieces.length) {
      const piece = pieces[this.piece]!;
      const end = this.offset + kPiece < piece.length ? this.offset + kPiece : piece.length;
      const part = buffers.slice(piece, this.offset, end)!;
      this.offset = end;
      if (end === piece.length) {
        this.piece++;
        this.offset = 0;
      }
      if (this.piece === pieces.length) return this.last(this.wire.write(part, kUtf8));
      if (!this.wire.write(part, kUtf8)) return false;
    }
    return true;
  }

  // ---- streams

  private startStream(stream: ReadableCore): boolean {
    const { head, contentLength } = this.exchange;
    this.isChunked = contentLength < 0;
    this.left = contentLength;
    this.reader = acquireDefaultReader(stream);
    const framing = this.isChunked ? "transfer-encoding: chunked\r\n" : "";
    this.isWaiting = !this.wire.write(`${head}${framing}\r\n`, kLatin1);
    if (!this.isWaiting) this.read();
    this.isSynchronous = false;
    return this.isLast && !this.isWaiting;
  }

  // Chunks that are there at once answer within readerRead: a loop, not a recursion.
  private read(): void {
    if (this.isInRead) {
      this.wantsMore = true;
      return;
    }
    this.isInRead = true;
    do {
      this.wantsMore = false;
      readerRead(this.reader!, this);
    } while (this.wantsMore && !this.isCancelled);
    this.isInRead = false;
  }

  chunkSteps(chunk: unknown): void {
    if (this.isCancelled) return;
    let bytes: Uint8Array;
    try {
      bytes = require("web/body_source").requireByteChunk(chunk);
    } catch (error) {
      this.fail(error);
      return;
    }
    const { length } = bytes;
    if (length === 0) {
      this.read();
      return;
    }
    let isFree: boolean;
    if (this.isChunked) {
      const size = `${NumberPrototypeToString(length, 16)}\r\n`;
      isFree = this.wire.writev([size, kLatin1, bytes, kUtf8, "\r\n", kLatin1]);
    } else {
      this.left -= length;
      if (this.left < 0) {
        this.fail(lengthMismatch());
        return;
      }
      isFree = this.wire.write(bytes, kUtf8);
    }
    if (isFree) this.read();
    else this.isWaiting = true;
  }

  closeSteps(): void {
    if (this.isCancelled) return;
    if (!this.isChunked && this.left !== 0) {
      this.fail(lengthMismatch());
      return;
    }
    this.isLast = true;
    this.isWaiting = this.isChunked && !this.wire.write("0\r\n\r\n", kLatin1);
    if (!this.isWaiting && !this.isSynchronous) this.owner.onSent();
  }

  errorSteps(reason: unknown): void {
    if (!this.isCancelled) this.fail(reason);
  }

  onDrain(): void {
    this.isWaiting = false;
    if (this.isLast) this.owner.onSent();
    else if (this.pieces === undefined) this.read();
    else if (this.writePieces()) this.owner.onSent();
  }

  private fail(error: unknown): void {
    this.cancel(error);
    this.owner.onUploadFailed(error);
  }

  cancel(reason: unknown): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    if (this.reader !== undefined) markHandled(readerCancel(this.reader, reason));
  }
}
