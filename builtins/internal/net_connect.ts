// How a net.Socket connects (https://nodejs.org/api/net.html#socketconnect): look the name up, then try its addresses,
// one alone or several after each other with a time for each (RFC 8305, "happy eyeballs").
import {
  AggregateError, ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypePush, SafeMap, Symbol,
} from "internal/primordials";
import { bindToFrame } from "internal/async_context";
import { codes, exceptionWithHostPort } from "internal/errors";
import { binding, isIP, type SocketHandle, type Status } from "internal/net_native";
import {
  attachHandle, handlers, kSetKeepAlive, kSetKeepAliveInitialDelay, kSetNoDelay, Socket,
} from "internal/net_socket";
import { nextTick } from "internal/next_tick";
import { finishEntry, kEntry, observed, startEntry } from "internal/performance_hook";
import { clearTimeout, setTimeout } from "internal/timers";
import {
  validateBoolean, validateFunction, validateInt32, validateNumber, validatePort, validateString,
} from "internal/validators";

const kNormalized = Symbol("normalizedArgs");
const kTimedOut = -110;
const kCancelled = -125;
/** The shortest time that an attempt is given, in milliseconds. */
const kLeastAttemptTimeout = 10;

const defaults = { autoSelectFamily: true, attemptTimeout: 250 };
export function getDefaultAutoSelectFamily(): boolean {
  return defaults.autoSelectFamily;
}
export function setDefaultAutoSelectFamily(value: any): void {
  validateBoolean(value, "value");
  defaults.autoSelectFamily = value;
}
export function getDefaultAutoSelectFamilyAttemptTimeout(): number {
  return defaults.attemptTimeout;
}
export function setDefaultAutoSelectFamilyAttemptTimeout(value: any): void {
  validateInt32(value, "value", 1);
  defaults.attemptTimeout = value < kLeastAttemptTimeout ? kLeastAttemptTimeout : value;
}

export function toNumber(value: any): number | false {
  return (value = +value) >= 0 ? value : false;
}
export function isPipeName(value: any): value is string {
  return typeof value === "string" && toNumber(value) === false;
}

/** The options and the callback of connect() and listen(), which may be spread over several arguments. */
export function normalizeArgs(args: any[]): any {
  const list: any = [{}, null];
  list[kNormalized] = true;
  if (args.length === 0) return list;
  const first = args[0];
  if (typeof first === "object" && first !== null) list[0] = first;
  else if (isPipeName(first)) list[0].path = first;
  else {
    list[0].port = first;
    if (args.length > 1 && typeof args[1] === "string") list[0].host = args[1];
  }
  const last = args[args.length - 1];
  if (typeof last === "function") list[1] = last;
  return list;
}

/** Socket.prototype.connect. */
export function connect(socket: any, args: any[]): any {
  const normalized = ArrayIsArray(args[0]) && (args[0] as any)[kNormalized] ? args[0] : normalizeArgs(args);
  const [options, callback] = normalized;
  if (callback !== null) socket.once("connect", callback);
  if (socket._parent?.connecting) return socket;
  if (options.port === undefined && options.path == null) throw new codes.ERR_MISSING_ARGS(["options", "port", "path"]);

  if (socket.write !== (Socket.prototype as any).write) socket.write = (Socket.prototype as any).write;
  if (socket.destroyed) {
    socket._undestroy();
    socket._handle = null;
    socket._peername = undefined;
    socket._sockname = null;
  }
  const { path } = options;
  if (!socket._handle) {
    socket._handle = binding.createSocket(handlers, !path);
    attachHandle(socket);
  }
  socket._unrefTimer();
  socket.connecting = true;
  if (path) {
    validateString(path, "options.path");
    const status = socket._handle.connectPath(path, bindToFrame(function (this: any, result: Status, handle: SocketHandle) {
      if (handle === this._handle) afterConnect(this, result, { address: path, port: 0 });
    }));
    if (status < 0) socket.destroy(exceptionWithHostPort(status, "connect", path, 0));
  } else {
    lookupAndConnect(socket, options);
  }
  return socket;
}

