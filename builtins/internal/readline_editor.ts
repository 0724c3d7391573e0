// The line that is typed on a terminal: what each key does to it, and how it is shown.
// https://nodejs.org/api/readline.html#tty-keybindings
//
// Invariant: `cursor` counts UTF-16 units and never stands within a character; `prevRows` is the row, counted from the
// prompt's first, in which the terminal's cursor was left.

import {
  ArrayIsArray, ArrayPrototypeIndexOf, ArrayPrototypeJoin, ArrayPrototypePop, ArrayPrototypePush, ArrayPrototypeReverse,
  ArrayPrototypeShift, ArrayPrototypeSplice, ArrayPrototypeUnshift, DateNow, MathCeil, MathFloor, MathMax,
  PromisePrototypeThen, PromiseResolve, RegExpPrototypeExec, SafeStringIterator, StringPrototypeRepeat,
  StringPrototypeSlice, StringPrototypeSplit, StringPrototypeStartsWith, StringPrototypeTrim,
} from "internal/primordials";
import { charLengthAt, charLengthLeft } from "internal/readline_keys";
import { clearScreenDown, cursorTo, moveCursor } from "internal/readline_screen";
import { getStringWidth, stripControlSequences } from "internal/string_width";

const kKillRingSize = 32;
const kUndoSize = 2048;
const kLineEnd = /\r\n|\n|\r(?!\n)|\u2028|\u2029/;

function commonPrefix(words: string[]): string {
  if (words.length === 0) return "";
  let prefix = words[0]!;
  for (let i = 1; i < words.length; i++)
    while (!StringPrototypeStartsWith(words[i]!, prefix)) prefix = StringPrototypeSlice(prefix, 0, -1);
  return prefix;
}

/** How many UTF-16 units left of the cursor the word, with the space behind it, begins. */
function wordLengthLeft(text: string): number {
  const reversed = ArrayPrototypeJoin(ArrayPrototypeReverse(StringPrototypeSplit(text, "")), "");
  return RegExpPrototypeExec(/^\s*(?:[^\w\s]+|\w+)?/, reversed)![0].length;
}

function tableOf(completions: string[], columns: number): string {
  const widths: number[] = [];
  let widest = 0;
  for (let i = 0; i < completions.length; i++) {
    ArrayPrototypePush(widths, getStringWidth(completions[i]!));
    widest = MathMax(widest, widths[i]!);
  }
  const width = widest + 2;
  let perLine = MathFloor(columns / width) || 1;
  if (perLine === Infinity) perLine = 1;
  let text = "\r\n";
  let inLine = 0;
  let gap = 0;
  for (let i = 0; i < completions.length; i++) {
    const completion = completions[i]!;
    if (completion === "" || inLine === perLine) {
      text += "\r\n";
      inLine = 0;
      gap = 0;
    } else {
      text += StringPrototypeRepeat(" ", gap);
    }
    if (completion === "") {
      text += "\r\n";
    } else {
      text += completion;
      gap = width - widths[i]!;
      inLine++;
    }
  }
  return inLine !== 0 ? `${text}\r\n\r\n` : text;
}

const kControlKeys: Record<string, string> = {
  __proto__: null as any,
  h: "_deleteLeft", u: "_deleteLineLeft", k: "_deleteLineRight", a: "_toStart", e: "_toEnd", b: "_left", f: "_right",
  l: "_clearScreen", n: "_historyNext", p: "_historyPrev", y: "_yank", w: "_deleteWordLeft",
  backspace: "_deleteWordLeft", delete: "_deleteWordRight", left: "_wordLeft", right: "_wordRight",
};
const kMetaKeys: Record<string, string> = {
  __proto__: null as any,
  b: "_wordLeft", f: "_wordRight", d: "_deleteWordRight", delete: "_deleteWordRight", backspace: "_deleteWordLeft",
  y: "_yankPop",
};
const kPlainKeys: Record<string, string> = {
  __proto__: null as any,
  backspace: "_deleteLeft", delete: "_deleteRight", left: "_left", right: "_right", home: "_toStart", end: "_toEnd",
  up: "_historyPrev", down: "_historyNext",
};

