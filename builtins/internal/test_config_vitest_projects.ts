/** Vitest's configuration: the file, its plugins' part in it, and its projects (https://vitest.dev/guide/projects). */
import type { Plan, ProjectPlan } from "internal/test_plan";
import { type Context, isFile, isFolder, objectOf, readModule, withRoot } from "internal/test_config_context";
import { emptyPlan } from "internal/test_config_defaults";
import type { Found } from "internal/test_config_find";
import { expandPaths } from "internal/test_config_projects";
import { ConfigurationError } from "internal/test_config_schema";
import { mergeConfig } from "internal/test_config_vite";
import { type ViteConfig, checkVitest, vitestProject, vitestRun } from "internal/test_config_vitest";

const { basename, dirname, join, resolve } = require("node:path").default;

const kEnvironment = { mode: "test", command: "serve", isSsrBuild: false, isPreview: false };

async function flatPlugins(given: unknown): Promise<any[]> {
  const value = await given;
  if (!value) return [];
  if (!Array.isArray(value)) return [value];
  return (await Promise.all(value.map(flatPlugins))).flat();
}

const kOrder: Record<string, number> = { pre: 0, post: 2 };

/** What plugins add to the configuration. What else they do takes a Vite, and there is none. */
async function withPlugins(config: ViteConfig, context: Context, file: string): Promise<ViteConfig> {
  const plugins = (await flatPlugins(config.plugins)).filter((plugin) => typeof plugin === "object");
  plugins.sort((a, b) => (kOrder[a.enforce] ?? 1) - (kOrder[b.enforce] ?? 1));
  let result: ViteConfig = { ...config, plugins: [] };
  for (const plugin of plugins) {
    if (plugin.transform || plugin.load || plugin.resolveId) context.warn(`${file}: the plugin ${plugin.name ?? "without a name"} finds and transforms no modules in weft test`);
    const hook = typeof plugin.config === "function" ? plugin.config : plugin.config?.handler;
    if (typeof hook !== "function") continue;
    try {
      const added = await hook.call(plugin, result, kEnvironment);
      if (typeof added === "object" && added !== null) result = mergeConfig(result, added);
    } catch (error: any) {
      context.warn(`${file}: the plugin ${plugin.name ?? "without a name"} could not add to the configuration: ${error?.message ?? error}`);
    }
  }
  return result;
}

async function readVite(file: string, context: Context): Promise<ViteConfig> {
  const config = await objectOf(await readModule(file, context), file, kEnvironment);
  return withPlugins(config, context, file);
}

function rootOf(config: ViteConfig, folder: string): string {
  return resolve(folder, config.test?.root ?? config.root ?? ".");
}

/** The configuration file of a folder. */
function configIn(folder: string): string | undefined {
  for (const name of ["vitest.config", "vite.config"]) {
    for (const extension of ["ts", "mts", "cts", "js", "mjs", "cjs"]) {
      const file = join(folder, `${name}.${extension}`);
      if (isFile(file)) return file;
    }
  }
  return undefined;
}

class Projects {
  list: ProjectPlan[] = [];
  #context: Context;
  /** The configuration that has the projects, and its file and folder. */
  #whole: ViteConfig;
  #file: string;
  #rootDir: string;

  constructor(whole: ViteConfig, file: string, rootDir: string, context: Context) {
    this.#whole = whole;
    this.#file = file;
    this.#rootDir = rootDir;
    this.#context = context;
  }

