/**
 * `--proxy PATH=URL`: what begins with PATH is answered by another server. As in nginx, a URL with a path of its own
 * (`/` is one) stands for PATH: `/api=http://localhost:8080/` asks for `/users` where `/api/users` was asked for.
 */
import { ToolError } from "internal/dev_types";

const { isIP } = require("node:net").default;

interface Rule {
  prefix: string;
  /** What stands in the prefix's place; undefined: it stays. */
  replacement: string | undefined;
  target: any;
}

/** Of one connection, and not of the message. */
const kHop = new Set([
  "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
  "transfer-encoding", "upgrade",
]);

function ruleOf(text: string): Rule {
  const equals = text.indexOf("=");
  const prefix = text.slice(0, equals);
  let target: any;
  try {
    target = new (globalThis as any).URL(text.slice(equals + 1));
  } catch {
    throw new ToolError(`--proxy: "${text.slice(equals + 1)}" is no URL`, 9);
  }
  target.protocol = target.protocol.replace("ws", "http");
  const hasPath = target.pathname !== "/" || text.endsWith("/");
  return { prefix, replacement: hasPath ? target.pathname : undefined, target };
}

/** A certificate signed by itself is the rule on one's own machine. */
function isOwnMachine(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, "");
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

export class Proxies {
  #rules: Rule[];
  #onFault: (message: string) => void;

  constructor(rules: string[], onFault: (message: string) => void) {
    this.#rules = rules.map(ruleOf).sort((a, b) => b.prefix.length - a.prefix.length);
    this.#onFault = onFault;
  }

  /** Where a request goes, or undefined. A prefix ends at a segment's end. */
  find(url: any): any {
    const { pathname } = url;
    for (const { prefix, replacement, target } of this.#rules) {
      if (!pathname.startsWith(prefix)) continue;
      const rest: string = pathname.slice(prefix.length);
      if (rest !== "" && !prefix.endsWith("/") && !rest.startsWith("/")) continue;
      const to = new (globalThis as any).URL(target);
      to.pathname = replacement === undefined ? pathname : replacement.replace(/\/$/, "") + (rest.startsWith("/") ? rest : `/${rest}`);
      to.search = url.search;
      return to;
    }
    return undefined;
  }

  async answer(request: any, to: any, peer: string | undefined): Promise<any> {
    const { Response } = globalThis as any;
    try {
      return await this.#pass(request, to, peer);
    } catch (error: any) {
      this.#onFault(`${request.method} ${to.pathname}: ${to.origin} does not answer: ${error.code ?? error.message}`);
      return new Response(`weft: ${to.origin} does not answer (${error.code ?? error.message})\n`, { status: 502 });
    }
  }

  #pass(request: any, to: any, peer: string | undefined): Promise<any> {
    const { Response, Headers } = globalThis as any;
    const { Readable } = require("node:stream").default;
    const isSecure = to.protocol === "https:";
    const http = require(isSecure ? "node:https" : "node:http").default;
    return new Promise((resolve, reject) => {
      const outgoing = http.request(to, {
        method: request.method, headers: forwardedHeaders(request, peer), rejectUnauthorized: !isOwnMachine(to.hostname),
      });
      outgoing.on("error", reject);
      request.signal.addEventListener("abort", () => outgoing.destroy());
      outgoing.on("response", (incoming: any) => {
        const headers = new Headers();
        const { rawHeaders } = incoming;
        for (let i = 0; i < rawHeaders.length; i += 2)
          if (!kHop.has(rawHeaders[i].toLowerCase())) headers.append(rawHeaders[i], rawHeaders[i + 1]);
        const hasNoBody = request.method === "HEAD" || [204, 205, 304].includes(incoming.statusCode);
        if (hasNoBody) incoming.resume();
        resolve(new Response(hasNoBody ? null : Readable.toWeb(incoming), {
          status: incoming.statusCode, statusText: incoming.statusMessage, headers,
        }));
      });
      if (request.body === null) outgoing.end();
      else Readable.fromWeb(request.body).on("error", () => outgoing.destroy()).pipe(outgoing);
    });
  }

  /** Connects to the other server first: the client gets the protocol that it chose. */
  async upgrade(request: any, to: any, server: any): Promise<any> {
    const { Response, WebSocket } = globalThis as any;
    to.protocol = to.protocol.replace("http", "ws");
    const asked = request.headers.get("sec-websocket-protocol");
    const headers: Record<string, string> = {};
    for (const name of ["cookie", "authorization", "origin", "user-agent"]) {
      const value = request.headers.get(name);
      if (value !== null) headers[name] = value;
    }
    const upstream = new WebSocket(to.href, { protocols: asked === null ? [] : asked.split(/\s*,\s*/), headers });
    upstream.binaryType = "arraybuffer";
    // Before it opens: its first message may come right behind.
    const link = new Relay(upstream);
    const isOpen = await new Promise<boolean>((resolve) => {
      upstream.addEventListener("open", () => resolve(true));
      upstream.addEventListener("error", () => resolve(false));
      upstream.addEventListener("close", () => resolve(false));
    });
    if (!isOpen) {
      this.#onFault(`WebSocket ${to.pathname}: ${to.origin} does not answer`);
      return new Response("", { status: 502 });
    }
    const fields: Record<string, string> = {};
    if (upstream.protocol !== "") fields["Sec-WebSocket-Protocol"] = upstream.protocol;
    if (!server.upgrade(request, { data: link, headers: fields })) upstream.close();
    return undefined;
  }
}

function forwardedHeaders(request: any, peer: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) if (!kHop.has(name)) headers[name] = value;
  const host = request.headers.get("host");
  if (host !== null) headers["x-forwarded-host"] ??= host;
  headers["x-forwarded-proto"] ??= new (globalThis as any).URL(request.url).protocol.slice(0, -1);
  if (peer !== undefined) headers["x-forwarded-for"] = headers["x-forwarded-for"] === undefined ? peer : `${headers["x-forwarded-for"]}, ${peer}`;
  return headers;
}

/** What a socket's `data` is: its handlers. */
export interface SocketHandlers {
  open(socket: any): void;
  message(socket: any, message: any): void;
  close(socket: any, code: number, reason: string): void;
}

/** A code that may stand in a frame. */
const isSendable = (code: number) => code === 1000 || (code >= 3000 && code <= 4999);

class Relay implements SocketHandlers {
  #upstream: any;
  #early: any[] = [];
  #client: any = null;

  constructor(upstream: any) {
    this.#upstream = upstream;
    upstream.addEventListener("message", (event: any) => {
      const data = typeof event.data === "string" ? event.data : new Uint8Array(event.data);
      if (this.#client === null) this.#early.push(data);
      else this.#client.send(data);
    });
    upstream.addEventListener("close", (event: any) => {
      if (isSendable(event.code)) this.#client?.close(event.code, event.reason);
      else this.#client?.close(1011);
    });
  }

  open(socket: any): void {
    this.#client = socket;
    for (const data of this.#early) socket.send(data);
    this.#early = [];
    if (this.#upstream.readyState > 1) socket.close(1011);
  }

  message(_socket: any, message: any): void {
    if (this.#upstream.readyState === 1) this.#upstream.send(message);
  }

  close(_socket: any, code: number, reason: string): void {
    if (isSendable(code)) this.#upstream.close(code, reason);
    else this.#upstream.close();
  }
}
