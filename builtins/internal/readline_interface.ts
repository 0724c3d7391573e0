// What the interfaces of node:readline and node:readline/promises share: lines out of a stream, prompts, questions.
// A terminal's line is edited by internal/readline_editor, whose methods are on the same prototype.
// https://nodejs.org/api/readline.html#class-interfaceconstructor

import {
  ArrayIsArray, ArrayPrototypePush, ArrayPrototypeShift, DateNow, FunctionPrototypeCall, MathMax, Number,
  ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectSetPrototypeOf, Promise, PromiseReject, PromiseResolve, ReflectOwnKeys, RegExpPrototypeExec,
  StringPrototypeCodePointAt, StringPrototypeEndsWith, StringPrototypeSlice, Symbol, SymbolAsyncIterator, SymbolDispose,
} from "internal/primordials";
import EventEmitter from "node:events";
import { codes } from "internal/errors";
import { editing } from "internal/readline_editor";
import { emitKeypressEvents } from "internal/readline_keys";
import { validateAbortSignal, validateArray, validateNumber, validateString, validateUint32 } from "internal/validators";

const kIterator = Symbol("iterator");
const kHistorySize = 30;
const kMinCrlfDelay = 100;
const kTabSize = 8;
/** Lines that wait for an iterator before the input is told to wait. */
const kHighWaterMark = 1024;

function optionsOf(input: any, output: any, completer: any, terminal: any): any {
  return input?.input ? input : { input, output, completer, terminal };
}

export function InterfaceBase(this: any, first: any, output: any, completer: any, terminal: any): void {
  FunctionPrototypeCall(EventEmitter as any, this);
  const options = optionsOf(first, output, completer, terminal);
  const { input, signal, history, tabSize, removeHistoryDuplicates = false, escapeCodeTimeout, crlfDelay, prompt } = options;
  let { historySize } = options;
  ({ output, completer, terminal } = options);
  if (signal) validateAbortSignal(signal, "options.signal");
  if (escapeCodeTimeout !== undefined && !(Number(escapeCodeTimeout) === escapeCodeTimeout && escapeCodeTimeout !== Infinity))
    throw new codes.ERR_INVALID_ARG_VALUE("input.escapeCodeTimeout", escapeCodeTimeout);
  if (completer !== undefined && typeof completer !== "function")
    throw new codes.ERR_INVALID_ARG_VALUE("completer", completer);
  if (history !== undefined) validateArray(history, "history");
  historySize ??= kHistorySize;
  validateNumber(historySize, "historySize", 0);
  if (tabSize !== undefined) validateUint32(tabSize, "tabSize", true);

  this.terminal = !!(terminal === undefined && output !== undefined ? output.isTTY : terminal);
  this.input = input;
  this.output = output;
  this.line = "";
  this.cursor = 0;
  this.history = ArrayIsArray(history) ? history : [];
  this.historyIndex = -1;
  this.historySize = historySize;
  this.removeHistoryDuplicates = !!removeHistoryDuplicates;
  this.isCompletionEnabled = true;
  this.escapeCodeTimeout = escapeCodeTimeout ?? 500;
  this.tabSize = tabSize ?? kTabSize;
  this.crlfDelay = crlfDelay ? MathMax(kMinCrlfDelay, crlfDelay) : kMinCrlfDelay;
  this.completer = completer;
  this.closed = false;
  this.paused = false;
  this.prevRows = 0;
  this._sawReturnAt = 0;
  this._partialLine = "";
  this._questionCallback = null;
  this._prompt = "> ";
  this.setPrompt(prompt ?? "> ");
  this._initEditing();
  listen(this);
  if (signal) closeOnAbort(this, signal);
  input.resume();
}
ObjectSetPrototypeOf(InterfaceBase.prototype, EventEmitter.prototype);
ObjectSetPrototypeOf(InterfaceBase, EventEmitter);

