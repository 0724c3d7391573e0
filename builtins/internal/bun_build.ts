/** Weft.build: bundles as Bun's API has them (https://bun.com/docs/bundler). */
import { BuildRun, type NativeFile, type Outcome } from "internal/build_context";
import { type Message, formatAll } from "internal/build_messages";
import { nearestName } from "internal/test_config_schema";
import type { Words } from "internal/build_words";
import { FileBlob, fileDataFrom } from "internal/file_blob";
import { typeOfName } from "internal/mime_types";
import { Blob } from "web/blob";

const path = require("node:path").default;

type Kind = "entry-point" | "chunk" | "asset" | "sourcemap";

const kKindOf: Record<NativeFile["kind"], Kind> = { "entry-point": "entry-point", chunk: "chunk", style: "asset", asset: "asset", sourcemap: "sourcemap", legal: "asset" };

interface ArtifactFacts {
  path: string;
  kind: Kind;
  hash: string | null;
  loader: string;
}

function loaderOf({ path: file, kind }: NativeFile): string {
  if (kind === "sourcemap") return "json";
  if (kind === "style") return "css";
  return kind === "entry-point" || kind === "chunk" ? "js" : path.extname(file) === ".css" ? "css" : "file";
}

/** What all files of an output are: blobs with a place. */
function makeArtifact(Base: any): any {
  return class BuildArtifact extends Base {
    path: string;
    kind: Kind;
    hash: string | null;
    loader: string;
    sourcemap: any = null;

    constructor(facts: ArtifactFacts, ...args: any[]) {
      super(...args);
      this.path = facts.path;
      this.kind = facts.kind;
      this.hash = facts.hash;
      this.loader = facts.loader;
    }

    get [Symbol.toStringTag](): string {
      return "BuildArtifact";
    }
  };
}
const WrittenArtifact = makeArtifact(FileBlob);
const HeldArtifact = makeArtifact(Blob);

/** A message of the log; thrown ones are errors. */
class BuildMessage {
  readonly name: string = "BuildMessage";
  readonly message: string;
  readonly level: "error" | "warning";
  readonly position: any;
  readonly notes: any[];
  readonly cause: unknown;

  constructor(message: Message, level: "error" | "warning") {
    this.message = message.pluginName ? `[plugin ${message.pluginName}] ${message.text}` : message.text;
    this.level = level;
    const { location } = message;
    this.position = location && { file: location.file, namespace: location.namespace || "file", line: location.line, column: location.column + 1,
      length: location.length, lineText: location.lineText };
    this.notes = message.notes;
    this.cause = message.detail;
    Object.defineProperty(this, "text", { __proto__: null, value: formatAll([message], level, false)[0], enumerable: false } as any);
  }

  toString(): string {
    return (this as any).text;
  }
}

const kOptions = ["entrypoints", "outdir", "outfile", "target", "format", "splitting", "minify", "sourcemap", "define", "external", "packages", "naming", "publicPath", "loader",
  "plugins", "banner", "footer", "drop", "env", "throw", "conditions", "root", "ignoreDCEAnnotations", "emitDCEAnnotations", "jsx", "tsconfig", "metafile", "treeShaking", "alias",
  "globalName", "inject", "keepNames", "pure"];

function need(condition: boolean, name: string, wanted: string): void {
  if (!condition) throw new TypeError(`Weft.build: "${name}" must be ${wanted}`);
}

const isText = (value: unknown): value is string => typeof value === "string";
const isTextList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function addText(words: string[], options: any, key: string, word: string): void {
  if (options[key] === undefined) return;
  need(isText(options[key]), key, "a string");
  words.push(`--${word}=${options[key]}`);
}

function addList(words: string[], options: any, key: string, word: string, isEach = false): void {
  if (options[key] === undefined) return;
  need(isTextList(options[key]), key, "an array of strings");
  if (isEach) for (const item of options[key]) words.push(`--${word}=${item}`);
  else if (options[key].length > 0) words.push(`--${word}=${options[key].join(",")}`);
}

