/**
 * The options of builds in JavaScript as words of `weft build`'s command line, which says what is wrong with them. The
 * names are esbuild's (https://esbuild.github.io/api/); each is a row of the table.
 */
import { nearestName } from "internal/test_config_schema";

const { resolve } = require("node:path").default;

export interface Entry {
  in: string;
  out: string;  // "": named by entryNames
}

export interface Words {
  words: string[];
  workingDirectory: string;
  entries: Entry[];
}

type Options = Record<string, any>;
type Writer = (words: string[], value: any, name: string) => void;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function wrongType(name: string, wanted: string): TypeError {
  return new TypeError(`"${name}" must be ${wanted}`);
}

const flag: Writer = (words, value, name) => {
  if (typeof value !== "boolean") throw wrongType(name, "a boolean");
  if (value) words.push(`--${kebab(name)}`);
};
const text: Writer = (words, value, name) => {
  if (typeof value !== "string") throw wrongType(name, "a string");
  words.push(`--${kebab(name)}=${value}`);
};
const list: Writer = (words, value, name) => {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw wrongType(name, "an array of strings");
  if (value.length > 0) words.push(`--${kebab(name)}=${value.join(",")}`);
};
const each: Writer = (words, value, name) => {
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) throw wrongType(name, "an array of strings");
  for (const item of value) words.push(`--${kebab(name)}=${item}`);
};
const map: Writer = (words, value, name) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongType(name, "an object");
  for (const key of Object.keys(value)) {
    if (typeof value[key] !== "string") throw wrongType(`${name}.${key}`, "a string");
    words.push(`--${kebab(name)}=${key}=${value[key]}`);
  }
};
/** Of texts for scripts and for style sheets. */
const byLanguage: Writer = (words, value, name) => {
  if (typeof value === "string") return text(words, value, name);
  if (typeof value !== "object" || value === null) throw wrongType(name, "an object");
  for (const key of Object.keys(value)) {
    if (key !== "js" && key !== "css") throw new TypeError(`"${name}" has texts for "js" and "css", not for ${JSON.stringify(key)}`);
    if (typeof value[key] !== "string") throw wrongType(`${name}.${key}`, "a string");
    if (value[key] !== "") words.push(`--${kebab(name)}${key === "css" ? "-css" : ""}=${value[key]}`);
  }
};
const pattern: Writer = (words, value, name) => {
  if (!(value instanceof RegExp)) throw wrongType(name, "a RegExp");
  words.push(`--${kebab(name)}=${value.source}`);
};
/** Read elsewhere, or without a say here. */
const none: Writer = () => {};

const kShared: Record<string, Writer> = {
  __proto__: null as any,
  banner: byLanguage,
  charset: none,
  color: none,
  define: map,
  drop: each,
  dropLabels: list,
  footer: byLanguage,
  format: text,
  globalName: text,
  ignoreAnnotations: flag,
  jsx: text,
  jsxDev: flag,
  jsxFactory: text,
  jsxFragment: text,
  jsxImportSource: text,
  jsxSideEffects: none,
  keepNames: flag,
  legalComments: text,
  lineLimit: none,
  logLevel: (words, value, name) => {
    const known = { __proto__: null, verbose: "info", debug: "info", info: "info", warning: "warning", error: "error", silent: "silent" } as any;
    if (known[value] === undefined) throw wrongType(name, "one of verbose, debug, info, warning, error and silent");
    words.push(`--log-level=${known[value]}`);
  },
  logLimit: (words, value, name) => {
    if (!Number.isInteger(value) || value < 0) throw wrongType(name, "an integer");
    words.push(`--log-limit=${value}`);
  },
  logOverride: none,
  mangleCache: none,
  mangleProps: pattern,
  mangleQuoted: flag,
  minify: flag,
  minifyIdentifiers: flag,
  minifySyntax: flag,
  minifyWhitespace: flag,
  platform: text,
  pure: list,
  reserveProps: pattern,
  sourceRoot: (words, value, name) => value !== "" && text(words, value, name),
  sourcemap: (words, value, name) => {
    if (value === false) return;
    if (value !== true && typeof value !== "string") throw wrongType(name, "a boolean or a string");
    words.push(`--sourcemap=${value === true ? "linked" : value}`);
  },
  sourcesContent: (words, value, name) => {
    if (typeof value !== "boolean") throw wrongType(name, "a boolean");
    if (!value) words.push("--no-sources-content");
  },
  supported: (_words, value, name) => {
    if (Object.keys(value ?? {}).length > 0) throw new TypeError(`"${name}" has no say here: name engines by "target"`);
  },
  target: (words, value, name) => {
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) value = value.join(",");
    if (typeof value !== "string") throw wrongType(name, "a string or an array of strings");
    if (value !== "") words.push(`--target=${value}`);
  },
  treeShaking: (words, value, name) => {
    if (typeof value !== "boolean") throw wrongType(name, "a boolean");
    if (!value) words.push("--no-tree-shaking");
  },
  tsconfigRaw: (words, value, name) => {
    if (typeof value !== "string" && (typeof value !== "object" || value === null)) throw wrongType(name, "a string or an object");
    words.unshift(`--tsconfig-raw=${typeof value === "string" ? value : JSON.stringify(value)}`);
  },
};

