/**
 * What the URLs of `weft dev` mean. In this order: what is for pages and for people who look inside (dev_inside.ts),
 * pages, files of `public/`, what the session knows (scripts, imported files), files of the root, the fallback.
 */
import { fileResponse } from "internal/dev_file_response";
import { type Inside, notFound, plainText, resourceResponse } from "internal/dev_inside";
import type { DevSession } from "internal/dev_native";
import type { PageTable } from "internal/dev_pages";
import { fileInside, mayBeServed, namesOf, realFile } from "internal/dev_path";
import type { Report } from "internal/dev_report";
import { refusal, type Site } from "internal/dev_server";
import type { Project } from "internal/dev_settings";
import { warn } from "internal/dev_terminal";

const fs = require("node:fs").default;
const { join } = require("node:path").default;

export interface SiteParts {
  project: Project;
  session: DevSession;
  pages: PageTable;
  report: Report;
  inside: Inside;
  isSingle: boolean;
  /** A page was made: other folders may have to be watched. */
  onPage: () => void;
}

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
    const inner = await this.#parts.inside.answer(request, url, server);
    if (inner !== this.#parts.inside.notMine) return inner;
    if (`${pathname}/` === base) return new (globalThis as any).Response(null, { status: 302, headers: { Location: base + url.search } });
    if (!pathname.startsWith(base)) return plainText(`Nothing is here: the application is at ${base}\n`, 404);
    const path = `/${pathname.slice(base.length)}`;
    if (request.method !== "GET" && request.method !== "HEAD") return plainText("Method Not Allowed\n", 405, { Allow: "GET, HEAD" });
    return this.#find(request, url, path);
  }

  async #find(request: any, url: any, path: string): Promise<any> {
    const { session, pages, project, isSingle } = this.#parts;
    const names = namesOf(path);
    if (names === undefined || !mayBeServed(names))
      return refusal(`${path} is nothing that is served`);
    const page = pages.find(path);
    if (page !== undefined) return this.#page(page, url);
    if (pages.hasFolder(path))
      return new (globalThis as any).Response(null, { status: 302, headers: { Location: `${url.pathname}/${url.search}` } });
    const isPublic = fs.existsSync(project.publicFolder);
    const file = isPublic ? fileInside(project.publicFolder, path) : undefined;
    if (file !== undefined) return fileResponse(file, request);
    if (!this.#isOfProject(path, names)) return refusal(`${path} is not in the project`);
    const resource = await session.read(url.pathname + url.search);
    if (resource !== undefined) return resourceResponse(resource, request, [project.root, project.workspace]);
    const other = fileInside(project.root, path);
    if (other !== undefined && /\.html?$/i.test(other.path)) {
      pages.adopt(other.path);
      return this.#page(other.path, url);
    }
    if (other !== undefined) return fileResponse(other, request);
    const wantsPage = request.headers.get("accept")?.includes("text/html") ?? false;
    const fallback = isSingle && wantsPage ? pages.fallback(path) : undefined;
    return fallback === undefined ? notFound() : this.#page(fallback, url);
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
    if (page === undefined) return notFound();
    report.problems(page.problems);
    return new (globalThis as any).Response(page.html, {
      headers: { "Content-Type": "text/html;charset=utf-8", "Cache-Control": "no-store" },
    });
  }
}
