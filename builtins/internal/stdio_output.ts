// process.stdout and process.stderr: writable streams whose write(2) has been done when write() returns, so that
// nothing is lost when the process ends, whatever the descriptor is.
// https://nodejs.org/api/process.html#a-note-on-process-io
//
// A broken pipe: if nobody listens for 'error', the process ends quietly.

import {
  ArrayBufferIsView, ArrayPrototypePush, StringPrototypeToLowerCase, SymbolAsyncDispose, TypedArrayPrototypeGetBuffer,
  TypedArrayPrototypeGetByteLength, TypedArrayPrototypeGetByteOffset, Uint8Array,
} from "internal/primordials";
import EventEmitter from "node:events";
import { codes, errnoException } from "internal/errors";
import { isUint8Array } from "internal/validators";
import { nextTick } from "internal/next_tick";
import { binding, kBrokenPipe } from "internal/stdio";

export type WriteCallback = (error?: Error | null) => void;
type Chunk = string | Uint8Array;
interface Corked {
  chunk: Chunk;
  callback: WriteCallback | undefined;
}

interface OutputBinding {
  /** "tty", "file", "pipe", "socket" or "unknown". */
  kind(fd: number): string;
}

const Emitter = EventEmitter as unknown as new () => any;

function noop(): void {}

/** Text stays text while it is UTF-8: native code converts it in place. */
function toChunk(chunk: unknown, encoding: string): Chunk {
  if (typeof chunk === "string") {
    if (encoding === "utf8" || encoding === "utf-8" || encoding === "buffer") return chunk;
    return require("node:buffer").default.Buffer.from(chunk, encoding);
  }
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (isUint8Array(chunk)) return chunk;
  if (ArrayBufferIsView(chunk)) {
    const view = chunk as ArrayBufferView;
    return new Uint8Array(
      TypedArrayPrototypeGetBuffer(view), TypedArrayPrototypeGetByteOffset(view), TypedArrayPrototypeGetByteLength(view));
  }
  throw new codes.ERR_INVALID_ARG_TYPE("chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk);
}

function joinChunks(list: Corked[]): Chunk {
  let text = "";
  for (let i = 0; i < list.length; i++) {
    const { chunk } = list[i]!;
    if (typeof chunk !== "string") return joinBytes(list);
    text += chunk;
  }
  return text;
}

function joinBytes(list: Corked[]): Uint8Array {
  const { Buffer } = require("node:buffer").default;
  const parts: Uint8Array[] = [];
  for (let i = 0; i < list.length; i++) {
    const { chunk } = list[i]!;
    parts[i] = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  }
  return Buffer.concat(parts);
}

export class WriteStream extends Emitter {
  fd: number;
  _type: string;
  _isStdio = true;
  writable = true;
  writableEnded = false;
  writableFinished = false;
  writableObjectMode = false;
  writableHighWaterMark = 16384;
  writableNeedDrain = false;
  writableCorked = 0;
  destroyed = false;
  closed = false;
  errored: Error | null = null;
  #encoding = "utf8";
  #corked: Corked[] = [];
  #pipeBroken = false;

  constructor(fd: number, type: string) {
    super();
    this.fd = fd;
    this._type = type;
  }

  /** Bytes or characters that wait for uncork(). */
  get writableLength(): number {
    let length = 0;
    for (let i = 0; i < this.#corked.length; i++) length += this.#corked[i]!.chunk.length;
    return length;
  }

  write(chunk: unknown, encoding?: string | WriteCallback | null, callback?: WriteCallback): boolean {
    if (typeof encoding === "function") {
      callback = encoding;
      encoding = undefined;
    }
    if (callback !== undefined && typeof callback !== "function") callback = undefined;
    const data = toChunk(chunk, encoding || this.#encoding);
    if (this.writableEnded || this.destroyed) {
      const error = this.writableEnded ? new codes.ERR_STREAM_WRITE_AFTER_END() : new codes.ERR_STREAM_DESTROYED("write");
      this.#failLater(error, callback);
      return false;
    }
    if (this.writableCorked > 0) ArrayPrototypePush(this.#corked, { chunk: data, callback });
    else this.#writeNow(data, callback);
    return true;
  }

  #writeNow(data: Chunk, callback: WriteCallback | undefined): void {
    const status = binding.write(this.fd, data);
    if (status === 0) {
      if (callback !== undefined) nextTick(callback, null);
      return;
    }
    // A loop that goes on writing never lets the tick below run.
    if (status === kBrokenPipe && this.#pipeBroken && this.listenerCount("error") === 0) binding.endByBrokenPipe();
    this.#pipeBroken = status === kBrokenPipe;
    this.#failLater(errnoException(status, "write"), callback);
  }

  /** A write that went past the stream has failed. */
  emitWriteError(status: number): void {
    this.#failLater(errnoException(status, "write"), undefined);
  }

  #failLater(error: Error & { code?: string }, callback: WriteCallback | undefined): void {
    nextTick(() => {
      callback?.(error);
      if (error.code === "EPIPE" && this.listenerCount("error") === 0) binding.endByBrokenPipe();
      this.emit("error", error);
    });
  }

  cork(): void {
    this.writableCorked++;
  }

  uncork(): void {
    if (this.writableCorked === 0 || --this.writableCorked > 0) return;
    this.#flush();
  }

  #flush(): void {
    const list = this.#corked;
    if (list.length === 0) return;
    this.#corked = [];
    const { callback } = list[0]!;
    this.#writeNow(joinChunks(list), list.length === 1 ? callback : (error) => {
      for (let i = 0; i < list.length; i++) list[i]!.callback?.(error);
    });
  }

  end(chunk?: unknown, encoding?: string | WriteCallback, callback?: WriteCallback): this {
    if (typeof chunk === "function") {
      callback = chunk as WriteCallback;
      chunk = undefined;
    } else if (typeof encoding === "function") {
      callback = encoding;
      encoding = undefined;
    }
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding as string | undefined);
    if (this.writableEnded) {
      if (callback) nextTick(callback, this.writableFinished ? new codes.ERR_STREAM_ALREADY_FINISHED("end") : null);
      return this;
    }
    this.writableCorked = 0;
    this.#flush();
    this.writableEnded = true;
    this.writable = false;
    nextTick(() => {
      this.writableFinished = true;
      callback?.();
      this.emit("finish");
    });
    return this;
  }

  setDefaultEncoding(encoding: string): this {
    this.#encoding = StringPrototypeToLowerCase(`${encoding}`);
    return this;
  }

  /** The descriptor stays open: others, native code included, write to it. */
  destroy(error?: Error | null, callback: WriteCallback = noop): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.writable = false;
    if (error) this.errored = error;
    nextTick(() => {
      callback(error ?? null);
      if (error) this.emit("error", error);
      this.closed = true;
      this.emit("close");
    });
    return this;
  }

  destroySoon(): void {
    this.destroy();
  }

  get writableAborted(): boolean {
    return this.destroyed && !this.writableFinished;
  }

  [SymbolAsyncDispose](): Promise<void> {
    this.destroy();
    return Promise.resolve();
  }
}

export function openOutput(fd: 1 | 2): WriteStream {
  const kind = (binding as unknown as OutputBinding).kind(fd);
  if (kind === "tty") return new (require("internal/stdio_terminal").TerminalStream)(fd);
  return new WriteStream(fd, kind === "file" ? "fs" : "pipe");
}
