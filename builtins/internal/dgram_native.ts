// The native half of node:dgram, as TypeScript sees it (src/runtime/datagram_binding.cpp).
import type { NetAddress, Status } from "internal/net_native";

export interface RemoteInfo extends NetAddress { size: number }

/** A socket of the system's. It lives until close() has called back. */
export interface DatagramHandle {
  open(fd: number): Status;
  bind(address: string, port: number, ipv6Only: boolean, reuseAddress: boolean, reusePort: boolean): Status;
  connect(address: string, port: number): Status;
  disconnect(): Status;
  recvStart(): Status;
  recvStop(): void;
  /** 1: the message has gone. 0: it waits, and `done` hears of it. Negative: an errno. */
  send(list: ArrayBufferView[], address: string | null, port: number, done?: (status: Status) => void): number;
  close(): void;
  ref(): void;
  unref(): void;
  readonly fd: number;
  getsockname(): NetAddress | Status;
  getpeername(): NetAddress | Status;
  setBroadcast(on: boolean): Status;
  setTTL(hops: number): Status;
  setMulticastTTL(hops: number): Status;
  setMulticastLoopback(on: boolean): Status;
  setMulticastInterface(address: string): Status;
  setMembership(group: string, address: string | undefined, joins: boolean): Status;
  setSourceMembership(source: string, group: string, address: string | undefined, joins: boolean): Status;
  /** The size, or a negative errno; 0 asks. */
  bufferSize(size: number, receives: boolean): number;
  getSendQueueSize(): number;
  getSendQueueCount(): number;
}

interface DatagramBinding {
  /** `this` of both functions is the owner. */
  createSocket(
    owner: object, onMessage: (this: any, message: Uint8Array, from: RemoteInfo) => void,
    onError: (this: any, status: Status) => void): DatagramHandle;
}

export const binding: DatagramBinding = native("datagram");
