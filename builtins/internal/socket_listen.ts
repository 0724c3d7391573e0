// Weft.listen: a server of plain sockets or of TLS (https://bun.sh/docs/api/tcp#start-a-server-bun-listen).
import { Error, NumberIsInteger, ObjectDefineProperty, SafeSet, String, Symbol, SymbolDispose, SymbolToStringTag, TypeError } from "internal/primordials";
import { systemErrorTable } from "internal/errors";
import { binding as net, type ListenerHandle, type SocketHandle, type Status } from "internal/net_native";
import { kFromLink, Socket, socketEvents, type SocketOwner } from "internal/socket";
import { type Handlers, toHandlers, wrongType } from "internal/socket_handlers";
import { handlers, HandleLink, TlsLink } from "internal/socket_links";
import { toTlsOptions } from "internal/socket_tls";

const kBacklog = 511;
const kFromOptions = Symbol("fromOptions");

export function portOf(value: any): number {
  const port = typeof value === "string" && value !== "" ? +value : value;
  if (!NumberIsInteger(port) || port < 0 || port > 65535) throw wrongType('Expected "port" to be an integer between 0 and 65535');
  return port;
}

/** Who accepts connections; the face that the program sees is a TCP or a Unix-domain Listener. */
class Acceptor implements SocketOwner {
  handlers: Handlers;
  data: any;
  face: Listener = undefined!;
  handle: ListenerHandle | null;
  private sockets = new SafeSet<Socket>();
  private allowHalfOpen: boolean;
  private tls: any = undefined;

  constructor(handle: ListenerHandle, given: Handlers, options: any) {
    this.handle = handle;
    this.handlers = given;
    this.data = options.data;
    this.allowHalfOpen = !!options.allowHalfOpen;
    handle.owner = this;
  }

  useTls(options: any): void {
    const server = this.tls = new (require("node:tls").default.Server)(options);
    server.on("secureConnection", (secure: any) => this.welcomeSecure(secure));
    // A client that gives up, or that is none: no socket has been opened.
    server.on("tlsClientError", () => {});
  }

  accept(handle: SocketHandle): void {
    if (this.tls === undefined) {
      const link = new HandleLink(handle);
      this.welcome(link);
      return;
    }
    const { Socket: NetSocket } = require("node:net").default;
    this.tls.emit("connection", new NetSocket({ handle, allowHalfOpen: this.allowHalfOpen }));
  }

  private add(link: HandleLink | TlsLink): Socket {
    const socket = new Socket(kFromLink, link, this.handlers, {
      data: this.data, listener: this.face, owner: this, allowHalfOpen: this.allowHalfOpen,
    });
    link.socket = socket;
    this.sockets.add(socket);
    return socket;
  }

  private welcome(link: HandleLink): void {
    socketEvents.open(this.add(link));
    link.start();
  }

  private welcomeSecure(secure: any): void {
    const link = new TlsLink(secure);
    const socket = this.add(link);
    socketEvents.open(socket);
    socketEvents.handshake(socket, true, secure.authorizationError ?? null);
    link.start();
  }

  remove(socket: Socket): void {
    this.sockets.delete(socket);
  }

  stop(closesActive: boolean): void {
    this.handle?.close();
    this.handle = null;
    if (!closesActive) return;
    for (const socket of this.sockets) socket.terminate();
  }
}

function onConnection(this: Acceptor, status: Status, handle: SocketHandle): void {
  // Out of descriptors, say: the next one may be accepted.
  if (status >= 0) this.accept(handle);
}

export class Listener {
  #acceptor: Acceptor;
  #where: { hostname?: string; port?: number; unix?: string };

  constructor(key: symbol, acceptor: Acceptor, where: { hostname?: string; port?: number; unix?: string }) {
    if (key !== kFromOptions) throw new TypeError("Illegal constructor");
    this.#acceptor = acceptor;
    this.#where = where;
  }

  /** What sockets to come have as `data`. */
  get data(): any {
    return this.#acceptor.data;
  }
  set data(value: any) {
    this.#acceptor.data = value;
  }
  get hostname(): string | undefined {
    return this.#where.hostname;
  }
  get port(): number | undefined {
    return this.#where.port;
  }
  get unix(): string | undefined {
    return this.#where.unix;
  }
  get fd(): number {
    return this.#acceptor.handle?.fd ?? -1;
  }

  /** Takes no new connections; with `true`, ends those that there are. */
  stop(closeActiveConnections?: boolean): void {
    this.#acceptor.stop(!!closeActiveConnections);
  }
  ref(): void {
    this.#acceptor.handle?.ref();
  }
  unref(): void {
    this.#acceptor.handle?.unref();
  }
  /** Other handlers, for connections to come. */
  reload(options: any): void {
    this.#acceptor.handlers = toHandlers(options?.socket);
  }
  [SymbolDispose](): void {
    this.stop(true);
  }
}
ObjectDefineProperty(Listener.prototype, SymbolToStringTag, { __proto__: null, value: "Listener", configurable: true } as any);

function listenError(status: Status, where: string, address: string, port: number | undefined): Error {
  const error: any = new Error(`Failed to listen at ${where}`);
  error.code = systemErrorTable().get(status)?.[0] ?? "UNKNOWN";
  error.errno = status;
  error.syscall = "listen";
  error.address = address;
  if (port !== undefined) error.port = port;
  return error;
}

export function listen(options: any): Listener {
  if (options === null || typeof options !== "object") throw wrongType("Expected object");
  const given = toHandlers(options.socket);
  const tls = toTlsOptions(options.tls);
  const isPath = options.unix !== undefined && options.unix !== null;
  if (!isPath && (options.hostname === undefined || options.hostname === null)) throw wrongType('Expected either "hostname" or "unix"');
  const path = isPath ? String(options.unix) : "";
  const hostname = isPath ? "" : String(options.hostname);
  const port = isPath ? -1 : portOf(options.port);
  const address = isPath ? path : hostname === "localhost" ? "127.0.0.1" : hostname;
  if (!isPath && net.ipVersion(address) === 0)
    throw wrongType(`Weft.listen: hostname must be an IP address or "localhost", not "${hostname}"`);
  const handle = isPath ? net.bindPath(handlers, path) : net.bindTcp(handlers, address, port, !!options.ipv6Only, !!options.reusePort);
  if (typeof handle === "number") throw listenError(handle, isPath ? path : hostname, address, isPath ? undefined : port);
  const acceptor = new Acceptor(handle, given, options);
  try {
    if (tls !== undefined) acceptor.useTls(tls);
    const status = handle.listen(kBacklog, onConnection);
    if (status < 0) throw listenError(status, isPath ? path : hostname, address, isPath ? undefined : port);
  } catch (error) {
    handle.close();
    throw error;
  }
  const local = isPath ? -1 : handle.getsockname();
  const where = isPath ? { unix: path } : { hostname, port: typeof local === "number" ? port : local.port };
  return (acceptor.face = new Listener(kFromOptions, acceptor, where));
}
