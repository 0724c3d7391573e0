// One component of a URL pattern: from its text to its parts, and from these to a regular expression and to the text
// in its normal form. https://urlpattern.spec.whatwg.org/#parsing
import {
  ArrayPrototypePush, RegExp, RegExpPrototypeSymbolReplace, RegExpPrototypeTest, StringPrototypeEndsWith, SyntaxError,
  TypeError,
} from "internal/primordials";
import { characterAt, isNameCodePoint, Policy, type Token, TokenKind, tokenize } from "internal/url_pattern_tokens";

const enum PartType { FixedText, Regexp, SegmentWildcard, FullWildcard }

interface Part {
  type: PartType;
  value: string;
  modifier: "" | "?" | "*" | "+";
  name: string;
  prefix: string;
  suffix: string;
}

export interface ComponentOptions {
  /** What `:name` does not cross. */
  delimiter: string;
  /** What belongs to the `:name` that follows it. */
  prefix: string;
  ignoreCase: boolean;
}

export interface Component {
  pattern: string;
  regexp: RegExp;
  names: string[];
  hasRegexpGroups: boolean;
}

const kFullWildcard = ".*";

export function compileComponent(input: string, encode: (text: string) => string, options: ComponentOptions): Component {
  const parts = parsePattern(input, encode, options);
  const { source, names } = regexpOf(parts, options);
  let regexp: RegExp;
  try {
    regexp = new RegExp(source, options.ignoreCase ? "vi" : "v");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TypeError(`Invalid pattern "${input}": ${error.message}`);
  }
  let hasRegexpGroups = false;
  for (let i = 0; i < parts.length; i++) if (parts[i]!.type === PartType.Regexp) hasRegexpGroups = true;
  return { pattern: patternOf(parts, options), regexp, names, hasRegexpGroups };
}

function segmentWildcard(options: ComponentOptions): string {
  return `[^${escapeRegexp(options.delimiter)}]+?`;
}

function escapeRegexp(text: string): string {
  return RegExpPrototypeSymbolReplace(/[.+*?^${}()[\]|/\\]/g, text, "\\$&" as any);
}

export function escapePattern(text: string): string {
  return RegExpPrototypeSymbolReplace(/[+*?:{}()\\]/g, text, "\\$&" as any);
}

// ---- parts

class PatternParser {
  private readonly input: string;
  private readonly tokens: Token[];
  private readonly encode: (text: string) => string;
  private readonly options: ComponentOptions;
  private readonly segment: string;
  readonly parts: Part[] = [];
  private pending = "";
  private index = 0;
  private nextNumber = 0;

  constructor(input: string, encode: (text: string) => string, options: ComponentOptions) {
    this.input = input;
    this.tokens = tokenize(input, Policy.Strict);
    this.encode = encode;
    this.options = options;
    this.segment = segmentWildcard(options);
  }

  run(): void {
    while (this.index < this.tokens.length) {
      const char = this.take(TokenKind.Char);
      const name = this.take(TokenKind.Name);
      const matcher = this.takeMatcher(name);
      if (name !== undefined || matcher !== undefined) {
        let prefix = char === undefined ? "" : char.value;
        if (prefix !== "" && prefix !== this.options.prefix) {
          this.pending += prefix;
          prefix = "";
        }
        this.flush();
        this.addPart(prefix, name, matcher, "", this.takeModifier());
        continue;
      }
      const fixed = char ?? this.take(TokenKind.EscapedChar);
      if (fixed !== undefined) {
        this.pending += fixed.value;
        continue;
      }
      if (this.take(TokenKind.Open) !== undefined) {
        this.group();
        continue;
      }
      this.flush();
      this.need(TokenKind.End);
    }
  }

  private group(): void {
    const prefix = this.takeText();
    const name = this.take(TokenKind.Name);
    const matcher = this.takeMatcher(name);
    const suffix = this.takeText();
    this.need(TokenKind.Close);
    this.addPart(prefix, name, matcher, suffix, this.takeModifier());
  }

  private take(kind: TokenKind): Token | undefined {
    const token = this.tokens[this.index]!;
    if (token.kind !== kind) return undefined;
    this.index++;
    return token;
  }

  private need(kind: TokenKind): void {
    if (this.take(kind) !== undefined) return;
    const { value, index } = this.tokens[this.index]!;
    throw new TypeError(`Invalid pattern "${this.input}": unexpected ${value === "" ? "end" : `"${value}"`} at ${index}`);
  }

  private takeMatcher(name: Token | undefined): Token | undefined {
    const token = this.take(TokenKind.Regexp);
    return token === undefined && name === undefined ? this.take(TokenKind.Asterisk) : token;
  }

  private takeModifier(): Part["modifier"] {
    const token = this.take(TokenKind.OtherModifier) ?? this.take(TokenKind.Asterisk);
    return token === undefined ? "" : (token.value as Part["modifier"]);
  }

  private takeText(): string {
    let text = "";
    for (;;) {
      const token = this.take(TokenKind.Char) ?? this.take(TokenKind.EscapedChar);
      if (token === undefined) return text;
      text += token.value;
    }
  }

  private flush(): void {
    if (this.pending === "") return;
    const value = this.encode(this.pending);
    this.pending = "";
    ArrayPrototypePush(this.parts, { type: PartType.FixedText, value, modifier: "", name: "", prefix: "", suffix: "" });
  }

