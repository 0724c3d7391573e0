// Ctrl-R and Ctrl-S in the REPL: a search in what was entered, backward and forward, as shells have it. The line that is
// found stands behind the prompt while the text to be found is typed; Enter runs it, Escape and the arrows edit it, Ctrl-C
// and Ctrl-G give back what was there.
import { StringPrototypeIndexOf, StringPrototypeSlice } from "internal/primordials";

export class HistorySearch {
  private readonly server: any;
  private isActive = false;
  private text = "";
  private index = -1;
  private step = 1;
  private isFailing = false;
  private before = { line: "", cursor: 0, prompt: "" };

  constructor(server: any) {
    this.server = server;
  }

  /** True if the key belonged to the search. */
  handle(text: string | undefined, key: any): boolean {
    const isStart = key.ctrl && !key.meta && (key.name === "r" || key.name === "s");
    if (!this.isActive) {
      if (!isStart || this.server.history.length === 0) return false;
      this.begin(key.name === "r" ? 1 : -1);
      return true;
    }
    if (isStart) this.again(key.name === "r" ? 1 : -1);
    else if (key.ctrl && (key.name === "c" || key.name === "g")) this.end(true);
    else if (key.name === "backspace" || (key.ctrl && key.name === "h")) this.find(StringPrototypeSlice(this.text, 0, -1));
    else if (key.name === "escape") this.end(false);
    else if (typeof text === "string" && text !== "" && !key.ctrl && !key.meta && text >= " " && text !== "\x7f") this.find(this.text + text);
    else {
      // What is no part of the text ends the search, and means what it always does.
      this.end(false);
      return false;
    }
    return true;
  }

  private begin(step: number): void {
    const { line, cursor, _prompt: prompt } = this.server;
    this.before = { line, cursor, prompt };
    this.isActive = true;
    this.isFailing = false;
    this.text = "";
    this.index = -1;
    this.step = step;
    this.show();
  }

  private again(step: number): void {
    this.step = step;
    this.look(this.index + step);
  }

  private find(text: string): void {
    this.text = text;
    this.look(this.index < 0 ? (this.step > 0 ? 0 : this.server.history.length - 1) : this.index);
  }

  private look(from: number): void {
    const { history } = this.server;
    this.isFailing = this.text !== "";
    for (let i = from; this.text !== "" && i >= 0 && i < history.length; i += this.step) {
      const at = StringPrototypeIndexOf(history[i], this.text);
      // The same line again is no news.
      if (at < 0 || (i !== this.index && history[i] === this.server.line)) continue;
      this.index = i;
      this.isFailing = false;
      this.server.line = history[i];
      this.server.cursor = at + this.text.length;
      break;
    }
    this.show();
  }

  private show(): void {
    const state = `${this.isFailing ? "failed " : ""}${this.step > 0 ? "reverse" : "forward"}`;
    this.server._prompt = `(${state} search) '${this.text}': `;
    this.server._refreshLine();
  }

  private end(isCancelled: boolean): void {
    this.isActive = false;
    const { server, before } = this;
    server._prompt = before.prompt;
    if (isCancelled) {
      server.line = before.line;
      server.cursor = before.cursor;
    }
    server._refreshLine();
  }
}
