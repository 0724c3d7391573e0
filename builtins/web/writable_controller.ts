/**
 * The controller between a WritableStream and its sink: chunks queue here, and go to the sink one after another.
 * https://streams.spec.whatwg.org/#ws-default-controller-class
 */
import { codes } from "internal/errors";
import type { AbortSignal } from "web/abort";
import type { SizeAlgorithm } from "web/queuing_strategies";
import { SizedQueue } from "web/sized_queue";
import { react, rejection, type Completion } from "web/stream_promises";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis } from "web/webidl";
import { kErroring, kWritable, WritableCore } from "web/writable_core";

/** Where chunks go: the program's underlying sink, or one of weft's own. All may throw. */
export interface Sink {
  write(chunk: unknown, controller: WritableController): Completion;
  close(): Completion;
  abort(reason: unknown): Completion;
}

/** Stands in the queue for the end. https://streams.spec.whatwg.org/#close-sentinel */
const kClose = Symbol("close");
const kCreate = Symbol("create");

export class WritableController {
  stream: WritableCore;
  isStarted = false;
  private queue = new SizedQueue<unknown>();
  // Both undefined once the stream is done with them.
  private sink: Sink | undefined;
  private sizeAlgorithm: SizeAlgorithm | undefined;
  private highWaterMark: number;
  private face: WritableStreamDefaultController | undefined = undefined;
  private signal: AbortSignal | undefined = undefined;
  private isAborted = false;
  private abortReason: unknown = undefined;
  // Made at the first write, for all of them.
  private onWritten: (() => void) | undefined = undefined;
  private onFailed: ((reason: unknown) => void) | undefined = undefined;

  constructor(stream: WritableCore, sink: Sink, highWaterMark: number, sizeAlgorithm: SizeAlgorithm | undefined) {
    this.stream = stream;
    this.sink = sink;
    this.highWaterMark = highWaterMark;
    this.sizeAlgorithm = sizeAlgorithm;
    stream.controller = this;
    stream.updateBackpressure(this.hasBackpressure());
  }

  /** Once the sink has started, it may be given chunks. */
  started(completion: Completion): void {
    react(
      completion,
      () => {
        this.isStarted = true;
        this.advanceQueue();
      },
      (reason) => {
        this.isStarted = true;
        this.stream.dealWithRejection(reason);
      },
    );
  }

  /** The object that the program sees. */
  toFace(): WritableStreamDefaultController {
    return (this.face ??= new WritableStreamDefaultController(kCreate, this));
  }

  desiredSize(): number {
    return this.highWaterMark - this.queue.size;
  }

  private hasBackpressure(): boolean {
    return this.desiredSize() <= 0;
  }

  /** The size of a chunk; 1, after an error of the stream, if it cannot be told. */
  sizeOf(chunk: unknown): number {
    const { sizeAlgorithm } = this;
    if (sizeAlgorithm === undefined) return 1;
    try {
      return +(sizeAlgorithm(chunk) as number);
    } catch (error) {
      this.errorIfNeeded(error);
      return 1;
    }
  }

