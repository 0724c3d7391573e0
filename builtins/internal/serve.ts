// Weft.serve: an HTTP server whose handlers take a Request and give a Response (https://bun.sh/docs/api/http).
import {
  DateNow, Error, NumberIsInteger, ObjectDefineProperty, Promise, RangeError, SafeSet, String, StringPrototypeIndexOf, SymbolAsyncDispose,
  SymbolDispose, SymbolToStringTag, TypeError,
} from "internal/primordials";
import { uvExceptionWithHostPort } from "internal/errors";
import { kMaxHeaderBytes } from "internal/http_common";
import { binding as net, type ListenerHandle, type SocketHandle, type Status } from "internal/net_native";
import { handlers, kLingerTime, ServeConnection, type ServeHost } from "internal/serve_connection";
import { ServeRequestState } from "internal/serve_request";
import { Routes } from "internal/serve_routes";
import { clearInterval, setInterval } from "internal/timers";
import { Request, requestStateOf } from "web/request";
import { responseStateOf } from "web/response";
import { URL } from "web/url";

const kBacklog = 511;
const kDefaultPort = 3000;
const kDefaultIdleTimeout = 10;
const kMostIdleTimeout = 255;
const kDefaultBodySize = 128 * 1024 * 1024;
/** How often connections are looked at, in milliseconds. */
const kSweepInterval = 1000;

interface Handlers {
  fetch: any;
  error: any;
  routes: Routes | null;
  maxRequestBodySize: number;
  idleTimeout: number;
  development: boolean;
}

function checkFunction(value: any, name: string): any {
  if (value !== undefined && typeof value !== "function") throw new TypeError(`Weft.serve: ${name} must be a function`);
  return value;
}

function checkNumber(value: any, name: string, least: number, most: number, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value !== "number" || !(value >= least && value <= most))
    throw new RangeError(`Weft.serve: ${name} must be a number from ${least} to ${most}`);
  return value;
}

function handlersOf(options: any): Handlers {
  if (options === null || typeof options !== "object") throw new TypeError("Weft.serve expects an object");
  const routes = options.routes ?? options.static;
  if (routes !== undefined && (routes === null || typeof routes !== "object"))
    throw new TypeError("Weft.serve: routes must be an object of paths");
  const fetch = checkFunction(options.fetch, "fetch");
  if (fetch === undefined && routes === undefined) throw new TypeError("Weft.serve needs a fetch function, or routes");
  const table = routes === undefined ? null : new Routes(routes);
  return {
    fetch,
    error: checkFunction(options.error, "error"),
    routes: table === null || table.isEmpty ? null : table,
    maxRequestBodySize: checkNumber(options.maxRequestBodySize, "maxRequestBodySize", 0, Infinity, kDefaultBodySize),
    idleTimeout: checkNumber(options.idleTimeout, "idleTimeout", 0, kMostIdleTimeout, kDefaultIdleTimeout) * 1000,
    development: options.development === undefined ? false : !!options.development,
  };
}

function portOf(options: any): number {
  const { env } = require("node:process").default;
  const given = options.port ?? env.WEFT_PORT ?? env.BUN_PORT ?? env.PORT ?? kDefaultPort;
  const port = typeof given === "string" ? +given : given;
  if (!NumberIsInteger(port) || port < 0 || port > 65535)
    throw new RangeError(`Weft.serve: port must be a whole number from 0 to 65535, not ${String(given)}`);
  return port;
}

export class Server {
  #host: Host;

  constructor(options: any) {
    this.#host = new Host(options, this);
  }

