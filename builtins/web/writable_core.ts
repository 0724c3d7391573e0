/**
 * What stands behind a WritableStream and its writer, in plain objects that a program never sees.
 * https://streams.spec.whatwg.org/#ws-all-abstract-ops
 */
import { PromiseResolve } from "internal/primordials";
import { codes } from "internal/errors";
import { RingQueue } from "internal/ring_queue";
import { Deferred, LazyPromise, queueReaction, react, rejection, type Completion } from "web/stream_promises";
import type { WritableController } from "web/writable_controller";

export const kWritable = 0;
export const kClosed = 1;
export const kErroring = 2;
export const kErrored = 3;

/** What waits for a chunk to be written: a promise's two functions, or a pipe. */
export interface WriteRequest {
  resolve(value: any): void;
  reject(reason: unknown): void;
}

/** https://streams.spec.whatwg.org/#pending-abort-request */
interface PendingAbort {
  deferred: Deferred;
  reason: unknown;
  wasAlreadyErroring: boolean;
}

export class WritableCore {
  state = kWritable;
  storedError: unknown = undefined;
  writer: WriterCore | undefined = undefined;
  controller: WritableController = undefined!;
  backpressure = false;
  inFlightWrite: WriteRequest | undefined = undefined;
  inFlightClose: Deferred | undefined = undefined;
  closeRequest: Deferred | undefined = undefined;
  pendingAbort: PendingAbort | undefined = undefined;
  writeRequests = new RingQueue<WriteRequest>();
  /** For those who wait for the end without writing: see ended(). */
  end: LazyPromise | undefined = undefined;
  /** The WritableStream, once the program has seen it. */
  face: object | undefined = undefined;

  /** https://streams.spec.whatwg.org/#writable-stream-close-queued-or-in-flight */
  isCloseQueuedOrInFlight(): boolean {
    return this.closeRequest !== undefined || this.inFlightClose !== undefined;
  }

  /** https://streams.spec.whatwg.org/#writable-stream-has-operation-marked-in-flight */
  hasOperationInFlight(): boolean {
    return this.inFlightWrite !== undefined || this.inFlightClose !== undefined;
  }

