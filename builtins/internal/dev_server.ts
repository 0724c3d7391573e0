/**
 * The HTTP server of `weft dev` and `weft preview`: port and addresses, TLS, the gate (dev_gate.ts), proxies, CORS and
 * headers. What is left is the tool's `answer`.
 */
import { certificateFor, type Certificate } from "internal/dev_certificate";
import { Gate } from "internal/dev_gate";
import { openBrowser } from "internal/dev_open_browser";
import { Proxies, type SocketHandlers } from "internal/dev_proxy";
import { type ServerSettings, ToolError } from "internal/dev_types";
import { serve } from "internal/serve";

const fs = require("node:fs").default;
const { networkInterfaces } = require("node:os").default;

/** So many ports are tried. */
const kMostPorts = 100;
const kLoopback = ["127.0.0.1", "::1"];

export interface Site {
  /** Undefined: the request has become a WebSocket. */
  answer(request: any, url: any, server: any): any;
  /** A line for the person at the terminal. */
  warn(message: string): void;
}

export class SiteServer {
  readonly gate: Gate;
  #settings: ServerSettings;
  #site: Site;
  #proxies: Proxies;
  #headers: [string, string][];
  #tls: Certificate | undefined;
  #servers: any[] = [];
  port = 0;

  constructor(settings: ServerSettings, site: Site) {
    this.#settings = settings;
    this.#site = site;
    const { host } = settings;
    // A name to listen on is one to be asked for by.
    const own = host !== undefined && !isAddress(host) ? [host] : [];
    this.gate = new Gate({ allowedHosts: [...own, ...(settings.allowedHosts ?? [])], cors: settings.cors ?? "" });
    this.#proxies = new Proxies(settings.proxies ?? [], (message) => site.warn(message));
    this.#headers = (settings.headers ?? []).map(headerOf);
    this.#tls = this.#certificate();
  }

  get scheme(): string {
    return this.#tls === undefined ? "http" : "https";
  }

