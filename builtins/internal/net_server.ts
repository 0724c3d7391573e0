// net.Server (https://nodejs.org/api/net.html#class-netserver).
//
// Invariant: 'close' comes once, when the handle has been given up and no connection that the server counts is open.
import {
  ArrayPrototypeFilter, ArrayPrototypePush, Boolean, FunctionPrototypeCall, ObjectDefineProperty, ObjectSetPrototypeOf, Promise,
  SymbolAsyncDispose, SymbolDispose, SymbolFor,
} from "internal/primordials";
import { bindToFrame, kFrame } from "internal/async_context";
import { publish, subscribed } from "internal/diagnostics";
import { codes, errnoException, uvExceptionWithHostPort } from "internal/errors";
import { BlockList } from "internal/net_block_list";
import { isPipeName, normalizeArgs, toNumber } from "internal/net_connect";
import { binding, type ListenerHandle, type NetAddress, type SocketHandle, type Status } from "internal/net_native";
import { handlers, keepAliveDelay, kSetKeepAlive, kSetKeepAliveInitialDelay, kSetNoDelay, Socket } from "internal/net_socket";
import { nextTick } from "internal/next_tick";
import { getDefaultHighWaterMark } from "internal/stream_water_mark";
import { validateAbortSignal, validateNumber, validatePort } from "internal/validators";
import EventEmitter from "node:events";

const kDefaultBacklog = 511;
const kInvalid = -22;

/** A function and not a class: it works without `new`, and packages inherit from it. */
export function Server(this: any, options?: any, connectionListener?: any): any {
  if (!(this instanceof (Server as any))) return new (Server as any)(options, connectionListener);
  FunctionPrototypeCall(EventEmitter as any, this);
  if (typeof options === "function") {
    this.on("connection", options);
    options = {};
  } else if (options == null || typeof options === "object") {
    options = { ...options };
    if (typeof connectionListener === "function") this.on("connection", connectionListener);
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
  }
  const delay = keepAliveDelay(options);
  if (options.highWaterMark !== undefined) {
    validateNumber(options.highWaterMark, "options.highWaterMark");
    if (options.highWaterMark < 0) options.highWaterMark = getDefaultHighWaterMark();
  }

  this._connections = 0;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = !!options.pauseOnConnect;
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = delay;
  this.highWaterMark = options.highWaterMark ?? getDefaultHighWaterMark();
  if (options.blockList) {
    if (!BlockList.isBlockList(options.blockList))
      throw new codes.ERR_INVALID_ARG_TYPE("options.blockList", "net.BlockList", options.blockList);
    this.blockList = options.blockList;
  }
}
ObjectSetPrototypeOf(Server.prototype, EventEmitter.prototype);
ObjectSetPrototypeOf(Server, EventEmitter);

const proto: any = Server.prototype;

// ---- listening

/** listen() has many forms: https://nodejs.org/api/net.html#serverlisten */
proto.listen = function listen(this: any, ...args: any[]): any {
  const normalized = normalizeArgs(args);
  let options = normalized[0];
  const callback = normalized[1];
  if (this._handle) throw new codes.ERR_SERVER_ALREADY_LISTEN();
  if (callback !== null) this.once("listening", callback);

  const backlogArgument = toNumber(args.length > 1 && args[1]) || toNumber(args.length > 2 && args[2]);
  options = options._handle || options.handle || options;
  // What an earlier call still looks up does not count any more.
  const id = ++this._listeningId;
  if (typeof options.listen === "function" && "isTcp" in options) {
    startListening(this, options, null, -1, -1, backlogArgument);
    return this;
  }
  closeOnAbort(this, options);
  if (typeof options.fd === "number" && options.fd >= 0) {
    const kind = binding.descriptorKind(options.fd);
    const isSocket = kind === "tcp" || kind === "pipe";
    const handle = isSocket ? binding.adoptListener(handlers, options.fd) : kInvalid;
    startListening(this, handle, null, 0, -1, backlogArgument);
    return this;
  }

  const isPortLeftOut = args.length === 0 || typeof args[0] === "function" ||
    (options.port === undefined && "port" in options) || options.port === null;
  if (isPortLeftOut) options.port = 0;
  if (typeof options.port === "number" || typeof options.port === "string") {
    validatePort(options.port, "options.port");
    listenOnPort(this, options, options.backlog || backlogArgument, id);
    return this;
  }
  if (options.path && isPipeName(options.path)) {
    listenOnPath(this, options, options.backlog || backlogArgument);
    return this;
  }
  if (!("port" in options || "path" in options))
    throw new codes.ERR_INVALID_ARG_VALUE("options", options, 'must have the property "port" or "path"');
  throw new codes.ERR_INVALID_ARG_VALUE("options", options);
};

