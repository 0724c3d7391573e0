/**
 * What stands behind a ReadableStream and its readers, in plain objects that a program never sees. Everything of
 * weft's own that reads or makes streams (pipes, tees, bodies) works on these, and without promises where it can.
 * https://streams.spec.whatwg.org/#rs-all-abstract-ops
 */
import { codes } from "internal/errors";
import { RingQueue } from "internal/ring_queue";
import { chain, Deferred, LazyPromise, noop, rejection, type Completion } from "web/stream_promises";
import { PromiseResolve } from "internal/primordials";

export const kReadable = 0;
export const kClosed = 1;
export const kErrored = 2;

/** https://streams.spec.whatwg.org/#read-request */
export interface ReadRequest {
  chunkSteps(chunk: any): void;
  closeSteps(): void;
  errorSteps(reason: unknown): void;
}

/** https://streams.spec.whatwg.org/#read-into-request */
export interface ReadIntoRequest {
  chunkSteps(view: any): void;
  closeSteps(view: any): void;
  errorSteps(reason: unknown): void;
}

/** Where chunks come from: the program's underlying source, or one of weft's own. Both may throw. */
export interface Source {
  pull(controller: any): Completion;
  cancel(reason: unknown): Completion;
}

/** What a stream asks of its controller. https://streams.spec.whatwg.org/#rs-abstract-ops-used-by-controllers */
export interface ReadableController {
  readonly isBytes: boolean;
  /** Whether takeChunk has something to give. */
  readonly hasChunk: boolean;
  takeChunk(): unknown;
  cancelSteps(reason: unknown): Completion;
  pullSteps(request: ReadRequest): void;
  releaseSteps(): void;
}

export class ReadableCore {
  state = kReadable;
  storedError: unknown = undefined;
  isDisturbed = false;
  reader: ReaderCore | undefined = undefined;
  controller: ReadableController = undefined!;
  /** For those who wait for the end without reading: see ended(). */
  end: LazyPromise | undefined = undefined;
  /** The ReadableStream, once the program has seen it. */
  face: object | undefined = undefined;
}

/** Fulfilled when the stream closes, rejected when it fails. */
export function ended(stream: ReadableCore): Promise<undefined> {
  if (stream.end === undefined) {
    stream.end = new LazyPromise();
    if (stream.state === kClosed) stream.end.resolve();
    else if (stream.state === kErrored) stream.end.reject(stream.storedError);
  }
  return stream.end.get();
}

/** A default reader, or a BYOB reader, which has requests of the other kind. */
export class ReaderCore {
  isByob: boolean;
  stream: ReadableCore | undefined;
  closed = new LazyPromise();
  requests = new RingQueue<ReadRequest | ReadIntoRequest>();

  /** The stream must not be locked. https://streams.spec.whatwg.org/#readable-stream-reader-generic-initialize */
  constructor(stream: ReadableCore, isByob: boolean) {
    this.isByob = isByob;
    this.stream = stream;
    stream.reader = this;
    if (stream.state === kClosed) this.closed.resolve();
    else if (stream.state === kErrored) this.closed.reject(stream.storedError);
  }

  takeRequests(): RingQueue<ReadRequest | ReadIntoRequest> {
    const { requests } = this;
    this.requests = new RingQueue();
    return requests;
  }
}

/** A request that a promise of `{ value, done }` answers. */
export class PromisedRead extends Deferred<{ value: any; done: boolean }> {
  chunkSteps(chunk: unknown): void {
    this.resolve({ value: chunk, done: false });
  }
  closeSteps(view: unknown = undefined): void {
    this.resolve({ value: view, done: true });
  }
  errorSteps(reason: unknown): void {
    this.reject(reason);
  }
}

/** https://streams.spec.whatwg.org/#set-up-readable-stream-default-reader */
export function acquireDefaultReader(stream: ReadableCore): ReaderCore {
  if (stream.reader !== undefined) throw locked();
  return new ReaderCore(stream, false);
}

