/**
 * Streams that move into another realm. The stream itself stays, locked, and is piped through a channel; what arrives
 * is a new stream over the channel's other end. A chunk is cloned, nothing of it is transferred.
 * https://streams.spec.whatwg.org/#transferrable-streams
 */
import { codes } from "internal/errors";
import { messages, pack, unpack } from "web/message";
import type { PortHandle } from "web/message";
import type { ReadableCore, Source } from "web/readable_core";
import { createReadable, type DefaultController } from "web/readable_default_controller";
import { pipe } from "web/readable_stream_pipe";
import { Deferred, markHandled, chain, rejection, type Completion } from "web/stream_promises";
import { createWritable, type Sink } from "web/writable_controller";
import type { WritableCore } from "web/writable_core";

type Kind = "chunk" | "pull" | "close" | "error";

const kPlainPipe = { preventAbort: false, preventCancel: false, preventClose: false, signal: undefined };

/** One end of the channel. The process lives for a received stream while somebody waits for it, as in Node. */
abstract class End {
  handle: PortHandle;
  private holds: boolean;

  constructor(handle: PortHandle, holds: boolean) {
    this.handle = handle;
    this.holds = holds;
    handle.watch(() => this.fail(gone()));
    handle.start((packed) => {
      let message: [Kind, unknown];
      try {
        message = unpack(packed).data as [Kind, unknown];
      } catch {
        const error = unreadable();
        this.trySend("error", error);
        this.fail(error);
        handle.close();
        return;
      }
      this.receive(message[0], message[1]);
    });
  }

  abstract receive(kind: Kind, value: unknown): void;
  /** The other side has failed, or is no more; nothing happens to a stream that is at its end. */
  abstract fail(reason: unknown): void;

  wait(isWaiting: boolean): void {
    if (!this.holds) return;
    if (isWaiting) this.handle.ref();
    else this.handle.unref();
  }

  /** Throws what cannot be cloned. */
  send(kind: Kind, value?: unknown): void {
    const { 0: tape, 1: beside } = pack([kind, value], undefined);
    this.handle.post(tape, beside);
  }

  // https://streams.spec.whatwg.org/#abstract-opdef-crossrealmtransformsenderror
  trySend(kind: Kind, value: unknown): void {
    try {
      this.send(kind, value);
    } catch {
      // It cannot even be told.
    }
  }

  // https://streams.spec.whatwg.org/#abstract-opdef-packandpostmessagehandlingerror
  sendOrTell(kind: Kind, value: unknown): void {
    try {
      this.send(kind, value);
    } catch (error) {
      this.trySend("error", error);
      throw error;
    }
  }

  /** The last message; what becomes of it is the completion. */
  sendLast(kind: Kind, value: unknown): Completion {
    try {
      this.sendOrTell(kind, value);
      return undefined;
    } catch (error) {
      return rejection(error);
    } finally {
      this.wait(false);
      this.handle.close();
    }
  }
}

/** https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformreadable */
class ReadingEnd extends End implements Source {
  readable: ReadableCore = createReadable(this, 0);

  private get controller(): DefaultController {
    return this.readable.controller as DefaultController;
  }

  receive(kind: Kind, value: unknown): void {
    this.wait(false);
    if (kind === "chunk") {
      this.controller.enqueue(value);
    } else if (kind === "close") {
      this.controller.close();
      this.handle.close();
    } else if (kind === "error") {
      this.fail(value);
      this.handle.close();
    }
  }

  fail(reason: unknown): void {
    this.wait(false);
    this.controller.error(reason);
  }

  pull(): Completion {
    this.send("pull");
    this.wait(true);
    return undefined;
  }

  cancel(reason: unknown): Completion {
    return this.sendLast("error", reason);
  }
}

/** https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformwritable */
class WritingEnd extends End implements Sink {
  // Until the reading side asks for a chunk.
  private backpressure: Deferred | undefined = new Deferred();
  writable: WritableCore = createWritable(this);

  receive(kind: Kind, value: unknown): void {
    if (kind === "error") {
      this.fail(value);
      this.handle.close();
    } else if (kind === "pull") {
      this.release();
    }
  }

  fail(reason: unknown): void {
    this.writable.controller.errorIfNeeded(reason);
    this.release();
  }

  private release(): void {
    this.wait(false);
    this.backpressure?.resolve(undefined);
    this.backpressure = undefined;
  }

  write(chunk: unknown): Completion {
    if (this.backpressure === undefined) return this.writeNow(chunk);
    this.wait(true);
    return chain(this.backpressure.promise, () => this.writeNow(chunk));
  }

  private writeNow(chunk: unknown): Completion {
    this.backpressure = new Deferred();
    try {
      this.sendOrTell("chunk", chunk);
      return undefined;
    } catch (error) {
      this.handle.close();
      return rejection(error);
    }
  }

  close(): Completion {
    return this.sendLast("close", undefined);
  }

  abort(reason: unknown): Completion {
    return this.sendLast("error", reason);
  }
}

function unreadable(): Error {
  const { DOMException } = require("web/dom_exception");
  return new DOMException("A chunk could not be read in this realm", "DataCloneError");
}

function gone(): Error {
  const { DOMException } = require("web/dom_exception");
  return new DOMException("The thread that the stream came from or went to has let go of it", "AbortError");
}

/** What goes to the other realm in place of a stream, which must not be locked. */
export function sendReadable(stream: ReadableCore): PortHandle {
  const { 0: own, 1: theirs } = messages.createPair();
  markHandled(pipe(stream, new WritingEnd(own, false).writable, kPlainPipe));
  return theirs;
}

export function sendWritable(stream: WritableCore): PortHandle {
  if (stream.writer !== undefined) throw new codes.ERR_INVALID_STATE.TypeError("The WritableStream is locked");
  const { 0: own, 1: theirs } = messages.createPair();
  markHandled(pipe(new ReadingEnd(own, false).readable, stream, kPlainPipe));
  return theirs;
}

/** The stream that arrives. */
export function receiveReadable(handle: PortHandle): ReadableCore {
  return new ReadingEnd(handle, true).readable;
}

export function receiveWritable(handle: PortHandle): WritableCore {
  return new WritingEnd(handle, true).writable;
}
