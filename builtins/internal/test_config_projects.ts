/** Jest's `projects`: folders, files, globs of either, and options in place. */
import type { Plan, ProjectPlan } from "internal/test_plan";
import { type Context, isFile, isFolder, objectOf, readJson, readModule, withRoot } from "internal/test_config_context";
import { emptyPlan } from "internal/test_config_defaults";
import { checkJest, jestProject, jestRoot, jestRun, jestRunSettings } from "internal/test_config_jest";
import { withPreset } from "internal/test_config_preset";
import { ConfigurationError } from "internal/test_config_schema";

const { basename, dirname, join, resolve } = require("node:path").default;

type Options = Record<string, any>;

/** The file that configures a folder's tests. */
function configIn(folder: string): string | undefined {
  for (const extension of ["ts", "js", "mjs", "cjs", "json"]) {
    const file = join(folder, `jest.config.${extension}`);
    if (isFile(file)) return file;
  }
  const file = join(folder, "package.json");
  return isFile(file) && readJson(file).jest !== undefined ? file : undefined;
}

export function expandPaths(text: string, folder: string): string[] {
  if (!/[*?{[(]/.test(text)) return [resolve(folder, text)];
  const found: string[] = require("node:fs").default.globSync(text, { cwd: folder });
  return found.filter((path) => !path.includes("node_modules")).sort().map((path) => resolve(folder, path));
}

async function projectAt(path: string, context: Context, owner: string, seen: Set<string>): Promise<ProjectPlan[]> {
  if (isFolder(path)) {
    const file = configIn(path);
    return file === undefined ? [jestProject({}, path, context, owner)] : projectAt(file, context, owner, seen);
  }
  if (!isFile(path)) throw new ConfigurationError(owner, `"projects" names ${path}, which does not exist`);
  if (seen.has(path)) return [];
  seen.add(path);
  const exported = await readModule(path, context);
  const options = await objectOf(basename(path) === "package.json" ? exported.jest : exported, path);
  return projectsOf(options, path, dirname(path), context, seen, false);
}

/** A project, or those that it is made of. */
async function projectsOf(options: Options, file: string, folder: string, context: Context, seen: Set<string>, isWhole: boolean): Promise<ProjectPlan[]> {
  checkJest(options, context, file, isWhole);
  const rootDir = jestRoot(options, file, folder);
  const whole = await withPreset(options, rootDir, context, file);
  if (whole !== options) checkJest(whole, context, file, true);
  if (!Array.isArray(options.projects) || options.projects.length === 0) return [jestProject(whole, rootDir, context, file)];
  return projectList(options, file, rootDir, context, seen);
}

/** What `projects` leads to. */
export async function projectList(options: Options, file: string, rootDir: string, context: Context, seen = new Set([file])): Promise<ProjectPlan[]> {
  const list: ProjectPlan[] = [];
  for (const entry of options.projects) {
    if (typeof entry === "string") {
      const paths = expandPaths(withRoot(entry, rootDir), rootDir);
      // (A glob may match files that are no configuration.)
      for (const path of paths) if (paths.length === 1 || isFolder(path) || /\.(json|[cm]?[jt]s)$/.test(path)) list.push(...await projectAt(path, context, file, seen));
    } else if (typeof entry === "object" && entry !== null) {
      list.push(...await projectsOf(entry, file, rootDir, context, seen, false));
    } else {
      throw new ConfigurationError(file, '"projects" must hold strings and objects');
    }
  }
  return list;
}

export async function planOfJest(options: Options, file: string, folder: string, context: Context): Promise<Plan> {
  const rootDir = jestRoot(options, file, folder);
  const plan = { ...emptyPlan(rootDir), file };
  plan.projects = await projectsOf(options, file, folder, context, new Set([file]), true);
  const whole = await withPreset(options, rootDir, context, file);
  await jestRun(whole, plan, context, file);
  const { testTimeout, ...ofRun } = jestRunSettings(whole);
  for (const { settings } of plan.projects) {
    Object.assign(settings, ofRun);
    if (testTimeout !== undefined && settings.testTimeout === undefined) settings.testTimeout = testTimeout;
  }
  return plan;
}