  get port(): number | undefined {
    return this.#host.port;
  }
  get hostname(): string | undefined {
    return this.#host.hostname;
  }
  /** Where it listens; undefined for a Unix-domain socket. */
  get address(): { address: string; family: string; port: number } | undefined {
    return this.#host.address;
  }
  get url(): URL {
    return new URL(this.#host.base);
  }
  get id(): string {
    return this.#host.id;
  }
  get development(): boolean {
    return this.#host.handlers.development;
  }
  /** Requests that have not been answered yet. */
  get pendingRequests(): number {
    return this.#host.pending;
  }
  get pendingWebSockets(): number {
    return 0;
  }

  /** Answers a request without a connection. */
  async fetch(input: any): Promise<any> {
    const request = requestStateOf(input) !== undefined ? input : new Request(new URL(String(input), this.#host.base).href);
    return this.#host.answer(request);
  }

  /** Other handlers from now on; what is under way keeps its own. */
  reload(options: any): this {
    this.#host.reload(options);
    return this;
  }

  /**
   * Takes no new connections. The promise is fulfilled when the last connection has closed: those with nothing to do
   * close now, the others after their response; with `closeActiveConnections` all at once.
   */
  stop(closeActiveConnections?: boolean): Promise<void> {
    return this.#host.stop(!!closeActiveConnections);
  }

  ref(): this {
    this.#host.listener?.ref();
    return this;
  }
  unref(): this {
    this.#host.listener?.unref();
    return this;
  }

  /** Who sent it: `{ address, family, port }`; null when the connection is gone or has no address. */
  requestIP(request: any): { address: string; family: string; port: number } | null {
    const peer = this.#host.connectionOf(request)?.handle.getpeername();
    return peer === undefined || typeof peer === "number" ? null : peer;
  }

  /** The idle timeout of this request's connection alone, in seconds; 0: none. */
  timeout(request: any, seconds: number): void {
    const wanted = checkNumber(seconds, "seconds", 0, Infinity, 0);
    const connection = this.#host.connectionOf(request);
    if (connection !== undefined) connection.timeout = wanted * 1000;
  }

  [SymbolDispose](): void {
    void this.stop(true);
  }
  [SymbolAsyncDispose](): Promise<void> {
    return this.stop(false);
  }
}
ObjectDefineProperty(Server.prototype, SymbolToStringTag, { __proto__: null, value: "Server", configurable: true } as any);

class Host implements ServeHost {
  handlers: Handlers;
  face: Server;
  listener: ListenerHandle | null;
  base: string;
  port: number | undefined = undefined;
  hostname: string | undefined = undefined;
  address: { address: string; family: string; port: number } | undefined = undefined;
  id: string;
  pending = 0;
  isClosing = false;
  acceptsUpgrades = false;
  private connections = new SafeSet<ServeConnection>();
  private sweep: any = null;
  private whenStopped: (() => void)[] = [];
  private maxHeaderBytes: number;

  constructor(options: any, face: Server) {
    this.handlers = handlersOf(options);
    this.face = face;
    this.id = options.id === undefined ? "" : String(options.id);
    this.maxHeaderBytes = checkNumber(options.maxHeaderSize, "maxHeaderSize", 0, 0x7fffffff, kMaxHeaderBytes);
    if (options.tls !== undefined && options.tls !== null && options.tls !== false)
      throw new Error("Weft.serve: tls is not there yet");
    if (options.websocket !== undefined) throw new Error("Weft.serve: websocket is not there yet");
    this.listener = options.unix !== undefined ? this.listenOnPath(String(options.unix)) : this.listenOnPort(options);
    this.base = options.unix !== undefined ? `unix://${options.unix}` : `http://${hostText(this.hostname!)}:${this.port}`;
  }

  private listenOnPath(path: string): ListenerHandle {
    return this.listen(net.bindPath(handlers, path), path, -1);
  }

  private listenOnPort(options: any): ListenerHandle {
    const port = portOf(options);
    const hostname = options.hostname === undefined ? "0.0.0.0" : String(options.hostname);
    const address = net.ipVersion(hostname) !== 0 ? hostname : hostname === "localhost" ? "127.0.0.1" : undefined;
    if (address === undefined) throw new TypeError(`Weft.serve: hostname must be an IP address or "localhost", not "${hostname}"`);
    const handle = net.bindTcp(handlers, address, port, !!options.ipv6Only, !!options.reusePort);
    const listener = this.listen(handle, address, port);
    const local = listener.getsockname();
    if (typeof local !== "number") this.address = local;
    this.port = this.address?.port ?? port;
    this.hostname = hostname === "0.0.0.0" ? "localhost" : hostname;
    return listener;
  }

  private listen(handle: ListenerHandle | Status, address: string, port: number): ListenerHandle {
    let status: Status = typeof handle === "number" ? handle : 0;
    if (typeof handle !== "number") {
      handle.owner = this;
      status = handle.listen(kBacklog, onConnection);
      if (status < 0) handle.close();
    }
    if (status < 0) throw uvExceptionWithHostPort(status, "listen", address, port);
    return handle as ListenerHandle;
  }

  // ---- ServeHost

  get handler(): any {
    return this.handlers.fetch;
  }
  get routes(): Routes | null {
    return this.handlers.routes;
  }
  get onFailure(): any {
    return this.handlers.error;
  }
  get maxRequestBodySize(): number {
    return this.handlers.maxRequestBodySize;
  }

  requestBegun(): void {
    this.pending++;
  }
  requestEnded(): void {
    this.pending--;
  }

  add(connection: ServeConnection): void {
    connection.lastActive = DateNow();
    this.connections.add(connection);
    if (this.sweep !== null) return;
    this.sweep = setInterval(() => this.closeIdle(), kSweepInterval);
    this.sweep.unref();
  }

  remove(connection: ServeConnection): void {
    this.connections.delete(connection);
    if (this.connections.size > 0) return;
    clearInterval(this.sweep);
    this.sweep = null;
    this.tellStopped();
  }

  fail(error: unknown): any {
    const { error: handler } = this.handlers;
    if (handler !== undefined) return handler(error);
    // Nobody else says that something is wrong.
    require("internal/console").console.error(error);
    return undefined;
  }

  // ----

  accept(handle: SocketHandle): void {
    if (handle.isTcp) handle.setNoDelay(true);
    new ServeConnection(this, handle, this.maxHeaderBytes);
  }

  connectionOf(request: any): ServeConnection | undefined {
    const state = requestStateOf(request);
    return state instanceof ServeRequestState && state.connection?.host === this ? state.connection : undefined;
  }

  async answer(request: any): Promise<any> {
    const { fetch, routes } = this.handlers;
    const url = new URL(request.url);
    const values: string[] = [];
    const route = routes?.find(url.pathname, values);
    const found = route === undefined ? undefined : route.methods === undefined ? route.handler : route.methods.get(request.method);
    const handler = found ?? fetch;
    const state = responseStateOf(handler);
    if (state !== undefined) return handler.clone();
    if (handler === undefined) return new (globalThis as any).Response("Not Found", { status: 404 });
    if (route !== undefined && route.names.length > 0 && found !== undefined)
      request.params = require("internal/serve_routes").paramsOf(route, values);
    return handler(request, this.face);
  }

  reload(options: any): void {
    const before = this.handlers;
    const next = handlersOf({ ...options, fetch: options.fetch ?? before.fetch });
    if (options.error === undefined) next.error = before.error;
    if (options.routes === undefined && options.static === undefined) next.routes = before.routes;
    if (options.idleTimeout === undefined) next.idleTimeout = before.idleTimeout;
    if (options.maxRequestBodySize === undefined) next.maxRequestBodySize = before.maxRequestBodySize;
    this.handlers = next;
  }

  private closeIdle(): void {
    const now = DateNow();
    for (const connection of this.connections) {
      const { handle } = connection;
      const bytes = handle.bytesRead + handle.bytesWritten;
      if (bytes !== connection.lastBytes) {
        connection.lastBytes = bytes;
        connection.lastActive = now;
        continue;
      }
      const limit = connection.isLingering ? kLingerTime
        : connection.timeout >= 0 ? connection.timeout : this.handlers.idleTimeout;
      if (limit > 0 && now - connection.lastActive >= limit) connection.destroy();
    }
  }

  stop(closeAll: boolean): Promise<void> {
    this.isClosing = true;
    this.listener?.close();
    this.listener = null;
    for (const connection of this.connections) {
      if (closeAll) connection.destroy();
      else if (!connection.isAnswering && !connection.isLingering) connection.end();
    }
    return new Promise<void>((resolve) => {
      this.whenStopped[this.whenStopped.length] = resolve as () => void;
      if (this.connections.size === 0) this.tellStopped();
    });
  }

  private tellStopped(): void {
    if (!this.isClosing) return;
    const waiting = this.whenStopped;
    this.whenStopped = [];
    for (let i = 0; i < waiting.length; i++) waiting[i]();
  }
}

function onConnection(this: Host, status: Status, handle: SocketHandle): void {
  // Out of descriptors, say: the next one may be accepted.
  if (status < 0) return;
  this.accept(handle);
}

function hostText(hostname: string): string {
  return StringPrototypeIndexOf(hostname, ":") >= 0 ? `[${hostname}]` : hostname;
}

export function serve(options: any): Server {
  return new Server(options);
}
