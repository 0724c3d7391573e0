/**
 * The module "weft:bundler": builds and transforms as programs ask for them, in esbuild's words
 * (https://esbuild.github.io/api/), so that its plugins and the tools around it work.
 */
import { command } from "internal/build_command";
import { BuildRun, binding, type Outcome, printMessages } from "internal/build_context";
import { buildEach } from "internal/build_each";
import { BuildFailure, formatAll, takeMessages } from "internal/build_messages";
import { describeMetafile } from "internal/build_metafile";
import { serve } from "internal/build_serve";
import { watch } from "internal/build_watch";
import { decodeText } from "web/encoding";
import { wordsOfBuild, wordsOfTransform } from "internal/build_words";

/** That of esbuild whose API this is: plugins compare it. */
const version = "0.25.0";

interface OutputFile {
  path: string;
  contents: Uint8Array;
  hash: string;
  readonly text: string;
}

function outputFile(path: string, contents: Uint8Array, hash: string): OutputFile {
  return {
    path, contents, hash,
    get text() {
      return decodeText(this.contents);
    },
  };
}

const isWriting = (options: any): boolean => options.write !== false;

/** Without a place to write to, there is one text. */
function checkPlace(options: any): void {
  if (options.outfile === undefined && options.outdir === undefined && isWriting(options)) options.write = false;
}

function resultOf(outcome: Outcome, options: any): any {
  const { errors, warnings, files, contents, metafile } = outcome;
  const result: any = { errors, warnings, outputFiles: undefined, metafile: undefined, mangleCache: undefined };
  if (contents !== undefined) {
    result.outputFiles = files.map(({ path, hash }, index) => outputFile(options.outfile === undefined && options.outdir === undefined ? "<stdout>" : path, contents[index]!, hash));
  } else if (errors.length > 0 && !isWriting(options)) {
    result.outputFiles = [];
  }
  if (options.metafile && errors.length === 0) result.metafile = metafile;
  return result;
}

function tell(result: any, options: any): void {
  printMessages(result, options.logLevel ?? "warning", options.logLimit ?? 6);
}

function checkOptions(options: unknown, call: string): any {
  if (typeof options !== "object" || options === null) throw new TypeError(`Expected the options of ${call}() to be an object`);
  return options;
}

class Context {
  readonly #run: BuildRun;
  readonly #options: any;
  #current: Promise<any> | undefined;
  #isCancelled = false;
  #isDisposed = false;
  #watching: { stop(): void } | undefined;
  #serving: { stop(): void } | undefined;
  #listeners = new Set<(result: any) => void>();

  constructor(run: BuildRun) {
    this.#run = run;
    this.#options = run.options;
  }

  async #build(): Promise<any> {
    const options = this.#options;
    const outcome = options.bundle ? await this.#run.build(isWriting(options)) : await buildEach(this.#run, isWriting(options));
    this.inputs = outcome.inputs;
    if (this.#isCancelled) {
      outcome.errors = [{ id: "", pluginName: "", text: "The build was canceled", location: null, notes: [], detail: undefined }];
    }
    const result = resultOf(outcome, options);
    await this.#run.host.runEnds(result);
    tell(result, options);
    for (const listener of this.#listeners) listener(result);
    return result;
  }

  /** Files that the last build has read. */
  inputs: string[] = [];

