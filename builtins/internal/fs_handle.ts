// FileHandle, what fs.promises.open() gives (https://nodejs.org/api/fs.html#class-filehandle), and the
// operations on an open file that it shares with fs.promises.
//
// Invariant: the descriptor is closed once, after the last operation in flight on it has ended.
import EventEmitter from "node:events";
import {
  FinalizationRegistry,
  FinalizationRegistryPrototypeRegister,
  FinalizationRegistryPrototypeUnregister,
  Promise,
  PromisePrototypeThen,
  PromiseResolve,
  SymbolAsyncDispose,
  SymbolAsyncIterator,
  SymbolIterator,
} from "internal/primordials";
import { validateBuffer, validateEncoding, validateInteger, validateObject, kValidateObjectAllowNullable } from "internal/validators";
import { AbortError, codes } from "internal/errors";
import { isArrayBufferView } from "internal/buffer_types";
import { registerPlatformClass } from "web/webidl";
import { binding, kPromise } from "internal/fs_native";
import { statsFrom, statValues } from "internal/fs_stats";
import {
  checkBuffers,
  checkData,
  checkFlush,
  checkNotAborted,
  checkOwner,
  checkWriteRange,
  encodeText,
  encodingNumber,
  fromReadOptions,
  parseFileMode,
  toLength,
  toOptions,
  toReadRange,
  toSeconds,
} from "internal/fs_utils";

type Operation<R> = (fd: number) => Promise<R>;

/** Files that a program forgot to close are closed when their handle is collected. */
const forgotten = new FinalizationRegistry((fd: number) => {
  require("node:process").default.emitWarning(`Closing file descriptor ${fd} on garbage collection`);
  binding.close(fd, () => {});
});

/** Rejects when the signal fires, whatever becomes of the work. */
export function unlessAborted<T>(work: Promise<T>, signal: any): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve: any, reject: any) => {
    const onAbort = () => {
      const { AbortError } = require("internal/errors");
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const settle = (then: any) => (value: any) => {
      signal.removeEventListener("abort", onAbort);
      then(value);
    };
    PromisePrototypeThen(work, settle(resolve), settle(reject));
  });
}

function isIterable(data: any): boolean {
  if (data === null || typeof data !== "object" || isArrayBufferView(data)) return false;
  return typeof data[SymbolAsyncIterator] === "function" || typeof data[SymbolIterator] === "function";
}

async function writeWhole(fd: number, data: any): Promise<void> {
  const size = typeof data === "string" ? undefined : data.byteLength;
  if (size === 0) return;
  await binding.writeFile(fd, data, 0, 0, false, kPromise);
}

/** Writes text, bytes, or pieces of either as they come, where the file stands. */
export async function writeToFd(fd: number, data: any, options: any): Promise<void> {
  const { signal, encoding } = options;
  checkNotAborted(signal);
  if (!isIterable(data)) {
    checkData(data);
    return unlessAborted(writeWhole(fd, encodeText(data, encoding)), signal);
  }
  for await (const piece of data) {
    checkNotAborted(signal);
    const isBytes = isArrayBufferView(piece);
    await writeWhole(fd, isBytes ? piece : require("node:buffer").Buffer.from(piece, encoding || "utf8"));
  }
  checkNotAborted(signal);
}

export class FileHandle extends (EventEmitter as any as new () => { emit(name: string): boolean }) {
  #fd: number;
  #inFlight = 0;
  /** Settles once the descriptor is closed; there while close() waits for what is in flight. */
  #closing: Promise<void> | undefined;
  #finishClose: (() => void) | undefined;
  #isStreamed = false;

  static {
    registerPlatformClass(this.prototype, {
      name: "FileHandle",
      builtin: "internal/fs_handle",
      isInstance: (value) => #fd in value,
      serialize: () => {
        throw new codes.ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST();
      },
      whyNotTransferable: (handle: FileHandle) =>
        handle.#inFlight > 0 || handle.#fd === -1 ? "Cannot transfer FileHandle while in use" : undefined,
      // The descriptor goes along.
      transfer(handle: FileHandle) {
        const fd = handle.#fd;
        FinalizationRegistryPrototypeUnregister(forgotten, handle);
        handle.#fd = -1;
        native("workers").noteDescriptor(fd, false);
        return fd;
      },
      receive(fd: number) {
        native("workers").noteDescriptor(fd, true);
        return new FileHandle(fd);
      },
    });
  }