function closeOnAbort(server: any, options: any): void {
  const { signal } = options;
  if (signal === undefined) return;
  validateAbortSignal(signal, "options.signal");
  const onAborted = () => server.close();
  if (signal.aborted) {
    nextTick(onAborted);
  } else {
    const disposable = require("internal/event_helpers").addAbortListener(signal, onAborted);
    server.once("close", () => disposable[SymbolDispose]());
  }
}

function listenOnPort(server: any, options: any, backlog: number | false, id: number): void {
  const port = options.port | 0;
  const isIPv6Only = options.ipv6Only === true;
  const reusesPort = options.reusePort === true;
  if (!options.host) {
    // Every address of both families, or of IPv4 where there is no IPv6.
    let address = "::";
    let family = 6;
    let handle = binding.bindTcp(handlers, "::", port, isIPv6Only, reusesPort);
    if (typeof handle === "number") {
      address = "0.0.0.0";
      family = 4;
      handle = binding.bindTcp(handlers, "0.0.0.0", port, false, reusesPort);
    }
    startListening(server, handle, address, port, family, backlog, null);
    return;
  }
  require("node:dns").default.lookup(options.host, (error: any, ip: any, family: any) => {
    if (server._listeningId !== id) return;
    if (error) {
      server.emit("error", error);
      return;
    }
    const handle = binding.bindTcp(handlers, ip, port, isIPv6Only, reusesPort);
    startListening(server, handle, ip, port, ip ? family : 4, backlog);
  });
}

function listenOnPath(server: any, options: any, backlog: number | false): void {
  const path = server._pipeName = options.path;
  startListening(server, binding.bindPath(handlers, path), path, -1, -1, backlog);
  const toRead = options.readableAll === true;
  const toWrite = options.writableAll === true;
  if (!server._handle || !(toRead || toWrite)) return;
  const status = server._handle.openToAll(toRead, toWrite);
  if (status < 0) {
    server._handle.close();
    server._handle = null;
    throw errnoException(status, "uv_pipe_chmod");
  }
}

/** `handle` may be the errno that stands for it; `shown` is the address in the error. */
function startListening(
  server: any, handle: ListenerHandle | Status, address: string | null, port: number, family: number,
  backlog: number | false, shown = address): void {
  let status: Status = typeof handle === "number" ? handle : 0;
  if (typeof handle !== "number") {
    handle.owner = server;
    status = handle.listen(backlog || kDefaultBacklog, bindToFrame(onConnection));
    if (status < 0) handle.close();
  }
  if (status < 0) {
    nextTick(emitError, server, uvExceptionWithHostPort(status, "listen", shown ?? address, port));
    return;
  }
  server._handle = handle;
  server._connectionKey = `${family}:${address}:${port}`;
  if (server._unref) server.unref();
  nextTick(emitListening, server);
}

function emitError(server: any, error: any): void {
  server.emit("error", error);
}

function emitListening(server: any): void {
  // It may have been closed at once.
  if (server._handle) server.emit("listening");
}

// ---- connections

function onConnection(this: any, status: Status, handle: SocketHandle): void {
  if (status < 0) {
    this.emit("error", errnoException(status, "accept"));
    return;
  }
  if (isDropped(this, handle)) {
    const facts = handle.isTcp ? dropFacts(handle) : undefined;
    handle.close();
    this.emit("drop", facts);
    return;
  }
  if (this.noDelay) handle.setNoDelay(true);
  if (this.keepAlive) handle.setKeepAlive(true, this.keepAliveInitialDelay);
  const socket = new (Socket as any)({
    handle,
    allowHalfOpen: this.allowHalfOpen,
    pauseOnCreate: this.pauseOnConnect,
    readable: true,
    writable: true,
    readableHighWaterMark: this.highWaterMark,
    writableHighWaterMark: this.highWaterMark,
  });
  // As in Node, where it is made before there is a context.
  socket[kFrame] = undefined;
  if (this.noDelay) socket[kSetNoDelay] = true;
  if (this.keepAlive) {
    socket[kSetKeepAlive] = true;
    socket[kSetKeepAliveInitialDelay] = this.keepAliveInitialDelay;
  }
  this._connections++;
  socket.server = this;
  socket._server = this;
  this.emit("connection", socket);
  if (subscribed.size !== 0) publish("net.server.socket", { socket });
}

