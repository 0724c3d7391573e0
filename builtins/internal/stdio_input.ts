// process.stdin: a readable stream over descriptor 0, which is not touched before something wants to read.
// https://nodejs.org/api/process.html#processstdin
//
// `readableFlowing` is null until somebody chooses: 'data' listeners, pipe() and resume() make it flow,
// pause() and 'readable' listeners make it wait for read(). Reading, and only reading, keeps the process alive.

import {
  ArrayPrototypePush, ArrayPrototypeShift, ArrayPrototypeSplice, ArrayPrototypeUnshift, Promise,
  StringPrototypeSlice, SymbolAsyncDispose, SymbolAsyncIterator,
} from "internal/primordials";
import EventEmitter from "node:events";
import { codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { binding, getMaterialisedStream } from "internal/stdio";

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

/** node:string_decoder's: keeps the start of a character that a chunk cuts. */
interface StringDecoder {
  encoding: string;
  write(bytes: Uint8Array): string;
  end(): string;
}

type Chunk = string | Uint8Array;

const Emitter = EventEmitter as unknown as new () => any;
const kHighWaterMark = 64 * 1024;

function emptyChunk(chunk: Chunk): boolean {
  return chunk.length === 0;
}

export class ReadStream extends Emitter {
  fd: number;
  readable = true;
  readableFlowing: boolean | null = null;
  readableEnded = false;
  readableObjectMode = false;
  readableDidRead = false;
  readableHighWaterMark = kHighWaterMark;
  destroyed = false;
  closed = false;
  errored: Error | null = null;
  #handle: InputHandle | undefined;
  #reading = false;
  #referenced = true;
  #chunks: Chunk[] = [];
  #length = 0;
  #atEnd = false;
  #flowScheduled = false;
  #readableScheduled = false;
  #decoder: StringDecoder | undefined;
  #destinations: { stream: any; detach: () => void }[] = [];

  constructor(fd: number) {
    super();
    this.fd = fd;
  }

  get readableLength(): number {
    return this.#length;
  }

  get readableEncoding(): string | null {
    return this.#decoder?.encoding ?? null;
  }

  get readableAborted(): boolean {
    return this.destroyed && !this.readableEnded;
  }

  // ---- the descriptor

  #open(): InputHandle {
    if (this.#handle !== undefined) return this.#handle;
    this.#handle = (binding as unknown as InputBinding).openInput(
      this.fd, (bytes) => this.#onBytes(bytes), () => this.#onEnd(), (error) => this.destroy(error));
    if (!this.#referenced) this.#handle.unref();
    return this.#handle;
  }

  #startReading(): void {
    if (this.#reading || this.#atEnd || this.destroyed) return;
    this.#reading = true;
    try {
      this.#open().start();
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  #stopReading(): void {
    if (!this.#reading) return;
    this.#reading = false;
    this.#handle?.stop();
  }

  #onBytes(bytes: Uint8Array): void {
    this.readableDidRead = true;
    const chunk = this.#decoder === undefined
      ? require("node:buffer").default.Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      : this.#decoder.write(bytes);
    if (!emptyChunk(chunk)) this.#deliver(chunk);
  }

  #onEnd(): void {
    this.#stopReading();
    const rest = this.#decoder?.end() ?? "";
    this.#atEnd = true;
    if (rest !== "") this.#deliver(rest);
    if (this.#length > 0 || this.listenerCount("readable") > 0) this.#scheduleReadable();
    else if (this.readableFlowing !== false) this.#finish();
  }

  #deliver(chunk: Chunk): void {
    if (this.readableFlowing === true && this.#length === 0) {
      this.emit("data", chunk);
      return;
    }
    ArrayPrototypePush(this.#chunks, chunk);
    this.#length += chunk.length;
    if (this.#length >= kHighWaterMark) this.#stopReading();
    this.#scheduleReadable();
  }

  #finish(): void {
    if (this.readableEnded || this.destroyed) return;
    this.readableEnded = true;
    this.readable = false;
    nextTick(() => {
      this.emit("end");
      this.destroy();
    });
  }

  // ---- flowing and waiting

  on(event: string | symbol, listener: (...args: any[]) => void): this {
    super.on(event, listener);
    if (event === "data" && this.readableFlowing !== false) {
      this.resume();
    } else if (event === "readable") {
      this.readableFlowing = false;
      if (this.#length > 0 || this.#atEnd) this.#scheduleReadable();
      else nextTick(() => this.#startReading());
    }
    return this;
  }

  addListener(event: string | symbol, listener: (...args: any[]) => void): this {
    return this.on(event, listener);
  }

  resume(): this {
    if (this.readableFlowing !== true) {
      this.readableFlowing = this.listenerCount("readable") === 0;
      this.#scheduleFlow();
    }
    return this;
  }

  pause(): this {
    if (this.readableFlowing !== false) {
      this.readableFlowing = false;
      this.#stopReading();
      this.emit("pause");
    }
    return this;
  }

  isPaused(): boolean {
    return this.readableFlowing === false;
  }

  #scheduleFlow(): void {
    if (this.#flowScheduled) return;
    this.#flowScheduled = true;
    nextTick(() => {
      this.#flowScheduled = false;
      if (this.destroyed) return;
      this.emit("resume");
      this.#flow();
    });
  }

  #flow(): void {
    while (this.readableFlowing === true && this.#chunks.length > 0) this.emit("data", this.#takeFirst());
    if (this.readableFlowing !== true) return;
    if (this.#atEnd) this.#finish();
    else this.#startReading();
  }

  #scheduleReadable(): void {
    if (this.#readableScheduled || this.listenerCount("readable") === 0) return;
    this.#readableScheduled = true;
    nextTick(() => {
      this.#readableScheduled = false;
      if (this.destroyed) return;
      if (this.#length > 0 || this.#atEnd) this.emit("readable");
      if (!this.#atEnd && this.#length < kHighWaterMark) this.#startReading();
    });
  }

  // ---- read()

  #takeFirst(): Chunk {
    const chunk = ArrayPrototypeShift(this.#chunks) as Chunk;
    this.#length -= chunk.length;
    return chunk;
  }

  #takeAll(): Chunk {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#length = 0;
    if (chunks.length === 1) return chunks[0]!;
    if (this.#decoder === undefined) return require("node:buffer").default.Buffer.concat(chunks);
    let text = "";
    for (let i = 0; i < chunks.length; i++) text += chunks[i];
    return text;
  }

  #take(count: number): Chunk {
    const all = this.#takeAll();
    const isText = typeof all === "string";
    const rest = isText ? StringPrototypeSlice(all, count) : all.subarray(count);
    if (rest.length > 0) {
      ArrayPrototypePush(this.#chunks, rest);
      this.#length = rest.length;
    }
    return isText ? StringPrototypeSlice(all, 0, count) : all.subarray(0, count);
  }

  /** What has arrived, or exactly `size` of it; null if that is not there. */
  read(size?: number): Chunk | null {
    if (size === 0) {
      if (this.#atEnd && this.#length === 0) this.#finish();
      else this.#startReading();
      return null;
    }
    if (this.#length === 0) {
      if (this.#atEnd) this.#finish();
      else this.#startReading();
      return null;
    }
    if (size !== undefined && size > this.#length && !this.#atEnd) {
      this.#startReading();
      return null;
    }
    const chunk = size === undefined || size >= this.#length ? this.#takeAll() : this.#take(size);
    if (this.#atEnd && this.#length === 0) this.#finish();
    else if (this.#length < kHighWaterMark) this.#startReading();
    this.readableDidRead = true;
    this.emit("data", chunk);
    return chunk;
  }

  unshift(chunk: Chunk): void {
    if (this.readableEnded) throw new codes.ERR_STREAM_UNSHIFT_AFTER_END_EVENT();
    const entry = this.#decoder !== undefined && typeof chunk !== "string" ? this.#decoder.write(chunk)
      : this.#decoder === undefined && typeof chunk === "string" ? require("node:buffer").default.Buffer.from(chunk) : chunk;
    if (emptyChunk(entry)) return;
    ArrayPrototypeUnshift(this.#chunks, entry);
    this.#length += entry.length;
    this.#scheduleReadable();
    if (this.readableFlowing === true) this.#scheduleFlow();
  }

  setEncoding(encoding: string): this {
    const decoder = new (require("node:string_decoder").default.StringDecoder)(encoding) as StringDecoder;
    if (this.#length > 0) {
      const text = decoder.write(this.#takeAll() as Uint8Array);
      this.#chunks = [text];
      this.#length = text.length;
    }
    this.#decoder = decoder;
    return this;
  }

  // ---- pipe()

  pipe<D extends { write(chunk: Chunk): boolean; end(): void; [key: string]: any }>(destination: D, options?: { end?: boolean }): D {
    const ends = options?.end !== false && destination !== getMaterialisedStream(1) && destination !== getMaterialisedStream(2);
    const onData = (chunk: Chunk) => { if (destination.write(chunk) === false) this.pause(); };
    const onDrain = () => this.resume();
    const onEnd = () => { if (ends) destination.end(); };
    const onClose = () => this.unpipe(destination);
    this.on("data", onData);
    this.once("end", onEnd);
    destination.on("drain", onDrain);
    destination.once("close", onClose);
    ArrayPrototypePush(this.#destinations, {
      stream: destination,
      detach: () => {
        this.removeListener("data", onData);
        this.removeListener("end", onEnd);
        destination.removeListener("drain", onDrain);
        destination.removeListener("close", onClose);
        destination.emit("unpipe", this);
      },
    });
    destination.emit("pipe", this);
    this.resume();
    return destination;
  }

  /** Detaches one destination, or all. */
  unpipe(destination?: unknown): this {
    const list = this.#destinations;
    for (let i = list.length - 1; i >= 0; i--) {
      if (destination !== undefined && list[i]!.stream !== destination) continue;
      const { detach } = list[i]!;
      ArrayPrototypeSplice(list, i, 1);
      detach();
    }
    if (list.length === 0) this.pause();
    return this;
  }

  // ---- the end

  destroy(error?: Error | null): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.readable = false;
    if (error) this.errored = error;
    this.#stopReading();
    this.#handle?.close();
    nextTick(() => {
      if (error) this.emit("error", error);
      this.closed = true;
      this.emit("close");
    });
    return this;
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

  [SymbolAsyncDispose](): Promise<void> {
    this.destroy();
    return Promise.resolve();
  }

  async *[SymbolAsyncIterator](): AsyncGenerator<Chunk, void> {
    let wake: () => void = () => {};
    let failure: Error | undefined;
    const onError = (error: Error) => { failure = error; };
    const events = ["readable", "end", "close"];
    const onEvent = () => wake();
    this.on("error", onError);
    for (let i = 0; i < events.length; i++) this.on(events[i]!, onEvent);
    try {
      for (;;) {
        const chunk = this.destroyed ? null : this.read();
        if (chunk !== null) yield chunk;
        else if (failure !== undefined) throw failure;
        else if (this.closed || this.readableEnded) return;
        else await new Promise<void>((resolve) => { wake = resolve; });
      }
    } finally {
      this.removeListener("error", onError);
      for (let i = 0; i < events.length; i++) this.removeListener(events[i]!, onEvent);
      this.destroy();
    }
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
