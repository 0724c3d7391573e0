// Weft.udpSocket: datagrams (https://bun.sh/docs/api/udp).
import {
  ArrayBufferIsView, ArrayIsArray, Error, NumberIsInteger, ObjectDefineProperty, Promise, String, Symbol, SymbolDispose,
  SymbolToStringTag, TypeError, Uint8Array,
} from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { binding, type DatagramHandle, type RemoteInfo } from "internal/dgram_native";
import { lookupAddresses, toRequest } from "internal/dns_lookup";
import { systemErrorTable, uvExceptionWithHostPort } from "internal/errors";
import { binding as net, type NetAddress, type Status } from "internal/net_native";
import { call, fail, portOf, toBinary, toBinaryType, wrongType } from "internal/udp_handlers";
import { anyViewParts } from "web/byte_views";
import { encodeText } from "web/encoding";

const kFromOptions = Symbol("fromOptions");
const kWouldBlock = -11;

interface UdpHandlers {
  data: any;
  drain: any;
  error: any;
}

function toUdpHandlers(given: any): UdpHandlers {
  if (given === undefined || given === null) return { data: undefined, drain: undefined, error: undefined };
  if (typeof given !== "object") throw wrongType('Expected "socket" to be an object');
  const handlers: any = {};
  for (const name of ["data", "drain", "error"]) {
    if (given[name] !== undefined && given[name] !== null && typeof given[name] !== "function")
      throw wrongType(`Expected "socket.${name}" to be a function`);
    handlers[name] = given[name] ?? undefined;
  }
  return handlers;
}

function sendError(status: Status): Error {
  const { 0: code, 1: text } = systemErrorTable().get(status) ?? ["UNKNOWN", "unknown error"];
  const error: any = new Error(`${code}: ${text}, send`);
  error.code = code;
  error.errno = status;
  error.syscall = "send";
  return error;
}