  constructor(fd: number) {
    super();
    this.#fd = fd;
    FinalizationRegistryPrototypeRegister(forgotten, this, fd, this);
  }

  get fd(): number {
    return this.#fd;
  }

  async #use<R>(syscall: string, operation: Operation<R>): Promise<R> {
    if (this.#fd === -1 || this.#closing !== undefined) {
      const error: any = new Error("file closed");
      error.code = "EBADF";
      error.syscall = syscall;
      throw error;
    }
    this.#inFlight++;
    try {
      return await operation(this.#fd);
    } finally {
      if (--this.#inFlight === 0) this.#finishClose?.();
    }
  }

  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing;
    if (this.#fd === -1) return PromiseResolve(undefined) as Promise<void>;
    const fd = this.#fd;
    FinalizationRegistryPrototypeUnregister(forgotten, this);
    const idle = this.#inFlight === 0 ? undefined : new Promise<void>((resolve: any) => (this.#finishClose = resolve));
    if (idle === undefined) this.#fd = -1;
    this.#closing = (async () => {
      await idle;
      this.#fd = -1;
      try {
        await binding.close(fd, kPromise);
      } finally {
        this.#closing = undefined;
      }
    })();
    this.emit("close");
    return this.#closing;
  }

  async [SymbolAsyncDispose](): Promise<void> {
    await this.close();
  }

  appendFile(data: any, options?: any): Promise<void> {
    return this.#use("appendFile", (fd) => writeToHandle(fd, data, options));
  }

  chmod(mode: any): Promise<void> {
    return this.#use("fchmod", async (fd) => binding.fchmod(fd, parseFileMode(mode, "mode"), kPromise));
  }

  chown(uid: any, gid: any): Promise<void> {
    return this.#use("fchown", async (fd) => {
      checkOwner(uid, gid);
      return binding.fchown(fd, uid, gid, kPromise);
    });
  }

  createReadStream(options?: any): any {
    return new (require("internal/fs_read_stream").ReadStream)(undefined, { ...options, fd: this });
  }

  /** Lines as an asynchronous iterable; the handle is closed after the last. */
  readLines(options?: any): any {
    return require("node:readline").default.createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }

  /** The rest of the file as bytes; the handle stays open, and gives only one such stream. */
  readableWebStream(options: any = {}): any {
    validateObject(options, "options");
    if (this.#fd === -1) throw new codes.ERR_INVALID_STATE("The FileHandle is closed");
    if (this.#closing !== undefined) throw new codes.ERR_INVALID_STATE("The FileHandle is closing");
    if (this.#isStreamed) throw new codes.ERR_INVALID_STATE("The FileHandle is locked");
    this.#isStreamed = true;
    const { ReadableStream } = require("node:stream/web").default;
    let isOver = false;
    let controller: any;
    this.once("close", () => {
      if (!isOver) controller.error(new AbortError());
    });
    return new ReadableStream({
      type: "bytes",
      autoAllocateChunkSize: 16384,
      start(made: any) {
        controller = made;
      },
      pull: async () => {
        const { view } = controller.byobRequest;
        const { bytesRead } = await this.read(view, 0, view.byteLength);
        if (bytesRead === 0) {
          isOver = true;
          controller.close();
        }
        controller.byobRequest?.respond(bytesRead);
      },
      cancel() {
        isOver = true;
      },
    });
  }

  createWriteStream(options?: any): any {
    return new (require("internal/fs_write_stream").WriteStream)(undefined, { ...options, fd: this });
  }

  datasync(): Promise<void> {
    return this.#use("fdatasync", (fd) => binding.fdatasync(fd, kPromise));
  }

  sync(): Promise<void> {
    return this.#use("fsync", (fd) => binding.fsync(fd, kPromise));
  }

  read(buffer?: any, offset?: any, length?: any, position?: any): Promise<{ bytesRead: number; buffer: any }> {
    return this.#use("read", (fd) => read(fd, buffer, offset, length, position));
  }

  readv(buffers: any, position?: any): Promise<{ bytesRead: number; buffers: any }> {
    return this.#use("readv", async (fd) => {
      checkBuffers(buffers);
      const bytesRead = await binding.readv(fd, buffers, typeof position === "number" ? position : -1, kPromise);
      return { __proto__: null, bytesRead, buffers } as any;
    });
  }

  readFile(options?: any): Promise<any> {
    return this.#use("readFile", (fd) => readWhole(fd, toOptions(options, { flag: "r" } as any)));
  }

  stat(options?: any): Promise<any> {
    return this.#use("fstat", async (fd) => {
      const values = statValues(options?.bigint);
      await binding.fstat(fd, values, kPromise);
      return statsFrom(values);
    });
  }

  truncate(len: any = 0): Promise<void> {
    return this.#use("ftruncate", async (fd) => binding.ftruncate(fd, toLength(len), kPromise));
  }

  utimes(atime: any, mtime: any): Promise<void> {
    return this.#use("futimes", async (fd) => binding.futimes(fd, toSeconds(atime, "atime"), toSeconds(mtime, "mtime"), kPromise));
  }

  write(data: any, offset?: any, length?: any, position?: any): Promise<{ bytesWritten: number; buffer: any }> {
    return this.#use("write", (fd) => write(fd, data, offset, length, position));
  }

  writev(buffers: any, position?: any): Promise<{ bytesWritten: number; buffers: any }> {
    return this.#use("writev", async (fd) => {
      checkBuffers(buffers);
      if (buffers.length === 0) return { __proto__: null, bytesWritten: 0, buffers } as any;
      const bytesWritten = await binding.writev(fd, buffers, typeof position === "number" ? position : -1, kPromise);
      return { __proto__: null, bytesWritten, buffers } as any;
    });
  }

  writeFile(data: any, options?: any): Promise<void> {
    return this.#use("writeFile", (fd) => writeToHandle(fd, data, options));
  }
}

