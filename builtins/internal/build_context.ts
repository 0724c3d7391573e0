/** One build, or the same one again and again: options, plugins and the native session behind `weft:bundler` and `Weft.build`. */
import { type Message, BuildFailure, formatAll, messageOf, takeMessages } from "internal/build_messages";
import { type Flavour, PluginHost } from "internal/build_plugins";
import type { Words } from "internal/build_words";

const { isAbsolute, resolve } = require("node:path").default;

export interface NativeFile {
  path: string;
  kind: "entry-point" | "chunk" | "style" | "asset" | "sourcemap" | "legal";
  size: number;
  hash: string;
}

interface NativeResult {
  messages: any[];
  writeFault?: string;
  files?: NativeFile[];
  metafile?: any;
  inputs?: string[];
  command?: CommandOutcome;
}

interface CommandOutcome {
  code: number;
  out: string;
  err: string;
}

interface NativeSession {
  setRules(resolve: string[], load: string[]): void;
  setStdin(contents: string | Uint8Array, path: string, resolveDir: string, loader: string): void;
  setEntryOutputs(names: string[]): void;
  run(placing: number, ask: Function, done: (json: string, contents: Uint8Array[] | undefined) => void): void;
  runNow(isWriting: boolean): [json: string, contents: Uint8Array[] | undefined];
  answerResolve(id: number, kind: number, path: string, namespace: string, suffix: string, hasSideEffects: boolean, data: number, messages: any[]): void;
  answerLoad(id: number, kind: number, contents: string | Uint8Array, loader: string, resolveDir: string, data: number, messages: any[]): void;
  enter(id: number, who: string): void;
  leave(id: number): void;
  giveUp(): void;
  forgetFiles(): void;
  resolve(specifier: string, importer: string, resolveDir: string, kind: string): any;
}

interface BuildNative {
  BuildSession: new (words: string[], workingDirectory: string) => NativeSession;
  readWords(words: string[]): [fault: string | undefined, hasEntries: boolean, watches: boolean];
  /** undefined: the words are right. */
  optionFault(words: string[], workingDirectory: string): string | undefined;
  /** JSON: {messages, code?, map?, legal?} */
  transform(words: string[], workingDirectory: string, contents: string | Uint8Array, path: string, loader: string, keepsFormat: boolean): string;
}
export const binding: BuildNative = native("build");

/** What a build has come to, before it is given the shape that the caller knows. */
export interface Outcome {
  errors: Message[];
  warnings: Message[];
  files: NativeFile[];
  contents: Uint8Array[] | undefined;  // by file; undefined: they were written
  metafile: any;
  inputs: string[];
  command?: CommandOutcome | undefined;  // of a command line: what was said has been
}

export interface Given {
  options: any;  // as plugins see and change them
  plugins: unknown;
  flavour: Flavour;
  /** Of the options, when the plugins have been set up. */
  words: (options: any) => Words;
  extra: Record<string, unknown>;  // of the object that setup() gets
}

// As the kinds of answers are numbered (bundler/plugins.h).
const kPass = 0, kModule = 1, kExternal = 2, kResolveFailed = 3;
const kContents = 1, kLoadFailed = 2;
// What becomes of files (build_binding.cpp).
const kGive = 0, kWrite = 1, kCommand = 2;

export class BuildRun {
  readonly host: PluginHost;
  readonly options: any;
  #given: Given;
  #session: NativeSession | undefined;
  #words: Words | undefined;
  #isRunning = false;

  constructor(given: Given) {
    this.#given = given;
    this.options = given.options;
    this.host = new PluginHost(given.flavour);
  }

  get workingDirectory(): string {
    return this.#words!.workingDirectory;
  }
  get words(): Words {
    return this.#words!;
  }