function addMap(words: string[], options: any, key: string, word: string): void {
  if (options[key] === undefined) return;
  need(typeof options[key] === "object" && options[key] !== null, key, "an object of strings");
  for (const name of Object.keys(options[key])) {
    need(isText(options[key][name]), `${key}.${name}`, "a string");
    words.push(`--${word}=${name}=${options[key][name]}`);
  }
}

function addMinify(words: string[], minify: any): void {
  if (minify === undefined || minify === false) return;
  need(minify === true || (typeof minify === "object" && minify !== null), "minify", "a boolean or an object");
  if (minify === true) return void words.push("--minify");
  for (const key of ["whitespace", "syntax", "identifiers"]) if (minify[key]) words.push(`--minify-${key}`);
  if (minify.keepNames) words.push("--keep-names");
}

/** "[dir]/[name].[ext]": the extension comes by itself. */
const withoutExtension = (pattern: string): string => pattern.replace(/\.\[ext\]$/, "");

function addNaming(words: string[], naming: any): void {
  if (naming === undefined) return;
  const { entry, chunk, asset } = isText(naming) ? { entry: naming } as any : naming;
  for (const [word, pattern] of [["entry-names", entry], ["chunk-names", chunk], ["asset-names", asset]] as const) {
    if (pattern === undefined) continue;
    need(isText(pattern), "naming", "a string, or an object of strings");
    words.push(`--${word}=${withoutExtension(pattern)}`);
  }
}

const kPlatforms: Record<string, string> = { __proto__: null as any, browser: "browser", bun: "node", weft: "node", node: "node" };
const kFormats: Record<string, string> = { __proto__: null as any, esm: "esm", cjs: "cjs", iife: "iife" };
const kJsxForms: Record<string, string> = { __proto__: null as any, automatic: "automatic", classic: "transform", preserve: "preserve" };

function oneOf(value: unknown, table: Record<string, string>, name: string): string {
  const found = table[value as string];
  if (found === undefined) throw new TypeError(`Weft.build: "${name}" must be one of ${Object.keys(table).join(", ")}`);
  return found;
}

function addJsx(words: string[], jsx: any): void {
  if (jsx === undefined) return;
  need(typeof jsx === "object" && jsx !== null, "jsx", "an object");
  if (jsx.runtime !== undefined) words.push(`--jsx=${oneOf(jsx.runtime, kJsxForms, "jsx.runtime")}`);
  if (jsx.factory !== undefined) words.push(`--jsx-factory=${jsx.factory}`);
  if (jsx.fragment !== undefined) words.push(`--jsx-fragment=${jsx.fragment}`);
  if (jsx.importSource !== undefined) words.push(`--jsx-import-source=${jsx.importSource}`);
  if (jsx.development) words.push("--jsx-dev");
}

