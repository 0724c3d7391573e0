/**
 * The controller of a stream of bytes. Bytes come from the source into its queue, or straight into the buffers of
 * those who read ("pull-into descriptors").
 * https://streams.spec.whatwg.org/#rbs-controller-class
 */
import {
  ArrayBufferPrototypeGetDetached,
  ArrayBufferPrototypeSlice,
  ArrayBufferPrototypeTransfer,
  ArrayPrototypePush,
  Uint8Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { RingQueue } from "internal/ring_queue";
import { byteLengthOf, copyBytes, newView, type ViewParts } from "web/byte_views";
import { allocatePullInto, kNobody, type PullInto, pullIntoFor, viewOf } from "web/pull_into";
import {
  kClosed,
  kErrored,
  kReadable,
  nextRequest,
  readableClose,
  ReadableCore,
  readableError,
  waitingReads,
  waitingReadsInto,
  type ReadableController,
  type ReaderCore,
  type ReadIntoRequest,
  type ReadRequest,
  type Source,
} from "web/readable_core";
import { react, rejection, type Completion } from "web/stream_promises";

/** https://streams.spec.whatwg.org/#readable-byte-stream-queue-entry */
export interface Entry {
  buffer: ArrayBuffer;
  byteOffset: number;
  byteLength: number;
}

/** What a ReadableStreamBYOBRequest stands for, until it is answered. */
export class ByobRequest {
  controller: ByteController | undefined;
  view: Uint8Array | null;
  face: object | undefined = undefined;
  constructor(controller: ByteController, view: Uint8Array) {
    this.controller = controller;
    this.view = view;
  }
}

export class ByteController implements ReadableController {
  readonly isBytes = true;
  face: object | undefined = undefined;
  pendingPullIntos = new RingQueue<PullInto>();
  private stream: ReadableCore;
  private source: Source | undefined;
  private highWaterMark: number;
  private autoAllocateChunkSize: number | undefined;
  private queue = new RingQueue<Entry>();
  private queueSize = 0;
  private request: ByobRequest | undefined = undefined;
  private isStarted = false;
  private closeRequested = false;
  private isPulling = false;
  private pullAgain = false;
  // Made at the first pull, for all of them.
  private onPulled: (() => void) | undefined = undefined;
  private onFailed: ((reason: unknown) => void) | undefined = undefined;

  constructor(
    stream: ReadableCore,
    source: Source,
    highWaterMark: number,
    autoAllocateChunkSize: number | undefined = undefined,
  ) {
    this.stream = stream;
    this.source = source;
    this.highWaterMark = highWaterMark;
    this.autoAllocateChunkSize = autoAllocateChunkSize;
    stream.controller = this;
  }

  /** Once the source has started, it may be asked for bytes. */
  started(completion: Completion): void {
    react(
      completion,
      () => {
        this.isStarted = true;
        this.callPullIfNeeded();
      },
      (reason) => this.error(reason),
    );
  }

  /** The object that the program sees. */
  toFace(): object {
    return (this.face ??= require("web/readable_byte_stream").newByteController(this));
  }

  canCloseOrEnqueue(): boolean {
    return !this.closeRequested && this.stream.state === kReadable;
  }

  /** https://streams.spec.whatwg.org/#readable-byte-stream-controller-get-desired-size */
  desiredSize(): number | null {
    const { state } = this.stream;
    if (state === kErrored) return null;
    return state === kClosed ? 0 : this.highWaterMark - this.queueSize;
  }

  /** https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollergetbyobrequest */
  byobRequest(): ByobRequest | undefined {
    if (this.request === undefined && this.pendingPullIntos.length > 0) {
      const { buffer, byteOffset, byteLength, bytesFilled } = this.pendingPullIntos.peek();
      const view = new Uint8Array(buffer, byteOffset + bytesFilled, byteLength - bytesFilled);
      this.request = new ByobRequest(this, view);
    }
    return this.request;
  }

  /** https://streams.spec.whatwg.org/#readable-byte-stream-controller-close */
  close(): void {
    if (!this.canCloseOrEnqueue()) return;
    if (this.queueSize > 0) {
      this.closeRequested = true;
      return;
    }
    if (this.pendingPullIntos.length > 0) {
      const { bytesFilled, elementSize } = this.pendingPullIntos.peek();
      if (bytesFilled % elementSize !== 0) {
        const reason = partialElement();
        this.error(reason);
        throw reason;
      }
    }
    this.clearAlgorithms();
    readableClose(this.stream);
  }

  /** https://streams.spec.whatwg.org/#readable-byte-stream-controller-enqueue */
  enqueue({ buffer, byteOffset, byteLength }: Entry): void {
    if (!this.canCloseOrEnqueue()) return;
    if (ArrayBufferPrototypeGetDetached(buffer)) throw detached("chunk");
    this.enqueueOwned({ buffer: ArrayBufferPrototypeTransfer(buffer), byteOffset, byteLength });
  }

  /** As enqueue, for memory that nobody else holds: it needs no transfer. Nothing may be empty. */
  enqueueOwned(entry: Entry): void {
    if (!this.canCloseOrEnqueue()) return;
    if (this.pendingPullIntos.length > 0) this.renewFirstPullInto();
    const { reader } = this.stream;
    if (reader !== undefined && !reader.isByob) {
      this.enqueueForDefaultReader(reader, entry);
    } else {
      this.putInQueue(entry);
      if (reader !== undefined) this.commit(this.fillPullIntos());
    }
    this.callPullIfNeeded();
  }

  // A BYOB request that the source still holds must not see the memory any more.
  private renewFirstPullInto(): void {
    const first = this.pendingPullIntos.peek();
    if (ArrayBufferPrototypeGetDetached(first.buffer)) throw detached("BYOB request's buffer");
    this.invalidateRequest();
    first.buffer = ArrayBufferPrototypeTransfer(first.buffer);
    if (first.reader === kNobody) this.enqueueAbandoned(first);
  }

  private enqueueForDefaultReader(reader: ReaderCore, entry: Entry): void {
    while (reader.requests.length > 0 && this.queueSize > 0) {
      (reader.requests.shift() as ReadRequest).chunkSteps(this.takeChunk());
    }
    if (waitingReads(this.stream) === 0) {
      this.putInQueue(entry);
    } else {
      if (this.pendingPullIntos.length > 0) this.pendingPullIntos.shift();
      nextRequest(this.stream).chunkSteps(new Uint8Array(entry.buffer, entry.byteOffset, entry.byteLength));
    }
  }

  /** https://streams.spec.whatwg.org/#readable-byte-stream-controller-error */
  error(reason: unknown): void {
    if (this.stream.state !== kReadable) return;
    this.clearPendingPullIntos();
    this.resetQueue();
    this.clearAlgorithms();
    readableError(this.stream, reason);
  }

  /** https://streams.spec.whatwg.org/#rbs-controller-private-cancel */
  cancelSteps(reason: unknown): Completion {
    this.clearPendingPullIntos();
    this.resetQueue();
    const source = this.source!;
    try {
      return source.cancel(reason);
    } finally {
      this.clearAlgorithms();
    }
  }

  /** https://streams.spec.whatwg.org/#rbs-controller-private-pull */
  pullSteps(request: ReadRequest): void {
    if (this.queueSize > 0) {
      request.chunkSteps(this.takeChunk());
      return;
    }
    if (this.autoAllocateChunkSize !== undefined) {
      try {
        this.pendingPullIntos.push(allocatePullInto(this.autoAllocateChunkSize));
      } catch (error) {
        request.errorSteps(error);
        return;
      }
    }
    this.stream.reader!.requests.push(request);
    this.callPullIfNeeded();
  }

  /** The first of the queue's entries; the queue is not empty. */
  takeChunk(): Uint8Array {
    const { buffer, byteOffset, byteLength } = this.queue.shift();
    this.queueSize -= byteLength;
    this.handleQueueDrain();
    return new Uint8Array(buffer, byteOffset, byteLength);
  }

  get hasChunk(): boolean {
    return this.queueSize > 0;
  }

  /** https://streams.spec.whatwg.org/#rbs-controller-private-pull-releasesteps */
  releaseSteps(): void {
    const { pendingPullIntos } = this;
    if (pendingPullIntos.length === 0) return;
    const first = pendingPullIntos.peek();
    first.reader = kNobody;
    pendingPullIntos.clear();
    pendingPullIntos.push(first);
  }

  /**
   * Reads into a view, whose buffer is transferred.
   * https://streams.spec.whatwg.org/#readable-byte-stream-controller-pull-into
   */
  pullInto(view: ViewParts, minimum: number, request: ReadIntoRequest): void {
    let pullInto: PullInto;
    try {
      pullInto = pullIntoFor(view, minimum);
    } catch (error) {
      request.errorSteps(error);
      return;
    }
    const { stream, pendingPullIntos } = this;
    if (pendingPullIntos.length === 0) {
      if (stream.state === kClosed) {
        request.closeSteps(newView(pullInto.viewName, pullInto.buffer, pullInto.byteOffset, 0));
        return;
      }
      if (this.queueSize > 0 && this.answerFromQueue(pullInto, request)) return;
    }
    const isFirst = pendingPullIntos.length === 0;
    pendingPullIntos.push(pullInto);
    stream.reader!.requests.push(request);
    if (isFirst) this.callPullIfNeeded();
  }

  private answerFromQueue(pullInto: PullInto, request: ReadIntoRequest): boolean {
    if (this.fillFromQueue(pullInto)) {
      const view = viewOf(pullInto);
      this.handleQueueDrain();
      request.chunkSteps(view);
      return true;
    }
    if (!this.closeRequested) return false;
    const reason = partialElement();
    this.error(reason);
    request.errorSteps(reason);
    return true;
  }

  /** https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond */
  respond(bytesWritten: number): void {
    const first = this.pendingPullIntos.peek();
    checkResponse(this.stream.state, bytesWritten);
    if (first.bytesFilled + bytesWritten > first.byteLength) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError("bytesWritten", bytesWritten);
    }
    first.buffer = ArrayBufferPrototypeTransfer(first.buffer);
    this.respondInternal(first, bytesWritten);
  }

  /** https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-with-new-view */
  respondWithNewView({ buffer, byteOffset, byteLength }: Entry): void {
    const first = this.pendingPullIntos.peek();
    checkResponse(this.stream.state, byteLength);
    if (
      first.byteOffset + first.bytesFilled !== byteOffset ||
      first.bufferByteLength !== byteLengthOf(buffer) ||
      first.bytesFilled + byteLength > first.byteLength
    ) {
      throw new codes.ERR_INVALID_ARG_VALUE.RangeError("view", { byteOffset, byteLength });
    }
    first.buffer = ArrayBufferPrototypeTransfer(buffer);
    this.respondInternal(first, byteLength);
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-internal
  private respondInternal(first: PullInto, bytesWritten: number): void {
    this.invalidateRequest();
    if (this.stream.state === kClosed) this.respondInClosedState(first);
    else this.respondInReadableState(first, bytesWritten);
    this.callPullIfNeeded();
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-closed-state
  private respondInClosedState(first: PullInto): void {
    if (first.reader === kNobody) this.pendingPullIntos.shift();
    const filled: PullInto[] = [];
    const waiting = waitingReadsInto(this.stream);
    while (filled.length < waiting) ArrayPrototypePush(filled, this.pendingPullIntos.shift());
    this.commit(filled);
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-readable-state
  private respondInReadableState(first: PullInto, bytesWritten: number): void {
    first.bytesFilled += bytesWritten;
    if (first.reader === kNobody) {
      this.enqueueAbandoned(first);
      this.commit(this.fillPullIntos());
      return;
    }
    if (first.bytesFilled < first.minimumFill) return;
    this.pendingPullIntos.shift();
    const remainder = first.bytesFilled % first.elementSize;
    if (remainder > 0) {
      this.enqueueCloned(first.buffer, first.byteOffset + first.bytesFilled - remainder, remainder);
      first.bytesFilled -= remainder;
    }
    const filled = this.fillPullIntos();
    this.commitOne(first);
    this.commit(filled);
  }

  // Every descriptor is filled before the first of them is handed out: the program may be called then.
  private commit(filled: PullInto[]): void {
    for (let i = 0; i < filled.length; i++) this.commitOne(filled[i]);
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-commit-pull-into-descriptor
  private commitOne(pullInto: PullInto): void {
    const { stream } = this;
    const view = viewOf(pullInto);
    const request = nextRequest(stream);
    if (stream.state === kClosed) request.closeSteps(view);
    else request.chunkSteps(view);
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-process-pull-into-descriptors-using-queue
  private fillPullIntos(): PullInto[] {
    const filled: PullInto[] = [];
    const { pendingPullIntos } = this;
    while (pendingPullIntos.length > 0 && this.queueSize > 0) {
      if (!this.fillFromQueue(pendingPullIntos.peek())) continue;
      ArrayPrototypePush(filled, pendingPullIntos.shift());
    }
    return filled;
  }

  /**
   * Copies what the queue has; true if that makes as many whole elements as the reader asked for.
   * https://streams.spec.whatwg.org/#readable-byte-stream-controller-fill-pull-into-descriptor-from-queue
   */
  private fillFromQueue(pullInto: PullInto): boolean {
    const { queue } = this;
    const room = pullInto.byteLength - pullInto.bytesFilled;
    let remaining = room < this.queueSize ? room : this.queueSize;
    const most = pullInto.bytesFilled + remaining;
    const aligned = most - (most % pullInto.elementSize);
    const isReady = aligned >= pullInto.minimumFill;
    if (isReady) remaining = aligned - pullInto.bytesFilled;
    while (remaining > 0) {
      const head = queue.peek();
      const size = remaining < head.byteLength ? remaining : head.byteLength;
      copyBytes(pullInto.buffer, pullInto.byteOffset + pullInto.bytesFilled, head.buffer, head.byteOffset, size);
      if (size === head.byteLength) {
        queue.shift();
      } else {
        head.byteOffset += size;
        head.byteLength -= size;
      }
      this.queueSize -= size;
      pullInto.bytesFilled += size;
      remaining -= size;
    }
    return isReady;
  }

  private putInQueue(entry: Entry): void {
    this.queue.push(entry);
    this.queueSize += entry.byteLength;
  }

  // https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueueclonedchunktoqueue
  private enqueueCloned(buffer: ArrayBuffer, byteOffset: number, byteLength: number): void {
    let clone: ArrayBuffer;
    try {
      clone = ArrayBufferPrototypeSlice(buffer, byteOffset, byteOffset + byteLength);
    } catch (error) {
      this.error(error);
      throw error;
    }
    this.putInQueue({ buffer: clone, byteOffset: 0, byteLength });
  }

  // https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueuedetachedpullintotoqueue
  private enqueueAbandoned(first: PullInto): void {
    if (first.bytesFilled > 0) this.enqueueCloned(first.buffer, first.byteOffset, first.bytesFilled);
    this.pendingPullIntos.shift();
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-handle-queue-drain
  private handleQueueDrain(): void {
    if (this.queueSize === 0 && this.closeRequested) {
      this.clearAlgorithms();
      readableClose(this.stream);
    } else {
      this.callPullIfNeeded();
    }
  }

  private invalidateRequest(): void {
    const { request } = this;
    if (request === undefined) return;
    request.controller = undefined;
    request.view = null;
    this.request = undefined;
  }

  private clearPendingPullIntos(): void {
    this.invalidateRequest();
    this.pendingPullIntos.clear();
  }

  private resetQueue(): void {
    this.queue.clear();
    this.queueSize = 0;
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-should-call-pull
  private shouldCallPull(): boolean {
    if (!this.canCloseOrEnqueue() || !this.isStarted) return false;
    const { reader } = this.stream;
    if (reader !== undefined && reader.requests.length > 0) return true;
    return this.highWaterMark - this.queueSize > 0;
  }

  // https://streams.spec.whatwg.org/#readable-byte-stream-controller-call-pull-if-needed
  private callPullIfNeeded(): void {
    if (!this.shouldCallPull()) return;
    if (this.isPulling) {
      this.pullAgain = true;
      return;
    }
    this.isPulling = true;
    this.onPulled ??= () => {
      this.isPulling = false;
      if (!this.pullAgain) return;
      this.pullAgain = false;
      this.callPullIfNeeded();
    };
    this.onFailed ??= (reason) => this.error(reason);
    let completion: Completion;
    try {
      completion = this.source!.pull(this);
    } catch (error) {
      completion = rejection(error);
    }
    react(completion, this.onPulled, this.onFailed);
  }

  private clearAlgorithms(): void {
    this.source = undefined;
  }
}

/**
 * A stream of bytes over one of weft's own sources.
 * https://streams.spec.whatwg.org/#abstract-opdef-createreadablebytestream
 */
export function createReadableBytes(source: Source, highWaterMark = 0): ReadableCore {
  const stream = new ReadableCore();
  new ByteController(stream, source, highWaterMark).started(undefined);
  return stream;
}

/** https://streams.spec.whatwg.org/#readable-stream-byob-reader-read */
export function readerReadInto(reader: ReaderCore, view: ViewParts, minimum: number, request: ReadIntoRequest): void {
  const stream = reader.stream!;
  stream.isDisturbed = true;
  if (stream.state === kErrored) request.errorSteps(stream.storedError);
  else (stream.controller as ByteController).pullInto(view, minimum, request);
}

function checkResponse(state: number, byteLength: number): void {
  if (state === kClosed) {
    if (byteLength !== 0)
      throw new codes.ERR_INVALID_STATE.TypeError("The stream is closed: only 0 bytes can be given");
  } else if (byteLength === 0) {
    throw new codes.ERR_INVALID_STATE.TypeError("0 bytes can be given only when the stream is closed");
  }
}

function detached(what: string): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError(`The ${what} is detached`);
}

function partialElement(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("Partial read: the stream was closed within an element");
}
