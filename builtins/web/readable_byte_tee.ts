/**
 * tee() of a stream of bytes: the branches are streams of bytes too, and one of them gets copies. While a branch
 * waits with a buffer of its own, the stream is read into that.
 * https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee
 */
import { cloneAsUint8Array, viewParts } from "web/byte_views";
import { createReadableBytes, readerReadInto, type ByteController } from "web/readable_byte_controller";
import {
  acquireByobReader,
  acquireDefaultReader,
  readableCancel,
  readerRead,
  readerRelease,
  type ReadableCore,
  type ReaderCore,
  type ReadIntoRequest,
  type ReadRequest,
  type Source,
} from "web/readable_core";
import { Deferred, noop, queueReaction, react, type Completion } from "web/stream_promises";

class Branch implements Source {
  isCancelled = false;
  reason: unknown = undefined;
  readAgain = false;
  stream: ReadableCore;
  controller: ByteController;
  private tee: ByteTee;

  constructor(tee: ByteTee) {
    this.tee = tee;
    this.stream = createReadableBytes(this);
    this.controller = this.stream.controller as ByteController;
  }

  pull(): Completion {
    this.tee.pull(this);
    return undefined;
  }

  cancel(reason: unknown): Completion {
    this.isCancelled = true;
    this.reason = reason;
    return this.tee.cancelled();
  }

  enqueue(chunk: unknown): void {
    if (!this.isCancelled) this.controller.enqueue(viewParts(chunk, "chunk"));
  }

  close(): void {
    if (!this.isCancelled) this.controller.close();
  }

  /** Answers a reader's buffer that is waiting when the stream has ended. */
  respondWithNothing(): void {
    if (this.controller.pendingPullIntos.length > 0) this.controller.respond(0);
  }
}

class ByteTee {
  first: Branch;
  second: Branch;
  private stream: ReadableCore;
  private reader: ReaderCore;
  private isReading = false;
  private cancellation = new Deferred<any>();

  constructor(stream: ReadableCore) {
    this.stream = stream;
    this.reader = acquireDefaultReader(stream);
    this.first = new Branch(this);
    this.second = new Branch(this);
    this.forwardError(this.reader);
  }

  private forwardError(reader: ReaderCore): void {
    react(reader.closed.get(), noop, (reason) => {
      // The lock has been exchanged meanwhile.
      if (reader !== this.reader) return;
      this.first.controller.error(reason);
      this.second.controller.error(reason);
      this.settleCancellation();
    });
  }

  pull(branch: Branch): void {
    if (this.isReading) {
      branch.readAgain = true;
      return;
    }
    this.isReading = true;
    const request = branch.controller.byobRequest();
    if (request === undefined) this.readChunk();
    else this.readInto(branch, request.view!);
  }

  private readChunk(): void {
    this.takeReader(false);
    readerRead(this.reader, new ChunkRead(this));
  }

  private readInto(branch: Branch, view: Uint8Array): void {
    this.takeReader(true);
    const other = branch === this.first ? this.second : this.first;
    readerReadInto(this.reader, viewParts(view, "view"), 1, new IntoRead(this, branch, other));
  }

  private takeReader(isByob: boolean): void {
    if (this.reader.isByob === isByob) return;
    readerRelease(this.reader);
    this.reader = isByob ? acquireByobReader(this.stream) : acquireDefaultReader(this.stream);
    this.forwardError(this.reader);
  }

  /** Both branches have to be cancelled before the stream is. */
  cancelled(): Promise<unknown> {
    if (this.first.isCancelled && this.second.isCancelled) this.cancelStream([this.first.reason, this.second.reason]);
    return this.cancellation.promise;
  }

  private cancelStream(reason: unknown): void {
    this.cancellation.resolve(readableCancel(this.stream, reason));
  }

  settleCancellation(): void {
    if (!this.first.isCancelled || !this.second.isCancelled) this.cancellation.resolve(undefined);
  }

  beginForward(): void {
    this.first.readAgain = false;
    this.second.readAgain = false;
  }

  endForward(): void {
    this.isReading = false;
    if (this.first.readAgain) this.pull(this.first);
    else if (this.second.readAgain) this.pull(this.second);
  }

  /** A copy for the other branch; undefined, and the end of both, if there is no memory for it. */
  tryClone(chunk: Uint8Array): Uint8Array | undefined {
    try {
      return cloneAsUint8Array(chunk);
    } catch (error) {
      this.first.controller.error(error);
      this.second.controller.error(error);
      this.cancelStream(error);
      return undefined;
    }
  }

  endReading(): void {
    this.isReading = false;
  }
}

/** https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee, pullWithDefaultReader */
class ChunkRead implements ReadRequest {
  private tee: ByteTee;
  constructor(tee: ByteTee) {
    this.tee = tee;
  }

  chunkSteps(chunk: Uint8Array): void {
    queueReaction(() => this.forward(chunk));
  }

  private forward(chunk: Uint8Array): void {
    const { tee } = this;
    const { first, second } = tee;
    tee.beginForward();
    let copy = chunk;
    if (!first.isCancelled && !second.isCancelled) {
      const clone = tee.tryClone(chunk);
      if (clone === undefined) return;
      copy = clone;
    }
    first.enqueue(chunk);
    second.enqueue(copy);
    tee.endForward();
  }

  closeSteps(): void {
    const { tee } = this;
    const { first, second } = tee;
    tee.endReading();
    first.close();
    second.close();
    first.respondWithNothing();
    second.respondWithNothing();
    tee.settleCancellation();
  }

  errorSteps(): void {
    this.tee.endReading();
  }
}

/** https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee, pullWithBYOBReader */
class IntoRead implements ReadIntoRequest {
  private tee: ByteTee;
  private branch: Branch;
  private other: Branch;
  constructor(tee: ByteTee, branch: Branch, other: Branch) {
    this.tee = tee;
    this.branch = branch;
    this.other = other;
  }

  chunkSteps(chunk: Uint8Array): void {
    queueReaction(() => this.forward(chunk));
  }

  private forward(chunk: Uint8Array): void {
    const { tee, branch, other } = this;
    tee.beginForward();
    if (!other.isCancelled) {
      const copy = tee.tryClone(chunk);
      if (copy === undefined) return;
      this.respond(chunk);
      other.enqueue(copy);
    } else if (!branch.isCancelled) {
      this.respond(chunk);
    }
    tee.endForward();
  }

  private respond(chunk: Uint8Array): void {
    if (!this.branch.isCancelled) this.branch.controller.respondWithNewView(viewParts(chunk, "chunk"));
  }

  closeSteps(chunk: Uint8Array | undefined): void {
    const { tee, branch, other } = this;
    tee.endReading();
    branch.close();
    other.close();
    if (chunk !== undefined) {
      this.respond(chunk);
      if (!other.isCancelled) other.respondWithNothing();
    }
    if (!branch.isCancelled || !other.isCancelled) tee.settleCancellation();
  }

  errorSteps(): void {
    this.tee.endReading();
  }
}

export function teeBytes(stream: ReadableCore): [ReadableCore, ReadableCore] {
  const { first, second } = new ByteTee(stream);
  return [first.stream, second.stream];
}
