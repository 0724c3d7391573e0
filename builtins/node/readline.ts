// node:readline: https://nodejs.org/api/readline.html

import { FunctionPrototypeCall, ObjectDefineProperty, ObjectSetPrototypeOf, Promise, PromiseReject, SymbolDispose } from "internal/primordials";
import { AbortError } from "internal/errors";
import { kCustomPromisify } from "internal/promisify";
import { InterfaceBase } from "internal/readline_interface";
import { emitKeypressEvents } from "internal/readline_keys";
import { clearLine, clearScreenDown, cursorTo, moveCursor } from "internal/readline_screen";
import { validateAbortSignal } from "internal/validators";

type Answer = (answer: string) => void;

/** A function rather than a class: it may be called without `new`. */
function Interface(this: any, input: any, output?: any, completer?: any, terminal?: any): any {
  if (!(this instanceof (Interface as any))) return new (Interface as any)(input, output, completer, terminal);
  this._completesByCallback = true;
  FunctionPrototypeCall(InterfaceBase as any, this, input, output, completer, terminal);
}
ObjectSetPrototypeOf(Interface.prototype, InterfaceBase.prototype);
ObjectSetPrototypeOf(Interface, InterfaceBase);

Interface.prototype.question = function question(this: any, query: string, options?: any, callback?: Answer): void {
  if (typeof options === "function") callback = options;
  else if (options?.signal) {
    const { signal } = options;
    validateAbortSignal(signal, "options.signal");
    if (signal.aborted) return;
    const remove = require("internal/event_helpers").addAbortListener(signal, () => this._questionCancel());
    const answered = callback;
    callback = typeof answered !== "function" ? undefined : (answer) => {
      remove[SymbolDispose]();
      answered(answer);
    };
  }
  if (typeof callback === "function") this._question(query, callback);
};
ObjectDefineProperty(Interface.prototype.question, kCustomPromisify, {
  __proto__: null,
  value: function question(this: any, query: string, options?: any) {
    const signal = options?.signal;
    if (signal?.aborted) return PromiseReject(new AbortError(undefined, { cause: signal.reason }));
    return new Promise((resolve, reject) => {
      let answered: Answer = resolve;
      if (signal) {
        const remove = require("internal/event_helpers").addAbortListener(
          signal, () => reject(new AbortError(undefined, { cause: signal.reason })));
        answered = (answer) => {
          remove[SymbolDispose]();
          resolve(answer);
        };
      }
      this.question(query, options ?? {}, answered);
    });
  },
} as any);

function createInterface(input: any, output?: any, completer?: any, terminal?: any): any {
  return new (Interface as any)(input, output, completer, terminal);
}

export default {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
  get promises() {
    return require("node:readline/promises").default;
  },
};
