// dgram.Socket (https://nodejs.org/api/dgram.html#class-dgramsocket).
//
// Invariant: what is asked for before the socket is bound waits in `queue` for 'listening', in order.
import {
  ArrayIsArray, ArrayPrototypePush, FunctionPrototypeCall, ObjectSetPrototypeOf, Promise, Symbol, SymbolAsyncDispose,
  SymbolDispose,
} from "internal/primordials";
import { bindToFrame } from "internal/async_context";
import { isArrayBufferView } from "internal/buffer_types";
import { binding, type DatagramHandle, type RemoteInfo } from "internal/dgram_native";
import { publish, subscribed } from "internal/diagnostics";
import { codes, errnoException, exceptionWithHostPort, SystemError, systemErrorTable } from "internal/errors";
import { BlockList } from "internal/net_block_list";
import { isIP, type Status } from "internal/net_native";
import { nextTick } from "internal/next_tick";
import {
  isInt32, validateAbortSignal, validateFunction, validateNumber, validatePort, validateString, validateUint32,
} from "internal/validators";
import EventEmitter from "node:events";

enum Bound { No, Pending, Yes }
enum Connected { No, Pending, Yes }

interface State {
  handle: DatagramHandle | null;
  lookup: any;
  bound: Bound;
  connected: Connected;
  queue: (() => void)[] | undefined;
  reuseAddr: boolean;
  reusePort: boolean;
  ipv6Only: boolean;
  recvBufferSize: number | undefined;
  sendBufferSize: number | undefined;
  receiveBlockList: BlockList | undefined;
  sendBlockList: BlockList | undefined;
}

const kState = Symbol("state symbol");
const { errorMonitor } = EventEmitter as any;
const kBufferTypes = ["Buffer", "TypedArray", "DataView", "string"];

function stateOf(socket: any): State {
  return socket[kState];
}

/** The handle of a socket that has not been closed. */
function handleOf(socket: any): DatagramHandle {
  const { handle } = stateOf(socket);
  if (!handle) throw new codes.ERR_SOCKET_DGRAM_NOT_RUNNING();
  return handle;
}

/** undefined when the socket is closed, -1 while it has none. */
export function descriptorOf(socket: any): number | undefined {
  return stateOf(socket).handle?.fd;
}

function throwStatus(status: Status, syscall: string): void {
  if (status < 0) throw errnoException(status, syscall);
}

/** A function and not a class: packages inherit from it. */
export function Socket(this: any, type: any, listener?: any): any {
  if (!(this instanceof (Socket as any))) return new (Socket as any)(type, listener);
  FunctionPrototypeCall(EventEmitter as any, this);
  let options: any = {};
  if (type !== null && typeof type === "object") {
    options = type;
    type = options.type;
    if (options.recvBufferSize) validateUint32(options.recvBufferSize, "options.recvBufferSize");
    if (options.sendBufferSize) validateUint32(options.sendBufferSize, "options.sendBufferSize");
    checkBlockList(options.receiveBlockList, "options.receiveBlockList");
    checkBlockList(options.sendBlockList, "options.sendBlockList");
  }
  if (type !== "udp4" && type !== "udp6") throw new codes.ERR_SOCKET_BAD_TYPE();
  if (options.lookup !== undefined) validateFunction(options.lookup, "lookup");
  if (options.signal !== undefined) validateAbortSignal(options.signal, "options.signal");
  this.type = type;
  if (typeof listener === "function") this.on("message", listener);
  this[kState] = {
    handle: binding.createSocket(this, bindToFrame(onMessage), bindToFrame(onReceiveError)),
    lookup: options.lookup,
    bound: Bound.No,
    connected: Connected.No,
    queue: undefined,
    reuseAddr: !!options.reuseAddr,
    reusePort: !!options.reusePort,
    ipv6Only: !!options.ipv6Only,
    recvBufferSize: options.recvBufferSize,
    sendBufferSize: options.sendBufferSize,
    receiveBlockList: options.receiveBlockList,
    sendBlockList: options.sendBlockList,
  } satisfies State;
  if (options.signal !== undefined) closeOnAbort(this, options.signal);
  if (subscribed.size !== 0) publish("udp.socket", { socket: this });
}
ObjectSetPrototypeOf(Socket.prototype, EventEmitter.prototype);
ObjectSetPrototypeOf(Socket, EventEmitter);

