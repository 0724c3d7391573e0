// What a writable stream knows: its bits, the write that is under way, and those that wait for it.
//
// Invariant: the writes that wait are `buffered` from `bufferedIndex` on; `length` is their bytes or characters (of
// objects: their number) and those of the write under way.
import { ArrayPrototypeSlice, FunctionPrototypeBind } from "internal/primordials";
import * as flags from "internal/stream_flags";
import { highWaterMarkOf } from "internal/stream_water_mark";

export type WriteCallback = (error?: any) => void;

/** A write that waits, as `_writev()` gets it. */
export interface BufferedWrite {
  chunk: any;
  encoding: string;
  callback: WriteCallback;
}

/** Writes with one callback that ended within a tick, told of together. */
export interface AfterWrite {
  count: number;
  callback: WriteCallback;
}

export class WritableState {
  flags: number;
  highWaterMark: number;
  length = 0;
  corked = 0;
  /** What `_write()` calls, the same function for every chunk. */
  onwrite: (error?: any) => void;
  /** Of the write under way: the program's callback, and its size. */
  writecb: WriteCallback | null = null;
  writelen = 0;
  buffered: BufferedWrite[] = [];
  bufferedIndex = 0;
  /** Callbacks that are owed, `_final()`'s included: 'finish' waits for them. */
  pendingcb = 0;
  afterWriteTickInfo: AfterWrite | null = null;
  /** Callbacks of end(). */
  finishCallbacks: WriteCallback[] = [];
  errored: any = null;
  defaultEncoding = "utf8";
  /** False for a duplex without this side. */
  writable: boolean | undefined = undefined;

  constructor(options: any, stream: any, isDuplex: boolean, onwrite: (stream: any, error?: any) => void) {
    const objectMode = !!(options && (options.objectMode || (isDuplex && options.writableObjectMode)));
    let bits = flags.flagsFromOptions(options, objectMode) | flags.kAllBuffers | flags.kAllNoop;
    if (!options || options.decodeStrings !== false) bits |= flags.kDecodeStrings;
    this.flags = bits;
    this.highWaterMark = highWaterMarkOf(options, objectMode, "writableHighWaterMark", isDuplex);
    this.onwrite = FunctionPrototypeBind(onwrite, undefined, stream);
    const encoding = options?.defaultEncoding;
    if (encoding && encoding !== "utf8") {
      const { Buffer } = require("node:buffer");
      if (!Buffer.isEncoding(encoding)) throw new (require("internal/errors").codes.ERR_UNKNOWN_ENCODING)(encoding);
      this.defaultEncoding = encoding;
    }
  }

  getBuffer(): BufferedWrite[] {
    return ArrayPrototypeSlice(this.buffered, this.bufferedIndex);
  }

  get bufferedRequestCount(): number {
    return this.buffered.length - this.bufferedIndex;
  }

  resetBuffer(): void {
    this.buffered = [];
    this.bufferedIndex = 0;
    this.flags |= flags.kAllBuffers | flags.kAllNoop;
  }

  undestroy(): void {
    const { kConstructed, kDestroyed, kClosed, kCloseEmitted, kErrorEmitted, kFinalCalled, kPrefinished, kEnded, kEnding,
      kFinished } = flags;
    const cleared = kDestroyed | kClosed | kCloseEmitted | kErrorEmitted | kFinalCalled | kPrefinished | kEnded | kEnding |
      kFinished;
    this.flags = (this.flags & ~cleared) | kConstructed;
    this.errored = null;
    if (this.writable === false) this.flags |= kEnded | kEnding | kFinished;
  }
}

flags.defineFlags(WritableState.prototype, [
  ["finalCalled", flags.kFinalCalled],
  ["needDrain", flags.kNeedDrain],
  ["ending", flags.kEnding],
  ["finished", flags.kFinished],
  ["decodeStrings", flags.kDecodeStrings],
  ["writing", flags.kWriting],
  ["bufferProcessing", flags.kBufferProcessing],
  ["prefinished", flags.kPrefinished],
  ["allBuffers", flags.kAllBuffers],
  ["allNoop", flags.kAllNoop],
]);
