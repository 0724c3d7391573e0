/**
 * tee() of a stream of any values: both branches get the same chunks.
 * https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaulttee
 */
import {
  acquireDefaultReader,
  readableCancel,
  readerRead,
  type ReadableCore,
  type ReaderCore,
  type ReadRequest,
  type Source,
} from "web/readable_core";
import { createReadable, type DefaultController } from "web/readable_default_controller";
import { Deferred, noop, queueReaction, react, type Completion } from "web/stream_promises";

class Branch implements Source {
  isCancelled = false;
  reason: unknown = undefined;
  private tee: Tee;
  constructor(tee: Tee) {
    this.tee = tee;
  }
  pull(): Completion {
    this.tee.pull();
    return undefined;
  }
  cancel(reason: unknown): Completion {
    this.isCancelled = true;
    this.reason = reason;
    return this.tee.cancelled();
  }
}

class Tee implements ReadRequest {
  first = new Branch(this);
  second = new Branch(this);
  firstController: DefaultController;
  secondController: DefaultController;
  firstStream: ReadableCore;
  secondStream: ReadableCore;
  private stream: ReadableCore;
  private reader: ReaderCore;
  private isReading = false;
  private readAgain = false;
  private chunk: unknown = undefined;
  private cancellation = new Deferred<any>();
  private onChunk = (): void => this.forward();

  constructor(stream: ReadableCore) {
    this.stream = stream;
    this.reader = acquireDefaultReader(stream);
    this.firstStream = createReadable(this.first, 1);
    this.secondStream = createReadable(this.second, 1);
    this.firstController = this.firstStream.controller as DefaultController;
    this.secondController = this.secondStream.controller as DefaultController;
    react(this.reader.closed.get(), noop, (reason) => {
      this.firstController.error(reason);
      this.secondController.error(reason);
      this.settleCancellation();
    });
  }

  pull(): void {
    if (this.isReading) {
      this.readAgain = true;
      return;
    }
    this.isReading = true;
    readerRead(this.reader, this);
  }

  /** Both branches have to be cancelled before the stream is. */
  cancelled(): Promise<unknown> {
    if (this.first.isCancelled && this.second.isCancelled) {
      this.cancellation.resolve(readableCancel(this.stream, [this.first.reason, this.second.reason]));
    }
    return this.cancellation.promise;
  }

  private settleCancellation(): void {
    if (!this.first.isCancelled || !this.second.isCancelled) this.cancellation.resolve(undefined);
  }

  // A microtask later, so that an error that comes with the chunk arrives before it.
  chunkSteps(chunk: unknown): void {
    this.chunk = chunk;
    queueReaction(this.onChunk);
  }

  private forward(): void {
    const { chunk } = this;
    this.chunk = undefined;
    this.readAgain = false;
    if (!this.first.isCancelled) this.firstController.enqueue(chunk);
    if (!this.second.isCancelled) this.secondController.enqueue(chunk);
    this.isReading = false;
    if (this.readAgain) this.pull();
  }

  closeSteps(): void {
    this.isReading = false;
    if (!this.first.isCancelled) this.firstController.close();
    if (!this.second.isCancelled) this.secondController.close();
    this.settleCancellation();
  }

  errorSteps(): void {
    this.isReading = false;
  }
}

export function teeValues(stream: ReadableCore): [ReadableCore, ReadableCore] {
  const { firstStream, secondStream } = new Tee(stream);
  return [firstStream, secondStream];
}
