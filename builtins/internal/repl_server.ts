// repl.REPLServer: https://nodejs.org/api/repl.html#class-replserver
import {
  ArrayPrototypeFilter, ArrayPrototypePush, ArrayPrototypeShift, FunctionPrototypeCall, ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames, ObjectSetPrototypeOf, RegExpPrototypeExec,
  RegExpPrototypeSymbolReplace, RegExpPrototypeTest, SafeSet, StringPrototypeEndsWith, StringPrototypeSplit,
} from "internal/primordials";
import readline from "node:readline";
import { codes } from "internal/errors";
import { inspect } from "internal/inspect";
import { defineCommands } from "internal/repl_commands";
import { complete } from "internal/repl_complete";
import { type Callback, evaluate, kFrame, Recoverable, Thrown } from "internal/repl_evaluate";
import { setupHistory } from "internal/repl_history";
import { HistorySearch } from "internal/repl_search";
import { validateFunction } from "internal/validators";

export const REPL_MODE_SLOPPY = Symbol("repl-sloppy");
export const REPL_MODE_STRICT = Symbol("repl-strict");

const Interface: any = (readline as any).Interface;

export function writer(value: unknown): string {
  return inspect(value, writer.options);
}
writer.options = { ...(inspect as any).defaultOptions, showProxy: true };

const kContinuation = "... ";

/** A function rather than a class: it may be called without `new`. */
export function REPLServer(
  this: any, prompt?: any, stream?: any, evaluator?: any, useGlobal?: any, ignoreUndefined?: any, replMode?: any,
): any {
  if (!(this instanceof (REPLServer as any))) {
    return new (REPLServer as any)(prompt, stream, evaluator, useGlobal, ignoreUndefined, replMode);
  }
  let options: any;
  if (prompt !== null && typeof prompt === "object") options = { ...prompt };
  else options = { prompt, input: stream, output: stream, eval: evaluator, useGlobal, ignoreUndefined, replMode };
  if (options.breakEvalOnSigint && options.eval) throw new codes.ERR_INVALID_REPL_EVAL_CONFIG();
  if (options.breakEvalOnSigint) throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("breakEvalOnSigint");
  const { default: process } = require("node:process");
  if (!options.input && !options.output) {
    options.input = process.stdin;
    options.output = process.stdout;
  } else {
    options.input ??= options.output?.stdin ?? options.output;
    options.output ??= options.input?.stdout ?? options.input;
  }
  options.terminal ??= options.output.isTTY;
  options.prompt ??= "> ";

  this.useGlobal = !!options.useGlobal;
  this.ignoreUndefined = !!options.ignoreUndefined;
  this.replMode = options.replMode || REPL_MODE_SLOPPY;
  this.writer = options.writer || writer;
  this.underscoreAssigned = false;
  this.last = undefined;
  this.underscoreErrAssigned = false;
  this.lastError = undefined;
  this.editorMode = false;
  /** Whether Ctrl-C ends the process while it evaluates; else it waits. */
  this.isStoppable = false;
  this.commands = { __proto__: null };
  this.lines = [];
  this.lines.level = [];
  this._bufferedCommand = "";
  this._waitingLines = [];
  this._isRunning = false;
  this._run = 0;
  this._sawInterrupt = false;
  this.eval = options.eval || ((text: string, _context: any, file: string, done: Callback) => evaluate(this, text, file, done));
  this._domain = options.domain || require("node:domain").default.create();
  this._domain.on("error", (error: unknown) => this._showLateError(error));

  FunctionPrototypeCall(Interface, this, {
    input: options.input, output: options.output, terminal: options.terminal, historySize: options.historySize, prompt: options.prompt,
    completer: options.completer || ((text: string, done: Callback) => this.complete(text, done)),
  });
  this._initialPrompt = options.prompt;
  this.inputStream = options.input;
  this.outputStream = options.output;
  this.useColors = options.useColors ??
    (this.terminal && (typeof options.output.getColorDepth === "function" ? options.output.getColorDepth() > 2 : true));
  if (this.useColors && this.writer === writer) {
    const coloured: any = (value: unknown) => inspect(value, coloured.options);
    coloured.options = { ...writer.options, colors: true };
    this.writer = coloured;
  }
  if (!options.eval) this.resetContext();
  else this.context = this.createContext();
  defineCommands(this);
  this._search = new HistorySearch(this);
  this.on("line", (line: string) => this._takeLine(line));
  this.on("SIGINT", () => this._interrupt());
  this.on("SIGCONT", () => (this.editorMode ? this._write("// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n") : this.displayPrompt(true)));
  this.on("close", () => this._ended());
  this.displayPrompt();
}
ObjectSetPrototypeOf(REPLServer.prototype, Interface.prototype);
ObjectSetPrototypeOf(REPLServer, Interface);

