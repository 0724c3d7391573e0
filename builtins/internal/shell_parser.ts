// The grammar of Weft.$: lists, pipelines, commands, subshells, if. Scripts nest in parentheses, so depth is limited.
import { ArrayPrototypePush, ArrayPrototypeSlice, RegExpPrototypeExec, StringPrototypeSlice } from "internal/primordials";
import { type AndOr, type Assignment, type Command, type Pipeline, type Redirect, type Script, ShellSyntaxError } from "internal/shell_ast";
import type { Lexer, Token, Word } from "internal/shell_lexer";

const kReserved = ["then", "elif", "else", "fi"];

export class Parser {
  private lexer: Lexer;
  private token: Token;

  constructor(lexer: Lexer) {
    this.lexer = lexer;
    this.token = lexer.next();
  }

  /** A whole script, up to its end or to `close`, which is consumed and nothing after it. */
  parse(close: string | undefined): Script {
    const script = this.script();
    if (close === undefined) {
      if (this.token.type !== "end") throw this.unexpected();
    } else if (!this.isOperator(close)) {
      throw this.token.type === "end" ? new ShellSyntaxError("Unclosed command substitution") : this.unexpected();
    }
    return script;
  }

  private advance(): void {
    this.token = this.lexer.next();
  }

  private isOperator(text: string): boolean {
    return this.token.type === "operator" && this.token.text === text;
  }

  private acceptOperator(text: string): boolean {
    if (!this.isOperator(text)) return false;
    this.advance();
    return true;
  }

  /** The word if it is nothing but plain characters, else undefined. */
  private plainWord(): string | undefined {
    if (this.token.type !== "word") return undefined;
    const { parts } = this.token.word;
    return parts.length === 1 && parts[0].type === "text" && !parts[0].isQuoted ? parts[0].text : undefined;
  }

  private unexpected(): ShellSyntaxError {
    const { token } = this;
    const name = token.type === "operator" ? JSON.stringify(token.text) : token.type === "end" ? "the end" : token.type === "redirect" ? "a redirection"
      : JSON.stringify(this.plainWord() ?? "a word");
    return new ShellSyntaxError(`Expected a command or assignment but got: ${name}`);
  }

  private skipLines(): void {
    while (this.isOperator("\n")) this.advance();
  }

  private script(): Script {
    this.lexer.enter();
    const list: AndOr[] = [];
    for (;;) {
      while (this.isOperator("\n") || this.isOperator(";")) this.advance();
      if (this.token.type === "end" || this.isOperator(")") || this.isReserved()) break;
      ArrayPrototypePush(list, this.andOr());
      if (this.isOperator("&")) throw new ShellSyntaxError('Background commands "&" are not supported');
      if (!this.isOperator(";") && !this.isOperator("\n")) break;
    }
    this.lexer.leave();
    return { list };
  }

  private isReserved(): boolean {
    const word = this.plainWord();
    return word !== undefined && kReserved.includes(word);
  }

  private andOr(): AndOr {
    const first = this.pipeline();
    const rest: AndOr["rest"] = [];
    for (;;) {
      const operator = this.isOperator("&&") ? "&&" : this.isOperator("||") ? "||" : undefined;
      if (operator === undefined) return { first, rest };
      this.advance();
      this.skipLines();
      ArrayPrototypePush(rest, { operator, pipeline: this.pipeline() });
    }
  }

  private pipeline(): Pipeline {
    let isNegated = false;
    while (this.plainWord() === "!") {
      isNegated = !isNegated;
      this.advance();
    }
    const commands = [this.command()];
    for (;;) {
      if (this.isOperator("|&")) {
        ArrayPrototypePush(commands[commands.length - 1].redirects, { fd: 2, kind: "copy", from: 1, target: undefined });
      } else if (!this.isOperator("|")) {
        return { commands, isNegated };
      }
      this.advance();
      this.skipLines();
      ArrayPrototypePush(commands, this.command());
    }
  }

  private command(): Command {
    if (this.acceptOperator("(")) {
      const script = this.script();
      if (!this.acceptOperator(")")) throw new ShellSyntaxError("Unclosed subshell");
      return { type: "subshell", script, redirects: this.redirects() };
    }
    const word = this.plainWord();
    if (word === "if") return this.ifCommand();
    if (word === "[[") return this.test();
    if (word !== undefined && (kReserved.includes(word) || word === "for" || word === "while" || word === "until" || word === "case" || word === "function"))
      throw new ShellSyntaxError(kReserved.includes(word) ? `Unexpected "${word}"` : `"${word}" is not supported`);
    return this.simple();
  }

  private redirects(): Redirect[] {
    const list: Redirect[] = [];
    while (this.token.type === "redirect") ArrayPrototypePush(list, this.redirect());
    return list;
  }

  private redirect(): Redirect {
    const { redirect } = this.token as Extract<Token, { type: "redirect" }>;
    this.advance();
    if (redirect.kind === "copy") return { ...redirect, target: undefined };
    if (this.token.type !== "word") throw new ShellSyntaxError("Redirection with no file");
    const target = this.token.word;
    this.advance();
    return { ...redirect, target };
  }

  private simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      if (this.token.type === "redirect") {
        ArrayPrototypePush(redirects, this.redirect());
        continue;
      }
      if (this.token.type !== "word") break;
      const { word } = this.token;
      const assignment = words.length === 0 ? assignmentOf(word) : undefined;
      if (assignment !== undefined) ArrayPrototypePush(assignments, assignment);
      else ArrayPrototypePush(words, word);
      this.advance();
    }
    if (words.length === 0 && assignments.length === 0 && redirects.length === 0) throw this.unexpected();
    return { type: "simple", assignments, words, redirects };
  }

  private expectWord(text: string): void {
    if (this.plainWord() !== text) throw new ShellSyntaxError(`Expected "${text}"`);
    this.advance();
  }

  private ifCommand(): Command {
    const branches: { condition: Script; then: Script }[] = [];
    let otherwise: Script | undefined;
    do {
      this.advance();
      const condition = this.script();
      this.expectWord("then");
      ArrayPrototypePush(branches, { condition, then: this.script() });
    } while (this.plainWord() === "elif");
    if (this.plainWord() === "else") {
      this.advance();
      otherwise = this.script();
    }
    this.expectWord("fi");
    return { type: "if", branches, otherwise, redirects: this.redirects() };
  }

  private test(): Command {
    const words: Word[] = [];
    this.advance();
    while (this.plainWord() !== "]]") {
      if (this.token.type !== "word") throw new ShellSyntaxError('Expected "]]"');
      ArrayPrototypePush(words, this.token.word);
      this.advance();
    }
    this.advance();
    return { type: "test", words, redirects: this.redirects() };
  }
}

/** NAME=value; undefined for any other word. */
function assignmentOf(word: Word): Assignment | undefined {
  const [first] = word.parts;
  if (first === undefined || first.type !== "text" || first.isQuoted) return undefined;
  const match = RegExpPrototypeExec(/^([A-Za-z_][A-Za-z0-9_]*)=/, first.text);
  if (match === null) return undefined;
  const rest = StringPrototypeSlice(first.text, match[0].length);
  const others = ArrayPrototypeSlice(word.parts, 1);
  return { name: match[1], value: { parts: rest === "" ? others : [{ ...first, text: rest }, ...others] } };
}