  /** https://streams.spec.whatwg.org/#writable-stream-default-controller-write */
  write(chunk: unknown, size: number): void {
    try {
      this.queue.enqueue(chunk, size);
    } catch (error) {
      this.errorIfNeeded(error);
      return;
    }
    const { stream } = this;
    if (!stream.isCloseQueuedOrInFlight() && stream.state === kWritable) {
      stream.updateBackpressure(this.hasBackpressure());
    }
    this.advanceQueue();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-default-controller-close */
  close(): void {
    this.queue.enqueue(kClose, 0);
    this.advanceQueue();
  }

  /** https://streams.spec.whatwg.org/#writable-stream-default-controller-error */
  error(reason: unknown): void {
    this.clearAlgorithms();
    this.stream.startErroring(reason);
  }

  errorIfNeeded(reason: unknown): void {
    if (this.stream.state === kWritable) this.error(reason);
  }

  /** https://streams.spec.whatwg.org/#ws-default-controller-private-abort */
  abortSteps(reason: unknown): Completion {
    const sink = this.sink!;
    try {
      return sink.abort(reason);
    } finally {
      this.clearAlgorithms();
    }
  }

  /** https://streams.spec.whatwg.org/#ws-default-controller-private-error */
  errorSteps(): void {
    this.queue.reset();
  }

  clearAlgorithms(): void {
    this.sink = undefined;
    this.sizeAlgorithm = undefined;
  }

  // https://streams.spec.whatwg.org/#writable-stream-default-controller-advance-queue-if-needed
  private advanceQueue(): void {
    const { stream, queue } = this;
    if (!this.isStarted || stream.inFlightWrite !== undefined) return;
    if (stream.state === kErroring) {
      stream.finishErroring();
      return;
    }
    if (queue.length === 0) return;
    const chunk = queue.peek();
    if (chunk === kClose) this.processClose();
    else this.processWrite(chunk);
  }

  // https://streams.spec.whatwg.org/#writable-stream-default-controller-process-close
  private processClose(): void {
    const { stream } = this;
    stream.markCloseInFlight();
    this.queue.dequeue();
    let completion: Completion;
    try {
      completion = this.sink!.close();
    } catch (error) {
      completion = rejection(error);
    }
    this.clearAlgorithms();
    react(
      completion,
      () => stream.finishClose(),
      (reason) => stream.finishCloseWithError(reason),
    );
  }

  // https://streams.spec.whatwg.org/#writable-stream-default-controller-process-write
  private processWrite(chunk: unknown): void {
    this.stream.markWriteInFlight();
    this.onWritten ??= () => this.written();
    this.onFailed ??= (reason) => {
      if (this.stream.state === kWritable) this.clearAlgorithms();
      this.stream.finishWriteWithError(reason);
    };
    let completion: Completion;
    try {
      completion = this.sink!.write(chunk, this);
    } catch (error) {
      completion = rejection(error);
    }
    react(completion, this.onWritten, this.onFailed);
  }

  private written(): void {
    const { stream } = this;
    stream.finishWrite();
    this.queue.dequeue();
    if (!stream.isCloseQueuedOrInFlight() && stream.state === kWritable) {
      stream.updateBackpressure(this.hasBackpressure());
    }
    this.advanceQueue();
  }

  /** Aborts the signal that the sink may listen to. */
  signalAbort(reason: unknown): void {
    if (this.isAborted) return;
    this.isAborted = true;
    this.abortReason = reason;
    if (this.signal !== undefined) require("web/abort").signalAbort(this.signal, reason);
  }

  /** Made when the program first asks for it. */
  toSignal(): AbortSignal {
    if (this.signal === undefined) {
      const { createSignal, signalAbort } = require("web/abort");
      this.signal = createSignal() as AbortSignal;
      if (this.isAborted) signalAbort(this.signal, this.abortReason);
    }
    return this.signal;
  }
}

/**
 * A stream into one of weft's own sinks.
 * https://streams.spec.whatwg.org/#create-writable-stream
 */
export function createWritable(
  sink: Sink,
  highWaterMark = 1,
  sizeAlgorithm: SizeAlgorithm | undefined = undefined,
  start: Completion = undefined,
): WritableCore {
  const stream = new WritableCore();
  new WritableController(stream, sink, highWaterMark, sizeAlgorithm).started(start);
  return stream;
}

/** https://streams.spec.whatwg.org/#ws-default-controller-class-definition */
export class WritableStreamDefaultController {
  #core: WritableController;

  static {
    registerPlatformClass(this.prototype, {
      name: "WritableStreamDefaultController",
      isInstance: (value) => #core in value,
    });
  }

  constructor(token: unknown = undefined, core: WritableController | undefined = undefined) {
    if (token !== kCreate) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core!;
  }

  get signal(): AbortSignal {
    requireThis(#core in this, "WritableStreamDefaultController");
    return this.#core.toSignal();
  }

  error(reason: unknown = undefined): void {
    requireThis(#core in this, "WritableStreamDefaultController");
    this.#core.errorIfNeeded(reason);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    return inspectAs(this, { stream: this.#core.stream.face }, depth, options, inspect);
  }
}
finishInterface(WritableStreamDefaultController, "WritableStreamDefaultController");