const proto: any = REPLServer.prototype;

proto._write = function (this: any, text: string): void {
  this.output.write(text);
};

proto._ended = function (this: any): void {
  if (this._isRunning) {
    this._isOver = true;
    return;
  }
  if (this._bufferedCommand !== "") this._finishBuffered();
  this.emit("exit");
};

/** What the input ends with, if it was not whole. */
proto._finishBuffered = function (this: any): void {
  const text = this._bufferedCommand;
  this._bufferedCommand = "";
  this.eval(text, this.context, "REPL", (error: any) => {
    if (error) this._showError(error instanceof Recoverable ? error.err : error);
  });
};

// ---- the context

proto.createContext = function (this: any): any {
  const context = this.useGlobal ? globalThis : newContext(this.output);
  defineModuleNames(context);
  return context;
};

function newContext(output: any): any {
  const vm = require("node:vm").default;
  const context = vm.createContext();
  const own = new SafeSet<string>(vm.runInContext("Object.getOwnPropertyNames(globalThis)", context));
  const names = ObjectGetOwnPropertyNames(globalThis);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (own.has(name) || name === "globalThis") continue;
    ObjectDefineProperty(context, name, { ...ObjectGetOwnPropertyDescriptor(globalThis, name), __proto__: null } as any);
  }
  context.global = context;
  const { Console } = require("node:console").default;
  define(context, "console", new Console(output));
  return context;
}

function defineModuleNames(context: any): void {
  const { Module, makeRequire } = require("internal/cjs_loader");
  const { default: process } = require("node:process");
  const module = new Module("<repl>");
  module.path = process.cwd();
  module.filename = null;
  module.paths = [...Module._nodeModulePaths(process.cwd()), ...Module.globalPaths];
  define(context, "module", module);
  define(context, "exports", module.exports);
  define(context, "require", makeRequire(module));
  for (let i = 0; i < Module.builtinModules.length; i++) defineBuiltin(context, Module.builtinModules[i]);
}

function define(context: any, name: string, value: unknown): void {
  ObjectDefineProperty(context, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true } as any);
}

function defineBuiltin(context: any, name: string): void {
  if (RegExpPrototypeTest(/[/:]|^_/, name) || name in context) return;
  ObjectDefineProperty(context, name, {
    __proto__: null,
    get: () => {
      const value = native("modules").builtin(name);
      define(context, name, value);
      return value;
    },
    set: (value: unknown) => define(context, name, value),
    enumerable: false,
    configurable: true,
  } as any);
}

proto.resetContext = function (this: any): void {
  this.context = this.createContext();
  this.underscoreAssigned = false;
  this.underscoreErrAssigned = false;
  this.lines = [];
  this.lines.level = [];
  this._defineLast("_", "last", "underscoreAssigned", "Expression");
  this._defineLast("_error", "lastError", "underscoreErrAssigned", "Error");
  this.emit("reset", this.context);
};

/** A name for the last value; whoever assigns to it has it for himself. */
proto._defineLast = function (this: any, name: string, key: string, flag: string, what: string): void {
  ObjectDefineProperty(this.context, name, {
    __proto__: null,
    configurable: true,
    get: () => this[key],
    set: (value: unknown) => {
      this[key] = value;
      if (this[flag]) return;
      this[flag] = true;
      this._write(`${what} assignment to ${name} now disabled.\n`);
    },
  } as any);
};

// ---- lines

proto._takeLine = function (this: any, line: any): void {
  line ??= "";
  if (this._isRunning) {
    ArrayPrototypePush(this._waitingLines, line);
    return;
  }
  this._sawInterrupt = false;
  if (this.editorMode) {
    this._bufferedCommand += `${line}\n`;
    return;
  }
  if (RegExpPrototypeTest(/^\s*\.(?!\d)/, line) && this._runCommand(line)) return;
  ArrayPrototypePush(this.lines, line);
  this.runText(this._bufferedCommand + line);
};

