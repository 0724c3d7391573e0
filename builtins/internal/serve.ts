// Weft.serve: an HTTP server whose handlers take a Request and give a Response (https://bun.sh/docs/api/http).
import {
  DateNow, NumberIsInteger, ObjectDefineProperty, Promise, RangeError, SafeMap, SafeSet, String, StringPrototypeIndexOf, SymbolAsyncDispose,
  SymbolDispose, SymbolToStringTag, TypeError,
} from "internal/primordials";
import { uvExceptionWithHostPort } from "internal/errors";
import { kMaxHeaderBytes } from "internal/http_common";
import { binding as net, type ListenerHandle, type SocketHandle, type Status } from "internal/net_native";
import { handlers, ServeConnection, type ServeHost } from "internal/serve_connection";
import { ServeRequestState } from "internal/serve_request";
import { Routes } from "internal/serve_routes";
import type { PageSite } from "internal/serve_pages";
import { type SocketCore, Topics } from "internal/serve_socket";
import { type SocketSettings, socketSettingsOf } from "internal/serve_socket_options";
import { messageOf, opcodeOf } from "internal/serve_websocket";
import { secure, type TlsSettings, tlsSettingsOf } from "internal/serve_tls";
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
  sockets: SocketSettings | null;
  maxRequestBodySize: number;
  idleTimeout: number;
  development: boolean;
  /** As it was given: `fetch` may look for what pages need first. */
  ownFetch: any;
  /** Likewise. */
  ownSockets: any;
  /** Null: no route is one. */
  pages: PageSite | null;
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
  let pages: PageSite | null = null;
  const pageRoute = (page: any) => {
    pages ??= require("internal/serve_pages").pageSite(options.development, isLocal(options)) as PageSite;
    return pages.route(page);
  };
  const table = routes === undefined ? null : new Routes(routes, pageRoute);
  return {
    fetch: pages === null ? fetch : withPages(pages, fetch),
    ownFetch: fetch,
    ownSockets: options.websocket,
    error: checkFunction(options.error, "error"),
    routes: table === null || table.isEmpty ? null : table,
    sockets: socketSettingsOf(pages === null ? options.websocket : (pages as PageSite).sockets(options.websocket)),
    pages,
    maxRequestBodySize: checkNumber(options.maxRequestBodySize, "maxRequestBodySize", 0, Infinity, kDefaultBodySize),
    idleTimeout: checkNumber(options.idleTimeout, "idleTimeout", 0, kMostIdleTimeout, kDefaultIdleTimeout) * 1000,
    development: options.development === undefined ? false : !!options.development,
  };
}

/** Nobody but this machine reaches it. */
function isLocal(options: any): boolean {
  const { hostname } = options;
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "::1";
}