const proto: any = Socket.prototype;

function checkBlockList(list: any, name: string): void {
  if (list && !BlockList.isBlockList(list)) throw new codes.ERR_INVALID_ARG_TYPE(name, "net.BlockList", list);
}

function closeOnAbort(socket: any, signal: any): void {
  const onAborted = () => {
    if (stateOf(socket).handle) socket.close();
  };
  if (signal.aborted) {
    onAborted();
  } else {
    const disposable = require("internal/event_helpers").addAbortListener(signal, onAborted);
    socket.once("close", () => disposable[SymbolDispose]());
  }
}

function onMessage(this: any, message: Uint8Array, from: RemoteInfo): void {
  const { receiveBlockList } = stateOf(this);
  if (receiveBlockList?.check(from.address, from.family === "IPv6" ? "ipv6" : "ipv4")) return;
  this.emit("message", message, from);
}

function onReceiveError(this: any, status: Status): void {
  this.emit("error", errnoException(status, "recvmsg"));
}

/** The address of a host; none is this machine. */
function resolve(socket: any, host: any, done: (error: any, ip?: string) => void): void {
  const isIPv4 = socket.type === "udp4";
  const lookup = stateOf(socket).lookup ?? require("node:dns").default.lookup;
  lookup(host || (isIPv4 ? "127.0.0.1" : "::1"), isIPv4 ? 4 : 6, done);
}

// ---- bind

proto.bind = function bind(this: any, port?: any, address?: any, ...rest: any[]): any {
  const handle = handleOf(this);
  const state = stateOf(this);
  if (state.bound !== Bound.No) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  state.bound = Bound.Pending;
  const last = rest.length > 0 ? rest[rest.length - 1] : address === undefined ? port : address;
  if (typeof last === "function") listenOnce(this, last);

  if (port !== null && typeof port === "object") {
    if (isInt32(port.fd) && port.fd > 0) {
      const status = handle.open(port.fd);
      if (status < 0) state.bound = Bound.No;
      throwStatus(status, "open");
      startListening(this);
      return this;
    }
    address = port.address || "";
    port = port.port;
  } else if (typeof address === "function") {
    address = "";
  }
  if (!address) address = this.type === "udp4" ? "0.0.0.0" : "::";

  resolve(this, address, (error, ip) => {
    if (!state.handle) return;
    if (!error) {
      const status = state.handle.bind(ip!, +port || 0, state.ipv6Only, state.reuseAddr, state.reusePort);
      if (status < 0) error = exceptionWithHostPort(status, "bind", ip!, port);
    }
    if (error) {
      state.bound = Bound.No;
      this.emit("error", error);
    } else {
      startListening(this);
    }
  });
  return this;
};

/** The callback of bind() hears of success only. */
function listenOnce(socket: any, callback: any): void {
  const remove = () => {
    socket.removeListener("error", remove);
    socket.removeListener("listening", onListening);
  };
  const onListening = () => {
    remove();
    FunctionPrototypeCall(callback, socket);
  };
  socket.on("error", remove);
  socket.on("listening", onListening);
}

function startListening(socket: any): void {
  const state = stateOf(socket);
  // Native code makes Buffers of what comes in once it knows the class.
  require("node:buffer");
  state.handle!.recvStart();
  state.bound = Bound.Yes;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
  socket.emit("listening");
}

function bindIfNeeded(socket: any): void {
  if (stateOf(socket).bound === Bound.No) socket.bind({ port: 0, exclusive: true }, null);
}

