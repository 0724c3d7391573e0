/**
 * The pages of an application: HTML files by the paths of their URLs, which count from the deepest folder that has them
 * all. `index.html` is its folder's page, `about.html` is /about and /about.html.
 */
import { isSecretName } from "internal/dev_path";
import { ToolError } from "internal/dev_types";
import { Glob } from "internal/glob";

const fs = require("node:fs").default;
const { basename, dirname, join, relative, resolve, sep } = require("node:path").default;

export interface Pages {
  root: string;
  /** Absolute paths. */
  files: string[];
}

const isGlob = (word: string) => /[*?[{]/.test(word);
const isPage = (path: string) => /\.html?$/i.test(path);
/** Not looked into for pages. */
const isPassedOver = (name: string) => name === "node_modules" || name === "dist" || isSecretName(name);

export function pagesBelow(folder: string): string[] {
  const found: string[] = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (isPassedOver(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...pagesBelow(path));
    else if (isPage(entry.name)) found.push(path);
  }
  return found.sort();
}

function filesOf(word: string): string[] {
  const path = resolve(word);
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    const found = pagesBelow(path);
    if (found.length === 0) throw new ToolError(`there is no HTML file in ${word}`);
    return found;
  }
  if (stats !== undefined) {
    if (!isPage(path)) throw new ToolError(`${word} is no HTML file: weft dev takes pages, whose scripts it follows`);
    return [path];
  }
  if (!isGlob(word)) throw new ToolError(`there is no file ${word}`);
  const found: string[] = [...(new Glob(word) as any).scanSync({ absolute: true })];
  const pages = found.filter((file) => isPage(file) && !relative("", file).split(sep).some(isPassedOver));
  if (pages.length === 0) throw new ToolError(`no HTML file is like ${word}`);
  return pages.sort();
}

function commonFolder(files: string[]): string {
  let folder = dirname(files[0]!);
  for (const file of files) while (file !== folder && !file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) folder = dirname(folder);
  return folder;
}

export function findPages(words: string[], givenRoot: string | undefined): Pages {
  if (words.length === 0) words = [givenRoot === undefined ? "index.html" : join(givenRoot, "index.html")];
  const files = [...new Set(words.flatMap(filesOf))].map((file) => fs.realpathSync(file));
  const folder = words.length === 1 && fs.statSync(resolve(words[0]!), { throwIfNoEntry: false })?.isDirectory()
    ? fs.realpathSync(resolve(words[0]!)) : commonFolder(files);
  const root = givenRoot === undefined ? folder : fs.realpathSync(resolve(givenRoot));
  for (const file of files)
    if (!file.startsWith(root + sep)) throw new ToolError(`${relative("", file)} is not in the root ${givenRoot}`);
  return { root, files };
}

export class PageTable {
  #root: string;
  #byPath = new Map<string, string>();
  #files: Set<string>;

  constructor({ root, files }: Pages) {
    this.#root = root;
    this.#files = new Set(files);
    for (const file of files) this.#add(file);
  }

  #add(file: string): void {
    const path = `/${relative(this.#root, file).split(sep).map(encodeURIComponent).join("/")}`;
    this.#byPath.set(path, file);
    const name = basename(path);
    if (/^index\.html?$/i.test(name)) this.#byPath.set(path.slice(0, -name.length), file);
    else this.#byPath.set(path.replace(/\.html?$/i, ""), file);
  }

  get files(): Iterable<string> {
    return this.#files;
  }

  /** The page of a URL's path, without the base. */
  find(path: string): string | undefined {
    const found = this.#byPath.get(path);
    return found !== undefined && fs.existsSync(found) ? found : undefined;
  }

  /** Whether the path with a slash at its end is a folder's page. */
  hasFolder(path: string): boolean {
    return this.#byPath.has(`${path}/`);
  }

  /** An HTML file of the root that came later, or was asked for by its name. */
  adopt(file: string): void {
    if (this.#files.has(file)) return;
    this.#files.add(file);
    this.#add(file);
  }

  /** What an application with a router shows for any path: the page of the nearest folder above. */
  fallback(path: string): string | undefined {
    for (let at = path; at !== ""; ) {
      at = at.slice(0, at.lastIndexOf("/"));
      const found = this.find(`${at}/`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Paths for people: one a page. */
  shown(): string[] {
    const paths = new Map<string, string>();
    for (const [path, file] of this.#byPath) {
      const known = paths.get(file);
      if (known === undefined || path.length < known.length) paths.set(file, path);
    }
    return [...paths.values()].sort();
  }
}
