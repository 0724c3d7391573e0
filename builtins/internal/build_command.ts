/**
 * `weft build` in a folder with a configuration: `build` of weft.config.* has options and plugins, and the command line
 * says more (docs/build-plugins.md).
 */
import { BuildRun, binding, printMessages } from "internal/build_context";
import { watch } from "internal/build_watch";
import { type Words, wordsOfConfig } from "internal/build_words";
import { Context, objectOf, readModule, takeFileNames } from "internal/test_config_context";

const path = require("node:path").default;
const process = require("node:process").default;

/** Plugins that import esbuild where it is not installed get what has its API here. */
function standInForEsbuild(): void {
  require("node:module").default.registerHooks({
    resolve(specifier: string, context: any, next: (specifier: string, context: any) => any) {
      if (specifier !== "esbuild") return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return { url: "weft:bundler", format: "builtin", shortCircuit: true };
      }
    },
  });
}

async function readConfig(file: string): Promise<any> {
  try {
    const options = await objectOf(await readModule(file, new Context()), file);
    if (!("build" in options)) return {};
    if (typeof options.build !== "object" || options.build === null) throw new TypeError(`${file}: "build" must be an object`);
    return options.build;
  } finally {
    takeFileNames();
  }
}

/** What the configuration says, then what the command line does, whose entries count if it has any. */
function wordsFrom(config: any, given: string[], hasEntries: boolean, file: string): Words {
  // There is one place to write to.
  const names = (word: string): boolean => given.some((it) => it === word || it.startsWith(`${word}=`));
  const { outdir, outfile, ...others } = config;
  const place = names("--outfile") || names("-o") || names("--outdir") ? {} : { outdir, outfile };
  const own = wordsOfConfig({ ...others, ...place }, file);
  const entries = hasEntries ? [] : own.entries;
  // Before any `--` of the command line, after which all are entries.
  const words = [...own.words, ...given, ...(entries.length > 0 ? ["--", ...entries.map((entry) => entry.in)] : [])];
  return { words, workingDirectory: process.cwd(), entries };
}

class Command {
  readonly #run: BuildRun;
  #inputs: string[] = [];
  code = 0;

  constructor(run: BuildRun) {
    this.#run = run;
  }

  async build(): Promise<any> {
    const outcome = await this.#run.buildCommand();
    const { command, errors, warnings } = outcome;
    this.#inputs = outcome.inputs;
    if (command) {
      process.stderr.write(command.err);
      process.stdout.write(command.out);
    }
    const result: any = { errors, warnings, outputFiles: undefined, metafile: undefined };
    const told = { errors: errors.length, warnings: warnings.length };
    if (command && command.code !== 0) result.errors.push({ id: "", text: "The build has faults", location: null, notes: [], pluginName: "", detail: undefined });
    const fromBuild = result.errors.length - told.errors;
    await this.#run.host.runEnds(result);
    const added = { errors: command ? result.errors.slice(told.errors + fromBuild) : result.errors, warnings: command ? result.warnings.slice(told.warnings) : result.warnings };
    printMessages(added, "warning", 0);
    this.code = command ? command.code || (added.errors.length > 0 ? 1 : 0) : 1;
    return result;
  }

  async watch(config: string): Promise<void> {
    const onChange = (files: string[]): void => {
      const [first] = files;
      process.stderr.write(`\n${path.relative(process.cwd(), first)}${files.length > 1 ? ` and ${files.length - 1} more` : ""} changed\n`);
    };
    await watch(this.#run, () => this.build(), () => [...this.#inputs, config], { onChange });
  }
}

/** What `weft build` does with `arguments`, after the configuration's file; the exit code. */
export async function command([file, ...given]: string[], api: any): Promise<number> {
  try {
    standInForEsbuild();
    const config = { ...await readConfig(file!) };
    const [fault, hasEntries, watches] = binding.readWords(given);
    if (fault !== undefined) throw new TypeError(fault);
    const { plugins } = config;
    const run = new BuildRun({ options: config, plugins, flavour: "esbuild", words: (options) => wordsFrom(options, given, hasEntries, file!), extra: { esbuild: api } });
    await run.prepare();
    const own = new Command(run);
    if (watches) {
      await own.watch(file!);
      return own.code;
    }
    await own.build();
    run.host.dispose();
    return own.code;
  } catch (error: any) {
    // A fault of options has a line; of the configuration's program, a stack is of use.
    const isOfOptions = error instanceof TypeError || error?.name === "ConfigurationError" || Array.isArray(error?.errors);
    process.stderr.write(`weft build: ${isOfOptions ? error.errors?.[0]?.text ?? error.message : error?.stack ?? error}\n`);
    return 9;
  }
}