function closeOnAbort(rl: any, signal: any): void {
  const { nextTick } = require("internal/next_tick");
  if (signal.aborted) {
    nextTick(() => rl.close());
    return;
  }
  const remove = require("internal/event_helpers").addAbortListener(signal, () => nextTick(() => rl.close()));
  rl.once("close", () => remove[SymbolDispose]());
}

function listen(rl: any): void {
  const { input } = rl;
  const onError = (error: unknown) => rl.emit("error", error);
  input.on("error", onError);
  rl.once("close", () => input.removeListener("error", onError));
  if (rl.terminal) {
    listenToTerminal(rl);
    return;
  }
  const { StringDecoder } = require("node:string_decoder").default;
  rl._decoder = new StringDecoder("utf8");
  const onData = (data: unknown) => rl._normalWrite(data);
  const onEnd = () => {
    if (rl._partialLine !== "") rl._onLine(rl._partialLine);
    rl._partialLine = "";
    rl.close();
  };
  input.on("data", onData);
  input.on("end", onEnd);
  rl.once("close", () => {
    input.removeListener("data", onData);
    input.removeListener("end", onEnd);
  });
}

function listenToTerminal(rl: any): void {
  const { input, output } = rl;
  const onKey = (text: string | undefined, key: any) => {
    rl._ttyWrite(text, key);
    // A pair of surrogates typed by halves shows right when it is whole.
    const unit = key?.sequence ? StringPrototypeCodePointAt(key.sequence, 0)! : 0;
    if (unit >= 0xd800 && unit <= 0xdfff) rl._refreshLine();
  };
  const onEnd = () => {
    if (typeof rl.line === "string" && rl.line.length > 0) rl.emit("line", rl.line);
    rl.close();
  };
  const onResize = () => rl._refreshLine();
  emitKeypressEvents(input, rl);
  input.on("keypress", onKey);
  input.on("end", onEnd);
  rl._setRawMode(true);
  if (output != null) output.on("resize", onResize);
  rl.once("close", () => {
    input.removeListener("keypress", onKey);
    input.removeListener("end", onEnd);
    if (output != null) output.removeListener("resize", onResize);
  });
}

/** Lines end with LF, CR LF, CR, and the two separators of Unicode. */
const kLineEnd = /\r\n|\n|\r(?!\n)|\u2028|\u2029/;

