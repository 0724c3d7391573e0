/** Stands for vitest/environments, for environments of one's own. */
import { populateGlobal as populate, type PopulateOptions } from "internal/test_dom";
import { openHappyDom, openJsdom, type Page } from "internal/test_dom_libraries";

const kUrl = "http://localhost:3000/";

function ofPage(name: string, key: string, open: (options: Record<string, any>, url: string, rootDir: string) => Page): object {
  return {
    name, transformMode: "web", viteEnvironment: "client",
    setup(_global: unknown, options: Record<string, any>) {
      const page = open(options?.[key] ?? {}, kUrl, require("node:process").default.cwd());
      return { teardown: () => page.close() };
    },
  };
}

export const builtinEnvironments = {
  node: { name: "node", transformMode: "ssr", viteEnvironment: "ssr", setup: () => ({ teardown() {} }) },
  jsdom: ofPage("jsdom", "jsdom", openJsdom),
  "happy-dom": ofPage("happy-dom", "happyDOM", openHappyDom),
};

export function populateGlobal(global: any, window: any, options: PopulateOptions = {}): { keys: Set<string>; skipKeys: string[]; originals: Map<string, unknown> } {
  const keys = populate(global, window, { bindFunctions: options.bindFunctions ?? false, additionalKeys: options.additionalKeys });
  return { keys: new Set(keys), skipKeys: ["window", "self", "top", "parent"], originals: new Map() };
}
