/**
 * ReadableStream. The object that a program holds is only a face: its state is a ReadableCore.
 * https://streams.spec.whatwg.org/#rs-class
 */
import { ObjectDefineProperty, SymbolAsyncIterator, SymbolFor } from "internal/primordials";
import { codes } from "internal/errors";
import { highWaterMarkOf, toStrategy } from "web/queuing_strategies";
import { ByteController } from "web/readable_byte_controller";
import {
  acquireByobReader,
  acquireDefaultReader,
  kClosed,
  kErrored,
  kReadable,
  locked,
  ReadableCore,
  readableCancel,
} from "web/readable_core";
import { DefaultController } from "web/readable_default_controller";
import {
  newReader,
  type ReadableStreamBYOBReader,
  type ReadableStreamDefaultReader,
} from "web/readable_stream_readers";
import { markHandled, rejection, resolvedWith } from "web/stream_promises";
import { UnderlyingSource } from "web/underlying_source";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toDictionary } from "web/webidl";

const kWrap = Symbol("wrap");

let coreOf: (value: any) => ReadableCore | undefined;

export class ReadableStream {
  #core: ReadableCore;

  static {
    coreOf = (value) =>
      value !== null && typeof value === "object" && #core in value ? (value as ReadableStream).#core : undefined;
    registerPlatformClass(this.prototype, {
      name: "ReadableStream",
      builtin: "web/readable_stream",
      isInstance: (value) => #core in value,
      serialize: () => {
        throw new codes.ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST();
      },
      whyNotTransferable: (stream: ReadableStream) =>
        stream.#core.reader === undefined ? undefined : "Cannot transfer a locked ReadableStream",
      transfer: (stream: ReadableStream) => require("web/stream_transfer").sendReadable(stream.#core),
      receive: (handle) => toReadableStream(require("web/stream_transfer").receiveReadable(handle)),
    });
  }

  constructor(underlyingSource: any = undefined, strategy: any = undefined) {
    if (underlyingSource === kWrap) {
      this.#core = strategy;
    } else {
      this.#core = new ReadableCore();
      setUp(this.#core, underlyingSource, strategy);
    }
    this.#core.face = this;
  }

  static from(asyncIterable: any): ReadableStream {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("asyncIterable");
    return toReadableStream(require("web/readable_stream_from").readableFrom(asyncIterable));
  }

  get locked(): boolean {
    requireThis(#core in this, "ReadableStream");
    return this.#core.reader !== undefined;
  }

  cancel(reason: unknown = undefined): Promise<undefined> {
    if (coreOf(this) === undefined) return rejection(new codes.ERR_INVALID_THIS("ReadableStream"));
    if (this.#core.reader !== undefined) return rejection(locked());
    return readableCancel(this.#core, reason);
  }

  getReader(options: any = undefined): ReadableStreamDefaultReader | ReadableStreamBYOBReader {
    requireThis(#core in this, "ReadableStream");
    const mode = options === undefined ? undefined : toDictionary(options, "options").mode;
    if (mode === undefined) return newReader(acquireDefaultReader(this.#core));
    if (`${mode}` !== "byob") throw new codes.ERR_INVALID_ARG_VALUE("options.mode", mode);
    return newReader(acquireByobReader(this.#core));
  }

  pipeThrough(transform: any, options: any = undefined): ReadableStream {
    requireThis(#core in this, "ReadableStream");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("transform");
    const pair = toDictionary(transform, "transform");
    const { readable } = pair;
    if (coreOf(readable) === undefined) {
      throw new codes.ERR_INVALID_ARG_TYPE("transform.readable", "ReadableStream", readable);
    }
    const { writable } = pair;
    const destination = require("web/writable_stream").coreOfWritable(writable);
    if (destination === undefined) {
      throw new codes.ERR_INVALID_ARG_TYPE("transform.writable", "WritableStream", writable);
    }
    const { pipe, toPipeOptions } = require("web/readable_stream_pipe");
    const pipeOptions = toPipeOptions(options);
    if (this.#core.reader !== undefined) throw locked();
    if (destination.writer !== undefined) throw new codes.ERR_INVALID_STATE.TypeError("The WritableStream is locked");
    markHandled(pipe(this.#core, destination, pipeOptions));
    return readable;
  }

  pipeTo(destination: any, options: any = undefined): Promise<undefined> {
    if (coreOf(this) === undefined) return rejection(new codes.ERR_INVALID_THIS("ReadableStream"));
    try {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("destination");
      const target = require("web/writable_stream").coreOfWritable(destination);
      if (target === undefined) throw new codes.ERR_INVALID_ARG_TYPE("destination", "WritableStream", destination);
      const { pipe, toPipeOptions } = require("web/readable_stream_pipe");
      const pipeOptions = toPipeOptions(options);
      if (this.#core.reader !== undefined) throw locked();
      if (target.writer !== undefined) throw new codes.ERR_INVALID_STATE.TypeError("The WritableStream is locked");
      return pipe(this.#core, target, pipeOptions);
    } catch (error) {
      return rejection(error);
    }
  }

  tee(): [ReadableStream, ReadableStream] {
    requireThis(#core in this, "ReadableStream");
    const { 0: first, 1: second } = tee(this.#core);
    return [toReadableStream(first), toReadableStream(second)];
  }

  values(options: any = undefined): AsyncIterator<any> {
    requireThis(#core in this, "ReadableStream");
    const preventCancel = !!toDictionary(options, "options").preventCancel;
    return require("web/readable_stream_iterator").newIterator(acquireDefaultReader(this.#core), preventCancel);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { reader, state, controller } = this.#core;
    const shown = state === kReadable ? "readable" : state === kClosed ? "closed" : "errored";
    const fields = { locked: reader !== undefined, state: shown, supportsBYOB: controller.isBytes };
    return inspectAs(this, fields, depth, options, inspect);
  }
}

finishInterface(ReadableStream, "ReadableStream");

/** What node:stream asks of a stream of any kind: isDisturbed, isErrored, isReadable. */
function answer(question: string, get: (core: ReadableCore) => boolean): void {
  ObjectDefineProperty(ReadableStream.prototype, SymbolFor(`nodejs.stream.${question}`), {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get(this: unknown) {
      const core = coreOf(this);
      return core === undefined ? undefined : get(core);
    },
  } as any);
}
answer("disturbed", (core) => core.isDisturbed);
answer("errored", (core) => core.state === kErrored);
answer("readable", (core) => core.state === kReadable);
ObjectDefineProperty(ReadableStream.prototype, SymbolAsyncIterator, {
  __proto__: null,
  value: ReadableStream.prototype.values,
  writable: true,
  enumerable: false,
  configurable: true,
} as any);

// https://streams.spec.whatwg.org/#rs-constructor
function setUp(core: ReadableCore, underlyingSource: unknown, strategy: unknown): void {
  const read = toStrategy(strategy, "strategy");
  const source = new UnderlyingSource(underlyingSource);
  let controller: DefaultController | ByteController;
  if (source.isBytes) {
    if (read.size !== undefined) throw new codes.ERR_INVALID_ARG_VALUE.RangeError("strategy.size", read.size);
    const highWaterMark = highWaterMarkOf(read, 0);
    if (source.autoAllocateChunkSize === 0) {
      throw new codes.ERR_INVALID_ARG_VALUE("source.autoAllocateChunkSize", 0);
    }
    controller = new ByteController(core, source, highWaterMark, source.autoAllocateChunkSize);
  } else {
    controller = new DefaultController(core, source, highWaterMarkOf(read, 1), read.size);
  }
  controller.started(resolvedWith(source.start(controller)));
}

/** The stream behind a ReadableStream; undefined for anything else. */
export function coreOfReadable(value: unknown): ReadableCore | undefined {
  return coreOf(value);
}

/** The ReadableStream of a stream, always the same. */
export function toReadableStream(core: ReadableCore): ReadableStream {
  return (core.face ?? new ReadableStream(kWrap, core)) as ReadableStream;
}

/**
 * Two streams of what one gives; the second gets copies of bytes.
 * https://streams.spec.whatwg.org/#readable-stream-tee
 */
export function tee(stream: ReadableCore): [ReadableCore, ReadableCore] {
  return stream.controller.isBytes
    ? require("web/readable_byte_tee").teeBytes(stream)
    : require("web/readable_stream_tee").teeValues(stream);
}
