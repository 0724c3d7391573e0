/**
 * What the URLs of `weft dev` mean. In this order: what is for pages and for people who look inside (`@weft/…`, `__weft`),
 * pages, files of `public/`, what the session knows (scripts, imported files), files of the root, the fallback.
 */
import { openInEditor } from "internal/dev_editor";
import { fileResponse, taggedResponse } from "internal/dev_file_response";
import { graphPage } from "internal/dev_graph_page";
import type { Hub } from "internal/dev_hub";
import type { DevSession } from "internal/dev_native";
import type { PageTable } from "internal/dev_pages";
import { fileInside, mayBeServed, namesOf, realFile, type ServedFile } from "internal/dev_path";
import type { Report } from "internal/dev_report";
import { isUpgrade, refusal, type Site, type SiteServer } from "internal/dev_server";
import type { Project } from "internal/dev_settings";
import { warn } from "internal/dev_terminal";

const fs = require("node:fs").default;
const { createHash } = require("node:crypto").default;
const { join, resolve } = require("node:path").default;

export interface SiteParts {
  project: Project;
  session: DevSession;
  pages: PageTable;
  hub: Hub;
  report: Report;
  server: () => SiteServer;
  isSingle: boolean;
  /** --host was not given: nobody but this machine asks. */
  isLocal: boolean;
  editor: string | undefined;
  /** A page was made: other folders may have to be watched. */
  onPage: () => void;
}

const text = (body: string, status: number, headers: Record<string, string> = {}) =>
  new (globalThis as any).Response(body, { status, headers: { "Content-Type": "text/plain;charset=utf-8", ...headers } });

export class DevSite implements Site {
  #parts: SiteParts;

  constructor(parts: SiteParts) {
    this.#parts = parts;
  }

  warn(message: string): void {
    warn(message);
  }

  async answer(request: any, url: any, server: any): Promise<any> {
    const { base } = this.#parts.project;
    const { pathname } = url;
    if (pathname === "/.well-known/appspecific/com.chrome.devtools.json") return this.#workspaceFile();
    if (pathname === "/__weft" || pathname === "/__weft/data") return this.#inside(request, pathname);
    if (`${pathname}/` === base) return new (globalThis as any).Response(null, { status: 302, headers: { Location: base + url.search } });
    if (!pathname.startsWith(base)) return text(`Nothing is here: the application is at ${base}\n`, 404);
    const path = `/${pathname.slice(base.length)}`;
    if (path === "/@weft/socket") return this.#socket(request, server);
    if (path === "/@weft/open") return this.#open(request, url);
    if (request.method !== "GET" && request.method !== "HEAD") return text("Method Not Allowed\n", 405, { Allow: "GET, HEAD" });
    return this.#find(request, url, path);
  }

  async #find(request: any, url: any, path: string): Promise<any> {
    const { session, pages, project, isSingle } = this.#parts;
    const isOwn = path.startsWith("/@weft/");
    const names = namesOf(path);
    if (!isOwn && (names === undefined || !mayBeServed(names)))
      return refusal(`${path} is nothing that is served`);
    const page = pages.find(path);
    if (page !== undefined) return this.#page(page, url);
    if (pages.hasFolder(path))
      return new (globalThis as any).Response(null, { status: 302, headers: { Location: `${url.pathname}/${url.search}` } });
    const isPublic = !isOwn && fs.existsSync(project.publicFolder);
    const file = isPublic ? fileInside(project.publicFolder, path) : undefined;
    if (file !== undefined) return fileResponse(file, request);
    if (!isOwn && !this.#isOfProject(path, names!)) return refusal(`${path} is not in the project`);
    const resource = await session.read(url.pathname + url.search);
    if (resource?.bytes !== undefined)
      return taggedResponse(resource.bytes, resource.mediaType, resource.tag, resource.isForGood, request);
    if (resource?.path !== undefined) {
      const asset = isOwn ? statOf(resource.path) : realFile([project.root, project.workspace], resource.path);
      return asset === undefined ? refusal(`${path} is not in the project`) : fileResponse(asset, request, { "Content-Type": resource.mediaType });
    }
    if (isOwn) return text("Not Found\n", 404);
    const other = fileInside(project.root, path);
    if (other !== undefined && /\.html?$/i.test(other.path)) {
      pages.adopt(other.path);
      return this.#page(other.path, url);
    }
    if (other !== undefined) return fileResponse(other, request);
    const wantsPage = request.headers.get("accept")?.includes("text/html") ?? false;
    const fallback = isSingle && wantsPage ? pages.fallback(path) : undefined;
    return fallback === undefined ? text("Not Found\n", 404) : this.#page(fallback, url);
  }

