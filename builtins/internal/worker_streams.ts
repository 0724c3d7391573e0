/** The standard streams of a worker as its parent sees them; internal/worker_stdio is the worker's half. */
import { ArrayPrototypePush } from "internal/primordials";
import { Readable } from "internal/stream_readable";
import { Writable } from "internal/stream_writable";
import { toChunk } from "internal/worker_stdio";
import type { StandardChunk, WorkerOrder } from "internal/worker_state";

type Send = (order: WorkerOrder) => void;

/** worker.stdout and worker.stderr. */
export class ReadableWorkerStdio extends (Readable as any as new (options?: object) => any) {
  #send: Send;
  #fd: 1 | 2;

  constructor(fd: 1 | 2, send: Send) {
    super();
    this.#fd = fd;
    this.#send = send;
  }

  _read(): void {
    this.#send({ type: "wantsOutput", fd: this.#fd });
  }

  take(chunks: StandardChunk[]): void {
    for (let i = 0; i < chunks.length; i++) this.push(chunks[i]);
  }
}

/** worker.stdin. */
export class WritableWorkerStdio extends (Writable as any as new (options: object) => any) {
  #send: Send;
  #waiting: (() => void)[] = [];

  constructor(send: Send) {
    super({ decodeStrings: false });
    this.#send = send;
  }

  _writev(writes: { chunk: string | Uint8Array; encoding: string }[], callback: () => void): void {
    const chunks: StandardChunk[] = [];
    for (let i = 0; i < writes.length; i++) ArrayPrototypePush(chunks, toChunk(writes[i]!.chunk, writes[i]!.encoding));
    this.#send({ type: "input", chunks });
    ArrayPrototypePush(this.#waiting, callback);
  }

  _final(callback: () => void): void {
    this.#send({ type: "input", chunks: [null] });
    callback();
  }

  /** The worker has read what was sent. */
  taken(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < waiting.length; i++) waiting[i]!();
  }
}
