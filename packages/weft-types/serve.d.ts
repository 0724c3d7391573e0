declare module "weft" {
  type MaybePromise<T> = T | Promise<T>;

  /** What an import of an HTML file gives; a route of Weft.serve. */
  export interface HtmlPage {
    /** The file's path. */
    readonly index: string;
  }

  /** The parameters of a path: "/users/:id" has `id`. */
  export type RouteParams<Path extends string> =
    string extends Path ? Record<string, string>
    : Path extends `${string}:${infer Name}/${infer Rest}` ? { [Key in Name]: string } & RouteParams<Rest>
    : Path extends `${string}:${infer Name}` ? { [Key in Name]: string }
    : {};

  export interface RouteRequest<Path extends string = string> extends Request {
    readonly params: RouteParams<Path>;
    readonly cookies: CookieMap;
  }
  export interface ServeRequest extends Request {
    readonly cookies: CookieMap;
  }

  export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS" | "CONNECT" | "TRACE";
  export type RouteHandler<Path extends string, Data> = (
    request: RouteRequest<Path>, server: Server<Data>) => MaybePromise<Response | void | undefined>;
  export type Route<Path extends string, Data> =
    | Response | Blob | HtmlPage | false | RouteHandler<Path, Data>
    | { [Method in HttpMethod]?: Response | Blob | RouteHandler<Path, Data> };
  export type Routes<Path extends string, Data> = { [Key in Path]: Route<Key, Data> };

  export interface WebSocketHandler<Data = undefined> {
    open?(socket: ServerWebSocket<Data>): void | Promise<void>;
    message?(socket: ServerWebSocket<Data>, message: string | Buffer<ArrayBuffer>): void | Promise<void>;
    close?(socket: ServerWebSocket<Data>, code: number, reason: string): void | Promise<void>;
    drain?(socket: ServerWebSocket<Data>): void | Promise<void>;
    ping?(socket: ServerWebSocket<Data>, data: Buffer): void | Promise<void>;
    pong?(socket: ServerWebSocket<Data>, data: Buffer): void | Promise<void>;
    error?(error: unknown, socket: ServerWebSocket<Data>): void | Promise<void>;
    /** Says what type `data` is: `{} as { name: string }`. */
    data?: Data;
    /** Bytes of a message; 16 MiB unless given. */
    maxPayloadLength?: number;
    /** Seconds, 0 to 960; 120 unless given. */
    idleTimeout?: number;
    sendPings?: boolean;
    backpressureLimit?: number;
    closeOnBackpressureLimit?: boolean;
    publishToSelf?: boolean;
    perMessageDeflate?: boolean | { compress?: boolean | string; decompress?: boolean | string };
  }

  export interface ServerWebSocket<Data = undefined> {
    data: Data;
    readonly readyState: 0 | 1 | 2 | 3;
    readonly remoteAddress: string;
    readonly subscriptions: string[];
    binaryType: "nodebuffer" | "arraybuffer" | "uint8array";
    /** Bytes sent; -1: they wait; 0: not sent. */
    send(data: string | BytesSource, compress?: boolean): number;
    sendText(data: string, compress?: boolean): number;
    sendBinary(data: BytesSource, compress?: boolean): number;
    ping(data?: string | BytesSource): number;
    pong(data?: string | BytesSource): number;
    publish(topic: string, data: string | BytesSource, compress?: boolean): number;
    publishText(topic: string, data: string, compress?: boolean): number;
    publishBinary(topic: string, data: BytesSource, compress?: boolean): number;
    subscribe(topic: string): void;
    unsubscribe(topic: string): void;
    isSubscribed(topic: string): boolean;
    close(code?: number, reason?: string): void;
    terminate(): void;
    cork<Result>(callback: (socket: ServerWebSocket<Data>) => Result): Result;
    getBufferedAmount(): number;
  }

  export interface ServeOptions<Data, Path extends string> {
    fetch?(this: Server<Data>, request: ServeRequest, server: Server<Data>): MaybePromise<Response | void | undefined>;
    routes?: Routes<Path, Data>;
    error?(error: Error): MaybePromise<Response | void | undefined>;
    websocket?: WebSocketHandler<Data>;
    /** 0: any free one. 3000 unless given, or WEFT_PORT, BUN_PORT or PORT. */
    port?: number | string;
    /** An address, or "localhost"; "0.0.0.0" unless given. */
    hostname?: string;
    /** The path of a socket, in place of both. */
    unix?: string;
    /** Seconds, 0 to 255; 10 unless given. */
    idleTimeout?: number;
    /** Bytes; 128 MiB unless given. */
    maxRequestBodySize?: number;
    maxHeaderSize?: number;
    reusePort?: boolean;
    ipv6Only?: boolean;
    tls?: TlsOptions | TlsOptions[];
    /** Pages are replaced while they are worked on. */
    development?: boolean | { hmr?: boolean; console?: boolean };
    id?: string;
  }

  export interface Server<Data = undefined> extends Disposable, AsyncDisposable {
    readonly port: number | undefined;
    readonly hostname: string | undefined;
    readonly address: { address: string; family: string; port: number } | undefined;
    readonly url: URL;
    readonly protocol: "http" | "https";
    readonly id: string;
    readonly development: boolean;
    readonly pendingRequests: number;
    readonly pendingWebSockets: number;
    /** False: the request asks for no WebSocket, or has been answered. */
    upgrade(
      request: Request,
      ...options: [Data] extends [undefined]
        ? [{ data?: undefined; headers?: ConstructorParameters<typeof Headers>[0] }?]
        : [{ data: Data; headers?: ConstructorParameters<typeof Headers>[0] }]
    ): boolean;
    publish(topic: string, data: string | BytesSource, compress?: boolean): number;
    subscriberCount(topic: string): number;
    fetch(request: Request | string | URL): Promise<Response>;
    reload<Path extends string = string>(options: Partial<ServeOptions<Data, Path>>): this;
    stop(closeActiveConnections?: boolean): Promise<void>;
    requestIP(request: Request): { address: string; family: string; port: number } | null;
    /** Seconds, of this request's connection. */
    timeout(request: Request, seconds: number): void;
    ref(): this;
    unref(): this;
  }

  export function serve<Data = undefined, Path extends string = string>(options: ServeOptions<Data, Path>): Server<Data>;

  export interface CookieInit {
    domain?: string | null;
    path?: string;
    expires?: Date | number | string;
    maxAge?: number;
    secure?: boolean;
    httpOnly?: boolean;
    sameSite?: "strict" | "lax" | "none";
    partitioned?: boolean;
  }
  export class Cookie {
    static parse(text: string): Cookie;
    static from(name: string, value: string, options?: CookieInit): Cookie;
    constructor(text: string);
    constructor(name: string, value: string, options?: CookieInit);
    constructor(options: CookieInit & { name: string; value: string });
    readonly name: string;
    value: string;
    domain: string | undefined;
    path: string;
    expires: Date | undefined;
    maxAge: number | undefined;
    secure: boolean;
    httpOnly: boolean;
    sameSite: "strict" | "lax" | "none";
    partitioned: boolean;
    isExpired(): boolean;
    serialize(): string;
    toString(): string;
    toJSON(): CookieInit & { name: string; value: string };
  }
  export class CookieMap implements Iterable<[string, string]> {
    constructor(init?: string | Record<string, string> | [string, string][]);
    readonly size: number;
    get(name: string): string | null;
    has(name: string): boolean;
    set(name: string, value: string, options?: CookieInit): void;
    set(options: CookieInit & { name: string; value: string }): void;
    delete(name: string | { name: string; domain?: string; path?: string }): void;
    entries(): IterableIterator<[string, string]>;
    keys(): IterableIterator<string>;
    values(): IterableIterator<string>;
    forEach(callback: (value: string, name: string, map: CookieMap) => void): void;
    toJSON(): Record<string, string>;
    toSetCookieHeaders(): string[];
    [Symbol.iterator](): IterableIterator<[string, string]>;
  }
}
