// http.Agent (https://nodejs.org/api/http.html#class-httpagent): connections that are kept for further requests, and
// how many there may be for one place and in all.
import {
  ArrayPrototypeIndexOf, ArrayPrototypePop, ArrayPrototypePush, ArrayPrototypeShift, ArrayPrototypeSplice, FunctionPrototypeCall, NumberParseInt,
  ObjectKeys, ObjectSetPrototypeOf, ObjectValues, RegExpPrototypeExec, StringPrototypeStartsWith, Symbol,
} from "internal/primordials";
import { isIP } from "internal/net_native";
import { validateNumber, validateOneOf, validateString } from "internal/validators";
import EventEmitter from "node:events";

const kOnKeylog = Symbol("onkeylog");
const kRequestOptions = Symbol("requestOptions");

/** A function and not a class: it works without `new`, and packages inherit from it. */
export function Agent(this: any, options?: any): any {
  if (!(this instanceof (Agent as any))) return new (Agent as any)(options);
  FunctionPrototypeCall(EventEmitter as any, this);
  this.defaultPort = 80;
  this.protocol = "http:";
  this.options = { __proto__: null, ...options };
  if (this.options.noDelay === undefined) this.options.noDelay = true;
  // Of requests, not of the agent.
  this.options.path = null;
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Infinity;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || "lifo";
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  this.agentKeepAliveTimeoutBuffer = 1000;
  validateOneOf(this.scheduling, "scheduling", ["fifo", "lifo"]);
  if (this.maxTotalSockets !== undefined) validateNumber(this.maxTotalSockets, "maxTotalSockets", 1);
  else this.maxTotalSockets = Infinity;
  this.on("free", (socket: any, options: any) => onFree(this, socket, options));
  this.on("newListener", onNewListener);
}

/** Keys of TLS are told as soon as somebody listens. */
function onNewListener(this: any, event: string | symbol): void {
  if (event !== "keylog") return;
  this.removeListener("newListener", onNewListener);
  const agent = this;
  this[kOnKeylog] = function onkeylog(this: any, line: Uint8Array) { agent.emit("keylog", line, this); };
  for (const list of ObjectValues(this.sockets) as any[][])
    for (let i = 0; i < list.length; i++) list[i]!.on("keylog", this[kOnKeylog]);
}
ObjectSetPrototypeOf(Agent.prototype, EventEmitter.prototype);
ObjectSetPrototypeOf(Agent, EventEmitter);
(Agent as any).defaultMaxSockets = Infinity;

const proto: any = Agent.prototype;

function onFree(agent: any, socket: any, options: any): void {
  const name = agent.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const requests = agent.requests[name];
  if (requests?.length) {
    const request = ArrayPrototypeShift(requests);
    give(agent, request, socket);
    if (requests.length === 0) delete agent.requests[name];
    return;
  }
  // Nobody waits for it: it is kept, or closed.
  const request = socket._httpMessage;
  if (!request || !request.shouldKeepAlive || !agent.keepAlive) {
    socket.destroy();
    return;
  }
  const free = agent.freeSockets[name] || [];
  const count = free.length + (agent.sockets[name] ? agent.sockets[name].length : 0);
  if (agent.totalSocketCount > agent.maxTotalSockets || count > agent.maxSockets || free.length >= agent.maxFreeSockets ||
    isWantedElsewhere(agent) || !agent.keepSocketAlive(socket)) {
    socket.destroy();
    return;
  }
  agent.freeSockets[name] = free;
  socket._httpMessage = null;
  agent.removeSocket(socket, options);
  socket.once("error", onFreeSocketError);
  ArrayPrototypePush(free, socket);
}

/** All sockets that there may be are there, and a request to another place waits for one of them to go. */
function isWantedElsewhere(agent: any): boolean {
  return agent.totalSocketCount >= agent.maxTotalSockets && ObjectKeys(agent.requests).length > 0;
}

function onFreeSocketError(this: any): void {
  this.destroy();
}

proto.createConnection = function createConnection(...args: any[]): any {
  return require("node:net").default.createConnection(...args);
};

proto.getName = function getName(this: any, options: any = {}): string {
  let name = options.host || "localhost";
  name += ":";
  if (options.port) name += options.port;
  name += ":";
  if (options.localAddress) name += options.localAddress;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

function withServerName(options: any, request: any): void {
  if (options.servername === undefined || options.servername === null) options.servername = serverName(options, request);
}

/** The name that TLS asks for: that of the Host field. */
function serverName(options: any, request: any): string {
  let name = options.host;
  const field = request.getHeader("host");
  if (field) {
    validateString(field, "options.headers.host");
    if (StringPrototypeStartsWith(field, "[")) {
      const match = RegExpPrototypeExec(/^\[([^\]]*)\]/, field) as any;
      name = match ? match[1] : field;
    } else {
      name = (RegExpPrototypeExec(/^[^:]*/, field) as any)[0];
    }
  }
  return isIP(name) ? "" : name;
}

