// The native half of node:net, as TypeScript sees it (src/runtime/net_binding.cpp, stream_handle.h).
import { StringPrototypeIndexOf } from "internal/primordials";

/** 0 or a negative errno. */
export type Status = number;
export interface NetAddress { address: string; family: string; port: number }

/** A socket of the system's. It lives until close() has called back. */
export interface SocketHandle {
  owner: any;
  open(fd: number): Status;
  bind(address: string, port: number, ipv6Only: boolean): Status;
  /** `done` is called with the status and the handle; its `this` is the owner. */
  connect(address: string, port: number, done: (this: any, status: Status, handle: SocketHandle) => void): Status;
  connectPath(path: string, done: (this: any, status: Status, handle: SocketHandle) => void): Status;
  readStart(): Status;
  readStop(): void;
  /** 0: all is written. 1: onDrain will tell. Negative: an errno. */
  write(data: string | Uint8Array, encoding: number): number;
  /**
   * The number of bytes that are written, or copied to be written later, which onDrain tells of (`writeQueueSize`);
   * negative: an errno. Nothing while something waits.
   */
  writeSome(bytes: Uint8Array): number;
  /** Chunks and encodings alternate. */
  writev(list: unknown[]): number;
  /** Bytes of a file that went out; 0 if others must go out before. Negative: an errno, ENODATA at its end. Not of TLS. */
  sendFile?(fd: number, offset: number, size: number): number;
  useBuffer(buffer: Uint8Array): void;
  shutdown(done: (this: any, status: Status) => void): Status;
  close(closed?: (this: any) => void): void;
  reset(closed?: (this: any) => void): Status;
  setNoDelay(on: boolean): Status;
  setKeepAlive(on: boolean, seconds: number): Status;
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  getsockname(): NetAddress | Status;
  getpeername(): NetAddress | Status;
  readonly isTcp: boolean;
  readonly reading: boolean;
  readonly fd: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly writeQueueSize: number;
}

export interface ListenerHandle {
  owner: any;
  listen(backlog: number, onConnection: (this: any, status: Status, handle: SocketHandle) => void): Status;
  close(closed?: (this: any) => void): void;
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  getsockname(): NetAddress | Status;
  openToAll(readable: boolean, writable: boolean): Status;
  readonly isTcp: boolean;
  readonly fd: number;
}

/** Who hears of all sockets; `this` is the owner of the handle. */
export type StreamHandlers = object;

interface NetBinding {
  createHandlers(
    onData: (this: any, chunk: Uint8Array | number) => void, onEnd: (this: any) => void,
    onError: (this: any, status: Status) => void, onDrain: (this: any, status: Status) => void): StreamHandlers;
  createSocket(handlers: StreamHandlers, isTcp: boolean): SocketHandle;
  bindTcp(handlers: StreamHandlers, address: string, port: number, ipv6Only: boolean, reusePort: boolean): ListenerHandle | Status;
  bindPath(handlers: StreamHandlers, path: string): ListenerHandle | Status;
  adoptListener(handlers: StreamHandlers, fd: number): ListenerHandle | Status;
  /** "tcp", "pipe", "tty", "file" or "unknown". */
  descriptorKind(fd: number): string;
  ipVersion(text: string): 0 | 4 | 6;
  /** 32 hexadecimal digits; IPv4 is mapped into IPv6. */
  ipDigits(text: string): string | undefined;
  canonicalIp(text: string): string | undefined;
}

export const binding: NetBinding = native("net");

/** 4, 6, or 0 (https://nodejs.org/api/net.html#netisipinput). */
export function isIP(input?: any): 0 | 4 | 6 {
  return binding.ipVersion(`${input}`);
}
export function isIPv4(input?: any): boolean {
  return binding.ipVersion(`${input}`) === 4;
}
export function isIPv6(input?: any): boolean {
  return binding.ipVersion(`${input}`) === 6;
}

/** `host:port` as messages have it. */
export function hostAndPort(address: string, port: number): string {
  return StringPrototypeIndexOf(address, ":") >= 0 ? `[${address}]:${port}` : `${address}:${port}`;
}
