// process.stdout and process.stderr: writable streams whose write(2) has been done when write() returns, so that
// nothing is lost when the process ends, whatever the descriptor is.
// https://nodejs.org/api/process.html#a-note-on-process-io
//
// A broken pipe: if nobody listens for 'error', the process ends quietly.

import { Error } from "internal/primordials";
import { errnoException } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { binding, kBrokenPipe } from "internal/stdio";
import { Writable } from "internal/stream_writable";

export type WriteCallback = (error?: Error | null) => void;
type Chunk = string | Uint8Array;

interface OutputBinding {
  /** "tty", "file", "pipe", "socket" or "unknown". */
  kind(fd: number): string;
}

/** Text stays text while it is UTF-8: native code converts it in place. */
function toData(chunk: Chunk, encoding: string): Chunk {
  if (typeof chunk !== "string" || encoding === "utf8" || encoding === "utf-8") return chunk;
  return require("node:buffer").Buffer.from(chunk, encoding);
}

function joinWrites(writes: { chunk: Chunk; encoding: string }[]): Chunk {
  let text = "";
  for (let i = 0; i < writes.length; i++) {
    const data = toData(writes[i]!.chunk, writes[i]!.encoding);
    if (typeof data !== "string") return joinBytes(writes);
    text += data;
  }
  return text;
}

function joinBytes(writes: { chunk: Chunk; encoding: string }[]): Uint8Array {
  const { Buffer } = require("node:buffer");
  const parts: Uint8Array[] = [];
  for (let i = 0; i < writes.length; i++) {
    const { chunk, encoding } = writes[i]!;
    parts[i] = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
  }
  return Buffer.concat(parts);
}

export class WriteStream extends (Writable as any as new (options: object) => any) {
  fd: number;
  _type: string;
  _isStdio = true;
  /** The last write met a broken pipe. */
  #pipeBroken = false;

  constructor(fd: number, type: string) {
    super({ decodeStrings: false });
    this.fd = fd;
    this._type = type;
  }

  write(chunk: unknown, encoding?: string | WriteCallback | null, callback?: WriteCallback): boolean {
    // A loop that goes on writing never lets the tick come that tells of the fault.
    if (this.#pipeBroken && this.listenerCount("error") === 0) binding.endByBrokenPipe();
    return super.write(chunk, encoding, callback);
  }

  _write(chunk: Chunk, encoding: string, callback: WriteCallback): void {
    this.#writeNow(toData(chunk, encoding), callback);
  }

  _writev(writes: { chunk: Chunk; encoding: string }[], callback: WriteCallback): void {
    this.#writeNow(joinWrites(writes), callback);
  }

  #writeNow(data: Chunk, callback: WriteCallback): void {
    const status = binding.write(this.fd, data);
    this.#pipeBroken = status === kBrokenPipe;
    callback(status === 0 ? null : errnoException(status, "write"));
  }

  /** A write that went past the stream has failed. */
  emitWriteError(status: number): void {
    nextTick(() => this.destroy(errnoException(status, "write")));
  }

  /** The descriptor stays open, and the stream usable: others, native code included, write to it. */
  _destroy(error: (Error & { code?: string }) | null, callback: WriteCallback): void {
    if (error?.code === "EPIPE" && this.listenerCount("error") === 0) binding.endByBrokenPipe();
    this.#pipeBroken = false;
    callback(error);
    this._undestroy();
  }

  destroySoon(error?: Error): void {
    this.destroy(error);
  }
}

export function openOutput(fd: 1 | 2): WriteStream {
  const kind = (binding as unknown as OutputBinding).kind(fd);
  if (kind === "tty") return new (require("internal/stdio_terminal").TerminalStream)(fd);
  return new WriteStream(fd, kind === "file" ? "fs" : "pipe");
}
