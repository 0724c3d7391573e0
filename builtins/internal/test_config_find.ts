/** Which file configures the tests of a folder: the order is told in internal/test_plan. */
import { type Context, isFile, packageAbove, readModule } from "internal/test_config_context";
import { mochaScript } from "internal/test_config_mocha";

const { dirname, join, basename } = require("node:path").default;
const { readFileSync } = require("node:fs").default;

export type Kind = "weft" | "toml" | "jest" | "package" | "vitest" | "workspace" | "vite" | "bun" | "mocha";
export interface Found {
  kind: Kind;
  file: string;
}

const kCode = ["ts", "js", "mjs", "cjs"];
const kAllCode = ["ts", "mts", "cts", "js", "mjs", "cjs"];

function firstOf(folder: string, name: string, extensions: string[]): string | undefined {
  for (const extension of extensions) {
    const file = join(folder, `${name}.${extension}`);
    if (isFile(file)) return file;
  }
  return undefined;
}

async function tomlWithTests(folder: string, name: string, context: Context): Promise<string | undefined> {
  const file = join(folder, name);
  if (!isFile(file) || !/^\s*\[+\s*"?test\b|^\s*"?test"?\s*[.=]/m.test(readFileSync(file, "utf8"))) return undefined;
  return (await readModule(file, context)).test === undefined ? undefined : file;
}

function scriptNames(packageJson: any, word: string): boolean {
  const script = packageJson?.scripts?.test;
  return typeof script === "string" && new RegExp(`(^|[\\s/;&|])${word}(\\s|$)`).test(script);
}

function dependsOn(packageJson: any, name: string): boolean {
  return ["dependencies", "devDependencies", "peerDependencies"].some((key) => packageJson?.[key]?.[name] !== undefined);
}

function jestOf(folder: string, packageJson: any): Found | undefined {
  const file = firstOf(folder, "jest.config", [...kCode, "json"]);
  if (file !== undefined) return { kind: "jest", file };
  return packageJson?.jest === undefined ? undefined : { kind: "package", file: join(folder, "package.json") };
}

function vitestOf(folder: string, packageJson: any): Found | undefined {
  const own = firstOf(folder, "vitest.config", kAllCode);
  if (own !== undefined) return { kind: "vitest", file: own };
  const vite = firstOf(folder, "vite.config", kAllCode);
  if (vite !== undefined && (dependsOn(packageJson, "vitest") || scriptNames(packageJson, "vitest") || /\btest\b/.test(readFileSync(vite, "utf8")))) {
    return { kind: "vite", file: vite };
  }
  for (const name of ["vitest.workspace", "vitest.projects"]) {
    const workspace = firstOf(folder, name, ["ts", "js", "json"]);
    if (workspace !== undefined) return { kind: "workspace", file: workspace };
  }
  return undefined;
}

/** Its own file, or a package that calls it or has it and none of the others. */
function mochaOf(folder: string, packageJson: any): Found | undefined {
  const file = firstOf(folder, ".mocharc", ["cjs", "js", "yaml", "yml", "json", "jsonc"]);
  if (file !== undefined) return { kind: "mocha", file };
  const isMochas = packageJson !== undefined && (packageJson.mocha !== undefined || mochaScript(packageJson) !== undefined ||
    (dependsOn(packageJson, "mocha") && !dependsOn(packageJson, "jest") && !dependsOn(packageJson, "vitest")));
  return isMochas ? { kind: "mocha", file: join(folder, "package.json") } : undefined;
}

async function inFolder(folder: string, packageJson: any, context: Context): Promise<Found | undefined> {
  const own = firstOf(folder, "weft.config", [...kCode, "json"]);
  if (own !== undefined) return { kind: "weft", file: own };
  const toml = await tomlWithTests(folder, "weft.toml", context);
  if (toml !== undefined) return { kind: "toml", file: toml };
  const jest = jestOf(folder, packageJson);
  const vitest = vitestOf(folder, packageJson);
  if (jest !== undefined && vitest !== undefined) {
    const takesVitest = scriptNames(packageJson, "vitest") || (vitest.kind !== "vite" && !scriptNames(packageJson, "jest") && !dependsOn(packageJson, "jest"));
    const [used, other] = takesVitest ? [vitest, jest] : [jest, vitest];
    if (other.kind !== "vite") context.warn(`${basename(used.file)} is used, ${basename(other.file)} is not: --config chooses`);
    return used;
  }
  const either = jest ?? vitest;
  if (either !== undefined) return either;
  const bun = await tomlWithTests(folder, "bunfig.toml", context);
  return bun === undefined ? mochaOf(folder, packageJson) : { kind: "bun", file: bun };
}

export async function findConfig(root: string, context: Context): Promise<Found | undefined> {
  const top = packageAbove(root);
  for (let folder = root; ; folder = dirname(folder)) {
    const found = await inFolder(folder, folder === top?.folder ? top.json : undefined, context);
    if (found !== undefined) return found;
    if (folder === top?.folder || folder === dirname(folder)) return undefined;
  }
}

/** A file that was named. */
export function kindOfFile(file: string): Kind {
  const name = basename(file);
  if (name === "package.json") return "package";
  if (name === "bunfig.toml") return "bun";
  if (name.startsWith(".mocharc")) return "mocha";
  if (name.endsWith(".toml")) return "toml";
  if (/^weft\b/.test(name)) return "weft";
  if (/^vitest\.(workspace|projects)\b/.test(name)) return "workspace";
  if (/vitest/.test(name)) return "vitest";
  if (/^vite\b/.test(name)) return "vite";
  return "jest";
}