  async prepare(): Promise<void> {
    await this.host.setUp(this.#given.plugins, this.options, this.#given.extra);
    this.prepareNow();
    const { resolve: resolvers, load } = this.host.rules();
    this.#session!.setRules(resolvers, load);
    this.host.resolveByDefault = (specifier, importer, resolveDir, kind) => this.#session!.resolve(specifier, importer, resolveDir || this.workingDirectory, kind);
    let last = 1_000_000_000;  // besides the numbers of questions
    this.host.enter = (who) => {
      const id = last++;
      this.#session!.enter(id, who);
      return () => this.#session!.leave(id);
    };
  }

  /** Without plugins. */
  prepareNow(): void {
    const words = this.#words = this.#given.words(this.options);
    const fault = binding.optionFault(words.words, words.workingDirectory);
    if (fault !== undefined) throw new BuildFailure(`Build failed: ${fault}`, [messageOf({ text: fault }, "")], []);
    const session = this.#session = new binding.BuildSession(words.words, words.workingDirectory);
    if (words.entries.some((entry) => entry.out !== "")) session.setEntryOutputs(words.entries.map((entry) => entry.out));
    const { stdin } = this.options;
    if (!stdin) return;
    const folder: string = stdin.resolveDir ? resolve(words.workingDirectory, stdin.resolveDir) : words.workingDirectory;
    const name: string = stdin.sourcefile || "<stdin>";
    session.setStdin(stdin.contents ?? "", isAbsolute(name) ? name : resolve(folder, name), folder, stdin.loader ?? (stdin.sourcefile ? "" : "js"));
  }

  /** One build. `isWriting`: the files go where they belong, else they are given. */
  build(isWriting: boolean): Promise<Outcome> {
    return this.#build(isWriting ? kWrite : kGive);
  }

  /** As the command line has it. */
  buildCommand(): Promise<Outcome> {
    return this.#build(kCommand);
  }

  async #build(placing: number): Promise<Outcome> {
    if (this.#isRunning) throw new Error("A build is under way already");
    this.#isRunning = true;
    try {
      this.host.forgetBuild();
      const started = await this.host.runStarts();
      if (started.errors.length > 0) return { ...started, files: [], contents: undefined, metafile: undefined, inputs: [] };
      const session = this.#session!;
      session.forgetFiles();
      const [json, contents] = await new Promise<[string, Uint8Array[] | undefined]>((done) => {
        session.run(placing, (...args: any[]) => void this.#answer(args), (text, list) => done([text, list]));
      });
      const outcome = this.#outcomeOf(json, contents);
      outcome.warnings.unshift(...started.warnings);
      return outcome;
    } finally {
      this.#isRunning = false;
    }
  }

  /** One build at once. */
  buildNow(isWriting: boolean): Outcome {
    const [json, contents] = this.#session!.runNow(isWriting);
    return this.#outcomeOf(json, contents);
  }

  /** The build that runs comes to nothing. */
  giveUp(): void {
    this.#session?.giveUp();
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  #outcomeOf(json: string, contents: Uint8Array[] | undefined): Outcome {
    const result: NativeResult = JSON.parse(json);
    const { errors, warnings } = takeMessages(result.messages, this.host.messages);
    if (result.writeFault !== undefined) errors.push(messageOf({ text: result.writeFault }, ""));
    return { errors, warnings, files: errors.length > 0 ? [] : result.files ?? [], contents, metafile: result.metafile, inputs: result.inputs ?? [], command: result.command };
  }

  async #answer(args: any[]): Promise<void> {
    if (args[1]) await this.#answerLoad(args);
    else await this.#answerResolve(args);
  }

  async #answerResolve([id, , path, importer, namespace, resolveDir, kind, data, attributes]: any[]): Promise<void> {
    const { host } = this;
    const answer = await host.resolve({ path, importer, namespace: namespace || "file", resolveDir, kind, pluginData: host.data[data], with: attributes });
    const { result } = answer;
    const what = answer.errors.length > 0 ? kResolveFailed : result === undefined ? kPass : result.external === true ? kExternal : kModule;
    const space = result?.namespace === undefined || result.namespace === "file" ? "" : String(result.namespace);
    this.#session!.answerResolve(id, what, result?.path === undefined ? "" : String(result.path), space, result?.suffix ?? "", result?.sideEffects !== false,
      host.keep(result?.pluginData), host.keepMessages(answer));
  }

  async #answerLoad([id, , path, namespace, suffix, data, attributes]: any[]): Promise<void> {
    const { host } = this;
    const answer = await host.load({ path, namespace: namespace || "file", suffix, pluginData: host.data[data], with: attributes });
    const { result } = answer;
    const what = answer.errors.length > 0 ? kLoadFailed : result === undefined ? kPass : kContents;
    const contents = result?.contents ?? "";
    const folder = result?.resolveDir ? String(result.resolveDir) : "";
    this.#session!.answerLoad(id, what, contents instanceof ArrayBuffer ? new Uint8Array(contents) : contents, result?.loader ?? "", folder,
      host.keep(result?.pluginData), host.keepMessages(answer));
  }
}

/** Writes what is to be said of a build where people read it. */
export function printMessages({ errors, warnings }: { errors: Message[]; warnings: Message[] }, level: string, limit: number): void {
  const { stderr } = require("node:process").default;
  const isColoured = require("node:tty").default.isatty(2) && !require("node:process").default.env.NO_COLOR;
  const show = (list: Message[], kind: "error" | "warning"): void => {
    const shown = limit > 0 ? list.slice(0, limit) : list;
    for (const text of formatAll(shown, kind, isColoured)) stderr.write(text);
    if (shown.length < list.length) stderr.write(`and ${list.length - shown.length} more ${kind}s\n\n`);
  };
  if (level === "silent") return;
  if (level !== "error") show(warnings, "warning");
  show(errors, "error");
}
