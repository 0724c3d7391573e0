// The words and operators of a script of Weft.$ (https://bun.sh/docs/runtime/shell).
//
// A script is a list of units: characters, and values that the program has put in. A value can never become syntax.
import { ArrayIsArray, ArrayPrototypePush, Error, RegExpPrototypeTest, String } from "internal/primordials";
import { ShellSyntaxError, type Script } from "internal/shell_ast";
import { Parser } from "internal/shell_parser";

/** A value of the program's. */
export class Inserted {
  value: any;
  constructor(value: any) {
    this.value = value;
  }
}

export type Unit = string | Inserted;

export type Part =
  | { type: "text"; text: string; isQuoted: boolean }
  | { type: "variable"; name: string; isQuoted: boolean }
  | { type: "command"; script: Script; isQuoted: boolean }
  | { type: "value"; value: any; isQuoted: boolean };

export interface Word {
  parts: Part[];
}

export interface RedirectToken {
  /** The descriptor: 0, 1 or 2; -1 for 1 and 2. */
  fd: number;
  kind: "read" | "write" | "append" | "copy";
  /** The descriptor that is copied. */
  from: number;
}

export type Token =
  | { type: "word"; word: Word }
  | { type: "operator"; text: string }
  | { type: "redirect"; redirect: RedirectToken }
  | { type: "end" };

const kMostNested = 200;
const kEnd: Token = { type: "end" };
const kNameStart = /[A-Za-z_]/;
const kName = /[A-Za-z0-9_]/;
/** A character that ends a word. */
const kMeta = " \t\n\r;&|()<>";

function isMeta(unit: Unit | undefined): boolean {
  return unit === undefined || (typeof unit === "string" && kMeta.includes(unit));
}

/** The units of a template: its strings as they are written, and the values between them. */
export function unitsOf(strings: readonly string[], values: any[]): Unit[] {
  const units: Unit[] = [];
  for (let i = 0; i < strings.length; i++) {
    pushText(units, strings[i]);
    if (i < values.length) pushValue(units, values[i]);
  }
  return units;
}

function pushText(units: Unit[], text: string): void {
  for (let i = 0; i < text.length; i++) ArrayPrototypePush(units, text[i]);
}

function pushValue(units: Unit[], value: any): void {
  if (value !== null && typeof value === "object" && typeof value.raw === "string") pushText(units, value.raw);
  else if (ArrayIsArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (i > 0) ArrayPrototypePush(units, " ");
      pushValue(units, value[i]);
    }
  } else {
    ArrayPrototypePush(units, new Inserted(value));
  }
}

export class Lexer {
  private units: Unit[];
  private at = 0;
  /** How deep the script that is being read is nested. */
  private depth: number;

  constructor(units: Unit[], depth = 0) {
    this.units = units;
    this.depth = depth;
  }

  /** One level deeper: of a script, or of a command whose first word is being read. */
  enter(): void {
    if (++this.depth > kMostNested) throw new ShellSyntaxError("Commands are nested too deeply");
  }

  leave(): void {
    this.depth--;
  }

  private peek(ahead = 0): Unit | undefined {
    return this.units[this.at + ahead];
  }