function isDropped(server: any, handle: SocketHandle): boolean {
  if (server.maxConnections != null && server._connections >= server.maxConnections) return true;
  if (!server.blockList) return false;
  const peer = handle.getpeername();
  return typeof peer !== "number" && server.blockList.check(peer.address, peer.family === "IPv6" ? "ipv6" : "ipv4");
}

function dropFacts(handle: SocketHandle): object {
  const local = handle.getsockname() as NetAddress;
  const remote = handle.getpeername() as NetAddress;
  return {
    localAddress: local.address,
    localPort: local.port,
    localFamily: local.family,
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteFamily: remote.family,
  };
}

/** A list of connections that went to another process. */
proto._setupWorker = function _setupWorker(this: any, list: any): void {
  this._usingWorkers = true;
  ArrayPrototypePush(this._workers, list);
  list.once("exit", () => {
    this._workers = ArrayPrototypeFilter(this._workers, (other: any) => other !== list);
  });
};

proto.getConnections = function getConnections(this: any, callback: any): any {
  if (!this._usingWorkers || this._workers.length === 0) {
    nextTick(callback, null, this._connections);
    return this;
  }
  let left = this._workers.length;
  let total = this._connections;
  const onCount = (error: any, count?: number): void => {
    if (left < 0) return;
    if (error) {
      left = -1;
      nextTick(callback, error);
      return;
    }
    total += count!;
    if (--left === 0) nextTick(callback, null, total);
  };
  for (let i = 0; i < this._workers.length; i++) this._workers[i].getConnections(onCount);
  return this;
};

// ---- the end

proto.close = function close(this: any, callback?: any): any {
  this._listeningId++;
  if (typeof callback === "function") {
    if (!this._handle) this.once("close", () => callback(new codes.ERR_SERVER_NOT_RUNNING()));
    else this.once("close", callback);
  }
  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }
  if (this._workers.length > 0) waitForWorkers(this);
  else this._emitCloseIfDrained();
  return this;
};

/** The connections that went to other processes count until these have told of their end. */
function waitForWorkers(server: any): void {
  let left = server._workers.length;
  server._connections++;
  const onClosed = (): void => {
    if (--left !== 0) return;
    server._connections--;
    server._emitCloseIfDrained();
  };
  for (let i = 0; i < server._workers.length; i++) server._workers[i].close(onClosed);
}

proto._emitCloseIfDrained = function _emitCloseIfDrained(this: any): void {
  if (this._handle || this._connections) return;
  nextTick(emitClose, this);
};

function emitClose(server: any): void {
  server.emit("close");
}

proto[SymbolAsyncDispose] = async function (this: any): Promise<void> {
  if (!this._handle) return;
  await new Promise<void>((resolve, reject) => {
    this.close((error: any) => error ? reject(error) : resolve(undefined as void));
  });
};

proto[SymbolFor("nodejs.rejection")] = function (this: any, error: any, event: any, socket: any): void {
  if (event === "connection") socket.destroy(error);
  else this.emit("error", error);
};

// ---- facts and settings

proto.address = function address(this: any): any {
  if (this._handle?.isTcp) {
    const name = this._handle.getsockname();
    if (typeof name === "number") throw errnoException(name, "address");
    return name;
  }
  return this._handle && this._pipeName ? this._pipeName : null;
};

proto.ref = function ref(this: any): any {
  this._unref = false;
  this._handle?.ref();
  return this;
};
proto.unref = function unref(this: any): any {
  this._unref = true;
  this._handle?.unref();
  return this;
};

ObjectDefineProperty(proto, "listening", {
  __proto__: null, get(this: any) { return !!this._handle; }, configurable: true, enumerable: true,
} as any);
