// node:https (https://nodejs.org/api/https.html).
import { ArrayPrototypeShift, ObjectAssign, ObjectDefineProperty } from "internal/primordials";
import { ClientRequest } from "internal/http_client";
import { Agent, globalAgent, setGlobalAgent } from "internal/https_agent";
import { Server } from "internal/https_server";

function createServer(options?: any, requestListener?: any): any {
  return new (Server as any)(options, requestListener);
}

function request(...args: any[]): any {
  let options: any = {};
  if (typeof args[0] === "string") options = require("node:url").default.urlToHttpOptions(new URL(ArrayPrototypeShift(args) as string));
  else if (args[0] instanceof URL) options = require("node:url").default.urlToHttpOptions(ArrayPrototypeShift(args));
  if (args[0] && typeof args[0] !== "function") ObjectAssign(options, ArrayPrototypeShift(args));
  options._defaultAgent = globalAgent;
  return new (ClientRequest as any)(options, args[0]);
}

function get(...args: any[]): any {
  const outgoing = request(...args);
  outgoing.end();
  return outgoing;
}

const https: any = { Agent, Server, createServer, get, request };
ObjectDefineProperty(https, "globalAgent", {
  __proto__: null, configurable: true, enumerable: true, get: () => globalAgent, set: setGlobalAgent,
} as any);

export default https;
