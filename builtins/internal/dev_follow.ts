/** From changes of files to what pages are told, one after the other, each as a whole. */
import { envFileNames } from "internal/dev_environment";
import type { Hub } from "internal/dev_hub";
import type { DevSession, DevUpdate } from "internal/dev_native";
import { type PageTable, pagesBelow } from "internal/dev_pages";
import { isInside } from "internal/dev_path";
import type { Report } from "internal/dev_report";
import type { Project } from "internal/dev_settings";
import { warn } from "internal/dev_terminal";
import { FolderWatcher } from "internal/dev_watch";
import { setTimeout } from "internal/timers";

const fs = require("node:fs").default;
const { basename, dirname, join, relative } = require("node:path").default;

/** In milliseconds: the clock of files is that much behind. */
const kBehind = 5;
const kLater = 20;

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

export interface Followed {
  project: Project;
  /** As the session has them: JSON. */
  options: string;
  session: DevSession;
  pages: PageTable;
  /** Folders whose new pages count, too. */
  pageFolders: string[];
  hub: Hub;
  report: Report;
}

export class Follower {
  #parts: Followed;
  #watcher: FolderWatcher;
  #last: Promise<unknown> = Promise.resolve();
  /** What is newer may have been written while folders were not watched yet. */
  #begun = Date.now();
  #isRefreshing = false;
  #isAskedAgain = false;

  constructor(parts: Followed) {
    this.#parts = parts;
    this.#watcher = new FolderWatcher((paths) => this.#follow(paths), warn);
  }

  /** Watches what matters now. */
  async refresh(): Promise<void> {
    this.#isAskedAgain = this.#isRefreshing;
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    try {
      do {
        this.#isAskedAgain = false;
        const folders: string[] = await this.#parts.session.watched();
        const { root, publicFolder, envFolders } = this.#parts.project;
        const pageFolders = [...this.#parts.pages.files].map((file) => dirname(file));
        const publicFolders = publicFolder === "" ? [] : foldersBelow(publicFolder);
        const added = this.#watcher.set([root, ...envFolders, ...pageFolders, ...publicFolders, ...folders]);
        setTimeout(() => this.#lookAt(added), kLater).unref();
      } while (this.#isAskedAgain);
    } finally {
      this.#isRefreshing = false;
    }
  }

  /** What was written after it was read and before it was watched. */
  #lookAt(folders: string[]): void {
    const since = this.#begun - kBehind;
    const found: string[] = [];
    for (const folder of folders) {
      let names: string[] = [];
      try {
        names = fs.readdirSync(folder);
      } catch {
        // It has gone again.
      }
      for (const name of names) {
        const path = join(folder, name);
        const stats = fs.statSync(path, { throwIfNoEntry: false });
        if (stats?.isFile() && stats.mtimeMs > since) found.push(path);
      }
    }
    if (found.length > 0) this.#follow(found);
  }

  /** Without waiting for it. */
  refreshSoon(): void {
    this.refresh().catch((error) => warn(String(error?.stack ?? error)));
  }

  close(): void {
    this.#watcher.close();
  }

  #follow(paths: string[]): void {
    this.#last = this.#last.then(() => this.#change(paths)).catch((error) => warn(String(error?.stack ?? error)));
  }

  async #change(paths: string[]): Promise<void> {
    const { publicFolder, mode, envFolders } = this.#parts.project;
    const isEnv = (path: string) => envFolders.includes(dirname(path)) && envFileNames(mode).includes(basename(path));
    const isPublic = (path: string) => publicFolder !== "" && isInside(publicFolder, path);
    const environment = paths.find(isEnv);
    if (environment !== undefined) await this.#reconfigure(basename(environment));
    const given = paths.filter(isPublic);
    if (given.length > 0) {
      const reason = `${relative(this.#parts.project.root, given[0]!)} has changed`;
      this.#parts.report.reloads(reason);
      this.#parts.hub.tell({ type: "reload", reason });
      await this.refresh();
    }
    this.#findPages(paths);
    const rest = paths.filter((path) => !isEnv(path) && !isPublic(path));
    if (rest.length > 0) await this.#apply(await this.#parts.session.changed(rest));
  }

  /** Of folders whose pages were asked for. */
  #findPages(paths: string[]): void {
    for (const path of paths)
      for (const folder of this.#parts.pageFolders)
        if (isInside(folder, path) && /\.html?$/i.test(path) && pagesBelow(folder).includes(path)) this.#parts.pages.adopt(path);
  }

  async #reconfigure(name: string): Promise<void> {
    const options = JSON.stringify(this.#parts.project.options());
    if (options === this.#parts.options) return;
    this.#parts.options = options;
    await this.#apply(await this.#parts.session.configure(options, `${name} has changed`));
  }

  async #apply(update: DevUpdate): Promise<void> {
    this.#parts.hub.send(update.message);
    this.#parts.report.update(update);
    if (update.watchesOthers) await this.refresh();
  }
}