  async add(entry: unknown): Promise<void> {
    const given = await (typeof entry === "function" ? entry(kEnvironment) : entry);
    if (typeof given === "object" && given !== null) return this.#addInline(given);
    if (typeof given !== "string") throw new ConfigurationError(this.#file, '"test.projects" must hold strings, objects and functions');
    const isNegative = given.startsWith("!");
    if (isNegative) return;
    for (const path of expandPaths(withRoot(given, this.#rootDir), this.#rootDir)) await this.#addPath(path, !/[*?{[(]/.test(given));
  }

  async #addPath(path: string, isNamed: boolean): Promise<void> {
    if (isFolder(path)) {
      const file = configIn(path);
      if (file !== undefined) return this.#addFile(file);
      this.#push(vitestProject({ test: { name: basename(path) } }, path, this.#context, this.#file));
      return;
    }
    if (!isFile(path)) throw new ConfigurationError(this.#file, `"test.projects" names ${path}, which does not exist`);
    if (isNamed || /^vi(test|te)\b.*\.config\.|\.config\.[cm]?[jt]s$/.test(basename(path))) await this.#addFile(path);
  }

  async #addFile(file: string): Promise<void> {
    const config = await withExtends(await readVite(file, this.#context), dirname(file), this.#whole, this.#context, file);
    checkVitest(config.test ?? {}, this.#context, file);
    const rootDir = rootOf(config, dirname(file));
    const name = config.test?.name ?? nameOfFolder(rootDir);
    this.#push(vitestProject({ ...config, test: { ...config.test, name } }, rootDir, this.#context, file));
  }

  async #addInline(entry: ViteConfig): Promise<void> {
    const config = await withExtends(await withPlugins(entry, this.#context, this.#file), this.#rootDir, this.#whole, this.#context, this.#file);
    checkVitest(config.test ?? {}, this.#context, this.#file);
    const rootDir = rootOf(config, this.#rootDir);
    const name = config.test?.name ?? `${this.list.length}`;
    this.#push(vitestProject({ ...config, test: { ...config.test, name } }, rootDir, this.#context, this.#file));
  }

  #push(project: ProjectPlan): void {
    if (this.list.some(({ name }) => name === project.name)) {
      throw new ConfigurationError(this.#file, `two projects are called ${JSON.stringify(project.name)}: give them different names`);
    }
    this.list.push(project);
  }
}

function nameOfFolder(folder: string): string {
  const file = join(folder, "package.json");
  if (isFile(file)) {
    const { name } = JSON.parse(require("node:fs").default.readFileSync(file, "utf8"));
    if (typeof name === "string" && name !== "") return name;
  }
  return basename(folder);
}

/** `extends: true` is the configuration that has the project; a string names a file. */
async function withExtends(config: ViteConfig, folder: string, whole: ViteConfig, context: Context, file: string): Promise<ViteConfig> {
  const given = config.extends ?? config.test?.extends;
  if (given === undefined || given === false) return config;
  const own = { ...config, extends: undefined, test: { ...config.test, extends: undefined } };
  let base = whole;
  if (typeof given === "string") {
    const path = resolve(folder, given);
    if (!isFile(path)) throw new ConfigurationError(file, `"extends" names ${path}, which does not exist`);
    base = await readVite(path, context);
  }
  const { name: _name, projects: _projects, workspace: _workspace, ...test } = base.test ?? {};
  return mergeConfig({ ...base, test }, own);
}

/** A workspace's file has the projects alone. */
async function readWorkspace(file: string, context: Context): Promise<unknown[]> {
  const exported = await readModule(file, context);
  const list = await (typeof exported === "function" ? exported() : exported);
  if (!Array.isArray(list)) throw new ConfigurationError(file, "it must export an array of projects");
  return list;
}

export async function planOfVitest(found: Found, _root: string, context: Context): Promise<Plan> {
  const { file, kind } = found;
  const folder: string = dirname(file);
  const config: ViteConfig = kind === "workspace" ? {} : await readVite(file, context);
  const test = config.test ?? {};
  checkVitest(test, context, file);
  const rootDir = rootOf(config, folder);
  const plan = { ...emptyPlan(rootDir), file };
  await vitestRun(config, plan, context, file);
  const entries = kind === "workspace" ? await readWorkspace(file, context) : await entriesOf(test, rootDir, folder, context);
  if (entries === undefined) {
    plan.projects = [vitestProject(config, rootDir, context, file)];
    return plan;
  }
  const projects = new Projects(config, file, rootDir, context);
  const positive = entries.filter((entry) => typeof entry !== "string" || !entry.startsWith("!"));
  const left = entries.filter((entry): entry is string => typeof entry === "string" && entry.startsWith("!")).flatMap((entry) => expandPaths(entry.slice(1), rootDir));
  for (const entry of positive) {
    if (typeof entry === "string" && left.includes(resolve(rootDir, entry))) continue;
    await projects.add(entry);
  }
  if (projects.list.length === 0) throw new ConfigurationError(file, '"test.projects" leads to no project');
  plan.projects = projects.list;
  return plan;
}

async function entriesOf(test: Record<string, any>, rootDir: string, folder: string, context: Context): Promise<unknown[] | undefined> {
  if (Array.isArray(test.projects)) return test.projects;
  if (Array.isArray(test.workspace)) return test.workspace;
  if (typeof test.workspace === "string") return readWorkspace(resolve(rootDir, test.workspace), context);
  for (const name of ["vitest.workspace", "vitest.projects"]) {
    for (const extension of ["ts", "js", "json"]) {
      const file = join(folder, `${name}.${extension}`);
      if (isFile(file)) return readWorkspace(file, context);
    }
  }
  return undefined;
}
