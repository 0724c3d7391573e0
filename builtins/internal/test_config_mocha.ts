/**
 * Mocha's configuration (https://mochajs.org/#configuring-mocha-nodejs): `.mocharc.*`, the key `mocha` of package.json,
 * and what the script `test` of package.json gives to the command `mocha`.
 */
import type { Plan } from "internal/test_plan";
import type { Settings } from "internal/test_settings";
import { type Context, isFile, isFolder, needModule, readJson, readModule } from "internal/test_config_context";
import { emptyPlan, emptyProject } from "internal/test_config_defaults";
import { type Schema, check, textList } from "internal/test_config_schema";

const { basename, dirname, join, resolve } = require("node:path").default;
const { readFileSync } = require("node:fs").default;

type Options = Record<string, any>;

const kPart = "- is a part of Mocha itself";
const kSchema: Schema = {
  __proto__: null as any,
  bail: "flag", config: "-", extension: "text list", file: "text list", forbidOnly: "flag", "forbid-only": "flag", grep: "text", ignore: "text list",
  exclude: "text list", package: "-", recursive: "flag", require: "text list", retries: "number text", spec: "text list", timeout: "number text flag",
  timeouts: "number text flag", ui: "text",
  "allow-uncaught": kPart, "async-only": kPart, "check-leaks": "-", checkLeaks: "-", color: "-", colors: "-", delay: kPart, diff: "-", "dry-run": kPart, exit: "-",
  "fail-zero": "-", failZero: "-", "forbid-pending": kPart, "full-trace": "-", fullTrace: "-", global: "-", "inline-diffs": "-", invert: kPart, jobs: "-",
  "node-option": "-", "no-warnings": "-", parallel: "-", reporter: "-", "reporter-option": "-", "reporter-options": "-", reporterOption: "-",
  slow: "-", sort: "-", "trace-warnings": "-", "experimental-specifier-resolution": "-", loader: "-", import: "text list", watch: "-", "watch-files": "-",
  "watch-ignore": "-", _: "-", $0: "-",
};

/** Modules that make JavaScript of TypeScript and JSX when they are loaded: weft does. */
const kTranspilers = /^(@swc-node\/register|@swc\/register|esbuild-register|esm|source-map-support|sucrase\/register|ts-node|tsx)(\/|$)/;
const kShort: Record<string, string> = { b: "bail", c: "color", C: "no-color", f: "fgrep", g: "grep", j: "jobs", n: "node-option", O: "reporter-option", r: "require", R: "reporter", s: "slow", S: "sort", t: "timeout", u: "ui", w: "watch" };
const kFlags = new Set(["bail", "check-leaks", "color", "delay", "diff", "exit", "forbid-only", "forbid-pending", "full-trace", "inline-diffs", "parallel", "recursive", "sort", "watch"]);
const kLists = new Set(["extension", "file", "ignore", "exclude", "require", "spec", "import"]);

/** The words of a command line, without the shell's meaning of anything but quotes. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|((?:\\.|[^\s"'\\])+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
}

/** What a script of package.json gives to `mocha`; undefined if it does not call it. */
export function mochaCommand(script: unknown): Options | undefined {
  if (typeof script !== "string") return undefined;
  for (const part of script.split(/&&|\|\||[;|]/)) {
    const words = wordsOf(part);
    const at = words.findIndex((word) => /(^|\/)_?mocha(\.c?js)?$/.test(word));
    if (at < 0) continue;
    const options: Options = {};
    const add = (name: string, value: unknown): void => {
      if (kLists.has(name)) (options[name] ??= []).push(value);
      else options[name] = value;
    };
    for (let i = at + 1; i < words.length; i++) {
      const word = words[i]!;
      if (word === "--") continue;
      const match = /^--([\w-]+)(?:=(.*))?$/.exec(word) ?? /^-(\w)()$/.exec(word);
      if (match === null) {
        add("spec", word);
        continue;
      }
      const name = word.startsWith("--") ? match[1]! : kShort[match[1]!] ?? match[1]!;
      if (name.startsWith("no-") || kFlags.has(name)) add(name, true);
      else add(name, match[2] || words[++i] || "");
    }
    return options;
  }
  return undefined;
}

