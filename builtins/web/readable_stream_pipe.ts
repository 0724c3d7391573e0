/**
 * Piping from a readable into a writable stream. The pipe itself is the read request and the write request of
 * every chunk, so that a chunk costs no promise while the destination has room.
 * https://streams.spec.whatwg.org/#readable-stream-pipe-to
 */
import { PromiseResolve, SafePromiseAll } from "internal/primordials";
import { codes } from "internal/errors";
import { addAbortAlgorithm, isAbortSignal, removeAbortAlgorithm, type AbortSignal } from "web/abort";
import {
  acquireDefaultReader,
  kErrored,
  kReadable,
  readableCancel,
  readerRead,
  readerRelease,
  type ReadableCore,
  type ReaderCore,
  type ReadRequest,
} from "web/readable_core";
import { Deferred, noop, queueReaction, react } from "web/stream_promises";
import { toDictionary } from "web/webidl";
import * as writable from "web/writable_core";
import { type WritableCore, type WriteRequest, WriterCore } from "web/writable_core";

/** https://streams.spec.whatwg.org/#dictdef-streampipeoptions */
export interface PipeOptions {
  preventAbort: boolean;
  preventCancel: boolean;
  preventClose: boolean;
  signal: AbortSignal | undefined;
}

type Action = () => Promise<unknown>;

export function toPipeOptions(options: unknown): PipeOptions {
  const given = toDictionary(options, "options");
  const preventAbort = !!given.preventAbort;
  const preventCancel = !!given.preventCancel;
  const preventClose = !!given.preventClose;
  const { signal } = given;
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw new codes.ERR_INVALID_ARG_TYPE("options.signal", "AbortSignal", signal);
  }
  return { preventAbort, preventCancel, preventClose, signal };
}

class Pipe implements ReadRequest, WriteRequest {
  finished = new Deferred();
  private source: ReadableCore;
  private destination: WritableCore;
  private options: PipeOptions;
  private reader: ReaderCore;
  private writer: WriterCore;
  private isShuttingDown = false;
  private pendingWrites = 0;
  // A chunk that was read, and goes to the destination in the next microtask.
  private hasChunk = false;
  private chunk: unknown = undefined;
  // What the shutdown waits with until all is written.
  private afterWrites: (() => void) | undefined = undefined;
  private onReady = (): void => this.run();
  private onChunk = (): void => this.writeChunk();
  private onAbort = (): void => this.abort();

