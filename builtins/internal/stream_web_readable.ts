// Readable.toWeb and Readable.fromWeb: https://nodejs.org/api/stream.html#streamreadabletowebstreamreadable-options
import { PromisePrototypeThen, Uint8Array } from "internal/primordials";
import { isUint8Array } from "internal/buffer_types";
import { AbortError, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { destroyAny } from "internal/stream_destroy";
import { finished } from "internal/stream_finished";
import { isDestroyed, isReadable, isReadableNodeStream, noop } from "internal/stream_utils";
import { validateBoolean, validateObject } from "internal/validators";

/** How much a web stream keeps of a Node stream's: its own limit, in its own units. */
function strategyOf(readable: any, given: any): any {
  if (given !== undefined) return given;
  const highWaterMark = readable.readableHighWaterMark;
  // Text is counted by the chunk.
  if (!readable.readableObjectMode && readable.readableEncoding !== null) return { highWaterMark };
  const { ByteLengthQueuingStrategy, CountQueuingStrategy } = require("node:stream/web").default;
  return new (readable.readableObjectMode ? CountQueuingStrategy : ByteLengthQueuingStrategy)({ highWaterMark });
}

/** A chunk as a web stream gives it: bytes without Buffer's methods. */
function toWebChunk(readable: any, chunk: any): any {
  return !readable.readableObjectMode && isUint8Array(chunk)
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : chunk;
}

export function toWeb(readable: any, options: any = {}): any {
  if (!isReadableNodeStream(readable) || typeof readable._readableState !== "object") {
    throw new codes.ERR_INVALID_ARG_TYPE("streamReadable", "stream.Readable", readable);
  }
  validateObject(options, "options");
  const { ReadableStream } = require("node:stream/web").default;
  if (isDestroyed(readable) || !isReadable(readable)) {
    const stream = new ReadableStream();
    stream.cancel();
    return stream;
  }
  let controller: any;
  let wasCanceled = false;
  readable.pause();
  const cleanUp = finished(readable, {}, (error: any) => {
    if (error?.code === "ERR_STREAM_PREMATURE_CLOSE") error = new AbortError(undefined, { cause: error });
    cleanUp();
    // What fails after the end has nobody to hear of it.
    readable.on("error", noop);
    if (error) controller.error(error);
    else if (!wasCanceled) controller.close();
  });
  readable.on("data", (chunk: any) => {
    controller.enqueue(toWebChunk(readable, chunk));
    if (controller.desiredSize <= 0) readable.pause();
  });
  return new ReadableStream({
    start(made: any) {
      controller = made;
    },
    pull() {
      readable.resume();
    },
    cancel(reason: unknown) {
      wasCanceled = true;
      destroyAny(readable, reason);
    },
  }, strategyOf(readable, options.strategy));
}

export function fromWeb(stream: any, options: any = {}): any {
  if (require("web/readable_stream").coreOfReadable(stream) === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE("readableStream", "ReadableStream", stream);
  }
  validateObject(options, "options");
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  if (encoding !== undefined && !require("node:buffer").Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE("options.encoding", encoding);
  }
  validateBoolean(objectMode, "options.objectMode");
  const { Readable } = require("internal/stream_readable");
  const reader = stream.getReader();
  let isClosed = false;
  const readable: any = new Readable({
    objectMode, highWaterMark, encoding, signal,
    read() {
      PromisePrototypeThen(reader.read(), ({ value, done }: any) => readable.push(done ? null : value),
        (error: any) => destroyAny(readable, error));
    },
    destroy(error: any, callback: (error?: any) => void) {
      const done = (): void => callWith(callback, error);
      if (isClosed) return done();
      PromisePrototypeThen(reader.cancel(error), done, done);
    },
  });
  PromisePrototypeThen(reader.closed, () => { isClosed = true; }, (error: any) => {
    isClosed = true;
    destroyAny(readable, error);
  });
  return readable;
}

/** Outside of the promise that led here: what the callback throws is an uncaught exception. */
export function callWith(callback: (error?: any) => void, error?: any): void {
  nextTick(callback, error);
}
