// A socket of Weft.listen and Weft.connect: a thin face of a link, which is a TCP connection, a Unix-domain one, or TLS.
//
// Invariant: `close` is called exactly once for a socket that was opened, and nothing after it.
import {
  ArrayBufferIsView, DateNow, MathMin, NumberIsFinite, ObjectDefineProperty, String, Symbol, SymbolDispose, SymbolToStringTag, TypeError,
  Uint8Array,
} from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import type { NetAddress } from "internal/net_native";
import { call, type Handlers, toBinary, toHandlers, wrongType } from "internal/socket_handlers";
import { clearTimeout, setUnrefTimeout } from "internal/timers";
import { blobDataOf } from "web/blob";
import { anyViewParts } from "web/byte_views";
import { encodeText } from "web/encoding";

export const kFromLink = Symbol("fromLink");
const kDetached = -1;
const kShutdown = -2;
const kEstablished = 1;

/** What carries a socket's bytes. */
export interface Link {
  /** The number of bytes taken; less than all: onDrain will tell. Negative: an errno. */
  write(bytes: Uint8Array): number;
  /** Whether what was taken is still on its way. */
  readonly isBusy: boolean;
  /** Ends the writing side when all has gone. */
  shutdown(): void;
  /** Closes when all has gone. */
  finish(): void;
  /** Closes now. */
  destroy(): void;
  pause(): void;
  resume(): void;
  ref(): void;
  unref(): void;
  setNoDelay(on: boolean): boolean;
  setKeepAlive(on: boolean, milliseconds: number): boolean;
  readonly local: NetAddress | undefined;
  readonly remote: NetAddress | undefined;
  readonly fd: number;
  /** A tls.TLSSocket, for what it knows. */
  readonly secure: any;
}

export interface SocketOwner {
  remove(socket: Socket): void;
}

export class Socket {
  data: any;
  #link: Link;
  #handlers: Handlers;
  #listener: any;
  #owner: SocketOwner | undefined;
  #state = kEstablished;
  #allowHalfOpen: boolean;
  #bytesWritten = 0;
  #isClosed = false;
  #timeout = 0;
  #timer: any = undefined;
  #lastActive = 0;
  #local: NetAddress | undefined;
  #remote: NetAddress | undefined;

  constructor(key: symbol, link: Link, handlers: Handlers, options: { data: any; listener?: any; owner?: SocketOwner; allowHalfOpen: boolean }) {
    if (key !== kFromLink) throw new TypeError("Illegal constructor");
    this.#link = link;
    this.#handlers = handlers;
    this.data = options.data;
    this.#listener = options.listener;
    this.#owner = options.owner;
    this.#allowHalfOpen = options.allowHalfOpen;
    this.#local = link.local;
    this.#remote = link.remote;
  }

