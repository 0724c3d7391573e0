/**
 * The standard streams of a worker, which go through its parent: here as the worker sees them, in
 * internal/worker_streams as the parent does. What is written is on its way when write() returns; the callback comes
 * when the parent has taken it.
 */
import { ArrayPrototypePush } from "internal/primordials";
import { Readable } from "internal/stream_readable";
import { Writable } from "internal/stream_writable";
import { pack } from "web/message";
import { thread } from "internal/worker_state";
import type { StandardChunk, WorkerOrder, WorkerReport } from "internal/worker_state";

export function report(message: WorkerReport): void {
  const { 0: tape, 1: ports } = pack(message, undefined);
  thread.control!.post(tape, ports);
}

/** Text stays text while it is UTF-8. */
export function toChunk(chunk: string | Uint8Array, encoding: string): StandardChunk {
  if (typeof chunk !== "string" || encoding === "utf8" || encoding === "utf-8") return chunk;
  return require("node:buffer").Buffer.from(chunk, encoding);
}

/** How much waits for the parent: the thread does not end before. */
let holds = 0;

function hold(): void {
  if (holds++ === 0) thread.control!.ref();
}

function release(): void {
  if (--holds === 0) thread.control!.unref();
}

type Write = { chunk: string | Uint8Array; encoding: string };

export class WritableWorkerStdio extends (Writable as any as new (options: object) => any) {
  #fd: 1 | 2;
  #waiting: (() => void)[] = [];
  #isFlushed = false;

  constructor(fd: 1 | 2) {
    super({ decodeStrings: false });
    this.#fd = fd;
  }

  _writev(writes: Write[], callback: () => void): void {
    const chunks: StandardChunk[] = [];
    for (let i = 0; i < writes.length; i++) ArrayPrototypePush(chunks, toChunk(writes[i]!.chunk, writes[i]!.encoding));
    report({ type: "output", fd: this.#fd, chunks });
    if (this.#isFlushed) {
      callback();
      return;
    }
    // What a program has written keeps it until it is out.
    hold();
    ArrayPrototypePush(this.#waiting, callback);
  }

  _final(callback: () => void): void {
    report({ type: "output", fd: this.#fd, chunks: [null] });
    callback();
  }

  /** The parent has taken what was sent. */
  taken(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < waiting.length; i++) {
      release();
      waiting[i]!();
    }
  }

  /** The thread ends: nothing waits any more. */
  flush(): void {
    this.#isFlushed = true;
    this.taken();
  }
}

export class ReadableWorkerStdio extends (Readable as any as new (options?: object) => any) {
  #isReading = false;

  constructor() {
    super();
    if (!thread.hasStdin) this.push(null);
  }

  _read(): void {
    if (!this.#isReading) {
      this.#isReading = true;
      hold();
    }
    report({ type: "wantsInput" });
  }

  take(chunks: StandardChunk[]): void {
    for (let i = 0; i < chunks.length; i++) {
      if (chunks[i] === null && this.#isReading) {
        this.#isReading = false;
        release();
      }
      this.push(chunks[i]);
    }
  }
}

const output: (WritableWorkerStdio | undefined)[] = [];
let input: ReadableWorkerStdio | undefined;

/** For internal/stdio. */
export function openStream(fd: 0 | 1 | 2): any {
  if (fd === 0) return input ??= new ReadableWorkerStdio();
  return output[fd] ??= new WritableWorkerStdio(fd);
}

/** Text of the console's: past the stream, unless that may hold something back. */
export function writeText(fd: 1 | 2, text: string): void {
  const stream = output[fd];
  if (stream !== undefined) stream.write(text);
  else report({ type: "output", fd, chunks: [text] });
}

export function onOrder(order: WorkerOrder): void {
  if (order.type === "input") openStream(0).take(order.chunks);
  else if (order.type === "wantsOutput") output[order.fd]?.taken();
  else reportHeap(order.number);
}

function reportHeap(number: number): void {
  let text: string | undefined;
  try {
    text = require("internal/heap_snapshot").takeHeapSnapshot();
  } catch {
    // Too large.
  }
  report({ type: "heapSnapshot", number, text });
}

export function flushOutput(): void {
  output[1]?.flush();
  output[2]?.flush();
}
