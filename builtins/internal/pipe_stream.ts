// The parent's end of a child's pipe as a stream, and the native handle below it.
//
// Invariant: the handle reads while _read() waits for an answer; it is closed when the stream is destroyed, and
// 'close' follows.

import { Error } from "internal/primordials";
import { bindToFrame } from "internal/async_context";
import { errnoException } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { Duplex } from "internal/stream_duplex";

export interface PipeHandle {
  /** -1 when closed. */
  readonly fd: number;
  /** 0 or a negative error number, as of all that give a number. */
  start(): number;
  stop(): void;
  /** 0: all is written. 1: `done` will be called. Text is written as UTF-8. */
  write(data: string | Uint8Array, done: (status: number) => void): number;
  /** As write(), with a copy of a descriptor; never 0. */
  writeWith(fd: number, data: string | Uint8Array, done: (status: number) => void): number;
  /** The next of the descriptors that have come in, which is the caller's; -1: none. */
  takeDescriptor(): number;
  shutdown(done: (status: number) => void): number;
  close(): void;
  ref(): void;
  unref(): void;
  hasRef(): boolean;
}

interface PipeBinding {
  /** Takes the descriptor over in any case. A channel carries descriptors, too. */
  open(
    fd: number, onData: (bytes: Uint8Array) => void, onEnd: () => void, onError: (status: number) => void,
    isChannel?: boolean,
  ): PipeHandle | number;
}

export const binding = native("pipe") as PipeBinding;

type Callback = (error?: Error | null) => void;

/** What the child's program has not read when it ends is lost to it, and no fault. */
const kPeerGone = -104;

export class PipeStream extends (Duplex as any as new (options: object) => any) {
  _handle: PipeHandle | null = null;
  bytesRead = 0;
  bytesWritten = 0;
  connecting = false;
  #isReading = false;

  constructor(fd: number, readable: boolean) {
    super({ readable, allowHalfOpen: false, emitClose: false, decodeStrings: false, autoDestroy: true });
    const handle = binding.open(
      fd, bindToFrame((bytes: Uint8Array) => this.#onData(bytes)), bindToFrame(() => this.#onEnd()),
      bindToFrame((status: number) => this.#onError(status)));
    if (typeof handle === "number") {
      this.destroy(errnoException(handle, "open"));
      return;
    }
    this._handle = handle;
    // On the way of every net.Socket: what comes is taken in before somebody asks for it.
    if (readable) this.read(0);
  }

  get pending(): boolean {
    return this._handle === null;
  }

  #onData(bytes: Uint8Array): void {
    this.bytesRead += bytes.length;
    const { Buffer } = require("node:buffer");
    if (!this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))) this.#stop();
  }

  #onEnd(): void {
    this.#isReading = false;
    this.push(null);
    // 'end' comes although nobody reads, so that the stream closes.
    this.read(0);
  }

  #onError(status: number): void {
    this.#isReading = false;
    if (status === kPeerGone) this.#onEnd();
    else this.destroy(errnoException(status, "read"));
  }

  #stop(): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    this._handle?.stop();
  }

  _read(): void {
    if (this.#isReading || this._handle === null) return;
    this.#isReading = true;
    const status = this._handle.start();
    if (status < 0) this.destroy(errnoException(status, "read"));
  }

  _write(chunk: string | Uint8Array, encoding: string, callback: Callback): void {
    if (this._handle === null) {
      callback(errnoException(-9, "write"));
      return;
    }
    const { Buffer } = require("node:buffer");
    const data = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
    this.bytesWritten += data.length;
    const status = this._handle.write(
      data, bindToFrame((result: number) => callback(result < 0 ? errnoException(result, "write") : null)));
    if (status < 0) callback(errnoException(status, "write"));
    else if (status === 0) callback(null);
  }

  _final(callback: Callback): void {
    if (this._handle === null) {
      callback();
      return;
    }
    // A peer that is gone needs no goodbye.
    if (this._handle.shutdown(() => callback()) < 0) callback();
  }

  _destroy(error: Error | null, callback: Callback): void {
    this.#stop();
    this._handle?.close();
    this._handle = null;
    callback(error);
    nextTick(() => nextTick(() => this.emit("close", error != null)));
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once("finish", this.destroy);
  }

  ref(): this {
    this._handle?.ref();
    return this;
  }

  unref(): this {
    this._handle?.unref();
    return this;
  }
}