  /** What the link calls; not for the program. */
  static events = {
    open(socket: Socket): void {
      call(socket.#handlers, "open", socket);
    },
    handshake(socket: Socket, success: boolean, error: any): void {
      call(socket.#handlers, "handshake", socket, success, error);
    },
    data(socket: Socket, chunk: Uint8Array): void {
      if (socket.#isClosed) return;
      if (socket.#timeout > 0) socket.#lastActive = DateNow();
      call(socket.#handlers, "data", socket, toBinary(chunk, socket.#handlers.binaryType));
    },
    drain(socket: Socket): void {
      if (!socket.#isClosed && socket.#state === kEstablished) call(socket.#handlers, "drain", socket);
    },
    end(socket: Socket): void {
      if (socket.#isClosed) return;
      call(socket.#handlers, "end", socket);
      if (!socket.#allowHalfOpen || socket.#state === kShutdown) socket.#finish();
    },
    error(socket: Socket, error: any): void {
      if (socket.#isClosed) return;
      socket.#link.destroy();
      socket.#close(error);
    },
    closed(socket: Socket): void {
      socket.#close(undefined);
    },
  };

  // Closing is told of at once: nothing can be done with the socket any more.
  #finish(): void {
    if (this.#isClosed) return;
    this.#state = kDetached;
    this.#link.finish();
    this.#close(undefined);
  }

  #close(error: any): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#state = kDetached;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#owner?.remove(this);
    call(this.#handlers, "close", this, error);
  }

  // ---- writing

  /** The number of bytes taken, -1 if the socket has closed. What is not taken is to be written again from `drain`. */
  write(data?: any, byteOffset?: any, byteLength?: any): number {
    if (this.#state !== kEstablished) return -1;
    if (data === undefined) return 0;
    let bytes = toBytes(data);
    if (byteOffset !== undefined) bytes = part(bytes, byteOffset, byteLength);
    return this.#send(bytes);
  }

  #send(bytes: Uint8Array): number {
    if (bytes.length === 0) return 0;
    if (this.#timeout > 0) this.#lastActive = DateNow();
    const n = this.#link.write(bytes);
    if (n < 0) {
      // The system's reading side tells what happened.
      return -1;
    }
    this.#bytesWritten += n;
    return n;
  }

  /** What was taken goes out by itself. */
  flush(): void {}

  /** Writes, and closes when all has gone. */
  end(data?: any, byteOffset?: any, byteLength?: any): number {
    if (this.#state !== kEstablished) return -1;
    const n = data === undefined ? 0 : this.write(data, byteOffset, byteLength);
    this.#finish();
    return n;
  }

  close(): void {
    this.end();
  }

  /** Ends the writing side; with `true`, the other one as well. */
  shutdown(halfClose?: boolean): void {
    void halfClose;
    if (this.#state !== kEstablished) return;
    this.#state = kShutdown;
    this.#link.shutdown();
  }

  terminate(): void {
    if (this.#isClosed) return;
    this.#link.destroy();
    this.#close(undefined);
  }

  // ---- settings

  pause(): void {
    if (!this.#isClosed) this.#link.pause();
  }
  resume(): void {
    if (!this.#isClosed) this.#link.resume();
  }
  ref(): void {
    if (!this.#isClosed) this.#link.ref();
  }
  unref(): void {
    if (!this.#isClosed) this.#link.unref();
  }
  setNoDelay(on: unknown = true): boolean {
    return !this.#isClosed && this.#link.setNoDelay(!!on);
  }
  setKeepAlive(on: unknown = false, initialDelay: unknown = 0): boolean {
    return !this.#isClosed && this.#link.setKeepAlive(!!on, +(initialDelay as number) || 0);
  }

  /** Seconds without a byte in either direction until `timeout` is called; 0: never. */
  timeout(seconds: any): void {
    if (typeof seconds !== "number" || !NumberIsFinite(seconds) || seconds < 0) throw wrongType("timeout(seconds) expects a number");
    if (this.#isClosed) return;
    this.#timeout = seconds * 1000;
    this.#lastActive = DateNow();
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (seconds > 0) this.#waitFor(this.#timeout);
  }

  #waitFor(milliseconds: number): void {
    this.#timer = setUnrefTimeout(() => {
      const left = this.#lastActive + this.#timeout - DateNow();
      if (left > 0) {
        this.#waitFor(left);
        return;
      }
      this.#lastActive = DateNow();
      this.#waitFor(this.#timeout);
      call(this.#handlers, "timeout", this);
    }, milliseconds);
  }

  /** Other handlers from now on: `{ socket: handlers }`. */
  reload(options: any): void {
    this.#handlers = toHandlers(options?.socket);
  }

  // ---- facts

  get readyState(): number {
    return this.#state;
  }
  get listener(): any {
    return this.#listener;
  }
  get bytesWritten(): number {
    return this.#bytesWritten;
  }
  get fd(): number {
    return this.#isClosed ? -1 : this.#link.fd;
  }
  get localAddress(): string | undefined {
    return this.#local?.address;
  }
  get localPort(): number | undefined {
    return this.#local?.port;
  }
  get localFamily(): string | undefined {
    return this.#local?.family;
  }
  get remoteAddress(): string | undefined {
    return this.#remote?.address;
  }
  get remotePort(): number | undefined {
    return this.#remote?.port;
  }
  get remoteFamily(): string | undefined {
    return this.#remote?.family;
  }

  // ---- TLS

  get authorized(): boolean {
    return !!this.#link.secure?.authorized;
  }
  get alpnProtocol(): any {
    return this.#link.secure?.alpnProtocol ?? false;
  }
  getAuthorizationError(): any {
    return this.#link.secure?.authorizationError ?? null;
  }
  getCipher(): any {
    return this.#link.secure?.getCipher();
  }
  getPeerCertificate(detailed?: any): any {
    return this.#link.secure?.getPeerCertificate(detailed);
  }
  getCertificate(): any {
    return this.#link.secure?.getCertificate();
  }
  getServername(): any {
    return this.#link.secure?.servername;
  }
  getTLSVersion(): any {
    return this.#link.secure?.getProtocol();
  }
  isSessionReused(): boolean {
    return !!this.#link.secure?.isSessionReused();
  }
  getSession(): any {
    return this.#link.secure?.getSession();
  }
  exportKeyingMaterial(length: any, label: any, context?: any): any {
    return this.#link.secure?.exportKeyingMaterial(length, label, context);
  }

  [SymbolDispose](): void {
    this.end();
  }
}
ObjectDefineProperty(Socket.prototype, SymbolToStringTag, { __proto__: null, value: "Socket", configurable: true } as any);

export const socketEvents = Socket.events;
delete (Socket as any).events;

function toBytes(data: any): Uint8Array {
  if (typeof data === "string") return encodeText(data);
  if (ArrayBufferIsView(data)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(data);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (isAnyArrayBuffer(data)) return new Uint8Array(data as ArrayBuffer);
  const blob = blobDataOf(data);
  if (blob !== undefined) return blob.view();
  throw wrongType(`The "data" argument must be of type string, buffer, or blob. Received ${
    data === null ? "null" : `type ${typeof data}${typeof data === "object" ? "" : ` (${String(data)})`}`}`);
}

function part(bytes: Uint8Array, byteOffset: any, byteLength: any): Uint8Array {
  const from = MathMin(byteOffset > 0 ? byteOffset | 0 : 0, bytes.length);
  const length = byteLength === undefined ? bytes.length - from : MathMin(byteLength > 0 ? byteLength | 0 : 0, bytes.length - from);
  return new Uint8Array(bytes.buffer, bytes.byteOffset + from, length);
}