  private addPart(
    prefix: string, name: Token | undefined, matcher: Token | undefined, suffix: string, modifier: Part["modifier"],
  ): void {
    if (name === undefined && matcher === undefined && modifier === "") {
      this.pending += prefix;
      return;
    }
    this.flush();
    if (name === undefined && matcher === undefined) {
      if (prefix === "") return;
      const value = this.encode(prefix);
      ArrayPrototypePush(this.parts, { type: PartType.FixedText, value, modifier, name: "", prefix: "", suffix: "" });
      return;
    }
    let type = PartType.Regexp;
    let value = matcher === undefined ? this.segment : matcher.kind === TokenKind.Asterisk ? kFullWildcard : matcher.value;
    if (value === this.segment) type = PartType.SegmentWildcard;
    else if (value === kFullWildcard) type = PartType.FullWildcard;
    if (type !== PartType.Regexp) value = "";
    const label = name === undefined ? `${this.nextNumber++}` : name.value;
    for (let i = 0; i < this.parts.length; i++) {
      if (this.parts[i]!.name === label) throw new TypeError(`Invalid pattern "${this.input}": the name "${label}" is given twice`);
    }
    ArrayPrototypePush(this.parts, { type, value, modifier, name: label, prefix: this.encode(prefix), suffix: this.encode(suffix) });
  }
}

function parsePattern(input: string, encode: (text: string) => string, options: ComponentOptions): Part[] {
  const parser = new PatternParser(input, encode, options);
  parser.run();
  return parser.parts;
}

// ---- to a regular expression: https://urlpattern.spec.whatwg.org/#converting-part-lists-to-regular-expressions

function regexpOf(parts: Part[], options: ComponentOptions): { source: string; names: string[] } {
  const names: string[] = [];
  let source = "^";
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part.type !== PartType.FixedText) ArrayPrototypePush(names, part.name);
    source += regexpOfPart(part, options);
  }
  return { source: source + "$", names };
}

function regexpOfPart({ type, value, modifier, prefix, suffix }: Part, options: ComponentOptions): string {
  if (type === PartType.FixedText) return modifier === "" ? escapeRegexp(value) : `(?:${escapeRegexp(value)})${modifier}`;
  if (type === PartType.SegmentWildcard) value = segmentWildcard(options);
  else if (type === PartType.FullWildcard) value = kFullWildcard;
  const isSingle = modifier === "" || modifier === "?";
  if (prefix === "" && suffix === "") return isSingle ? `(${value})${modifier}` : `((?:${value})${modifier})`;
  const before = escapeRegexp(prefix);
  const after = escapeRegexp(suffix);
  if (isSingle) return `(?:${before}(${value})${after})${modifier}`;
  const repeated = `(?:${before}((?:${value})(?:${after}${before}(?:${value}))*)${after})`;
  return modifier === "*" ? `${repeated}?` : repeated;
}

// ---- to a pattern: https://urlpattern.spec.whatwg.org/#converting-part-lists-to-pattern-strings

function patternOf(parts: Part[], options: ComponentOptions): string {
  let text = "";
  for (let i = 0; i < parts.length; i++) text += patternOfPart(parts[i]!, parts[i - 1], parts[i + 1], options);
  return text;
}

function patternOfPart(part: Part, previous: Part | undefined, next: Part | undefined, options: ComponentOptions): string {
  const { type, value, modifier, name, prefix, suffix } = part;
  if (type === PartType.FixedText) return modifier === "" ? escapePattern(value) : `{${escapePattern(value)}}${modifier}`;
  const isNamed = !isDigit(name);
  const isGroup = needsGroup(part, previous, next, options, isNamed);
  let text = escapePattern(prefix);
  if (isNamed) text += `:${name}`;
  if (type === PartType.Regexp) {
    text += `(${value})`;
  } else if (type === PartType.SegmentWildcard) {
    if (!isNamed) text += `(${segmentWildcard(options)})`;
  } else {
    const isAlone = previous === undefined || previous.type === PartType.FixedText || previous.modifier !== "";
    text += !isNamed && (isAlone || isGroup || prefix !== "") ? "*" : `(${kFullWildcard})`;
  }
  if (type === PartType.SegmentWildcard && isNamed && suffix !== "" && isNameCodePoint(characterAt(suffix, 0), false)) text += "\\";
  text += escapePattern(suffix);
  return (isGroup ? `{${text}}` : text) + modifier;
}

function needsGroup(
  part: Part, previous: Part | undefined, next: Part | undefined, options: ComponentOptions, isNamed: boolean,
): boolean {
  const { type, modifier, prefix, suffix } = part;
  if (suffix !== "" || (prefix !== "" && prefix !== options.prefix)) return true;
  // What follows could be read as more of the name, or as its expression.
  const isBareName = isNamed && type === PartType.SegmentWildcard && modifier === "";
  if (isBareName && next !== undefined && next.prefix === "" && next.suffix === "") {
    const runsOn = next.type === PartType.FixedText ? isNameCodePoint(characterAt(next.value, 0), false) : isDigit(next.name);
    if (runsOn) return true;
  }
  // What precedes would be read as its prefix.
  return prefix === "" && previous !== undefined && previous.type === PartType.FixedText && options.prefix !== "" &&
    StringPrototypeEndsWith(previous.value, options.prefix);
}

function isDigit(text: string): boolean {
  return RegExpPrototypeTest(/^[0-9]/, text);
}
