/**
 * Pages as routes of Weft.serve: `import page from "./index.html"` and `routes: { "/": page }`. In development they are
 * those of `weft dev`, with everything that it does; else they are bundled when they are first asked for.
 */
import { fileInside } from "internal/dev_path";
import { fileResponse } from "internal/dev_file_response";
import type { SocketHandlers } from "internal/dev_proxy";

const fs = require("node:fs").default;
const { basename, dirname, join, sep } = require("node:path").default;
const process = require("node:process").default;

/** What an import of an HTML file gives has this (src/graph/module_source.cpp). */
const kPage = Symbol.for("weft.page");

export interface HtmlPage {
  readonly index: string;
}

export function isHtmlPage(value: any): value is HtmlPage {
  return value !== null && typeof value === "object" && value[kPage] === true && typeof value.index === "string";
}

/** The pages of one server. */
export interface PageSite {
  /** The handler of a route that is this page. */
  route(page: HtmlPage): (request: any, server: any) => any;
  /** What is none of the program's routes: undefined where it is not the pages' either. */
  other(request: any, server: any): any;
  /** The server's settings of WebSockets, with those of pages among them. */
  sockets(settings: any): any;
  /** Goes on with what another one has, if their pages are the same. */
  takeOver(other: PageSite): boolean;
  /** The routes are those of another table now. */
  close(): void;
}

function commonFolder(files: string[]): string {
  let folder = dirname(files[0]!);
  for (const file of files) while (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) folder = dirname(folder);
  return folder;
}

// ---- in development

class DevelopmentSite implements PageSite {
  #files: string[] = [];
  #parts: any = null;
  #settings: { hmr: boolean; console: boolean };
  #isLocal: boolean;

  constructor(settings: { hmr: boolean; console: boolean }, isLocal: boolean) {
    this.#settings = settings;
    this.#isLocal = isLocal;
  }

  route(page: HtmlPage): (request: any, server: any) => any {
    const file = fs.realpathSync(page.index);
    this.#files.push(file);
    return async (request) => {
      const { session, report, follower } = this.#start();
      const { Response, URL } = globalThis as any;
      const made = await session.page(file, new URL(request.url).pathname);
      follower.refreshSoon();
      if (made === undefined) return new Response("Not Found\n", { status: 404 });
      report.problems(made.problems);
      return new Response(made.html, { headers: { "Content-Type": "text/html;charset=utf-8", "Cache-Control": "no-store" } });
    };
  }

