// What a readable stream knows: its bits, and the chunks that nobody has read yet.
//
// Invariant: the chunks are `buffer` from `bufferIndex` on, and `length` is their bytes or characters (of objects:
// their number). What lies before `bufferIndex` has been taken and is null.
import {
  ArrayPrototypeSlice, ArrayPrototypeSplice, ArrayPrototypeUnshift, StringPrototypeSlice, TypedArrayPrototypeSet,
} from "internal/primordials";
import { type BufferNative } from "internal/buffer_native";
import { codes } from "internal/errors";
import * as flags from "internal/stream_flags";
import { highWaterMarkOf } from "internal/stream_water_mark";

const {
  kObjectMode, kEnded, kConstructed, kErrorEmitted, kDestroyed, kClosed, kCloseEmitted, kEndEmitted, kReading,
  kNeedReadable, kEmittedReadable, kReadableListening, kResumeScheduled, kMultiAwaitDrain, kReadingMore, kDataEmitted,
  kFlowChosen, kFlowing, kPauseChosen, kPaused,
} = flags;

const binding: BufferNative = native("buffer");

/** node:string_decoder's. */
export interface Decoder {
  encoding: string;
  write(bytes: Uint8Array): string;
  end(): string;
}

/** Taken chunks stay in the array until there are so many, since moving the rest costs. */
const kMostTaken = 1024;
const kLargestHighWaterMark = 0x40000000;

export function newDecoder(encoding?: string): Decoder {
  return new (require("node:string_decoder").default.StringDecoder)(encoding);
}

export class ReadableState {
  flags: number;
  highWaterMark: number;
  buffer: any[] = [];
  bufferIndex = 0;
  length = 0;
  pipes: any[] = [];
  /** The destination that has to drain before reading goes on, or a set of them. */
  awaitDrainWriters: any = null;
  errored: any = null;
  /** Of text that is pushed. */
  defaultEncoding: string;
  decoder: Decoder | null = null;
  /** Of text that is read. */
  encoding: string | null = null;
  /** False for a duplex without this side. */
  readable: boolean | undefined = undefined;

  constructor(options: any, isDuplex: boolean) {
    const objectMode = !!(options && (options.objectMode || (isDuplex && options.readableObjectMode)));
    this.flags = flags.flagsFromOptions(options, objectMode);
    this.highWaterMark = highWaterMarkOf(options, objectMode, "readableHighWaterMark", isDuplex);
    const encoding = options?.defaultEncoding;
    if (encoding === undefined || encoding === null || encoding === "utf8") {
      this.defaultEncoding = "utf8";
    } else if (require("node:buffer").Buffer.isEncoding(encoding)) {
      this.defaultEncoding = encoding;
    } else {
      throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    }
    if (options?.encoding) this.decodeAs(newDecoder(options.encoding), options.encoding);
  }

  decodeAs(decoder: Decoder, encoding: string): void {
    this.decoder = decoder;
    this.encoding = encoding;
  }

  get flowing(): boolean | null {
    return (this.flags & kFlowChosen) === 0 ? null : (this.flags & kFlowing) !== 0;
  }

  set flowing(value: boolean | null | undefined) {
    if (value === null || value === undefined) this.flags &= ~(kFlowChosen | kFlowing);
    else if (value) this.flags |= kFlowChosen | kFlowing;
    else this.flags = (this.flags & ~kFlowing) | kFlowChosen;
  }

  /** What pause() and resume() said last; null before the first of them. */
  get paused(): boolean | null {
    return (this.flags & kPauseChosen) === 0 ? null : (this.flags & kPaused) !== 0;
  }

  set paused(value: boolean) {
    this.flags = value ? this.flags | kPauseChosen | kPaused : (this.flags & ~kPaused) | kPauseChosen;
  }

  get pipesCount(): number {
    return this.pipes.length;
  }

  undestroy(): void {
    const cleared = kConstructed | kClosed | kCloseEmitted | kDestroyed | kReading | kEnded | kEndEmitted | kErrorEmitted;
    this.flags = (this.flags & ~cleared) | kConstructed;
    this.errored = null;
    if (this.readable === false) this.flags |= kEnded | kEndEmitted;
  }

  // ---- the chunks

  append(chunk: any): void {
    const { buffer } = this;
    this.length += (this.flags & kObjectMode) !== 0 ? 1 : chunk.length;
    buffer[buffer.length] = chunk;
  }

  prepend(chunk: any): void {
    this.length += (this.flags & kObjectMode) !== 0 ? 1 : chunk.length;
    if (this.bufferIndex > 0) this.buffer[--this.bufferIndex] = chunk;
    else ArrayPrototypeUnshift(this.buffer, chunk);
  }