interface Attempt {
  address: string;
  port: number;
  family?: 4 | 6;
  localAddress?: string;
  localPort?: number;
}

function failConnect(socket: any, error: any): void {
  socket.destroy(error);
}

/** DNS's words for a socket's family. */
function familyOf(option: any): any {
  return option === "IPv4" ? 4 : option === "IPv6" ? 6 : option;
}

function lookupAndConnect(socket: any, options: any): void {
  const { localAddress, localPort } = options;
  const host = options.host || "localhost";
  let { port, autoSelectFamily, autoSelectFamilyAttemptTimeout: attemptTimeout } = options;
  if (localAddress && !isIP(localAddress)) throw new codes.ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, "options.localPort");
  if (port !== undefined) {
    if (typeof port !== "number" && typeof port !== "string")
      throw new codes.ERR_INVALID_ARG_TYPE("options.port", ["number", "string"], port);
    validatePort(port);
  }
  port |= 0;
  if (autoSelectFamily != null) validateBoolean(autoSelectFamily, "options.autoSelectFamily");
  else autoSelectFamily = defaults.autoSelectFamily;
  if (attemptTimeout != null) {
    validateInt32(attemptTimeout, "options.autoSelectFamilyAttemptTimeout", 1);
    if (attemptTimeout < kLeastAttemptTimeout) attemptTimeout = kLeastAttemptTimeout;
  } else {
    attemptTimeout = defaults.attemptTimeout;
  }
  if (options.blockList) socket.blockList = options.blockList;

  const version = isIP(host);
  if (version) {
    nextTick(() => {
      if (socket.connecting) connectTo(socket, { address: host, port, family: version, localAddress, localPort });
    });
    return;
  }
  if (options.lookup != null) validateFunction(options.lookup, "options.lookup");
  const dns = require("node:dns").default;
  const lookup = options.lookup || dns.lookup;
  const lookupOptions: any = { family: familyOf(options.family), hints: options.hints || 0 };
  const isChosen = lookupOptions.family === 4 || lookupOptions.family === 6;
  if (!isChosen && lookupOptions.hints === 0) lookupOptions.hints = dns.ADDRCONFIG;
  socket._host = host;
  if (autoSelectFamily && !isChosen && !localAddress) {
    lookupOptions.all = true;
    lookupAll(socket, lookup, host, options, lookupOptions, { port, localPort, attemptTimeout });
    return;
  }
  lookup(host, lookupOptions, (error: any, ip: any, family: any) => {
    socket.emit("lookup", error, ip, family, host);
    if (!socket.connecting) return;
    const fault = error || addressFault(ip, family, options);
    if (fault) {
      nextTick(failConnect, socket, fault);
    } else {
      socket._unrefTimer();
      connectTo(socket, { address: ip, port, family, localAddress, localPort });
    }
  });
}

function addressFault(ip: any, family: any, options: any): any {
  if (typeof ip !== "string" || !isIP(ip)) return new codes.ERR_INVALID_IP_ADDRESS(ip);
  if (family === 4 || family === 6) return undefined;
  const error: any = new codes.ERR_INVALID_ADDRESS_FAMILY(family, options.host, options.port);
  error.host = options.host;
  error.port = options.port;
  return error;
}

// ---- one address

/** Starts to connect; a status other than 0 says that it cannot. */
function startAttempt(socket: any, attempt: Attempt, done: (status: Status, handle: SocketHandle) => void): Status {
  if (observed.net !== 0) socket[kEntry] = startEntry("net", "connect", { host: attempt.address, port: attempt.port });
  return socket._handle.connect(attempt.address, attempt.port, bindToFrame(function (this: any, status: Status, handle: SocketHandle) {
    done(status, handle);
  }));
}

