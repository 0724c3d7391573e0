/** The configuration of `weft test`: from files to the plan (internal/test_plan tells what may be asked). */
import type { LoadRequest, Plan, ProjectPlan } from "internal/test_plan";
import { Context, isFile, isFolder, objectOf, readAgain, readModule, takeFileNames } from "internal/test_config_context";
import { emptyPlan, emptyProject } from "internal/test_config_defaults";
import { type Found, findConfig, kindOfFile } from "internal/test_config_find";
import { planOfMocha } from "internal/test_config_mocha";
import { planOfJest } from "internal/test_config_projects";
import { prepareRealm } from "internal/test_config_realm";
import { ConfigurationError } from "internal/test_config_schema";
import { OwnReporter, addReporters as addOwnReporters } from "internal/test_own_reporters";
import { setUp as setUpProjects, tearDown } from "internal/test_global_setup";
import { planOfVitest } from "internal/test_config_vitest_projects";
import { planOfBun, planOfWeft } from "internal/test_config_weft";

const { resolve, dirname } = require("node:path").default;

/** Of the last `load`: what is asked later needs it. */
let context = new Context();
let plan: Plan | undefined;

/** The plan without any configuration. */
export function defaultPlan(rootDir: string): Plan {
  return { ...emptyPlan(rootDir), projects: [emptyProject(rootDir)] };
}

function foundFile(request: LoadRequest): Found {
  const file: string = resolve(request.root, request.file!);
  if (isFolder(file)) throw new ConfigurationError("", `--config must name a file: ${file} is a folder`);
  if (!isFile(file)) throw new ConfigurationError("", `--config names a file that does not exist: ${file}`);
  return { kind: kindOfFile(file), file };
}

/** JSON on the command line is Jest's. */
function inlineOptions(text: string): Record<string, any> {
  try {
    return JSON.parse(text);
  } catch (error: any) {
    throw new ConfigurationError("--config", error.message);
  }
}

async function planOf(request: LoadRequest): Promise<Plan> {
  if (request.file?.trimStart().startsWith("{")) return planOfJest(inlineOptions(request.file), "--config", request.root, context);
  const found = request.file === undefined ? await findConfig(request.root, context) : foundFile(request);
  if (found === undefined) return defaultPlan(request.root);
  const { file, kind } = found;
  const folder: string = dirname(file);
  switch (kind) {
    case "vitest": case "vite": case "workspace": return planOfVitest(found, request.root, context);
    case "mocha": return planOfMocha(file, context);
    case "bun": return planOfBun((await readModule(file, context)).test, file, context);
    case "toml": return planOfWeft((await readModule(file, context)).test, file, context);
    case "weft": {
      const options = await objectOf(await readModule(file, context), file);
      return planOfWeft("test" in options ? options.test : options, file, context);
    }
    case "package": return planOfJest((await readModule(file, context)).jest ?? {}, file, folder, context);
    case "jest": return planOfJest(await objectOf(await readModule(file, context), file), file, folder, context);
  }
}

function chosen(projects: ProjectPlan[], names: string[] | undefined): ProjectPlan[] {
  if (names === undefined || names.length === 0) return projects;
  const isWanted = (name: string): boolean => names.some((wanted) => {
    if (!wanted.includes("*")) return wanted === name;
    return new RegExp(`^${wanted.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&")).join(".*")}$`).test(name);
  });
  const list = projects.filter(({ name }) => isWanted(name));
  if (list.length > 0) return list;
  const known = projects.map(({ name }) => name).filter((name) => name !== "");
  throw new ConfigurationError("", `--project ${names.join(", ")}: there is no such project${known.length > 0 ? `; there are ${known.join(", ")}` : ""}`);
}

export async function load(request: LoadRequest): Promise<Plan> {
  prepareRealm();
  if (plan !== undefined) readAgain();
  context = new Context();
  let made: Plan;
  try {
    made = await planOf(request);
  } finally {
    takeFileNames();
  }
  made.projects = chosen(made.projects, request.projects);
  for (const project of made.projects) Object.assign(project.settings, request.overrides);
  made.warnings = context.warnings;
  made.inputs = context.inputs;
  plan = made;
  return made;
}

/** The numbers of the paths that one of the patterns matches: what has no JavaScript may ask. */
export function selectPaths({ patterns, paths }: { patterns: string[]; paths: string[] }): number[] {
  const list = patterns.map((pattern) => new RegExp(pattern));
  const numbers: number[] = [];
  paths.forEach((path, index) => { if (list.some((pattern) => pattern.test(path))) numbers.push(index); });
  return numbers;
}

/** Global set-up, in the order of projects; what it provides comes with the settings that it is for. */
export function setUp({ projects }: { projects?: number[] } = {}): Promise<{ provided: Record<string, unknown>[] }> {
  return setUpProjects(plan ?? defaultPlan("/"), projects);
}

export { tearDown };

/** Reporters of the command line; their numbers. */
export async function addReporters({ root, modules }: { root: string; modules: { module: string; outputFile: string }[] }): Promise<number[]> {
  prepareRealm();
  try {
    return await addOwnReporters(modules, root, context);
  } finally {
    takeFileNames();
  }
}

/** Calls a method of a reporter of one's own; undefined if it has none of the name. */
export async function reporter({ index, method, arguments: args, root }: {
  index: number; method: string; arguments: unknown[]; root?: string;
}): Promise<unknown> {
  const entry = context.reporters[index];
  if (entry === undefined) throw new RangeError(`There is no reporter ${index}`);
  entry.own ??= new OwnReporter(entry.reporter, entry.options ?? {}, plan?.rootDir ?? root ?? "/");
  return await entry.own.call(method, args);
}
