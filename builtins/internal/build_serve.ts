/**
 * context.serve(): the files of a build over HTTP, built again for each request that comes after a change, and what
 * lies in a folder beside them (https://esbuild.github.io/api/#serve).
 */
import type { BuildRun } from "internal/build_context";
import { typeOfName } from "internal/mime_types";
import { encodeText } from "web/encoding";

const path = require("node:path").default;
const fs = require("node:fs").default;
const http = require("node:http").default;
const https = require("node:https").default;

const kFirstPort = 8000, kLastPort = 8009;

interface Served {
  path: string;
  contents: Uint8Array;
  hash: string;
}

/** Which files changed between two builds, by the addresses that they are served at. */
function changesOf(before: Map<string, Served>, after: Map<string, Served>): { added: string[]; removed: string[]; updated: string[] } {
  const added: string[] = [];
  const updated: string[] = [];
  for (const [address, { hash }] of after) {
    const old = before.get(address);
    if (old === undefined) added.push(address);
    else if (old.hash !== hash) updated.push(address);
  }
  return { added, removed: [...before.keys()].filter((address) => !after.has(address)), updated };
}

class BuildServer {
  readonly #build: () => Promise<any>;
  readonly #outdir: string;
  readonly #options: any;
  readonly #publicPath: string;
  #files = new Map<string, Served>();
  #streams = new Set<any>();
  server: any;

  constructor(run: BuildRun, buildOptions: any, build: () => Promise<any>, options: any) {
    this.#build = build;
    this.#options = options;
    const place = buildOptions.outdir ?? (buildOptions.outfile === undefined ? "." : path.dirname(buildOptions.outfile));
    this.#outdir = options.servedir === undefined ? path.resolve(run.workingDirectory, place) : path.resolve(run.workingDirectory, options.servedir);
    this.#publicPath = options.servedir === undefined && typeof buildOptions.publicPath === "string" && buildOptions.publicPath.startsWith("/")
      ? buildOptions.publicPath.replace(/\/$/, "") : "";
  }

  take(result: any): void {
    if (result.errors.length > 0) return;
    const files = new Map<string, Served>();
    for (const file of result.outputFiles ?? []) files.set(`${this.#publicPath}/${path.relative(this.#outdir, file.path)}`, file);
    const changes = changesOf(this.#files, files);
    const isFirst = this.#files.size === 0;
    this.#files = files;
    if (isFirst || changes.added.length + changes.removed.length + changes.updated.length === 0) return;
    for (const stream of this.#streams) stream.write(`event: change\ndata: ${JSON.stringify(changes)}\n\n`);
  }

  async answer(request: any, response: any): Promise<void> {
    const begun = Date.now();
    const { pathname } = new (require("node:url").default.URL)(request.url, "http://localhost");
    const address = decodeURIComponent(pathname);
    const status = await this.#respond(address, request, response);
    this.#options.onRequest?.({ remoteAddress: request.socket.remoteAddress, method: request.method, path: address, status, timeInMS: Date.now() - begun });
  }

  async #respond(address: string, request: any, response: any): Promise<number> {
    if (address === "/esbuild") return this.#stream(request, response);
    if (request.method !== "GET" && request.method !== "HEAD") return this.#send(request, response, 405, "text/plain", "405 - Method not allowed");
    const result = await this.#build();
    if (result.errors.length > 0) {
      const texts = result.errors.map(({ text, location }: any) => `${location ? `${location.file}:${location.line}:${location.column}: ` : ""}${text}`);
      return this.#send(request, response, 503, "text/plain; charset=utf-8", texts.join("\n"));
    }
    const built = this.#files.get(address);
    if (built) return this.#send(request, response, 200, typeOfName(address), built.contents);
    return this.#sendFromFolder(address, request, response);
  }

  #sendFromFolder(address: string, request: any, response: any): number {
    const { servedir, fallback } = this.#options;
    const candidates: string[] = [];
    if (servedir !== undefined) {
      const full: string = path.join(this.#outdir, path.join("/", address));
      candidates.push(full, path.join(full, "index.html"));
    }
    if (fallback !== undefined) candidates.push(path.resolve(fallback));
    for (const file of candidates) {
      if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return this.#send(request, response, 200, typeOfName(file), fs.readFileSync(file));
    }
    return this.#send(request, response, 404, "text/plain", "404 - Not Found");
  }

  #send(request: any, response: any, status: number, type: string, body: string | Uint8Array): number {
    const length = typeof body === "string" ? encodeText(body).length : body.length;
    response.writeHead(status, { "content-type": type, "content-length": length, "cache-control": "no-cache", "access-control-allow-origin": "*" });
    response.end(request.method === "HEAD" ? undefined : body);
    return status;
  }

  #stream(request: any, response: any): number {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache", "access-control-allow-origin": "*" });
    response.write("retry: 500\n\n");
    this.#streams.add(response);
    request.on("close", () => this.#streams.delete(response));
    return 200;
  }

  async listen(port: number | undefined, host: string): Promise<number> {
    const { keyfile, certfile } = this.#options;
    const onRequest = (request: any, response: any): void => {
      this.answer(request, response).catch((error) => {
        if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
        response.end(String(error?.stack ?? error));
      });
    };
    const isSecure = keyfile !== undefined && certfile !== undefined;
    const ports = port === undefined ? Array.from({ length: kLastPort - kFirstPort + 1 }, (_, index) => kFirstPort + index).concat(0) : [port];
    for (const [index, candidate] of ports.entries()) {
      this.server = isSecure ? https.createServer({ key: fs.readFileSync(keyfile), cert: fs.readFileSync(certfile) }, onRequest) : http.createServer(onRequest);
      const failure: any = await new Promise((resolve) => {
        this.server.once("error", resolve);
        this.server.listen(candidate, host, () => resolve(undefined));
      });
      if (failure === undefined) return this.server.address().port;
      if (failure.code !== "EADDRINUSE" || index === ports.length - 1) throw failure;
    }
    return 0;
  }

  stop(): void {
    for (const stream of this.#streams) stream.end();
    this.server.close();
    this.server.closeAllConnections();
  }
}

export async function serve(run: BuildRun, buildOptions: any, build: () => Promise<any>, listeners: Set<(result: any) => void>, options: any):
  Promise<{ server: { stop(): void }; port: number; hosts: string[] }> {
  if (typeof options !== "object" || options === null) throw new TypeError("The options of serve() must be an object");
  const { port, host = "0.0.0.0" } = options;
  if (port !== undefined && (!Number.isInteger(port) || port < 0 || port > 65535)) throw new TypeError('"port" must be an integer from 0 to 65535');
  if (options.servedir === undefined && buildOptions.outdir === undefined && buildOptions.outfile === undefined) {
    throw new TypeError("serve() needs to know where the files would go: give the build an outdir or an outfile");
  }
  buildOptions.write = false;
  const server = new BuildServer(run, buildOptions, build, options);
  listeners.add((result) => server.take(result));
  const used = await server.listen(port, host);
  const isEveryHost = host === "0.0.0.0" || host === "::";
  return { server, port: used, hosts: isEveryHost ? ["127.0.0.1", ...ownAddresses()] : [host] };
}

function ownAddresses(): string[] {
  const out: string[] = [];
  for (const list of Object.values<any>(require("node:os").default.networkInterfaces())) {
    for (const { family, internal, address } of list) if (family === "IPv4" && !internal) out.push(address);
  }
  return out;
}
