// FileSink: writing piece by piece (https://bun.sh/docs/api/file-io#incremental-writing-with-filesink).
//
// Small pieces are gathered until there are `highWaterMark` bytes, the program flushes, or its turn ends. A regular
// file and the standard streams are written here and now, anything else on the thread pool, in order.
import {
  ArrayBufferIsView, ArrayPrototypePush, PromisePrototypeThen, PromiseResolve, SymbolAsyncDispose, SymbolDispose, TypedArrayPrototypeSet,
  TypeError, Uint8Array,
} from "internal/primordials";
import { type BufferNative } from "internal/buffer_native";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { stampCode } from "internal/errors";
import { constants } from "internal/fs_constants";
import { binding, kPromise, type NativePath } from "internal/fs_native";
import { nextTick } from "internal/next_tick";
import { binding as stdio } from "internal/stdio";
import { anyViewParts, bytesFrom } from "web/byte_views";
import { encodeText } from "web/encoding";
import { finishInterface } from "web/webidl";

const buffers: BufferNative = native("buffer");
const kFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
const kHighWaterMark = 65536;

/** Where a sink's bytes go. Both may throw, or give a promise that rejects. */
export interface SinkTarget {
  write(data: string | Uint8Array): undefined | Promise<unknown>;
  end(): undefined | Promise<unknown>;
  ref?(): void;
  unref?(): void;
}

let newSink: (target: SinkTarget, options: any) => FileSink;

export class FileSink {
  #target: SinkTarget;
  #highWaterMark = kHighWaterMark;
  #pending: (string | Uint8Array)[] = [];
  #pendingSize = 0;
  #isEnded = false;
  #isFlushPlanned = false;
  // What is being written; the rest waits for it.
  #work: Promise<unknown> | undefined = undefined;
  #failure: { error: unknown } | undefined = undefined;

  static {
    newSink = (target, options) => new FileSink(kFromTarget, target, options);
  }

  constructor(key: symbol, target: SinkTarget, options: any) {
    if (key !== kFromTarget) throw new TypeError("Illegal constructor");
    this.#target = target;
    this.start(options);
  }

  /** Of a file by its path, which is made or emptied, or of a descriptor, which stays open. */
  static open(path: NativePath | undefined, fd: number, options: any): FileSink {
    return newSink(new FileTarget(path === undefined ? fd : binding.open(path, kFlags, 0o666), path !== undefined), options);
  }

  start(options?: any): void {
    const mark = options?.highWaterMark;
    if (typeof mark === "number" && mark > 0) this.#highWaterMark = mark;
  }