function toBytes(data: any): Uint8Array {
  if (typeof data === "string") return encodeText(data);
  if (ArrayBufferIsView(data)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(data);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (isAnyArrayBuffer(data)) return new Uint8Array(data as ArrayBuffer);
  throw wrongType("Expected ArrayBufferView or string as payload");
}

function destinationPort(port: any): number {
  if (!NumberIsInteger(port) || port < 1 || port > 65535) throw wrongType('Expected "port" to be an integer between 1 and 65535');
  return port;
}

function destinationAddress(address: any): string {
  const text = String(address);
  if (net.ipVersion(text) === 0) throw wrongType("Invalid address");
  return text;
}

export class UdpSocket {
  #handle: DatagramHandle;
  #handlers: UdpHandlers;
  #hostname: string;
  #local: NetAddress;
  #remote: NetAddress | undefined;
  #isClosed = false;
  #isWaiting = false;
  binaryType: string;

  constructor(key: symbol, options: any, hostname: string, address: string, port: number, peer: { address: string; port: number } | undefined) {
    if (key !== kFromOptions) throw new TypeError("Illegal constructor");
    this.#handlers = toUdpHandlers(options.socket);
    this.binaryType = toBinaryType(options.binaryType);
    this.#hostname = hostname;
    const handle = this.#handle = binding.createSocket(this, onMessage, onFailure);
    try {
      check(handle.bind(address, port, !!options.ipv6Only, !!options.reuseAddr, !!options.reusePort), "bind", address, port);
      if (peer !== undefined) check(handle.connect(peer.address, peer.port), "connect", peer.address, peer.port);
      const local = handle.getsockname();
      if (typeof local === "number") throw uvExceptionWithHostPort(local, "getsockname", address, port);
      this.#local = local;
      const remote = peer === undefined ? -1 : handle.getpeername();
      this.#remote = typeof remote === "number" ? undefined : remote;
      check(handle.recvStart(), "recv", address, port);
    } catch (error) {
      handle.close();
      throw error;
    }
  }

  static events = {
    message(socket: UdpSocket, message: Uint8Array, { port, address, family }: RemoteInfo): void {
      if (socket.#isClosed) return;
      const { data } = socket.#handlers;
      const flags = { truncated: false, ipv6: family === "IPv6" };
      if (data !== undefined) call(socket.#handlers, data, [socket, toBinary(message, socket.binaryType), port, address, flags]);
    },
    failure(socket: UdpSocket, status: Status): void {
      // Of a message that nobody took (ECONNREFUSED), and its like.
      if (!socket.#isClosed) fail(socket.#handlers, sendError(status));
    },
  };

  /** False: the system has no room for it now, and `drain` will tell. */
  send(data: any, port?: any, address?: any): boolean {
    this.#checkOpen();
    if (this.#remote !== undefined) {
      if (port !== undefined || address !== undefined) throw wrongType("Cannot specify destination on connected socket");
      return this.#send(toBytes(data), null, 0);
    }
    if (arguments.length < 3) throw wrongType(`Expected 3 arguments, got ${arguments.length}`);
    return this.#send(toBytes(data), destinationAddress(address), destinationPort(port));
  }

  /** Data, port and address of one packet after the other; of a connected socket, data alone. Gives how many were taken. */
  sendMany(packets: any): number {
    this.#checkOpen();
    if (!ArrayIsArray(packets)) throw wrongType("Expected first argument to be an array");
    const step = this.#remote === undefined ? 3 : 1;
    if (packets.length % step !== 0) throw wrongType("Expected 3 arguments for each packet");
    let count = 0;
    for (let i = 0; i < packets.length; i += step) {
      const bytes = toBytes(packets[i]);
      const taken = step === 1 ? this.#send(bytes, null, 0)
        : this.#send(bytes, destinationAddress(packets[i + 2]), destinationPort(packets[i + 1]));
      if (!taken) return count;
      count++;
    }
    return count;
  }

  #send(bytes: Uint8Array, address: string | null, port: number): boolean {
    if (this.#isWaiting) return false;
    const status = this.#handle.send([bytes], address, port, (result) => this.#onSent(result));
    if (status < 0 && status !== kWouldBlock) throw sendError(status);
    // It waits with the socket, which takes no more meanwhile.
    if (status <= 0) this.#isWaiting = true;
    return true;
  }

  #onSent(status: Status): void {
    this.#isWaiting = false;
    if (this.#isClosed) return;
    if (status < 0) fail(this.#handlers, sendError(status));
    const { drain } = this.#handlers;
    if (drain !== undefined) call(this.#handlers, drain, [this]);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new Error("Socket is closed");
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#handle.close();
  }
  get closed(): boolean {
    return this.#isClosed;
  }
  ref(): void {
    if (!this.#isClosed) this.#handle.ref();
  }
  unref(): void {
    if (!this.#isClosed) this.#handle.unref();
  }
  reload(options: any): void {
    this.#handlers = toUdpHandlers(options?.socket);
  }

  get hostname(): string {
    return this.#hostname;
  }
  get port(): number {
    return this.#local.port;
  }
  get address(): NetAddress {
    return { ...this.#local };
  }
  get remoteAddress(): NetAddress | undefined {
    return this.#remote === undefined ? undefined : { ...this.#remote };
  }
  get fd(): number {
    return this.#isClosed ? -1 : this.#handle.fd;
  }

  // ---- options of the system's

  #set<T>(status: Status, name: string, value: T): T {
    if (status < 0) throw uvExceptionWithHostPort(status, name, null, 0);
    return value;
  }
  setBroadcast(on: unknown): boolean {
    this.#checkOpen();
    return this.#set(this.#handle.setBroadcast(!!on), "setBroadcast", !!on);
  }
  setTTL(hops: number): number {
    this.#checkOpen();
    return this.#set(this.#handle.setTTL(hops), "setTTL", hops);
  }
  setMulticastTTL(hops: number): number {
    this.#checkOpen();
    return this.#set(this.#handle.setMulticastTTL(hops), "setMulticastTTL", hops);
  }
  setMulticastLoopback(on: unknown): boolean {
    this.#checkOpen();
    return this.#set(this.#handle.setMulticastLoopback(!!on), "setMulticastLoopback", !!on);
  }
  setMulticastInterface(address: unknown): boolean {
    this.#checkOpen();
    return this.#set(this.#handle.setMulticastInterface(String(address)), "setMulticastInterface", true);
  }
  addMembership(group: unknown, address?: unknown): boolean {
    return this.#member(group, address, true);
  }
  dropMembership(group: unknown, address?: unknown): boolean {
    return this.#member(group, address, false);
  }
  #member(group: unknown, address: unknown, joins: boolean): boolean {
    this.#checkOpen();
    const on = address === undefined ? undefined : String(address);
    return this.#set(this.#handle.setMembership(String(group), on, joins), joins ? "addMembership" : "dropMembership", true);
  }
  addSourceSpecificMembership(source: unknown, group: unknown, address?: unknown): boolean {
    return this.#memberOfSource(source, group, address, true);
  }
  dropSourceSpecificMembership(source: unknown, group: unknown, address?: unknown): boolean {
    return this.#memberOfSource(source, group, address, false);
  }
  #memberOfSource(source: unknown, group: unknown, address: unknown, joins: boolean): boolean {
    this.#checkOpen();
    const on = address === undefined ? undefined : String(address);
    const name = joins ? "addSourceSpecificMembership" : "dropSourceSpecificMembership";
    return this.#set(this.#handle.setSourceMembership(String(source), String(group), on, joins), name, true);
  }

  [SymbolDispose](): void {
    this.close();
  }
}
ObjectDefineProperty(UdpSocket.prototype, SymbolToStringTag, { __proto__: null, value: "UDPSocket", configurable: true } as any);
const { events } = UdpSocket;
delete (UdpSocket as any).events;

function onMessage(this: UdpSocket, message: Uint8Array, from: RemoteInfo): void {
  events.message(this, message, from);
}
function onFailure(this: UdpSocket, status: Status): void {
  events.failure(this, status);
}

function check(status: Status, syscall: string, address: string, port: number): void {
  if (status < 0) throw uvExceptionWithHostPort(status, syscall, address, port);
}

function resolveName(hostname: string): Promise<string> {
  return new Promise<any>((resolve: any, reject: any) => {
    lookupAddresses(hostname, toRequest({ all: true }), (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses[0].address);
    });
  });
}

export function udpSocket(options: any): Promise<UdpSocket> {
  if (options === null || typeof options !== "object") throw wrongType("Expected an object");
  const port = options.port === undefined || options.port === null ? 0 : portOf(options.port);
  const hostname = options.hostname === undefined || options.hostname === null ? "0.0.0.0" : String(options.hostname);
  toUdpHandlers(options.socket);
  toBinaryType(options.binaryType);
  const { connect } = options;
  if (connect !== undefined && connect !== null && typeof connect !== "object") throw wrongType('Expected "connect" to be an object');
  return open(options, hostname, port, connect);
}

async function open(options: any, hostname: string, port: number, connect: any): Promise<UdpSocket> {
  const address = await resolveName(hostname);
  const peer = connect ? { address: await resolveName(String(connect.hostname)), port: destinationPort(connect.port) } : undefined;
  return new UdpSocket(kFromOptions, options, hostname, address, port, peer);
}