/** False if the line is to be run as it is. */
proto._runCommand = function (this: any, line: string): boolean {
  const [, name, rest] = RegExpPrototypeExec(/^\s*\.(\S*)\s*([\s\S]*?)\s*$/, line)!;
  const command = this.commands[name!];
  if (command !== undefined) {
    FunctionPrototypeCall(command.action, this, rest);
    return true;
  }
  // A method call that goes on with the line before.
  if (this._bufferedCommand !== "") return false;
  this._write("Invalid REPL keyword\n");
  this.displayPrompt();
  return true;
};

/** Runs a text, and shows what it gives. */
proto.runText = function (this: any, text: string): void {
  const run = ++this._run;
  const file = `REPL${run}`;
  this._isRunning = true;
  // Meanwhile the terminal makes a signal of Ctrl-C, which ends what does not end by itself.
  let wasRaw = this.isStoppable && this.terminal && this._setRawMode(false);
  let isDone = false;
  const makeRaw = () => {
    if (wasRaw && !this.closed) this._setRawMode(true);
    wasRaw = false;
  };
  const done = (...result: [error: any, value?: unknown]) => {
    makeRaw();
    // It was given up.
    if (isDone || run !== this._run) return;
    isDone = true;
    this._isRunning = false;
    this._finish(text, result[0], result[1], result.length > 1);
  };
  const isStrict = this.replMode === REPL_MODE_STRICT && RegExpPrototypeExec(/^\s*$/, text) === null;
  const source = `${isStrict ? "'use strict'; void 0;\n" : ""}${text}\n`;
  this._domain.enter();
  try {
    this.eval(source, this.context, file, done);
  } catch (error) {
    done(error ?? new Thrown(error));
  } finally {
    this._domain.exit();
    makeRaw();
  }
};

/** An error that nobody waited for. */
proto._showLateError = function (this: any, error: unknown): void {
  if (this.terminal) this.clearLine();
  this._showError(error);
  if (!this._isRunning) this.displayPrompt();
};

proto._finish = function (this: any, text: string, error: any, value: unknown, hasValue: boolean): void {
  const isOpen = error instanceof Recoverable;
  if (isOpen) {
    this._bufferedCommand = StringPrototypeEndsWith(text, "\n") ? text : `${text}\n`;
  } else {
    this._bufferedCommand = "";
    if (error instanceof Thrown) this._showError(error.value);
    else if (error !== null && error !== undefined) this._showError(error);
    else if (hasValue) this._showValue(value);
  }
  this.displayPrompt();
  const next = ArrayPrototypeShift(this._waitingLines);
  if (next !== undefined) this._takeLine(next);
  else if (this._isOver) this._ended();
};

proto._showValue = function (this: any, value: unknown): void {
  if (!this.underscoreAssigned) this.last = value;
  if (this.ignoreUndefined && value === undefined) return;
  if (require("node:util").default.types.isNativeError(value)) shortenStack(value);
  let text: string;
  try {
    text = this.writer(value);
  } catch (error) {
    this._showError(error);
    return;
  }
  this._write(`${text}\n`);
};

proto._showError = function (this: any, error: any): void {
  if (!this.underscoreErrAssigned) this.lastError = error;
  let frame = "";
  if (error !== null && typeof error === "object") {
    frame = error[kFrame] ?? "";
    shortenStack(error);
  }
  let text: string;
  try {
    text = this.writer(error);
  } catch {
    text = String(error?.message);
  }
  if (typeof error === "object" && error !== null && RegExpPrototypeTest(/^\[[\s\S]*\]$/, text) && !Array.isArray(error)) text = text.slice(1, -1);
  if (frame !== "") this._write(frame);
  this._write(`Uncaught${StringPrototypeEndsWith(StringPrototypeSplit(text, "\n")[0]!, "Uncaught") ? "" : " "}${text}\n`);
};

