/**
 * The bytes of a Blob: a list of pieces of memory that nobody writes to any more, so that blobs and their slices
 * share them.
 * https://w3c.github.io/FileAPI/#dfn-Blob
 */
import { ArrayPrototypePush, TypedArrayPrototypeSet, Uint8Array } from "internal/primordials";
import { bytesBetween } from "web/byte_views";
import type { NativeBody } from "web/body";

/** Bytes that are read when they are wanted, as those of a file are; each time anew. */
export interface LazyBlobData extends NativeBody {
  readonly size: number;
  /** Reads them here and now. */
  readonly pieces: Uint8Array[];
  slice(start: number, end: number): LazyBlobData;
  toBytes(): Uint8Array;
  view(): Uint8Array;
  /** Reads them without holding the program up. */
  load(): Promise<BlobData>;
  /** What a form calls it. */
  readonly formName: string;
}

export type BlobBytes = BlobData | LazyBlobData;

export class BlobData {
  readonly size: number;
  readonly pieces: Uint8Array[];

  /** The blob's own from here on; none is empty. */
  constructor(pieces: Uint8Array[]) {
    this.pieces = pieces;
    let size = 0;
    for (let i = 0; i < pieces.length; i++) size += pieces[i].length;
    this.size = size;
  }

  /** What lies between two offsets, which are in range. */
  slice(start: number, end: number): BlobData {
    if (start === 0 && end === this.size) return this;
    const pieces: Uint8Array[] = [];
    let at = 0;
    for (let i = 0; i < this.pieces.length && at < end; i++) {
      const piece = this.pieces[i];
      const from = start > at ? start - at : 0;
      const to = end - at < piece.length ? end - at : piece.length;
      if (from < to) {
        ArrayPrototypePush(pieces, from === 0 && to === piece.length ? piece : bytesBetween(piece, from, to));
      }
      at += piece.length;
    }
    return new BlobData(pieces);
  }

  /** A copy of all. */
  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (let i = 0; i < this.pieces.length; i++) {
      TypedArrayPrototypeSet(bytes, this.pieces[i], at);
      at += this.pieces[i].length;
    }
    return bytes;
  }

  /** All in one piece, to be read only. */
  view(): Uint8Array {
    return this.pieces.length === 1 ? this.pieces[0] : this.toBytes();
  }
}

/** Walks over the bytes from the first to the last. */
export class BlobCursor {
  private pieces: Uint8Array[];
  private piece = 0;
  private offset = 0;

  constructor(data: BlobData) {
    this.pieces = data.pieces;
  }

  get isAtEnd(): boolean {
    return this.piece === this.pieces.length;
  }

  /** How many bytes there are in one go, at most `limit`. */
  available(limit: number): number {
    const rest = this.pieces[this.piece].length - this.offset;
    return rest < limit ? rest : limit;
  }

  /** Copies what `available` promised. */
  copyTo(target: Uint8Array, length: number): void {
    const piece = this.pieces[this.piece];
    TypedArrayPrototypeSet(target, bytesBetween(piece, this.offset, this.offset + length));
    this.offset += length;
    if (this.offset < piece.length) return;
    this.piece++;
    this.offset = 0;
  }
}
