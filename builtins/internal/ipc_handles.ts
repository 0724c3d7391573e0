// Sockets and servers as messages between processes: what of them is sent, and what is made of it at the other end.
// The names of the kinds are Node's.
import { SafeMap } from "internal/primordials";
import { codes, errnoException } from "internal/errors";
import { SocketListReceive, SocketListSend } from "internal/socket_list";

/** The message that a handle travels with; `key` is of the server that a socket belongs to. */
export interface HandleMessage {
  cmd: "NODE_HANDLE";
  type: string;
  msg: unknown;
  key?: string;
  dgramType?: string;
}

/** What can be sent of an object: its descriptor. `release` closes it when the other end has it. */
export interface Sendable {
  fd: number;
  release: (() => void) | undefined;
}

/** Of one end of a channel. */
export class SocketLists {
  #target: any;
  #sent = new SafeMap<string, any>();
  #received = new SafeMap<string, SocketListReceive>();

  constructor(target: any) {
    this.#target = target;
  }

  /** Notes that a connection of this server has gone to the other process. */
  send(server: any, key: string): void {
    if (!this.#sent.has(key)) {
      const list = new (SocketListSend as any)(this.#target, key);
      this.#sent.set(key, list);
      server._setupWorker(list);
    }
  }

  receive(socket: any, key: string): void {
    let list = this.#received.get(key);
    if (list === undefined) this.#received.set(key, (list = new SocketListReceive(this.#target, key)));
    list.add(socket);
  }
}

interface Kind {
  /** undefined: it has nothing left to send. */
  send(message: HandleMessage, object: any, options: any, lists: SocketLists): Sendable | undefined;
  /** Takes the descriptor over, or throws. What is made of it; undefined if `done` will get it. */
  receive(message: HandleMessage, fd: number, lists: SocketLists, done: (object: any) => void): any;
}

const kSocket: Kind = {
  send(message, socket, options, lists) {
    const handle = socket._handle;
    if (!handle) return undefined;
    const { server } = socket;
    if (server && typeof server._setupWorker === "function") {
      message.key = server._connectionKey;
      lists.send(server, server._connectionKey);
      // It is counted at the other end from now on.
      if (!options?.keepOpen) {
        server._connections--;
        socket._server = null;
      }
    }
    const { fd } = handle;
    if (options?.keepOpen) return { fd, release: undefined };
    handle.readStop();
    const { Socket } = require("internal/net_socket");
    handle.owner = new Socket();
    socket._handle = null;
    socket.setTimeout(0);
    return { fd, release: () => handle.close() };
  },
  receive(message, fd, lists) {
    const { Socket } = require("internal/net_socket");
    const socket = new Socket({ fd, readable: true, writable: true });
    if (typeof message.key === "string") lists.receive(socket, message.key);
    return socket;
  },
};

const kServer: Kind = {
  send(_message, server) {
    return server._handle ? { fd: server._handle.fd, release: undefined } : undefined;
  },
  receive(_message, fd, _lists, done) {
    const { Server } = require("internal/net_server");
    const { handlers } = require("internal/net_socket");
    const handle = require("internal/net_native").binding.adoptListener(handlers, fd);
    if (typeof handle === "number") throw errnoException(handle, "open");
    const server = new Server();
    server.listen(handle, () => done(server));
    return undefined;
  },
};

const kDatagramSocket: Kind = {
  send(message, socket) {
    message.dgramType = socket.type;
    const fd = require("internal/dgram_socket").descriptorOf(socket);
    return fd === undefined ? undefined : { fd, release: undefined };
  },
  receive(message, fd) {
    const { Socket } = require("internal/dgram_socket");
    const socket = new Socket(message.dgramType === "udp6" ? "udp6" : "udp4");
    socket.bind({ fd });
    return socket;
  },
};

const kKinds: Record<string, Kind | undefined> = {
  __proto__: null as any,
  "net.Socket": kSocket,
  "net.Server": kServer,
  "dgram.Socket": kDatagramSocket,
};

/** The kind of what is to be sent. Throws ERR_INVALID_HANDLE_TYPE. */
export function kindOf(object: any): string {
  const { Socket } = require("internal/net_socket");
  // TLS has its state in this process.
  if (object instanceof Socket && object.encrypted !== true) return "net.Socket";
  if (object instanceof require("internal/net_server").Server) return "net.Server";
  if (object instanceof require("internal/dgram_socket").Socket) return "dgram.Socket";
  throw new codes.ERR_INVALID_HANDLE_TYPE();
}

export function sendableOf(message: HandleMessage, object: any, options: any, lists: SocketLists): Sendable | undefined {
  return kKinds[message.type]!.send(message, object, options, lists);
}

/** `done` gets the object that was sent; undefined if it is of a kind that is not known here, or cannot be opened. */
export function receiveHandle(message: HandleMessage, fd: number, lists: SocketLists, done: (object: any) => void): void {
  const kind = kKinds[message.type];
  let object: any = null;
  try {
    if (kind !== undefined) object = kind.receive(message, fd, lists, done);
  } catch {
    // It stays a message without a handle.
  }
  if (object === null) require("node:fs").default.closeSync(fd);
  if (object !== undefined) done(object ?? undefined);
}
