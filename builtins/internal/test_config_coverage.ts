/** Coverage in the three libraries' words. */
import type { CoveragePlan, Threshold } from "internal/test_plan";
import type { Context } from "internal/test_config_context";
import { ConfigurationError, wrongType } from "internal/test_config_schema";

const { resolve } = require("node:path").default;
const kMetrics = ["statements", "branches", "functions", "lines"] as const;
const kReporters = ["text", "text-summary", "html", "lcov", "lcovonly", "json", "json-summary", "cobertura", "clover", "none", "teamcity", "text-lcov", "html-spa"];

function metricsOf(files: string, given: any, file: string): Threshold {
  const threshold: Threshold = { files };
  for (const metric of kMetrics) {
    const value = given[metric];
    if (value === undefined || value === null) continue;
    if (typeof value !== "number") throw wrongType(file, `coverageThreshold.${files}.${metric}`, "number", value);
    threshold[metric] = value;
  }
  if (given.perFile === true) threshold.perFile = true;
  if (given[100] === true) for (const metric of kMetrics) threshold[metric] = 100;
  return threshold;
}

/** Jest's: by "global", paths and globs. */
export function jestThresholds(given: Record<string, any>, file: string): Threshold[] {
  return Object.entries(given).map(([files, value]) => {
    if (typeof value !== "object" || value === null) throw wrongType(file, `coverageThreshold.${files}`, "table", value);
    return metricsOf(files, value, file);
  });
}

/** Vitest's: metrics of all files, and globs beside them. */
export function vitestThresholds(given: Record<string, any>, file: string): Threshold[] {
  const own = metricsOf("global", given, file);
  const list: Threshold[] = Object.keys(own).length > 1 ? [own] : [];
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "object" && value !== null) list.push({ ...(own.perFile ? { perFile: true } : {}), ...metricsOf(key, value, file) });
  }
  return list;
}

/** Bun's: a share of 1, or shares by metric. */
export function bunThresholds(given: any, file: string): Threshold[] {
  const shares = typeof given === "number" ? { lines: given, functions: given, statements: given } : given;
  if (typeof shares !== "object" || shares === null) throw wrongType(file, "coverageThreshold", "number table", given);
  const threshold: Threshold = { files: "global" };
  const names: Record<string, keyof Threshold> = { line: "lines", lines: "lines", function: "functions", functions: "functions", statement: "statements", statements: "statements" };
  for (const [key, share] of Object.entries(shares)) {
    const metric = names[key];
    if (metric === undefined) throw new ConfigurationError(file, `"coverageThreshold" has no metric ${JSON.stringify(key)}`);
    if (typeof share !== "number") throw wrongType(file, `coverageThreshold.${key}`, "number", share);
    (threshold as any)[metric] = share * 100;
  }
  return [threshold];
}

/** Names, or pairs of a name and options. */
export function coverageReporters(given: unknown, context: Context, file: string): CoveragePlan["reporters"] {
  const list: unknown[] = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  const reporters: CoveragePlan["reporters"] = [];
  for (const item of list) {
    const [name, options] = Array.isArray(item) ? item : [item, {}];
    if (typeof name !== "string") throw new ConfigurationError(file, "coverage reporters must be named by strings");
    if (kReporters.includes(name)) reporters.push([name, options ?? {}]);
    else context.warn(`${file}: there is no coverage reporter "${name}"; there are ${kReporters.slice(0, 9).join(", ")}`);
  }
  return reporters;
}

export function folderOf(given: string, rootDir: string): string {
  return resolve(rootDir, given);
}
