/** `weft preview`: serves a folder as it is (docs/preview.md). */
import { fileResponse } from "internal/dev_file_response";
import { fileInside } from "internal/dev_path";
import { SiteServer } from "internal/dev_server";
import { greet, warn } from "internal/dev_terminal";
import { runTool, type ServerSettings, ToolError } from "internal/dev_types";

const fs = require("node:fs").default;
const { relative, resolve } = require("node:path").default;

interface PreviewSettings extends ServerSettings {
  base?: string;
  single?: boolean;
}

const kDefaultPort = 4000;
/** "index-x7Kp2a3Q.js": the name of a file that weft build wrote changes with what is in it. */
const kHashed = /-[A-Za-z0-9_]{8,}\.[a-z0-9]+$/;

function folderOf(word: string): string {
  const folder = resolve(word);
  if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return fs.realpathSync(folder);
  throw new ToolError(`there is no folder ${word}${word === "dist" ? ": weft build writes it" : ""}`);
}

function notFound(folder: string, request: any): any {
  const page = fileInside(folder, "/404.html");
  const { Response } = globalThis as any;
  if (page === undefined) return new Response("Not Found\n", { status: 404, headers: { "Content-Type": "text/plain;charset=utf-8" } });
  const found = fileResponse(page, new (globalThis as any).Request(request.url));
  return new Response(found.body, { status: 404, headers: { "Content-Type": "text/html;charset=utf-8" } });
}

function answerOf(folder: string, base: string, isSingle: boolean): (request: any, url: any) => any {
  const { Response } = globalThis as any;
  return (request, url) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return new Response("Method Not Allowed\n", { status: 405, headers: { Allow: "GET, HEAD" } });
    let path: string = url.pathname;
    if (`${path}/` === base) return new Response(null, { status: 302, headers: { Location: base } });
    if (!path.startsWith(base)) return notFound(folder, request);
    path = `/${path.slice(base.length)}`;
    const named = fileInside(folder, path);
    const file = named ?? fileInside(folder, `${path}.html`);
    if (file === undefined) {
      const isPage = request.headers.get("accept")?.includes("text/html") ?? false;
      const index = isSingle && isPage ? fileInside(folder, "/index.html") : undefined;
      return index === undefined ? notFound(folder, request) : fileResponse(index, request);
    }
    // What is relative in a folder's page counts from the folder.
    if (file === named && file.path.endsWith("/index.html") && !path.endsWith("/") && !path.endsWith(".html"))
      return new Response(null, { status: 302, headers: { Location: `${url.pathname.replace(/^\/+/, "/")}/${url.search}` } });
    return fileResponse(file, request, kHashed.test(file.path) ? { "Cache-Control": "max-age=31536000, immutable" } : {});
  };
}

export function main(json: string): Promise<void> {
  return runTool("preview", async () => {
    const settings: PreviewSettings = JSON.parse(json);
    const folder = folderOf(settings.words[0] ?? "dist");
    const base = settings.base === undefined || settings.base.endsWith("/") ? (settings.base ?? "/") : `${settings.base}/`;
    const server = new SiteServer(settings, { answer: answerOf(folder, base, settings.single === true), warn });
    const taken = await server.listen(settings.port ?? kDefaultPort);
    greet("preview", server.urls(base), taken, relative("", folder) || ".");
    server.openIfAsked(base);
  });
}