  /** What a path names, if that is there, is in the project, wherever links lead. After "/@fs" an absolute path follows. */
  #isOfProject(path: string, names: string[]): boolean {
    const { root, workspace, publicFolder } = this.#parts.project;
    const named = path.startsWith("/@fs/") ? `/${names.slice(1).join("/")}` : join(root, ...names);
    const stats = fs.lstatSync(named, { throwIfNoEntry: false });
    return stats === undefined || stats.isDirectory() || realFile([root, workspace, publicFolder], named) !== undefined;
  }

  async #page(path: string, url: any): Promise<any> {
    const { session, report, onPage } = this.#parts;
    const page = await session.page(path, url.pathname);
    onPage();
    if (page === undefined) return text("Not Found\n", 404);
    report.problems(page.problems);
    return new (globalThis as any).Response(page.html, {
      headers: { "Content-Type": "text/html;charset=utf-8", "Cache-Control": "no-store" },
    });
  }

  /** Only for pages of this server: a WebSocket asks no leave of its own. */
  #socket(request: any, server: any): any {
    const { hub } = this.#parts;
    const { headers } = request;
    if (!isUpgrade(request)) return text("a WebSocket is wanted\n", 426, { Upgrade: "websocket" });
    if (!this.#parts.server().gate.allowsOrigin(headers.get("origin"), headers.get("host")))
      return refusal("a WebSocket of another site's page");
    return server.upgrade(request, { data: hub.client() }) ? undefined : text("a WebSocket is wanted\n", 400);
  }

  #open(request: any, url: any): any {
    const { project, editor } = this.#parts;
    const { headers } = request;
    if (request.method !== "POST") return text("Method Not Allowed\n", 405, { Allow: "POST" });
    const isOwn = this.#parts.server().gate.allowsOrigin(headers.get("origin"), headers.get("host"));
    if (!isOwn || headers.get("sec-fetch-site") === "cross-site") return refusal("another site's page may open nothing");
    const file = realFile([project.root, project.workspace], resolve(project.root, url.searchParams.get("path") ?? ""));
    if (file === undefined) return refusal("there is no such file in the project");
    const number = (name: string) => Math.max(1, Math.min(1e7, Number.parseInt(url.searchParams.get(name) ?? "1", 10) || 1));
    const fault = openInEditor(editor, file.path, number("line"), number("column"), warn);
    return fault === undefined ? new (globalThis as any).Response(null, { status: 204 }) : text(`${fault}\n`, 501);
  }

  /** Lets the browser's developer tools save into the project (Chrome's automatic workspaces). */
  #workspaceFile(): any {
    const { project, isLocal } = this.#parts;
    if (!isLocal) return text("Not Found\n", 404);
    const hash = createHash("sha256").update(project.root).digest("hex");
    const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
    return (globalThis as any).Response.json({ workspace: { root: project.root, uuid } });
  }

  async #inside(request: any, pathname: string): Promise<any> {
    const { session, hub } = this.#parts;
    if (request.headers.get("sec-fetch-site") === "cross-site" && request.headers.get("sec-fetch-mode") !== "navigate")
      return refusal("another site's page may not look inside");
    const { Response } = globalThis as any;
    if (pathname === "/__weft") return new Response(graphPage, { headers: { "Content-Type": "text/html;charset=utf-8" } });
    const graph = JSON.parse(await session.explain());
    const { rss } = require("node:process").default.memoryUsage();
    return Response.json({ ...graph, connections: hub.size, memory: rss });
  }
}

function statOf(path: string): ServedFile | undefined {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? { path, size: stats.size, modified: Math.floor(stats.mtimeMs) } : undefined;
}