  /** How much read(n) gives. */
  readableAmount(n: number): number {
    const state = this.flags;
    if (n <= 0 || (this.length === 0 && (state & kEnded) !== 0)) return 0;
    if ((state & kObjectMode) !== 0) return 1;
    if (n !== n) {
      // Without a size, a flowing stream gives its chunks one by one.
      return (state & kFlowing) !== 0 && this.length > 0 ? this.buffer[this.bufferIndex].length : this.length;
    }
    if (n <= this.length) return n;
    return (state & kEnded) !== 0 ? this.length : 0;
  }

  /** A larger read than the mark allows raises it, to a power of two so that it does not creep. */
  raiseHighWaterMark(n: number): void {
    if (n > kLargestHighWaterMark) throw new codes.ERR_OUT_OF_RANGE("size", "<= 1GiB", n);
    let mark = 1;
    while (mark < n) mark *= 2;
    this.highWaterMark = mark;
  }

  /** Removes `n` of what is there, or all if `n` is 0 or more than that; `length` is the caller's to change. */
  take(n: number): any {
    if (this.length === 0) return null;
    if ((this.flags & kObjectMode) !== 0) return this.#takeFirst();
    if (!n || n >= this.length) return this.#takeAll();
    const first = this.buffer[this.bufferIndex];
    if (n < first.length) {
      this.buffer[this.bufferIndex] = rest(first, n);
      return start(first, n);
    }
    if (n === first.length) return this.#takeFirst();
    return this.#gather(n);
  }

  #takeFirst(): any {
    const { buffer } = this;
    const index = this.bufferIndex;
    const chunk = buffer[index];
    buffer[index] = null;
    this.#advanceTo(index + 1);
    return chunk;
  }

  #advanceTo(index: number): void {
    const { buffer } = this;
    if (index === buffer.length) {
      buffer.length = 0;
      this.bufferIndex = 0;
    } else if (index >= kMostTaken) {
      ArrayPrototypeSplice(buffer, 0, index);
      this.bufferIndex = 0;
    } else {
      this.bufferIndex = index;
    }
  }

  #takeAll(): any {
    const { buffer } = this;
    const index = this.bufferIndex;
    let all: any;
    if (this.decoder !== null) {
      // Bytes that were put back by unshift() become text, too.
      all = "";
      for (let i = index; i < buffer.length; i++) all += buffer[i];
    } else if (buffer.length - index === 1) {
      return this.#takeFirst();
    } else {
      all = binding.concat(index === 0 ? buffer : ArrayPrototypeSlice(buffer, index), this.length);
    }
    buffer.length = 0;
    this.bufferIndex = 0;
    return all;
  }

  /** `n` out of several chunks. */
  #gather(n: number): any {
    const { buffer } = this;
    const isText = this.decoder !== null;
    const bytes: any = isText ? undefined : binding.allocateUnsafe(n);
    let text = "";
    let at = 0;
    let index = this.bufferIndex;
    while (at < n) {
      const chunk = buffer[index];
      const wanted = n - at;
      const isWhole = chunk.length <= wanted;
      const part = isWhole ? chunk : start(chunk, wanted);
      if (isText) text += part;
      else TypedArrayPrototypeSet(bytes, part, at);
      at += part.length;
      if (isWhole) buffer[index++] = null;
      else buffer[index] = rest(chunk, wanted);
    }
    this.#advanceTo(index);
    return isText ? text : bytes;
  }

  /** Waits for no destination any more. */
  clearAwaitDrain(): void {
    if ((this.flags & kMultiAwaitDrain) !== 0) this.awaitDrainWriters.clear();
    else this.awaitDrainWriters = null;
  }
}

function start(chunk: any, n: number): any {
  return typeof chunk === "string" ? StringPrototypeSlice(chunk, 0, n) : chunk.subarray(0, n);
}

function rest(chunk: any, n: number): any {
  return typeof chunk === "string" ? StringPrototypeSlice(chunk, n) : chunk.subarray(n);
}

flags.defineFlags(ReadableState.prototype, [
  ["endEmitted", kEndEmitted],
  ["reading", kReading],
  ["needReadable", kNeedReadable],
  ["emittedReadable", kEmittedReadable],
  ["readableListening", kReadableListening],
  ["resumeScheduled", kResumeScheduled],
  ["multiAwaitDrain", kMultiAwaitDrain],
  ["readingMore", kReadingMore],
  ["dataEmitted", kDataEmitted],
]);
