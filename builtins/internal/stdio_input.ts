// process.stdin: a readable stream over descriptor 0, which is not touched before something wants to read.
// https://nodejs.org/api/process.html#processstdin
//
// Invariant: the descriptor is read while _read() waits for an answer and the program has not paused the stream.
// Reading, and only reading, keeps the process alive.

import { Error } from "internal/primordials";
import { nextTick } from "internal/next_tick";
import { binding } from "internal/stdio";
import { Readable } from "internal/stream_readable";

interface InputHandle {
  start(): void;
  stop(): void;
  ref(): void;
  unref(): void;
  setRawMode(raw: boolean): void;
  close(): void;
}

interface InputBinding {
  kind(fd: number): string;
  /** Reads nothing before start(). */
  openInput(fd: number, onData: (bytes: Uint8Array) => void, onEnd: () => void, onError: (error: Error) => void): InputHandle;
}

export class ReadStream extends (Readable as any as new (options: object) => any) {
  fd: number;
  #handle: InputHandle | undefined;
  #reading = false;
  #referenced = true;
  /** _read() has been called, and nothing has come since. */
  #wanted = false;
  #atEnd = false;

  constructor(fd: number) {
    super({ highWaterMark: 64 * 1024 });
    this.fd = fd;
  }

  #open(): InputHandle {
    if (this.#handle !== undefined) return this.#handle;
    this.#handle = (binding as unknown as InputBinding).openInput(
      this.fd, (bytes) => this.#onBytes(bytes), () => this.#onEnd(), (error) => this.destroy(error));
    if (!this.#referenced) this.#handle.unref();
    return this.#handle;
  }

  #start(): void {
    if (!this.#wanted || this.#reading || this.#atEnd || this.destroyed) return;
    this.#reading = true;
    try {
      this.#open().start();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #isPaused(): boolean {
    return this.readableFlowing === false && this.listenerCount("readable") === 0;
  }

  #startUnlessPaused(): void {
    if (!this.#isPaused()) this.#start();
  }

  #stop(): void {
    if (!this.#reading) return;
    this.#reading = false;
    this.#handle?.stop();
  }

  #onBytes(bytes: Uint8Array): void {
    this.#wanted = false;
    const { Buffer } = require("node:buffer");
    // Within push(), _read() may ask for more.
    if (!this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) && !this.#wanted) this.#stop();
  }

  #onEnd(): void {
    this.#stop();
    this.#atEnd = true;
    this.push(null);
  }

  _read(): void {
    this.#wanted = true;
    this.#startUnlessPaused();
  }

  _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#stop();
    this.#handle?.close();
    callback(error);
  }

  /** Who reads a paused stream by hand wants what comes. */
  read(size?: number): any {
    if (size !== 0) this.#start();
    return super.read(size);
  }

  pause(): this {
    super.pause();
    if (this.#isPaused()) this.#stop();
    return this;
  }

  resume(): this {
    super.resume();
    this.#startUnlessPaused();
    return this;
  }

  on(event: string | symbol, listener: (...args: any[]) => void): this {
    super.on(event, listener);
    if (event === "readable") nextTick(() => this.#startUnlessPaused());
    return this;
  }

  addListener(event: string | symbol, listener: (...args: any[]) => void): this {
    return this.on(event, listener);
  }

  ref(): this {
    this.#referenced = true;
    this.#handle?.ref();
    return this;
  }

  unref(): this {
    this.#referenced = false;
    this.#handle?.unref();
    return this;
  }

  setRawMode(raw: unknown): this {
    this.#open().setRawMode(!!raw);
    this.isRaw = !!raw;
    return this;
  }
}

export function openStandardInput(): ReadStream {
  const stream = new ReadStream(0) as any;
  if ((binding as unknown as InputBinding).kind(0) === "tty") {
    stream.isTTY = true;
    stream.isRaw = false;
  } else {
    // Only a terminal has modes.
    stream.setRawMode = undefined;
  }
  return stream;
}