function wordsOf(options: any): Words {
  for (const key of Object.keys(options)) {
    if (kOptions.includes(key)) continue;
    const nearest = nearestName(key, kOptions);
    throw new TypeError(`Weft.build knows no option "${key}"${nearest ? `; did you mean "${nearest}"?` : ""}`);
  }
  const { entrypoints } = options;
  need(isTextList(entrypoints) && entrypoints.length > 0, "entrypoints", "an array of paths, not empty");
  const words: string[] = ["--log-level=silent"];
  words.push(`--platform=${options.target === undefined ? "browser" : oneOf(options.target, kPlatforms, "target")}`);
  words.push(`--format=${options.format === undefined ? "esm" : oneOf(options.format, kFormats, "format")}`);
  if (options.target === "bun" || options.target === "weft") words.push("--conditions=bun");
  if (options.outfile !== undefined) addText(words, options, "outfile", "outfile");
  else words.push(`--outdir=${options.outdir ?? "."}`, options.splitting ? "--splitting" : "--no-splitting");
  addMinify(words, options.minify);
  if (options.sourcemap !== undefined && options.sourcemap !== false) words.push(`--sourcemap=${options.sourcemap === true ? "inline" : options.sourcemap}`);
  addMap(words, options, "define", "define");
  addMap(words, options, "loader", "loader");
  addMap(words, options, "alias", "alias");
  addList(words, options, "external", "external");
  addList(words, options, "drop", "drop", true);
  addList(words, options, "inject", "inject", true);
  addList(words, options, "pure", "pure");
  addText(words, options, "packages", "packages");
  addText(words, options, "publicPath", "public-path");
  addText(words, options, "banner", "banner");
  addText(words, options, "footer", "footer");
  addText(words, options, "root", "outbase");
  addText(words, options, "tsconfig", "tsconfig");
  addText(words, options, "globalName", "global-name");
  if (options.keepNames) words.push("--keep-names");
  if (options.conditions !== undefined) addList(words, { conditions: [options.conditions].flat() }, "conditions", "conditions");
  addNaming(words, options.naming);
  addJsx(words, options.jsx);
  if (options.env !== undefined && options.env !== "disable") words.push(`--env=${options.env === "inline" ? "*" : options.env}`);
  if (options.ignoreDCEAnnotations) words.push("--ignore-annotations");
  if (options.treeShaking === false) words.push("--no-tree-shaking");
  if (options.metafile) words.push("--metafile=metafile.json");
  words.push("--", ...entrypoints);
  return { words, workingDirectory: require("node:process").default.cwd(), entries: entrypoints.map((entry: string) => ({ in: entry, out: "" })) };
}

function artifactsOf({ files, contents }: Outcome, workingDirectory: string): any[] {
  const list = files.map((file, index) => {
    const type = file.kind === "sourcemap" ? "application/json;charset=utf-8" : typeOfName(file.path);
    const held = contents?.[index];
    const facts = { path: held === undefined ? file.path : `./${path.relative(workingDirectory, file.path)}`, kind: kKindOf[file.kind], hash: file.hash.slice(0, 8), loader: loaderOf(file) };
    return held === undefined ? new WrittenArtifact(facts, fileDataFrom(file.path), type) : new HeldArtifact(facts, [held], { type });
  });
  for (const artifact of list) artifact.sourcemap = list.find(({ path: of }) => of === `${artifact.path}.map`) ?? null;
  return list;
}

/**
 * @param options.entrypoints Paths of the programs.
 * @param options.outdir Where the files go; without it they are given as blobs alone.
 * @param options.throw Whether faults reject (the default), or come in `logs` with `success` false.
 * @returns `{ success, outputs, logs, metafile? }`
 * @throws An AggregateError of messages when the build has faults.
 */
export async function build(options: any): Promise<any> {
  if (typeof options !== "object" || options === null) throw new TypeError("Weft.build takes an object of options");
  const own = { ...options };
  const run = new BuildRun({ options: own, plugins: own.plugins, flavour: "bun", words: wordsOf, extra: {} });
  await run.prepare();
  const outcome = await run.build(own.outdir !== undefined || own.outfile !== undefined);
  const result: any = { errors: outcome.errors, warnings: outcome.warnings, success: true, outputs: [], logs: [] };
  if (outcome.errors.length === 0) result.outputs = artifactsOf(outcome, run.workingDirectory);
  if (run.host.hasEnds) {
    const seen = { ...result, success: outcome.errors.length === 0 };
    await run.host.runEnds(seen);
  }
  run.host.dispose();
  const errors = outcome.errors.map((message) => new BuildMessage(message, "error"));
  const logs = [...errors, ...outcome.warnings.map((message) => new BuildMessage(message, "warning"))];
  if (errors.length > 0 && own.throw !== false) throw new AggregateError(errors, "Bundle failed");
  const given: any = { success: errors.length === 0, outputs: errors.length === 0 ? result.outputs : [], logs };
  if (own.metafile) given.metafile = outcome.metafile;
  return given;
}
