/** `weft dev`: an application's pages, which follow its files (docs/dev.md). */
import { Follower } from "internal/dev_follow";
import { Hub } from "internal/dev_hub";
import { Inside } from "internal/dev_inside";
import { dev } from "internal/dev_native";
import { findPages, PageTable } from "internal/dev_pages";
import { Report } from "internal/dev_report";
import { SiteServer } from "internal/dev_server";
import { type DevSettings, Project } from "internal/dev_settings";
import { DevSite } from "internal/dev_site";
import { greet, say } from "internal/dev_terminal";
import { runTool } from "internal/dev_types";

const fs = require("node:fs").default;
const { relative, resolve, sep } = require("node:path").default;
const process = require("node:process").default;

const kDefaultPort = 3000;

export function main(json: string): Promise<void> {
  return runTool("dev", async () => {
    const settings: DevSettings = JSON.parse(json);
    const found = findPages(settings.words, settings.root);
    const pages = new PageTable(found);
    const project = new Project(settings, found.root, process.env);
    const options = JSON.stringify(project.options());
    const session = dev.open(options);
    // The work begins before the browser asks.
    const first = pages.find("/") ?? found.files[0]!;
    const isReady = session.page(first, project.base);

    const report = new Report();
    const shown = (path: string) => {
      const short = relative(project.root, path);
      return short.startsWith(`..${sep}`) ? path : short;
    };
    const hub = new Hub(session, report, { origins: () => server.urls("").map(String), shown, echoesConsole: settings.console ?? true });
    const pageFolders = settings.words.map((word) => resolve(word)).filter((word) => fs.statSync(word, { throwIfNoEntry: false })?.isDirectory());
    const follower = new Follower({ project, options, session, pages, pageFolders, hub, report });
    const inside = new Inside({
      root: project.root, workspace: project.workspace, base: project.base, session, hub, gate: () => server.gate,
      isLocal: settings.host === undefined, editor: settings.editor,
    });
    const site: DevSite = new DevSite({
      project, session, pages, report, inside, isSingle: settings.single ?? true, onPage: () => follower.refreshSoon(),
    });
    const server: SiteServer = new SiteServer(settings, site);
    const taken = await server.listen(settings.port ?? kDefaultPort);
    greet("dev", server.urls(project.base), taken, `ready in ${(process.uptime() * 1000).toFixed(0)} ms`);
    const paths = pages.shown();
    if (paths.length > 1) say(`  pages: ${paths.map((path) => project.base + path.slice(1)).join("  ")}`);
    server.openIfAsked(project.base);
    follower.refreshSoon();
    const page = await isReady;
    if (page !== undefined) report.problems(page.problems);
    follower.refreshSoon();
  });
}
