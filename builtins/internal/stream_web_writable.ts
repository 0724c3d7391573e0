// Writable.toWeb and Writable.fromWeb: https://nodejs.org/api/stream.html#streamwritabletowebstreamwritable
import { ArrayPrototypeMap, Promise, PromiseAll, PromisePrototypeThen, Uint8Array } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { destroyAny } from "internal/stream_destroy";
import { finished } from "internal/stream_finished";
import { isDestroyed, isWritable, isWritableNodeStream, noop } from "internal/stream_utils";
import { callWith } from "internal/stream_web_readable";
import { validateBoolean, validateObject } from "internal/validators";

type Callback = (error?: any) => void;

interface Deferred {
  promise: Promise<void>;
  resolve(): void;
  reject(error: any): void;
}

function defer(): Deferred {
  let resolve: any;
  let reject: any;
  const promise: any = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // It may fail while nobody waits for it.
  PromisePrototypeThen(promise, undefined, noop);
  return { promise, resolve, reject };
}

export function toWeb(writable: any): any {
  // A response of HTTP has no state, and does.
  if (!isWritableNodeStream(writable)) {
    throw new codes.ERR_INVALID_ARG_TYPE("streamWritable", "stream.Writable", writable);
  }
  const { WritableStream, CountQueuingStrategy } = require("node:stream/web").default;
  if (isDestroyed(writable) || !isWritable(writable)) {
    const stream = new WritableStream();
    stream.close();
    return stream;
  }
  const highWaterMark = writable.writableHighWaterMark;
  const strategy = writable.writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
  let controller: any;
  let drain: Deferred | undefined;
  let closed: Deferred | undefined;
  const cleanUp = finished(writable, (error: any) => {
    if (error?.code === "ERR_STREAM_PREMATURE_CLOSE") error = new AbortError(undefined, { cause: error });
    cleanUp();
    writable.on("error", noop);
    if (error) {
      drain?.reject(error);
      closed?.reject(error);
      controller.error(error);
    } else if (closed !== undefined) {
      closed.resolve();
    } else {
      controller.error(new AbortError());
    }
    drain = closed = undefined;
  });
  writable.on("drain", () => drain?.resolve());
  return new WritableStream({
    start(made: any) {
      controller = made;
    },
    write(chunk: any) {
      if (!writable.writableNeedDrain && writable.write(chunk)) return undefined;
      const waited = drain = defer();
      return PromisePrototypeThen(waited.promise, () => { if (drain === waited) drain = undefined; });
    },
    abort(reason: unknown) {
      destroyAny(writable, reason);
    },
    close() {
      const waited = closed = defer();
      writable.end();
      return waited.promise;
    },
  }, strategy);
}

/** A writable side over a WritableStream's writer: what Writable.fromWeb and Duplex.fromWeb have in common. */
export class WriterSide {
  writer: any;
  isClosed = false;
  #stream: any;
  #decodes: boolean;

  constructor(writer: any, isObjectMode: boolean) {
    this.writer = writer;
    this.#decodes = !isObjectMode;
  }

  /** The Node stream that writes. */
  attach(stream: any, whenDone: Callback): void {
    this.#stream = stream;
    PromisePrototypeThen(this.writer.closed, () => {
      this.isClosed = true;
      whenDone();
    }, (error: any) => {
      this.isClosed = true;
      whenDone(error);
    });
  }

  #bytesOf(chunk: any, encoding: string): any {
    if (!this.#decodes || typeof chunk !== "string") return chunk;
    const bytes = require("node:buffer").Buffer.from(chunk, encoding);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #settle(promise: any, callback: Callback): void {
    PromisePrototypeThen(promise, () => callWith(callback), (error: any) => callWith((known) => {
      try {
        callback(known);
      } catch (thrown) {
        destroyAny(this.#stream, thrown);
      }
    }, error));
  }

  write = (chunk: any, encoding: string, callback: Callback): void => {
    this.#settle(PromisePrototypeThen(this.writer.ready, () => this.writer.write(this.#bytesOf(chunk, encoding))), callback);
  };

  writev = (entries: any[], callback: Callback): void => {
    this.#settle(PromisePrototypeThen(this.writer.ready, () => PromiseAll(
      ArrayPrototypeMap(entries, (entry: any) => this.writer.write(this.#bytesOf(entry.chunk, entry.encoding))))), callback);
  };

  final = (callback: Callback): void => {
    if (this.isClosed) return callWith(callback);
    this.#settle(this.writer.close(), callback);
  };

  /** Ends the web stream in whichever way fits, and then calls back. */
  destroy(error: any, callback: Callback): void {
    const done = (): void => callWith(callback, error);
    if (this.isClosed) return done();
    const ending = error ? this.writer.abort(error) : this.writer.close();
    PromisePrototypeThen(ending, done, done);
  }
}

export function fromWeb(stream: any, options: any = {}): any {
  if (require("web/writable_stream").coreOfWritable(stream) === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE("writableStream", "WritableStream", stream);
  }
  validateObject(options, "options");
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, "options.objectMode");
  validateBoolean(decodeStrings, "options.decodeStrings");
  const { Writable } = require("internal/stream_writable");
  const side = new WriterSide(stream.getWriter(), objectMode || !decodeStrings);
  const writable: any = new Writable({
    highWaterMark, objectMode, decodeStrings, signal,
    write: side.write,
    writev: side.writev,
    final: side.final,
    destroy: (error: any, callback: Callback) => side.destroy(error, callback),
  });
  side.attach(writable, (error: any) => {
    // Closed by somebody else.
    if (error) destroyAny(writable, error);
    else if (!writable.writableEnded) destroyAny(writable);
  });
  return writable;
}
