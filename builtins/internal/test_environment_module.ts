/**
 * Environments of one's own: classes of Jest's kind (https://jestjs.io/docs/configuration#testenvironment-string) and
 * objects of Vitest's (https://vitest.dev/guide/environment#custom-environment). What they put on their global object
 * comes to the test file's; those that extend Jest's environments of Node or jsdom have that very object.
 */
import { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, TypeError } from "internal/primordials";
import type { Entered } from "internal/test_environment";
import type { Settings } from "internal/test_settings";
import { docblockOf } from "internal/test_docblock";
import { populateGlobal } from "internal/test_dom";

type Install = (settings: Settings, conditions: string[]) => void;

/** What environments extend or call; in their stead, those of weft. */
const kBases = [
  "jest-environment-node", "internal/test_environment_node",
  "jest-environment-jsdom", "internal/test_environment_jsdom",
  "@happy-dom/jest-environment", "internal/test_environment_happy_dom",
  "vitest/environments", "internal/test_environment_vitest",
];

export async function enterModule(
  module: string, options: Record<string, any>, settings: Settings, path: string, install: Install,
): Promise<Entered> {
  native("graph_hooks").addBuiltins(kBases);
  native("graph_hooks").setResolution([], [], [], []);
  const exported = await defaultOf(module);
  return typeof exported === "function"
    ? enterClass(exported, module, options, settings, path, install)
    : enterObject(exported, module, options, settings, install);
}

async function defaultOf(module: string): Promise<any> {
  const namespace: any = await import(require("node:url").default.pathToFileURL(module).href);
  let exported = namespace.default ?? namespace;
  if (exported?.__esModule && exported.default !== undefined) exported = exported.default;
  return typeof exported === "object" && exported !== null && typeof exported.default === "function" ? exported.default : exported;
}

/** Names of `from` that are not those of every global object. */
function copyGlobals(from: any): void {
  const global = globalThis as any;
  if (from?.document !== undefined) {
    populateGlobal(global, from);
    return;
  }
  const names = ObjectGetOwnPropertyNames(from);
  for (let i = 0; i < names.length; i++) {
    if (names[i]! in global) continue;
    ObjectDefineProperty(global, names[i]!, { ...ObjectGetOwnPropertyDescriptor(from, names[i]!), configurable: true } as PropertyDescriptor);
  }
}

async function enterClass(
  Environment: any, module: string, options: Record<string, any>, settings: Settings, path: string, install: Install,
): Promise<Entered> {
  const { rootDir, globalValues, name, roots } = settings;
  const projectConfig = {
    rootDir, cwd: rootDir, globals: globalValues, displayName: name === "" ? undefined : { name, color: "white" }, roots, id: name,
    testEnvironment: module, testEnvironmentOptions: options, fakeTimers: settings.fakeTimers, injectGlobals: settings.globals,
  };
  const globalConfig = { rootDir, ci: settings.ci, seed: settings.seed, projects: [rootDir], testTimeout: settings.testTimeout };
  const context = { console: (globalThis as any).console, docblockPragmas: docblockOf(require("node:fs").default.readFileSync(path, "utf8"))?.pragmas ?? {}, testPath: path };
  const environment = new Environment({ ...projectConfig, globalConfig, projectConfig }, context);
  await environment.setup?.();
  if (environment.global !== null && environment.global !== undefined && environment.global !== globalThis) copyGlobals(environment.global);
  const conditions = environment.exportConditions?.() ?? [];
  install(settings, isOfNode(conditions) ? [] : conditions);
  const entered: Entered = { name: module, leave: () => environment.teardown?.() };
  if (typeof environment.handleTestEvent === "function") entered.tell = (event, state) => environment.handleTestEvent(event, state);
  return entered;
}

function isOfNode(conditions: unknown[]): boolean {
  return conditions.includes("node");
}

async function enterObject(environment: any, module: string, options: Record<string, any>, settings: Settings, install: Install): Promise<Entered> {
  if (typeof environment?.setup !== "function") {
    throw new TypeError(`The environment ${module} must export a class of Jest's kind, or an object with setup() of Vitest's`);
  }
  const left = await environment.setup(globalThis, options);
  install(settings, []);
  return { name: module, leave: () => left?.teardown?.(globalThis) };
}