  #certificate(): Certificate | undefined {
    const { cert, key, https, host, allowedHosts = [] } = this.#settings;
    if ((cert === undefined) !== (key === undefined)) throw new ToolError("--cert and --key go together", 9);
    if (cert !== undefined) return { cert: readText(cert, "--cert"), key: readText(key!, "--key") };
    if (!https) return undefined;
    const names = allowedHosts.map((name) => (name.startsWith(".") ? `*${name}` : name)).filter((name) => name !== "*");
    if (host !== undefined) names.push(...(host === "0.0.0.0" || host === "::" ? ownAddresses() : [host]));
    return certificateFor(names);
  }

  /** Listens; gives the port that it asked for first, if that was taken. */
  async listen(firstPort: number): Promise<number | undefined> {
    const { host, strictPort } = this.#settings;
    const addresses = host === undefined ? kLoopback : [await addressOf(host)];
    for (let port = firstPort, tries = 0; ; port += firstPort === 0 ? 0 : 1, tries++) {
      if (this.#tryPort(addresses, port)) return port === firstPort ? undefined : firstPort;
      if (strictPort) throw new ToolError(`port ${port} is taken`);
      if (port === 65535 || tries === kMostPorts) throw new ToolError(`the ports from ${firstPort} to ${port} are taken`);
    }
  }

  #tryPort(addresses: string[], port: number): boolean {
    const begun: any[] = [];
    let wanted = port;
    for (const address of addresses) {
      try {
        begun.push(this.#serve(address, wanted));
        wanted = begun[0].port;
      } catch (error: any) {
        // A machine without IPv6 is answered to by IPv4.
        if (begun.length > 0 && error.code !== "EADDRINUSE") continue;
        for (const server of begun) void server.stop(true);
        if (error.code === "EADDRINUSE") return false;
        const why = error.code === "EACCES" ? "it may not be used" : error.code === "EADDRNOTAVAIL" ? "it is no address of this machine" : error.message;
        throw new ToolError(`cannot listen on ${address}, port ${wanted}: ${why}`);
      }
    }
    this.#servers = begun;
    this.port = begun[0].port;
    return true;
  }

  #serve(hostname: string, port: number): any {
    return serve({
      hostname, port, tls: this.#tls, maxRequestBodySize: Infinity, idleTimeout: 255, ipv6Only: hostname === "::1",
      fetch: (request: any, server: any) => this.#answer(request, server),
      error: (error: any) => {
        this.#site.warn(String(error?.stack ?? error));
        return new (globalThis as any).Response("weft: something is wrong in the server; its terminal says what\n", { status: 500 });
      },
      websocket: {
        open: (socket: any) => (socket.data as SocketHandlers).open(socket),
        message: (socket: any, message: any) => (socket.data as SocketHandlers).message(socket, message),
        close: (socket: any, code: number, reason: string) => (socket.data as SocketHandlers).close(socket, code, reason),
        maxPayloadLength: 64 << 20,
      },
    });
  }

  async #answer(request: any, server: any): Promise<any> {
    const { Response, URL } = globalThis as any;
    const host = request.headers.get("host");
    if (!this.gate.allowsHost(host)) return refusal(`a request for the host ${JSON.stringify(host)}, which is no name of this server; --allowed-host allows it`);
    const url = new URL(request.url);
    const isPreflight = request.method === "OPTIONS" && request.headers.has("access-control-request-method");
    const to = this.#proxies.find(url);
    let response: any;
    if (to !== undefined) {
      if (isUpgrade(request)) return this.#proxies.upgrade(request, to, server);
      response = await this.#proxies.answer(request, to, server.requestIP(request)?.address);
    } else if (this.gate.isStolen(request.headers)) {
      return refusal("another site's page wants a part of this one; --cors allows it");
    } else if (isPreflight && this.#settings.cors !== undefined) {
      response = new Response(null, { status: 204 });
    } else {
      response = await this.#site.answer(request, url, server);
    }
    if (response === undefined) return undefined;
    for (const [name, value] of this.gate.corsLines(request)) response.headers.set(name, value);
    for (const [name, value] of this.#headers) response.headers.set(name, value);
    return response;
  }

  /** Where people find it. */
  urls(base: string): string[] {
    const { host } = this.#settings;
    const at = (name: string) => `${this.scheme}://${name.includes(":") ? `[${name}]` : name}:${this.port}${base}`;
    if (host === undefined) return [at("localhost")];
    if (host !== "0.0.0.0" && host !== "::") return [at(host)];
    return [at("localhost"), ...ownAddresses().map(at)];
  }

  /** --open, if it was given. */
  openIfAsked(base: string): void {
    const { open } = this.#settings;
    if (open === undefined) return;
    const { URL } = globalThis as any;
    openBrowser(new URL(open === "/" ? base : open, this.urls("/")[0]).href, (message) => this.#site.warn(message));
  }

  stop(): Promise<unknown> {
    return Promise.all(this.#servers.map((server) => server.stop(true)));
  }
}

export function isUpgrade(request: any): boolean {
  return request.headers.get("upgrade")?.toLowerCase() === "websocket";
}

/** 403, with the reason as its text. */
export function refusal(reason: string): any {
  return new (globalThis as any).Response(`weft: refused: ${reason}\n`, {
    status: 403, headers: { "Content-Type": "text/plain;charset=utf-8", "X-Content-Type-Options": "nosniff" },
  });
}

const isAddress = (host: string) => require("node:net").default.isIP(host) !== 0;

async function addressOf(host: string): Promise<string> {
  if (isAddress(host)) return host;
  try {
    return (await require("node:dns").default.promises.lookup(host)).address;
  } catch {
    throw new ToolError(`--host: there is no address of "${host}"`);
  }
}

function ownAddresses(): string[] {
  const found: string[] = [];
  for (const list of Object.values(networkInterfaces()) as any[][])
    for (const one of list) if (!one.internal && one.family === "IPv4") found.push(one.address);
  return found;
}

function headerOf(text: string): [string, string] {
  const colon = text.indexOf(":");
  const line: [string, string] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  try {
    new (globalThis as any).Headers([line]);
  } catch {
    throw new ToolError(`--header: "${text}" is no header`, 9);
  }
  return line;
}

function readText(path: string, option: string): string {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (error: any) {
    throw new ToolError(`${option}: ${error.message}`);
  }
}
