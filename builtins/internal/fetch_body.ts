// The body of a response, as it comes in: kept, up to a measure, until somebody reads it.
import { ArrayPrototypePush, TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteOffset } from "internal/primordials";
import type { FetchConnection } from "internal/fetch_connection";
import type { NativeBody, OnBytes, OnError } from "web/body";
import type { ByteController } from "web/readable_byte_controller";
import type { ReadableCore, Source } from "web/readable_core";
import { Deferred, type Completion } from "web/stream_promises";

/** What may come in before anybody reads; then the connection stands still. */
const kMostUnread = 64 * 1024;

export class FetchBody implements NativeBody, Source {
  private connection: FetchConnection;
  /** How many bytes have come in. */
  received = 0;
  private chunks: Uint8Array[] = [];
  private size = 0;
  private isComplete = false;
  private failure: { error: unknown } | undefined = undefined;
  // Who reads it:
  private onBytes: OnBytes | undefined = undefined;
  private onError: OnError | undefined = undefined;
  private controller: ByteController | undefined = undefined;
  private pulled: Deferred | undefined = undefined;
  private isDiscarded = false;

  constructor(connection: FetchConnection) {
    this.connection = connection;
  }

  // ---- from the connection

  push(chunk: Uint8Array): void {
    this.received += chunk.length;
    if (this.isDiscarded) {
      this.size += chunk.length;
      if (this.size > kMostUnread) this.connection.abandon(this);
      return;
    }
    if (this.controller !== undefined && this.pulled !== undefined) {
      this.give(chunk);
      return;
    }
    ArrayPrototypePush(this.chunks, chunk);
    this.size += chunk.length;
    if (this.onBytes === undefined && this.size >= kMostUnread) this.connection.pause();
  }

  end(): void {
    this.isComplete = true;
    if (this.onBytes !== undefined) this.giveAll();
    else if (this.pulled !== undefined) this.close();
  }

  fail(error: unknown): void {
    if (this.isComplete || this.failure !== undefined) return;
    this.failure = { error };
    this.chunks = [];
    if (this.onError !== undefined) this.onError(this.failure.error);
    else if (this.controller !== undefined) {
      this.controller.error(this.failure.error);
      this.pulled?.resolve(undefined);
      this.pulled = undefined;
    }
  }

  // ---- to the reader

  readAll(onBytes: OnBytes, onError: OnError): void {
    if (this.failure !== undefined) {
      onError(this.failure.error);
      return;
    }
    this.onBytes = onBytes;
    this.onError = onError;
    if (this.isComplete) this.giveAll();
    else this.connection.resume();
  }

  private giveAll(): void {
    const { chunks, size, onBytes } = this;
    this.chunks = [];
    if (chunks.length === 1) onBytes!(chunks[0]!, true);
    else onBytes!(require("web/body_source").joined(chunks, size), true);
  }

  toStream(): ReadableCore {
    return require("web/readable_byte_controller").createReadableBytes(this);
  }

  pull(controller: ByteController): Completion {
    this.controller = controller;
    if (this.failure !== undefined) {
      controller.error(this.failure.error);
      return undefined;
    }
    const { chunks } = this;
    if (chunks.length > 0) {
      this.chunks = [];
      this.size = 0;
      for (let i = 0; i < chunks.length; i++) this.give(chunks[i]!);
      return undefined;
    }
    if (this.isComplete) {
      this.close();
      return undefined;
    }
    const { promise } = (this.pulled = new Deferred());
    this.connection.resume();
    return promise;
  }

  private give(chunk: Uint8Array): void {
    const { pulled } = this;
    this.pulled = undefined;
    const buffer = TypedArrayPrototypeGetBuffer(chunk) as ArrayBuffer;
    const byteOffset = TypedArrayPrototypeGetByteOffset(chunk);
    this.controller!.enqueueOwned({ buffer, byteOffset, byteLength: chunk.length });
    pulled?.resolve(undefined);
  }

  private close(): void {
    const { controller, pulled } = this;
    this.pulled = undefined;
    controller!.close();
    if (controller!.byobRequest() !== undefined) controller!.respond(0);
    pulled?.resolve(undefined);
  }

  cancel(reason: unknown): Completion {
    this.discard(reason);
    return undefined;
  }

  discard(_reason: unknown): void {
    this.isDiscarded = true;
    this.chunks = [];
    if (!this.isComplete && this.failure === undefined) this.connection.abandon(this);
  }

  /** Nobody reads it; the connection stays if little is left. */
  skip(): void {
    this.isDiscarded = true;
    this.chunks = [];
    this.size = 0;
    this.connection.resume();
  }
}
