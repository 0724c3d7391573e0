/** What `weft dev` was asked for, and what of it goes to the native half. */
import type { DevOptions } from "internal/dev_native";
import { environmentFor, kPublicPrefixes, readEnvironment } from "internal/dev_environment";
import type { ServerSettings } from "internal/dev_types";

const fs = require("node:fs").default;
const { dirname, join, resolve } = require("node:path").default;

export interface DevSettings extends ServerSettings {
  root?: string;
  base?: string;
  publicDir?: string;
  mode?: string;
  /** False: a path without a page is answered with 404. */
  single?: boolean;
  envPrefixes?: string[];
  /** NAME=VALUE. */
  defines?: string[];
  aliases?: string[];
  /** .EXT=NAME. */
  loaders?: string[];
  conditions?: string[];
  refresh?: boolean;
  overlay?: boolean;
  console?: boolean;
  editor?: string;
}

/** ["a=b=c"] → { a: "b=c" } */
function pairs(list: string[] | undefined): Record<string, string> {
  const out: Record<string, string> = {};
  for (const text of list ?? []) {
    const equals = text.indexOf("=");
    out[text.slice(0, equals)] = text.slice(equals + 1);
  }
  return out;
}

/** The folder of the whole repository, if the root is a package of a workspace. */
export function workspaceOf(root: string): string {
  for (let folder = root; ; folder = dirname(folder)) {
    if (fs.existsSync(join(folder, "pnpm-workspace.yaml"))) return folder;
    try {
      if (JSON.parse(fs.readFileSync(join(folder, "package.json"), "utf8")).workspaces !== undefined) return folder;
    } catch {
      // None, or none that can be read.
    }
    if (dirname(folder) === folder) return root;
  }
}

export class Project {
  readonly root: string;
  readonly base: string;
  readonly workspace: string;
  readonly publicFolder: string;
  readonly mode: string;
  /** Where .env files are. */
  readonly envFolders: string[];
  #settings: DevSettings;
  /** As the process began. */
  #own: Record<string, string | undefined>;

  constructor(settings: DevSettings, root: string, env: Record<string, string | undefined>) {
    this.#settings = settings;
    this.#own = { ...env };
    this.root = root;
    const base = settings.base ?? "/";
    this.base = base.endsWith("/") ? base : `${base}/`;
    this.workspace = workspaceOf(root);
    this.publicFolder = resolve(root, settings.publicDir ?? "public");
    this.mode = settings.mode ?? (env.NODE_ENV || "development");
    const here = fs.realpathSync(resolve("."));
    this.envFolders = here === root ? [root] : [here, root];
  }

  options(): DevOptions {
    const settings = this.#settings;
    const variables = readEnvironment(this.envFolders, this.mode, this.#own);
    const prefixes = [...kPublicPrefixes, ...(settings.envPrefixes ?? [])];
    const { values, defines } = environmentFor(variables, prefixes, this.mode, this.base);
    return {
      root: this.root, base: this.base, publicFolder: this.publicFolder,
      conditions: settings.conditions ?? [], defines: { ...defines, ...pairs(settings.defines) },
      aliases: pairs(settings.aliases), loaders: pairs(settings.loaders), environment: values,
      refresh: settings.refresh ?? true, overlay: settings.overlay ?? true, forwardsConsole: settings.console ?? true,
    };
  }
}
