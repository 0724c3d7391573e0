// The parent's ends of a child's pipes: what the child reads as a sink, what it writes as a stream of bytes.
//
// Invariant: a child is never held up because nobody has asked yet for what it writes: that is kept. Once somebody
// reads, no more than kMostKept waits for him.
import {
  ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptors, ObjectSetPrototypeOf, PromisePrototypeThen,
  TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteOffset, Uint8Array,
} from "internal/primordials";
import { errnoException } from "internal/errors";
import { type FileSink, sinkOver, type SinkTarget } from "internal/file_sink";
import { binding, type PipeHandle } from "internal/pipe_stream";
import { type ByteController, createReadableBytes } from "web/readable_byte_controller";
import { acquireDefaultReader, PromisedRead, readerCancel, readerRead, type ReadableCore, type Source } from "web/readable_core";
import { ReadableStream, toReadableStream } from "web/readable_stream";
import { Deferred, markHandled, type Completion } from "web/stream_promises";

const kMostKept = 1 << 20;
const kPeerGone = -104;
const noop = () => {};

function open(fd: number, onData: (bytes: Uint8Array) => void, onEnd: () => void, onError: (status: number) => void): PipeHandle {
  const handle = binding.open(fd, onData, onEnd, onError);
  if (typeof handle === "number") throw errnoException(handle, "open");
  return handle;
}

// ---- what the child writes

const readers = {
  text(this: any): Promise<string> {
    return responseOf(this).text();
  },
  json(this: any): Promise<any> {
    return responseOf(this).json();
  },
  bytes(this: any): Promise<Uint8Array> {
    return responseOf(this).bytes();
  },
  arrayBuffer(this: any): Promise<ArrayBuffer> {
    return responseOf(this).arrayBuffer();
  },
  blob(this: any): Promise<any> {
    return responseOf(this).blob();
  },
};

function responseOf(stream: any): any {
  return new (require("web/response").Response)(stream);
}

let outputPrototype: any;

/** A ReadableStream that can be read whole, as Bun's. */
function toOutputStream(core: ReadableCore): ReadableStream {
  if (outputPrototype === undefined) {
    outputPrototype = ObjectCreate(ReadableStream.prototype, ObjectGetOwnPropertyDescriptors(readers) as any);
    ObjectDefineProperty(outputPrototype, "constructor", { __proto__: null, value: ReadableStream } as any);
  }
  const stream = toReadableStream(core);
  ObjectSetPrototypeOf(stream, outputPrototype);
  return stream;
}

export class Output implements Source {
  private handle: PipeHandle | null;
  private core: ReadableCore;
  private left: number;
  private onTooMuch: () => void;
  private face: ReadableStream | undefined = undefined;

  /** `limit`: more bytes than these, and `onTooMuch` is called. */
  constructor(fd: number, limit: number, onTooMuch: () => void) {
    this.core = createReadableBytes(this);
    this.left = limit;
    this.onTooMuch = onTooMuch;
    this.handle = open(fd, (bytes) => this.take(bytes), () => this.end(), (status) => this.fail(status));
    this.handle.start();
  }

  get stream(): ReadableStream {
    return (this.face ??= toOutputStream(this.core));
  }

  private get controller(): ByteController {
    return this.core.controller as ByteController;
  }

  private take(bytes: Uint8Array): void {
    this.controller.enqueueOwned({
      buffer: TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer,
      byteOffset: TypedArrayPrototypeGetByteOffset(bytes),
      byteLength: bytes.length,
    });
    this.left -= bytes.length;
    if (this.left < 0) {
      this.onTooMuch();
      this.end();
    } else if (this.core.reader !== undefined && -this.controller.desiredSize()! > kMostKept) {
      this.handle?.stop();
    }
  }

  private end(): void {
    if (this.handle === null) return;
    this.close();
    this.controller.close();
    if (this.controller.byobRequest() !== undefined) this.controller.respond(0);
  }

  private fail(status: number): void {
    if (status === kPeerGone) {
      this.end();
      return;
    }
    this.close();
    this.controller.error(errnoException(status, "read"));
  }

  private close(): void {
    this.handle?.close();
    this.handle = null;
  }

  pull(): Completion {
    this.handle?.start();
    return undefined;
  }

  /** The child's next write meets a broken pipe. */
  cancel(): Completion {
    this.close();
    return undefined;
  }

  ref(): void {
    this.handle?.ref();
  }
  unref(): void {
    this.handle?.unref();
  }
}

// ---- what the child reads

class InputTarget implements SinkTarget {
  private handle: PipeHandle | null;

  constructor(fd: number) {
    this.handle = open(fd, noop, noop, noop);
  }

  write(data: string | Uint8Array): undefined | Promise<unknown> {
    const { handle } = this;
    if (handle === null) throw errnoException(-32, "write");
    const done = new Deferred();
    const status = handle.write(data, (result) => {
      if (result < 0) done.reject(errnoException(result, "write"));
      else done.resolve(undefined);
    });
    if (status < 0) throw errnoException(status, "write");
    return status === 0 ? undefined : done.promise;
  }

  end(): undefined | Promise<unknown> {
    const { handle } = this;
    if (handle === null) return undefined;
    this.handle = null;
    // What is on its way goes out before.
    if (handle.shutdown(() => handle.close()) < 0) handle.close();
    return undefined;
  }

  ref(): void {
    this.handle?.ref();
  }
  unref(): void {
    this.handle?.unref();
  }
}

export function openInput(fd: number): FileSink {
  return sinkOver(new InputTarget(fd));
}

/** The child has ended: what it has not read is lost. */
export function closeInput(sink: FileSink): void {
  try {
    const rest = sink.end();
    if (typeof rest !== "number") PromisePrototypeThen(rest, undefined, noop);
  } catch {
    // A broken pipe.
  }
}

/**
 * Gives the child all of it, then the end. A child that does not want it is no fault; a stream that fails is told of by
 * `onFailure`, after the end.
 */
export function feed(fd: number, input: Uint8Array | ReadableCore, onFailure: (error: unknown) => void): void {
  const target = new InputTarget(fd);
  if (input instanceof Uint8Array) {
    try {
      const work = input.length === 0 ? undefined : target.write(input);
      if (work !== undefined) PromisePrototypeThen(work, undefined, noop);
    } catch {
      // It has closed its end.
    }
    target.end();
    return;
  }
  PromisePrototypeThen(pump(target, input), noop, onFailure);
}

async function pump(target: InputTarget, stream: ReadableCore): Promise<void> {
  const reader = acquireDefaultReader(stream);
  try {
    for (;;) {
      const request = new PromisedRead();
      readerRead(reader, request);
      const { value, done }: any = await request.promise;
      if (done) return;
      const chunk = typeof value === "string" ? value : require("web/body_source").requireByteChunk(value);
      try {
        const work = target.write(chunk);
        if (work !== undefined) await work;
      } catch (error) {
        // The child has read enough.
        markHandled(readerCancel(reader, error));
        return;
      }
    }
  } catch (error) {
    markHandled(readerCancel(reader, error));
    throw error;
  } finally {
    target.end();
  }
}