  /** Fulfilled when the stream has closed, rejected when it has failed. */
  ended(): Promise<undefined> {
    if (this.end === undefined) {
      this.end = new LazyPromise();
      if (this.state === kClosed) this.end.resolve();
      else if (this.state === kErrored) this.end.reject(this.storedError);
    }
    return this.end.get();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-abort */
  abort(reason: unknown): Promise<undefined> {
    if (this.state === kClosed || this.state === kErrored) return PromiseResolve(undefined);
    // Its listeners may close or abort the stream.
    this.controller.signalAbort(reason);
    const { state } = this as { state: number };
    if (state === kClosed || state === kErrored) return PromiseResolve(undefined);
    if (this.pendingAbort !== undefined) return this.pendingAbort.deferred.promise;
    const wasAlreadyErroring = state === kErroring;
    const deferred = new Deferred();
    this.pendingAbort = { deferred, reason: wasAlreadyErroring ? undefined : reason, wasAlreadyErroring };
    if (!wasAlreadyErroring) this.startErroring(reason);
    return deferred.promise;
  }

  /** https://streams.spec.whatwg.org/#writable-stream-close */
  close(): Promise<undefined> {
    if (this.state === kClosed || this.state === kErrored) return rejection(closedStream(this));
    const deferred = (this.closeRequest = new Deferred());
    const { writer } = this;
    if (writer !== undefined && this.backpressure && this.state === kWritable) writer.ready.resolve();
    this.controller.close();
    return deferred.promise;
  }

  /** https://streams.spec.whatwg.org/#writable-stream-start-erroring */
  startErroring(reason: unknown): void {
    this.state = kErroring;
    this.storedError = reason;
    this.writer?.ready.reject(reason);
    if (!this.hasOperationInFlight() && this.controller.isStarted) this.finishErroring();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-finish-erroring */
  finishErroring(): void {
    this.state = kErrored;
    this.controller.errorSteps();
    const { storedError } = this;
    const requests = this.writeRequests;
    this.writeRequests = new RingQueue();
    while (requests.length > 0) requests.shift().reject(storedError);
    const abort = this.pendingAbort;
    this.pendingAbort = undefined;
    if (abort === undefined) {
      this.rejectClose();
      return;
    }
    if (abort.wasAlreadyErroring) {
      abort.deferred.reject(storedError);
      this.rejectClose();
      return;
    }
    let completion: Completion;
    try {
      completion = this.controller.abortSteps(abort.reason);
    } catch (error) {
      completion = rejection(error);
    }
    react(
      completion,
      () => {
        abort.deferred.resolve(undefined);
        this.rejectClose();
      },
      (reason) => {
        abort.deferred.reject(reason);
        this.rejectClose();
      },
    );
  }

  // https://streams.spec.whatwg.org/#writable-stream-reject-close-and-closed-promise-if-needed
  private rejectClose(): void {
    const { closeRequest } = this;
    if (closeRequest !== undefined) {
      this.closeRequest = undefined;
      closeRequest.reject(this.storedError);
    }
    this.end?.reject(this.storedError);
    this.writer?.closed.reject(this.storedError);
  }

  /** https://streams.spec.whatwg.org/#writable-stream-deal-with-rejection */
  dealWithRejection(reason: unknown): void {
    if (this.state === kWritable) this.startErroring(reason);
    else this.finishErroring();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-write */
  finishWrite(): void {
    const request = this.inFlightWrite!;
    this.inFlightWrite = undefined;
    request.resolve(undefined);
  }

  /** https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-write-with-error */
  finishWriteWithError(reason: unknown): void {
    const request = this.inFlightWrite!;
    this.inFlightWrite = undefined;
    request.reject(reason);
    this.dealWithRejection(reason);
  }

  /** https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close */
  finishClose(): void {
    this.inFlightClose!.resolve(undefined);
    this.inFlightClose = undefined;
    if (this.state === kErroring) {
      // The error was too late to matter.
      this.storedError = undefined;
      this.pendingAbort?.deferred.resolve(undefined);
      this.pendingAbort = undefined;
    }
    this.state = kClosed;
    this.end?.resolve();
    this.writer?.closed.resolve();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close-with-error */
  finishCloseWithError(reason: unknown): void {
    this.inFlightClose!.reject(reason);
    this.inFlightClose = undefined;
    this.pendingAbort?.deferred.reject(reason);
    this.pendingAbort = undefined;
    this.dealWithRejection(reason);
  }

  markWriteInFlight(): void {
    this.inFlightWrite = this.writeRequests.shift();
  }

  markCloseInFlight(): void {
    this.inFlightClose = this.closeRequest;
    this.closeRequest = undefined;
  }

  /** https://streams.spec.whatwg.org/#writable-stream-update-backpressure */
  updateBackpressure(backpressure: boolean): void {
    if (backpressure === this.backpressure) return;
    this.backpressure = backpressure;
    const { writer } = this;
    if (writer === undefined) return;
    if (backpressure) {
      writer.ready.renew();
      return;
    }
    writer.ready.resolve();
    if (writer.onRoom === undefined) return;
    queueReaction(writer.onRoom);
    writer.onRoom = undefined;
  }
}

export class WriterCore {
  stream: WritableCore | undefined;
  ready = new LazyPromise();
  closed = new LazyPromise();
  /** What a pipe does when there is room again; it needs no promise for that. */
  onRoom: (() => void) | undefined = undefined;

  /** https://streams.spec.whatwg.org/#set-up-writable-stream-default-writer */
  constructor(stream: WritableCore) {
    if (stream.writer !== undefined) throw new codes.ERR_INVALID_STATE.TypeError("WritableStream is locked");
    this.stream = stream;
    stream.writer = this;
    const { state } = stream;
    if (state === kWritable) {
      if (stream.isCloseQueuedOrInFlight() || !stream.backpressure) this.ready.resolve();
    } else if (state === kClosed) {
      this.ready.resolve();
      this.closed.resolve();
    } else {
      this.ready.reject(stream.storedError);
      if (state === kErrored) this.closed.reject(stream.storedError);
    }
  }

  /** null for a stream that fails; the stream must be there. */
  desiredSize(): number | null {
    const { state, controller } = this.stream!;
    if (state === kErroring || state === kErrored) return null;
    return state === kClosed ? 0 : controller.desiredSize();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-default-writer-write */
  write(chunk: unknown, request: WriteRequest): void {
    const stream = this.stream!;
    const { controller } = stream;
    const size = controller.sizeOf(chunk);
    if (stream !== this.stream) {
      request.reject(unattached());
    } else if (stream.state === kErrored) {
      request.reject(stream.storedError);
    } else if (stream.isCloseQueuedOrInFlight() || stream.state === kClosed) {
      request.reject(closedStream(stream));
    } else if (stream.state === kErroring) {
      request.reject(stream.storedError);
    } else {
      stream.writeRequests.push(request);
      controller.write(chunk, size);
    }
  }

  /** https://streams.spec.whatwg.org/#writable-stream-default-writer-close-with-error-propagation */
  closeWithErrorPropagation(): Promise<undefined> {
    const stream = this.stream!;
    if (stream.isCloseQueuedOrInFlight() || stream.state === kClosed) return PromiseResolve(undefined);
    if (stream.state === kErrored) return rejection(stream.storedError);
    return stream.close();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-default-writer-release */
  release(): void {
    const reason = new codes.ERR_INVALID_STATE.TypeError("Writer has been released");
    this.ready.reject(reason);
    this.closed.reject(reason);
    this.stream!.writer = undefined;
    this.stream = undefined;
  }
}

export function unattached(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("Writer is not bound to a WritableStream");
}

function closedStream({ state }: WritableCore): TypeError {
  const shown = state === kClosed ? "closed" : state === kErrored ? "errored" : "closing";
  return new codes.ERR_INVALID_STATE.TypeError(`WritableStream is ${shown}`);
}
