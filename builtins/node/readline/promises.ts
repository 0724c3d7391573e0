// node:readline/promises: https://nodejs.org/api/readline.html#promises-api

import {
  ArrayPrototypeJoin, ArrayPrototypePush, Promise, SymbolDispose,
} from "internal/primordials";
import { AbortError, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { InterfaceBase } from "internal/readline_interface";
import { kClearDown, sequenceBy, sequenceOfLine, sequenceTo } from "internal/readline_screen";
import { validateAbortSignal, validateBoolean, validateInteger } from "internal/validators";

class Interface extends (InterfaceBase as any as new (...args: any[]) => any) {
  question(query: string, options: any = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const { signal } = options ?? {};
      let answered = resolve;
      if (signal) {
        validateAbortSignal(signal, "options.signal");
        const refuse = () => reject(new AbortError(undefined, { cause: signal.reason }));
        if (signal.aborted) {
          refuse();
          return;
        }
        const remove = require("internal/event_helpers").addAbortListener(signal, () => {
          this._questionCancel();
          refuse();
        });
        answered = (answer) => {
          remove[SymbolDispose]();
          resolve(answer);
        };
      }
      this._question(query, answered);
    });
  }
}

/** Movements and deletions that wait for commit(). */
class Readline {
  #stream: any;
  #waiting: string[] = [];
  #commitsAtOnce = false;

  constructor(stream: any, options?: { autoCommit?: boolean }) {
    if (typeof stream?.write !== "function" || typeof stream.on !== "function")
      throw new codes.ERR_INVALID_ARG_TYPE("stream", "Writable", stream);
    this.#stream = stream;
    if (options?.autoCommit != null) {
      validateBoolean(options.autoCommit, "options.autoCommit");
      this.#commitsAtOnce = options.autoCommit;
    }
  }

  #add(text: string): this {
    if (this.#commitsAtOnce) nextTick(() => this.#stream.write(text));
    else ArrayPrototypePush(this.#waiting, text);
    return this;
  }

  cursorTo(x: number, y?: number): this {
    validateInteger(x, "x");
    if (y != null) validateInteger(y, "y");
    return this.#add(sequenceTo(x, y));
  }

  moveCursor(dx: number, dy: number): this {
    if (!dx && !dy) return this;
    validateInteger(dx, "dx");
    validateInteger(dy, "dy");
    return this.#add(sequenceBy(dx, dy));
  }

  clearLine(direction: -1 | 0 | 1): this {
    validateInteger(direction, "dir", -1, 1);
    return this.#add(sequenceOfLine(direction));
  }

  clearScreenDown(): this {
    return this.#add(kClearDown);
  }

  commit(): Promise<void> {
    const text = ArrayPrototypeJoin(this.#waiting, "");
    this.#waiting = [];
    return new Promise((resolve) => this.#stream.write(text, () => resolve()));
  }

  rollback(): this {
    this.#waiting = [];
    return this;
  }
}

function createInterface(input: any, output?: any, completer?: any, terminal?: any): Interface {
  return new Interface(input, output, completer, terminal);
}

export default { Interface, Readline, createInterface };