proto.addRequest = function addRequest(this: any, request: any, options: any, port?: any, localAddress?: any): void {
  // An older form, by host, port and local address.
  if (typeof options === "string") options = { __proto__: null, host: options, port, localAddress };
  options = { __proto__: null, ...options, ...this.options };
  if (options.socketPath) options.path = options.socketPath;
  withServerName(options, request);

  const name = this.getName(options);
  this.sockets[name] ||= [];
  const free = this.freeSockets[name];
  let socket: any;
  if (free) {
    while (free.length && free[0].destroyed) ArrayPrototypeShift(free);
    socket = this.scheduling === "fifo" ? ArrayPrototypeShift(free) : ArrayPrototypePop(free);
    if (!free.length) delete this.freeSockets[name];
  }
  const count = (free ? free.length : 0) + this.sockets[name].length;
  if (socket) {
    this.reuseSocket(socket, request);
    give(this, request, socket);
    ArrayPrototypePush(this.sockets[name], socket);
  } else if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    this.createSocket(request, options, (error: any, created: any) => {
      if (error) request.onSocket(created, error);
      else give(this, request, created);
    });
  } else {
    this.requests[name] ||= [];
    request[kRequestOptions] = options;
    ArrayPrototypePush(this.requests[name], request);
  }
};

proto.createSocket = function createSocket(this: any, request: any, options: any, callback: any): void {
  options = { __proto__: null, ...options, ...this.options };
  if (options.socketPath) options.path = options.socketPath;
  withServerName(options, request);
  // 'timeout' is the request's to hear of.
  const name = this.getName(options);
  options._agentKey = name;
  options.encoding = null;

  let done = false;
  const onCreated = (error: any, socket?: any) => {
    if (done) return;
    done = true;
    if (error) {
      callback(error);
      return;
    }
    (this.sockets[name] ||= []).push(socket);
    this.totalSocketCount++;
    install(this, socket, options);
    callback(null, socket);
  };
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }
  const socket = this.createConnection(options, onCreated);
  if (socket) onCreated(null, socket);
};

function install(agent: any, socket: any, options: any): void {
  function free(): void {
    agent.emit("free", socket, options);
  }
  function close(): void {
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
  }
  /** A kept connection that has had nothing to do for too long. */
  function timeout(): void {
    for (const list of ObjectValues(agent.freeSockets) as any[]) {
      if (ArrayPrototypeIndexOf(list, socket) !== -1) {
        socket.destroy();
        return;
      }
    }
  }
  function remove(): void {
    // Taken over by another protocol: not the agent's any more.
    agent.totalSocketCount--;
    agent.removeSocket(socket, options);
    socket.removeListener("close", close);
    socket.removeListener("free", free);
    socket.removeListener("timeout", timeout);
    socket.removeListener("agentRemove", remove);
  }
  socket.on("free", free);
  socket.on("close", close);
  socket.on("timeout", timeout);
  socket.on("agentRemove", remove);
  if (agent[kOnKeylog]) socket.on("keylog", agent[kOnKeylog]);
}

proto.removeSocket = function removeSocket(this: any, socket: any, options: any): void {
  const name = this.getName(options);
  const places = [this.sockets];
  if (!socket.writable) places[1] = this.freeSockets;
  for (const sockets of places) {
    const list = sockets[name];
    const index = list ? ArrayPrototypeIndexOf(list, socket) : -1;
    if (index === -1) continue;
    ArrayPrototypeSplice(list, index, 1);
    if (list.length === 0) delete sockets[name];
  }

  let request: any;
  if (this.requests[name]?.length) {
    request = this.requests[name][0];
  } else {
    // Another place's request may have waited for the total.
    for (const other of ObjectKeys(this.requests)) {
      if (this.sockets[other]?.length || !this.requests[other].length) continue;
      request = this.requests[other][0];
      options = request[kRequestOptions];
      break;
    }
  }
  if (!request || !options) return;
  const key = this.getName(options);
  if ((this.sockets[key]?.length ?? 0) >= this.maxSockets || this.totalSocketCount >= this.maxTotalSockets) return;
  request[kRequestOptions] = undefined;
  this.createSocket(request, options, (error: any, created: any) => {
    const waiting = this.requests[key];
    const index = waiting ? ArrayPrototypeIndexOf(waiting, request) : -1;
    if (error) {
      if (index !== -1) ArrayPrototypeSplice(waiting, index, 1);
      if (waiting?.length === 0) delete this.requests[key];
      request.onSocket(null, error);
    } else {
      created.emit("free");
    }
  });
};

proto.keepSocketAlive = function keepSocketAlive(this: any, socket: any): boolean {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();
  let timeout = this.options.timeout || 0;
  // The server says how long it keeps the connection; ours ends a little before.
  const hint = socket._httpMessage?.res?.headers["keep-alive"];
  if (typeof hint === "string") {
    const match = RegExpPrototypeExec(/timeout=(\d+)/, hint) as any;
    if (match) {
      let limit = NumberParseInt(match[1], 10) * 1000 - this.agentKeepAliveTimeoutBuffer;
      limit = limit > 0 ? limit : 0;
      if (limit === 0) return false;
      if (timeout === 0 || limit < timeout) timeout = limit;
    }
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return true;
};

proto.reuseSocket = function reuseSocket(this: any, socket: any, request: any): void {
  socket.removeListener("error", onFreeSocketError);
  request.reusedSocket = true;
  socket.ref();
};

proto.destroy = function destroy(this: any): void {
  for (const sockets of [this.freeSockets, this.sockets]) {
    for (const name of ObjectKeys(sockets)) {
      const list = sockets[name];
      for (let i = list.length - 1; i >= 0; i--) list[i].destroy();
    }
  }
};

function give(agent: any, request: any, socket: any): void {
  request.onSocket(socket);
  const wanted = request.timeout === undefined ? agent.options.timeout || 0 : request.timeout;
  if (socket.timeout !== wanted && !(wanted === 0 && socket.timeout === undefined)) socket.setTimeout(wanted);
}

export let globalAgent: any = new (Agent as any)({ keepAlive: true, scheduling: "lifo", timeout: 5000 });
export function setGlobalAgent(value: any): void {
  globalAgent = value;
}
