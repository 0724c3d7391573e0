/** Builds that do not bundle: each entry becomes the same program in a file of its own, and imports stay as they are. */
import { BuildRun, binding, type NativeFile, type Outcome } from "internal/build_context";
import { type Message, messageOf, takeMessages } from "internal/build_messages";
import { wordsOfTransform } from "internal/build_words";
import { encodeText } from "web/encoding";

const path = require("node:path").default;
const fs = require("node:fs").default;

interface Source {
  file: string;  // absolute
  out: string;  // "": by the entry's name
  contents: string | Uint8Array;
  loader: string;  // "": by the file's name
}

/** Options of builds that say what the text is. */
const kNotOfTransforms = ["absWorkingDir", "alias", "allowOverwrite", "assetNames", "bundle", "chunkNames", "conditions", "entryNames", "entryPoints", "external",
  "inject", "loader", "mainFields", "metafile", "nodePaths", "outExtension", "outbase", "outdir", "outfile", "packages", "plugins", "preserveSymlinks",
  "publicPath", "resolveExtensions", "splitting", "stdin", "tsconfig", "write", "logLevel", "logLimit", "sourcemap"];

class EachBuild {
  readonly run: BuildRun;
  readonly options: any;
  errors: Message[] = [];
  warnings: Message[] = [];
  files: NativeFile[] = [];
  contents: Uint8Array[] = [];
  inputs: string[] = [];

  constructor(run: BuildRun) {
    this.run = run;
    this.options = run.options;
  }

  find(entry: string): string | undefined {
    const base = path.resolve(this.run.workingDirectory, entry);
    for (const extension of ["", ...(this.options.resolveExtensions ?? [".tsx", ".ts", ".jsx", ".js", ".css", ".json"])]) {
      if (fs.statSync(base + extension, { throwIfNoEntry: false })?.isFile()) return base + extension;
    }
    this.errors.push(messageOf({ text: `Could not resolve ${JSON.stringify(entry)}` }, ""));
    return undefined;
  }

  loaderFor(file: string): string {
    const name: string = path.basename(file);
    for (let dot = name.indexOf(".", 1); dot > 0; dot = name.indexOf(".", dot + 1)) {
      const loader = this.options.loader?.[name.slice(dot)];
      if (loader !== undefined) return loader;
    }
    return "";
  }

  read(file: string, out: string): Source | undefined {
    try {
      this.inputs.push(file);
      return { file, out, contents: fs.readFileSync(file), loader: this.loaderFor(file) };
    } catch (error: any) {
      this.errors.push(messageOf({ text: error.message }, ""));
      return undefined;
    }
  }

  outputOf({ file, out }: Source, folder: string): string {
    const { outfile, outdir, outExtension, entryNames = "[dir]/[name]" } = this.options;
    const base = this.run.workingDirectory;
    if (outfile !== undefined) return path.resolve(base, outfile);
    const from: string = path.extname(file);
    const kind = file.endsWith(".css") ? ".css" : ".js";
    const extension = outExtension?.[kind] ?? kind;
    let name: string = out;
    if (name === "") {
      const parts = { dir: path.relative(folder, path.dirname(file)), name: path.basename(file, from), ext: extension.slice(1) } as any;
      name = entryNames.replace(/\[(dir|name|ext)\]/g, (_all: string, word: string) => parts[word]);
    }
    return path.resolve(base, outdir ?? ".", `.${path.join("/", name)}${extension}`);
  }

  folder(sources: Source[]): string {
    if (this.options.outbase !== undefined) return path.resolve(this.run.workingDirectory, this.options.outbase);
    let common: string | undefined;
    for (const { file } of sources) {
      const folder: string = path.dirname(file);
      common ??= folder;
      while (common !== folder && !folder.startsWith(common === "/" ? "/" : `${common}/`)) common = path.dirname(common!);
    }
    return common ?? "/";
  }

  transform(source: Source, output: string): void {
    const options: any = {};
    for (const key of Object.keys(this.options)) if (!kNotOfTransforms.includes(key)) options[key] = this.options[key];
    const { sourcemap } = this.options;
    const isMapBeside = sourcemap && sourcemap !== "inline";
    if (sourcemap) options.sourcemap = isMapBeside ? "external" : "inline";
    const { base, words } = { base: this.run.workingDirectory, words: wordsOfTransform(options, output) };
    const keepsFormat = options.format === undefined && options.globalName === undefined;
    const result = JSON.parse(binding.transform(words, base, source.contents, source.file, source.loader, keepsFormat));
    const { errors, warnings } = takeMessages(result.messages, []);
    this.errors.push(...errors);
    this.warnings.push(...warnings);
    if (errors.length > 0) return;
    let { code } = result;
    if (isMapBeside) {
      if (sourcemap !== "external") code += `${code.endsWith("\n") ? "" : "\n"}//# sourceMappingURL=${path.basename(output)}.map\n`;
      this.add(`${output}.map`, "sourcemap", JSON.stringify(movedMap(result.map, source.file, output)));
    }
    this.add(output, "entry-point", code);
  }