/** Runs `action` when the socket is bound; never, if it cannot be. */
function whenBound(socket: any, action: () => void): void {
  const state = stateOf(socket);
  if (state.queue === undefined) {
    state.queue = [];
    const onError = () => {
      socket.removeListener("listening", onListening);
      state.queue = undefined;
    };
    const onListening = () => {
      socket.removeListener(errorMonitor, onError);
      const { queue } = state;
      state.queue = undefined;
      for (let i = 0; i < queue!.length; i++) queue![i]!();
    };
    socket.once(errorMonitor, onError);
    socket.once("listening", onListening);
  }
  ArrayPrototypePush(state.queue!, action);
}

// ---- connect

proto.connect = function connect(this: any, port: any, address?: any, callback?: any): void {
  port = validatePort(port, "Port", false);
  if (typeof address === "function") {
    callback = address;
    address = "";
  } else if (address === undefined) {
    address = "";
  }
  validateString(address, "address");
  handleOf(this);
  const state = stateOf(this);
  if (state.connected !== Connected.No) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  state.connected = Connected.Pending;
  bindIfNeeded(this);
  const start = () => connectNow(this, port, address, callback);
  if (state.bound === Bound.Yes) start();
  else whenBound(this, start);
};

function connectNow(socket: any, port: number, address: string, callback: any): void {
  if (callback) socket.once("connect", callback);
  resolve(socket, address, (error, ip) => {
    const state = stateOf(socket);
    if (!state.handle) return;
    if (!error && state.sendBlockList?.check(ip, `ipv${isIP(ip)}`)) error = new codes.ERR_IP_BLOCKED(ip!);
    if (!error) {
      const status = state.handle.connect(ip!, port);
      if (status < 0) error = exceptionWithHostPort(status, "connect", address, port);
    }
    state.connected = error ? Connected.No : Connected.Yes;
    nextTick(tellConnected, socket, error, callback);
  });
}

function tellConnected(socket: any, error: any, callback: any): void {
  if (!error) {
    socket.emit("connect");
  } else if (callback) {
    socket.removeListener("connect", callback);
    callback(error);
  } else {
    socket.emit("error", error);
  }
}

proto.disconnect = function disconnect(this: any): void {
  const state = stateOf(this);
  if (state.connected !== Connected.Yes) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  throwStatus(handleOf(this).disconnect(), "connect");
  state.connected = Connected.No;
};

// ---- send

function toBuffer(value: any): any {
  if (typeof value === "string") return require("node:buffer").Buffer.from(value);
  return isArrayBufferView(value) ? value : undefined;
}