const shared = {
  get columns(): number {
    // A terminal that does not know its size says 0.
    return (this as any).output?.columns || Infinity;
  },

  getPrompt(): string {
    return (this as any)._prompt;
  },

  setPrompt(prompt: string): void {
    (this as any)._prompt = prompt;
  },

  _setRawMode(this: any, mode: boolean): boolean {
    const { input } = this;
    const wasRaw = !!input.isRaw;
    if (typeof input.setRawMode === "function") input.setRawMode(mode);
    return wasRaw;
  },

  prompt(this: any, preserveCursor?: boolean): void {
    if (this.paused) this.resume();
    if (this.terminal && require("node:process").default.env.TERM !== "dumb") {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  },

  _writeToOutput(this: any, text: string): void {
    validateString(text, "stringToWrite");
    if (this.output != null) this.output.write(text);
  },

  _onLine(this: any, line: string): void {
    if (this._questionCallback) {
      const callback = this._questionCallback;
      this._questionCallback = null;
      this.setPrompt(this._oldPrompt);
      callback(line);
    } else {
      this.emit("line", line);
    }
  },

  _question(this: any, query: string, callback: (answer: string) => void): void {
    if (this.closed) throw new codes.ERR_USE_AFTER_CLOSE("readline");
    if (this._questionCallback) {
      this.prompt();
      return;
    }
    this._oldPrompt = this._prompt;
    this.setPrompt(query);
    this._questionCallback = callback;
    this.prompt();
  },

  _questionCancel(this: any): void {
    if (!this._questionCallback) return;
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    this.clearLine();
  },

  close(this: any): void {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit("close");
  },

  pause(this: any): any {
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit("pause");
    return this;
  },

  resume(this: any): any {
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit("resume");
    return this;
  },

  write(this: any, data: any, key?: any): void {
    if (this.paused) this.resume();
    if (this.terminal) this._ttyWrite(data, key);
    else this._normalWrite(data);
  },

  _normalWrite(this: any, bytes: any): void {
    if (bytes === undefined) return;
    let text = this._decoder.write(typeof bytes === "string" ? require("node:buffer").Buffer.from(bytes) : bytes) as string;
    if (this._sawReturnAt && DateNow() - this._sawReturnAt <= this.crlfDelay) {
      // The LF of a CR that came in the chunk before.
      if (text[0] === "\n") text = StringPrototypeSlice(text, 1);
      if (text !== "") this._sawReturnAt = 0;
    }
    let match = RegExpPrototypeExec(kLineEnd, text);
    if (match === null) {
      this._partialLine += text;
      return;
    }
    this._sawReturnAt = StringPrototypeEndsWith(text, "\r") ? DateNow() : 0;
    const lines: string[] = [];
    for (; match !== null; match = RegExpPrototypeExec(kLineEnd, text)) {
      ArrayPrototypePush(lines, this._partialLine + StringPrototypeSlice(text, 0, match.index));
      this._partialLine = "";
      text = StringPrototypeSlice(text, match.index + match[0].length);
    }
    this._partialLine = text;
    for (let i = 0; i < lines.length; i++) this._onLine(lines[i]);
  },

  /**
   * The lines to come. Leaving the loop closes the interface. All who iterate share one, so that an inner loop goes
   * on where the outer one is.
   */
  [SymbolAsyncIterator](this: any): any {
    return this[kIterator] ??= linesOf(this);
  },
};

function linesOf(rl: any): any {
  const lines: string[] = [];
  const waiting: { resolve(result: any): void; reject(error: unknown): void }[] = [];
  let isOver: boolean = rl.closed;
  let failure: { error: unknown } | undefined;
  const onLine = (line: string) => {
    const next = ArrayPrototypeShift(waiting);
    if (next !== undefined) next.resolve({ value: line, done: false });
    else if (ArrayPrototypePush(lines, line) > kHighWaterMark) rl.pause();
  };
  const end = () => {
    isOver = true;
    rl.removeListener("line", onLine);
    rl.removeListener("error", onError);
    for (let next = ArrayPrototypeShift(waiting); next !== undefined; next = ArrayPrototypeShift(waiting))
      next.resolve({ value: undefined, done: true });
  };
  const onError = (error: unknown) => {
    const next = ArrayPrototypeShift(waiting);
    if (next !== undefined) next.reject(error);
    else failure = { error };
    rl.close();
  };
  rl.on("line", onLine);
  rl.on("error", onError);
  rl.once("close", end);
  return {
    next() {
      if (lines.length > 0) {
        const value = ArrayPrototypeShift(lines);
        if (rl.paused && !isOver && lines.length === 0) rl.resume();
        return PromiseResolve({ value, done: false });
      }
      if (failure !== undefined) {
        const { error } = failure;
        failure = undefined;
        return PromiseReject(error);
      }
      if (isOver) return PromiseResolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => ArrayPrototypePush(waiting, { resolve, reject }));
    },
    return() {
      rl.close();
      return PromiseResolve({ value: undefined, done: true });
    },
    throw(error: unknown) {
      rl.close();
      return PromiseReject(error);
    },
    [SymbolAsyncIterator]() { return this; },
  };
}

function install(methods: object): void {
  const names = ReflectOwnKeys(methods);
  for (let i = 0; i < names.length; i++) {
    ObjectDefineProperty(InterfaceBase.prototype, names[i]!, {
      ...ObjectGetOwnPropertyDescriptor(methods, names[i]!), __proto__: null, enumerable: false,
    } as any);
  }
}
install(shared);
install(editing);