  /** A build that others may wait for, too; never rejects for faults. */
  buildOnce(): Promise<any> {
    if (this.#isDisposed) return Promise.reject(new Error("The context has been disposed of"));
    this.#current ??= this.#build().finally(() => {
      this.#current = undefined;
      this.#isCancelled = false;
    });
    return this.#current;
  }

  async rebuild(): Promise<any> {
    const result = await this.buildOnce();
    if (result.errors.length > 0) throw new BuildFailure("Build failed", result.errors, result.warnings);
    return result;
  }

  /** Builds now, and whenever something has changed. */
  async watch(options: any = {}): Promise<void> {
    if (this.#watching) throw new Error("Watch mode has already been enabled");
    this.#watching = await watch(this.#run, () => this.buildOnce(), () => this.inputs, options);
  }

  async serve(options: any = {}): Promise<any> {
    if (this.#serving) throw new Error("Serve mode has already been enabled");
    const { server, ...address } = await serve(this.#run, this.#options, () => this.buildOnce(), this.#listeners, options);
    this.#serving = server;
    return address;
  }

  async cancel(): Promise<void> {
    if (!this.#current) return;
    this.#isCancelled = true;
    this.#run.giveUp();
    await this.#current.catch(() => {});
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    await this.cancel();
    this.#isDisposed = true;
    this.#watching?.stop();
    this.#serving?.stop();
    this.#run.host.dispose();
  }
}

async function makeContext(options: any): Promise<Context> {
  const own = { ...options };
  const { plugins } = own;
  const run = new BuildRun({ options: own, plugins, flavour: "esbuild", words: wordsOfBuild, extra: { esbuild: api } });
  checkPlace(own);
  await run.prepare();
  return new Context(run);
}

/** The face of a context without its insides. */
function faceOf(context: Context): any {
  return {
    rebuild: () => context.rebuild(), watch: (options?: any) => context.watch(options), serve: (options?: any) => context.serve(options),
    cancel: () => context.cancel(), dispose: () => context.dispose(),
  };
}

async function context(options: unknown): Promise<any> {
  return faceOf(await makeContext(checkOptions(options, "context")));
}

async function build(options: unknown): Promise<any> {
  const own = await makeContext(checkOptions(options, "build"));
  try {
    return await own.rebuild();
  } finally {
    await own.dispose();
  }
}

/** As build(), at once; plugins are functions that take their time. */
function buildSync(options: any): any {
  const own = { ...checkOptions(options, "buildSync") };
  if (own.plugins?.length > 0) throw new Error("Cannot use plugins in synchronous API calls");
  checkPlace(own);
  const run = new BuildRun({ options: own, plugins: undefined, flavour: "esbuild", words: wordsOfBuild, extra: {} });
  run.prepareNow();
  if (!own.bundle) {
    const result = resultOf(buildEach.now(run, isWriting(own)), own);
    return finish(result, own);
  }
  return finish(resultOf(run.buildNow(isWriting(own)), own), own);
}

function finish(result: any, options: any): any {
  tell(result, options);
  if (result.errors.length > 0) throw new BuildFailure("Build failed", result.errors, result.warnings);
  return result;
}

function transformSync(input: unknown, options: any = {}): any {
  const bytes = typeof input === "string" || ArrayBuffer.isView(input) ? (input as string | Uint8Array) : undefined;
  if (bytes === undefined) throw new TypeError("The input to transform() must be a string or a Uint8Array");
  const { cwd } = require("node:process").default;
  const file: string = options.sourcefile || "<stdin>";
  const loader = options.loader ?? (options.sourcefile ? "" : "js");
  if (loader === "file" || loader === "copy") throw new BuildFailure(`Transform failed: the loader "${loader}" needs a build`, [], []);
  const keepsFormat = options.format === undefined && options.globalName === undefined;
  const result = JSON.parse(binding.transform(wordsOfTransform(options, file), cwd(), bytes, file, loader, keepsFormat));
  const { errors, warnings } = takeMessages(result.messages, []);
  printMessages({ errors, warnings }, options.logLevel ?? "silent", options.logLimit ?? 6);
  if (errors.length > 0) throw new BuildFailure("Transform failed", errors, warnings);
  const out: any = { code: result.code, map: result.map, warnings };
  if (options.legalComments === "external" || options.legalComments === "linked") out.legalComments = result.legal;
  return out;
}

async function transform(input: unknown, options?: any): Promise<any> {
  return transformSync(input, options);
}

function formatMessagesSync(messages: any[], options: any): string[] {
  if (!Array.isArray(messages)) throw new TypeError("The messages must be an array");
  if (options?.kind !== "error" && options?.kind !== "warning") throw new TypeError('"kind" must be "error" or "warning"');
  return formatAll(messages, options.kind, options.color === true);
}

async function formatMessages(messages: any[], options: any): Promise<string[]> {
  return formatMessagesSync(messages, options);
}

function analyzeMetafileSync(metafile: unknown, options: any = {}): string {
  return describeMetafile(typeof metafile === "string" ? JSON.parse(metafile) : metafile, options);
}

async function analyzeMetafile(metafile: unknown, options?: any): Promise<string> {
  return analyzeMetafileSync(metafile, options);
}

/** There is nothing to start and to stop. */
async function initialize(): Promise<void> {}
async function stop(): Promise<void> {}

const api: any = {
  analyzeMetafile, analyzeMetafileSync, build, buildSync, command: (words: string[]) => command(words, api), context, formatMessages, formatMessagesSync, initialize, stop, transform, transformSync, version,
};

export default api;
