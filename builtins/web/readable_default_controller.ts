/**
 * The controller of a stream of any values.
 * https://streams.spec.whatwg.org/#rs-default-controller-class
 */
import { codes } from "internal/errors";
import type { SizeAlgorithm } from "web/queuing_strategies";
import {
  kClosed,
  kErrored,
  kReadable,
  nextRequest,
  readableClose,
  ReadableCore,
  readableError,
  waitingReads,
  type ReadableController,
  type ReadRequest,
  type Source,
} from "web/readable_core";
import { SizedQueue } from "web/sized_queue";
import { react, rejection, type Completion } from "web/stream_promises";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis } from "web/webidl";

export class DefaultController implements ReadableController {
  readonly isBytes = false;
  face: ReadableStreamDefaultController | undefined = undefined;
  queue = new SizedQueue<unknown>();
  private stream: ReadableCore;
  // Both undefined once the stream is done with them.
  private source: Source | undefined;
  private sizeAlgorithm: SizeAlgorithm | undefined;
  private highWaterMark: number;
  private isStarted = false;
  private closeRequested = false;
  private isPulling = false;
  private pullAgain = false;
  // Made at the first pull, for all of them.
  private onPulled: (() => void) | undefined = undefined;
  private onFailed: ((reason: unknown) => void) | undefined = undefined;

  constructor(stream: ReadableCore, source: Source, highWaterMark: number, sizeAlgorithm: SizeAlgorithm | undefined) {
    this.stream = stream;
    this.source = source;
    this.highWaterMark = highWaterMark;
    this.sizeAlgorithm = sizeAlgorithm;
    stream.controller = this;
  }

  /** Once the source has started, it may be asked for chunks. */
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

  get hasChunk(): boolean {
    return this.queue.length > 0;
  }

  /** The object that the program sees. */
  toFace(): ReadableStreamDefaultController {
    return (this.face ??= new ReadableStreamDefaultController(kCreate, this));
  }

  /** https://streams.spec.whatwg.org/#readable-stream-default-controller-can-close-or-enqueue */
  canCloseOrEnqueue(): boolean {
    return !this.closeRequested && this.stream.state === kReadable;
  }

  /** https://streams.spec.whatwg.org/#readable-stream-default-controller-get-desired-size */
  desiredSize(): number | null {
    const { state } = this.stream;
    if (state === kErrored) return null;
    return state === kClosed ? 0 : this.highWaterMark - this.queue.size;
  }

  /** https://streams.spec.whatwg.org/#rs-default-controller-has-backpressure */
  hasBackpressure(): boolean {
    return !this.shouldCallPull();
  }

  /** https://streams.spec.whatwg.org/#readable-stream-default-controller-close */
  close(): void {
    if (!this.canCloseOrEnqueue()) return;
    this.closeRequested = true;
    if (this.queue.length > 0) return;
    this.clearAlgorithms();
    readableClose(this.stream);
  }

  /** https://streams.spec.whatwg.org/#readable-stream-default-controller-enqueue */
  enqueue(chunk: unknown): void {
    if (!this.canCloseOrEnqueue()) return;
    const { stream } = this;
    if (waitingReads(stream) > 0) nextRequest(stream).chunkSteps(chunk);
    else this.putInQueue(chunk);
    this.callPullIfNeeded();
  }

  private putInQueue(chunk: unknown): void {
    try {
      const { sizeAlgorithm } = this;
      this.queue.enqueue(chunk, sizeAlgorithm === undefined ? 1 : +(sizeAlgorithm(chunk) as number));
    } catch (error) {
      this.error(error);
      throw error;
    }
  }

  /** https://streams.spec.whatwg.org/#readable-stream-default-controller-error */
  error(reason: unknown): void {
    if (this.stream.state !== kReadable) return;
    this.queue.reset();
    this.clearAlgorithms();
    readableError(this.stream, reason);
  }

  /** https://streams.spec.whatwg.org/#rs-default-controller-private-cancel */
  cancelSteps(reason: unknown): Completion {
    this.queue.reset();
    const source = this.source!;
    try {
      return source.cancel(reason);
    } finally {
      this.clearAlgorithms();
    }
  }

  /** https://streams.spec.whatwg.org/#rs-default-controller-private-pull */
  pullSteps(request: ReadRequest): void {
    if (this.queue.length > 0) {
      request.chunkSteps(this.takeChunk());
    } else {
      this.stream.reader!.requests.push(request);
      this.callPullIfNeeded();
    }
  }

  /** The first of the chunks in the queue, which is not empty. */
  takeChunk(): unknown {
    const chunk = this.queue.dequeue();
    if (this.closeRequested && this.queue.length === 0) {
      this.clearAlgorithms();
      readableClose(this.stream);
    } else {
      this.callPullIfNeeded();
    }
    return chunk;
  }

  releaseSteps(): void {}

  // https://streams.spec.whatwg.org/#readable-stream-default-controller-should-call-pull
  private shouldCallPull(): boolean {
    if (!this.canCloseOrEnqueue() || !this.isStarted) return false;
    return waitingReads(this.stream) > 0 || this.highWaterMark - this.queue.size > 0;
  }

  // https://streams.spec.whatwg.org/#readable-stream-default-controller-call-pull-if-needed
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

  // https://streams.spec.whatwg.org/#readable-stream-default-controller-clear-algorithms
  private clearAlgorithms(): void {
    this.source = undefined;
    this.sizeAlgorithm = undefined;
  }
}

/**
 * A stream over one of weft's own sources.
 * https://streams.spec.whatwg.org/#create-readable-stream
 */
export function createReadable(
  source: Source,
  highWaterMark: number,
  sizeAlgorithm: SizeAlgorithm | undefined = undefined,
  start: Completion = undefined,
): ReadableCore {
  const stream = new ReadableCore();
  new DefaultController(stream, source, highWaterMark, sizeAlgorithm).started(start);
  return stream;
}

const kCreate = Symbol("create");

/** https://streams.spec.whatwg.org/#rs-default-controller-class-definition */
export class ReadableStreamDefaultController {
  #core: DefaultController;

  static {
    registerPlatformClass(this.prototype, {
      name: "ReadableStreamDefaultController",
      isInstance: (value) => #core in value,
    });
  }

  constructor(token: unknown = undefined, core: DefaultController | undefined = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core!;
  }

  get desiredSize(): number | null {
    requireThis(#core in this, "ReadableStreamDefaultController");
    return this.#core.desiredSize();
  }

  close(): void {
    requireThis(#core in this, "ReadableStreamDefaultController");
    if (!this.#core.canCloseOrEnqueue()) throw closedController();
    this.#core.close();
  }

  enqueue(chunk: unknown = undefined): void {
    requireThis(#core in this, "ReadableStreamDefaultController");
    if (!this.#core.canCloseOrEnqueue()) throw closedController();
    this.#core.enqueue(chunk);
  }

  error(reason: unknown = undefined): void {
    requireThis(#core in this, "ReadableStreamDefaultController");
    this.#core.error(reason);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, {}, depth, options, inspect);
  }
}
finishInterface(ReadableStreamDefaultController, "ReadableStreamDefaultController");

function closedController(): TypeError {
  return new codes.ERR_INVALID_STATE.TypeError("Controller is already closed");
}
