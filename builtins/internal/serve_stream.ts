// A response's stream on its way out, chunk by chunk, no faster than the client takes it.
import { ArrayPrototypePush } from "internal/primordials";
import { connResetException } from "internal/http_common";
import { chunkPieces, kLatin1 } from "internal/serve_write";
import { requireByteChunk } from "web/body_source";
import { readerCancel, readerRead, type ReaderCore } from "web/readable_core";
import { markHandled } from "web/stream_promises";

/** What a sender needs of its connection. */
export interface StreamConnection {
  readonly host: { fail(error: unknown): any };
  isDestroyed: boolean;
  /** False: wait for `then`, or the connection has gone. */
  send(list: unknown[], then: () => void): boolean;
  finish(): void;
  destroy(): void;
}

export class StreamSender {
  private connection: StreamConnection;
  private head: string | null;
  private reader: ReaderCore;
  private isChunked: boolean;
  private isInRead = false;
  private hasMore = false;

  constructor(connection: StreamConnection, head: string, reader: ReaderCore, isChunked: boolean) {
    this.connection = connection;
    this.head = head;
    this.reader = reader;
    this.isChunked = isChunked;
  }

  next = (): void => {
    if (this.isInRead) {
      this.hasMore = true;
      return;
    }
    this.isInRead = true;
    do {
      this.hasMore = false;
      readerRead(this.reader, this);
    } while (this.hasMore && !this.connection.isDestroyed);
    this.isInRead = false;
  };

  /** The client has gone. */
  cancel(): void {
    markHandled(readerCancel(this.reader, connResetException("aborted")));
  }

  private begin(): unknown[] {
    const list: unknown[] = [];
    if (this.head !== null) {
      ArrayPrototypePush(list, this.head, kLatin1);
      this.head = null;
    }
    return list;
  }

  chunkSteps(chunk: unknown): void {
    const list = this.begin();
    try {
      const bytes = requireByteChunk(chunk);
      if (bytes.length > 0) {
        if (this.isChunked) chunkPieces(list, bytes);
        else ArrayPrototypePush(list, bytes, 0);
      }
    } catch (error) {
      markHandled(readerCancel(this.reader, error));
      this.errorSteps(error);
      return;
    }
    if (list.length === 0 || this.connection.send(list, this.next)) this.next();
  }

  closeSteps(): void {
    const list = this.begin();
    if (this.isChunked) ArrayPrototypePush(list, "0\r\n\r\n", kLatin1);
    const { connection } = this;
    if (list.length === 0 || connection.send(list, () => connection.finish())) connection.finish();
  }

  /** What has gone out is not all: only a cut connection says so. */
  errorSteps(error: unknown): void {
    this.connection.host.fail(error);
    this.connection.destroy();
  }
}
