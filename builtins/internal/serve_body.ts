// The body of a request as it comes in over a connection: for whoever reads it whole, as a stream, or not at all.
//
// Invariant: bytes that nobody has asked for are kept up to a mark, then the connection is not read any more.
import { ArrayPrototypePush, Error, TypedArrayPrototypeGetBuffer } from "internal/primordials";
import { type NativeBody, type OnBytes, type OnError } from "web/body";
import { joined } from "web/body_source";
import { type ByteController, createReadableBytes } from "web/readable_byte_controller";
import { type ReadableCore, type Source } from "web/readable_core";
import { Deferred, type Completion } from "web/stream_promises";

/** What the body asks of its connection. */
export interface BodyConnection {
  pauseBody(): void;
  resumeBody(): void;
}

const kHighWaterMark = 262144;
/** A body of which more comes than the server allows. */
export const kTooLarge = "ERR_BODY_TOO_LARGE";

function bodyError(message: string, code: string): Error {
  const error: any = new Error(message);
  error.code = code;
  return error;
}

export class IncomingBody implements NativeBody, Source {
  private connection: BodyConnection;
  private chunks: Uint8Array[] = [];
  private kept = 0;
  private size = 0;
  private limit: number;
  private isPaused = false;
  private ended = false;
  private isDiscarded = false;
  private error: unknown = undefined;
  private onBytes: OnBytes | undefined;
  private onError: OnError | undefined;
  private controller: ByteController | undefined;
  private pending: Deferred | undefined;

  constructor(connection: BodyConnection, limit: number) {
    this.connection = connection;
    this.limit = limit;
  }

  get isComplete(): boolean {
    return this.ended;
  }

  // ---- from the connection

  /** False: it is more than the server allows. */
  push(chunk: Uint8Array): boolean {
    this.size += chunk.length;
    if (this.size > this.limit) {
      this.fail(bodyError("The request's body is larger than maxRequestBodySize", kTooLarge));
      return false;
    }
    if (this.isDiscarded) return true;
    if (this.pending !== undefined) {
      const { pending } = this;
      this.pending = undefined;
      this.enqueue(chunk);
      pending.resolve(undefined);
      return true;
    }
    ArrayPrototypePush(this.chunks, chunk);
    this.kept += chunk.length;
    // Who reads it whole wants it whole.
    if (this.onBytes === undefined && this.kept > kHighWaterMark && !this.isPaused) {
      this.isPaused = true;
      this.connection.pauseBody();
    }
    return true;
  }

  end(): void {
    if (this.ended) return;
    this.ended = true;
    if (this.onBytes !== undefined) this.giveAll();
    else if (this.pending !== undefined) this.closeStream();
  }

  /** The connection has gone, or the body is too large. */
  fail(error: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.error = error;
    this.chunks = [];
    if (this.onError !== undefined) {
      const { onError } = this;
      this.onBytes = this.onError = undefined;
      onError(error);
    } else if (this.pending !== undefined) {
      this.pending.reject(error);
      this.pending = undefined;
    } else {
      this.controller?.error(error);
    }
  }

  // ---- NativeBody

  readAll(onBytes: OnBytes, onError: OnError): void {
    if (this.error !== undefined) {
      onError(this.error);
      return;
    }
    this.onBytes = onBytes;
    this.onError = onError;
    if (this.ended) this.giveAll();
    else this.goOn();
  }

  toStream(): ReadableCore {
    return createReadableBytes(this);
  }

  discard(): void {
    this.isDiscarded = true;
    this.chunks = [];
    this.goOn();
  }

  // ---- Source

  start(controller: ByteController): void {
    this.controller = controller;
  }

  pull(controller: ByteController): Completion {
    this.controller = controller;
    const done = new Deferred();
    if (this.error !== undefined) {
      done.reject(this.error);
    } else if (this.chunks.length > 0) {
      const all = this.takeAll();
      this.enqueue(all);
      done.resolve(undefined);
      this.goOn();
    } else {
      this.pending = done;
      if (this.ended) this.closeStream();
      else this.goOn();
    }
    return done.promise;
  }

  cancel(): Completion {
    this.discard();
    const done = new Deferred();
    done.resolve(undefined);
    return done.promise;
  }

  // ----

  private goOn(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.connection.resumeBody();
  }

  private takeAll(): Uint8Array {
    const { chunks } = this;
    const all = chunks.length === 1 ? chunks[0] : joined(chunks, this.kept);
    this.chunks = [];
    this.kept = 0;
    return all;
  }

  private giveAll(): void {
    const { onBytes } = this;
    this.onBytes = this.onError = undefined;
    onBytes!(this.takeAll(), true);
  }

  private enqueue(chunk: Uint8Array): void {
    const buffer = TypedArrayPrototypeGetBuffer(chunk) as ArrayBuffer;
    this.controller!.enqueueOwned({ buffer, byteOffset: chunk.byteOffset, byteLength: chunk.length });
  }

  private closeStream(): void {
    const { controller, pending } = this;
    this.pending = undefined;
    controller!.close();
    if (controller!.byobRequest() !== undefined) controller!.respond(0);
    pending!.resolve(undefined);
  }
}
