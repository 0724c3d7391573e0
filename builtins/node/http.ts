// node:http (https://nodejs.org/api/http.html).
import { Agent, globalAgent, setGlobalAgent } from "internal/http_agent";
import { ClientRequest } from "internal/http_client";
import { kMaxHeaderBytes, METHODS, STATUS_CODES, validateHeaderName, validateHeaderValue } from "internal/http_common";
import { IncomingMessage } from "internal/http_incoming";
import { OutgoingMessage } from "internal/http_outgoing";
import { ServerResponse } from "internal/http_response";
import { connectionListener, Server } from "internal/http_server";
import { ObjectDefineProperty } from "internal/primordials";
import { validateInteger } from "internal/validators";

function createServer(options?: any, requestListener?: any): any {
  return new (Server as any)(options, requestListener);
}

function request(url: any, options?: any, callback?: any): any {
  return new (ClientRequest as any)(url, options, callback);
}

function get(url: any, options?: any, callback?: any): any {
  const outgoing = request(url, options, callback);
  outgoing.end();
  return outgoing;
}

/** https://nodejs.org/api/http.html#httpsetmaxidlehttpparsersmax: there is no pool of parsers to bound. */
function setMaxIdleHTTPParsers(max: any): void {
  validateInteger(max, "max", 1);
}

const http: any = {
  _connectionListener: connectionListener,
  METHODS,
  STATUS_CODES,
  Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setMaxIdleHTTPParsers,
};
ObjectDefineProperty(http, "maxHeaderSize", {
  __proto__: null, configurable: true, enumerable: true, get: () => kMaxHeaderBytes,
} as any);
ObjectDefineProperty(http, "globalAgent", {
  __proto__: null, configurable: true, enumerable: true, get: () => globalAgent, set: setGlobalAgent,
} as any);

export default http;
