// The two carriers of a socket's bytes: a handle of the system's, and a tls.TLSSocket.
import { MathMin } from "internal/primordials";
import { errnoException } from "internal/errors";
import { binding as net, type NetAddress, type SocketHandle, type Status } from "internal/net_native";
import { bytesBetween } from "web/byte_views";
import { type Link, type Socket, socketEvents } from "internal/socket";

// What comes in are Buffers from when there is their class.
require("node:buffer");

const kPiece = 64 * 1024;

export const handlers = net.createHandlers(
  function (this: HandleLink, chunk: Uint8Array | number) {
    socketEvents.data(this.socket, chunk as Uint8Array);
  },
  function (this: HandleLink) {
    socketEvents.end(this.socket);
  },
  function (this: HandleLink, status: Status) {
    socketEvents.error(this.socket, errnoException(status, "read"));
  },
  function (this: HandleLink, status: Status) {
    if (status < 0) socketEvents.error(this.socket, errnoException(status, "write"));
    else socketEvents.drain(this.socket);
  },
);

function addressOf(address: NetAddress | Status): NetAddress | undefined {
  return typeof address === "number" ? undefined : address;
}

export class HandleLink implements Link {
  socket: Socket = undefined!;
  private handle: SocketHandle;
  private isOpen = true;

  constructor(handle: SocketHandle) {
    this.handle = handle;
    handle.owner = this;
  }

  /** Bytes may come from now on. */
  start(): void {
    // `open` may have closed it.
    if (!this.isOpen) return;
    const status = this.handle.readStart();
    if (status < 0) socketEvents.error(this.socket, errnoException(status, "read"));
  }

  write(bytes: Uint8Array): number {
    return this.handle.writeSome(bytes);
  }
  get isBusy(): boolean {
    return this.handle.writeQueueSize > 0;
  }
  shutdown(): void {
    this.handle.shutdown(() => {});
  }
  finish(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.handle.readStop();
    const { handle } = this;
    if (handle.shutdown(() => handle.close()) < 0) handle.close();
  }
  destroy(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.handle.close();
  }
  pause(): void {
    this.handle.readStop();
  }
  resume(): void {
    if (this.isOpen) this.handle.readStart();
  }
  ref(): void {
    this.handle.ref();
  }
  unref(): void {
    this.handle.unref();
  }
  setNoDelay(on: boolean): boolean {
    return this.handle.isTcp && this.handle.setNoDelay(on) === 0;
  }
  setKeepAlive(on: boolean, milliseconds: number): boolean {
    return this.handle.isTcp && this.handle.setKeepAlive(on, (milliseconds / 1000) | 0) === 0;
  }
  get local(): NetAddress | undefined {
    return this.handle.isTcp ? addressOf(this.handle.getsockname()) : undefined;
  }
  get remote(): NetAddress | undefined {
    return this.handle.isTcp ? addressOf(this.handle.getpeername()) : undefined;
  }
  get fd(): number {
    return this.handle.fd;
  }
  get secure(): undefined {
    return undefined;
  }
}

/** Over a stream of node:tls that is secure already. */
export class TlsLink implements Link {
  socket: Socket = undefined!;
  readonly secure: any;
  private isOpen = true;

  constructor(secure: any) {
    this.secure = secure;
  }

  start(): void {
    const { secure } = this;
    if (!this.isOpen) return;
    secure.on("data", (chunk: Uint8Array) => socketEvents.data(this.socket, chunk));
    secure.on("end", () => socketEvents.end(this.socket));
    secure.on("drain", () => socketEvents.drain(this.socket));
    secure.on("error", (error: any) => socketEvents.error(this.socket, error));
    secure.on("close", () => socketEvents.closed(this.socket));
  }

  write(bytes: Uint8Array): number {
    const { secure } = this;
    if (secure.destroyed || secure.writableEnded) return -32;
    const { Buffer } = require("node:buffer");
    let at = 0;
    while (at < bytes.length && !secure.writableNeedDrain) {
      // What waits must not change: the program may use its memory again.
      const piece = Buffer.from(bytesBetween(bytes, at, MathMin(at + kPiece, bytes.length)));
      secure.write(piece);
      at += piece.length;
    }
    return at;
  }
  get isBusy(): boolean {
    return this.secure.writableLength > 0;
  }
  shutdown(): void {
    this.secure.end();
  }
  finish(): void {
    this.isOpen = false;
    this.secure.on("error", () => {});
    this.secure.destroySoon();
  }
  destroy(): void {
    this.isOpen = false;
    this.secure.on("error", () => {});
    this.secure.destroy();
  }
  pause(): void {
    this.secure.pause();
  }
  resume(): void {
    this.secure.resume();
  }
  ref(): void {
    this.secure.ref();
  }
  unref(): void {
    this.secure.unref();
  }
  setNoDelay(on: boolean): boolean {
    this.secure.setNoDelay(on);
    return true;
  }
  setKeepAlive(on: boolean, milliseconds: number): boolean {
    this.secure.setKeepAlive(on, milliseconds);
    return true;
  }
  private address(address: any, family: any, port: any): NetAddress | undefined {
    return address === undefined ? undefined : { address, family, port };
  }
  get local(): NetAddress | undefined {
    const { localAddress, localFamily, localPort } = this.secure;
    return this.address(localAddress, localFamily, localPort);
  }
  get remote(): NetAddress | undefined {
    const { remoteAddress, remoteFamily, remotePort } = this.secure;
    return this.address(remoteAddress, remoteFamily, remotePort);
  }
  get fd(): number {
    return this.secure._handle?.fd ?? -1;
  }
}
