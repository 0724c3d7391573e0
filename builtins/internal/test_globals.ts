/** The names of the test library as globals. What few files use is made when it is first asked for. */
import { ObjectKeys } from "internal/primordials";
import { defineLate } from "internal/late_property";
import { apiOf, runningTest } from "internal/test_api";
import { registry } from "internal/test_registry";
import type { Library } from "internal/test_tree";

/** For modules with tests: a program that `weft test` does not run runs them itself. */
export function ensureRun(library: Library): void {
  if (registry.phase === "idle" && !native("test").isHosted()) require("internal/test_standalone").begin(library);
}

export function testFinished(fn: any, timeout?: number): void {
  require("internal/test_context").onTestFinished(runningTest("onTestFinished()"), fn, timeout, testFinished);
}

export function testFailed(fn: any, timeout?: number): void {
  require("internal/test_context").onTestFailed(runningTest("onTestFailed()"), fn, timeout, testFailed);
}

/** Of Vitest: what the global set-up has provided. */
export function inject(key: string): unknown {
  return registry.settings.provided[key];
}

export function defineTestGlobals(): void {
  const global = globalThis as any;
  const api: any = apiOf(registry.settings.flavour);
  const names = ObjectKeys(api);
  for (let i = 0; i < names.length; i++) global[names[i]!] = api[names[i]!];
  defineLate(global, "expect", () => require("internal/test_expect").expect);
  defineLate(global, "jest", () => require("internal/test_jest").jest);
  defineLate(global, "vi", () => require("internal/test_vi").vi);
  defineLate(global, "vitest", () => require("internal/test_vi").vi);
  global.onTestFinished = testFinished;
  global.onTestFailed = testFailed;
  if (registry.settings.flavour !== "vitest") return;
  defineLate(global, "expectTypeOf", () => require("internal/test_types").expectTypeOf);
  defineLate(global, "assertType", () => require("internal/test_types").assertType);
}
