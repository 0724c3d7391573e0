// Duplex.from: a duplex of whatever can be read, written or called.
// https://nodejs.org/api/stream.html#streamduplexfromsrc
import { FunctionPrototypeCall, Promise } from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { destroyAny } from "internal/stream_destroy";
import { Duplex } from "internal/stream_duplex";
import { finished } from "internal/stream_finished";
import { from as readableFrom } from "internal/stream_from";
import { Readable } from "internal/stream_readable";
import { isReadableWeb, isWritableWeb, toNodePart } from "internal/stream_web_parts";
import {
  isDuplexNodeStream, isIterable, isNodeStream, isReadable, isReadableNodeStream, isWritable, isWritableNodeStream,
  noop,
} from "internal/stream_utils";

type Callback = (error?: any) => void;

function isBlob(value: any): boolean {
  const { Blob } = globalThis as any;
  return typeof Blob === "function" && value instanceof Blob;
}

export function from(body: any, name = "body"): any {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return join({ readable: body });
  if (isWritableNodeStream(body)) return join({ writable: body });
  // A stream of which nothing is left.
  if (isNodeStream(body)) return join({ writable: false, readable: false });
  if (isReadableWeb(body)) return join({ readable: toNodePart(body) });
  if (isWritableWeb(body)) return join({ writable: toNodePart(body) });
  if (typeof body === "function") return fromFunction(body, name);
  if (isBlob(body)) return from(body.arrayBuffer(), name);
  if (isIterable(body)) return readableFrom(Duplex, body, { objectMode: true, writable: false });
  if (body !== null && (typeof body?.readable === "object" || typeof body?.writable === "object")) return fromPair(body);
  if (typeof body?.then === "function") return fromPromise(body);
  throw new codes.ERR_INVALID_ARG_TYPE(name, [
    "Blob", "ReadableStream", "WritableStream", "Stream", "Iterable", "AsyncIterable", "Function",
    "{ readable, writable } pair", "Promise",
  ], body);
}

function fromPair(body: any): any {
  const readable = toNodePart(body.readable);
  const writable = toNodePart(body.writable);
  return join({
    readable: readable && (isReadableNodeStream(readable) ? readable : from(readable, "readable")),
    writable: writable && (isWritableNodeStream(writable) ? writable : from(writable, "writable")),
  });
}

/** One value, when it is there. */
function fromPromise(promise: any): any {
  let duplex: any;
  FunctionPrototypeCall(promise.then, promise, (value: any) => {
    if (value !== undefined && value !== null) duplex.push(value);
    duplex.push(null);
  }, (error: any) => destroyAny(duplex, error));
  return duplex = new (Duplex as any)({ objectMode: true, writable: false, read() {} });
}

/** A function gets what is written as an asynchronous iterable, and gives what is read, or a promise of the end. */
function fromFunction(body: any, name: string): any {
  const source = new WrittenChunks(body);
  const { result } = source;
  // The function was the constructor of a stream.
  if (isDuplexNodeStream(result)) return result;
  if (isIterable(result)) {
    return readableFrom(Duplex, result, {
      objectMode: true,
      write: source.write,
      final: source.final,
      destroy: source.destroy,
    });
  }
  const then = result?.then;
  if (typeof then === "function") return readNothing(then, source);
  throw new codes.ERR_INVALID_RETURN_VALUE("Iterable, AsyncIterable or AsyncFunction", name, result);
}

/** A sink: its promise is the end of the duplex. */
function readNothing(then: any, source: WrittenChunks): any {
  let duplex: any;
  const promise = FunctionPrototypeCall(then, source.result, (value: any) => {
    if (value !== undefined && value !== null) throw new codes.ERR_INVALID_RETURN_VALUE("nully", "body", value);
  }, (error: any) => destroyAny(duplex, error));
  return duplex = new (Duplex as any)({
    objectMode: true,
    readable: false,
    write: source.write,
    final(callback: Callback) {
      source.final(async () => {
        try {
          await promise;
          nextTick(callback, null);
        } catch (error) {
          nextTick(callback, error);
        }
      });
    },
    destroy: source.destroy,
  });
}

interface Entry {
  chunk: any;
  done: boolean;
  callback: Callback;
}

