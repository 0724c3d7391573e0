// A URL pattern that is written as one text, taken apart.
// https://urlpattern.spec.whatwg.org/#constructor-string-parsing
import { StringPrototypeSlice } from "internal/primordials";
import { canonicalProtocol } from "internal/url_pattern_canonical";
import type { PatternInit } from "internal/url_pattern_init";
import { compileComponent } from "internal/url_pattern_parts";
import { isSpecialProtocol, kDefaultOptions } from "internal/url_pattern_schemes";
import { Policy, type Token, TokenKind, tokenize } from "internal/url_pattern_tokens";

const enum State { Init, Protocol, Authority, Username, Password, Hostname, Port, Pathname, Search, Hash, Done }

/** The component that a state reads. */
const kComponents: (keyof PatternInit | undefined)[] = [
  undefined, "protocol", undefined, "username", "password", "hostname", "port", "pathname", "search", "hash", undefined,
];

class StringParser {
  private readonly input: string;
  private readonly tokens: Token[];
  readonly result: PatternInit = { __proto__: null } as any;
  private state: State = State.Init;
  private start = 0;  // the token that the component begins with
  private index = 0;
  private step = 1;
  private groups = 0;
  private brackets = 0;
  private isSpecial = false;

  constructor(input: string) {
    this.input = input;
    this.tokens = tokenize(input, Policy.Lenient);
  }

  run(): void {
    for (; this.index < this.tokens.length; this.index += this.step) {
      this.step = 1;
      const { kind } = this.tokens[this.index]!;
      if (kind === TokenKind.End) {
        if (this.atEnd()) break;
      } else if (kind === TokenKind.Open) {
        this.groups++;
      } else {
        if (this.groups > 0) {
          if (kind !== TokenKind.Close) continue;
          this.groups--;
        }
        this.advance();
      }
    }
    if (this.result.hostname !== undefined && this.result.port === undefined) this.result.port = "";
  }

  /** True if nothing is left to be looked at again. */
  private atEnd(): boolean {
    if (this.state === State.Init) {
      this.rewind();
      if (this.is("#")) this.change(State.Hash, 1);
      else if (this.isSearchPrefix()) this.change(State.Search, 1);
      else this.change(State.Pathname, 0);
      return false;
    }
    if (this.state === State.Authority) {
      this.rewind();
      this.state = State.Hostname;
      return false;
    }
    this.change(State.Done, 0);
    return true;
  }

  private advance(): void {
    switch (this.state) {
      case State.Init:
        if (this.is(":")) this.rewindTo(State.Protocol);
        break;
      case State.Protocol:
        if (this.is(":")) this.endProtocol();
        break;
      case State.Authority:
        if (this.is("@")) this.rewindTo(State.Username);
        else if (this.is("/") || this.isSearchPrefix() || this.is("#")) this.rewindTo(State.Hostname);
        break;
      case State.Username:
        if (this.is(":")) this.change(State.Password, 1);
        else if (this.is("@")) this.change(State.Hostname, 1);
        break;
      case State.Password:
        if (this.is("@")) this.change(State.Hostname, 1);
        break;
      case State.Hostname:
        if (this.is("[")) this.brackets++;
        else if (this.is("]")) this.brackets--;
        else if (this.is(":") && this.brackets === 0) this.change(State.Port, 1);
        else this.changeAtPath();
        break;
      case State.Port:
        this.changeAtPath();
        break;
      case State.Pathname:
        if (this.isSearchPrefix()) this.change(State.Search, 1);
        else if (this.is("#")) this.change(State.Hash, 1);
        break;
      case State.Search:
        if (this.is("#")) this.change(State.Hash, 1);
        break;
    }
  }

  private endProtocol(): void {
    const component = compileComponent(this.component(), canonicalProtocol, kDefaultOptions);
    this.isSpecial = isSpecialProtocol(component);
    if (this.is("/", 1) && this.is("/", 2)) this.change(State.Authority, 3);
    else this.change(this.isSpecial ? State.Authority : State.Pathname, 1);
  }

  private changeAtPath(): void {
    if (this.is("/")) this.change(State.Pathname, 0);
    else if (this.isSearchPrefix()) this.change(State.Search, 1);
    else if (this.is("#")) this.change(State.Hash, 1);
  }

  private rewind(): void {
    this.index = this.start;
    this.step = 0;
  }
  private rewindTo(state: State): void {
    this.rewind();
    this.state = state;
  }

  private change(to: State, skip: number): void {
    const { state, result } = this;
    const name = kComponents[state];
    if (name !== undefined) result[name] = this.component();
    if (state !== State.Init && to !== State.Done) {
      if (state < State.Hostname && to > State.Hostname) result.hostname ??= "";
      if (state < State.Pathname && to > State.Pathname) result.pathname ??= this.isSpecial ? "/" : "";
      if (state < State.Search && to === State.Hash) result.search ??= "";
    }
    this.state = to;
    this.index += skip;
    this.start = this.index;
    this.step = 0;
  }

  private component(): string {
    return StringPrototypeSlice(this.input, this.tokens[this.start]!.index, this.tokens[this.index]!.index);
  }

  /** Whether the token, or one after it, is this character without a meaning in patterns. */
  private is(character: string, ahead = 0): boolean {
    const { tokens } = this;
    const at = this.index + ahead;
    const { kind, value } = tokens[at < tokens.length ? at : tokens.length - 1]!;
    return value === character && (kind === TokenKind.Char || kind === TokenKind.EscapedChar || kind === TokenKind.InvalidChar);
  }

  /** A ? that does not make what precedes it optional. */
  private isSearchPrefix(): boolean {
    if (this.is("?")) return true;
    if (this.tokens[this.index]!.value !== "?") return false;
    const previous = this.tokens[this.index - 1];
    if (previous === undefined) return true;
    const { kind } = previous;
    return kind !== TokenKind.Name && kind !== TokenKind.Regexp && kind !== TokenKind.Close && kind !== TokenKind.Asterisk;
  }
}

export function parsePatternString(input: string): PatternInit {
  const parser = new StringParser(input);
  parser.run();
  return parser.result;
}
