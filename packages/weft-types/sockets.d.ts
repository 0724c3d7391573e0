declare module "weft" {
  import type { PeerCertificate, CipherNameAndProtocol } from "node:tls";

  type Pem = string | BytesSource | Blob | readonly (string | BytesSource | Blob)[];
  export interface TlsOptions {
    key?: Pem;
    cert?: Pem;
    ca?: Pem;
    keyFile?: string;
    certFile?: string;
    caFile?: string;
    passphrase?: string;
    serverName?: string;
    ALPNProtocols?: string | string[] | BytesSource;
    requestCert?: boolean;
    rejectUnauthorized?: boolean;
    ciphers?: string;
    minVersion?: string;
    maxVersion?: string;
  }

  export interface SocketHandler<Data = undefined> {
    open?(socket: Socket<Data>): void | Promise<void>;
    handshake?(socket: Socket<Data>, success: boolean, error: Error | null): void;
    data?(socket: Socket<Data>, bytes: Buffer): void | Promise<void>;
    drain?(socket: Socket<Data>): void | Promise<void>;
    end?(socket: Socket<Data>): void | Promise<void>;
    close?(socket: Socket<Data>, error?: Error): void | Promise<void>;
    timeout?(socket: Socket<Data>): void | Promise<void>;
    error?(socket: Socket<Data>, error: Error): void | Promise<void>;
    connectError?(socket: Socket<Data>, error: Error): void | Promise<void>;
    binaryType?: "buffer" | "uint8array" | "arraybuffer";
  }

  export interface Socket<Data = undefined> extends Disposable {
    data: Data;
    readonly listener: TcpServer<Data> | undefined;
    readonly readyState: 1 | 0 | -1 | -2;
    readonly localAddress: string;
    readonly localPort: number;
    readonly remoteAddress: string;
    readonly remotePort: number;
    readonly bytesWritten: number;
    readonly fd: number;
    readonly authorized: boolean;
    readonly alpnProtocol: string | false | null;
    /** Bytes taken; -1: it has closed. */
    write(data: string | BytesSource, byteOffset?: number, byteLength?: number): number;
    end(data?: string | BytesSource, byteOffset?: number, byteLength?: number): number;
    flush(): void;
    shutdown(): void;
    terminate(): void;
    pause(): void;
    resume(): void;
    ref(): void;
    unref(): void;
    timeout(seconds: number): void;
    setNoDelay(on?: boolean): boolean;
    setKeepAlive(on?: boolean, milliseconds?: number): boolean;
    reload(options: { socket: SocketHandler<Data> }): void;
    getAuthorizationError(): Error | null;
    getCipher(): CipherNameAndProtocol;
    getPeerCertificate(): PeerCertificate;
    getCertificate(): PeerCertificate | object | null;
    getServername(): string | undefined;
    getTLSVersion(): string;
    getSession(): Buffer | undefined;
    isSessionReused(): boolean;
    exportKeyingMaterial(length: number, label: string, context?: BytesSource): Buffer;
  }

  export interface TcpServer<Data = undefined> extends Disposable {
    readonly hostname: string;
    readonly port: number;
    readonly unix: string | undefined;
    readonly fd: number;
    data: Data;
    stop(closeActiveConnections?: boolean): void;
    reload(options: { socket: SocketHandler<Data> }): void;
    ref(): void;
    unref(): void;
  }

  interface SocketCommonOptions<Data> {
    socket: SocketHandler<Data>;
    data?: Data;
    allowHalfOpen?: boolean;
    tls?: boolean | TlsOptions;
  }
  type SocketPlace = { hostname: string; port: number; unix?: undefined } | { unix: string; hostname?: undefined };
  export type ConnectOptions<Data = undefined> = SocketCommonOptions<Data> & SocketPlace;
  export type ListenOptions<Data = undefined> = SocketCommonOptions<Data> & SocketPlace & { ipv6Only?: boolean; reusePort?: boolean };
  export function connect<Data = undefined>(options: ConnectOptions<Data>): Promise<Socket<Data>>;
  export function listen<Data = undefined>(options: ListenOptions<Data>): TcpServer<Data>;

  interface UdpHandler {
    data?(socket: UdpSocket, bytes: Buffer, port: number, address: string): void | Promise<void>;
    drain?(socket: UdpSocket): void | Promise<void>;
    error?(error: Error): void | Promise<void>;
  }
  export interface UdpSocket {
    readonly hostname: string;
    readonly port: number;
    readonly address: { address: string; family: string; port: number };
    readonly remoteAddress: { address: string; family: string; port: number } | undefined;
    readonly closed: boolean;
    binaryType: "buffer" | "uint8array" | "arraybuffer";
    /** Of a connected one without port and address. */
    send(data: string | BytesSource, port?: number, address?: string): boolean;
    sendMany(messages: readonly (string | BytesSource | number)[]): number;
    reload(handlers: { socket: UdpHandler }): void;
    setBroadcast(on: boolean): boolean;
    setTTL(ttl: number): number;
    setMulticastTTL(ttl: number): number;
    setMulticastLoopback(on: boolean): boolean;
    setMulticastInterface(address: string): boolean;
    addMembership(group: string, at?: string): boolean;
    dropMembership(group: string, at?: string): boolean;
    addSourceSpecificMembership(source: string, group: string, at?: string): boolean;
    dropSourceSpecificMembership(source: string, group: string, at?: string): boolean;
    ref(): void;
    unref(): void;
    close(): void;
  }
  export function udpSocket(options: {
    hostname?: string;
    port?: number;
    socket?: UdpHandler;
    binaryType?: "buffer" | "uint8array" | "arraybuffer";
    connect?: { hostname: string; port: number };
  }): Promise<UdpSocket>;
}