/** https://streams.spec.whatwg.org/#set-up-readable-stream-byob-reader */
export function acquireByobReader(stream: ReadableCore): ReaderCore {
  if (stream.reader !== undefined) throw locked();
  if (!stream.controller.isBytes) {
    throw new codes.ERR_INVALID_ARG_VALUE("stream", stream.face, "must be a byte stream");
  }
  return new ReaderCore(stream, true);
}

export function locked(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("ReadableStream is locked");
}

/** https://streams.spec.whatwg.org/#readable-stream-default-reader-read */
export function readerRead(reader: ReaderCore, request: ReadRequest): void {
  const stream = reader.stream!;
  stream.isDisturbed = true;
  if (stream.state === kReadable) stream.controller.pullSteps(request);
  else if (stream.state === kClosed) request.closeSteps();
  else request.errorSteps(stream.storedError);
}

/** https://streams.spec.whatwg.org/#readable-stream-cancel */
export function readableCancel(stream: ReadableCore, reason: unknown): Promise<undefined> {
  stream.isDisturbed = true;
  if (stream.state === kClosed) return PromiseResolve(undefined);
  if (stream.state === kErrored) return rejection(stream.storedError);
  readableClose(stream);
  const { reader } = stream;
  if (reader !== undefined && reader.isByob) {
    const requests = reader.takeRequests() as RingQueue<ReadIntoRequest>;
    while (requests.length > 0) requests.shift().closeSteps(undefined);
  }
  let completion: Completion;
  try {
    completion = stream.controller.cancelSteps(reason);
  } catch (error) {
    return rejection(error);
  }
  return chain(completion, noop as () => undefined);
}

/** https://streams.spec.whatwg.org/#readable-stream-close */
export function readableClose(stream: ReadableCore): void {
  stream.state = kClosed;
  stream.end?.resolve();
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.resolve();
  if (reader.isByob) return;
  const requests = reader.takeRequests() as RingQueue<ReadRequest>;
  while (requests.length > 0) requests.shift().closeSteps();
}

/** https://streams.spec.whatwg.org/#readable-stream-error */
export function readableError(stream: ReadableCore, reason: unknown): void {
  stream.state = kErrored;
  stream.storedError = reason;
  stream.end?.reject(reason);
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.reject(reason);
  errorRequests(reader, reason);
}

function errorRequests(reader: ReaderCore, reason: unknown): void {
  const requests = reader.takeRequests();
  while (requests.length > 0) requests.shift().errorSteps(reason);
}

/** https://streams.spec.whatwg.org/#readable-stream-get-num-read-requests */
export function waitingReads(stream: ReadableCore): number {
  const { reader } = stream;
  return reader === undefined || reader.isByob ? 0 : reader.requests.length;
}

/** https://streams.spec.whatwg.org/#readable-stream-get-num-read-into-requests */
export function waitingReadsInto(stream: ReadableCore): number {
  const { reader } = stream;
  return reader !== undefined && reader.isByob ? reader.requests.length : 0;
}

export function nextRequest(stream: ReadableCore): ReadRequest | ReadIntoRequest {
  return stream.reader!.requests.shift();
}

/** https://streams.spec.whatwg.org/#readable-stream-reader-generic-cancel */
export function readerCancel(reader: ReaderCore, reason: unknown): Promise<undefined> {
  return readableCancel(reader.stream!, reason);
}

/**
 * Lets go of the stream, and fails the reads that still wait.
 * https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaultreaderrelease
 */
export function readerRelease(reader: ReaderCore): void {
  const stream = reader.stream!;
  const reason = new codes.ERR_INVALID_STATE.TypeError("Reader released");
  reader.closed.reject(reason);
  stream.controller.releaseSteps();
  stream.reader = undefined;
  reader.stream = undefined;
  if (reader.requests.length > 0) errorRequests(reader, reason);
}