/** What pages need is found before the program's own handler is asked. */
function withPages(pages: PageSite, fetch: any): any {
  return async (request: any, server: any) => {
    const answer = await pages.other(request, server);
    if (answer === null) return undefined;
    if (answer !== undefined) return answer;
    if (fetch === undefined) return new (globalThis as any).Response("Not Found", { status: 404 });
    return fetch(request, server);
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

  static isOpen(server: Server): boolean {
    return server.#host.listener !== null;
  }
  /** All handlers anew, those that are not given too. */
  static replace(server: Server, options: any): void {
    server.#host.replace(options);
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
    return new URL(this.#host.url);
  }
  /** "http" or "https". */
  get protocol(): string {
    return this.#host.tls === null ? "http" : "https";
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
  /** WebSockets that are open. */
  get pendingWebSockets(): number {
    return this.#host.pendingSockets;
  }

  /**
   * Answers the request with a WebSocket, which has `data`; `headers` go with the response. False if the request does not
   * ask for one, or has been answered.
   */
  upgrade(request: any, options?: any): boolean {
    if (requestStateOf(request) === undefined) throw new TypeError("upgrade requires a Request object");
    if (this.#host.sockets === null) throw new TypeError('To enable websocket support, set the "websocket" object in Weft.serve({})');
    return this.#host.connectionOf(request)?.upgrade(options) ?? false;
  }

  /** To all sockets that have subscribed. Bytes sent; 0: nobody was there to take it. */
  publish(topic: any, data: any, compress?: boolean): number {
    const name = `${topic}`;
    if (topic === undefined || name === "") throw new TypeError("publish requires a topic string");
    const message = messageOf(data, "publish");
    return this.#host.topics.publish(name, opcodeOf(message), message, compress === true, undefined);
  }

  /** How many sockets have subscribed. */
  subscriberCount(topic: any): number {
    if (topic === undefined) throw new TypeError("subscriberCount requires a topic");
    return this.#host.topics.count(`${topic}`);
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
  url: string;
  port: number | undefined = undefined;
  hostname: string | undefined = undefined;
  address: { address: string; family: string; port: number } | undefined = undefined;
  id: string;
  pending = 0;
  pendingSockets = 0;
  isClosing = false;
  topics = new Topics();
  tls: TlsSettings | null;
  private clients = new SafeSet<ServeConnection | SocketCore>();
  private sweep: any = null;
  private whenStopped: (() => void)[] = [];
  private maxHeaderBytes: number;

  constructor(options: any, face: Server) {
    this.handlers = handlersOf(options);
    this.face = face;
    this.id = options.id === undefined ? "" : String(options.id);
    this.maxHeaderBytes = checkNumber(options.maxHeaderSize, "maxHeaderSize", 0, 0x7fffffff, kMaxHeaderBytes);
    this.tls = tlsSettingsOf(options.tls);
    this.listener = options.unix !== undefined ? this.listenOnPath(String(options.unix)) : this.listenOnPort(options);
    const scheme = this.tls === null ? "http" : "https";
    // A request that names no host came to the server itself.
    this.base = options.unix !== undefined ? `${scheme}://localhost` : `${scheme}://${hostText(this.hostname!)}:${this.port}`;
    this.url = options.unix !== undefined ? `unix://${options.unix}` : this.base;
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
  get sockets(): SocketSettings | null {
    return this.handlers.sockets;
  }
  get idleTimeout(): number {
    return this.handlers.idleTimeout;
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

  socketOpened(): void {
    this.pendingSockets++;
  }
  socketClosed(): void {
    this.pendingSockets--;
  }

  add(client: ServeConnection | SocketCore): void {
    this.clients.add(client);
    if (this.sweep !== null) return;
    this.sweep = setInterval(() => this.lookAtAll(), kSweepInterval);
    this.sweep.unref();
  }

  remove(client: ServeConnection | SocketCore): void {
    this.clients.delete(client);
    if (this.clients.size > 0) return;
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
    if (this.tls === null) {
      new ServeConnection(this, handle, this.maxHeaderBytes);
      return;
    }
    const tls = secure(this.tls, handlers, handle);
    new ServeConnection(this, tls as any, this.maxHeaderBytes);
    tls.start();
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
    const next = handlersOf({ ...options, fetch: options.fetch ?? before.ownFetch, websocket: options.websocket ?? before.ownSockets });
    if (options.error === undefined) next.error = before.error;
    if (options.routes === undefined && options.static === undefined) {
      next.routes = before.routes;
      next.pages = before.pages;
      if (before.pages !== null) {
        next.fetch = withPages(before.pages, next.ownFetch);
        next.sockets = socketSettingsOf(before.pages.sockets(next.ownSockets));
      }
    } else {
      before.pages?.close();
    }
    if (options.idleTimeout === undefined) next.idleTimeout = before.idleTimeout;
    if (options.maxRequestBodySize === undefined) next.maxRequestBodySize = before.maxRequestBodySize;
    this.handlers = next;
  }

  replace(options: any): void {
    const { pages } = this.handlers;
    const next = handlersOf(options);
    if (pages !== null && next.pages?.takeOver(pages) !== true) pages.close();
    this.handlers = next;
  }

  private lookAtAll(): void {
    const now = DateNow();
    for (const client of this.clients) client.look(now);
  }

  stop(closeAll: boolean): Promise<void> {
    this.isClosing = true;
    this.listener?.close();
    this.listener = null;
    this.handlers.pages?.close();
    for (const client of this.clients) client.stop(closeAll);
    return new Promise<void>((resolve) => {
      this.whenStopped[this.whenStopped.length] = resolve as () => void;
      if (this.clients.size === 0) this.tellStopped();
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
  return kept === null ? new Server(options) : keptServer(kept, options);
}

// ---- under `weft --hot`: what asks for the place of a server that is there gives it new handlers

let kept: Map<string, Server> | null = null;
/** How many servers of a name there have been since the last update. */
let asked = new SafeMap<string, number>();

export function keepServers(): void {
  kept = new SafeMap();
}
export function beginHotUpdate(): void {
  asked = new SafeMap();
}
/** Those that are listening. */
export function hotServerCount(): number {
  let count = 0;
  kept?.forEach((server) => {
    if (Server.isOpen(server)) count++;
  });
  return count;
}

function keptServer(servers: Map<string, Server>, options: any): Server {
  const place = options?.unix ?? `${options?.hostname ?? ""}:${options?.port ?? ""}`;
  const name = `${options?.id ?? ""} ${place}`;
  const number = asked.get(name) ?? 0;
  asked.set(name, number + 1);
  const key = `${name} ${number}`;
  const known = servers.get(key);
  if (known !== undefined && Server.isOpen(known)) {
    Server.replace(known, options);
    return known;
  }
  const made = new Server(options);
  servers.set(key, made);
  return made;
}
