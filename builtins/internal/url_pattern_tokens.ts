// The tokens of URL patterns. https://urlpattern.spec.whatwg.org/#tokenizing
import {
  ArrayPrototypePush, RegExpPrototypeTest, StringFromCodePoint, StringPrototypeCharCodeAt, StringPrototypeCodePointAt,
  StringPrototypeSlice, TypeError,
} from "internal/primordials";

export const enum TokenKind { Open, Close, Regexp, Name, Char, EscapedChar, OtherModifier, Asterisk, End, InvalidChar }

export interface Token {
  kind: TokenKind;
  /** Where it begins in the input. */
  index: number;
  value: string;
}

/** Whether what cannot be a token is an error, or a token of its own. */
export const enum Policy { Strict, Lenient }

const kNameStart = /^[$_\p{ID_Start}]$/u;
const kNamePart = /^[$_\u200c\u200d\p{ID_Continue}]$/u;

export function isNameCodePoint(text: string, isFirst: boolean): boolean {
  return RegExpPrototypeTest(isFirst ? kNameStart : kNamePart, text);
}

/** The character at a place, whole. */
export function characterAt(text: string, index: number): string {
  return StringFromCodePoint(StringPrototypeCodePointAt(text, index)!);
}

const kPlain: Record<string, TokenKind> = {
  __proto__: null, "*": TokenKind.Asterisk, "+": TokenKind.OtherModifier, "?": TokenKind.OtherModifier,
  "{": TokenKind.Open, "}": TokenKind.Close,
} as any;

class Tokenizer {
  private readonly input: string;
  private readonly policy: Policy;
  readonly tokens: Token[] = [];
  private index = 0;

  constructor(input: string, policy: Policy) {
    this.input = input;
    this.policy = policy;
  }

  run(): void {
    const { input } = this;
    while (this.index < input.length) {
      const character = characterAt(input, this.index);
      const next = this.index + character.length;
      const kind = kPlain[character];
      if (kind !== undefined) this.add(kind, next, this.index, next);
      else if (character === "\\") this.escape(next);
      else if (character === ":") this.name(next);
      else if (character === "(") this.regexp(next);
      else this.add(TokenKind.Char, next, this.index, next);
    }
    this.add(TokenKind.End, input.length, input.length, input.length);
  }

  /** A token from here to `next`, whose value is what stands between `start` and `end`. */
  private add(kind: TokenKind, next: number, start: number, end: number): void {
    ArrayPrototypePush(this.tokens, { kind, index: this.index, value: StringPrototypeSlice(this.input, start, end) });
    this.index = next;
  }

  private fault(next: number, why: string): void {
    if (this.policy === Policy.Strict) throw new TypeError(`Invalid pattern "${this.input}": ${why} at ${this.index}`);
    this.add(TokenKind.InvalidChar, next, this.index, next);
  }

  private escape(next: number): void {
    if (next >= this.input.length) {
      this.fault(next, "nothing follows the \\");
      return;
    }
    const end = next + characterAt(this.input, next).length;
    this.add(TokenKind.EscapedChar, end, next, end);
  }

  private name(start: number): void {
    let end = start;
    while (end < this.input.length) {
      const character = characterAt(this.input, end);
      if (!isNameCodePoint(character, end === start)) break;
      end += character.length;
    }
    if (end === start) this.fault(start, "a name is missing");
    else this.add(TokenKind.Name, end, start, end);
  }

  // Only groups that do not capture, and that begin with a ?, may stand inside; and only ASCII.
  private regexp(start: number): void {
    const { input } = this;
    let depth = 1;
    let at = start;
    while (at < input.length) {
      const unit = StringPrototypeCharCodeAt(input, at);
      const character = input[at]!;
      if (unit > 0x7f) return this.fault(start, "a group has a character that is not ASCII");
      if (at === start && character === "?") return this.fault(start, "a group begins with a ?");
      at++;
      if (character === "\\") {
        if (at === input.length || StringPrototypeCharCodeAt(input, at) > 0x7f) return this.fault(start, "a group has a bad escape");
        at++;
      } else if (character === ")") {
        if (--depth === 0) break;
      } else if (character === "(") {
        depth++;
        if (at === input.length || input[at] !== "?") return this.fault(start, "a group has a group that captures");
      }
    }
    if (depth !== 0) return this.fault(start, "a group has no end");
    if (at - start === 1) return this.fault(start, "a group is empty");
    this.add(TokenKind.Regexp, at, start, at - 1);
  }
}

export function tokenize(input: string, policy: Policy): Token[] {
  const tokenizer = new Tokenizer(input, policy);
  tokenizer.run();
  return tokenizer.tokens;
}
