// Weft.connect: a connection of plain TCP, to a Unix-domain socket, or of TLS
// (https://bun.sh/docs/api/tcp#create-a-connection-bun-connect).
import { Error, Promise, String, StringPrototypeSlice } from "internal/primordials";
import { systemErrorTable } from "internal/errors";
import { toRequest, lookupAddresses, type LookupAddress } from "internal/dns_lookup";
import { binding as net, type SocketHandle, type Status } from "internal/net_native";
import { kFromLink, Socket, socketEvents } from "internal/socket";
import { call, type Handlers, toHandlers, wrongType } from "internal/socket_handlers";
import { handlers, HandleLink, TlsLink } from "internal/socket_links";
import { portOf } from "internal/socket_listen";
import { toTlsOptions } from "internal/socket_tls";

interface Wish {
  handlers: Handlers;
  path: string | undefined;
  hostname: string;
  port: number;
  tls: any;
  data: any;
  allowHalfOpen: boolean;
}

type Settle = (error: any, link: HandleLink | TlsLink | undefined) => void;

function connectError(status: Status): any {
  const error: any = new Error("Failed to connect");
  error.code = systemErrorTable().get(status)?.[0] ?? "UNKNOWN";
  error.errno = status;
  error.syscall = "connect";
  return error;
}

export function connect(options: any): Promise<Socket> {
  if (options === null || typeof options !== "object") throw wrongType("Expected object");
  const given = toHandlers(options.socket);
  const isPath = options.unix !== undefined && options.unix !== null;
  if (!isPath && (options.hostname === undefined || options.hostname === null)) throw wrongType('Expected either "hostname" or "unix"');
  const wish: Wish = {
    handlers: given,
    path: isPath ? String(options.unix) : undefined,
    hostname: isPath ? "" : String(options.hostname),
    port: isPath ? -1 : portOf(options.port),
    tls: toTlsOptions(options.tls),
    data: options.data,
    allowHalfOpen: !!options.allowHalfOpen,
  };
  return new Promise<any>((resolve: any, reject: any) => {
    const settle: Settle = (error, link) => {
      if (link !== undefined) resolve(open(wish, link));
      else {
        refuse(wish, error);
        reject(error);
      }
    };
    if (wish.tls !== undefined) connectSecure(wish, settle);
    else if (wish.path !== undefined) connectPath(wish, settle);
    else connectHost(wish, settle);
  });
}

function socketOver(wish: Wish, link: HandleLink | TlsLink): Socket {
  const { data, allowHalfOpen } = wish;
  const socket = new Socket(kFromLink, link, wish.handlers, { data, allowHalfOpen });
  link.socket = socket;
  return socket;
}

function open(wish: Wish, link: HandleLink | TlsLink): Socket {
  const socket = socketOver(wish, link);
  socketEvents.open(socket);
  if (link instanceof TlsLink) socketEvents.handshake(socket, true, link.secure.authorizationError ?? null);
  link.start();
  return socket;
}

/** The handler sees a socket that has never been open. */
function refuse(wish: Wish, error: any): void {
  if (wish.handlers.connectError === undefined) return;
  const link = new HandleLink(net.createSocket(handlers, true));
  const socket = socketOver({ ...wish, handlers: { ...wish.handlers, close: undefined } }, link);
  socket.terminate();
  call(wish.handlers, "connectError", socket, error);
}

// ---- plain

function begin(handle: SocketHandle, start: (done: (status: Status) => void) => Status, settle: (status: Status) => void): void {
  const status = start((result) => settle(result));
  if (status < 0) settle(status);
}

function connectPath({ path }: Wish, settle: Settle): void {
  const handle = net.createSocket(handlers, false);
  begin(handle, (done) => handle.connectPath(path!, done), (status) => finish(handle, status, settle));
}

function finish(handle: SocketHandle, status: Status, settle: Settle): void {
  if (status < 0) {
    handle.close();
    settle(connectError(status), undefined);
  } else {
    settle(undefined, new HandleLink(handle));
  }
}

/** One address after the other. */
function connectHost({ hostname, port }: Wish, settle: Settle): void {
  const attempt = (addresses: LookupAddress[], index: number): void => {
    const handle = net.createSocket(handlers, true);
    begin(handle, (done) => handle.connect(addresses[index].address, port, done), (status) => {
      if (status < 0 && index + 1 < addresses.length) {
        handle.close();
        attempt(addresses, index + 1);
      } else {
        finish(handle, status, settle);
      }
    });
  };
  const name = hostname[0] === "[" && hostname[hostname.length - 1] === "]" ? StringPrototypeSlice(hostname, 1, -1) : hostname;
  lookupAddresses(name, toRequest({ all: true }), (error, addresses) => {
    if (error) settle(error, undefined);
    else attempt(addresses, 0);
  });
}

// ---- TLS

function connectSecure(wish: Wish, settle: Settle): void {
  const { path, hostname, port, tls, allowHalfOpen } = wish;
  const where = path === undefined ? { host: hostname, port } : { path };
  const names = tls.servername === undefined && path === undefined && net.ipVersion(hostname) === 0 ? { servername: hostname } : {};
  const secure = require("node:tls").default.connect({ ...where, ...names, ...tls, allowHalfOpen });
  const onError = (error: any): void => settle(error, undefined);
  secure.once("error", onError);
  secure.once("secureConnect", () => {
    secure.removeListener("error", onError);
    settle(undefined, new TlsLink(secure));
  });
}
