// A file as a stream of bytes. Nothing is opened before somebody reads.
//
// A regular file is read on the thread pool, a chunk at a time; a pipe, a terminal or a socket when it has something.
import {
  Error, FinalizationRegistry, FinalizationRegistryPrototypeRegister, FinalizationRegistryPrototypeUnregister, MathMin, Promise,
  TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteOffset, Uint8Array,
} from "internal/primordials";
import { constants } from "internal/fs_constants";
import { binding, kPromise } from "internal/fs_native";
import type { FileData } from "internal/file_data";
import { binding as stdio } from "internal/stdio";
import { type ByteController, createReadableBytes } from "web/readable_byte_controller";
import { type ReadableCore, type Source } from "web/readable_core";
import { Deferred, type Completion } from "web/stream_promises";

const kChunkSize = 256 * 1024;

interface InputHandle {
  start(): void;
  stop(): void;
  close(): void;
}
interface InputBinding {
  kind(fd: number): string;
  openInput(fd: number, onData: (bytes: Uint8Array) => void, onEnd: () => void, onError: (error: Error) => void): InputHandle;
}
const input = stdio as unknown as InputBinding;

/** Streams that nobody read to their end. */
const abandoned = new FinalizationRegistry((fd: number) => binding.close(fd));

export function streamOfFile(data: FileData, chunkSize: number = kChunkSize): ReadableCore {
  return createReadableBytes(new FileSource(data, chunkSize));
}

class FileSource implements Source {
  private data: FileData;
  private chunkSize: number;
  private fd = -1;
  private at: number;
  private left: number;
  private flow: Flow | undefined = undefined;
  /** A thread uses the descriptor, which must not be closed then. */
  private isReading = false;
  private isOver = false;

  constructor(data: FileData, chunkSize: number) {
    this.data = data;
    this.chunkSize = chunkSize;
    // A descriptor is read from where it stands.
    this.at = data.fd >= 0 && data.start === 0 ? -1 : data.start;
    this.left = data.end - data.start;
  }

  pull(controller: ByteController): Completion {
    if (this.flow !== undefined) return this.flow.pull();
    return this.read(controller);
  }

  private async read(controller: ByteController): Promise<void> {
    if (this.fd < 0) await this.open(controller);
    if (this.isOver) return;
    if (this.flow !== undefined) {
      await this.flow.pull();
      return;
    }
    try {
      const size = MathMin(this.chunkSize, this.left);
      const bytes = new Uint8Array(size);
      this.isReading = size > 0;
      const n = size === 0 ? 0 : await binding.read(this.fd, bytes, 0, size, this.at, kPromise);
      this.isReading = false;
      if (this.isOver) this.close();
      else if (n === 0) this.finish(controller);
      else this.give(controller, bytes, n);
    } catch (error) {
      this.isReading = false;
      this.close();
      throw error;
    }
  }

  private async open(controller: ByteController): Promise<void> {
    const { path, fd } = this.data;
    const own = path === undefined ? fd : await binding.open(path, constants.O_RDONLY, 0, kPromise);
    if (this.isOver) {
      // It was cancelled meanwhile.
      if (path !== undefined) binding.close(own);
      return;
    }
    this.fd = own;
    if (path !== undefined) FinalizationRegistryPrototypeRegister(abandoned, this, own, this);
    const kind = input.kind(own);
    if (kind === "file") return;
    this.at = -1;
    if (kind === "unknown") return;
    this.flow = new Flow(own, controller, this.left, () => this.close());
  }

  private give(controller: ByteController, bytes: Uint8Array, length: number): void {
    if (this.at >= 0) this.at += length;
    this.left -= length;
    controller.enqueueOwned({ buffer: TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer, byteOffset: 0, byteLength: length });
  }

  private finish(controller: ByteController): void {
    this.close();
    controller.close();
    if (controller.byobRequest() !== undefined) controller.respond(0);
  }

  private close(): void {
    this.isOver = true;
    this.flow?.close();
    if (this.fd < 0 || this.isReading || this.data.path === undefined) return;
    FinalizationRegistryPrototypeUnregister(abandoned, this);
    binding.close(this.fd);
    this.fd = -1;
  }

  cancel(): Completion {
    this.close();
    return undefined;
  }
}

/** What comes by itself; it is taken while somebody waits for it. */
class Flow {
  private handle: InputHandle;
  private controller: ByteController;
  private left: number;
  private onOver: () => void;
  private waiting: Deferred | undefined = undefined;

  constructor(fd: number, controller: ByteController, left: number, onOver: () => void) {
    this.controller = controller;
    this.left = left;
    this.onOver = onOver;
    this.handle = input.openInput(fd, (bytes) => this.give(bytes), () => this.end(), (error) => this.fail(error));
  }

  pull(): Promise<undefined> {
    this.waiting ??= new Deferred();
    const { promise } = this.waiting;
    if (this.left === 0) this.end();
    else this.handle.start();
    return promise;
  }

  private answer(): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(undefined);
  }

  private give(bytes: Uint8Array): void {
    const length = MathMin(bytes.length, this.left);
    this.left -= length;
    this.handle.stop();
    this.controller.enqueueOwned({
      buffer: TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer, byteOffset: TypedArrayPrototypeGetByteOffset(bytes), byteLength: length,
    });
    this.answer();
  }

  private end(): void {
    this.onOver();
    this.controller.close();
    if (this.controller.byobRequest() !== undefined) this.controller.respond(0);
    this.answer();
  }

  private fail(error: Error): void {
    const { waiting } = this;
    this.waiting = undefined;
    this.onOver();
    if (waiting === undefined) this.controller.error(error);
    else waiting.reject(error);
  }

  close(): void {
    this.handle.stop();
    this.handle.close();
    this.answer();
  }
}