  /** At the first request: a server that nobody asks costs nothing. */
  #start(): any {
    if (this.#parts !== null) return this.#parts;
    const { dev } = require("internal/dev_native");
    const { Hub } = require("internal/dev_hub");
    const { Gate } = require("internal/dev_gate");
    const { Report } = require("internal/dev_report");
    const { Inside } = require("internal/dev_inside");
    const { Follower } = require("internal/dev_follow");
    const { PageTable } = require("internal/dev_pages");
    const { Project } = require("internal/dev_settings");
    const root = commonFolder(this.#files);
    const project = new Project({ words: [], console: this.#settings.console, overlay: true }, root, process.env);
    const options = JSON.stringify(project.options());
    const session = dev.open(options);
    const report = new Report();
    const shown = (path: string) => (path.startsWith(root + sep) ? path.slice(root.length + 1) : path);
    const origins = new Set<string>();
    const hub = new Hub(session, report, { origins: () => [...origins], shown, echoesConsole: this.#settings.console });
    const pages = new PageTable({ root, files: this.#files });
    const follower = new Follower({ project, options, session, pages, pageFolders: [], hub, report });
    const gate = new Gate({ allowedHosts: [], cors: "" });
    const inside = new Inside({
      root, workspace: project.workspace, base: "/", session, hub, gate: () => gate, isLocal: this.#isLocal, editor: undefined,
    });
    return (this.#parts = { session, report, hub, follower, inside, gate, project, origins });
  }

  async other(request: any, server: any): Promise<any> {
    const { URL } = globalThis as any;
    const url = new URL(request.url);
    const isOwn = url.pathname.startsWith("/@weft/") || url.pathname.startsWith("/__weft") || url.pathname.startsWith("/.well-known/appspecific/");
    // Nothing of a session is there before its first page.
    if (!isOwn && this.#parts === null) return undefined;
    const { inside, gate, session, project, origins } = this.#start();
    const { headers } = request;
    if (isOwn) {
      const { refusal } = require("internal/dev_server");
      if (!gate.allowsHost(headers.get("host"))) return refusal("a request for a host that is no name of this machine");
      if (gate.isStolen(headers)) return refusal("another site's page wants a part of this one");
      origins.add(url.origin);
      const answer = await inside.answer(request, url, server);
      return answer === inside.notMine ? undefined : (answer ?? null);
    }
    if (request.method !== "GET" && request.method !== "HEAD") return undefined;
    const { mayBeServed, namesOf } = require("internal/dev_path");
    const names = namesOf(url.pathname);
    if (names === undefined || !mayBeServed(names) || names[0] === "@fs" || !gate.allowsHost(headers.get("host")) || gate.isStolen(headers)) return undefined;
    const resource = await session.read(url.pathname + url.search);
    if (resource === undefined) return undefined;
    return require("internal/dev_inside").resourceResponse(resource, request, [project.root, project.workspace]);
  }

  sockets(settings: any): any {
    const isPage = (socket: any) => this.#parts !== null && this.#parts.hub.has(socket.data);
    const own = (socket: any) => socket.data as SocketHandlers;
    const given = settings ?? {};
    return {
      ...given,
      open: (socket: any) => (isPage(socket) ? own(socket).open(socket) : given.open?.(socket)),
      message: (socket: any, message: any) => (isPage(socket) ? own(socket).message(socket, message) : given.message?.(socket, message)),
      close: (socket: any, code: number, reason: string) =>
        isPage(socket) ? own(socket).close(socket, code, reason) : given.close?.(socket, code, reason),
      drain: (socket: any) => (isPage(socket) ? undefined : given.drain?.(socket)),
    };
  }

  takeOver(other: PageSite): boolean {
    if (!(other instanceof DevelopmentSite) || other.#files.join() !== this.#files.join()) return false;
    this.#parts = other.#parts;
    return true;
  }

  close(): void {
    this.#parts?.follower.close();
    this.#parts?.hub.close();
    this.#parts?.session.close();
    this.#parts = null;
  }
}

// ---- in production

class BuiltSite implements PageSite {
  #files: string[] = [];
  #folder: Promise<string> | null = null;

  route(page: HtmlPage): (request: any, server: any) => any {
    const file = fs.realpathSync(page.index);
    this.#files.push(file);
    return async (request) => {
      const folder = await this.#build();
      const { Response } = globalThis as any;
      const path = file.slice(commonFolder(this.#files).length).split(sep).map(encodeURIComponent).join("/");
      const built = fileInside(folder, path.startsWith("/") ? path : `/${path}`);
      return built === undefined ? new Response("Not Found\n", { status: 404 }) : fileResponse(built, request);
    };
  }

  /** By a process of its own: the program goes on meanwhile. */
  #build(): Promise<string> {
    return (this.#folder ??= new Promise((resolve, reject) => {
      const folder = fs.mkdtempSync(join(require("node:os").default.tmpdir(), "weft-pages-"));
      process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
      const { spawn } = require("node:child_process").default;
      const words = ["build", ...this.#files, "--outdir", folder, "--outbase", commonFolder(this.#files), "--minify", "--public-path", "/"];
      const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "pipe"] });
      let faults = "";
      child.stderr.on("data", (text: any) => (faults += text));
      child.on("error", reject);
      child.on("close", (code: number | null) => {
        if (code === 0) return resolve(folder);
        this.#folder = null;
        reject(new Error(`${this.#files.map((file) => basename(file)).join(", ")} cannot be bundled:\n${faults}`));
      });
    }));
  }

  async other(request: any): Promise<any> {
    if (this.#folder === null || (request.method !== "GET" && request.method !== "HEAD")) return undefined;
    const { URL } = globalThis as any;
    const file = fileInside(await this.#folder, new URL(request.url).pathname);
    if (file === undefined || file.path.endsWith(".html")) return undefined;
    return fileResponse(file, request, { "Cache-Control": "max-age=31536000, immutable" });
  }

  sockets(settings: any): any {
    return settings;
  }
  takeOver(other: PageSite): boolean {
    if (!(other instanceof BuiltSite) || other.#files.join() !== this.#files.join()) return false;
    this.#folder = other.#folder;
    return true;
  }
  close(): void {}
}

/** `development`: true, false, or `{ hmr, console }`. */
export function pageSite(development: any, isLocal: boolean): PageSite {
  if (!development) return new BuiltSite();
  const isObject = typeof development === "object";
  return new DevelopmentSite({ hmr: !isObject || development.hmr !== false, console: !isObject || development.console !== false }, isLocal);
}
