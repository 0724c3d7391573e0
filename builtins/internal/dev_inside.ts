/**
 * What a server of pages that are worked on answers beside the pages: scripts of the session and the pages' WebSocket
 * (`@weft/...`), the editor, the page at /__weft, and what the browser's developer tools ask for.
 */
import { openInEditor } from "internal/dev_editor";
import { fileResponse, taggedResponse } from "internal/dev_file_response";
import type { Gate } from "internal/dev_gate";
import { graphPage } from "internal/dev_graph_page";
import type { Hub } from "internal/dev_hub";
import type { DevResource, DevSession } from "internal/dev_native";
import { realFile, type ServedFile } from "internal/dev_path";
import { isUpgrade, refusal } from "internal/dev_server";
import { warn } from "internal/dev_terminal";

const fs = require("node:fs").default;
const { createHash } = require("node:crypto").default;
const { resolve } = require("node:path").default;

export interface InsideParts {
  root: string;
  workspace: string;
  base: string;
  session: DevSession;
  hub: Hub;
  gate: () => Gate;
  /** Nobody but this machine asks. */
  isLocal: boolean;
  editor: string | undefined;
}

export function plainText(body: string, status: number, headers: Record<string, string> = {}): any {
  return new (globalThis as any).Response(body, { status, headers: { "Content-Type": "text/plain;charset=utf-8", ...headers } });
}
export const notFound = (): any => plainText("Not Found\n", 404);

/** `roots`: where the file of a resource must lie; undefined where the session alone knows of it. */
export function resourceResponse(resource: DevResource, request: any, roots: string[] | undefined): any {
  if (resource.bytes !== undefined)
    return taggedResponse(resource.bytes, resource.mediaType, resource.tag, resource.isForGood, request);
  const file = roots === undefined ? statOf(resource.path!) : realFile(roots, resource.path!);
  if (file === undefined) return refusal("this file is not in the project");
  return fileResponse(file, request, { "Content-Type": resource.mediaType });
}

export class Inside {
  #parts: InsideParts;
  /** What answer() gives for what is none of this. */
  readonly notMine = Symbol("notMine");

  constructor(parts: InsideParts) {
    this.#parts = parts;
  }

  async answer(request: any, url: any, server: any): Promise<any> {
    const { base, session } = this.#parts;
    const { pathname } = url;
    if (pathname === "/.well-known/appspecific/com.chrome.devtools.json") return this.#workspaceFile();
    if (pathname === "/__weft" || pathname === "/__weft/data") return this.#look(request, pathname);
    if (!pathname.startsWith(`${base}@weft/`)) return this.notMine;
    const path = pathname.slice(base.length);
    if (path === "@weft/socket") return this.#socket(request, server);
    if (path === "@weft/open") return this.#open(request, url);
    if (request.method !== "GET" && request.method !== "HEAD") return plainText("Method Not Allowed\n", 405, { Allow: "GET, HEAD" });
    const resource = await session.read(pathname + url.search);
    return resource === undefined ? notFound() : resourceResponse(resource, request, undefined);
  }

  /** Only for pages of this server: a WebSocket asks no leave of its own. */
  #socket(request: any, server: any): any {
    const { hub } = this.#parts;
    const { headers } = request;
    if (!isUpgrade(request)) return plainText("a WebSocket is wanted\n", 426, { Upgrade: "websocket" });
    if (!this.#parts.gate().allowsOrigin(headers.get("origin"), headers.get("host")))
      return refusal("a WebSocket of another site's page");
    return server.upgrade(request, { data: hub.client() }) ? undefined : plainText("a WebSocket is wanted\n", 400);
  }

  #open(request: any, url: any): any {
    const { root, workspace, editor } = this.#parts;
    const { headers } = request;
    if (request.method !== "POST") return plainText("Method Not Allowed\n", 405, { Allow: "POST" });
    const isOwn = this.#parts.gate().allowsOrigin(headers.get("origin"), headers.get("host"));
    if (!isOwn || headers.get("sec-fetch-site") === "cross-site") return refusal("another site's page may open nothing");
    const path = resolve(root, url.searchParams.get("path") ?? "");
    const file = statOf(path) === undefined ? undefined : realFile([root, workspace], path);
    if (file === undefined) return refusal("there is no such file in the project");
    const number = (name: string) => Math.max(1, Math.min(1e7, Number.parseInt(url.searchParams.get(name) ?? "1", 10) || 1));
    const fault = openInEditor(editor, file.path, number("line"), number("column"), warn);
    return fault === undefined ? new (globalThis as any).Response(null, { status: 204 }) : plainText(`${fault}\n`, 501);
  }

  /** Lets the browser's developer tools save into the project (Chrome's automatic workspaces). */
  #workspaceFile(): any {
    const { root, isLocal } = this.#parts;
    if (!isLocal) return notFound();
    const hash = createHash("sha256").update(root).digest("hex");
    const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
    return (globalThis as any).Response.json({ workspace: { root, uuid } });
  }

  async #look(request: any, pathname: string): Promise<any> {
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
