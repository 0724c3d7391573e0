/**
 * What stands behind a TransformStream: a sink that feeds a source through a transformer.
 * https://streams.spec.whatwg.org/#ts-all-abstract-ops
 */
import { codes } from "internal/errors";
import type { SizeAlgorithm } from "web/queuing_strategies";
import { kErrored, type ReadableCore, type Source } from "web/readable_core";
import { createReadable, type DefaultController } from "web/readable_default_controller";
import { chain, Deferred, react, rejection, type Completion } from "web/stream_promises";
import { createWritable, type Sink } from "web/writable_controller";
import * as writableStates from "web/writable_core";
import type { WritableCore } from "web/writable_core";

/** What happens to the chunks: the program's transformer, or one of weft's own. All may throw. */
export interface Transformer {
  transform(chunk: unknown, controller: TransformController): Completion;
  flush(controller: TransformController): Completion;
  cancel(reason: unknown): Completion;
}

export interface TransformOptions {
  writableHighWaterMark?: number;
  writableSize?: SizeAlgorithm | undefined;
  readableHighWaterMark?: number;
  readableSize?: SizeAlgorithm | undefined;
  /** What both sides wait for before they begin. */
  start?: Completion;
}

export class TransformController implements Source, Sink {
  readable: ReadableCore;
  writable: WritableCore;
  backpressure = true;
  /** The TransformStream and its controller, once the program has seen them. */
  stream: object | undefined = undefined;
  face: object | undefined = undefined;
  private output: DefaultController;
  // undefined once the stream is done with it.
  private transformer: Transformer | undefined;
  private backpressureChange: Deferred | undefined = undefined;
  private finish: Deferred | undefined = undefined;

  /** https://streams.spec.whatwg.org/#initialize-transform-stream */
  constructor(transformer: Transformer, options: TransformOptions) {
    const { writableHighWaterMark = 1, writableSize, readableHighWaterMark = 0, readableSize, start } = options;
    this.transformer = transformer;
    this.writable = createWritable(this, writableHighWaterMark, writableSize, start);
    this.readable = createReadable(this, readableHighWaterMark, readableSize, start);
    this.output = this.readable.controller as DefaultController;
  }

  desiredSize(): number | null {
    return this.output.desiredSize();
  }

  /** https://streams.spec.whatwg.org/#transform-stream-default-controller-enqueue */
  enqueue(chunk: unknown): void {
    const { output } = this;
    if (!output.canCloseOrEnqueue()) {
      throw new codes.ERR_INVALID_STATE.TypeError("Unable to enqueue");
    }
    try {
      output.enqueue(chunk);
    } catch (error) {
      this.failWritable(error);
      throw this.readable.storedError;
    }
    if (output.hasBackpressure()) this.setBackpressure(true);
  }

  /** https://streams.spec.whatwg.org/#transform-stream-error */
  error(reason: unknown): void {
    this.output.error(reason);
    this.failWritable(reason);
  }

  /** https://streams.spec.whatwg.org/#transform-stream-default-controller-terminate */
  terminate(): void {
    this.output.close();
    this.failWritable(new codes.ERR_INVALID_STATE.TypeError("TransformStream has been terminated"));
  }

  // https://streams.spec.whatwg.org/#transform-stream-error-writable-and-unblock-write
  private failWritable(reason: unknown): void {
    this.transformer = undefined;
    this.writable.controller.errorIfNeeded(reason);
    this.unblockWrite();
  }

  private unblockWrite(): void {
    if (this.backpressure) this.setBackpressure(false);
  }

  private setBackpressure(backpressure: boolean): void {
    if (this.backpressure === backpressure) return;
    this.backpressure = backpressure;
    const change = this.backpressureChange;
    this.backpressureChange = undefined;
    change?.resolve(undefined);
  }

  private nextBackpressureChange(): Promise<undefined> {
    return (this.backpressureChange ??= new Deferred()).promise;
  }

  /** https://streams.spec.whatwg.org/#transform-stream-default-sink-write-algorithm */
  write(chunk: unknown): Completion {
    if (!this.backpressure) return this.perform(chunk);
    return chain(this.nextBackpressureChange(), () => {
      const { state, storedError } = this.writable;
      if (state === writableStates.kErroring) throw storedError;
      return this.perform(chunk);
    });
  }

  // https://streams.spec.whatwg.org/#transform-stream-default-controller-perform-transform
  private perform(chunk: unknown): Completion {
    let completion: Completion;
    try {
      completion = this.transformer!.transform(chunk, this);
    } catch (error) {
      completion = rejection(error);
    }
    if (completion === undefined) return undefined;
    return chain(completion, undefined, (reason) => {
      this.error(reason);
      throw reason;
    });
  }

  // One of the writable side's abort and close, and the readable side's cancel, ends the transformer.
  private end(completion: Completion, onFulfilled: () => void, onFailed: (reason: unknown) => void): Promise<unknown> {
    const finish = this.finish!;
    react(
      completion,
      () => onFulfilled(),
      (reason) => {
        onFailed(reason);
        finish.reject(reason);
      },
    );
    return finish.promise;
  }

  private callCancel(reason: unknown): Completion {
    // Gone already if it was terminated while chunks were still to be read.
    const { transformer } = this;
    try {
      return transformer?.cancel(reason);
    } catch (error) {
      return rejection(error);
    } finally {
      this.transformer = undefined;
    }
  }

  /** https://streams.spec.whatwg.org/#transform-stream-default-sink-abort-algorithm */
  abort(reason: unknown): Completion {
    if (this.finish !== undefined) return this.finish.promise;
    const finish = (this.finish = new Deferred());
    return this.end(
      this.callCancel(reason),
      () => {
        if (this.readable.state === kErrored) {
          finish.reject(this.readable.storedError);
        } else {
          this.output.error(reason);
          finish.resolve(undefined);
        }
      },
      (failure) => this.output.error(failure),
    );
  }

  /** https://streams.spec.whatwg.org/#transform-stream-default-sink-close-algorithm */
  close(): Completion {
    if (this.finish !== undefined) return this.finish.promise;
    const finish = (this.finish = new Deferred());
    return this.end(
      this.callFlush(),
      () => {
        if (this.readable.state === kErrored) {
          finish.reject(this.readable.storedError);
        } else {
          this.output.close();
          finish.resolve(undefined);
        }
      },
      (failure) => this.output.error(failure),
    );
  }

  private callFlush(): Completion {
    const { transformer } = this;
    try {
      return transformer?.flush(this);
    } catch (error) {
      return rejection(error);
    } finally {
      this.transformer = undefined;
    }
  }

  /** https://streams.spec.whatwg.org/#transform-stream-default-source-pull-algorithm */
  pull(): Completion {
    this.setBackpressure(false);
    return this.nextBackpressureChange();
  }

  /** https://streams.spec.whatwg.org/#transform-stream-default-source-cancel-algorithm */
  cancel(reason: unknown): Completion {
    if (this.finish !== undefined) return this.finish.promise;
    const finish = (this.finish = new Deferred());
    return this.end(
      this.callCancel(reason),
      () => {
        const { state, storedError } = this.writable;
        if (state === writableStates.kErrored) {
          finish.reject(storedError);
        } else {
          this.writable.controller.errorIfNeeded(reason);
          this.unblockWrite();
          finish.resolve(undefined);
        }
      },
      (failure) => {
        this.writable.controller.errorIfNeeded(failure);
        this.unblockWrite();
      },
    );
  }
}