/** Without the frames of the REPL itself, and with the names of inputs without a folder. */
function shortenStack(error: any): void {
  if (typeof error.stack !== "string") return;
  const folder = `${native("modules").workingDirectory()}/`;
  const lines = StringPrototypeSplit(error.stack, "\n");
  const kept = ArrayPrototypeFilter(lines, (line) => !RegExpPrototypeTest(/^\s+at (?:.*[( ])?(?:node:|internal\/|web\/)/, line));
  let text = kept.join("\n");
  const escaped = RegExpPrototypeSymbolReplace(/[.*+?^${}()|[\]\\/]/g, folder, "\\$&" as any);
  text = RegExpPrototypeSymbolReplace(new RegExp(`(?:file://)?${escaped}(REPL\\d+)`, "g"), text, "$1" as any);
  try {
    ObjectDefineProperty(error, "stack", { __proto__: null, value: text, writable: true, configurable: true, enumerable: false } as any);
  } catch {
    // A frozen error is shown as it is.
  }
}

// ---- interruptions

proto._interrupt = function (this: any): void {
  if (this._isRunning) {
    // What goes on is no longer waited for.
    this._run++;
    this._isRunning = false;
    this._waitingLines = [];
    this._bufferedCommand = "";
    this.clearLine();
    this._showError(new codes.ERR_SCRIPT_EXECUTION_INTERRUPTED());
    this.displayPrompt();
    return;
  }
  const isEmpty = this.line.length === 0;
  const wasBuffered = this._bufferedCommand !== "";
  this.clearLine();
  this.editorMode = false;
  if (!wasBuffered && isEmpty) {
    if (this._sawInterrupt) {
      this.close();
      this._sawInterrupt = false;
      return;
    }
    this._write("(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n");
    this._sawInterrupt = true;
  } else {
    this._sawInterrupt = false;
  }
  this.clearBufferedCommand();
  this.displayPrompt();
};

const writeKey = Interface.prototype._ttyWrite;
proto._ttyWrite = function (this: any, text: any, key: any): void {
  key ??= {};
  if (this.editorMode) {
    this._editorKey(text, key);
    return;
  }
  if (!this._isRunning && this._search.handle(text, key)) return;
  FunctionPrototypeCall(writeKey, this, text, key);
};

// ---- the editor: lines are gathered until Ctrl-D

proto.startEditor = function (this: any): void {
  this.editorMode = true;
  this._bufferedCommand = "";
  this._write("// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n");
  FunctionPrototypeCall(Interface.prototype.setPrompt, this, "");
};

proto._editorKey = function (this: any, text: any, key: any): void {
  const isEnd = key.ctrl && !key.shift && key.name === "d";
  if (isEnd) {
    const typed = this._bufferedCommand + this.line;
    this.clearLine();
    this.editorMode = false;
    this._bufferedCommand = "";
    for (const line of StringPrototypeSplit(typed, "\n")) ArrayPrototypePush(this.lines, line);
    this.runText(typed);
    return;
  }
  if (key.name === "return" || key.name === "enter") {
    const indent = RegExpPrototypeExec(/^\s*/, this.line)![0];
    FunctionPrototypeCall(writeKey, this, text, key);
    if (this.isCompletionEnabled && indent !== "") this._insertString(indent);
    return;
  }
  FunctionPrototypeCall(writeKey, this, text, key);
};

// ---- what programs call

proto.defineCommand = function (this: any, keyword: string, command: any): void {
  if (typeof command === "function") command = { action: command };
  else validateFunction(command.action, "cmd.action");
  this.commands[keyword] = command;
};

proto.displayPrompt = function (this: any, preserveCursor?: boolean): void {
  const prompt = this._bufferedCommand === "" ? this._initialPrompt : kContinuation;
  FunctionPrototypeCall(Interface.prototype.setPrompt, this, prompt);
  this.prompt(preserveCursor);
};

proto.setPrompt = function (this: any, prompt: string): void {
  this._initialPrompt = prompt;
  FunctionPrototypeCall(Interface.prototype.setPrompt, this, prompt);
};

proto.clearBufferedCommand = function (this: any): void {
  this._bufferedCommand = "";
};

proto.setupHistory = function (this: any, path: any, done: any): void {
  validateFunction(done, "callback");
  setupHistory(this, `${path ?? ""}`, done);
};

proto.complete = function (this: any, text: string, done: Callback): void {
  if (this.editorMode) {
    this._insertString("  ");
    done(null, [[], text]);
    return;
  }
  done(null, complete(this, text));
};
proto.completeOnEditorMode = (done: Callback) => (error: unknown, results: any): void => done(error, results);

export function start(
  prompt?: any, source?: any, evaluator?: any, useGlobal?: any, ignoreUndefined?: any, replMode?: any,
): any {
  return new (REPLServer as any)(prompt, source, evaluator, useGlobal, ignoreUndefined, replMode);
}