  /** The number of bytes; a promise of it while the target cannot take more. */
  write(data: any): number | Promise<number> {
    if (this.#isEnded) throw ended();
    const chunk = chunkFrom(data, arguments.length);
    const size = typeof chunk === "string" ? buffers.byteLengthUtf8(chunk) : chunk.length;
    if (size === 0) return 0;
    this.#throwFailure();
    this.#add(chunk, size);
    if (this.#pendingSize >= this.#highWaterMark) {
      const work = this.#flushNow();
      return work === undefined ? size : PromisePrototypeThen(work, () => size) as Promise<number>;
    }
    if (!this.#isFlushPlanned) {
      this.#isFlushPlanned = true;
      nextTick(() => this.#flushPlanned());
    }
    return size;
  }

  #add(chunk: string | Uint8Array, size: number): void {
    const list = this.#pending;
    const last = list.length - 1;
    if (typeof chunk !== "string") {
      // The program may write to its memory later, unless all is out by then.
      const isOutAtOnce = this.#work === undefined && this.#pendingSize + size >= this.#highWaterMark && this.#target instanceof FileTarget
        && this.#target.isImmediate;
      ArrayPrototypePush(list, isOutAtOnce ? chunk : bytesFrom(chunk));
    } else if (last >= 0 && typeof list[last] === "string") {
      list[last] += chunk;
    } else {
      ArrayPrototypePush(list, chunk);
    }
    this.#pendingSize += size;
  }

  #flushPlanned(): void {
    this.#isFlushPlanned = false;
    if (this.#pendingSize === 0) return;
    try {
      const work = this.#flushNow();
      // Whoever uses the sink next hears of it.
      if (work !== undefined) PromisePrototypeThen(work, undefined, () => {});
    } catch (error) {
      this.#failure = { error };
    }
  }

  /** Hands over what is pending; a promise if that, or what was handed over before, takes time. */
  #flushNow(): Promise<unknown> | undefined {
    const list = this.#pending;
    if (list.length === 0) return this.#work;
    const size = this.#pendingSize;
    this.#pending = [];
    this.#pendingSize = 0;
    const data = list.length === 1 ? list[0] : joined(list, size);
    if (this.#work === undefined) return this.#track(this.#target.write(data));
    return this.#track(PromisePrototypeThen(this.#work, () => this.#target.write(data)) as Promise<unknown>);
  }

  #track(work: Promise<unknown> | undefined): Promise<unknown> | undefined {
    this.#work = work;
    if (work === undefined) return undefined;
    PromisePrototypeThen(work, () => {
      if (this.#work === work) this.#work = undefined;
    }, (error: unknown) => {
      this.#failure = { error };
      if (this.#work === work) this.#work = undefined;
    });
    return work;
  }

  #throwFailure(): void {
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    throw failure.error;
  }

  /** The number of bytes that were waiting. */
  flush(): number | Promise<number> {
    if (this.#isEnded) return 0;
    this.#throwFailure();
    const size = this.#pendingSize;
    const work = this.#flushNow();
    return work === undefined ? size : PromisePrototypeThen(work, () => size) as Promise<number>;
  }

  /** Flushes, and closes what the sink has opened. */
  end(_error?: unknown): number | Promise<number> {
    if (this.#isEnded) return 0;
    const size = this.#pendingSize;
    this.#isEnded = true;
    let work: Promise<unknown> | undefined;
    try {
      this.#throwFailure();
      work = this.#flushNow();
    } catch (error) {
      this.#target.end();
      throw error;
    }
    if (work === undefined) {
      const end = this.#target.end();
      return end === undefined ? size : PromisePrototypeThen(end, () => size) as Promise<number>;
    }
    const finish = () => this.#target.end();
    return PromisePrototypeThen(work, () => PromisePrototypeThen(PromiseResolve(finish()), () => size), (error: unknown) => {
      finish();
      throw error;
    }) as Promise<number>;
  }

  close(): void {
    void this.end();
  }

  ref(): void {
    this.#target.ref?.();
  }
  unref(): void {
    this.#target.unref?.();
  }

  [SymbolDispose](): void {
    void this.end();
  }
  async [SymbolAsyncDispose](): Promise<void> {
    await this.end();
  }
}
finishInterface(FileSink, "FileSink");

/** A sink over another target: what a child process reads. */
export function sinkOver(target: SinkTarget, options?: any): FileSink {
  return newSink(target, options);
}

const kFromTarget = Symbol("fromTarget");

function ended(): Error {
  return stampCode(new TypeError("The sink has ended"), "ERR_INVALID_STATE");
}

/** Text, or the bytes of a buffer or a view, over the same memory. */
function chunkFrom(data: any, count: number): string | Uint8Array {
  if (typeof data === "string") return data;
  if (ArrayBufferIsView(data)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(data);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (isAnyArrayBuffer(data)) return new Uint8Array(data);
  throw stampCode(new TypeError("write() expects a string, ArrayBufferView, or ArrayBuffer"),
    count === 0 ? "ERR_MISSING_ARGS" : "ERR_INVALID_ARG_TYPE");
}

function joined(list: (string | Uint8Array)[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const part = typeof item === "string" ? encodeText(item) : item;
    TypedArrayPrototypeSet(bytes, part, at);
    at += part.length;
  }
  return bytes;
}

class FileTarget implements SinkTarget {
  private fd: number;
  private isOwn: boolean;
  readonly isImmediate: boolean;

  constructor(fd: number, isOwn: boolean) {
    this.fd = fd;
    this.isOwn = isOwn;
    this.isImmediate = fd === 1 || fd === 2 || (stdio as any).kind(fd) === "file";
  }

  write(data: string | Uint8Array): undefined | Promise<unknown> {
    return binding.writeFile(this.fd, data, 0, 0, false, this.isImmediate ? undefined : kPromise);
  }

  end(): undefined {
    if (this.isOwn) binding.close(this.fd);
    return undefined;
  }
}