async function writeToHandle(fd: number, data: any, options: any): Promise<void> {
  const checked = toOptions(options, { encoding: "utf8" });
  checkFlush(checked.flush);
  if (!isIterable(data)) checkData(data);
  await writeToFd(fd, data, checked);
  if (checked.flush) await binding.fsync(fd, kPromise);
}

/** The rest of an open file, or the whole of one by its path. */
export async function readWhole(file: any, options: any, flags = 0): Promise<any> {
  checkNotAborted(options.signal);
  const encoding = encodingNumber(options.encoding);
  if (encoding < 0) require("node:buffer");
  return unlessAborted(binding.readFile(file, encoding, flags, kPromise), options.signal);
}

async function read(fd: number, buffer: any, offset: any, length: any, position: any) {
  if (!isArrayBufferView(buffer)) {
    const options = buffer;
    if (options !== undefined) validateObject(options, "options", kValidateObjectAllowNullable);
    buffer = options?.buffer ?? require("node:buffer").Buffer.alloc(16384);
    validateBuffer(buffer);
    ({ offset, length, position } = fromReadOptions(options ?? null, (buffer as any).byteLength));
  } else if (offset !== null && typeof offset === "object") {
    ({ offset, length, position } = fromReadOptions(offset, buffer.byteLength));
  }
  length ??= (buffer as any).byteLength - (offset ?? 0);
  const range = toReadRange(buffer, offset, length, position);
  if (range.length === 0) return { __proto__: null, bytesRead: 0, buffer } as any;
  const bytesRead = await binding.read(fd, buffer as any, range.offset, range.length, range.position, kPromise);
  return { __proto__: null, bytesRead, buffer } as any;
}

async function write(fd: number, data: any, offset: any, length: any, position: any) {
  if (data?.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer: data } as any;
  if (isArrayBufferView(data)) {
    if (offset !== null && typeof offset === "object") {
      ({ offset, length, position } = fromReadOptions(offset, data.byteLength));
    }
    if (offset == null) offset = 0;
    else validateInteger(offset, "offset", 0);
    if (typeof length !== "number") length = data.byteLength - offset;
    checkWriteRange(offset, length, data.byteLength);
    const at = typeof position === "number" ? position : -1;
    return { __proto__: null, bytesWritten: await binding.write(fd, data, offset, length, at, kPromise), buffer: data } as any;
  }
  checkData(data, "buffer");
  // (string[, position[, encoding]])
  validateEncoding(data as string, length);
  const at = typeof offset === "number" ? offset : -1;
  const encoded = encodeText(data, length);
  const bytesWritten =
    typeof encoded === "string"
      ? await binding.writeString(fd, encoded, at, kPromise)
      : await binding.write(fd, encoded, 0, encoded.length, at, kPromise);
  return { __proto__: null, bytesWritten, buffer: data } as any;
}
