// https.Agent (https://nodejs.org/api/https.html#class-httpsagent): an http.Agent whose connections speak TLS, and
// take up earlier sessions.
import {
  ArrayPrototypePush, ArrayPrototypeShift, FunctionPrototypeCall, JSONStringify, ObjectSetPrototypeOf,
} from "internal/primordials";
import { Agent as HttpAgent } from "internal/http_agent";
import { connect } from "internal/tls_connect";

/** A function and not a class: it works without `new`, and packages inherit from it. */
export function Agent(this: any, options?: any): any {
  if (!(this instanceof (Agent as any))) return new (Agent as any)(options);
  FunctionPrototypeCall(HttpAgent as any, this, options);
  this.defaultPort = 443;
  this.protocol = "https:";
  this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
  this._sessionCache = { map: { __proto__: null }, list: [] };
}
ObjectSetPrototypeOf(Agent.prototype, HttpAgent.prototype);
ObjectSetPrototypeOf(Agent, HttpAgent);

const proto: any = Agent.prototype;

proto.createConnection = function createConnection(this: any, port: any, host?: any, options?: any): any {
  if (port !== null && typeof port === "object") options = port;
  else if (host !== null && typeof host === "object") options = { ...host };
  else if (options === null || typeof options !== "object") options = {};
  else options = { ...options };
  if (typeof port === "number") options.port = port;
  if (typeof host === "string") options.host = host;

  const key = options._agentKey;
  if (key) {
    const session = this._getSession(key);
    if (session && !options.session) options = { session, ...options, };
    if (session) options.session = session;
  }
  const socket = connect(options);
  if (key) {
    socket.on("session", (session: any) => this._cacheSession(key, session));
    // What a broken connection has left is not used again.
    socket.once("close", (hadError: any) => { if (hadError) this._evictSession(key); });
  }
  return socket;
};

const kNameParts = ["ca", "cert", "clientCertEngine", "ciphers", "key", "pfx", "rejectUnauthorized"];
const kMoreParts = ["minVersion", "maxVersion", "secureProtocol", "crl", "honorCipherOrder", "ecdhCurve", "dhparam",
  "secureOptions", "sessionIdContext", "sigalgs", "privateKeyIdentifier", "privateKeyEngine"];

/** Connections that differ in any of these are not shared. */
proto.getName = function getName(this: any, options: any = {}): string {
  let name = FunctionPrototypeCall((HttpAgent.prototype as any).getName, this, options);
  for (const part of kNameParts) {
    name += ":";
    if (part === "rejectUnauthorized" ? options[part] !== undefined : options[part]) name += options[part];
  }
  name += ":";
  if (options.servername && options.servername !== options.host) name += options.servername;
  for (const part of kMoreParts) {
    name += ":";
    if (part === "ecdhCurve" || part === "honorCipherOrder" || part === "secureOptions" ? options[part] !== undefined : options[part])
      name += part === "sigalgs" ? JSONStringify(options[part]) : options[part];
  }
  return name;
};

proto._getSession = function _getSession(this: any, key: string): any {
  return this._sessionCache.map[key];
};

proto._cacheSession = function _cacheSession(this: any, key: string, session: any): void {
  if (this.maxCachedSessions === 0) return;
  const { map, list } = this._sessionCache;
  if (map[key] === undefined) {
    if (list.length >= this.maxCachedSessions) delete map[ArrayPrototypeShift(list) as string];
    ArrayPrototypePush(list, key);
  }
  map[key] = session;
};

proto._evictSession = function _evictSession(this: any, key: string): void {
  const { map, list } = this._sessionCache;
  if (map[key] === undefined) return;
  delete map[key];
  list.splice(list.indexOf(key), 1);
};

export let globalAgent: any = new (Agent as any)({ keepAlive: true, scheduling: "lifo", timeout: 5000 });
export function setGlobalAgent(value: any): void {
  globalAgent = value;
}