function sliceBuffer(value: any, offset: any, length: any): any {
  const bytes = toBuffer(value);
  if (bytes === undefined) throw new codes.ERR_INVALID_ARG_TYPE("buffer", kBufferTypes, value);
  offset = offset >>> 0;
  length = length >>> 0;
  if (offset > bytes.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS("offset");
  if (offset + length > bytes.byteLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS("length");
  return require("node:buffer").Buffer.from(bytes.buffer, bytes.byteOffset + offset, length);
}

function toList(value: any): any[] {
  if (!ArrayIsArray(value)) {
    const bytes = toBuffer(value);
    if (bytes === undefined) throw new codes.ERR_INVALID_ARG_TYPE("buffer", kBufferTypes, value);
    return [bytes];
  }
  const list: any[] = [];
  for (let i = 0; i < value.length; i++) {
    const bytes = toBuffer(value[i]);
    if (bytes === undefined) throw new codes.ERR_INVALID_ARG_TYPE("buffer list arguments", kBufferTypes, value);
    list[i] = bytes;
  }
  return list;
}

/** send(message[, offset, length][, port][, address][, callback]) */
proto.send = function send(this: any, buffer: any, offset?: any, length?: any, port?: any, address?: any, callback?: any): void {
  const state = stateOf(this);
  const isConnected = state.connected === Connected.Yes;
  if (!isConnected) {
    if (address || (port && typeof port !== "function")) {
      buffer = sliceBuffer(buffer, offset, length);
    } else {
      callback = port;
      port = offset;
      address = length;
    }
  } else {
    if (typeof length === "number") {
      buffer = sliceBuffer(buffer, offset, length);
      if (typeof port === "function") {
        callback = port;
        port = null;
      }
    } else {
      callback = offset;
    }
    if (port || address) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  }
  const list = toList(buffer);
  if (!isConnected) port = validatePort(port, "Port", false);
  if (typeof callback !== "function") callback = undefined;
  if (typeof address === "function") {
    callback = address;
    address = undefined;
  } else if (address != null) {
    validateString(address, "address");
  }
  handleOf(this);
  bindIfNeeded(this);
  if (state.bound !== Bound.Yes) {
    whenBound(this, () => sendNow(this, list, port, address, callback));
    return;
  }
  sendNow(this, list, port, address, callback);
};

function sendNow(socket: any, list: any[], port: any, address: any, callback: any): void {
  if (stateOf(socket).connected === Connected.Yes) {
    sendTo(socket, list, null, 0, address, callback);
    return;
  }
  resolve(socket, address, (error, ip) => {
    const state = stateOf(socket);
    if (!error && state.sendBlockList?.check(ip, `ipv${isIP(ip)}`)) error = new codes.ERR_IP_BLOCKED(ip!);
    if (!error) sendTo(socket, list, ip!, port, address, callback);
    else if (callback) nextTick(callback, error);
    else nextTick(emitError, socket, error);
  });
}

function emitError(socket: any, error: any): void {
  socket.emit("error", error);
}

function sendTo(socket: any, list: any[], ip: string | null, port: number, address: any, callback: any): void {
  const { handle } = stateOf(socket);
  if (!handle) return;
  let size = 0;
  for (let i = 0; i < list.length; i++) size += list[i].byteLength;
  const fault = (status: Status) => exceptionWithHostPort(status, "send", address, port);
  const done = callback && ((status: Status) => {
    if (status < 0) callback(fault(status), size);
    else callback(null, size);
  });
  const status = handle.send(list, ip, port, done);
  if (!callback) return;
  if (status === 1) nextTick(callback, null, size);
  else if (status < 0) nextTick(callback, fault(status));
}

// ---- the end

proto.close = function close(this: any, callback?: any): any {
  const state = stateOf(this);
  if (typeof callback === "function") this.on("close", callback);
  if (state.queue !== undefined) {
    ArrayPrototypePush(state.queue, () => this.close());
    return this;
  }
  const handle = handleOf(this);
  handle.recvStop();
  handle.close();
  state.handle = null;
  nextTick(emitClose, this);
  return this;
};

function emitClose(socket: any): void {
  socket.emit("close");
}

proto[SymbolAsyncDispose] = async function (this: any): Promise<void> {
  if (!stateOf(this).handle) return;
  await new Promise<void>((resolve) => this.close(() => resolve(undefined as void)));
};

// ---- facts and settings

proto.address = function address(this: any): any {
  const name = handleOf(this).getsockname();
  if (typeof name === "number") throw errnoException(name, "getsockname");
  return name;
};

proto.remoteAddress = function remoteAddress(this: any): any {
  const handle = handleOf(this);
  if (stateOf(this).connected !== Connected.Yes) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const name = handle.getpeername();
  if (typeof name === "number") throw errnoException(name, "getpeername");
  return name;
};

proto.setBroadcast = function setBroadcast(this: any, on: any): void {
  throwStatus(handleOf(this).setBroadcast(!!on), "setBroadcast");
};
proto.setTTL = function setTTL(this: any, ttl: any): any {
  validateNumber(ttl, "ttl");
  throwStatus(handleOf(this).setTTL(ttl), "setTTL");
  return ttl;
};
proto.setMulticastTTL = function setMulticastTTL(this: any, ttl: any): any {
  validateNumber(ttl, "ttl");
  throwStatus(handleOf(this).setMulticastTTL(ttl), "setMulticastTTL");
  return ttl;
};
proto.setMulticastLoopback = function setMulticastLoopback(this: any, on: any): any {
  throwStatus(handleOf(this).setMulticastLoopback(!!on), "setMulticastLoopback");
  return on;
};
proto.setMulticastInterface = function setMulticastInterface(this: any, address: any): void {
  const handle = handleOf(this);
  validateString(address, "interfaceAddress");
  if (address === "") throwStatus(-22, "setMulticastInterface");
  throwStatus(handle.setMulticastInterface(address), "setMulticastInterface");
};

function setMembership(socket: any, group: any, address: any, joins: boolean): void {
  const handle = handleOf(socket);
  if (!group) throw new codes.ERR_MISSING_ARGS("multicastAddress");
  throwStatus(handle.setMembership(`${group}`, address, joins), joins ? "addMembership" : "dropMembership");
}
proto.addMembership = function addMembership(this: any, multicastAddress: any, interfaceAddress?: any): void {
  setMembership(this, multicastAddress, interfaceAddress, true);
};
proto.dropMembership = function dropMembership(this: any, multicastAddress: any, interfaceAddress?: any): void {
  setMembership(this, multicastAddress, interfaceAddress, false);
};

function setSourceMembership(socket: any, source: any, group: any, address: any, joins: boolean): void {
  const handle = handleOf(socket);
  validateString(source, "sourceAddress");
  validateString(group, "groupAddress");
  throwStatus(
    handle.setSourceMembership(source, group, address, joins),
    joins ? "addSourceSpecificMembership" : "dropSourceSpecificMembership");
}
proto.addSourceSpecificMembership = function addSourceSpecificMembership(
  this: any, sourceAddress: any, groupAddress: any, interfaceAddress?: any): void {
  setSourceMembership(this, sourceAddress, groupAddress, interfaceAddress, true);
};
proto.dropSourceSpecificMembership = function dropSourceSpecificMembership(
  this: any, sourceAddress: any, groupAddress: any, interfaceAddress?: any): void {
  setSourceMembership(this, sourceAddress, groupAddress, interfaceAddress, false);
};

function bufferSize(socket: any, size: any, receives: boolean): number {
  if (size >>> 0 !== size) throw new codes.ERR_SOCKET_BAD_BUFFER_SIZE();
  // More than the system's numbers hold is the most it gives.
  const result = handleOf(socket).bufferSize(size > 0x7fffffff ? 0x7fffffff : size, receives);
  if (result >= 0) return result;
  const [code, message] = systemErrorTable().get(result) ?? ["UNKNOWN", "unknown error"];
  throw new SystemError(
    "Could not get or set buffer size",
    { code, message, errno: result, syscall: receives ? "uv_recv_buffer_size" : "uv_send_buffer_size" }, "ERR_SOCKET_BUFFER_SIZE");
}
proto.setRecvBufferSize = function setRecvBufferSize(this: any, size: any): void {
  bufferSize(this, size, true);
};
proto.setSendBufferSize = function setSendBufferSize(this: any, size: any): void {
  bufferSize(this, size, false);
};
proto.getRecvBufferSize = function getRecvBufferSize(this: any): number {
  return bufferSize(this, 0, true);
};
proto.getSendBufferSize = function getSendBufferSize(this: any): number {
  return bufferSize(this, 0, false);
};
proto.getSendQueueSize = function getSendQueueSize(this: any): number {
  return handleOf(this).getSendQueueSize();
};
proto.getSendQueueCount = function getSendQueueCount(this: any): number {
  return handleOf(this).getSendQueueCount();
};

proto.ref = function ref(this: any): any {
  stateOf(this).handle?.ref();
  return this;
};
proto.unref = function unref(this: any): any {
  stateOf(this).handle?.unref();
  return this;
};
