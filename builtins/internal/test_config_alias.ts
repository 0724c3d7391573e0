/** Vite's aliases and its environment (https://vite.dev/config/shared-options.html#resolve-alias, https://vite.dev/guide/env-and-mode). */
import { type Context, isFile } from "internal/test_config_context";
import { ConfigurationError } from "internal/test_config_schema";
import type { Settings } from "internal/test_settings";

const { dirname, join, resolve } = require("node:path").default;

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A path relative to the configuration, and not to who imports, with the slash at its end. */
function inFolder(replacement: string, folder: string): string {
  if (!/^\.\.?\//.test(replacement)) return replacement;
  return resolve(folder, replacement) + (replacement.endsWith("/") ? "/" : "");
}

/** An object, or a list of { find, replacement }. */
export function aliasesOf(given: any, context: Context, file: string): Settings["alias"] {
  if (given === undefined || given === null) return [];
  const entries: { find: any; replacement: any; customResolver?: unknown }[] = Array.isArray(given)
    ? given
    : Object.entries(given).map(([find, replacement]) => ({ find, replacement }));
  const list: Settings["alias"] = [];
  for (const { find, replacement, customResolver } of entries) {
    if (customResolver !== undefined) context.warn(`${file}: "resolve.alias.customResolver" is ignored`);
    if (typeof replacement !== "string") throw new ConfigurationError(file, `"resolve.alias" must give a string for ${String(find)}`);
    const target = inFolder(replacement, dirname(file));
    if (find instanceof RegExp) list.push([find.source, find.flags.replace("g", ""), target]);
    // "@" is "@" and "@/x"; "@/" only the second.
    else if (typeof find === "string") list.push([`^${escaped(find)}${find.endsWith("/") ? "" : "(?=/|$)"}`, "", target]);
    else throw new ConfigurationError(file, '"resolve.alias" must be found by strings or patterns');
  }
  return list;
}

/** What .env files give to a mode, of the names that begin with a prefix; the process's own variables win. */
export function loadEnv(mode: string, folder: string, prefixes: string | string[] = "VITE_"): Record<string, string> {
  const list = Array.isArray(prefixes) ? prefixes : [prefixes];
  const found: Record<string, string> = {};
  const { readFileSync } = require("node:fs").default;
  const { parseEnv } = require("node:util").default;
  for (const name of [".env", ".env.local", `.env.${mode}`, `.env.${mode}.local`]) {
    const path = join(folder, name);
    if (isFile(path)) Object.assign(found, parseEnv(readFileSync(path, "utf8")));
  }
  const { env } = require("node:process").default;
  const result: Record<string, string> = {};
  for (const key of Object.keys({ ...found, ...env })) {
    if (list.some((prefix) => key.startsWith(prefix))) result[key] = env[key] ?? found[key];
  }
  return result;
}

/** import.meta.env, which is process.env in a test. */
export function viteEnvironment(config: any, mode: string, rootDir: string): Record<string, string> {
  const folder = config.envDir === undefined ? rootDir : config.envDir === false ? undefined : resolve(rootDir, config.envDir);
  const loaded = folder === undefined ? {} : loadEnv(mode, folder, config.envPrefix ?? "VITE_");
  const isProduction = mode === "production";
  return {
    ...loaded, TEST: "true", VITEST: "true", NODE_ENV: "test", MODE: mode, VITEST_MODE: "RUN", BASE_URL: config.base ?? "/",
    DEV: isProduction ? "" : "1", PROD: isProduction ? "1" : "", SSR: "1",
  };
}

/** Vite's `define`: texts of expressions, of which a test gets the values. */
export function definedValues(define: any, context: Context, file: string): { globals: Record<string, unknown>; env: Record<string, string> } {
  const globals: Record<string, unknown> = {};
  const env: Record<string, string> = {};
  for (const [key, given] of Object.entries(define ?? {})) {
    let value = given;
    if (typeof given === "string") {
      try {
        value = JSON.parse(given);
      } catch {
        context.warn(`${file}: "define" has ${JSON.stringify(given)} for ${key}, which is not JSON: left out`);
        continue;
      }
    }
    const variable = /^(?:process|import\.meta)\.env\.(\w+)$/.exec(key);
    if (variable) env[variable[1]!] = typeof value === "string" ? value : JSON.stringify(value);
    else if (/^[\w$]+$/.test(key)) globals[key] = value;
    else context.warn(`${file}: "define" of ${key} is left out: only names and variables of the environment are known`);
  }
  return { globals, env };
}
