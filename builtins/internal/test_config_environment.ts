/** Names of environments. */
import { findModule, withRoot } from "internal/test_config_context";
import { ConfigurationError } from "internal/test_config_schema";

/** Those that weft has itself, by what packages call them. */
const kKnown: Record<string, string> = {
  __proto__: null as any,
  node: "node", "jest-environment-node": "node", "edge-runtime": "",
  jsdom: "jsdom", "jest-environment-jsdom": "jsdom", "jest-environment-jsdom-global": "jsdom",
  "happy-dom": "happy-dom", "@happy-dom/jest-environment": "happy-dom", "jest-environment-happy-dom": "happy-dom",
};

/** "node", "jsdom", "happy-dom", or the file of a module. */
export function environmentOf(name: string, library: "jest" | "vitest", rootDir: string, file: string): string {
  if (kKnown[name]) return kKnown[name]!;
  const rooted = withRoot(name, rootDir);
  const isPath = /^\.{0,2}\//.test(rooted);
  const prefix = library === "jest" ? "jest-environment-" : "vitest-environment-";
  const found = (isPath ? undefined : findModule(prefix + rooted, rootDir)) ?? findModule(rooted, rootDir);
  if (found === undefined) {
    const packages = isPath ? "" : ` nor the package ${prefix}${name}`;
    throw new ConfigurationError(file, `there is neither an environment ${JSON.stringify(name)}${packages}; "node", "jsdom" and "happy-dom" are known`);
  }
  return found;
}