  constructor(source: ReadableCore, destination: WritableCore, options: PipeOptions) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.reader = acquireDefaultReader(source);
    this.writer = new WriterCore(destination);
    source.isDisturbed = true;
  }

  start(): void {
    const { signal } = this.options;
    if (signal !== undefined) {
      if (signal.aborted) {
        this.abort();
        return;
      }
      addAbortAlgorithm(signal, this.onAbort);
    }
    this.watchSource();
    this.watchDestination();
    this.run();
  }

  // Errors go forward, and so does the end.
  private watchSource(): void {
    const { source } = this;
    if (source.state === kReadable)
      react(
        this.reader.closed.get(),
        () => this.sourceClosed(),
        () => this.sourceErrored(),
      );
    else if (source.state === kErrored) this.sourceErrored();
    else this.sourceClosed();
  }

  private sourceErrored(): void {
    const reason = this.source.storedError;
    const action: Action | undefined = this.options.preventAbort ? undefined : () => this.destination.abort(reason);
    this.shutDown(action, true, reason);
  }

  private sourceClosed(): void {
    const action: Action | undefined = this.options.preventClose
      ? undefined
      : () => this.writer.closeWithErrorPropagation();
    this.shutDown(action, false, undefined);
  }

  // Errors go backward, and a destination that is closed already is one.
  private watchDestination(): void {
    const { destination } = this;
    if (destination.state === writable.kErrored) this.destinationFailed(destination.storedError);
    else react(this.writer.closed.get(), noop, () => this.destinationFailed(destination.storedError));
    if (destination.isCloseQueuedOrInFlight() || destination.state === writable.kClosed) {
      this.destinationFailed(new codes.ERR_INVALID_STATE.TypeError("Destination WritableStream is closed"));
    }
  }

  private destinationFailed(reason: unknown): void {
    const action: Action | undefined = this.options.preventCancel
      ? undefined
      : () => readableCancel(this.source, reason);
    this.shutDown(action, true, reason);
  }

  private abort(): void {
    const { reason } = this.options.signal!;
    const { source, destination } = this;
    const { preventAbort, preventCancel } = this.options;
    const actions: Action[] = [];
    if (!preventAbort) {
      actions[actions.length] = () =>
        destination.state === writable.kWritable ? destination.abort(reason) : PromiseResolve(undefined);
    }
    if (!preventCancel) {
      actions[actions.length] = () =>
        source.state === kReadable ? readableCancel(source, reason) : PromiseResolve(undefined);
    }
    this.shutDown(() => SafePromiseAll(actions, (action: Action) => action()), true, reason);
  }

  /** Moves chunks for as long as both sides let it. */
  private run(): void {
    const { source, writer } = this;
    while (!this.isShuttingDown) {
      const room = writer.desiredSize();
      // A failing destination ends the pipe when it has failed.
      if (room === null) return;
      if (room <= 0) {
        writer.onRoom = this.onReady;
        return;
      }
      if (source.state !== kReadable || !source.controller.hasChunk) {
        readerRead(this.reader, this);
        return;
      }
      this.write(source.controller.takeChunk());
    }
  }

  private write(chunk: unknown): void {
    this.pendingWrites++;
    this.writer.write(chunk, this);
  }

  // The source is in the midst of enqueueing: the sink must not run within that.
  chunkSteps(chunk: unknown): void {
    this.hasChunk = true;
    this.chunk = chunk;
    queueReaction(this.onChunk);
  }

  private writeChunk(): void {
    this.flushChunk();
    this.run();
  }

  private flushChunk(): void {
    if (!this.hasChunk) return;
    const { chunk } = this;
    this.hasChunk = false;
    this.chunk = undefined;
    this.write(chunk);
  }

  // The reader's closed promise tells of both.
  closeSteps(): void {}
  errorSteps(): void {}

  /** A chunk has been written. */
  resolve(): void {
    this.pendingWrites--;
    if (this.pendingWrites === 0 && this.afterWrites !== undefined) queueReaction(this.afterWrites);
  }

  /** A chunk could not be written; the writer's closed promise tells why. */
  reject(): void {
    this.resolve();
  }

  // https://streams.spec.whatwg.org/#rs-pipeTo-shutdown-with-action
  private shutDown(action: Action | undefined, isError: boolean, reason: unknown): void {
    if (this.isShuttingDown) return;
    this.isShuttingDown = true;
    const proceed = (): void => {
      if (action === undefined) {
        this.finalize(isError, reason);
        return;
      }
      react(
        action(),
        () => this.finalize(isError, reason),
        (newReason) => this.finalize(true, newReason),
      );
    };
    const { destination } = this;
    if (destination.state === writable.kWritable && !destination.isCloseQueuedOrInFlight()) {
      this.flushChunk();
      this.afterWrites = proceed;
      if (this.pendingWrites === 0) queueReaction(proceed);
    } else {
      proceed();
    }
  }

  // https://streams.spec.whatwg.org/#rs-pipeTo-finalize
  private finalize(isError: boolean, reason: unknown): void {
    this.writer.release();
    readerRelease(this.reader);
    const { signal } = this.options;
    if (signal !== undefined) removeAbortAlgorithm(signal, this.onAbort);
    if (isError) this.finished.reject(reason);
    else this.finished.resolve(undefined);
  }
}

/** Neither stream may be locked. */
export function pipe(source: ReadableCore, destination: WritableCore, options: PipeOptions): Promise<undefined> {
  const running = new Pipe(source, destination, options);
  running.start();
  return running.finished.promise;
}