  private startsWith(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text[i]) return false;
    return true;
  }

  private accept(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.at += text.length;
    return true;
  }

  private skipBlank(): void {
    for (;;) {
      const unit = this.peek();
      if (unit === " " || unit === "\t" || unit === "\r") this.at++;
      else if (unit === "\\" && this.peek(1) === "\n") this.at += 2;
      else if (unit === "#") while (this.at < this.units.length && this.peek() !== "\n") this.at++;
      else return;
    }
  }

  next(): Token {
    this.skipBlank();
    const unit = this.peek();
    if (unit === undefined) return kEnd;
    const redirect = this.redirect();
    if (redirect !== undefined) return { type: "redirect", redirect };
    for (const text of ["&&", "||", ";", "\n", "|&", "|", "&", "(", ")"]) {
      if (this.accept(text)) return { type: "operator", text };
    }
    return { type: "word", word: this.word() };
  }

  private redirect(): RedirectToken | undefined {
    const start = this.at;
    if (this.accept("&>>")) return { fd: -1, kind: "append", from: -1 };
    if (this.accept("&>")) return { fd: -1, kind: "write", from: -1 };
    const unit = this.peek();
    let fd = -2;
    if ((unit === "0" || unit === "1" || unit === "2") && (this.peek(1) === "<" || this.peek(1) === ">")) {
      fd = +unit;
      this.at++;
    }
    if (this.startsWith("<<")) throw new ShellSyntaxError("Here-documents (<<) are not supported: redirect from a Buffer or a Response");
    if (this.accept("<")) return { fd: fd < 0 ? 0 : fd, kind: "read", from: -1 };
    const own = fd < 0 ? 1 : fd;
    if (this.accept(">>")) return { fd: own, kind: "append", from: -1 };
    if (this.startsWith(">&") && (this.peek(2) === "1" || this.peek(2) === "2") && isMeta(this.peek(3))) {
      const from = +(this.peek(2) as string);
      this.at += 3;
      return { fd: own, kind: "copy", from };
    }
    if (this.accept(">&")) return { fd: -1, kind: "write", from: -1 };
    if (this.accept(">|") || this.accept(">")) return { fd: own, kind: "write", from: -1 };
    this.at = start;
    return undefined;
  }

  // ---- words

  private word(): Word {
    const parts: Part[] = [];
    let text = "";
    const flush = (): void => {
      if (text !== "") ArrayPrototypePush(parts, { type: "text", text, isQuoted: false });
      text = "";
    };
    while (!isMeta(this.peek())) {
      const unit = this.units[this.at++];
      if (typeof unit !== "string") {
        flush();
        ArrayPrototypePush(parts, { type: "value", value: unit.value, isQuoted: true });
      } else if (unit === "\\") {
        flush();
        const next = this.peek();
        if (next === "\n") this.at++;
        else if (typeof next === "string") {
          ArrayPrototypePush(parts, { type: "text", text: next, isQuoted: true });
          this.at++;
        }
      } else if (unit === "'") {
        flush();
        this.single(parts);
      } else if (unit === '"') {
        flush();
        this.double(parts);
      } else if (unit === "`") {
        flush();
        this.backticks(parts, false);
      } else if (unit === "$") {
        const length = parts.length;
        const saved = text;
        flush();
        if (!this.dollar(parts, false)) {
          parts.length = length;
          text = saved + "$";
        }
      } else {
        text += unit;
      }
    }
    flush();
    return { parts };
  }

  private single(parts: Part[]): void {
    let text = "";
    for (;;) {
      const unit = this.units[this.at++];
      if (unit === undefined) throw new ShellSyntaxError("Unclosed quote (')");
      if (unit === "'") break;
      if (typeof unit === "string") text += unit;
      else {
        ArrayPrototypePush(parts, { type: "text", text, isQuoted: true }, { type: "value", value: unit.value, isQuoted: true });
        text = "";
      }
    }
    ArrayPrototypePush(parts, { type: "text", text, isQuoted: true });
  }

  private double(parts: Part[]): void {
    let text = "";
    const flush = (): void => {
      ArrayPrototypePush(parts, { type: "text", text, isQuoted: true });
      text = "";
    };
    for (;;) {
      const unit = this.units[this.at++];
      if (unit === undefined) throw new ShellSyntaxError('Unclosed quote (")');
      if (unit === '"') break;
      if (typeof unit !== "string") {
        flush();
        ArrayPrototypePush(parts, { type: "value", value: unit.value, isQuoted: true });
      } else if (unit === "\\" && typeof this.peek() === "string" && '$`"\\\n'.includes(this.peek() as string)) {
        const next = this.units[this.at++] as string;
        if (next !== "\n") text += next;
      } else if (unit === "`") {
        flush();
        this.backticks(parts, true);
      } else if (unit === "$") {
        flush();
        if (!this.dollar(parts, true)) text = "$";
      } else {
        text += unit;
      }
    }
    flush();
  }

  /** After a `$`: a variable or a command; false if it is just that character. */
  private dollar(parts: Part[], isQuoted: boolean): boolean {
    if (this.startsWith("((")) throw new ShellSyntaxError("Arithmetic ($((...))) is not supported");
    if (this.accept("(")) {
      ArrayPrototypePush(parts, { type: "command", script: this.nested(), isQuoted });
      return true;
    }
    if (this.accept("{")) {
      const name = this.name();
      if (name === "" || !this.accept("}")) throw new ShellSyntaxError("Only ${NAME} is supported of ${...}");
      ArrayPrototypePush(parts, { type: "variable", name, isQuoted });
      return true;
    }
    const name = this.name();
    if (name === "") return false;
    ArrayPrototypePush(parts, { type: "variable", name, isQuoted });
    return true;
  }

  private name(): string {
    const first = this.peek();
    if (typeof first !== "string") return "";
    if (first === "?" || (first >= "0" && first <= "9")) {
      this.at++;
      return first;
    }
    let name = "";
    for (;;) {
      const unit = this.peek();
      if (typeof unit !== "string" || !RegExpPrototypeTest(name === "" ? kNameStart : kName, unit)) return name;
      name += unit;
      this.at++;
    }
  }

  /** The script of `$(...)`, up to its end. */
  private nested(): Script {
    this.enter();
    const script = new Parser(this).parse(")");
    this.leave();
    return script;
  }

  private backticks(parts: Part[], isQuoted: boolean): void {
    const units: Unit[] = [];
    for (;;) {
      const unit = this.units[this.at++];
      if (unit === undefined) throw new ShellSyntaxError("Unclosed backtick (`)");
      if (unit === "`") break;
      if (unit === "\\" && (this.peek() === "`" || this.peek() === "\\" || this.peek() === "$")) ArrayPrototypePush(units, this.units[this.at++]);
      else ArrayPrototypePush(units, unit);
    }
    ArrayPrototypePush(parts, { type: "command", script: new Parser(new Lexer(units, this.depth)).parse(undefined), isQuoted });
  }
}

/** A value as text; an error for an object that has none. */
export function valueText(value: any): string {
  if (value === null || typeof value !== "object") {
    if (typeof value === "symbol" || typeof value === "function") throw new Error(`Invalid JS value used in shell: ${String(value)}`);
    return `${value}`;
  }
  if (value.toString === Object.prototype.toString || typeof value.toString !== "function") {
    throw new Error(`Invalid JS object used in shell: ${Object.prototype.toString.call(value)}, you might need to call \`.toString()\` on it`);
  }
  return String(value);
}