/** An error if the local end cannot be had. */
function bindLocal(socket: any, attempt: Attempt): any {
  if (!attempt.localAddress && !attempt.localPort) return undefined;
  const isIPv6 = attempt.family === 6;
  const address = attempt.localAddress || (isIPv6 ? "::" : "0.0.0.0");
  const port = attempt.localPort || 0;
  let status = socket._handle.bind(address, port, false);
  // That a port is taken may show only when its name is asked for.
  if (status === 0 && port > 0) {
    const name = socket._handle.getsockname();
    if (typeof name === "number") status = name;
  }
  attempt.localAddress = address;
  return status < 0 ? exceptionWithHostPort(status, "bind", address, port) : undefined;
}

function localName(socket: any): string {
  const name = socket._getsockname();
  return `${name.address}:${name.port}`;
}

function connectTo(socket: any, attempt: Attempt): void {
  const blocked = blockedError(socket, attempt);
  if (blocked) {
    socket.destroy(blocked);
    return;
  }
  const bindError = bindLocal(socket, attempt);
  if (bindError) {
    socket.destroy(bindError);
    return;
  }
  socket.emit("connectionAttempt", attempt.address, attempt.port, attempt.family);
  if (!socket._handle) return;
  const status = startAttempt(socket, attempt, (result, handle) => {
    if (handle === socket._handle) afterConnect(socket, result, attempt);
  });
  if (status < 0) socket.destroy(exceptionWithHostPort(status, "connect", attempt.address, attempt.port, localName(socket)));
}

function blockedError(socket: any, attempt: Attempt): any {
  return socket.blockList?.check(attempt.address, `ipv${attempt.family}`) ? new codes.ERR_IP_BLOCKED(attempt.address) : undefined;
}

function connectError(attempt: Attempt, status: Status): any {
  const local = attempt.localAddress && attempt.localPort ? `${attempt.localAddress}:${attempt.localPort}` : undefined;
  const error: any = exceptionWithHostPort(status, "connect", attempt.address, attempt.port, local);
  if (local) {
    error.localAddress = attempt.localAddress;
    error.localPort = attempt.localPort;
  }
  return error;
}

function afterConnect(socket: any, status: Status, attempt: Attempt): void {
  if (socket.destroyed) return;
  socket.connecting = false;
  socket._sockname = null;
  if (status < 0) {
    const error = connectError(attempt, status);
    if (attempt.family) socket.emit("connectionAttemptFailed", attempt.address, attempt.port, attempt.family, error);
    socket.destroy(error);
    return;
  }
  socket._unrefTimer();
  if (socket[kSetNoDelay]) socket._handle.setNoDelay(true);
  if (socket[kSetKeepAlive]) socket._handle.setKeepAlive(true, socket[kSetKeepAliveInitialDelay]);
  if (observed.net !== 0 && socket[kEntry] !== undefined) finishEntry(socket[kEntry], undefined);
  socket.emit("connect");
  socket.emit("ready");
  if (!socket.isPaused()) socket.read(0);
}

// ---- several addresses

interface Race {
  socket: any;
  attempts: Attempt[];
  next: number;
  timeout: number;
  timer: any;
  errors: any[];
}

function lookupAll(socket: any, lookup: any, host: string, options: any, lookupOptions: any, to: any): void {
  lookup(host, lookupOptions, (error: any, addresses: any) => {
    if (!socket.connecting) return;
    if (error) {
      socket.emit("lookup", error, undefined, undefined, host);
      nextTick(failConnect, socket, error);
      return;
    }
    const byFamily = new SafeMap<4 | 6, string[]>();
    for (let i = 0; i < addresses.length; i++) {
      const { address, family } = addresses[i];
      socket.emit("lookup", error, address, family, host);
      // Who heard of it may have ended the socket.
      if (!socket.connecting) return;
      if (addressFault(address, family, options)) continue;
      const known = byFamily.get(family) ?? [];
      if (!ArrayPrototypeIncludes(known, address)) ArrayPrototypePush(known, address);
      byFamily.set(family, known);
    }
    const attempts = alternate(byFamily, to);
    if (attempts.length === 0) {
      const first = addresses[0] ?? {};
      nextTick(failConnect, socket, addressFault(first.address, first.family, options));
      return;
    }
    socket._unrefTimer();
    if (attempts.length === 1) {
      connectTo(socket, attempts[0]!);
      return;
    }
    socket.autoSelectFamilyAttemptedAddresses = [];
    tryNext({ socket, attempts, next: 0, timeout: to.attemptTimeout, timer: undefined, errors: [] });
  });
}