/** Methods of an interface, whose `this` is it. */
export const editing: Record<string, any> = {
  _initEditing(this: any): void {
    this._killRing = [];
    this._killRingCursor = 0;
    this._isYanking = false;
    this._undoStack = [];
    this._redoStack = [];
    this._previousKey = null;
    this._substringSearch = null;
  },

  // ---- what is shown

  _getDisplayPos(this: any, text: string): { cols: number; rows: number } {
    let offset = 0;
    let rows = 0;
    const width = this.columns;
    const iterator = new (SafeStringIterator as any)(stripControlSequences(text));
    for (let step = iterator.next(); !step.done; step = iterator.next()) {
      const character = step.value as string;
      if (character === "\n") {
        rows += MathCeil(offset / width) || 1;
        offset = 0;
      } else if (character === "\t") {
        offset += this.tabSize - (offset % this.tabSize);
      } else {
        const size = getStringWidth(character, false);
        // A wide character does not fit into the last column.
        if (size === 2 && (offset + 1) % width === 0) offset++;
        offset += size;
      }
    }
    const cols = offset % width;
    return { cols, rows: width === Infinity ? rows : rows + (offset - cols) / width };
  },

  getCursorPos(this: any): { cols: number; rows: number } {
    return this._getDisplayPos(this._prompt + StringPrototypeSlice(this.line, 0, this.cursor));
  },

  _refreshLine(this: any): void {
    const text = this._prompt + this.line;
    const end = this._getDisplayPos(text);
    const at = this.getCursorPos();
    if (this.prevRows > 0) moveCursor(this.output, 0, -this.prevRows);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this._writeToOutput(text);
    // Makes the terminal go to the new line that is full.
    if (end.cols === 0) this._writeToOutput(" ");
    cursorTo(this.output, at.cols);
    const below = end.rows - at.rows;
    if (below > 0) moveCursor(this.output, 0, -below);
    this.prevRows = at.rows;
  },

  _moveCursor(this: any, by: number): void {
    if (by === 0) return;
    const before = this.getCursorPos();
    this.cursor = this.cursor + by;
    if (this.cursor < 0) this.cursor = 0;
    else if (this.cursor > this.line.length) this.cursor = this.line.length;
    const after = this.getCursorPos();
    if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
    else this._refreshLine();
  },

  clearLine(this: any): void {
    this._moveCursor(Infinity);
    this._writeToOutput("\r\n");
    this.line = "";
    this.cursor = 0;
    this.prevRows = 0;
  },

  _clearScreen(this: any): void {
    cursorTo(this.output, 0, 0);
    clearScreenDown(this.output);
    this._refreshLine();
  },

  // ---- moving

  _left(this: any): void { this._moveCursor(-charLengthLeft(this.line, this.cursor)); },
  _right(this: any): void { this._moveCursor(charLengthAt(this.line, this.cursor)); },
  _toStart(this: any): void { this._moveCursor(-Infinity); },
  _toEnd(this: any): void { this._moveCursor(Infinity); },

  _wordLeft(this: any): void {
    if (this.cursor > 0) this._moveCursor(-wordLengthLeft(StringPrototypeSlice(this.line, 0, this.cursor)));
  },

  _wordRight(this: any): void {
    const match = RegExpPrototypeExec(/^(?:\s+|[^\w\s]+|\w+)\s*/, StringPrototypeSlice(this.line, this.cursor));
    if (match !== null) this._moveCursor(match[0].length);
  },

  // ---- changing

  _beforeEdit(this: any): void {
    ArrayPrototypePush(this._undoStack, { text: this.line, cursor: this.cursor });
    if (this._undoStack.length > kUndoSize) ArrayPrototypeShift(this._undoStack);
    this._redoStack = [];
  },

  _restore(this: any, from: any[], to: any[]): void {
    if (from.length === 0) return;
    ArrayPrototypePush(to, { text: this.line, cursor: this.cursor });
    ({ text: this.line, cursor: this.cursor } = ArrayPrototypePop(from));
    this._refreshLine();
  },
  _undo(this: any): void { this._restore(this._undoStack, this._redoStack); },
  _redo(this: any): void { this._restore(this._redoStack, this._undoStack); },

  _insertString(this: any, text: string): void {
    this._beforeEdit();
    if (this.cursor < this.line.length) {
      this.line = StringPrototypeSlice(this.line, 0, this.cursor) + text + StringPrototypeSlice(this.line, this.cursor);
      this.cursor += text.length;
      this._refreshLine();
      return;
    }
    const before = this.getCursorPos();
    this.line += text;
    this.cursor += text.length;
    if (before.rows < this.getCursorPos().rows) this._refreshLine();
    else this._writeToOutput(text);
  },

  /** Takes the text from `start` to `end` out, and gives it. */
  _take(this: any, start: number, end: number): string {
    const taken = StringPrototypeSlice(this.line, start, end);
    if (taken === "") return taken;
    this._beforeEdit();
    this.line = StringPrototypeSlice(this.line, 0, start) + StringPrototypeSlice(this.line, end);
    this.cursor = start;
    this._refreshLine();
    return taken;
  },

  _kill(this: any, text: string): void {
    if (text === "" || text === this._killRing[0]) return;
    ArrayPrototypeUnshift(this._killRing, text);
    this._killRingCursor = 0;
    if (this._killRing.length > kKillRingSize) ArrayPrototypePop(this._killRing);
  },

  _deleteLeft(this: any): void { this._take(this.cursor - charLengthLeft(this.line, this.cursor), this.cursor); },
  _deleteRight(this: any): void { this._take(this.cursor, this.cursor + charLengthAt(this.line, this.cursor)); },
  _deleteLineLeft(this: any): void { this._kill(this._take(0, this.cursor)); },
  _deleteLineRight(this: any): void { this._kill(this._take(this.cursor, this.line.length)); },

  _deleteWordLeft(this: any): void {
    const size = wordLengthLeft(StringPrototypeSlice(this.line, 0, this.cursor));
    this._take(this.cursor - size, this.cursor);
  },

  _deleteWordRight(this: any): void {
    const match = RegExpPrototypeExec(/^(?:\s+|\W+|\w+)\s*/, StringPrototypeSlice(this.line, this.cursor));
    if (match !== null) this._take(this.cursor, this.cursor + match[0].length);
  },

  _yank(this: any): void {
    if (this._killRing.length === 0) return;
    this._isYanking = true;
    this._insertString(this._killRing[this._killRingCursor]);
  },

  /** Replaces what was yanked by what was killed before it. */
  _yankPop(this: any): void {
    const ring = this._killRing;
    if (!this._isYanking || ring.length <= 1) return;
    const last = ring[this._killRingCursor];
    this._killRingCursor = (this._killRingCursor + 1) % ring.length;
    const text = ring[this._killRingCursor];
    const head = StringPrototypeSlice(this.line, 0, this.cursor - last.length) + text;
    this.line = head + StringPrototypeSlice(this.line, this.cursor);
    this.cursor = head.length;
    this._refreshLine();
  },

  // ---- history

  _addHistory(this: any): string {
    const { history, line } = this;
    if (line.length === 0) return "";
    if (history === undefined || this.historySize === 0 || StringPrototypeTrim(line).length === 0) return line;
    if (history.length === 0 || history[0] !== line) {
      if (this.removeHistoryDuplicates) {
        const at = ArrayPrototypeIndexOf(history, line);
        if (at >= 0) ArrayPrototypeSplice(history, at, 1);
      }
      ArrayPrototypeUnshift(history, line);
      if (history.length > this.historySize) ArrayPrototypePop(history);
    }
    this.historyIndex = -1;
    const kept = history[0];
    this.emit("history", history);
    return kept;
  },

  /** To the next entry in a direction that begins with what was typed. */
  _goInHistory(this: any, step: 1 | -1): void {
    const { history } = this;
    const search = this._substringSearch ?? "";
    let index = this.historyIndex + step;
    while (index >= 0 && index < history.length &&
      (!StringPrototypeStartsWith(history[index], search) || this.line === history[index])) index += step;
    this._beforeEdit();
    this.line = index < 0 || index >= history.length ? search : history[index];
    this.historyIndex = index;
    this.cursor = this.line.length;
    this._refreshLine();
  },
  _historyNext(this: any): void {
    if (this.historyIndex >= 0) this._goInHistory(-1);
  },
  _historyPrev(this: any): void {
    if (this.historyIndex < this.history.length && this.history.length > 0) this._goInHistory(1);
  },

  // ---- completion

  _tabComplete(this: any, isSecondTab: boolean): void {
    this.pause();
    const text = StringPrototypeSlice(this.line, 0, this.cursor);
    const done = (error: unknown, result?: any) => {
      this.resume();
      if (error) this._writeToOutput(`Tab completion error: ${require("internal/inspect").inspect(error)}`);
      else if (ArrayIsArray(result)) this._tabCompleter(isSecondTab, result[0], result[1]);
    };
    const { completer } = this;
    if (this._completesByCallback && completer.length === 2) {
      completer(text, done);
      return;
    }
    let result: unknown;
    try {
      result = completer(text);
    } catch (error) {
      if (this._completesByCallback) throw error;
      done(error);
      return;
    }
    if (this._completesByCallback) done(null, result);
    else PromisePrototypeThen(PromiseResolve(result), (value) => done(null, value), (error) => done(error));
  },

  _tabCompleter(this: any, isSecondTab: boolean, completions: string[], completeOn: string): void {
    if (!completions || completions.length === 0) return;
    const words: string[] = [];
    for (let i = 0; i < completions.length; i++) if (completions[i] !== "") ArrayPrototypePush(words, completions[i]!);
    const prefix = commonPrefix(words);
    if (StringPrototypeStartsWith(prefix, completeOn) && prefix.length > completeOn.length) {
      this._insertString(StringPrototypeSlice(prefix, completeOn.length));
      return;
    }
    if (!StringPrototypeStartsWith(completeOn, prefix)) {
      const head = StringPrototypeSlice(this.line, 0, this.cursor - completeOn.length) + prefix;
      this.line = head + StringPrototypeSlice(this.line, this.cursor);
      this.cursor = head.length;
      this._refreshLine();
      return;
    }
    if (!isSecondTab) return;
    this._beforeEdit();
    this._writeToOutput(tableOf(completions, this.columns));
    this._refreshLine();
  },

  // ---- keys

  _line(this: any): void {
    const line = this._addHistory();
    this._undoStack = [];
    this._redoStack = [];
    this.clearLine();
    this._onLine(line);
  },

  _insertLines(this: any, text: string): void {
    for (let match = RegExpPrototypeExec(kLineEnd, text); match !== null; match = RegExpPrototypeExec(kLineEnd, text)) {
      const before = StringPrototypeSlice(text, 0, match.index);
      if (before !== "") this._insertString(before);
      this._line();
      text = StringPrototypeSlice(text, match.index + match[0].length);
    }
    if (text !== "") this._insertString(text);
  },

  _suspend(this: any): void {
    if (this.listenerCount("SIGTSTP") > 0) {
      this.emit("SIGTSTP");
      return;
    }
    const { default: process } = require("node:process");
    process.once("SIGCONT", () => {
      if (!this.paused) {
        this.pause();
        this.emit("SIGCONT");
      }
      this._setRawMode(true);
      this._refreshLine();
    });
    this._setRawMode(false);
    process.kill(process.pid, "SIGTSTP");
  },

  _control(this: any, key: any): void {
    if (key.shift && key.name === "backspace") this._deleteLineLeft();
    else if (key.shift && key.name === "delete") this._deleteLineRight();
    else if (key.name === "c") {
      if (this.listenerCount("SIGINT") > 0) this.emit("SIGINT");
      else this.close();
    } else if (key.name === "d") {
      if (this.cursor === 0 && this.line.length === 0) this.close();
      else if (this.cursor < this.line.length) this._deleteRight();
    } else if (key.name === "z") {
      this._suspend();
    } else if (kControlKeys[key.name] !== undefined) {
      this[kControlKeys[key.name]!]();
    }
  },

  /** The search of the history for what was typed goes on while nothing but up and down is pressed. */
  _trackSearch(this: any, key: any): void {
    if ((key.name === "up" || key.name === "down") && !key.ctrl && !key.meta && !key.shift) {
      this._substringSearch ??= StringPrototypeSlice(this.line, 0, this.cursor);
    } else if (this._substringSearch !== null) {
      this._substringSearch = null;
      if (this.historyIndex === this.history.length) this.historyIndex = -1;
    }
  },

  _ttyWrite(this: any, text: any, key: any): void {
    const previousKey = this._previousKey;
    key ??= {};
    this._previousKey = key;
    if (!(key.meta && key.name === "y")) this._isYanking = false;
    this._trackSearch(key);
    if (typeof key.sequence === "string") {
      if (key.sequence === "\x1f") { this._undo(); return; }
      if (key.sequence === "\x1e") { this._redo(); return; }
    }
    if (key.name === "escape") return;
    if (key.ctrl) {
      this._control(key);
      return;
    }
    if (key.meta) {
      if (kMetaKeys[key.name] !== undefined) this[kMetaKeys[key.name]!]();
      return;
    }
    if (this._sawReturnAt && key.name !== "enter") this._sawReturnAt = 0;
    if (key.name === "return") {
      this._sawReturnAt = DateNow();
      this._line();
    } else if (key.name === "enter") {
      // The LF of a CR LF has been answered.
      const isAnswered = this._sawReturnAt !== 0 && DateNow() - this._sawReturnAt <= this.crlfDelay;
      this._sawReturnAt = 0;
      if (!isAnswered) this._line();
    } else if (kPlainKeys[key.name] !== undefined) {
      this[kPlainKeys[key.name]!]();
    } else if (key.name === "tab" && typeof this.completer === "function" && this.isCompletionEnabled) {
      this._tabComplete(previousKey !== null && previousKey.name === "tab");
    } else if (typeof text === "string" && text !== "") {
      this._insertLines(text);
    }
  },
};
