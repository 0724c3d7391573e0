// A net.Socket over any Duplex, as Node has it within node:tls; packages take its class from a TLSSocket
// (`tlsSocket._handle._parentWrap.constructor`).
//
// Invariant: the handle has neither `open` nor `useBuffer`, by which the rest of the runtime knows the system's sockets.
import { ArrayPrototypePush, FunctionPrototypeCall, ObjectSetPrototypeOf } from "internal/primordials";
import { concat, from } from "internal/buffer_create";
import { type BufferNative, kUtf8 } from "internal/buffer_native";
import { events, Socket } from "internal/net_socket";
import { type NetAddress, type Status } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import { isUint8Array } from "internal/validators";

const binding: BufferNative = native("buffer");

const kBadDescriptor = -9;
const kBrokenPipe = -32;
const kNotSupported = -95;
const kCancelled = -125;

type Done = ((this: any, status: Status) => void) | undefined;

/** What net.Socket asks of a handle, over a stream's methods and events. */
class StreamHandle {
  owner: any = undefined;
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  readonly isTcp = false;
  readonly fd = -1;
  #stream: any;
  #listens = false;
  #isClosed = false;
  #shutdownDone: Done = undefined;

  constructor(stream: any) {
    this.#stream = stream;
    stream.on("error", (error: any) => this.owner?.destroy(error));
    stream.on("close", () => this.#onClose());
  }

  get writeQueueSize(): number {
    return this.#stream.writableLength;
  }

  readStart(): Status {
    if (this.#isClosed) return kBadDescriptor;
    this.reading = true;
    if (!this.#listens) {
      this.#listens = true;
      this.#stream.on("data", (chunk: any) => this.#onData(chunk));
      this.#stream.on("end", () => {
        if (!this.#isClosed) FunctionPrototypeCall(events.onEnd, this.owner);
      });
      if (this.#stream.readableEnded) nextTick(() => { if (!this.#isClosed) FunctionPrototypeCall(events.onEnd, this.owner); });
    }
    this.#stream.resume();
    return 0;
  }

  readStop(): void {
    this.reading = false;
    if (!this.#isClosed) this.#stream.pause();
  }

  #onData(chunk: any): void {
    if (this.#isClosed) return;
    const bytes = isUint8Array(chunk) ? chunk : from(chunk, "utf8");
    this.bytesRead += bytes.length;
    FunctionPrototypeCall(events.onData, this.owner, bytes);
  }

  write(data: string | Uint8Array, encoding: number): number {
    if (this.#isClosed) return kBadDescriptor;
    const bytes = typeof data === "string" ? binding.fromString(data, encoding) : data;
    this.bytesWritten += bytes.length;
    this.#stream.write(bytes, (error: any) => {
      if (!this.#isClosed) FunctionPrototypeCall(events.onDrain, this.owner, error ? kBrokenPipe : 0);
    });
    return 1;
  }

  writev(list: unknown[]): number {
    const parts: Uint8Array[] = [];
    for (let i = 0; i < list.length; i += 2) {
      const data: any = list[i];
      ArrayPrototypePush(parts, typeof data === "string" ? binding.fromString(data, list[i + 1] as number) : data);
    }
    return this.write(concat(parts), kUtf8);
  }

  shutdown(done: Done): Status {
    if (this.#isClosed) return kBadDescriptor;
    this.#shutdownDone = done;
    this.#stream.end(() => this.#tellShutdown(0));
    return 0;
  }

  #tellShutdown(status: Status): void {
    const done = this.#shutdownDone;
    this.#shutdownDone = undefined;
    if (done !== undefined) FunctionPrototypeCall(done, this.owner, status);
  }

  #onClose(): void {
    if (!this.#isClosed) this.owner?.destroy();
  }

  close(closed?: (this: any) => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.reading = false;
    const { owner } = this;
    this.#tellShutdown(kCancelled);
    this.#stream.destroy();
    if (closed !== undefined) nextTick(() => FunctionPrototypeCall(closed, owner));
  }

  reset(): Status {
    return kNotSupported;
  }
  setNoDelay(): Status {
    return 0;
  }
  setKeepAlive(): Status {
    return 0;
  }
  ref(): void {
    this.#stream.ref?.();
  }
  unref(): void {
    this.#stream.unref?.();
  }
  hasRef(): boolean {
    return this.#stream.hasRef?.() ?? false;
  }
  getsockname(): NetAddress | Status {
    return kNotSupported;
  }
  getpeername(): NetAddress | Status {
    return kNotSupported;
  }
}

/** It reads when it is read from, not before. */
export function JSStreamSocket(this: any, stream: any): any {
  if (!(this instanceof (JSStreamSocket as any))) return new (JSStreamSocket as any)(stream);
  stream.pause();
  FunctionPrototypeCall(Socket as any, this, { handle: new StreamHandle(stream), manualStart: true });
  this.stream = stream;
}
ObjectSetPrototypeOf(JSStreamSocket.prototype, Socket.prototype);
ObjectSetPrototypeOf(JSStreamSocket, Socket);
