/**
 * ReadableStreamDefaultReader and ReadableStreamBYOBReader.
 * https://streams.spec.whatwg.org/#default-reader-class
 */
import { ArrayBufferPrototypeGetDetached, PromiseResolve } from "internal/primordials";
import { codes } from "internal/errors";
import { byteLengthOf, viewParts, type ViewParts } from "web/byte_views";
import { readerReadInto } from "web/readable_byte_controller";
import {
  acquireByobReader,
  acquireDefaultReader,
  kReadable,
  PromisedRead,
  readerCancel,
  readerRead,
  readerRelease,
  type ReadableCore,
  type ReaderCore,
} from "web/readable_core";
import { rejection } from "web/stream_promises";
import {
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  requireThis,
  toDictionary,
  toCount,
} from "web/webidl";

type ReadResult = { value: any; done: boolean };

function requireStream(value: unknown, count: number): ReadableCore {
  if (count === 0) throw new codes.ERR_MISSING_ARGS("stream");
  const stream: ReadableCore | undefined = require("web/readable_stream").coreOfReadable(value);
  if (stream === undefined) throw new codes.ERR_INVALID_ARG_TYPE("stream", "ReadableStream", value);
  return stream;
}

function unattached(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("The reader is not attached to a stream");
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === "object";
}

// A reader that getReader makes has its core already.
let acquired: ReaderCore | undefined;
function takeAcquired(): ReaderCore | undefined {
  const reader = acquired;
  acquired = undefined;
  return reader;
}

/** https://streams.spec.whatwg.org/#default-reader-class */
export class ReadableStreamDefaultReader {
  #core: ReaderCore;

  static {
    registerPlatformClass(this.prototype, {
      name: "ReadableStreamDefaultReader",
      isInstance: (value) => #core in value,
    });
  }

  constructor(stream: unknown) {
    this.#core = takeAcquired() ?? acquireDefaultReader(requireStream(stream, arguments.length));
  }

  get closed(): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis("ReadableStreamDefaultReader");
    return this.#core.closed.get();
  }

  cancel(reason: unknown = undefined): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis("ReadableStreamDefaultReader");
    if (this.#core.stream === undefined) return rejection(unattached());
    return readerCancel(this.#core, reason);
  }

  read(): Promise<ReadResult> {
    if (!isObject(this) || !(#core in this)) return invalidThis("ReadableStreamDefaultReader");
    const reader = this.#core;
    const { stream } = reader;
    if (stream === undefined) return rejection(unattached());
    // What is there already needs no request.
    const { controller } = stream;
    if (stream.state === kReadable && controller.hasChunk) {
      stream.isDisturbed = true;
      return PromiseResolve({ value: controller.takeChunk(), done: false });
    }
    const request = new PromisedRead();
    readerRead(reader, request);
    return request.promise;
  }

  releaseLock(): void {
    requireThis(#core in this, "ReadableStreamDefaultReader");
    if (this.#core.stream !== undefined) readerRelease(this.#core);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { stream, requests, closed } = this.#core;
    const fields = { stream: stream?.face, readRequests: requests.length, close: closed.get() };
    return inspectAs(this, fields, depth, options, inspect);
  }
}
finishInterface(ReadableStreamDefaultReader, "ReadableStreamDefaultReader");

function invalidThis(name: string): Promise<never> {
  return rejection(new codes.ERR_INVALID_THIS(name));
}

/** https://streams.spec.whatwg.org/#byob-reader-class */
export class ReadableStreamBYOBReader {
  #core: ReaderCore;

  static {
    registerPlatformClass(this.prototype, {
      name: "ReadableStreamBYOBReader",
      isInstance: (value) => #core in value,
    });
  }

  constructor(stream: unknown) {
    this.#core = takeAcquired() ?? acquireByobReader(requireStream(stream, arguments.length));
  }

  get closed(): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis("ReadableStreamBYOBReader");
    return this.#core.closed.get();
  }

  cancel(reason: unknown = undefined): Promise<undefined> {
    if (!isObject(this) || !(#core in this)) return invalidThis("ReadableStreamBYOBReader");
    if (this.#core.stream === undefined) return rejection(unattached());
    return readerCancel(this.#core, reason);
  }

  read(view: unknown, options: any = undefined): Promise<ReadResult> {
    if (!isObject(this) || !(#core in this)) return invalidThis("ReadableStreamBYOBReader");
    const request = new PromisedRead();
    try {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("view");
      const parts = viewParts(view, "view");
      const minimum = toMinimum(parts, toDictionary(options, "options").min);
      if (this.#core.stream === undefined) throw unattached();
      readerReadInto(this.#core, parts, minimum, request);
    } catch (error) {
      return rejection(error);
    }
    return request.promise;
  }

  releaseLock(): void {
    requireThis(#core in this, "ReadableStreamBYOBReader");
    if (this.#core.stream !== undefined) readerRelease(this.#core);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { stream, requests, closed } = this.#core;
    const fields = { stream: stream?.face, readIntoRequests: requests.length, close: closed.get() };
    return inspectAs(this, fields, depth, options, inspect);
  }
}
finishInterface(ReadableStreamBYOBReader, "ReadableStreamBYOBReader");

/** Checks what a BYOB read was given. https://streams.spec.whatwg.org/#byob-reader-read */
function toMinimum({ buffer, byteLength, length }: ViewParts, min: unknown): number {
  const minimum = min === undefined ? 1 : toCount(min, "options.min");
  if (ArrayBufferPrototypeGetDetached(buffer)) {
    throw new codes.ERR_INVALID_STATE.TypeError("Viewed ArrayBuffer is detached");
  }
  if (byteLength === 0 || byteLengthOf(buffer) === 0) {
    throw new codes.ERR_INVALID_STATE.TypeError("View or Viewed ArrayBuffer is zero-length or detached");
  }
  if (minimum === 0) throw new codes.ERR_INVALID_ARG_VALUE("options.min", min, "must be greater than 0");
  if (minimum > length) throw new codes.ERR_OUT_OF_RANGE("options.min", `<= ${length}`, min);
  return minimum;
}

/** What getReader gives for a core that holds the stream already. */
export function newReader(core: ReaderCore): ReadableStreamDefaultReader | ReadableStreamBYOBReader {
  acquired = core;
  return core.isByob ? new ReadableStreamBYOBReader(undefined) : new ReadableStreamDefaultReader(undefined);
}