/** What the script `test` gives to it, itself or by other scripts that it names. */
export function mochaScript(packageJson: any): Options | undefined {
  const scripts = packageJson?.scripts;
  if (typeof scripts?.test !== "string") return undefined;
  const own = mochaCommand(scripts.test);
  if (own !== undefined) return own;
  for (const word of wordsOf(scripts.test)) {
    const other = word !== "test" && Object.hasOwn(scripts, word) ? mochaCommand(scripts[word]) : undefined;
    if (other !== undefined) return other;
  }
  return undefined;
}

export async function readMochaOptions(file: string, context: Context): Promise<Options> {
  if (basename(file) === "package.json") {
    const json = readJson(file);
    return { ...mochaScript(json), ...json.mocha };
  }
  const name: string = basename(file);
  const weft = (globalThis as any).Weft;
  let own: Options;
  if (/\.ya?ml$/.test(name)) own = weft.YAML.parse(readFileSync(file, "utf8")) ?? {};
  else if (/\.c?js$/.test(name)) own = await readModule(file, context);
  else own = weft.JSONC.parse(readFileSync(file, "utf8"));
  const beside = join(dirname(file), "package.json");
  return { ...(isFile(beside) ? mochaScript(readJson(beside)) : undefined), ...own };
}

function milliseconds(value: unknown): number {
  if (value === false || value === "false") return 0;
  const match = /^(\d*\.?\d+)\s*(ms|s|m)?$/.exec(`${value}`.trim());
  return match === null ? Number(value) : Number(match[1]) * (match[2] === "s" ? 1000 : match[2] === "m" ? 60_000 : 1);
}

function globsOf(specs: string[], extensions: string[], isDeep: boolean, rootDir: string): string[] {
  const names = extensions.length === 1 ? extensions[0]! : `{${extensions.join(",")}}`;
  return specs.map((spec) => {
    const path = resolve(rootDir, spec);
    if (isFolder(path)) return `${path}/${isDeep ? "**/" : ""}*.${names}`;
    // The name of a file may lack its ending.
    if (!isFile(path) && !/[*?[{]/.test(spec)) for (const extension of extensions) if (isFile(`${path}.${extension}`)) return `${path}.${extension}`;
    return path;
  });
}

export async function planOfMocha(file: string, context: Context): Promise<Plan> {
  context.note(file);
  const options = await readMochaOptions(file, context);
  check(options, kSchema, context, file);
  const rootDir: string = dirname(file);
  const settings: Partial<Settings> = { flavour: "mocha" };
  const required = [...textList(options.require, file, "require"), ...textList(options.import, file, "import"), ...textList(options.file, file, "file")];
  settings.setupFilesAfterEnv = required.filter((name) => !kTranspilers.test(name)).map((name) => {
    const isPath = isFile(resolve(rootDir, name)) || ["js", "cjs", "mjs", "ts", "json"].some((extension) => isFile(`${resolve(rootDir, name)}.${extension}`)) ||
      isFolder(resolve(rootDir, name));
    return needModule(isPath && !name.startsWith(".") && !name.startsWith("/") ? `./${name}` : name, rootDir, file, "require");
  });
  const timeout = options.timeout ?? options.timeouts ?? (options["no-timeout"] || options["no-timeouts"] ? 0 : undefined);
  if (timeout !== undefined) settings.testTimeout = milliseconds(timeout);
  if (options.retries !== undefined) settings.retry = Number(options.retries);
  if (options.grep !== undefined) settings.namePattern = options.grep;
  if (options.forbidOnly ?? options["forbid-only"]) settings.forbidOnly = true;
  if (options.ui !== undefined && !["bdd", "tdd"].includes(options.ui)) context.warn(`${file}: "ui": "${options.ui}" is not there: "bdd" and "tdd" are`);
  const project = emptyProject(rootDir, settings);
  const extensions = options.extension === undefined ? ["js", "cjs", "mjs"] : textList(options.extension, file, "extension").map((name) => name.replace(/^\./, ""));
  const specs = textList(options.spec, file, "spec");
  project.discovery.match = globsOf(specs.length > 0 ? specs : ["./test"], extensions, options.recursive === true, rootDir);
  project.discovery.exclude = [...textList(options.ignore, file, "ignore"), ...textList(options.exclude, file, "exclude")].map((glob) => glob.replace(/^\.\//, ""));
  return { ...emptyPlan(rootDir), file, bail: options.bail ? 1 : 0, projects: [project] };
}