/** The families take turns, beginning with that of the first address. */
function alternate(byFamily: Map<4 | 6, string[]>, to: { port: number; localPort?: number }): Attempt[] {
  const attempts: Attempt[] = [];
  let found = true;
  for (let i = 0; found; i++) {
    found = false;
    byFamily.forEach((addresses, family) => {
      if (i >= addresses.length) return;
      found = true;
      ArrayPrototypePush(attempts, { address: addresses[i]!, port: to.port, family, localPort: to.localPort });
    });
  }
  return attempts;
}

function tryNext(race: Race, isOver = false): void {
  clearTimeout(race.timer);
  const { socket, attempts, errors } = race;
  if (socket.destroyed) return;
  if (isOver || race.next === attempts.length) {
    socket.destroy(errors.length === 0 ? new codes.ERR_SOCKET_CONNECTION_TIMEOUT() : allFailed(errors));
    return;
  }
  const current = race.next++;
  const attempt = attempts[current]!;
  if (current > 0) renewHandle(socket);

  const fault = bindLocal(socket, attempt) ?? blockedError(socket, attempt);
  if (fault) {
    ArrayPrototypePush(errors, fault);
    if (fault.code === "ERR_IP_BLOCKED") emitFailed(socket, attempt, fault);
    tryNext(race);
    return;
  }
  socket.emit("connectionAttempt", attempt.address, attempt.port, attempt.family);
  if (!socket.connecting) return;
  ArrayPrototypePush(socket.autoSelectFamilyAttemptedAddresses, `${attempt.address}:${attempt.port}`);
  const handle: SocketHandle = socket._handle;
  const status = startAttempt(socket, attempt, (result) => {
    // Its time was over.
    if (handle !== socket._handle) return;
    clearTimeout(race.timer);
    if (result === 0) afterConnect(socket, 0, attempt);
    else attemptFailed(race, attempt, connectError(attempt, result), result === kCancelled);
  });
  if (status < 0) {
    attemptFailed(race, attempt, exceptionWithHostPort(status, "connect", attempt.address, attempt.port, localName(socket)));
  } else if (race.next < attempts.length) {
    race.timer = setTimeout(attemptTimedOut, race.timeout, race, attempt);
  }
}

function emitFailed(socket: any, attempt: Attempt, error: any): void {
  socket.emit("connectionAttemptFailed", attempt.address, attempt.port, attempt.family, error);
}

function attemptFailed(race: Race, attempt: Attempt, error: any, isOver = false): void {
  ArrayPrototypePush(race.errors, error);
  emitFailed(race.socket, attempt, error);
  if (race.socket.connecting) tryNext(race, isOver);
}

function attemptTimedOut(race: Race, attempt: Attempt): void {
  const { socket } = race;
  socket.emit("connectionAttemptTimeout", attempt.address, attempt.port, attempt.family);
  ArrayPrototypePush(race.errors, connectError(attempt, kTimedOut));
  if (socket.connecting) tryNext(race);
}

function renewHandle(socket: any): void {
  const old: SocketHandle = socket._handle;
  const isReferenced = old.hasRef();
  old.close();
  socket._handle = binding.createSocket(handlers, true);
  socket._sockname = null;
  if (!isReferenced) socket._handle.unref();
  attachHandle(socket);
}

function allFailed(errors: any[]): any {
  const error: any = new AggregateError(errors);
  error.code = errors[0].code;
  return error;
}
