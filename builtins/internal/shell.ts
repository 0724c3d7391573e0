// Weft.$: shell scripts in a template literal (https://bun.sh/docs/runtime/shell). The script is parsed when the
// template is evaluated, and runs when somebody waits for it.
import {
  ArrayIsArray, Error, JSONParse, ObjectDefineProperty, Promise, PromisePrototypeThen, RegExpPrototypeTest,
  StringPrototypeReplace, StringPrototypeSplit, String, Symbol, SymbolSpecies, TypeError,
} from "internal/primordials";
import type { Script } from "internal/shell_ast";
import { Scope, runScript } from "internal/shell_interpreter";
import { Capture } from "internal/shell_io";
import { Lexer, unitsOf } from "internal/shell_lexer";
import { Parser } from "internal/shell_parser";
import { bracesOf } from "internal/shell_words";

interface Settings {
  cwd: string | undefined;
  env: any;
  throws: boolean;
}

function bufferOf(bytes: Uint8Array): any {
  return require("node:buffer").Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function plainBytes(buffer: any): Uint8Array {
  return new Uint8Array(buffer);
}

/** What a script has written, and its exit code. */
export class ShellOutput {
  stdout: any;
  stderr: any;
  exitCode: number;

  constructor(stdout: any, stderr: any, exitCode: number) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.exitCode = exitCode;
  }
  text(encoding?: any): string {
    return this.stdout.toString(encoding);
  }
  json(): any {
    return JSONParse(this.text());
  }
  arrayBuffer(): ArrayBuffer {
    return plainBytes(this.stdout).buffer as ArrayBuffer;
  }
  bytes(): Uint8Array {
    return plainBytes(this.stdout);
  }
  blob(): any {
    return new (require("web/blob").Blob)([this.stdout]);
  }
}

/** Of a script whose exit code is not 0. */
export class ShellError extends Error {
  stdout: any;
  stderr: any;
  exitCode: number;
  declare text: ShellOutput["text"];
  declare json: ShellOutput["json"];
  declare arrayBuffer: ShellOutput["arrayBuffer"];
  declare bytes: ShellOutput["bytes"];
  declare blob: ShellOutput["blob"];

  constructor(output: ShellOutput) {
    super(`Failed with exit code ${output.exitCode}`);
    this.stdout = output.stdout;
    this.stderr = output.stderr;
    this.exitCode = output.exitCode;
  }
}
for (const name of ["text", "json", "arrayBuffer", "bytes", "blob"] as const)
  ObjectDefineProperty(ShellError.prototype, name, { __proto__: null, value: ShellOutput.prototype[name], writable: true, configurable: true } as any);
ObjectDefineProperty(ShellError.prototype, "name", { __proto__: null, value: "ShellError", writable: true, configurable: true } as any);

const kFromScript = Symbol("fromScript");

export class ShellPromise extends (Promise as any as new (executor: any) => any) {
  #script: Script;
  #settings: Settings;
  #isQuiet = false;
  #isStarted = false;
  #resolve: (output: ShellOutput) => void;
  #reject: (reason: unknown) => void;

  constructor(key: symbol, script: Script, settings: Settings) {
    if (key !== kFromScript) throw new TypeError("Use `$` to make a ShellPromise");
    let resolve: any;
    let reject: any;
    super((first: any, second: any) => {
      resolve = first;
      reject = second;
    });
    this.#resolve = resolve;
    this.#reject = reject;
    this.#script = script;
    this.#settings = { ...settings };
  }

  // What then() makes is a plain promise.
  static get [SymbolSpecies](): any {
    return Promise;
  }

