/**
 * The environment of a test file: what its project says, or its first comment. For internal/test_main, before any code
 * of the project's runs:
 *
 *     const entered = enter(settings, path);           // a promise only where there is something to wait for
 *     …set-up files, the test file, its tests…
 *     await (await entered).leave();
 *
 * `enter` also applies what the settings say of how modules are found.
 */
import { ArrayPrototypeJoin, ArrayPrototypeMap, JSONStringify } from "internal/primordials";
import type { Settings } from "internal/test_settings";
import type { Docblock } from "internal/test_docblock";

export interface Entered {
  /** "node", "jsdom", "happy-dom", or a module's path. */
  name: string;
  leave(): unknown;
  /** Tells an environment of Jest's kind what the runner does ("test_start", "test_done", …); undefined if it does not ask. */
  tell?(event: { name: string; [key: string]: unknown }, state: object): unknown;
}

const kPlain: Entered = { name: "node", leave() {} };

export function enter(settings: Settings, path: string): Entered | Promise<Entered> {
  const docblock = docblockFor(path);
  const name = nameFor(settings, path, docblock);
  if (name === "node") {
    installResolution(settings, []);
    return kPlain;
  }
  return enterNamed(name, settings, path, docblock);
}

function docblockFor(path: string): Docblock | undefined {
  const comments: string = native("graph_hooks").environmentComments(path);
  return comments === "" ? undefined : require("internal/test_docblock").docblockOf(comments);
}

/** The same for files that can share an environment. */
export function environmentKey(settings: Settings, path: string): string {
  const docblock = docblockFor(path);
  const name = nameFor(settings, path, docblock);
  return name === "node" ? name : (JSONStringify([name, optionsFor(name, settings, docblock)]) as string);
}

/** Nothing is set where a realm of tests finds its modules so anyway (src/runtime/runtime.cpp). */
function installResolution(settings: Settings, conditions: string[]): void {
  const { moduleNameMapper, alias, transform, modulePaths, moduleDirectories, moduleFileExtensions, assets, flavour } = settings;
  const isMapped = moduleNameMapper.length > 0 || alias.length > 0 || transform.length > 0 || assets !== "none" || flavour === "vitest";
  const isMoved = modulePaths.length > 0 || conditions.length > 0 || settings.conditions.length > 0 || moduleDirectories.length !== 1 || moduleDirectories[0] !== "node_modules";
  if (isMapped || isMoved || ArrayPrototypeJoin(moduleFileExtensions, " ") !== kExtensions) require("internal/test_resolution").install(settings, conditions);
}
const kExtensions = "js mjs cjs jsx ts mts cts tsx json node";

function nameFor(settings: Settings, path: string, docblock: Docblock | undefined): string {
  const { environment, environmentMatch, rootDir, flavour } = settings;
  const named = docblock?.environment;
  if (named !== undefined) {
    if (named === "node" || named === "jsdom" || named === "happy-dom") return named;
    return require("internal/test_config_environment").environmentOf(named, flavour === "vitest" ? "vitest" : "jest", rootDir, path);
  }
  for (let i = 0; i < environmentMatch.length; i++) {
    const [glob, name] = environmentMatch[i]!;
    const { matchesPath, parsePattern } = require("internal/glob_match");
    const { relative } = require("node:path").default;
    if (matchesPath(parsePattern(glob), relative(rootDir, path))) return name;
  }
  return environment;
}

async function enterNamed(name: string, settings: Settings, path: string, docblock: Docblock | undefined): Promise<Entered> {
  const options = optionsFor(name, settings, docblock);
  if (name === "jsdom" || name === "happy-dom") {
    const { openJsdom, openHappyDom } = require("internal/test_dom_libraries");
    const url = settings.flavour === "jest" ? "http://localhost/" : "http://localhost:3000/";
    const page = (name === "jsdom" ? openJsdom : openHappyDom)(options, url, settings.rootDir);
    installResolution(settings, conditionsOf(options, settings));
    return { name, leave: () => page.close() };
  }
  return require("internal/test_environment_module").enterModule(name, options, settings, path, installResolution);
}

/** Jest's environments of pages find what packages have for browsers. */
function conditionsOf(options: Record<string, any>, settings: Settings): string[] {
  if (settings.flavour !== "jest") return [];
  const { customExportConditions } = options;
  return Array.isArray(customExportConditions) ? (ArrayPrototypeMap(customExportConditions, (item: unknown) => `${item}`) as string[]) : ["browser"];
}

/** Those of a file are over those of its project; Vitest's are by library. */
function optionsFor(name: string, { environmentOptions, flavour }: Settings, docblock: Docblock | undefined): Record<string, any> {
  const own = { ...environmentOptions, ...docblock?.options } as Record<string, any>;
  if (flavour !== "vitest") return own;
  if (name === "jsdom") return own.jsdom ?? withoutLibraries(own);
  if (name === "happy-dom") return own.happyDOM ?? withoutLibraries(own);
  return own;
}

function withoutLibraries({ jsdom: _jsdom, happyDOM: _happyDOM, ...rest }: Record<string, any>): Record<string, any> {
  return rest;
}
