/**
 * Global set-up and tear-down, once a run, in the setup realm: Jest's globalSetup and globalTeardown
 * (https://jestjs.io/docs/configuration#globalsetup-string), Vitest's globalSetup with `provide`
 * (https://vitest.dev/config/#globalsetup).
 */
import type { Plan, ProjectPlan } from "internal/test_plan";
import { ConfigurationError } from "internal/test_config_schema";

type Task = () => unknown;

/** What tear-down runs, in this order. */
let tearDowns: Task[] = [];
/** Files that more than one project names are set up once. */
let known = new Set<string>();

async function exportsOf(file: string): Promise<any> {
  const { pathToFileURL } = require("node:url").default;
  return await import(pathToFileURL(file).href);
}

/** The function of a module of Jest's kind. */
function functionOf(namespace: any, file: string, key: string): (...args: unknown[]) => unknown {
  let exported = namespace.default ?? namespace;
  if (typeof exported !== "function" && typeof exported?.default === "function") exported = exported.default;
  if (typeof exported !== "function") throw new ConfigurationError(file, `"${key}" must export a function`);
  return exported;
}

function jestConfigs(plan: Plan, { settings }: ProjectPlan): [globalConfig: object, projectConfig: object] {
  const { rootDir } = settings;
  return [
    { rootDir: plan.rootDir, maxWorkers: plan.maxWorkers, bail: plan.bail, verbose: plan.verbose === true, watch: false, watchAll: false, projects: plan.projects.map((it) => it.settings.rootDir) },
    {
      rootDir, displayName: settings.name ? { name: settings.name, color: "white" } : undefined, globals: settings.globalValues ?? {},
      testEnvironment: settings.environment, testEnvironmentOptions: settings.environmentOptions ?? {}, roots: settings.roots ?? [rootDir],
    },
  ];
}

async function jestSetUp(plan: Plan, project: ProjectPlan): Promise<void> {
  for (const file of project.globalTeardown) {
    if (known.has(`teardown ${file}`)) continue;
    known.add(`teardown ${file}`);
    tearDowns.push(async () => functionOf(await exportsOf(file), file, "globalTeardown")(...jestConfigs(plan, project)));
  }
  for (const file of project.globalSetup) {
    if (known.has(file)) continue;
    known.add(file);
    await functionOf(await exportsOf(file), file, "globalSetup")(...jestConfigs(plan, project));
  }
}

/** What set-up is given: it provides values, which come to test files as JSON. */
function vitestProject(plan: Plan, { settings, name }: ProjectPlan, provided: Record<string, unknown>): object {
  return {
    name, config: settings, globalConfig: { root: plan.rootDir, watch: false },
    provide(key: string, value: unknown) {
      let text: string | undefined;
      try {
        text = JSON.stringify(value);
      } catch {
        // It is told below.
      }
      if (text === undefined && value !== undefined) throw new TypeError(`Cannot provide "${key}": a value must be JSON`);
      provided[key] = text === undefined ? undefined : JSON.parse(text);
    },
    getProvidedContext: () => provided,
    onTestsRerun() {},
  };
}

async function vitestSetUp(plan: Plan, project: ProjectPlan, provided: Record<string, unknown>): Promise<void> {
  for (const file of project.globalSetup) {
    const namespace = await exportsOf(file);
    const module = namespace.setup !== undefined || namespace.teardown !== undefined ? namespace : namespace.default;
    const setup = typeof module === "function" ? module : module?.setup;
    if (typeof setup !== "function" && typeof module?.teardown !== "function") {
      throw new ConfigurationError(file, `"globalSetup" must export setup, teardown, or a function as default`);
    }
    if (typeof module.teardown === "function") tearDowns.unshift(() => module.teardown());
    const after = typeof setup === "function" ? await setup(vitestProject(plan, project, provided)) : undefined;
    // (What it returns takes the place of an exported tear-down.)
    if (typeof after === "function") {
      if (typeof module.teardown === "function") tearDowns.shift();
      tearDowns.unshift(after);
    }
  }
}

export async function setUp(plan: Plan, projects?: number[]): Promise<{ provided: Record<string, unknown>[] }> {
  tearDowns = [];
  known = new Set();
  const provided: Record<string, unknown>[] = [];
  for (const [index, project] of plan.projects.entries()) {
    const values: Record<string, unknown> = { ...project.settings.provided };
    provided.push(values);
    if (projects !== undefined && !projects.includes(index)) continue;
    if (project.settings.flavour === "vitest") await vitestSetUp(plan, project, values);
    else await jestSetUp(plan, project);
  }
  return { provided };
}

/** Every tear-down runs; the first fault is told. */
export async function tearDown(): Promise<null> {
  const tasks = tearDowns;
  tearDowns = [];
  const faults: unknown[] = [];
  for (const task of tasks) {
    try {
      await task();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return null;
}