  add(file: string, kind: NativeFile["kind"], text: string): void {
    const bytes = encodeText(text);
    this.files.push({ path: file, kind, size: bytes.length, hash: (globalThis as any).Weft.hash(bytes).toString(36) });
    this.contents.push(bytes);
  }

  finish(sources: Source[], isWriting: boolean): Outcome {
    const folder = this.folder(sources);
    for (const source of sources) this.transform(source, this.outputOf(source, folder));
    if (isWriting && this.errors.length === 0) this.write();
    const metafile = this.options.metafile ? this.metafile(sources) : undefined;
    return { errors: this.errors, warnings: this.warnings, files: this.files, contents: isWriting ? undefined : this.contents, metafile, inputs: this.inputs };
  }

  write(): void {
    try {
      this.files.forEach((file, index) => {
        fs.mkdirSync(path.dirname(file.path), { recursive: true });
        fs.writeFileSync(file.path, this.contents[index]);
      });
    } catch (error: any) {
      this.errors.push(messageOf({ text: error.message }, ""));
    }
  }

  metafile(sources: Source[]): any {
    const shown = (file: string): string => path.relative(this.run.workingDirectory, file);
    const inputs: any = {};
    const outputs: any = {};
    for (const { file, contents } of sources) inputs[shown(file)] = { bytes: typeof contents === "string" ? encodeText(contents).length : contents.length, imports: [] };
    const programs = this.files.filter(({ kind }) => kind === "entry-point");
    for (const { path: file, size } of this.files) outputs[shown(file)] = { imports: [], exports: [], inputs: {}, bytes: size };
    programs.forEach(({ path: file, size }, index) => {
      const input = shown(sources[index]!.file);
      Object.assign(outputs[shown(file)], { entryPoint: input, inputs: { [input]: { bytesInOutput: size } } });
    });
    return { inputs, outputs };
  }
}

function movedMap(text: string, source: string, output: string): any {
  const map = JSON.parse(text);
  map.sources = map.sources.map((name: string) => path.relative(path.dirname(output), path.resolve(path.dirname(source), name)));
  return map;
}

function stdinSource(build: EachBuild): Source | undefined {
  const { stdin } = build.options;
  if (!stdin) return undefined;
  const file = path.resolve(build.run.workingDirectory, stdin.resolveDir ?? ".", stdin.sourcefile ?? "<stdin>");
  return { file, out: stdin.sourcefile ? "" : "stdin", contents: stdin.contents ?? "", loader: stdin.loader ?? (stdin.sourcefile ? "" : "js") };
}

/** Entries as plugins have them, each by itself. */
export async function buildEach(run: BuildRun, isWriting: boolean): Promise<Outcome> {
  const build = new EachBuild(run);
  const { host } = run;
  host.forgetBuild();
  const started = await host.runStarts();
  build.errors.push(...started.errors);
  build.warnings.push(...started.warnings);
  const sources: Source[] = [];
  const stdin = stdinSource(build);
  for (const entry of build.errors.length > 0 ? [] : run.words.entries) {
    if (stdin && entry.in === "<stdin>") {
      sources.push(stdin);
      continue;
    }
    const found = await host.resolve({ path: entry.in, importer: "", namespace: "file", resolveDir: run.workingDirectory, kind: "entry-point", pluginData: undefined, with: {} });
    build.errors.push(...found.errors);
    build.warnings.push(...found.warnings);
    const file = found.result === undefined ? build.find(entry.in) : found.result.path;
    if (file === undefined || found.errors.length > 0) continue;
    const { result, errors, warnings } = await host.load({ path: file, namespace: found.result?.namespace ?? "file", suffix: "", pluginData: found.result?.pluginData, with: {} });
    build.errors.push(...errors);
    build.warnings.push(...warnings);
    const source = result === undefined ? build.read(file, entry.out) : { file, out: entry.out, contents: result.contents, loader: result.loader ?? build.loaderFor(file) };
    if (source !== undefined) sources.push(source);
  }
  return build.finish(sources, isWriting && build.errors.length === 0);
}

/** Without plugins, at once. */
buildEach.now = (run: BuildRun, isWriting: boolean): Outcome => {
  const build = new EachBuild(run);
  const sources: Source[] = [];
  const stdin = stdinSource(build);
  for (const entry of run.words.entries) {
    if (stdin && entry.in === "<stdin>") {
      sources.push(stdin);
      continue;
    }
    const file = build.find(entry.in);
    const source = file === undefined ? undefined : build.read(file, entry.out);
    if (source !== undefined) sources.push(source);
  }
  return build.finish(sources, isWriting && build.errors.length === 0);
};
