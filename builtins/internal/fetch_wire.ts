// A connection to a server as fetch and WebSocket use it: bytes go straight to the system's socket, and come straight
// into a parser, without a net.Socket between. What needs TLS has the same face (internal/fetch_wire_tls.ts).
import { AggregateError, ArrayPrototypePush } from "internal/primordials";
import { lookupAddresses, type LookupAddress, toRequest } from "internal/dns_lookup";
import { errnoException, exceptionWithHostPort } from "internal/errors";
import { connectTimeout } from "internal/fetch_errors";
import type { HttpParser } from "internal/http_native";
import { binding, type SocketHandle } from "internal/net_native";
import { getDefaultAutoSelectFamilyAttemptTimeout } from "internal/net_connect";
import { clearTimeout, setTimeout } from "internal/timers";

export interface WireOwner {
  onConnect(): void;
  /** What no parser takes. */
  onBytes(chunk: Uint8Array): void;
  onEnd(): void;
  /** Nothing follows. */
  onError(error: Error): void;
  /** What a write() held back has gone out. */
  onDrain(): void;
}

export interface Wire {
  /** Text is encoded as internal/buffer_native numbers the encodings. False: onDrain() will tell when to go on. */
  write(data: string | Uint8Array, encoding: number): boolean;
  /** Chunks and encodings in turn. */
  writev(list: unknown[]): boolean;
  /** All that comes in goes to the parser, from now on. */
  feed(parser: HttpParser): void;
  /** … and to the owner again. */
  unfeed(parser: HttpParser): void;
  pause(): void;
  resume(): void;
  ref(): void;
  unref(): void;
  /** Sends the end, after all that was written. */
  end(): void;
  destroy(): void;
}

/** As long as a connection may take to come about, in milliseconds. */
export const kConnectTimeout = 10_000;

const handlers = binding.createHandlers(
  function (this: PlainWire, chunk: any) {
    this.owner.onBytes(chunk);
  },
  function (this: PlainWire) {
    this.owner.onEnd();
  },
  function (this: PlainWire, status: number) {
    this.fail(errnoException(status, "read"));
  },
  function (this: PlainWire, status: number) {
    if (status < 0) this.fail(errnoException(status, "write"));
    else if (!this.isDestroyed) this.owner.onDrain();
  },
);

export class PlainWire implements Wire {
  owner: WireOwner;
  isDestroyed = false;
  private handle: SocketHandle | undefined = undefined;
  private isReferenced = true;
  private timer: any = undefined;
  private deadline: any = undefined;
  private errors: Error[] = [];

  constructor(owner: WireOwner, host: string, port: number) {
    this.owner = owner;
    this.deadline = setTimeout(() => this.fail(connectTimeout(host, port, kConnectTimeout)), kConnectTimeout);
    lookupAddresses(host, toRequest(undefined), (error, addresses) => {
      if (this.isDestroyed) return;
      if (error !== null) this.fail(error);
      else this.attempt(alternate(addresses), 0, port);
    });
  }

  // RFC 8305, as far as net.connect() does it: one address after the other, each with its time.
  private attempt(addresses: LookupAddress[], index: number, port: number): void {
    if (this.isDestroyed) return;
    if (index >= addresses.length) {
      this.failAll();
      return;
    }
    const { address } = addresses[index]!;
    const handle = (this.handle = binding.createSocket(handlers, true));
    handle.owner = this;
    if (!this.isReferenced) handle.unref();
    const isLast = index + 1 === addresses.length;
    const next = (status: number): void => {
      if (this.handle !== handle) return;
      clearTimeout(this.timer);
      ArrayPrototypePush(this.errors, exceptionWithHostPort(status, "connect", address, port));
      handle.close();
      this.handle = undefined;
      this.attempt(addresses, index + 1, port);
    };
    const status = handle.connect(address, port, (result) => {
      if (this.handle !== handle || this.isDestroyed) return;
      if (result < 0) next(result);
      else this.connected(handle);
    });
    if (status < 0) next(status);
    else if (!isLast) this.timer = setTimeout(next, getDefaultAutoSelectFamilyAttemptTimeout(), -110);
  }

  private connected(handle: SocketHandle): void {
    clearTimeout(this.timer);
    clearTimeout(this.deadline);
    this.errors = [];
    handle.setNoDelay(true);
    this.owner.onConnect();
  }

  private failAll(): void {
    const { errors } = this;
    if (errors.length === 1) {
      this.fail(errors[0]!);
      return;
    }
    const error: any = new AggregateError(errors);
    error.code = (errors[0] as any)?.code;
    this.fail(error);
  }

  fail(error: Error): void {
    if (this.isDestroyed) return;
    this.destroy();
    this.owner.onError(error);
  }

  write(data: string | Uint8Array, encoding: number): boolean {
    return this.sent(this.handle!.write(data, encoding));
  }
  writev(list: unknown[]): boolean {
    return this.sent(this.handle!.writev(list));
  }
  private sent(status: number): boolean {
    if (status === 0) return true;
    // Not within the call: its caller is in the middle of something.
    if (status < 0) setTimeout(() => this.fail(errnoException(status, "write")), 0);
    return false;
  }

  feed(parser: HttpParser): void {
    parser.consume(this.handle!);
    this.handle!.readStart();
  }
  unfeed(parser: HttpParser): void {
    parser.release();
  }
  pause(): void {
    this.handle?.readStop();
  }
  resume(): void {
    this.handle?.readStart();
  }
  ref(): void {
    this.isReferenced = true;
    this.handle?.ref();
  }
  unref(): void {
    this.isReferenced = false;
    this.handle?.unref();
  }
  end(): void {
    this.handle?.shutdown(() => {});
  }
  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    clearTimeout(this.timer);
    clearTimeout(this.deadline);
    this.handle?.close();
    this.handle = undefined;
  }
}

/** The families take turns, beginning with that of the first address. */
function alternate(addresses: LookupAddress[]): LookupAddress[] {
  const rest: LookupAddress[] = [];
  const list: LookupAddress[] = [];
  const first = addresses[0]?.family;
  for (let i = 0; i < addresses.length; i++) {
    ArrayPrototypePush(addresses[i]!.family === first ? list : rest, addresses[i]!);
  }
  if (rest.length === 0) return list;
  const mixed: LookupAddress[] = [];
  for (let i = 0; i < list.length || i < rest.length; i++) {
    if (i < list.length) ArrayPrototypePush(mixed, list[i]!);
    if (i < rest.length) ArrayPrototypePush(mixed, rest[i]!);
  }
  return mixed;
}

/** Begins to connect; the owner hears how it ends. */
export function connectWire(owner: WireOwner, isSecure: boolean, host: string, port: number): Wire {
  if (!isSecure) return new PlainWire(owner, host, port);
  return require("internal/fetch_wire_tls").connectSecure(owner, host, port);
}