  #change(change: (settings: Settings) => void): this {
    if (this.#isStarted) throw new Error("Shell is already running");
    change(this.#settings);
    return this;
  }

  cwd(folder: any): this {
    return this.#change((settings) => (settings.cwd = String(folder)));
  }
  env(variables: any): this {
    return this.#change((settings) => (settings.env = variables));
  }
  nothrow(): this {
    return this.#change((settings) => (settings.throws = false));
  }
  throws(on: unknown): this {
    return this.#change((settings) => (settings.throws = !!on));
  }
  quiet(on: unknown = true): this {
    return this.#change(() => (this.#isQuiet = !!on));
  }

  run(): this {
    if (this.#isStarted) return this;
    this.#isStarted = true;
    void this.#execute();
    return this;
  }

  async #execute(): Promise<void> {
    const { cwd, env, throws } = this.#settings;
    const process = require("node:process").default;
    const out = new Capture(this.#isQuiet ? -1 : 1);
    const err = new Capture(this.#isQuiet ? -1 : 2);
    let code: number;
    try {
      const folder = require("node:path").default.resolve(cwd ?? ".");
      const scope = Scope.from(folder, env ?? process.env);
      code = await runScript(this.#script, scope, { input: { fd: 0, isOwn: false }, out, err });
    } catch (error) {
      this.#reject(error);
      return;
    }
    const output = new ShellOutput(bufferOf(out.bytes), bufferOf(err.bytes), code);
    if (code !== 0 && throws) this.#reject(new ShellError(output));
    else this.#resolve(output);
  }

  then(onFulfilled?: any, onRejected?: any): Promise<any> {
    this.run();
    return PromisePrototypeThen(this as any, onFulfilled, onRejected) as any;
  }

  #read<T>(convert: (output: ShellOutput) => T): Promise<T> {
    if (!this.#isStarted) this.#isQuiet = true;
    return this.then(convert);
  }
  text(encoding?: any): Promise<string> {
    return this.#read((output) => output.text(encoding));
  }
  json(): Promise<any> {
    return this.#read((output) => output.json());
  }
  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#read((output) => output.arrayBuffer());
  }
  bytes(): Promise<Uint8Array> {
    return this.#read((output) => output.bytes());
  }
  blob(): Promise<any> {
    return this.#read((output) => output.blob());
  }
  lines(): AsyncIterable<string> {
    return linesOf(this.#read((output) => output.text()));
  }
}

/** The end of the last line begins no other. */
async function* linesOf(text: Promise<string>): AsyncGenerator<string> {
  const lines = StringPrototypeSplit(await text, "\n");
  const count = lines[lines.length - 1] === "" ? lines.length - 1 : lines.length;
  for (let i = 0; i < count; i++) yield lines[i][lines[i].length - 1] === "\r" ? lines[i].slice(0, -1) : lines[i];
}

const kSafe = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A text as one argument of a script. */
function escape(text: any): string {
  const value = String(text);
  if (RegExpPrototypeTest(kSafe, value)) return value;
  return `"${StringPrototypeReplace(value, /[$`"\\]/g, "\\$&")}"`;
}

/** A `$` with settings of its own. */
function createShell(): any {
  const settings: Settings = { cwd: undefined, env: undefined, throws: true };
  const $ = function (first: any, ...values: any[]): ShellPromise {
    const strings = ArrayIsArray(first) ? (first as any).raw ?? first : [String(first)];
    return new ShellPromise(kFromScript, new Parser(new Lexer(unitsOf(strings, values))).parse(undefined), settings);
  };
  ObjectDefineProperty($, "name", { __proto__: null, value: "$", configurable: true } as any);
  return Object.assign($, {
    Shell, ShellError, ShellOutput, ShellPromise, escape,
    braces(pattern: any): string[] {
      return bracesOf(String(pattern));
    },
    cwd(folder?: any): any {
      settings.cwd = folder === undefined ? undefined : String(folder);
      return $;
    },
    env(variables?: any): any {
      settings.env = variables;
      return $;
    },
    nothrow(): any {
      settings.throws = false;
      return $;
    },
    throws(on: unknown): any {
      settings.throws = !!on;
      return $;
    },
  });
}

/** `new $.Shell()`: another `$`, whose settings are its own. */
function Shell(this: any): any {
  if (new.target === undefined) throw new TypeError("Class constructor Shell cannot be invoked without 'new'");
  return createShell();
}

export const $ = createShell();
