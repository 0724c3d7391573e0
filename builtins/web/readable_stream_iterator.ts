/**
 * The asynchronous iterator of a ReadableStream.
 * https://streams.spec.whatwg.org/#rs-asynciterator and https://webidl.spec.whatwg.org/#idl-async-iterable
 */
import {
  AsyncIteratorPrototype,
  ObjectDefineProperty,
  ObjectSetPrototypeOf,
  PromiseResolve,
  SymbolToStringTag,
} from "internal/primordials";
import { codes } from "internal/errors";
import { kReadable, readerCancel, readerRead, readerRelease, type ReaderCore } from "web/readable_core";
import { chain, Deferred, rejection } from "web/stream_promises";

type Result = IteratorResult<any>;

// What a read yields at the end of the stream, or when nothing is there yet.
const kEnd = Symbol("end");

class IteratedRead extends Deferred<any> {
  private reader: ReaderCore;
  constructor(reader: ReaderCore) {
    super();
    this.reader = reader;
  }
  chunkSteps(chunk: unknown): void {
    this.resolve(chunk);
  }
  closeSteps(): void {
    readerRelease(this.reader);
    this.resolve(kEnd);
  }
  errorSteps(reason: unknown): void {
    readerRelease(this.reader);
    this.reject(reason);
  }
}

let create: (reader: ReaderCore, preventCancel: boolean) => object;

class ReadableStreamAsyncIterator {
  #reader: ReaderCore;
  #preventCancel: boolean;
  #isFinished = false;
  // The last call's promise while it is pending: calls wait for each other.
  #ongoing: Promise<any> | undefined = undefined;

  static {
    create = (reader, preventCancel) => new ReadableStreamAsyncIterator(reader, preventCancel);
  }

  constructor(reader: ReaderCore, preventCancel: boolean) {
    this.#reader = reader;
    this.#preventCancel = preventCancel;
  }

  next(): Promise<Result> {
    if (!isObject(this) || !(#reader in this)) return invalidThis();
    const ongoing = this.#ongoing;
    if (ongoing === undefined) {
      // What is there already needs no waiting.
      const chunk = this.#isFinished ? kEnd : this.#takeChunk();
      if (chunk !== kEnd && !isThenable(chunk)) return PromiseResolve({ value: chunk, done: false });
      return (this.#ongoing = chunk === kEnd ? this.#next() : this.#answer(PromiseResolve(chunk as any)));
    }
    const next = () => this.#next();
    return (this.#ongoing = chain(ongoing, next, next));
  }

  #takeChunk(): unknown {
    const stream = this.#reader.stream!;
    if (stream.state !== kReadable || !stream.controller.hasChunk) return kEnd;
    stream.isDisturbed = true;
    return stream.controller.takeChunk();
  }

  #next(): Promise<Result> {
    if (this.#isFinished) return PromiseResolve({ value: undefined, done: true });
    const request = new IteratedRead(this.#reader);
    readerRead(this.#reader, request);
    return this.#answer(request.promise);
  }

  #answer(promise: Promise<any>): Promise<Result> {
    const answer: Promise<Result> = chain(
      promise,
      (chunk) => {
        if (this.#ongoing === answer) this.#ongoing = undefined;
        if (chunk !== kEnd) return { value: chunk, done: false };
        this.#isFinished = true;
        return { value: undefined, done: true };
      },
      (reason) => {
        if (this.#ongoing === answer) this.#ongoing = undefined;
        this.#isFinished = true;
        throw reason;
      },
    );
    return answer;
  }

  return(value: unknown): Promise<Result> {
    if (!isObject(this) || !(#reader in this)) return invalidThis();
    const finish = () => this.#return(value);
    const ongoing = this.#ongoing;
    this.#ongoing = ongoing === undefined ? finish() : chain(ongoing, finish, finish);
    return chain(this.#ongoing, () => ({ value, done: true }));
  }

  #return(value: unknown): Promise<unknown> {
    if (this.#isFinished) return PromiseResolve({ value, done: true });
    this.#isFinished = true;
    const reader = this.#reader;
    const cancelled = this.#preventCancel ? PromiseResolve(undefined) : readerCancel(reader, value);
    readerRelease(reader);
    return cancelled;
  }
}

const prototype: any = ReadableStreamAsyncIterator.prototype;
ObjectSetPrototypeOf(prototype, AsyncIteratorPrototype);
delete prototype.constructor;
ObjectDefineProperty(prototype, "next", { __proto__: null, enumerable: true } as any);
ObjectDefineProperty(prototype, "return", { __proto__: null, enumerable: true } as any);
ObjectDefineProperty(prototype, SymbolToStringTag, {
  __proto__: null,
  value: "ReadableStream AsyncIterator",
  configurable: true,
} as any);

/** The iterator owns the reader, and lets go of the stream at its end. */
export function newIterator(reader: ReaderCore, preventCancel: boolean): object {
  return create(reader, preventCancel);
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === "object";
}

function isThenable(chunk: any): boolean {
  return isObject(chunk) || typeof chunk === "function" ? typeof (chunk as any).then === "function" : false;
}

function invalidThis(): Promise<never> {
  return rejection(new codes.ERR_INVALID_THIS("ReadableStreamAsyncIterator"));
}
