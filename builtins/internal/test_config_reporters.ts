/** Reporters in the libraries' words, and those of one's own, which live in the setup realm. */
import type { ReporterPlan } from "internal/test_plan";
import { type Context, needModule, readModule } from "internal/test_config_context";
import { ConfigurationError } from "internal/test_config_schema";
import { reporterOf } from "internal/test_own_reporters";

const { join, resolve } = require("node:path").default;

/** What they are called elsewhere. */
const kNames: Record<string, string> = {
  __proto__: null as any,
  default: "default", summary: "default", basic: "default", agent: "default", verbose: "verbose", tree: "verbose", dot: "dots", dots: "dots",
  junit: "junit", "jest-junit": "junit", tap: "tap", "tap-flat": "tap", json: "json", "github-actions": "github", github: "github", html: "html",
  "jest-html-reporter": "html", "jest-html-reporters": "html", "hanging-process": "",
};

function own(reporter: any, options: any, module: string, context: Context): ReporterPlan {
  context.reporters.push({ reporter, options });
  return { name: "", index: context.reporters.length - 1, module, options: {}, outputFile: "" };
}

/** Where jest-junit writes. */
function junitFile(options: any, rootDir: string): string {
  const { env } = require("node:process").default;
  const folder = options.outputDirectory ?? env.JEST_JUNIT_OUTPUT_DIR ?? rootDir;
  const name = options.outputFile ?? options.output ?? env.JEST_JUNIT_OUTPUT_FILE ?? join(folder, options.outputName ?? env.JEST_JUNIT_OUTPUT_NAME ?? "junit.xml");
  return resolve(rootDir, String(name).replace("<rootDir>", rootDir));
}

function outputOf(name: string, given: string, options: any, outputFile: unknown, rootDir: string): string {
  if (given === "jest-junit") return junitFile(options, rootDir);
  const file = options.outputFile ?? options.outputPath ?? options.publicPath ?? (typeof outputFile === "object" && outputFile !== null ? (outputFile as any)[given] : outputFile);
  if (typeof file === "string") return resolve(rootDir, file.replace("<rootDir>", rootDir));
  return name === "html" ? join(rootDir, "html", "index.html") : "";
}

/** @param outputFile Vitest's: one file, or files by reporter. */
export async function reportersOf(list: unknown[], rootDir: string, context: Context, file: string, outputFile?: unknown): Promise<ReporterPlan[]> {
  const reporters: ReporterPlan[] = [];
  for (const item of list) {
    const [given, options = {}] = Array.isArray(item) ? item : [item];
    if (typeof given === "object" && given !== null) {
      reporters.push(own(given, options, given.constructor?.name ?? "", context));
      continue;
    }
    if (typeof given !== "string") throw new ConfigurationError(file, `"reporters" must hold names, pairs of a name and options, or reporters`);
    const name = kNames[given];
    if (name === "") continue;
    if (name !== undefined) {
      reporters.push({ name, module: given, options, outputFile: outputOf(name, given, options, outputFile, rootDir) });
      continue;
    }
    const module = needModule(given, rootDir, file, "reporters");
    const exported = reporterOf(await readModule(module, context), given);
    reporters.push(own(exported, options, module, context));
  }
  return reporters;
}
