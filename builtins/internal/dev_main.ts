/** `weft dev`: an application's pages, which follow its files (docs/dev.md). */
import { envFileNames } from "internal/dev_environment";
import { Hub } from "internal/dev_hub";
import { dev, type DevUpdate } from "internal/dev_native";
import { findPages, PageTable, pagesBelow } from "internal/dev_pages";
import { isInside } from "internal/dev_path";
import { Report } from "internal/dev_report";
import { SiteServer } from "internal/dev_server";
import { type DevSettings, Project } from "internal/dev_settings";
import { DevSite } from "internal/dev_site";
import { greet, say, warn } from "internal/dev_terminal";
import { runTool } from "internal/dev_types";
import { FolderWatcher } from "internal/dev_watch";

const fs = require("node:fs").default;
const { basename, dirname, join, relative, resolve, sep } = require("node:path").default;
const process = require("node:process").default;

const kDefaultPort = 3000;

/** All folders below one, itself among them. */
function foldersBelow(folder: string): string[] {
  const found = [folder];
  try {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) found.push(...foldersBelow(join(folder, entry.name)));
  } catch {
    // It is not there.
  }
  return found;
}

/** One change after the other, each as a whole. */
class Follower {
  #project: Project;
  #session: any;
  #pages: PageTable;
  #hub: Hub;
  #report: Report;
  #watcher: FolderWatcher;
  #pageFolders: string[];
  #options: string;
  #last: Promise<unknown> = Promise.resolve();
  #isRefreshing = false;

  constructor(project: Project, options: string, session: any, pages: PageTable, pageFolders: string[], hub: Hub, report: Report) {
    this.#project = project;
    this.#options = options;
    this.#session = session;
    this.#pages = pages;
    this.#pageFolders = pageFolders;
    this.#hub = hub;
    this.#report = report;
    this.#watcher = new FolderWatcher((paths) => this.#follow(paths), warn);
  }

  /** Watches what matters now. */
  async refresh(): Promise<void> {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    // What comes up to the answer is asked for in the same call.
    const folders: string[] = await this.#session.watched();
    this.#isRefreshing = false;
    const { root, publicFolder, envFolders } = this.#project;
    const pageFolders = [...this.#pages.files].map((file) => dirname(file));
    this.#watcher.set([root, ...envFolders, ...pageFolders, ...foldersBelow(publicFolder), ...folders]);
  }

  #follow(paths: string[]): void {
    this.#last = this.#last.then(() => this.#change(paths)).catch((error) => warn(String(error?.stack ?? error)));
  }

  async #change(paths: string[]): Promise<void> {
    const { publicFolder, mode, envFolders } = this.#project;
    const isEnv = (path: string) => envFolders.includes(dirname(path)) && envFileNames(mode).includes(basename(path));
    const isPublic = (path: string) => isInside(publicFolder, path);
    const environment = paths.find(isEnv);
    if (environment !== undefined) await this.#reconfigure(basename(environment));
    const given = paths.filter(isPublic);
    if (given.length > 0) {
      const reason = `${relative(this.#project.root, given[0]!)} has changed`;
      this.#report.reloads(reason);
      this.#hub.tell({ type: "reload", reason });
      await this.refresh();
    }
    this.#findPages(paths);
    const rest = paths.filter((path) => !isEnv(path) && !isPublic(path));
    if (rest.length > 0) await this.#apply(await this.#session.changed(rest));
  }

  /** Of folders whose pages were asked for. */
  #findPages(paths: string[]): void {
    for (const path of paths)
      for (const folder of this.#pageFolders)
        if (isInside(folder, path) && /\.html?$/i.test(path) && pagesBelow(folder).includes(path)) this.#pages.adopt(path);
  }

  async #reconfigure(name: string): Promise<void> {
    const options = JSON.stringify(this.#project.options());
    if (options === this.#options) return;
    this.#options = options;
    await this.#apply(await this.#session.configure(options, `${name} has changed`));
  }

  async #apply(update: DevUpdate): Promise<void> {
    this.#hub.send(update.message);
    this.#report.update(update);
    if (update.watchesOthers) await this.refresh();
  }
}

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
    const follower = new Follower(project, options, session, pages, pageFolders, hub, report);
    const refresh = () => void follower.refresh().catch((error) => warn(String(error?.stack ?? error)));
    const site: DevSite = new DevSite({
      project, session, pages, hub, report, server: () => server, isSingle: settings.single ?? true,
      isLocal: settings.host === undefined, editor: settings.editor, onPage: refresh,
    });
    const server: SiteServer = new SiteServer(settings, site);
    const taken = await server.listen(settings.port ?? kDefaultPort);
    greet("dev", server.urls(project.base), taken, `ready in ${(process.uptime() * 1000).toFixed(0)} ms`);
    const paths = pages.shown();
    if (paths.length > 1) say(`  pages: ${paths.map((path) => project.base + path.slice(1)).join("  ")}`);
    server.openIfAsked(project.base);
    refresh();
    const page = await isReady;
    if (page !== undefined) report.problems(page.problems);
    refresh();
  });
}