/** Between a writable side and the function that iterates over what is written: one chunk at a time. */
class WrittenChunks {
  result: any;
  #controller: any = new (require("web/abort").AbortController)();
  #next: Promise<Entry>;
  #resolve!: (entry: Entry) => void;

  constructor(body: any) {
    this.#next = this.#expect();
    const { signal } = this.#controller;
    this.result = body(this.#iterate(signal), { signal });
  }

  #expect(): Promise<Entry> {
    return new Promise<Entry>((resolve) => { this.#resolve = resolve as any; });
  }

  async *#iterate(signal: any): AsyncGenerator<any, void> {
    for (;;) {
      const { chunk, done, callback } = await this.#next;
      // The next write may come as soon as this one is called back.
      this.#next = this.#expect();
      nextTick(callback);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      yield chunk;
    }
  }

  write = (chunk: any, _encoding: string, callback: Callback): void => {
    this.#resolve({ chunk, done: false, callback });
  };

  final = (callback: Callback): void => {
    this.#resolve({ chunk: undefined, done: true, callback });
  };

  destroy = (error: any, callback: Callback): void => {
    this.#controller.abort();
    // Whoever waits for a chunk would wait for ever.
    this.#resolve({ chunk: undefined, done: false, callback: noop });
    callback(error);
  };
}

/** A readable and a writable, each of any make, as one. */
function join(pair: { readable?: any; writable?: any }): any {
  return new JoinedStreams(pair).duplex;
}

class JoinedStreams {
  duplex: any;
  readable: any;
  writable: any;
  onDrain: Callback | undefined;
  onFinish: Callback | undefined;
  onReadable: (() => void) | undefined;
  onClose: Callback | undefined;
  /** One of the sides has ended, or failed. */
  hasEnded = false;

  constructor(pair: { readable?: any; writable?: any }) {
    const { readable, writable } = pair;
    this.readable = readable && typeof readable.read !== "function" ? (Readable as any).wrap(readable) : readable;
    this.writable = writable;
    const canRead = !!isReadable(this.readable);
    const canWrite = !!isWritable(this.writable);
    this.duplex = new (Duplex as any)({
      readableObjectMode: !!this.readable?.readableObjectMode,
      writableObjectMode: !!this.writable?.writableObjectMode,
      readable: canRead,
      writable: canWrite,
    });
    if (canWrite) this.connectWriting();
    if (canRead) this.connectReading();
    this.duplex._destroy = (error: any, callback: Callback) => this.destroy(error, callback);
  }

  sideEnded(error: any): void {
    this.hasEnded = true;
    const callback = this.onClose;
    this.onClose = undefined;
    if (callback !== undefined) callback(error);
    else if (error) this.duplex.destroy(error);
  }

  connectWriting(): void {
    const { duplex, writable } = this;
    finished(writable, {}, (error: any) => {
      if (error) destroyAny(this.readable, error);
      this.sideEnded(error);
    });
    duplex._write = (chunk: any, encoding: string, callback: Callback) => {
      if (writable.write(chunk, encoding)) callback();
      else this.onDrain = callback;
    };
    duplex._final = (callback: Callback) => {
      writable.end();
      this.onFinish = callback;
    };
    writable.on("drain", () => {
      const callback = this.onDrain;
      this.onDrain = undefined;
      callback?.();
    });
    writable.on("finish", () => {
      const callback = this.onFinish;
      this.onFinish = undefined;
      callback?.();
    });
  }

  connectReading(): void {
    const { duplex, readable } = this;
    finished(readable, {}, (error: any) => {
      if (error) destroyAny(this.readable, error);
      this.sideEnded(error);
    });
    readable.on("readable", () => {
      const resume = this.onReadable;
      this.onReadable = undefined;
      resume?.();
    });
    readable.on("end", () => duplex.push(null));
    const read = () => {
      for (;;) {
        const chunk = readable.read();
        if (chunk === null) {
          this.onReadable = read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
    duplex._read = read;
  }

  destroy(error: any, callback: Callback): void {
    if (!error && !this.hasEnded) error = new AbortError();
    this.onReadable = undefined;
    this.onDrain = undefined;
    this.onFinish = undefined;
    if (this.hasEnded) {
      callback(error);
      return;
    }
    this.onClose = callback;
    destroyAny(this.writable, error);
    destroyAny(this.readable, error);
  }
}