const kOfBuilds: Record<string, Writer> = {
  ...kShared,
  __proto__: null as any,
  absWorkingDir: none,
  alias: map,
  allowOverwrite: none,
  assetNames: text,
  bundle: (_words, value, name) => { if (typeof value !== "boolean") throw wrongType(name, "a boolean"); },
  chunkNames: text,
  conditions: list,
  entryNames: text,
  entryPoints: none,
  external: list,
  inject: each,
  loader: map,
  mainFields: list,
  metafile: (words, value, name) => {
    if (typeof value !== "boolean") throw wrongType(name, "a boolean");
    if (value) words.push("--metafile=metafile.json");
  },
  nodePaths: list,
  outExtension: map,
  outbase: text,
  outdir: text,
  outfile: text,
  packages: text,
  plugins: none,
  preserveSymlinks: flag,
  publicPath: text,
  resolveExtensions: list,
  splitting: none,
  stdin: none,
  tsconfig: (words, value, name) => {
    if (typeof value !== "string") throw wrongType(name, "a string");
    words.push(`--tsconfig=${value}`);
  },
  write: none,
};

const kOfTransforms: Record<string, Writer> = { ...kShared, __proto__: null as any, loader: none, sourcefile: none };

function addWords(words: string[], options: Options, table: Record<string, Writer>, call: string): void {
  for (const name of Object.keys(options)) {
    const writer = table[name];
    if (writer === undefined) {
      const nearest = nearestName(name, Object.keys(table));
      throw new TypeError(`Invalid option in ${call}() call: "${name}"${nearest ? `; did you mean "${nearest}"?` : ""}`);
    }
    if (options[name] !== undefined && options[name] !== null) writer(words, options[name], name);
  }
}

function entriesOf(entryPoints: unknown): Entry[] {
  if (entryPoints === undefined) return [];
  if (typeof entryPoints !== "object" || entryPoints === null) throw wrongType("entryPoints", "an array or an object");
  if (!Array.isArray(entryPoints))
    return Object.keys(entryPoints).map((out) => ({ in: needText((entryPoints as any)[out], `entryPoints.${out}`), out }));
  return entryPoints.map((entry, index) => {
    if (typeof entry === "string") return { in: entry, out: "" };
    if (typeof entry !== "object" || entry === null) throw wrongType(`entryPoints[${index}]`, "a string or an object");
    return { in: needText(entry.in, `entryPoints[${index}].in`), out: needText(entry.out, `entryPoints[${index}].out`) };
  });
}

function needText(value: unknown, name: string): string {
  if (typeof value !== "string") throw wrongType(name, "a string");
  return value;
}

/** What the program is to be where nobody says: a script for browsers, CommonJS for Node. */
function defaultFormat(platform: unknown): string {
  return platform === "node" ? "cjs" : platform === "neutral" ? "esm" : "iife";
}

/** Of `build()` and `context()`. */
export function wordsOfBuild(options: Options): Words {
  const words: string[] = [];
  addWords(words, options, kOfBuilds, "build");
  const workingDirectory: string = options.absWorkingDir ?? require("node:process").default.cwd();
  const entries = entriesOf(options.entryPoints);
  if (options.stdin) entries.push({ in: "<stdin>", out: options.stdin.sourcefile ? "" : "stdin" });
  if (options.format === undefined && options.globalName === undefined) words.push(`--format=${options.splitting ? "esm" : defaultFormat(options.platform)}`);
  if (options.splitting) words.push("--splitting");
  else if (options.outdir !== undefined) words.push("--no-splitting");
  if (options.logLevel === undefined) words.push("--log-level=warning");
  if (options.resolveExtensions === undefined) words.push("--resolve-extensions=.tsx,.ts,.jsx,.js,.css,.json");
  words.push("--no-config", "--", ...entries.map((entry) => entry.in));
  return { words, workingDirectory, entries };
}

/** Of `build` in a configuration: only what it says. */
export function wordsOfConfig(options: Options, file: string): Words {
  const words: string[] = [];
  try {
    addWords(words, options, kOfBuilds, "build");
  } catch (error: any) {
    throw new TypeError(`${file}: ${error.message.replace("Invalid option in build() call", '"build" knows no option')}`);
  }
  if (typeof options.splitting === "boolean") words.push(options.splitting ? "--splitting" : "--no-splitting");
  return { words, workingDirectory: "", entries: entriesOf(options.entryPoints) };
}

/** Of `transform()`. */
export function wordsOfTransform(options: Options, file: string): string[] {
  const { sourcemap, ...others } = options;
  const words: string[] = [];
  addWords(words, others, kOfTransforms, "transform");
  if (sourcemap !== undefined && sourcemap !== false) words.push(`--sourcemap=${sourcemap === "inline" || sourcemap === "both" ? sourcemap : "external"}`);
  words.push(`--outfile=${resolve(file)}`, "--", file);
  return words;
}
