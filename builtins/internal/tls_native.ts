// The native half of node:tls, as TypeScript sees it (src/runtime/tls_binding.cpp, tls_context.h, tls_handle.h).
import { type SocketHandle, type StreamHandlers } from "internal/net_native";

export type Bytes = ArrayBufferView | ArrayBuffer;
export type RootStore = object;

export interface TlsContext {
  /** Numbers as on the wire: 0x0303 is TLS 1.2. */
  setVersions(least: number, most: number): void;
  useRoots(roots: RootStore): void;
  setCertificate(pem: Bytes): void;
  setKey(pem: Bytes, passphrase?: Bytes): void;
  setPfx(der: Bytes, passphrase: string): void;
  addAuthority(pem: Bytes): void;
  addRevocations(pem: Bytes): void;
  setCiphers(list: string): void;
  setCurves(list: string): void;
  setSignatures(list: string): void;
  setOptions(bits: number): void;
  setPrefersOwnCiphers(): void;
  setSessionIdContext(id: Bytes): void;
  setSessionTimeout(seconds: number): void;
  setTicketKeys(keys: Bytes): void;
  ticketKeys(): any;
}

/** A TLS connection that can do what a socket can. */
export interface TlsHandle extends Omit<SocketHandle, "open" | "bind" | "connect" | "connectPath"> {
  start(): void;
  process(): void;
  /** Over a stream of JavaScript's. */
  receive(bytes: Bytes): void;
  receiveEnd(): void;
  cipherWritten(status: number): void;

  setVerify(requests: boolean, requires: boolean): void;
  setServerName(name: string): void;
  setProtocols(wire: Bytes): void;
  setAsks(onHello: boolean, onProtocol: boolean): void;
  setSession(session: Bytes): boolean;
  requestOcsp(): void;
  useContext(context: TlsContext): void;
  setOcsp(response: Bytes): void;
  goOn(): void;
  setMaxSendFragment(size: number): boolean;

  verifyError(): [code: string, message: string] | undefined;
  peerCertificates(withIssuers: boolean): any[];
  ownCertificate(): any;
  cipher(): [name: string, standardName: string, version: string] | undefined;
  protocol(): string;
  chosenProtocol(): string | false;
  serverName(): string | false;
  session(): any;
  ticket(): any;
  isReused(): boolean;
  finished(ofPeer: boolean): any;
  exportKey(size: number, label: string, context?: Bytes): any;
  ephemeralKey(): [type: string, name: string, bits: number] | undefined;
  ocsp(): any;
}

/** `this` is the owner of the handle. */
export interface TlsFunctions {
  onSecure(this: any): void;
  onFailure(this: any, error: any): void;
  onHello(this: any, serverName: string, wantsOcsp: boolean): void;
  onSession(this: any, session: any): void;
  onKeyLog(this: any, line: any): void;
  /** The name, undefined for none, null to refuse the connection. */
  chooseProtocol(this: any, serverName: string, offered: any): string | undefined | null;
  schedule(this: any, handle: TlsHandle): void;
  onCipher(this: any, bytes: any): void;
  endParent(this: any, done: (status: number) => void): void;
  closeParent(this: any, closed?: () => void): void;
}

interface TlsBinding {
  TlsContext: new () => TlsContext;
  RootStore: new (pem: Bytes) => RootStore;
  createHandlers(functions: TlsFunctions): object;
  createHandle(handlers: object, streamHandlers: StreamHandlers, context: TlsContext, isServer: boolean): TlsHandle;
  /** null: over a stream of JavaScript's. */
  attach(handle: TlsHandle, socket: SocketHandle | null, hasParent: boolean): void;
  cipherNames(): string[];
}

export const binding: TlsBinding = native("tls");
